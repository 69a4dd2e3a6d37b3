"""A kept kernel is good as long as nothing it is made of has changed, and no longer."""

import subprocess
import sys
from pathlib import Path
from types import FunctionType
from typing import Any

import numba
import numpy as np
import pytest

from model.compiled import compiled, entry, inlined, loop
from model.kernel_cache import kernel_digest
from model.month import choice, schedule, utility

compiler_only = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="plain Python compiles nothing")

_HELPER = '''
"""A module."""
from math import exp
TIMES = 3

def helper(x):
    """Says something."""
    return TIMES * exp(x)  # a comment

def caller(x):
    return sum([helper(y) for y in (x, 1.5)])

def apart(x):
    return x + 1
'''


def _made(text: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(text, "made.py", "exec"), names)
    return names


def _digests(text: str) -> dict[str, str]:
    return {name: kernel_digest(value) for name, value in _made(text).items() if isinstance(value, FunctionType)}


def test_words_and_places_change_nothing() -> None:
    same = _HELPER.replace("Says something.", "Says something else.").replace("# a comment", "").replace('"""A module."""', "\n\n")
    assert _digests(same) == _digests(_HELPER)


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("TIMES = 3", "TIMES = 4", {"helper", "caller"}),
        ("exp(x)", "exp(-x)", {"helper", "caller"}),
        ("import exp", "import log as exp", {"helper", "caller"}),
        ("(x, 1.5)", "(x, 2.5)", {"caller"}),
        ("x + 1", "x + 2", {"apart"}),
    ],
)
def test_an_edit_changes_what_is_edited_and_what_calls_it(old: str, new: str, changed: set[str]) -> None:
    before, after = _digests(_HELPER), _digests(_HELPER.replace(old, new))
    assert {name for name in before if before[name] != after[name]} == changed


def test_functions_that_call_each_other_have_a_digest() -> None:
    both = "def a(x):\n    return b(x - 1) if x else 0\ndef b(x):\n    return a(x)\n"
    assert set(_digests(both)) == {"a", "b"}
    assert _digests(both)["a"] != _digests(both.replace("return a(x)", "return a(x) + 1"))["a"]


def test_the_digest_is_that_of_another_process() -> None:
    kernels = (utility.community, choice.reconsider, schedule.months)
    here = [kernel_digest(getattr(kernel, "py_func", kernel)) for kernel in kernels]
    code = (
        "from model.kernel_cache import kernel_digest as d; from model.month import choice, schedule, utility\n"
        "print(*[d(getattr(k, 'py_func', k)) for k in (utility.community, choice.reconsider, schedule.months)])"
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert there.stdout.split() == here


@compiler_only
def test_a_kernel_that_cannot_be_read_is_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))

    def doubled(numbers: Any) -> None:
        numbers[0] *= 2.0

    for damage in (None, b"", b"not a pickle"):
        for file in tmp_path.rglob("*.nbi"):
            if damage is not None:
                file.write_bytes(damage)
        kernel = loop(doubled)
        kernel.compile((numba.float64[::1],))
        assert len(kernel.overloads) == 1
        assert len(list(tmp_path.rglob("*.nbc"))) >= 1


@compiler_only
def test_options_are_part_of_a_kernel() -> None:
    def counted(numbers: Any) -> None:
        numbers[0] = np.pi

    def outer(numbers: Any) -> None:
        inner(numbers)

    inner = loop(counted)
    before = kernel_digest(outer)
    inner = numba.njit(fastmath=True)(counted)
    assert kernel_digest(outer) != before


def test_an_instruction_of_the_processor_is_part_of_a_kernel() -> None:
    text = "@intrinsic\ndef instruction(typing, x):\n    return x(x), lambda *arguments: 1\ndef caller(x):\n    return instruction(x)\n"
    before, after = (_made(f"from numba.extending import intrinsic\n{text.replace('1', number)}")["caller"] for number in "12")
    assert kernel_digest(before) != kernel_digest(after)


def test_the_same_lines_compiled_otherwise_are_another_kernel() -> None:
    def made() -> FunctionType:
        def lines(x):  # type: ignore[no-untyped-def]
            return x + 1.0

        return lines

    kinds = [made() for _ in range(4)]
    for function, kind in zip(kinds, (entry(), entry(arrays=True), compiled, inlined), strict=True):
        kind(function)
    assert len({kernel_digest(function) for function in kinds}) == len(kinds)
