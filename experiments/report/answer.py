"""The top of the page: the question, the answer in two sentences, how sure it is, a hundred possible futures and four figures."""

import math
from typing import Any, Final

import numpy as np

from experiments.languages import own_words_in
from experiments.outcomes.intervals import ROUNDING
from experiments.outcomes.measures import ALL, MEASURES
from experiments.outcomes.nested import FEWEST_SETS
from experiments.outcomes.rows import SummaryRow
from experiments.report import findings, ranking
from experiments.report.expectations import threshold
from experiments.report.findings import Account, Fate
from experiments.report.icons import futures_svg
from experiments.report.reader import Reader
from experiments.showing.style import STATE_COLOURS
from model.catalogue import Parameter, Table
from model.names import NO_REASON
from model.parameter_sets import WORLDS_A_SET
from model.parameters import CATALOGUE, TABLES

HEAVY: Final = 0.5  # share of costs above which rent and host are named as the reason
_NARROW, _WIDE = 0.06, 0.25  # width of the interval below which more futures would change nothing, above which they should be run


def head(reader: Reader) -> dict[str, Any]:
    """Title, question and the facts of the case."""
    results, t = reader.results, reader.t
    scenario = results.scenario
    towns = [reader.town(town) for town in scenario.territory.towns]
    desks, offices = sum(hub.desks for hub in scenario.hubs), sum(hub.offices for hub in scenario.hubs)
    if len(scenario.hubs) == 1:  # whatever the policies add
        hubs = t("one_hub_offices", desks=desks, offices=offices) if offices else t("one_hub", desks=desks)
    else:
        hubs = t("many_hubs", count=len(scenario.hubs), desks=t.number(desks))
    named = t.listing(towns) if len(towns) <= 6 else t.listing([*towns[:5], f"… ({len(towns)})"])
    facts = t("facts", towns=named, hubs=hubs, first=t.month(scenario.start, 0), last=t.month(scenario.start, results.months - 1))
    return {
        "title": reader.written(scenario, "title"),
        "question": reader.written(scenario, "question"),
        "facts": facts,
        "by": " · ".join(filter(None, (reader.written(scenario, key) for key in ("office", "author")))),
        "hub": reader.hub_title(results.hubs[0]) if results.hubs else "",
        "description": own_words_in(scenario, "description", reader.lang),
    }


def answer(reader: Reader) -> dict[str, Any]:
    """Two sentences and how sure they are."""
    fate = findings.fate(reader.results, age=reader.age)
    account = findings.account(reader.results)
    return {
        "what": " ".join(filter(None, (level(reader), what_happens(reader, fate)))),
        "why": why(reader, fate, account),
        "members": members(reader),
        "best": ranking.best(reader),
        "chance": _chance(reader, decided(reader)),
        "parameters": _parameters(reader, decided(reader)),
    }


def what_happens(reader: Reader, fate: Fate) -> str:
    """The first sentence: how likely the hub is to shrink or close, and to be viable."""
    t = reader.t
    key = "answer_one" if reader.one_hub else "answer_many"
    if fate.age is None:
        when = t("when_end", date=reader.judged_date)
    elif reader.one_hub:
        there = any(hub.already_open is not None for hub in reader.results.scenario.hubs)  # found open when the run begins
        when = t("when_age_there" if there else "when_age_one", date=reader.judged_date, age=fate.age)
    else:
        when = t("when_age_many", age=fate.age)
    lost, viable = reader.per_hundred(fate.lost.mean), reader.per_hundred(fate.viable.mean)
    if parted(fate.lost):
        spread = t("answer_sets", **_by_set(reader, fate.lost))
        also = t("answer_also", **_by_set(reader, fate.viable)) if parted(fate.viable) else ""
    else:
        spread, also = t("answer_interval", **_sure(reader, fate.lost)), ""
    futures = t("futures_one" if lost == "1" else "futures_many")
    return t(key, when=when, futures=futures, lost=lost, spread=spread, viable=viable, also=also)


def told(row: SummaryRow) -> bool:
    """Whether enough parameter sets were drawn to say how far an outcome goes as the unknown numbers vary."""
    return math.isfinite(row.sets_low)


def parted(row: SummaryRow) -> bool:
    """Whether what the unknown numbers do to an outcome can be told from chance in these futures."""
    return told(row) and row.sets_high > row.sets_low


def _by_set(reader: Reader, row: SummaryRow) -> dict[str, str]:
    """Between what the share lies in most sets of parameters, out of 100."""
    return {"low": reader.per_hundred(row.sets_low), "high": reader.per_hundred(row.sets_high)}


def _sure(reader: Reader, row: SummaryRow) -> dict[str, str]:
    """How sure the share is, out of 100."""
    return {"low": reader.per_hundred(row.mean_low), "high": reader.per_hundred(row.mean_high)}


