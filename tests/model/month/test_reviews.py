"""What an operator does when it reviews its hub, when that is, and what belongs to a hub's anchor."""

import math
from typing import Any

import numpy as np
import pytest

from model.draws import OPERATOR, exponential, uniform, uniforms
from model.names import CLOSED, DOWNSIZED, EMPLOYEE, LOW_RUNWAY, NO_GROWTH, OPEN, OTHER_ENDING, WOUND_DOWN
from model.parameters import CATALOGUE
from model.scenario import read_text
from model.series import HUB_COLUMN
from tests.model.month.towns import BLOCKS, FROZEN, PLAIN_OPERATOR, Run, assert_same, case, empty, hub, run, with_values

_YEAR = int(CATALOGUE["review_months"].default)
_RICH = {"opening_cash_eur": 1e7, "credit_eur": 0.0}
_YEARLY = {**PLAIN_OPERATOR, "review_months": float(_YEAR)}


def _operator(finished: Run) -> tuple[float, ...]:
    return uniforms(finished.simulation.town.seed, OPERATOR, 0, finished.prepared.specs.key[0], 0)  # type: ignore[no-any-return]


def _hubs(number: int, **figures: Any) -> list[dict[str, Any]]:
    return [hub(f"hub_{number}", desks=14, offices=0, founders=0.0, works_eur=0.0, **{**_RICH, **figures}) for number in range(number)]


def _alone(*hubs: dict[str, Any], months: int, **parameters: float) -> Run:
    return run(case(*hubs, months=months, **{**FROZEN, "aware_at_opening": 0.0, "awareness_promotion": 0.0, "alpha": -1e6, **parameters}))


# ------------------------------------------------------------------------------------------------------------------ when


def test_rich_hubs_that_nobody_joins_shrink_in_a_month_of_their_own() -> None:
    """Alike in all but the name, twelve hubs give up space at their first review: after a whole year, spread over another."""
    finished = _alone(*_hubs(12), months=30, **_YEARLY)
    assert (finished.outcome.reason == NO_GROWTH).all()
    age = finished.outcome.changed + 1
    assert ((age >= _YEAR) & (age < 2 * _YEAR)).all()
    assert len(set(age.tolist())) >= 6
    assert (age == _YEAR + finished.simulation.town.hubs.review_offset).all()


def test_a_cash_alarm_does_not_wait_for_a_review() -> None:
    finished = empty(9, opening_cash_eur=60_000.0, credit_eur=0.0, parameters=_YEARLY)
    assert (finished.outcome.state[0], finished.outcome.reason[0]) == (DOWNSIZED, LOW_RUNWAY)
    assert 2 < finished.outcome.changed[0] < _YEAR - 1


def test_policies_share_the_months_of_an_operator() -> None:
    plain = run(case(hub(), months=3))
    helped = run(case(hub(), blocks=[BLOCKS["voucher"]], months=3, habit=0.5))
    for name in ("review_offset", "ends"):
        np.testing.assert_array_equal(plain.simulation.town.hubs[name], helped.simulation.town.hubs[name])


def test_the_end_of_support_is_a_review() -> None:
    """A rich hub whose rent is relieved gives up space in the last month of that; that the run ends is no end of support."""
    relief = with_values(BLOCKS["rent_relief"], share=0.5, end=20)
    shrinks = empty(months=36, blocks=(relief,), parameters={**_YEARLY, "review_months": 36.0}, **_RICH)
    assert (shrinks.outcome.changed[0], shrinks.outcome.reason[0]) == (19, NO_GROWTH)
    lasts = empty(months=20, blocks=(relief,), parameters={**_YEARLY, "review_months": 36.0}, **_RICH)
    assert lasts.outcome.state[0] == OPEN


def test_support_that_ends_is_not_counted_on() -> None:
    """A hub that earns with its rent paid, and would lose without, gives up space when that ends."""
    figures = {"founders": 6.0, "opening_cash_eur": 1e6, "works_eur": 0.0, "host_fte": 0.0, "prices": {"fixed": 220.0}}
    relief = with_values(BLOCKS["rent_relief"], share=1.0, end=20)
    scenario = {"months": 24, "plan_fixed": 50.0, **FROZEN, **_YEARLY, "review_months": 36.0}
    finished = run(case(hub(desks=14, offices=0, **figures), blocks=[relief], **scenario))
    assert (finished.hub("net_eur")[:19] > 0.0).all()
    assert finished.outcome.changed[0] == 19


