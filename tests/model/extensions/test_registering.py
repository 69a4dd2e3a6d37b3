"""Registering extensions: known wherever scenarios are read while they are registered, gone without a trace after, refused in words."""

import linecache
from typing import Any, Literal

import numpy as np
import pytest

import model
from model.extensions import REGISTERED, ExtensionError, assumed, digests
from model.parameters import CATALOGUE, Parameters
from model.reading.fields import Name, quantity
from model.reading.meanings import meanings
from model.scenario import Policy, Scenario, json_schema, read_text
from model.scenario.instrument_block import InstrumentBlock
from model.scenario.instruments import RentRelief
from model.series import OWN_SERIES, Series
from tests.model.extensions.examples import FOND, POLICIES, VOICE, LossGuarantee, alumni, loss_guarantee, registered
from tests.model.tiny_town import TEXT


def _problems(text: str) -> list[str]:
    problems = read_text(TEXT + text, "tiny.yaml")[1]
    return [f"{problem.key}: {problem.message}" for problem in problems if problem.key.startswith("policies.")]


def test_scenarios_know_it_while_it_is_registered_and_not_after() -> None:
    kinds = [owner.model_fields["instruments"].annotation for owner in (Policy, Scenario)]
    before = read_text(TEXT, "tiny.yaml")[0]
    with registered():
        assert [line.partition(":")[0] for line in _problems(POLICIES)] == [
            "policies.no_guarantee.instruments[0].part", "policies.late_guarantee.instruments[0].start",  # it does nothing
        ]
        scenario = read_text(TEXT + POLICIES, "tiny.yaml")[0]
        assert scenario is not None
        both = scenario.with_policy("both")
        assert both.instruments[0].pays() == "80 % of a month's loss"
        assert read_text(both.to_yaml(), "again.yaml")[0] == both
        assert set(digests()) == {"alumni", "loss_guarantee"}
    assert not REGISTERED and not OWN_SERIES and "alumni_voice" not in CATALOGUE
    assert [owner.model_fields["instruments"].annotation for owner in (Policy, Scenario)] == kinds
    said = _problems(POLICIES)
    assert any("unknown type 'loss_guarantee'" in line for line in said)
    assert any("unknown parameter" in line for line in said)
    assert read_text(TEXT, "tiny.yaml")[0] == before


def test_mistakes_in_it_are_told_as_of_any_other() -> None:
    wrong = """
  wrong:
    title: Wrong
    instruments:
      - {type: loss_garantee, payer: region, part: 0.5}
      - {type: loss_guarantee, name: second, payer: region, part: 50}
      - {type: loss_guarantee, name: third, payer: region, part: 0.95, cap_eur_mont: 100}
    parameters: {alumni_voise: 0.1, alumni_fond: 3}
"""
    with registered():
        assert _problems(wrong) == [
            "policies.wrong.instruments[0].type: unknown type 'loss_garantee'; did you mean 'loss_guarantee'?",
            "policies.wrong.instruments[1].part: '50' is out of range; "
            "write a number from 0 to 1 (part of the loss), or 0.5 if 50 % is meant",
            "policies.wrong.instruments[2].part: 0.95 is outside the plausible range 0.1-0.9 part of the loss; keep it if it is meant",
            "policies.wrong.instruments[2].cap_eur_mont: unknown key; did you mean 'cap_eur_month'?",
            "policies.wrong.parameters.alumni_voise: unknown parameter; did you mean 'alumni_voice'?",
            "policies.wrong.parameters.alumni_fond: 3 is out of range; write a number from 0 to 1 (share), or 0.03 if 3 % is meant",
        ]


def test_blocks_built_in_python_are_taken_as_well() -> None:
    with registered():
        scenario = read_text(TEXT, "tiny.yaml")[0]
        assert scenario is not None
        block = LossGuarantee(type="loss_guarantee", payer="region", part=0.5)
        made = Scenario.model_validate({**scenario.written(), "instruments": [block, RentRelief(payer="region", share=1)]})
        assert [one.name for one in made.instruments] == ["loss_guarantee", "rent_relief"]


