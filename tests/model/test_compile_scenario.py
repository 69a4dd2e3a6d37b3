"""From scenario to columns: defaults resolved in one place, instruments as rows, windows in months."""

import math
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from model.columns import HUB_SPEC, NOT_PLANNED
from model.compile_scenario import Prepared, hub_key, prepare, resolve_hub
from model.compile_scenario.hubs import operator_terms
from model.compile_scenario.instruments import ACTING, LEVERS
from model.names import AGE_BANDS, FIELDS, KINDS, OPERATORS, PAYERS
from model.parameters import CATALOGUE, Parameters
from model.scenario import HubSpec, Scenario
from model.scenario.instruments import Instrument
from model.scenario.shocks import Shock
from model.territory import TOWNS
from tests.model.month.towns import BLOCKS, case, hub, with_values
from tests.model.tiny_town import tiny_town

_DEFAULT = {name: parameter.default for name, parameter in CATALOGUE.items()}


def _row(block: dict[str, Any], *hubs: dict[str, Any], **parameters: float) -> Any:
    return prepare(case(*hubs, blocks=[block], **parameters)).instruments.row[0]


def _area(prepared: Prepared) -> float:
    row = prepared.specs[0]
    return float(row.desks * row.m2_desk + row.offices * row.m2_office)


def _plan(prepared: Prepared) -> dict[str, float]:
    return {name: prepared.specs[name][0] for name in HUB_SPEC.names or ()}


# -------------------------------------------------------------------------------------------------------------------- hubs


def test_what_a_hub_leaves_out_is_the_catalogue() -> None:
    plan = _plan(prepare(case({"name": "adda", "town": "sondrio", "desks": 10, "offices": 2})))
    prices = {name: _DEFAULT[f"{name}_eur"] for name in ("price_day", "price_flex", "price_fixed", "price_office")}
    same = {name: _DEFAULT[name] for name in ("rent_eur_m2", "utilities_eur_m2", "host_fte", "host_cost_eur", "works_eur")}
    expected = {
        **prices,
        **same,
        "desks": 10,
        "offices": 2,
        "m2_desk": _DEFAULT["m2_per_desk"],
        "m2_office": _DEFAULT["m2_per_office"],
        "events": _DEFAULT["events_per_month"],
        "founders": 0,
        "called": 1,
        "age": 0,
        "members_flex": 0,
        "members_fixed": 0,
        "agreed_until": NOT_PLANNED,
        "sells": 0b1110,
        "offices_let": 0,
        "operator": OPERATORS.index("private"),
        "specialisation": -1,
        "opens": 0,
        "enters": 0,
        "town": 0,
        "may_expand": 1,
        "may_downsize": 1,
        "anchor_people": 0,
        "key": hub_key("adda"),
    }
    for name, value in expected.items():
        assert plan[name] == pytest.approx(value), name
    assert set(plan) == {*expected, "opening_cash_eur", "credit_eur", "attraction", *operator_terms("private")}


def test_what_a_hub_writes_is_what_it_is() -> None:
    figures = {
        "desks": 12,
        "offices": 3,
        "offices_let_at_opening": 2,
        "rent_eur_m2": 3.0,
        "utilities_eur_m2": 1.0,
        "host_fte": 0.2,
        "host_cost_eur": 2_000.0,
        "events_per_month": 4.0,
        "works_eur": 1_000.0,
        "opening_cash_eur": 77.0,
        "credit_eur": 88.0,
        "founders": 5.0,
        "operator": "cooperative",
        "specialisation": "agrifood",
        "may_expand": False,
        "may_downsize": False,
        "opens": "2022-06",
        "prices": {"day": 1.0, "flex": 2.0, "fixed": 3.0},
    }
    plan = _plan(prepare(case(hub(**figures))))
    written = {
        "desks": 12,
        "offices": 3,
        "offices_let": 2,
        "rent_eur_m2": 3,
        "utilities_eur_m2": 1,
        "host_fte": 0.2,
        "host_cost_eur": 2_000,
        "events": 4,
        "works_eur": 1_000,
        "opening_cash_eur": 77,
        "credit_eur": 88,
        "founders": 5,
        "operator": OPERATORS.index("cooperative"),
        "specialisation": FIELDS.index("agrifood"),
        "may_expand": 0,
        "may_downsize": 0,
        "opens": 5,
        "price_day": 1,
        "price_flex": 2,
        "price_fixed": 3,
        "price_office": _DEFAULT["price_office_eur"],
    }
    for name, value in written.items():
        assert plan[name] == pytest.approx(value), name


