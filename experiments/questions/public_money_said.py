"""The statement of public money in words, tables and a picture."""

import math
from typing import Final

from experiments.languages import Words, own_words
from experiments.outcomes.intervals import Estimate
from experiments.questions.answer import Picture, Said
from experiments.questions.public_money_found import Line, Statement
from experiments.showing.bars import Whole, parts
from experiments.showing.style import BAR, BASE, SHADES, drawing
from experiments.showing.svg import inline_svg
from experiments.showing.tables import TextTable, worth_saying

_PARTS: Final = {"anyway": BASE, "elsewhere": SHADES[1], "new": BAR}


def said(statement: Statement, lang: str, drawn: bool) -> Said:
    """The statement in a reader's words."""
    t = Words(lang, "public_money")
    tables = _reach(statement, t), _prices(statement, t), _stays(statement, t), _whom(statement, t), _value(statement, t)
    pictures = (_picture(statement, t),) if drawn and any(line.anyway for line in statement.lines) else ()
    return Said(t("title"), _sentences(statement, t), tuple(table for table in tables if table.rows), pictures)


def called(statement: Statement, line: Line, t: Words) -> str:
    """An instrument and the policy it is of: by its own title, the policy's where it is all of it, or its type's name."""
    blocks = {block.name: block for block in statement.results.scenario.policies[line.policy].instruments}
    block = blocks[line.instrument]
    policy = statement.results.title(line.policy, t.lang)
    own = own_words(block, "title", t.lang)
    if own is None and len(blocks) == 1:
        return policy
    return f"{own or t.name('measure', block.type)} ({policy})"


def _sentences(statement: Statement, t: Words) -> tuple[str, ...]:
    lines = statement.lines
    priced = [(line.prices["member_month"], line) for line in lines if line.prices["member_month"] is not None]
    sentences = []
    if priced:
        price, best = min(((price, line) for price, line in priced if price), key=lambda one: one[0].value)
        eur, low, high = (t.euro(number) for number in price)
        cheapest = _quoted(statement, best, t)
        sentences.append(t("best", number=t.number(len(lines)), instrument=cheapest, eur=eur, low=low, high=high))
        if best.anyway and best.elsewhere:
            drawn_off = t("drawn_off", elsewhere=t.percent(best.elsewhere.value)) if worth_saying(best.elsewhere) else ""
            sentences.append(t("inertia", anyway=t.percent(best.anyway.value), drawn_off=drawn_off, new=t.percent(best.new)))
        if best.members_at_end is not None and best.members_at_end.value > 0 and best.after:
            months, left = max(best.after.items())
            at_end, after = t.tidy(best.members_at_end.value), _number(left, t)
            sentences.append(t("remains", at_end=at_end, months=months, after=after))
    else:
        sentences.append(t("best_none"))
    reaching = [line for line in lines if line.anyway is not None]
    if len(reaching) > 1:
        least = min(reaching, key=lambda line: line.anyway.value if line.anyway else math.inf)
        assert least.anyway is not None
        share, low, high = (t.percent(number) for number in least.anyway)
        sentences.append(t("least_inertia", instrument=_quoted(statement, least, t), anyway=share, low=low, high=high))
    if any(line.after for line in lines):
        sentences.append(t("runs_on", months=t.number(statement.results.months)))
    return tuple(sentences)


def _reach(statement: Statement, t: Words) -> TextTable:
    rows: list[tuple[str, ...]] = []
    for line in statement.lines:
        payers = t.listing([t.name("payer", payer) for payer in line.payers])
        new = "–" if math.isnan(line.new) else t.percent(line.new)
        shares = (_share(line.anyway, t), _share(line.elsewhere, t), new)
        rows.append((called(statement, line, t), payers, _euro(line.spent, t), t.number(line.months), *shares))
    header = tuple(t(key) for key in ("instrument", "payer", "spent", "reached", "anyway", "elsewhere", "new"))
    return TextTable(t("reach"), header, rows, [t("reach_note")])


