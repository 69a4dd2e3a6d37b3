"""Choice: the shares that follow from the utilities where they can be worked out, and when people reconsider."""

import numpy as np
import pytest

from model.names import FIRM, FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE
from model.parameters import CATALOGUE
from tests.model.month.towns import BARE_CHOICE, NO_CONTACTS, NOBODY_MOVES, Run, binomial_error, by_month, case, hub, run, start

_WIDE = hub(desks=2_000, offices=0, opening_cash_eur=1e8, may_downsize=False, may_expand=False)
_ONLY_FLEX = {"plan_occasional": -1e9, "plan_fixed": -1e9}
_N = 3_000


def _logistic(x: float) -> float:
    return float(1.0 / (1.0 + np.exp(-x)))


def _inside(
    months: int = 6, people: tuple[int, int, int] = (_N, 0, 0), figures: dict | None = None, seed: int = 1, **parameters: float
) -> Run:
    return run(case({**_WIDE, **(figures or {})}, months=months, people=people, **{**BARE_CHOICE, **_ONLY_FLEX, **parameters}), seed)


def _assert_share(number: float, share: float, n: float = _N) -> None:
    assert abs(number - n * share) < binomial_error(n, share), f"{number} of {n}, {n * share:.1f} expected"


# -------------------------------------------------------------------------------------------------------------- by formula


@pytest.mark.parametrize("alpha", [-2.0, 0.0, 1.0])
@pytest.mark.parametrize("persistence", [0.0, 1.0])
@pytest.mark.parametrize("nest", [0.0, 1.0])
def test_one_hub_and_one_plan_is_a_binary_logit(alpha: float, persistence: float, nest: float) -> None:
    finished = _inside(alpha=alpha, taste_persistence=persistence, hub_nest=nest)
    for members in finished.hub("members"):
        _assert_share(members, _logistic(alpha))


def test_mixed_tastes_have_the_spread_of_one() -> None:
    """The variances of the four parts of taste add to that of one logistic, whatever the shares."""
    for persistence, nest in [(0.35, 0.7), (0.5, 0.5)]:
        assert _inside(alpha=-1.0, taste_persistence=persistence, hub_nest=nest).hub("members")[-1] / _N == pytest.approx(
            _logistic(-1.0), abs=0.04
        )


def test_lasting_tastes_keep_people_where_they_are_and_passing_ones_move_them() -> None:
    lasting, passing = _inside(alpha=-1.0, taste_persistence=1.0), _inside(alpha=-1.0, taste_persistence=0.0)
    assert lasting.hub("joins")[1:].sum() == lasting.hub("leaves")[1:].sum() == 0
    share = _logistic(-1.0)
    for joins, leaves in zip(passing.hub("joins")[1:], passing.hub("leaves")[1:], strict=True):
        _assert_share(joins, share * (1.0 - share))
        _assert_share(leaves, share * (1.0 - share))


def test_habit_binds_both_ways() -> None:
    """A person of habit κ joins at logistic(α - κ) and leaves at logistic(-α - κ)."""
    finished = start(
        case(_WIDE, months=2, people=(_N, 0, 0), **{**BARE_CHOICE, **_ONLY_FLEX, "alpha": 0.5, "habit": 1.5, "taste_persistence": 0.0})
    )
    kappa = 1.5 * finished.simulation.world.people.habit
    inside = np.zeros(_N, dtype=bool)
    for _ in range(2):
        finished.simulation.advance(1)
        now = finished.simulation.town.agents.hub >= 0
        for group, moved, utility in ((~inside, now, 0.5 - kappa), (inside, ~now, -0.5 - kappa)):
            chances = 1.0 / (1.0 + np.exp(-utility[group]))
            assert abs(moved[group].sum() - chances.sum()) <= 4.5 * np.sqrt((chances * (1.0 - chances)).sum())
        inside = now
    assert inside.sum() > 500


