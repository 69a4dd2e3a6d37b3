"""Known answers through the whole pipeline: a design file, a sweep kept on disk, read back, analysed."""

import math
from pathlib import Path

import numpy as np
import pytest

from experiments.sweeps import load_sweep, sweep
from experiments.sweeps.design import Plan, read_design
from experiments.sweeps.jobs import Job, Setup

N = 4096  # base points, for indices within ±0.02
CLOSE = 0.02
_PARAMETERS = {"alpha": (-3.2, -0.4), "habit": (1.0, 3.5), "beta_t": (0.06, 0.12), "beta_s": (0.0, 3.0)}


def _plan(folder: Path, factors: int, n: int, replicates: int, second_order: bool = False) -> Plan:
    """A design over some parameters; the functions below read them as positions in their ranges."""
    blocks = "\n".join(f"  - {{parameter: {name}, low: {low}, high: {high}}}" for name, (low, high) in list(_PARAMETERS.items())[:factors])
    path = folder / "known.yaml"
    path.write_text(
        f"title: Known answers\nscenarios: [sondrio_downsizing]\nfactors:\n{blocks}\n"
        f"sampler: {{type: saltelli, n: {n}, second_order: {str(second_order).lower()}}}\n"
        f"replicates: {replicates}\noutcomes: [members_36]\nseed: 7\n",
        encoding="utf-8",
    )
    plan, problems = read_design(path)
    assert plan is not None, problems
    return plan


def _positions(job: Job) -> list[float]:
    ranges = list(_PARAMETERS.values())
    return [(value - low) / (high - low) for value, (low, high) in zip(job.values, ranges, strict=False)]


def _ishigami(x: list[float]) -> float:
    a, b, c = (2 * math.pi * position - math.pi for position in x)
    return math.sin(a) + 7 * math.sin(b) ** 2 + 0.1 * c**4 * math.sin(a)


def ishigami(setup: Setup, job: Job) -> tuple[float, ...]:
    return (_ishigami(_positions(job)),)


NOISE = 2.0


def noisy_ishigami(setup: Setup, job: Job) -> tuple[float, ...]:
    """Chance that differs from point to point, drawn anew for every run but the same when the run is repeated."""
    key = np.random.SeedSequence([job.world, *(int(abs(value) * 1e9) for value in job.values)])
    return (_ishigami(_positions(job)) + NOISE * float(np.random.Generator(np.random.Philox(key)).normal()),)


_G = (0.0, 1.0, 4.5, 9.0)


def sobol_g(setup: Setup, job: Job) -> tuple[float, ...]:
    return (math.prod((abs(4 * x - 2) + a) / (1 + a) for x, a in zip(_positions(job), _G, strict=True)),)


VARIANCE = 0.5 + 49 / 8 + 0.1 * math.pi**4 / 5 + 0.01 * math.pi**8 / 18
V_1, V_2, V_13 = 0.5 * (1 + 0.1 * math.pi**4 / 5) ** 2, 49 / 8, 0.01 * math.pi**8 * (1 / 18 - 1 / 50)


def test_ishigami_first_total_and_second_order(tmp_path: Path) -> None:
    plan = _plan(tmp_path, 3, N, 1, second_order=True)
    sweep(plan, tmp_path / "runs", simulate=ishigami)
    found = load_sweep(tmp_path / "runs").sensitivity("members_36")
    first = {index.factor: index.value for index in found.of("sobol", "first")}
    total = {index.factor: index.value for index in found.of("sobol", "total")}
    assert first["alpha"] == pytest.approx(V_1 / VARIANCE, abs=CLOSE)
    assert first["habit"] == pytest.approx(V_2 / VARIANCE, abs=CLOSE)
    assert first["beta_t"] == pytest.approx(0, abs=CLOSE)
    assert total["alpha"] == pytest.approx((V_1 + V_13) / VARIANCE, abs=CLOSE)
    assert total["habit"] == pytest.approx(V_2 / VARIANCE, abs=CLOSE)
    assert total["beta_t"] == pytest.approx(V_13 / VARIANCE, abs=CLOSE)
    pair = found.index("sobol", "second", "alpha", "beta_t")
    assert pair is not None
    assert pair.value == pytest.approx(V_13 / VARIANCE, abs=CLOSE)
    assert total["dummy"] == 0  # without chance, other worlds change nothing


def test_sobol_g(tmp_path: Path) -> None:
    plan = _plan(tmp_path, 4, N, 1)
    sweep(plan, tmp_path / "runs", simulate=sobol_g)
    found = load_sweep(tmp_path / "runs").sensitivity("members_36")
    parts = np.array([1 / (3 * (1 + a) ** 2) for a in _G])
    variance = np.prod(1 + parts) - 1
    for name, part in zip(_PARAMETERS, parts, strict=True):
        first, total = (found.index("sobol", which, name) for which in ("first", "total"))
        assert first is not None and total is not None
        assert first.value == pytest.approx(part / variance, abs=CLOSE)
        assert total.value == pytest.approx(part * np.prod(1 + parts) / (1 + part) / variance, abs=CLOSE)


def test_chance_is_told_from_parameters(tmp_path: Path) -> None:
    replicates = 8
    plan = _plan(tmp_path, 3, 1024, replicates)
    sweep(plan, tmp_path / "runs", simulate=noisy_ishigami)
    found = load_sweep(tmp_path / "runs").sensitivity("members_36")
    one, mean = (found.index("chance", which, "chance") for which in ("one_run", "mean"))
    assert one is not None and mean is not None
    of_mean = NOISE**2 / replicates
    assert one.value == pytest.approx(NOISE**2 / (VARIANCE + NOISE**2), abs=CLOSE)
    assert mean.value == pytest.approx(of_mean / (VARIANCE + of_mean), abs=CLOSE)
    floor = found.index("sobol", "total", "dummy")
    assert floor is not None
    assert floor.value == pytest.approx(of_mean / (VARIANCE + of_mean), abs=CLOSE)  # the dummy exchanges the worlds, and nothing else
    assert [rank.factor for rank in found.ranking if rank.above_floor] == ["alpha", "habit", "beta_t"]
