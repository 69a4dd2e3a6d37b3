"""The figures of the page, from results to inline SVG, each with its sentence."""

import math
from typing import Any, Final

import numpy as np

from experiments.outcomes.measures import ALL, MEASURES
from experiments.report import findings
from experiments.report.answer import out_of
from experiments.report.reader import MOST_SHOWN, Reader
from experiments.showing import bars, curves
from experiments.showing.bars import Balance
from experiments.showing.curves import Curve, FanPanel, SurvivalPanel
from experiments.showing.forest import Effect, Forest
from experiments.showing.forest import forest as draw_forest
from experiments.showing.sheet import Ages, Calendar
from experiments.showing.style import BASE_LOOK, COST_COLOURS, INCOME_COLOURS, drawing
from experiments.showing.svg import inline_svg
from model.names import FIELDS
from model.scenario import BASELINE

_BEST_PAIRS: Final = 6
_SMALLEST_LINE: Final = 0.5  # EUR a month below which a line of the ledger is not shown


def drawn(reader: Reader, key: str, figure: Any) -> str:
    """A figure as SVG, with its description for who cannot see it."""
    return inline_svg(figure, key, reader.t(f"{key}_alt"), reader.t(f"{key}_alt"))


def style(key: str) -> Any:
    """The drawing habits of the report, for a `with` block; ids inside the drawing depend on `key` only."""
    return drawing(**{"svg.hashsalt": key})


def survival(reader: Reader) -> dict[str, Any]:
    """How long the hub stays whole and open."""
    if len(reader.shown) > MOST_SHOWN:  # a panel a policy, beside the base case
        both = [(policy, [_curve(reader, each, whole=True) for each in (BASELINE, policy)]) for policy in reader.shown[1:]]
        panels = [SurvivalPanel(reader.title(policy), curves) for policy, curves in both]
    else:
        panels = [
            SurvivalPanel(reader.t(name), [_curve(reader, policy, whole=whole) for policy in reader.shown])
            for name, whole in (("survival_whole", True), ("survival_open", False))
        ]
    time = Calendar(reader.start, reader.results.months, reader.t) if reader.one_hub else Ages(_longest_life(panels))
    with style("survival"):
        figure = curves.survival(panels, time, reader.t, "" if reader.one_hub else reader.t("years_axis"))
        svg = drawn(reader, "survival", figure)
    return {"svg": svg, "lead": _survival_lead(reader), "apart": len(reader.shown) > MOST_SHOWN}


def _survival_lead(reader: Reader) -> str:
    """What the marks say of the base case, in a sentence."""
    shares, t = findings.shares_by_state(reader.results, BASELINE, reader.age), reader.t
    if reader.one_hub:
        number = reader.results.replicates
        counts = {state: t.number(count) for state, count in out_of(shares, number).items()}
        return t("survival_lead", when=reader.judged_date, all=t.number(number), **counts)
    parts = {state: t.the_percent(count / 100) for state, count in out_of(shares, 100).items()}
    return t("survival_lead_many", when=reader.at_age, **parts)


def _longest_life(panels: list[SurvivalPanel]) -> int:
    return max(int(curve.month[-1]) for panel in panels for curve in panel.curves)


def _curve(reader: Reader, policy: str, hub: str = ALL, *, whole: bool) -> Curve:
    curve = reader.results.survival(policy, hub, whole=whole)
    stack = reader.results.stack(policy)
    calendar = reader.one_hub or hub != ALL
    shift = int(stack.opens[stack.hub_names.index(hub) if hub != ALL else 0]) if calendar else 0
    base = policy == BASELINE
    return Curve(
        reader.title(policy),
        reader.look(policy),
        curve.month + shift,
        curve.share,
        curve.low if base else None,
        curve.high if base else None,
    )


def members(reader: Reader) -> dict[str, Any]:
    """Members by month, with the members needed to cover costs where one hub makes that a single number."""
    fans = []
    for policy in reader.shown:
        account = findings.account(reader.results, policy) if reader.one_hub else None
        levels = []
        if account is not None and math.isfinite(account.needed) and account.needed > 0:
            needed = account.needed_members()
            levels = [(reader.t("level_needed", members=reader.t.number(needed, account.decimals)), needed)]
        fans.append(_fan(reader, "members", policy, levels))
    middle = fans[0].quantiles[2]
    first = fans[0].first
    values = {"m12": first + 11, "m24": first + 23, "last": -1}
    together = len(set(reader.results.stack().opens.tolist())) == 1  # else a year after the first opens is no age of all
    key = "members_lead_short" if first + 23 >= len(middle) - 1 else "members_lead" if together else "members_lead_apart"
    words = {name: reader.t.number(float(middle[month])) for name, month in values.items() if month < len(middle)}
    return {"svg": _fans(reader, "members", fans), "lead": reader.t(key, **words)}


def cash(reader: Reader) -> dict[str, Any]:
    """Cash by month."""
    return {"svg": _fans(reader, "cash", [_fan(reader, "cash_eur", policy, []) for policy in reader.shown])}


def _fan(reader: Reader, series: str, policy: str, levels: list[tuple[str, float]]) -> FanPanel:
    fan = reader.results.fan(series, policy)
    first = int(reader.results.stack(policy).opens.min())
    others = [] if policy == BASELINE else [(BASE_LOOK, reader.results.fan(series).p50)]
    quantiles = np.stack([fan.p10, fan.p25, fan.p50, fan.p75, fan.p90])
    return FanPanel(reader.title(policy), reader.look(policy), quantiles, first, others, levels)


