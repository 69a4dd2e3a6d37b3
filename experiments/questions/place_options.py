"""Other places for a hub: its size, how it opens, who runs it, for whom and where, each as figures that a policy replaces.

What follows from a size follows it: works, stated area, later phases and offices let at the opening keep their proportion; founders are at
most one a desk. Prices, host and events stay as they are planned.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from experiments.questions.answer import Refused
from experiments.questions.one_hub import Reasons
from model.names import BUILDINGS, FIELDS, OPERATORS
from model.parameters import Parameters
from model.scenario import HubSpec, Scenario
from model.scenario.policies import Plain
from model.territory import town_key

SIZES: Final = (0.5, 0.75, 1.0, 1.5, 2.0)  # of the planned desks
OFFICES: Final = (0.0, 0.5, 1.5)  # of the planned offices, beside those themselves
PHASED: Final = (12, 24)  # months after the opening at which the second half follows
WITHOUT_AN_EMPLOYER: Final = tuple(operator for operator in OPERATORS if operator != "employer_anchored")
GENERAL: Final = "none"  # a hub meant for no field
LARGEST: Final = 2_000  # desks


class Option(NamedTuple):
    """One way to make the hub."""

    desks: int
    offices: int
    phased: int  # months after the opening at which the second half of the desks follows; 0: all at once
    operator: str
    building: str
    field: str
    town: str


class Asked(NamedTuple):
    """What is to be tried beside the plan; None for what the scenario suggests."""

    desks: Sequence[int] | None = None
    offices: Sequence[int] | None = None
    phased: bool | None = None
    operators: Sequence[str] | None = None
    buildings: Sequence[str] | None = None
    fields: Sequence[str] | None = None
    towns: Sequence[str] | None = None


def planned(hub: HubSpec) -> Option:
    """The hub as its scenario has it."""
    return Option(hub.desks, hub.offices, 0, hub.operator, hub.building, hub.specialisation or GENERAL, hub.town)


def refused(scenario: Scenario, hub: HubSpec, asked: Asked) -> Reasons:
    """Everything that cannot be tried, and what can."""
    towns = [town_key(town) for town in scenario.territory.towns]
    wrong: Reasons = []
    for option, values, known in (
        ("--operators", asked.operators, OPERATORS), ("--buildings", asked.buildings, BUILDINGS),
        ("--fields", asked.fields, (*FIELDS, GENERAL)),
    ):
        wrong += [
            ("no_such_choice", {"option": option, "value": value, "known": ", ".join(known)})
            for value in values or () if value not in known
        ]  # fmt: skip
    wrong += [("no_town", {"town": town, "known": ", ".join(towns)}) for town in asked.towns or () if town_key(town) not in towns]
    for option, sizes, least in (("--desks", asked.desks, fewest_desks(scenario, hub)), ("--offices", asked.offices, 0)):
        wrong += [("bad_size", {"option": option, "value": size, "least": least, "most": LARGEST}) for size in sizes or ()
                  if not least <= size <= LARGEST]  # fmt: skip
    if asked.phased and hub.already_open is not None:
        wrong.append(("open_already_phased", {"hub": hub.name}))
    return wrong


def fewest_desks(scenario: Scenario, hub: HubSpec) -> int:
    """Desks that hold the members a hub found open has; else one."""
    there = hub.already_open
    return 1 if there is None else max(1, math.ceil(there.fixed + there.flex * Parameters(scenario.parameters)["seat_flex"]))


def sizes(scenario: Scenario, hub: HubSpec, asked: Asked) -> list[Option]:
    """The plan, and the desks to be tried."""
    plan = planned(hub)
    wanted = asked.desks if asked.desks is not None else [round(share * hub.desks) for share in SIZES]
    least = fewest_desks(scenario, hub)
    return [plan, *(plan._replace(desks=desks) for desks in sorted({max(least, desks) for desks in wanted} - {plan.desks}))]


def around(scenario: Scenario, hub: HubSpec, best: Option, asked: Asked, usual_fields: Sequence[str]) -> list[Option]:
    """One thing at a time that differs from the best size.

    Args:
        scenario: the one asked about.
        hub: as it is planned.
        best: the size around which is tried.
        asked: what is to be tried.
        usual_fields: fields to be tried where nobody says which.
    """
    found = [best._replace(offices=offices) for offices in _or(asked.offices, _offices(best))]
    if asked.phased is not False and hub.already_open is None and best.desks > 1:
        found += [best._replace(phased=months) for months in PHASED]
    found += [best._replace(operator=operator) for operator in _or(asked.operators, WITHOUT_AN_EMPLOYER)]
    rented_later = any(phase.rent_eur_m2 is not None for phase in hub.phases)
    found += [best._replace(building=building) for building in _or(asked.buildings, () if rented_later else ("rented", "own"))]
    found += [best._replace(field=field) for field in _or(asked.fields, (GENERAL, *usual_fields))]
    found += [best._replace(town=town_key(town)) for town in _or(asked.towns, scenario.territory.towns)]
    same_rent = {best._replace(building=building) for building in BUILDINGS if building != "own"} if best.building != "own" else {best}
    unlike = [one for one in dict.fromkeys(found) if one != best]
    return [one for one in unlike if asked.buildings is not None or one not in same_rent]


def _or(wanted: Sequence[Any] | None, usual: Sequence[Any]) -> Sequence[Any]:
    return usual if wanted is None else wanted


def _offices(best: Option) -> list[int]:
    """Other numbers of offices than those planned."""
    if best.offices == 0:
        return [1, 2] if best.desks < 20 else [2, 4]
    return sorted({round(share * best.offices) for share in OFFICES})


def changed(scenario: Scenario, hub: HubSpec, option: Option) -> Plain:
    """The figures of the hub that a policy has to replace for an option; nothing for the plan itself."""
    plan, found = planned(hub), Plain()
    for key in ("operator", "building", "town"):
        if getattr(option, key) != getattr(plan, key):
            found[key] = getattr(option, key)
    if option.field != plan.field:
        found["specialisation"] = None if option.field == GENERAL else option.field
    if hub.anchor_people and option.operator != "employer_anchored":
        found["anchor_people"] = 0
    if option[:3] != plan[:3]:
        found |= _resized(scenario, hub, option)
    return found


def _resized(scenario: Scenario, hub: HubSpec, option: Option) -> Plain:
    """Desks and offices, and what keeps its proportion to them."""
    first = math.ceil(option.desks / 2) if option.phased else option.desks
    found: Plain = {"desks": first, "offices": option.offices, "works_eur": works(scenario, hub, option)[0]}
    let = hub.offices_let_at_opening
    found["offices_let_at_opening"] = min(option.offices, round(let * option.offices / hub.offices)) if hub.offices else 0
    if hub.m2 is not None:
        found["m2"] = hub.m2 * _area(scenario, first, option.offices) / _area(scenario, hub.desks, hub.offices)
    if hub.founders is not None:
        found["founders"] = min(hub.founders, first)
    found["phases"] = _phases(scenario, hub, option)
    return found


def _phases(scenario: Scenario, hub: HubSpec, option: Option) -> list[Plain]:
    """Phases that are planned, in proportion; of a hub that opens by halves, its second half instead of those."""
    if option.phased:
        start = hub.opening_month(scenario.start) + option.phased
        return [{"start": start, "desks": option.desks, "works_eur": works(scenario, hub, option)[1]}]
    found = []
    for phase in hub.phases:
        plain = phase.model_dump(exclude_none=True)
        if phase.desks is not None:
            plain["desks"] = max(1, round(phase.desks * option.desks / hub.desks))
        if phase.offices is not None and hub.offices:
            plain["offices"] = round(phase.offices * option.offices / hub.offices)
        found.append(plain)
    return found


def works(scenario: Scenario, hub: HubSpec, option: Option) -> tuple[float, float]:
    """Works at the opening and at the second half, EUR: those planned, in proportion to the area."""
    parameters = Parameters(scenario.parameters)
    stated = parameters["works_eur"] if hub.works_eur is None else hub.works_eur
    whole = stated * _area(scenario, option.desks, option.offices) / _area(scenario, hub.desks, hub.offices)
    if not option.phased:
        return whole, 0.0
    part = _area(scenario, math.ceil(option.desks / 2), option.offices) / _area(scenario, option.desks, option.offices)
    return whole * part, whole * (1 - part)


def rent_forgone(scenario: Scenario, hub: HubSpec, option: Option) -> float:
    """EUR a month that a building would cost which the plan rents and an option does not: somebody owns it, and could let it."""
    if option.building != "own" or hub.building == "own":
        return 0.0
    parameters = Parameters(scenario.parameters)
    rent = parameters["rent_eur_m2"] if hub.rent_eur_m2 is None else hub.rent_eur_m2
    area = _area(scenario, hub.desks, hub.offices) if hub.m2 is None else hub.m2
    return rent * area * _area(scenario, option.desks, option.offices) / _area(scenario, hub.desks, hub.offices)


def _area(scenario: Scenario, desks: int, offices: int) -> float:
    parameters = Parameters(scenario.parameters)
    return desks * parameters["m2_per_desk"] + offices * parameters["m2_per_office"]


def listed(written: Mapping[str, str | None]) -> dict[str, Any]:
    """Lists with commas as somebody types them, by option; sizes as numbers, and None where an option is left out.

    Raises:
        Refused: naming every size that is no whole number.
    """
    found: dict[str, Any] = {}
    wrong: Reasons = []
    for option, text in written.items():
        values = None if text is None else [part.strip() for part in text.split(",") if part.strip()]
        if values is not None and option in ("--desks", "--offices"):
            bad = [value for value in values if not value.isdecimal()]
            wrong += [("not_numbers", {"option": option, "value": value}) for value in bad]
            found[option] = [int(value) for value in values if value not in bad]
        else:
            found[option] = values
    if wrong:
        raise Refused(*wrong)
    return found
