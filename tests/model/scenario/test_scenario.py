import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from model.reading.fields import Window, month_index
from model.scenario import HubSpec, Policy, Scenario, ScenarioError, TerritorySpec
from model.scenario.instruments import RentRelief
from model.scenario.territory import TownFigures
from model.territory import OVERRIDABLE

HUB = HubSpec(name="adda", town="sondrio", desks=14)


def built(**changes):
    sondrio = TerritorySpec(towns=("sondrio",))
    figures = {"title": "A hub", "question": "Will it live?", "start": "2022-01", "territory": sondrio, "hubs": (HUB,)}
    return Scenario(**{**figures, **changes})


def test_a_scenario_can_be_built_in_python():
    relief = RentRelief(type="rent_relief", payer="municipality", share=1.0)
    scenario = built(instruments=[relief], policies={"more": Policy(title="More", hubs={})})
    assert (scenario.name, scenario.horizon_months, scenario.policy) == ("scenario", 60, "baseline")
    assert scenario.instruments == (relief,), "lists become tuples: a scenario never changes"
    assert scenario.policy_names == ("baseline", "more")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"hubs": ()}, "hubs: no hub"),
        ({"hubs": (HUB, HUB)}, "two hubs are called 'adda'"),
        ({"territory": TerritorySpec(towns=("sondri",))}, "unknown town 'sondri'; did you mean 'sondrio'?"),
        ({"parameters": {"betan": 1.0}}, "parameters.betan: unknown parameter; did you mean 'beta_n'?"),
        ({"parameters": {"forgetting": 2.0}}, "parameters.forgetting: 2 is out of range"),
        ({"horizon_months": 361}, "is out of range; write a whole number from 1 to 360"),
        ({"horizon_months": True}, "is not a whole number"),
        ({"start": "2022"}, "expected a year and month"),
        ({"colour": "blue"}, "colour: unknown key"),
        ({"policies": {"a": Policy(title="A", combine=("b",))}}, "unknown policy 'b'"),
    ],
)
def test_what_is_built_in_python_is_checked_too(changes, message):
    with pytest.raises(ScenarioError) as raised:
        built(**changes)
    assert message in str(raised.value)


def test_a_scenario_does_not_change():
    scenario = built()
    with pytest.raises(ValidationError, match="frozen"):
        scenario.horizon_months = 12
    with pytest.raises(ValidationError, match="frozen"):
        scenario.hubs[0].desks = 20


@pytest.mark.parametrize(("month", "index"), [(0, 0), (7, 7), ("2022-01", 0), ("2022-12", 11), ("2023-01", 12), ("2021-11", -2)])
def test_months_are_counted_from_the_first(month, index):
    assert month_index(month, "2022-01") == index
    assert HUB.model_copy(update={"opens": month}).opening_month("2022-01") == index


@given(st.integers(1990, 2099), st.integers(1, 12), st.integers(0, 359))
def test_a_month_and_its_date_are_the_same(year, month, later):
    start = f"{year}-{month:02d}"
    years, months = divmod(month - 1 + later, 12)
    assert month_index(f"{year + years}-{months + 1:02d}", start) == later


@given(st.none() | st.integers(0, 400), st.none() | st.integers(0, 400), st.integers(1, 360))
def test_a_window_lies_inside_the_run(start, end, horizon):
    first, last = Window(start=start, end=end).window("2022-01", horizon)
    assert 0 <= first <= last <= horizon
    months = [month for month in range(horizon) if (start or 0) <= month < (horizon if end is None else end)]
    assert list(range(first, last)) == months


def test_a_window_that_began_before_the_run():
    assert Window(start="2020-01", end="2022-07").window("2022-01", 60) == (0, 6)
    assert Window(start="2020-01", end="2021-07").window("2022-01", 60) == (0, 0)


def test_the_figures_of_a_town_that_may_be_replaced_are_those_the_territory_takes():
    assert set(TownFigures.model_fields) == set(OVERRIDABLE)
