"""What a schema cannot say of a hub: a town of the run, figures that fit together, a start and a later plan that can be meant.

A hub is one of the scenario, one added by a policy, or the keys of one that a policy replaces, read with what they leave as it was.
"""

from collections.abc import Iterator
from typing import Any, TypeGuard

from pydantic import ValidationError

from model.names import ON_SALE
from model.parameters import CATALOGUE
from model.reading.fields import WHEN_VIABLE, Window, month_index
from model.reading.problems import Finding, Path
from model.reading.wording import did_you_mean, one_of
from model.scenario.checks_of_places import own_places
from model.scenario.policies import Plain, as_list, as_map, item_name

DEFAULT_HORIZON = 60  # months, where a scenario says nothing


def one_hub(data: Plain, path: Path, hub: Plain, *, offices: int | None = 0) -> Iterator[Finding]:
    """Findings on one hub.

    Args:
        data: the scenario.
        path: where the hub stands in it.
        hub: the hub, or the keys a policy replaces.
        offices: how many it has where they are left out; None where that is unknown.
    """
    from model.territory import known_town, town_key

    towns = [town for town in as_list(as_map(data.get("territory")).get("towns")) if isinstance(town, str)]
    town = hub.get("town")
    keys, own = [town_key(one) for one in towns], own_places(data)
    misspelt_above = any(key not in own and not known_town(one) for key, one in zip(keys, towns, strict=True))  # said there already
    if isinstance(town, str) and towns and town_key(town) not in keys and not (misspelt_above and known_town(town)):
        yield Finding((*path, "town"), not_a_town(town, towns))
    offered, let = hub.get("offices", offices), hub.get("offices_let_at_opening")
    if is_number(offered) and is_number(let) and let > offered:
        yield Finding((*path, "offices_let_at_opening"), f"{let} offices let, of {offered}; write at most {offered}")
    founders, desks = hub.get("founders"), hub.get("desks")
    if is_number(founders) and is_number(desks) and founders > desks:
        yield Finding((*path, "founders"), f"{founders:g} founders for {desks:g} desks: each takes a desk; write at most {desks:g}")
    whole = {**_base(data, path), **hub}
    yield from _opening(data, path, hub)
    yield from _prices(path, hub, whole)
    yield from _area(path, hub)
    yield from _anchor(path, hub, whole)
    yield from _start(path, hub, whole)
    yield from _already_open(data, path, hub, whole)
    yield from _plans(path, hub, whole)
    yield from _phases(data, path, hub, whole)
    yield from _agreement(data, path, hub, whole)


def _base(data: Plain, path: Path) -> Plain:
    """The hub of the scenario whose keys a policy replaces; nothing where the hub stands whole."""
    changed = path[:1] == ("policies",) and path[-2] == "hubs"
    return next((as_map(one) for one in as_list(data.get("hubs")) if changed and item_name(one) == path[-1]), {})


def _key(hub: Plain, *keys: str) -> str | None:
    """The first of these keys that is written here; what is wrong in the hub that a policy changes is said there."""
    return next((key for key in keys if hub.get(key) is not None), None)


def _opening(data: Plain, path: Path, hub: Plain) -> Iterator[Finding]:
    month = month_of(hub.get("opens"), data)
    if month is None:
        return
    if month < 0:
        yield Finding((*path, "opens"), f"before the first month of the run ({data['start']}); open it then, or start the run earlier")
    elif month >= horizon_of(data):
        yield Finding((*path, "opens"), f"the run ends before month {month}: the hub never opens", "warning")


