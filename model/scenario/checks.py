"""What a schema cannot say: names that refer to nothing, figures that contradict, windows outside the run, policies in conflict.

The checks read plain maps and lists and pass over what has the wrong type, so that they can run on a file with other mistakes and all
problems come out at once.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeGuard

from pydantic import ValidationError

from model.parameters import CATALOGUE
from model.reading.fields import Window, month_index
from model.reading.problems import Finding, Path
from model.reading.wording import between, did_you_mean, plausible
from model.scenario.checks_of_expected import expected_findings
from model.scenario.checks_of_help import help_findings
from model.scenario.policies import Plain, as_list, as_map, assemble, combined, item_name

DEFAULT_HORIZON = 60  # months, where a scenario says nothing
MAX_HUBS = 400
MAX_POLICIES = 100
MAX_OVERRIDDEN = 3_000_000  # persons and firms; all shipped towns together have fewer than two


def references(data: Plain) -> Iterator[Finding]:
    """All findings on a scenario given as plain data."""
    yield from _territory(data)
    yield from _hubs(data)
    yield from _measures(data)
    yield from _parameters(("parameters",), data.get("parameters"))
    yield from _policies(data)
    if "policy" not in data:  # once under a policy, the cases that the facts compare are no longer there
        yield from expected_findings(data)


def _territory(data: Plain) -> Iterator[Finding]:
    from model.territory import TOWNS

    territory = as_map(data.get("territory"))
    towns = as_list(territory.get("towns"))
    if "towns" in territory and territory["towns"] == []:
        yield Finding(("territory", "towns"), "no town; write at least one, e.g. [sondrio]")
    for position, town in enumerate(towns):
        if isinstance(town, str) and town not in TOWNS:
            yield Finding(("territory", "towns", position), f"unknown town '{town}'{did_you_mean(town, TOWNS)}")
        elif town in towns[:position]:
            yield Finding(("territory", "towns", position), f"town '{town}' stands twice; keep one")
    overrides = as_map(territory.get("overrides"))
    for town in overrides:
        if town not in towns:
            yield Finding(("territory", "overrides", town), _not_a_town(town, towns), at_key=True)
    counts = [as_map(figures).get(kind) for figures in overrides.values() for kind in ("professionals", "remote_workers", "firms")]
    people = sum(count for count in counts if _number(count) and count > 0)
    if people > MAX_OVERRIDDEN:
        text = f"{people:,.0f} professionals, remote workers and firms in all; at most {MAX_OVERRIDDEN:,} in one run"
        yield Finding(("territory", "overrides"), text, at_key=True)


def _not_a_town(town: str, towns: list[Any]) -> str:
    return f"'{town}' is not among the towns of this scenario{did_you_mean(town, [name for name in towns if isinstance(name, str)])}"


def _hubs(data: Plain) -> Iterator[Finding]:
    hubs = as_list(data.get("hubs"))
    if data.get("hubs") == []:
        yield Finding(("hubs",), "no hub; write at least one, with name, town and desks")
    if len(hubs) > MAX_HUBS:
        yield Finding(("hubs",), f"{len(hubs)} hubs; at most {MAX_HUBS} in one run", at_key=True)
    yield from _repeated(("hubs",), hubs, "hub")
    for position, hub in enumerate(hubs):
        yield from _one_hub(data, ("hubs", position), as_map(hub))


def _one_hub(data: Plain, path: Path, hub: Plain, *, offices: int | None = 0) -> Iterator[Finding]:
    """A hub of the scenario, one added by a policy, or the keys a policy replaces (whose offices are unknown when left out)."""
    from model.territory import TOWNS

    towns = [town for town in as_list(as_map(data.get("territory")).get("towns")) if isinstance(town, str)]
    town = hub.get("town")
    misspelt_above = any(town not in TOWNS for town in towns)  # said there already
    if isinstance(town, str) and towns and town not in towns and not (misspelt_above and town in TOWNS):
        yield Finding((*path, "town"), _not_a_town(town, towns))
    offered, let = hub.get("offices", offices), hub.get("offices_let_at_opening")
    if _number(offered) and _number(let) and let > offered:
        yield Finding((*path, "offices_let_at_opening"), f"{let} offices let, of {offered}; write at most {offered}")
    founders, desks = hub.get("founders"), hub.get("desks")
    if _number(founders) and _number(desks) and founders > desks:
        yield Finding((*path, "founders"), f"{founders:g} founders for {desks:g} desks: each takes a desk; write at most {desks:g}")
    yield from _opening(data, path, hub)
    yield from _area(path, hub)
    yield from _anchor(data, path, hub)


def _opening(data: Plain, path: Path, hub: Plain) -> Iterator[Finding]:
    month = _month(hub.get("opens"), data)
    if month is None:
        return
    if month < 0:
        yield Finding((*path, "opens"), f"before the first month of the run ({data['start']}); open it then, or start the run earlier")
    elif month >= _horizon(data):
        yield Finding((*path, "opens"), f"the run ends before month {month}: the hub never opens", "warning")


def _area(path: Path, hub: Plain) -> Iterator[Finding]:
    m2, desks, offices = hub.get("m2"), hub.get("desks"), hub.get("offices", 0)
    if not _number(m2) or not _number(desks) or not _number(offices) or desks < 1:
        return
    per_desk = (m2 - offices * CATALOGUE["m2_per_office"].default) / desks
    entry = CATALOGUE["m2_per_desk"]
    if not entry.low <= per_desk <= entry.high:
        text = f"leaves {per_desk:.3g} m² for each desk; plausible range {entry.low:g}-{entry.high:g} m²"
        yield Finding((*path, "m2"), text, "warning")


def _anchor(data: Plain, path: Path, hub: Plain) -> Iterator[Finding]:
    """Only an employer can have people of its own; a policy's change is read with what it leaves as it was."""
    changed = path[:1] == ("policies",) and path[-2] == "hubs"
    base = next((as_map(one) for one in as_list(data.get("hubs")) if changed and item_name(one) == path[-1]), {})
    people, operator = ({**base, **hub}.get(key) for key in ("anchor_people", "operator"))
    said = "anchor_people" in hub or "operator" in hub  # what is wrong in the hub itself is said there
    if said and _number(people) and people > 0 and operator != "employer_anchored":
        key = "anchor_people" if "anchor_people" in hub else "operator"
        yield Finding((*path, key), f"{people} people of an anchor, no employer runs the hub; write 'operator: employer_anchored', or 0")


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
    if item.get("hubs") == []:
        yield Finding((*path, "hubs"), "no hub: it does nothing; leave the key out for all hubs", "warning")
    start, end = _month(item.get("start"), data), _month(item.get("end"), data)
    yield from help_findings(path, item, start or 0, end)
    horizon = _horizon(data)
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
    yield from _one_hub(data, path, {"town": town} if isinstance(town, str) else {})


