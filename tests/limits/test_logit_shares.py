"""Tastes integrated out, the options are chosen in the shares of the logit, of its nests, and of the mixture of ADR 0005."""

import numpy as np
import pytest

from model.names import FIXED, FLEX, NO_PLAN, OCCASIONAL
from tests.limits.closed_forms import exceedance, logistic, plan_shares, taste_scales, two_hub_shares
from tests.limits.seeds import many_runs, runs
from tests.model.month.towns import BARE_CHOICE, NO_CONTACTS, case, hub

pytestmark = many_runs

_WIDE = hub(desks=2_000, offices=0, opening_cash_eur=1e8, may_downsize=False, may_expand=False)
_WEIGHED = {**BARE_CHOICE, **NO_CONTACTS, "encounter_rate": 0.0, "occasional_share": 1.0}
_ONLY_FLEX = {"plan_occasional": -1e9, "plan_fixed": -1e9}
_SEEDS, _PEOPLE = 160, 500


def _choices(*hubs: dict, people: int = _PEOPLE, **parameters: float) -> np.ndarray:
    """Who uses what in the month in which all weigh it for the first time: [people of all seeds, (hub, plan)]."""
    town = case(*hubs, months=1, people=(people, 0, 0), **{**_WEIGHED, **parameters})
    chosen = [np.stack([one.simulation.town.agents.hub, one.simulation.town.agents.plan], axis=1) for one in runs(town, range(_SEEDS))]
    return np.concatenate(chosen)


def _assert_shares(counts: list[int], shares: np.ndarray, deviations: float = 4.0) -> None:
    n = sum(counts)
    error = deviations * np.sqrt(shares * (1.0 - shares) / n)
    assert (np.abs(np.array(counts) / n - shares) <= error + 1e-12).all(), f"{np.array(counts) / n}, expected {shares} ± {error}"


def _by_plan(chosen: np.ndarray) -> list[int]:
    return [int((chosen[:, 1] == plan).sum()) for plan in (NO_PLAN, OCCASIONAL, FLEX, FIXED)]


@pytest.mark.parametrize("scale", [0.3, 0.8])
def test_plans_of_a_hub_share_its_users_as_a_softmax(scale: float) -> None:
    """Where all are inside, the plans have the shares exp(v / μ) / Σ exp(v / μ), μ the scale of their nest.

    Error: 4 standard errors of 80,000 choices, 0.4 to 0.7 points. It notices 5 % of μ (10 % at 0.8), and 5 % of a difference in value.
    """
    values = np.array([0.25, 0.0, -0.3])
    chosen = _choices(_WIDE, alpha=50.0, plan_occasional=values[0], plan_fixed=values[2], plan_nest=scale)
    shares = np.exp(values / scale) / np.exp(values / scale).sum()
    _assert_shares(_by_plan(chosen), np.append(0.0, shares))


@pytest.mark.parametrize("alpha", [-3.0, -1.0, 0.5])
@pytest.mark.parametrize(("persistence", "nest", "scale"), [(0.25, 0.7, 0.3), (0.0, 1.0, 0.6), (0.7, 0.5, 0.1)])
def test_joining_and_plan_have_the_shares_of_the_nested_choice(alpha: float, persistence: float, nest: float, scale: float) -> None:
    """P(inside) = P(taste + μ G > -(α + μ log Σ exp(v / μ))), taste the sum of four logistic parts, and inside the softmax of plans.

    Error: 4 standard errors of 80,000 choices for each of the four options, at most 0.7 points. It notices 0.06 of α (0.1 at -3), 10 % of
    μ, the parts of taste weighed by shares instead of their roots, or any of them left out; not ω or ν, which leave the spread as it is.
    """
    values = np.array([-0.2, 0.0, 0.1])
    chosen = _choices(
        _WIDE, alpha=alpha, plan_occasional=values[0], plan_fixed=values[2], plan_nest=scale, taste_persistence=persistence, hub_nest=nest
    )
    worth, shares = plan_shares(alpha + values, scale)
    for_any, for_hub = taste_scales(persistence, nest)
    inside = exceedance(-worth, [*for_any, *for_hub], scale)
    _assert_shares(_by_plan(chosen), np.append(1.0 - inside, inside * shares))


