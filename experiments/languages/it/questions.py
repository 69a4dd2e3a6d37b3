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
    "no_policies": "questo scenario non ha misure: scrivetene, o chiedete a `coworking new` uno scenario che ne abbia",
    "only_baseline": "--policy: il non fare nulla si prova sempre; indicate una misura, tra: {known}",
    "ends_before_cases": "le simulazioni finiscono nel mese {months}, prima che all'hub possa accadere qualcosa: horizon_months deve essere almeno {least}",
    "budget_positive": "--budget: {budget}; scrivete un importo in EUR maggiore di zero",
    "unknown_outcome": "--also: questo risultato non c'è; {message}",
    "no_better": "--also: di '{outcome}' non è meglio né di più né di meno; indicate un risultato di cui averne di più o di meno",
    "too_few_instruments": "--instrument: per una combinazione ne servono due o più; ci sono: {known}",
    "no_pymoo": "le combinazioni si cercano con pymoo, che non è installato; per installarlo: python -m pip install -c requirements/pins-py312.txt -e \".[mixes]\" (pins-py311.txt con Python 3.11)",
    "nothing_within_budget": "nessuna combinazione provata sta entro {budget} EUR ed è meglio in qualcosa del non fare nulla; date più --budget o --mixes",
    "outcome_never": "'{outcome}' non esiste in nessuno di questi futuri; indicatene un altro con --also",
    "no_instrument": "qui non c'è uno strumento '{instrument}'; ci sono: {known}",
    "no_amount_of": "--instrument: di '{instrument}' non si può dare di più o di meno, è un'altra cosa; ci sono: {known}",
    "no_instrument_type": "--instrument: non c'è uno strumento '{instrument}'; ci sono: {known}",
    "in_force": "--instrument: '{instrument}' è già in vigore con '{policy}'; se ne indichi un altro, o lo si tolga prima da quella misura",
}
