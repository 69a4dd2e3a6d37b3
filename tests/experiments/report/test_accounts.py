"""The accounts add up as they are shown, to the euro, say what the ledger says, and follow the loan of a hub as the model does."""

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from experiments.outcomes.measures import ALL
from experiments.outcomes.rows import COSTS, INCOME
from experiments.outcomes.stacks import Stack
from experiments.report.accounts import Account, accounts, borrowing, years
from experiments.report.books import books
from experiments.report.loans import Terms, loans
from experiments.report.plan import FILE
from experiments.runs.replicates import run
from experiments.runs.results import Results
from model.names import CLOSED
from model.scenario import Scenario, read_scenario
from tests.experiments.report import fakes

_OFF_EUR = 40  # of a year's mean: each line is rounded to the euro


@cache
def real(kind: str = "loan") -> Results:
    """A few months of a real run, with works that are paid in every way there is."""
    scenario, _ = read_scenario("sondrio_downsizing")
    assert scenario is not None
    content: dict[str, Any] = scenario.written()
    hub = content["hubs"][0]
    content["horizon_months"] = 30
    content["policies"], content["expected"] = {"host": content["policies"]["paid_host"]}, []
    content["decides_by"] = {"member_months": "more"}
    grant = content["instruments"][0]
    grant |= {"share": 0.4, "cap_eur": 30_000}
    hub["phases"] = [{"start": 13, "desks": 16, "works_eur": 9_000}]
    if kind == "late":
        grant |= {"arrears_months": 7}
    if kind == "never paid":
        grant |= {"arrears_months": 60}
    if kind == "no interest":
        content["parameters"] = {"loan_rate": 0.0, "works_own_share": 0.0, "loan_months": 12}
    if kind == "found open":
        hub["already_open"] = {"months": 20, "flex": 5, "fixed": 2}
    if kind == "two hubs":
        content["hubs"] = [hub, {**hub, "name": "mera", "title": "Mera", "opens": 5}]
        grant |= {"budget_eur": 35_000}
    return run(Scenario.model_validate(content), replicates=4, seed=3, workers=1)


KINDS = ["loan", "late", "never paid", "no interest", "found open", "two hubs"]


@cache
def fake(hubs: int) -> Results:
    return fakes.results(hubs=hubs, policies=2, months=50, replicates=12, start="2022-05")


def every_account(results: Results) -> list[Account]:
    return [account for found in books(results).accounts.values() for account in found]


def cents(account: Account, key: str) -> list[int]:
    line = account.line(key)
    return [] if line is None else [round(value * 100) for value in line.values]


def results_of(name: str) -> Results:
    return fake(int(name)) if name.isdigit() else real(name)


@pytest.mark.parametrize("name", [*KINDS, "1", "3", "14"])
def test_the_accounts_add_up_to_the_cent(name: str) -> None:
    results = results_of(name)
    for account in every_account(results):
        sides = {side: [line for line in account.lines if line.group == side and line.key != side] for side in ("income", "costs")}
        totals = {}
        for side, lines in sides.items():
            totals[side] = [sum(round(line.values[place] * 100) for line in lines) for place in range(len(years(results)))]
            assert totals[side] == cents(account, side), (account.policy, account.hub, side)
        result = [came - went for came, went in zip(totals["income"], totals["costs"], strict=True)]
        assert result == cents(account, "result") == cents(account, "result_to_cash")
        moved = zip(cents(account, "cash_begin"), cents(account, "opening_cash"), result, cents(account, "withdrawn_eur"), strict=True)
        assert [begin + brought + earned - taken for begin, brought, earned, taken in moved] == cents(account, "cash_end")
        assert [0, *cents(account, "cash_end")[:-1]] == cents(account, "cash_begin")
        if account.line("interest") is not None:
            left = [0, *cents(account, "loan_left")]
            changes = zip(pairwise(left), cents(account, "borrowed"), cents(account, "principal"), strict=True)
            assert all(after == before + borrowed - repaid for (before, after), borrowed, repaid in changes)


@pytest.mark.parametrize("name", KINDS)
def test_the_accounts_say_what_the_ledger_says(name: str) -> None:
    results = real(name)
    lasts = [year.last for year in years(results)]
    for account in every_account(results):
        paths = {key: results.paths(key, account.policy, account.hub) for key in (*INCOME, *COSTS, "net_eur", "cash_eur")}
        for place, year in enumerate(years(results)):
            there = slice(year.first, year.last + 1)
            for key in (*INCOME, *COSTS, "net_eur"):
                line = account.line({"net_eur": "result"}.get(key, key))
                expected = paths[key][:, there].sum(axis=1).mean()
                if line is None:  # the loan, told apart
                    found = sum(one.values[place] for part in ("interest", "principal") if (one := account.line(part)) is not None)
                else:
                    found = line.values[place]
                assert found == pytest.approx(expected, abs=_OFF_EUR), (account.policy, account.hub, key)
        end, low, high = (account.line(key) for key in ("cash_end", "cash_end_low", "cash_end_high"))
        assert end is not None and low is not None and high is not None
        assert end.values == pytest.approx(paths["cash_eur"][:, lasts].mean(axis=0), abs=_OFF_EUR)
        assert low.values == pytest.approx(np.quantile(paths["cash_eur"][:, lasts], 0.1, axis=0), abs=0.01)
        assert high.values == pytest.approx(np.quantile(paths["cash_eur"][:, lasts], 0.9, axis=0), abs=0.01)


