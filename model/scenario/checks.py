"""What a schema cannot say: names that refer to nothing, figures that contradict, windows outside the run, policies in conflict.

The checks read plain maps and lists and pass over what has the wrong type, so that they can run on a file with other mistakes and all
problems come out at once.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from model.parameters import CATALOGUE
from model.reading.numbers import slip
from model.reading.problems import Finding, Path
from model.reading.wording import OF_YOUR_OWN, between, did_you_mean, plausible
from model.scenario.checks_of_expected import expected_findings
from model.scenario.checks_of_help import help_findings
from model.scenario.checks_of_hubs import horizon_of, is_number, month_of, not_a_town, one_hub
from model.scenario.checks_of_identities import identity_findings
from model.scenario.checks_of_nothing import idle_findings, text_findings
from model.scenario.checks_of_places import own_places, place_findings
from model.scenario.policies import Plain, as_list, as_map, assemble, combined, item_name, left_out

MAX_POLICIES = 100
MAX_OVERRIDDEN = 3_000_000  # persons and firms; all shipped towns together have fewer than two


def references(data: Plain) -> Iterator[Finding]:
    """All findings on a scenario given as plain data."""
    yield from text_findings(data)
    yield from _territory(data)
    yield from _hubs(data)
    yield from _measures(data)
    yield from _parameters(("parameters",), data.get("parameters"))
    yield from _policies(data)
    if len(as_map(data.get("policies"))) <= MAX_POLICIES:
        yield from identity_findings(data)
    if "policy" not in data:  # once under a policy, the cases that the facts compare are no longer there
        yield from expected_findings(data)


def _territory(data: Plain) -> Iterator[Finding]:
    from model.territory import MAX_TOWNS, known_town, town_key, unknown_town

    territory = as_map(data.get("territory"))
    towns = as_list(territory.get("towns"))
    own = own_places(data)
    if "towns" in territory and territory["towns"] == []:
        yield Finding(("territory", "towns"), "no town; write at least one, e.g. [sondrio]")
    if len(towns) > MAX_TOWNS:
        yield Finding(("territory", "towns"), f"{len(towns)} towns; at most {MAX_TOWNS} in one run", at_key=True)
    keys = [town_key(town) if isinstance(town, str) else town for town in towns]
    for position, (town, key) in enumerate(zip(towns, keys, strict=True)):
        if isinstance(town, str) and key not in own and not known_town(town):
            yield Finding(("territory", "towns", position), unknown_town(town, own.values()))
        elif key in keys[:position]:
            yield Finding(("territory", "towns", position), f"town '{town}' stands twice; keep one")
    overrides = as_map(territory.get("overrides"))
    for town in overrides:
        if town_key(town) not in keys:
            yield Finding(("territory", "overrides", town), not_a_town(town, towns), at_key=True)
    for town, figures in overrides.items():
        working = [as_map(figures).get(kind) for kind in ("professionals", "remote_workers")]
        residents = as_map(figures).get("residents")
        if is_number(residents) and sum(count for count in working if is_number(count)) > residents:
            text = f"more professionals and remote workers than the {residents:.10g} residents; write more residents, or fewer of them"
            yield Finding(("territory", "overrides", town), text, at_key=True)
    places = as_list(territory.get("places"))
    yield from place_findings(places, keys)
    blocks = [*overrides.values(), *places, *(ring for place in places for ring in as_list(as_map(place).get("rings")))]
    counts = [as_map(block).get(kind) for block in blocks for kind in ("professionals", "remote_workers", "firms")]
    people = sum(count for count in counts if is_number(count) and count > 0)
    if people > MAX_OVERRIDDEN:
        where = "overrides" if overrides else "places"
        text = f"{people:,.0f} professionals, remote workers and firms in all; at most {MAX_OVERRIDDEN:,} in one run"
        yield Finding(("territory", where), text, at_key=True)


def _hubs(data: Plain) -> Iterator[Finding]:
    hubs = as_list(data.get("hubs"))
    if data.get("hubs") == []:
        yield Finding(("hubs",), "no hub; write at least one, with name, town and desks")
    yield from _repeated(("hubs",), hubs, "hub")
    for position, hub in enumerate(hubs):
        yield from one_hub(data, ("hubs", position), as_map(hub))


def _measures(data: Plain) -> Iterator[Finding]:
    hubs = [name for hub in as_list(data.get("hubs")) if (name := item_name(hub))]
    for key, word in (("instruments", "instrument"), ("shocks", "shock")):
        items = as_list(data.get(key))
        yield from _repeated((key,), items, word)
        for position, item in enumerate(items):
            yield from _one_measure(data, (key, position), as_map(item), hubs)


def _one_measure(data: Plain, path: Path, item: Plain, hubs: list[str]) -> Iterator[Finding]:
    for position, hub in enumerate(as_list(item.get("hubs"))):
        if isinstance(hub, str) and hub not in hubs:
            yield Finding((*path, "hubs", position), f"unknown hub '{hub}'{did_you_mean(hub, hubs)}")
    if item.get("type") == "rival_hub":
        yield from _rival(data, path, item, hubs)
        if item.get("end") is not None:
            yield Finding((*path, "end"), "a rival stays as long as its books let it: 'end' does nothing; leave it out", "warning")
    if item.get("hubs") == []:
        yield Finding((*path, "hubs"), "no hub: it does nothing; leave the key out for all hubs", "warning")
    start, end = month_of(item.get("start"), data), month_of(item.get("end"), data)
    horizon = horizon_of(data)
    yield from help_findings(path, item, start or 0, end)
    yield from idle_findings(data, path, item, end)
    if start is not None and end is not None and end <= start:
        yield Finding((*path, "end"), "ends before it starts; 'end' is the first month no longer in force")
    elif (start is not None and start >= horizon) or (end is not None and end <= 0):
        key = "start" if start is not None and start >= horizon else "end"
        yield Finding((*path, key), f"outside the run (months 0-{horizon - 1}): it does nothing", "warning")


def _rival(data: Plain, path: Path, item: Plain, hubs: list[str]) -> Iterator[Finding]:
    """A rival is a hub of the run: it needs a town of the territory and a name of its own."""
    name, town = item_name(item), item.get("town")
    if name in hubs:
        yield Finding((*path, "name") if "name" in item else path, "a hub is called so already; give the rival a name of its own")
    yield from one_hub(data, path, {"town": town} if isinstance(town, str) else {})


def _parameters(path: Path, parameters: Any) -> Iterator[Finding]:
    for name, value in as_map(parameters).items():
        entry = CATALOGUE.get(name)
        if entry is None:
            known = did_you_mean(name, CATALOGUE) or "; see docs/parameters.md" + OF_YOUR_OWN
            yield Finding((*path, name), f"unknown parameter{known}", at_key=True)
        elif is_number(value) and not entry.hard_low <= value <= entry.hard_high:
            unit = f" ({entry.unit})" if entry.unit else ""
            expected = f"a number{between(entry.hard_low, entry.hard_high)}{unit}{slip(value, entry.hard_low, entry.hard_high, entry.unit)}"
            yield Finding((*path, name), f"{value:g} is out of range; write {expected}")
        elif is_number(value) and not entry.low <= value <= entry.high:
            yield Finding((*path, name), plausible(value, entry.low, entry.high, entry.unit), "warning")


def _policies(data: Plain) -> Iterator[Finding]:
    policies = as_map(data.get("policies"))
    hubs = [name for hub in as_list(data.get("hubs")) if (name := item_name(hub))]
    if len(policies) > MAX_POLICIES:
        yield Finding(("policies",), f"{len(policies)} policies; at most {MAX_POLICIES} in one file", at_key=True)
        return
    for name, policy in policies.items():
        if name == "baseline":
            yield Finding(("policies", name), "'baseline' is the scenario itself; give the policy another name", at_key=True)
        yield from _one_policy(data, name, as_map(policy), hubs)
        yield from _combination(policies, name)


def _one_policy(data: Plain, name: str, policy: Plain, hubs: list[str]) -> Iterator[Finding]:
    path = ("policies", name)
    for hub, change in as_map(policy.get("hubs")).items():
        if hub not in hubs:
            yield Finding((*path, "hubs", hub), f"unknown hub '{hub}'{did_you_mean(hub, hubs)}", at_key=True)
        yield from one_hub(data, (*path, "hubs", hub), as_map(change), offices=None)
    added = as_list(policy.get("add_hubs"))
    yield from _repeated((*path, "add_hubs"), added, "hub", hubs)
    for position, hub in enumerate(added):
        yield from one_hub(data, (*path, "add_hubs", position), as_map(hub))
    gone = left_out(policy)
    known = [item for key in ("instruments", "shocks") for entry in as_list(data.get(key)) if (item := item_name(entry))]
    for position, left in enumerate(as_list(policy.get("without"))):
        if isinstance(left, str) and left not in known:
            yield Finding((*path, "without", position), f"the baseline has no instrument or shock '{left}'{did_you_mean(left, known)}")
    with_added = hubs + [hub_name for hub in added if (hub_name := item_name(hub))]
    for key, word in (("instruments", "instrument"), ("shocks", "shock")):
        baseline = [item for entry in as_list(data.get(key)) if (item := item_name(entry)) and item not in gone]
        items = as_list(policy.get(key))
        yield from _repeated((*path, key), items, word, baseline)
        for position, item in enumerate(items):
            yield from _one_measure(data, (*path, key, position), as_map(item), with_added)
    yield from _parameters((*path, "parameters"), policy.get("parameters"))


def _combination(policies: Plain, name: str) -> Iterator[Finding]:
    path = ("policies", name, "combine")
    for position, other in enumerate(as_list(as_map(policies[name]).get("combine"))):
        if not isinstance(other, str):
            continue
        if other not in policies:
            known = [policy for policy in policies if policy != name]
            yield Finding((*path, position), f"unknown policy '{other}'{did_you_mean(other, known)}")
        elif _reaches(policies, other, name):
            yield Finding((*path, position), f"'{other}' combines '{name}' in turn; a policy cannot contain itself")
    for conflict in assemble(policies, name)[1] if combined(policies[name]) else ():
        yield Finding(path, str(conflict), at_key=True)


def _reaches(policies: Plain, start: str, goal: str) -> bool:
    seen, pending = set(), [start]
    while pending:
        name = pending.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            pending += combined(policies.get(name))
    return False


def _repeated(path: Path, items: list[Any], word: str, taken: Iterable[str] = ()) -> Iterator[Finding]:
    """Names used twice, in the list or already in the baseline."""
    baseline, seen = set(taken), set()
    for position, item in enumerate(items):
        name = item_name(item)
        if name is None:
            continue
        place = (*path, position, "name") if "name" in item else (*path, position)
        if name in seen:
            yield Finding(place, f"two {word}s are called '{name}'; give this one a name of its own")
        elif name in baseline:
            yield Finding(place, f"the baseline already has {_a(word)} called '{name}'; give this one a name of its own")
        seen.add(name)


def _a(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
