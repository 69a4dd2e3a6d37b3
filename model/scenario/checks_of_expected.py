"""Checks of the facts a scenario states under `expected`: bounds, the policies and hubs they speak of, fields of work.

Whether their outcomes exist is checked in `experiments.outcomes.scenarios`: the model does not know what runs are asked.
"""

from collections.abc import Iterator

from model.reading.problems import Finding, Path
from model.reading.wording import did_you_mean, nearest
from model.scenario.expected import LINKS_BETWEEN, OF_FIELDS
from model.scenario.policies import Plain, as_list, as_map, item_name, parts

_BOUNDS = ("at_least", "at_most")


def expected_findings(data: Plain) -> Iterator[Finding]:
    """What is wrong with the facts of a scenario given as plain data."""
    policies = as_map(data.get("policies"))
    for position, item in enumerate(as_list(data.get("expected"))):
        path, fact = ("expected", position), as_map(item)
        yield from _bounds(path, fact)
        yield from _cases(data, path, fact, policies)
        yield from _fields(path, fact)
        if fact.get("enforced") is False and fact.get("because") is None:
            yield Finding((*path, "because"), "is missing; write why the runs need not keep it, or leave 'enforced' out", absent=True)
        if fact.get("because") is not None and fact.get("enforced", True) is True:
            yield Finding((*path, "because"), "says why a fact is not enforced; write 'enforced: false' too, or leave it out", at_key=True)


def _bounds(path: Path, fact: Plain) -> Iterator[Finding]:
    low, high = fact.get("at_least"), fact.get("at_most")
    misspelt = any(key not in _BOUNDS and nearest(str(key), _BOUNDS) for key in fact)  # said where it stands
    if fact and low is None and high is None and not misspelt:
        yield Finding(path, "no bound; write at_least, at_most or both")
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        yield Finding((*path, "at_most"), f"{high:g} is less than at_least, {low:g}; write {low:g} or more")


def _cases(data: Plain, path: Path, fact: Plain, policies: Plain) -> Iterator[Finding]:
    """Policies and hubs that a fact speaks of."""
    policy, against, hub = fact.get("policy", "baseline"), fact.get("against"), fact.get("hub")
    for key in ("policy", "against"):
        name = fact.get(key)
        if isinstance(name, str) and name not in ("baseline", *policies):
            yield Finding((*path, key), f"unknown policy '{name}'{did_you_mean(name, ('baseline', *policies))}")
    if isinstance(against, str) and against == policy:
        yield Finding((*path, "against"), f"'{against}' against itself is always zero; name another policy, or write 'policy'")
    if not isinstance(hub, str):
        return
    hubs = {name: _hubs_under(data, policies, name) for name in (policy, against) if isinstance(name, str)}
    if not any(hub in names for names in hubs.values()):
        known = list(dict.fromkeys(name for names in hubs.values() for name in names))
        yield Finding((*path, "hub"), f"unknown hub '{hub}'{did_you_mean(hub, known)}")
        return
    for name, names in hubs.items():
        if hub not in names and (name == "baseline" or name in policies):
            yield Finding((*path, "hub"), f"there is no '{hub}' under '{name}'{did_you_mean(hub, names)}")


def _hubs_under(data: Plain, policies: Plain, policy: str) -> list[str]:
    """Names of the hubs of a run: the scenario's, those that a policy, or one it combines, adds, and rivals."""
    blocks = [data, *(as_map(policies[name]) for name in parts(policies, policy))]
    hubs = [hub for block in blocks for key in ("hubs", "add_hubs") for hub in as_list(block.get(key))]
    rivals = [shock for block in blocks for shock in as_list(block.get("shocks")) if as_map(shock).get("type") == "rival_hub"]
    names = [*(item_name(hub) for hub in hubs), *(shock.get("name", "rival") for shock in rivals)]
    return [name for name in names if isinstance(name, str)]


def _fields(path: Path, fact: Plain) -> Iterator[Finding]:
    fields = fact.get("fields")
    if fields is None:
        if fact.get("outcome") == LINKS_BETWEEN:
            yield Finding((*path, "fields"), "is missing; write the two fields of work, e.g. [legal, marketing]", absent=True)
    elif fact.get("outcome") not in OF_FIELDS:
        yield Finding((*path, "fields"), f"goes with outcome '{LINKS_BETWEEN}' only; write that outcome, or leave it out", at_key=True)
    elif isinstance(fields, list) and len(fields) != 2:
        yield Finding((*path, "fields"), f"{len(fields)} listed; write two fields of work, e.g. [legal, marketing]")
