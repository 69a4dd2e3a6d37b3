from typing import get_args

import pytest

from model.compile_scenario.instruments import LEVERS
from model.names import PAYERS
from model.reading.slots import type_name
from model.scenario import check, read_text
from model.scenario.instruments import Instrument
from model.scenario.shocks import Shock
from tests.model.scenario.example import TEXT

INSTRUMENTS = {
    "capex_grant": "share: 1, cap_eur: 120000, arrears_months: 6",
    "conversion": "share: 0.5, cap_eur: 90000, works_eur: 120000, m2: 300, rent_eur_m2: 2, km_east: 1, min_desks: 10",
    "rent_relief": "share: 1, rent_cap_eur_m2: 3",
    "host_salary": "share: 0.5, extra_fte: 0.5",
    "voucher": "share: 0.5, cap_eur_month: 125, months: 12, kinds: [independent], fields: [digital], ages: [20-34], "
               "new_members_only: true, plans: [day, flex], vat_months_max: 36, known_by: 0.5, effort_eur: 50, cap_total_eur: 900",
    "trial_days": "days: 3, kinds: [independent], known_by: 0.6",
    "promotion": "intensity: 1, cost_eur_month: 500",
    "events": "extra_per_month: 2, cost_eur_event: 150",
    "advisory_desk": "slots_per_month: 16, cost_eur_session: 60",
    "anchor_tenancy": "desks: 3, price_eur_month: 190",
    "network": "shared_pass: 0.2, shared_events: 0.5, referrals: 0.3, shared_host_fte: 1, partner: 0.05, cost_eur_month: 500",
    "matchmaking": "introductions_per_month: 12, cost_eur_month: 800, operators: [private]",
}
SHOCKS = {
    "telework": "appeal: -0.5", "lockdown": "severity: 1", "rent": "factor: 1.2", "rival_hub": "town: sondrio, desks: 10",
}  # fmt: skip
HUBS = {"conversion", "rival_hub", "trial_days"}  # they change hubs before the run, or are vouchers, and have no lever of their own
BASE = TEXT[: TEXT.index("instruments:")]


def types(union):
    return {type_name(block) for block in get_args(get_args(union)[0])}


def read(instruments="", shocks=""):
    scenario, problems = read_text(f"{BASE}instruments:\n{instruments}shocks:\n{shocks}".replace("instruments:\nshocks", "shocks"))
    assert problems == [] and scenario is not None
    return scenario


def test_every_type_is_tried_here_and_has_a_lever():
    assert types(Instrument) == set(INSTRUMENTS)
    assert types(Shock) == set(SHOCKS)
    assert len(LEVERS) == len({*INSTRUMENTS, *SHOCKS} - HUBS)
    assert set(INSTRUMENTS) - HUBS <= set(LEVERS)


@pytest.mark.parametrize("kind", INSTRUMENTS)
@pytest.mark.parametrize("payer", PAYERS)
def test_every_instrument_is_read_with_its_figures(kind, payer):
    line = f"  - {{type: {kind}, payer: {payer}, budget_eur: 5000, hubs: [adda], start: 3, end: '2023-06', {INSTRUMENTS[kind]}}}\n"
    item = read(instruments=line + "\n", shocks="  - {type: rent, factor: 1}\n").instruments[0]
    assert (item.name, item.type, item.payer, item.budget_eur, item.hubs) == (kind, kind, payer, 5000, ("adda",))
    assert item.window("2022-01", 48) == (3, 17)


@pytest.mark.parametrize("kind", SHOCKS)
def test_every_shock_is_read(kind):
    shock = read(shocks=f"  - {{type: {kind}, {SHOCKS[kind]}}}\n").shocks[0]
    assert (shock.name, shock.window("2022-01", 48)) == (kind, (0, 48))


def test_a_voucher_is_for_all_unless_said(tmp_path):
    voucher = read(instruments="  - {type: voucher, payer: region, share: 0.5}\n", shocks="  - {type: rent, factor: 1}\n").instruments[0]
    assert len(voucher.kinds) == 3 and len(voucher.fields) == 8 and len(voucher.ages) == 3
    assert voucher.cap_eur_month is None and voucher.budget_eur is None and voucher.hubs is None


def test_who_pays_is_never_taken_for_granted(tmp_path):
    path = tmp_path / "unpaid.yaml"
    path.write_text(BASE + "instruments:\n  - {type: rent_relief, share: 1}\n")
    assert [problem.key for problem in check(path)] == ["instruments[0].payer"]
