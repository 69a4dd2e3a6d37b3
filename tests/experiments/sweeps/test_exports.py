"""Sweeps in the shapes of SALib and EMA workbench."""

from pathlib import Path

import numpy as np
import pytest

from experiments.sweeps import Sweep, sweep, to_ema, to_salib
from experiments.sweeps.design import read_design
from experiments.sweeps.jobs import Job, Setup

DESIGN = """
title: For others
scenarios: [sondrio_downsizing]
{policies}
factors: [{{parameter: alpha}}, {{parameter: rent_eur_m2, scale: log}}, {{parameter: beta_n}}{factor}]
sampler: {{type: {sampler}}}
replicates: 3
seed: 5
outcomes: [viable_36, members_36]
"""
SAMPLERS = {"saltelli": "saltelli, n: 512", "pairs": "saltelli, n: 256, second_order: true", "morris": "morris, trajectories: 30"}


def planted(setup: Setup, job: Job) -> tuple[float, ...]:
    """An answer that a factor decides through its logarithm, another through its mass at zero; the first outcome need not exist."""
    alpha, rent, beta_n = job.values[:3]
    luck = np.random.default_rng([job.world & 0xFFFFFFFF]).normal(0, 0.1)
    return (1.0 if alpha > -1.5 else float("nan"), 3 * alpha + 2 * np.log(rent) + (beta_n > 0) * alpha + luck)


def swept(folder: Path, sampler: str, policies: str = "", factor: str = "") -> Sweep:
    (folder / "design.yaml").write_text(DESIGN.format(sampler=sampler, policies=policies, factor=factor), encoding="utf-8")
    plan, problems = read_design(folder / "design.yaml")
    assert plan is not None, problems
    return sweep(plan, folder / "runs", simulate=planted)


@pytest.mark.parametrize("sampler", ["saltelli", "pairs"])
def test_salib_finds_the_same_total_indices(tmp_path: Path, sampler: str) -> None:
    from SALib.analyze import sobol

    runs = swept(tmp_path, SAMPLERS[sampler])
    problem, x, y = to_salib(runs, "members_36")
    theirs = sobol.analyze(problem, y, calc_second_order=sampler == "pairs", seed=1)
    assert x.shape == (len(y), len(problem["names"]))
    ours = runs.sensitivity("members_36")
    for name, total in zip(problem["names"], theirs["ST"], strict=True):
        found = ours.index("sobol", "total", name)
        assert found is not None
        assert total == pytest.approx(found.value, abs=0.03)
    assert theirs["ST"][0] > 0.5


def test_groups_of_factors_go_by_a_table_of_salib(tmp_path: Path) -> None:
    """Its grouped design, run as rows, for its own analysis: what docs/sweeps.md says in place of groups of ours."""
    from SALib.analyze import sobol
    from SALib.sample import sobol as salib

    names, bounds = ["alpha", "rent_eur_m2", "beta_n"], [[-2.0, -1.0], [5.0, 10.0], [0.5, 2.0]]
    problem = {"num_vars": 3, "names": names, "bounds": bounds, "groups": ["people", "costs", "people"]}
    rows = salib.sample(problem, 256, calc_second_order=False, seed=1)
    np.savetxt(tmp_path / "groups.csv", rows, delimiter=",", header=",".join(names), comments="")
    runs = swept(tmp_path, "rows, file: groups.csv")
    assert runs.plan.shape[1] == 256 * (2 + 2)  # of two groups
    found = sobol.analyze(problem, to_salib(runs, "members_36").y, calc_second_order=False, seed=1)
    # 4 alpha + 2 log(rent), nothing together
    parts = 16 / 12, 4 * float(np.log(np.linspace(5, 10, 100_001)).var())
    assert found["ST"] == pytest.approx([part / sum(parts) for part in parts], abs=0.05)
    assert found["S1"].sum() == pytest.approx(1, abs=0.05)


def test_salib_finds_the_same_elementary_effects(tmp_path: Path) -> None:
    from SALib.analyze import morris

    runs = swept(tmp_path, SAMPLERS["morris"])
    problem, x, y = to_salib(runs, "members_36")
    theirs = morris.analyze(problem, x, y, seed=1)
    ours = runs.sensitivity("members_36")
    for name, strength in zip(problem["names"], theirs["mu_star"], strict=True):
        found = ours.index("morris", "mu_star", name)
        assert found is not None
        assert float(strength) == pytest.approx(found.value, rel=1e-6, abs=1e-9)


