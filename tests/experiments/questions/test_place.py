"""Where and how to make a hub: options as policies, costs by hand, and a case in which one size is clearly right."""

from types import SimpleNamespace

import numpy as np
import pytest

from experiments.outcomes.intervals import Estimate
from experiments.questions.answer import Refused
from experiments.questions.one_hub import with_hub
from experiments.questions.place import FRESH, chosen, place, put_together
from experiments.questions.place_options import Asked, Option, around, changed, listed, planned, refused, rent_forgone, sizes, works
from experiments.questions.place_runs import Found, Outlay, Tried, Tries, cost
from experiments.questions.place_told import option_name, said
from experiments.questions.variants import asking
from experiments.storage.json_text import json_text
from model.draws import replicate_seed
from model.names import CLOSED, OPEN
from model.scenario import Scenario, load_scenario
from tests.experiments.stand_ins import MakeStack

NARROW = Asked(offices=(), phased=False, operators=(), buildings=(), fields=(), towns=())


@pytest.fixture(scope="module")
def sondrio() -> Scenario:
    return load_scenario("sondrio_downsizing")


def dear(scenario: Scenario) -> Scenario:
    """Some people who want a desk, and a rent that only a small hub can pay: 60 desks would need as many members."""
    written = scenario.written()
    written["hubs"][0] |= {
        "desks": 60, "offices": 0, "offices_let_at_opening": 0, "rent_eur_m2": 15, "host_fte": 0, "opening_cash_eur": 8_000,
        "credit_eur": 0, "founders": 6,
    }  # fmt: skip
    written["parameters"] = {"alpha": -1.2}
    written.pop("expected", None)
    return asking(Scenario.model_validate(written), {})


# --- a size that is clearly right ---


def test_the_size_that_its_rent_allows_is_taken(sondrio: Scenario) -> None:
    asked = NARROW._replace(desks=(8, 60))
    answer = place(dear(sondrio), asked=asked, at=24, replicates=24, workers=1)
    numbers = answer.numbers()
    assert numbers["recommended"]["desks"] == 8
    shares = {one["option"]["desks"]: one["share"]["value"] for one in numbers["fresh"]}
    assert shares[60] == 0.0 and shares[8] > 0.3
    assert not next(one for one in numbers["fresh"] if one["option"]["desks"] == 60)["level"]
    assert answer.said("en", drawn=False).sentences[0].startswith("Make it otherwise: 8 desks.")


def test_one_worker_and_two_give_the_same_answer_from_worlds_that_had_no_part_in_choosing(sondrio: Scenario) -> None:
    asked = NARROW._replace(desks=(8,), operators=("public",))
    first, second = (place(sondrio, asked=asked, at=24, replicates=12, workers=workers) for workers in (1, 2))
    assert json_text(first.numbers()) == json_text(second.numbers())
    assert first.results.seed == int(replicate_seed(1, FRESH)) != 1
    assert first.numbers()["seeds"] == [1, first.results.seed]


def test_which_of_several_hubs_first(sondrio: Scenario) -> None:
    written = sondrio.written()
    written["hubs"].append({**written["hubs"][0], "name": "mera", "desks": 30, "phases": [{"start": 12, "desks": 40}]})
    two = asking(Scenario.model_validate(written), {})
    answer = place(two, asked=NARROW._replace(desks=(14,)), hub="adda", at=12, replicates=8, workers=1)
    first = answer.numbers()["first"]
    assert {one["hub"] for one in first} == {"adda", "mera"}
    assert first[0]["behind"]["value"] == 0 >= first[1]["behind"]["low"]
    for one in first:
        assert one["more"]["value"] == pytest.approx(one["together"]["value"] - one["alone"]["value"])
    assert "adda" in str(answer.said("it", drawn=False).tables[2].rows)


# --- what is refused ---


def test_every_reason_is_given_at_once(sondrio: Scenario) -> None:
    asked = Asked(desks=(0, 8), offices=(3_000,), operators=("nobody",), fields=("cooking",), towns=("lecco",))
    with pytest.raises(Refused) as error:
        place(sondrio, asked=asked, at=2)
    assert error.value.told("en") == [
        "--at: 2; write a number of months from 12 to 360",
        "--operators: 'nobody' is none; there are: private, public, cooperative, employer_anchored, volunteer",
        "--fields: 'cooking' is none; there are: digital, creative, legal, finance, marketing, engineering, agrifood, other, none",
        "--towns: 'lecco' is not among the towns of this scenario, and an answer cannot change its territory; there are: sondrio",
        "--desks: 0; write whole numbers from 1 to 2000",
        "--offices: 3000; write whole numbers from 0 to 2000",
    ]


