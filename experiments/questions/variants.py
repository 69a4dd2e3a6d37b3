"""Variants of a scenario: the same worlds with one thing more, less, or otherwise, each written as a policy.

A policy can replace any figure of a hub, add hubs, instruments and shocks, and leave out those of the baseline; so a question that
tries amounts, sizes or the absence of something is a scenario with other policies, run as any other, paired world by world.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from experiments.questions.answer import Refused
from model.scenario import BASELINE, Scenario
from model.scenario.policies import Plain, assemble, item_name

TITLES = ("title", "title_it")


def policy_as_one(scenario: Scenario, policy: str) -> Plain:
    """All that a policy changes, with what it combines, as one policy in plain data; of the baseline, nothing.

    Raises:
        Refused: when there is no such policy.
    """
    if policy == BASELINE:
        return {"title": BASELINE}
    _refuse_unknown(scenario, policy)
    policies = scenario.written()["policies"]
    contents: Plain = {key: policies[policy][key] for key in TITLES if key in policies[policy]}
    for path, value in assemble(policies, policy)[0].items():
        if path[0] in ("add_hubs", "instruments", "shocks"):
            contents.setdefault(path[0], []).append(deepcopy(value))
        elif path[0] == "without":
            contents.setdefault("without", []).append(path[1])
        else:
            block = contents.setdefault(path[0], {})
            for key in path[1:-1]:
                block = block.setdefault(key, {})
            block[path[-1]] = deepcopy(value)
    return contents


def _refuse_unknown(scenario: Scenario, policy: str) -> None:
    if policy not in scenario.policy_names:
        raise Refused(("no_policy", {"policy": policy, "known": ", ".join(scenario.policies) or "–"}))


def measures_under(scenario: Scenario, policy: str, kind: str = "instruments") -> dict[str, Plain]:
    """The instruments (or `shocks`) in force under a policy, those of the baseline first, by name.

    Raises:
        Refused: when there is no such policy.
    """
    _refuse_unknown(scenario, policy)
    under = scenario if policy == BASELINE else scenario.with_policy(policy)
    return {str(item_name(item)): item for item in under.written().get(kind, [])}


def leaving_out(scenario: Scenario, policy: str, names: Iterable[str]) -> Plain:
    """A policy less some instruments or shocks, its own or the baseline's."""
    contents, gone = policy_as_one(scenario, policy), set(names)
    for kind in ("instruments", "shocks"):
        if kind in contents:
            contents[kind] = [item for item in contents[kind] if item_name(item) not in gone]
    of_the_baseline = {name for kind in ("instruments", "shocks") for name in measures_under(scenario, BASELINE, kind)}
    if left := sorted(gone & of_the_baseline):
        contents["without"] = list(dict.fromkeys([*contents.get("without", []), *left]))
    return contents


def with_measure(scenario: Scenario, policy: str, name: str, changed: Mapping[str, Any], kind: str = "instruments") -> Plain:
    """A policy with other figures of one of its instruments (or shocks), or of one of the baseline's."""
    there = measures_under(scenario, policy, kind)
    if name not in there:
        raise Refused(("no_instrument", {"instrument": name, "known": ", ".join(there) or "–"}))
    contents = leaving_out(scenario, policy, [name])
    contents.setdefault(kind, []).append({**deepcopy(there[name]), "name": name, **changed})
    return contents


def asking(scenario: Scenario, variants: Mapping[str, Plain], *, months: int | None = None) -> Scenario:
    """The scenario with variants in the place of its policies.

    Args:
        scenario: any.
        variants: policies in plain data by short name, each with a title.
        months: how long to run, instead of the scenario's horizon.

    Raises:
        pydantic.ValidationError: when a variant is none.
    """
    written = {**scenario.written(), "policies": dict(variants)}
    written.pop("expected", None)  # facts name policies that are no longer there
    if months is not None:
        written["horizon_months"] = months
    return Scenario.model_validate(written)
