"""What discovery found, in English and Italian sentences."""

import math
import re
from itertools import groupby
from typing import Final

import numpy as np

from experiments.discovery.boxes import Box, Side
from experiments.discovery.cases import BinnedFactor
from experiments.discovery.regions import Region, RegionSearch
from experiments.discovery.stability import Range
from experiments.discovery.tables import kept, limit
from experiments.languages import Formats

_NO_UNIT: Final = ("", "1", "-", "share", "ratio")
_UNITS_IT: Final = {
    "month": "mese", "months": "mesi", "year": "anno", "years": "anni", "week": "settimana", "day": "giorno", "days": "giorni",
    "desk": "scrivania", "desks": "scrivanie", "member": "iscritto", "members": "iscritti", "heads": "persone", "events": "eventi",
}
_MOST_NAMED: Final = 6
FEW_POINTS: Final = 200

TEXTS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "all": "{Subject} in {share} of {runs} runs at {points} points of the design.",
        "failed": "Left out: {number} failed runs.",
        "failed_one": "Left out: one failed run.",
        "ignored": "Ignored, as they do not vary: {factors}.",
        "few": "With only {points} points, little can be told apart from chance.",
        "box": "{Subject} in {share} of runs where {where} ({mass} of all runs; {coverage} of all such cases; {elsewhere} elsewhere).",
        "box_next": "Outside the {before}: {subject} in {share} of runs where {where} "
                    "({mass} of all runs; {coverage} of all such cases; {elsewhere} of what is left).",
        "before_one": "first box", "before_many": "first {number} boxes",
        "honest": "In runs that the search did not see it is {share} ({low} to {high}), against {overall} overall.",
        "kept": "Kept in {share} of resamples: {names}", "kept_more": "{share}: {names}", "unstable": "unstable",
        "weak": "Do not rely on this box: {reasons}.",
        "weak_found": "it is found again in only {share} of resamples",
        "weak_sides": "none of its limits comes back in {share} of resamples",
        "weak_lift": "in runs that the search did not see it may be no better than the others",
        "short": "No box reaches the density asked for, {share}.",
        "none": "No combination of factors sets these runs apart beyond chance.",
        "none_holds": "No box holds: nothing sets these runs apart reliably.",
        "signals": "Values that differ beyond chance between these runs and the others, most different first: {factors}.",
        "signal_rest": "Not beyond chance: {factors}.",
        "no_signals": "No factor, taken alone, differs beyond chance between these runs and the others.",
        "higher": "higher", "lower": "lower", "other": "other categories",
        "between": "{label} between {low} and {high}", "or": " or ", "and": " and ", "more": "{number} more",
        "low": "{label}, lower limit", "high": "{label}, upper limit",
    },
    "it": {
        "all": "{Subject} {share} di {runs} simulazioni in {points} punti del disegno.",
        "failed": "Escluse: {number} simulazioni non riuscite.",
        "failed_one": "Esclusa: una simulazione non riuscita.",
        "ignored": "Ignorati, perché non variano: {factors}.",
        "few": "Con solo {points} punti, poco si distingue dal caso.",
        "box": "{Subject} {share} delle simulazioni in cui {where} "
               "({mass} di tutte le simulazioni; {coverage} di tutti questi casi; {elsewhere} altrove).",
        "box_next": "Fuori {before}: {subject} {share} delle simulazioni in cui {where} "
                    "({mass} di tutte le simulazioni; {coverage} di tutti questi casi; {elsewhere} di ciò che resta).",
        "before_one": "dal primo riquadro", "before_many": "dai primi {number} riquadri",
        "honest": "Nelle simulazioni che la ricerca non ha visto è {share} (da {low} a {high}), contro {overall} nel complesso.",
        "kept": "Confermato {share} dei ricampionamenti: {names}", "kept_more": "{share}: {names}", "unstable": "instabile",
        "weak": "Non fare affidamento su questo riquadro: {reasons}.",
        "weak_found": "si ritrova solo {share} dei ricampionamenti",
        "weak_sides": "nessuno dei suoi limiti ritorna {share} dei ricampionamenti",
        "weak_lift": "nelle simulazioni che la ricerca non ha visto può non essere migliore delle altre",
        "short": "Nessun riquadro raggiunge la densità chiesta, {share}.",
        "none": "Nessuna combinazione di fattori distingue queste simulazioni oltre il caso.",
        "none_holds": "Nessun riquadro regge: nulla distingue queste simulazioni in modo affidabile.",
        "signals": "Valori che differiscono oltre il caso tra queste simulazioni e le altre, dal più diverso: {factors}.",
        "signal_rest": "Non oltre il caso: {factors}.",
        "no_signals": "Nessun fattore, preso da solo, differisce oltre il caso tra queste simulazioni e le altre.",
        "higher": "più alto", "lower": "più basso", "other": "altre categorie",
        "between": "{label} tra {low} e {high}", "or": " o ", "and": " e ", "more": "altre {number}",
        "low": "{label}, limite inferiore", "high": "{label}, limite superiore",
    },
}

