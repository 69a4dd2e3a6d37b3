import json
import math
from dataclasses import replace

import numpy as np
import pytest

from experiments.sensitivity import Analysis, analyse
from experiments.sensitivity.section import way
from experiments.sensitivity.words import AnalysisWords
from tests.experiments.sensitivity.worlds import cube, g_function, ishigami, noisy, saltelli, sample, trajectories

COLUMNS = ["outcome", "method", "index", "factor", "factor_2", "value", "low", "high", "above_floor"]


@pytest.fixture(scope="module")
def pairwise() -> Analysis:
    unit = saltelli(4, 1024, second_order=True)
    values = ishigami(unit)[:, None]
    noise = np.random.default_rng(3).normal(0, 0.5, (unit.shape[0], 4))
    return analyse(sample(unit, values + noise, dummy=True, second_order=True))


def test_the_table_is_tidy(pairwise: Analysis) -> None:
    table = pairwise.table
    assert list(table.columns) == COLUMNS
    assert set(table["method"]) == {"sobol", "pawn", "delta", "chance", "test"}
    assert set(table.loc[table["method"] == "sobol", "index"]) == {"first", "total", "second"}
    assert not table.duplicated(["method", "index", "factor", "factor_2"]).any()
    assert table["above_floor"].dtype == bool
    with_interval = table[table["method"] != "test"]
    assert (with_interval["low"] <= with_interval["value"] + 1e-12).all()
    assert (with_interval["value"] <= with_interval["high"] + 1e-12).all()
    assert "dummy" not in set(table["factor_2"])


def test_the_ranking_names_the_strongest_without_the_dummy(pairwise: Analysis) -> None:
    assert [rank.factor for rank in pairwise.ranking] == ["x0", "x1", "x2"]
    assert [rank.factor for rank in pairwise.strongest(2)] == ["x0", "x1"]
    assert all(rank.above_floor for rank in pairwise.strongest(3))
    assert all(rank.low > pairwise.floor("sobol", "total") for rank in pairwise.strongest(3))
    assert pairwise.below_floor == ()
    pair = pairwise.index("sobol", "second", "x0", "x2")
    assert pair is not None
    assert pair.above_floor


def test_it_can_be_stored(pairwise: Analysis) -> None:
    text = json.dumps(pairwise.to_dict(), allow_nan=False)
    again = Analysis.from_dict(json.loads(text))
    assert repr(again) == repr(pairwise)  # what is not a number equals nothing
    assert again.table.equals(pairwise.table)


def test_nan_ends_of_a_range_survive_storing() -> None:
    unit = cube(2, 60)
    measured = sample(unit, unit[:, 0], "latin_hypercube")
    kind = replace(measured.factors[1], low=math.nan, high=math.nan, values=("a", "b"))
    found = analyse(replace(measured, factors=(measured.factors[0], kind)))
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    again = Analysis.from_dict(data)
    assert math.isnan(again.factor("x1").low)
    assert again.factor("x1").values == ("a", "b")
    assert again.to_dict() == found.to_dict()


def test_another_format_is_refused(pairwise: Analysis) -> None:
    with pytest.raises(ValueError, match="format 99"):
        Analysis.from_dict({**pairwise.to_dict(), "format": 99})


@pytest.mark.parametrize("sampler", ["latin_hypercube", "sobol", "grid", "rows"])
def test_designs_without_pairs_get_pawn_and_delta(sampler: str) -> None:
    unit = cube(2, 80)
    found = analyse(sample(unit, 3 * unit[:, [0]] + np.random.default_rng(1).normal(0, 0.3, (80, 2)), sampler))
    assert set(found.table["method"]) == {"pawn", "delta", "chance", "test"}
    assert found.ranked_by == ("pawn", "ks_median")
    assert found.dummy is not None
    assert [rank.factor for rank in found.strongest()] == ["x0"]
    assert "dummy_made_here" in found.notes