# ----------------------------------------------------------------------------------------------------------------- endings


def test_a_losing_hub_is_wound_down_at_its_second_review_while_it_can_pay() -> None:
    finished = _alone(*_hubs(8, may_downsize=False), months=40, **{**_YEARLY, "wind_down_reviews": 2.0})
    assert (finished.outcome.reason == WOUND_DOWN).all()
    np.testing.assert_array_equal(finished.outcome.changed + 1, 2 * _YEAR + finished.simulation.town.hubs.review_offset)
    assert (finished.simulation.town.hubs.cash > 0.0).all()


def test_what_can_be_given_up_is_given_up_first() -> None:
    finished = _alone(*_hubs(4), months=84, **{**_YEARLY, "wind_down_reviews": 1.0})
    states = finished.outcome.hub[:, :, HUB_COLUMN["state"]]
    assert (finished.simulation.town.hubs.downsizings > 0).all()
    assert (states[-1] == CLOSED).all()


def test_a_patient_operator_winds_down_later() -> None:
    figures = {"may_downsize": False, **_RICH}
    months = [
        _alone(*_hubs(1, operator=operator, **figures), months=60, **{**_YEARLY, "wind_down_reviews": 2.0}).outcome.changed[0]
        for operator in ("private", "cooperative", "public")  # 2, round(2.6), 3 reviews
    ]
    assert months[1] == months[2] == months[0] + _YEAR


def test_hubs_end_for_other_reasons_at_the_known_rate() -> None:
    """Of 300 rich hubs each ends at the age its draw says, and as many as the rate makes."""
    rate, months = 0.1, 60
    finished = _alone(*_hubs(300, may_downsize=False), months=months, **{**_YEARLY, "other_endings": rate})
    ended = finished.outcome.reason == OTHER_ENDING
    expected = 1.0 - math.exp(-rate / 12.0 * (months - 1))
    assert abs(ended.mean() - expected) < 4.0 * math.sqrt(expected * (1.0 - expected) / 300)
    first = finished.outcome.changed[0] if ended[0] else None
    age = math.ceil(12.0 * exponential(_operator(finished)[1]) / rate)
    assert first == (age if age < months else None)


# ------------------------------------------------------------------------------------------------------------- a good year


def _full(months: int, **parameters: float) -> Run:
    """A hub full from the first day, at a good price, that may not grow."""
    figures = {"desks": 12, "offices": 0, "founders": 12.0, "prices": {"fixed": 600.0}, "works_eur": 60_000.0, "may_expand": False}
    return run(case(hub(**figures), months=months, **{**FROZEN, "plan_fixed": 50.0, **_YEARLY, **parameters}))


def test_a_full_hub_raises_its_prices_once_a_year() -> None:
    finished = _full(48, price_step=0.05)
    level = finished.hub("fees_eur") / 7_200.0
    first = _YEAR + int(finished.simulation.town.hubs.review_offset[0])  # from the month after the review
    steps = np.searchsorted(np.arange(first, 48, _YEAR), np.arange(48), side="right")
    assert level == pytest.approx(1.05**steps)


def test_the_owner_takes_out_part_of_what_is_spare() -> None:
    finished = _full(48, withdrawal=0.5)
    taken, cash = finished.hub("withdrawn_eur"), finished.hub("cash_eur")
    review = int(np.argmax(taken > 0.0))
    fixed = sum(finished.hub(f"{line}_eur")[review] for line in ("rent", "utilities", "host", "events", "debt"))
    kept = CATALOGUE["opening_cash_months"].default * fixed
    assert taken[review] == pytest.approx(cash[review] - kept), "half of the spare is out, half in"
    assert np.count_nonzero(taken) == len(range(review, 48, _YEAR))
    assert (finished.hub("net_eur") > 0.0).all(), "what the owner takes is no loss"
    assert cash.max() < _full(48).hub("cash_eur").max()


def test_rooms_are_renewed_out_of_what_is_earned() -> None:
    rate = CATALOGUE["renewal_rate"].default
    assert _full(6, renewal_rate=rate).hub("renewal_eur") == pytest.approx(rate / 12.0 * 60_000.0)
    assert not empty(parameters={"renewal_rate": rate}, works_eur=60_000.0).hub("renewal_eur").any()


