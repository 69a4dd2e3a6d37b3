"""Early warning: rules found on some parameter sets and judged on others, on hubs of a known law, and the whole question on stand-ins."""

import numpy as np
import pytest

from experiments.languages import Words, languages
from experiments.outcomes.rows import COSTS
from experiments.questions.answer import Refused
from experiments.questions.warning import DATES, STEPS, hub_futures, warning
from experiments.questions.warning_rules import AMBER, GREEN, RED, Form, Futures, Rule, forms, halves, judged, rates, share
from experiments.questions.warning_said import where
from model.names import CLOSED, DOWNSIZED, OPEN
from tests.experiments.report import fakes

INDICATORS = tuple(STEPS)


def _hubs(seed: int, sets: int = 24, rows: int = 20, strength: float = 1.0, spread: float = 1.0) -> Futures:
    """Hubs of a known law: members and the chance of closing hang on the set and on chance; the other indicators say nothing."""
    draw = np.random.default_rng(seed)
    group = np.repeat(np.arange(sets), rows)
    good = np.repeat(draw.normal(0, spread, sets), rows) + draw.normal(0, 1, sets * rows)
    members = np.maximum(np.round(10 + 4 * good), 0)
    closed = (draw.random(sets * rows) < 1 / (1 + np.exp(0.8 + 1.5 * strength * good))).astype(float)
    noise = {name: np.round(draw.uniform(0, 100, sets * rows)) for name in INDICATORS[1:]}
    return Futures({"members": members, **noise}, closed, group)


def test_whole_sets_go_to_one_side_and_all_rows_to_one():
    futures = _hubs(1)
    first, second = halves(futures)
    assert not set(first.group) & set(second.group)
    assert len(first.closed) + len(second.closed) == len(futures.closed)
    assert abs(len(set(first.group)) - len(set(second.group))) <= 1


def test_the_indicator_that_tells_is_chosen_and_its_use_is_said():
    found = judged(_hubs(2, sets=40), forms(INDICATORS), STEPS)
    assert found.rule is not None and found.unseen is not None
    assert found.rule.form.indicators[0] == "members"
    assert found.unseen.of_use and found.unseen.warned_close.value > found.unseen.base.value > found.unseen.others_close.value


def test_rates_on_unseen_sets_cover_what_the_rule_does_in_the_long_run():
    """The interval of each rate holds the rate in very many hubs of the same law; that of the seen half would not always."""
    long_run = _hubs(10_000, sets=1000)
    held = {"warned_close": [], "closing_warned": [], "living_warned": [], "apart": []}
    for seed in range(60):
        found = judged(_hubs(seed), (Form(("members",)),), STEPS)
        assert found.rule is not None and found.unseen is not None
        truth = rates(found.rule, long_run)
        for name, inside in held.items():
            told, true = getattr(found.unseen, name), getattr(truth, name).value
            inside.append(told.low <= true <= told.high)
    for name, inside in held.items():
        assert np.mean(inside) >= 0.85, name  # 95 % in the long run; of 60 fewer than 51 hold in one case out of a thousand


def test_a_rule_of_no_use_is_said_to_be_so():
    wrong = 0
    for seed in range(30):
        found = judged(_hubs(seed, strength=0.0), forms(INDICATORS), STEPS)
        wrong += found.unseen is not None and (found.unseen.of_use or found.unseen.red_of_use)
    assert wrong <= 4  # of each of the two comparisons one in forty looks of use


def test_hubs_of_one_set_that_fare_alike_count_as_few():
    group = np.repeat(np.arange(10), 50)
    alike = share(np.repeat(np.arange(10) % 2, 50).astype(float), group)
    apart = share(np.tile([0.0, 1.0], 250), group)
    assert alike.value == apart.value == 0.5
    assert alike.high - alike.low > 3 * (apart.high - apart.low)


def test_sets_drawn_twice_and_of_unequal_size_are_one_group():
    group = np.array([3, 3, 1, 1, 1, 3, 2])
    closed = np.array([1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0])
    assert share(closed, group).value == pytest.approx(4 / 7)
    assert share(closed, group, group == 1).value == 0