def test_a_change_of_job_suspends_habit_but_not_for_firms() -> None:
    changes = {"evaluation_rate": 0.0, "job_change": 1.0, "habit": 1e6}
    assert _inside(months=2, **changes).hub("members")[-1] > 0.3 * _N
    offices = {"figures": {"offices": 500}, "plan_office": 0.0, "alpha": 2.0, "office_staff": 1e9}
    assert _inside(months=2, people=(1, 0, 300), **offices, **changes).hub("tenants")[-1] == 0
    assert _inside(months=2, people=(1, 0, 300), **offices).hub("tenants")[-1] > 200


def test_employees_come_while_their_employer_lets_them() -> None:
    """Each month a new spell: the share with consent, of whom half would come."""
    finished = _inside(people=(0, _N, 0), alpha=0.0, consent=0.3)
    for members in finished.hub("members"):
        _assert_share(members, 0.3 * 0.5)
    assert _inside(people=(0, _N, 0), alpha=50.0, consent=0.0).hub("members").sum() == 0


def test_who_pays_for_a_room_saves_its_rent() -> None:
    saving = {"own_room_share": 1.0, "own_room_value": 0.5, "room_need_mean": 0.0, "days_flex": 22.0, "beta_c": 10.0}
    prices = {"prices": {"flex": 0.0}}
    finished = _inside(months=1, figures=prices, alpha=-1.0, taste_persistence=0.0, **saving)
    people = finished.simulation.world.people
    assert 0.5 < people.own_room.mean() < 1.0
    rent = 18.0 * (7.5 + 2.0)
    utility = -1.0 + np.where(people.own_room == 1, 10.0 * rent / people.income_eur - 0.5, 0.0)
    chances = 1.0 / (1.0 + np.exp(-utility))
    assert abs(finished.hub("members")[0] - chances.sum()) < 4.5 * np.sqrt((chances * (1.0 - chances)).sum())


def test_home_pushes_out_who_needs_a_room() -> None:
    finished = _inside(months=1, alpha=0.0, taste_persistence=0.0, home_push=2.0, room_need_mean=0.5, room_need_spread=0.5, days_flex=22.0)
    people, inside = finished.simulation.world.people, finished.simulation.town.agents.hub >= 0
    chances = 1.0 / (1.0 + np.exp(-2.0 * (2.0 * people.room_need - 1.0)))
    assert abs(inside.sum() - chances.sum()) < 4.5 * np.sqrt((chances * (1.0 - chances)).sum())
    needy = people.room_need > 0.8
    assert inside[needy].mean() > inside[people.room_need < 0.2].mean() + 0.5


def test_a_long_way_to_the_office_draws_employees_to_a_hub() -> None:
    finished = _inside(months=1, people=(0, _N, 0), alpha=-1.0, beta_t=0.05, taste_persistence=0.0, home_use=0.5, travel_days_exponent=0.0)
    people, ties = finished.simulation.world.people, finished.simulation.town.ties
    chances = 1.0 / (1.0 + np.exp(-(-1.0 - 0.05 * (ties.minutes - 0.5 * people.commute_min))))
    assert abs(finished.hub("members")[0] - chances.sum()) < 4.5 * np.sqrt((chances * (1.0 - chances)).sum())
    assert people.commute_min.std() > 5.0


@pytest.mark.parametrize(("days", "plan"), [(2, OCCASIONAL), (8, FLEX), (20, FIXED)])
def test_the_plan_follows_from_the_days(days: int, plan: int) -> None:
    """At 15 EUR a day, 100 for eight days and 190 for a desk, and no taste for plans, the cheapest plan is taken."""
    wide = {**_WIDE, "prices": {"day": 15.0, "flex": 100.0, "fixed": 190.0}}
    plans = {"plan_occasional": 0.0, "plan_fixed": 0.0, "beta_c": 40.0, "alpha": 50.0, "occasional_share": 1.0}
    finished = run(case(wide, months=1, people=(300, 0, 0), **{**BARE_CHOICE, **plans, "room_need_mean": days / 22.0}))
    assert (finished.simulation.town.agents.plan == plan).all()


def test_price_weighs_as_a_share_of_income() -> None:
    finished = _inside(months=1, beta_c=10.0, alpha=1.0, taste_persistence=0.0)
    chances = 1.0 / (1.0 + np.exp(-(1.0 - 10.0 * 100.0 / finished.simulation.world.people.income_eur)))
    spread = np.sqrt((chances * (1.0 - chances)).sum())
    assert abs(finished.hub("members")[0] - chances.sum()) < 4.5 * spread


