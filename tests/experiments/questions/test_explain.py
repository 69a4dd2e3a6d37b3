"""Why a hub fared as it did: the cause put into a scenario is the one that is named, and what is told is what the run recorded."""

import re
from functools import cache

import numpy as np
import pytest

from experiments.languages import Words, languages
from experiments.questions.answer import Refused
from experiments.questions.explain import Explanation, explain, typical, worst
from experiments.questions.explain_course import LEAVING
from experiments.questions.explain_found import block_title
from experiments.questions.explain_ledger import MONEY, OPERATOR, OUTER, Event, ledger
from experiments.questions.explain_replays import causes
from experiments.questions.explain_said import shrinks_by
from experiments.questions.folder import page
from experiments.questions.variants import asking
from model.compile_scenario.hubs import every_hub
from model.compile_scenario.instruments import ACTING
from model.month.weighing import TERMS
from model.names import CLOSED, DOWNSIZED, OPEN
from model.scenario import Scenario, load_scenario, read_text, scenario_names
from model.scenario.shocks import RivalHub
from model.series import HUB_COLUMN
from tests.model.month.towns import BARE_CHOICE, LASTING, PLAIN_OPERATOR, Block, case, hub
from tests.model.tiny_town import TEXT

_TITLES = {"title": "Rents go through the roof", "title_it": "Affitti alle stelle"}
_RISE = {"type": "rent", "name": "rise", "factor": 5.0, "start": 24, **_TITLES}
_EARNS = {**BARE_CHOICE, **PLAIN_OPERATOR, **LASTING, "alpha": 0.5, "taste_persistence": 1.0}
_PEOPLE = (60, 0, 0)


def _hub(**figures: object) -> Block:
    """A large hub that lives on its members and on nothing else."""
    known = {"desks": 60, "offices": 0, "m2": 500.0, "rent_eur_m2": 8.0, "host_fte": 0.2, "works_eur": 0.0, "opening_cash_eur": 5_000.0,
             "credit_eur": 3_000.0, "may_downsize": False, "may_expand": False, "events_per_month": 0.0}
    return hub(**{**known, **figures})


def _case(*blocks: Block, months: int = 48, **figures: object) -> Scenario:
    return case(_hub(**figures), blocks=blocks, months=months, people=_PEOPLE, **_EARNS)


@cache
def _risen(workers: int = 2) -> Explanation:
    return explain(_case(_RISE), replicates=8, workers=workers, point=True)


@cache
def _quiet() -> Explanation:
    return explain(_case(), replicates=4, point=True)


@cache
def _tiny() -> Explanation:
    scenario, _ = read_text(TEXT, "tiny_town.yaml")
    assert scenario is not None
    return explain(scenario, replicates=8, policy="voucher")


def test_a_rent_five_times_as_high_is_what_began_it_and_without_it_the_hub_is_open() -> None:
    found = _risen()
    events = {event.number: event for event in found.ledger.events}
    first, *_, last = (events[number] for number in found.ledger.chain)
    assert (first.kind, first.month, first.block, first.against) == ("shock_rent_seen", 24, "rise", True)
    assert first.values["rent_after"] == pytest.approx(5 * first.values["rent_before"])
    assert last.kind == "closes_cash" and last.month == np.flatnonzero(found.course.states.state == CLOSED)[0] > 24
    assert last.values["cash"] < -last.values["credit"]
    assert found.ranked_by == "open" and found.base["open"] == 0.0
    without = next(one for one in found.replays if one.cause.kind == "no_shock")
    assert (without.open_at_end.value, without.difference.value, without.clear) == (1.0, 1.0, True)
    goes_on = [one.cause.kind for one in found.replays]
    assert "shock_goes_on" not in goes_on and "usual_rent" in goes_on  # it has no end, and there is a rise to be capped


def test_a_hub_without_a_shock_lists_none() -> None:
    found = _quiet()
    assert not [event for event in found.ledger.events if event.group == OUTER]
    of_blocks = {"no_shock", "shock_goes_on", "no_instrument", "instrument_goes_on", "no_rival"}
    assert of_blocks.isdisjoint(one.cause.kind for one in found.replays)
    assert found.fate == "open" and found.ledger.losing_since == -1


def test_replays_are_ranked_by_what_they_change() -> None:
    changed = [abs(one.difference.value) for one in _risen().replays]
    assert changed == sorted(changed, reverse=True)
    better = {one.cause.kind: one for one in _risen().replays}
    assert better["no_rent"].open_at_end.value == 1.0 and better["usual_rent"].open_at_end.value == 1.0
    assert better["no_community"].same  # there is none in this scenario


