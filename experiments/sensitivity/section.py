"""The part of the page about one outcome, in Markdown: what matters most, how much is chance, what is not shown."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from experiments.sensitivity.analysis import DEPENDENT, Analysis, Rank
from experiments.sensitivity.effects import DIFFERS, DIP, FALLS, HUMP, RISES, UNCLEAR, WINDS, MainEffect
from experiments.sensitivity.index import CHANCE
from experiments.sensitivity.sample import FactorInfo
from experiments.sensitivity.significance import METHOD as TEST
from experiments.sensitivity.significance import points_to_show
from experiments.sensitivity.words import AnalysisWords, safe

STRONGEST: Final = 3
_SETTLED_BY: Final = 5
_NAMED: Final = 24  # factors named in one sentence
_HINTS: Final = 3  # factors that a larger design might show
_LARGEST: Final = 100  # times this design; nobody runs a larger one
_NARROW: Final = 0.1  # half of the interval of an index, up to which it can be said to have settled
_NARROW_MOVE: Final = 0.25  # the same of a move, as a share of it
_TINY: Final = 1e-12
_LEAST: Final = 0.001  # below, a probability is not written out
_PAIRS: Final = 3
_DEPENDS: Final = 1.0  # sigma over mu* from which a move is said to depend strongly on the other factors
FIGURES: Final = ("indices", "plane", "effects", "convergence")
# Columns of the table by design: method and index.
_COLUMNS: Final = {
    "saltelli": (("sobol", "total"), ("sobol", "first"), ("pawn", "ks_median"), ("delta", "delta")),
    "morris": (("morris", "mu_star"), ("morris", "mu"), ("morris", "sigma")),
    "": (("pawn", "ks_median"), ("pawn", "ks_max"), ("delta", "delta")),
}


def section(analysis: Analysis, words: AnalysisWords, decision: str, figures: Mapping[str, str]) -> list[str]:
    """Blocks of Markdown about one outcome.

    Args:
        analysis: what was found.
        words: language of the reader.
        decision: which decision the outcome serves, in the words of the design; may be empty.
        figures: by name of a figure, its path as the page shall give it.
    """
    blocks = [f"## {safe(words.capital(words.title(analysis)))}"]
    if decision:
        blocks.append(words("serves", decision=_sentence(decision)))
    mean = words.level(analysis, analysis.mean)
    if analysis.constant:
        return [*blocks, words(analysis.constant, mean=mean)]
    blocks.append(words("level", mean=mean, spread=words.difference(analysis, analysis.spread)))
    dependent = [words("dependent")] if DEPENDENT in analysis.notes else []
    blocks += [f"### {words('strongest')}", *dependent, *_strongest(analysis, words)]
    blocks += _figures(words, figures, ("indices", "plane", "effects"))
    blocks += [f"### {words('chance')}", _chance(analysis, words)]
    blocks += [f"### {words('floor_title')}", _below(analysis, words)]
    if settled := _settled(analysis, words):
        blocks.append(settled)
    blocks += _figures(words, figures, ("convergence",))
    return [*blocks, f"### {words('table')}", _table(analysis, words)]


def _figures(words: AnalysisWords, figures: Mapping[str, str], names: tuple[str, ...]) -> list[str]:
    return [f"![{words(f'figure_{name}')}]({figures[name]})" for name in names if name in figures]


def _strongest(analysis: Analysis, words: AnalysisWords) -> list[str]:
    strongest = analysis.strongest(STRONGEST)
    if not strongest:
        return [words("strongest_none")]
    names = [safe(words.label(analysis.factor(rank.factor))) for rank in strongest]
    reasons = [_why(analysis, words, rank) for rank in strongest]
    items = [f"{place}. **{name}.** {reason}" for place, (name, reason) in enumerate(zip(names, reasons, strict=True), 1)]
    pairs = analysis.of("sobol", "second")
    return ["\n".join(items), *([_pairs(analysis, words)] if pairs else [])]


def _why(analysis: Analysis, words: AnalysisWords, rank: Rank) -> str:
    """How strong a factor is, which way it works, and what stands behind it."""
    factor, method = analysis.factor(rank.factor), analysis.ranked_by[0]
    sentences = [_strength(analysis, words, rank)]
    sigma = analysis.index("morris", "sigma", rank.factor)
    if method == "morris" and sigma and sigma.value > _DEPENDS * rank.value:
        sentences.append(words("strong_morris_depends"))
    if effect := analysis.effect(rank.factor):
        sentences.append(way(analysis, words, factor, effect))
    if factor.values:
        sentences.append(words("range_values", values=words.listing([safe(value) for value in factor.values])))
    elif math.isfinite(factor.low) and math.isfinite(factor.high):
        size = max(abs(factor.low), abs(factor.high))
        ends = {"low": words.end(factor.low, size), "high": words.end(factor.high, size)}
        sentences.append(words("range", **ends, unit=safe(words.name("unit", factor.unit))).replace(" .", "."))
    sentences.append(evidence(words, factor))
    if factor.policy_lever and factor.evidence != "choice":
        sentences.append(words("lever"))
    if factor.source:
        sentences.append(words("source", source=safe(factor.source).rstrip(".")))
    return " ".join(sentences)


def _strength(analysis: Analysis, words: AnalysisWords, rank: Rank) -> str:
    method = analysis.ranked_by[0]
    if method == "sobol":
        first = analysis.index("sobol", "first", rank.factor)
        alone = words.the_percent(max(first.value, 0.0)) if first else "–"
        interval = words.interval(words.percent(rank.low), words.percent(rank.high))
        return words("strong_sobol", value=words.the_percent(rank.value), interval=interval, alone=alone)
    if method == "morris":
        ends = [words.difference(analysis, end, unit=False) for end in (rank.low, rank.high)]
        return words("strong_morris", value=words.difference(analysis, rank.value), interval=words.interval(*ends))
    interval = words.interval(words.number(rank.low, 2), words.number(rank.high, 2))
    return words("strong_pawn", value=words.number(rank.value, 2), interval=interval)


def way(analysis: Analysis, words: AnalysisWords, factor: FactorInfo, effect: MainEffect) -> str:
    """Direction and size of a factor's effect, in units of the outcome."""
    top, bottom = effect.means.index(max(effect.means)), effect.means.index(min(effect.means))
    values = {
        "first": words.level(analysis, effect.means[0]),
        "last": words.level(analysis, effect.means[-1]),
        "most": words.level(analysis, effect.means[top]),
        "least": words.level(analysis, effect.means[bottom]),
        "where": words.the_percent(effect.places[top if effect.sign == HUMP else bottom]),
    }
    if effect.sign in (HUMP, DIP, WINDS):
        return words(f"way_{effect.sign}", **values)
    if factor.values:
        names = [safe(factor.values[int(effect.places[place])]) for place in (top, bottom)]
        if effect.sign == DIFFERS:
            return words("way_differs by value", **values, best=names[0], worst=names[1])
    if move := analysis.index("morris", "mu", factor.name):
        ends = [words.difference(analysis, end, unit=False, signed=True) for end in (move.low, move.high)]
        return words(f"move_{effect.sign}", change=words.difference(analysis, move.value, signed=True), interval=words.interval(*ends))
    place = str(effect.parts) if len(effect.places) == effect.parts else "level"
    change = effect.means[-1] - effect.means[0]
    half = math.hypot(effect.highs[-1] - effect.means[-1], effect.highs[0] - effect.means[0])
    interval = words.interval(*(words.difference(analysis, end, unit=False, signed=True) for end in (change - half, change + half)))
    size = words.difference(analysis, change, signed=True)
    assert effect.sign in (RISES, FALLS, UNCLEAR)
    where = {"at_low": words(f"at_low_{place}"), "at_high": words(f"at_high_{place}")}
    return words(f"way_{effect.sign}", **values, **where, change=size, interval=interval)


