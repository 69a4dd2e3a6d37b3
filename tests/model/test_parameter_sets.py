"""The table of parameter sets: what it may hold, how it is kept, and which set a replicate lives with."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from model.parameter_sets import WORLDS_A_SET, ParameterSets, read, shipped, write
from model.parameters import CATALOGUE
from model.scenario import Scenario

NAMES = ("alpha", "beta_n")


def _table(sets: int, weights: np.ndarray | None = None) -> ParameterSets:
    values = np.column_stack([np.linspace(-2, -1, sets), np.linspace(0, 1, sets)])
    return ParameterSets(NAMES, values, np.ones(sets) if weights is None else weights, {})


weighted = st.lists(st.floats(0, 10), min_size=1, max_size=30).filter(lambda weights: sum(weights) > 0.01)


# --- what ships ---


def test_the_shipped_table_suits_the_catalogue() -> None:
    sets = shipped()
    assert len(sets) > 20
    assert set(sets.names) <= set(CATALOGUE)
    assert sets.provenance
    np.testing.assert_array_equal(sets.values, sets.in_order().values)
    fixed = {name for name in sets.names if CATALOGUE[name].prior.shape == "fixed"}
    assert not fixed, "what the catalogue holds for fixed does not vary"


def test_the_table_is_read_without_pandas_and_the_compiler() -> None:
    code = "import sys; from model.parameter_sets import shipped; shipped().sha256; print({'pandas', 'numba'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# --- what is refused ---


@pytest.mark.parametrize(
    ("names", "values", "weights", "message"),
    [
        (("beta_m",), [[1.0]], [1.0], "beta_m: no such parameter in the catalogue of this version"),
        (("forgetting",), [[0.5], [2.0]], [1.0, 1.0], r"forgetting: 2 is outside \[0, 1\] 1/month \(1 of 2 sets\)"),
        (("forgetting",), [[float("nan")]], [1.0], "forgetting: nan is outside"),
        (("alpha", "alpha"), [[-1.0, -1.0]], [1.0], "one value of each parameter"),
        (("alpha",), [[-1.0]], [1.0, 1.0], "each set needs a weight"),
        (("alpha",), [[-1.0], [-1.0]], [2.0, -1.0], "weights are zero or more"),
        (("alpha",), [[-1.0]], [0.0], "not all zero"),
        (("beta_m", "forgetting"), [[1.0, 2.0]], [1.0], "beta_m: .*; forgetting: 2"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(names, values, weights, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ParameterSets(names, np.array(values), np.array(weights), {})


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    other = tmp_path / "other.parquet"
    parquet.write_table(pa.table({"alpha": [-1.0]}), other)
    with pytest.raises(ValueError, match=r"other\.parquet cannot be used: there is no column weight"):
        read(other)
    other.write_bytes(b"no table")
    with pytest.raises(ValueError, match=r"other\.parquet cannot be used"):
        read(other)
    with pytest.raises(OSError, match="absent"):
        read(tmp_path / "absent.parquet")


# --- how it is kept ---


def test_a_table_is_kept_whole_and_in_order(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    values = np.column_stack([rng.normal(-2, 0.1, 40), np.abs(rng.normal(0.5, 0.1, 40))])
    weights = rng.random(40)
    kept = write(tmp_path / "sets.parquet", NAMES, values, weights, {"made": "by hand", "seed": 1})
    found = read(tmp_path / "sets.parquet")
    assert (found.names, found.provenance, found.sha256) == (NAMES, {"made": "by hand", "seed": 1}, kept.sha256)
    given_rows = {(*row, weight) for row, weight in zip(values.tolist(), weights.tolist(), strict=True)}
    assert {(*row, weight) for row, weight in zip(found.values.tolist(), found.weights.tolist(), strict=True)} == given_rows


def test_neighbours_are_alike() -> None:
    line = np.random.default_rng(2).permutation(np.linspace(0, 1, 50))  # both parameters move together
    ordered = ParameterSets(NAMES, np.column_stack([-1 - line, 2 * line]), np.ones(50), {}).in_order().values
    assert (np.diff(ordered[:, 1]) > 0).all() or (np.diff(ordered[:, 1]) < 0).all()


def test_the_fingerprint_is_of_names_values_and_weights() -> None:
    table = _table(5)
    changed = [
        ParameterSets(("alpha", "beta_s"), table.values, table.weights, {}),
        ParameterSets(NAMES, table.values + 0.001, table.weights, {}),
        ParameterSets(NAMES, table.values, table.weights * np.array([1, 1, 1, 1, 2]), {}),
    ]
    assert len({other.sha256 for other in (table, *changed)}) == 4
    assert ParameterSets(NAMES, table.values.copy(), table.weights, {"other": "words"}).sha256 == table.sha256


def test_a_set_by_its_number() -> None:
    assert _table(3).of(2) == {"alpha": -1.0, "beta_n": 1.0}
    with pytest.raises(IndexError, match="parameter set 3: there are 3, from 0 to 2"):
        _table(3).of(3)
    with pytest.raises(IndexError):
        _table(3).of(-1)


# --- which replicate lives with which set ---


@given(weighted, st.floats(0, 1, exclude_max=True))
def test_every_share_of_the_weight_has_a_set_with_weight(weights: list[float], share: float) -> None:
    table = _table(len(weights), np.array(weights))
    position = table.position(share)
    assert weights[position] > 0
    total = sum(weights)
    assert sum(weights[:position]) / total <= share + 1e-9
    assert sum(weights[: position + 1]) / total >= share - 1e-9


@given(weighted, st.integers(0, 2**64 - 1))
def test_a_walk_takes_sets_by_their_weights(weights: list[float], seed: int) -> None:
    table, steps = _table(len(weights), np.array(weights)), 300
    taken = np.bincount([table.walk(seed, step) for step in range(steps)], minlength=len(weights)) / steps
    assert np.abs(taken - np.array(weights) / sum(weights)).max() < 0.02  # drawn at random it would be 0.08 now and then


def test_replicates_share_sets_by_four_and_studies_begin_elsewhere() -> None:
    table = _table(1000)
    first = [table.of_replicate(1, number) for number in range(40)]
    assert WORLDS_A_SET == 4
    assert all(len(set(first[start : start + 4])) == 1 for start in range(0, 40, 4))
    assert len(set(first)) == 10
    assert len({table.of_replicate(seed, 0) for seed in range(50)}) > 40


def test_what_a_scenario_or_policy_states_stands_before_a_set(scenario_of_three: Scenario) -> None:
    under = scenario_of_three.assuming({"alpha": -1.0, "beta_n": 0.9, "beta_s": 1.0, "theta": 2.5})
    assert under.parameters == {"alpha": -1.0, "beta_n": 0.1, "beta_s": 1.0, "theta": 2.5}
    assert under.with_policy("lively").parameters == {"alpha": -0.5, "beta_n": 0.1, "beta_s": 3.0, "theta": 2.5}
    assert under.with_policy("baseline").parameters == under.parameters
    assert scenario_of_three.parameters == {"beta_n": 0.1}


@pytest.fixture
def scenario_of_three() -> Scenario:
    return Scenario.model_validate({
        "title": "x", "question": "?", "start": "2022-01", "territory": {"towns": ["lodi"]},
        "hubs": [{"name": "centro", "town": "lodi", "desks": 20}], "parameters": {"beta_n": 0.1},
        "policies": {"lively": {"title": "y", "parameters": {"alpha": -0.5, "beta_s": 3.0}}},
    })
