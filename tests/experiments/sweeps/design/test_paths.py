"""Places of a scenario: what a path reaches, what it leaves alone, and what is said when it leads nowhere."""

import math
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.sweeps.design.paths import NoSuchPath, entry_at, expanded, named, trial, with_value
from model.scenario import Scenario, read_text
from tests.experiments.stand_ins import TINY

DATA: dict[str, Any] = {
    "horizon_months": 40,
    "territory": {"towns": ["sondrio"], "overrides": {"sondrio": {"firms": 100}}},
    "hubs": [{"name": "adda", "desks": 8, "prices": {"flex": 90}}, {"name": "mera", "desks": 4, "prices": None}],
    "policies": {
        "voucher": {"title": "A voucher", "instruments": [{"type": "voucher", "share": 0.5}, {"type": "rent_relief", "name": "rent"}]},
    },
}

PLACES = [
    "horizon_months", "start", "territory.catchment_minutes", "territory.overrides.sondrio.firms", "territory.overrides.pavia.firms",
    "territory.towns.0", "hubs.adda.desks", "hubs.mera.desks", "hubs.0.desks", "hubs.1.rent_eur_m2", "hubs.adda.prices.flex",
    "hubs.mera.prices.day", "parameters.beta_n", "policies.voucher.instruments.voucher.share", "policies.voucher.instruments.rent.share",
    "policies.voucher.instruments.1.share", "policies.voucher.hubs.adda.desks", "policies.voucher.parameters.habit",
]  # fmt: skip
values = st.one_of(st.integers(-10, 10), st.floats(allow_nan=False), st.text(max_size=5), st.booleans())


def read(data: Any, path: str) -> Any:
    """The value at a path, found in another way than the code under test does."""
    for word in path.split("."):
        if isinstance(data, list):
            called = [item for item in data if isinstance(item, dict) and word in (item.get("name"), item.get("type"))]
            data = called[0] if called else data[int(word)]
        else:
            data = data[word]
    return data


@given(st.sampled_from(PLACES), values)
def test_what_is_set_is_read_back_and_nothing_else_changes(path: str, value: Any) -> None:
    before = deepcopy(DATA)
    found = with_value(DATA, path.split("."), value)
    assert read(found, path) == value
    assert before == DATA
    # putting the former value back, or taking the new key away, gives the former data
    undone = found
    try:
        undone = with_value(found, path.split("."), read(DATA, path))
    except (KeyError, TypeError):
        return
    assert undone == DATA


@given(st.lists(st.tuples(st.sampled_from(PLACES), values), max_size=4, unique_by=lambda pair: pair[0].replace(".0.", ".adda.")))
def test_values_in_different_places_do_not_disturb_each_other(pairs: list[tuple[str, Any]]) -> None:
    data = DATA
    for path, value in pairs:
        data = with_value(data, path.split("."), value)
    seen = {path: read(data, path) for path, _ in pairs}
    aliases = {"policies.voucher.instruments.1.share", "policies.voucher.instruments.rent.share"}
    if not aliases <= seen.keys():
        assert seen == dict(pairs)


def test_what_is_not_on_the_way_is_shared() -> None:
    found = with_value(DATA, ("hubs", "adda", "prices", "flex"), 110)
    assert found["territory"] is DATA["territory"]
    assert found["policies"] is DATA["policies"]
    assert found["hubs"][1] is DATA["hubs"][1]
    assert found["hubs"] is not DATA["hubs"]
    assert found["hubs"][0] is not DATA["hubs"][0]
    assert found["hubs"][0]["prices"] is not DATA["hubs"][0]["prices"]


def test_items_are_called_by_name_type_or_number() -> None:
    assert with_value(DATA, ("hubs", "mera", "desks"), 9)["hubs"][1]["desks"] == 9
    assert with_value(DATA, ("hubs", "1", "desks"), 9)["hubs"][1]["desks"] == 9
    by_type = with_value(DATA, ("policies", "voucher", "instruments", "voucher", "share"), 0.1)
    by_name = with_value(DATA, ("policies", "voucher", "instruments", "rent", "share"), 0.1)
    assert [item.get("share") for item in by_type["policies"]["voucher"]["instruments"]] == [0.1, None]
    assert [item.get("share") for item in by_name["policies"]["voucher"]["instruments"]] == [0.5, 0.1]


def test_a_star_is_every_item() -> None:
    found = with_value(DATA, ("hubs", "*", "prices", "flex"), 99)
    assert found == with_value(with_value(DATA, ("hubs", "adda", "prices", "flex"), 99), ("hubs", "mera", "prices", "flex"), 99)
    assert expanded(DATA, ("hubs", "*", "desks")) == [("hubs", "adda", "desks"), ("hubs", "mera", "desks")]
    assert expanded(DATA, ("policies", "voucher", "instruments", "*", "share")) == [
        ("policies", "voucher", "instruments", "voucher", "share"), ("policies", "voucher", "instruments", "rent", "share"),
    ]  # fmt: skip


