import math
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import binomtest
from scipy.stats import t as student

from experiments.languages import UnknownLanguage, Words
from experiments.outcomes import stacks
from experiments.outcomes.measures import MEASURES
from experiments.runs.case import Case
from experiments.runs.decided import Decided
from experiments.runs.decisions import RARE, Comparison, Evidence, judge, looks, needed, rank
from experiments.runs.replicates import extend, run
from experiments.runs.until_decided import NotDecidable, run_until_decided
from model.scenario import Scenario, read_text
from tests.experiments.stand_ins import TINY, same_results

POLICIES = ["voucher", "relief", "nothing"]


_decided: list[Decided] = []


@pytest.fixture
def decided(scenario: Scenario, fake_engine) -> Decided:
    """Run once for all: hundreds of replicates."""
    if not _decided:
        _decided.append(run_until_decided(scenario, policies=POLICIES, workers=1, point=True))
    return _decided[0]


# --- batches ---


@pytest.mark.parametrize("limit", [stacks.DOUBLE_PRECISION_UP_TO, 30_000])  # with the second, the whole is kept in single precision
def test_batches_give_what_one_run_gives(scenario: Scenario, fake_engine, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr(stacks, "DOUBLE_PRECISION_UP_TO", limit)
    first = run(scenario, replicates=5, seed=4)
    with ThreadPoolExecutor(2) as executor:
        batches = extend(extend(first, 12, workers=3), 23, executor=executor)
    at_once = run(scenario, replicates=23, seed=4, workers=1)
    same_results(batches, at_once)
    assert batches.stack().hub.dtype == at_once.stack().hub.dtype
    assert batches.stack().town.dtype == at_once.stack().town.dtype
    same_results(first, run(scenario, replicates=5, seed=4))  # left as it was


def test_more_replicates_are_counted_from_those_there_are(scenario: Scenario, fake_engine) -> None:
    told: list[tuple[int, int]] = []
    few = run(scenario, replicates=3)
    extend(few, 6, progress=lambda done, total: told.append((done, total)))
    assert told == [(4, 6), (5, 6), (6, 6)]
    same_results(extend(few, 3), few)
    with pytest.raises(ValueError, match="replicates: 2; these results hold 3 already"):
        extend(few, 2)
    with pytest.raises(ValueError, match="workers: 0"):
        extend(few, 4, workers=0)


def test_the_real_engine_in_batches_and_a_decision_on_it() -> None:
    tiny, _ = read_text(TINY.replace("horizon_months: 40", "horizon_months: 14"), "tiny.yaml")
    assert tiny is not None
    decided = run_until_decided(tiny, policies=["voucher", "nothing"], first=4, most=9, workers=2)
    same_results(decided.results, run(tiny, replicates=decided.replicates, policies=["voucher", "nothing"], workers=1))
    assert decided.pair("nothing", "baseline").status == "open"  # nine identical replicates prove nothing
    assert decided.pair("nothing", "baseline").different == 0


# --- the decision ---


def test_policies_are_ranked_and_a_voucher_of_nothing_is_the_baseline(decided: Decided, scenario: Scenario) -> None:
    assert decided.ranking == (("voucher",), ("relief",), ("baseline", "nothing"))
    assert decided.decided
    assert decided.pair("nothing", "baseline").status == "same"
    assert decided.pair("nothing", "baseline").unseen <= RARE
    assert (decided.pair("voucher", "relief").status, decided.pair("relief", "voucher").status) == ("better", "worse")
    one, other = decided.pair("voucher", "relief"), decided.pair("relief", "voucher")
    assert (one.better, one.difference, one.low, one.high) == (other.better, -other.difference, -other.high, -other.low)
    same_results(decided.results, run(scenario, replicates=decided.replicates, policies=POLICIES, point=True))
    assert repr(decided).endswith("voucher > relief > baseline ~ nothing; decided")
    with pytest.raises(KeyError, match="no pair of 'voucher' and 'second_hub'"):
        decided.pair("voucher", "second_hub")


def test_it_stops_as_soon_as_no_pair_is_open(scenario: Scenario, fake_engine) -> None:
    told: list[tuple[int, int, int | None]] = []
    found = Case(scenario).run_until_decided(policies=["voucher"], progress=lambda *what: told.append(what))
    assert found.replicates == found.history[-1][0] < 100
    assert [pairs for _, pairs in found.history] == [1] * (len(found.history) - 1) + [0]
    assert told[0] == (1, 2000, None)
    assert [done for done, *_ in told] == list(range(1, found.replicates + 1))
    assert found.planned[0] == 20
    assert found.planned[-1] == 2000


def test_what_stays_open_is_said_with_what_it_would_take(scenario: Scenario, fake_engine) -> None:
    found = run_until_decided(scenario, policies=["relief", "nothing"], most=30, point=True)
    assert not found.decided
    assert {(pair.policy, pair.reference) for pair in found.open} >= {("nothing", "baseline")}
    assert 300 < (found.pair("nothing", "baseline").needed or 0) < 700
    english, *others = found.sentences("en")
    assert english.startswith("After 30 replicates the ranking by member-months is not settled at 95%; open comparisons: ")
    assert any("the same in each of 30 replicates, but" in line and "replicates in all would settle it" in line for line in others)


def test_less_can_be_better_and_the_caller_can_say_so(scenario: Scenario, fake_engine) -> None:
    closed = run_until_decided(scenario, policies=["relief"], outcome="shrunk_or_closed_24", workers=1)
    assert closed.ranking == (("relief",), ("baseline",))
    assert closed.pair("relief", "baseline").high < 0
    paid = run_until_decided(scenario, policies=["relief"], outcome="public_eur", better="more", first=40, most=40)
    assert paid.ranking == (("relief",), ("baseline",))
    assert paid.planned == (40,)


def test_an_outcome_without_values_stays_open(scenario: Scenario, fake_engine) -> None:
    found = run_until_decided(scenario, policies=["relief"], outcome="collaboration_share_first_year", most=20)
    assert found.open[0].replicates == 0
    assert found.open[0].needed is None
    assert "the outcome exists under both in 0 of the replicates" in found.sentences("en")[1]
    assert found._repr_html_()


def test_everything_wrong_with_a_question_is_said_at_once(scenario: Scenario) -> None:
    with pytest.raises(NotDecidable) as error:
        run_until_decided(
            scenario, outcome="member_month", policies=["vuocher"], better="bigger",  # type: ignore[arg-type]
            confidence=95, indifference=-1, first=1, most=0,
        )
    assert [argument for argument, _ in error.value.problems] == [
        "policies", "outcome", "better", "confidence", "indifference", "first", "most",
    ]
    message = str(error.value)
    assert "outcome: unknown outcome 'member_month'; did you mean 'member_months'?" in message
    assert "write a number from 0.5 to less than 1, as 0.95" in message


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"policies": []}, "there is nothing to compare"),
        ({"outcome": "members_60"}, "'members_60' is how a hub is at 60 months; in these 40 months none gets that old"),
        ({"outcome": "within_30"}, "better: whether more of 'within_30' is better depends on who asks: say more or less"),
        ({"outcome": "viable_24", "indifference": 5.0}, "write 0.05 for five percentage points"),
    ],
)
def test_a_question_that_cannot_be_answered(scenario: Scenario, asked: dict, message: str) -> None:
    with pytest.raises(NotDecidable, match=re.escape(message)):
        run_until_decided(scenario, **asked)


