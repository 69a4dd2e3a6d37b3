"""Mixes of instruments under a budget, in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "title": "Which mix of instruments, within a budget?",
    "searching": "Search",
    "checking": "Fresh futures",
    # --- what is said ---
    "best": "The most that {budget} of public money buys here is “{mix}”: {outcome} {value} ({low}–{high}) instead of {without}, for {cost} ({cost_low}–{cost_high}) more than doing without.",
    "cheaper": "For {cost}, “{mix}” cannot be told apart from it: {value} ({low}–{high}).",
    "none": "No mix found within {budget} is clearly better than doing without ({outcome}: {without}).",
    "fallen": "Of the {number} mixes that stood out in the search, {fallen} do not stand on futures they were not chosen on (numbers {which}): another is as good and costs no more, or they pass the budget.",
    "all_stand": "All {number} mixes that stood out in the search stand on futures they were not chosen on.",
    "method": "{tried} mixes were tried on {futures} futures; what is said here was measured on {replicates} others. A mix is within the budget when it costs more in at most {over} of 100 futures. Support paid month by month lasts {years} years.",
    # --- table ---
    "table": "The front, measured on fresh futures",
    "number": "No.",
    "mix": "Mix",
    "cost": "Public money beyond doing without",
    "most_cost": "In {share} of 100 futures at most",
    "verdict": "On fresh futures",
    "kept": "stands",
    "dominated": "fallen: another is as good and costs no more",
    "over": "fallen: over the budget in {over} of 100",
    "without": "Doing without",
    "same": " (not clearly better than doing without)",
    # --- picture ---
    "picture": "What each mix costs and brings",
    "picture_note": "Numbers are those of the table, lines 95% intervals on fresh futures; the larger the mark, the more of: {also}. A crossed hollow mark has fallen.",
    "axis_cost": "public money beyond doing without, thousand €",
    "budget": "budget",
}
