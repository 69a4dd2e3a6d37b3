"""What answers to planners' questions share in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "replicates": "Futures",
    "place_sizes": "Sizes",
    "place_around": "Around the best size",
    "place_fresh": "Fresh futures",
    "place_first": "Which hub first",
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
    "no_such_choice": "{option}: '{value}' is none; there are: {known}",
    "no_town": "--towns: '{town}' is not among the towns of this scenario, and an answer cannot change its territory; there are: {known}",
    "bad_size": "{option}: {value}; write whole numbers from {least} to {most}",
    "not_numbers": "{option}: '{value}'; write whole numbers with commas, such as 8,12,20",
    "open_already_phased": "--phased: '{hub}' is open when the run begins",
    "bad_age": "--at: {at}; write a number of months from {least} to {most}",
    "no_instrument": "no instrument '{instrument}' there; there are: {known}",
}
