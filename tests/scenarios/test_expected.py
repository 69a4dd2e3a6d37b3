"""Every shipped scenario, found by itself: its recorded bands hold on few replicates, and so do the facts it enforces.

A new scenario needs a record: `python -m experiments.commands.expected refresh NAME --reason "..."`. All of them together take less than a
minute on two processors; how many replicates each is given is decided by its size (`experiments.expected.bands.replicates_for`).
"""

import os
from functools import cache

import pytest

from experiments.commands.expected import fact_line, run_of, table
from experiments.expected import bands, files
from experiments.expected.facts import judge
from experiments.runs.results import Results
from model.scenario import read_scenario, scenario_names

pytestmark = pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="shipped scenarios take minutes as plain Python")

NAMES = scenario_names()
FACTS = [
    pytest.param(name, number, id=f"{name}-{number}-{fact.outcome}")
    for name in NAMES
    if (scenario := read_scenario(name)[0]) is not None  # what cannot be read fails below, and only there
    for number, fact in enumerate(scenario.expected)
]


@cache
def _run(name: str) -> tuple[bands.RecordedBands | None, Results]:
    return run_of(name)


@pytest.mark.parametrize("name", NAMES)
def test_recorded_bands_hold(name: str) -> None:
    record, results = _run(name)
    assert record is not None, f"no bands of this scenario: {files.refresh_command(name)}"
    left = bands.outside(record, bands.bands_of(results))
    assert not left, f"{table(name, record, left)}\nif this is meant: {files.refresh_command(name)}"


@pytest.mark.parametrize(("name", "number"), FACTS)
def test_facts_hold(name: str, number: int) -> None:
    _, results = _run(name)
    fact = results.scenario.expected[number]
    found = judge(results, fact)
    assert found is not None, "the runs cannot judge it"
    if not found.met and not fact.enforced:
        pytest.xfail(f"{fact_line(found)}: {fact.because}")
    assert found.met, f"{fact_line(found)}; {fact.why}"


def test_no_record_is_left_of_a_scenario_that_is_gone() -> None:
    assert {path.stem for path in files.records_folder().glob("*.yaml")} <= set(NAMES)