def test_the_schema_of_editors_follows() -> None:
    with registered():
        assert "LossGuarantee" in json_schema()["$defs"]
        assert json_schema()["$defs"]["LossGuarantee"]["properties"]["part"]["description"] == "Part of the loss that is paid."
    assert "LossGuarantee" not in json_schema()["$defs"]


def test_parameters_read_as_those_of_the_model() -> None:
    with registered():
        assert Parameters({"alumni_voice": 0.1}).changed() == {"alumni_voice": 0.1}
        with pytest.raises(ValueError, match="alumni_fond: 2 is outside"):
            Parameters({"alumni_fond": 2})


def _register(**changes: Any) -> None:
    given: dict[str, Any] = {"name": "more", "at": {"end": alumni}, "parameters": [assumed("more_of_it", "share", 0, 0, 1, "How much.")]}
    model.register_submodel(**{**given, **changes})


def _parameter(**changes: Any) -> Any:
    given: dict[str, Any] = {"name": "more_of_it", "unit": "share", "default": 0, "low": 0, "high": 1, "meaning": "How much."}
    return assumed(**{**given, **changes})


def _two(t: Any, town: Any) -> None:
    """Takes too few."""


@pytest.mark.parametrize(("changes", "said"), [
    ({"name": "alumni"}, "'alumni' is registered already; call unregister('alumni') first, or register with replace=True"),
    ({"name": "voucher"}, "'voucher' is an instrument or shock of the model; choose another name"),
    ({"name": "lockdown"}, "'lockdown' is an instrument or shock of the model; choose another name"),
    ({"name": "two words"}, "name 'two words': write a short name of letters, digits and '_'"),
    ({"at": {}}, "'at' is empty; name a place of offers, choices, end with its function"),
    ({"at": {"ofers": alumni}}, "'ofers' is no place of a month; did you mean 'offers'?"),
    ({"at": {"end": _two}}, "function '_two' must take (t, town, own)"),
    ({"at": {"end": "alumni"}}, "'alumni' is not a Python function"),
    ({"parameters": []}, "a submodel needs a parameter; its default is the value at which it does nothing"),
    ({"parameters": [_parameter(name="beta_n")]}, "there is a parameter 'beta_n' already; choose another name"),
    ({"parameters": [_parameter(name="alumni_voice")]}, "there is a parameter 'alumni_voice' already; choose another name"),
    ({"parameters": [_parameter(default=-1)]}, "parameter 'more_of_it': its default -1 is outside [0, inf]"),
    ({"parameters": [_parameter(), _parameter()]}, "value 'more_of_it': stands twice"),
    ({"parameters": [_parameter(name="size")]}, "value 'size': numpy has that name for something else; choose another"),
    ({"agents": {"for": np.int8}}, "agents 'for': write a short name of letters, digits and '_'"),
    ({"agents": {"shape": np.int8}}, "agents 'shape': numpy has that name for something else; choose another"),
    ({"hubs": {"word": "U8"}}, "hubs 'word': <U8 holds no numbers; write a numpy type that does"),
    ({"hubs": {"word": "no type"}}, "what it keeps: data type 'no type' not understood"),
    ({"series": [Series("members", "persons", "again")]}, "series 'members': there is one already; choose another name"),
    ({"series": [Series("alumni", "persons", "again")]}, "series 'alumni': there is one already; choose another name"),
    ({"series": [Series("month", "persons", "again")]}, "series 'month': there is one already; choose another name"),
])  # fmt: skip
def test_what_cannot_be_registered_is_refused_in_words(changes: dict[str, Any], said: str) -> None:
    with registered():
        before = dict(REGISTERED), set(CATALOGUE), dict(OWN_SERIES)
        with pytest.raises(ExtensionError) as refused:
            _register(**changes)
        assert said in str(refused.value)
        assert (dict(REGISTERED), set(CATALOGUE), dict(OWN_SERIES)) == before


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(ExtensionError) as refused:
        _register(name="voucher", at={"ofers": _two}, parameters=[_parameter(name="beta_n")])
    assert len(str(refused.value).splitlines()) == 4


class _Bare(InstrumentBlock):
    """An instrument that says nothing of itself."""


