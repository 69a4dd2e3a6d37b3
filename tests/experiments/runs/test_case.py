"""A case that is changed: a new one each time, with a name and titles of its own, warned of, pickled, saved and read back."""

import pickle
import re
import warnings
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from experiments.languages.problems import told_problem
from experiments.runs.case import Case, load_scenario
from model import RentRelief, ScenarioError, ScenarioWarning, Voucher
from model.scenario import Scenario

SHORT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")


@pytest.fixture
def case() -> Case:
    return load_scenario("sondrio_downsizing")


def test_a_change_gives_a_case_with_a_name_and_titles_of_its_own(case: Case) -> None:
    before = case.scenario.model_dump()
    larger = case.change(desks=30, prices={"flex": 90})
    assert (case.scenario.hubs[0].desks, larger.scenario.hubs[0].desks, larger.scenario.hubs[0].prices.flex) == (14, 30, 90)
    assert larger.scenario.name == "sondrio_downsizing_desks_30_flex_90"
    assert larger.scenario.title == (
        "A hub in a valley town that had to shrink; hub adda, desks: 14 → 30; hub adda, flexible plan, € a month: the usual → 90"
    )
    assert larger.scenario.title_it == (
        "Un hub in una città di valle che ha dovuto ridursi; hub adda, postazioni: 14 → 30; hub adda, abbonamento flessibile, € al mese: "
        "il valore usuale → 90"
    )
    assert case.scenario.model_dump() == before


def test_a_name_says_what_differs_from_the_beginning_and_not_the_way_there(case: Case) -> None:
    assert case.change(desks=30).change(desks=20) == case.change(desks=20)
    assert case.change(desks=30).change(desks=14) == case
    assert case.change(desks=30).with_policy("x", title="X").without("x").scenario.name == "sondrio_downsizing_desks_30"
    own = case.change(desks=30, name="mine", title="Mine")
    assert (own.scenario.name, own.scenario.title, own.scenario.title_it) == ("mine", "Mine", None)
    later = own.change(offices=4)
    assert (later.scenario.name, later.scenario.title) == ("mine_offices_4", "Mine; hub adda, offices: 6 → 4")
    assert later.scenario.title_it == "Mine; hub adda, uffici: 6 → 4"


def test_long_names_stay_short_and_apart(case: Case) -> None:
    one = case.change(desks=30, offices=5, rent_eur_m2=6.5, host_fte=0.8, events_per_month=3, works_eur=90_000)
    other = case.change(desks=30, offices=5, rent_eur_m2=6.5, host_fte=0.8, events_per_month=3, works_eur=90_001)
    assert one.scenario.name != other.scenario.name and one.scenario.title.endswith("; …")
    for each in (one, other, case.change(rent_eur_m2=7.25), case.change(parameters={"beta_n": 0.5}), case.change(sources=["x"])):
        assert SHORT_NAME.fullmatch(each.scenario.name), each.scenario.name


def test_warnings_can_be_filtered_and_point_at_who_asked(case: Case) -> None:
    with pytest.warns(ScenarioWarning, match="40 is outside the plausible range 4-12") as told:
        case.change(rent_eur_m2=40)
    assert Path(told[0].filename) == Path(__file__)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ScenarioWarning)
        moved = case.in_town("pavia")
    assert moved.scenario.name == "sondrio_downsizing_pavia"
    assert moved.scenario.title == "A hub in a valley town that had to shrink; but in Pavia"
    assert moved.scenario.title_it == "Un hub in una città di valle che ha dovuto ridursi; ma a Pavia" and not moved.scenario.expected


def test_a_shorter_run_loses_the_facts_it_cannot_answer_and_says_so(case: Case) -> None:
    with pytest.warns(ScenarioWarning, match=r"no longer makes sense and is left out: decides_by.*expected\[1\]"):
        assert case.change(horizon_months=12).scenario.expected == ()


