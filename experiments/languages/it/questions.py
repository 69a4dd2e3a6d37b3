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
    "no_hub": "--hub: qui non c'è un hub '{hub}'; ci sono: {known}",
    "which_hub": "--hub: dite quale hub guardare; ci sono: {known}",
    "hub_not_planned": "--hub {hub}: quando apre lo decide il gestore, e nessuno può dire in quale mese di vita si trovi",
    "at_too_early": "--at {at}: gli hub si guardano fino al mese {last}; scrivete {least} o più",
    "at_too_late": "--at {at}: il modello simula al massimo 360 mesi; scrivete {most} o meno",
}
