"""What commands show in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "money": "Denaro pubblico",
    "free": "{policy}: non più dello scenario di base.",
    "decision": "Decisione: {path}",
    "report": "Relazione: {path}",
    "no_factor": "nessun fattore si distingue dal caso",
    "page": "Pagina: {path}",
    "yes_or_no": "sì o no",
    "any_age": "Vale ogni mese di vita: members_18 come members_24, e una serie mensile in un mese, days_at_7 (docs/outcomes.md).",
    "errors_one": "{number} errore in {file}: non è stato simulato niente",
    "errors_many": "{number} errori in {file}: non è stato simulato niente",
    "ready": "{file}: pronto",
    "ready_warned_one": "{file}: pronto, {number} avviso",
    "ready_warned_many": "{file}: pronto, {number} avvisi",
    "replaced": "{folder} contiene risultati di {there}: quelli di {scenario} ne prendono il posto.",
    "unreadable": "non si legge: si veda `coworking check {file}`",
    "policies": "misure: {names}",
    "no_policies": "misure: nessuna",
    "pays": "paga: {what}",
    "source": "fonte: {what}",
    "where": "dove: {what}",
    "when": "quando: {what}",
    "use": "uso: {what}",
    "measured": "cifre del bando: {what}",
    "assumed": "ipotesi nostra: {what}",
    "stands_for": "che cosa sta per le sue regole: {what}",
    "not_represented": "non rappresentato: {what}",
    "unknown_call": "{name}: bando sconosciuto{tail}",
    "all_calls": "; senza un nome sono elencati tutti",
}