# Shares with a name, told instead of a percentage within a point of them.
_FRACTIONS: Final = (
    (1 / 5, "a fifth", "un quinto"), (1 / 4, "a quarter", "un quarto"), (1 / 3, "a third", "un terzo"), (1 / 2, "half", "la metà"),
    (2 / 3, "two thirds", "due terzi"), (3 / 4, "three quarters", "tre quarti"),
)


def sentences(search: RegionSearch, lang: str = "en") -> list[str]:
    """See `Discovery.sentences`."""
    formats = Formats(lang)
    text, counts = TEXTS[lang], search.counts
    points = len(counts.sample.runs)
    lines = [text["all"].format(
        Subject=_capital(subject(search, lang)), share=_in(formats, search.density),
        runs=formats.number(counts.sample.runs.sum()), points=formats.number(points),
    )]
    if counts.failed:
        lines.append(text["failed_one" if counts.failed == 1 else "failed"].format(number=formats.number(counts.failed)))
    if counts.ignored:
        lines.append(text["ignored"].format(factors=formats.listing([_inner(labels[lang == "it"]) for labels in counts.ignored])))
    if points < FEW_POINTS:
        lines.append(text["few"].format(points=formats.number(points)))
    if not search.regions:
        lines.append(text["none"])
    elif not any(region.holds for region in search.regions):
        lines.append(text["none_holds"])
    wanted = search.options.density
    if wanted is not None and all(region.density < wanted - 1e-12 for region in search.regions):
        lines.append(text["short"].format(share=formats.the_percent(wanted)))
    for region in search.regions:
        lines.extend(_of_box(search, region, formats))
    return [*lines, *_of_factors(search, formats)]


def subject(search: RegionSearch, lang: str) -> str:
    """What happens in a run of interest: the caller's words, or the outcome and the condition on it."""
    if search.wording is not None:
        return search.wording[lang == "it"]
    cases, condition = search.cases, search.condition
    label = (cases.label_it if lang == "it" else cases.label) or cases.outcome
    values = np.asarray(cases.values, dtype=float)
    is_yes = condition.holds(np.array([0.0, 1.0])).tolist() == [False, True]
    if is_yes and bool(np.isin(values[~np.isnan(values)], (0.0, 1.0)).all()):
        return label
    sign = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠"}.get(condition.operator, condition.operator)
    number = condition.threshold
    decimals = next((places for places in range(7) if math.isclose(round(number, places), number, abs_tol=1e-12)), 7)
    return f"{label} {sign} {Formats(lang).number(number, decimals)}"


def where(search: RegionSearch, box: Box, lang: str) -> str:
    """The restrictions of a box, as in 'remote share ≤ 0.31 and rent ≥ 9.4 EUR/m2'."""
    text, sample = TEXTS[lang], search.counts.sample
    parts = []
    for place, sides_of in groupby(box.sides(sample), key=lambda side: side.factor):
        factor, sides = sample.factors[place], list(sides_of)
        label, unit = _inner(factor.text(lang)), unit_text(factor, lang)
        if unit and not unit.startswith("/"):
            unit = f" {unit}"
        if sides[0].kind == "categories":
            parts.append(f"{label} {_categories(factor, kept(search, box, sides[0]), lang)}")
            continue
        limits = [value_text(factor, limit(search, box, side), lang) for side in sides]
        if len(limits) == 2:
            parts.append(text["between"].format(label=label, low=limits[0], high=limits[1]) + unit)
        else:
            parts.append(f"{label} {'≥' if sides[0].kind == 'low' else '≤'} {limits[0]}{unit}")
    if len(parts) < 2 or all(" tra " not in part and " between " not in part for part in parts):
        return ", ".join(parts[:-1]) + (text["and"] if len(parts) > 1 else "") + parts[-1]
    return "; ".join(parts)  # 'between' has an 'and' of its own


def value_text(factor: BinnedFactor, value: float, lang: str) -> str:
    """A value of a numeric factor with as many figures as its range deserves: steps of at most a fiftieth of it."""
    low, high = factor.span
    fitting = min(max(math.ceil(-math.log10((high - low) / 50)), -9), 12)
    rounded = round(value, fitting)
    whole = bool((factor.lows == np.round(factor.lows)).all() and (factor.highs == np.round(factor.highs)).all())
    if whole and fitting > 0:
        rounded, fitting = round(value), 0
    decimals = next(places for places in range(max(fitting, 0) + 1) if places >= fitting or round(rounded, places) == rounded)
    return Formats(lang).number(rounded, decimals)


def unit_text(factor: BinnedFactor, lang: str) -> str:
    """The unit of a factor as it follows a number; empty where it says nothing, or what the label says already."""
    unit = factor.unit
    if unit in _NO_UNIT or unit.lower() == factor.label.lower():
        return ""
    if lang == "it":
        unit = re.sub(r"[a-z]+", lambda word: _UNITS_IT.get(word[0], word[0]), unit)
    return unit.removeprefix("1") if unit.startswith("1/") else unit


