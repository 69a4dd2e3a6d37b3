"""The least a month could take: the keyed draws it cannot do without, and the memory it cannot help touching.

A run is stepped month by month and what happened is counted from its state. Draws are those whose outcome the protocol asks for
(docs/odd.md §7.15), the pairs that meet in a hub most of all; bytes are the columns scanned every month and a line of the processor's
cache for each row that something happens to. Neither holds arithmetic, branches or waiting for memory: no program is as fast.
"""

from typing import Final, NamedTuple

import numpy as np

from model.series import HUB_COLUMN
from model.simulation import Prepared, Simulation, World

LINE: Final = 64  # bytes the processor fetches at once
AGENT_SCANS: Final = 4 + 4 + 4 + 1  # when it moves, needs, chooses; its ties
PAIR_SCANS: Final = 8 + 2 + 1  # clock, hub, awareness
RENEWAL_LINES, OFFER_BYTES = 2, 16 + 8  # the agent's two rows; taste, peers and minutes of each hub it knows
HEARD_DRAWS, HEARD_LINES = 3, 4  # two tastes and a memory; the agent's two rows, the pair's row and clock
OPENING_DRAWS: Final = 1 + 2 + 1 + 1 + 1  # who has heard; two lasting tastes, two renewed ones, the renewal, of each in reach
MOVE_DRAWS, MOVE_LINES = 2, 6
NEED_DRAWS, NEED_LINES = 2, 2


class Work(NamedTuple):
    """What an agent-month cannot do without."""

    draws: float
    bytes: float


def needed(world: World, prepared: Prepared) -> Work:
    """Count the work of one run, for each agent-month."""
    run = Simulation(world, prepared)
    reach = np.diff(run.town.ties.start)
    draws, lines = 0.0, 0.0
    scanned = len(run.town.agents) * AGENT_SCANS + len(run.town.ties.hub) * PAIR_SCANS
    for month in range(prepared.months):
        before, spells, opened = run.town.agents.copy(), run.town.pairs.row.spell.copy(), run.town.hubs.opened.copy()
        run.advance(1)
        agents = run.town.agents
        renewals = agents.epoch - before.epoch
        knows = np.bincount(run.town.ties.agent, run.town.pairs.aware, len(agents))
        offers = float(knows[renewals > 0].sum())
        heard = int((run.town.pairs.row.spell - spells).sum())
        moves, needs = int((agents.moves - before.moves).sum()), int((agents.need_count - before.need_count).sum())
        hub = run.town.record.hub[month]
        heads = hub[:, HUB_COLUMN["members"]] + hub[:, HUB_COLUMN["clients"]]
        opening = np.isin(run.town.ties.hub, np.nonzero((run.town.hubs.opened >= 0) & (opened < 0))[0]).sum()
        draws += renewals.sum() + (renewals > 0).sum() + offers + heard * HEARD_DRAWS / 2  # to forget takes one, to hear three
        draws += heads.sum() + (heads * (heads - 1) / 2).sum() + opening * OPENING_DRAWS + moves * MOVE_DRAWS + needs * NEED_DRAWS
        lines += (renewals > 0).sum() * RENEWAL_LINES + offers * OFFER_BYTES / LINE + heard * HEARD_LINES + opening * 2
        lines += heads.sum() * 2 + moves * (MOVE_LINES + reach.mean()) + needs * NEED_LINES
    agent_months = len(run.town.agents) * prepared.months
    return Work(draws / agent_months, scanned / len(run.town.agents) + lines * LINE / agent_months)
