"""Which policy to take: what each costs the public, what it changes in the outcome that decides, and what one unit of that costs."""

import math
from typing import Any, Final, Literal, NamedTuple

import numpy as np

from experiments.outcomes.intervals import Estimate, ratio_of_means
from experiments.outcomes.measures import ALL, MEASURES, Measure
from experiments.outcomes.rows import ContrastRow
from experiments.report.reader import Reader
from experiments.showing.tables import WORD_JOINER, TextTable

NOTHING_EUR: Final = 1.0  # public money less than this is none
_WIDEST: Final = 10.0  # upper over lower bound of a cost per result beyond which nobody can decide by it
_SCALE: Final = {"min": 1 / 60, "kg": 1 / 1000}  # minutes are told in hours, kilograms in tonnes

Status = Literal["helps", "unclear", "harms"]


class Ranked(NamedTuple):
    """A policy as a buyer sees it."""

    policy: str
    row: ContrastRow  # of the outcome that decides, against the base case
    status: Status
    extra: Estimate  # public money more than in the base case, EUR
    each: Estimate | None  # public money for one unit of what is gained; None when nothing is clearly gained or paid, or all too unsure
    better_in: float  # share of the futures in which it is better than the base case
    worse_in: float
    level: bool  # helps, and cannot be told apart from the one that changes most


def ranked(reader: Reader) -> list[Ranked]:
    """All policies by value: those that help by cost per result, those without a clear difference by cost, those that harm last."""
    found = [_ranked(reader, policy) for policy in reader.policies]
    helping = [one for one in found if one.status == "helps"]
    if helping:
        most = max(helping, key=lambda one: _gain(reader, one))
        found = [one._replace(level=one.status == "helps" and not _behind(reader, one, most)) for one in found]
    return sorted(found, key=lambda one: _place(reader, one))


def _ranked(reader: Reader, policy: str) -> Ranked:
    decider, contrast = reader.deciders[0], reader.contrasts[policy]
    row = contrast.row(decider.name, decider.hub)
    gain = decider.better * row.difference
    status: Status = "unclear" if not row.clear else "helps" if gain > 0 else "harms"
    gains = decider.better * contrast.differences(decider.name, decider.hub)
    money = contrast.money.extra_eur
    each = _each(reader, policy, gains) if status == "helps" and money.value >= NOTHING_EUR else None
    known = ~np.isnan(gains)
    better, worse = (float((side[known]).mean()) if known.any() else 0.0 for side in (gains > 0, gains < 0))
    return Ranked(policy, row, status, money, each, better, worse, False)


def _each(reader: Reader, policy: str, gains: np.ndarray) -> Estimate | None:
    """EUR for one unit of what is gained; None where its interval is too wide to decide by."""
    spent = reader.contrasts[policy].differences("public_eur")
    each = ratio_of_means(spent, gains * _units(reader), reader.results.worlds)
    return each if each is not None and each.low > 0 and each.high <= _WIDEST * each.low else None


def _units(reader: Reader) -> float:
    """What a mean of 1 comes to: all hubs, for what hubs are or are not; points of a share; hours and tonnes."""
    measure, _, hub = reader.deciders[0]
    if measure.kind == "yes_no":
        return float(len(reader.results.hubs)) if measure.total == "mean" and hub == ALL else 1.0
    return 100.0 if measure.kind == "share" else _SCALE.get(measure.unit, 1.0)


def _gain(reader: Reader, one: Ranked) -> float:
    return reader.deciders[0].better * one.row.difference


def _behind(reader: Reader, one: Ranked, most: Ranked) -> bool:
    """Whether a policy clearly changes less than the one that changes most, future by future."""
    decider = reader.deciders[0]
    return one is not most and reader.results.contrast(most.policy, one.policy).row(decider.name, decider.hub).clear


def _place(reader: Reader, one: Ranked) -> tuple[float, ...]:
    order = ("helps", "unclear", "harms").index(one.status)
    if one.status != "helps":
        return order, one.extra.value, -_gain(reader, one)
    if one.extra.value < NOTHING_EUR:
        return order, -math.inf, -_gain(reader, one)
    return order, one.extra.value / (_gain(reader, one) * _units(reader)), one.extra.value


# --- in words ---


def best(reader: Reader) -> str:
    """The policy to take first: of those that change most and cannot be told apart, the cheapest; or that none helps."""
    if not reader.policies:
        return ""
    decider, t = reader.deciders[0], reader.t
    outcome = t.inside(reader.called(decider))
    level = sorted((one for one in ranked(reader) if one.level), key=lambda one: one.extra.value)
    if not level:
        unchanged = all(not reader.contrasts[policy].differences(decider.name).any() for policy in reader.policies)
        return t("best_same" if unchanged else "best_none", outcome=outcome)
    first, *others = level
    said = t(
        "best_policy", policy=reader.title(first.policy), outcome=outcome, base=level_of(reader, first.row.baseline),
        then=level_of(reader, first.row.policy), change=change_of(reader, first.row), cost=_cost(reader, first),
    )
    tied = t.listing([f"{t('quoted', title=reader.title(one.policy))} ({_extra(reader, one)})" for one in others])
    return said + (" " + t("best_tied_one" if len(others) == 1 else "best_tied_many", others=tied) if others else "")