@given(st.sampled_from(PLACES), values)
def test_a_star_sets_each_figure_that_it_stands_for_and_no_other(path: str, value: Any) -> None:
    words = path.split(".")
    for at in range(1, len(words)):
        if words[at - 1] in ("hubs", "towns", "instruments") and "policies.voucher.hubs" not in path:  # those of a policy are a map
            words[at] = "*"
    one_by_one = DATA
    for figure in expanded(DATA, words):
        one_by_one = with_value(one_by_one, figure, value)
    assert with_value(DATA, words, value) == one_by_one


def test_a_name_goes_before_a_number() -> None:
    data = {"hubs": [{"name": "a"}, {"name": "0"}]}
    assert with_value(data, ("hubs", "0", "desks"), 5)["hubs"] == [{"name": "a"}, {"name": "0", "desks": 5}]


def test_maps_that_the_scenario_leaves_out_are_made() -> None:
    assert with_value({}, ("parameters", "alpha"), -2.0) == {"parameters": {"alpha": -2.0}}
    assert with_value(DATA, ("hubs", "mera", "prices", "day"), 12)["hubs"][1]["prices"] == {"day": 12}
    assert with_value(DATA, ("policies", "voucher", "hubs", "adda", "desks"), 6)["policies"]["voucher"]["hubs"] == {"adda": {"desks": 6}}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("hubs.ada.desks", "no 'ada' in hubs; did you mean 'adda'?"),
        ("hubs.garibaldi.desks", "no 'garibaldi' in hubs; write adda or mera"),
        ("hubs.2.desks", "no '2' in hubs; write adda or mera"),
        ("hubs.-1.desks", "no '-1' in hubs; write adda or mera"),
        ("hubs.².desks", "no '²' in hubs; write adda or mera"),
        ("hubs.1000000000000000000000.desks", "no '1000000000000000000000' in hubs; write adda or mera"),
        ("policies.voucher.instruments.vouchers.share", "no 'vouchers' in policies.voucher.instruments; did you mean 'voucher'?"),
        ("policies.vouchers.title", "no policy 'vouchers'; did you mean 'voucher'?"),
        ("policies.voucher.shocks.rent.factor", "'policies.voucher' has no shocks"),
        ("instruments.voucher.share", "the scenario has no instruments"),
        ("horizon_months.long", "'horizon_months' is a single value; nothing lies below it"),
        ("territory.towns.0.firms", "'territory.towns.0' is a single value; nothing lies below it"),
        ("policies.*.title", "'*' is every item of a list, and 'policies' is none; write a name"),
        ("instruments.*.share", "the scenario has no instruments"),
        ("*.desks", "'*' is every item of a list, and the scenario is none; write a name"),
        ("hubs..desks", "a path is words with '.' between them, such as hubs.NAME.desks"),
        ("", "a path is words with '.' between them, such as hubs.NAME.desks"),
        (".", "a path is words with '.' between them, such as hubs.NAME.desks"),
        (".".join("a" * 3_000), "a path of 3000 words; no figure of a scenario lies so deep"),
    ],
)
def test_a_path_that_leads_nowhere(path: str, message: str) -> None:
    before = deepcopy(DATA)
    with pytest.raises(NoSuchPath) as raised:
        with_value(DATA, path.split("."), 1)
    assert str(raised.value) == message
    assert before == DATA


def test_digits_beyond_what_python_reads_are_a_name() -> None:
    with pytest.raises(NoSuchPath):
        with_value(DATA, ("hubs", "9" * 5_000, "desks"), 1)


@given(st.lists(st.text(max_size=6), max_size=5), values)
def test_any_path_is_a_place_or_said_to_be_none(path: list[str], value: Any) -> None:
    before = deepcopy(DATA)
    try:
        with_value(DATA, path, value)
        named(DATA, path)
    except NoSuchPath as error:
        assert str(error)
        assert "\n" not in str(error)
    assert before == DATA


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("hubs", "1", "desks"), ("hubs", "mera", "desks")),
        (("hubs", 1, "desks"), ("hubs", "mera", "desks")),
        (("hubs", "mera", "desks"), ("hubs", "mera", "desks")),
        (("policies", "voucher", "instruments", 1, "share"), ("policies", "voucher", "instruments", "rent", "share")),
        (("territory", "towns", 0), ("territory", "towns", "0")),
        (("parameters", "alpha"), ("parameters", "alpha")),
    ],
)
def test_two_ways_to_write_a_place_have_one_name(path: tuple[str | int, ...], name: tuple[str, ...]) -> None:
    assert named(DATA, path) == name


