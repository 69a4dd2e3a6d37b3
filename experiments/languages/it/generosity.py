"""Instruments of which there can be more or less, and how much that is, in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "name_rent_relief": "affitto ridotto",
    "amount_rent_relief": "{value} dell'affitto",
    "name_host_salary": "stipendio del gestore pagato",
    "amount_host_salary": "{value} dello stipendio",
    "name_host_hours": "più ore di gestore",
    "amount_host_hours": "{value} di un gestore a tempo pieno",
    "name_voucher": "voucher agli utenti",
    "amount_voucher": "{value} della quota",
    "name_trial_days": "giorni di prova gratuiti",
    "amount_trial_days": "{value} a persona",
    "name_promotion": "promozione",
    "amount_promotion": "{value} volte l'ordinaria, in più",
    "name_events": "più eventi",
    "amount_events": "{value} al mese",
    "name_advisory_desk": "sportello di consulenza",
    "amount_advisory_desk": "{value} incontri al mese",
    "name_anchor_tenancy": "postazioni affittate dal pubblico",
    "amount_anchor_tenancy": "{value} postazioni",
    "name_matchmaking": "presentazioni",
    "amount_matchmaking": "{value} al mese",
    "name_capex_grant": "contributo ai lavori",
    "amount_capex_grant": "{value} dei lavori",
}