def _parameters(path: Path, parameters: Any) -> Iterator[Finding]:
    for name, value in as_map(parameters).items():
        entry = CATALOGUE.get(name)
        if entry is None:
            yield Finding((*path, name), f"unknown parameter{did_you_mean(name, CATALOGUE) or '; see docs/parameters.md'}", at_key=True)
        elif _number(value) and not entry.hard_low <= value <= entry.hard_high:
            unit = f" ({entry.unit})" if entry.unit else ""
            yield Finding((*path, name), f"{value:g} is out of range; write a number{between(entry.hard_low, entry.hard_high)}{unit}")
        elif _number(value) and not entry.low <= value <= entry.high:
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
        yield from _one_hub(data, (*path, "hubs", hub), as_map(change), offices=None)
    added = as_list(policy.get("add_hubs"))
    yield from _repeated((*path, "add_hubs"), added, "hub", hubs)
    for position, hub in enumerate(added):
        yield from _one_hub(data, (*path, "add_hubs", position), as_map(hub))
    with_added = hubs + [hub_name for hub in added if (hub_name := item_name(hub))]
    for key, word in (("instruments", "instrument"), ("shocks", "shock")):
        baseline = [item for entry in as_list(data.get(key)) if (item := item_name(entry))]
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


def _number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _horizon(data: Plain) -> int:
    horizon = data.get("horizon_months", DEFAULT_HORIZON)
    return horizon if isinstance(horizon, int) and horizon >= 1 else DEFAULT_HORIZON


def _month(value: Any, data: Plain) -> int | None:
    """Month index of a value, None when it is left out or malformed."""
    try:
        start = Window.model_validate({"start": data.get("start")}).start
        month = Window.model_validate({"start": value}).start
    except ValidationError:
        return None
    return None if month is None or not isinstance(start, str) else month_index(month, start)