# --- the rule ---


def test_looks_grow_by_half_and_end_at_most() -> None:
    assert looks(20, 100) == [20, 30, 45, 68, 100]
    assert looks(20, 20) == looks(50, 20) == [20]


def test_numbers_get_students_interval_widened_for_worlds_not_met() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(1, 1, 50), rng.normal(0, 1, 50)
    found = Evidence.of(a, b, False)
    low, high = found.bounds(0.01)
    half = student.ppf(1 - 0.004, 49) * (a - b).std(ddof=1) / math.sqrt(50)
    unmet = (1 - 0.001 ** (1 / 50)) * max(a.std(ddof=1), b.std(ddof=1), abs((a - b).mean()))
    assert min(found.mean - low, high - found.mean) == pytest.approx(half + unmet)  # one side is wider, for skewness
    right = Evidence.of(rng.exponential(1, 50), np.zeros(50), False)
    low, high = right.bounds(0.01)
    assert high - right.mean > right.mean - low


@pytest.mark.parametrize(("more", "less"), [(0, 0), (9, 0), (14, 2), (30, 20), (3, 40)])
def test_the_sign_of_a_yes_or_no_is_mcnemars_exact_test(more: int, less: int) -> None:
    policy = np.r_[np.ones(more), np.zeros(less), np.ones(50)]
    reference = np.r_[np.zeros(more), np.ones(less), np.ones(50)]
    low, high = Evidence.of(policy, reference, True).bounds(0.01)
    exact = [binomtest(more, more + less, alternative=side).pvalue if more + less else 1.0 for side in ("greater", "less")]
    assert (low > 0, high < 0) == (exact[0] < 0.004, exact[1] < 0.004)
    assert low <= (more - less) / (more + less + 50) <= high


