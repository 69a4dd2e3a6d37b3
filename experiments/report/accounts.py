"""Income statement and cash plan of each policy and hub by calendar year, as a council draws up its own.

Every amount is a mean over the futures, those in which the hub has closed included; what flows in whole euros, as every table shows it.
Totals, results and balances are sums of the lines as written, so they add up wherever they are read.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

import numpy as np

from experiments.languages.formats import calendar
from experiments.outcomes.intervals import quantiles
from experiments.outcomes.measures import ALL
from experiments.outcomes.rows import COSTS, INCOME
from experiments.report.loans import Loans, Terms, loans
from experiments.runs.results import Results
from model.names import CLOSED, PLANNED

MOST_HUBS: Final = 12  # more are told all together, but for the file of accounts; their loans are not told apart
RANGE: Final = (0.1, 0.9)  # of the futures, around result and cash

Group = Literal["income", "costs", "result", "cash", "beside"]


class Year(NamedTuple):
    """A calendar year of the run: months of the run from `first` to `last`, 0 the first of all; fewer than twelve at either end."""

    year: int
    first: int
    last: int

    @property
    def months(self) -> int:
        """Months of it that were simulated."""
        return self.last - self.first + 1


class Line(NamedTuple):
    """A line of an account, one value a year."""

    key: str
    group: Group
    unit: Literal["EUR", "in 100"]
    values: tuple[float, ...]


class Account(NamedTuple):
    """Income, costs, result and cash of one hub, or of all together, under one policy."""

    policy: str
    hub: str  # short name, or 'all'
    lines: tuple[Line, ...]

    def line(self, key: str) -> Line | None:
        """A line by its key."""
        return next((line for line in self.lines if line.key == key), None)


def years(results: Results) -> list[Year]:
    """The calendar years of a run."""
    start, months = results.scenario.start, results.months
    of_month = np.array([calendar(start, month)[0] for month in range(months)])
    firsts = [0, *(np.flatnonzero(np.diff(of_month)) + 1).tolist()]
    return [Year(int(of_month[first]), first, end - 1) for first, end in zip(firsts, [*firsts[1:], months], strict=True)]


def borrowing(results: Results) -> dict[str, list[Loans | None]]:
    """The loans of every hub by policy; None where they cannot be told, or hubs are too many."""
    found: dict[str, list[Loans | None]] = {}
    for policy in results.policies:
        number = len(results.stack(policy).hub_names)
        terms = Terms(results, policy) if number <= MOST_HUBS else None
        found[policy] = [None if terms is None else loans(terms, position) for position in range(number)]
    return found


def accounts(results: Results, policy: str, known: list[Loans | None]) -> list[Account]:
    """The accounts of one policy: all hubs together first, where there are several, then each.

    Args:
        results: the runs.
        policy: short name of the policy.
        known: its loans, from `borrowing`.
    """
    stack, spans = results.stack(policy), years(results)
    firsts, lasts = [year.first for year in spans], [year.last for year in spans]

    def flow(paths: np.ndarray) -> np.ndarray:
        """Mean by year, in cents, of whole euros as they are shown: int[years, hubs]."""
        return np.rint(np.add.reduceat(paths.mean(axis=0, dtype=float), firsts, axis=0)).astype(np.int64) * 100

    def of_loans(name: str) -> np.ndarray:
        return flow(np.stack([getattr(loan, name) for loan in known], axis=2))

    state, cash = stack.series("state"), stack.series("cash_eur").astype(float)
    before = np.concatenate([np.full_like(state[:, :1], PLANNED), state[:, :-1]], axis=1)
    opens = (state != PLANNED) & (before == PLANNED)
    flows = {name: flow(stack.series(name)) for name in (*INCOME, *COSTS, "withdrawn_eur")}
    flows["opening_cash"] = flow(np.where(opens, cash - stack.series("net_eur") + stack.series("withdrawn_eur"), 0.0))
    flows["public_eur"] = flow(stack.public.sum(axis=2))
    told = bool(known) and all(loan is not None for loan in known)
    if told:
        flows["interest"], flows["borrowed"] = of_loans("interest"), of_loans("borrowed")
    result = np.add.reduceat(stack.series("net_eur").astype(float), firsts, axis=1)
    at_end = cash[:, lasts]
    stocks = {
        "running": stack.running[:, lasts],
        "left_behind": np.where(state[:, lasts] == CLOSED, at_end, 0.0),
        **({"bridged": np.stack([loan.bridged[:, lasts] for loan in known if loan is not None], axis=2)} if told else {}),
    }
    names = stack.hub_names
    chosen = {name: slice(position, position + 1) for position, name in enumerate(names)}
    if len(names) > 1:
        chosen = {ALL: slice(0, len(names)), **chosen}
    return [
        Account(policy, hub, tuple(_lines(
            {name: values[:, columns].sum(axis=1) for name, values in flows.items()},
            {name: values[:, :, columns] for name, values in stocks.items()},
            result[:, :, columns].sum(axis=2), at_end[:, :, columns].sum(axis=2),
        )))
        for hub, columns in chosen.items()
    ]


def _lines(flows: Mapping[str, np.ndarray], stocks: Mapping[str, np.ndarray], result: np.ndarray, cash: np.ndarray) -> list[Line]:
    """All lines of one account: `flows` in cents, `stocks` by future, year and hub, `result` and `cash` by future and year."""
    costs: dict[str, np.ndarray] = {}
    for name in COSTS:
        if name == "debt_eur" and "interest" in flows:
            costs |= {"interest": flows["interest"], "principal": flows[name] - flows["interest"]}
        else:
            costs[name] = flows[name]
    income = {name: flows[name] for name in INCOME}
    came, went = (sum(side.values(), np.zeros(result.shape[1], dtype=np.int64)) for side in (income, costs))
    end = np.cumsum(flows["opening_cash"] + came - went - flows["withdrawn_eur"])
    begin = np.concatenate([[0], end[:-1]])
    lines = [_euro(name, "income", values) for name, values in income.items()]
    lines.append(_euro("income", "income", came))
    lines += [_euro(name, "costs", values) for name, values in costs.items()]
    lines += [_euro("costs", "costs", went), _euro("result", "result", came - went)]
    lines += _range("result", "result", result)
    lines += [
        _euro("cash_begin", "cash", begin), _euro("opening_cash", "cash", flows["opening_cash"]),
        _euro("result_to_cash", "cash", came - went), _euro("withdrawn_eur", "cash", flows["withdrawn_eur"]),
        _euro("cash_end", "cash", end),
    ]
    lines += [*_range("cash_end", "cash", cash), _euro("left_behind", "cash", _cents(stocks["left_behind"]))]
    if "interest" in flows:
        left = np.cumsum(flows["borrowed"] - costs["principal"])
        lines += [_euro("borrowed", "beside", flows["borrowed"]), _euro("loan_left", "beside", left)]
        lines.append(_euro("bridged", "beside", _cents(stocks["bridged"])))
    lines.append(_euro("public_eur", "beside", flows["public_eur"]))
    lines.append(Line("running", "beside", "in 100", tuple((stocks["running"].mean(axis=(0, 2)) * 100).round(1).tolist())))
    return lines


def _cents(stock: np.ndarray) -> np.ndarray:
    return np.rint(stock.sum(axis=2).mean(axis=0) * 100).astype(np.int64)


def _euro(key: str, group: Group, cents: np.ndarray) -> Line:
    return Line(key, group, "EUR", tuple(int(value) / 100 for value in cents))


def _range(key: str, group: Group, by_future: np.ndarray) -> list[Line]:
    bounds = zip(("low", "high"), quantiles(by_future, RANGE), strict=True)
    return [_euro(f"{key}_{name}", group, np.rint(bound * 100).astype(np.int64)) for name, bound in bounds]