# --- in a scenario ---


def test_what_the_schema_says_of_a_place(scenario: Scenario) -> None:
    place = entry_at(scenario, ("hubs", "adda", "desks"))
    assert place == ("desks", (4, 150), "Desks at opening", True, (1, 2_000))
    assert entry_at(scenario, ("hubs", "adda", "rent_eur_m2")).plausible == (4, 12)
    assert entry_at(scenario, ("policies", "relief", "instruments", "rent_relief", "share")).unit == "share of the rent"
    assert entry_at(scenario, ("hubs", "*", "desks")) == place
    assert entry_at(scenario, ("hubs", "adda", "desk")) == ("", None, "", False, (-math.inf, math.inf))
    with pytest.raises(NoSuchPath, match="did you mean 'adda'"):
        entry_at(scenario, ("hubs", "ada", "desks"))


def messages(scenario: Scenario, path: str, value: Any) -> list[str]:
    return [f"{finding.key}: {finding.message}" for finding in trial(scenario, path.split("."), value)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("hubs.adda.desks", 20), ("hubs.adda.operator", "public"), ("hubs.adda.prices.flex", 99.5), ("horizon_months", 12),
        ("parameters.alpha", -2), ("policies.voucher.instruments.voucher.share", 1), ("hubs.adda.opens", "2022-06"),
        ("hubs.adda.may_expand", False), ("territory.overrides.sondrio.firms", 90),
    ],
)  # fmt: skip
def test_what_a_scenario_can_be_is_not_complained_of(scenario: Scenario, path: str, value: Any) -> None:
    before = scenario.to_yaml()
    assert messages(scenario, path, value) == []
    assert scenario.to_yaml() == before


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("hubs.adda.desks", 0, "hubs[0].desks: '0' is out of range; write a whole number from 1 to 2000 (desks)"),
        ("hubs.adda.desks", True, "hubs[0].desks: 'true' is not a whole number; write a whole number from 1 to 2000 (desks)"),
        ("hubs.adda.desk", 9, "hubs[0].desk: unknown key; did you mean 'desks'?"),
        ("hubs.adda.operator", "publik", "hubs[0].operator: 'publik' is not one of the values; did you mean 'public'?"),
        ("hubs.adda.offices_let_at_opening", 3, "hubs[0].offices_let_at_opening: 3 offices let, of 1; write at most 1"),
        ("hubs.adda.town", "pavia", "hubs[0].town: 'pavia' is not among the towns of this scenario; write sondrio"),
        ("parameters.misfit", 2, "parameters.misfit: 2 is out of range; write a number from 0 to 1 (share), or 0.02 if 2 % is meant"),
        ("parameters.misfits", 1, "parameters.misfits: unknown parameter; did you mean 'misfit'?"),
        (
            "policies.voucher.instruments.voucher.share", -0.5,
            "policies.voucher.instruments[0].share: '-0.5' is out of range; write a number from 0 to 1 (share of the price)",
        ),
        ("policies.voucher.hubs.mera.desks", 4, "policies.voucher.hubs.mera: unknown hub 'mera'; write adda"),
    ],
)  # fmt: skip
def test_a_trial_says_what_the_scenario_says(scenario: Scenario, path: str, value: Any, message: str) -> None:
    assert messages(scenario, path, value) == [message]


def test_a_trial_looks_at_each_policy(scenario: Scenario) -> None:
    two = scenario.model_copy(update={"hubs": (scenario.hubs[0].model_copy(update={"offices_let_at_opening": 1}),)})
    assert messages(two, "policies.relief.hubs.adda.offices", 0) == [
        "policies.relief: does not fit the baseline: hubs[0].offices_let_at_opening: 1 offices let, of 0; write at most 0"
    ]


def test_a_trial_of_policies_in_conflict_says_so_and_does_not_end() -> None:
    combined = "  both:\n    title: Both\n    combine: [voucher, relief]\n"
    scenario, problems = read_text(TINY + combined)
    assert scenario is not None, problems
    data = with_value(scenario.written(), ("policies", "relief", "hubs", "adda", "desks"), 6)
    conflicting = Scenario.model_validate(data)
    found = messages(conflicting, "policies.voucher.hubs.adda.desks", 5)
    assert len(found) == 1
    assert "'voucher' and 'relief' both set hubs.adda.desks, to 5 and 6; keep one" in found[0]


def test_a_trial_of_a_place_that_is_none_raises(scenario: Scenario) -> None:
    with pytest.raises(NoSuchPath):
        trial(scenario, ("hubs", "ada", "desks"), 5)
