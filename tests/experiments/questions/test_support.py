"""The least support: what it finds on a stand-in for the engine, and the same answer on the real one whatever the workers."""

import json
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from experiments.languages import languages
from experiments.questions.answer import Refused
from experiments.questions.folder import page
from experiments.questions.support import AFTER, MIX, LeastSupport, least_support
from experiments.questions.variants import asking
from experiments.runs.replicates import run
from experiments.storage.json_text import json_text
from model.names import CLOSED
from model.scenario import Scenario

STUDY: dict[str, Any] = {"at": 24, "replicates": 40, "workers": 1, "point": True}


def said(answer: LeastSupport, lang: str = "en") -> str:
    return " ".join(answer.said(lang, drawn=False).sentences)


def open_under(scenario: Scenario, share: float) -> float:
    """Share of futures in which the hub is open in month 24 with so much of the rent paid."""
    relief = {"title": "r", "instruments": [{"type": "rent_relief", "payer": "municipality", "share": share}]}
    results = run(asking(scenario, {"r": relief}, months=24), replicates=40, workers=1, point=True)
    return float(np.mean(results.stack("r").series("state")[:, 23, 0] < CLOSED))


def test_the_least_is_enough_and_less_is_not(scenario: Scenario, fake_engine: ModuleType) -> None:
    found = least_support(scenario, target=0.9, instruments=["rent_relief"], **STUDY)
    (alone,) = found.alone
    below = max(one.dose for one in alone.least.tried if one.dose < alone.least.dose)
    assert open_under(scenario, alone.least.dose) == alone.share.value >= 0.9 > open_under(scenario, below)
    assert found.without.value == open_under(scenario, 0.0) < 0.9
    assert alone.least.low <= alone.least.dose and found.best is alone and found.mix is None
    words = said(found)
    assert f"{100 * alone.least.dose:.0f}% of the rent" in words and "in at least 90 of 100 futures" in words
    paid = found.results.values("public_eur", "least_1") - found.results.values("public_eur")
    assert alone.eur.value == pytest.approx(paid.mean()) and alone.eur.value > 0
    assert set(alone.later) == set(AFTER) and all(change.low <= change.value <= change.high for *_, change in alone.later.values())


def test_none_may_be_needed_and_no_amount_may_do(scenario: Scenario, fake_engine: ModuleType) -> None:
    enough = least_support(scenario, target=0.05, **STUDY)
    assert not enough.needed and enough.best is None and enough.results.policies == ["baseline"]
    assert said(enough).startswith("No support is needed: the hub is open after 24 months in")
    nothing = least_support(scenario, target=0.9, instruments=["events", "matchmaking"], **STUDY)  # of which the stand-in takes no notice
    assert nothing.needed and nothing.best is None and len(nothing.short) == 2
    assert said(nothing).startswith("No amount does:")
    for lang in languages():
        assert "{" not in page(nothing, lang).partition("</style>")[2]
    assert "pair" not in said(nothing)  # neither helps, so none was tried


def test_a_pair_is_tried_of_two_that_fall_short_alone(scenario: Scenario, fake_engine: ModuleType) -> None:
    both = least_support(scenario, target=0.9, instruments=["rent_relief", "voucher"], **STUDY)
    assert both.mix is not None and both.mix.way.name == MIX and len(both.mix.way.parts) == 2
    assert both.mix.share.value >= 0.9
    assert [one.eur.value for one in both.enough] == sorted(one.eur.value for one in both.enough)
    numbers = json.loads(json_text(both.numbers()))
    assert numbers["mix"]["instruments"] == ["rent_relief", "voucher"] and numbers["needed"] is True


@pytest.mark.parametrize("meets", ["open", "viable", "whole"])
def test_what_is_asked_for_is_what_the_outcomes_say(scenario: Scenario, fake_engine: ModuleType, meets: Any) -> None:
    found = least_support(scenario, target=0.999, meets=meets, instruments=["events"], **STUDY)
    results = run(scenario.over(24), replicates=40, workers=1, point=True, policies=[])
    lost = {"open": "closed_24", "whole": "shrunk_or_closed_24"}
    outcome = 1 - results.values(lost[meets]) if meets in lost else results.values("viable_24")
    assert found.without.value == pytest.approx(outcome.mean())


def test_support_is_added_to_a_policy(scenario: Scenario, fake_engine: ModuleType) -> None:
    found = least_support(scenario, target=0.9, policy="voucher", instruments=["rent_relief"], **STUDY)
    results = run(scenario.over(24), replicates=40, workers=1, point=True, policies=["voucher"])
    assert found.without.value == pytest.approx(1 - results.values("closed_24", "voucher").mean())


def test_every_reason_is_told_at_once(scenario: Scenario) -> None:
    with pytest.raises(Refused) as refused:
        least_support(scenario, target=1.2, at=500, instruments=["rent_relief"])
    assert [key for key, _ in refused.value.reasons] == ["target", "at_month"]
    later = scenario.model_copy(update={"hubs": (scenario.hubs[0].model_copy(update={"opens": "when_viable"}),)})
    with pytest.raises(Refused, match="no hub opens in a known month"):
        least_support(later)
    with pytest.raises(Refused, match="no policy 'reliev'"):
        least_support(scenario, policy="reliev")


def test_the_answer_is_the_same_whatever_the_workers(scenario: Scenario) -> None:
    study: dict[str, Any] = {"at": 12, "target": 0.97, "meets": "viable", "instruments": ["rent_relief"], "replicates": 8}
    one, two = (least_support(scenario, workers=workers, **study) for workers in (1, 2))
    assert json_text(one.numbers()) == json_text(two.numbers())
    assert one.said("en", drawn=False) == two.said("en", drawn=False)
