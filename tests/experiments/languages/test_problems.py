"""What is said of files has its words in every other language: each text of the code, and each message of the broken files."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from click.testing import CliRunner as Clicks
from typer.testing import CliRunner

from experiments.commands.main import app
from experiments.commands.sweeps import check_file
from experiments.commands.typed import in_language
from experiments.languages import languages, of_the_system, own_words
from experiments.languages.known import SOURCE, names
from experiments.languages.problems import matched, told_message, told_problem
from experiments.languages.words import blanks
from experiments.outcomes.scenarios import load_scenario, read_scenario
from model.names import BUILDINGS, FIELDS, OPERATORS, PAYERS
from model.reading.italian import MEANT
from model.reading.problems import Problem
from model.reading.wording import nearest
from model.territory.gazetteer import unknown_town

ROOT = Path(__file__).parents[3]
KINDS = ("problem", "problem_of_design", "problem_phrase", "message", "pays")
OTHERS = [lang for lang in languages() if lang != SOURCE]
each_other = pytest.mark.parametrize("lang", OTHERS)

SAYING = (
    "model/reading/documents.py", "model/reading/fields.py", "model/reading/messages.py", "model/reading/parsing.py",
    "model/reading/plausibility.py", "model/reading/numbers.py", "model/scenario/checks.py", "model/scenario/checks_of_expected.py",
    "model/scenario/checks_of_help.py", "model/scenario/checks_of_hubs.py", "model/scenario/checks_of_identities.py",
    "model/scenario/calls.py", "model/scenario/editing.py", "model/scenario/moving.py", "model/scenario/loading.py",
    "model/territory/gazetteer.py",
    "experiments/outcomes/scenarios.py",
    "experiments/sweeps/design/checks.py", "experiments/sweeps/design/checks_of_dependence.py",
    "experiments/sweeps/design/checks_of_factors.py", "experiments/sweeps/design/checks_of_outcomes.py",
    "experiments/sweeps/design/checks_of_values.py", "experiments/sweeps/design/paths.py", "experiments/sweeps/design/rows.py",
)  # fmt: skip
# what the parser of YAML says, and parts that stand in no message of their own
NO_MESSAGE = {
    "while scanning a quoted scalar", "mapping values are not allowed", "could not find expected ':'", "expected <block end>",
    "while parsing a flow", "cannot start any token", "Value error,", "whole number", "no such", "¤ ¤",
}  # fmt: skip

# sentences of several texts of the code: the templates hold them whole
COMPOSED = {
    "the file is empty; ¤", "did you mean ¤?", "¤the relative path of a file", "¤ is not ¤; ¤", "unknown type ¤¤", "no price is written; ¤",
    "the scenario cannot be read; mend ¤: ¤", "'¤' is no constraint; ¤", "'¤' ¤; write ¤", "scenario ¤", "empty range: ¤; ¤",
    "¤. Put a copy beside the design", "¤: nothing there; write a value", "¤: ¤ is outside the factor's range ¤ to ¤",
}  # fmt: skip


def _literals(path: Path) -> Iterator[str]:
    """Texts of a module that are sentences or parts of such, with ¤ for each blank; none of the docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "¤" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (silent | inside):
            text = re.sub(r"{\w+}", "¤", node.value)
        else:
            continue
        if re.search(r"[a-z]{2,} [a-z¤]|¤ [a-z]{2}", text):
            yield text


def _covered(text: str, known: list[str]) -> bool:
    text = text.strip().removeprefix("; ").removeprefix("write ")
    if text in NO_MESSAGE | COMPOSED or any(text in template for template in known):
        return True
    return any(matched(text, template) is not None for template in TEMPLATES)


TEMPLATES = [english for kind in KINDS for lang in OTHERS for english in names(lang)[kind]]


@pytest.mark.parametrize("file", SAYING)
def test_every_text_of_the_code_is_translated(file: str) -> None:
    known = [re.sub(r"{\w+}", "¤", template) for template in TEMPLATES]
    assert [text for text in _literals(ROOT / file) if not _covered(text, known)] == []


@each_other
def test_a_translation_has_the_blanks_of_the_english(lang: str) -> None:
    for kind in KINDS:
        for english, own in names(lang)[kind].items():
            assert blanks(own) <= blanks(english), english
            assert blanks(english) - blanks(own) <= {"noun", "thing"}, english


def _messages() -> Iterator[str]:
    for folder in ("tests/model/scenario/broken", "tests/model/scenario/broken_expected", "tests/experiments/sweeps/design/broken"):
        for path in sorted((ROOT / folder).glob("*.yaml")):
            said = check_file(str(path)) if "design" in folder else read_scenario(path)
            yield from (problem.message for problem in said[1])


ENGLISH = re.compile(r"\b(the|is|are|write|of|and|or|not|has|have|with|which|keep|leave|take|give)\b")


def test_no_message_of_a_broken_file_stays_in_english() -> None:
    left = {}
    for message in sorted(set(_messages())):
        said = told_message(message, "it")
        if said == message or ENGLISH.search(re.sub(r"'[^']*'|\"[^\"]*\"|\([^)]*\)", "", said)):
            left[message] = said
    assert left == {}


