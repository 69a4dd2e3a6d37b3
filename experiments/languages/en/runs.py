"""What runs of a study have decided in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "baseline": "Baseline",
    # --- what is decided ---
    "settled": "After {n} replicates the ranking by {outcome} is settled at {confidence}: {ranking}.",
    "unsettled": "After {n} replicates the ranking by {outcome} is not settled at {confidence}; open comparisons: {open} of {pairs}. So far: {ranking}.",
    "order_open": "order open",
    "alike": "no difference that matters",
    "same": "the same",
    "mixed": "not all told apart",
    "is_same": "{a} and {b}: the same in each of {n} replicates; worlds where they differ are at most {share} of all.",
    "is_alike": "{a} and {b}: no difference that matters, {difference} ({low} … {high}); up to {limit} does not.",
    "is_open": "Open: {a} against {b}, {difference} ({low} … {high}). {outlook}",
    "is_rare": "Open: {a} against {b}, the same in each of {n} replicates, but {share} of worlds might still differ. {outlook}",
    "is_none": "Open: {a} against {b}; the outcome exists under both in {n} of the replicates.",
    "outlook": "If it goes on like this, about {needed} replicates in all would settle it.",
    "no_outlook": "More replicates would hardly settle it; saying which difference matters would (indifference).",
    "partial": "The outcome does not exist in every replicate: policies are compared where both have it, in {least} to {n} replicates.",
    "title": "Comparisons by {outcome}, the better placed first",
    "pair": "Comparison",
    "difference": "Difference",
    "interval": "Interval",
    "verdict": "Verdict",
    "better": "better",
    "worse": "worse",
    "no difference that matters": "no difference that matters",
    "open": "open",
    "note_sets": "Each set of parameters counts once, by the mean of its worlds: what is settled holds over {sets} sets drawn.",
    "note": "All intervals hold together at {confidence}, every comparison and all {looks} planned looks included.",
}
