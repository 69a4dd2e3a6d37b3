"""Which policy to take, in words: what each costs the public, what it changes in what decides, and what a unit of that costs."""

import math
from typing import Any

from experiments.languages import Words
from experiments.outcomes.intervals import NOTHING_EUR, Estimate
from experiments.outcomes.measures import MEASURES
from experiments.outcomes.rows import ContrastRow, SummaryRow
from experiments.report.reader import Reader
from experiments.runs.value import Value
from experiments.showing.tables import WORD_JOINER, TextTable


def best(reader: Reader, *, others_named: bool = True) -> str:
    """The policy to take first: of those that change most and cannot be told apart, the cheapest; or that none helps.

    Args:
        reader: the results and who reads them.
        others_named: whether those that cannot be told apart from it are named, with what they cost.
    """
    if not reader.policies:
        return ""
    decider, t = reader.deciders[0], reader.t
    outcome = t.inside(reader.called(decider))
    level = sorted((one for one in reader.by_value if one.level), key=lambda one: one.extra.value)
    if not level:
        unchanged = all(one.better_in == one.worse_in == 0 for one in reader.by_value)
        return t("best_same" if unchanged else "best_none", outcome=outcome)
    first, *others = level
    said = t(
        "best_tied" if others else "best_policy", policy=reader.title(first.policy), outcome=outcome,
        base=level_of(reader, first.row, first.row.baseline), then=level_of(reader, first.row, first.row.policy),
        change=change_of(reader, first.row), cost=_cost(reader, first),
    )
    if not others or not others_named:
        return said
    tied = t.listing([f"{t('quoted', title=reader.title(one.policy))} ({extra_of(reader, one.extra)})" for one in others])
    return f"{said} {t('best_tied_one' if len(others) == 1 else 'best_tied_many', others=tied)}"


def _cost(reader: Reader, one: Value) -> str:
    if abs(one.extra.value) < NOTHING_EUR:
        return reader.t("best_free")
    if one.extra.value < 0:
        return reader.t("best_saves", eur=reader.t.euro(-one.extra.value))
    return reader.t("best_costs", eur=reader.t.euro(one.extra.value), years=reader.span(reader.results.months))


def extra_of(reader: Reader, extra: Estimate) -> str:
    """Public money beyond the base case, in words."""
    return reader.t("no_more") if abs(extra.value) < NOTHING_EUR else reader.t.euro(extra.value, signed=True)


def level_of(reader: Reader, row: SummaryRow | ContrastRow, value: float) -> str:
    """A level of the outcome of a row, with what it is counted in: '27 of 40', '45%', '12 members'."""
    measure, written = MEASURES[row.outcome], reader.level(row, value)
    return written if measure.kind != "number" or measure.unit.startswith("EUR") else f"{written} {reader.t.name('unit', measure.unit)}"


def change_of(reader: Reader, row: ContrastRow) -> str:
    """A difference with its interval."""
    value, low, high = reader.differences(row.outcome, row.difference, row.low, row.high)
    if MEASURES[row.outcome].kind != "number":
        value = reader.t("points", value=value)
    return f"{value} ({reader.t('interval', low=low, high=high)})" if math.isfinite(row.low) else value


def each_of(reader: Reader, one: Value) -> str:
    """What one unit of the gain costs, in words; why there is no such figure, where there is none."""
    t = reader.t
    if one.status != "helps":
        return "–"
    if one.extra.value < NOTHING_EUR:
        return t("no_more")
    return t("undefined") if one.each is None else t.euro(one.each.value)


def unit_of(reader: Reader) -> str:
    """What the public pays for: one unit of the gain in what decides."""
    decider, t = reader.deciders[0], reader.t
    unit = "hub" if decider.measure.kind == "yes_no" else "share" if decider.measure.kind == "share" else decider.measure.unit
    spared = decider.measure.kind == "yes_no" and decider.better < 0
    return t("each_spared" if spared else "each_more" if decider.better > 0 else "each_less", unit=t.name("each", unit))


def rows(reader: Reader) -> list[dict[str, Any]]:
    """One line a policy, by value: cost, what it changes, cost of a unit, how sure."""
    t = reader.t
    shown = []
    tied = sum(one.level for one in reader.by_value) > 1
    for one in reader.by_value:
        each = t("interval", low=t.euro(one.each.low), high=t.euro(one.each.high)) if one.each is not None else ""
        better, worse = (t.number(share * one.row.replicates) for share in (one.better_in, one.worse_in))
        in_futures = t("in_futures", better=better, worse=worse, all=t.number(one.row.replicates))
        shown.append({
            "title": reader.title(one.policy),
            "ink": reader.look(one.policy).ink,
            "kind": {"helps": "better", "unclear": "unclear", "harms": "worse"}[one.status],
            "extra": extra_of(reader, one.extra),
            "then": reader.level(one.row, one.row.policy),
            "change": change_of(reader, one.row),
            "each": each_of(reader, one),
            "each_interval": each,
            "sure": t(f"sure_{one.status}"),
            "level": t("as_good") if one.level and tied else t("changes_most") if one.level else "",
            "futures": in_futures,
        })
    return shown


def section(reader: Reader) -> dict[str, Any] | None:
    """The table of the first screen, or None without policies."""
    if not reader.policies:
        return None
    decider = reader.deciders[0]
    row = reader.contrasts[reader.policies[0]].row(decider.name, decider.hub)
    outcome = reader.called(decider)
    lead = reader.t("ranking_lead", outcome=reader.t.inside(outcome), base=level_of(reader, row, row.baseline))
    return {"rows": rows(reader), "lead": lead, "outcome": outcome, "each": reader.t("each", unit=unit_of(reader))}


def text_table(reader: Reader) -> TextTable:
    """The same for a terminal, in few columns."""
    found, t = section(reader), reader.t
    assert found is not None
    points = reader.deciders[0].measure.kind != "number"
    difference = t("ranking_points") if points else Words(reader.lang, "tables")("difference")
    header: tuple[str, ...] = (t("policy"), t("public_extra"), found["outcome"], difference, t.capital(unit_of(reader)), t("sure_column"))
    lines = []
    for row, one in zip(found["rows"], reader.by_value, strict=True):
        value, low, high = reader.differences(one.row.outcome, one.row.difference, one.row.low, one.row.high)
        change = f"{value} ({low} … {high})" if math.isfinite(one.row.low) else value
        sure = ", ".join(filter(None, (row["sure"], row["level"])))
        cells = row["title"], row["extra"], row["then"], change, row["each"], sure
        lines.append(tuple(cell.replace(WORD_JOINER, "") for cell in cells))
    return TextTable(t("ranking_title"), header, lines, [t("ranking_note")])
