"""A scenario changed in Python is checked as a file is, reads back equal from a file, and leaves the one it was made of as it was."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.parameters import CATALOGUE
from model.reading.problems import Problem
from model.reading.slots import Slot, inside, limits, type_word
from model.scenario import HubSpec, Prices, Scenario, TerritorySpec, load_scenario, read_text, scenario_names
from model.scenario.editing import as_plain, changed, edited, policy_of, with_figures, with_policy, without
from model.scenario.moving import in_town
from model.scenario.schema import Policy
from model.scenario.shocks import Lockdown
from model.scenario.vouchers import Voucher
from tests.model.scenario.example import TEXT

FOUND, PROBLEMS = read_text(TEXT, "example.yaml")
assert FOUND is not None
EXAMPLE: Scenario = FOUND


def change(hub: str | None = None, of: Scenario = EXAMPLE, **figures: Any) -> tuple[Scenario | None, list[str]]:
    made, problems = edited(of, lambda data: with_figures(data, hub, figures))
    return made, [str(problem) for problem in problems]


def done(edit: Any, of: Scenario = EXAMPLE) -> Scenario:
    made, problems = edited(of, edit)
    assert made is not None, [str(problem) for problem in problems]
    return made


def refused(edit: Any, of: Scenario = EXAMPLE) -> list[str]:
    made, problems = edited(of, edit)
    assert made is None
    return [str(problem) for problem in problems if problem.severity == "error"]


def read_again(scenario: Scenario) -> Scenario:
    found, problems = read_text(scenario.to_yaml())
    assert found is not None, [str(problem) for problem in problems]
    return found


# --- every figure ---

NUMBERS = [
    (block, key) for block in (HubSpec, Prices, TerritorySpec, Scenario) for key in block.model_fields
    if type_word(Slot(block.model_fields[key].annotation)) in ("number", "whole number")
]  # fmt: skip


def a_number(block: type, key: str) -> st.SearchStrategy[float]:
    place = inside(Slot(block), None, key)
    assert place is not None
    low, high, _ = limits(place)
    return st.integers(int(low), int(high)) if type_word(place) == "whole number" else st.floats(low, high, allow_subnormal=False)


@settings(max_examples=3)
@given(st.data())
@pytest.mark.parametrize(("block", "key"), NUMBERS)
def test_any_valid_figure_reads_back_from_a_file_and_can_be_taken_back(block: type, key: str, data: st.DataObject) -> None:
    before = EXAMPLE.model_dump()
    value = data.draw(a_number(block, key))
    old = {"flex": 90}.get(key) if block is Prices else EXAMPLE.written().get(key, EXAMPLE.written()["hubs"][0].get(key))
    given_ = {"prices": {key: value}} if block is Prices else {key: value}
    made, problems = change(**given_)
    if made is None:  # inside its range, and against another figure: more founders than desks
        assert problems and all(": " in problem for problem in problems)
    else:
        assert read_again(made) == made
        back, said = change(of=made, **({"prices": {key: old}} if block is Prices else {key: old}))
        assert back == EXAMPLE and back.written() == EXAMPLE.written(), said
    assert EXAMPLE.model_dump() == before


OF_A_HUB: dict[str, Any] = {
    "town": "sondrio", "opens": "2023-01", "operator": "cooperative", "building": "own", "specialisation": "legal", "desks": 20,
    "offices": 7, "m2": 300, "prices": {"fixed": 160}, "rent_eur_m2": 8, "utilities_eur_m2": 3, "host_fte": 0.7, "host_cost_eur": 2000,
    "events_per_month": 2, "works_eur": 30_000, "opening_cash_eur": 9_000, "credit_eur": 8_000, "founders": 3, "offices_let_at_opening": 1,
    "starts_with": "door", "already_open": {"months": 3, "flex": 2, "fixed": 1}, "plans": ["flex", "fixed"],
    "phases": [{"start": 12, "desks": 18}], "agreed_until": 24, "may_expand": False, "may_downsize": False, "anchor_people": 0,
    "km_east": 1.5, "km_north": -1,
}  # fmt: skip
OF_THE_TERRITORY: dict[str, Any] = {
    "towns": ["sondrio", "lodi"], "catchment_minutes": 15, "overrides": {"sondrio": {"residents": 20_000}}, "places": [],
    "incomes": {},
}  # fmt: skip
OF_THE_SCENARIO: dict[str, Any] = {
    "name": "other", "title": "Other", "title_it": "Altro", "question": "Why?", "question_it": "Perché?", "description": "Long.",
    "sources": ["A page"], "office": "Town hall", "author": "Somebody", "start": "2021-06", "horizon_months": 36,
    "territory": {"catchment_minutes": 10}, "hubs": {"adda": {"desks": 22}}, "instruments": {"rent_relief": {"share": 0.7}},
    "shocks": [{"type": "lockdown", "severity": 0.5, "end": 3}], "parameters": {"beta_n": 0}, "policies": {"known": {"title": "Known"}},
    "decides_by": {"viable_36": "more"}, "expected": [{"outcome": "members_36", "at_least": 3, "why": "A guess."}],
}  # fmt: skip


@pytest.mark.parametrize(("key", "value"), [*OF_A_HUB.items(), *OF_THE_TERRITORY.items(), *OF_THE_SCENARIO.items()])
def test_every_key_that_a_file_knows_can_be_changed(key: str, value: Any) -> None:
    made, problems = change(**{key: value})
    assert made is not None, problems
    written = made.written()
    holder = written["hubs"][0] if key in OF_A_HUB else written["territory"] if key in OF_THE_TERRITORY else written
    if isinstance(value, dict) and isinstance(holder.get(key), dict):
        assert as_plain(value).items() <= holder[key].items() or key == "policies"
    elif not isinstance(value, dict):
        assert as_plain(holder[key]) == as_plain(value)
    assert read_again(made) == made
    assert made == EXAMPLE or key != "known"


def test_no_key_is_forgotten() -> None:
    assert set(OF_A_HUB) == set(HubSpec.model_fields) - {"name", "title", "title_it"}
    assert set(OF_THE_TERRITORY) == set(TerritorySpec.model_fields)
    assert set(OF_THE_SCENARIO) == set(Scenario.model_fields) - {"policy"}


@pytest.mark.parametrize("key", [*OF_A_HUB, *OF_THE_TERRITORY, *OF_THE_SCENARIO])
def test_a_slip_of_a_key_is_refused_with_what_is_meant(key: str) -> None:
    for slip in (f"{key}{key[-1]}", key[:-1] if len(key) > 6 else f"{key}s"):
        if slip not in {**OF_A_HUB, **OF_THE_TERRITORY, **OF_THE_SCENARIO}:
            _, findings = with_figures(EXAMPLE.written(), None, {slip: 1})
            assert [(finding.key, finding.message) for finding in findings] == [(slip, f"unknown key; did you mean '{key}'?")]


@pytest.mark.parametrize(
    ("figures", "messages"),
    [
        ({"prices": {"fixd": 150}}, ["hubs[0].prices.fixd: unknown key; did you mean 'fixed'?"]),
        ({"hub": "ada", "desks": 30}, ["hubs.ada: unknown hub 'ada'; did you mean 'adda'?"]),
        ({"overrides": {"sondrio": {"resident": 3}}}, ["territory.overrides.sondrio.resident: unknown key; did you mean 'residents'?"]),
        ({"overrides": {"sondri": {"residents": 30_000}}},
         ["territory.overrides.sondri: 'sondri' is not among the towns of this scenario; did you mean 'sondrio'?"]),
        ({"parameters": {"betan": 1}}, ["parameters.betan: unknown parameter; did you mean 'beta_n'?"]),
        ({"parameters": {"betan": None}}, ["parameters.betan: no 'betan' in parameters"]),
        ({"beta_n": 1}, ["beta_n: is a parameter of the catalogue; write parameters={'beta_n': ...}"]),
        ({"desks": "thirty"}, ["hubs[0].desks: 'thirty' is not a whole number; write a whole number from 1 to 2000 (desks)"]),
        ({"desks": 30.5}, ["hubs[0].desks: '30.5' is not a whole number; write a whole number from 1 to 2000 (desks)"]),
        ({"desks": None}, ["hubs[0].desks: is missing; write a whole number from 1 to 2000 (desks)"]),
        ({"deskss": None}, ["deskss: unknown key; did you mean 'desks'?"]),
        ({"prices": {"fixd": None}}, ["hubs[0].prices.fixd: unknown key; did you mean 'fixed'?"]),
        ({"policies": {"smallr": None}}, ["policies.smallr: no 'smallr' in policies; did you mean 'smaller'?"]),
        ({"instruments": {"rent_releif": {"share": 1}}},
         ["instruments.rent_releif: no 'rent_releif' in instruments; did you mean 'rent_relief'?"]),
        ({"policies": {"known": {"instruments": {"promotion": {"intensitty": 1}}}}},
         ["policies.known.instruments[0].intensitty: unknown key; did you mean 'intensity'?"]),
        ({"desks": 0, "offices": 501, "catchment_minutes": -1},
         ["hubs[0].desks: '0' is out of range; write a whole number from 1 to 2000 (desks)",
          "hubs[0].offices: '501' is out of range; write a whole number from 0 to 500 (offices)",
          "territory.catchment_minutes: '-1' is out of range; write a number from 0 to 40 (minutes by road)"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_as_of_a_file_and_all_at_once(figures: dict[str, Any], messages: list[str]) -> None:
    made, said = change(**figures)
    assert made is None and sorted(said) == sorted(messages)


def test_a_number_that_a_file_would_ask_about_is_one_in_python() -> None:
    assert done(lambda data: with_figures(data, None, {"works_eur": 30.125})).hubs[0].works_eur == 30.125


def test_figures_of_numpy_are_figures() -> None:
    import numpy as np

    made = done(lambda data: with_figures(data, None, {"desks": np.int64(20), "rent_eur_m2": np.float64(8), "offices": np.float64(7)}))
    assert made == done(lambda data: with_figures(data, None, {"desks": 20, "rent_eur_m2": 8.0, "offices": 7}))
    assert type(made.hubs[0].desks) is int and type(made.hubs[0].rent_eur_m2) is float


def test_which_of_several_hubs_is_meant_must_be_said() -> None:
    two = done(lambda data: changed(data, {"hubs": [*data["hubs"], {"name": "oglio", "town": "sondrio", "desks": 10}]}))
    assert change(of=two, desks=20)[1] == ["hub: is missing: there are several hubs; write adda or oglio"]
    made, _ = change("oglio", of=two, desks=20)
    assert made is not None and [hub.desks for hub in made.hubs] == [14, 20]


def test_only_warnings_that_are_new_are_told() -> None:
    dear, said = change(rent_eur_m2=40)
    assert dear is not None
    assert said == ["hubs[0].rent_eur_m2: warning: 40 is outside the plausible range 4-12 EUR/m²/month; keep it if it is meant"]
    assert change(of=dear, desks=20)[1] == []


def test_facts_that_lose_their_sense_are_left_out_and_no_others() -> None:
    facts = [
        {"outcome": "members_36", "at_least": 3, "why": "A guess."},
        {"outcome": "members_36", "at_least": 3, "why": "A guess.", "policy": "known"},
    ]
    told = done(lambda data: changed(data, {"expected": facts}))
    made, problems = edited(told, lambda data: without(data, "known", "both"))
    assert made is not None and [fact.policy for fact in made.expected] == ["baseline"]
    assert [str(problem) for problem in problems] == ["scenario: warning: no longer makes sense and is left out: expected[1]"]
    assert refused(lambda data: changed(data, {"expected": [{**facts[0], "policy": "knwn"}]})), "what is given now is checked as it is"


def big(share: float) -> dict[str, Any]:
    return policy_of([Voucher(share=share, payer="region")], {"title": "Big"})


EDITS = st.one_of(
    st.builds(lambda desks: lambda data: with_figures(data, None, {"desks": desks}), st.integers(9, 60)),
    st.builds(lambda fee: lambda data: with_figures(data, None, {"prices": {"flex": fee}}), st.none() | st.floats(20, 300)),
    st.builds(lambda town: lambda data: in_town(data, town), st.sampled_from(["pavia", "Samone (TO)", "sondrio", "098029"])),
    st.builds(lambda names: lambda data: without(data, *names), st.lists(st.sampled_from(["both", "rival", "rent_relief"]), unique=True)),
    st.builds(
        lambda share: lambda data: with_policy(data, "big", big(share), replace=True), st.floats(0.1, 1)
    ),
)


@settings(max_examples=25)
@given(st.lists(EDITS, max_size=4))
def test_edits_in_any_order_leave_what_they_began_from_and_read_back(edits: list[Any]) -> None:
    before = copy.deepcopy(EXAMPLE.written())
    scenario = EXAMPLE
    for edit in edits:
        made, problems = edited(scenario, edit)
        assert (made is None) == any(problem.severity == "error" for problem in problems)
        scenario = made or scenario
        assert read_again(scenario) == scenario
    assert EXAMPLE.written() == before


# --- another town ---


def test_everything_that_stands_in_a_town_moves() -> None:
    text = TEXT.replace("{type: rent, factor: 1.1, start: 24}", "{type: rival_hub, town: sondrio, desks: 9, start: 3, name: r}")
    text = text.replace("  towns: [sondrio]", "  towns: [sondrio]\n  overrides: {sondrio: {residents: 30000}}")
    text = text.replace("    desks: 14\n", "    title: Adda\n    desks: 14\n    phases: [{start: 12, desks: 10}]\n")
    text = text.replace("    title: Smaller\n", "    title: Smaller, in Sondrio\n    title_it: Meno\n    question: Is Sondrio too small?\n")
    found, problems = read_text(text)
    assert found is not None, [str(problem) for problem in problems]
    made, problems = edited(found, lambda data: in_town(data, "Vigevano"))
    assert made is not None, [str(problem) for problem in problems]
    assert made.territory.towns == ("vigevano",) and not made.territory.overrides
    assert [hub.town for hub in (*made.hubs, *made.policies["rival"].add_hubs)] == ["vigevano"] * 2
    assert made.policies["rival"].shocks[0].town == "vigevano"  # type: ignore[union-attr]
    assert made.hubs[0].title is None and made.hubs[0].phases == found.hubs[0].phases
    assert (made.policies["smaller"].title, made.policies["smaller"].title_it, made.policies["smaller"].question) == ("smaller", None, None)
    assert made.policies["known"].title == "Better known"
    assert "sondrio" not in made.to_yaml().casefold()
    assert made.question == "Will the hub last, and which of the policies tried would help it at what cost?"
    assert [str(problem) for problem in problems] == [
        "scenario: warning: another town or hub than in 'scenario': its question are left out; write your own"
    ]


@pytest.mark.parametrize("name", scenario_names())
def test_every_shipped_case_can_stand_elsewhere(name: str) -> None:
    shipped = load_scenario(name)
    made = done(lambda data: in_town(data, "voghera", shipped.hubs[0].town), shipped)
    assert made.hubs[0].town == "voghera" and shipped.hubs[0].town not in made.territory.towns and not made.expected
    assert read_again(made) == made
    for policy in made.policies:
        made.with_policy(policy)


def test_the_same_town_changes_nothing_and_no_town_is_refused() -> None:
    assert done(lambda data: in_town(data, "Sondrio")) == EXAMPLE
    assert refused(lambda data: in_town(data, "pavvia")) == ["territory.towns[0]: unknown town 'pavvia'; did you mean 'pavia'?"]
    assert refused(lambda data: in_town(data, "pavia", "lodi")) == ["instead_of: no hub in 'lodi'; write sondrio"]
    two = load_scenario("telework_2030")
    said = refused(lambda data: in_town(data, "lodi"), two)
    assert said == ["instead_of: is missing: hubs stand in several towns; write pavia, cremona, lecco or sondrio"]


# --- policies more and less ---


def test_a_policy_of_instruments_shocks_and_all_else() -> None:
    measures = [Voucher(share=0.8, payer="municipality"), Lockdown(severity=0.5, end=3), "milano_voucher_2013"]
    contents = {"title": "Big", "combine": ["known"], "without": ["rent_relief"], "hubs": {"adda": {"rent_eur_m2": None, "desks": 20}}}
    made = done(lambda data: with_policy(data, "big", policy_of(measures, {**contents, "parameters": {"beta_n": 0}})))
    policy = made.policies["big"]
    assert [(type(one), one.name) for one in policy.instruments] == [(Voucher, "voucher"), (Voucher, "milano_voucher_2013")]
    assert policy.shocks == (Lockdown(severity=0.5, end=3),) and policy.without == ("rent_relief",) and policy.combine == ("known",)
    assert made.with_policy("big").hubs[0].desks == 20 and made.with_policy("big").parameters == {"beta_n": 0}
    assert read_again(made) == made


@pytest.mark.parametrize("key", [key for key in Policy.model_fields if len(key) > 4])
def test_a_slip_in_a_policy_is_refused(key: str) -> None:
    said = refused(lambda data: with_policy(data, "big", policy_of([], {"title": "Big", f"{key}{key[-1]}": 1})))
    assert said == [f"policies.big.{key}{key[-1]}: unknown key; did you mean '{key}'?"]


def test_a_policy_takes_the_place_of_another_only_if_asked() -> None:
    new = {"title": "New"}
    text = "there is a policy 'known' already; write replace=True to put this one in its place, or another name"
    assert refused(lambda data: with_policy(data, "known", new)) == [f"policies.known: {text}"]
    assert done(lambda data: with_policy(data, "known", new, replace=True)).policies["known"] == Policy(title="New")
    assert refused(lambda data: with_policy(data, "baseline", new))[0].startswith("policies.baseline: 'baseline' is the scenario itself")
    assert refused(lambda data: with_policy(data, "two", policy_of([Voucher(share=0.8, payer="region")] * 2, new))) == [
        "policies.two.instruments[1]: two instruments are called 'voucher'; give this one a name of its own"
    ]


def test_what_is_left_out_is_named() -> None:
    assert list(done(lambda data: without(data, "both", "known")).policies) == ["smaller", "rival"]
    assert done(lambda data: without(data, "rent_relief")).instruments == ()
    assert refused(lambda data: without(data, "bot")) == ["bot: no policy, instrument, shock or hub of that name; did you mean 'both'?"]
    assert refused(lambda data: without(data, "known")) == ["policies.both.combine[1]: unknown policy 'known'; write smaller or rival"]
    both = done(lambda data: with_policy(data, "rent_relief", {"title": "Relief", "without": ["rent_relief"]}))
    assert refused(lambda data: without(data, "rent_relief"), both) == [
        "rent_relief: is the name of 2 things; write 'policies.rent_relief' or 'instruments.rent_relief'"
    ]
    assert "rent_relief" not in done(lambda data: without(data, "policies.rent_relief"), both).policies
    less = done(lambda data: without(data, "instruments.rent_relief"), both)
    assert less.instruments == () and less.policies["rent_relief"].without == ()


def test_problems_of_what_is_in_no_file_say_the_key_alone() -> None:
    assert str(Problem("", 0, 0, "hubs[0].desks", "x")) == "hubs[0].desks: x"
    assert set(CATALOGUE) >= set(EXAMPLE.policies["smaller"].parameters)
