"""A published or estimated number about a place (ODD §6), with where it comes from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One number about a town, a province or a ring.

    Attributes:
        value: in the unit the attribute that holds it names.
        year: the year the number describes (not the year it was published).
        source: who published it, or which estimate gave it (methods E1-E7 are in `docs/territory.md`).
        measured: True when read in a dataset, False when estimated or recalled.
        note: what a reader should know before using it.
        error: one standard error relative to the value, by which replicates differ; 0 where none is drawn.
        shared: the part of it that a town and its surroundings have in common, because it is the province's.
    """

    value: float
    year: int
    source: str
    measured: bool
    note: str = ""
    error: float = 0.0
    shared: float = 0.0

    def __float__(self) -> float:
        return self.value


# Sources that many figures share.
ISTAT_POPULATION = "ISTAT, resident population on 1 January"
ISTAT_AREA = "ISTAT, administrative units"
URBAN_CENTRE = "centre of the built-up area, from ISTAT localities and Corine land cover"
IRPEF = "MEF Dipartimento delle Finanze, IRPEF by municipality"
AGCOM = "AGCOM, households reached by fibre to the home, 30 June"
TIMETABLE = "Trenord timetable (GTFS), direct trains"
E1 = "estimate E1: provincial active firms shared out by entrepreneurs and arriving commuters"
E2 = "estimate E2: IRPEF self-employed taxpayers scaled to the professionals counted by Confprofessioni"
E3 = "estimate E3: provincial employed shared out by IRPEF workers"
E4 = "estimate E4: remote share from mean income and residents, fitted to ISTAT's regions and cities"
E4_SUM = E4 + "; summed over municipalities"
E6 = "estimate E6: road minutes from air distance"
E7 = "estimate E7: uniform density of the province outside the town"
PROFILE = "estimate E8: the province's rate by the size of the municipality"
GEONAMES = "GeoNames, centre of the place"
GIVEN = "from the scenario"
RECALLED = "recalled, not seen in a source"
DOOR_TO_DOOR = "rail minutes plus 15 for both ends"
