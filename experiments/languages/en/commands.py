"""What commands show in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "money": "Public money",
    "free": "{policy}: no more than the baseline.",
    "decision": "Decision: {path}",
    "report": "Report: {path}",
    "no_factor": "no factor stands out from chance",
    "measured": "measured",
    "estimated": "estimated",
    "around": "around it, beyond the town:",
    "ring": "up to {minutes} min: {residents} residents, {professionals} professionals, {remote_workers} remote workers, {firms} firms",
    "page": "Page: {path}",
    "yes_or_no": "yes or no",
    "any_age": "Any month of life will do: members_18 as well as members_24, and a monthly series in a month, days_at_7 (docs/outcomes.md).",
    "no_difference": "{first} and {second} are the same.",
    "differ": "{second} differs from {first} in this:",
    "another_text": "{where}: another",
    "gone": "{where}: left out",
    "added": "{where}: new",
    "another_block": "{where}: another",
    "changed": "{where}: {before} → {after}",
    "usual": "the usual",
    "yes": "yes",
    "no": "no",
    "none": "none",
}
