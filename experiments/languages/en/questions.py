"""What answers to planners' questions share in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "replicates": "Futures",
    "answer_at": "Answer: {path}",
    "runs": "{replicates} futures of {months} months, seed {seed}; {sets}.",
    "sets_none": "the central set of parameters, so that futures differ by chance alone",
    "sets_of": "{sets} sets of parameters out of those that fit the evidence",
    "made": "Made with coworking-viability {version} from the scenario '{scenario}'.",
    "again": "To make it again:",
    # --- why a question cannot be asked ---
    "no_policy": "--policy: no policy '{policy}' in this scenario; there are: {known}",
    "no_instrument": "no instrument '{instrument}' there; there are: {known}",
    "no_hub": "--hub: no hub '{hub}' there; there are: {known}",
    "which_hub": "--hub: say which hub to look at; there are: {known}",
    "hub_not_planned": "--hub {hub}: its operator decides when it opens, so that nobody can say what month of its life it is in",
    "at_too_early": "--at {at}: hubs are looked at up to month {last}; write {least} or more",
    "at_too_late": "--at {at}: the model runs 360 months at most; write {most} or less",
}
