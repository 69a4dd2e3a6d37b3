"""Factors that hang together: marginals keep, correlations come, constraints hold everywhere, and a sequence can grow."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from experiments.sweeps.design import Plan
from experiments.sweeps.design.dependence import Dependence, holding, mixing
from experiments.sweeps.design.factors import Factor
from experiments.sweeps.design.sampling import sample
from experiments.sweeps.design.schema import Correlation, LatinHypercube, Sobol
from experiments.sweeps.jobs import Job, Setup
from experiments.sweeps.run import sweep
from tests.experiments.sweeps.design.example import planned

FACTORS = (
    Factor("a"), Factor("b", low=2.0, high=40.0, scale="log"), Factor("c", low=1.0, high=9.0, whole=True),
    Factor("d", values=(1, 4, 6), weights=(2.0, 1.0, 1.0), low=1.0, high=6.0),
)  # fmt: skip
ranks = st.floats(-0.9, 0.9)
samplers = st.sampled_from(["sobol", "latin_hypercube"])


def sampler(kind: str, points: int) -> Sobol | LatinHypercube:
    return Sobol(type="sobol", points=points) if kind == "sobol" else LatinHypercube(type="latin_hypercube", points=points)


def pairs(*ranks: tuple[str, str, float]) -> tuple[Correlation, ...]:
    return tuple(Correlation(between=(one, other), rank=rank) for one, other, rank in ranks)


def drawn(kind: str, points: int, dependence: Dependence, *, dummy: bool = True) -> np.ndarray:
    return sample(sampler(kind, points), FACTORS, 3, dummy=dummy, dependence=dependence).unit


@given(samplers, ranks, ranks)
@settings(max_examples=25)
def test_each_factor_keeps_its_distribution_and_the_ranks_go_together_as_asked(kind: str, one: float, other: float) -> None:
    free, tied = drawn(kind, 1024, Dependence()), drawn(kind, 1024, Dependence(pairs(("a", "c", one), ("b", "c", other * (1 - abs(one))))))
    assert tied.shape == free.shape and tied.min() >= 0 and tied.max() <= 1
    for k in range(free.shape[1]):
        if kind == "latin_hypercube":  # the same positions in another order
            np.testing.assert_array_equal(np.sort(tied[:, k]), np.sort(free[:, k]))
        else:
            assert stats.kstest(tied[:, k], "uniform").statistic < 0.02
    np.testing.assert_array_equal(tied[:, 3:], free[:, 3:])  # a factor that is in no pair, and the dummy, stay what they were
    found = stats.spearmanr(tied[:, :3]).statistic
    off = 0.06 if kind == "sobol" else 0.13  # columns of a hypercube are dealt, and as far from independent as 1024 of a deal are
    assert [found[0, 2], found[1, 2], found[0, 1]] == pytest.approx([one, other * (1 - abs(one)), 0.0], abs=off)


@given(st.integers(2, 70), st.integers(0, 60), ranks, st.floats(0.05, 1))
@settings(max_examples=40)
def test_a_sequence_begins_with_the_points_of_a_shorter_one_to_the_last_bit(points: int, more: int, rank: float, least: float) -> None:
    dependence = Dependence(pairs(("a", "b", rank)), (f"a <= {least}", "b >= c"))
    few, many = (drawn("sobol", number, dependence) for number in (points, points + more))
    np.testing.assert_array_equal(many[:points], few)


@given(samplers, st.integers(2, 300), st.integers(0, 9), st.booleans())
@settings(max_examples=40)
def test_constraints_hold_at_every_point_and_those_that_always_hold_change_nothing(kind: str, points: int, least: int, tie: bool) -> None:
    correlations = pairs(("b", "c", 0.6)) if tie else ()
    constraints = ("b > c", f"c >= {least}", "d <= c")
    found = drawn(kind, points, Dependence(correlations, constraints))
    assert len(found) == points
    at = {factor.name: np.array(factor.at(found[:, k])) for k, factor in enumerate(FACTORS)}
    assert (at["b"] > at["c"]).all() and (at["c"] >= least).all() and (at["d"] <= at["c"]).all()
    free = drawn(kind, points, Dependence(correlations))
    np.testing.assert_array_equal(drawn(kind, points, Dependence(correlations, ("a >= 0", "3 < 4e1"))), free)
    kept = free[holding(constraints, FACTORS, free)]
    np.testing.assert_array_equal(found[: len(kept)], kept)  # in their order; what breaks one is left out


@given(st.lists(ranks, min_size=3, max_size=3))
def test_correlations_are_refused_exactly_where_no_points_have_them(three: list[float]) -> None:
    a, b, c = three
    matrix = 2 * np.sin(np.pi / 6 * np.array([[1, a, b], [a, 1, c], [b, c, 1]]))
    np.fill_diagonal(matrix, 1.0)
    lower = mixing(pairs(("a", "b", a), ("a", "c", b), ("b", "c", c)), ["a", "b", "c"])
    least = np.linalg.eigvalsh(matrix).min()
    if abs(least) > 1e-5:
        assert (lower is not None) == (least > 0)
    if lower is not None:
        np.testing.assert_allclose(np.array(lower) @ np.array(lower).T, matrix, atol=1e-12)


# --- in designs ---

TIED = {
    "factors": [
        {"path": "hubs.adda.prices.flex", "name": "flex", "low": 100, "high": 150},
        {"path": "hubs.adda.prices.fixed", "name": "fixed", "low": 120, "high": 200},
        {"parameter": "beta_n"},
    ],
    "correlations": [{"between": ["flex", "fixed"], "rank": 0.7}], "constraints": ["fixed >= flex"],
    "policies": None, "outcomes": ["members_24"], "decisions": None, "replicates": 2,
}  # fmt: skip


def tied(points: int = 256, **changes: object) -> Plan:
    return planned(**{**TIED, "sampler": {"type": "sobol", "points": points}, **changes})


def test_a_tied_design_can_grow_and_is_no_other_sweep_than_a_free_one_with_the_same_points() -> None:
    plan, more = tied(), tied(512)
    assert plan.points_key(256) == more.points_key(256)
    free = tied(correlations=None, constraints=None)
    assert plan.key == free.key and plan.points_key(256) != free.points_key(256)
    flex, fixed = map(np.array, plan.points.values[:2])
    assert (fixed >= flex).all()


def by_flex(setup: Setup, job: Job) -> tuple[float, ...]:
    return (job.values[0] + np.random.default_rng(job.run.point * 2 + job.world).normal(),)


def test_pages_of_tied_factors_say_so_and_give_no_share_of_variance() -> None:
    from experiments.languages import Words
    from experiments.sensitivity.page import markdown

    for plan in (tied(), tied(constraints=None), tied(correlations=None)):
        analysis = sweep(plan, simulate=by_flex).sensitivity("members_24")
        assert {(e.method, e.index) for e in analysis.indices} & {("delta", "first"), ("sobol", "first"), ("sobol", "total")} == set()
        assert analysis.of("delta", "delta") and analysis.of("pawn", "ks_median")
        for lang in ("en", "it"):
            text = markdown([analysis], title="x", question="y", decisions={}, figures={}, lang=lang)
            words = Words(lang, "sensitivity")
            assert words("dependent") in text and words("note_dependent") in text
    free = sweep(tied(correlations=None, constraints=None), simulate=by_flex).sensitivity("members_24")
    assert free.of("delta", "first") and "dependent" not in free.notes
