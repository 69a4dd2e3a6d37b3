"""Towns, rings of municipalities and distances: figures with their sources, and what a run takes of them."""

from model.territory.figure import Figure
from model.territory.rings import BAND_MINUTES, Ring, rings
from model.territory.territory import OVERRIDABLE, Place, Territory, plane, territory, usual_counts
from model.territory.towns import PROVINCES, REGION_MEAN_INCOME_EUR, TOWNS, Province, Town
from model.territory.travel import km_between, km_within, minutes_between, minutes_to_milan, road_minutes

__all__ = [
    "BAND_MINUTES", "OVERRIDABLE", "PROVINCES", "REGION_MEAN_INCOME_EUR", "TOWNS",
    "Figure", "Place", "Province", "Ring", "Territory", "Town",
    "km_between", "km_within", "minutes_between", "minutes_to_milan", "plane", "rings", "road_minutes", "territory", "usual_counts",
]
