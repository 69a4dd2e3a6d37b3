"""M1 to M19: where the rules of version 0.1.0 contradicted what is known, each as one or two numbers that can be measured again."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from experiments.expected.claims import Measure
from experiments.expected.facts_of_hubs import persons_who_know
from experiments.expected.measured_cases import F4_TOWNS, SMALL_TOWNS, WORD_OF_MOUTH, Runs
from experiments.expected.readings import (
    FULL,
    NotRecorded,
    at,
    by_member,
    closings,
    mean,
    mean_of,
    members_of_open,
    open_at,
    quantile,
    ratio,
    series,
    town_total,
)
from model.parameters import CATALOGUE

_FIXED_COSTS: Final = ("rent_eur", "utilities_eur", "host_eur", "events_eur")


def _who_pays(runs: Runs) -> float:
    own, paid = (mean(runs[case], "closed_24") for case in ("sondrio's hub on own means", "sondrio"))
    return own - paid


def _fixed_in_pavia(runs: Runs) -> float:
    flex, fixed = (at(runs["pavia alone"], plan, 36) for plan in ("flex", "fixed"))
    return ratio(fixed, flex + fixed)


def _densest(runs: Runs) -> float:
    """Most desk members for each desk offered in any month of a full hub: Pavia's, its rivals, and the ordinary ones."""
    highest = 0.0
    for results in (runs["pavia"], *runs.each("ordinary", (*F4_TOWNS, "pavia", "brescia"))):
        for policy in results.policies:
            stack = results.stack(policy)
            members, desks = series(stack, "flex") + series(stack, "fixed"), series(stack, "desks")
            full = (series(stack, "use_of_offered") >= FULL) & (desks > 0)
            if full.any():
                highest = max(highest, float((members[full] / desks[full]).max()))
    return highest


def _equivalents(runs: Runs) -> float:
    """Full-time equivalents a member at month 36, Sondrio and Pavia together."""
    days, members = (np.concatenate([at(runs[case], name, 36) for case in ("sondrio", "pavia alone")]) for name in ("days", "members"))
    return ratio(days, members) / CATALOGUE["working_days"].default


def _of_towns(runs: Runs) -> float:
    large, small = (at(runs[f"ordinary {town}"], "members", 36).mean() for town in ("brescia", "sondrio"))
    return ratio(large, small)


def _taken_by_rivals(runs: Runs) -> float:
    with_rivals, alone = (mean(runs["pavia"], "members_36", policy, "ticino") for policy in ("rivals", "baseline"))
    return 1.0 - ratio(with_rivals, alone)


def _cash_pile(runs: Runs) -> float:
    """Cash over a month's fixed cost in the last of eleven years, median of the hubs of Brescia that are open."""
    results = runs["ordinary brescia"]
    running = open_at(results, 132)
    cost = sum(at(results, name, 132) for name in _FIXED_COSTS)
    return quantile(at(results, "cash_eur", 132)[running] / np.asarray(cost)[running], 0.5)


def _without_host(runs: Runs) -> float:
    unpaid, running = [], []
    for results in runs.each("ordinary", SMALL_TOWNS):
        running.append(open_at(results, 36))
        unpaid.append(running[-1] & (at(results, "host_eur", 36) <= 0))
    return ratio(np.concatenate(unpaid), np.concatenate(running))


def _tenants_lost(runs: Runs) -> float:
    """Offices given up a month after the first year, in a hub where hardly anybody pays the price of a fixed desk."""
    stack = runs["brescia, offices alone"].stack()
    lost = series(stack, "leaves_fixed")[:, 12:]
    held = (series(stack, "fixed") + series(stack, "tenants"))[:, 11:-1]
    return ratio(lost, held)


def _anyway(runs: Runs) -> float:
    months, anyway, elsewhere = runs["pavia"].reached("voucher")
    return ratio(anyway + elsewhere, months)


def _pot_used(runs: Runs) -> float:
    spent = runs["pavia"].public_by_instrument("voucher")["voucher"]
    pot = runs["pavia"].scenario.with_policy("voucher").instruments[0].budget_eur
    return float(spent.mean()) / pot if pot else math.nan


def _word_of_mouth(runs: Runs, town: str) -> float:
    if not any(name in CATALOGUE for name in WORD_OF_MOUTH):
        raise NotRecorded("word of mouth has no parameter left")
    high, low = (mean(runs[f"{town}, word of mouth {end}"], "members_36") for end in ("high", "low"))
    return high - low