@pytest.mark.parametrize(
    ("english", "italian"),
    [
        (
            "'50' is out of range; write a number from 0 to 1 (share of the price), or 0.5 if 50 % is meant",
            "'50' è fuori dai limiti; scrivere un numero da 0 a 1 (quota del prezzo), oppure 0.5 se si intende 50 %",
        ),
        ("unknown town 'lodii'; did you mean 'lodi'?", "comune sconosciuto 'lodii'; si intendeva 'lodi'?"),
        (
            "40 is outside the plausible range 4-12 EUR/m²/month; keep it if it is meant",
            "40 è fuori dai valori plausibili, 4-12 EUR/m²/mese; lasciarlo se è voluto",
        ),
        ("a sentence that nobody knows", "a sentence that nobody knows"),
        ("unknown hub 'a {tail} of {hub}'; did you mean 'b'?", "hub sconosciuto 'a {tail} of {hub}'; si intendeva 'b'?"),
    ],
)
def test_words_change_and_what_the_file_holds_stays(english: str, italian: str) -> None:
    assert told_message(english, "it") == italian
    assert told_message(english, "en") == english


def test_a_warning_is_one_in_the_language_of_the_reader() -> None:
    problem = Problem("town.yaml", 3, 5, "instruments[0].ages", "nobody is named: it does nothing; leave the key out for all", "warning")
    said = "town.yaml:3:5: instruments[0].ages: avviso: non è indicato nessuno: non fa niente; togliere la chiave per averli tutti"
    assert told_problem(problem, "it") == said
    assert told_problem(problem, "en") == str(problem)


def test_a_long_hostile_message_costs_nothing() -> None:
    text = "'" + "' and '" * 150 + " both set ; keep one "
    assert told_message(text, "it")


def test_every_help_of_a_command_is_translated() -> None:
    spoken = set()
    pending = [typer.main.get_command(app)]
    while pending:
        part = pending.pop()
        spoken |= {part.help} if part.help else set()
        pending += [*getattr(part, "commands", {}).values(), *(param for param in getattr(part, "params", ()) if hasattr(param, "help"))]
    spoken -= {"Show this message and exit."}
    assert all(names(lang)["help"].keys() == spoken for lang in OTHERS)


def test_help_speaks_the_language_of_the_system() -> None:
    shown = Clicks().invoke(in_language(typer.main.get_command(app), "it"), ["check", "--help"]).output
    assert "Scenari forniti, file di scenario" in shown


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"), ({"LANG": "it_IT.UTF-8"}, "it"), ({"LANG": "C.UTF-8"}, "en"), ({"LANG": "de_DE"}, "en"), ({"LC_MESSAGES": "it"}, "it"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "it_IT"}, "en"), ({"LC_ALL": "", "LANG": "it_CH@euro"}, "it"),
    ],
)  # fmt: skip
def test_the_language_of_the_system_is_the_first_that_says_anything(
    environment: dict[str, str], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert of_the_system() == lang


def test_check_and_scenarios_speak_the_language_that_is_asked_for(tmp_path: Path) -> None:
    town = tmp_path / "town.yaml"
    town.write_text("extends: sondrio_downsizing\nparameters: {beta_n: 4}\n", encoding="utf-8")
    said = CliRunner().invoke(app, ["check", str(town), "--lang", "it"]).output
    assert "avviso: 4 è fuori dai valori plausibili, 0-2.5 logit" in said and "pronto, 1 avviso" in said
    assert "warning: 4 is outside" in CliRunner().invoke(app, ["check", str(town), "--lang", "en"]).output
    listed = CliRunner().invoke(app, ["scenarios", "--lang", "it"]).output
    assert own_words(load_scenario("pavia_growth"), "title", "it") in listed and "misure:" in listed


CLOSED = {"payer": PAYERS, "operator": OPERATORS, "building": BUILDINGS, "field_word": FIELDS}


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in CLOSED.items() for code in codes])
def test_what_the_pages_call_a_thing_is_recognised_in_a_file(kind: str, code: str) -> None:
    assert nearest(names("it")[kind][code], CLOSED[kind]) == code


def test_an_italian_word_stands_for_words_of_files_alone() -> None:
    schema = json.loads((ROOT / "schema" / "scenario.schema.json").read_text("utf-8"))
    text = json.dumps(schema)
    unknown = [meaning for meanings in MEANT.values() for meaning in meanings if f'"{meaning}"' not in text]
    assert unknown == []


@each_other
@pytest.mark.parametrize("name", ["Sant'Angelo (LO)", "L'Aquilaa", "Reggio nell'Emiliaa", "dell'", "'"])
def test_an_apostrophe_in_what_is_quoted_ends_nothing(name: str, lang: str) -> None:
    told = told_message(unknown_town(name), lang)
    assert f"'{name}'" in told and not re.search("unknown|did you|write a", told)
