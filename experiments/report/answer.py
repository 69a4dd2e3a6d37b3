"""The top of the page: the question, the answer in two sentences, how sure it is, the possible futures and four figures."""

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

MOST_MARKS: Final = 100  # futures that are drawn one by one
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
    also = t("answer_also", range=by_set(reader, fate.viable)) if parted(fate.lost) and parted(fate.viable) else ""
    if reader.one_hub:
        number = fate.lost.replicates
        lost, viable = t.number(fate.lost.mean * number), reader.count(fate.viable.mean, fate.viable.replicates)
    else:
        number, lost, viable = 0, t.the_percent(fate.lost.mean), t.the_percent(fate.viable.mean)
    return t(key, when=when, lost=lost, all=t.number(number), spread=spread(reader, fate.lost), viable=viable, also=also)


def spread(reader: Reader, row: SummaryRow) -> str:
    """In brackets, how far a mean goes as the unknown numbers vary or, where that cannot be told, how sure it is."""
    if parted(row):
        return reader.t("answer_sets", range=by_set(reader, row))
    if not math.isfinite(row.mean_low):
        return reader.t("answer_few")
    return reader.t("answer_interval", range=reader.between(row.outcome, row.mean_low, row.mean_high))


def told(row: SummaryRow) -> bool:
    """Whether enough parameter sets were drawn to say how far an outcome goes as the unknown numbers vary."""
    return math.isfinite(row.sets_low)


def parted(row: SummaryRow) -> bool:
    """Whether what the unknown numbers do to an outcome can be told from chance in these futures."""
    return told(row) and row.sets_high > row.sets_low


def by_set(reader: Reader, row: SummaryRow) -> str:
    """Between what a mean lies in most sets of parameters."""
    return reader.between(row.outcome, row.sets_low, row.sets_high)


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
    words = {**members_had(reader, account), "reason": reason}
    covered = t.the_percent(account.covered)
    if account.members < account.needed:
        heavy = t("why_heavy", share=t.the_percent(account.rent_and_host)) if account.rent_and_host >= HEAVY else ""
        return t("why_short" if reader.one_hub else "why_many_short", covered=covered, heavy=heavy, **words)
    if account.covered < 1 and reader.one_hub:
        return t("why_helped", covered=covered, **words)
    return t("why_enough" if reader.one_hub else "why_many_enough", **words)


def members_had(reader: Reader, account: Account) -> dict[str, str]:
    """Members needed to cover costs and members had, the same wherever the page says them."""
    needed, had = (reader.t.number(value, account.decimals) for value in (account.needed_members(), account.members))
    return {"needed": needed, "members": had}


def members(reader: Reader) -> str:
    """How many members, and how often those the scenario asks about."""
    name = f"members_{reader.at}"
    row = findings.outcome(reader.results, name)
    if row is None:
        return ""
    middle, low, high = (reader.t.number(value) for value in (row.p50, row.p10, row.p90))
    mean = reader.value(name, row.mean)
    when = reader.at_age if reader.one_hub else reader.t("all_hubs", name=reader.at_age)
    return reader.t("answer_members", when=when, middle=middle, mean=mean, low=low, high=high, threshold=threshold(reader, name))


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
    value = ranking.level_of(reader, row, row.mean)
    return t("level", outcome=reader.called(reader.deciders[0]), value=value, spread=spread(reader, row))


def _chance(reader: Reader, row: SummaryRow) -> str:
    t, results = reader.t, reader.results
    width = row.mean_high - row.mean_low
    if MEASURES[row.outcome].kind == "number":  # beside its size, and four times as wide as a share may be
        width /= 4 * max(abs(row.mean), ROUNDING)
    verdict = t("sure_narrow" if width <= _NARROW else "sure_medium" if width <= _WIDE else "sure_wide")
    replicates = t.number(results.replicates)
    if results.sets is None:
        return t("sure_chance", replicates=replicates, verdict=verdict)
    if not math.isfinite(width):
        return t("sure_none")
    drawn = {"replicates": replicates, "sets": t.number(results.sets_drawn), "worlds": results.worlds}
    interval = reader.between(row.outcome, row.mean_low, row.mean_high)
    return t("sure_sets", verdict=verdict, range=interval, **drawn)


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
        part = t("sure_part", share=t.the_percent(np.nan_to_num(row.sets_share)), range=by_set(reader, row))
    else:
        part = t("sure_few", least=FEWEST_SETS * WORLDS_A_SET)
    return t("sure_numbers", table=t.number(len(sets)), varied=varied, part=part, **counted)


def limits(reader: Reader) -> list[str]:
    """What the answer does not hold."""
    ends = ("", "") if reader.results.sets is None else ("_sets", "_sets")
    keys = [f"limit_{number}{end}" for number, end in enumerate((*ends, "", "", "", ""), start=1)]
    return [reader.t(key, replicates=reader.t.number(reader.results.replicates)) for key in keys]


