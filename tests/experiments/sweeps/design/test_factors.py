"""Factors: values at positions of the unit interval, levels of a grid, and what the catalogue and the schema add."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from experiments.languages import Words, languages
from experiments.sweeps.design.factors import Factor, changes, default_name, dummy, resolve
from experiments.sweeps.design.schema import FactorSpec
from model.catalogue import Prior
from model.parameters import CATALOGUE
from model.scenario import Scenario, read_text
from tests.experiments.stand_ins import TINY

positions = st.lists(st.floats(0, 1), min_size=1, max_size=20).map(sorted)
ranges = st.tuples(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6)).map(lambda pair: (pair[0], pair[0] + pair[1])).filter(lambda r: r[0] < r[1])
positive = st.tuples(st.floats(1e-9, 1e6), st.floats(1.001, 1e6)).map(lambda pair: (pair[0], pair[0] * pair[1]))
whole_ranges = st.tuples(st.integers(-30, 30), st.integers(1, 60)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def middles(cells: int) -> np.ndarray:
    """Positions spread evenly over the unit interval."""
    return (np.arange(cells) + 0.5) / cells


# --- values at positions ---


@given(positions, ranges, st.sampled_from([0.0, 0.25, 0.5]))
def test_uniform_values_lie_in_the_range_rise_and_reach_the_ends(unit: list[float], ends: tuple[float, float], mass: float) -> None:
    low, high = ends
    factor = Factor("x", low=low, high=high, mass_at_zero=mass if low >= 0 else 0.0)
    found = factor.at(np.array(unit))
    assert all(type(value) is float for value in found)
    assert all(low <= value <= high or value == 0.0 for value in found)
    assert found == sorted(found)
    assert factor.at(np.array([factor.mass_at_zero, 1.0])) == [low, high]


@given(st.floats(0, 1), ranges)
def test_a_uniform_value_stands_where_its_position_does(position: float, ends: tuple[float, float]) -> None:
    low, high = ends
    assert Factor("x", low=low, high=high).at(np.array([position]))[0] == pytest.approx(low + position * (high - low), rel=1e-9, abs=1e-9)


@given(positions, positive)
def test_log_values_lie_in_the_range_rise_and_reach_the_ends(unit: list[float], ends: tuple[float, float]) -> None:
    factor = Factor("x", low=ends[0], high=ends[1], scale="log")
    found = factor.at(np.array(unit))
    assert all(ends[0] <= value <= ends[1] for value in found)
    assert found == sorted(found)
    assert factor.at(np.array([0.0, 1.0])) == pytest.approx(list(ends), rel=1e-12)


def test_half_way_in_the_logarithm_is_the_geometric_mean() -> None:
    assert Factor("x", low=0.01, high=100, scale="log").at(np.array([0.25, 0.5, 0.75])) == pytest.approx([0.1, 1, 10])


@given(st.floats(0.01, 0.9), st.integers(1, 400))
def test_the_mass_at_zero_has_its_share_of_positions(mass: float, cells: int) -> None:
    found = Factor("x", low=1.0, high=2.0, mass_at_zero=mass).at(middles(cells))
    assert abs(found.count(0.0) - mass * cells) <= 1
    assert all(1.0 <= value <= 2.0 for value in found if value != 0.0)


@given(whole_ranges, st.integers(1, 9))
def test_each_whole_number_is_as_likely_as_the_others(ends: tuple[int, int], times: int) -> None:
    low, high = ends
    found = Factor("x", low=float(low), high=float(high), whole=True).at(middles(times * (high - low + 1)))
    assert all(type(value) is int for value in found)
    assert Counter(found) == dict.fromkeys(range(low, high + 1), times)
    assert found == sorted(found)


@given(positions, whole_ranges)
def test_whole_numbers_stay_in_the_range_and_reach_its_ends(unit: list[float], ends: tuple[int, int]) -> None:
    factor = Factor("x", low=float(ends[0]), high=float(ends[1]), whole=True)
    assert set(factor.at(np.array(unit))) <= set(range(ends[0], ends[1] + 1))
    assert factor.at(np.array([0.0, 1.0])) == list(ends)


def test_whole_numbers_over_the_logarithm_are_as_likely_as_the_logarithm_makes_them() -> None:
    found = Factor("desks", low=1.0, high=8.0, whole=True, scale="log").at(middles(100_000))
    shares = [found.count(k) / 100_000 for k in range(1, 9)]
    assert sum(shares) == 1
    assert shares == pytest.approx([np.log((k + 1) / k) / np.log(9) for k in range(1, 9)], abs=1e-4)


@given(st.integers(2, 12), st.integers(1, 9))
def test_each_category_is_as_likely_as_the_others(number: int, times: int) -> None:
    values: tuple[str | int | bool, ...] = ("private", 3, True, *(f"other{k}" for k in range(number - 2)))[:number]
    found = Factor("x", values=values).at(middles(times * number))
    assert found == [value for value in values for _ in range(times)]


def test_values_keep_their_type() -> None:
    found = Factor("x", values=("8", 8, 8.5, True)).at(np.array([0.0, 0.3, 0.6, 1.0]))
    assert [(type(value), value) for value in found] == [(str, "8"), (int, 8), (float, 8.5), (bool, True)]


# --- levels of a grid ---


@given(ranges, st.integers(2, 30))
def test_levels_of_a_range_are_even_and_hold_the_ends(ends: tuple[float, float], levels: int) -> None:
    factor = Factor("x", low=ends[0], high=ends[1])
    assert factor.at(factor.grid(levels)) == pytest.approx(np.linspace(*ends, levels).tolist(), rel=1e-9, abs=1e-6)
    assert factor.at(factor.grid(levels))[-1] == ends[1]


def test_levels_over_the_logarithm_are_even_in_it() -> None:
    factor = Factor("x", low=0.01, high=100, scale="log")
    assert factor.at(factor.grid(5)) == pytest.approx([0.01, 0.1, 1, 10, 100])


@given(whole_ranges, st.integers(2, 30))
def test_levels_of_whole_numbers_hold_the_ends_and_each_number_once(ends: tuple[int, int], levels: int) -> None:
    factor = Factor("x", low=float(ends[0]), high=float(ends[1]), whole=True)
    found = factor.at(factor.grid(levels))
    assert len(found) == min(levels, ends[1] - ends[0] + 1)
    assert (found[0], found[-1]) == ends
    assert found == sorted(set(found))
    steps = np.diff(found)
    assert steps.max() - steps.min() <= 1


def test_levels_of_whole_numbers_over_the_logarithm() -> None:
    factor = Factor("desks", low=4.0, high=64.0, whole=True, scale="log")
    assert factor.at(factor.grid(5)) == [4, 8, 16, 32, 64]
    few = replace(factor, low=1.0, high=5.0)
    assert few.at(few.grid(20)) == [1, 2, 3, 4, 5]


def test_levels_with_mass_at_zero_hold_zero_once() -> None:
    factor = Factor("beta_n", low=0.0, high=2.5, mass_at_zero=0.25)
    assert factor.at(factor.grid(6)) == pytest.approx([0, 0.5, 1, 1.5, 2, 2.5])


def test_a_factor_with_levels_of_its_own_does_not_take_the_samplers() -> None:
    assert len(Factor("x", levels=3).grid(7)) == 3
    assert len(Factor("x", low=1.0, high=100.0, whole=True, levels=3).grid(7)) == 3
    assert Factor("x", values=("a", "b")).at(Factor("x", values=("a", "b")).grid(7)) == ["a", "b"]


# --- defaults ---


def test_a_parameter_takes_everything_from_the_catalogue(scenario: Scenario) -> None:
    entry, factor = CATALOGUE["beta_n"], resolve(FactorSpec(parameter="beta_n"), scenario)
    assert (factor.name, factor.low, factor.high, factor.unit) == ("beta_n", entry.low, entry.high, entry.unit)
    assert factor.mass_at_zero == entry.prior.mass_at_zero == 0.25
    assert (factor.evidence, factor.source) == (entry.evidence, entry.source)
    assert factor.title == {lang: Words(lang, "sweeps").parameter(entry).rstrip(".") for lang in languages()}
    assert factor.paths == (("parameters", "beta_n"),)
    assert not (factor.lever or factor.whole) and factor.scale == "uniform"


@pytest.mark.parametrize("name", [name for name, entry in CATALOGUE.items() if entry.low < entry.high])
def test_every_parameter_with_a_range_can_be_a_factor(scenario: Scenario, name: str) -> None:
    entry, factor = CATALOGUE[name], resolve(FactorSpec(parameter=name), scenario)
    found = factor.at(np.linspace(0, 1, 201))
    assert min(found) == (0.0 if entry.prior.mass_at_zero else entry.low)
    assert max(found) == entry.high
    assert entry.hard_low <= min(found) and max(found) <= entry.hard_high


def test_a_parameter_with_a_range_of_its_own_has_no_mass_at_zero(scenario: Scenario) -> None:
    for spec in (FactorSpec(parameter="beta_n", low=0.5), FactorSpec(parameter="beta_n", high=2.0)):
        assert resolve(spec, scenario).mass_at_zero == 0.0
    half = resolve(FactorSpec(parameter="beta_n", low=0.5), scenario)
    assert (half.low, half.high) == (0.5, CATALOGUE["beta_n"].high)


def test_the_shape_is_the_priors_unless_the_design_says_otherwise(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CATALOGUE, "leave_rate", replace(CATALOGUE["leave_rate"], prior=Prior("loguniform")))
    assert resolve(FactorSpec(parameter="leave_rate"), scenario).scale == "log"
    assert resolve(FactorSpec(parameter="leave_rate", scale="uniform"), scenario).scale == "uniform"
    assert resolve(FactorSpec(parameter="beta_t", scale="log"), scenario).scale == "log"
    assert resolve(FactorSpec(parameter="beta_t"), scenario).scale == "uniform"


@pytest.mark.parametrize(
    ("path", "whole", "unit"),
    [
        ("hubs.adda.desks", True, "desks"),
        ("hubs.0.desks", True, "desks"),
        ("horizon_months", True, "months"),
        ("hubs.adda.opens", True, ""),
        ("policies.voucher.instruments.voucher.months", True, "months"),
        ("policies.voucher.instruments.voucher.share", False, "share of the price"),
        ("hubs.adda.rent_eur_m2", False, "EUR/m²/month"),
        ("hubs.adda.prices.flex", False, "EUR/month"),
        ("territory.overrides.sondrio.firms", False, "firms"),
        ("parameters.beta_n", False, ""),
    ],
)
def test_the_schema_says_which_figures_are_whole_and_their_unit(scenario: Scenario, path: str, whole: bool, unit: str) -> None:
    factor = resolve(FactorSpec(path=path, low=4, high=20), scenario)
    assert (factor.whole, factor.unit) == (whole, unit)


def test_listed_values_are_never_rounded(scenario: Scenario) -> None:
    factor = resolve(FactorSpec(path="hubs.adda.opens", values=("2022-03", 6)), scenario)
    assert not factor.whole
    assert factor.at(np.array([0.0, 1.0])) == ["2022-03", 6]


@pytest.mark.parametrize(
    ("spec", "lever"),
    [
        ({"path": "hubs.adda.desks"}, True),
        ({"path": "policies.voucher.instruments.voucher.share"}, True),
        ({"path": "policies.second_hub.add_hubs.mera.desks"}, True),
        ({"path": "territory.catchment_minutes"}, False),
        ({"path": "horizon_months"}, False),
        ({"path": "hubs.adda.desks", "lever": False}, False),
        ({"path": "horizon_months", "lever": True}, True),
        ({"parameter": "alpha"}, False),
        ({"parameter": "rent_eur_m2", "lever": True}, True),
        ({"policy": ["baseline", "voucher"]}, True),
        ({"policy": ["baseline", "voucher"], "lever": False}, False),
    ],
)
def test_what_a_planner_can_choose(scenario: Scenario, spec: dict[str, object], lever: bool) -> None:
    factor = resolve(FactorSpec.model_validate(spec), scenario)
    assert factor.lever is lever
    if "path" in spec:
        assert (factor.evidence == "choice") is lever


def test_a_policy_is_a_category_named_by_its_titles(scenario: Scenario) -> None:
    factor = resolve(FactorSpec(policy=("baseline", "voucher")), scenario)
    assert (factor.name, factor.values, factor.paths) == ("policy", ("baseline", "voucher"), ())
    assert (factor.title["en"], factor.title["it"]) == ("policy: baseline, A voucher", "misura: baseline, Un voucher")
    assert factor.evidence == "choice"


def test_words_of_the_design_go_before_those_of_the_catalogue(scenario: Scenario) -> None:
    given = {"name": "crowd", "title": "Crowd", "title_it": "Folla", "source": "a survey", "levels": 3}
    factor = resolve(FactorSpec(parameter="beta_n", **given), scenario)  # type: ignore[arg-type]
    assert (factor.name, factor.title["en"], factor.title["it"], factor.source, factor.levels) == tuple(given.values())


def test_a_figure_is_called_by_its_meaning_and_its_hub(scenario: Scenario) -> None:
    factor = resolve(FactorSpec(path="hubs.adda.rent_eur_m2", low=4, high=9), scenario)
    assert (factor.name, factor.title["en"]) == ("adda_rent_eur_m2", "Rent of the building of adda")


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ({"parameter": "alpha"}, "alpha"),
        ({"path": "horizon_months"}, "horizon_months"),
        ({"path": "policies.voucher.instruments.voucher.share"}, "voucher_share"),
        ({"policy": ["a", "b"]}, "policy"),
        ({"policy": ["a", "b"], "name": "help"}, "help"),
        ({"path": "hubs.adda.desks", "name": "seats"}, "seats"),
    ],
)
def test_names(spec: dict[str, object], name: str) -> None:
    assert default_name(FactorSpec.model_validate(spec)) == name


def test_what_changes_at_a_point(scenario: Scenario) -> None:
    factors = [
        resolve(FactorSpec(policy=("baseline", "voucher")), scenario),
        resolve(FactorSpec(parameter="alpha"), scenario),
        resolve(FactorSpec(path="hubs.adda.desks", also=("policies.second_hub.add_hubs.mera.desks",), low=4, high=9), scenario),
    ]
    assert changes(factors, ["voucher", -2.0, 6]) == [
        (("parameters", "alpha"), -2.0),
        (("hubs", "adda", "desks"), 6),
        (("policies", "second_hub", "add_hubs", "mera", "desks"), 6),
    ]
    with pytest.raises(ValueError, match="zip"):
        changes(factors, ["voucher", -2.0])


def test_the_dummy_changes_nothing_and_is_no_lever() -> None:
    found = dummy()
    assert (found.name, found.paths, found.lever, found.evidence) == ("dummy", (), False, "")
    assert found.at(np.array([0.0, 0.25, 1.0])) == [0.0, float(Fraction(1, 4)), 1.0]


@given(st.floats(0.05, 0.95), st.sampled_from([(0.0, 1.0), (-3.0, 12.0)]))
def test_peaked_factors_have_the_distributions_of_their_names(at: float, ends: tuple[float, float]) -> None:
    low, high = ends
    mode, sd = low + at * (high - low), 0.3 * (high - low)
    unit = np.linspace(0, 1, 41)
    triangle = Factor("x", low=low, high=high, scale="triangular", mode=mode).at(unit)
    assert triangle == pytest.approx(stats.triang(at, low, high - low).ppf(unit), abs=1e-9)
    bell = Factor("x", low=low, high=high, scale="normal", mode=mode, sd=sd).at(unit)
    assert bell == pytest.approx(stats.truncnorm((low - mode) / sd, (high - mode) / sd, mode, sd).ppf(unit), abs=1e-6)


@pytest.mark.parametrize("scale", ["triangular", "normal"])
def test_whole_numbers_are_likeliest_at_the_peak_and_a_grid_takes_each_once(scale: str) -> None:
    factor = Factor("desks", low=4.0, high=20.0, whole=True, scale=scale, mode=8.0, sd=3.0)
    found = factor.at(middles(20_000))
    assert set(found) == set(range(4, 21))
    assert max(set(found), key=found.count) == 8
    assert factor.at(np.array([0.0, 1.0])) == [4, 20]


def test_a_peaked_parameter_peaks_at_its_default_unless_told_otherwise(scenario: Scenario) -> None:
    assert resolve(FactorSpec(parameter="alpha", scale="triangular"), scenario).mode == CATALOGUE["alpha"].default
    found = resolve(FactorSpec(parameter="alpha", scale="normal", mode=-1.0, sd=0.2), scenario)
    assert (found.mode, found.sd) == (-1.0, 0.2)


# --- observed values ---

SCENARIO, _ = read_text(TINY)

seen = st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 4)), min_size=2, max_size=12).filter(
    lambda pairs: len({value for value, weight in pairs if weight}) > 1
)


@given(seen, st.data())
def test_observed_values_come_as_often_as_they_count_in_any_order_and_however_ties_are_written(
    pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    def factor(pairs: list[tuple[int, int]]) -> Factor:
        values, weights = zip(*pairs, strict=True)
        return resolve(FactorSpec(parameter="beta_n", values=values, weights=weights, scale="empirical"), SCENARIO)  # type: ignore[arg-type]

    total = sum(weight for _, weight in pairs)
    counted: Counter[int] = Counter()
    for value, weight in pairs:
        counted[value] += weight
    found = factor(pairs)
    at = found.at(middles(total * 7))
    assert at == sorted(at)
    assert Counter(at) == Counter({value: 7 * weight for value, weight in counted.items() if weight})
    assert found.at(np.array([0.0, 1.0])) == [min(at), max(at)] == [found.low, found.high]
    assert not found.categorical
    assert found.at(found.grid(5)) == sorted(set(at))  # in a grid each once
    assert factor(data.draw(st.permutations(pairs))).at(middles(50)) == found.at(middles(50))
    one_by_one = [(value, 1) for value, weight in pairs for _ in range(weight)]
    assert factor(one_by_one).at(middles(50)) == found.at(middles(50))
    observed = np.array([value for value, _ in one_by_one])
    between = middles(96)  # no position stands where one value ends and the next begins
    assert found.at(between) == np.quantile(observed, between, method="inverted_cdf").tolist()
