"""Who reads Italian meets no English sentence: every command, where it works and where it refuses, and every text on its way out."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from typer.testing import CliRunner

from experiments.commands.main import app
from experiments.languages.known import SOURCE, module, names
from experiments.languages.problems import told_message, told_pays
from experiments.languages.spoken import said, speak, spoken
from model.scenario.library import calls
from tests.experiments.stand_ins import TINY
from tests.repository import modules

ENGLISH = re.compile(
    r"\b(the|is|are|was|were|of|and|not|has|have|with|which|keep|leave|take|give|write|there|this|that|from|to|for|by|than|"
    r"nothing|runs|only|at|it|month|months|each|its|must|should|try|missing|such|invalid|default|required|left|failed|done|unknown)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(
    r"(?<!\w)'[^'\n]*'(?!\w)|\"[^\"\n]*\"|`[^`\n]*`|«[^»\n]*»|\[[A-Z]+\].*|^ *fonte: .*|\S+/\S+|^\w+ \(|--[a-z-]+|en\|it", re.MULTILINE
)
DESIGN = """
title: Un disegno
scenarios: [tiny.yaml]
factors: [{parameter: alpha}, {path: hubs.adda.desks, low: 8, high: 12}]
sampler: {type: latin_hypercube, points: 4}
replicates: 2
outcomes: [members_final]
"""


def english_in(text: str) -> list[str]:
    """Lines in which English words stand outside of quotes and of what a file says of its source."""
    return [line for line in QUOTED.sub("", text).splitlines() if ENGLISH.search(line)]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = spoken()
    monkeypatch.chdir(tmp_path)
    italian = TINY.replace("title: A tiny town", "title: Una piccola città")
    (tmp_path / "tiny.yaml").write_text(italian, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(italian.replace("desks", "postazioni", 1), encoding="utf-8")
    (tmp_path / "design.yaml").write_text(DESIGN, encoding="utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "report.html").write_text("di altri", encoding="utf-8")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "manifest.json").write_text("{", encoding="utf-8")
    yield
    speak(before)


def coworking(*words: str) -> str:
    done = CliRunner().invoke(app, [*words, "--lang", "it"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.output.strip()
    return done.output


REFUSED = (
    "run", "run nowhere", "run bad.yaml", "run tiny.yaml more", "run tiny.yaml --policy vouchr", "run tiny.yaml --replicates 0",
    "run tiny.yaml --replicates x", "run tiny.yaml --repl 2", "run tiny.yaml --out full", "run tiny.yaml --out broken",
    "run tiny.yaml --details=1", "run tiny.yaml --seed", "runn", "check", "check bad.yaml nowhere", "scenarios x", "instruments milano",
    "outcomes mebers_36", "territory show xx 999999", "territory show crema --incomes nowhere.csv", "territory", "diff tiny.yaml",
    "diff tiny.yaml nowhere", "compare tiny.yaml --outcome foo --confidence 95 --better up --most 2 --replicates 1 --indifference -1",
    "compare tiny.yaml --confidence x", "compare tiny.yaml --policy vouchr", "compare tiny.yaml --outcome public_eur --policy baseline",
    "sweep nowhere.yaml", "sweep design.yaml --part 3", "sweep design.yaml --part 9/3", "sweep bad.yaml", "sensitivity full",
    "sensitivity nowhere", "discover full", "discover full --when x", "bundle full", "bundle full --to x.tar", "bundle full --to tiny.yaml",
    "new tiny.yaml", "new mine.yaml", "new mine.yaml --town nowhere --desks 9", "new mine.yaml --desks few", "calibrate --particles 1",
    "recovery --truths x", "structures --steps 0", "validate --prior 1",
)  # fmt: skip


@pytest.mark.parametrize("line", REFUSED)
def test_a_refusal_is_in_italian(line: str) -> None:
    assert english_in(coworking(*line.split())) == []


WORKING = (
    "check tiny.yaml design.yaml", "scenarios", "instruments", "outcomes", "territory show crema sondrio", "diff tiny.yaml tiny.yaml",
)  # fmt: skip


@pytest.mark.parametrize("line", WORKING)
def test_an_answer_is_in_italian(line: str) -> None:
    assert english_in(coworking(*line.split())) == []


def _commands() -> list[str]:
    root = typer.main.get_command(app)
    return [*root.commands, "territory show"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", ["", *_commands()])
def test_help_is_in_italian(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.commands.typed.LANG", "it")
    done = CliRunner().invoke(app, [*command.split(), "--help"])
    assert done.exit_code == 0
    assert english_in(re.sub(r"--[a-z-]+", "", done.output.replace("root", ""))) == []


def test_what_a_sweep_would_take_and_its_idle_factors_are_told_in_italian(monkeypatch: pytest.MonkeyPatch) -> None:
    found = SimpleNamespace(seconds=9_000.0, points=1_200, runs=24_000, disk=5_000_000)
    monkeypatch.setattr("experiments.sweeps.expected", lambda plan, workers: found)
    monkeypatch.setattr("experiments.sweeps.idle.idle_factors", lambda plan: ["alpha"])
    shown = coworking("sweep", "design.yaml", "--dry-run", "--workers", "1")
    assert english_in(shown) == []
    assert "1.200 punti, 24.000 simulazioni: circa 2,5 ore con 1 thread" in shown and "il fattore 'alpha' non cambia niente" in shown


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyboardInterrupt(), "Interrotto: non è stato scritto niente di nuovo, e ciò che c'era in out è com'era."),
        (MemoryError(), "La memoria non basta: non è stato scritto niente di nuovo"),
        (OSError(28, "No space left on device"), "Il disco è pieno: non è stato scritto niente di nuovo"),
        (PermissionError(13, "Permission denied", "out/x"), "Non si può scrivere out/x: manca il permesso: "),
        (ValueError("two"), "Con --debug si vedono i dettagli."),
    ],
)
def test_a_failure_is_told_in_italian(error: BaseException, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: object, **more: object) -> None:
        raise error

    monkeypatch.setattr("experiments.runs.replicates.run", fails)
    shown = coworking("run", "tiny.yaml", "--out", "out", "--replicates", "2")
    assert told in shown
    assert english_in(shown.replace("two", "")) == []


def test_a_run_shows_no_english(fake_engine: object) -> None:
    shown = coworking("run", "tiny.yaml", "--out", "out", "--replicates", "4", "--workers", "1", "--details")
    titles = ("Rent relief", "A network of one", "A second hub", "Un voucher")  # the file has no Italian of them
    for title in titles:
        shown = shown.replace(title, "")
    assert english_in(shown) == []


@pytest.mark.parametrize("name", calls())
def test_what_an_instrument_pays_is_told_in_italian(name: str) -> None:
    call = calls()[name]
    if call.instrument is not None:
        assert english_in(told_pays(call.pays(), "it")) == []
        assert told_pays(call.pays(), SOURCE) == call.pays()


# --- texts on their way out ---

WAYS_OUT = {"echo", "fail", "print", "status", "progress_bar", "add_task", "explained", "explained_sweep", "_say", "notebook_or_terminal"}
COMMANDS = list(modules("experiments/commands"))
OF_MAINTAINERS = ("experiments/commands/expected.py",)  # records in the sources, whose changelog and files are in English


def _literals(node: ast.expr) -> Iterator[str]:
    """Texts with two words of letters, a blank for each value; not those inside of another call, which answers for them itself."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "9" for part in node.values)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _literals(part.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif not isinstance(node, ast.Call):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from _literals(child)


