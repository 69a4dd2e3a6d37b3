"""What no file states about a hub: drawn by its own key, shared by policies, and never what a file states."""

import numpy as np
import pytest

from model.columns import HUB_SPEC
from model.compile_scenario.hub_draws import draw_hub
from model.compile_scenario.hubs import HubTraits
from model.parameters import CATALOGUE, Parameters
from model.scenario import HubSpec
from model.simulation import prepare
from tests.model.month.towns import ORDINARY_HUBS, case, hub, run

_DIFFER = {name: CATALOGUE[name].high for name in ORDINARY_HUBS}
_LEFT_OPEN = ("opening_cash_eur", "credit_eur", "patience", "founders", "rent_eur_m2", "price_flex", "attraction")
_SEEDS = range(40)


def _specs(place: dict[str, object], seed: int, **parameters: float) -> np.record:
    return prepare(case(place, **{**_DIFFER, **parameters})).specs_of(seed)[0]


@pytest.mark.parametrize("name", _LEFT_OPEN)
def test_what_a_file_leaves_open_differs_from_replicate_to_replicate(name: str) -> None:
    place = {"name": "adda", "town": "sondrio", "desks": 10, "starts_with": "group"}
    assert len({float(_specs(place, seed)[name]) for seed in _SEEDS}) == len(_SEEDS)


def test_what_a_file_states_is_never_drawn() -> None:
    stated = {"opening_cash_eur": 5e4, "credit_eur": 1e4, "founders": 3.0, "rent_eur_m2": 4.0, "host_fte": 0.5, "host_cost_eur": 2_000.0}
    said = {"opening_cash_eur": 5e4, "credit_eur": 1e4, "founders": 3.0, "rent_eur_m2": 4.0, "host_cost_eur": 2_000.0, "wage_paid": 1.0}
    for seed in _SEEDS:
        row = _specs(hub(**stated), seed)
        assert {name: row[name] for name in said} == said


def test_a_hub_that_states_one_price_asks_the_usual_ones_for_the_rest() -> None:
    row = _specs(hub(prices={"flex": 90.0}), 3)
    assert (row["price_flex"], row["price_fixed"]) == (90.0, CATALOGUE["price_fixed_eur"].default)
    free = _specs(hub(), 3)
    usual = [CATALOGUE[f"price_{plan}_eur"].default for plan in ("day", "flex", "fixed", "office")]
    ratios = [free[f"price_{plan}"] / price for plan, price in zip(("day", "flex", "fixed", "office"), usual, strict=True)]
    assert ratios == pytest.approx([ratios[0]] * 4)
    assert ratios[0] != 1.0


def test_without_spread_every_hub_is_the_ordinary_one() -> None:
    prepared = prepare(case(hub(), hub("mera", operator="cooperative"), hub("liro", starts_with="group")))
    assert draw_hub(HubSpec.model_validate(hub(starts_with="door")), Parameters(ORDINARY_HUBS), 9) == HubTraits()
    assert all((prepared.specs_of(9)[name] == prepared.specs[name]).all() for name in HUB_SPEC.names or ())


def test_a_hub_is_the_same_whatever_else_the_scenario_holds() -> None:
    alone, beside = (prepare(case(*hubs, **_DIFFER)).specs_of(7) for hubs in ([hub()], [hub("mera", desks=30), hub()]))
    assert alone[0] == beside[1]


def test_factors_have_mean_one_and_the_spread_of_the_catalogue() -> None:
    place = HubSpec.model_validate(hub())
    p = Parameters({**ORDINARY_HUBS, "opening_cash_spread": 0.6, "hub_appeal_spread": 0.5})
    traits = [draw_hub(place, p, seed) for seed in range(4_000)]
    cash, attraction = np.array([t.opening_cash for t in traits]), np.array([t.attraction for t in traits])
    assert cash.mean() == pytest.approx(1.0, abs=0.04)
    assert np.log(cash).std() == pytest.approx(0.6, abs=0.03)
    assert (attraction.mean(), attraction.std()) == (pytest.approx(0.0, abs=0.03), pytest.approx(0.5, abs=0.03))
    assert abs(np.corrcoef(np.log(cash), attraction)[0, 1]) < 0.06


def test_only_a_private_owner_whose_host_has_no_stated_cost_works_unpaid() -> None:
    everybody = {"owner_hosts": 1.0}
    assert _specs(hub(), 1, **everybody)["wage_paid"] == 0.0
    for place in (hub(operator="public"), hub(host_cost_eur=2_600.0)):
        assert _specs(place, 1, **everybody)["wage_paid"] > 0.0


def test_a_more_attractive_hub_wins_more_members() -> None:
    """Over worlds: those in which the hub draws a high attraction fill more."""
    pulls, members = [], []
    for seed in range(12):
        finished = run(case(hub(desks=40), months=18, hub_appeal_spread=1.2, alpha=0.0, awareness_promotion=0.1), seed=seed)
        pulls.append(float(finished.simulation.town.specs["attraction"][0]))
        members.append(finished.hub("members")[-1])
    assert np.corrcoef(pulls, members)[0, 1] > 0.5