def test_a_hub_found_open_holds_its_members(sondrio: Scenario) -> None:
    written = sondrio.written()
    written["hubs"][0]["already_open"] = {"months": 12, "flex": 12, "fixed": 4}
    found = asking(Scenario.model_validate(written), {})
    told = [key for key, _ in refused(found, found.hubs[0], Asked(desks=(6,), phased=True))]
    assert told == ["bad_size", "open_already_phased"]
    assert min(option.desks for option in sizes(found, found.hubs[0], Asked())) == 10


def test_lists_are_read_as_they_are_typed() -> None:
    read = listed({"--desks": "8, 12,", "--towns": "lecco,como", "--fields": None})
    assert read == {"--desks": [8, 12], "--towns": ["lecco", "como"], "--fields": None}
    with pytest.raises(Refused, match=r"--desks: 'ten'; write whole numbers with commas"):
        listed({"--desks": "8,ten", "--offices": "-1"})


# --- options as policies ---


@pytest.mark.parametrize("case", ["sondrio_downsizing", "pavia_growth", "cremona_agritech", "comonext_network", "brescia_regeneration"])
def test_every_option_of_a_shipped_case_is_a_policy(case: str) -> None:
    scenario = load_scenario(case)
    hub = scenario.hubs[0]
    options = [*sizes(scenario, hub, Asked()), *around(scenario, hub, planned(hub), Asked(), ("digital", "legal"))]
    assert len(options) == len(set(options)) > 10
    asked = asking(scenario, {
        f"option_{number}": {**with_hub(scenario, "baseline", hub.name, changed(scenario, hub, option)), "title": "x"}
        for number, option in enumerate(options) if option != planned(hub)
    })  # fmt: skip
    for number, option in enumerate(options):
        if option == planned(hub):
            continue
        made = next(one for one in asked.with_policy(f"option_{number}").hubs if one.name == hub.name)
        last = [phase.desks for phase in made.phases if phase.desks is not None] if option.phased else []
        assert (last or [made.desks])[-1] == option.desks
        assert (made.offices, made.operator, made.building, made.town) == (option.offices, option.operator, option.building, option.town)
        assert (made.specialisation or "none") == option.field
        for lang in ("en", "it"):
            assert option_name(lang, option, planned(hub)) != option_name(lang, planned(hub), planned(hub))


def test_the_plan_changes_nothing_and_sizes_keep_their_proportions(sondrio: Scenario) -> None:
    hub = sondrio.hubs[0]
    plan = planned(hub)
    assert changed(sondrio, hub, plan) == {}
    assert works(sondrio, hub, plan) == (120_000, 0.0)
    double = changed(sondrio, hub, plan._replace(desks=28, offices=12))
    assert double["works_eur"] == pytest.approx(240_000) and double["offices_let_at_opening"] == 4
    first, second = works(sondrio, hub, plan._replace(phased=12))
    assert first + second == pytest.approx(120_000) and second > 0
    halves = changed(sondrio, hub, plan._replace(phased=12))
    assert (halves["desks"], halves["phases"][0]["desks"], halves["phases"][0]["start"]) == (7, 14, 12)
    assert rent_forgone(sondrio, hub, plan) == 0 < rent_forgone(sondrio, hub, plan._replace(building="own"))


# --- what it costs ---


