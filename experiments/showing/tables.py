"""Short tables of results as text, for the terminal and for notebooks: the headline outcomes, in the reader's language."""

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final, NamedTuple

from experiments.languages import Words
from experiments.outcomes.intervals import NOTHING_EUR, Estimate
from experiments.outcomes.measures import MEASURES, Measure
from experiments.outcomes.nested import FEWEST_SETS
from experiments.outcomes.rows import ContrastRow, PublicMoney, SummaryRow
from model.parameter_sets import WORLDS_A_SET

WORD_JOINER: Final = "\u2060"  # keeps sign and amount together on a page; a terminal gives it a column
_TOLD: Final = ("min", "kg", "months")  # units that tables write beside a value
_MOST_DECIMALS: Final = 4
_FINALS: Final = ("members_final", "viable_final", "closed_final", "shrunk_or_closed_final", "cash_final")


class TextTable(NamedTuple):
    """A table ready to show; every row has as many cells as the header."""

    title: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    notes: list[str]


def headline(measures: Iterable[Measure]) -> list[Measure]:
    """Of the outcomes there are, those short tables show; where hubs reach no age at which they are judged, also how they end."""
    measures = list(measures)
    judged = any(measure.headline and measure.age is not None for measure in measures)
    return [measure for measure in measures if measure.headline or (not judged and measure.name in _FINALS)]


def level(value: float, measure: Measure, words: Words) -> str:
    """A value of an outcome without its unit, rounded as it is wherever a reader meets it: page, terminal and notebook."""
    if value != value:
        return "–"
    if measure.kind != "number":
        return words.percent(value, _decimals(measure, value))
    if measure.unit.startswith("EUR"):
        return words.euro(value)
    return words.tidy(value) if value else words.number(0)


