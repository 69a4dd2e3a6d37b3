"""A copy of a block is checked as the block itself was: no unknown key, no wrong value, no second thing of a name gets in unseen."""

import copy
import pickle
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, get_args, get_origin

import pytest

from model.reading.fields import Block, ReadOnly
from model.reading.problems import ScenarioError
from model.scenario import Scenario, load_scenario, read_text
from model.scenario.vouchers import Voucher
from tests.model.scenario.example import TEXT


def blocks_in(value: Any) -> Iterator[Block]:
    """A block, and every block that it holds."""
    if isinstance(value, Block):
        yield value
        yield from blocks_in([getattr(value, key) for key in type(value).model_fields])
    elif isinstance(value, dict):
        yield from blocks_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from blocks_in(one)


def example() -> Scenario:
    found, _ = read_text(TEXT)
    assert found is not None
    return found


EVERY = {type(block): block for block in [*blocks_in(load_scenario("brescia_regeneration")), *blocks_in(example())]}
each_block = pytest.mark.parametrize("block", EVERY.values(), ids=lambda block: type(block).__name__)


@each_block
def test_a_key_that_does_not_exist_is_refused(block: Block) -> None:
    with pytest.raises(ScenarioError, match="no_such_key: unknown key; "):
        block.model_copy(update={"no_such_key": 1})


@each_block
def test_a_value_of_a_wrong_type_is_refused_under_every_key(block: Block) -> None:
    for key in type(block).model_fields:
        with pytest.raises(ScenarioError, match=rf"^{key}(\[|:|\.)"):
            block.model_copy(update={key: object()})


@each_block
def test_a_copy_with_its_own_values_is_equal_and_knows_what_was_written(block: Block) -> None:
    own = {key: getattr(block, key) for key in block.model_fields_set}
    copied = block.model_copy(update=own)
    assert copied == block and copied.model_fields_set == block.model_fields_set and copied is not block
    assert block.model_copy() == block == block.model_copy(deep=True) == pickle.loads(pickle.dumps(copied))


@pytest.mark.parametrize(
    ("update", "message"),
    [
        ({"horizon_month": 3}, "horizon_month: unknown key; did you mean 'horizon_months'?"),
        ({"horizon_months": 361}, "horizon_months: '361' is out of range; write a whole number from 1 to 360 (months)"),
        ({"parameters": {"betan": 1.0}}, "parameters.betan: unknown parameter; did you mean 'beta_n'?"),
        ({"hubs": (), "policies": {}}, "hubs: no hub; write at least one, with name, town and desks"),
        ({"instruments": (Voucher(share=0.5, payer="region"), Voucher(share=0.6, payer="region"))},
         "instruments[1]: two instruments are called 'voucher'; give this one a name of its own"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_copy_is_said_as_of_a_file(update: dict[str, Any], message: str) -> None:
    scenario = example()
    before = scenario.model_dump()
    with pytest.raises(ScenarioError) as refused:
        scenario.model_copy(update=update)
    assert str(refused.value) == message
    assert scenario.model_dump() == before


def test_parameters_assumed_must_exist() -> None:
    with pytest.raises(ScenarioError, match=r"parameters\.betan: unknown parameter; did you mean 'beta_n'\?"):
        example().assuming({"betan": 1.0})
    assert example().assuming({"beta_n": 0.5}) == example().model_copy(update={"parameters": {"beta_n": 0.5}})


def test_an_instrument_made_in_python_says_its_type_when_it_is_written() -> None:
    voucher = Voucher(share=0.5, payer="municipality")
    assert voucher.type == "voucher" and voucher == Voucher(type="voucher", share=0.5, payer="municipality")
    assert voucher.model_dump(exclude_unset=True) == {"type": "voucher", "share": 0.5, "payer": "municipality"}
    scenario = example().model_copy(update={"instruments": (voucher,)})
    assert read_text(scenario.to_yaml())[0] == scenario


def test_a_file_must_still_say_the_type() -> None:
    found, problems = read_text(TEXT.replace("  - type: rent_relief\n    payer", "  - payer"))
    assert found is None and any("instruments[0].type: is missing" in str(problem) for problem in problems)


def held_in(value: Any) -> Iterator[Any]:
    """A value, and every value that it holds, to the last."""
    yield value
    inner = [getattr(value, key) for key in type(value).model_fields] if isinstance(value, Block) else []
    inner += [*value, *value.values()] if isinstance(value, dict) else [*value] if isinstance(value, list | tuple | set) else []
    for one in inner:
        yield from held_in(one)


SAME = {  # ways to the same scenario
    "itself": lambda one: one, "copy": copy.copy, "deep copy": copy.deepcopy, "pickle": lambda one: pickle.loads(pickle.dumps(one)),
    "model_copy": lambda one: one.model_copy(deep=True), "update": lambda one: one.model_copy(update={"title": one.title}),
    "file": lambda one: read_text(one.to_yaml())[0], "Python": lambda one: Scenario(**one.written()),
    "assuming": lambda one: one.assuming({}),
}


@pytest.mark.parametrize("way", SAME.values(), ids=SAME)
@pytest.mark.parametrize("scenario", [example(), load_scenario("brescia_regeneration")], ids=["example", "shipped"])
def test_nothing_that_a_scenario_holds_can_be_changed_in_place(scenario: Scenario, way: Any) -> None:
    same = way(scenario)
    assert same == scenario == read_text(same.to_yaml())[0]
    held = list(held_in(same))
    assert {type(one) for one in held if not isinstance(one, Block)} <= {type(None), str, bool, int, float, tuple, ReadOnly}
    for one in (one for one in held if isinstance(one, ReadOnly)):
        before = dict(one)
        changes = [one.clear, one.popitem, partial(one.update, x=1), partial(one.pop, "x", 0), partial(one.setdefault, "x", 1)]
        changes += [partial(one.__setitem__, "x", 1), partial(one.__delitem__, "x"), partial(one.__ior__, {"x": 1})]
        for change in changes:
            with pytest.raises(TypeError, match=r"stays as it was checked; write case.change"):
                change()
        assert one == before
    assert {type(one) for one in held_in(same.model_dump())} <= {type(None), str, bool, int, float, tuple, dict}


def test_no_block_has_a_map_or_list_that_could_be_changed() -> None:
    pending, found = [Block], []
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        if kind.__module__.startswith("model."):
            for key, field in kind.model_fields.items():
                kinds = {get_origin(part) or part for part in parts_of(field.annotation)}
                if kinds & {list, set, Mapping} or (dict in kinds and "ReadOnly" not in str(field.metadata)):
                    found.append(f"{kind.__name__}.{key}")
    assert found == [], "write Items[...] or Map[...]"


def parts_of(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from parts_of(part)
