"""Every sentence exists in both languages, with the same blanks, and every name the model can show has a translation."""

import re
from pathlib import Path

import pytest

import experiments.report
from experiments.outcomes.measures import MEASURES
from experiments.outcomes.rows import COSTS, INCOME
from experiments.showing.style import COST_COLOURS, INCOME_COLOURS
from experiments.showing.texts import ALL_NAMES, ALL_TEXTS, Texts, blanks
from model.catalogue import Evidence
from model.names import BUILDINGS, FIELDS, OPERATORS, PAYERS, REASONS
from model.territory import TOWNS

FOLDER = Path(experiments.report.__file__).parent


def test_both_languages_have_the_same_sentences_with_the_same_blanks() -> None:
    assert ALL_TEXTS["it"].keys() == ALL_TEXTS["en"].keys()
    for key, sentence in ALL_TEXTS["it"].items():
        assert blanks(sentence) == blanks(ALL_TEXTS["en"][key]), key
        assert sentence.strip() and ALL_TEXTS["en"][key].strip(), key


def test_no_sentence_was_left_in_the_other_language() -> None:
    same = {key for key, sentence in ALL_TEXTS["it"].items() if sentence == ALL_TEXTS["en"][key] and re.search(r"[a-z]{4}", sentence)}
    assert same <= {"facts", "all_hubs", "pairs_pair"}


def _keys_used() -> set[str]:
    """Keys written out in code or template; those put together at run time begin with one of the stems below."""
    files = [path for path in FOLDER.rglob("*") if path.suffix in {".py", ".j2"} and not path.name.startswith("texts")]
    return set(re.findall(r'"([a-z][a-z0-9_]+)"', "\n".join(path.read_text("utf-8") for path in files)))


def test_every_sentence_is_used() -> None:
    stems = ("state_", "states_", "solid_", "scenario_", "limit_", "figure_", "label_", "survival_", "members_alt", "cash_alt", "money_alt",
             "pairs_alt", "forest_alt", "verdict_")
    unused = {key for key in ALL_TEXTS["en"] if key not in _keys_used() and not key.startswith(stems)}
    assert not unused


@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_name_of_the_model_has_one(lang: str) -> None:
    names = ALL_NAMES[lang]
    assert set(FIELDS) == set(names["field"]) == set(names["field_long"])
    assert {*INCOME, *COSTS} == set(names["line"]) == {*INCOME_COLOURS, *COST_COLOURS}
    assert {str(code) for code in range(len(REASONS))} == set(names["reason_short"])
    assert {str(code) for code in range(1, len(REASONS))} == set(names["reason"])
    assert set(PAYERS) == set(names["payer"])
    assert set(OPERATORS) == set(names["operator"])
    assert set(BUILDINGS) == set(names["building"])
    for kind in ("evidence", "evidence_one", "evidence_long"):
        assert set(Evidence.__args__) == set(names[kind])
    assert {measure.unit for measure in MEASURES.values() if measure.kind == "number"} <= set(names["unit"])


def test_sources_of_the_territory_are_in_italian() -> None:
    figures = [town.figures()[name] for town in TOWNS.values() for name in ALL_NAMES["it"]["territory"]]
    assert {figure.source for figure in figures} <= set(ALL_NAMES["it"]["figure_source"])
    in_words = {figure.note for figure in figures if re.search("[a-z]", figure.note)}
    assert in_words <= set(ALL_NAMES["it"]["figure_note"])


def test_blanks_are_filled_once_and_braces_in_values_stay() -> None:
    texts = Texts("en")
    assert texts("all_hubs", name="{name} {x}") == "{name} {x}, all hubs"
    with pytest.raises(KeyError):
        texts("all_hubs")
    with pytest.raises(KeyError):
        texts("no such sentence")


def test_a_number_and_its_percent_sign_stay_together_in_italian() -> None:
    assert "95\u202f%" in Texts("it")("survival_read")
    assert "95%" in Texts("en")("survival_read")
