"""The search for the least dose, on functions whose root is known."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit

from experiments.outcomes.intervals import summarise
from experiments.questions.least import LOOKS, NEAR, Tried, Try, least_doses


def certain(*shares: Callable[[float], float]) -> tuple[Try, list[list[tuple[int, float]]]]:
    """Answers that chance has no part in, and what was asked for together."""
    calls: list[list[tuple[int, float]]] = []

    def ask(asked: Sequence[tuple[int, float]]) -> list[Tried]:
        calls.append(list(asked))
        seen = [(dose, shares[number](dose)) for number, dose in asked]
        return [Tried(dose, share, share, share, 1000 * dose) for dose, share in seen]

    return ask, calls


def by_chance(share: Callable[[np.ndarray], np.ndarray], worlds: int, seed: int) -> Try:
    """Futures that hold above a threshold of their own, the same at every dose."""
    luck = np.random.default_rng(seed).random(worlds)

    def ask(asked: Sequence[tuple[int, float]]) -> list[Tried]:
        found = []
        for _, dose in asked:
            summary = summarise((luck < share(np.array(dose))).astype(float)[:, None], True, 1, True)
            found.append(Tried(dose, *(float(part[0]) for part in summary[:3]), 1000 * dose))
        return found

    return ask


@given(root=st.floats(0.001, 0.999))
def test_a_step_is_found_to_the_tolerance_and_never_undershot(root: float) -> None:
    ask, calls = certain(lambda dose: float(dose >= root))
    (least,) = least_doses(1, ask, 0.8, looks=10)
    assert root <= least.dose < root + NEAR
    assert least.low <= root <= least.high
    assert len({dose for call in calls for _, dose in call}) == sum(map(len, calls))  # nothing is tried twice


@given(target=st.floats(0.05, 0.95))
def test_few_looks_are_enough_for_a_slope(target: float) -> None:
    ask, calls = certain(lambda dose: dose)
    (least,) = least_doses(1, ask, target)
    assert target - 1e-9 <= least.dose <= target + 0.25
    assert len(calls) <= LOOKS + 2
    assert least.eur(least.dose) == pytest.approx(1000 * least.dose)


def test_searches_go_on_side_by_side_and_stop_by_themselves() -> None:
    ask, calls = certain(lambda dose: float(dose >= 0.3), lambda dose: 0.9, lambda dose: 0.1, lambda dose: 0.3 + 0.6 * dose)
    step, none_needed, no_dose, slope = least_doses(4, ask, 0.8)
    assert 0.3 <= step.dose <= 0.4
    assert (none_needed.dose, none_needed.low, none_needed.high) == (0.0, 0.0, 0.0)
    assert not no_dose.reached and np.isnan(no_dose.low) and np.isnan(no_dose.high)
    assert slope.dose == pytest.approx(0.83, abs=0.1)
    assert [len(call) for call in calls[:3]] == [4, 4, 2]  # both ends of all, then only what crosses


def test_a_share_that_meets_the_target_exactly_is_enough() -> None:
    ask, _ = certain(lambda dose: 0.8 if dose >= 0.5 else 0.2)
    assert least_doses(1, ask, 0.8)[0].dose == 0.5


def test_what_is_not_ruled_out_is_told() -> None:
    wide = lambda asked: [Tried(dose, 0.5 + 0.25 * dose, 0.3, 0.9, dose) for _, dose in asked]  # noqa: E731
    (least,) = least_doses(1, wide, 0.8)
    assert not least.reached  # as far as was seen
    assert least.low == 0.0 and np.isnan(least.high)  # but it may be that none is needed, and that no dose does


@pytest.mark.parametrize(("worlds", "steep", "root"), [(40, 6.0, 0.45), (100, 6.0, 0.45), (40, 12.0, 0.2)])
def test_the_interval_holds_the_root_of_a_noisy_function(worlds: int, steep: float, root: float) -> None:
    middle, trials, held, doses = root - logit(0.8) / steep, 300, 0, []
    for seed in range(trials):
        (least,) = least_doses(1, by_chance(lambda dose: expit(steep * (dose - middle)), worlds, seed), 0.8)
        held += least.low <= root and not least.high < root
        doses.append(least.dose)
    assert held / trials > 0.91  # 95 % of them, less what 300 trials may stray by
    assert np.nanmean(doses) == pytest.approx(root, abs=NEAR)
