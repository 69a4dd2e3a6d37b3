"""What runs of a study have decided in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "baseline": "Situazione di base",
    # --- what is decided ---
    "settled": "Dopo {n} repliche la classifica per {outcome} è stabilita (confidenza {confidence}): {ranking}.",
    "unsettled": "Dopo {n} repliche la classifica per {outcome} non è ancora stabilita (confidenza {confidence}); confronti aperti: {open} su {pairs}. Per ora: {ranking}.",
    "order_open": "ordine aperto",
    "alike": "nessuna differenza che conti",
    "same": "uguali",
    "mixed": "non tutti distinti",
    "is_same": "{a} e {b}: uguali in ognuna di {n} repliche; i mondi in cui differiscono sono al più {share} del totale.",
    "is_alike": "{a} e {b}: nessuna differenza che conti, {difference} ({low} … {high}); fino a {limit} non conta.",
    "is_open": "Aperto: {a} rispetto a {b}, {difference} ({low} … {high}). {outlook}",
    "is_rare": "Aperto: {a} rispetto a {b}, uguali in ognuna di {n} repliche, ma può ancora differire {share} dei mondi. {outlook}",
    "is_none": "Aperto: {a} rispetto a {b}; l'esito esiste con entrambi in {n} repliche.",
    "outlook": "Se continua così, basterebbero circa {needed} repliche in tutto.",
    "no_outlook": "Altre repliche difficilmente basterebbero; serve dire quale differenza conta (indifferenza).",
    "partial": "L'esito non esiste in ogni replica: si confronta dove entrambe le misure lo hanno, in {least}-{n} repliche.",
    "title": "Confronti per {outcome}, prima chi è meglio piazzato",
    "pair": "Confronto",
    "difference": "Differenza",
    "interval": "Intervallo",
    "verdict": "Verdetto",
    "better": "meglio",
    "worse": "peggio",
    "no difference that matters": "nessuna differenza che conti",
    "open": "aperto",
    "note_sets": "Ogni insieme di parametri conta una volta, con la media dei suoi mondi: ciò che è stabilito vale sui {sets} insiemi estratti.",
    "note": "Gli intervalli valgono tutti insieme (confidenza {confidence}): ogni confronto e tutti i {looks} controlli previsti.",
}
