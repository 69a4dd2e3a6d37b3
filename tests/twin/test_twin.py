"""The engine and a second writing of the model from `docs/odd.md` are the same world, agent by agent and month by month.

Integers are compared exactly and real numbers to `compare.TOLERANCE`. Nothing is excused near a tie: a choice, threshold or place that
rounding decided otherwise in one of the two is another integer, and fails the test.
"""

import pytest

from model.scenario import Scenario
from tests.twin.compare import SideBySide, named
from tests.twin.worlds import FACTS, WORLDS, Block, land


@pytest.mark.parametrize("name", WORLDS)
def test_engine_and_twin_are_the_same_in(name: str) -> None:
    world = WORLDS[name]
    case = world.case()
    both = SideBySide(case, world.seed)
    found, happened = list(both.at_start()), set()
    while not found and both.twin.month < case.horizon_months:
        both.advance()
        found = list(both.after_month())
        happened |= {fact for fact in world.facts if fact not in happened and FACTS[fact](both.twin)}
    assert not found, f"{name}:\n{named(found)}"
    missing = [fact for fact in world.facts if fact not in happened]
    assert not missing, "the world is not what it is for"


_FEW = (40, 40, 40)
# Many people with their surroundings, other population parameters, and seeds of more than 32 bits: only the start is compared.
CROWDS: dict[str, tuple[Block, dict[str, float], int]] = {
    "surroundings of one town": (land({"sondrio": _FEW}, catchment=25), {}, 2**63 + 5),
    "rings of three towns": (
        land({"pavia": _FEW, "lodi": _FEW, "cremona": _FEW}, catchment=15),
        {"habit_shape": 6.4, "contacts_field": 5.3, "contacts_town": 2.5, "contacts_far": 3.7, "remote_days_max": 5, "income_spread": 0.6,
         "metropolis_share": 0.4, "metropolis_cap": 1.1, "openness_spread": 0.5, "digital_spread": 0.4, "reach_max_min": 25,
         "road_speed_max": 60},
        2**40 + 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CROWDS)
def test_people_contacts_and_reach_are_the_same_with(name: str) -> None:
    territory, parameters, seed = CROWDS[name]
    hubs = [{"name": f"hub_{town}", "town": town, "desks": 10, "km_east": 4} for town in territory["towns"]]
    text = {"title": "A crowd", "question": "Who is there?", "start": "2022-01", "horizon_months": 1}
    both = SideBySide(Scenario.model_validate({**text, "territory": territory, "hubs": hubs, "parameters": parameters}), seed)
    assert len({agent.place for agent in both.twin.residents}) >= 4
    assert not (found := list(both.at_start())), named(found)