def test_what_is_wrong_can_be_told_in_italian(case: Case) -> None:
    with pytest.raises(ScenarioError) as refused:
        case.change(deskss=3, rent_eur_m2=900)
    assert [told_problem(problem, "it") for problem in refused.value.problems] == [
        "deskss: chiave sconosciuta; si intendeva 'desks'?",
        "hubs[0].rent_eur_m2: '900' è fuori dai limiti; scrivere un numero da 0 a 500 (EUR/m²/mese)",
    ]
    with pytest.raises(ScenarioError) as refused:
        case.with_policy("voucher", Voucher(share=0.8, payer="municipality"))
    assert [told_problem(problem, "it") for problem in refused.value.problems] == [
        "policies.voucher: c'è già una misura 'voucher'; scrivere replace=True per metterla al suo posto, o un altro nome"
    ]


def test_a_policy_is_called_what_it_pays_in_both_languages(case: Case) -> None:
    more = case.with_policy("big", Voucher(share=0.8, payer="municipality", months=12), RentRelief(share=1, payer="region", end=36))
    policy = more.scenario.policies["big"]
    assert policy.title == "80 % of the fee, for 12 months; all of the rent, until month 36"
    assert policy.title_it == "L'80\u202f% della quota, per 12 mesi; tutto l'affitto, fino al mese 36"
    assert more.scenario.name == "sondrio_downsizing_big" and more.policies == (*case.policies, "big")
    titled = case.with_policy("big", "milano_voucher_2013", title="Milan's").scenario.policies["big"]
    assert (titled.title, titled.title_it) == ("Milan's", None)
    with pytest.raises(ScenarioError, match=r"policies.big.titel: unknown key; did you mean 'title'\?"):
        case.with_policy("big", titel="Milan's")


def test_cases_are_equal_pickled_saved_and_read_back(case: Case, tmp_path: Path) -> None:
    changed = case.change(desks=20).with_policy("big", Voucher(share=0.8, payer="municipality"))
    assert changed == case.change(desks=20).with_policy("big", Voucher(share=0.8, payer="municipality")) != case
    again = pickle.loads(pickle.dumps(changed))
    assert again == changed and again.change(desks=14).without("big") == case
    path = changed.save(tmp_path / "larger.yaml")
    assert load_scenario(path) == changed
    assert changed.differs_from(case, "it") == ["titolo: cambia", "hub adda, postazioni: 14 → 20", "misura big: nuovo"]


def test_a_case_is_made_of_a_scenario_and_does_not_change(case: Case) -> None:
    with pytest.raises(TypeError, match="a case is made of a Scenario, not of 'sondrio_downsizing'; load_scenario reads one"):
        Case("sondrio_downsizing")  # type: ignore[arg-type]
    with pytest.raises(FrozenInstanceError):
        case.scenario = case.scenario  # type: ignore[misc]
    assert isinstance(case.scenario, Scenario)


def test_figures_of_a_hub_say_what_stands_behind_them(case: Case) -> None:
    figures = case.hubs
    assert figures.loc[("adda", "desks")].tolist() == [14, "desks", "stated", ""]
    assert figures.loc[("adda", "rent_eur_m2")].tolist() == [7.5, "EUR/m²/month", "catalogue", "survey"]
    assert figures.loc[("adda", "prices.flex")].tolist() == [100.0, "EUR/month", "catalogue", "assumed"]
    assert figures.loc[("adda", "plans")].tolist() == ["day, flex, fixed", "", "default", ""]
    dear = case.change(rent_eur_m2=9, parameters={"price_flex_eur": 80})
    assert dear.hubs.loc[("adda", "rent_eur_m2")].tolist() == [9.0, "EUR/m²/month", "stated", ""]
    assert dear.hubs.loc[("adda", "prices.flex")].tolist() == [80.0, "EUR/month", "parameters", ""]
    small = case.with_policy("small", title="Small", hubs={"adda": {"desks": 8, "offices": 2}})
    assert small.hubs.loc[("adda", "desks"), "value"] == 14 and small.under("small").hubs.loc[("adda", "desks"), "value"] == 8
    area = {name: one.hubs.loc[("adda", "m2"), "value"] for name, one in (("all", small), ("small", small.under("small")))}
    assert area["small"] < area["all"]
    page = case._repr_html_()
    assert "rent, €/m² a month: 7.50 (not stated; " in page and "host, full time = 1: 0.50<" in page, page