def test_a_hub_that_fills_again_is_whole_again() -> None:
    """Hardly anybody hears of it until a campaign: with `grow_back` desks, host and state return, without it the state stays."""
    figures = {"desks": 12, "offices": 0, "founders": 0.0, "host_fte": 2.0, "host_cost_eur": 3_000.0, "works_eur": 0.0}
    figures |= {"opening_cash_eur": 60_000.0, "prices": {"fixed": 400.0, "flex": 400.0}}
    campaign = with_values(BLOCKS["promotion"], intensity=100.0, start=8)
    people = {"people": (400, 0, 0), "alpha": 6.0, "beta_c": 0.0, "aware_at_opening": 0.0, "awareness_promotion": 0.0005}
    people |= {"awareness_word_of_mouth": 0.0, "distance_fade": 0.0, "other_places_100k": 0.0}
    runs = [run(case(hub(**figures), blocks=[campaign], months=48, **people, **{**_YEARLY, "grow_back": share})) for share in (1.0, 0.0)]
    for finished in runs:
        assert (finished.hub("state") == DOWNSIZED).any()
        assert finished.hub("desks")[-1] >= 12
    whole, shrunk = (finished.simulation.town.hubs[0] for finished in runs)
    assert (whole.state, whole.host_fte) == (OPEN, 2.0)
    assert shrunk.state == DOWNSIZED and shrunk.host_fte < 2.0


def test_a_host_stays_while_members_pay_for_it() -> None:
    figures = {"desks": 20, "offices": 0, "founders": 8.0, "prices": {"fixed": 200.0}, "works_eur": 0.0, **_RICH}
    for kept, host in ((1.0, 0.5), (0.0, 0.25)):
        finished = run(case(hub(**figures), months=30, plan_fixed=50.0, **{**FROZEN, **_YEARLY, "host_kept": kept}))
        assert finished.outcome.state[0] == DOWNSIZED
        assert finished.simulation.town.hubs.host_fte[0] == host


# ------------------------------------------------------------------------------------------------ what is earned is spent

_PAID_HOST = {"host_fte": 0.5, "host_cost_eur": 2_600.0, "opening_cash_eur": 20_000.0}


def _earning(months: int, blocks: tuple[dict[str, Any], ...] = (), **parameters: float) -> Run:
    """A hub of twelve members, always the same, who pay more than it costs."""
    figures = {"desks": 12, "offices": 0, "founders": 12.0, "prices": {"fixed": 600.0}, "works_eur": 0.0, "may_expand": False, **_PAID_HOST}
    return run(case(hub(**figures), blocks=list(blocks), months=months, **{**FROZEN, "plan_fixed": 50.0, **_YEARLY, **parameters}))


def _first_review(finished: Run) -> int:
    return _YEAR + int(finished.simulation.town.hubs.review_offset[0]) - 1


@pytest.mark.parametrize("share", [0.4, 1.0])
def test_a_hub_spends_what_it_earns_and_over_a_year_what_it_has_to_spare(share: float) -> None:
    """From the month after the review the host costs so much more: a share of the result, and of a twelfth of the spare cash."""
    finished, plain = _earning(26, plough_back=share), _earning(26)
    now, host = _first_review(finished), finished.hub("host_eur")
    fixed = sum(plain.hub(f"{line}_eur")[now] for line in ("rent", "utilities", "host", "events", "debt"))
    spare = plain.hub("cash_eur")[now] - CATALOGUE["opening_cash_months"].default * fixed
    net = plain.hub("net_eur")[now - 2 : now + 1].mean()
    assert spare > 0.0 and net > 0.0
    np.testing.assert_array_equal(host[: now + 1], plain.hub("host_eur")[: now + 1])
    assert host[now + 1] - host[now] == pytest.approx(share * (net + spare / _YEAR))


def test_the_owner_takes_out_of_what_the_hub_does_not_spend() -> None:
    """Of an owner who takes all there is to spare the hub that spends a quarter of it leaves three, one that spends all nothing."""
    taken = [_earning(26, plough_back=share, withdrawal=1.0).hub("withdrawn_eur") for share in (0.0, 0.25, 1.0)]
    now = int(np.argmax(taken[0] > 0.0))
    assert taken[1][now] == pytest.approx(0.75 * taken[0][now]) and not taken[2].any()


def test_a_hub_that_spent_its_reserve_takes_hours_back_until_it_is_balanced() -> None:
    """With all of its spare cash spent it loses by the second review, which ends the loss and gives up nothing else."""
    finished = _earning(38, plough_back=1.0, wind_down_reviews=1.0)
    first, net = _first_review(finished), finished.hub("net_eur")
    assert (net[first + 1 : first + _YEAR + 1] < 0.0).all()
    assert net[first + _YEAR + 1] == pytest.approx(0.0, abs=1e-6)
    assert finished.hub("host_eur")[first + _YEAR + 1] < finished.hub("host_eur")[first + _YEAR]
    assert (finished.outcome.state[0], finished.outcome.hub[-1, 0, HUB_COLUMN["desks"]]) == (OPEN, 12)