def why(reader: Reader, fate: Fate, account: Account | None) -> str:
    """The second sentence: members needed against members had, and the commonest reason of shrinking or closing."""
    t = reader.t
    reason = ""
    if fate.reason != NO_REASON:
        reason = t("why_reason", share=t.percent(fate.reason_share), reason=t.name("reason", str(fate.reason)))
    if account is None:
        return t("why_unknown", reason=reason)
    if math.isinf(account.needed):
        return t("why_never", reason=reason)
    words = {"needed": t.number(math.ceil(account.needed - 1e-9)), "members": t.number(account.members), "reason": reason}
    covered = t.the_percent(account.covered)
    if account.members < account.needed:
        heavy = t("why_heavy", share=t.the_percent(account.rent_and_host)) if account.rent_and_host >= HEAVY else ""
        return t("why_short" if reader.one_hub else "why_many_short", covered=covered, heavy=heavy, **words)
    if account.covered < 1 and reader.one_hub:
        return t("why_helped", covered=covered, **words)
    return t("why_enough" if reader.one_hub else "why_many_enough", **words)


def members(reader: Reader) -> str:
    """How many members, and how often those the scenario asks about."""
    name = f"members_{reader.at}"
    row = findings.outcome(reader.results, name)
    if row is None:
        return ""
    middle, low, high = (reader.t.number(value) for value in (row.p50, row.p10, row.p90))
    when = reader.at_age if reader.one_hub else reader.t("all_hubs", name=reader.at_age)
    return reader.t("answer_members", when=when, middle=middle, low=low, high=high, threshold=threshold(reader, name))


def decided(reader: Reader) -> SummaryRow:
    """The outcome that decides, in the base case."""
    row = findings.outcome(reader.results, reader.deciders[0].name, hub=reader.deciders[0].hub)
    assert row is not None  # else it would not decide
    return row


def level(reader: Reader) -> str:
    """What the outcome that decides is in the base case, where the sentence on what becomes of the hub does not say it."""
    t, row = reader.t, decided(reader)
    if row.hub == ALL and row.outcome in {f"{name}_{reader.at}" for name in ("shrunk_or_closed", "viable")}:
        return ""
    if parted(row):
        spread = t("answer_sets", low=reader.value(row.outcome, row.sets_low), high=reader.value(row.outcome, row.sets_high))
    else:
        spread = t("answer_interval", low=reader.value(row.outcome, row.mean_low), high=reader.value(row.outcome, row.mean_high))
    return t("level", outcome=reader.called(reader.deciders[0]), value=ranking.level_of(reader, row.mean), spread=spread)


def _chance(reader: Reader, row: SummaryRow) -> str:
    t, results = reader.t, reader.results
    width = row.mean_high - row.mean_low
    if MEASURES[row.outcome].kind == "number":  # beside its size, and four times as wide as a share may be
        width /= 4 * max(abs(row.mean), ROUNDING)
    verdict = t("sure_narrow" if width <= _NARROW else "sure_medium" if width <= _WIDE else "sure_wide")
    replicates = t.number(results.replicates)
    if results.sets is None:
        return t("sure_chance", replicates=replicates, verdict=verdict)
    drawn = {"replicates": replicates, "sets": t.number(results.sets_drawn), "worlds": results.worlds}
    low, high = (reader.value(row.outcome, bound) for bound in (row.mean_low, row.mean_high))
    return t("sure_sets", verdict=verdict, outcome=t.inside(reader.called(reader.deciders[0])), low=low, high=high, **drawn)


def _parameters(reader: Reader, row: SummaryRow) -> str:
    t, sets = reader.t, reader.results.sets
    entries: list[Parameter | Table] = [*CATALOGUE.values(), *TABLES.values()]
    counted = {"total": len(entries), "assumed": sum(entry.evidence == "assumed" for entry in entries)}
    if sets is None:
        return t("sure_parameters", **counted)
    varied = len(set(sets.names) - set(reader.results.scenario.parameters))
    if told(row) and not parted(row):
        part = t("sure_alike")
    elif told(row):
        low, high = (ranking.level_of(reader, bound) for bound in (row.sets_low, row.sets_high))
        part = t("sure_part", share=t.percent(np.nan_to_num(row.sets_share)), low=low, high=high)
    else:
        part = t("sure_few", least=FEWEST_SETS * WORLDS_A_SET)
    return t("sure_numbers", table=t.number(len(sets)), varied=varied, part=part, **counted)


def limits(reader: Reader) -> list[str]:
    """What the answer does not hold."""
    ends = ("", "") if reader.results.sets is None else ("_sets", "_sets")
    keys = [f"limit_{number}{end}" for number, end in enumerate((*ends, "", "", "", ""), start=1)]
    return [reader.t(key, replicates=reader.t.number(reader.results.replicates)) for key in keys]


