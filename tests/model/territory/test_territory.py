"""What a run takes of the towns: places, catchments, overrides and messages."""

import re
import subprocess
import sys

import pytest

from model.territory import TOWNS, territory, usual_counts


def test_a_catchment_is_the_town_and_its_rings_inside_the_minutes():
    run = territory(["sondrio"], 30)
    assert [place.code for place in run.places] == [16, 17, 18, 19, 20]
    assert [place.ring for place in run.places] == [0, 1, 2, 3, 4]
    assert run.places[0].counts == (928, 1442, 2024)
    assert run.places[0].usual == run.places[0].counts
    assert territory(["sondrio"], 29.9).places == run.places[:-1]
    assert territory(["sondrio"], 0).places == run.places[:1]
    assert territory(["sondrio"], 14).places == run.places[:1]
    assert len(territory(["sondrio"], 40).places) == 7


def test_empty_bands_are_no_places():
    assert all(place.residents > 0 for place in territory(["milano", "brescia"], 40).places)
    assert [place.ring for place in territory(["milano"], 20).places] == [0, 2]


def test_codes_are_stable_and_fit_their_bits():
    run = territory(list(TOWNS), 40)
    codes = [place.code for place in run.places]
    assert len(set(codes)) == len(codes)
    assert max(codes) < 2048
    assert {place.code // 8 for place in run.places if place.town == "caserta"} == {15}


def test_towns_far_apart_are_in_one_run_what_they_are_alone():
    together = territory(["pavia", "sondrio"], 30)
    assert together.places == territory(["pavia"], 30).places + territory(["sondrio"], 30).places


def test_towns_near_each_other_share_no_municipality():
    together = territory(["como", "lomazzo"], 40)
    alone = sum(place.residents for key in ("como", "lomazzo") for place in territory([key], 40).places)
    assert sum(place.residents for place in together.places) < alone
    ring = next(place for place in together.places if place.town == "como" and place.ring == 5)
    assert ring.counts < ring.usual == tuple(usual_counts("como")[5])


def test_overrides_change_the_town_alone():
    run = territory(["pavia"], 20, {"pavia": {"professionals": 10.4, "mean_income_eur": 30000}})
    plain = territory(["pavia"], 20)
    assert run.places[0].professionals == 10
    assert run.places[0].mean_income_eur == 30000
    assert run.places[0].firms == 8007
    assert run.places[0].usual == plain.places[0].usual
    assert run.places[1:] == plain.places[1:]


@pytest.mark.parametrize(("towns", "overrides", "message"), [
    ([], {}, "at least one town"),
    (["sondri"], {}, "unknown town 'sondri'; did you mean 'sondrio'?"),
    (["pavia", "pavia"], {}, "pavia: named twice"),
    (["pavia"], {"sondrio": {"firms": 1}}, "sondrio is not a town of this run"),
    (["pavia"], {"pavia": {"firm": 1}}, "pavia.firm cannot be overridden"),
    (["pavia"], {"pavia": {"firms": -1}}, "pavia.firms is -1, expected a number from 0 up"),
    (["pavia"], {"pavia": {"firms": float("nan")}}, "pavia.firms is nan"),
])
def test_bad_requests_say_what_is_wrong(towns, overrides, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        territory(towns, 30, overrides)


def test_all_problems_come_at_once():
    with pytest.raises(ValueError, match=r"unknown town.*not a town of this run"):
        territory(["nowhere"], 30, {"pavia": {"firms": 1}})


def test_positions_are_kilometres_from_one_origin():
    run = territory(["pavia"], 0)
    assert run.position("milano") == pytest.approx((0, 0))
    assert run.position("pavia", 2, -1) == pytest.approx((run.places[0].x_km + 2, run.places[0].y_km - 1))
    assert run.position("pavia")[1] == pytest.approx(-30.8, abs=0.1)
    assert run.road_factor.tolist() == [1.0]
    assert territory(["sondrio"], 15).road_factor.tolist() == [1.35, 1.35]


def test_the_territory_needs_no_compiler():
    code = "import sys, model.territory; model.territory.territory(['pavia']); sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