def test_an_outcome_that_is_not_there_at_every_point_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"'viable_36' does not exist at \d+ of 3072 points"):
        to_salib(swept(tmp_path, SAMPLERS["saltelli"]), "viable_36")


def test_ema_has_every_run_beside_its_experiment(tmp_path: Path) -> None:
    runs = swept(tmp_path, "latin_hypercube, points: 8", policies="policies: [baseline, rent_relief]")
    experiments, outcomes = to_ema(runs)
    assert list(experiments.columns) == ["alpha", "rent_eur_m2", "beta_n", "scenario", "policy", "model"]
    assert outcomes["members_36"].shape == (16, 3)
    for _, row in runs.frame.iterrows():
        at = experiments.index[(experiments["scenario"] == row["point"]) & (experiments["policy"] == row["policy"])]
        assert outcomes["members_36"][at[0], row["replicate"]] == row["members_36"]
        assert experiments.loc[at[0], "alpha"] == row["alpha"]


def test_ema_has_a_policy_that_is_a_factor_as_its_policy(tmp_path: Path) -> None:
    runs = swept(tmp_path, "latin_hypercube, points: 8", factor=", {policy: [baseline, rent_relief]}")
    experiments, _ = to_ema(runs)
    assert list(experiments["policy"]) == runs.plan.points.values[3]
    assert list(experiments.columns).count("policy") == 1


@pytest.mark.parametrize("pairs", [False, True])
def test_a_matrix_of_salib_is_known_by_its_order(tmp_path: Path, pairs: bool) -> None:
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol

    problem = {"num_vars": 2, "names": ["alpha", "rent_eur_m2"], "bounds": [[-3.0, -1.0], [4.0, 12.0]]}
    runs = _of_table(tmp_path, sobol.sample(problem, 256, calc_second_order=pairs, seed=4))
    found = runs.sensitivity("members_36")
    assert (found.design.sampler, found.design.second_order, found.dummy is None) == ("saltelli", pairs, False)  # the dummy is made here
    again, _, y = to_salib(runs, "members_36")
    assert again["names"] == problem["names"]
    theirs = analysis.analyze(again, y, calc_second_order=pairs, seed=1)
    for name, total in zip(problem["names"], theirs["ST"], strict=True):
        index = found.index("sobol", "total", name)
        assert index is not None
        assert index.value == pytest.approx(float(total), abs=0.03)


def test_trajectories_of_salib_are_known_by_their_order_and_other_tables_are_tables(tmp_path: Path) -> None:
    from SALib.sample import latin, morris

    problem = {"num_vars": 2, "names": ["alpha", "rent_eur_m2"], "bounds": [[-3.0, -1.0], [4.0, 12.0]]}
    found = _of_table(tmp_path / "morris", morris.sample(problem, 30, seed=4)).sensitivity("members_36")
    assert found.design.sampler == "morris"
    move = found.index("morris", "mu", "alpha")
    assert move is not None
    assert move.value == pytest.approx(6, abs=0.01)
    other = latin.sample(problem, 60, seed=4)
    assert _of_table(tmp_path / "latin", other).sensitivity("members_36").design.sampler == "rows"


def _of_table(folder: Path, points: np.ndarray) -> Sweep:
    folder.mkdir(exist_ok=True)
    np.savetxt(folder / "points.csv", points, delimiter=",", header="alpha,rent_eur_m2", comments="", fmt="%.17g")
    design = """
title: A table
scenarios: [sondrio_downsizing]
factors: [{parameter: alpha}, {parameter: rent_eur_m2}]
sampler: {type: rows, file: points.csv}
replicates: 2
outcomes: [members_36]
"""
    (folder / "design.yaml").write_text(design, encoding="utf-8")
    plan, problems = read_design(folder / "design.yaml")
    assert plan is not None, problems
    return sweep(plan, folder / "runs", simulate=_straight)


def _straight(setup: Setup, job: Job) -> tuple[float, ...]:
    alpha, rent = job.values
    return (3 * alpha - 0.2 * rent + float(np.random.default_rng([job.world & 0xFFFFFFFF]).normal(0, 0.1)),)