def changes(measure: Measure, words: Words, *values: float) -> list[str]:
    """Differences of an outcome and their bounds, signed and with equal decimals; shares in points, without the word for them.

    What is not zero is not written as zero, so that nobody reads a bound of zero beside a difference that is clear.
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if measure.kind != "number":
        decimals = _decimals(measure, largest)
        return _apart_from_zero(words, [value * 100 for value in values], decimals)
    if measure.unit.startswith("EUR"):
        return [words.euro(value, signed=True) for value in values]
    return _apart_from_zero(words, values, 0 if largest >= 20 or not largest else 1 if largest >= 1 else 2)


def _decimals(measure: Measure, largest: float) -> int:
    """Of shares, in percent: one below a tenth; none of what is a yes or no, which is counted."""
    return 0 if measure.kind == "yes_no" or abs(largest) >= 0.1 else 1


def _apart_from_zero(words: Words, values: Sequence[float], decimals: int) -> list[str]:
    while decimals < _MOST_DECIMALS and any(value and math.isfinite(value) and not round(value, decimals) for value in values):
        decimals += 1
    return [words.number(value, decimals, signed=True) for value in values]


def change(measure: Measure, words: Words, value: float, *bounds: float) -> list[str]:
    """A difference with its unit where a table needs it, and its bounds without, as `changes` writes them."""
    first, *others = (text.replace(WORD_JOINER, "") for text in changes(measure, words, value, *bounds))
    unit = "pp" if measure.kind != "number" else measure.unit if measure.unit in _TOLD else ""
    return [f"{first} {words.unit(unit)}" if unit and value == value else first, *others]


def is_zero(written: str) -> bool:
    """Whether a number reads as zero."""
    return not any(letter in "123456789" for letter in written)


def written(value: float, measure: Measure, words: Words) -> str:
    """A value of an outcome with its unit where a table needs it."""
    text = level(value, measure, words).replace(WORD_JOINER, "")
    return f"{text} {words.unit(measure.unit)}" if measure.unit in _TOLD and value == value else text


def written_with_interval(value: float, low: float, high: float, measure: Measure, words: Words) -> str:
    """A value of an outcome and the bounds of its interval, where it has any."""
    if low == high or low != low:
        return written(value, measure, words)
    low_text, high_text = (level(bound, measure, words).replace(WORD_JOINER, "") for bound in (low, high))
    return f"{written(value, measure, words)} ({low_text} … {high_text})"


def _change(row: ContrastRow, measure: Measure, words: Words) -> str:
    """A difference with its interval and, where it is clear, its mark: none beside what reads as zero."""
    value, low, high = change(measure, words, row.difference, row.low, row.high)
    interval = f" ({low} … {high})" if math.isfinite(row.low) else ""
    return f"{value}{interval}" + (" *" if row.clear and not is_zero(value) else "  ")


def _between(low: float, high: float, measure: Measure, words: Words) -> str:
    """From one value to another; nothing where there are none, one value where both are the same to the reader."""
    if low != low:
        return ""
    texts = dict.fromkeys(written(value, measure, words) for value in (low, high))
    return " … ".join(texts)


def by_set_told(rows: Iterable[SummaryRow | ContrastRow]) -> bool:
    """Whether enough parameter sets were drawn to say what the unknown numbers do."""
    return any(row.sets_low == row.sets_low for row in rows)


def drawn(sets: int, rows: Iterable[SummaryRow | ContrastRow], note: str, words: Words) -> list[str]:
    """What is said of the parameter sets under a table: nothing without any, `note` where they tell something."""
    if not sets:
        return []
    said = words(note) if by_set_told(rows) else words("few_sets", least=FEWEST_SETS * WORLDS_A_SET)
    return [words.choose(sets, "sets", worlds=WORLDS_A_SET), said]


def outcomes_table(
    rows: Sequence[SummaryRow], title: str, replicates: int, months: int, seed: int, lang: str = "en", sets: int = 0
) -> TextTable:
    """The headline outcomes of one policy, out of all its rows; `sets` is the number of parameter sets drawn, 0 for the defaults."""
    words = Words(lang, "tables")
    told = by_set_told(rows)
    by_name = {row.outcome: row for row in rows}
    lines: list[tuple[str, ...]] = []
    for measure in headline(MEASURES[name] for name in by_name):
        row = by_name[measure.name]
        most = "" if measure.kind == "yes_no" else _between(row.p10, row.p90, measure, words)
        if told:
            mean = [written(row.mean, measure, words), _between(row.sets_low, row.sets_high, measure, words)]
        else:
            mean = [written_with_interval(row.mean, row.mean_low, row.mean_high, measure, words)]
        lines.append((words.outcome(measure), *mean, most))
    caption = words.choose(replicates, "caption", months=months, seed=seed)
    header = ("outcome", "mean_alone", "by_set", "most") if told else ("outcome", "mean", "most")
    return TextTable(title, tuple(words(key) for key in header), lines, [caption, *drawn(sets, rows, "by_set_note", words)])


def contrast_table(
    rows: Sequence[ContrastRow], same: Collection[str], money: PublicMoney, deciding: Sequence[str], title: str,
    reference: str | None = None, lang: str = "en", sets: int = 0, age: int | None = None,
) -> TextTable:
    """The headline outcomes that differ between a policy and its reference, and what the public pays for.

    Args:
        rows: all outcomes of both.
        same: outcomes that are the same in every replicate.
        money: what the policy costs beyond its reference.
        deciding: outcomes that decide the question, which come first; the first of them is judged by its interval alone.
        title: what the policy is called.
        reference: what its reference is called, if that is not the baseline.
        lang: language of the reader.
        sets: parameter sets drawn, 0 for the defaults.
        age: months of life at which a hub is whole or not, None for the end of the run.
    """
    words = Words(lang, "tables")
    by_name, told = {row.outcome: row for row in rows}, by_set_told(rows)
    first = [MEASURES[name] for name in deciding if name in by_name]
    shown = [*first, *(measure for measure in headline(MEASURES[name] for name in by_name) if measure not in first)]
    lines: list[tuple[str, ...]] = []
    for measure in shown:
        row = by_name[measure.name]
        if measure.name not in same:
            means = (written(value, measure, words) for value in (row.baseline, row.policy))
            chance = ["–" if row.sets_share != row.sets_share else words.percent(1 - row.sets_share)] if told else []
            lines.append((words.outcome(measure), *means, _change(row, measure, words), *chance))
    unchanged = ", ".join(words.inside(words.outcome(measure)) for measure in shown if measure.name in same)
    decided_by = words.inside(words.outcome(first[0])) if first else ""
    notes = [words("clear" if first else "clear_rest", deciding=decided_by), *drawn(sets, rows, "chance_note", words)] if lines else []
    notes += [words("same", outcomes=unchanged)] if unchanged else []
    compared = words("baseline") if reference is None else reference
    header = (words("outcome"), compared, words("policy"), words("difference"), *([words("chance")] if told else []))
    other = words("the_baseline") if reference is None else words("other_one", reference=reference)
    against = words("against", policy=title, reference=other)
    return TextTable(against, header, lines, notes + money_lines(money, lang, age))


def worth_saying(share: Estimate) -> bool:
    """Whether a share is written as more than zero."""
    return share.value >= 0.005


def money_lines(money: PublicMoney, lang: str = "en", age: int | None = None) -> list[str]:
    """What the public pays for under a policy, in sentences; nothing when it pays as much as under the reference."""
    words = Words(lang, "tables")
    extra = money.extra_eur
    if abs(extra.value) < NOTHING_EUR:
        return []
    if extra.value < 0:
        return [_sentence("saved", Estimate(-extra.value, -extra.high, -extra.low), words.euro, words)]
    lines = [_sentence("cost", extra, words.euro, words)]
    if money.eur_per_extra_member_month is None:
        lines.append(words("per_month_undefined"))
    else:
        lines.append(_sentence("per_month", money.eur_per_extra_member_month, words.euro, words))
    if money.deadweight is not None:
        lines.append(_sentence("deadweight", money.deadweight, words.percent, words))
    if money.displaced is not None and worth_saying(money.displaced):
        lines.append(_sentence("displaced", money.displaced, words.percent, words))
    if money.eur_per_hub_kept_whole is not None:
        when = "" if age is None else f" {words('at_age', age=age)}"
        lines.append(_sentence("kept", money.eur_per_hub_kept_whole, words.euro, words, when=when))
    return lines


def _sentence(key: str, one: Estimate, write: Callable[[float], str], words: Words, **more: str) -> str:
    """A figure in a sentence with its interval, which too few replicates do not have."""
    value, low, high = (write(number) for number in one)
    interval = words("interval", low=low, high=high) if math.isfinite(one.low) else ""
    return words(key, value=value, interval=interval, **more)
