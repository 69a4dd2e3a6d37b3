"""Towns, rings of municipalities and distances: figures with their sources, and what a run takes of them."""

from model.territory.atlas import ITALY, Atlas
from model.territory.figure import Figure
from model.territory.gazetteer import canonical, known_town, town_key, unknown_town
from model.territory.own_places import OwnPlace, OwnRing
from model.territory.rings import BAND_MINUTES, Ring, rings
from model.territory.taxes import Taxes
from model.territory.territory import MAX_TOWNS, OVERRIDABLE, Place, Territory, degrees, plane, territory, usual_counts
from model.territory.towns import PROVINCES, REGION_MEAN_INCOME_EUR, TOWNS, Province, Settlement, Town
from model.territory.travel import km_between, km_within, minutes_between, minutes_to_milan, road_minutes

__all__ = [
    "BAND_MINUTES", "ITALY", "MAX_TOWNS", "OVERRIDABLE", "PROVINCES", "REGION_MEAN_INCOME_EUR", "TOWNS",
    "Atlas", "Figure", "OwnPlace", "OwnRing", "Place", "Province", "Ring", "Settlement", "Taxes", "Territory", "Town",
    "canonical", "degrees", "km_between", "km_within", "known_town", "minutes_between", "minutes_to_milan", "plane", "rings",
    "road_minutes", "territory", "town_key", "unknown_town", "usual_counts",
]
