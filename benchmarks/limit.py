"""The least a month could take: what it cannot do without, at the prices of the machine (`benchmarks/yardsticks.py`).

A run is stepped month by month and what happened is counted from its state and its series. Counted are the keyed draws whose outcome the
protocol asks for (docs/odd.md §7.15), the pairs that meet in a hub most of all; the columns scanned every month; a line of the processor's
cache for each row that something happens to; and the logarithms that no bound avoids: of gaps between renewals and between needs, of new
thresholds of hearing, of spells of memory, of leaving. Not counted are the arithmetic of utilities, branches that go another way than
expected, what members tell their contacts, and instruments.
"""

from typing import Final, NamedTuple

import numpy as np

from benchmarks.yardsticks import LINE, Prices
from model.series import HUB_COLUMN, TOWN_COLUMN
from model.simulation import Prepared, Simulation, World

AGENT_SCANS: Final = 4 + 4 + 4 + 1  # bytes: when it moves, needs, chooses; its ties
PAIR_SCANS: Final = 2  # the month before which nothing happens to it
# A renewal asks for the agent's two rows (people are shared by all policies, so what changes lies apart) and, of each hub it knows, taste,
# contacts and minutes, which lie side by side.
RENEWAL_LINES, OFFER_BYTES = 2, 16 + 8
HEARD_DRAWS, HEARD_LINES = 3, 4  # two tastes and a memory; the agent's two rows, the pair's row and clock
OPENING_DRAWS: Final = 1 + 2 + 1 + 1 + 1  # who has heard; two lasting tastes, two renewed ones, the renewal, of each in reach
MOVE_DRAWS, MOVE_LINES = 2, 6
NEED_DRAWS, NEED_LINES = 2, 2
ARRIVALS: Final = tuple(TOWN_COLUMN[name] for name in ("returned", "newcomers", "firm_births"))


class Work(NamedTuple):
    """What an agent-month cannot do without."""

    draws: float
    scanned: float  # bytes
    lines: float
    logs: float

    def in_a_row(self, price: Prices) -> float:
        """The limit in ns if every line stood beside the last and logarithms were free: as it was reckoned at first."""
        return self.draws * price.draw_in_group + (self.scanned + self.lines * LINE) * price.byte

    def floor(self, price: Prices) -> float:
        """The limit in ns with lines where they are, anywhere in the state, and logarithms at their price."""
        return self.draws * price.draw_in_group + self.scanned * price.byte + self.lines * price.line + self.logs * price.log

    @property
    def note(self) -> str:
        """What it is made of."""
        return f"{self.draws:.2f} draws, {self.scanned:.0f} bytes scanned, {self.lines:.2f} lines, {self.logs:.2f} logarithms"


class _Before(NamedTuple):
    """What a month is compared with."""

    epoch: np.ndarray
    needs: np.ndarray
    spell: np.ndarray
    opened: np.ndarray

    @classmethod
    def of(cls, run: Simulation) -> "_Before":
        agents, pairs, hubs = run.town.agents, run.town.pairs, run.town.hubs
        return cls(agents.epoch.copy(), agents.need_count.copy(), pairs.row.spell.copy(), hubs.opened.copy())


def needed(world: World, prepared: Prepared, every: int = 1) -> Work:
    """Count the work of one run, for each agent-month; of a large one, of every so many months."""
    run = Simulation(world, prepared)
    counted = range(every - 1, prepared.months, every)
    total = np.zeros(3)
    for month in counted:
        run.advance(month - run.month)
        before = _Before.of(run)
        run.advance(1)
        total += _month(run, before)
    agents = len(world.rows)
    draws, lines, logs = (total / (agents * len(counted))).tolist()
    return Work(draws, AGENT_SCANS + len(run.town.ties.hub) * PAIR_SCANS / agents, lines, logs)


def _month(run: Simulation, before: _Before) -> np.ndarray:
    """Draws, lines and logarithms of the month that has just passed."""
    town, month = run.town, run.month - 1
    renewals, ties = town.agents.epoch - before.epoch, town.ties
    chose = renewals > 0
    offers = np.bincount(ties.agent, town.pairs.aware, len(renewals))[chose]
    spells = town.pairs.row.spell - before.spell
    told, heard = int(spells.sum()), int(spells[town.pairs.aware > 0].sum())  # the others forgot
    arrived = town.record.town[month][:, ARRIVALS].sum()
    needs = int((town.agents.need_count - before.needs).sum())
    hub = town.record.hub[month]
    heads = hub[:, HUB_COLUMN["members"]] + hub[:, HUB_COLUMN["clients"]]
    opening = np.isin(ties.hub, np.nonzero((town.hubs.opened >= 0) & (before.opened < 0))[0]).sum()
    draws = renewals.sum() + chose.sum() + offers.sum() + heard * HEARD_DRAWS + (told - heard)
    draws += heads.sum() + (heads * (heads - 1) / 2).sum() + opening * OPENING_DRAWS + arrived * MOVE_DRAWS + needs * NEED_DRAWS
    lines = chose.sum() * RENEWAL_LINES + np.ceil(offers * OFFER_BYTES / LINE).sum() + told * HEARD_LINES + opening * 2
    lines += heads.sum() * 2 + arrived * (MOVE_LINES + len(ties.hub) / len(renewals)) + needs * NEED_LINES
    return np.array([draws, lines, renewals.sum() + told + 2 * arrived + 2 * needs])
