"""Verifying a report, in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "no_report": "{file}: non è un rapporto che porta con sé i suoi numeri: la pagina non c'è, è di una versione precedente, o è un'altra cosa.",
    "undone": "il rapporto non è stato verificato",
    "of": "Il rapporto porta i numeri di {replicates} futuri con {policies} misure, seme {seed}; scritto dalla versione {version}, commit {commit}.",
    # --- where the program differs ---
    "other_version": "Altra versione: il rapporto è stato scritto da {written}, questo programma è {here}.",
    "other_commit": "Altro commit: il rapporto è stato scritto da {written}, questo programma è {here}.",
    "other_code": "Altro codice del modello: il rapporto ha {written}, questo programma {here}. Anche solo per questo i numeri possono differire; si verifichi con la versione che l'ha scritta.",
    "other_sets": "Altra tabella di insiemi di parametri: il rapporto ha {written}, questo programma {here}. Già per questo i numeri saranno diversi.",
    # --- what was checked ---
    "table": "Prima tabella: {rows} righe ricavate di nuovo dai numeri che la pagina porta ({outcome}, denaro pubblico).",
    "no_table": "Prima tabella: non ricavata di nuovo, perché ciò che decide è un rapporto, o qui manca la lingua della pagina.",
    "no_policies": "Prima tabella: il rapporto non confronta misure.",
    "again": "Simulazioni: {runs} su {all} rifatte, {values} valori confrontati a nove cifre.",
    # --- what differs ---
    "changed": "{file} non è come fu scritto: qualcosa è stato cambiato, o un altro programma l'ha salvato di nuovo.",
    "other_scenario": "Lo scenario non è quello a cui appartengono i numeri.",
    "unreadable": "Lo scenario non si può leggere, e nessuna simulazione si può rifare: {said}",
    "months": "I numeri sono di {written} mesi, lo scenario ne ha {scenario}.",
    "no_policy": "I numeri nominano una misura '{policy}' che lo scenario non ha.",
    "hubs": "Con '{policy}' lo scenario ha altri hub che i numeri.",
    "lead": "Sopra la prima tabella dovrebbe stare: {told}",
    "rows": "La prima tabella ha {shown} righe e dovrebbe averne {told}.",
    "row": "Prima tabella, {policy}: dovrebbe dire '{told}'.",
    "row_more": "Prima tabella, {policy}: '{more}' non viene dai numeri che la pagina porta.",
    "value": "{outcome}, misura '{policy}', futuro {replicate}: il rapporto ha {written}, la simulazione dà {found}.",
    "failed": "Una simulazione non si è potuta rifare: {said}",
    "more": "… e altre {number}.",
    "match": "Corrisponde.",
    "no_match": "Non corrisponde.",
}
