"""What commands show in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "money": "Public money",
    "free": "{policy}: no more than the baseline.",
    "decision": "Decision: {path}",
    "report": "Report: {path}",
    "no_factor": "no factor stands out from chance",
    "page": "Page: {path}",
}