def _prices(statement: Statement, t: Words) -> TextTable:
    keys = ("member_month", "hub", "collaboration", "hour")
    rows = []
    for line in statement.lines:
        prices = (t("undefined") if line.prices[key] is None else _euro(line.prices[key], t) for key in keys)
        rows.append((called(statement, line, t), _euro(line.net, t, signed=True), *prices))
    when = t("at_end") if statement.age is None else t("at_age", age=statement.age)
    header = (t("instrument"), t("net"), *(t(key, when=when) for key in keys))
    return TextTable(t("prices"), header, rows, [t("prices_note")])


def _stays(statement: Statement, t: Words) -> TextTable:
    spans = sorted({span for line in statement.lines for span in line.after})
    rows = []
    for line in statement.lines:
        if line.ends is None:
            rows.append((called(statement, line, t), t("no_end"), "–", *("–" for _ in spans)))
            continue
        ends = t.short_month(statement.results.scenario.start, line.ends)
        after = (_members(line.after.get(span), t) for span in spans)
        rows.append((called(statement, line, t), ends, _members(line.members_at_end, t), *after))
    header = (t("instrument"), t("ends"), t("members_at_end"), *(t("members_after", months=span) for span in spans))
    return TextTable(t("stays"), header, rows if spans else [], [t("stays_note")])


def _whom(statement: Statement, t: Words) -> TextTable:
    atlas = statement.results.scenario.territory.atlas()
    kinds = ("independent", "employee", "firm")
    towns = tuple(statement.lines[0].towns) if len(statement.lines[0].towns) > 1 else ()
    rows = [
        (
            called(statement, line, t), *(t.tidy(line.kinds[kind]) for kind in kinds),
            *(t.tidy(line.towns[town]) for town in towns),
        )
        for line in statement.lines
    ]
    header = (t("instrument"), *(t(kind) for kind in kinds), *(atlas.town(town).name for town in towns))
    return TextTable(t("whom"), header, rows, [t("whom_note")])


def _value(statement: Statement, t: Words) -> TextTable:
    rows: list[tuple[str, ...]] = []
    for one in statement.value:
        hours, tonnes = (Estimate(*(number / size for number in one.gains[key])) for key, size in _SIZES.items())
        gains = (_number(hours, t), _number(tonnes, t), _number(one.gains["firms_reached"], t))
        rows.append((statement.results.title(one.policy, t.lang), _euro(one.extra, t, signed=True), *gains))
    header = tuple(t(key) for key in ("policy", "extra", "hours", "tonnes", "firms"))
    return TextTable(t("value"), header, rows, [t("value_note")])


_SIZES: Final = {"commute_minutes_avoided": 60, "co2_kg_avoided": 1000}


def _picture(statement: Statement, t: Words) -> Picture:
    shown = []
    for line in statement.lines:
        if line.anyway is not None and line.elsewhere is not None:
            shares = {"anyway": line.anyway.value, "elsewhere": line.elsewhere.value, "new": line.new}
            shown.append(Whole(called(statement, line, t), [(t(key), shares[key], colour) for key, colour in _PARTS.items()]))
    with drawing(**{"svg.hashsalt": "anyway"}):
        svg = inline_svg(parts(shown, t), "anyway", t("picture"), t("picture_note"))
    return Picture(t("picture"), t("picture_note"), svg)


def _share(share: Estimate | None, t: Words) -> str:
    if share is None:
        return "–"
    if math.isnan(share.low):
        return t.percent(share.value)
    return t("range", value=t.percent(share.value), low=t.percent(share.low), high=t.percent(share.high))


def _euro(amount: Estimate | None, t: Words, signed: bool = False) -> str:
    assert amount is not None
    value, low, high = (t.euro(number, signed=signed) for number in amount)
    return value if value == low == high or math.isnan(amount.low) else t("range", value=value, low=low, high=high)


def _members(members: Estimate | None, t: Words) -> str:
    return "–" if members is None else _number(members, t)


def _number(amount: Estimate, t: Words) -> str:
    largest = max((abs(number) for number in amount if math.isfinite(number)), default=0.0)
    value, low, high = (t.tidy(number, signed=True, like=largest) for number in amount)
    return value if math.isnan(amount.low) else t("range", value=value, low=low, high=high)


def _quoted(statement: Statement, line: Line, t: Words) -> str:
    return Words(t.lang, "questions")("quoted", title=called(statement, line, t))
