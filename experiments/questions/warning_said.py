"""Early warning in words and tables: when which light is shown, how often it is right, and a table to keep on the wall."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from experiments.languages import Words, own_words
from experiments.outcomes.intervals import Estimate
from experiments.outcomes.nested import FEWEST_SETS
from experiments.questions.answer import Picture, Said
from experiments.questions.warning_rules import (
    AMBER,
    INDICATORS,
    LIGHTS,
    RED,
    SECOND_INDICATOR,
    AtDate,
    Form,
    Rates,
    Verdicts,
    bands,
    between,
    by_third,
    share,
)
from experiments.runs.results import Results
from experiments.showing.tables import TextTable

FEW_IN_A_CELL: Final = 20  # futures; below, a share is marked
_QUARTERS: Final = (0.25, 0.5, 0.75)
_THIRDS: Final = (1 / 3, 2 / 3)


def said(
    results: Results, hub: str, policies: Sequence[str], at: int, dates: Sequence[AtDate], lang: str, *, drawn: bool = True
) -> Said:
    """The answer in the reader's language."""
    t = Words(lang, "warning")
    titles = {spec.name: own_words(spec, "title", lang) or spec.name for spec in results.scenario.hubs}
    last_first = sorted(dates, key=lambda date: (_use(date), date.age), reverse=True)
    sentences = [sentence(t, date, at) for date in last_first]
    told = [date for date in dates if date.best.unseen is not None]
    sentences += [_caught(t, date.age, date.best.unseen) for date in told if date.best.unseen is not None]
    if told:
        first, second = told[0].best.groups
        sentences += [
            t("lights_mean"), t("criterion", margin=t.number(100 * SECOND_INDICATOR)),
            t("judged" if results.sets is not None else "judged_point", first=first, second=second),
        ]
    sentences.append(t("pooled", number=len(policies) - 1) if len(policies) > 1 else t("alone", policy=results.title(policies[0], lang)))
    tables = [*([_lights(t, told, at), _rates(t, told)] if told else []), _by_thirds(t, dates, at)]
    tables += [_wall(t, date, at) for date in dates if len(date.futures.closed)]
    return Said(t("title", hub=titles.get(hub, hub)), tuple(sentences), tuple(tables), _pictures(t, dates, at) if drawn else ())


def sentence(t: Words, date: AtDate, at: int, found: Verdicts | None = None) -> str:
    """What a rule says at a date, on futures it has not seen; or why there is none."""
    found = date.best if found is None else found
    if found.rule is None or found.unseen is None:
        closed = date.futures.closed
        return t(found.reason, age=date.age, at=at, futures=t.number(len(closed)), closed=t.number(float(closed.sum())))
    rates, rule = found.unseen, found.rule
    key, thresholds, warned, others = "of_use" if rates.of_use else "no_use", rule.amber, rates.warned_close, rates.others_close
    if not rates.of_use and rates.red_of_use:
        key, thresholds, warned, others = "red_of_use", rule.red, rates.by_light[RED].closed, rates.not_red_close
    written = {"warned": of_hundred(t, warned), "others": of_hundred(t, others), "base": of_hundred(t, rates.base)}
    return t(key, age=date.age, at=at, where=where(t, rule.form, thresholds), **written)


def _use(date: AtDate) -> int:
    """2 where its lights tell something, 1 where red alone does, 0 elsewhere."""
    rates = date.best.unseen
    return 0 if rates is None else 2 if rates.of_use else int(rates.red_of_use)


def _caught(t: Words, age: int, rates: Rates) -> str:
    closing, living = (of_hundred(t, one) for one in (rates.closing_warned, rates.living_warned))
    return t("caught", age=age, closing=closing, living=living)


def of_hundred(t: Words, one: Estimate) -> str:
    """A share out of 100 with its interval."""
    if one.value != one.value:
        return "–"
    middle, low, high = (t.number(100 * value) for value in one)
    return middle if one.low != one.low else f"{middle} ({low}–{high})"


def where(t: Words, form: Form, thresholds: Sequence[float] | None) -> str:
    """The condition of a light in words."""
    if thresholds is None:
        return t("no_light")
    each = [_below(t, name, bound) for name, bound in zip(form.indicators, thresholds, strict=True)]
    return each[0] if len(each) == 1 else t(form.joined, first=each[0], second=each[1])


def _below(t: Words, name: str, bound: float) -> str:
    if name == "cash_months" and bound <= 0:
        return t("below_cash_zero") if bound == 0 else t("below_cash_debt", value=_round(t, -bound))
    return t("below_cash_one") if name == "cash_months" and bound == 1 else t(f"below_{name}", value=_round(t, bound))


def _round(t: Words, value: float) -> str:
    return t.number(value, 0 if float(value).is_integer() else 1)


