"""A hub whose members do not decide has cash that drifts or walks at random: the month, or the chance, of its ruin is known."""

import math

import numpy as np
import pytest
from scipy import stats

from model.names import CLOSED
from tests.limits.seeds import many_runs, runs
from tests.model.month.towns import BARE_CHOICE, FROZEN, PLAIN_OPERATOR, Block, case, hub, run

pytestmark = many_runs

_NO_OPERATOR = {"may_downsize": False, "may_expand": False, "host_fte": 0.0, "events_per_month": 0.0, "works_eur": 0.0}


def _hub(rent: float, cash: float, credit: float, **figures: object) -> Block:
    """A hub of whole euros: 100 m² at `rent` EUR a month in all, and nothing else to pay whatever its members."""
    money = {"rent_eur_m2": rent / 100.0, "utilities_eur_m2": 0.0, "opening_cash_eur": cash, "credit_eur": credit}
    return hub(offices=0, m2=100.0, **{**_NO_OPERATOR, **money, **figures})


@pytest.mark.parametrize("members", [0, 3, 7, 10, 12])
def test_a_steady_loss_ruins_in_the_month_it_must(members: int) -> None:
    """With n flex members for good the hub changes by n (price (1 + ancillary) - variable cost) - rent a month: it closes in month
    ⌊(cash + credit) / loss⌋, counted from 0, or never. Error: none; a cent is noticed.
    """
    cash, credit, rent = 5_000.0, 2_000.0, 1_130.0
    prices = {"day": 10.0, "flex": 100.0, "fixed": 200.0, "office": 300.0}
    figures = {"ancillary": 0.25, "variable_cost_eur": 12.0, "entry_flex": 1.0, "plan_fixed": -1e9, "days_flex": 22.0}
    place = _hub(rent, cash, credit, desks=20, founders=float(members), prices=prices)
    finished = run(case(place, months=60, people=(100, 0, 0), **{**FROZEN, **PLAIN_OPERATOR, **figures}))
    loss = rent - 113.0 * members
    ruin = math.floor((cash + credit) / loss) if loss > 0.0 else 60
    assert finished.hub("members")[0] == members
    assert finished.outcome.changed[0] == (ruin if ruin < 60 else -1)
    lived = np.arange(min(ruin + 1, 60))
    assert finished.hub("cash_eur")[lived] == pytest.approx(cash - loss * (lived + 1))


_USERS, _PRICE, _CASH, _CREDIT, _DAYS = 10, 15.0, 100.0, 50.0, 3.5


def _chance_of_ruin(rent: float, months: int) -> np.ndarray:
    """Chance to have closed by the end of each month: days sold so far have a binomial distribution convolved month by month, and who
    has fallen below the credit line is taken out.
    """
    whole = int(_DAYS)
    days = np.concatenate([np.zeros(_USERS * whole), stats.binom.pmf(np.arange(_USERS + 1), _USERS, _DAYS - whole)])
    alive, ruined = np.ones(1), []
    for month in range(1, months + 1):
        alive = np.convolve(alive, days)
        alive[_CASH + _PRICE * np.arange(len(alive)) - rent * month < -_CREDIT] = 0.0
        ruined.append(1.0 - alive.sum())
    return np.array(ruined)


@pytest.mark.parametrize(("rent", "by_the_end"), [(521.0, 0.0705), (525.0, 0.297), (530.0, 0.802)])
def test_day_passes_ruin_a_hub_as_a_random_walk(rent: float, by_the_end: float) -> None:
    """Ten occasional users come on 3 days each, or 4, with equal chances, and pay 15 EUR a day: 525 EUR a month against a rent of 521, 525
    or 530: a walk with a barrier (Feller 1968, ch. XIV), its chance of ruin worked out exactly by convolution.

    Error: over 1,200 seeds, 4 standard errors √(r (1 - r) / S) of the share closed by months 12, 24, 36 and 48: 3 to 6 points. In the fair
    case the expected cash when it closes, or in month 48, is the cash at opening (optional stopping): 4 standard errors. It notices
    1 % of the fee or of the days sold.
    """
    seeds, months = 1_200, 48
    always = {**BARE_CHOICE, "alpha": 50.0, "plan_occasional": 40.0, "evaluation_rate": 0.0, "occasional_share": 1.0, "ancillary": 0.0,
              "room_need_mean": _DAYS / 22.0, "plough_back": 0.0}
    prices = {"day": _PRICE, "flex": 100.0, "fixed": 200.0, "office": 300.0}
    town = case(_hub(rent, _CASH, _CREDIT, desks=10, prices=prices), months=months, people=(_USERS, 0, 0), **always)
    closed, cash = np.zeros(months), np.zeros(seeds)
    for seed, finished in enumerate(runs(town, range(seeds))):
        assert finished.hub("occasional")[0] == _USERS
        closed += finished.hub("state") == CLOSED
        cash[seed] = finished.hub("cash_eur")[-1]
    chance = _chance_of_ruin(rent, months)
    assert chance[-1] == pytest.approx(by_the_end, abs=0.001)
    for month in (11, 23, 35, 47):
        assert abs(closed[month] / seeds - chance[month]) < 4.0 * np.sqrt(chance[month] * (1.0 - chance[month]) / seeds)
    if rent == _PRICE * _USERS * _DAYS:
        assert abs(cash.mean() - _CASH) < 4.0 * cash.std() / np.sqrt(seeds)
