"""The kernels run as plain Python too, with the same result: coverage and debugging rely on it."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from model.population import reach
from tests.model.population.worlds import DEFAULTS, people_of, small

TINY = {"counts": (25, 25, 25), "catchment": 0}
CODE = """
import json
import numpy as np
from numba import config
from model.population import reach
from tests.model.population.worlds import DEFAULTS, people_of, small
assert config.DISABLE_JIT
world = small(counts=(25, 25, 25), catchment=0)
people = people_of(world, 2**63 + 5, {(16, 1): 1})
found = reach(people, np.array([world.position("sondrio", 1, 1)]), DEFAULTS, world.road_factor)
print(json.dumps({"people": [column.tolist() for column in people], "reach": [column.tolist() for column in found]}))
"""


def test_without_the_compiler_the_people_are_the_same():
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run([sys.executable, "-W", "error", "-c", CODE], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    plain = json.loads(done.stdout)
    world = small(**TINY)
    people = people_of(world, 2**63 + 5, {(16, 1): 1})
    found = reach(people, np.array([world.position("sondrio", 1, 1)]), DEFAULTS, world.road_factor)
    assert len(people.slot) == 76
    for name, column, values in zip(people._fields, people, plain["people"], strict=True):
        assert column.tolist() == pytest.approx(values, rel=1e-12), name
    for name, column, values in zip(found._fields, found, plain["reach"], strict=True):
        assert column.tolist() == pytest.approx(values, rel=1e-12), name
