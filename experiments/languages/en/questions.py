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
    "no_future": "--future: there is no future {future} of {futures}; they go from 0 to {last}",
    "never_opens": "the hub '{hub}' opens in none of {futures} futures, so there is nothing to explain",
    "not_open_in": "--future: the hub '{hub}' does not open in future {future}; it does in: {others}",
}
