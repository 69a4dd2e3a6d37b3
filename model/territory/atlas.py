"""Every town a run may name, with its surroundings: shipped, of the tables of Italy, or described by the scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from model.territory.figure import Figure
from model.territory.gazetteer import canonical, municipality
from model.territory.municipal import town_of
from model.territory.own_places import OwnPlace, rings_of, settlement_of
from model.territory.rings import BAND_MINUTES, Ring, rings
from model.territory.surroundings import Neighbour, figures_with, neighbours, rings_around
from model.territory.taxes import Taxes
from model.territory.towns import TOWNS, Settlement
from model.territory.travel import km_between, km_within

_COUNTS: Final = ("municipalities", "residents", "professionals", "remote_workers", "firms")


@dataclass(frozen=True, eq=False)
class Atlas:
    """The towns that a scenario may name.

    Attributes:
        places: those it describes itself.
        taxes: what the ministry's file says, by ISTAT code; shipped towns keep their figures.
    """

    places: tuple[OwnPlace, ...] = ()
    taxes: Mapping[str, Taxes] = field(default_factory=dict)

    @cached_property
    def _own(self) -> Mapping[str, OwnPlace]:
        return {place.key: place for place in self.places}

    @cached_property
    def _towns(self) -> dict[str, Settlement]:
        return {}

    def town(self, key: str) -> Settlement:
        """The town of a key.

        Raises:
            KeyError: there is none.
        """
        if key not in self._towns:
            self._towns[key] = self._made(key)
        return self._towns[key]

    def _made(self, key: str) -> Settlement:
        if key in self._own:
            return settlement_of(self._own[key])
        if key in TOWNS:
            return TOWNS[key]
        one = municipality(key)
        return town_of(one, self.taxes.get(one.code))

    @cached_property
    def _rings(self) -> dict[tuple[str, tuple[str, ...]], tuple[Ring, ...]]:
        return {}

    def rings(self, key: str, towns: Sequence[str] = ()) -> tuple[Ring, ...]:
        """The six rings of a town in a run with these towns: a municipality that is nearer to another of them is left to it."""
        near = tuple(other for other in towns if other != key and self._is_near(key, other))
        if (key, near) not in self._rings:
            self._rings[key, near] = self._rings_beside(key, near)
        return self._rings[key, near]

    def _is_near(self, key: str, other: str) -> bool:
        """Whether a municipality of the one may be nearer to the other."""
        one, two = self.town(key), self.town(other)
        return one.has_position and two.has_position and km_between(one, two) <= 2.0 * km_within(BAND_MINUTES[-1], 1.0) + 1.0

    def _rings_beside(self, key: str, towns: Sequence[str]) -> tuple[Ring, ...]:
        if key in self._own and (self._own[key].rings is not None or self._own[key].position is None):
            return rings_of(self._own[key], self.town(key))
        shipped = [other for other in towns if other in TOWNS and other not in self._own]
        if key in TOWNS and key not in self._own:
            own = rings(key, shipped)
            beside = [other for other in towns if other not in shipped]
            return own if not beside else self._left(key, own, shipped, beside)
        return rings_around(self.town(key), self._around(key, towns), figures_with(self.taxes))

    def _around(self, key: str, others: Sequence[str]) -> list[Neighbour]:
        town = self.town(key)
        points = [(self.town(other).latitude.value, self.town(other).longitude.value) for other in others]
        return neighbours(town, points, _code_of(key))

    def _left(self, key: str, own: Sequence[Ring], shipped: Sequence[str], beside: Sequence[str]) -> tuple[Ring, ...]:
        """What is left of a shipped town's rings beside towns that are not: each count times the part that the tables of Italy leave it."""
        figures = figures_with(self.taxes)
        town = self.town(key)
        whole = rings_around(town, self._around(key, shipped), figures)
        left = rings_around(town, self._around(key, [*shipped, *beside]), figures)
        return tuple(_scaled(ring, *pair) for ring, pair in zip(own, zip(left, whole, strict=True), strict=True))


def _scaled(ring: Ring, left: Ring, whole: Ring) -> Ring:
    changed: dict[str, Any] = {}
    for name in _COUNTS:
        figure: Figure | None = getattr(ring, name)
        total = getattr(whole, name).value
        if figure is not None and total > 0.0:
            changed[name] = replace(figure, value=float(round(figure.value * getattr(left, name).value / total)))
    return replace(ring, **changed)


def _code_of(key: str) -> str | None:
    """The ISTAT code of the municipality that has this key: it is in no ring of its own."""
    known = canonical(key)
    return municipality(known).code if known else None


ITALY: Final = Atlas()