class _ASecondRelief(InstrumentBlock):
    """Pulls a lever that there is."""

    lever = "rent_relief"
    values = ("share",)
    type: Literal["second_relief"] = "second_relief"
    name: Name = "second_relief"
    share: float = quantity("share", most=1)

    def pays(self) -> str:
        """Nothing."""
        return ""


@pytest.mark.parametrize(("block", "said"), [
    (dict, "is not a class of instrument; derive one from model.scenario.instrument_block.InstrumentBlock"),
    (_Bare, "_Bare: has no 'type'; write the word of files as type: Literal"),
    (_Bare, "_Bare: has no 'values'; name the keys that its function reads"),
    (_Bare, "_Bare: has no method 'pays'; it says in words what is paid"),
    (_ASecondRelief, "_ASecondRelief: pulls the lever 'rent_relief' of an instrument of the model; leave 'lever' out"),
])  # fmt: skip
def test_a_class_that_is_no_instrument_is_refused_in_words(block: Any, said: str) -> None:
    with pytest.raises(ExtensionError) as refused:
        model.register_instrument(block, loss_guarantee)
    assert said in str(refused.value)


def test_a_function_of_an_instrument_takes_five() -> None:
    with pytest.raises(ExtensionError, match=r"function 'alumni' must take \(t, town, h, v, own\)"):
        model.register_instrument(LossGuarantee, alumni)


def test_one_may_take_the_place_of_its_former_self() -> None:
    def other(t: Any, town: Any, own: Any) -> None:
        """Does nothing."""

    with registered():
        before = digests()
        model.register_submodel("alumni", {"offers": other}, parameters=[VOICE, FOND], replace=True)
        after = digests()
        assert before["alumni"] != after["alumni"] and before["loss_guarantee"] == after["loss_guarantee"]
        assert not OWN_SERIES
        model.register_instrument(LossGuarantee, loss_guarantee, replace=True)
        assert digests() == after


def test_what_is_not_registered_cannot_be_taken_out() -> None:
    with registered(), pytest.raises(ExtensionError, match="no extension 'alumna' is registered; did you mean 'alumni'"):
        model.unregister("alumna")


@pytest.mark.parametrize("changes", [
    {"parameters": [_parameter(high=2)]}, {"hubs": {"count": np.int8}}, {"series": [Series("mores", "hubs", "how many")]},
    {"at": {"offers": alumni}}, {"at": {"end": _two}},
])  # fmt: skip
def test_whatever_it_is_made_of_is_in_its_digest(changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.extensions.registering._ON_THE_TOWN", ("t", "town"))
    plain = {"at": {"end": lambda t, town: None}}
    found = []
    for one in (plain, {**plain, **changes}, plain):
        with model.extended():
            _register(**one) if "at" not in changes or one is plain else _with_its_arguments(monkeypatch, one)
            found.append(digests()["more"])
    assert found[0] == found[2] != found[1]


def _with_its_arguments(monkeypatch: pytest.MonkeyPatch, one: dict[str, Any]) -> None:
    function = next(iter(one["at"].values()))
    monkeypatch.setattr("model.extensions.registering._ON_THE_TOWN", tuple(function.__code__.co_varnames[: function.__code__.co_argcount]))
    _register(**one)
    monkeypatch.setattr("model.extensions.registering._ON_THE_TOWN", ("t", "town"))


CELL = '''
class InACell(InstrumentBlock):
    """Written in a cell of a notebook."""

    values = ("share",)
    type: Literal["in_a_cell"] = "in_a_cell"
    name: Name = "in_a_cell"
    share: float = quantity("share", most=1)
    """Share of what there is."""

    def pays(self) -> str:
        return "a share"
'''


def test_meanings_of_a_class_in_a_notebook_are_those_of_its_cell() -> None:
    file = "<ipython-input-1-0123456789ab>"
    linecache.cache[file] = (len(CELL), None, CELL.splitlines(keepends=True), file)
    names: dict[str, Any] = {**globals(), "__name__": "__main__"}
    exec(compile(CELL, file, "exec"), names)
    assert meanings(names["InACell"])["share"] == "Share of what there is."
    assert meanings(names["InACell"])["payer"] == "Who pays."