def test_the_ledger_tells_the_months_of_the_run() -> None:
    found = _tiny()
    course, books = found.course, found.course.series[:, found.course.position]
    recorded = found.results.stack("explained").hub[:, course.replicate, :, course.position].T
    np.testing.assert_array_equal(books, recorded)  # the future told is the one of the runs
    assert found.results.stack("explained").changed[course.replicate, course.position] == course.states.changed[-1]
    running = np.flatnonzero(course.running)
    (opening,) = found.ledger.of("opens", "opens_group", "opens_call", "found_open")
    assert opening.month == running[0] == course.states.opened[-1]
    assert opening.values["members"] == books[running[0], HUB_COLUMN["members"]]
    closed = np.flatnonzero(course.states.state == CLOSED)
    assert [event.month for event in found.ledger.events if event.kind.startswith("closes")] == closed[:1].tolist()
    shrunk = np.flatnonzero(np.diff(course.states.downsizings) > 0) + 1
    assert [event.month for event in found.ledger.of("shrinks")] == shrunk.tolist()
    for event in found.ledger.of("cash_negative"):
        assert books[event.month, HUB_COLUMN["cash_eur"]] < 0 <= books[event.month - 1, HUB_COLUMN["cash_eur"]]
    for event in found.ledger.of("rise", "fall"):
        until = event.values["until"]
        assert books[until, HUB_COLUMN["members"]] == event.values["to"]
        assert event.values["to"] - event.values["from"] == event.values["joins"] - event.values["leaves"]
    months = [event.month for event in found.ledger.events]
    assert months == sorted(months) and [event.number for event in found.ledger.events] == list(range(1, len(months) + 1))


@pytest.mark.parametrize(("desks", "host", "told_as"), [(2.0, 0.5, "shrinks"), (4.0, 0.0, "shrinks_host"), (4.0, 0.5, "shrinks_offices")])
def test_what_is_given_up_is_what_there_is_less_of(desks: float, host: float, told_as: str) -> None:
    """A hub with the least desks there can be shrinks by its host's hours or its offices, not from 4 desks to 4."""
    values = {"before": 4.0, "after": desks, "host_before": 0.5, "host_after": host}
    assert shrinks_by(Event(5, "shrinks", OPERATOR, values)) == told_as


def test_who_leaves_is_counted_once_with_a_reason() -> None:
    found = _tiny()
    course, books = found.course, found.course.series[:, found.course.position]
    lost = books[:, HUB_COLUMN["leaves"]]
    counted = course.left.sum(axis=1)
    assert (counted <= lost).all()  # who joins and leaves within a month is seen at neither end
    assert counted.sum() >= 0.8 * lost.sum() > 0
    assert (course.turned.sum(axis=1) <= course.left[:, LEAVING.index("weighed")]).all()


def test_members_are_worth_more_to_themselves_than_the_hub_is_to_others() -> None:
    course = _tiny().course
    seen = course.people.min(axis=1) > 0
    assert seen.sum() > 6
    members, others = course.worth[seen, 0].sum(axis=1), course.worth[seen, 1].sum(axis=1)
    assert members.mean() > 0 > others.mean()
    assert course.worth.shape[2] == len(TERMS)
    assert (course.willing + course.elsewhere <= course.people[:, 1]).all()


def test_a_reason_worked_out_again_is_the_one_recorded() -> None:
    """Only the first is recorded; later ones are told by the same rule."""
    from experiments.questions.explain_ledger import _Books

    scenario = case(hub(founders=4.0, opening_cash_eur=9_000.0), months=40, people=(120, 80, 40), review_months=12.0)
    found = explain(scenario, replicates=8)
    told = 0
    for number in range(8):
        again = explain(scenario, replicates=8, future=number).course if number < 3 else found.course
        books = _Books(again)
        for t in np.flatnonzero(np.diff(again.states.downsizings) > 0)[:1] + 1:
            recorded = int(again.states.reason[t])
            by_rule = 2 if books.runway(t) < books.threshold else 3
            assert by_rule == recorded
            told += 1
    assert told


def test_the_typical_future_has_the_commonest_fate_and_runs_in_the_middle() -> None:
    found = _tiny()
    results, course = found.results, found.course
    state = results.paths("state", "explained", found.hub)[:, -1]
    counts = {code: int((state == code).sum()) for code in (CLOSED, DOWNSIZED, OPEN)}
    assert counts[int(state[course.replicate])] == max(counts.values())
    alike = np.flatnonzero(state == state[course.replicate])
    members = results.paths("members", "explained", found.hub)[alike]
    away = np.abs(members - np.median(members, axis=0)).sum(axis=1)
    assert away[alike.tolist().index(course.replicate)] == away.min()
    assert typical(results, "explained", found.hub) == course.replicate


def test_without_a_name_the_hub_that_fares_worst_is_explained_and_it_is_said() -> None:
    found = _tiny()
    closed = {name: (found.results.paths("state", "explained", name)[:, -1] == CLOSED).mean() for name in ("adda", "mera")}
    assert found.chosen and closed[found.hub] == max(closed.values())
    assert worst(found.results, "explained") == found.hub
    assert any("fares worst" in sentence for sentence in found.said("en", drawn=False).sentences)
    assert not _risen().chosen