def _prices(path: Path, hub: Plain, whole: Plain) -> Iterator[Finding]:
    """A price is a number, of a plan that is on sale; under a policy null goes back to the default. An own building has no rent."""
    plans, changed = whole.get("plans"), path[:1] == ("policies",) and path[-2] == "hubs"
    for plan, price in as_map(hub.get("prices")).items():
        if price is None and not changed:
            sold = f"; 'plans' says what is sold: {one_of(ON_SALE)}" if plan in ON_SALE else ""
            yield Finding((*path, "prices", plan), f"no price is written; write one, or leave the key out for the usual price{sold}")
        elif plan in ON_SALE and price is not None and isinstance(plans, list) and plan not in plans:
            text = "the plan is not on sale: its price does nothing; add it to 'plans', or take it out"
            yield Finding((*path, "prices", plan), text, "warning")
    if hub.get("building") == "own" and is_number(rent := hub.get("rent_eur_m2")) and rent > 0:
        yield Finding((*path, "rent_eur_m2"), "no rent is paid in a building of one's own: it does nothing; leave it out", "warning")


def _area(path: Path, hub: Plain) -> Iterator[Finding]:
    m2, desks, offices = hub.get("m2"), hub.get("desks"), hub.get("offices", 0)
    if not is_number(m2) or not is_number(desks) or not is_number(offices) or desks < 1:
        return
    per_desk = (m2 - offices * CATALOGUE["m2_per_office"].default) / desks
    entry = CATALOGUE["m2_per_desk"]
    if not entry.low <= per_desk <= entry.high:
        text = f"leaves {per_desk:.3g} m² for each desk; plausible range {entry.low:g}-{entry.high:g} m²"
        yield Finding((*path, "m2"), text, "warning")


def _anchor(path: Path, hub: Plain, whole: Plain) -> Iterator[Finding]:
    """Only an employer can have people of its own."""
    people = whole.get("anchor_people")
    key = "anchor_people" if "anchor_people" in hub else "operator" if "operator" in hub else None
    if key and is_number(people) and people > 0 and whole.get("operator") != "employer_anchored":
        yield Finding((*path, key), f"{people} people of an anchor, no employer runs the hub; write 'operator: employer_anchored', or 0")


def _start(path: Path, hub: Plain, whole: Plain) -> Iterator[Finding]:
    """Founders are a founding group, and a group has founders."""
    start, founders = whole.get("starts_with"), whole.get("founders")
    key = _key(hub, "founders", "starts_with")
    if key is None or not is_number(founders) or not isinstance(start, str):
        return
    if start in ("call", "door") and founders > 0:
        text = f"{founders:g} founders are a founding group; write 'starts_with: group', or leave 'founders' out"
        yield Finding((*path, key), text)
    elif start == "group" and founders == 0:
        yield Finding((*path, key), "a founding group of 0; write how many found it, or 'starts_with: door'")


def _already_open(data: Plain, path: Path, hub: Plain, whole: Plain) -> Iterator[Finding]:
    """A hub found open has begun already, and has the members it is said to have on desks it has."""
    there = as_map(whole.get("already_open"))
    if not there:
        return
    if (key := _key(hub, "founders", "starts_with", "already_open")) and _key(whole, "founders", "starts_with"):
        yield Finding((*path, key), "a hub that is open already has its members; leave out 'founders' and 'starts_with'")
    opens = whole.get("opens")
    if (key := _key(hub, "opens", "already_open")) and opens is not None and month_of(opens, data) != 0:
        yield Finding((*path, key), "the hub is open when the run begins; leave 'opens' out, or 'already_open'")
    key = _key(hub, "already_open", "desks", "plans")
    flex, fixed, desks, plans = there.get("flex"), there.get("fixed"), whole.get("desks"), whole.get("plans", list(ON_SALE))
    if key is None or not (is_number(flex) and is_number(fixed)):
        return
    seat = as_map(data.get("parameters")).get("seat_flex", CATALOGUE["seat_flex"].default)
    if is_number(desks) and is_number(seat) and fixed + flex * seat > desks:
        text = f"{fixed:g} fixed and {flex:g} flex members take {fixed + flex * seat:g} desks, of {desks:g}; write fewer, or more desks"
        yield Finding((*path, key), text)
    for name, members in (("flex", flex), ("fixed", fixed)):
        if members > 0 and isinstance(plans, list) and name not in plans:
            yield Finding((*path, key), f"{members:g} {name} members, and the plan is not on sale; add it to 'plans'")