def test_a_host_salary_pays_no_hours_added_since() -> None:
    salary = with_values(BLOCKS["host_salary"], share=1.0, extra_fte=0.0)
    finished = _earning(26, blocks=(salary,), plough_back=1.0)
    host = finished.hub("host_eur")
    assert host[-1] > host[0] == pytest.approx(1_300.0)
    assert finished.paid("host_salary") == pytest.approx(1_300.0)


def test_added_hours_go_as_the_support_that_paid_for_them_ends() -> None:
    """A hub that earns only with its rent paid is, after it, what it would be had it added no hours."""
    relief = with_values(BLOCKS["rent_relief"], share=1.0, end=30)
    figures = {"desks": 12, "offices": 0, "founders": 12.0, "prices": {"fixed": 150.0}, "works_eur": 0.0, "rent_eur_m2": 20.0, **_PAID_HOST}
    scenario = {"months": 32, **FROZEN, "plan_fixed": 50.0, **_YEARLY}
    finished, plain = (run(case(hub(**figures), blocks=[relief], **{**scenario, "plough_back": share})) for share in (1.0, 0.0))
    assert finished.hub("host_eur")[29] > 650.0
    assert finished.hub("host_eur")[30:] == pytest.approx(plain.hub("host_eur")[30:])


def test_a_host_without_a_wage_has_no_hours_to_sell() -> None:
    figures = {"operator": "volunteer", "building": "own", "desks": 12, "founders": 12.0, "offices": 0, "works_eur": 0.0}
    scenario = {"months": 30, **FROZEN, "plan_fixed": 50.0, **_YEARLY}
    assert_same(*(run(case(hub(**figures), **{**scenario, "plough_back": share})) for share in (1.0, 0.0)))


# ---------------------------------------------------------------------------------------------------- the end of support


def _supported(counts: float, end: int = 30, price: float = 150.0, **parameters: float) -> Run:
    """Twelve members who stay, and rent that they could not pay; it is relieved until a month."""
    relief = with_values(BLOCKS["rent_relief"], share=1.0, end=end)
    figures = {"desks": 12, "offices": 0, "founders": 12.0, "prices": {"fixed": price}, "works_eur": 0.0, "rent_eur_m2": 20.0, **_RICH}
    scenario = {"months": 60, **FROZEN, "plan_fixed": 50.0, **_YEARLY, "wind_down_reviews": 2.0, "end_counts": counts, **parameters}
    return run(case(hub(**figures), blocks=[relief], **scenario))


@pytest.mark.parametrize(("counts", "reviews_later"), [(0.0, 1), (1.0, 1), (1.5, 1), (2.0, 0), (4.0, 0)])
def test_a_hub_that_cannot_pay_without_its_support_closes_as_that_ends(counts: float, reviews_later: int) -> None:
    finished = _supported(counts)
    ordinary = np.arange(_first_review(finished), 60, _YEAR)
    months = [29, *ordinary[ordinary > 29]]
    assert (finished.outcome.reason[0], finished.outcome.changed[0]) == (WOUND_DOWN, months[reviews_later])


def test_a_hub_that_pays_for_itself_outlives_its_support() -> None:
    assert _supported(4.0, price=600.0).outcome.state[0] == OPEN


def test_growth_does_not_hold_a_hub_that_cannot_pay_without_its_support() -> None:
    """A hub that fills from its opening on, rent paid: at the end its members hold it only where the end is a review as any."""
    figures = {"desks": 40, "offices": 0, "founders": 0.0, "rent_eur_m2": 40.0, "works_eur": 0.0, "host_fte": 0.0, "may_downsize": False}
    people = {"people": (400, 0, 0), "alpha": 1.0, "beta_c": 0.0, "forgetting": 0.0, "other_places_100k": 0.0}
    relief = with_values(BLOCKS["rent_relief"], share=1.0, end=9)
    for counts, ends in ((0.0, False), (2.0, True)):
        scenario = {"months": 10, **people, **_YEARLY, "wind_down_reviews": 2.0, "end_counts": counts}
        finished = run(case(hub(**figures, **_RICH), blocks=[relief], **scenario))
        assert finished.hub("desk_use")[8 - ends] > finished.hub("desk_use")[0]
        assert (finished.outcome.reason[0] == WOUND_DOWN) == ends


