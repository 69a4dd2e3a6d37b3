"""What commands show in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "money": "Denaro pubblico",
    "free": "{policy}: non più dello scenario di base.",
    "decision": "Decisione: {path}",
    "report": "Relazione: {path}",
    "no_factor": "nessun fattore si distingue dal caso",
    "measured": "misurato",
    "estimated": "stimato",
    "around": "intorno, oltre la città:",
    "ring": "fino a {minutes} min: {residents} residenti, {professionals} professionisti, {remote_workers} lavoratori da remoto, {firms} imprese",
    "page": "Pagina: {path}",
    "yes_or_no": "sì o no",
    "any_age": "Vale ogni mese di vita: members_18 come members_24, e una serie mensile in un mese, days_at_7 (docs/outcomes.md).",
    "no_difference": "{first} e {second} sono uguali.",
    "differ": "{second} differisce da {first} in questo:",
    "another_text": "{where}: cambia",
    "gone": "{where}: non c'è più",
    "added": "{where}: nuovo",
    "another_block": "{where}: cambia",
    "changed": "{where}: {before} → {after}",
    "usual": "il valore usuale",
    "yes": "sì",
    "no": "no",
    "none": "nessuno",
}
