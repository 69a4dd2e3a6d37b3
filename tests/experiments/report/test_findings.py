"""The figures behind the sentences, on runs whose answer is known."""

import math
from dataclasses import replace

import numpy as np
import pytest

from experiments.outcomes.helped import Helped
from experiments.outcomes.stacks import Stack
from experiments.report import findings
from experiments.runs.deciding import age_judged
from experiments.runs.results import Results
from model.names import CLOSED, DOWNSIZED, LOW_RUNWAY, NO_REASON, OPEN, OUT_OF_CASH, PLANNED
from model.series import HUB_COLUMN
from tests.experiments.report.fakes import results, scenario

MONTHS, REPLICATES, OPENS = 48, 4, 3


def _known(**lines: float) -> Results:
    """Four futures of a hub that opens in month 3: one stays whole, one shrinks at 20 months of life, two close at 30."""
    made = scenario(policies=0, months=MONTHS)
    blank = results(policies=0, months=MONTHS, replicates=REPLICATES).stack()
    hub = np.zeros_like(blank.hub)
    state = np.full((REPLICATES, MONTHS), PLANNED, dtype=float)
    state[:, OPENS:] = OPEN
    state[1, OPENS + 19 :] = DOWNSIZED
    state[2:, OPENS + 29 :] = CLOSED
    hub[HUB_COLUMN["state"], :, :, 0] = state
    income = {"fees_eur": 1000, "ancillary_eur": 200, "office_fees_eur": 0, "subsidy_eur": 300}
    costs = {"rent_eur": 1200, "host_eur": 600, "utilities_eur": 200, "variable_eur": 100}
    monthly = {"members": 10.0, **income, **costs, **lines}
    for name, value in monthly.items():
        hub[HUB_COLUMN[name], :, OPENS:, 0] = value
    hub[HUB_COLUMN["reason"], :, :, 0] = np.where(state == DOWNSIZED, LOW_RUNWAY, np.where(state == CLOSED, OUT_OF_CASH, NO_REASON))
    changed = np.array([[-1], [OPENS + 19], [OPENS + 29], [OPENS + 29]], dtype=np.int32)
    stack: Stack = replace(blank, hub=hub, changed=changed)
    return Results(made, 1, {"baseline": stack}, Helped.none(1, REPLICATES))


def test_what_becomes_of_the_hub() -> None:
    fate = findings.fate(_known(), age=36)
    assert fate.lost.mean == 0.75 and fate.closed.mean == 0.5 and fate.viable.mean == 0.5
    assert fate.lost.mean_low < 0.75 < fate.lost.mean_high
    assert (fate.reason, fate.reason_share) == (OUT_OF_CASH, pytest.approx(2 / 3))


def test_reasons_after_the_age_looked_at_do_not_count() -> None:
    fate = findings.fate(_known(), age=24)
    assert fate.lost.mean == 0.25
    assert (fate.reason, fate.reason_share) == (LOW_RUNWAY, 1.0)


def test_shares_of_states_add_up_to_one() -> None:
    assert findings.shares_by_state(_known(), "baseline", 36) == {"whole": 0.25, "shrunk": 0.25, "closed": 0.5}


def test_members_needed_are_those_that_pay_the_costs_the_public_does_not() -> None:
    account = findings.account(_known())
    assert account is not None
    # fixed costs 2,000, of which 300 paid by the public; a member pays 120 and costs 10
    assert account.needed == pytest.approx(1700 / 110)
    assert account.members == pytest.approx(10)
    assert account.covered == pytest.approx(1200 / 2100)
    assert account.rent_and_host == pytest.approx(1800 / 2100)


def test_no_number_of_members_is_enough_when_each_costs_more_than_it_pays() -> None:
    account = findings.account(_known(variable_eur=1300.0))
    assert account is not None and math.isinf(account.needed)


def test_the_account_leaves_out_the_first_months_and_hubs_that_have_shrunk() -> None:
    known = _known()
    known.stack().series("members")[:, : OPENS + 6, 0] = 99  # months of life 1 to 6
    known.stack().series("members")[1, OPENS + 19 :, 0] = 99  # shrunk
    account = findings.account(known)
    assert account is not None and account.members == pytest.approx(10)


def test_there_is_no_account_of_a_hub_that_never_gets_there() -> None:
    assert findings.account(results(months=6, policies=0, replicates=2)) is None


@pytest.mark.parametrize(("months", "age"), [(72, 36), (39, 36), (38, 24), (26, None), (12, None)])
def test_hubs_are_judged_at_three_years_if_they_are_followed_so_long(months: int, age: int | None) -> None:
    assert age_judged(results(months=months, policies=0, replicates=2)) == age  # the hub opens in month 3


def test_money_is_a_mean_over_the_months_in_which_the_hub_is_open() -> None:
    assert findings.monthly_lines(_known(), ["rent_eur", "fees_eur"]) == {"rent_eur": 1200, "fees_eur": 1000}


def test_hubs_most_at_risk_come_first() -> None:
    found = results(hubs=5, policies=0, replicates=30)
    order = findings.most_at_risk(found, 36, 3)
    risk = [findings.fate(found, hub=hub, age=36).lost.mean for hub in order]
    others = [findings.fate(found, hub=hub, age=36).lost.mean for hub in found.hubs if hub not in order]
    assert risk == sorted(risk, reverse=True) and min(risk) >= max(others)


def test_outcomes_these_runs_cannot_answer_are_none() -> None:
    short = results(months=12, policies=0, replicates=2)
    assert findings.outcome(short, "members_36") is None
    assert findings.outcome(short, "members_final") is not None
