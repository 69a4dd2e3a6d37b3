"""What discovery found, in sentences."""

import math
from itertools import groupby
from typing import Final

import numpy as np

from experiments.discovery.boxes import Box, Side
from experiments.discovery.cases import BinnedFactor
from experiments.discovery.regions import Region, RegionSearch
from experiments.discovery.stability import Range
from experiments.discovery.tables import kept, limit
from experiments.languages import Words, told

_NO_UNIT: Final = ("", "1", "-", "share", "ratio")
_MOST_NAMED: Final = 6
FEW_POINTS: Final = 200

# Shares with a name, told instead of a percentage within a point of them.
_FRACTIONS: Final = {"1/5": 1 / 5, "1/4": 1 / 4, "1/3": 1 / 3, "1/2": 1 / 2, "2/3": 2 / 3, "3/4": 3 / 4}


def sentences(search: RegionSearch, lang: str = "en") -> list[str]:
    """See `Discovery.sentences`."""
    words, counts = Words(lang, "discovery"), search.counts
    points = len(counts.sample.runs)
    lines = [words(
        "all", Subject=words.capital(subject(search, words)), share=words.in_percent(search.density),
        runs=words.number(counts.sample.runs.sum()), points=words.number(points),
    )]
    if counts.failed:
        lines.append(words.choose(counts.failed, "failed"))
    if counts.ignored:
        lines.append(words("ignored", factors=words.listing([words.inside(factor.text(lang)) for factor in counts.ignored])))
    if points < FEW_POINTS:
        lines.append(words("few", points=words.number(points)))
    if not search.regions:
        lines.append(words("none"))
    elif not any(region.holds for region in search.regions):
        lines.append(words("none_holds"))
    wanted = search.options.density
    if wanted is not None and all(region.density < wanted - 1e-12 for region in search.regions):
        lines.append(words("short", share=words.the_percent(wanted)))
    for region in search.regions:
        lines.extend(_of_box(search, region, words))
    return [*lines, *_of_factors(search, words)]


def subject(search: RegionSearch, words: Words) -> str:
    """What happens in a run of interest: the caller's words, or the outcome and the condition on it."""
    if search.wording is not None:
        return told(search.wording, words.lang) or search.cases.outcome
    cases, condition = search.cases, search.condition
    label = told(cases.label, words.lang) or cases.outcome
    values = np.asarray(cases.values, dtype=float)
    is_yes = condition.holds(np.array([0.0, 1.0])).tolist() == [False, True]
    if is_yes and bool(np.isin(values[~np.isnan(values)], (0.0, 1.0)).all()):
        return label
    sign = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠"}.get(condition.operator, condition.operator)
    number = condition.threshold
    decimals = next((places for places in range(7) if math.isclose(round(number, places), number, abs_tol=1e-12)), 7)
    return f"{label} {sign} {words.number(number, decimals)}"


def where(search: RegionSearch, box: Box, words: Words) -> str:
    """The restrictions of a box, as in 'remote share ≤ 0.31 and rent ≥ 9.4 EUR/m2'."""
    sample, parts, is_between = search.counts.sample, [], False
    for place, sides_of in groupby(box.sides(sample), key=lambda side: side.factor):
        factor, sides = sample.factors[place], list(sides_of)
        label, unit = words.inside(factor.text(words.lang)), unit_text(factor, words)
        if unit and not unit.startswith("/"):
            unit = f" {unit}"
        if sides[0].kind == "categories":
            parts.append(f"{label} {_categories(factor, kept(search, box, sides[0]), words)}")
            continue
        limits = [value_text(factor, limit(search, box, side), words) for side in sides]
        if len(limits) == 2:
            parts.append(words("between", label=label, low=limits[0], high=limits[1]) + unit)
            is_between = True
        else:
            parts.append(f"{label} {'≥' if sides[0].kind == 'low' else '≤'} {limits[0]}{unit}")
    return "; ".join(parts) if is_between else words.listing(parts)  # 'between' has an 'and' of its own


def value_text(factor: BinnedFactor, value: float, words: Words) -> str:
    """A value of a numeric factor with as many figures as its range deserves: steps of at most a fiftieth of it."""
    low, high = factor.span
    fitting = min(max(math.ceil(-math.log10((high - low) / 50)), -9), 12)
    rounded = round(value, fitting)
    whole = bool((factor.lows == np.round(factor.lows)).all() and (factor.highs == np.round(factor.highs)).all())
    if whole and fitting > 0:
        rounded, fitting = round(value), 0
    decimals = next(places for places in range(max(fitting, 0) + 1) if places >= fitting or round(rounded, places) == rounded)
    return words.number(rounded, decimals)