def _cost(reader: Reader, one: Ranked) -> str:
    if abs(one.extra.value) < NOTHING_EUR:
        return reader.t("best_free")
    if one.extra.value < 0:
        return reader.t("best_saves", eur=reader.t.euro(-one.extra.value))
    return reader.t("best_costs", eur=reader.t.euro(one.extra.value), years=reader.span(reader.results.months))


def _extra(reader: Reader, one: Ranked) -> str:
    return reader.t("no_more") if abs(one.extra.value) < NOTHING_EUR else reader.t.euro(one.extra.value, signed=True)


def level_of(reader: Reader, value: float, measure: Measure | None = None) -> str:
    """A level of the outcome that decides, or of another, with what it is counted in: '67 in 100', '45%', '12 members'."""
    measure = measure or reader.deciders[0].measure
    written = reader.value(measure, value)
    if measure.kind == "yes_no":
        return reader.t("of_hundred", value=written)
    return written if measure.kind == "share" or measure.unit.startswith("EUR") else f"{written} {reader.t.name('unit', measure.unit)}"


def change_of(reader: Reader, row: ContrastRow) -> str:
    """A difference with its interval."""
    value, low, high = reader.differences(row.outcome, row.difference, row.low, row.high)
    if MEASURES[row.outcome].kind != "number":
        value = reader.t("points", value=value)
    return f"{value} ({reader.t('interval', low=low, high=high)})" if math.isfinite(row.low) else value


def each_of(reader: Reader, one: Ranked) -> str:
    """What one unit of the gain costs, in words; why there is no such figure, where there is none."""
    t, decider = reader.t, reader.deciders[0]
    if one.status != "helps":
        return "–"
    if one.extra.value < NOTHING_EUR:
        return t("no_more")
    if one.each is None:
        return t("undefined")
    unit = "hub" if decider.measure.kind == "yes_no" else "share" if decider.measure.kind == "share" else decider.measure.unit
    spared = decider.measure.kind == "yes_no" and decider.better < 0
    key = "each_spared" if spared else "each_more" if decider.better > 0 else "each_less"
    return t(key, eur=t.euro(one.each.value), unit=t.name("each", unit))


def rows(reader: Reader) -> list[dict[str, Any]]:
    """One line a policy, by value: cost, what it changes, cost of a unit, how sure."""
    t = reader.t
    shown = []
    for one in ranked(reader):
        each = t("interval", low=t.euro(one.each.low), high=t.euro(one.each.high)) if one.each is not None else ""
        in_futures = t("in_futures", better=t.number(one.better_in * 100), worse=t.number(one.worse_in * 100))
        shown.append({
            "title": reader.title(one.policy),
            "ink": reader.look(one.policy).ink,
            "kind": {"helps": "better", "unclear": "unclear", "harms": "worse"}[one.status],
            "extra": _extra(reader, one),
            "then": level_of(reader, one.row.policy),
            "change": change_of(reader, one.row),
            "each": each_of(reader, one),
            "each_interval": each,
            "sure": t(f"sure_{one.status}"),
            "level": t("as_good") if one.level else "",
            "futures": in_futures,
        })
    return shown


def section(reader: Reader) -> dict[str, Any] | None:
    """The table of the first screen, or None without policies."""
    if not reader.policies:
        return None
    decider = reader.deciders[0]
    base = reader.contrasts[reader.policies[0]].row(decider.name, decider.hub).baseline
    outcome = reader.called(decider)
    lead = reader.t("ranking_lead", outcome=reader.t.inside(outcome), base=level_of(reader, base))
    return {"rows": rows(reader), "lead": lead, "outcome": outcome}


def text_table(reader: Reader) -> TextTable:
    """The same for a terminal."""
    found, t = section(reader), reader.t
    assert found is not None
    header: tuple[str, ...] = (t("policy"), t("public_extra"), found["outcome"], t("each"), t("sure_column"))
    lines = []
    for row in found["rows"]:
        sure = ", ".join(filter(None, (row["sure"], row["level"])))
        cells = row["title"], row["extra"], f"{row['then']}; {row['change']}", row["each"], f"{sure}; {row['futures']}"
        lines.append(tuple(cell.replace(WORD_JOINER, "") for cell in cells))
    return TextTable(t("ranking_title"), header, lines, [found["lead"], t("ranking_read")])
