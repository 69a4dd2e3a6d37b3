"""Any municipality of Italy as a town (ODD §6): measured where it is a seat or the ministry's file speaks, else by province and size.

Estimate E8: a figure of a municipality that is no seat is its province's rate, times the ratio that municipalities of its size have in its
part of Italy, times one factor a province, so that all of them add up to the province without its seat. From these follow firms (E1),
professionals (E2), employed residents (E3) and remote workers (E4) as for the shipped towns. Every figure says how wrong it may be.
"""

import math
import operator
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, Final

from model.territory.figure import AGCOM, E1, E2, E3, E4, E6, GEONAMES, IRPEF, ISTAT_POPULATION, PROFILE, Figure
from model.territory.gazetteer import key_of
from model.territory.italy import COUNTS, Municipality, ProvinceRow, by_province, is_seat, municipalities, profile, provinces
from model.territory.metropolis import metropolis_of
from model.territory.remote_work import remote_error, remote_share
from model.territory.taxes import TABLE_YEAR, Taxes
from model.territory.towns import TOWNS, Province, Town

FIRST_CODE: Final = len(TOWNS)
CODES: Final = 256 - FIRST_CODE
SHARING_ERROR: Final = 0.09  # of E1 where its weights are known: 38 provinces 9.3 %, 11 Umbrian towns 9.3 %
EMPLOYED_ERROR: Final = 0.03  # of E3 where its weights are known
SLOW_ROADS: Final[Mapping[str, float]] = {"SO": 1.35}
_BUSINESS: Final = ("entrepreneurs", "selfemp_2020", "partners")
_WORKERS: Final = ("employees", "entrepreneurs", "selfemp_2018")
_FIELDS: Final = {  # of the ministry's file: the figure of the tables
    "taxpayers": "taxpayers", "employees": "employees", "self_employed": "selfemp_2020", "entrepreneurs": "entrepreneurs",
    "partners": "partners",
}  # fmt: skip

Rates = Mapping[str, float]


@cache
def _expected(province: str) -> Mapping[str, Rates]:
    """Counts, mean income and fibre of each municipality of a province without its seat, by estimate E8."""
    row, table = provinces()[province], profile()
    rest = [one for one in by_province()[province] if one.code != row.seat]
    people = sum(one.residents for one in by_province()[province])
    raw = {}
    for one in rest:
        ratio = {name: table.step(name, row.macro, is_seat(one), one.residents).ratio for name in row.whole}
        raw[one.code] = {
            **{name: one.residents * row.whole[name] / people * ratio[name] for name in COUNTS},
            "mean_income": row.whole["mean_income"] * ratio["mean_income"], "ftth": min(1.0, row.whole["ftth"] * ratio["ftth"]),
        }  # fmt: skip
    factor = {name: (row.whole[name] - row.capital[name]) / sum(one[name] for one in raw.values()) for name in COUNTS}
    counts = {code: {name: factor[name] * one[name] for name in COUNTS} for code, one in raw.items()}
    total = operator.sub(*(rates["mean_income"] * rates["taxpayers"] for rates in (row.whole, row.capital)))
    income = total / sum(counts[code]["taxpayers"] * one["mean_income"] for code, one in raw.items())
    return {code: {**counts[code], "mean_income": income * one["mean_income"], "ftth": one["ftth"]} for code, one in raw.items()}


class Rating:
    """The figures of one municipality that others follow from, each with its error."""

    def __init__(self, one: Municipality, taxes: Taxes | None = None) -> None:
        self.province = provinces()[one.province]
        own = one.code == self.province.seat
        self.value = dict(self.province.capital if own else _expected(one.province)[one.code])
        steps = {name: profile().step(name, self.province.macro, is_seat(one), one.residents) for name in self.value}
        self.error = {name: 0.0 if own else step.error for name, step in steps.items()}
        self.year = TABLE_YEAR
        if taxes is not None:
            self.value |= taxes.rates()
            self.error |= dict.fromkeys(taxes.rates(), 0.0)
            self.year = taxes.year

    def together(self, *names: str) -> tuple[float, float]:
        """The sum of counts and its relative error, each erring by itself."""
        total = sum(self.value[name] for name in names)
        return total, math.sqrt(sum((self.value[name] * self.error[name]) ** 2 for name in names)) / max(total, 1.0)

    def share(self, *names: str) -> tuple[float, float]:
        """The municipality's part of the province's counts, and its relative error."""
        total, error = self.together(*names)
        return total / sum(self.province.whole[name] for name in names), error


def _estimate(value: float, year: int, source: str, shared: float, *errors: float) -> Figure:
    """A count worked out, with errors that add in squares; `shared` is the province's."""
    error = math.hypot(shared, *errors)
    return Figure(float(round(value)), year, source, False, f"±{100 * error:.0f} %", error, shared)


@lru_cache(20_000)
def estimates(one: Municipality, taxes: Taxes | None = None) -> Mapping[str, Any]:
    """Mean income, firms, professionals, employed and remote workers of a municipality, and households with fibre.

    Args:
        one: the municipality.
        taxes: what the ministry's file says of it.
    """
    rating = Rating(one, taxes)
    row, value, error = rating.province, rating.value, rating.error
    business, arriving = rating.share(*_BUSINESS), rating.share("arriving")
    weights = (0.5 * business[0] + 0.5 * arriving[0], math.hypot(business[0] * business[1], arriving[0] * arriving[1]) / 2.0)
    firms = _estimate(row.estimates["firms"] * weights[0], 2026, E1, row.errors["firms"], SHARING_ERROR, weights[1] / weights[0])
    professionals, own_error = rating.share("selfemp_2020" if taxes is not None else "selfemp_2018")
    workers, workers_error = rating.share(*_WORKERS)
    employed = _estimate(row.estimates["employed"] * workers, 2023, E3, row.errors["employed"], EMPLOYED_ERROR, workers_error)
    return {
        "mean_income_eur": _income(value["mean_income"], error["mean_income"], rating.year),
        "employed": employed,
        "firms": firms,
        "professionals": _estimate(row.estimates["professionals"] * professionals, 2019, E2, row.errors["professionals"], own_error),
        **_remote_work(one, row, value["mean_income"], employed),
        "ftth_share": _fibre(value["ftth"], error["ftth"]),
    }


