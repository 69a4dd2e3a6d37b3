"""Who takes part in a run, under the baseline and under each policy: not more than it can hold, and no two who would share their draws."""

from collections.abc import Iterator
from typing import Final

from model.reading.problems import Finding, Path
from model.scenario.hubs import hub_key
from model.scenario.policies import Plain, as_list, as_map, item_name, parts

MAX_HUBS: Final = 400
MAX_MEASURES: Final = 1_000  # instruments and shocks
TOGETHER: Final = "all"
"""How results call all hubs of a run together."""

Item = tuple[Path, str]


def identity_findings(data: Plain) -> Iterator[Finding]:
    """Findings on the hubs, instruments and shocks of every run that a scenario holds."""
    policies = as_map(data.get("policies"))
    hubs, measures = _hubs((), data), _measures((), data)
    yield from _too_many((), hubs, measures)
    yield from _alike(hubs, "hub")
    yield from _alike(measures, "instrument")
    more_hubs = {name: _hubs(("policies", name), as_map(policy)) for name, policy in policies.items()}
    more_measures = {name: _measures(("policies", name), as_map(policy)) for name, policy in policies.items()}
    said: set[Finding] = set()
    for name in policies:
        contents = parts(policies, name)
        all_hubs = [*hubs, *(item for part in contents for item in more_hubs[part])]
        all_measures = [*measures, *(item for part in contents for item in more_measures[part])]
        if len(all_hubs) > len(hubs) or len(all_measures) > len(measures):
            yield from _too_many(("policies", name), all_hubs, all_measures)
        for finding in (*_alike(all_hubs, "hub", len(hubs)), *_alike(all_measures, "instrument", len(measures))):
            if finding not in said:  # a policy that combines this one has it too
                said.add(finding)
                yield finding


def _hubs(path: Path, block: Plain) -> list[Item]:
    """Place and name of the hubs that the scenario or a policy brings into a run, rivals included."""
    return [*_items(path, block, "hubs"), *_items(path, block, "add_hubs"), *_items(path, block, "shocks", rivals=True)]


def _measures(path: Path, block: Plain) -> list[Item]:
    """Place and name of the instruments and shocks that act month by month."""
    return [*_items(path, block, "instruments"), *_items(path, block, "shocks")]


def _items(path: Path, block: Plain, key: str, rivals: bool = False) -> Iterator[Item]:
    for position, item in enumerate(as_list(block.get(key))):
        name = item_name(item)
        if name is not None and (as_map(item).get("type") == "rival_hub") == rivals:
            yield (*path, key, position, "name") if "name" in item else (*path, key, position), name


def _too_many(path: Path, hubs: list[Item], measures: list[Item]) -> Iterator[Finding]:
    """More than a run can hold: said of the list in the baseline, of the policy under a policy."""
    for items, key, word, most in ((hubs, "hubs", "hubs", MAX_HUBS), (measures, "instruments", "instruments and shocks", MAX_MEASURES)):
        if len(items) > most:
            yield Finding(path or (key,), f"{len(items)} {word}; at most {most} in one run", at_key=True)


def _alike(items: list[Item], word: str, known: int = 0) -> Iterator[Finding]:
    """Names that no run can tell apart, of those after the first `known`; the same name twice is said elsewhere."""
    first: dict[int, str] = {}
    for position, (path, name) in enumerate(items):
        if position >= known and word == "hub" and name == TOGETHER:
            yield Finding(path, f"'{TOGETHER}' is how results call all hubs together; give the hub another name")
        other = first.setdefault(hub_key(name), name)
        if position >= known and other != name:
            yield Finding(path, f"'{name}' and '{other}' give the same key, so that their chances would be the same; rename one")
