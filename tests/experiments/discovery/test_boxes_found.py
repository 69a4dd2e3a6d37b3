"""Planted boxes are found, and what is not there is not."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.discovery import Cases, Discovery, discover
from experiments.discovery.boxes import Box, Side
from experiments.discovery.cases import BinnedFactor, BinnedSample, Condition, count
from experiments.discovery.prim import Options, cover, floor_of, paste, peel, prune, quasi_p, scoring
from experiments.discovery.stability import Range, resample
from tests.experiments.discovery import planted


def _sample(cases: Cases) -> BinnedSample:
    return count(cases, Condition(">=", 1)).sample


def _limits(discovery: Discovery, box: int = 1) -> dict[tuple[str, str], float]:
    rows = discovery.table[discovery.table.box == box]
    return dict(zip(zip(rows.factor, rows.side, strict=True), rows.limit, strict=True))


def test_a_planted_box_is_found(corner: Discovery) -> None:
    limits = _limits(corner)
    assert set(limits) == {("remote", "high"), ("rent", "low")}
    assert limits["remote", "high"] == pytest.approx(0.45, abs=0.03)
    assert limits["rent", "low"] == pytest.approx(9, abs=0.4)
    assert planted.overlap(corner.members(), planted.corner(corner.cases.factors).to_numpy()) > 0.9
    box = corner.boxes.iloc[0]
    assert box.density > 0.8
    assert box.coverage > 0.6
    assert box.elsewhere < 0.2
    assert box.holds


def test_the_planted_limits_are_stable_and_lie_in_their_intervals(corner: Discovery) -> None:
    sides = corner.table[corner.table.box == 1]
    assert (sides.stability > 0.9).all()
    assert sides.stable.all()
    assert ((sides.low <= sides.limit) & (sides.limit <= sides.high)).all()
    box = corner.boxes.iloc[0]
    assert box.coverage_low <= box.coverage <= box.coverage_high
    # the runs not chosen on tell the true density
    assert box.density_out_low <= 0.85 <= box.density_out_high
    assert box.overall_out_middle == pytest.approx(corner.density, abs=0.03)


def test_runs_not_seen_judge_more_severely_than_those_chosen_on() -> None:
    gaps = []
    for seed in range(6):
        found = discover(planted.sweep(inside=0.45, outside=0.3, points=150, replicates=2, seed=seed), ">=", 1, boxes=1, resamples=20,
                         significance=0.99)
        gaps += (found.boxes.density_middle - found.boxes.density_out_middle).tolist()
    assert len(gaps) >= 4
    assert min(gaps) > 0.02


def test_categories_are_found(towns: Discovery) -> None:
    limits = _limits(towns)
    assert set(limits) == {("town", "categories"), ("remote", "high")}
    assert limits["remote", "high"] == pytest.approx(0.5, abs=0.03)
    assert towns.table.set_index("factor").categories["town"] == "Lecco, Sondrio"
    assert towns.table.stable.all()
    assert planted.overlap(towns.members(), planted.towns(towns.cases.factors).to_numpy()) > 0.9


def test_a_column_of_yes_and_no_is_a_factor_of_categories() -> None:
    cases = planted.sweep(planted.corner)
    cases.factors["grant"] = np.arange(500) % 2 == 0
    values = np.where(cases.factors.grant.to_numpy()[:, None], 1.0, cases.values)
    found = discover(Cases(cases.factors, values), ">=", 1, boxes=1, resamples=20)
    assert found.table.set_index("factor").categories.to_dict() == {"grant": "True"}


def test_noise_gives_no_box_that_holds(noise: Discovery) -> None:
    assert not any(region.holds for region in noise.regions)
    for seed in range(3):
        found = discover(planted.sweep(inside=0.3, outside=0.3, points=200, seed=50 + seed), ">=", 1, resamples=20)
        assert not any(region.holds for region in found.regions)


def test_a_lucky_box_of_noise_is_called_unreliable() -> None:
    found = discover(planted.sweep(inside=0.3, outside=0.3, points=150, replicates=2), ">=", 1, resamples=20, significance=0.99)
    assert found.regions, "with a lax test some box is always found"
    assert not any(region.holds for region in found.regions)
    text = " ".join(found.sentences())
    assert "No box holds: nothing sets these runs apart reliably." in text
    assert "unstable" in text
    assert "may be no better than the others" in text


def test_two_boxes_are_found_one_after_the_other(two: Discovery) -> None:
    true = [region(two.cases.factors).to_numpy() for region in (planted.corner, planted.full)]
    best = [max(planted.overlap(two.members(box), one) for box in (1, 2)) for one in true]
    assert len(two.regions) == 2
    assert min(best) > 0.75
    assert two.boxes.holds.all()
    assert {side[0] for side in _limits(two, 1)} != {side[0] for side in _limits(two, 2)}


def test_later_boxes_describe_the_runs_left(two: Discovery) -> None:
    first, second = two.regions
    sample = two.counts.sample
    inside_first, inside_second = (region.prim.box.contains(sample) for region in (first, second))
    left = inside_second & ~inside_first
    assert second.density == pytest.approx(sample.hits[left].sum() / sample.runs[left].sum())
    assert second.overall == pytest.approx(first.elsewhere)
    neither = ~inside_first & ~inside_second
    assert second.elsewhere == pytest.approx(sample.hits[neither].sum() / sample.runs[neither].sum())
    assert first.coverage + second.coverage + sample.hits[neither].sum() / sample.hits.sum() == pytest.approx(1)


def test_the_limits_told_hold_the_very_points_of_the_box(two: Discovery) -> None:
    for region in two.regions:
        assert (two.members(region.number)[two.counts.kept] == region.prim.box.contains(two.counts.sample)).all()


def test_a_restriction_that_does_not_matter_is_dropped() -> None:
    sample = _sample(planted.sweep(planted.corner))
    names = [factor.name for factor in sample.factors]
    levels = {name: sample.factors[k].levels for k, name in enumerate(names)}
    box = Box.whole(sample)
    box = box.cut(Side(names.index("remote"), "high"), int(0.45 * levels["remote"]))
    box = box.cut(Side(names.index("rent"), "low"), int(5 / 12 * levels["rent"]))
    idle = Side(names.index("wait"), "low")
    cut = box.cut(idle, levels["wait"] // 4)
    left, p_values = prune(sample, cut, 0.05)
    assert idle in cut.sides(sample)
    assert set(p_values) == set(left.sides(sample)) == set(box.sides(sample))


def test_replicates_that_agree_are_no_evidence_of_their_own() -> None:
    """Twenty replicates that always agree tell no more than one does."""
    one = _sample(planted.sweep(planted.corner, inside=0.9, outside=0.2, points=60, replicates=1))
    twenty = BinnedSample(one.factors, one.codes, one.hits * 20, one.runs * 20)
    box = Box.whole(one).cut(Side(0, "high"), 30)
    sides = box.sides(one)
    broken = box.broken(one, sides)
    assert quasi_p(one, broken)[0] < 0.9
    assert quasi_p(twenty, broken) == pytest.approx(quasi_p(one, broken), rel=0.3)
    independent = one.with_runs(np.round(20 * np.where(box.contains(one), 0.5, 0.3)), np.full(60, 20.0))
    assert quasi_p(independent, broken)[0] < 1e-4


def test_replicates_count_as_shares_not_by_majority() -> None:
    """Four in ten inside and one in ten outside: by majority no point would be of interest at all."""
    cases = planted.sweep(planted.corner, inside=0.42, outside=0.08, points=800, replicates=10)
    assert ((cases.values.mean(axis=1) > 0.5).mean()) < 0.1
    found = discover(cases, ">=", 1, boxes=1, resamples=20)
    assert planted.overlap(found.members(), planted.corner(cases.factors).to_numpy()) > 0.85


def test_peeling_is_patient_and_ends_at_the_least_mass() -> None:
    sample = _sample(planted.sweep(planted.corner))
    floor = floor_of(sample, Options())
    steps = peel(sample, 0.05, floor)
    runs = np.array([step.runs for step in steps])
    assert runs[-1] >= floor
    numeric = [k for k, step in enumerate(steps) if step.peeled and step.peeled.kind != "categories" and k]
    rare = [k for k in numeric if sample.factors[steps[k].peeled.factor].levels > 100]  # type: ignore[union-attr]
    assert (1 - runs[rare] / runs[np.array(rare) - 1]).max() < 0.08
    density = np.array([step.hits / step.runs for step in steps])
    assert (np.diff(density) > 0).all()
    for step in steps:
        inside = step.box.contains(sample)
        assert (sample.hits[inside].sum(), sample.runs[inside].sum()) == (step.hits, step.runs)


def test_pasting_gives_back_what_was_cut_too_much() -> None:
    sample = _sample(planted.sweep(planted.corner))
    names = [factor.name for factor in sample.factors]
    side = Side(names.index("remote"), "high")
    levels = sample.factors[side.factor].levels
    tight = Box.whole(sample).cut(side, levels // 5).cut(Side(names.index("rent"), "low"), int(5 / 12 * levels))
    pasted = paste(sample, tight, 0.05, scoring(sample, None))
    limit = sample.factors[side.factor].at_most(int(pasted.last[side.factor]))
    assert limit == pytest.approx(0.45, abs=0.04)


def test_a_weak_box_is_found_most_times_though_chance_is_strong() -> None:
    hits = 0
    for seed in range(100, 112):
        cases = planted.sweep(planted.corner, inside=0.42, outside=0.2, points=700, replicates=4, seed=seed)
        sample = _sample(cases)
        found = cover(sample, Options(boxes=1))
        hits += bool(found) and planted.overlap(found[0].box.contains(sample), planted.corner(cases.factors).to_numpy()) > 0.7
    assert hits >= 10


def test_pasting_finds_limits_between_coarse_peels() -> None:
    found = discover(planted.sweep(planted.corner), ">=", 1, boxes=1, resamples=20, alpha=0.3)
    assert planted.overlap(found.members(), planted.corner(found.cases.factors).to_numpy()) > 0.85


def test_a_thin_poor_slice_goes_before_a_large_one_hardly_poorer_and_before_a_single_point() -> None:
    points = 400
    x = np.arange(points)
    columns = pd.DataFrame({"x": x, "half": np.where(x % 2, "a", "b"), "rare": np.where(x == 200, "one", "rest")})
    chance = np.where(x < 20, 0.1, np.where(x % 2, 0.5, 0.6))
    chance[200] = 0.0
    cases = Cases(columns, (np.arange(10)[None, :] < np.round(chance * 10)[:, None]).astype(float))
    sample = _sample(cases)
    peeled = peel(sample, 0.05, 100)[1].peeled
    assert peeled == Side(0, "low")


def test_resamples_draw_points_and_replicates_again() -> None:
    sample = _sample(planted.sweep(inside=0.5, outside=0.5, points=300, replicates=10))
    random = np.random.default_rng(1)
    left_out, same, shares = [], [], []
    for _ in range(50):
        hits, runs = resample(sample, random)
        drawn = runs > 0
        left_out.append((~drawn).mean())
        once = runs == sample.runs
        same.append((hits[once] == sample.hits[once]).mean())
        shares.append(hits.sum() / runs.sum())
    assert np.mean(left_out) == pytest.approx(np.exp(-1), abs=0.02)
    assert np.mean(same) < 0.5  # the replicates of a point drawn once are drawn again too
    assert np.mean(shares) == pytest.approx(sample.density, abs=0.01)


def test_a_box_that_chance_alone_could_have_made_does_not_hold(corner: Discovery) -> None:
    region = corner.regions[0]
    assert region.holds
    for worse in ({"reproduced": 0.5}, {"lift_out": Range(0.1, -0.01, 0.2)}, {"lift_out": Range(np.nan, np.nan, np.nan)},
                  {"sides": {side: replace(sure, share=0.5) for side, sure in region.stability.sides.items()}}):
        assert not replace(region, stability=replace(region.stability, **worse)).holds


def test_a_density_asked_for_is_reached_with_the_largest_coverage() -> None:
    cases = planted.sweep(planted.corner, inside=0.6)
    loose, strict = (discover(cases, ">=", 1, boxes=1, resamples=20, density=density) for density in (0.4, 0.55))
    assert loose.regions[0].density >= 0.4
    assert strict.regions[0].density >= 0.55
    assert loose.regions[0].coverage > strict.regions[0].coverage
    out_of_reach = discover(cases, ">=", 1, boxes=1, resamples=20, density=0.99)
    assert "No box reaches the density asked for, 99%." in out_of_reach.sentences()


_SCALES = st.sampled_from([np.log, np.sqrt, lambda x: 1000 * x - 7, lambda x: x**3, np.exp])


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000), scales=st.lists(_SCALES, min_size=3, max_size=3))
def test_the_scale_of_a_factor_does_not_matter(seed: int, scales: list) -> None:
    random = np.random.default_rng(seed)
    columns = pd.DataFrame(random.uniform(0.1, 2, (300, 3)), columns=["a", "b", "c"])
    chance = np.where((columns.a < 1.1) & (columns.b > 0.9), 0.7, 0.15)[:, None]
    values = (random.random((300, 3)) < chance).astype(float)
    other = pd.DataFrame({name: scale(columns[name]) for name, scale in zip(columns, scales, strict=True)})
    found, again = (cover(_sample(Cases(table, values)), Options(boxes=2)) for table in (columns, other))
    sample, same = _sample(Cases(columns, values)), _sample(Cases(other, values))
    assert len(found) == len(again)
    for one, two in zip(found, again, strict=True):
        assert (one.box.contains(sample) == two.box.contains(same)).all()


@given(st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 4)), min_size=2, max_size=30, unique=True))
def test_a_limit_is_a_round_number_between_the_levels_it_parts(values: list[float]) -> None:
    ordered = np.sort(np.array(values))
    factor = BinnedFactor("x", {}, "", ordered, ordered)
    for level in range(1, len(values)):
        assert ordered[level - 1] < factor.at_least(level) <= ordered[level]
        assert ordered[level - 1] <= factor.at_most(level - 1) < ordered[level]


def test_many_values_are_cut_into_levels_of_equal_size_that_keep_ties_together() -> None:
    random = np.random.default_rng(1)
    column = np.where(random.random(5000) < 0.3, 0.0, random.random(5000))
    cases = Cases(pd.DataFrame({"x": column}), (random.random((5000, 1)) < 0.5).astype(float))
    sample = _sample(cases)
    sizes = np.bincount(sample.codes[0])
    assert sizes[0] >= (column == 0).sum()
    assert sizes[1:].max() <= 5000 / 250 + 1
    assert (np.diff(sample.codes[0][np.argsort(column, kind="stable")]) >= 0).all()


def test_the_same_seed_gives_the_same_result() -> None:
    cases = planted.sweep(planted.corner, points=200)
    one, two, other = (discover(cases, ">=", 1, boxes=1, resamples=20, seed=seed).to_dict() for seed in (4, 4, 5))
    assert one == two
    assert one["boxes"][0]["density_out_middle"] != other["boxes"][0]["density_out_middle"]