@pytest.mark.parametrize("name", KINDS)
def test_the_loan_is_followed_as_the_model_has_it(name: str) -> None:
    """Every month, every replicate: what the loan would cost is what the run says was paid, and works are paid by somebody."""
    results = real(name)
    for policy in results.policies:
        terms = Terms(results, policy)
        for position in range(len(terms.hubs)):
            found = loans(terms, position)
            assert found is not None, (policy, position)
            paid = results.stack(policy).series("debt_eur")[:, :, position]
            assert (found.interest <= paid + 1e-6).all() and (found.left >= 0).all()
            own = found.works - found.grants - found.borrowed
            assert (own >= -1e-6).all()
            assert found.left[:, -1] == pytest.approx((found.borrowed - paid + found.interest).sum(axis=1), abs=0.01)
            public = results.stack(policy).public[:, :, 0, position].sum(axis=1)
            if name == "never paid":
                assert public == pytest.approx(0) and found.bridged[:, -1] == pytest.approx(found.grants.sum(axis=1))
            else:
                assert public + found.bridged[:, -1] == pytest.approx(found.grants.sum(axis=1), abs=0.5)
            if name == "no interest":
                assert found.interest.max() == 0 and found.borrowed.sum() > 0


def test_a_payment_nobody_can_explain_is_not_told_apart() -> None:
    results = fake(1)  # its hubs pay 250 EUR a month, whatever was borrowed
    assert borrowing(results)["baseline"] == [None]
    account = accounts(results, "baseline", [None])[0]
    assert account.line("debt_eur") is not None and account.line("interest") is None and account.line("loan_left") is None


def test_all_hubs_together_are_their_sum_to_the_cent() -> None:
    for results in (fake(3), real("two hubs")):
        for found in books(results).accounts.values():
            together, *hubs = found
            assert together.hub == ALL and len(hubs) == len(results.hubs)
            for line in together.lines:
                if line.unit == "EUR" and not line.key.endswith(("_low", "_high")) and line.key not in ("left_behind", "bridged"):
                    assert cents(together, line.key) == [sum(parts) for parts in zip(*(cents(one, line.key) for one in hubs), strict=True)]


def test_a_closed_hub_counts_as_nothing_and_its_cash_stays() -> None:
    results = fakes.results(policies=0, months=72, replicates=20, strength=0.2)
    stack, account = results.stack(), every_account(results)[0]
    running, left = account.line("running"), account.line("left_behind")
    assert running is not None and left is not None
    lasts = [year.last for year in years(results)]
    assert running.values == pytest.approx((stack.running[:, lasts, 0].mean(axis=0) * 100), abs=0.05)
    closed = stack.series("state")[:, lasts, 0] == CLOSED
    assert closed[:, -1].any()
    assert left.values == pytest.approx(np.where(closed, stack.series("cash_eur")[:, lasts, 0], 0).mean(axis=0), abs=0.01)
    if closed[:, -1].all():
        assert cents(account, "income")[-1] == cents(account, "costs")[-1] == 0


def test_years_are_calendar_years_with_the_months_simulated() -> None:
    assert [(year.year, year.months) for year in years(fake(1))] == [(2022, 8), (2023, 12), (2024, 12), (2025, 12), (2026, 6)]
    assert [year.first for year in years(fake(1))] == [0, 8, 20, 32, 44]


def test_the_plan_adds_up_and_says_where_each_figure_is_from() -> None:
    for name in KINDS:
        for policy, figures in books(real(name)).investment.items():
            for hub in {figure.hub for figure in figures}:
                by_key = {figure.key: figure for figure in figures if figure.hub == hub}
                paid = (by_key[key].value for key in ("grants", "own_means", "loan"))
                assert sum(paid) == pytest.approx(by_key["works"].value, abs=0.001), (name, policy, hub)
    origins = {figure.key: figure.origin for figure in books(real("no interest")).investment["baseline"]}
    assert origins["works"] == origins["loan_rate"] == origins["loan_years"] == FILE
    assert origins["opening_cash"] == "expert"
    assumed = {figure.key: figure for figure in books(real("loan")).assumed}
    assert {"founders", "opening_cash", "credit", "loan", "loan_rate", "rent"} <= assumed.keys()
    assert assumed["opening_cash"].low < assumed["opening_cash"].value < assumed["opening_cash"].high


def test_what_opens_with_so_much_cash_is_what_the_plan_says() -> None:
    results = real("loan")
    account, plan = books(results).accounts["baseline"][0], books(results).investment["baseline"]
    opening = account.line("opening_cash")
    assert opening is not None
    planned = next(figure.value for figure in plan if figure.key == "opening_cash")
    assert sum(opening.values) == pytest.approx(planned, abs=0.5)  # accounts are in whole euros


def test_a_hub_that_never_opens_has_no_plan_and_empty_accounts() -> None:
    results = fakes.results(policies=0, months=3, replicates=4)  # opens in month 3
    stack: Stack = results.stack()
    assert not stack.series("state").any()
    assert books(results).investment["baseline"] == []
    assert not any(any(line.values) for line in every_account(results)[0].lines if line.key != "public_eur")
