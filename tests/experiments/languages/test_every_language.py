"""Every language says everything, with the same blanks, and has a name for all that the model can show."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import experiments.languages
from experiments.dashboard.controls import groups
from experiments.documentation.instruments import described
from experiments.expected.validation import CLAIMS
from experiments.languages import UnknownLanguage, Words, in_every, languages, own_words, own_words_in, told
from experiments.languages.known import SOURCE, module, names
from experiments.languages.words import blanks
from experiments.outcomes.measures import MEASURES, Measure
from experiments.outcomes.rows import COSTS, INCOME
from experiments.report.page import SECTIONS
from experiments.showing.style import COST_COLOURS, INCOME_COLOURS
from model.catalogue import Evidence
from model.names import BUILDINGS, FIELDS, OPERATORS, PAYERS, REASONS
from model.parameters import CATALOGUE, TABLES
from model.reading.slots import Slot, blocks, inside, limits
from model.scenario import load_scenario
from model.scenario.hubs import HubSpec, Prices
from model.scenario.instruments import Instrument
from model.scenario.library import PARTS, Call, calls
from model.scenario.shocks import Shock
from model.series import HUB_SERIES, TOWN_SERIES, Series
from model.territory import ITALY, TOWNS, Atlas, Taxes
from tests.repository import modules

FOLDER = Path(experiments.languages.__file__).parent
FILES = sorted(path.stem for path in (FOLDER / SOURCE).glob("*.py"))
SENTENCES = [name for name in FILES if hasattr(module(SOURCE, name), "TEXTS")]
OTHERS = [lang for lang in languages() if lang != SOURCE]
each = pytest.mark.parametrize("lang", languages())
each_other = pytest.mark.parametrize("lang", OTHERS)
each_table = pytest.mark.parametrize("table", SENTENCES)


@each
def test_a_language_has_the_same_files(lang: str) -> None:
    assert sorted(path.stem for path in (FOLDER / lang).glob("*.py")) == FILES
    public = [{name for name in vars(module(of, "formats")) if not name.startswith("_")} for of in (SOURCE, lang)]
    assert public[0] == public[1]


@each_other
@each_table
def test_a_language_has_the_same_sentences_with_the_same_blanks(lang: str, table: str) -> None:
    english, own = module(SOURCE, table).TEXTS, module(lang, table).TEXTS
    assert own.keys() == english.keys()
    for key, sentence in own.items():
        assert blanks(sentence) == blanks(english[key]), key
        assert sentence.strip() and english[key].strip(), key


@each_other
@each_table
def test_no_sentence_was_left_in_english(lang: str, table: str) -> None:
    same_in_both = {
        "report": {"facts", "all_hubs", "pairs_pair", "answer_also", "date", "futures_desc"}, "commands": {"changed", "threads_one"},
        "dashboard": {"file", "scenario"}, "public_money": {"of_policy"}, "discovery": {"kept_more", "title_none"},
        "sensitivity": {"sampler_saltelli", "sampler_morris", "across"},
    }  # fmt: skip
    english, own = module(SOURCE, table).TEXTS, module(lang, table).TEXTS
    same = {key for key, sentence in own.items() if sentence == english[key] and re.search(r"[a-z]{4}", sentence)}
    assert same <= same_in_both.get(table, set())


@each_other
def test_a_language_has_the_same_kinds_of_names_for_the_same_things(lang: str) -> None:
    english, own = names(SOURCE), names(lang)
    assert own.keys() == english.keys()
    for kind, known in english.items():
        if kind not in DEFINED:
            assert own[kind].keys() == known.keys(), kind
    assert all(name.strip() for known in own.values() for name in known.values())


# --- what the code defines in English, and every other language says in its table ---


def _stem(measure: Measure) -> str:
    return measure.name if measure.age is None else measure.name.removesuffix(str(measure.age)) + "{age}"


_CREMA = Taxes(2021, 25_829, 25_987.4, 13_645, 482, 604, 1_401)  # of another year than the tables
_ATLAS = Atlas((), {"019035": _CREMA, "077014": _CREMA._replace(year=2020)})
_ELSEWHERE = [atlas.town(key) for atlas in (ITALY, _ATLAS) for key in ("voghera", "crema", "matera", "bologna", "nuoro")]
_FIGURES = [town.figures()[name] for town in (*TOWNS.values(), *_ELSEWHERE) for name in names(SOURCE)["territory"]]
_SET = [group for group in groups(load_scenario("sondrio_downsizing")) if group.of != "parameters"]


def _said(call: Call) -> Iterator[str]:
    """Every text of a call that is read as words; a year in figures is the same in all languages."""
    yield from (text for text in (call.territory, call.year, call.uptake) if text and re.search("[a-z]", text))
    yield from (text for part in PARTS for text in getattr(call, part))


DEFINED: dict[str, set[str]] = {
    "call_text": {text for call in calls().values() for text in _said(call)},
    "outcome": {*map(_stem, MEASURES.values()), "{series}_at_{age}"},
    "outcome_meaning": {*map(_stem, MEASURES.values()), "{series}_at_{age}"},
    "parameter": {*CATALOGUE, *TABLES},
    "claim": {claim.key for claim in CLAIMS},
    "claim_known": {claim.key for claim in CLAIMS if claim.known},
    "hub_series": {series.name for series in HUB_SERIES},
    "town_series": {series.name for series in TOWN_SERIES},
    "figure_source": {figure.source for figure in _FIGURES},
    # see test_problems
    **{kind: set(names("it")[kind]) for kind in ("help", "message", "problem", "problem_of_design", "problem_phrase", "pays")},
    "key_meaning": {text for group in _SET for text in (group.meaning, *(one.meaning for one in group.all)) if text} | {*described()},
    "figure_note": {figure.note for figure in _FIGURES if re.search("[a-z]", figure.note)},
}


@each
@pytest.mark.parametrize("kind", DEFINED)
def test_what_the_code_defines_is_said_in_every_other_language(lang: str, kind: str) -> None:
    own = names(lang)[kind]
    assert own.keys() == (set() if lang == SOURCE else DEFINED[kind])
    assert all(blanks(name) == blanks(code) for code, name in own.items() if kind == "outcome")


@each
def test_meanings_are_sentences_of_their_own(lang: str) -> None:
    words, english = Words(lang, "report"), Words(SOURCE, "report")
    meanings = [(words.outcome_meaning(measure), english.outcome_meaning(measure)) for measure in MEASURES.values()]
    meanings += [(words.parameter(entry), english.parameter(entry)) for entry in [*CATALOGUE.values(), *TABLES.values()]]
    for own, source in meanings:
        assert own.endswith(".") and not own.endswith("..")
        assert own[0].isupper() or own[0].isdigit()
        assert "{" not in own
        assert lang == SOURCE or own != source


def test_an_outcome_is_called_by_its_age() -> None:
    english, italian = (Words(lang, "report") for lang in ("en", "it"))
    assert [words.outcome(MEASURES["closed_36"]) for words in (english, italian)] == ["Closed within 36 months", "Chiuso entro 36 mesi"]
    assert italian.outcome(MEASURES["within_30"]) == "Iscritti entro 30 minuti"
    assert italian.outcome_meaning(MEASURES["cash_60"]).startswith("Cassa alla fine del mese 60 di vita;")


@each
@pytest.mark.parametrize("series", HUB_SERIES, ids=lambda series: series.name)
def test_a_series_at_an_age_is_called_by_both(lang: str, series: Series) -> None:
    words, measure = Words(lang, "report"), MEASURES[f"{series.name}_at_18"]
    for said in (words.outcome(measure), words.outcome_meaning(measure)):
        assert words.hub_series(series) in said and "18" in said and not blanks(said)
    if measure.kind == "number":
        assert {measure.unit} <= set(names(lang)["unit"])


def test_what_has_no_name_here_keeps_its_own() -> None:
    unknown = Measure("ghosts", "ghosts", "number", "sum", "Ghosts", "Ghosts seen.", lambda stack: stack.hub)
    assert Words("it", "report").outcome(unknown) == "Ghosts"
    assert Words("it", "report").name("payer", "ghost") == "ghost"
    with pytest.raises(KeyError):
        Words("it", "report").name("kind of ghost", "ghost")


CALQUES = re.compile(
    r"\b(cors[ae]|politic(a|he)|scrivani[ae]|membr[oi]|(s|)supportar\w*|(dei|i|del|dal) iscritt[io]|di il|implementar\w*|"
    r"performan\w*|su base|relazion[ei]|misura piena|apre la porta|chiamata agli|assunzion[ei] (forte|di base)|evidenz[ae] che)\b",
    re.IGNORECASE,
)


def test_italian_has_one_word_for_a_thing_and_none_that_is_english_in_disguise() -> None:
    """A run is a simulazione, a policy a misura, a member an iscritto, a desk a postazione, a report a rapporto; articles agree."""
    said = [(table, text) for table in SENTENCES for text in module("it", table).TEXTS.values()]
    said += [(kind, text) for kind, known in names("it").items() for text in known.values()]
    assert [(where, found[0], text[:90]) for where, text in said if (found := CALQUES.search(text))] == []


# --- names ---


@each
def test_every_name_of_the_model_has_one(lang: str) -> None:
    known = names(lang)
    assert set(FIELDS) == set(known["field"]) == set(known["field_long"]) == set(known["field_word"])
    assert {*INCOME, *COSTS} == set(known["line"]) == {*INCOME_COLOURS, *COST_COLOURS}
    assert {str(code) for code in range(len(REASONS))} == set(known["reason_short"])
    assert {str(code) for code in range(1, len(REASONS))} == set(known["reason"])
    assert set(PAYERS) == set(known["payer"])
    assert set(OPERATORS) == set(known["operator"])
    assert set(BUILDINGS) == set(known["building"])
    for kind in ("evidence", "evidence_one", "evidence_long"):
        assert set(Evidence.__args__) == set(known[kind])
    assert {measure.unit for measure in MEASURES.values() if measure.kind == "number"} <= set(known["unit"]) & set(known["unit_word"])


@pytest.mark.parametrize(
    ("unit", "english", "italian"),
    [("EUR/month", "EUR/month", "EUR/mese"), ("1/month", "1/month", "1/mese"), ("desks", "desks", "postazioni"), ("m2", "m2", "m2"),
     ("member-months", "member-months", "mesi-iscritto"), ("pp", "pp", "p.p.")],
)  # fmt: skip
def test_a_unit_is_known_whole_or_word_by_word(unit: str, english: str, italian: str) -> None:
    assert (Words("en", "tables").unit(unit), Words("it", "tables").unit(unit)) == (english, italian)


def _units() -> set[str]:
    """Of parameters, of the keys of instruments, shocks and hubs, and of what is measured each month."""
    kinds = [block for union in (Instrument, Shock, HubSpec, Prices) for block in blocks(Slot(union))]
    slots = [inside(Slot(block), None, name) for block in kinds for name in block.model_fields]
    defined = (*CATALOGUE.values(), *TABLES.values(), *HUB_SERIES, *TOWN_SERIES)
    return {entry.unit for entry in defined} | {limits(slot)[2] for slot in slots if slot is not None}


@each
def test_every_word_of_a_unit_is_known(lang: str) -> None:
    """A symbol that every language shares is not a word."""
    words, shared = Words(lang, "tables"), {"m", "km", "h", "per", "logit"}
    known = names(lang)["unit_word"]
    assert {"", "share of the works", "EUR/month"} <= _units()
    for unit in _units():
        whole, parts = unit in known, set(re.findall("[A-Za-z]+", unit))
        assert whole or parts <= {*known, *shared}, (unit, words.unit(unit))


# --- how they are asked for ---


def test_blanks_are_filled_once_and_braces_in_values_stay() -> None:
    words = Words("en", "report")
    assert words("all_hubs", name="{name} {x}") == "{name} {x}, all hubs"
    with pytest.raises(KeyError):
        words("all_hubs")
    with pytest.raises(KeyError):
        words("no such sentence")


def test_a_number_and_its_percent_sign_stay_together_in_italian() -> None:
    assert "95\u202f%" in Words("it", "report")("survival_read")
    assert "95%" in Words("en", "report")("survival_read")


def test_one_and_many() -> None:
    words = Words("en", "discovery")
    assert words.choose(1, "failed") == "Left out: one failed run."
    assert words.choose(1234, "failed") == "Left out: 1,234 failed runs."


@pytest.mark.parametrize("lang", ["xx", "", "en.report", "../en", "formats"])
def test_an_unknown_language_is_refused(lang: str) -> None:
    with pytest.raises(UnknownLanguage, match=re.escape(f"language {lang!r}: there are {', '.join(languages())}")):
        Words(lang, "report")


def test_words_are_kept_for_all_and_read_by_one() -> None:
    kept = in_every(lambda lang: f"said in {lang}")
    assert kept == {lang: f"said in {lang}" for lang in languages()}
    assert told(kept, "it") == "said in it"
    assert told({"en": "kept before it was there"}, "it") == "kept before it was there"
    assert told({}, "it") is None


def test_planners_have_words_of_their_own() -> None:
    class Block:
        title, title_it, why = "A town", "Una città", "F2"

    assert [own_words(Block(), "title", lang) for lang in ("en", "it", "xx")] == ["A town", "Una città", "A town"]
    assert [own_words(Block(), key, "it") for key in ("why", "question")] == ["F2", None]
    assert [own_words_in(Block(), "title", lang) for lang in ("en", "it", "xx")] == ["A town", "Una città", None]


# --- nothing else knows languages apart ---


def _tells_languages_apart(tree: ast.Module) -> Iterator[str]:
    """Lines that compare with the code of a language, list several, look one up, or read an attribute of one language."""
    codes, own = set(languages()), re.compile(rf"\w+_({'|'.join(OTHERS)})")
    for node in ast.walk(tree):
        parts: list[Any] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Tuple | ast.List | ast.Set) and len(node.elts) > 1:
            parts = node.elts
        elif isinstance(node, ast.Dict):
            parts = node.keys
        elif isinstance(node, ast.Subscript):
            parts = [node.slice]
        if any(isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value in codes for part in parts):
            yield f"{node.lineno}: {ast.unparse(node)[:80]}"
        if isinstance(node, ast.Attribute) and own.fullmatch(node.attr):
            yield f"{node.lineno}: {ast.unparse(node)[:80]}"


def _found(search: Callable[[ast.Module], Iterator[str]]) -> list[str]:
    trees = modules("model", "experiments")
    return [f"{name}:{line}" for name, tree in trees if not name.startswith("experiments/languages/") for line in search(tree)]


def test_nothing_but_the_room_of_languages_tells_them_apart() -> None:
    assert not (found := _found(_tells_languages_apart)), "a third language would be left out here:\n" + "\n".join(found)


def test_the_search_can_fail() -> None:
    source = 'a = lang == "it"\nb = lang in ("it", "en")\nc = {"en": 1}\nd = texts["it"]\ne = measure.label_it\nf = "it"\ntitle_it: str'
    assert sorted({line.split(":")[0] for line in _tells_languages_apart(ast.parse(source))}) == ["1", "2", "3", "4", "5"]


# --- the report ---


def _keys_used() -> set[str]:
    """Keys written out in code or template; those put together at run time begin with one of the stems below."""
    files = [path for path in (FOLDER.parent / "report").rglob("*") if path.suffix in {".py", ".j2"}]
    return set(re.findall(r'["\']([a-z][a-z0-9_]+)["\']', "\n".join(path.read_text("utf-8") for path in files)))


def test_every_sentence_of_the_report_is_used() -> None:
    stems = ("state_", "states_", "solid_", "scenario_", "limit_", "figure_", "label_", "survival_", "members_alt", "cash_alt", "money_alt",
             "pairs_alt", "forest_alt", "verdict_", "cause_of_", "origin_", "part_", "sure_", "watch_")
    used = _keys_used()
    unused = {key for key in module(SOURCE, "report").TEXTS if key not in used and not key.startswith(stems)}
    unused -= {f"{section}_title" for section in SECTIONS}
    assert not unused
