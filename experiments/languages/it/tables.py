"""Short tables of outcomes in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "outcome": "Esito",
    "mean": "Media (95 %)",
    "mean_alone": "Media",
    "by_set": "Per insieme di parametri",
    "most": "8 su 10 tra",
    "baseline": "Base",
    "policy": "Con essa",
    "difference": "Differenza (95 %)",
    "against": "{policy}, rispetto {reference}",
    "the_baseline": "alla situazione di base",
    "other_one": 'a "{reference}"',
    "clear": "* chiara. La domanda si decide su {deciding}: lì l'intervallo della differenza appaiata esclude lo zero. Degli altri esiti "
    "quelli segnati sono chiari tutti insieme: fra tutti, uno è segnato per errore al più nel 5\u202f% degli studi (Holm).",
    "clear_rest": "* chiara: gli esiti segnati sono chiari tutti insieme: fra tutti, uno è segnato per errore al più nel 5\u202f% degli studi (Holm).",
    "same": "Uguali in ogni replica: {outcomes}.",
    "cost": "Denaro pubblico: {eur} in più (da {low} a {high}).",
    "per_month": "Ogni mese-iscritto aggiuntivo costa {value} (da {low} a {high}).",
    "per_month_undefined": "Costo per mese-iscritto aggiuntivo: non definito, è troppo incerto per deciderne.",
    "deadweight": "Dei mesi-iscritto raggiunti, le stesse persone ne avrebbero avuti lì comunque il {value} (da {low} a {high}).",
    "displaced": "Dei mesi-iscritto raggiunti, il {value} (da {low} a {high}) è tolto ad altri hub.",
    "saved": "Denaro pubblico: {eur} in meno (da {low} a {high}).",
    "kept": "Ogni hub rimasto intero{when} costa {value} (da {low} a {high}).",
    "at_age": "a {age} mesi",
    "caption": "{replicates} repliche di {months} mesi, seme {seed}.",
    "sets": "Da {sets} insiemi di parametri × {worlds} mondi.",
    "by_set_note": "Per insieme di parametri: quanto vale la media in 8 insiemi su 10, al variare dei numeri incerti. 8 su 10 tra: le repliche, caso compreso.",
    "few_sets": "Troppo pochi insiemi per dire che cosa fanno i numeri incerti: servono almeno {least} repliche.",
    "chance": "Caso",
    "chance_note": "L'intervallo contiene numeri incerti e caso. Caso: la sua parte in ciò che distingue la differenza di un mondo da quella di un altro.",
    # --- a scenario in a notebook ---
    "hub": "{hub}, {town}: {desks} postazioni",
    "horizon": "{months} mesi da {start}",
    "policies": "Misure",
}
