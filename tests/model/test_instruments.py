"""What an instrument or shock consists of, walked over all of them: class, values, words, effect, null value, twin, protocol, page.

This is the list of CONTRIBUTING, "An instrument", as a test.
"""

import ast
import re
from functools import cache

import pytest

from model.compile_scenario.instruments import ACTING, LEVERS
from model.scenario.instrument_block import InstrumentBlock
from model.scenario.levers import Lever
from tests.model.month.towns import BLOCKS, NULL_VALUES
from tests.repository import ROOT, modules
from tests.twin.worlds import WORLDS

by_class = pytest.mark.parametrize("acting", ACTING, ids=lambda acting: acting.__name__)
by_lever = pytest.mark.parametrize("lever", LEVERS)
ODD = (ROOT / "docs" / "odd.md").read_text("utf-8")
# Levers whose function has another name than theirs: they act before, after or apart from the others.
OTHERWISE = {
    "rent": "apply_instruments", "network": "link_hubs", "voucher": "offered_voucher", "advisory_desk": "advise",
    "capex_grant": "fund_works",
}  # fmt: skip
PAGE = (ROOT / "docs" / "instruments.md").read_text("utf-8")


def kind(acting: type[Lever]) -> str:
    """How scenario files call it."""
    return str(acting.model_fields["type"].annotation.__args__[0])  # type: ignore[union-attr]


@by_class
def test_its_class_says_what_it_is_and_which_keys_the_month_reads(acting: type[Lever]) -> None:
    assert acting.__doc__ and acting.__doc__ != (acting.__mro__[1].__doc__ or "")
    assert acting.values, "an instrument without values does nothing"
    keys = {name for one in ACTING if one.lever == acting.lever for name in one.model_fields}
    assert set(acting.values) <= keys, "a key of its own, or of another class with this lever"
    assert kind(acting) in BLOCKS, "give it a block in INSTRUMENTS (tests/model/month/towns.py)"
    written = acting.model_validate({**BLOCKS[kind(acting)], "name": "one"})
    figures = written.figures(dict.fromkeys(["event_cost_eur", "call_known", "apply_effort"], 1.0))
    assert set(figures) == set(acting.values)


@by_class
def test_its_words_are_its_own(acting: type[Lever]) -> None:
    if issubclass(acting, InstrumentBlock):
        assert "pays" in vars(acting), "what it pays, in words, for the list of calls"
        assert acting.model_validate({**BLOCKS[kind(acting)], "name": "one"}).pays().strip()


@cache
def _month() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(modules("model/month"))


@by_lever
def test_its_effect_stands_in_the_month(lever: str) -> None:
    """The code of the lever is named in one file, and something is done where it is met."""
    named = {
        node.targets[0].id: name
        for name, tree in _month()
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value) == f"lever_code('{lever}')"
    }
    assert set(named) == {lever.upper()}, f"name its code once: {lever.upper()} = lever_code('{lever}')"
    met = [
        name
        for name, tree in _month()
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare | ast.Call)
        and any(isinstance(part, ast.Name) and part.id == lever.upper() for part in ast.iter_child_nodes(node))
    ]
    assert any(name.startswith("model/month/instruments/") for name in met), f"nothing in model/month/instruments/ asks for {lever.upper()}"


@by_class
def test_it_has_a_null_value(acting: type[Lever]) -> None:
    """At which every number of a run is as without it: `tests/scenarios/test_every_instrument.py` and the tests of the month run it."""
    assert kind(acting) in NULL_VALUES, "say in tests/model/month/towns.py at which value it does nothing"
    null = NULL_VALUES[kind(acting)]
    assert set(acting.values) & set(null)


@cache
def _said_in_the_twin() -> frozenset[str]:
    return frozenset(
        node.value
        for name, tree in modules("tests/twin")
        if not name.endswith("worlds.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def _in_worlds() -> frozenset[str]:
    cases = [world.case() for world in WORLDS.values()]
    return frozenset(block.type for case in cases for block in (*case.instruments, *case.shocks))


@by_class
def test_the_twin_has_it(acting: type[Lever]) -> None:
    assert kind(acting) in _said_in_the_twin(), "write it in tests/twin from the text of the protocol"
    assert kind(acting) in _in_worlds(), "put it into one of the worlds of tests/twin"


@by_lever
def test_the_protocol_has_a_row_for_it_with_its_function_and_its_keys(lever: str) -> None:
    row = re.search(rf"^\| {lever.replace('_', ' ')} \| `([\w.]+)` \|(.*)$", ODD, re.M)
    assert row is not None, f"docs/odd.md §7.3 has no row for {lever}"
    of_class = next(acting for acting in ACTING if acting.lever == lever)
    below = ODD.split("**Networks**")[1].split("\n\n")[0] if lever == "network" else ""
    unnamed = [name for name in of_class.values if f"`{name}`" not in row[2] + below]
    assert not unnamed, f"the row of {lever} in docs/odd.md §7.3 does not name these keys in backticks: {unnamed}"
    assert row[1].rpartition(".")[2] == OTHERWISE.get(lever, lever), f"the row of {lever} names another function"


@by_class
def test_the_page_of_instruments_has_it(acting: type[Lever]) -> None:
    assert f"### `{kind(acting)}`" in PAGE, "run `make docs`"


def test_no_instrument_gives_a_hub_money_past_the_ledger() -> None:
    """Cash reaches a hub through `public_money`, which writes it down; an instrument only ever sets it back to nothing."""
    for name, tree in _month():
        if name.startswith("model/month/instruments/"):
            for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
                for node in ast.walk(function):
                    target = node.target if isinstance(node, ast.AugAssign) else node.targets[0] if isinstance(node, ast.Assign) else None
                    if isinstance(target, ast.Attribute) and target.attr in ("subsidy", "cash"):
                        assert function.name == "set_plain_offer", f"{name}: {function.name}: use public_money.pay_hub"