@pytest.mark.parametrize(("closed", "reason"), [(np.zeros(200), "none_close"), (np.ones(200), "all_close"), (np.eye(200)[3], "few")])
def test_where_nothing_can_be_told_the_reason_is_said(closed, reason):
    futures = Futures({name: np.arange(200.0) for name in INDICATORS}, closed, np.arange(200) // 10)
    assert judged(futures, forms(INDICATORS), STEPS).reason == reason


def test_lights_are_nested_and_below_means_below():
    rule = Rule(Form(("members", "cash_months"), "or"), (3.0, 1.0), (7.0, 2.0))
    values = {"members": np.array([2.0, 3.0, 6.0, 7.0, 9.0]), "cash_months": np.array([5.0, 5.0, 5.0, 5.0, 0.5])}
    assert rule.lights(values).tolist() == [RED, AMBER, AMBER, GREEN, RED]
    for seed in range(5):
        found = judged(_hubs(seed), forms(INDICATORS), STEPS).rule
        assert found is not None and found.amber is not None
        assert found.red is None or all(amber >= red for amber, red in zip(found.amber, found.red, strict=True))


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("bound", [-2.0, 0.0, 0.5, 1.0, 3.0])
def test_cash_below_any_threshold_has_words(lang, bound):
    t = Words(lang, "warning")
    assert where(t, Form(("cash_months",)), (bound,)).strip()
    assert where(t, Form(("members", "days"), "and"), (bound, 40.0)).count("40") == 1


# --- the runs ---


def test_what_is_looked_at_is_what_the_runs_say():
    results = fakes.results(replicates=8, worlds=4)
    futures = hub_futures(results, "hub", results.policies, 12, 36)
    expected = []
    for policy in results.policies:
        stack = results.stack(policy)
        now = int(stack.opens[0]) + 11
        for replicate in range(results.replicates):
            state = stack.series("state")[replicate, :, 0]
            if state[now] not in (OPEN, DOWNSIZED):
                continue
            cost = sum(stack.series(name)[replicate, now - 2 : now + 1, 0].mean() for name in COSTS)
            cash = float(np.clip(stack.series("cash_eur")[replicate, now, 0] / max(cost, 1.0), -60, 60))
            closed = float((state[: int(stack.opens[0]) + 36] == CLOSED).any())
            expected.append((stack.series("members")[replicate, now, 0], cash, closed, replicate // 4))
    members, cash, closed, block = zip(*expected, strict=True)
    assert futures.values["members"].tolist() == list(members)
    np.testing.assert_allclose(futures.values["cash_months"], cash)
    assert futures.closed.tolist() == list(closed)
    assert len(set(zip(futures.group.tolist(), block, strict=True))) == len(set(block))


def test_the_same_answer_whatever_the_workers(scenario, fake_engine):
    answers = [warning(scenario, at=13, replicates=16, workers=workers, command="x") for workers in (1, 2)]
    assert repr(answers[0].numbers()) == repr(answers[1].numbers())
    assert answers[0].said("en", drawn=False) == answers[1].said("en", drawn=False)


@pytest.mark.parametrize("lang", languages())
def test_every_answer_can_be_said_and_drawn(scenario, fake_engine, lang):
    answer = warning(scenario, at=13, replicates=8, command="x")
    said = answer.said(lang)
    assert len(said.sentences) >= len(DATES) and all(said.sentences)
    for table in said.tables:
        assert all(len(row) == len(table.header) for row in table.rows)


@pytest.mark.parametrize(("asked", "key"), [
    ({"hub": "nowhere"}, "no_hub"), ({"policy": "none"}, "no_policy"), ({"at": 12}, "at_too_early"), ({"at": 361}, "at_too_late"),
])
def test_what_cannot_be_asked_is_refused(scenario, asked, key):
    with pytest.raises(Refused) as refused:
        warning(scenario, **asked)
    assert [reason for reason, _ in refused.value.reasons] == [key]
    for lang in languages():
        assert refused.value.told(lang)