def evidence(words: AnalysisWords, factor: FactorInfo) -> str:
    """What stands behind the range of a factor, and what it would take to know it better."""
    known = factor.evidence in ("measured", "survey", "expert", "promotional", "assumed", "choice")
    return words(f"evidence_{factor.evidence if known else 'unknown'}")


def evidence_name(words: AnalysisWords, factor: FactorInfo) -> str:
    """The kind of evidence in one word; as the design writes it, if it is of no known kind."""
    known = factor.evidence in ("measured", "survey", "expert", "promotional", "assumed", "choice", "")
    return words(f"name_{factor.evidence}") if known else safe(factor.evidence)


def _pairs(analysis: Analysis, words: AnalysisWords) -> str:
    clear = sorted((entry for entry in analysis.of("sobol", "second") if entry.above_floor), key=lambda entry: -entry.value)[:_PAIRS]
    if not clear:
        return words("pairs_none")
    named = [
        words(
            "pair",
            one=words.named(analysis.factor(entry.factor)),
            other=words.named(analysis.factor(entry.factor_2)),
            value=words.percent(entry.value),
        )
        for entry in clear
    ]
    return words("pairs", pairs="; ".join(named))


def _chance(analysis: Analysis, words: AnalysisWords) -> str:
    by_index = {index: analysis.index("chance", index, CHANCE) for index in ("one_run", "common", "interacting", "mean")}
    one, common, interacting, mean = by_index.values()
    sentences = []
    if one and common and interacting and mean:
        sentences.append(words("chance_one", share=words.the_percent(one.value), interval=_percents(words, one.low, one.high)))
        sentences.append(words("chance_parts", common=words.percent(common.value), interacting=words.percent(interacting.value)))
        share = {"share": words.percent(mean.value, _places(mean.value)), "interval": _percents(words, mean.low, mean.high)}
        sentences.append(words("chance_mean", replicates=words.number(analysis.design.replicates), **share))
    else:
        sentences.append(words("chance_unknown"))
    dummy = analysis.index("sobol", "total", analysis.dummy.name) if analysis.dummy else None
    if dummy:
        share = {"share": words.percent(dummy.value, _places(dummy.value)), "interval": _percents(words, dummy.low, dummy.high)}
        sentences.append(words("chance_dummy", **share))
    return " ".join(sentences)


