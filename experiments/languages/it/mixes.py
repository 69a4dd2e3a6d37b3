"""Combinazioni di strumenti entro una spesa: in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "title": "Quale combinazione di strumenti, entro una spesa?",
    "searching": "Ricerca",
    "checking": "Futuri nuovi",
    # --- what is said ---
    "best": "Il massimo che {budget} di denaro pubblico comprano qui è «{mix}»: {outcome} {value} ({low}–{high}) invece di {without}, con {cost} ({cost_low}–{cost_high}) in più rispetto al non fare nulla.",
    "cheaper": "Con {cost}, «{mix}» non se ne distingue: {value} ({low}–{high}).",
    "none": "Nessuna combinazione trovata entro {budget} è chiaramente meglio del non fare nulla ({outcome}: {without}).",
    "fallen": "Delle {number} combinazioni emerse dalla ricerca, {fallen} non reggono su futuri su cui non sono state scelte (numeri {which}): un'altra vale altrettanto e non costa di più, oppure superano la spesa.",
    "all_stand": "Tutte le {number} combinazioni emerse dalla ricerca reggono su futuri su cui non sono state scelte.",
    "method": "Si sono provate {tried} combinazioni su {futures} futuri; ciò che si dice qui è misurato su altri {replicates}. Una combinazione sta entro la spesa se la supera al più in {over} futuri su 100. Il sostegno pagato mese per mese dura {years} anni.",
    # --- table ---
    "table": "Le combinazioni migliori, misurate su futuri nuovi",
    "number": "N.",
    "mix": "Combinazione",
    "cost": "Denaro pubblico in più rispetto al non fare nulla",
    "most_cost": "Al più, in {share} futuri su 100",
    "verdict": "Su futuri nuovi",
    "kept": "regge",
    "dominated": "cade: un'altra vale altrettanto e non costa di più",
    "over": "cade: supera la spesa in {over} su 100",
    "without": "Non fare nulla",
    "same": " (non chiaramente meglio del non fare nulla)",
    # --- picture ---
    "picture": "Quanto costa e che cosa porta ogni combinazione",
    "picture_note": "I numeri sono quelli della tabella, le linee intervalli al 95\u202f% su futuri nuovi; il segno è tanto più grande quanto più si ha di: {also}. Un segno vuoto e barrato è caduto.",
    "axis_cost": "denaro pubblico in più rispetto al non fare nulla, migliaia di €",
    "budget": "spesa massima",
}