# ------------------------------------------------------------------------------------------------------------------ nulls


@pytest.mark.parametrize(
    ("rule", "value"),
    [("wind_down_reviews", 1.0), ("price_step", 0.3), ("withdrawal", 1.0), ("renewal_rate", 0.5), ("grow_back", 1.0), ("host_kept", 1.0),
     ("plough_back", 1.0), ("end_counts", 4.0)],
)
def test_a_rule_without_occasion_changes_nothing(rule: str, value: float) -> None:
    """A hub that neither earns, nor is full, nor has been reviewed, is the same to the bit with and without the rule."""
    scenario = {"months": 6, "alpha": -0.5, "renewal_rate": 0.0}
    place = hub(rent_eur_m2=30.0, opening_cash_eur=1e6, founders=2.0)
    assert_same(run(case(place, **scenario)), run(case(place, **{**scenario, rule: value})))


# ---------------------------------------------------------------------------------------------------------- anchor's people


def _anchored(people: int, months: int = 24, **parameters: float) -> Run:
    figures = hub(operator="employer_anchored", desks=30, founders=0.0, opening_cash_eur=1e7, may_downsize=False, anchor_people=people)
    return run(case(figures, months=months, **{"aware_at_opening": 0.0, "awareness_promotion": 0.0, **parameters}))


def test_an_anchor_has_so_many_employees_with_the_lowest_draws() -> None:
    finished = _anchored(15, months=1)
    town = finished.simulation.town
    of_anchor = np.nonzero(town.agents.anchor == 0)[0]
    employees = np.nonzero(town.people.kind == EMPLOYEE)[0]
    draws = {int(i): uniform(town.seed, OPERATOR, 0, town.people.slot[i], town.specs.key[0]) for i in employees}
    assert set(of_anchor.tolist()) == set(sorted(draws, key=draws.__getitem__)[:15])
    assert (finished.hub("aware")[0], len(of_anchor)) == (15, 15)


def test_the_anchors_people_come_more_often_and_the_anchor_pays() -> None:
    """Eighty employees who all know the hub, forty of them with an employer that pays for them and consents."""
    known = {"forgetting": 0.0, "aware_at_opening": 1.0, "alpha": 0.0, "months": 36}
    finished = _anchored(40, **known)
    agents, people = finished.simulation.town.agents, finished.simulation.town.people
    own, others = (agents.member_months[(people.kind == EMPLOYEE) & (agents.anchor == anchor)].sum() for anchor in (0, -1))
    assert own > 2 * others > 0, (own, others)
    assert finished.hub("fees_eur")[1:].min() >= CATALOGUE["price_flex_eur"].default, "the hub is paid in full"
    agents, pairs, ties = (getattr(_anchored(40, forgetting=1.0).simulation.town, name) for name in ("agents", "pairs", "ties"))
    knows = pairs.aware[agents.anchor[ties.agent] == 0]
    assert len(knows) == 40 and knows.mean() > 0.9, "they do not forget, however forgetful others are"


def test_no_people_of_an_anchor_is_the_model_without() -> None:
    without = run(case(hub(operator="employer_anchored")))
    assert_same(without, run(case(hub(operator="employer_anchored", anchor_people=0))))


_TEXT = """
title: An anchor
question: Who may have one?
start: "2022-01"
horizon_months: 12
territory: {{towns: [sondrio]}}
hubs:
  - {{name: adda, town: sondrio, desks: 10{figures}}}
policies:
  other:
    title: Another
    hubs: {{adda: {{{change}}}}}
"""


@pytest.mark.parametrize(
    ("figures", "change", "refused"),
    [
        (", operator: employer_anchored, anchor_people: 9", "desks: 8", ""),
        (", anchor_people: 9", "desks: 8", "hubs"),
        (", operator: employer_anchored", "anchor_people: 9", ""),
        (", operator: employer_anchored, anchor_people: 9", "operator: public", "policies"),
        ("", "anchor_people: 9", "policies"),
        ("", "anchor_people: 9, operator: employer_anchored", ""),
    ],
)
def test_only_an_employer_has_people_of_its_own(figures: str, change: str, refused: str) -> None:
    scenario, problems = read_text(_TEXT.format(figures=figures, change=change), "anchor.yaml")
    errors = [problem for problem in problems if "people of an anchor" in str(problem)]
    assert bool(errors) == bool(refused) == (scenario is None)