@pytest.mark.parametrize(("plan", "days"), [("plan_flex", 8.0), ("plan_fixed", 16.0), ("plan_occasional", 3.0)])
def test_travel_weighs_by_minutes_and_days(plan: str, days: float) -> None:
    only = {"plan_fixed": -1e9, "plan_occasional": -1e9, "alpha": 1.0}
    if plan != "plan_flex":  # the constant lifts the plan above flex, which nobody then wants
        only |= {plan: 1e3, "alpha": 1.0 - 1e3}
    figures = {"desks": 2_000}
    finished = _inside(
        months=1,
        people=(1_500, 0, 0),
        figures=figures,
        beta_t=0.1,
        taste_persistence=0.0,
        travel_days_exponent=0.5,
        occasional_share=1.0,
        room_need_mean=days / 22.0,
        **only,
    )
    minutes = finished.simulation.town.ties.minutes
    assert minutes.max() - minutes.min() > 10.0
    chances = 1.0 / (1.0 + np.exp(-(1.0 - 0.1 * minutes * (days / 8.0) ** 0.5)))
    assert abs(len(finished.users) - chances.sum()) < 4.5 * np.sqrt((chances * (1.0 - chances)).sum())


def test_plans_share_members_by_their_utilities() -> None:
    """Where all are in, flex and fixed differ by the logistic of their utilities over the scale of the nest."""
    n = 2_000
    finished = run(
        case(
            _WIDE,
            months=3,
            people=(n, 0, 0),
            **{**BARE_CHOICE, "alpha": 50.0, "plan_occasional": -1e9, "plan_fixed": -0.2, "plan_nest": 0.5},
        )
    )
    assert finished.hub("members")[-1] == n
    _assert_share(finished.hub("fixed")[-1], _logistic(-0.2 / 0.5), n)


def test_fields_fit_specialised_hubs() -> None:
    parameters = {"alpha": 0.0, "beta_f": 2.0, "misfit": 0.5}
    finished = _inside(months=1, figures={"specialisation": "digital"}, **parameters)
    digital = finished.simulation.world.people.field == 0
    inside = finished.simulation.town.agents.hub >= 0
    _assert_share(inside[digital].sum(), _logistic(2.0), n=digital.sum())
    _assert_share(inside[~digital].sum(), _logistic(-1.0), n=(~digital).sum())
    general = _inside(months=1, **parameters)
    _assert_share(general.hub("members")[0], 0.5)


def test_a_community_attracts_by_its_size_last_month() -> None:
    parameters = {**BARE_CHOICE, **_ONLY_FLEX, "beta_n": 3.0, "alpha": -5.0, "taste_persistence": 0.0}
    finished = run(case({**_WIDE, "founders": 20.0}, months=2, people=(_N, 0, 0), **parameters))
    first = finished.hub("members")[0]
    _assert_share(first, _logistic(-5.0))  # founders were not there last month, and decide like everyone else
    assert 5 < first < 50
    worth = first**2 / (first**2 + 17.5**2)
    _assert_share(finished.hub("members")[1], _logistic(-5.0 + 3.0 * worth))


def test_quality_attracts() -> None:
    finished = _inside(months=1, beta_q=2.0, figures={"host_fte": 1.0, "events_per_month": 2.0})
    _assert_share(finished.hub("members")[0], _logistic(2.0))


def test_crowding_repels_beyond_its_threshold() -> None:
    """Half of the town would join; a hub with desks for fewer settles where use no longer pays."""
    tight = {"figures": {"desks": 400}, "crowding": 60.0}
    crowded, calm = _inside(months=12, **tight), _inside(months=12, figures={"desks": 400})
    assert calm.hub("desk_use")[-1] > 0.99
    assert 0.8 < crowded.hub("desk_use").max() <= 1.0
    assert crowded.hub("waiting").sum() < calm.hub("waiting").sum()