def _lights(t: Words, dates: Sequence[AtDate], at: int) -> TextTable:
    """A row a date and light, the worst first."""
    rows: list[tuple[str, ...]] = []
    for date in dates:
        rule, unseen = date.best.rule, date.best.unseen
        assert rule is not None and unseen is not None  # dates without a rule are not told
        conditions = {RED: where(t, rule.form, rule.red), AMBER: where(t, rule.form, rule.amber)}
        for light in range(len(LIGHTS) - 1, -1, -1):
            name, shown = LIGHTS[light], unseen.by_light[light]
            cells = conditions.get(light, t("otherwise")), t.number(shown.futures), of_hundred(t, shown.closed), t(f"do_{name}")
            rows.append((f"{t('at_month', age=date.age)} · {t(name)}", *cells))
    header = (f"{t('when')} · {t('light')}", t("where"), t("futures"), t("closed_by", at=at), t("do"))
    return TextTable(t("lights_table"), header, rows, [])


def _rates(t: Words, dates: Sequence[AtDate]) -> TextTable:
    unseen = [date.best.unseen for date in dates if date.best.unseen is not None]
    keys = ("base", "warned_close", "others_close", "closing_warned", "living_warned")
    rows = [(t(key), *(of_hundred(t, getattr(rates, key)) for rates in unseen)) for key in keys]
    worth = ("yes" if rates.of_use else "red_alone" if rates.red_of_use else "no" for rates in unseen)
    rows.append((t("worth"), *map(t, worth)))
    return TextTable(t("rates_table"), (t("rate"), *(t("at_month", age=date.age) for date in dates)), rows, [])


def _by_thirds(t: Words, dates: Sequence[AtDate], at: int) -> TextTable:
    rows = []
    for date in dates:
        for name in INDICATORS:
            edges, closed = by_third(date.futures, name)
            cells = [of_hundred(t, one) for one in closed]
            parted = " | ".join(t.tidy(edge) for edge in edges)
            rows.append((f"{t('at_month', age=date.age)} · {t(name)}", *[*cells, "–", "–", "–"][:3], parted))
    header = (f"{t('when')} · {t('indicator')}", t("low"), t("middle"), t("high"), "|")
    return TextTable(t("thirds_table", at=at), header, rows, [t("third_note")])


def _wall(t: Words, date: AtDate, at: int) -> TextTable:
    """Members by cash: of each cell how many close, how many futures it holds, and whether they are too few."""
    futures, rule = date.futures, date.best.rule
    members, cash = futures.values["members"], futures.values["cash_months"]
    rows_at = bands(members, _QUARTERS, 1.0)
    columns_at = bands(cash, _THIRDS, 0.5)
    if rule is not None and "cash_months" in rule.form.indicators:  # the rule's own thresholds part the table
        place = rule.form.indicators.index("cash_months")
        columns_at = bands(cash, (), 0.5, [bounds[place] for bounds in (rule.red, rule.amber) if bounds is not None])
    names = [_band(t, "cash", columns_at, number) for number in range(len(columns_at) + 1)]
    rows = []
    for number, inside in enumerate(between(members, rows_at)):
        cells = (_cell(t, date, inside & column) for column in between(cash, columns_at))
        rows.append((members_band(t, rows_at, number), *cells))
    note = t("cell_note", least=FEW_IN_A_CELL, sets=FEWEST_SETS)
    return TextTable(t("wall_table", at=at, age=date.age), (t("members"), *names), rows, [note])


def _cell(t: Words, date: AtDate, chosen: np.ndarray) -> str:
    number = int(chosen.sum())
    if not number:
        return "–"
    few = number < FEW_IN_A_CELL or len(np.unique(date.futures.group[chosen])) < FEWEST_SETS
    closed = share(date.futures.closed, date.futures.group, chosen)
    return f"{t.number(100 * closed.value)}{'*' if few else ''} (n {t.number(number)})"


def _band(t: Words, kind: str, edges: Sequence[float], number: int) -> str:
    if not edges:
        return t(f"any_{kind}")
    if number == 0:
        return t(f"{kind}_below", high=_round(t, edges[0]))
    if number == len(edges):
        return t(f"{kind}_from", low=_round(t, edges[-1]))
    return t(f"{kind}_between", low=_round(t, edges[number - 1]), high=_round(t, edges[number]))


def members_band(t: Words, edges: Sequence[float], number: int) -> str:
    """A band of members, whole numbers, both ends said."""
    if not 0 < number < len(edges):
        return _band(t, "members", edges, number)
    low, high = edges[number - 1], edges[number] - 1
    return t("members_one", low=_round(t, low)) if low == high else t("members_between", low=_round(t, low), high=_round(t, high))


def _pictures(t: Words, dates: Sequence[AtDate], at: int) -> tuple[Picture, ...]:
    """How many close by members, in the colours and words of the lights."""
    from experiments.questions.warning_drawn import by_members

    shown = [date for date in dates if len(date.futures.closed)]
    if not shown:
        return ()
    useless = [str(date.age) for date in shown if date.by_members.unseen is None or not date.by_members.unseen.of_use]
    ages = t.listing([str(date.age) for date in shown])
    note = t("picture_note", at=at, useless=t("picture_useless", ages=t.listing(useless)) if useless else "")
    return (Picture(t("picture", ages=ages), note, by_members(t, shown, t("picture", ages=ages), members_band)),)
