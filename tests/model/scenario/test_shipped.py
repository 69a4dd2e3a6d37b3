import pytest

from model.scenario import check, load_scenario, scenario_names, shipped_folder

NAMES = scenario_names()


def test_the_two_cases_ship():
    assert {"sondrio_downsizing", "pavia_growth"} <= set(NAMES)
    assert all((shipped_folder() / f"{name}.yaml").is_file() for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_no_error_and_no_warning(name):
    assert check(name) == []
    assert load_scenario(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_no_parameter_of_behaviour_is_changed(name):
    scenario = load_scenario(name)
    for policy in scenario.policy_names:
        if not policy.startswith("what_if"):  # which asks what another world would do, and says so
            assert scenario.with_policy(policy).parameters == {}, "one parameter set for every case"
    assert scenario.territory.overrides == {}


@pytest.mark.parametrize("name", NAMES)
def test_everything_a_reader_sees_is_said_in_both_languages(name):
    scenario = load_scenario(name)
    assert scenario.title_it and scenario.question_it and scenario.sources
    assert len(scenario.policies) >= 3
    for policy in scenario.policies.values():
        assert policy.title_it and policy.question and policy.question_it


def test_sondrio_is_the_hub_of_the_evidence():
    scenario = load_scenario("sondrio_downsizing")
    (hub,) = scenario.hubs
    assert (hub.desks, hub.offices, hub.host_fte, hub.works_eur) == (14, 6, 0.5, 120_000)
    assert (scenario.start, hub.opening_month(scenario.start)) == ("2022-01", 0)
    assert hub.rent_eur_m2 is None and hub.building != "own", "rent is paid, at the catalogue's default"
    (grant,) = scenario.instruments
    assert (grant.type, grant.share, grant.cap_eur) == ("capex_grant", 1, 120_000)
    assert {"rent_relief", "paid_host", "advisory_promotion", "voucher", "package"} <= set(scenario.policies)


def test_sondrio_package_is_the_sum_of_its_parts():
    scenario = load_scenario("sondrio_downsizing")
    parts = [scenario.with_policy(name).instruments[1:] for name in scenario.policies["package"].combine]
    assert scenario.with_policy("package").instruments[1:] == sum(parts, ())


def test_pavia_is_a_large_hub_with_a_full_time_host():
    scenario = load_scenario("pavia_growth")
    (hub,) = scenario.hubs
    assert 60 <= hub.desks <= 70 and hub.host_fte == 1 and hub.events_per_month == 2
    assert scenario.instruments == (), "the baseline has no public help"
    smaller = scenario.with_policy("smaller_hub").hubs[0]
    assert smaller.desks == hub.desks / 2 and smaller.may_expand


def test_only_territory_hub_and_instruments_differ():
    one, other = (load_scenario(name) for name in ("sondrio_downsizing", "pavia_growth"))
    for key in ("start", "horizon_months", "shocks", "parameters"):
        assert getattr(one, key) == getattr(other, key)
    assert one.territory.catchment_minutes == other.territory.catchment_minutes
    assert one.hubs[0].prices == other.hubs[0].prices and one.hubs[0].operator == other.hubs[0].operator
