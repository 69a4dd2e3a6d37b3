"""Policies of one cost, in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "title": "What {budget} of public money gives of each",
    "look": "Amounts tuned, round {number}",
    "policy": "policy",
    "amount": "amount",
    "eur": "public money",
    "budget": "budget",
    "meets": "spent",
    "most": "cannot be spent: this is the most",
    "steps": "as near as whole numbers allow",
    "note": "Mean over the futures beyond the baseline, with its 95% interval; spent means within {tolerance} of the budget.",
    "ranked": "Ranked at a budget of {budget} each:",
    "only_with": "--{option}: with --budget the policies of one instrument are tuned, and ranked by what decides the scenario's question; leave it out",
}
