"""Instruments of which there can be more or less, and how much that is, in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "amount_rent_relief": "{value} dell'affitto",
    "amount_host_salary": "{value} dello stipendio",
    "amount_host_hours": "{value} di un gestore a tempo pieno",
    "amount_voucher": "{value} della quota",
    "amount_trial_days": "{value} a persona",
    "amount_promotion": "{value} volte l'ordinaria, in più",
    "amount_events": "{value} al mese",
    "amount_advisory_desk": "{value} incontri al mese",
    "amount_anchor_tenancy": "{value} postazioni",
    "amount_matchmaking": "{value} al mese",
    "amount_capex_grant": "{value} dei lavori",
}
