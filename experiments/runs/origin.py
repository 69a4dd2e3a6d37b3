"""What identifies the runs of a study."""

import shlex
from typing import TYPE_CHECKING

from experiments.storage.provenance import fingerprint, made_with

if TYPE_CHECKING:
    from experiments.runs.results import Results


def extension_options(results: "Results") -> str:
    """What a command of the command line needs to know the extensions that acted in the runs; '' without any."""
    from model.extensions import REGISTERED

    modules = {REGISTERED[name].module if name in REGISTERED else "__main__" for name in results.extensions}
    named = sorted("MODULE" if module == "__main__" else shlex.quote(module) for module in modules)  # one of a notebook has none yet
    return "".join(f" --extension {module}" for module in named)


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
