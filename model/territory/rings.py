"""Rings (ODD §5.1): the smaller municipalities around a town, by road minutes from its centre.

Of the shipped towns. Around a Lombard one a ring is a sum over real municipalities. Around Ivrea, Novara and Caserta, for which no
municipal figures were gathered, it is an estimate (E7): the province's density outside the town, spread evenly. Around any other place of
Italy: `surroundings.py`.
"""

import math
import operator
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Final

from model.territory.figure import E1, E2, E4_SUM, E7, IRPEF, ISTAT_POPULATION, Figure
from model.territory.ring_figures import NEAREST_KM, RING_ROWS
from model.territory.towns import TOWNS, Settlement, Town
from model.territory.travel import km_within

BAND_MINUTES: Final = (15, 20, 25, 30, 35, 40)

# attribute: year, source, measured, note
RING_SOURCES: Final[Mapping[str, tuple[int, str, bool, str]]] = {
    "municipalities": (2023, "ISTAT, municipalities; bands by estimate E6", False, "which band a municipality is in is estimated"),
    "residents": (2023, ISTAT_POPULATION + "; bands by estimate E6", False, "residents are measured, bands estimated"),
    "professionals": (2019, E2, False, "±20 %"),
    "remote_workers": (2023, E4_SUM, False, "±20 %"),
    "firms": (2024, E1, False, "±15 %"),
    "mean_income_eur": (2020, IRPEF, False, "incomes are measured, bands estimated"),
}

# The Canavese is Ivrea's hinterland: 14.7 % of the firm seats of the metropolitan city and 158 of its 312 municipalities.
CANAVESE_SHARE: Final = Figure(0.147, 2024, "Camera di commercio di Torino, 32,410 of about 220,500 seats", True)
CANAVESE_AREA_SHARE: Final = Figure(158 / 312, 2024, "158 of 312 municipalities, at the mean area", False, "Torino's own area is small")


@dataclass(frozen=True)
class Ring:
    """The municipalities of one band of minutes around a town."""

    town: str
    number: int  # 1 is the innermost
    upper_min: int
    km_low: float
    km_high: float
    municipalities: Figure | None  # None around towns whose rings are estimated
    residents: Figure
    professionals: Figure
    remote_workers: Figure
    firms: Figure
    mean_income_eur: Figure

    def figures(self) -> Mapping[str, Figure]:
        """All figures by attribute name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if isinstance(getattr(self, f.name), Figure)}

    def share_of_province(self, attribute: str) -> float:
        """The ring's count over the total of the town's province (rings cross borders, so it may exceed one)."""
        return getattr(self, attribute).value / getattr(TOWNS[self.town].province, attribute).value


def rings(town: str, others: Collection[str] = ()) -> tuple[Ring, ...]:
    """The six rings of a town.

    Args:
        town: key of the town.
        others: other towns of the same run: municipalities nearer to one of them are left to it, so that nobody is counted twice.
    """
    return _rings(town, frozenset(others) - {town})


@cache
def _rings(town: str, others: frozenset[str]) -> tuple[Ring, ...]:
    build = _counted_ring if town in RING_ROWS else _estimated_ring
    return tuple(build(TOWNS[town], number, others) for number in range(1, len(BAND_MINUTES) + 1))


def kilometres(town: Settlement, number: int, nearest_km: float) -> tuple[float, float]:
    """Air distances between which a band lies."""
    factor = town.road_factor.value
    low = nearest_km if number == 1 else km_within(BAND_MINUTES[number - 2], factor)
    high = km_within(BAND_MINUTES[number - 1], factor)
    return min(low, high), high


def _counted_ring(town: Town, number: int, others: frozenset[str]) -> Ring:
    """A ring summed over the municipalities that are not nearer to one of the other towns of the run."""
    rows = [row for row in RING_ROWS[town.key] if row[0] == BAND_MINUTES[number - 1] and others.isdisjoint(row[1].split())]
    _, _, municipalities, residents, professionals, remote_workers, firms, incomes = zip(*rows, strict=True) if rows else [()] * 8
    income = sum(map(operator.mul, residents, incomes)) / sum(residents) if rows else town.mean_income_eur.value

    def figure(name: str, value: float) -> Figure:
        return Figure(float(value), *RING_SOURCES[name])

    km_low, km_high = kilometres(town, number, NEAREST_KM.get(town.key, 0.0))
    return Ring(
        town.key, number, BAND_MINUTES[number - 1], km_low, km_high,
        municipalities=figure("municipalities", sum(municipalities)), residents=figure("residents", sum(residents)),
        professionals=figure("professionals", sum(professionals)), remote_workers=figure("remote_workers", sum(remote_workers)),
        firms=figure("firms", sum(firms)), mean_income_eur=figure("mean_income_eur", round(income)),
    )


def _estimated_ring(town: Town, number: int, _others: frozenset[str]) -> Ring:
    """A ring of a town without municipal figures: even density over the province (Ivrea: over the Canavese) outside the town."""
    province = town.province
    share, area_share = (CANAVESE_SHARE.value, CANAVESE_AREA_SHARE.value) if town.key == "ivrea" else (1.0, 1.0)
    low, high = kilometres(town, number, math.sqrt(town.area_km2.value / math.pi))
    area = math.pi * (high**2 - low**2)
    outside_km2 = province.area_km2.value * area_share - town.area_km2.value

    def estimate(attribute: str) -> Figure:
        outside = getattr(province, attribute).value * share - getattr(town, attribute).value
        return Figure(float(round(outside * area / outside_km2)), getattr(province, attribute).year, E7, False, "±40 %")

    counts = {name: estimate(name) for name in ("residents", "professionals", "remote_workers", "firms")}
    income = Figure(province.mean_income_eur.value, province.mean_income_eur.year, E7, False, "the province's mean")
    return Ring(town.key, number, BAND_MINUTES[number - 1], low, high, municipalities=None, mean_income_eur=income, **counts)
