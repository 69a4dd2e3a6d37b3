"""The accounts on the page, in the words and rounding of a reader: income statement, cash plan, investment, and what was assumed."""

import math
from typing import Any

from experiments.outcomes.measures import ALL
from experiments.report.accounts import MOST_HUBS, Account, Line
from experiments.report.plan import FILE, RESULT, STARTS_WITH, Figure
from experiments.report.reader import Reader
from experiments.report.tables import heading, hub_name, line_name, origin_name
from model.scenario import BASELINE

_TOTALS = ("income", "costs", "result", "cash_end")
_GROUPS = ("income", "costs", "result", "cash", "beside")


def section(reader: Reader) -> dict[str, Any]:
    """Every policy with its accounts: all hubs together, hub by hub in the base case, and what was invested."""
    books, t = reader.books, reader.t
    cases = []
    for policy, accounts in books.accounts.items():
        hubs = accounts[1:] if policy == BASELINE and 1 < len(accounts) <= 1 + MOST_HUBS else []
        cases.append({
            "title": reader.title(policy),
            "ink": reader.look(policy).ink,
            "open": policy == BASELINE,
            "groups": _groups(reader, accounts[0]),
            "hubs": [{"title": hub_name(reader, one.hub), "groups": _groups(reader, one)} for one in hubs],
            "investment": _figures(reader, books.investment[policy]),
        })
    shown = books.shown_years
    return {
        "lead": _lead(reader),
        "years": [heading(reader, books.years[place]) for place in shown],
        "later": t("accounts_later") if len(shown) < len(books.years) and shown and shown[-1] < len(books.years) - 1 else "",
        "cases": cases,
        "split": any(account.line("interest") for account in books.accounts[BASELINE]),
    }


def _lead(reader: Reader) -> str:
    """The last whole year shown, in a sentence."""
    books, t = reader.books, reader.t
    whole = [place for place in books.shown_years if books.years[place].months == 12]
    if not whole:
        return ""
    account, place = books.accounts[BASELINE][0], whole[-1]
    values = {line.key: t.euro(line.values[place], exact=True) for line in account.lines if line.unit == "EUR"}
    open_at_end = next(line.values[place] for line in account.lines if line.key == "running") / 100
    values["running"] = reader.count(open_at_end, reader.results.replicates) if account.hub != ALL else t.the_percent(open_at_end)
    return t("accounts_lead" if account.hub != ALL else "accounts_lead_many", year=books.years[place].year, **values)


def _groups(reader: Reader, account: Account) -> list[dict[str, Any]]:
    """Lines by part, without those that are nothing in every year; the two ends of a range in one line."""
    shown = reader.books.shown_years
    groups = []
    for group in _GROUPS:
        rows = []
        for line in (one for one in account.lines if one.group == group and not one.key.endswith("_high")):
            values = [line.values[place] for place in shown]
            if not any(values) and line.key not in (*_TOTALS, "running"):
                continue
            if line.key.endswith("_low"):
                rows.append(_range(reader, account, line, shown))
                continue
            name = line_name(reader, "running_many" if line.key == "running" and account.hub == ALL else line.key)
            name += ", €" if group == "beside" and line.unit == "EUR" else ""
            written = [[reader.t.number(value)] for value in values]
            rows.append({"name": name, "values": written, "total": line.key in _TOTALS, "range": False})
        if rows:
            groups.append({"title": reader.t(f"part_{group}"), "rows": rows})
    return groups


def _range(reader: Reader, account: Account, low: Line, shown: list[int]) -> dict[str, Any]:
    high = account.line(low.key.removesuffix("_low") + "_high")
    assert high is not None
    t = reader.t
    values = [[t.number(line.values[place]) for line in (low, high)] for place in shown]
    return {"name": t("in_eight_of_ten"), "values": values, "total": False, "range": True}


def _figures(reader: Reader, figures: list[Figure]) -> list[dict[str, str]]:
    several = len({one.hub for one in figures}) > 1
    return [
        {
            "hub": hub_name(reader, one.hub) if several else "",
            "name": reader.t.capital(reader.t.name("plan", one.key)),
            "value": _number(reader, one, one.value) + _unit(reader, one),
            "range": _between(reader, one),
            "kind": "scenario" if one.origin in (FILE, RESULT) else one.origin,
            "origin": origin_name(reader, one.origin),
        }
        for one in figures
    ]


def _between(reader: Reader, figure: Figure) -> str:
    """Where a figure lies in 8 futures out of 10; nothing where it is the same in all."""
    if math.isnan(figure.low):
        return ""
    low, high = (_number(reader, figure, bound) for bound in (figure.low, figure.high))
    return reader.t("interval", low=low, high=high)


def _number(reader: Reader, figure: Figure, value: float) -> str:
    t = reader.t
    if figure.unit in ("share", "in 100"):
        return t.percent(value if figure.unit == "share" else value / 100, 1)
    if figure.unit in ("EUR", "EUR/month"):
        return t.euro(value)
    return t.number(value, {"EUR/m²/month": 2, "persons": 1}.get(figure.unit, 0))


def _unit(reader: Reader, figure: Figure) -> str:
    """What follows the number of a figure."""
    if figure.unit in ("persons", "years"):
        return f" {reader.t.unit(figure.unit)}"
    known = {"EUR/month": "a_month", "EUR/m²/month": "per_m2"}
    return reader.t(known[figure.unit]) if figure.unit in known else ""


def assumed(reader: Reader) -> list[dict[str, str]]:
    """What the file of the scenario leaves to the program, for each hub of the base case; how it starts in one row."""
    figures = [one for one in reader.books.assumed if one.origin not in (FILE, RESULT)]
    rows = _figures(reader, figures)
    for row, figure in zip(rows, figures, strict=True):
        row["origin"] = reader.t.name("evidence_one", figure.origin)
    starts = [place for place, figure in enumerate(figures) if figure.key.startswith(STARTS_WITH)]
    for hub in dict.fromkeys(figures[place].hub for place in starts):
        first, *others = [place for place in starts if figures[place].hub == hub]
        counts = {place: reader.t.number(figures[place].value / 100 * reader.results.replicates) for place in (first, *others)}
        said = [f"{reader.t.name('plan', figures[place].key)} {count}" for place, count in counts.items()]
        rows[first] |= {"name": reader.t("starts", all=reader.t.number(reader.results.replicates)), "value": ", ".join(said)}
    several = {place for place in starts if place > 0 and place - 1 in starts and figures[place].hub == figures[place - 1].hub}
    return [row for place, row in enumerate(rows) if place not in several]
