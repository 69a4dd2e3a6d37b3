"""Pictures for notebooks in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "month": "mesi dall'inizio",
    "life": "mesi dall'apertura",
    "members": "iscritti",
    "cash_eur": "cassa, EUR",
    "not_closed": "non chiusi",
    "whole": "né ridimensionati né chiusi",
    "hubs": "quota di hub",
    "eur": "EUR al mese, media",
    "income": "entrate",
    "eight_in_ten": "p10–p90",
    "half": "p25–p75",
    "median": "valore mediano",
    "pairs": "collaborazioni avviate, media",
    "difference": "differenza da {baseline}",
    "points": "punti percentuali",
    "better": "meglio",
    "worse": "peggio",
}
