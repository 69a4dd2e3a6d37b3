"""Pictures for notebooks in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "month": "months since the start",
    "life": "months since opening",
    "members": "members",
    "cash_eur": "cash, EUR",
    "not_closed": "not closed",
    "whole": "neither shrunk nor closed",
    "hubs": "share of hubs",
    "eur": "EUR a month, mean",
    "income": "income",
    "eight_in_ten": "p10–p90",
    "half": "p25–p75",
    "median": "median",
    "pairs": "collaborations begun, mean",
    "difference": "difference from {baseline}",
    "points": "percentage points",
    "better": "better",
    "worse": "worse",
}