def test_the_same_answer_whatever_the_workers() -> None:
    one, two = _risen(1), _risen(2)
    assert repr(one.numbers()) == repr(two.numbers())
    assert one.said("en") == two.said("en")


def test_the_future_named_is_told() -> None:
    found = explain(_case(_RISE), replicates=4, future=3, point=True)
    assert found.course.replicate == 3 and found.named
    assert any("future 3, as asked" in sentence for sentence in found.said("en", drawn=False).sentences)


def test_what_cannot_be_explained_is_refused_all_at_once() -> None:
    with pytest.raises(Refused) as refused:
        explain(_case(), hub="add", future=9, replicates=4)
    hub_told, future_told = refused.value.told("en")
    assert hub_told == "--hub: no hub 'add' there; there are: adda"
    assert future_told == "--future: there is no future 9 of 4; they go from 0 to 3"
    with pytest.raises(Refused) as refused:
        explain(_case(), policy="reliefs", future=-1, replicates=4)
    assert len(refused.value.told("it")) == 2
    with pytest.raises(Refused, match="opens in none of 4 futures"):
        explain(_case(months=12, opens=24), replicates=4)


@pytest.mark.parametrize("lang", languages())
def test_everything_is_said_in_every_language(lang: str) -> None:
    for found in (_risen(), _quiet(), _tiny()):
        said = found.said(lang)
        texts = [*said.sentences, *(cell for table in said.tables for row in table.rows for cell in row), page(found, lang)]
        assert not any(re.search(r"\{\w+\}|\bnan\b", text) for text in texts)
        assert len(said.tables) == 3 and len(said.pictures) == 2
        assert all(len(row) == len(table.header) for table in said.tables for row in table.rows)
        assert len(said.tables[0].rows) == len(found.ledger.events)
    title = _TITLES["title" if lang == "en" else f"title_{lang}"]
    told = [sentence for sentence in _risen().said(lang, drawn=False).sentences if title in sentence]
    assert len(told) >= 1


@pytest.mark.parametrize("lang", languages())
def test_an_instrument_or_shock_without_a_title_is_called_by_what_it_is(lang: str) -> None:
    words = Words(lang, "explain")
    for one in (*ACTING, RivalHub):
        kind = one.model_fields["type"].annotation.__args__[0]  # type: ignore[union-attr]
        assert words.name("measure", kind) != kind or kind in ("voucher", "network")
    untitled = _case({key: value for key, value in _RISE.items() if not key.startswith(("title", "name"))})
    assert block_title(untitled, "rent", lang) == words.name("measure", "rent")
    assert block_title(_case({**_RISE, "title": None, "title_it": None}), "rise", lang) == "rise"


def test_money_events_are_of_the_months_they_name() -> None:
    found = _risen()
    (short,) = found.ledger.of("runway_short")
    assert short.group == MONEY and short.values["runway"] < short.values["threshold"]
    assert ledger(found.course) == found.ledger


@pytest.mark.parametrize("name", scenario_names())
def test_every_replay_of_every_shipped_policy_is_a_scenario(name: str) -> None:
    """The kind of fault: a policy that names, opens or leaves out what it may not."""
    scenario = load_scenario(name)
    for policy in scenario.policy_names:
        under = scenario.with_policy(policy)
        hubs = [one.name for one in every_hub(under)]
        for hub_name in {hubs[0], hubs[-1]}:
            found = {f"replay_{number}": cause for number, cause in enumerate(causes(scenario, policy, hub_name))}
            asked = asking(scenario, {key: {**cause.variant, "title": key} for key, cause in found.items()})
            for key, cause in found.items():
                left = asked.with_policy(key)
                assert hub_name in [one.name for one in every_hub(left)]
                if cause.kind.startswith("no_") and cause.block:
                    assert cause.block not in [block.name for block in (*left.instruments, *left.shocks)]
                if cause.kind == "no_competition":
                    open_ones = [one.name for one in every_hub(left) if one.opening_month(left.start) < left.horizon_months]
                    assert set(open_ones) <= {hub_name}


def test_a_rival_may_be_explained_and_left_out() -> None:
    rival = {"type": "rival_hub", "town": "sondrio", "desks": 20, "start": 6, "title": "The other one"}
    scenario = case(_hub(), blocks=[], months=30, people=_PEOPLE, **_EARNS)
    both = Scenario.model_validate({**scenario.written(), "shocks": [rival]})
    of_ours, of_the_rival = (explain(both, hub=name, replicates=4, point=True) for name in ("adda", "rival_hub"))
    (opens,) = of_ours.ledger.of("other_opens")
    assert (opens.month, opens.against) == (6, True)
    assert any("The other one" in row[0] for row in of_ours.said("en", drawn=False).tables[0].rows)
    assert "no_rival" in {one.cause.kind for one in of_ours.replays}
    assert of_the_rival.course.states.opened[-1] == 6
    assert {"no_rival", "no_rent", "host_paid"}.isdisjoint(one.cause.kind for one in of_the_rival.replays)
