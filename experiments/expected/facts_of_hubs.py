"""The facts F17 to F25 of docs/evidence.md, from what is known of real hubs in towns of fewer than 250,000 residents."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from experiments.expected.claims import Measure
from experiments.expected.measured_cases import SMALL_TOWNS, Runs
from experiments.expected.readings import (
    FULL,
    at,
    closings,
    mean_of,
    members_of_open,
    open_at,
    quantile,
    ratio,
    series,
    town_total,
    yearly_hazard,
)

_OWN_INCOME: Final = ("fees_eur", "ancillary_eur", "office_fees_eur")
_COSTS: Final = ("rent_eur", "utilities_eur", "host_eur", "events_eur", "variable_eur")
_HALF: Final = (0.3, 0.7)  # public part of a year's income, relief of rent and wages counted, that is about half
_BALANCED: Final = 0.1  # of a year's income: less won or lost counts as balanced (assumed)
_MANY_LET: Final = 0.8


def _persons(runs: Runs, tenth: float) -> float:
    return quantile(members_of_open(runs.each("ordinary", SMALL_TOWNS), 18), tenth)


def _supported(runs: Runs) -> np.ndarray:
    """Months of closing of the hubs whose host is paid until month 36, followed for seven years."""
    return closings(runs.each("supported", SMALL_TOWNS))


def _early_closures(runs: Runs) -> float:
    closed = _supported(runs)
    return ratio(closed <= 24, closed <= 84)


def _after_support(runs: Runs) -> float:
    """Closings a year in the twelve months that begin with the last one of support, in which hubs that cannot go on alone close."""
    closed = _supported(runs)
    return ratio(yearly_hazard(closed, 35, 47), yearly_hazard(closed, 0, 84))


def _third_year(runs: Runs) -> np.ndarray:
    """What supported hubs won in their third year, over their own and public income: those open of which about half was public."""
    shares = []
    for results in runs.each("supported", SMALL_TOWNS):
        stack = results.stack()
        own = np.sum([series(stack, name)[:, 24:36].sum(axis=1) for name in _OWN_INCOME], axis=0)
        public = stack.public[:, 24:36].sum(axis=(1, 2))
        income = own + public
        chosen = open_at(results, 36) & (public >= _HALF[0] * income) & (public <= _HALF[1] * income) & (income > 0)
        shares.append(series(stack, "net_eur")[:, 24:36].sum(axis=1)[chosen] / income[chosen])
    return np.concatenate(shares)


def _offices_before_desks(runs: Runs) -> float:
    """Chance that 80 % of the offices are let, over the chance that 80 % of an open room's desks are used, both at month 24."""
    let = [at(results, "tenants", 24) >= _MANY_LET * 6 for results in runs.each("offices", SMALL_TOWNS)]
    used = [open_at(results, 24) & (at(results, "desk_use", 24) >= _MANY_LET) for results in runs.each("desks only", SMALL_TOWNS)]
    return ratio(np.concatenate(let).mean(), np.concatenate(used).mean())


def _by_the_group(runs: Runs, month: int) -> float:
    """Members more at a month with a founding group of fifteen, mean of Sondrio and Lodi."""

    def members(what: str) -> float:
        return float(np.mean([at(results, "members", month).mean() for results in runs.each(what, ("sondrio", "lodi"))]))

    return members("group") - members("no group")


def _group_keeps_its_size(runs: Runs) -> float:
    kept = [
        np.abs(at(results, "members", 36) - at(results, "members", 1)) <= 0.3 * at(results, "members", 1)
        for results in runs.each("group", ("sondrio", "lodi"))
    ]
    return float(np.concatenate(kept).mean())


def _covered(runs: Runs) -> float:
    stack = runs["municipal room"].stack()
    own, costs = (sum(series(stack, name) for name in names) for names in (_OWN_INCOME, _COSTS))
    return ratio(own, costs)


def not_full(runs: Runs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Desk members, those of them on fixed desks and desks offered at month 18, of the ordinary hubs that are open and not full."""
    parts: list[tuple[np.ndarray, ...]] = []
    for results in runs.each("ordinary", SMALL_TOWNS):
        chosen = open_at(results, 18) & (at(results, "use_of_offered", 18) < FULL)
        flex, fixed, desks = (at(results, name, 18)[chosen] for name in ("flex", "fixed", "desks"))
        parts.append((flex + fixed, fixed, desks))
    members, fixed, desks = (np.concatenate(column) for column in zip(*parts, strict=True))
    return members, fixed, desks


def _desk_density(runs: Runs) -> float:
    members, _, desks = not_full(runs)
    return ratio(members, desks)


def _fixed_share(runs: Runs) -> float:
    members, fixed, _ = not_full(runs)
    return ratio(fixed, members)


def persons_who_know(runs: Runs, case: str, month: int) -> tuple[float, float]:
    """Professionals and remote workers who know the hub at the end of a month, and all there are; means over replicates."""
    aware = at(runs[case], "aware", month) - at(runs[case], "aware_firms", month)
    return float(aware.sum(axis=1).mean()), float(town_total(runs[case], "residents")[:, month - 1].mean())


def _break_even(runs: Runs, name: str) -> float:
    """Members whose payments, less what they consume, cover what a hub costs whoever comes; all of its months together."""
    stack = runs[f"break even {name}"].stack()
    members = series(stack, "members").sum()
    own, variable = sum(series(stack, name).sum() for name in _OWN_INCOME), series(stack, "variable_eur").sum()
    fixed = ratio(sum(series(stack, name).sum() for name in _COSTS if name != "variable_eur"), series(stack, "desks") > 0)
    return ratio(fixed, ratio(own - variable, members))


def by_word_of_mouth(runs: Runs) -> float:
    """Share of new members who heard of the hub from a member or contact, Sondrio and Pavia together."""
    told, joins = (
        sum(series(runs[case].stack(), name).sum() for case in ("sondrio", "pavia alone")) for name in ("joins_word_of_mouth", "joins")
    )
    return ratio(told, joins)


HUB_MEASURES: Final[Mapping[str, Measure]] = {
    "persons_lowest": lambda r: _persons(r, 0.1),
    "persons_median": lambda r: _persons(r, 0.5),
    "persons_highest": lambda r: _persons(r, 0.9),
    "early_closures": _early_closures,
    "after_support": _after_support,
    "stock_closed": lambda r: yearly_hazard(_supported(r), 0, 84),
    "third_year_profit": lambda r: mean_of(_third_year(r) > _BALANCED),
    "third_year_deficit": lambda r: mean_of(_third_year(r) < -_BALANCED),
    "offices_before_desks": _offices_before_desks,
    "group_at_six": lambda r: _by_the_group(r, 6),
    "group_late": lambda r: _by_the_group(r, 36),
    "group_holds": _group_keeps_its_size,
    "municipal_use": lambda r: float(series(r["municipal room"].stack(), "desk_use").mean()),
    "municipal_covered": _covered,
    "desk_density": _desk_density,
    "fixed_share": _fixed_share,
    "by_word_of_mouth": by_word_of_mouth,
    "who_know": lambda r: ratio(*persons_who_know(r, "pavia to 20 minutes", 24)),
    **{
        f"break_even_{name}": lambda r, name=name: _break_even(r, name)  # type: ignore[misc]
        for name in ("volunteers", "half_time", "half_time_no_rent", "full_time", "full_time_no_rent", "large")
    },
}