def _plans(path: Path, hub: Plain, whole: Plain) -> Iterator[Finding]:
    """A hub sells something, and desks by the month where a group founds it or an operator reckons with them."""
    plans, key = whole.get("plans"), _key(hub, "plans", "founders", "starts_with", "opens", "offices")
    if key is None or not isinstance(plans, list):
        return
    if not plans and not whole.get("offices"):
        yield Finding((*path, key), f"sells nothing; write at least one of {', '.join(ON_SALE)}, or give it offices")
    if {"flex", "fixed"} & {plan for plan in plans if isinstance(plan, str)}:
        return
    if whole.get("founders") or whole.get("starts_with") == "group":
        yield Finding((*path, key), "founders need a desk by the month; add 'flex' or 'fixed' to 'plans'")
    if whole.get("opens") == WHEN_VIABLE:
        yield Finding((*path, key), "an operator reckons with desks by the month; add 'flex' or 'fixed' to 'plans'")


def _phases(data: Plain, path: Path, hub: Plain, whole: Plain) -> Iterator[Finding]:
    """Phases follow the opening and one another, and say something."""
    opens, horizon = month_of(whole.get("opens", 0), data), horizon_of(data)
    last = -1 if opens is None else opens
    for position, item in enumerate(as_list(hub.get("phases"))):
        phase, here = as_map(item), (*path, "phases", position)
        month = month_of(phase.get("start"), data)
        if month is None:
            continue
        if month <= last:
            after = "the hub opens" if position == 0 else "the phase above"
            yield Finding((*here, "start"), f"not after {after} (month {last}); write a later month")
        elif month >= horizon:
            yield Finding((*here, "start"), f"the run ends before month {month}: the phase never begins", "warning")
        last = max(last, month)
        if not _key(phase, "desks", "offices", "rent_eur_m2", "works_eur"):
            yield Finding(here, "changes nothing; write desks, offices, rent_eur_m2 or works_eur")
        if whole.get("building") == "own" and _key(phase, "rent_eur_m2"):
            yield Finding((*here, "rent_eur_m2"), "no rent is paid in a building of one's own; leave it out")


def _agreement(data: Plain, path: Path, hub: Plain, whole: Plain) -> Iterator[Finding]:
    """An agreed period ends after the hub opens, and within the run if it is to matter."""
    until, opens = month_of(whole.get("agreed_until"), data), month_of(whole.get("opens", 0), data)
    key = _key(hub, "agreed_until", "opens")
    if until is None or key is None:
        return
    if opens is not None and until <= opens:
        yield Finding((*path, key), f"the agreed period ends in month {until}, and the hub opens in month {opens}; write a later end")
    elif until >= horizon_of(data):
        yield Finding((*path, key), f"the run ends before month {until}: the end of the agreed period is not seen", "warning")


def not_a_town(town: str, towns: list[Any]) -> str:
    """What is said of a town that is not one of the scenario."""
    return f"'{town}' is not among the towns of this scenario{did_you_mean(town, [name for name in towns if isinstance(name, str)])}"


def is_number(value: Any) -> TypeGuard[int | float]:
    """Whether a plain value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def horizon_of(data: Plain) -> int:
    """Months of the run; the usual ones where they are left out or malformed."""
    horizon = data.get("horizon_months", DEFAULT_HORIZON)
    return horizon if isinstance(horizon, int) and horizon >= 1 else DEFAULT_HORIZON


def month_of(value: Any, data: Plain) -> int | None:
    """Month index of a value, None when it is left out or malformed."""
    try:
        start = Window.model_validate({"start": data.get("start")}).start
        month = Window.model_validate({"start": value}).start
    except ValidationError:
        return None
    return None if month is None or not isinstance(start, str) else month_index(month, start)
