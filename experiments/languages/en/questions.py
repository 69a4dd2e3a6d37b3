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
    "no_policies": "this scenario has no policies: write some, or ask `coworking new` for a scenario that has",
    "only_baseline": "--policy: doing without is always tried; name a policy beside it, of: {known}",
    "ends_before_cases": "the runs end in month {months}, before anything can happen to the hub: horizon_months must be at least {least}",
    "budget_positive": "--budget: {budget}; write an amount of EUR above zero",
    "unknown_outcome": "--also: no such outcome; {message}",
    "no_better": "--also: of '{outcome}' neither more nor less is better; name an outcome to have more or less of",
    "too_few_instruments": "--instrument: a mix takes two or more; there are: {known}",
    "no_pymoo": "mixes are searched with pymoo, which is not installed; install it with: python -m pip install -c requirements/pins-py312.txt -e \".[mixes]\" (pins-py311.txt with Python 3.11)",
    "nothing_within_budget": "no mix that was tried keeps within {budget} EUR and is better than doing without in anything; give more --budget or --mixes",
    "outcome_never": "'{outcome}' exists in none of these futures; name another with --also",
    "no_instrument": "no instrument '{instrument}' there; there are: {known}",
    "no_amount_of": "--instrument: of '{instrument}' there is no more or less to give, it is another thing; there are: {known}",
    "no_instrument_type": "--instrument: no instrument '{instrument}'; there are: {known}",
    "in_force": "--instrument: '{instrument}' is in force under '{policy}' already; name another, or leave it out of that policy first",
}
