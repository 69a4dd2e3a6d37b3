"""The rule for any municipality against the sixteen shipped towns, whose figures were gathered one by one.

Tolerances are the errors that the rule states of itself. The exceptions are figures of shipped towns that are weaker than the rule: firms
of Novara (a share recalled, ±25 %), figures of Caserta, and rings that end at the border of Lombardy or were spread evenly over a province.
"""

import math

import pytest

from model.territory import ITALY, TOWNS, Atlas, rings
from model.territory.gazetteer import slug
from model.territory.italy import is_seat, municipalities
from model.territory.municipal import town_of
from model.territory.surroundings import figures_with, neighbours, rings_around
from model.territory.taxes import Taxes

BY_RULE = {slug(one.name): town_of(one) for one in municipalities().values() if slug(one.name) in TOWNS}
CODES = {slug(one.name): one.code for one in municipalities().values() if slug(one.name) in TOWNS}
SEATS = [key for key in TOWNS if is_seat(municipalities()[CODES[key]])]
SPREAD_EVENLY = ("ivrea", "novara", "caserta")  # estimate E7
AT_THE_BORDER = ("cremona",)  # half of its surroundings are in Emilia


def off(key: str, name: str) -> float:
    return getattr(BY_RULE[key], name).value / getattr(TOWNS[key], name).value - 1


@pytest.mark.parametrize("key", SEATS)
def test_of_the_seats_of_provinces_the_rule_knows_what_was_gathered(key: str) -> None:
    assert off(key, "residents") == off(key, "mean_income_eur") == 0
    assert abs(off(key, "remote_share")) < 0.005
    assert abs(off(key, "professionals")) < 0.03
    assert abs(off(key, "employed")) < (0.15 if key == "caserta" else 0.03)
    assert abs(off(key, "firms")) < (0.7 if key == "novara" else 0.06)


@pytest.mark.parametrize("key", ["lomazzo", "ivrea"])
@pytest.mark.parametrize("name", ["mean_income_eur", "professionals", "employed", "firms", "remote_share", "remote_workers"])
def test_other_towns_are_within_two_standard_errors(key: str, name: str) -> None:
    figure = getattr(BY_RULE[key], name)
    assert abs(math.log1p(off(key, name))) < 2 * figure.error


def test_old_local_centres_are_missed_and_the_ministrys_file_finds_them() -> None:
    assert off("ivrea", "professionals") < -0.3 and BY_RULE["ivrea"].professionals.error > 0.4
    known = Taxes(2020, 17_205, 24_592.7, 8_438, 242, 406, 835)  # MEF, IRPEF 2020 by municipality
    found = town_of(municipalities()[CODES["ivrea"]], known)
    assert found.professionals.value == pytest.approx(TOWNS["ivrea"].professionals.value, rel=0.02)
    assert found.mean_income_eur.value == TOWNS["ivrea"].mean_income_eur.value and found.mean_income_eur.measured
    assert found.professionals.error < BY_RULE["ivrea"].professionals.error / 2


@pytest.mark.parametrize("key", [key for key in TOWNS if key not in (*SPREAD_EVENLY, *AT_THE_BORDER)])
@pytest.mark.parametrize(("name", "tolerance"), [("residents", 0.2), ("firms", 0.2), ("professionals", 0.25), ("remote_workers", 0.25)])
def test_rings_hold_about_as_many(key: str, name: str, tolerance: float) -> None:
    town = BY_RULE[key]
    around = rings_around(town, neighbours(town, (), CODES[key]), figures_with({}))
    counted, summed = (sum(getattr(ring, name).value for ring in them if ring.upper_min <= 30) for them in (rings(key), around))
    assert summed == pytest.approx(counted, rel=tolerance)


def test_beyond_the_border_of_the_region_there_are_people_too() -> None:
    town = BY_RULE["cremona"]
    around = neighbours(town, (), CODES["cremona"])
    assert {one.one.province for one in around} > {"CR"} and any(one.one.province in ("PC", "PR") for one in around)


def test_the_way_to_milan_is_about_as_long() -> None:
    for key, town in TOWNS.items():
        found = BY_RULE[key]
        if found.metropolis == "Milano":
            assert found.minutes_to_metropolis.value == pytest.approx(town.minutes_to_metropolis.value, abs=16), key
    assert {key for key in TOWNS if BY_RULE[key].metropolis != "Milano"} == {"mantova", "ivrea", "caserta"}


def test_shipped_towns_keep_their_figures_whatever_the_ministry_says() -> None:
    atlas = Atlas((), {CODES["pavia"]: Taxes(2020, 10, 10, 10, 10, 10, 10)})
    assert atlas.town("pavia") is TOWNS["pavia"] is ITALY.town("pavia")