def side_name(factor: BinnedFactor, kind: str, lang: str, *, both: bool) -> str:
    """A restriction by name; the end is named where a box restricts both."""
    label = _inner(factor.text(lang))
    return TEXTS[lang][kind].format(label=label) if both else label


def _of_box(search: RegionSearch, region: Region, formats: Formats) -> list[str]:
    text, lang, before = TEXTS[formats.lang], formats.lang, region.number - 1
    what = subject(search, lang)
    previous = text["before_one"] if before == 1 else text["before_many"].format(number=before)
    lines = [text["box_next" if before else "box"].format(
        Subject=_capital(what), subject=_inner(what), share=_in(formats, region.density), where=where(search, region.prim.box, lang),
        mass=_fraction(formats, region.mass), coverage=_fraction(formats, region.coverage), elsewhere=formats.percent(region.elsewhere),
        before=previous,
    )]
    out: Range = region.stability.density_out
    if math.isfinite(out.middle):
        lines.append(text["honest"].format(
            share=formats.the_percent(out.middle), low=formats.percent(out.low), high=formats.percent(out.high),
            overall=formats.the_percent(region.stability.overall_out.middle),
        ))
    lines.append(_kept(search, region, formats))
    if not region.holds:
        lines.append(text["weak"].format(reasons=formats.listing(_reasons(region, formats))))
    return lines


def _kept(search: RegionSearch, region: Region, formats: Formats) -> str:
    """How often each restriction comes back, the surest first."""
    text, sample = TEXTS[formats.lang], search.counts.sample
    sides = sorted(region.prim.p_values, key=lambda side: -region.stability.sides[side].share)
    restricted = [side.factor for side in sides]

    def told(side: Side) -> tuple[str, bool]:
        return _in(formats, region.stability.sides[side].share), region.is_stable(side)

    parts: list[str] = []
    for (share, is_stable), same in groupby(sides, key=told):
        names = [side_name(sample.factors[s.factor], s.kind, formats.lang, both=restricted.count(s.factor) > 1) for s in same]
        line = text["kept_more" if parts else "kept"].format(share=share, names=", ".join(names))
        parts.append(line if is_stable else f"{line} – {text['unstable']}")
    return "; ".join(parts) + "."


def _reasons(region: Region, formats: Formats) -> list[str]:
    text, reasons = TEXTS[formats.lang], []
    if region.stability.reproduced < region.stable:
        reasons.append(text["weak_found"].format(share=_in(formats, region.stability.reproduced)))
    if not any(region.is_stable(side) for side in region.prim.p_values):
        reasons.append(text["weak_sides"].format(share=_in(formats, region.stable)))
    if not region.stability.lift_out.low > 0:
        reasons.append(text["weak_lift"])
    return reasons


def _of_factors(search: RegionSearch, formats: Formats) -> list[str]:
    text, lang, factors = TEXTS[formats.lang], formats.lang, search.counts.sample.factors
    signals, rest = [], []
    for one in search.differences:
        label = _inner(factors[one.factor].text(lang))
        if one.signal:
            direction = text[{1: "higher", -1: "lower"}.get(one.direction, "other")]
            signals.append(f"{label} ({direction}, {formats.number(one.distance, 2)})")
        else:
            rest.append(label)
    if not signals:
        return [text["no_signals"]]
    lines = [text["signals"].format(factors=", ".join(signals))]
    return [*lines, text["signal_rest"].format(factors=_some(rest, ", ", lang))] if rest else lines


def _categories(factor: BinnedFactor, inside: tuple[str, ...], lang: str) -> str:
    outside = [name for name in factor.categories if name not in inside]
    if len(inside) <= len(outside):
        return f"= {_some(list(inside), TEXTS[lang]['or'], lang)}"
    return f"≠ {_some(outside, TEXTS[lang]['or'], lang)}"


def _some(names: list[str], last: str, lang: str) -> str:
    """Names in a row, the end of a long row by its number only."""
    if len(names) > _MOST_NAMED + 1:
        names = [*names[:_MOST_NAMED], TEXTS[lang]["more"].format(number=len(names) - _MOST_NAMED)]
    return ", ".join(names[:-1]) + (last if len(names) > 1 else "") + names[-1]


def _in(formats: Formats, share: float) -> str:
    """A share after a verb: '78%', 'nel 78 %', 'nell'80 %'."""
    plain = formats.the_percent(share)
    if formats.lang == "en":
        return plain
    for article, joined in (("il ", "nel "), ("lo ", "nello "), ("l'", "nell'")):
        if plain.startswith(article):
            return joined + plain.removeprefix(article)
    return plain


def _fraction(formats: Formats, share: float) -> str:
    for value, english, italian in _FRACTIONS:
        if abs(share - value) < 0.01:
            return italian if formats.lang == "it" else english
    return formats.the_percent(share)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _inner(words: str) -> str:
    """Words as they stand inside a sentence: an acronym keeps its capitals."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
