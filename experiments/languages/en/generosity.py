"""Instruments of which there can be more or less, and how much that is, in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "amount_rent_relief": "{value} of the rent",
    "amount_host_salary": "{value} of the wage",
    "amount_host_hours": "{value} of a full-time host",
    "amount_voucher": "{value} of the fee",
    "amount_trial_days": "{value} a person",
    "amount_promotion": "{value} times the ordinary, on top",
    "amount_events": "{value} a month",
    "amount_advisory_desk": "{value} sessions a month",
    "amount_anchor_tenancy": "{value} desks",
    "amount_matchmaking": "{value} a month",
    "amount_capex_grant": "{value} of the works",
}