def test_a_morris_design_gets_moves_and_chance() -> None:
    unit = trajectories(3, 30)
    found = analyse(sample(unit, noisy(2 * unit[:, 0], unit, "morris", 3, common=0.1, own=0.1), "morris", dummy=True))
    assert set(found.table["method"]) == {"morris", "chance", "test"}
    assert [rank.factor for rank in found.strongest()] == ["x0"]
    assert len(found.effects) == 2


def test_a_factor_that_works_at_one_end_is_clear_though_its_median_distance_is_not() -> None:
    unit = cube(2, 600)
    found = analyse(sample(unit, np.where(unit[:, 0] > 0.9, 1.0, 0.0) + unit[:, 1], "latin_hypercube"))
    median = found.index("pawn", "ks_median", "x0")
    assert median is not None
    assert not median.above_floor
    assert [rank.factor for rank in found.strongest()] == ["x1", "x0"]


@pytest.mark.parametrize("sampler", ["saltelli", "morris", "latin_hypercube"])
def test_a_constant_outcome_is_said_and_not_computed(sampler: str) -> None:
    unit = {"saltelli": saltelli(3, 16), "morris": trajectories(3, 16), "latin_hypercube": cube(3, 16)}[sampler]
    found = analyse(sample(unit, np.full((unit.shape[0], 2), 7.0), sampler))
    assert (found.constant, found.mean, found.indices, found.ranking, found.effects) == ("constant", 7.0, (), (), ())
    assert found.table.empty
    assert Analysis.from_dict(found.to_dict()) == found


def test_an_outcome_that_happens_outside_the_base_rows_only_is_rare() -> None:
    unit = saltelli(3, 32)
    outcome = np.zeros(unit.shape[0])
    outcome[2] = 1.0
    found = analyse(sample(unit, outcome))
    assert (found.constant, found.indices) == ("rare", ())


def test_the_design_is_told() -> None:
    unit = saltelli(3, 32)
    outcome = np.stack([g_function(np.hstack([unit, np.full((unit.shape[0], 2), 0.3)]))] * 2, axis=1)
    failed = np.zeros(outcome.shape, dtype=bool)
    failed[7, 1] = True
    outcome[7, 1] = math.nan
    design = analyse(sample(unit, outcome, failed=failed, seed=42)).design
    assert (design.points, design.replicates, design.runs, design.failed_runs) == (160, 2, 320, 1)
    assert (design.groups, design.dropped, design.seed, design.dummy) == (32, 1, 42, False)


def test_the_same_sample_gives_the_same_numbers() -> None:
    unit = cube(2, 60)
    measured = sample(unit, unit[:, 0] ** 2, "latin_hypercube", seed=5)
    assert repr(analyse(measured)) == repr(analyse(measured))


def test_the_unit_of_the_outcome_does_not_matter() -> None:
    unit = cube(2, 200)
    outcome = unit[:, 0] + 0.3 * unit[:, 1]
    one, other = (analyse(sample(unit, scale * outcome + 5e5, "latin_hypercube")).table for scale in (1.0, 1e6))
    assert one["value"].to_numpy() == pytest.approx(other["value"].to_numpy(), abs=1e-6)


def test_the_direction_in_a_morris_design_is_that_of_its_moves() -> None:
    """The strong factor hides the weak one from means along its range, but not from the moves of the weak one alone."""
    unit = trajectories(3, 30)
    found = analyse(sample(unit, (unit[:, 0] - 0.5 * unit[:, 2] + 9 * (unit[:, 1] > 0.5))[:, None], "morris"))
    signs = [found.effect(name) for name in ("x0", "x2")]
    assert [effect.sign if effect else "" for effect in signs] == ["rises", "falls"]
    words = AnalysisWords("en")
    said = [way(found, words, found.factor(effect.factor), effect) for effect in signs if effect]
    assert said[0].startswith("The outcome rises with it, by +1")
    assert said[1].startswith("The outcome falls with it, by −0.5")
