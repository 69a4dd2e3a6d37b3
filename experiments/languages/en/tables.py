"""Short tables of outcomes in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "outcome": "Outcome",
    "mean": "Mean (95 %)",
    "mean_alone": "Mean",
    "by_set": "By set of parameters",
    "most": "8 in 10 between",
    "baseline": "Baseline",
    "policy": "With it",
    "difference": "Difference (95 %)",
    "against": "{policy}, against {reference}",
    "the_baseline": "the baseline",
    "other_one": '"{reference}"',
    "clear": "* clear. The question is decided by {deciding}: there the interval of the paired difference leaves out zero. Of the other outcomes "
    "those marked are clear together, so that among all of them one is marked by mistake in at most 5 % of studies (Holm).",
    "clear_rest": "* clear: the outcomes marked are clear together, so that among all of them one is marked by mistake in at most 5 % of studies (Holm).",
    "same": "The same in every replicate: {outcomes}.",
    "cost": "Public money: {eur} more ({low} to {high}).",
    "per_month": "Each additional member-month costs {value} ({low} to {high}).",
    "per_month_undefined": "Cost per additional member-month: not defined, it is too unsure to decide by.",
    "deadweight": "Of the member-months reached, the same persons would have had {value} ({low} to {high}) there anyway.",
    "displaced": "Of the member-months reached, {value} ({low} to {high}) are drawn from other hubs.",
    "saved": "Public money: {eur} less ({low} to {high}).",
    "kept": "Each hub kept whole{when} costs {value} ({low} to {high}).",
    "at_age": "at {age} months",
    "caption": "{replicates} replicates of {months} months, seed {seed}.",
    "sets": "Out of {sets} sets of parameters × {worlds} worlds.",
    "by_set_note": "By set of parameters: what the mean is in 8 in 10 sets, as the unknown numbers vary. 8 in 10 between: replicates, chance included.",
    "few_sets": "Too few sets to tell what the unknown numbers do: run {least} replicates or more.",
    "chance": "Chance",
    "chance_note": "The interval holds unknown numbers and chance. Chance: its part of what parts one world's difference from another's.",
    # --- a scenario in a notebook ---
    "hub": "{hub}, {town}: {desks} desks",
    "horizon": "{months} months from {start}",
    "policies": "Policies",
}
