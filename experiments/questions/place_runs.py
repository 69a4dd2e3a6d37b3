"""What runs say of the ways to make a hub: how often it carries itself, what that costs those who pay beside its users, whom it serves."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from experiments.outcomes.intervals import Estimate, paired
from experiments.questions.break_even import FOR_MEMBERS, FROM_MEMBERS, PUBLIC, RUNNING, mean
from experiments.questions.place_options import Option
from experiments.runs.results import Results
from model.scenario import BASELINE, HubSpec, Scenario

FURTHER: Final = ("notice_eur", "works_eur", "renewal_eur")  # the loan is no cost beside the works it pays


class Tried(NamedTuple):
    """One option and what its futures come to."""

    option: Option
    share: Estimate  # viable at the age asked about
    open: Estimate
    members: Estimate  # at that age, a closed hub having none
    cost: Estimate  # EUR to that age that users do not pay
    behind: Estimate  # viable less often than the reference: paired difference, negative
    level: bool  # not told apart from the reference


class Tries(NamedTuple):
    """Options on the same worlds, the reference among them."""

    tried: tuple[Tried, ...]
    reference: Option

    def of(self, option: Option) -> Tried:
        """What was found of an option."""
        return next(one for one in self.tried if one.option == option)

    @property
    def better(self) -> list[Tried]:
        """Those clearly viable more often than the reference."""
        return [one for one in self.tried if one.behind.low > 0]

    @property
    def cheapest_level(self) -> Tried:
        """Of those that are not told apart from the reference, or do better, the cheapest."""
        return min((one for one in self.tried if one.level), key=lambda one: one.cost.value)

    @property
    def ranked(self) -> list[Tried]:
        """Those not told apart by cost, the cheapest first; then the others by how often they are viable."""
        return sorted(self.tried, key=lambda one: (not one.level, one.cost.value if one.level else -one.share.value))


class Outlay(NamedTuple):
    """What an option costs that is not in the hub's ledger, EUR."""

    works: float  # at the opening
    second_half: float = 0.0  # works of the second half, if it is open then
    rent_month: float = 0.0  # of a building that could be let, while it is open


class First(NamedTuple):
    """A hub of several opened alone, and with the others."""

    hub: str
    alone: Estimate
    together: Estimate
    more: Estimate  # viable more often with the others than alone, paired
    behind: Estimate  # alone, viable less often than the first, paired; negative


class Found(NamedTuple):
    """All that is known of the ways to make a hub."""

    hub: HubSpec  # as planned
    at: int  # months of life at which it is judged
    looked_best: Option  # of the first stage
    sizes: Tries  # on the worlds of the first stage; of what is around the best size, on fewer of them
    around: Tries
    fresh: Tries  # on worlds that had no part in choosing
    against_plan: Tries  # the same, compared with the plan
    first: tuple[First, ...]  # of several hubs
    seeds: tuple[int, int]  # of the two stages
    replicates: tuple[int, int, int]  # for sizes, for what is around the best of them, and fresh ones
    towns: int  # of the territory


def tries(
    results: Results, hub: str, at: int, policies: Mapping[Option, str], outlays: Mapping[Option, Outlay], opens: int,
    reference: Option | None = None,
) -> Tries:
    """What runs say of each option.

    Args:
        results: of all options on the same worlds.
        hub: the hub.
        at: months of life at which it is judged.
        policies: the policy each option is run as.
        outlays: what each costs beside what its ledger has.
        opens: month of the run in which it opens.
        reference: what the others are compared with; by default the option that is viable most often, of several the cheapest.
    """
    worlds = results.worlds
    costs = {option: cost(results, hub, at, policy, outlays[option], opens + option.phased) for option, policy in policies.items()}
    shares = {option: mean(results.values(f"viable_{at}", policy, hub), worlds, share=True) for option, policy in policies.items()}
    if reference is None:
        reference = max(shares, key=lambda option: (shares[option].value, -float(costs[option].mean())))
    found = []
    for option, policy in policies.items():
        behind, level = _against(results, hub, at, policy, policies[reference])
        found.append(Tried(
            option, shares[option], mean(1 - results.values(f"closed_{at}", policy, hub), worlds, share=True),
            mean(results.values(f"members_{at}", policy, hub), worlds), mean(costs[option], worlds), behind, level,
        ))  # fmt: skip
    return Tries(tuple(found), reference)


def _against(results: Results, hub: str, at: int, policy: str, reference: str) -> tuple[Estimate, bool]:
    """The paired difference from the reference, and whether it is not clearly worse."""
    if policy == reference:
        return Estimate(0.0, 0.0, 0.0), True
    row = results.contrast(policy, reference).row(f"viable_{at}", hub)
    return Estimate(row.difference, row.low, row.high), not row.high < 0


