"""The sixteen shipped towns and their provinces, every figure with year, source and whether it was measured (ODD §6).

One row a town and one a province, so that figures can be compared down a column; what a column is and where it comes from
stands above the rows, and cells that differ from their column's source are listed after them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Final

from model.territory.figure import (
    AGCOM,
    DOOR_TO_DOOR,
    E1,
    E2,
    E3,
    E4,
    E4_SUM,
    E6,
    IRPEF,
    ISTAT_AREA,
    ISTAT_POPULATION,
    RECALLED,
    TIMETABLE,
    URBAN_CENTRE,
    Figure,
)
from model.territory.remote_work import CAMPANIA, LOMBARDY, OFFSETS, remote_error, remote_share


@dataclass(frozen=True)
class Province:
    """A province (or metropolitan city): the totals against which towns and rings are read."""

    code: str
    name: str
    residents: Figure
    residents_15_64: Figure
    area_km2: Figure
    mean_income_eur: Figure  # gross a year, per taxpayer
    employed: Figure  # employed residents
    firms: Figure  # active firms
    professionals: Figure  # independent professionals, where they live
    remote_workers: Figure  # employed residents who work remotely at least at times
    ftth_share: Figure | None  # households reached by fibre to the home; None where not gathered

    def figures(self) -> Mapping[str, Figure]:
        """All figures by attribute name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if isinstance(getattr(self, f.name), Figure)}


