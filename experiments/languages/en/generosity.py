"""Instruments of which there can be more or less, and how much that is, in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "name_rent_relief": "rent relief",
    "amount_rent_relief": "{value} of the rent",
    "name_host_salary": "host's wage paid",
    "amount_host_salary": "{value} of the wage",
    "name_host_hours": "more hours of a host",
    "amount_host_hours": "{value} of a full-time host",
    "name_voucher": "vouchers for users",
    "amount_voucher": "{value} of the fee",
    "name_trial_days": "free trial days",
    "amount_trial_days": "{value} a person",
    "name_promotion": "promotion",
    "amount_promotion": "{value} times the ordinary, on top",
    "name_events": "more events",
    "amount_events": "{value} a month",
    "name_advisory_desk": "advisory desk",
    "amount_advisory_desk": "{value} sessions a month",
    "name_anchor_tenancy": "desks rented by the public",
    "amount_anchor_tenancy": "{value} desks",
    "name_matchmaking": "introductions",
    "amount_matchmaking": "{value} a month",
    "name_capex_grant": "grant for works",
    "amount_capex_grant": "{value} of the works",
}