def test_a_second_hub_creates_no_demand_where_hubs_are_all_alike() -> None:
    second = {**_WIDE, "name": "mera"}
    parameters = {**BARE_CHOICE, **_ONLY_FLEX, "alpha": -1.0, "hub_nest": 1.0}
    one, two = (run(case(*hubs, months=2, people=(_N, 0, 0), **parameters)) for hubs in ((_WIDE,), (_WIDE, second)))
    assert two.hub("members", "adda")[-1] + two.hub("members", "mera")[-1] == one.hub("members")[-1]
    apart = {**parameters, "hub_nest": 0.0}
    alone, both = (run(case(*hubs, months=2, people=(_N, 0, 0), **apart)) for hubs in ((_WIDE,), (_WIDE, second)))
    total = both.hub("members", "adda")[-1] + both.hub("members", "mera")[-1]
    _assert_share(total, 1.0 - (1.0 - _logistic(-1.0)) ** 2)
    assert total > alone.hub("members")[-1]


def test_who_knows_no_hub_chooses_none() -> None:
    assert _inside(alpha=50.0, aware_at_opening=0.0, awareness_promotion=0.0, awareness_event=0.0).hub("members").sum() == 0


def test_no_network_effect_is_a_valid_model() -> None:
    for seed in range(3):
        finished = run(case(hub(desks=20, opening_cash_eur=50_000.0), people=(300, 200, 100), months=36, beta_n=0.0, alpha=-0.5), seed)
        assert np.isfinite(finished.outcome.hub).all()
        assert finished.hub("members").max() > 0


# -------------------------------------------------------------------------------------------------------- when people decide


def test_renewals_come_as_monthly_trials_and_jobs_have_their_share() -> None:
    rates = {"evaluation_rate": 0.2, "job_change": 0.05}
    running = start(case(_WIDE, months=40, people=(800, 400, 0), **{**BARE_CHOICE, **rates, "alpha": -1e6}))
    gaps, jobs, last = [], [], None
    for _ in range(40):
        running.simulation.advance(1)
        agents = running.simulation.town.agents
        if last is not None:
            renewed = agents.next_epoch != last[0]
            gaps.append((agents.next_epoch - last[0])[renewed])
            jobs.append(agents.job_epoch[renewed])
        last = (agents.next_epoch.copy(),)
    gap, job = np.concatenate(gaps), np.concatenate(jobs)
    assert len(gap) > 8_000
    for months in (1, 2, 5):
        share = 0.25 * 0.75 ** (months - 1)
        _assert_share((gap == months).sum(), share, n=len(gap))
    _assert_share(job.sum(), 0.2, n=len(job))


def test_nobody_decides_without_a_reason() -> None:
    """No renewal, no news, no changed offer: the founders and those who heard at opening decide once, then all stand still."""
    still = {
        "evaluation_rate": 0.0,
        "job_change": 0.0,
        "awareness_promotion": 0.0,
        "awareness_word_of_mouth": 0.0,
        "awareness_event": 0.0,
        "forgetting": 0.0,
        **NOBODY_MOVES,
    }
    place = hub(desks=200, opening_cash_eur=1e8, founders=20.0)
    finished = run(case(place, people=(400, 200, 50), months=24, alpha=0.5, aware_at_opening=0.5, **still))
    assert finished.hub("members")[0] > 20
    assert not finished.hub("joins")[1:].any()
    assert not finished.hub("leaves")[1:].any()


def test_hearing_of_a_hub_makes_people_decide_in_that_month() -> None:
    parameters = {
        **BARE_CHOICE,
        **_ONLY_FLEX,
        **NO_CONTACTS,
        "evaluation_rate": 0.0,
        "alpha": 60.0,
        "aware_at_opening": 0.0,
        "awareness_promotion": 0.05,
    }
    finished = run(case(_WIDE, months=12, people=(600, 300, 0), **parameters))
    np.testing.assert_array_equal(finished.hub("members"), finished.hub("aware"))
    assert finished.hub("members")[-1] > 300


# ------------------------------------------------------------------------------------------------------------------ places