def _hearing_falls(runs: Runs) -> float:
    """Share of the persons 20 to 40 minutes away who know Pavia's hub after two years, over that of the nearer ones."""
    (near, within_20), (all_who_know, within_40) = (persons_who_know(runs, f"pavia to {minutes} minutes", 24) for minutes in (20, 40))
    return ratio(ratio(all_who_know - near, within_40 - within_20), ratio(near, within_20))


def _founders(runs: Runs) -> float:
    return ratio(at(runs["sixty desks"], "members", 1), at(runs["ordinary sondrio"], "members", 1)[: runs["sixty desks"].replicates])


def _commute_saved(runs: Runs) -> float:
    return ratio(town_total(runs["commuters"], "commute_minutes_avoided"), series(runs["commuters"].stack(), "employees"))


def _same_field(runs: Runs) -> float:
    links = runs["pavia"].stack().field_links
    return ratio(np.trace(links, axis1=2, axis2=3), links)


def _village(runs: Runs, month: int) -> float:
    return float(at(runs["village group"], "members", month).mean())


def _elasticity(runs: Runs, small: int, large: int) -> float:
    """How members at month 24 grow with the people of the town: 1 is in proportion."""
    more, fewer = (mean_of(members_of_open([runs[f"town of {thousands},000"]], 24)) for thousands in (large, small))
    return math.log(more / fewer) / math.log(large / small) if more > 0 and fewer > 0 else math.nan


def _closed(runs: Runs, month: int) -> float:
    return float((closings(runs.each("new hub", F4_TOWNS)) <= month).mean())


def _filled(runs: Runs) -> float:
    return float(at(runs["ten hubs"], "use_of_offered", 6).mean())


def _in_profit(runs: Runs) -> float:
    second_year = series(runs["ten hubs"].stack(), "net_eur")[:, 12:].sum(axis=1)
    return float((second_year > 0).mean())


def _anchor(runs: Runs) -> float:
    anchored, alone = (at(runs[case], "members", 24).mean() for case in ("anchored lodi", "ordinary lodi"))
    return float(anchored - alone)


CONTRADICTIONS: Final[Mapping[str, Measure]] = {
    "who_pays": _who_pays,
    "fixed_in_pavia": _fixed_in_pavia,
    "densest": _densest,
    "equivalents": _equivalents,
    "of_towns": _of_towns,
    "taken_by_rivals": _taken_by_rivals,
    "cash_pile": _cash_pile,
    "without_host": _without_host,
    "tenants_lost": _tenants_lost,
    "anyway": _anyway,
    "pot_used": _pot_used,
    "word_of_mouth_sondrio": lambda r: _word_of_mouth(r, "sondrio"),
    "word_of_mouth_pavia": lambda r: _word_of_mouth(r, "pavia"),
    "members_far_away": lambda r: 1.0 - by_member(r["pavia to 40 minutes"], "within_30"),
    "hearing_falls": _hearing_falls,
    "founders_by_desks": _founders,
    "commute_saved": _commute_saved,
    "same_field": _same_field,
    "village_at_six": lambda r: _village(r, 6),
    "village_late": lambda r: _village(r, 36),
    "elasticity_small": lambda r: _elasticity(r, 5, 15),
    "elasticity_large": lambda r: _elasticity(r, 15, 80),
    "closed_early": lambda r: _closed(r, 18),
    "closed_late": lambda r: _closed(r, 36),
    "ten_hubs_filled": _filled,
    "ten_hubs_in_profit": _in_profit,
    "brought_by_an_anchor": _anchor,
}
UNMEASURED: Final = {
    "F5": "how days present vary with travel, home and employer: days are recorded by hub, not by person",
    "M10": "client firms more than 30 minutes away: minutes of clients are not recorded",
    "M14": "what a scenario can say is a list of keys, not a number; the schema and its tests hold it",
    "M18": "a large city itself: 26 hubs in Milan take more memory than a usual machine has; ten hubs in Brescia stand for it",
    "F8": "links of complementary pairs over those of similar ones at equal exposure: it is not recorded, existence is scored",
    "F10, F11": "inputs of cases, never claimed as results",
}
"""What no row says yet, with the reason."""
