"""What identifies the runs of a study."""

from typing import TYPE_CHECKING

from experiments.storage.provenance import fingerprint, made_with

if TYPE_CHECKING:
    from experiments.runs.results import Results


def origin(results: "Results") -> dict[str, object]:
    """What identifies a study: with it anyone can repeat the runs bit by bit."""
    return {
        "scenario": results.scenario.name,
        "scenario_sha256": fingerprint(results.merged_scenario),
        "policies": results.policies,
        "seed": results.seed,
        "replicates": results.replicates,
        "months": results.months,
        "parameter_sets": None if results.sets is None else {
            "sha256": results.sets.sha256, "sets": len(results.sets), "replicates_a_set": results.worlds,
        },
        **made_with(),
        **({"extensions": dict(results.extensions)} if results.extensions else {}),
    }
