"""What answers to planners' questions share in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "replicates": "Futuri",
    "answer_at": "Risposta: {path}",
    "runs": "{replicates} futuri di {months} mesi, seme {seed}; {sets}.",
    "sets_none": "l'insieme centrale di parametri: i futuri differiscono solo per il caso",
    "sets_of": "{sets} insiemi di parametri tra quelli compatibili con i dati",
    "made": "Prodotto con coworking-viability {version} dallo scenario '{scenario}'.",
    "again": "Per rifarlo:",
    # --- why a question cannot be asked ---
    "no_policy": "--policy: in questo scenario non c'è una misura '{policy}'; ci sono: {known}",
    "no_instrument": "qui non c'è uno strumento '{instrument}'; ci sono: {known}",
    "no_hub": "--hub: non c'è un hub '{hub}'; ci sono: {known}",
    "no_future": "--future: non c'è un futuro {future} su {futures}; vanno da 0 a {last}",
    "never_opens": "l'hub '{hub}' non apre in nessuno dei {futures} futuri, quindi non c'è nulla da spiegare",
    "not_open_in": "--future: l'hub '{hub}' non apre nel futuro {future}; apre in: {others}",
}