_MILANO_INCOME_EUR: Final = 33951.0


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """A place where hubs can stand: what a run takes of it. Coordinates are those of the built-up area: right for distances."""

    key: str
    code: int  # number from 0 to 255, part of every inhabitant's identity; those of shipped towns are never reused
    name: str
    latitude: Figure
    longitude: Figure
    residents: Figure
    mean_income_eur: Figure  # gross a year, per taxpayer
    firms: Figure
    professionals: Figure
    remote_workers: Figure
    minutes_to_metropolis: Figure  # door to door, to the city named below
    road_factor: Figure  # road minutes over those of the plain
    metropolis: str = "Milano"
    metropolis_income_eur: float = _MILANO_INCOME_EUR  # gross a year, per taxpayer
    has_position: bool = True  # a place that a file describes may have none

    def figures(self) -> Mapping[str, Figure]:
        """All figures by attribute name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if isinstance(getattr(self, f.name), Figure)}


@dataclass(frozen=True, kw_only=True)
class Town(Settlement):
    """One of the towns below, or a municipality of Italy."""

    province: Province
    residents_15_64: Figure
    area_km2: Figure
    employed: Figure
    remote_share: Figure  # of employed residents
    ftth_share: Figure  # of households
    rail_minutes_to_milan: Figure | None = None  # fastest usual train, station to station; of the shipped towns


# code, name, residents, aged 15-64, km², mean income EUR, employed, firms, professionals, remote workers, FTTH share
_PROVINCES: Final = (
    ("VA", "Varese", 877705, 551240, 1198.1, 23040, 391000, 57540, 22621, 58912, 0.618),
    ("CO", "Como", 595513, 378755, 1279.0, 22354, 242100, 42800, 16018, 33821, 0.659),
    ("SO", "Sondrio", 178472, 112193, 3195.8, 20012, 74400, 12900, 4282, 7932, 0.536),
    ("MI", "Milano", 3219391, 2063286, 1575.7, 28624, 1498700, 313859, 127939, 389745, 0.879),
    ("BG", "Bergamo", 1103768, 712410, 2754.9, 22729, 491000, 82833, 24722, 70258, 0.678),
    ("BS", "Brescia", 1253993, 805820, 4785.6, 22007, 572000, 102300, 30675, 77983, 0.722),
    ("PV", "Pavia", 534968, 338016, 2968.6, 22441, 236200, 39723, 14333, 33389, 0.537),
    ("CR", "Cremona", 351169, 220430, 1770.5, 22535, 157700, 24749, 7641, 22164, 0.722),
    ("MN", "Mantova", 404696, 255317, 2341.4, 21593, 184300, 32068, 8663, 23409, 0.719),
    ("LC", "Lecco", 332043, 208148, 805.6, 24567, 148200, 22655, 8353, 24015, 0.499),
    ("LO", "Lodi", 227495, 146381, 783.0, 22968, 100500, 13812, 4368, 14365, 0.601),
    ("MB", "Monza e della Brianza", 871546, 554248, 405.4, 25155, 404000, 63764, 23249, 72158, 0.76),
    ("TO", "Torino", 2198237, 1360375, 6817.3, 23297, 953000, 196200, 52888, 160000, None),
    ("NO", "Novara", 361394, 228090, 1340.3, 23234, 163600, 26000, 8103, 23900, None),
    ("CE", "Caserta", 903663, 602951, 2651.4, 16453, 347500, 75000, 15808, 26900, None),
)

# key, code, name, province, latitude, longitude, residents, aged 15-64, km², mean income EUR, employed, firms, professionals,
# FTTH share, rail minutes to Milano, door-to-door minutes to Milano, road factor
_TOWNS: Final = (
    ("varese", 0, "Varese", "VA", 45.8183, 8.8323, 78409, 48138, 54.8, 25797, 34176, 6905, 3497, 0.901, 52, 67, 1.0),
    ("como", 1, "Como", "CO", 45.8106, 9.0815, 83184, 52145, 37.1, 24329, 33667, 7491, 3529, 0.877, 41, 60, 1.0),
    ("sondrio", 2, "Sondrio", "SO", 46.1702, 9.8759, 21066, 12834, 20.9, 24295, 8980, 2024, 928, 0.935, 119, 135, 1.35),
    ("milano", 3, "Milano", "MI", 45.4630, 9.1919, 1354196, 878422, 181.7, _MILANO_INCOME_EUR, 633192, 160719, 85978, 0.993, 0, 0, 1.0),
    ("bergamo", 4, "Bergamo", "BG", 45.6957, 9.6784, 119534, 75549, 40.2, 29156, 53156, 12800, 6853, 0.942, 48, 63, 1.0),
    ("brescia", 5, "Brescia", "BS", 45.5482, 10.2183, 196446, 123263, 90.3, 25194, 90056, 20013, 9303, 0.957, 65, 65, 1.0),
    ("pavia", 6, "Pavia", "PV", 45.1856, 9.1566, 70636, 44402, 63.2, 28553, 31448, 8007, 4232, 0.887, 30, 50, 1.0),
    ("cremona", 7, "Cremona", "CR", 45.1336, 10.0248, 70637, 43529, 70.5, 24988, 32530, 5763, 2406, 0.904, 73, 85, 1.0),
    ("mantova", 8, "Mantova", "MN", 45.1578, 10.7927, 48653, 30210, 63.8, 25139, 21984, 5273, 2421, 0.940, 121, 125, 1.0),
    ("lecco", 9, "Lecco", "LC", 45.8522, 9.3911, 46871, 29057, 45.1, 26738, 20710, 4358, 1795, 0.632, 39, 54, 1.0),
    ("lodi", 10, "Lodi", "LO", 45.3150, 9.5049, 44709, 28241, 41.4, 26468, 19730, 3608, 1613, 0.864, 34, 50, 1.0),
    ("monza", 11, "Monza", "MB", 45.5835, 9.2804, 121799, 75898, 33.1, 30117, 55867, 10442, 5550, 0.967, 12, 27, 1.0),
    ("lomazzo", 12, "Lomazzo", "CO", 45.6989, 9.0349, 9903, 6355, 9.5, 23189, 4445, 571, 220, 0.734, 31, 46, 1.0),
    ("ivrea", 13, "Ivrea", "TO", 45.4710, 7.8902, 22357, 13419, 30.1, 24593, 9400, 2550, 681, 0.899, 110, 125, 1.0),
    ("novara", 14, "Novara", "NO", 45.4474, 8.6228, 101257, 63856, 103.1, 24834, 45800, 4680, 3087, 0.874, 39, 54, 1.0),
    ("caserta", 15, "Caserta", "CE", 41.0714, 14.3355, 72805, 47015, 54.1, 23725, 27100, 8400, 2961, 0.857, 300, 315, 1.0),
)

# attribute: year, source, measured, note
_COLUMNS: Final[Mapping[str, tuple[int, str, bool, str]]] = {
    "latitude": (2011, URBAN_CENTRE, True, ""),
    "longitude": (2011, URBAN_CENTRE, True, ""),
    "residents": (2023, ISTAT_POPULATION, True, ""),
    "residents_15_64": (2023, ISTAT_POPULATION, True, ""),
    "area_km2": (2011, ISTAT_AREA, True, ""),
    "mean_income_eur": (2020, IRPEF, True, "total income over taxpayers"),
    "employed": (2023, E3, False, "±3 %"),
    "firms": (2024, E1, False, "±15 %"),
    "professionals": (2019, E2, False, "±20 %"),
    "remote_workers": (2023, E4_SUM, False, "±10 %; Caserta ±18 %"),  # of provinces; those of towns are worked out
    "ftth_share": (2025, AGCOM, True, ""),
    "rail_minutes_to_milan": (2021, TIMETABLE, True, ""),
    "minutes_to_metropolis": (2021, DOOR_TO_DOOR, False, "±15 minutes"),
    "road_factor": (2023, E6, False, "valley roads of the province of Sondrio are slower than those of the plain"),
}

_PUBLISHED_FIRMS: Final[Mapping[str, tuple[int, str]]] = {
    "VA": (2024, "Camera di commercio di Varese, active firms"),
    "MI": (2024, "Camera di commercio di Milano Monza Brianza Lodi, active firms"),
    "MB": (2024, "Camera di commercio di Milano Monza Brianza Lodi, active firms"),
    "LO": (2024, "Camera di commercio di Milano Monza Brianza Lodi, active firms"),
    "BG": (2024, "Camera di commercio di Bergamo, active firms"),
    "CR": (2025, "Camera di commercio Cremona Mantova Pavia, active firms"),
    "LC": (2024, "Camera di commercio Como-Lecco, active firms"),
}
_ESTIMATED_FIRMS: Final[Mapping[str, tuple[int, str]]] = {
    "CO": (2024, "estimate: 47,463 registered firms (Camera di commercio Como-Lecco) and the share of artisans"),
    "SO": (2025, "estimate: 13,738 registered firms × 0.94, the share active in 2010"),
    "BS": (2024, "estimate: 104,736 active at the end of 2023 (Camera di commercio di Brescia) × the trend of 2024"),
    "PV": (2024, "derived from 39,826 active at the end of 2025 (Camera di commercio Cremona Mantova Pavia)"),
    "MN": (2024, "derived: 96,540 active in Cremona, Mantova and Pavia less the other two"),
    "TO": (2024, "estimate: about 220,500 registered seats (from the Canavese's 14.7 %) × 0.89, Como's share of active ones"),
    "NO": (2023, "estimate: 29,252 registered firms × 0.89, Como's share of active ones"),
    "CE": (2018, "recalled: about 75,000 active of 93,736 registered seats"),
}
_CENSUS_REMOTE_SHARES: Final[Mapping[str, Figure]] = {"milano": Figure(0.383, 2023, "ISTAT, permanent census", True)}
_PUBLISHED_EMPLOYED: Final = ("VA", "BG", "LO", "SO", "LC", "MB")
_EMPLOYED_LIKE_TOWN: Final = ("TO", "NO", "CE")

# (town, attribute): what differs from the column
_TOWN_CELLS: Final[Mapping[tuple[str, str], Mapping[str, Any]]] = {
    ("milano", "rail_minutes_to_milan"): {"source": "by definition", "note": "the metropolis itself"},
    ("milano", "minutes_to_metropolis"): {"source": "by definition", "measured": True, "note": "the metropolis itself"},
    ("pavia", "rail_minutes_to_milan"): {"note": "about 30 to Centrale, 18 to Rogoredo"},
    ("brescia", "rail_minutes_to_milan"): {"note": "regional trains; fast trains are quicker"},
    ("novara", "rail_minutes_to_milan"): {"year": 2017, "source": "press, regional express trains"},
    ("ivrea", "rail_minutes_to_milan"): {"source": RECALLED, "measured": False, "note": "one change, ±15"},
    ("caserta", "rail_minutes_to_milan"): {"source": RECALLED, "measured": False, "note": "high speed, ±20"},
    ("ivrea", "firms"): {"source": "estimate: 2,200-2,900 by jobs and residents", "note": "±15 %"},
    ("novara", "firms"): {"source": "estimate: 18 % of the province's active firms, by jobs", "note": "±25 %"},
    ("caserta", "firms"): {"year": 2018, "source": "estimate: the province's firms × 1.4 times the town's share of residents",
                           "note": "1.4 as in Lombard capitals; low confidence, ±30 %"},
    **{(key, "minutes_to_metropolis"): {"source": "recalled door-to-door times"}
       for key in ("como", "sondrio", "brescia", "pavia", "cremona", "mantova", "lodi")},
}


def _figures(names: tuple[str, ...], values: tuple) -> dict[str, Figure]:
    """Figures of one row with the sources of their columns."""
    return {name: Figure(float(value), *_COLUMNS[name]) for name, value in zip(names, values, strict=True)}


def _province(row: tuple) -> Province:
    code = row[0]
    names = ("residents", "residents_15_64", "area_km2", "mean_income_eur", "employed", "firms", "professionals", "remote_workers",
             "ftth_share")
    figures: dict[str, Any] = dict(_figures(names[:-1], row[2:-1]))
    figures["ftth_share"] = None if row[-1] is None else Figure(row[-1], *_COLUMNS["ftth_share"])
    if code in _PUBLISHED_EMPLOYED:
        figures["employed"] = replace(figures["employed"], source="CGIA on ISTAT labour force survey", measured=True, note="")
    if code in _EMPLOYED_LIKE_TOWN:
        figures["employed"] = replace(figures["employed"], source="estimate: employed over residents aged 15-64 as in the town", note="")
    if code in _PUBLISHED_FIRMS:
        year, source = _PUBLISHED_FIRMS[code]
        figures["firms"] = Figure(figures["firms"].value, year, source, True)
    else:
        year, source = _ESTIMATED_FIRMS[code]
        figures["firms"] = Figure(figures["firms"].value, year, source, False)
    return Province(code, row[1], **figures)


def _remote_work(key: str, province: str, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Share and number of remote workers: the census where it names the town, else estimate E4."""
    residents = figures["residents"].value
    offset = OFFSETS.get(province, LOMBARDY)
    note = f"±{100 * remote_error(residents, southern=offset == CAMPANIA):.0f} %"
    estimate = Figure(remote_share(figures["mean_income_eur"].value, residents, offset), 2023, E4, False, note)
    share = _CENSUS_REMOTE_SHARES.get(key, estimate)
    employed = figures["employed"]
    workers = replace(share, value=float(round(share.value * employed.value)), measured=False, note=share.note or employed.note)
    return {"remote_share": share, "remote_workers": workers}


def _town(row: tuple, provinces: Mapping[str, Province]) -> Town:
    key, code, name, province = row[:4]
    names = ("latitude", "longitude", "residents", "residents_15_64", "area_km2", "mean_income_eur", "employed", "firms", "professionals",
             "ftth_share", "rail_minutes_to_milan", "minutes_to_metropolis", "road_factor")
    figures: dict[str, Any] = dict(_figures(names, row[4:]))
    figures |= _remote_work(key, province, figures)
    for attribute, change in _TOWN_CELLS.items():
        if attribute[0] == key:
            figures[attribute[1]] = replace(figures[attribute[1]], **change)
    return Town(key=key, code=code, name=name, province=provinces[province], **figures)


PROVINCES: Final[Mapping[str, Province]] = MappingProxyType({row[0]: _province(row) for row in _PROVINCES})
TOWNS: Final[Mapping[str, Town]] = MappingProxyType({row[0]: _town(row, PROVINCES) for row in _TOWNS})

# Mean income per taxpayer of the whole region: what "a town's income" is compared with.
REGION_MEAN_INCOME_EUR: Final = Figure(24726.0, 2020, IRPEF, True, "Lombardia")
