"""All that is kept in money of a run: accounts, investments and assumptions of every policy, computed once for the page and the tables."""

from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from experiments.report.accounts import Account, Year, accounts, borrowing, years
from experiments.report.plan import Figure, assumed, investment
from experiments.runs.results import Results

_SHOWN_YEARS: Final = 5  # of a table on the page


class Books(NamedTuple):
    """The accounts of a run."""

    years: list[Year]
    accounts: dict[str, list[Account]]  # by policy: all hubs together first, where there are several, then each
    investment: dict[str, list[Figure]]  # by policy, hub by hub
    assumed: list[Figure]  # what stands for each hub of the base case

    @property
    def shown_years(self) -> list[int]:
        """Places of the years that the page shows: five at most, from the first in which any hub is open."""
        running = [line.values for found in self.accounts.values() for line in found[0].lines if line.key == "running"]
        income = [line.values for found in self.accounts.values() for line in found[0].lines if line.key in ("income", "costs")]
        begun = [place for place in range(len(self.years)) if any(values[place] for values in (*running, *income))]
        first = min(begun, default=0)
        return list(range(first, min(first + _SHOWN_YEARS, len(self.years))))


def books(results: Results) -> Books:
    """The accounts of a run, kept as long as its results are."""
    if results not in _kept:
        known = borrowing(results)
        _kept[results] = Books(
            years(results),
            {policy: accounts(results, policy, found) for policy, found in known.items()},
            {policy: investment(results, policy, found) for policy, found in known.items()},
            assumed(results, known[results.policies[0]]),
        )
    return _kept[results]


_kept: WeakKeyDictionary[Results, Books] = WeakKeyDictionary()
