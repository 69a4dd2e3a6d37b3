"""What commands show in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "money": "Denaro pubblico",
    "free": "{policy}: non più dello scenario di base.",
    "decision": "Decisione: {path}",
    "report": "Relazione: {path}",
    "no_factor": "nessun fattore si distingue dal caso",
    "page": "Pagina: {path}",
}