def _places(share: float) -> int:
    return 0 if share >= 0.1 else 1


def _percents(words: AnalysisWords, low: float, high: float) -> str:
    return words.interval(words.percent(low, _places(high)), words.percent(high, _places(high)))


def _below(analysis: Analysis, words: AnalysisWords) -> str:
    below = analysis.below_floor
    if not below:
        return words("floor_none")
    named = [words.named(analysis.factor(rank.factor)) for rank in below[:_NAMED]]
    names = words.listing(named) if len(below) <= _NAMED else words("floor_more", factors=", ".join(named), more=len(below) - _NAMED)
    sentence = words.choose(len(below), "floor_list", all=len(analysis.ranking), factors=names)
    return " ".join([sentence, *_larger(analysis, words, below)])


def _larger(analysis: Analysis, words: AnalysisWords, below: Sequence[Rank]) -> list[str]:
    """How much larger a design would show the factors that come nearest to it."""
    tests = {entry.factor: entry.value for entry in analysis.of(TEST, "p")}
    size, hints = analysis.design.groups, []
    for name in sorted((rank.factor for rank in below if rank.factor in tests), key=lambda name: tests[name])[:_HINTS]:
        points = points_to_show(tests[name], size, len(tests))
        if points is not None and points <= _LARGEST * size:
            hints.append(words("larger_one", factor=words.named(analysis.factor(name)), size=words.number(_rounded(points))))
    kind = analysis.design.sampler if analysis.design.sampler in ("saltelli", "morris") else ""
    return [words("larger", hints=words.listing(hints), group=words(f"group_{kind}"))] if hints else []


def _rounded(number: float) -> float:
    """To two figures, upwards."""
    step = 10.0 ** max(math.floor(math.log10(number)) - 1, 0)
    return math.ceil(number / step) * step