def _income(value: float, error: float, year: int) -> Figure:
    if error == 0.0:
        note = "total income over taxpayers" if year == TABLE_YEAR else "total income over taxpayers, at the level of 2020"
        return Figure(float(round(value)), year, IRPEF, True, note)
    return Figure(float(round(value)), TABLE_YEAR, PROFILE, False, f"±{100 * error:.0f} %", error)


def _fibre(value: float, points: float) -> Figure:
    if points == 0.0:
        return Figure(value, 2025, AGCOM, True)
    return Figure(round(value, 3), 2025, PROFILE, False, f"±{points:.2f}")


def _remote_work(one: Municipality, row: ProvinceRow, income: float, employed: Figure) -> dict[str, Figure]:
    """Share and number of remote workers: the census where it names the town, else estimate E4."""
    if one.code == row.seat and row.seat_remote_seen:
        share = Figure(row.seat_remote_share, 2023, "ISTAT, permanent census", True)
    else:
        error = remote_error(one.residents, southern=row.macro in ("South", "Islands"))
        value = remote_share(income, one.residents, row.remote_offset)
        share = Figure(value, 2023, E4, False, f"±{100 * error:.0f} %", error)
    shared = min(row.errors["remote_workers"], share.error)
    own = math.sqrt(share.error**2 - shared**2)
    workers = _estimate(share.value * employed.value, 2023, share.source, shared, own, employed.error)
    return {"remote_share": share, "remote_workers": workers}


def town_of(one: Municipality, taxes: Taxes | None = None) -> Town:
    """A municipality as a town."""
    row = provinces()[one.province]
    factor = SLOW_ROADS.get(one.province, 1.0)
    city, minutes = metropolis_of(one.latitude, one.longitude, row.region, factor)
    if city.name == one.name:
        way = Figure(0.0, 2023, "by definition", True, "the metropolis itself")
    else:
        way = Figure(float(round(minutes)), 2023, E6, False, "±20 %")
    return Town(
        key=key_of(one), code=FIRST_CODE + int(one.code) % CODES, name=one.name, province=province_of(one.province),
        latitude=Figure(one.latitude, 2023, GEONAMES, True), longitude=Figure(one.longitude, 2023, GEONAMES, True),
        residents=Figure(float(one.residents), 2023, ISTAT_POPULATION, True),
        residents_15_64=Figure(float(one.residents_15_64), 2023, ISTAT_POPULATION, True),
        area_km2=Figure(one.km2, 2023, "ISTAT boundaries, by openpolis", True), **estimates(one, taxes),
        minutes_to_metropolis=way, road_factor=Figure(factor, 2023, E6, False, ""),
        metropolis=city.name, metropolis_income_eur=city.mean_income_eur,
    )  # fmt: skip


@cache
def province_of(code: str) -> Province:
    """A province of the table, for the towns that are not shipped."""
    row, own = provinces()[code], by_province()[code]
    sources = {"firms": (2026, E1), "professionals": (2019, E2), "employed": (2023, E3), "remote_workers": (2023, E4)}

    def summed(attribute: str, source: str) -> Figure:
        return Figure(float(sum(getattr(one, attribute) for one in own)), 2023, source, True)

    return Province(
        code, row.name, residents=summed("residents", ISTAT_POPULATION), residents_15_64=summed("residents_15_64", ISTAT_POPULATION),
        area_km2=summed("km2", "ISTAT boundaries, by openpolis"), mean_income_eur=Figure(row.whole["mean_income"], 2020, IRPEF, True),
        ftth_share=Figure(row.whole["ftth"], 2025, AGCOM, True),
        **{name: _estimate(row.estimates[name], *sources[name], row.errors[name]) for name in sources},
    )  # fmt: skip



def at_the_level_of_the_tables(taxes: Mapping[str, Taxes]) -> Mapping[str, Taxes]:
    """A file of another year than the tables, brought to theirs: each figure times what the tables have over what the file has in all.

    So a municipality stands to the others as it does in the file, whatever became of prices and of tax rules in between.
    """
    known = {code: Rating(municipalities()[code]).value for code in taxes if code in municipalities()}
    if all(one.year == TABLE_YEAR for one in taxes.values()) or not known:
        return taxes
    ratio = {}
    for field, name in _FIELDS.items():
        ratio[field] = sum(known[code][name] for code in known) / max(1.0, sum(getattr(taxes[code], field) for code in known))
    people = sum(rates["taxpayers"] for rates in known.values())
    earned = sum(rates["mean_income"] * rates["taxpayers"] for rates in known.values()) / people
    stated = sum(taxes[code].mean_income_eur * taxes[code].taxpayers for code in known) / sum(taxes[code].taxpayers for code in known)
    ratio["mean_income_eur"] = earned / stated
    return {code: one._replace(**{field: getattr(one, field) * factor for field, factor in ratio.items()}) for code, one in taxes.items()}