def test_no_difference_so_far_is_not_the_same() -> None:
    def status(number: int, yes_no: bool, indifference: float = 0.0) -> str:
        same = np.arange(number) % 2.0
        return judge({"a": same, "b": same}, 1, yes_no, 0.001, indifference)[0].status

    enough = math.ceil(math.log(0.0001) / math.log(1 - RARE))
    for yes_no in (True, False):
        assert [status(number, yes_no) for number in (20, enough - 1, enough)] == ["open", "open", "same"]
    assert status(200, True, 0.1) == "no difference that matters"
    assert status(200, False, 0.1) == "open"  # nobody knows how large a difference not met would be


def test_a_pair_that_was_the_same_can_open_again() -> None:
    same = np.zeros(600)
    before = judge({"a": same, "b": same}, 1, False, 0.001)
    assert before[0].status == "same"
    later = np.r_[same, 1.0, np.zeros(99)]
    assert judge({"a": np.zeros(700), "b": later}, 1, False, 0.001, before=before)[0].status == "open"


def test_intervals_keep_what_looks_have_in_common_unless_they_contradict() -> None:
    values = {"a": np.zeros(40), "b": np.random.default_rng(2).normal(0, 1, 40)}
    plain = judge(values, 1, False, 0.01)[0]
    narrow = Comparison("b", "a", "open", None, 0, plain.low + 0.1, 99, 30, 30, 0.1)
    assert judge(values, 1, False, 0.01, before=[narrow])[0].low == plain.low + 0.1
    assert judge(values, 1, False, 0.01, before=[narrow])[0].high == plain.high
    elsewhere = Comparison("b", "a", "better", "b", 50, 40, 60, 30, 30, 0.1)
    assert judge(values, 1, False, 0.01, before=[elsewhere])[0] == plain


