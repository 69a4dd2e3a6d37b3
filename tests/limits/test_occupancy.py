"""Without interaction every person is a birth-death process of its own: members come and go as independent Markov chains say.

Network effect, peers, word of mouth, crowding, collaborations, mobility and the operator's decisions are off, everybody knows the hub, and
no taste lasts. Then a person renews its taste with chance ρ + j a month (j by a change of job, when habit does not bind), chooses with
chances that depend on where it is alone, and stands still between renewals.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import pytest
from scipy import stats

from model.month import entry
from tests.limits.closed_forms import exceedance, flow, logistic, membership_chain, occupancy, variance_of_mean
from tests.limits.seeds import many_runs, runs
from tests.model.kernels import callable_kernel
from tests.model.month.towns import BARE_CHOICE, NO_CONTACTS, Run, case, hub

pytestmark = many_runs

_share_of_time = callable_kernel(entry.share_of_time)
_ALONE = {**BARE_CHOICE, **NO_CONTACTS, "taste_persistence": 0.0}
_ONLY_FLEX = {"plan_occasional": -1e9, "plan_fixed": -1e9}
_WIDE = hub(desks=2_000, offices=0, opening_cash_eur=1e8, may_downsize=False, may_expand=False)
_HABITS = np.array([0.5, 1.0, 1.5])  # multiples of the mean that take turns along the rows, so that three closed forms serve all


def _lived(n: int, months: int, seeds: Iterable[int], **parameters: float) -> Iterator[Run]:
    """Runs of n people with these habits in a hub with places for all."""
    return runs(case(_WIDE, months=months, people=(n, 0, 0), **{**_ALONE, **parameters}), seeds, habit=np.resize(_HABITS, n))


def _two_states(alpha: float, renewal: float, habit: float, months: int) -> tuple[np.ndarray, np.ndarray]:
    """By habit: the chance to be inside at the end of each month, and the transitions of a month."""
    joining, leaving = renewal * logistic(alpha - habit * _HABITS), renewal * logistic(-alpha - habit * _HABITS)
    stays = joining / (joining + leaving)
    inside = stays + (joining / renewal - stays) * (1.0 - joining - leaving) ** np.arange(months)[:, None]
    return inside, np.array([[1.0 - joining, joining], [leaving, 1.0 - leaving]]).transpose(2, 0, 1)


def _followed(names: tuple[str, ...], lived: Iterator[Run]) -> tuple[np.ndarray, np.ndarray]:
    """Some series of all runs together, [month, series], and how many joined and left after the first month."""
    together = sum(np.stack([finished.hub(name) for name in (*names, "joins", "leaves")], axis=1) for finished in lived)
    assert isinstance(together, np.ndarray)
    return together[:, :-2], together[1:, -2:].sum(axis=0)


def _assert_moves(seen: np.ndarray, chances: np.ndarray, month: np.ndarray, each: float, members: list[int]) -> None:
    """Those who joined and left are as many as the chains say, to 4 standard errors, of 3 % at most."""
    inside = np.isin(np.arange(month.shape[1]), members)
    for number, moves in zip(seen, (np.outer(~inside, inside), np.outer(inside, ~inside)), strict=True):
        mean, variance = (each * part.sum() for part in flow(chances, month, moves))
        error = 4.0 * np.sqrt(variance)
        assert error < 0.03 * mean, "the test has the power it claims"
        assert abs(number - mean) < error, f"{number} moved, {mean:.0f} ± {error:.0f} expected"


def test_members_come_and_go_as_two_state_chains() -> None:
    """Joining at a = c · logistic(α - κ_i) and leaving at b = c · logistic(-α - κ_i) a month, person i is inside in month t with chance
    π + (π_0 - π)(1 - a - b)^t, π = a / (a + b), π_0 = a / c: all weigh the hub as it opens.

    Error: 4.5 standard errors of the sum of independent people each month (one false alarm in 1,000 tests); 4 of the mean over the months
    and of all who join and leave, with what months have in common in the variance. The mean notices 0.05 of α, the moves 5 % of c or κ.
    """
    n, seeds, months, alpha, renewal, habit = 240, 20, 200, -0.4, 0.25, 1.0
    rates = {"alpha": alpha, "evaluation_rate": renewal, "habit": habit, "hub_nest": 1.0}
    members, moves = _followed(("members",), _lived(n, months, range(seeds), **_ONLY_FLEX, **rates))
    members = members[:, 0]
    inside, month = _two_states(alpha, renewal, habit, months)
    each = n * seeds / len(_HABITS)
    expected = each * inside.sum(axis=1)
    assert np.abs((members - expected) / np.sqrt(each * (inside * (1.0 - inside)).sum(axis=1))).max() < 4.5
    chances = np.stack([1.0 - inside, inside], axis=2)
    error = 4.0 * np.sqrt(each * variance_of_mean(chances, month, 0)[:, 1].sum())
    assert error < 0.025 * members.mean(), "the test has the power it claims"
    assert abs(members.mean() - expected.mean()) < error
    _assert_moves(moves, chances, month, each, members=[1])


def test_users_share_the_plans_as_four_state_chains() -> None:
    """Outside, occasional, flex and fixed, with habit between plans, a nest of plans, tastes of any hub and of one, and changes of job:
    a month is (1 - ρ - j) I + ρ K(κ_i) + j K(0), K the chances of a choice with tastes integrated out (`membership_chain`).

    Error: 4.5 standard errors each month and plan, 4 of the means from month 24 on and of all who join and leave (day passes are no
    membership). The means notice 3 % of the users of a plan and 5 % of μ; the moves 10 % of ρ or κ, and a quarter of φ or j.
    """
    n, seeds, months, first = 240, 20, 200, 24
    values = {"alpha": -0.2, "plan_occasional": -0.25, "plan_fixed": -0.1}
    rates = {"evaluation_rate": 0.3, "job_change": 0.1, "habit": 1.0, "habit_plan_change": 0.4, "plan_nest": 0.6, "hub_nest": 0.7}
    lived = _lived(n, months, range(seeds), **values, **rates, occasional_share=1.0)
    seen, moves = _followed(("occasional", "flex", "fixed"), lived)
    plans = values["alpha"] + np.array([values["plan_occasional"], 0.0, values["plan_fixed"]])
    kappa = rates["habit"] * _HABITS
    bound, free = (membership_chain(plans, cost, rates["habit_plan_change"], 0.7, rates["plan_nest"]) for cost in (kappa, 0.0 * kappa))
    renewals, jobs = rates["evaluation_rate"], rates["job_change"]
    month = (1.0 - renewals - jobs) * np.eye(4) + renewals * bound + jobs * free
    chances = occupancy((1.0 - jobs) * bound[:, 0] + jobs * free[:, 0], month, months)
    each = n * seeds / len(_HABITS)
    expected, spread = each * chances.sum(axis=1)[:, 1:], np.sqrt(each * (chances * (1.0 - chances)).sum(axis=1))[:, 1:]
    assert np.abs((seen - expected) / spread).max() < 4.5
    error = 4.0 * np.sqrt(each * variance_of_mean(chances, month, first).sum(axis=0))[1:]
    settled = seen[first:].mean(axis=0)
    assert (error < 0.03 * settled).all(), "the test has the power it claims"
    assert (np.abs(settled - expected[first:].mean(axis=0)) < error).all()
    _assert_moves(moves, chances, month, each, members=[2, 3])


def test_the_number_of_members_is_binomial_over_seeds() -> None:
    """The same 99 people under 1,000 seeds: mean Σ p_i, variance Σ p_i (1 - p_i), as of people who do not look at one another.

    Error: 4 standard errors: of the mean √(v / S); of the variance v √(2 / S), as of a normal count. A common shock, or any dependence
    that moves the variance by 18 %, is noticed in each of two months.
    """
    alpha, renewal, habit, seeds, n = -0.5, 0.5, 1.0, 1_000, 99
    rates = {"alpha": alpha, "evaluation_rate": renewal, "habit": habit, "hub_nest": 1.0}
    members = np.array([finished.hub("members")[[4, 30]] for finished in _lived(n, 31, range(seeds), **_ONLY_FLEX, **rates)])
    inside = _two_states(alpha, renewal, habit, 31)[0][[4, 30]]
    mean, variance = n / 3 * inside.sum(axis=1), n / 3 * (inside * (1.0 - inside)).sum(axis=1)
    assert (np.abs(members.mean(axis=0) - mean) < 4.0 * np.sqrt(variance / seeds)).all()
    assert (np.abs(members.var(axis=0) / variance - 1.0) < 4.0 * np.sqrt(2.0 / seeds)).all()


def test_where_places_bind_members_are_the_binomial_cut_at_them() -> None:
    """Without habit what one wants does not depend on whether one is in, and who finds no place waits until taste is renewed. So the
    hub is a queue whose customers give up waiting at the rate they give up desks: those inside and waiting together, D, are as in a hub
    without limit (Palm 1957, the case θ = μ of M/M/c + M), here binomial since the town is finite; members are min(C, D), the others wait.

    It is not the loss system of Erlang: who is refused is not lost. Error: none, month by month, against the same draws with places for
    all; against the binomial 4 standard errors over 400 seeds, 1 to 2.5 % of the members. A place more or less in a month is noticed.
    """
    n, alpha, seeds = 100, -0.4, 400
    figures = {**_ALONE, **_ONLY_FLEX, "alpha": alpha, "evaluation_rate": 0.4, "hub_nest": 1.0, "seat_flex": 1.0}

    def demand(desks: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        town = case({**_WIDE, "desks": desks}, months=12, people=(n, 0, 0), **figures)
        return ((finished.hub("members"), finished.hub("waiting")) for finished in runs(town, range(seeds)))

    wanted = np.array([members for members, _ in demand(n)])
    number, share = np.arange(n + 1), float(logistic(alpha))
    mass = stats.binom.pmf(number, n, share)
    for places in (25, 40, 55):
        inside, waiting = (np.array(series) for series in zip(*demand(places), strict=True))
        np.testing.assert_array_equal(inside, np.minimum(places, wanted))
        np.testing.assert_array_equal(waiting, np.maximum(0, wanted - places))
        held = np.minimum(places, number)
        mean, full = mass @ held, mass[places:].sum()
        error = 4.0 * np.sqrt(mass @ (held - mean) ** 2 / seeds)
        assert error < 0.025 * mean, "the test has the power it claims"
        assert abs(inside[:, -1].mean() - mean) < error
        assert abs((inside[:, -1] == places).mean() - full) < 4.0 * np.sqrt(full * (1.0 - full) / seeds)


@pytest.mark.parametrize("alpha", [-1.0, 0.3])
@pytest.mark.parametrize(("nest", "scale", "apart"), [(1.0, 0.0, 0.0), (0.7, 0.3, 0.1)])
def test_operators_expect_the_share_of_time_that_people_spend_inside(alpha: float, nest: float, scale: float, apart: float) -> None:
    """The share of time by which an operator counts whom it could win (odd.md §7.2) is the a / (a + b) of people of mean habit.

    Error: none against the closed form and 4 standard errors (4 % of the members) against the run, where taste is one logistic (hubs
    alike, no nest of plans). With the nests of the catalogue taste is not quite logistic: the operator's figure is up to 10 % off the
    closed form, to which the run keeps.
    """
    n, seeds, months, first, habit, renewal = 200, 15, 150, 30, 1.0, 0.5
    rates = {"alpha": alpha, "evaluation_rate": renewal, "habit": habit, "hub_nest": nest, "plan_nest": scale}
    town = case(_WIDE, months=months, people=(n, 0, 0), **{**_ALONE, **_ONLY_FLEX, **rates})
    finished = list(runs(town, range(seeds), habit=np.ones(n)))
    simulation = finished[0].simulation
    scales = [nest**0.5, (1.0 - nest) ** 0.5]
    joining, leaving = renewal * exceedance(habit - alpha, scales, scale), renewal * (1.0 - exceedance(-habit - alpha, scales, scale))
    stays = float(joining / (joining + leaving))
    of_the_operator = _share_of_time(simulation.town, 0, 0, 0, alpha)
    assert of_the_operator == pytest.approx(stays, rel=apart + 1e-9)
    chain = np.array([[1.0 - joining, joining], [leaving, 1.0 - leaving]])[None]
    always = np.broadcast_to([1.0 - stays, stays], (months, 1, 2))
    error = 4.0 * np.sqrt(n * seeds * variance_of_mean(always, chain, first)[0, 1])
    settled = sum(one.hub("members")[first:].mean() for one in finished)
    assert error < 0.04 * settled, "the test has the power it claims"
    assert abs(settled - n * seeds * stays) < error
