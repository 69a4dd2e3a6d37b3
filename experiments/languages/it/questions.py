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
    "no_hub": "--hub: non c'è un hub '{hub}'; ci sono: {known}",
    "hub_when_viable": "--hub: '{hub}' apre quando il gestore lo ritiene opportuno, quindi la sua età non si può indicare; scrivere un mese nello scenario",
    "bad_age": "--at: {at}; scrivere un numero di mesi da {least} a {most}",
    "no_instrument": "qui non c'è uno strumento '{instrument}'; ci sono: {known}",
}