def test_zero_is_a_figure_and_not_a_gap() -> None:
    zeros = {
        "host_fte": 0.0,
        "events_per_month": 0.0,
        "works_eur": 0.0,
        "opening_cash_eur": 0.0,
        "credit_eur": 0.0,
        "founders": 0.0,
        "rent_eur_m2": 0.0,
    }
    plan = _plan(prepare(case(hub(**zeros, prices={"flex": 0.0}))))
    for name in ("host_fte", "events", "works_eur", "opening_cash_eur", "credit_eur", "founders", "rent_eur_m2", "price_flex"):
        assert plan[name] == 0.0, name


def test_a_stated_area_is_shared_as_the_usual_one() -> None:
    plan = _plan(prepare(case(hub(desks=10, offices=5, m2=420.0))))
    assert 10 * plan["m2_desk"] + 5 * plan["m2_office"] == pytest.approx(420.0)
    assert plan["m2_desk"] / plan["m2_office"] == pytest.approx(12 / 18)


@pytest.mark.parametrize(("building", "rent"), [("rented", 7.5), ("regenerated", 7.5), ("own", 0.0)])
def test_only_ones_own_building_is_free(building: str, rent: float) -> None:
    assert _plan(prepare(case(hub(building=building))))["rent_eur_m2"] == rent


def test_cash_and_credit_follow_the_fixed_cost_of_the_operator() -> None:
    for operator in OPERATORS:
        figures = resolve_hub(HubSpec.model_validate(hub(desks=10, offices=0, operator=operator)), Parameters())
        wage = operator_terms(operator)["wage_paid"]
        fixed = 120 * 9.5 + 0.5 * 2_600 * wage + 120
        assert figures["fixed_cost_eur"] == pytest.approx(fixed)
        assert figures["opening_cash_eur"] == pytest.approx(_DEFAULT["opening_cash_months"] * fixed)
        assert figures["credit_eur"] == pytest.approx(_DEFAULT["credit_months"] * fixed)


def test_parameters_of_the_scenario_reach_the_hub() -> None:
    place = hub(desks=10, starts_with="group")
    plan = _plan(prepare(case(place, m2_per_desk=6.0, price_flex_eur=80.0, founders=5.0, rent_eur_m2=4.0)))
    assert (plan["m2_desk"], plan["price_flex"], plan["founders"], plan["rent_eur_m2"]) == (6.0, 80.0, 5.0, 4.0)


def test_hubs_stand_where_they_say() -> None:
    prepared = prepare(case(hub(), hub("mera", km_east=3.0, km_north=-4.0), hub("lomellina", town="pavia"), towns=("pavia", "sondrio")))
    assert prepared.hub_xy[1] - prepared.hub_xy[0] == pytest.approx([3.0, -4.0])
    assert prepared.specs.town.tolist() == [1, 1, 0]
    assert np.hypot(*(prepared.hub_xy[2] - prepared.hub_xy[0])) > 80.0
    assert prepared.hub_names == ("adda", "mera", "lomellina")
    assert prepared.town_names == ("pavia", "sondrio")


def test_hubs_of_one_key_are_refused() -> None:
    """Keys are hashes; two names that share one would share all tastes."""
    assert hub_key("h8bbfe") == hub_key("hd40098")
    with pytest.raises(ValidationError, match="'hd40098' and 'h8bbfe' give the same key"):
        case(hub("h8bbfe"), hub("hd40098"))


