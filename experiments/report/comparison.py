"""What changes under each policy: a verdict in words, a table of paired differences, what the public pays and gets."""

import math
from typing import Any, Final

from experiments.outcomes.intervals import NOTHING_EUR, Estimate
from experiments.outcomes.measures import ALL, MEASURES
from experiments.outcomes.rows import ContrastRow, PublicMoney
from experiments.report import figures, findings, ranking
from experiments.report.reader import Reader
from experiments.showing.tables import is_zero, worth_saying
from model.scenario import BASELINE

_FOREST: Final = ("shrunk_or_closed_{at}", "members_{at}", "cash_{at}", "collaborations")
_TABLE: Final = (
    "shrunk_or_closed_{at}",
    "closed_{at}",
    "viable_{at}",
    "members_{at}",
    "cash_{at}",
    "member_months",
    "months_to_break_even",
    "churn_monthly",
    "collaboration_share_first_year",
    "collaborations",
    "minutes_mean",
)
_WORTH_PAIRING: Final = 1.15  # gain below which nothing is claimed


def comparison(reader: Reader) -> dict[str, Any] | None:
    """All of the section, or None when there is nothing to compare."""
    if not reader.policies:
        return None
    first = [one.name for one in reader.deciders if one.hub == ALL]
    named = reader.t.inside(reader.called(reader.deciders[0]))
    return {
        "verdicts": [verdict(reader, one.policy) for one in reader.by_value],
        "read": reader.t("forest_read", deciding=named),
        "forest": figures.forest(reader, list(dict.fromkeys([*first, *_known(reader, _FOREST)]))),
        "policies": [{"title": reader.title(policy), "ink": reader.look(policy).ink} for policy in reader.shown[1:]],
        "rows": difference_table(reader),
        "money": money_table(reader),
        "pairing": _pairing(reader),
    }


def _known(reader: Reader, names: tuple[str, ...]) -> list[str]:
    measured = {measure.name for measure in reader.results.measures}
    return [name.format(at=reader.at) for name in names if name.format(at=reader.at) in measured]


def judgement(row: ContrastRow, better: int | None = None) -> str:
    """'better', 'worse', 'other' (clear, but neither) or 'unclear'."""
    if not row.clear:
        return "unclear"
    gain = (MEASURES[row.outcome].better if better is None else better) * row.difference
    return "better" if gain > 0 else "worse" if gain < 0 else "other"


def verdict(reader: Reader, policy: str) -> dict[str, Any]:
    """A policy in a few sentences: what decides, members, cost."""
    t, contrast = reader.t, reader.contrasts[policy]
    rows = [contrast.row(one.name, one.hub) for one in reader.deciders]
    told = [t("verdict_level", outcome=reader.called(one), **_levels(reader, row)) for one, row in zip(reader.deciders, rows, strict=True)]
    members = contrast.row(f"members_{reader.at}")
    if members.outcome not in {row.outcome for row in rows}:
        alone = "verdict_members_alone" if _leaves_out_zero(members) else "verdict_members_unclear"
        key = "verdict_members" if members.clear else alone
        difference, low, high = reader.differences(members.outcome, members.difference, members.low, members.high)
        told.append(t(key, when=reader.at_age, difference=difference, low=low, high=high))
    kind = judgement(rows[0], reader.deciders[0].better)
    spec = reader.results.scenario.policies[policy]
    return {
        "title": reader.title(policy),
        "question": reader.written(spec, "question"),
        "colour": reader.look(policy).colour,
        "kind": kind,
        "label": t(f"label_{kind}"),
        "sentences": [*told, *_cost(reader, contrast.money)],
    }


def _levels(reader: Reader, row: ContrastRow) -> dict[str, str]:
    levels = {"then": ranking.level_of(reader, row, row.policy), "base": ranking.level_of(reader, row, row.baseline)}
    return levels | {"change": ranking.change_of(reader, row)}


def _cost(reader: Reader, money: PublicMoney) -> list[str]:
    t = reader.t
    extra = money.extra_eur.value
    if abs(extra) < NOTHING_EUR:
        return [t("verdict_cost_none")]
    years = reader.span(reader.results.months)
    if extra < 0:
        return [t("verdict_cost_less", eur=t.euro(-extra), years=years)]
    per_month = money.eur_per_extra_member_month
    unsure = "verdict_per_month_wide" if money.extra_member_months.low > 0 else "verdict_per_month_undefined"
    second = t(unsure) if per_month is None else t("verdict_per_month", eur=t.euro(per_month.value))
    return [t("verdict_cost", eur=t.euro(extra), years=years), second]


def difference_table(reader: Reader) -> list[dict[str, Any]]:
    """One row an outcome: its value in the base case and each policy's difference, with its interval."""
    rows = []
    better = {one.name: one.better for one in reader.deciders if one.hub == ALL}
    for name in dict.fromkeys([*better, *_known(reader, _TABLE)]):
        measure = MEASURES[name]
        cells = [_cell(reader, reader.contrasts[policy].row(name), better.get(name)) for policy in reader.shown[1:]]
        base = findings.outcome(reader.results, name)
        value = reader.level(base, base.mean) if base is not None else "–"
        if base is not None and measure.unit == "min":
            value += f" {reader.t.name('unit', measure.unit)}"
        meaning = reader.t.outcome_meaning(measure)
        rows.append({"name": reader.t.outcome(measure), "meaning": meaning, "base": value, "cells": cells})
    return rows