def unit_text(factor: BinnedFactor, words: Words) -> str:
    """The unit of a factor as it follows a number; empty where it says nothing, or what the label says already."""
    unit = words.unit(factor.unit)
    if factor.unit in _NO_UNIT or unit.lower() == factor.text(words.lang).lower():
        return ""
    return unit.removeprefix("1") if unit.startswith("1/") else unit


def side_name(factor: BinnedFactor, kind: str, words: Words, *, both: bool) -> str:
    """A restriction by name; the end is named where a box restricts both."""
    label = words.inside(factor.text(words.lang))
    return words(kind, label=label) if both else label


def _of_box(search: RegionSearch, region: Region, words: Words) -> list[str]:
    before = region.number - 1
    what = subject(search, words)
    previous = words.choose(before, "before")
    lines = [words(
        "box_next" if before else "box", Subject=words.capital(what), subject=words.inside(what), share=words.in_percent(region.density),
        where=where(search, region.prim.box, words), mass=_fraction(words, region.mass), coverage=_fraction(words, region.coverage),
        elsewhere=words.percent(region.elsewhere),
        before=previous,
    )]
    out: Range = region.stability.density_out
    if math.isfinite(out.middle):
        lines.append(words(
            "honest", share=words.the_percent(out.middle), low=words.percent(out.low), high=words.percent(out.high),
            overall=words.the_percent(region.stability.overall_out.middle),
        ))
    lines.append(_kept(search, region, words))
    if not region.holds:
        lines.append(words("weak", reasons=words.listing(_reasons(region, words))))
    return lines


def _kept(search: RegionSearch, region: Region, words: Words) -> str:
    """How often each restriction comes back, the surest first."""
    sample = search.counts.sample
    sides = sorted(region.prim.p_values, key=lambda side: -region.stability.sides[side].share)
    restricted = [side.factor for side in sides]

    def told(side: Side) -> tuple[str, bool]:
        return words.in_percent(region.stability.sides[side].share), region.is_stable(side)

    parts: list[str] = []
    for (share, is_stable), same in groupby(sides, key=told):
        names = [side_name(sample.factors[s.factor], s.kind, words, both=restricted.count(s.factor) > 1) for s in same]
        line = words("kept_more" if parts else "kept", share=share, names=", ".join(names))
        parts.append(line if is_stable else f"{line} – {words('unstable')}")
    return "; ".join(parts) + "."


def _reasons(region: Region, words: Words) -> list[str]:
    reasons = []
    if region.stability.reproduced < region.stable:
        reasons.append(words("weak_found", share=words.in_percent(region.stability.reproduced)))
    if not any(region.is_stable(side) for side in region.prim.p_values):
        reasons.append(words("weak_sides", share=words.in_percent(region.stable)))
    if not region.stability.lift_out.low > 0:
        reasons.append(words("weak_lift"))
    return reasons


def _of_factors(search: RegionSearch, words: Words) -> list[str]:
    factors = search.counts.sample.factors
    signals, rest = [], []
    for one in search.differences:
        label = words.inside(factors[one.factor].text(words.lang))
        if one.signal:
            direction = words({1: "higher", -1: "lower"}.get(one.direction, "other"))
            signals.append(f"{label} ({direction}, {words.number(one.distance, 2)})")
        else:
            rest.append(label)
    if not signals:
        return [words("no_signals")]
    lines = [words("signals", factors=", ".join(signals))]
    return [*lines, words("signal_rest", factors=_some(rest, ", ", words))] if rest else lines


def _categories(factor: BinnedFactor, inside: tuple[str, ...], words: Words) -> str:
    outside = [name for name in factor.categories if name not in inside]
    if len(inside) <= len(outside):
        return f"= {_some(list(inside), words('or'), words)}"
    return f"≠ {_some(outside, words('or'), words)}"


def _some(names: list[str], last: str, words: Words) -> str:
    """Names in a row, the end of a long row by its number only."""
    if len(names) > _MOST_NAMED + 1:
        names = [*names[:_MOST_NAMED], words("more", number=len(names) - _MOST_NAMED)]
    return ", ".join(names[:-1]) + (last if len(names) > 1 else "") + names[-1]


def _fraction(words: Words, share: float) -> str:
    name = next((code for code, value in _FRACTIONS.items() if abs(share - value) < 0.01), None)
    return words.the_percent(share) if name is None else words.name("fraction", name)