def test_the_key_of_a_hub_is_its_name_alone() -> None:
    assert hub_key("adda") == prepare(case(hub("mera"), hub(desks=40, opens=5))).specs.key[1]
    assert hub_key("adda") == 3_592_737_771  # part of the contract: another hash is another history
    assert all(hub_key(name) % 2 == 1 for name in ("adda", "mera", "x")), "0 keys the taste for any hub"


def test_the_wage_gap_is_zero_in_the_metropolis() -> None:
    gap = prepare(case(hub(), towns=("sondrio", "milano"), people=(5, 5, 5))).wage_gap
    assert gap[1] == 0.0
    assert gap[0] == pytest.approx(math.log(TOWNS["milano"].mean_income_eur.value / TOWNS["sondrio"].mean_income_eur.value))


# ------------------------------------------------------------------------------------------------------------- instruments


def test_every_type_of_the_scenario_file_has_a_lever_of_its_own() -> None:
    types = [block.model_fields["type"].annotation.__args__[0] for union in (Instrument, Shock) for block in union.__args__[0].__args__]
    # a rival hub is a hub, a conversion pays its works as a capex grant does, and trial days are a voucher
    assert set(types) == {*BLOCKS, "rival_hub"}, "a new instrument needs a block in the tests of the month, and a lever"
    levers = [int(_row(BLOCKS[kind]).lever) for kind in BLOCKS if kind not in ("conversion", "trial_days")]
    assert sorted(levers) == list(range(len(LEVERS)))
    assert _row(BLOCKS["conversion"]).lever == _row(BLOCKS["capex_grant"]).lever


@pytest.mark.parametrize(
    ("kind", "values", "left_out"),
    [
        ("capex_grant", {"share": 0.4, "cap_eur": 9_000.0}, {}),
        ("capex_grant", {"share": 0.4}, {"cap_eur": math.inf}),
        ("rent_relief", {"share": 0.25}, {"rent_cap_eur_m2": math.inf}),
        ("rent_relief", {"share": 0.25, "rent_cap_eur_m2": 3.0}, {}),
        ("conversion", {"share": 0.4, "cap_eur": 9_000.0}, {}),
        (
            "network",
            {"shared_pass": 0.1, "shared_events": 0.2, "cost_eur_month": 30.0, "referrals": 0.4, "shared_host_fte": 0.5, "partner": 0.06},
            {},
        ),
        ("matchmaking", {"introductions_per_month": 7.0, "cost_eur_month": 80.0}, {}),
        ("host_salary", {"share": 0.3, "extra_fte": 0.2}, {}),
        ("voucher", {"share": 0.6, "cap_eur_month": 70.0, "months": 9}, {}),
        ("voucher", {"share": 0.6, "months": 9}, {"cap_eur_month": math.inf, "days": math.inf, "vat_months_max": math.inf}),
        ("voucher", {"share": 0.6, "known_by": 0.3, "effort_eur": 40.0, "vat_months_max": 36.0}, {"months": 6}),
        ("trial_days", {"days": 3}, {"share": 1.0, "months": 1, "cap_eur_month": math.inf, "effort_eur": 0.0}),
        ("promotion", {"intensity": 2.0, "cost_eur_month": 500.0}, {}),
        ("events", {"extra_per_month": 3.0, "cost_eur_event": 55.0}, {}),
        ("events", {"extra_per_month": 3.0}, {"cost_eur_event": 120.0}),
        ("advisory_desk", {"slots_per_month": 6.0, "cost_eur_session": 90.0}, {}),
        ("anchor_tenancy", {"desks": 4, "price_eur_month": 160.0}, {}),
        ("anchor_tenancy", {"desks": 4}, {"price_eur_month": math.nan}),
        ("telework", {"appeal": -0.5}, {}),
        ("lockdown", {"severity": 0.7}, {}),
        ("rent", {"factor": 1.2}, {}),
    ],
)
def test_a_value_stands_in_the_column_of_its_name(kind: str, values: dict[str, Any], left_out: dict[str, float]) -> None:
    row = _row({**BLOCKS[kind], **values})
    for column, value in {**values, **left_out}.items():
        assert row[column] == pytest.approx(value, nan_ok=True), column
    own = {name for one in ACTING if one.lever == LEVERS[row.lever] for name in one.values}
    strange = {name for one in ACTING for name in one.values} - own
    assert all(np.isnan(row[column]) for column in strange), "what belongs to another instrument is no number, so that a slip shows"