def _cell(reader: Reader, row: ContrastRow, better: int | None = None) -> dict[str, str]:
    if not math.isfinite(row.difference):
        return {"value": "–", "interval": "", "by_set": "", "kind": "unclear"}
    t = reader.t
    value, low, high = reader.differences(row.outcome, row.difference, row.low, row.high)
    kind = "unclear" if is_zero(value) else judgement(row, better)
    if MEASURES[row.outcome].kind != "number":
        value = t("points", value=value)
    interval = t("interval", low=low, high=high) if math.isfinite(row.low) else ""
    by_set = ""
    if math.isfinite(row.sets_low):
        low, high = reader.differences(row.outcome, row.sets_low, row.sets_high)
        by_set = t("interval", low=low, high=high) if low != high else ""
    said = value if kind != "unclear" else t("clear_alone", value=value) if _leaves_out_zero(row) else t("no_clear_difference")
    return {"value": said, "interval": interval, "by_set": by_set, "kind": kind}


def _leaves_out_zero(row: ContrastRow) -> bool:
    """Whether a difference is clear taken by itself."""
    return row.low > 0 or row.high < 0


def money_table(reader: Reader) -> dict[str, Any]:
    """Public money under the base case and each policy, and what it gets for it."""
    t, results = reader.t, reader.results
    rows = []
    undefined = False
    for policy in reader.shown:
        spent = results.values("public_eur", policy, ALL)
        row = {
            "title": reader.title(policy),
            "ink": reader.look(policy).ink,
            "spent": t.euro(float(spent.mean())),
            "payers": _payers(reader, policy),
        }
        if policy != BASELINE:
            money = reader.contrasts[policy].money
            prices = money.eur_per_extra_member_month, money.eur_per_hub_kept_whole
            paid = money.extra_eur.value >= NOTHING_EUR
            undefined |= paid and None in prices
            row |= {
                "extra": ranking.extra_of(reader, money.extra_eur),
                "months": t.number(money.extra_member_months.value, signed=True),
                "months_interval": _interval(reader, money.extra_member_months),
                "per_month": _euro_or_undefined(reader, prices[0]) if paid else "–",
                "per_month_interval": _euro_interval(reader, prices[0]),
                "per_hub": _euro_or_undefined(reader, prices[1]) if paid else "–",
                "per_hub_interval": _euro_interval(reader, prices[1]),
                "deadweight": t("nobody_reached") if money.deadweight is None else t.percent(money.deadweight.value),
                "displaced": _displaced(reader, money),
            }
        rows.append(row)
    return {"rows": rows, "undefined": undefined, "per_hub": t("per_hub", when=reader.at_age)}


def _payers(reader: Reader, policy: str) -> str:
    """Who pays, largest first, with mean amounts."""
    stack = reader.results.stack(policy)
    paid: dict[str, float] = {}
    for name, amounts in reader.results.public_by_instrument(policy).items():
        for payer, part in stack.instrument_payers[stack.instrument_names.index(name)].items():
            paid[payer] = paid.get(payer, 0.0) + part * float(amounts.mean())
    largest = sorted(((amount, payer) for payer, amount in paid.items() if amount >= 1), reverse=True)
    return reader.t.listing([f"{reader.t.name('payer', payer)} {reader.t.euro(amount)}" for amount, payer in largest]) or "–"


def _interval(reader: Reader, estimate: Estimate) -> str:
    if not math.isfinite(estimate.low):
        return ""
    return reader.t("interval", low=reader.t.number(estimate.low, signed=True), high=reader.t.number(estimate.high, signed=True))


def _euro_or_undefined(reader: Reader, estimate: Estimate | None) -> str:
    return reader.t("undefined") if estimate is None else reader.t.euro(estimate.value)


def _euro_interval(reader: Reader, estimate: Estimate | None) -> str:
    if estimate is None or not math.isfinite(estimate.low):
        return ""
    return reader.t("interval", low=reader.t.euro(estimate.low), high=reader.t.euro(estimate.high))


def _pairing(reader: Reader) -> str:
    """What comparing on the same futures was worth."""
    ratios = [reader.contrasts[policy].row(f"members_{reader.at}").variance_ratio for policy in reader.policies]
    ratios = [ratio for ratio in ratios if math.isfinite(ratio)]
    if not ratios:
        return ""
    low, high = min(ratios), max(ratios)
    if high < _WORTH_PAIRING:
        return reader.t("pairing_none")
    text = reader.t.tidy(low) if reader.t.tidy(low) == reader.t.tidy(high) else f"{reader.t.tidy(low)}–{reader.t.tidy(high)}"
    return reader.t("pairing", ratio=text)


def _displaced(reader: Reader, money: PublicMoney) -> str:
    """The share drawn from other hubs, where it is more than nothing."""
    share = money.displaced
    return reader.t("displaced", share=reader.t.percent(share.value)) if share is not None and worth_saying(share) else ""
