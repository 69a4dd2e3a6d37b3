"""What the page says at its top: one thing, in the sentence, in the first figure and in the verdict: what decides the case."""

import re
from functools import cache

import pytest

from experiments.dashboard.state import OWN, Start, build
from experiments.dashboard.telling import PageReader, answer_html
from experiments.languages import languages
from experiments.outcomes.measures import ALL
from experiments.report import comparison, ranking
from experiments.runs.kept_study import KeptStudy
from experiments.runs.results import Results
from model.scenario import BASELINE, read_text
from tests.experiments.stand_ins import TINY

_KEPT = KeptStudy()
_SECOND_HUB = "  - {name: serio, town: sondrio, opens: 0, operator: private, building: rented, desks: 10, offices: 0}\n"
_CHOICES = {"i.rent_relief": True, "i.promotion": True}


@cache
def _ran(decides_by: str, hubs: int = 1, chosen: bool = True) -> Results:
    text = TINY.replace("policies:\n", _SECOND_HUB + "policies:\n") if hubs == 2 else TINY
    scenario, problems = read_text(f"{text}\ndecides_by: {decides_by}\n", "tiny.yaml")
    assert scenario is not None, problems
    made = build(Start(scenario), _CHOICES if chosen else {})
    assert made.scenario is not None, made.problems
    return _KEPT.run(made.scenario, 8, policies=[OWN])


def _text(html: str, of: str) -> str:
    found = re.search(rf'<(\w+) class="{of}">(.*?)</\1>', html, re.DOTALL)
    assert found is not None, html
    return found[2].replace("&#39;", "'")


DECIDERS = ["{shrunk_or_closed_24: less}", "{members_24: more}", "{collaborations: more}", "{viable_final: more, member_months: more}"]


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("hubs", [1, 2])
@pytest.mark.parametrize("decides_by", DECIDERS)
def test_the_sentence_the_first_figure_and_the_verdict_are_of_what_decides(decides_by: str, hubs: int, lang: str) -> None:
    results = _ran(decides_by, hubs)
    reader, html = PageReader(results, lang), answer_html(results, lang, changed=True, last=True)
    outcome = reader.deciders[0].name
    assert outcome in decides_by
    sentence, first = _text(html, "what"), re.findall("<dt>(.*?)</dt><dd><b>(.*?)</b> <span>(.*?)</span>", html)[0]
    rows = {policy: results.row(outcome, policy, ALL) for policy in (BASELINE, OWN)}
    for said in (sentence, first[0]):
        assert reader.t.outcome(reader.deciders[0].measure).casefold() in said.casefold()
    for policy in (BASELINE, OWN):
        level = reader.level(rows[policy], rows[policy].mean)
        number = level.split(" ")[0].rstrip("%")
        assert number in sentence and level in (first[1] + first[2])
    row = reader.contrasts[OWN].row(outcome)
    kind = comparison.judgement(row, reader.deciders[0].better)
    assert f'class="label-{kind}"' in html and ranking.change_of(reader, row) in _text(html, f"label-{kind}")


@pytest.mark.parametrize("lang", languages())
def test_before_anything_is_changed_the_same_is_said_of_the_base_case(lang: str) -> None:
    results = _ran("{members_24: more}", 1, chosen=False)
    html = answer_html(results, lang, changed=False, last=True)
    reader = PageReader(results, lang)
    assert reader.t.inside(reader.called(reader.deciders[0])) in _text(html, "what") and "verdict" not in html


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("decides_by", DECIDERS)
def test_no_figure_stands_twice(decides_by: str, lang: str) -> None:
    for hubs in (1, 2):
        named = re.findall("<dt>(.*?)</dt>", answer_html(_ran(decides_by, hubs), lang, changed=True, last=False))
        assert len(named) == len(set(named)) in (4, 5)
        assert not [name for name in named if re.search(r"\b(by at|a a)\b", name)]