def test_what_a_call_leaves_out_is_the_catalogues_and_what_it_says_of_days_and_totals_is_spread() -> None:
    row = prepare(case(blocks=[BLOCKS["voucher"]], call_known=0.25, apply_effort=60.0)).instruments.row[0]
    assert (row.known_by, row.effort_eur) == (0.25, 60.0)
    assert _row(with_values(BLOCKS["voucher"], known_by=0.6, open_days=10, start=2, end=3)).known_by == pytest.approx(0.2)
    assert _row(with_values(BLOCKS["voucher"], cap_total_eur=900.0, months=9)).cap_eur_month == 100.0
    assert _row(with_values(BLOCKS["voucher"], cap_total_eur=900.0, cap_eur_month=70.0, months=9)).cap_eur_month == 70.0


def test_windows_are_months_of_the_run() -> None:
    relief = BLOCKS["rent_relief"]
    for window, expected in [
        ({}, (0, 24)),
        ({"start": 3}, (3, 24)),
        ({"end": 7}, (0, 7)),
        ({"start": "2022-03", "end": "2023-01"}, (2, 12)),
        ({"start": "2020-01"}, (0, 24)),
        ({"start": 30, "end": 40}, (24, 24)),
        ({"start": 10, "end": 90}, (10, 24)),
    ]:
        row = _row({**relief, **window})
        assert (row.start, row.end) == expected, window


def test_budgets_payers_arrears_and_eligibility() -> None:
    open_ended, capped = (
        _row(BLOCKS["voucher"]),
        _row(with_values(BLOCKS["voucher"], budget_eur=5_000.0, payer="chamber_of_commerce", new_members_only=True)),
    )
    assert (open_ended.budget, open_ended.new_only) == (math.inf, 0)
    assert (capped.budget, capped.new_only, capped.payer) == (5_000.0, 1, PAYERS.index("chamber_of_commerce"))
    assert _row(with_values(BLOCKS["capex_grant"], arrears_months=7)).arrears == 7
    chosen = with_values(BLOCKS["voucher"], kinds=["firm"], fields=["legal", "digital"], ages=["55+"], hubs=["mera"])
    instruments = prepare(case(hub(), hub("mera"), blocks=[chosen, BLOCKS["events"]])).instruments
    assert instruments.hubs.tolist() == [[0, 1], [1, 1]]
    assert instruments.kinds.tolist() == [[int(kind == "firm") for kind in KINDS], [1] * 3]
    assert instruments.fields[0].tolist() == [int(field in ("legal", "digital")) for field in FIELDS]
    assert prepare(case(blocks=[BLOCKS["trial_days"]])).instruments.row[0].new_only == 2
    assert prepare(case(blocks=[with_values(chosen, hubs=None, plans=["office", "day"])])).instruments.plans.tolist() == [[0, 1, 0, 0, 1]]
    assert instruments.ages.tolist() == [[int(age == "55+") for age in AGE_BANDS], [1] * 3]


def test_instruments_and_shocks_keep_their_names_and_order() -> None:
    blocks = [BLOCKS["rent"], with_values(BLOCKS["voucher"], name="buono"), BLOCKS["events"]]
    assert prepare(case(blocks=blocks)).instrument_names == ("buono", "events", "rent")


def test_columns_are_read_only() -> None:
    prepared = prepare(case(blocks=[BLOCKS["voucher"]]))
    for array in (prepared.specs, prepared.instruments.row, prepared.parameters.record()):
        assert not array.flags.writeable