def test_the_catalogues_nests_have_the_shares_that_adr_0005_states() -> None:
    """At -1, -2, -3, -4: 28.2, 12.8, 4.8, 1.6 % join where the logit has 26.9, 11.9, 4.7, 1.8 %; the distributions differ by 0.014 at most;
    an identical second hub raises the share in any hub 1.5 times at -2, 1.6 at -4, 1.8 and 2.0 in a plain logit. Error: the last digit.
    """
    utilities = np.array([-1.0, -2.0, -3.0, -4.0])
    for_any, for_hub = taste_scales(0.25, 0.7)
    joins = exceedance(-utilities, [*for_any, *for_hub])
    assert joins == pytest.approx([0.282, 0.128, 0.048, 0.016], abs=5e-4)
    assert logistic(utilities) == pytest.approx([0.269, 0.119, 0.047, 0.018], abs=5e-4)
    levels = np.linspace(-12.0, 12.0, 2_401)
    assert np.abs(exceedance(levels, [*for_any, *for_hub]) - logistic(-levels)).max() == pytest.approx(0.014, abs=5e-4)
    for utility, join, ours, plain in zip(utilities[[1, 3]], joins[[1, 3]], (1.5, 1.6), (1.8, 2.0), strict=True):
        assert (1.0 - two_hub_shares(utility, utility, 0.25, 0.7)[0]) / join == pytest.approx(ours, abs=0.05)
        logit = 2.0 * np.exp(utility) / (1.0 + 2.0 * np.exp(utility))
        assert logit / logistic(utility) == pytest.approx(plain, abs=0.05)


@pytest.mark.parametrize(("persistence", "nest", "scale"), [(0.25, 0.7, 0.3), (0.0, 0.0, 0.0), (0.5, 0.9, 0.2)])
def test_two_hubs_share_demand_as_their_nest_says(persistence: float, nest: float, scale: float) -> None:
    """Two hubs of unlike prices: shares outside, in one, in the other, with the taste for any hub common to both.

    Error: 4 standard errors of 80,000 choices, 0.4 to 0.7 points, and 0.05 for the grid of the integral. It notices ν wrong by 0.1, and
    10 % of a price. Without a nest two hubs are two chances: 1 - Π (1 - p).
    """
    better, worse = -0.5, -1.1
    prices = [{"day": 10.0, "flex": flex, "fixed": 200.0, "office": 300.0} for flex in (50.0, 110.0)]
    hubs = [{**_WIDE, "name": name, "prices": price} for name, price in zip(("adda", "mera"), prices, strict=True)]
    tastes = {"taste_persistence": persistence, "hub_nest": nest, "plan_nest": scale}
    town = case(*hubs, months=1, people=(_PEOPLE, 0, 0), **{**_WEIGHED, **_ONLY_FLEX, "alpha": 0.0, "beta_c": 10.0, **tastes})
    income = np.full(_PEOPLE, 1_000.0)  # so that 10 · price / income is 0.5 and 1.1
    counts = np.zeros(3, dtype=int)
    for one in runs(town, range(_SEEDS), income_eur=income):
        counts += [int((one.simulation.town.agents.hub == where).sum()) for where in (-1, 0, 1)]
    shares = two_hub_shares(better, worse, persistence, nest, scale)
    if nest == 0.0:
        assert shares[0] == pytest.approx(float((1.0 - logistic(better)) * (1.0 - logistic(worse))), abs=5e-4)
    error = 4.0 * np.sqrt(shares * (1.0 - shares) / counts.sum()) + 5e-4
    assert (np.abs(counts / counts.sum() - shares) < error).all(), f"{counts / counts.sum()}, expected {shares} ± {error}"


def test_without_a_nest_of_plans_everyone_inside_takes_the_best_plan() -> None:
    """μ = 0, and μ to 0: one plan for all, that of the largest utility by however little, and joining is the binary choice of it.

    Error: none for who takes which; 4 standard errors of 80,000 choices, 0.6 points, for joining.
    """
    for scale, lead in ((0.0, 1e-9), (1e-4, 0.01)):
        chosen = _choices(_WIDE, alpha=-1.0, plan_occasional=-lead, plan_fixed=lead, plan_nest=scale, hub_nest=1.0, taste_persistence=0.0)
        outside, occasional, flex, fixed = _by_plan(chosen)
        assert occasional == flex == 0
        _assert_shares([outside, fixed], np.array([1.0 - logistic(-1.0 + lead), logistic(-1.0 + lead)]))


def test_without_a_network_effect_a_full_hub_is_worth_an_empty_one() -> None:
    """β_n = 0 (and no peer effect, collaborations or crowding): who hears later decides the same whether 60 founders are inside or nobody.

    Error: none, person by person. The same comparison with β_n = 3 must see a difference.
    """
    others_differ = {}
    for effect in (0.0, 3.0):
        hears = {"aware_at_opening": 0.0, "awareness_promotion": 0.3, "evaluation_rate": 0.0, "alpha": -5.0, "beta_n": effect}
        alone, founded = (
            next(runs(case({**_WIDE, "founders": n}, months=4, people=(2_000, 0, 0), **{**_WEIGHED, **_ONLY_FLEX, **hears}), [5]))
            for n in (0.0, 60.0)
        )
        agents = founded.simulation.town.agents
        later = ~((agents.hub >= 0) & (agents.joined == 0))
        others_differ[effect] = int((agents.hub != alone.simulation.town.agents.hub)[later].sum())
    assert others_differ[0.0] == 0
    assert others_differ[3.0] > 50