def futures(reader: Reader) -> dict[str, Any]:
    """Every future, or a hundred marks for all of them, under the base case and each policy shown."""
    t = reader.t
    shown = []
    for position, policy in enumerate(reader.shown):
        counts = marks(reader, policy)
        words = [states(reader, state, number) for state, number in counts.items() if number]
        description = t("futures_desc", policy=reader.title(policy), counts=reader.t.listing(words))
        shown.append(
            {
                "title": reader.title(policy),
                "ink": reader.look(policy).ink,
                "counts": ", ".join(words),
                "svg": futures_svg(counts, f"futures-{position}", reader.title(policy), description),
            }
        )
    chips = [{"name": t(f"state_{state}"), "colour": colour, "state": state} for state, colour in STATE_COLOURS.items()]
    when = t("futures_when", when=reader.judged_date) if reader.one_hub else t("futures_when_many", when=reader.at_age)
    key = "futures_read" if one_by_one(reader) else "futures_read_hundred" if reader.one_hub else "futures_read_many"
    return {"cases": shown, "states": chips, "when": when, "read": t(key)}


def one_by_one(reader: Reader) -> bool:
    """Whether a mark stands for one future."""
    return reader.one_hub and reader.results.replicates <= MOST_MARKS


def marks(reader: Reader, policy: str) -> dict[str, int]:
    """By state, in how many futures the hub is in it; where that is too many marks, or hubs are many, out of a hundred."""
    total = reader.results.replicates if one_by_one(reader) else MOST_MARKS
    return out_of(findings.shares_by_state(reader.results, policy, reader.age), total)


def states(reader: Reader, state: str, number: int) -> str:
    """So many futures, or so many in a hundred, in a state: '13 whole', '33% whole'."""
    word = reader.t(f"state_{state}" if number == 1 and one_by_one(reader) else f"states_{state}")
    return f"{number} {word}" if one_by_one(reader) else f"{reader.t.percent(number / MOST_MARKS)} {word}"


def out_of(shares: dict[str, float], total: int) -> dict[str, int]:
    """Shares of states as whole numbers that add up to a total, rounded as what is lost and what is closed are elsewhere."""
    both = shares["shrunk"] + shares["closed"], shares["closed"]
    lost, closed = (round(round(share * total, 9)) for share in both)  # as `Formats.number`
    return {"whole": total - lost, "shrunk": lost - closed, "closed": closed}


def tiles(reader: Reader) -> list[dict[str, str]]:
    """Four figures of the base case: members, members needed, break-even, cash."""
    t, results = reader.t, reader.results
    shown = []
    members = findings.outcome(results, f"members_{reader.at}")
    if members is not None:
        between = t("tile_spread", low=t.number(members.p10), high=t.number(members.p90), mean=reader.level(members, members.mean))
        name = reader.total(t("tile_members", when=reader.at_age))
        shown.append({"name": name, "value": t.number(members.p50), "note": between})
    account = findings.account(results)
    if account is not None and math.isfinite(account.needed):
        told = members_had(reader, account)
        first, last = account.window
        key = "tile_needed_note" if reader.one_hub else "tile_needed_many"
        shown.append({"name": t("tile_needed"), "value": told["needed"], "note": t(key, members=told["members"], first=first, last=last)})
    shown.append(_even(reader))
    cash = findings.outcome(results, f"cash_{reader.at}")
    if cash is not None:
        spread = t("tile_spread", low=t.euro(cash.p10), high=t.euro(cash.p90), mean=reader.level(cash, cash.mean))
        shown.append({"name": reader.total(t("tile_cash", when=reader.at_age)), "value": t.euro(cash.p50), "note": spread})
    return shown


def _even(reader: Reader) -> dict[str, str]:
    t = reader.t
    even = findings.outcome(reader.results, "breaks_even")
    months = reader.results.values("months_to_break_even")
    reached = months[~np.isnan(months)]
    key = "tile_even_note" if reader.one_hub else "tile_even_many"
    note = t(key, months=t.number(float(np.median(reached)))) if reached.size else t("tile_even_never")
    return {"name": t("tile_even"), "value": reader.level(even, even.mean) if even else "–", "note": note}


def outcome_table(reader: Reader) -> list[dict[str, str]]:
    """Every outcome of the base case: mean with its interval, and the spread of the futures."""
    rows = []
    for row in reader.results.rows(hubs=["all"]):
        measure = MEASURES[row.outcome]
        spread = "–" if measure.kind == "yes_no" else reader.between(measure, row.p10, row.p90)
        unit = "" if measure.kind != "number" or measure.unit == "EUR" else reader.t.name("unit", measure.unit)
        rows.append(
            {
                "name": reader.t.outcome(measure),
                "meaning": reader.t.outcome_meaning(measure),
                "mean": reader.level(row, row.mean),
                "interval": reader.between(measure, row.mean_low, row.mean_high),
                "by_set": by_set(reader, row) if told(row) else "–",
                "part": reader.t.percent(row.sets_share) if math.isfinite(row.sets_share) else "–",
                "spread": spread,
                "unit": unit,
                "scenario_only": "*" if measure.scenario_only else "",
            }
        )
    return rows