def english_on_its_way_out(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Texts given to what prints, in which there are English sentences that no table of a language has."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {*WAYS_OUT, "said"}:
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                for text in _literals(argument):
                    if re.search(r"[a-z]{2} [a-z]{2}", text) and (english_in(told_message(text, "it")) or told_message(text, "it") == text):
                        yield node.lineno, text


@pytest.mark.parametrize(("name", "tree"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_commands_print_no_text_that_nobody_translated(name: str, tree: ast.Module) -> None:
    if name not in OF_MAINTAINERS:
        assert list(english_on_its_way_out(tree)) == []


def test_the_search_can_fail() -> None:
    printed = ('echo("3 files are in the folder")', 'fail(f"{x}: write the name of a .zip file")', 'echo(f"{said(x)}. go on with it")')
    source = "\n".join([*printed, 'echo(words("x y"))'])
    assert [line for line, _ in english_on_its_way_out(ast.parse(source))] == [1, 3]
    assert english_in("non c'è un comando 'the run of it'") == [] and english_in("non c'è the run") != []


def test_what_nobody_translated_stays_as_it_is() -> None:
    speak("it")
    assert said("a sentence that nobody knows") == "a sentence that nobody knows"
    assert said("Nothing was run.") == "Non è stato simulato niente."
    assert said("out/x.yaml:3:5: hubs[0]: unknown type 'buono'; did you mean 'voucher'?").endswith("si intendeva 'voucher'?")
    assert said(": ".join(["a"] * 60) + ": Nothing was run.")


@pytest.mark.parametrize(("share", "italian"), [("80%", "l'80\u202f%"), ("8%", "l'8\u202f%"), ("50%", "il 50\u202f%")])
@pytest.mark.parametrize(("english", "italian_rest"), [("works", "dei lavori"), ("fee", "della quota"), ("rent", "dell'affitto")])
def test_a_share_that_is_paid_has_its_article(share: str, italian: str, english: str, italian_rest: str) -> None:
    assert told_pays(f"{share} of the {english}", "it") == f"{italian} {italian_rest}"


def test_no_sentence_sets_an_article_before_a_percentage() -> None:
    """It melts with the number ('l'80 %'): `the_percent` writes both."""
    own = [text for table in ("report", "budget") for text in module("it", table).TEXTS.values()]
    own += [text for kind in ("pays", "problem_phrase") for text in names("it")[kind].values()]
    assert [text for text in own if re.search(r"\b(il|del|al|dal|nel) \{(share|percent|tolerance)\}", text)] == []
