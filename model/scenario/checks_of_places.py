"""What a schema cannot say of places that a scenario describes itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from model.reading.problems import Finding, Path
from model.scenario.policies import Plain, as_list, as_map

_BANDS = (15, 20, 25, 30, 35, 40)


def own_places(data: Plain) -> Mapping[str, str]:
    """Names of the places that the scenario describes, by key."""
    from model.territory import town_key

    names = [as_map(place).get("name") for place in as_list(as_map(data.get("territory")).get("places"))]
    return {town_key(name): name for name in names if isinstance(name, str)}


def place_findings(places: list[Any], towns: list[Any]) -> Iterator[Finding]:
    """Findings on the places.

    Args:
        places: the list as it is written.
        towns: keys of the towns of the run.
    """
    from model.territory import town_key

    seen: set[str] = set()
    for position, block in enumerate(places):
        place, path = as_map(block), ("territory", "places", position)
        name = place.get("name")
        if isinstance(name, str):
            key = town_key(name)
            if not any(letter.isalnum() for letter in name):
                yield Finding((*path, "name"), f"'{name[:60]}' has no letters; write the name of the place")
            elif key in seen:
                yield Finding((*path, "name"), f"two places are called '{name[:60]}'; give this one a name of its own")
            elif key not in towns:
                yield Finding((*path, "name"), f"not among the towns: it does nothing; add '{name[:60]}' to 'territory.towns'", "warning")
            seen.add(key)
        yield from _position(path, place)
        yield from _rings(path, as_list(place.get("rings")))


def _position(path: Path, place: Plain) -> Iterator[Finding]:
    for key, other in (("latitude", "longitude"), ("longitude", "latitude")):
        if place.get(key) is not None and place.get(other) is None:
            yield Finding((*path, key), f"a position has both; write {other} too")


def _rings(path: Path, rings: list[Any]) -> Iterator[Finding]:
    seen: set[int] = set()
    for position, ring in enumerate(rings):
        minutes = as_map(ring).get("minutes")
        if not isinstance(minutes, int) or isinstance(minutes, bool) or not _BANDS[0] <= minutes <= _BANDS[-1]:
            continue
        if minutes not in _BANDS:
            yield Finding((*path, "rings", position, "minutes"), f"{minutes} is no band; write 15, 20, 25, 30, 35 or 40")
        elif minutes in seen:
            yield Finding((*path, "rings", position, "minutes"), f"two rings up to {minutes} minutes; write one")
        seen.add(minutes)
