"""One way in which numbers are written in JSON files."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.sensitivity import Analysis
from experiments.storage.json_text import FIGURES, json_text, plain
from tests.repository import files, modules


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_to_a_billionth_of_its_size(number: float) -> None:
    [written] = json.loads(json_text([number]))
    assert written == pytest.approx(number, rel=5.001e-9, abs=1e-300)
    assert len(f"{abs(written):.{FIGURES - 1}e}".split("e")[0]) == FIGURES + 1
    assert plain([number]) == [number], "data that stay in memory keep every bit"


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_single_precision_comes_back_to_the_bit(number: float) -> None:
    assert np.float32(json.loads(json_text([np.float32(number)]))[0]) == np.float32(number)


def test_what_is_no_number_is_null_and_what_is_numpys_is_pythons() -> None:
    data = {"a": (math.nan, math.inf, np.float64("-inf")), 1: [np.int32(3), np.bool_(True), np.float32(0.5), None, "nan"]}
    assert plain(data) == {"a": [None, None, None], "1": [3, True, 0.5, None, "nan"]}
    assert [type(item) for item in plain(data)["1"]] == [int, bool, float, type(None), str]
    assert json.loads(json_text(data)) == plain(data)


def test_whole_numbers_keep_all_their_figures() -> None:
    assert json.loads(json_text({"seed": 2**64 - 1, "money": 12_345_678_901_234})) == {"seed": 2**64 - 1, "money": 12_345_678_901_234}


def test_the_kept_studies_can_be_loaded() -> None:
    kept = [data for path in files() if path.suffix == ".json" and "analyses" in (data := json.loads(path.read_text("utf-8")))]
    assert kept
    for data in kept:
        for analysis in data["analyses"]:
            assert Analysis.from_dict(analysis).to_dict() == analysis
        assert json.loads(json_text(data)) == data, "six figures, as they were once written, are kept"


def test_nothing_else_rounds_for_json() -> None:
    dumping = [name for name, tree in modules("experiments") if any(getattr(node, "arg", "") == "allow_nan" for node in _keywords(tree))]
    allowed = ["experiments/report/carrying.py", "experiments/storage/json_text.py", "experiments/storage/lines.py"]
    assert dumping == allowed, "use experiments.storage.json_text"


def _keywords(tree: object) -> list[object]:
    import ast

    assert isinstance(tree, ast.AST)
    return [node for node in ast.walk(tree) if isinstance(node, ast.keyword)]
