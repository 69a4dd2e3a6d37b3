"""What is set on the page becomes a scenario, or messages; never an exception, whatever a browser sends."""

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.dashboard.opening import begun, opened
from experiments.dashboard.panel import written
from experiments.dashboard.state import ASSUMED, HORIZON, MINE_ALONE, OWN, Start, build, cleaned
from experiments.languages import Words, languages
from experiments.outcomes.scenarios import load_scenario
from model.reading.fields import WHEN_VIABLE, month_index
from model.scenario import Scenario, read_text, scenario_names
from tests.experiments.stand_ins import TINY

_READ = read_text(TINY, "tiny.yaml")[0]
assert _READ is not None
START = Start(_READ)
EVERYTHING = [*START.controls, *(group.id for group in START.groups), ASSUMED, "i.ghost.share", "p.ghost", "", "h.adda"]


def _good(values: dict[str, Any], start: Start = START) -> Scenario:
    made = build(start, values)
    assert made.scenario is not None, made.problems
    return made.scenario


def test_nothing_set_is_the_scenario_with_a_policy_that_changes_nothing() -> None:
    made = build(START, {})
    assert made.scenario is not None and not made.changed and not made.problems
    own = made.scenario.policies[OWN]
    assert (own.title, own.title_it, own.instruments, own.hubs, own.parameters) == ("Your choices", "Le tue scelte", (), {}, {})
    assert {**made.scenario.written(), "policies": {}} == {**START.scenario.written(), "policies": {}}


def test_what_is_set_stands_in_the_policy() -> None:
    values = {"i.voucher": True, "i.voucher.share": 0.7, "i.events": True, "h.adda.desks": 6, "h.adda.prices.flex": 80.5, "p.beta_n": 1.5}
    made = _good(values)
    own = made.policies[OWN]
    assert [(one.type, getattr(one, "share", None)) for one in own.instruments] == [("voucher", 0.7), ("events", None)]
    assert own.instruments[0].budget_eur == 20_000  # as the scenario's own voucher
    assert own.hubs["adda"].desks == 6 and own.hubs["adda"].prices is not None and own.hubs["adda"].prices.flex == 80.5
    assert (made.parameters, own.parameters) == ({"beta_n": 1.5}, {})
    alone = _good({**values, ASSUMED: MINE_ALONE})
    assert (alone.parameters, alone.policies[OWN].parameters) == ({}, {"beta_n": 1.5})


def test_what_is_set_back_to_how_it_was_is_unsaid() -> None:
    control = START.controls["h.adda.desks"]
    made = build(START, {"h.adda.desks": START.value(control), "i.voucher": False})
    assert not made.changed


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("i.voucher.share", "boh", "'boh' is not a number; write a number from 0 to 1 (share of the price)"),
        ("i.voucher.share", 50, "'50' is out of range"),
        ("h.adda.desks", 5000, "'5000' is out of range; write a whole number from 1 to 2000 (desks)"),
        ("i.voucher.end", "2022-99", "expected a month"),
        ("p.alpha", "x", "'x' is not a number"),
        ("i.voucher.payer", "pope", "'pope' is not one of the values"),
    ],
)  # fmt: skip
def test_messages_are_those_of_the_reader_beside_the_control(key: str, value: object, said: str) -> None:
    made = build(START, {"i.voucher": True, key: value})
    assert made.scenario is None
    assert [problem.message.startswith(said) or said in problem.message for problem in made.problems[key]] == [True], made.problems


def test_what_is_unusual_is_asked_and_not_refused() -> None:
    made = build(START, {"p.alpha": 5})
    assert made.scenario is not None and [one.severity for one in made.problems["p.alpha"]] == ["warning"]


@pytest.mark.parametrize(("text", "meant"), [("80,5", 80.5), ("80.5", 80.5), ("€ 90", 90), ("1.200", 1200)])
def test_numbers_are_read_as_people_write_them(text: str, meant: float) -> None:
    assert cleaned(START, {"h.adda.prices.office": text}) == {"h.adda.prices.office": meant}


# --- months, by their number and by their names ---


@pytest.mark.parametrize("name", scenario_names())
@pytest.mark.parametrize("months", [12, 24, 60, 240])
def test_any_case_may_run_for_other_months_and_be_saved(name: str, months: int) -> None:
    made = _good({HORIZON: months, "i.voucher": True}, Start(load_scenario(name)))
    assert made.horizon_months == months
    again, problems = opened(made.to_yaml(), "mine.yaml")
    assert again == made and not [one for one in problems if one.severity == "error"]


