"""The hubs of a scenario in another town, with all that stands with them; what speaks of the old town goes."""

from collections.abc import Iterable, Iterator
from numbers import Integral
from typing import Any

from model.reading.problems import Finding
from model.reading.wording import one_of
from model.scenario.editing import Edited
from model.scenario.extending import OF_A_HUB
from model.scenario.policies import Plain, as_list, as_map


def in_town(data: Plain, town: str, instead_of: str | None = None) -> Edited:
    """The same hubs in another town: those of the scenario, of its policies, and rivals. Titles and figures of the old town go.

    Args:
        data: the scenario.
        town: any municipality of Italy, or a place that the scenario describes.
        instead_of: the town it takes the place of; may be None if all hubs stand in one.
    """
    from model.territory import town_key

    if isinstance(town, Integral) and not isinstance(town, bool):
        town = f"{town:06d}"  # an ISTAT code that a table has made a number of
    if not isinstance(town, str) or not (instead_of is None or isinstance(instead_of, str)):
        wrong = ("instead_of", instead_of) if isinstance(town, str) else ("town", town)
        return data, [Finding(wrong[:1], f"{wrong[1]!r:.60} is no name; write a municipality of Italy, such as in_town('Voghera')")]
    places = list(_standing(data))
    standing = list(dict.fromkeys(town_key(str(block["town"])) for block in places))
    if not standing:
        return data, []  # no hub: the check says so
    old = town_key(instead_of) if instead_of is not None else standing[0] if len(standing) == 1 else ""
    if old not in standing:
        known = one_of(standing)
        text = f"no hub in '{old}'; write {known}" if old else f"is missing: hubs stand in several towns; write {known}"
        return data, [Finding(("instead_of",), text)]
    key = town_key(town)
    if key == old:
        return data, []
    there = [town_key(str(one)) for one in as_list(as_map(data.get("territory")).get("towns"))]
    towns = dict.fromkeys(key if one == old else one for one in there if one in standing)
    return _told_apart(_moved({**data, "territory": _around(as_map(data.get("territory")), list(towns))}, old, key), old), []


def _around(territory: Plain, towns: list[str]) -> Plain:
    """A territory of other towns, without the figures of those that are left and of what lies around them."""
    from model.territory import town_key

    kept = {key: value for key, value in territory.items() if key not in ("overrides", "incomes", "places")}
    overrides = {town: figures for town, figures in as_map(territory.get("overrides")).items() if town_key(town) in towns}
    places = [place for place in as_list(territory.get("places")) if town_key(str(as_map(place).get("name"))) in towns]
    return {**kept, "towns": towns, **({"overrides": overrides} if overrides else {}), **({"places": places} if places else {})}


def _standing(data: Plain) -> Iterator[Plain]:
    """The blocks that stand in a town: hubs, those that policies add or move, and rivals."""
    for block in (data, *(as_map(policy) for policy in as_map(data.get("policies")).values())):
        hubs = block.get("hubs")
        named = hubs.values() if isinstance(hubs, dict) else as_list(hubs)
        every = (*named, *as_list(block.get("add_hubs")), *as_list(block.get("shocks")))
        yield from (as_map(one) for one in every if "town" in as_map(one))


def _moved(data: Plain, old: str, new: str) -> Plain:
    """The data with every block that stands in one town standing in another, without what its hubs are called."""
    from model.territory import town_key

    def move(value: Any) -> Any:
        if isinstance(value, list):
            return [move(one) for one in value]
        if not isinstance(value, dict):
            return value
        moved = {key: move(inner) for key, inner in value.items()}
        if "town" in moved and town_key(str(moved["town"])) == old:
            moved["town"] = new
            if "type" not in moved:
                moved = {key: inner for key, inner in moved.items() if key not in OF_A_HUB}
        return moved

    return {key: move(value) if key in ("hubs", "shocks", "policies") else value for key, value in data.items()}


def _told_apart(data: Plain, old: str) -> Plain:
    """The data without titles and questions of policies that speak of the old town."""
    from model.territory import ITALY, known_town

    called = {old, ITALY.town(old).name} if known_town(old) else {old}
    policies = {}
    for name, policy in as_map(data.get("policies")).items():
        speaks = [key for key in ("title", "title_it", "question", "question_it") if _names(policy.get(key), called)]
        policies[name] = {key: value for key, value in policy.items() if key not in speaks}
        if "title" in speaks:
            policies[name] = {"title": name, **policies[name]}
            policies[name].pop("title_it", None)
    return {**data, "policies": policies} if policies else data


def _names(text: Any, called: Iterable[str]) -> bool:
    return isinstance(text, str) and any(name.casefold() in text.casefold() for name in called)