def test_the_estimate_of_what_it_takes_holds_when_it_is_tried() -> None:
    rng = np.random.default_rng(3)
    a = rng.normal(0, 1, 100_000)
    b = a + rng.normal(0.1, 0.5, a.size)
    expected = needed(Evidence.of(b[:2000], a[:2000], False), 1, 0.95, 0.0, 20, 100)
    assert expected is not None
    error = 0.05 / len(looks(20, expected))
    assert judge({"a": a[: 2 * expected], "b": b[: 2 * expected]}, 1, False, error)[0].status == "better"
    assert judge({"a": a[: expected // 2], "b": b[: expected // 2]}, 1, False, error)[0].status == "open"
    assert needed(Evidence.of(np.array([1.0, -1.0] * 50), np.zeros(100), False), 1, 0.95, 0.0, 20, 100) is None


def test_a_ranking_orders_only_what_is_settled() -> None:
    def pair(policy: str, reference: str, better: str | None, difference: float) -> Comparison:
        status = "open" if better is None else "better" if better == policy else "worse"
        return Comparison(policy, reference, status, better, difference, 0, 0, 10, 10, 0.1)  # type: ignore[arg-type]

    chain = [pair("b", "a", None, 1), pair("c", "b", None, 1), pair("c", "a", "c", 2)]  # c beats a, b is like either
    assert rank(chain, ["a", "b", "c"], 1) == (("c", "b", "a"),)
    last = [pair("d", name, name, -5) for name in "abc"]
    assert rank([*chain, *last], list("abcd"), 1) == (("c", "b", "a"), ("d",))


# --- calibration: whole studies on worlds whose truth is known ---

Draw = Callable[[np.random.Generator, int], dict[str, np.ndarray]]


def _alike(rng: np.random.Generator, number: int) -> dict[str, np.ndarray]:
    world = rng.normal(0, 1, number)
    return {"baseline": world, **{name: world + rng.normal(0, 0.4, number) for name in "abc"}}


def _a_little_better(rng: np.random.Generator, number: int) -> dict[str, np.ndarray]:
    """Skewed differences around a small mean: 0.04 for b, 0.12 for c."""
    world = rng.normal(0, 1, number)
    return {"baseline": world, "b": world + rng.exponential(0.4, number) - 0.36, "c": world - rng.exponential(0.4, number) + 0.52}


def _rarely_worse(rng: np.random.Generator, number: int) -> dict[str, np.ndarray]:
    """Small gains often, a large loss in one world of twenty: nothing on average."""
    world, chance = rng.normal(20, 8, number), rng.random(number)
    return {"baseline": world, "a": world + np.where(chance < 0.05, -6.0, np.where(chance < 0.35, 1.0, 0.0))}


def _as_often_yes(rng: np.random.Generator, number: int) -> dict[str, np.ndarray]:
    chance = rng.random(number)
    base = (chance < 0.3).astype(float)
    return {"baseline": base, "a": np.where((chance > 0.295) & (chance < 0.305), 1 - base, base)}


def _wrong(draw: Draw, truth: Mapping[str, float], rng: np.random.Generator, indifference: float, yes_no: bool, naive: bool) -> bool:
    most = 600
    values, planned, pairs = draw(rng, most), looks(20, most), ()
    error = 0.05 / (1 if naive else len(planned) * math.comb(len(values), 2))
    for number in planned:
        now = {name: array[:number] for name, array in values.items()}
        pairs = judge(now, 1, yes_no, error, indifference, pairs)
        if not any(pair.status == "open" for pair in pairs):
            break
    for pair in pairs:
        true = truth[pair.policy] - truth[pair.reference]
        says = {"better": true > 0, "worse": true < 0, "same": true == 0, "no difference that matters": abs(true) <= indifference}
        if not says.get(pair.status, True):
            return True
    return False


@pytest.mark.parametrize(
    ("draw", "truth", "indifference", "yes_no"),
    [
        (_alike, {"baseline": 0, "a": 0, "b": 0, "c": 0}, 0.15, False),
        (_a_little_better, {"baseline": 0, "b": 0.04, "c": 0.12}, 0.0, False),
        (_a_little_better, {"baseline": 0, "b": 0.04, "c": 0.12}, 0.1, False),
        (_rarely_worse, {"baseline": 0, "a": 0}, 0.0, False),
        (_as_often_yes, {"baseline": 0.3, "a": 0.3}, 0.0, True),
        (_as_often_yes, {"baseline": 0.3, "a": 0.3}, 0.05, True),
    ],
)
def test_wrong_decisions_are_as_rare_as_stated(draw: Draw, truth: dict[str, float], indifference: float, yes_no: bool) -> None:
    rng = np.random.default_rng(7)
    wrong = np.mean([_wrong(draw, truth, rng, indifference, yes_no, naive=False) for _ in range(120)])
    assert wrong <= 0.05


def test_intervals_made_for_one_look_would_not_do() -> None:
    rng = np.random.default_rng(8)
    truth = {"baseline": 0.0, "a": 0.0, "b": 0.0, "c": 0.0}
    assert np.mean([_wrong(_alike, truth, rng, 0.0, False, naive=True) for _ in range(60)]) > 0.1


# --- words ---


def test_what_is_settled_is_said_in_both_languages(decided: Decided) -> None:
    number = decided.replicates
    english, same = decided.sentences("en")
    assert english == (
        f"After {number} replicates the ranking by member-months is settled at 95%: 1. A voucher; 2. Rent relief; "
        "3. Baseline and A network of one (the same)."
    )
    assert same.startswith(f"Baseline and A network of one: the same in each of {number} replicates; worlds where they differ are at ")
    italian, uguali = decided.sentences("it")
    assert italian.startswith(f"Dopo {number} repliche la classifica per mesi-iscritto è stabilita (confidenza 95\u202f%): 1. Un voucher;")
    assert f"uguali in ognuna di {number} repliche" in uguali
    with pytest.raises(UnknownLanguage):
        decided.sentences("xx")


@pytest.mark.parametrize("lang", ["en", "it"])
def test_the_table_of_pairs_puts_the_better_placed_first(decided: Decided, lang: str) -> None:
    table = decided.text_table(lang)
    assert len(table.rows) == 6
    assert [row[-1] for row in table.rows][:2] == [Words(lang, "runs")("better")] * 2
    assert Words(lang, "runs")("same") in {row[-1] for row in table.rows}
    assert all(len(row) == len(table.header) for row in table.rows)


def test_a_notebook_and_pandas_see_the_pairs(decided: Decided) -> None:
    assert list(decided.table["status"]).count("same") == 1
    page = decided._repr_html_()
    assert "is settled at 95%" in page
    assert "A voucher – Rent relief" in page
    assert all(more > fewer for (fewer, _), (more, _) in pairwise(decided.history))
    assert decided.measure is MEASURES["member_months"]