def futures(reader: Reader) -> dict[str, Any]:
    """A hundred possible futures under the base case and each policy shown."""
    t = reader.t
    shown = []
    for position, policy in enumerate(reader.shown):
        shares = findings.shares_by_state(reader.results, policy, reader.age)
        counts = out_of_hundred(shares)
        words = [f"{number} {t(f'state_{state}' if number == 1 else f'states_{state}')}" for state, number in counts.items() if number]
        description = t("futures_desc", policy=reader.title(policy), counts=reader.t.listing(words))
        shown.append(
            {
                "title": reader.title(policy),
                "ink": reader.look(policy).ink,
                "counts": ", ".join(words),
                "svg": futures_svg(counts, f"futures-{position}", reader.title(policy), description),
            }
        )
    states = [{"name": t(f"state_{state}"), "colour": colour, "state": state} for state, colour in STATE_COLOURS.items()]
    when = t("futures_when", when=reader.judged_date) if reader.one_hub else t("futures_when_many", when=reader.at_age)
    read = t("futures_read" if reader.one_hub else "futures_read_many")
    return {"cases": shown, "states": states, "when": when, "read": read}


def out_of_hundred(shares: dict[str, float]) -> dict[str, int]:
    """Shares as whole numbers that add up to 100 (largest remainders, of equal ones the first)."""
    exact = {name: share * 100 for name, share in shares.items()}
    counts = {name: math.floor(value + 1e-9) for name, value in exact.items()}
    for name in sorted(exact, key=lambda name: round(counts[name] - exact[name], 9))[: 100 - sum(counts.values())]:
        counts[name] += 1
    return counts


def tiles(reader: Reader) -> list[dict[str, str]]:
    """Four figures of the base case: members, members needed, break-even, cash."""
    t, results = reader.t, reader.results
    shown = []
    members = findings.outcome(results, f"members_{'final' if reader.age is None else 24}")
    if members is not None:
        when = t("at_end") if reader.age is None else t("at_age", age=24)
        spread = t("tile_range", low=t.number(members.p10), high=t.number(members.p90))
        shown.append({"name": reader.total(t("tile_members", when=when)), "value": t.number(members.p50), "note": spread})
    account = findings.account(results)
    if account is not None and math.isfinite(account.needed):
        had = t.number(account.members)
        first, last = account.window
        note = t("tile_needed_note", members=had, first=first, last=last) if reader.one_hub else t("tile_needed_many", members=had)
        shown.append({"name": t("tile_needed"), "value": t.number(math.ceil(account.needed - 1e-9)), "note": note})
    shown.append(_even(reader))
    cash = findings.outcome(results, f"cash_{reader.at}")
    if cash is not None:
        spread = t("tile_range", low=t.euro(cash.p10), high=t.euro(cash.p90))
        shown.append({"name": reader.total(t("tile_cash", when=reader.at_age)), "value": t.euro(cash.p50), "note": spread})
    return shown


def _even(reader: Reader) -> dict[str, str]:
    t = reader.t
    even = findings.outcome(reader.results, "breaks_even")
    months = reader.results.values("months_to_break_even")
    reached = months[~np.isnan(months)]
    note = t("tile_even_note", months=t.number(float(np.median(reached)))) if reached.size else t("tile_even_never")
    return {"name": t("tile_even"), "value": t("tile_even_value", share=reader.per_hundred(even.mean if even else 0.0)), "note": note}


def outcome_table(reader: Reader) -> list[dict[str, str]]:
    """Every outcome of the base case: mean with its interval, and the spread of the futures."""
    rows = []
    for row in reader.results.rows(hubs=["all"]):
        measure = MEASURES[row.outcome]
        low, high = (reader.value(measure, value) for value in (row.mean_low, row.mean_high))
        spread = "–" if measure.kind == "yes_no" else f"{reader.value(measure, row.p10)} – {reader.value(measure, row.p90)}"
        by_set = f"{reader.value(measure, row.sets_low)} – {reader.value(measure, row.sets_high)}" if told(row) else "–"
        unit = (
            "/ 100"
            if measure.kind == "yes_no"
            else ""
            if measure.kind == "share" or measure.unit == "EUR"
            else reader.t.name("unit", measure.unit)
        )
        rows.append(
            {
                "name": reader.t.outcome(measure),
                "meaning": reader.t.outcome_meaning(measure),
                "mean": reader.value(measure, row.mean),
                "interval": f"{low} – {high}",
                "by_set": by_set,
                "part": reader.t.percent(row.sets_share) if math.isfinite(row.sets_share) else "–",
                "spread": spread,
                "unit": unit,
                "scenario_only": "*" if measure.scenario_only else "",
            }
        )
    return rows
