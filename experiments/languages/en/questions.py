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
    "no_hub": "--hub: no hub '{hub}' there; there are: {known}",
    "hub_when_viable": "--hub: '{hub}' opens when its operator sees fit, so that its age cannot be told; give it a month in the scenario",
    "bad_age": "--at: {at}; write a number of months from {least} to {most}",
    "no_instrument": "no instrument '{instrument}' there; there are: {known}",
}
