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