def cost(results: Results, hub: str, at: int, policy: str, outlay: Outlay, second_half: int) -> np.ndarray:
    """EUR in each future to an age that its users do not pay: works, and costs less what users pay, whoever covers it.

    Public money in kind (rent forgone, vouchers, promotion) is a cost too, and so is the rent of a building of one's own that the plan
    rents. Grants for works and cash for the host are not added, since what they pay is counted. A loan is no cost beside the works it
    pays; its interest is left out.

    Args:
        results: the runs.
        hub: the hub.
        at: months of life.
        policy: under which.
        outlay: what it costs beside what its ledger has.
        second_half: month of the run in which the second half follows.
    """
    stack = results.stack(policy)
    place = stack.hub_names.index(hub)
    counted = (stack.age[:, place] >= 1) & (stack.age[:, place] <= at)

    def total(*names: str) -> np.ndarray:
        return np.asarray(sum(stack.series(name)[:, counted, place].sum(axis=1) for name in names))

    blocks = results.scenario.with_policy(policy).instruments if policy != BASELINE else results.scenario.instruments
    for_works = np.array([block.lever == "capex_grant" for block in blocks], dtype=bool)
    public = stack.public[:, :, ~for_works, place][:, counted].sum(axis=(1, 2))
    open_then = stack.running[:, :, place]
    works = outlay.works + outlay.second_half * open_then[:, min(second_half, stack.months - 1)]
    rent = outlay.rent_month * open_then[:, counted].sum(axis=1)
    running = total(*RUNNING, *FOR_MEMBERS, *FURTHER) - total(*FROM_MEMBERS)
    return np.asarray(works + rent + running + public - total(PUBLIC))


def usual_fields(results: Results, hub: str, at: int, policy: str, fields: Sequence[str], number: int = 2) -> list[str]:
    """The fields most of the members work in at an age, more than in others."""
    members = {field: float(np.nanmean(results.values(f"members_{field}_at_{at}", policy, hub))) for field in fields}
    return sorted(members, key=lambda field: -members[field])[:number]


def firsts(results: Results, at: int, alone: Mapping[str, str], together: str, leads: str | None = None) -> list[First]:
    """Each hub alone and with the others, the one to open first before the others.

    Args:
        results: the runs.
        at: months of life at which hubs are judged.
        alone: the policy under which each is opened alone.
        together: the policy under which all are.
        leads: the hub that other worlds put first, unless another is clearly better on these; by default the one that is on these.
    """
    worlds, found = results.worlds, []
    values = {hub: results.values(f"viable_{at}", policy, hub) for hub, policy in alone.items()}
    if leads is None:
        leads = max(values, key=lambda hub: float(values[hub].mean()))
    behind = {hub: _less_often(values[hub], values[leads], worlds) for hub in values}
    if better := [hub for hub in values if behind[hub].low > 0]:
        leads = max(better, key=lambda hub: behind[hub].value)
        behind = {hub: _less_often(values[hub], values[leads], worlds) for hub in values}
    for hub in sorted(values, key=lambda hub: (hub != leads, -float(values[hub].mean()))):
        row = results.contrast(together, alone[hub]).row(f"viable_{at}", hub)
        with_others = mean(results.values(f"viable_{at}", together, hub), worlds, share=True)
        found.append(First(
            hub, mean(values[hub], worlds, share=True), with_others, Estimate(row.difference, row.low, row.high), behind[hub],
        ))  # fmt: skip
    return found


def _less_often(one: np.ndarray, other: np.ndarray, worlds: int) -> Estimate:
    """How much more often one thing happens than another, in the same futures."""
    found = paired(one[:, None], other[:, None], True, worlds, True)
    return Estimate(float(found.difference[0]), float(found.low[0]), float(found.high[0]))


def conversion_works(scenario: Scenario, policy: str, hub: str) -> float | None:
    """Works of a building that an instrument makes over to the hub, whatever its size; None where none does."""
    under = scenario if policy == BASELINE else scenario.with_policy(policy)
    blocks = [block for block in under.instruments if block.type == "conversion" and (block.hubs is None or hub in block.hubs)]
    return next((block.works_eur for block in blocks if getattr(block, "works_eur", None) is not None), None)


def plain(tried: Tried) -> dict[str, Any]:
    """What was found of an option, as numbers by name."""
    numbers = {name: getattr(tried, name)._asdict() for name in ("share", "open", "members", "cost", "behind")}
    return {"option": tried.option._asdict(), "level": tried.level, **numbers}
