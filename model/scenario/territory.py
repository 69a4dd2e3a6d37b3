"""Where a scenario is: towns by name, places it describes itself, and figures that it states instead of the known ones."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from model.memory import AGENTS_OF_A_KIND
from model.reading.fields import Block, Items, Map, ReadOnly, quantity

if TYPE_CHECKING:
    from model.territory import Atlas


def _key(text: Any) -> Any:
    from model.territory import town_key

    return town_key(text) if isinstance(text, str) else text


TownKey = Annotated[str, BeforeValidator(_key)]


class TownFigures(Block):
    """Figures of a town that replace the shipped ones."""

    residents: float | None = quantity("persons", (5_000, 200_000), least=1, most=2e6, default=None)
    """Residents of the town."""
    professionals: float | None = quantity("persons", (50, 20_000), most=AGENTS_OF_A_KIND, default=None)
    """Independent professionals of the town."""
    remote_workers: float | None = quantity("persons", (50, 50_000), most=AGENTS_OF_A_KIND, default=None)
    """Employees of the town who can work from elsewhere."""
    firms: float | None = quantity("firms", (50, 30_000), most=AGENTS_OF_A_KIND, default=None)
    """Firms of the town."""
    mean_income_eur: float | None = quantity("EUR/year", (15_000, 45_000), least=1_000, most=500_000, default=None)
    """Mean gross income a year."""


class PlaceRing(Block):
    """What lies around a place of one's own, beyond the band before and up to so many minutes."""

    minutes: int = quantity("minutes by road", (15, 40), least=15, most=40)
    """Upper bound of the band: 15, 20, 25, 30, 35 or 40."""
    residents: float = quantity("persons", (0, 500_000), most=1e7)
    """Residents of the band."""
    professionals: float = quantity("persons", (0, 30_000), most=AGENTS_OF_A_KIND)
    """Independent professionals of the band."""
    remote_workers: float = quantity("persons", (0, 100_000), most=AGENTS_OF_A_KIND)
    """Employees of the band who can work from elsewhere."""
    firms: float = quantity("firms", (0, 50_000), most=AGENTS_OF_A_KIND)
    """Firms of the band."""
    mean_income_eur: float | None = quantity("EUR/year", (15_000, 45_000), least=1_000, most=500_000, default=None)
    """Mean gross income a year (default: that of the place)."""


class PlaceSpec(Block):
    """A place of one's own, in Italy or not. Its figures stand as they are written."""

    name: str
    """What it is called, by 'towns' and by hubs too."""
    residents: float = quantity("persons", (1_000, 500_000), least=1, most=1e7)
    """Residents."""
    professionals: float = quantity("persons", (10, 20_000), most=500_000)
    """Independent professionals who live there."""
    remote_workers: float = quantity("persons", (10, 50_000), most=500_000)
    """Employees who live there and can work from elsewhere."""
    firms: float = quantity("firms", (10, 30_000), most=500_000)
    """Firms."""
    mean_income_eur: float = quantity("EUR/year", (12_000, 60_000), least=1_000, most=500_000)
    """Mean gross income a year."""
    latitude: float | None = quantity("degrees", least=-90, most=90, default=None)
    """Latitude of its centre (default: it lies away from all other towns)."""
    longitude: float | None = quantity("degrees", least=-180, most=180, default=None)
    """Longitude of its centre."""
    minutes_to_metropolis: float | None = quantity("minutes", (0, 180), most=1_000, default=None)
    """Door to door to the large city; beyond 90 nobody commutes there daily (default: by road from its position, else too far)."""
    metropolis_income_eur: float | None = quantity("EUR/year", (15_000, 60_000), least=1_000, most=500_000, default=None)
    """Mean gross income in that city (default: that of the Italian one nearby, else no higher than here)."""
    road_factor: float = quantity("ratio", (1, 1.5), least=0.5, most=3, default=1.0)
    """Minutes by its roads over those of the plain."""
    rings: Items[PlaceRing] | None = None
    """What lies around it (default: the municipalities of Italy around its position)."""


class MunicipalTaxes(Block):
    """What the ministry's file of incomes says of a municipality."""

    year: int = quantity("year", (2011, 2030), least=2000, most=2100)
    """Tax year of the file."""
    taxpayers: float = quantity("persons", most=1e7)
    """Taxpayers."""
    mean_income_eur: float = quantity("EUR/year", (8_000, 80_000), least=1_000, most=1e7)
    """Total income over taxpayers, at the level of 2020."""
    employees: float = quantity("persons", most=1e7)
    """Taxpayers with income from employment."""
    self_employed: float = quantity("persons", most=1e7)
    """Taxpayers with income from self-employment."""
    entrepreneurs: float = quantity("persons", most=1e7)
    """Sole entrepreneurs."""
    partners: float = quantity("persons", most=1e7)
    """Taxpayers with income from partnerships."""


class TerritorySpec(Block):
    """The towns of the run and how far around them people are counted."""

    towns: Items[TownKey]
    """Towns: any municipality of Italy by name ('Samone (TO)' where two share it) or ISTAT code in quotes, or a place of one's own."""
    catchment_minutes: float = quantity("minutes by road", (0, 40), most=40, default=30.0)
    """Ring of smaller municipalities counted around each town; 0 counts the towns alone."""
    overrides: Map[TownKey, TownFigures] = Field(default_factory=ReadOnly)
    """Figures that replace the known ones, by town."""
    places: Items[PlaceSpec] = ()
    """Places of one's own, which 'towns' may name."""
    incomes: Map[str, MunicipalTaxes] = Field(default_factory=ReadOnly)
    """Path of the ministry's file of incomes by municipality, as published; or its figures, by ISTAT code."""

    def atlas(self) -> "Atlas":
        """The towns that the scenario may name."""
        from model.territory import ITALY, Atlas, OwnPlace, OwnRing, Taxes

        if not self.places and not self.incomes:
            return ITALY
        places = []
        for place in self.places:
            rings = None if place.rings is None else tuple(OwnRing(**ring.model_dump()) for ring in place.rings)
            places.append(OwnPlace(**{**place.model_dump(exclude={"rings"}), "rings": rings}))
        return Atlas(tuple(places), {code: Taxes(**taxes.model_dump()) for code, taxes in self.incomes.items()})