def _settled(analysis: Analysis, words: AnalysisWords) -> str:
    """Whether the second half of the design still moved the strongest indices beyond their intervals."""
    sizes = sorted({step.size for step in analysis.steps})
    if len(sizes) < 2:
        return ""
    at_half = max((size for size in sizes if size <= 0.55 * sizes[-1]), default=sizes[-2])
    index, names = analysis.ranked_by[1], [rank.factor for rank in analysis.ranking[:_SETTLED_BY]]
    steps = {(step.factor, step.size): step for step in analysis.steps if step.index == index}
    changes = [(abs(steps[name, sizes[-1]].value - steps[name, at_half].value), steps[name, at_half]) for name in names]
    largest = max(change for change, _ in changes)
    # The first half is part of the whole, so it should stay well inside the interval it had on its own.
    beyond = [change for change, step in changes if change > step.high - step.value]
    shown = max(beyond) if beyond else largest
    morris = analysis.ranked_by[0] == "morris"
    text = words.difference(analysis, shown) if morris else words.number(shown, 2)
    if beyond:
        return words("unsettled", number=len(names), change=text)
    # An index that hardly moved may still be anywhere in a wide interval.
    last = [steps[name, sizes[-1]] for name in names]
    widths = [(step.high - step.low) / 2 / (max(step.value, _TINY) if morris else 1) for step in last]
    widest = last[widths.index(max(widths))]
    if max(widths) > (_NARROW_MOVE if morris else _NARROW):
        ends = (widest.low, widest.high)
        wide = words.interval(*(words.difference(analysis, end, unit=False) if morris else words.number(end, 2) for end in ends))
        return words("wide", number=len(names), change=text, factor=words.named(analysis.factor(widest.factor)), interval=wide)
    return words("settled", number=len(names), change=text)


def _table(analysis: Analysis, words: AnalysisWords) -> str:
    columns = _COLUMNS.get(analysis.design.sampler, _COLUMNS[""])
    heads = [words("column_factor"), *(words(f"index_{method}_{index}") for method, index in columns)]
    tests = {entry.factor: entry.value for entry in analysis.of(TEST, "p")}
    heads += [words("column_p")] if tests else []
    heads += [words("column_way"), words("column_evidence"), words("column_clear")]
    lines = [f"| {' | '.join(heads)} |", f"| --- |{' ---: |' * (len(columns) + bool(tests))} --- | --- | --- |"]
    names = [rank.factor for rank in analysis.ranking] + ([analysis.dummy.name] if analysis.dummy else [])
    clear = {rank.factor for rank in analysis.ranking if rank.above_floor}
    for name in names:
        factor, effect = analysis.factor(name), analysis.effect(name)
        cells = [safe(words.label(factor)), *(_cell(analysis, words, method, index, name) for method, index in columns)]
        if tests:
            cells.append(_p(tests[name], words) if name in tests else "–")
        cells.append(words(f"short_{effect.sign}") if effect else "–")
        cells += [evidence_name(words, factor), words("yes" if name in clear else "no") if effect else "–"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _p(chance: float, words: AnalysisWords) -> str:
    if chance < _LEAST:
        return f"< {words.number(_LEAST, 3)}"
    return words.number(math.ceil(round(chance * 1000, 6)) / 1000, 3)  # upwards, so that no rounding on the way to a file shows


def _cell(analysis: Analysis, words: AnalysisWords, method: str, index: str, name: str) -> str:
    entry = analysis.index(method, index, name)
    if entry is None:
        return "–"
    if method == "morris":
        size = max(abs(entry.value), abs(entry.high)) * words.scale(analysis)
        value, low, high = (words.tidy(number * words.scale(analysis), like=size) for number in (entry.value, entry.low, entry.high))
    else:
        value, low, high = (words.number(number, 2) for number in (entry.value, entry.low, entry.high))
    return f"{value} {words.interval(low, high)}"


def _sentence(text: str) -> str:
    text = safe(text)
    return text if text.endswith((".", "?", "!")) else f"{text}."
