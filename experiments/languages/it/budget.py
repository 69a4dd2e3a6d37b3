"""Policies of one cost, in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "title": "Che cosa danno {budget} di denaro pubblico, misura per misura",
    "look": "Importi regolati, giro {number}",
    "policy": "misura",
    "amount": "quantità",
    "eur": "denaro pubblico",
    "budget": "somma",
    "meets": "spesa",
    "most": "non si può spendere: questo è il massimo",
    "steps": "quanto più vicino permettono i numeri interi",
    "note": "Media sui futuri in più rispetto alla situazione di base, con il suo intervallo al 95 %; spesa significa entro {tolerance} della somma.",
    "ranked": "Graduatoria con {budget} ciascuna:",
    "only_with": "--{option}: con --budget si regolano le misure di un solo strumento e le si ordina per ciò che decide la domanda dello scenario; si tolga",
}