def test_the_cost_by_hand(make_stack: MakeStack) -> None:
    ten = np.full((2, 14), 10.0)
    state = np.full((2, 14), float(OPEN))
    state[1, 6:] = CLOSED
    stack = make_stack(
        members=ten, fees_eur=ten * 100, rent_eur=ten * 60, host_eur=ten * 50, debt_eur=ten * 1_000, owner_eur=ten * 7, subsidy_eur=ten * 5,
        state=state,
    )  # fmt: skip
    stack.public[:, 0, 0, 0] = 900.0  # a voucher
    results = SimpleNamespace(
        stack=lambda policy: stack, scenario=SimpleNamespace(instruments=(SimpleNamespace(lever="voucher"),)),
    )
    # a year of 600 + 500 - 1,000 less the cash that public money paid, the voucher, works, the second half where it is open, rent forgone
    found = cost(results, "hub0", 12, "baseline", Outlay(5_000, 3_000, 200), 8)  # type: ignore[arg-type]
    year = 12 * (600 + 500 - 1_000 - 50) + 900
    assert found == pytest.approx([5_000 + 3_000 + year + 12 * 200, 5_000 + year + 6 * 200])
    results.scenario.instruments = (SimpleNamespace(lever="capex_grant"),)  # what a grant pays is in the works
    assert cost(results, "hub0", 12, "baseline", Outlay(5_000), 0) == pytest.approx([5_000 + year - 900] * 2)  # type: ignore[arg-type]


# --- what is chosen ---


def tried(option: Option, share: float, eur: float, behind: float = 0.0, low: float = -0.2, high: float = 0.2) -> Tried:
    sure = Estimate(share, share, share)
    return Tried(option, sure, sure, sure, Estimate(eur, eur, eur), Estimate(behind, behind + low, behind + high), behind + high >= 0)


@pytest.fixture
def plan(sondrio: Scenario) -> Option:
    return planned(sondrio.hubs[0])


def test_of_those_not_told_apart_the_cheapest_is_taken(plan: Option) -> None:
    small, large = plan._replace(desks=7), plan._replace(desks=28)
    found = Tries((tried(plan, 0.5, 100.0), tried(small, 0.4, 60.0, -0.1), tried(large, 0.1, 10.0, -0.4)), plan)
    assert found.cheapest_level.option == small
    assert [one.option for one in found.ranked] == [small, plan, large]
    assert found.better == []


def test_the_best_changes_are_put_together(plan: Option) -> None:
    own, public, none = plan._replace(building="own"), plan._replace(operator="public"), plan._replace(offices=0)
    more = plan._replace(operator="volunteer")
    near = Tries(
        (tried(plan, 0.3, 1.0), tried(own, 0.5, 1.0, 0.2), tried(public, 0.4, 1.0, 0.1), tried(more, 0.45, 1.0, 0.15),
         tried(none, 0.31, 1.0, 0.01)), plan,
    )  # fmt: skip
    assert put_together(near) == plan._replace(building="own", operator="volunteer")
    finalists = chosen(plan, Tries((tried(plan, 0.3, 1.0),), plan), near)
    assert finalists[0] == own  # leads, being viable most often
    assert {plan, put_together(near)} <= set(finalists)


@pytest.mark.parametrize(
    ("best_gain", "cheap_gain", "begins"),
    [(0.1, 0.1, "Nothing that was tried is clearly viable more often"), (0.5, 0.4, "Make it otherwise"),
     (0.5, 0.1, "One way is clearly viable more often than as planned")],
)  # fmt: skip
def test_what_is_said_to_be_clear_is_clear_against_the_plan(
    sondrio: Scenario, plan: Option, best_gain: float, cheap_gain: float, begins: str,
) -> None:
    """All three are level with the reference, which is neither the plan nor the best: that says nothing of plan and best."""
    cheap, best = plan._replace(desks=7), plan._replace(desks=7, building="own")
    fresh = Tries((tried(plan, 0.3, 100.0, -0.1), tried(cheap, 0.4, 60.0), tried(best, 0.6, 80.0, 0.1)), cheap)
    against = Tries((tried(plan, 0.3, 100.0), tried(cheap, 0.4, 60.0, cheap_gain), tried(best, 0.6, 80.0, best_gain)), plan)
    near = Tries((tried(cheap, 0.35, 60.0), tried(best, 0.5, 80.0, 0.15)), cheap)
    found = Found(sondrio.hubs[0], 36, cheap, against, near, fresh, against, (), (1, 2), (24, 12, 40), 1)
    told = said(found, "en", drawn=False)
    assert told.sentences[0].startswith(begins)
    rows = [row[0] for row in told.tables[1].rows]  # what the others differ from stands among them, on the same worlds
    assert [row.endswith("on these 12 futures") for row in rows] == [False, False, False, True, False]
