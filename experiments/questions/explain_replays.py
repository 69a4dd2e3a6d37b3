"""Replays without one cause: the same worlds with a shock, an instrument, its end, the rent, the competition or the community away.

What a replay changes is what the cause does in the model; it proves nothing of the world.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from experiments.outcomes.families import chance, holm
from experiments.outcomes.intervals import Estimate, estimate_of, paired
from experiments.questions.variants import leaving_out, measures_under, policy_as_one, with_measure
from experiments.runs.results import Results
from model.compile_scenario.hubs import every_hub
from model.names import CLOSED, DOWNSIZED, OPEN
from model.parameters import CATALOGUE
from model.reading.fields import BEYOND
from model.scenario import BASELINE, Scenario
from model.scenario.policies import Plain, item_name

OPEN_AT_END, WHOLE_AT_END, MEMBERS = "open", "whole", "members"
MEASURES: Final = (OPEN_AT_END, WHOLE_AT_END, MEMBERS)
"""By what replays are ranked: a hub that often closes by being open at the end, one that often shrinks by being whole, any other by its
mean members."""

OFTEN: Final = 0.1  # of the futures in which a hub closes (or shrinks), from which on that is the question
_NO_COMMUNITY: Final = {"beta_n": 0.0, "beta_s": 0.0, "beta_k": 0.0}  # what others in it, contacts and collaborations are worth


@dataclass(frozen=True)
class Cause:
    """One thing that a replay leaves out or adds.

    Attributes:
        kind: key of its words (`replay_{kind}` of the language's `explain`).
        variant: the scenario without it, as a policy.
        block: the instrument or shock it is about, by its name; '' for none.
    """

    kind: str
    variant: Plain
    block: str = ""


@dataclass(frozen=True)
class Replay:
    """What one replay comes to over all futures.

    Attributes:
        cause: what it leaves out or adds.
        policy: the short name of its policy in the runs.
        open_at_end: share of the futures in which the hub is open at the end.
        members: its mean members over the run.
        difference: of the measure that ranks, against the policy that is explained.
        chance: of so large a difference if there were none.
        clear: whether it is clear among all replays (Holm).
        same: whether it changes nothing of the hub in any future.
    """

    cause: Cause
    policy: str
    open_at_end: Estimate
    members: float
    difference: Estimate
    chance: float
    clear: bool
    same: bool


def causes(scenario: Scenario, policy: str, hub: str) -> Iterator[Cause]:
    """What there is to leave out, or to add, for a hub under a policy."""
    under = scenario if policy == BASELINE else scenario.with_policy(policy)
    hubs = {one.name: one for one in every_hub(under)}
    for kind in ("shocks", "instruments"):
        for name, block in measures_under(scenario, policy, kind).items():
            start, end = _window(under, kind, name)
            if name == hub or start >= end or (block.get("hubs") is not None and hub not in block["hubs"]):
                continue
            yield Cause("no_rival" if block["type"] == "rival_hub" else f"no_{kind[:-1]}", leaving_out(scenario, policy, [name]), name)
            if end < under.horizon_months and block["type"] not in ("rival_hub", "capex_grant", "conversion"):
                yield Cause(f"{kind[:-1]}_goes_on", with_measure(scenario, policy, name, {"end": None}, kind), name)
    own = hub in {one.name for one in under.hubs}  # instruments do not reach rivals
    if own and hubs[hub].building != "own":
        yield Cause("no_rent", _helped(scenario, policy, hub, {"type": "rent_relief", "share": 1}))
        usual = CATALOGUE["rent_eur_m2"].default
        if (hubs[hub].rent_eur_m2 or 0.0) > usual or any(block["type"] == "rent" for block in _all(scenario, policy, "shocks")):
            yield Cause("usual_rent", _helped(scenario, policy, hub, {"type": "rent_relief", "share": 0, "rent_cap_eur_m2": usual}))
    if own:
        yield Cause("host_paid", _helped(scenario, policy, hub, {"type": "host_salary", "share": 1}))
        yield Cause("better_known", _helped(scenario, policy, hub, {"type": "promotion", "intensity": 1, "cost_eur_month": 0}))
    yield Cause("no_competition", _alone(scenario, policy, hub))
    yield Cause("no_community", _with_parameters(policy_as_one(scenario, policy), _NO_COMMUNITY))


def _all(scenario: Scenario, policy: str, kind: str) -> list[Plain]:
    return list(measures_under(scenario, policy, kind).values())


def _window(under: Scenario, kind: str, name: str) -> tuple[int, int]:
    block = next(one for one in getattr(under, kind) if item_name(one.model_dump()) == name)
    return block.window(under.start, under.horizon_months)


def _helped(scenario: Scenario, policy: str, hub: str, block: Plain) -> Plain:
    """The policy with one more instrument for a hub, from the first month to the last."""
    contents = policy_as_one(scenario, policy)
    taken = {*measures_under(scenario, policy), *measures_under(scenario, policy, "shocks")}
    name = next(name for name in ("replayed", *(f"replayed_{n}" for n in range(len(taken) + 1))) if name not in taken)
    contents["instruments"] = [*contents.get("instruments", []), {"name": name, "payer": "other_public", "hubs": [hub], **block}]
    return contents


def _with_parameters(contents: Plain, parameters: Mapping[str, float]) -> Plain:
    return {**contents, "parameters": {**contents.get("parameters", {}), **parameters}}


def _alone(scenario: Scenario, policy: str, hub: str) -> Plain:
    """The policy with no other hub that opens, and no other place of work in the town."""
    rivals = [name for name, block in measures_under(scenario, policy, "shocks").items() if block["type"] == "rival_hub" and name != hub]
    contents = leaving_out(scenario, policy, rivals)
    away, dated = {"opens": BEYOND - 1}, ("already_open", "phases", "agreed_until")
    for one in scenario.hubs:
        if one.name != hub:
            undated = {key: None for key in dated if getattr(one, key)}
            contents.setdefault("hubs", {}).setdefault(one.name, {}).update(away | undated)
    for one in contents.get("add_hubs", []):
        if one["name"] != hub:
            one.update(away)
            for key in dated:
                one.pop(key, None)
    return _with_parameters(contents, {"other_places_100k": 0.0})


# --- what they come to ---


def values_of(results: Results, policy: str, hub: str) -> dict[str, np.ndarray]:
    """What replays are ranked by, in each future: open and whole at the end (0 or 1), and mean members over the run."""
    state = results.paths("state", policy, hub)[:, -1]
    return {
        OPEN_AT_END: np.isin(state, (OPEN, DOWNSIZED)).astype(float), WHOLE_AT_END: (state == OPEN).astype(float),
        MEMBERS: results.paths("members", policy, hub).astype(float).mean(axis=1),
    }


def ranked_by(results: Results, policy: str, hub: str) -> str:
    """The measure that ranks: being open where the hub often closes, being whole where it often shrinks, else its members."""
    state = results.paths("state", policy, hub)[:, -1]
    if (state == CLOSED).mean() >= OFTEN:
        return OPEN_AT_END
    return WHOLE_AT_END if (state == DOWNSIZED).mean() >= OFTEN else MEMBERS


def share(values: np.ndarray, worlds: int) -> Estimate:
    """A share of the futures with its 95 % interval."""
    return estimate_of(values, worlds, share=True)


def replays(results: Results, policy: str, hub: str, found: Mapping[str, Cause]) -> list[Replay]:
    """Every replay against the policy that is explained, those that change most first."""
    by, base = ranked_by(results, policy, hub), values_of(results, policy, hub)
    counted = by != MEMBERS
    rows: dict[str, dict[str, Any]] = {}
    for name, cause in found.items():
        values = values_of(results, name, hub)
        difference = paired(values[by][:, None], base[by][:, None], counted, results.worlds, counted)
        of = Estimate(difference.difference.item(), difference.low.item(), difference.high.item())
        rows[name] = {
            "cause": cause, "policy": name, "open_at_end": share(values[OPEN_AT_END], results.worlds),
            "members": float(values[MEMBERS].mean()), "difference": of, "chance": chance(*of, difference.degrees.item()),
            "same": all(np.array_equal(values[key], base[key]) for key in MEASURES),
        }
    clear = holm({name: row["chance"] for name, row in rows.items()})
    made = [Replay(**row, clear=name in clear) for name, row in rows.items()]
    return sorted(made, key=lambda one: -abs(one.difference.value))  # stable: of equal ones the first asked
