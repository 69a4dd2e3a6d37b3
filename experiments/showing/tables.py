"""Short tables of results as text, for the terminal and for notebooks: the headline outcomes, in the reader's language."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

from experiments.languages import Words
from experiments.outcomes.intervals import Estimate
from experiments.outcomes.measures import MEASURES, Measure
from experiments.outcomes.nested import FEWEST_SETS
from experiments.outcomes.rows import ContrastRow, PublicMoney, SummaryRow
from model.parameter_sets import WORLDS_A_SET

WORD_JOINER: Final = "\u2060"  # keeps sign and amount together on a page; a terminal gives it a column
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


def written(value: float, measure: Measure, words: Words, *, change: bool = False, bare: bool = False) -> str:
    """A value of an outcome; as a `change` with its sign and shares in percentage points; `bare` without its unit."""
    if value != value:
        return "–"
    if measure.kind != "number":
        decimals = 1 if measure.unit == "1/month" else 0
        if not change and not bare:
            return words.percent(value, decimals)
        number, unit = words.number(value * 100, decimals, signed=change), words.unit("pp")
        return number if bare else f"{number} {unit}"
    if measure.unit.startswith("EUR"):
        amount = words.euro(value, signed=change).replace(WORD_JOINER, "")
        return amount.replace("€", "").strip("\u202f ") if bare else amount
    number = words.tidy(value, signed=change) if value else words.number(0)
    return number if bare or measure.unit not in {"min", "kg", "months"} else f"{number} {words.unit(measure.unit)}"


def _with_interval(value: float, low: float, high: float, measure: Measure, words: Words, *, change: bool = False) -> str:
    if not change and (low == high or low != low):
        return written(value, measure, words)
    low_text, high_text = (written(bound, measure, words, change=change, bare=True) for bound in (low, high))
    return f"{written(value, measure, words, change=change)} ({low_text} … {high_text})"


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
    return [words("sets", sets=sets, worlds=WORLDS_A_SET), said]


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
            mean = [_with_interval(row.mean, row.mean_low, row.mean_high, measure, words)]
        lines.append((words.outcome(measure), *mean, most))
    caption = words("caption", replicates=replicates, months=months, seed=seed)
    header = ("outcome", "mean_alone", "by_set", "most") if told else ("outcome", "mean", "most")
    return TextTable(title, tuple(words(key) for key in header), lines, [caption, *drawn(sets, rows, "by_set_note", words)])


def contrast_table(
    rows: Sequence[ContrastRow], same: Collection[str], money: PublicMoney, deciding: Sequence[str], title: str,
    reference: str | None = None, lang: str = "en", sets: int = 0,
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
            difference = _with_interval(row.difference, row.low, row.high, measure, words, change=True)
            chance = ["–" if row.sets_share != row.sets_share else words.percent(1 - row.sets_share)] if told else []
            lines.append((words.outcome(measure), *means, difference + (" *" if row.clear else "  "), *chance))
    unchanged = ", ".join(words.inside(words.outcome(measure)) for measure in shown if measure.name in same)
    decided_by = words.inside(words.outcome(first[0])) if first else ""
    notes = [words("clear" if first else "clear_rest", deciding=decided_by), *drawn(sets, rows, "chance_note", words)] if lines else []
    notes += [words("same", outcomes=unchanged)] if unchanged else []
    compared = words("baseline") if reference is None else reference
    header = (words("outcome"), compared, words("policy"), words("difference"), *([words("chance")] if told else []))
    against = words("against", policy=title, reference=words("the_baseline") if reference is None else f'"{reference}"')
    return TextTable(against, header, lines, notes + money_lines(money, lang))


def worth_saying(share: Estimate) -> bool:
    """Whether a share is written as more than zero."""
    return share.value >= 0.005


def money_lines(money: PublicMoney, lang: str = "en") -> list[str]:
    """What the public pays for under a policy, in sentences; nothing when it pays no more than the reference."""
    words = Words(lang, "tables")
    if not money.extra_eur.value:
        return []
    eur, low, high = (words.euro(number) for number in money.extra_eur)
    lines = [words("cost", eur=eur, low=low, high=high)]
    if money.eur_per_extra_member_month is None:
        lines.append(words("per_month_undefined"))
    else:
        value, low, high = (words.euro(number) for number in money.eur_per_extra_member_month)
        lines.append(words("per_month", value=value, low=low, high=high))
    if money.deadweight is not None:
        value, low, high = (words.percent(number) for number in money.deadweight)
        lines.append(words("deadweight", value=value, low=low, high=high))
    if money.displaced is not None and worth_saying(money.displaced):
        value, low, high = (words.percent(number) for number in money.displaced)
        lines.append(words("displaced", value=value, low=low, high=high))
    if money.eur_per_hub_kept_whole is not None:
        value, low, high = (words.euro(number) for number in money.eur_per_hub_kept_whole)
        lines.append(words("kept", value=value, low=low, high=high))
    return lines
