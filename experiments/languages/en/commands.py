"""What commands show in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "money": "Public money",
    "free": "{policy}: no more than the baseline.",
    "decision": "Decision: {path}",
    "report": "Report: {path}",
    "no_factor": "no factor stands out from chance",
    "page": "Page: {path}",
    "yes_or_no": "yes or no",
    "any_age": "Any month of life will do: members_18 as well as members_24, and a monthly series in a month, days_at_7 (docs/outcomes.md).",
    "errors_one": "{number} error in {file}: nothing was run",
    "errors_many": "{number} errors in {file}: nothing was run",
    "ready": "{file}: ready to run",
    "ready_warned_one": "{file}: ready to run, {number} warning",
    "ready_warned_many": "{file}: ready to run, {number} warnings",
    "replaced": "{folder} holds results of {there}: those of {scenario} take their place.",
    "unreadable": "cannot be read: see `coworking check {file}`",
    "policies": "policies: {names}",
    "no_policies": "policies: none",
    "pays": "pays {what}",
    "source": "source: {what}",
    "where": "where: {what}",
    "when": "when: {what}",
    "use": "use: {what}",
    "measured": "figures of the call: {what}",
    "assumed": "assumed here: {what}",
    "stands_for": "what stands for its rules: {what}",
    "not_represented": "not represented: {what}",
    "unknown_call": "{name}: unknown call{tail}",
    "all_calls": "; without a name all are listed",
}