def _fans(reader: Reader, key: str, fans: list[FanPanel]) -> str:
    with style(key):
        time = Calendar(reader.start, reader.results.months, reader.t)
        return drawn(reader, key, curves.fans(fans, time, reader.t, euro=key == "cash"))


def money(reader: Reader) -> dict[str, Any]:
    """Mean monthly income and spending, line by line."""
    t = reader.t
    cases = {policy: findings.monthly_lines(reader.results, [*INCOME_COLOURS, *COST_COLOURS], policy) for policy in reader.shown}
    balances = [
        Balance(reader.title(policy), _side(reader, lines, INCOME_COLOURS), _side(reader, lines, COST_COLOURS))
        for policy, lines in cases.items()
    ]
    legend = {
        side: [
            {"name": t.name("line", line), "colour": colour}
            for line, colour in colours.items()
            if any(c[line] >= _SMALLEST_LINE for c in cases.values())
        ]
        for side, colours in (("income", INCOME_COLOURS), ("costs", COST_COLOURS))
    }
    with style("money"):
        svg = drawn(reader, "money", bars.money(balances, (t("income"), t("costs"), t("balance")), t))
    return {"svg": svg, "lead": _money_lead(reader, cases[BASELINE]), "legend": legend}


def _side(reader: Reader, lines: dict[str, float], colours: dict[str, str]) -> list[tuple[str, float, str]]:
    return [(reader.t.name("line", line), lines[line], colour) for line, colour in colours.items() if lines[line] >= _SMALLEST_LINE]


def _money_lead(reader: Reader, lines: dict[str, float]) -> str:
    t = reader.t
    income, costs = (sum(lines[line] for line in colours) for colours in (INCOME_COLOURS, COST_COLOURS))
    if costs <= 0:
        return reader.t("money_lead_none")
    heaviest = max(COST_COLOURS, key=lambda line: lines[line])
    key = "money_lead_short" if income < costs else "money_lead_enough"
    return reader.t(
        key,
        who=reader.t("the_hub" if reader.one_hub else "a_hub"),
        income=t.euro(income),
        costs=t.euro(costs),
        gap=t.euro(abs(income - costs)),
        line=reader.t.name("line", heaviest),
        share=t.the_percent(lines[heaviest] / costs),
    )


def pairs(reader: Reader) -> dict[str, Any]:
    """Collaborations by the fields of the two who collaborate, in the base case."""
    t = reader.t
    matrix = np.tril(reader.results.collaborations())
    total = float(matrix.sum())
    if total <= 0:
        return {"svg": "", "lead": t("pairs_lead_none"), "share": ""}
    order = sorted(((float(matrix[row, column]), row, column) for row in range(len(FIELDS)) for column in range(row + 1)), reverse=True)
    short = [t.name("field", field) for field in FIELDS]
    best = [(t("pairs_pair", first=short[column], second=short[row]), value) for value, row, column in order[:_BEST_PAIRS] if value > 0]
    with style("pairs"):
        svg = drawn(reader, "pairs", bars.pairs(matrix, short, best, t("pairs_best"), t))
    value, row, column = order[0]
    names = {"first": t.name("field_long", FIELDS[column]), "second": t.name("field_long", FIELDS[row])}
    lead = t("pairs_lead", total=t.tidy(total), years=reader.span(reader.results.months), number=t.tidy(value), **names)
    started = findings.outcome(reader.results, "collaboration_share_first_year")
    share = t("pairs_share", share=t.the_percent(started.mean)) if started is not None else ""
    return {"svg": svg, "lead": lead, "share": share}


def forest(reader: Reader, outcomes: list[str]) -> str:
    """Differences of the policies shown from the base case, an outcome a panel."""
    panels = []
    for name in outcomes:
        measure = MEASURES[name]
        percent, euro = measure.kind != "number", measure.unit == "EUR"
        text = reader.t.outcome(measure)
        title = reader.t("forest_points", label=text) if percent else reader.t("forest_euro", label=text) if euro else text
        effects = []
        for policy in reader.shown[1:]:
            row = reader.contrasts[policy].row(name)
            numbers = row.difference, row.low, row.high, row.sets_low, row.sets_high
            effects.append(Effect(reader.title(policy), reader.look(policy), *numbers, row.clear))
        panels.append(Forest(title, effects, measure.better, percent, euro))
    with style("forest"):
        return drawn(reader, "forest", draw_forest(panels, (reader.t("better"), reader.t("worse")), reader.t))


def hubs(reader: Reader) -> dict[str, Any]:
    """One panel for each of the hubs most at risk: how long it stays whole, under the base case and the policies shown."""
    names = findings.most_at_risk(reader.results, reader.age, MOST_SHOWN)
    policies = {hub: [p for p in reader.shown if hub in reader.results.stack(p).hub_names] for hub in names}
    panels = [SurvivalPanel(reader.hub_title(hub), [_curve(reader, policy, hub, whole=True) for policy in policies[hub]]) for hub in names]
    with style("hubs"):
        time = Calendar(reader.start, reader.results.months, reader.t)
        figure = curves.survival(panels, time, reader.t)
        svg = inline_svg(figure, "hubs", reader.t("survival_whole"), reader.t("survival_alt"))
    return {"svg": svg, "count": len(names), "all": len(names) == len(reader.results.hubs)}
