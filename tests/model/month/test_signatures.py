"""Every kernel of the month is handed things in one order, by the names of `model/month/__init__.py`."""

import ast

import pytest

import model.month
from model.columns import Town
from tests.repository import modules

# What everything is handed, in order; whatever else a function needs follows.
ORDER = ["first", "last", "t", "p", "town", *Town._fields, "i", "j", "h", "g", "k", "v", "plan"]
PARTS = set(Town._fields) - {"parameters"}
MOST = 11  # arguments

KERNELS = [
    (f"{name.removeprefix('model/month/').removesuffix('.py')}.{node.name}", [argument.arg for argument in node.args.args])
    for name, tree in modules("model/month")
    for node in tree.body
    if isinstance(node, ast.FunctionDef)
]
by_kernel = pytest.mark.parametrize(("kernel", "arguments"), KERNELS, ids=[name for name, _ in KERNELS])


def misplaced(arguments: list[str]) -> list[str]:
    """Arguments that stand where the order does not have them."""
    known = [name for name in arguments if name in ORDER]
    in_order = sorted(known, key=ORDER.index)
    first = arguments[: len(known)]
    return [name for name, right in zip(known, in_order, strict=True) if name != right] or [name for name in first if name not in ORDER]


@by_kernel
def test_arguments_stand_in_one_order(kernel: str, arguments: list[str]) -> None:
    assert not misplaced(arguments), f"{kernel}: the order is {', '.join(ORDER)}, then the rest"


@by_kernel
def test_what_needs_more_than_one_part_of_the_town_takes_the_town(kernel: str, arguments: list[str]) -> None:
    parts = PARTS & set(arguments)
    assert len(parts) <= 1, f"{kernel} takes {', '.join(sorted(parts))}: hand it the town"
    assert not ("town" in arguments and (parts or "p" in arguments)), f"{kernel} takes the town, and parts of it again"


@by_kernel
def test_signatures_are_short(kernel: str, arguments: list[str]) -> None:
    assert len(arguments) <= MOST, f"{kernel} takes {len(arguments)} arguments"


@by_kernel
def test_single_letters_are_those_of_the_key(kernel: str, arguments: list[str]) -> None:
    key = [line[:12] for line in (model.month.__doc__ or "").splitlines() if line.startswith("    ")]
    explained = {letter for line in key for letter in line.replace(",", " ").split()} | {"u", "x"}
    assert {name for name in arguments if len(name) == 1} <= explained


def test_the_check_of_the_order_can_fail() -> None:
    assert misplaced(["t", "town", "h", "i"]) == ["h", "i"]
    assert misplaced(["town", "t", "i"]) == ["town", "t"]
    assert misplaced(["amount", "t", "town"]) == ["amount"]
    assert not misplaced(["t", "town", "i", "h", "plan", "discount"])