def test_what_so_few_months_cannot_tell_is_left_out_and_said() -> None:
    start = Start(load_scenario("sondrio_downsizing"))
    short, long = build(start, {HORIZON: 24}), build(start, {HORIZON: 72})
    assert short.scenario is not None and not short.scenario.decides_by and not short.changed
    assert [one.severity for one in short.problems[HORIZON]] == ["warning"]
    assert long.scenario is not None and long.scenario.decides_by == start.scenario.decides_by and not long.problems


@pytest.mark.parametrize("months", [0, 361, 24.5, "many", "", None, True])
def test_months_outside_of_what_a_scenario_allows_are_told_beside_them(months: object) -> None:
    made = build(START, {HORIZON: months})
    assert made.scenario is None and set(made.problems) == {HORIZON}


@pytest.mark.parametrize("text", ["marzo 2023", "March 2023", "03/2023", "2023-03", "14"])
def test_a_month_is_read_as_people_write_it(text: str) -> None:
    made = _good({"i.events": True, "i.events.end": text, "h.adda.opens": text})
    own = made.policies[OWN]
    assert own.hubs["adda"].opens == own.instruments[0].end == (14 if text == "14" else "2023-03")


@given(st.sampled_from(languages()), st.integers(0, 360) | st.dates(date(2015, 1, 1), date(2060, 1, 1)).map(lambda day: f"{day:%Y-%m}"))
def test_a_month_that_is_shown_reads_as_itself(lang: str, month: int | str) -> None:
    control, words = START.controls["i.voucher.end"], Words(lang, "dashboard")
    shown = written(START, control, month, words)
    assert not shown.isdecimal() and "-" not in shown
    kept = cleaned(START, {control.id: shown})[control.id]
    assert month_index(kept, START.scenario.start) == month_index(month, START.scenario.start)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", languages())
def test_an_opening_is_left_to_the_operator_in_words(lang: str) -> None:
    said = Words(lang, "dashboard").name("option", WHEN_VIABLE)
    assert said != WHEN_VIABLE and written(START, START.controls["h.adda.opens"], WHEN_VIABLE, Words(lang, "dashboard")) == said
    assert _good({"h.adda.opens": said.capitalize()}).policies[OWN].hubs["adda"].opens == WHEN_VIABLE


# --- what may begin, and what comes back ---


@pytest.mark.parametrize("name", scenario_names())
def test_each_policy_of_each_shipped_scenario_can_be_begun_with_and_says_the_same(name: str) -> None:
    scenario = load_scenario(name)
    for policy in scenario.policy_names:
        made = _good({}, Start(scenario, policy))
        mine, theirs = (under.model_dump(exclude={"policy"}) for under in (made.with_policy(OWN), scenario.with_policy(policy)))
        assert mine == theirs, policy


@pytest.mark.parametrize("name", scenario_names())
def test_every_instrument_can_be_switched_on_in_every_shipped_scenario(name: str) -> None:
    start = Start(load_scenario(name))
    on = {group.id: True for group in start.groups if group.of == "instrument"}
    own = _good(on, start).policies[OWN]
    assert {one.type for one in own.instruments} == {group.code for group in start.groups if group.of == "instrument"}


def test_a_saved_file_is_accepted_and_says_the_same() -> None:
    made = _good({"i.voucher": True, "i.voucher.share": 0.35, "h.adda.rent_eur_m2": 7.25, "p.habit": 1.1, "i.voucher.kinds": ["firm"]})
    again, problems = opened(made.to_yaml(), "mine.yaml")
    assert (again, problems) == (made, [])
    assert begun(made) == Start(made, OWN)
    assert _good({}, begun(made)) == made  # and goes on where it was left


# --- hostile ---

_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True, allow_infinity=True) | st.text(max_size=40)
    | st.sampled_from(["1e400", "-0", "0x10", "NaN", "=1+1", "<script>", "\x00", "½", "1'000", "50 %", "mille", "[", "&a *a", "!!python"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(EVERYTHING) | st.text(max_size=20), _ANY, max_size=6))
def test_any_values_give_a_scenario_or_messages(values: dict[str, Any]) -> None:
    made = build(START, {**values, "i.voucher": True})
    assert (made.scenario is None) == any(one.severity == "error" for found in made.problems.values() for one in found)
    if made.scenario is not None:
        assert read_text(made.scenario.to_yaml(), "again.yaml")[0] == made.scenario


@given(st.sampled_from(sorted(START.controls)), _ANY)
def test_what_is_kept_can_be_written_down(key: str, value: Any) -> None:
    kept = cleaned(START, {key: value}).get(key)
    assert kept is None or isinstance(kept, bool | int | float | str | list)
    assert not isinstance(kept, float) or math.isfinite(kept)
    assert not isinstance(kept, str) or len(kept) <= 200