def test_policies_may_share_a_world_only_of_the_same_people() -> None:
    prepared = prepare(case())
    assert prepared.same_people(prepare(case(hub("other", desks=30), blocks=[BLOCKS["voucher"]], beta_n=0.0)))
    assert not prepared.same_people(prepare(case(people=(101, 80, 60))))
    assert not prepared.same_people(prepare(case(contacts_town=1.0)))
    assert not prepared.same_people(prepare(case(hub("x", town="pavia"), towns=("pavia",))))


def test_horizon_and_parameters_are_those_of_the_scenario() -> None:
    prepared = prepare(case(months=17, beta_n=0.25))
    assert prepared.months == 17
    assert prepared.parameters["beta_n"] == 0.25
    assert prepared.parameters["habit"] == _DEFAULT["habit"]


# --- who is eligible ---


def _acts_on(**keys: object) -> list[str]:
    """Hubs an instrument with some keys acts on, among three of different size, operator and works."""
    hubs = [
        {"name": "small", "town": "sondrio", "desks": 6, "operator": "public", "works_eur": 3_000},
        {"name": "middling", "town": "sondrio", "desks": 12, "operator": "private", "works_eur": 30_000},
        {"name": "large", "town": "sondrio", "desks": 30, "operator": "cooperative"},
    ]
    data = {**tiny_town().written(), "hubs": hubs, "instruments": [{"type": "capex_grant", "payer": "region", "share": 0.5, **keys}]}
    prepared = prepare(Scenario.model_validate(data))
    return [name for name, acts in zip(prepared.hub_names, prepared.instruments.hubs[0], strict=True) if acts]


def test_rules_of_eligibility_narrow_the_hubs_an_instrument_acts_on() -> None:
    assert _acts_on() == ["small", "middling", "large"]
    assert _acts_on(min_desks=12) == ["middling", "large"]
    assert _acts_on(min_desks=31) == []
    assert _acts_on(operators=["private", "cooperative"]) == ["middling", "large"]
    assert _acts_on(min_works_eur=5_000) == ["middling", "large"]  # the large hub has the catalogue's works
    assert _acts_on(hubs=["small", "large"], min_desks=10, operators=["cooperative"]) == ["large"]


def test_a_conversion_replaces_figures_of_hubs_that_open_in_its_window_only() -> None:
    building = {"works_eur": 90_000, "m2": 400, "rent_eur_m2": 1, "km_east": 3}
    blocks = [{"type": "conversion", "payer": "region", "share": 0.5, "end": 5, **building}]
    hubs = [{"name": "now", "town": "sondrio", "desks": 10}, {"name": "later", "town": "sondrio", "desks": 10, "opens": 8}]
    plain, converted = (
        prepare(Scenario.model_validate({**tiny_town().written(), "hubs": hubs, "instruments": chosen})) for chosen in ([], blocks)
    )
    assert converted.specs.works_eur[0] == 90_000
    assert _area(converted) == pytest.approx(400)
    assert converted.specs.rent_eur_m2[0] == 1
    assert converted.hub_xy[0, 0] - plain.hub_xy[0, 0] == pytest.approx(3)
    assert converted.specs[1] == plain.specs[1]


def test_a_rival_is_a_hub_of_the_run_that_no_instrument_pays() -> None:
    data = {
        **tiny_town().written(),
        "instruments": [{"type": "rent_relief", "payer": "region", "share": 1}],
        "shocks": [{"type": "rival_hub", "town": "sondrio", "desks": 9, "start": 4}],
    }
    prepared = prepare(Scenario.model_validate(data))
    assert prepared.hub_names[-1] == "rival_hub"
    assert prepared.specs[-1].opens == 4
    assert prepared.specs[-1].desks == 9
    assert prepared.instruments.hubs[0].tolist() == [1] * (len(prepared.hub_names) - 1) + [0]
    assert prepared.instrument_names == ("rent_relief",)


def test_a_hub_left_to_its_operator_has_no_month() -> None:
    hubs = [{"name": "maybe", "town": "sondrio", "desks": 10, "opens": "when_viable"}]
    prepared = prepare(Scenario.model_validate({**tiny_town().written(), "hubs": hubs}))
    assert prepared.specs[0].enters == 1
    assert prepared.specs[0].opens > 360
