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
    "no_instruments": "no policy with an instrument of its own among: {policies}",
    "no_instrument": "no instrument '{instrument}' there; there are: {known}",
    "no_amount_of": "--instrument: of '{instrument}' there is no more or less to give, it is another thing; there are: {known}",
    "no_instrument_type": "--instrument: no instrument '{instrument}'; there are: {known}",
    "in_force": "--instrument: '{instrument}' is in force under '{policy}' already; name another, or leave it out of that policy first",
    "target": "--target: {target}; write a share between 0 and 1, such as 0.8",
    "at_month": "--at: month {at}; write 1 to {most}: two years more are run, to see what happens when support ends",
    "no_opening": "no hub opens in a known month, so there is none to support; give one a month under 'opens'",
    "nothing_to_add": "every instrument of which there can be more or less is in force already",
    "budget": "--budget: {eur} EUR; write an amount above 0",
    "viable_or_whole": "--viable and --whole ask two things; write one of them",
    "no_hub": "--hub: no hub '{hub}' there; there are: {known}",
    "no_future": "--future: there is no future {future} of {futures}; they go from 0 to {last}",
    "never_opens": "the hub '{hub}' opens in none of {futures} futures, so there is nothing to explain",
    "not_open_in": "--future: the hub '{hub}' does not open in future {future}; it does in: {others}",
    "which_hub": "--hub: say which hub to look at; there are: {known}",
    "hub_not_planned": "--hub {hub}: its operator decides when it opens, so that nobody can say what month of its life it is in",
    "at_too_early": "--at {at}: hubs are looked at up to month {last}; write {least} or more",
    "at_too_late": "--at {at}: the model runs 360 months at most; write {most} or less",
}
