"""What runs from several starts, with and without a network effect, say of the members that carry a hub."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np

from experiments.outcomes.intervals import Estimate
from experiments.questions.break_even import BreakEven, mean, to_open, to_stay
from experiments.questions.even_odds import EvenOdds, even_odds
from experiments.runs.results import Results
from model.scenario import BASELINE, HubSpec
from model.scenario.policies import Plain

EARLY: Final = (6, 12)  # months of life whose members tell how it ends
VIABLE, LIVES = "viable", "open"  # carries itself (open, cash, half of its desks); or is there at all, however small
AGES: Final = (12, 24, 36)  # months of life at which members are set against what is needed
ON, NO_COMMUNITY, OFF = "on", "no_community", "off"
NETWORK: Final[Mapping[str, Mapping[str, float]]] = {
    ON: {},
    NO_COMMUNITY: {"beta_n": 0.0},  # what a community is worth by its size
    OFF: {"beta_n": 0.0, "beta_s": 0.0, "awareness_word_of_mouth": 0.0},  # nor do contacts pull or tell (ADR 0025)
}
"""The network effect as the parameter sets have it, and its null values."""

AS_IS: Final = "as_is"
_FOUNDERS: Final = (0, 1 / 3, 2 / 3, 1)  # of the desks
_THERE_ALREADY: Final = (0, 1 / 2, 3 / 2, 2)  # of the flex members a hub found open has


class ExpectedMembers(NamedTuple):
    """Members at an age over all futures, a closed hub having none, against what is needed in each of them."""

    members: Estimate
    p10: float
    p90: float
    enough_to_open: Estimate  # share of futures with as many members as the books ask for
    enough_to_stay: Estimate


class Reached(NamedTuple):
    """When members first reach a number, in months of life."""

    wanted: float  # members; the middle one where each future needs its own
    month: np.ndarray  # float[futures]; nan where they never do
    never: Estimate  # share of futures

    def by(self, month: int) -> float:
        """Share of all futures that have reached it by the end of a month."""
        return float((self.month <= month).mean())

    def quantile(self, share: float) -> float:
        """Month by which this share of all futures has; nan where so many never do."""
        month = float(np.quantile(np.where(np.isnan(self.month), np.inf, self.month), share, method="inverted_cdf"))
        return month if np.isfinite(month) else float("nan")


class UnderNetwork(NamedTuple):
    """All that is known under one network effect."""

    even: dict[tuple[str, int], EvenOdds]  # by what happens and early month
    lives: dict[str, Estimate]  # share of futures as the hub is planned
    open: BreakEven
    stay: BreakEven
    expected: dict[int, ExpectedMembers]
    reached: dict[str, Reached]  # "even" (nan throughout where there is no such number) and "stay"


class Found(NamedTuple):
    """All that is known of a hub."""

    hub: HubSpec
    at: int  # months of life by which it has survived
    starts: tuple[str, ...]  # it was run from, the first as it is planned
    sides: dict[str, UnderNetwork]  # by network effect

    @property
    def early(self) -> int:
        """The month that is spoken of first."""
        return EARLY[-1]

    def numbers(self) -> dict[str, Any]:
        """By network effect, in plain types."""
        sides = {key: _numbers(side) for key, side in self.sides.items()}
        return {"hub": self.hub.name, "at": self.at, "starts": list(self.starts), **sides}


def found_in(results: Results, policy: str, hub: HubSpec, at: int, starts: tuple[str, ...]) -> Found:
    """What the runs of a hub under a policy say."""
    sides = {network: _side(results, hub, at, [run_as(policy, network, start) for start in starts]) for network in NETWORK}
    return Found(hub, at, starts, sides)


def other_starts(hub: HubSpec, seat_flex: float) -> dict[str, Plain]:
    """Other founding groups, from nobody to one at each desk; of a hub found open, other numbers of flex members."""
    if hub.already_open is not None:
        there = hub.already_open
        room = int((hub.desks - there.fixed) / seat_flex)
        numbers = {min(room, round(share * max(there.flex, 1))) for share in _THERE_ALREADY} - {there.flex}
        return {f"flex_{number}": {"already_open": {**there.model_dump(), "flex": number}} for number in sorted(numbers)}
    if not {"flex", "fixed"} & set(hub.plans):
        return {}
    founders = sorted({round(share * hub.desks) for share in _FOUNDERS})
    return {f"founders_{number}": {"founders": number, "starts_with": "group" if number else "door"} for number in founders}


def variant(network: str, start: str) -> str:
    """The policy of a network effect and a start."""
    return f"{network}_{start}"


def run_as(policy: str, network: str, start: str) -> str:
    """The policy of the runs that holds a network effect and a start."""
    return BASELINE if policy == BASELINE and (network, start) == (ON, AS_IS) else variant(network, start)


def _side(results: Results, hub: HubSpec, at: int, policies: list[str]) -> UnderNetwork:
    """Everything under one network effect; the first of the policies is the hub as it is planned."""
    as_is = policies[0]
    stack, worlds = results.stack(as_is), results.worlds
    place = stack.hub_names.index(hub.name)
    needs = to_open(stack, place, worlds), to_stay(stack, place, at, worlds)
    even = {(what, month): _even(results, hub.name, policies, what, month, at) for month in EARLY for what in (VIABLE, LIVES)}
    first = int(stack.opens[place])
    members = stack.series("members")[:, first : first + at, place].astype(float)
    mass = even[VIABLE, EARLY[-1]].members.value
    return UnderNetwork(
        even=even,
        lives={what: mean(_happens(results, hub.name, as_is, what, at), worlds, share=True) for what in (VIABLE, LIVES)},
        open=needs[0],
        stay=needs[1],
        expected={age: _expected(results, hub.name, as_is, age, needs) for age in AGES if age <= at},
        reached={
            "even": reached(members, np.full(len(members), mass), worlds),
            "stay": reached(members, needs[1].each, worlds),
        },
    )


def _happens(results: Results, hub: str, policy: str, what: str, at: int) -> np.ndarray:
    return 1 - results.values(f"closed_{at}", policy, hub) if what == LIVES else results.values(f"viable_{at}", policy, hub)


def _even(results: Results, hub: str, policies: list[str], what: str, month: int, at: int) -> EvenOdds:
    """Even odds of the futures in which the hub is still there in the early month, over all starts."""
    members = np.concatenate([results.values(f"members_{month}", policy, hub) for policy in policies])
    happens = np.concatenate([_happens(results, hub, policy, what, at) for policy in policies])
    there = np.concatenate([results.values(f"closed_{month}", policy, hub) for policy in policies]) == 0
    sets = np.tile(np.arange(results.replicates) // results.worlds, len(policies))
    return even_odds(members[there], happens[there], sets[there], results.seed)


def _expected(results: Results, hub: str, policy: str, age: int, needs: tuple[BreakEven, BreakEven]) -> ExpectedMembers:
    members, worlds = results.values(f"members_{age}", policy, hub), results.worlds
    p10, p90 = np.quantile(members, (0.1, 0.9))
    enough = (mean((members >= np.where(np.isnan(need.each), np.inf, need.each)).astype(float), worlds, share=True) for need in needs)
    return ExpectedMembers(mean(members, worlds), float(p10), float(p90), *enough)


def reached(members: np.ndarray, wanted: np.ndarray, worlds: int = 1) -> Reached:
    """When each future first has as many members as it wants.

    Args:
        members: float[futures, months of life].
        wanted: of each future; nan for a number that cannot be reached.
        worlds: consecutive futures of one set of parameters.
    """
    has = members >= wanted[:, None]
    month = np.where(has.any(axis=1), has.argmax(axis=1) + 1.0, np.nan)
    middle = float(np.nanmedian(wanted)) if (wanted == wanted).any() else float("nan")
    return Reached(middle, month, mean(np.isnan(month).astype(float), worlds, share=True))


# --- plain numbers ---


def _numbers(side: UnderNetwork) -> dict[str, Any]:
    return {
        "even_odds": {
            f"{what}_by_members_{month}": {
                "status": found.status, "futures": found.futures, "share": found.share, "seen": list(found.seen), **found.members._asdict(),
            }
            for (what, month), found in side.even.items()
        },
        "share": {what: found._asdict() for what, found in side.lives.items()},
        "to_open": _need(side.open),
        "to_stay": _need(side.stay),
        "expected": {
            str(age): {
                "p10": found.p10, "p90": found.p90, "members": found.members._asdict(),
                "less_to_open": found.members.value - side.open.members.value,
                "less_to_stay": found.members.value - side.stay.members.value,
                "enough_to_open": found.enough_to_open._asdict(), "enough_to_stay": found.enough_to_stay._asdict(),
            }
            for age, found in side.expected.items()
        },
        "reached": {
            what: {
                "wanted": found.wanted, "never": found.never._asdict(),
                **{f"month_p{100 * share:.0f}": found.quantile(share) for share in (0.1, 0.25, 0.5, 0.75, 0.9)},
            }
            for what, found in side.reached.items()
        },
    }


def _need(need: BreakEven) -> dict[str, Any]:
    return {name: getattr(need, name)._asdict() for name in ("members", "eur_month", "margin_eur")}
