"""Short tables of outcomes in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "outcome": "Outcome",
    "mean": "Mean (95 %)",
    "most": "8 in 10 between",
    "baseline": "Baseline",
    "policy": "With it",
    "difference": "Difference (95 %)",
    "against": "{policy}, against {reference}",
    "the_baseline": "the baseline",
    "clear": "* clear: the interval of the paired difference leaves out zero.",
    "same": "The same in every replicate: {outcomes}.",
    "cost": "Public money: {eur} more ({low} to {high}).",
    "per_month": "Each additional member-month costs {value} ({low} to {high}).",
    "per_month_undefined": "Cost per additional member-month: not defined, the gain is not clearly positive.",
    "deadweight": "Of the subsidised member-months, {value} ({low} to {high}) would have happened anyway.",
    "kept": "Each hub kept whole costs {value} ({low} to {high}).",
    "caption": "{replicates} replicates of {months} months, seed {seed}.",
    # --- a scenario in a notebook ---
    "hub": "{hub}, {town}: {desks} desks",
    "horizon": "{months} months from {start}",
    "policies": "Policies",
}
