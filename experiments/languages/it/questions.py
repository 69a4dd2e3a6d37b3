"""What answers to planners' questions share in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "replicates": "Futuri",
    "place_sizes": "Dimensioni",
    "place_around": "Attorno alla migliore",
    "place_fresh": "Futuri nuovi",
    "place_first": "Quale hub per primo",
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
    "no_such_choice": "{option}: '{value}' non c'è; ci sono: {known}",
    "no_town": "--towns: '{town}' non è tra i comuni di questo scenario, e una risposta non può cambiarne il territorio; ci sono: {known}",
    "bad_size": "{option}: {value}; scrivere numeri interi da {least} a {most}",
    "not_numbers": "{option}: '{value}'; scrivere numeri interi separati da virgole, come 8,12,20",
    "open_already_phased": "--phased: '{hub}' è già aperto quando la simulazione comincia",
    "bad_age": "--at: {at}; scrivere un numero di mesi da {least} a {most}",
    "no_instrument": "qui non c'è uno strumento '{instrument}'; ci sono: {known}",
}
