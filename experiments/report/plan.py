"""Investment and loan plan of each hub, and what the program assumed for it where its file says nothing, with the evidence behind it."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np

from experiments.outcomes.intervals import quantiles
from experiments.report.accounts import MOST_HUBS, RANGE
from experiments.report.loans import Loans, Terms
from experiments.runs.results import Results
from model.catalogue import Evidence
from model.names import PLANNED, STARTS
from model.parameters import CATALOGUE, TABLES
from model.scenario import HubSpec

FILE: Final = "file"  # origin of what the scenario states; of all else, the kind of evidence
RESULT: Final = "result"  # of what follows from other rows

STARTS_WITH: Final = "starts_"  # begin of the keys of how a hub starts

Origin = Evidence | str


class Figure(NamedTuple):
    """A figure of a plan: its mean over the futures in which it exists and, where it differs between them, the middle 80 %."""

    policy: str
    hub: str
    key: str
    unit: str  # EUR, EUR/month, EUR/m²/month, share, persons, years, in 100
    value: float
    low: float  # nan where all futures have the same
    high: float
    origin: Origin


def investment(results: Results, policy: str, known: list[Loans | None]) -> list[Figure]:
    """Works, who pays them, the loan with its terms, and the money in hand at opening, of each hub under one policy.

    Args:
        results: the runs.
        policy: short name of the policy.
        known: its loans, from `accounts.borrowing`.

    Returns:
        Figures hub by hub; none where hubs are too many, and only what the scenario says where the loans cannot be told.
    """
    if len(known) > MOST_HUBS:
        return []
    terms = Terms(results, policy)
    return [figure for position, loan in enumerate(known) for figure in _investment(terms, position, loan)]


def _investment(terms: Terms, position: int, loan: Loans | None) -> Iterator[Figure]:
    hub = terms.hubs[position]
    figures = [values for values, _ in terms.figures(position)]
    opened = terms.results.stack(terms.policy).series("state")[:, -1, position] != PLANNED
    if not opened.any():
        return

    def row(key: str, unit: str, values: np.ndarray, origin: Origin) -> Figure:
        return _figure(terms.policy, hub.name, key, unit, values[opened], origin)

    def drawn(name: str) -> np.ndarray:
        return np.array([values[name] for values in figures])

    works_origin = FILE if hub.already_open is not None else _origin(hub.works_eur, "works_eur")
    if loan is not None:
        works, grants, borrowed = (values.sum(axis=1) for values in (loan.works, loan.grants, loan.borrowed))
        yield row("works", "EUR", works, works_origin)
        yield row("grants", "EUR", grants, FILE)
        # to the cent, so that who pays adds up to what is paid
        cents = [float(np.rint(values[opened].mean() * 100)) for values in (works, grants, borrowed)]
        own = (cents[0] - cents[1] - cents[2]) / 100
        shared = _stated(terms, "works_own_share") if cents[0] > cents[1] else RESULT
        yield row("own_means", "EUR", works - grants - borrowed, shared)._replace(value=own)
        yield row("loan", "EUR", borrowed, shared)
        if borrowed[opened].any():
            yield row("loan_rate", "share", terms.of("loan_rate"), _stated(terms, "loan_rate"))
            yield row("loan_years", "years", terms.of("loan_months") / 12, _stated(terms, "loan_months"))
            yield row("instalment", "EUR/month", loan.instalment.max(axis=1), RESULT)
    elif hub.already_open is None:
        yield row("works", "EUR", terms.first_works(position), works_origin)
    yield row("opening_cash", "EUR", drawn("opening_cash_eur"), _origin(hub.opening_cash_eur, "opening_cash_months"))
    yield row("credit", "EUR", drawn("credit_eur"), _origin(hub.credit_eur, "credit_months"))


def assumed(results: Results, known: list[Loans | None]) -> list[Figure]:
    """What stands for each hub of the base case where a planner looks first, whether the file states it or the program assumes it.

    Args:
        results: the runs.
        known: the loans of the base case, from `accounts.borrowing`.
    """
    policy = results.policies[0]
    if len(known) > MOST_HUBS:
        return []
    terms = Terms(results, policy)
    return [figure for position, loan in enumerate(known) for figure in _assumed(terms, position, loan)]


def _assumed(terms: Terms, position: int, loan: Loans | None) -> Iterator[Figure]:
    hub = terms.hubs[position]
    figures = terms.figures(position)

    def row(key: str, unit: str, of: Callable[[dict[str, float]], float], origin: Origin) -> Figure:
        return _figure(terms.policy, hub.name, key, unit, np.array([of(values) for values, _ in figures]), origin)

    if hub.already_open is None:
        yield from _starts(terms, hub, [start for _, start in figures])
        if any(values["founders"] for values, _ in figures):
            groups = np.array([values["founders"] for values, start in figures if start == "group"])
            yield _figure(terms.policy, hub.name, "founders", "persons", groups, _origin(hub.founders, "founders"))
    yield row("opening_cash", "EUR", lambda v: v["opening_cash_eur"], _origin(hub.opening_cash_eur, "opening_cash_months"))
    yield row("credit", "EUR", lambda v: v["credit_eur"], _origin(hub.credit_eur, "credit_months"))
    if hub.already_open is None:
        yield _figure(terms.policy, hub.name, "works", "EUR", terms.first_works(position), _origin(hub.works_eur, "works_eur"))
    if loan is not None and loan.borrowed.any():
        borrowed = loan.borrowed.sum(axis=1)
        yield _figure(terms.policy, hub.name, "loan", "EUR", borrowed, _stated(terms, "works_own_share"))
        yield _figure(terms.policy, hub.name, "loan_rate", "share", terms.of("loan_rate"), _stated(terms, "loan_rate"))
        yield _figure(terms.policy, hub.name, "loan_years", "years", terms.of("loan_months") / 12, _stated(terms, "loan_months"))
    yield row("host_cost", "EUR/month", _host, _origin(_both(hub.host_fte, hub.host_cost_eur), "host_cost_eur"))
    if hub.building != "own":
        yield row("rent", "EUR/m²/month", lambda v: v["rent_eur_m2"], _origin(hub.rent_eur_m2, "rent_eur_m2"))


def _starts(terms: Terms, hub: HubSpec, starts: list[str]) -> Iterator[Figure]:
    """In how many futures it begins with a founding group, with a call for members, or by opening its door."""
    stated = hub.starts_with is not None or bool(hub.founders)
    for start in STARTS:
        if share := np.mean([found == start for found in starts]):
            origin = FILE if stated else TABLES["start_shares"].evidence
            yield Figure(terms.policy, hub.name, f"{STARTS_WITH}{start}", "in 100", round(float(share) * 100, 1), np.nan, np.nan, origin)


def _host(values: dict[str, float]) -> float:
    """What the host costs the hub a month, EUR."""
    return values["host_fte"] * values["host_cost_eur"] * values["wage_paid"]


def _both(*stated: float | None) -> float | None:
    return None if None in stated else stated[0]


def _origin(stated: float | None, parameter: str) -> Origin:
    return CATALOGUE[parameter].evidence if stated is None else FILE


def _stated(terms: Terms, parameter: str) -> Origin:
    return FILE if parameter in terms.scenario.parameters else CATALOGUE[parameter].evidence


def _figure(policy: str, hub: str, key: str, unit: str, values: np.ndarray, origin: Origin) -> Figure:
    digits = 4 if unit == "share" else 2
    low, high = (float(bound) for bound in quantiles(values, RANGE))
    if np.isclose(low, high):
        low = high = np.nan
    return Figure(policy, hub, key, unit, round(float(values.mean()), digits), round(low, digits), round(high, digits), origin)
