"""Mixes of instruments under a budget, told: sentences, table and picture of `experiments.questions.mixes`."""

from experiments.languages import Words
from experiments.outcomes.intervals import Estimate
from experiments.outcomes.measures import MEASURES, Measure
from experiments.outcomes.rows import SummaryRow
from experiments.questions.answer import Picture, Said
from experiments.questions.generosity import YEARS_OF_SUPPORT
from experiments.questions.mixes_numbers import FUTURES, OVER, Checked, Weighed
from experiments.showing.tables import TextTable, level, written


def told(found: Checked, lang: str, drawn: bool) -> Said:
    """The answer in words."""
    words = Words(lang, "mixes")
    sentences = (*_first(found, words, lang), _stand(found, words), _method(found, words))
    return Said(words("title"), sentences, (_table(found, words, lang),), (_picture(found, words, lang),) if drawn else ())


def _interval(value: Estimate, measure: Measure, words: Words) -> dict[str, object]:
    low, high = (level(bound, measure, words) for bound in (value.low, value.high))
    return {"value": written(value.value, measure, words), "low": low, "high": high}


def _with_range(value: Estimate, measure: Measure, words: Words) -> str:
    return "{value} ({low}–{high})".format(**_interval(value, measure, words))


def _first(found: Checked, words: Words, lang: str) -> list[str]:
    measure, without = found.decider.measure, found.without[0].mean
    shared = {
        "budget": words.euro(found.budget), "outcome": words.inside(words.outcome(measure)), "without": written(without, measure, words),
    }  # fmt: skip
    best = found.best
    if best is None:
        return [words("none", **shared)]
    cost = dict(zip(("cost", "cost_low", "cost_high"), (words.euro(bound) for bound in best.cost), strict=True))
    said = [words("best", mix=found.title(best.mix, lang), **shared, **_interval(best.decides, measure, words), **cost)]
    level = [one for one in found.kept if one.policy in found.alike]
    if level and level[0] is not best:  # by cost: the cheapest
        cheapest = level[0]
        blanks = {"mix": found.title(cheapest.mix, lang), "cost": words.euro(cheapest.cost.value)}
        said.append(words("cheaper", **blanks, **_interval(cheapest.decides, measure, words)))
    return said


def _stand(found: Checked, words: Words) -> str:
    fallen = [str(number) for number, one in enumerate(found.weighed, 1) if one.verdict != "kept"]
    if not fallen:
        return words("all_stand", number=len(found.weighed))
    return words("fallen", number=len(found.weighed), fallen=len(fallen), which=words.listing(fallen))


def _method(found: Checked, words: Words) -> str:
    return words(
        "method", tried=words.number(found.tried), futures=FUTURES, replicates=found.results.replicates, over=words.number(100 * OVER),
        years=YEARS_OF_SUPPORT,
    )  # fmt: skip


def _table(found: Checked, words: Words, lang: str) -> TextTable:
    measure, third = found.decider.measure, MEASURES[found.also]
    base, other = found.without
    rows: list[tuple[str, ...]] = [(
        "0", words("without"), words.euro(0.0), words.euro(0.0), _with_range(_mean(base), measure, words),
        _with_range(_mean(other), third, words), "",
    )]  # fmt: skip
    for number, one in enumerate(found.weighed, 1):
        cost = _with_range(one.cost, MEASURES["public_eur"], words)
        rows.append((
            str(number), found.title(one.mix, lang), cost, words.euro(one.most_cost),
            _with_range(one.decides, measure, words), _with_range(one.also, third, words),
            _verdict(one, words),
        ))  # fmt: skip
    header = (
        words("number"), words("mix"), words("cost"), words("most_cost", share=words.number(100 * (1 - OVER))), words.outcome(measure),
        words.outcome(third), words("verdict"),
    )  # fmt: skip
    return TextTable(words("table"), header, rows, [])


def _mean(row: SummaryRow) -> Estimate:
    return Estimate(row.mean, row.mean_low, row.mean_high)


def _verdict(one: Weighed, words: Words) -> str:
    said = words("over", over=words.number(100 * one.over)) if one.verdict == "over" else words(one.verdict)
    return said if one.clear else said + words("same")


def _picture(found: Checked, words: Words, lang: str) -> Picture:
    from experiments.showing.style import drawing
    from experiments.showing.svg import inline_svg
    from experiments.showing.trade_offs import Option, trade_off

    measure, third = found.decider.measure, MEASURES[found.also]
    base, other = found.without
    most = max(abs(one.also.value) for one in found.weighed) or 1.0
    options = [
        Option(str(number), one.cost.value, *one.decides, abs(one.also.value) / most, one.verdict == "kept")
        for number, one in enumerate(found.weighed, 1)
    ]
    without = Option("0", 0.0, base.mean, base.mean_low, base.mean_high, abs(other.mean) / most, True)
    labels = words("axis_cost"), words.outcome(measure), words("budget"), words.inside(words("without"))
    note = words("picture_note", also=words.inside(words.outcome(third)))
    with drawing(**{"svg.hashsalt": "mixes"}):  # the same drawing every time
        figure = trade_off(options, without, found.budget, labels, words, percent=measure.kind != "number")
        return Picture(words("picture"), note, inline_svg(figure, "front", words("picture"), note))
