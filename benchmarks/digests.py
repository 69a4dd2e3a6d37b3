"""A digest of every shipped scenario under every policy: equal before and after a change that should change no number.

    python -m benchmarks.digests > before.txt      # and again after the change; then compare the two files

A line holds scenario, policy, seed and the first digits of SHA-256 over all that a run measures, bit for bit.
"""

import hashlib
from collections.abc import Iterator

import numpy as np

from model.draws import replicate_seed
from model.scenario import load_scenario, scenario_names
from model.simulation import build_world, prepare, simulate

SEEDS = (1, 2)  # of studies; a replicate of each


def digest(outcome: object) -> str:
    """The first digits of a hash over the arrays of a `RunOutcome`, their shapes included."""
    together = hashlib.sha256()
    for values in vars(outcome).values():
        array = np.ascontiguousarray(values)
        together.update(f"{array.dtype} {array.shape}".encode() + array.tobytes())
    return together.hexdigest()[:16]


def lines() -> Iterator[str]:
    """A line for each shipped scenario, policy and seed."""
    for name in scenario_names():
        scenario = load_scenario(name)
        policies = {policy: prepare(scenario.with_policy(policy)) for policy in scenario.policy_names}
        for seed in SEEDS:
            world = build_world(policies["baseline"], int(replicate_seed(seed, 0)))
            for policy, prepared in policies.items():
                lived = world if world.prepared.same_people(prepared) else build_world(prepared, world.seed)
                yield f"{name:24} {policy:28} {seed} {digest(simulate(lived, prepared))}"


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