def test_a_refused_fixed_desk_becomes_flex_and_never_a_day_pass() -> None:
    want_fixed = {**BARE_CHOICE, "alpha": 50.0, "plan_fixed": 40.0, "plan_occasional": -20.0}
    finished = run(
        case(hub(desks=10, offices=0, opening_cash_eur=1e8, may_expand=False, founders=0.0), people=(200, 0, 0), months=6, **want_fixed)
    )
    assert finished.hub("fixed")[-1] == 10
    assert finished.hub("occasional").sum() == 0
    assert finished.hub("waiting")[-1] == 190
    with_room = run(
        case(hub(desks=10, offices=0, opening_cash_eur=1e8, may_expand=False, founders=0.0), people=(12, 0, 0), months=1, **want_fixed)
    )
    taken = with_room.hub("fixed")[0] + 0.45 * with_room.hub("flex")[0]
    assert taken <= 10
    assert with_room.hub("waiting")[0] == 12 - with_room.hub("members")[0]


def test_places_go_by_a_draw_and_not_by_row() -> None:
    many = {**BARE_CHOICE, **_ONLY_FLEX, "alpha": 50.0}
    finished = run(
        case(hub(desks=20, offices=0, opening_cash_eur=1e8, may_expand=False, founders=0.0), people=(1_000, 0, 0), months=1, **many)
    )
    rows = finished.users
    assert len(rows) == int(20 / CATALOGUE["seat_flex"].default)
    assert abs(rows.mean() - 500) < 4.5 * 1_000 / np.sqrt(12 * len(rows))


@pytest.mark.parametrize("offices", [3, 500])
def test_firms_take_offices_and_none_asks_where_it_cannot_fit(offices: int) -> None:
    parameters = {**BARE_CHOICE, "alpha": 50.0}
    finished = run(case(hub(desks=10, offices=offices, opening_cash_eur=1e8, founders=0.0), people=(5, 0, 300), months=2, **parameters))
    people, agents = finished.simulation.world.people, finished.simulation.town.agents
    firm = people.kind == FIRM
    fits = firm & (np.ceil(people.staff / CATALOGUE["office_staff"].default) <= offices)
    assert (((agents.plan == OFFICE) | (agents.waiting == OFFICE)) == fits).all()
    assert (fits == firm).all() == (offices > 3)


def test_every_plan_is_chosen_by_somebody() -> None:
    place = hub(desks=60, offices=5, founders=9.0, opening_cash_eur=1e6, prices={"day": 10.0, "flex": 60.0, "fixed": 90.0, "office": 200.0})
    finished = run(case(place, people=(1_500, 1_500, 1_000), months=24, alpha=0.0, plan_occasional=-0.5, plan_fixed=0.0, plan_office=-1.0))
    assert all(finished.hub(name).max() > 0 for name in ("flex", "fixed", "occasional", "tenants"))
    agents, kind = finished.simulation.town.agents, finished.simulation.world.people.kind
    assert {FLEX, FIXED} <= set(agents.plan[kind != FIRM]) <= {NO_PLAN, OCCASIONAL, FLEX, FIXED}
    assert set(agents.plan[kind == FIRM]) == {NO_PLAN, OFFICE}


def test_epochs_pass_whether_or_not_a_hub_is_known() -> None:
    """Two towns' worth of the same people: when a hub is heard of must not shift the tastes later met."""
    base = {"people": (200, 100, 0), "months": 24, "distance_fade": 0.0, **NO_CONTACTS, **NOBODY_MOVES}
    early = start(case(_WIDE, aware_at_opening=1.0, forgetting=0.0, **{**base, "alpha": -1e6}))
    late = start(case(_WIDE, aware_at_opening=0.0, awareness_promotion=0.2, forgetting=0.0, **{**base, "alpha": -1e6}))
    early.simulation.advance()
    late.simulation.advance()
    known = late.simulation.town.pairs.aware == 1
    agents = late.simulation.town.ties.agent[known]
    assert len(agents) > 200
    np.testing.assert_array_equal(early.simulation.town.agents.epoch[agents], late.simulation.town.agents.epoch[agents])


def test_months_are_recorded_month_by_month() -> None:
    members = [running.hub("members")[month] for month, running in by_month(case(alpha=0.0))]
    np.testing.assert_array_equal(members, run(case(alpha=0.0)).hub("members"))
