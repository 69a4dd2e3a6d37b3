"""Whatever files, their names and other people's results hold: what reaches the terminal moves no cursor, hides nothing, forges no line."""

import ast
import json
import unicodedata
from dataclasses import replace
from functools import cache
from io import StringIO
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from experiments.commands import main
from experiments.commands.command_line import echo, explained
from experiments.commands.terminal import LINES, PIPED_WIDTH, Terminal, show
from experiments.languages import Words, own_words
from experiments.runs.case import Case
from experiments.runs.results import Results
from experiments.runs.until_decided import run_until_decided
from experiments.storage.locking import FolderRefused
from model.reading.wording import UNSEEN
from model.scenario import BASELINE, Problem, Scenario, ScenarioError, read_scenario
from tests.experiments.report.fakes import POLICIES
from tests.experiments.report.fakes import results as fake_results
from tests.experiments.stand_ins import TINY
from tests.repository import ROOT

FORGED = "Report: forged"
# One of each kind, and all that the standards call control or format.
HOSTILE = "\x1b\x9b\x9d\x9c\x85\r\x07\x08\x7f\u202a\u202e\u2066\u2069\u200e\u200f\u061c\u200b\u200d\u2060\ufeff\u2028\u2029\xad\U000e0041"
WORST = f"a\n{FORGED}\n{HOSTILE}"
hostile = st.text(st.one_of(st.sampled_from(HOSTILE + "\n"), st.characters(categories=["Cc", "Cf", "Zl", "Zp"]), st.sampled_from("ab [/]")))
texts = st.one_of(hostile, hostile.map(lambda text: f"a\n{FORGED}\n{text}"))
lasting = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def clean(shown: str) -> bool:
    """No such character but the ends of lines, and no line that only a text wanted."""
    return not UNSEEN.search(shown.replace("\n", "")) and FORGED not in shown.splitlines()


def coworking(*arguments: object) -> Result:
    return CliRunner().invoke(main.app, [str(argument) for argument in arguments])


def quoted(text: str) -> str:
    """As a value of a file, in escapes."""
    return json.dumps(text)


def test_the_characters_are_those_of_unicode() -> None:
    categories = {"Cc", "Cf", "Zl", "Zp", "Cs"}
    for number in range(0x110000):
        character = chr(number)
        if unicodedata.category(character) in categories:
            assert UNSEEN.fullmatch(character), hex(number)
        elif unicodedata.category(character) != "Cn":
            assert not UNSEEN.search(character), hex(number)


@pytest.mark.parametrize(
    "text", ["Così è", "1\u202f000\xa0€", "中文", "👨\u200d👩\u200d👧 \u2764\ufe0f", "می\u200cخواهم", "क्\u200dष", "a\u0301"]
)
def test_what_languages_need_is_shown_as_it_is(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    echo(text)
    assert capsys.readouterr().out == f"{text}\n"


@settings(lasting, max_examples=100)
@given(texts)
def test_a_line_stays_a_line(text: str) -> None:
    for say in (lambda: echo(f"x{text}"), lambda: Terminal().print(f"x{text}", soft_wrap=True)):
        with pytest.MonkeyPatch.context() as patch:
            shown = captured(patch, say)
        assert clean(shown) and shown.count("\n") == 1


def captured(patch: pytest.MonkeyPatch, say) -> str:  # type: ignore[no-untyped-def]
    import io
    import sys

    out = io.StringIO()
    patch.setattr(sys, "stdout", out)
    patch.setattr(sys, "stderr", out)
    say()
    return out.getvalue()


@lasting
@given(texts)
@example(WORST)
def test_problems_of_a_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.yaml"
    for content in (
        TINY.replace("A tiny town", quoted(text)),
        TINY.replace("  voucher:\n", f"  {quoted('v' + text)}:\n"),
        TINY.replace("name: adda", f"name: {quoted(text)}"),
        f"{TINY}extends: {quoted(text)}\n",
        f"{TINY}{quoted('t' + text)}: 1\n",
        f"{TINY}!!{text}\n",
        TINY.replace("share: 0.5", f"share: {quoted(text)}"),
        f"title: {quoted(text)}\nscenarios: [{quoted(text)}]\nfactors: [{{parameter: {quoted(text)}, title: {quoted(text)}}}]\n",
    ):
        file.write_text(content, encoding="utf-8", errors="replace")
        done = coworking("check", file)
        assert clean(done.output) and done.exit_code in (0, 2), done.output


@settings(lasting, max_examples=2)
@given(texts)
@example(WORST)
def test_titles_and_names_of_a_scenario(tmp_path: Path, fake_engine, scenario: Scenario, text: str) -> None:
    """Made in Python, where no reader of files refuses them."""
    policies = {name: policy.model_copy(update={"title": text or "x"}) for name, policy in scenario.policies.items()}
    hubs = tuple(hub.model_copy(update={"title": text}) for hub in scenario.hubs)
    said = scenario.model_copy(update={"title": text, "question": text, "hubs": hubs, "policies": policies})
    with pytest.MonkeyPatch.context() as patch:
        shown = captured(patch, lambda: show(Case(said).run(4, point=True), Terminal()))
    assert clean(shown), repr(shown)


@cache
def _longest_titles(lang: str) -> list[str]:
    scenarios = [read_scenario(path.stem)[0] for path in (ROOT / "scenarios").glob("*.yaml")]
    shipped = [policy for made in scenarios if made is not None for policy in made.policies.values()]
    return sorted({own_words(policy, "title", lang) or "" for policy in shipped}, key=len, reverse=True)


@cache
def _tied(policies: int) -> Results:
    """Policies with the longest titles that are shipped, none told apart from the first: what takes most words to say."""
    relief, titles = POLICIES["rent_free"]["instruments"], zip(_longest_titles("en"), _longest_titles("it"), strict=False)
    content = {
        f"p{number}": {"title": english, "title_it": italian, "instruments": relief}
        for number, (english, italian) in enumerate(islice(titles, policies))
    }
    made = fake_results(replicates=40, worlds=4, policies_content=content)
    stacks = {name: replace(made.stack("p0"), policy=name) if name != BASELINE else made.stack() for name in made.policies}
    return Results(made.scenario, made.seed, stacks, made.helped, made.sets)


@pytest.mark.parametrize("lang", ["en", "it"])
@pytest.mark.parametrize("policies", [1, 5, 9])
def test_the_answer_and_every_policy_are_read_without_turning_back(policies: int, lang: str) -> None:
    tied, terminal = _tied(policies), Terminal()
    terminal.file, terminal.width = StringIO(), PIPED_WIDTH
    show(tied, terminal, lang)
    lines = terminal.file.getvalue().splitlines()
    assert len(lines) + 1 <= LINES  # and where the page is
    assert max(map(len, lines)) <= PIPED_WIDTH
    first = next(place for place, line in enumerate(lines) if line.startswith("───")) + 1
    begins = [line.split("  ")[0].rstrip("…") for line in lines[first:]]
    for policy in tied.policies[1:]:
        title = tied.title(policy, lang)
        assert any(begin and title.startswith(begin) and len(begin) > min(len(title), 24) - 8 for begin in begins), title


@pytest.mark.parametrize("lang", ["en", "it"])
def test_what_a_no_break_space_joins_stays_on_one_line(lang: str) -> None:
    terminal = Terminal()
    for width in range(20, 60):
        terminal.file, terminal.width = StringIO(), width
        terminal.print(Words(lang, "report")("sure_parameters", total="95\u202f%", assumed="1\xa0000"))
        lines = terminal.file.getvalue().splitlines()
        assert any("95\u202f%" in line for line in lines) and any("1\xa0000" in line for line in lines)


def test_titles_of_a_comparison(fake_engine, scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    from experiments.commands.compare import _show

    title = f"{WORST}[red]x[/red]"
    policies = {name: policy.model_copy(update={"title": title}) for name, policy in scenario.policies.items()}
    decided = run_until_decided(scenario.model_copy(update={"policies": policies}), first=20, most=20, point=True)
    shown = captured(monkeypatch, lambda: _show(decided, Terminal(), "en"))
    assert clean(shown), repr(shown)
    assert "[red]x[/red]" in shown


@settings(lasting, max_examples=2)
@example(WORST)
@given(texts.filter(lambda text: "\0" not in text and "/" not in text and len(text) < 40))
def test_names_of_files_and_folders(tmp_path: Path, text: str) -> None:
    file = tmp_path / f"x{text}.yaml"
    try:
        file.write_text(TINY, encoding="utf-8")
    except OSError:
        return
    commands = (
        ("check", file), ("check", tmp_path / f"none{text}"), ("run", tmp_path / f"none{text}"), ("run", file, "--policy", text or "x"),
        ("run", file, "--replicates", 1, "--out", file), ("run", file, "--lang", f"x{text}"), ("sweep", tmp_path / f"none{text}"),
        ("sensitivity", tmp_path / f"none{text}"), ("sensitivity", file), ("bundle", tmp_path / f"none{text}"),
        ("bundle", tmp_path, "--to", tmp_path / f"z{text}.tar"), ("instruments", f"x{text}"), ("outcomes", f"x{text}"),
        ("discover", tmp_path / f"none{text}", "--when", text), ("compare", file, "--outcome", f"x{text}", "--policy", f"y{text}"),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main, "_run", lambda *_: (_ for _ in ()).throw(FolderRefused(f"{file} is refused")))
        for words in commands:
            done = coworking(*words)
            assert clean(done.output), (words, repr(done.output))
    file.unlink()


@lasting
@given(texts.filter(bool))
def test_what_a_folder_of_results_says_of_itself(tmp_path: Path, text: str) -> None:
    from experiments.commands.command_line import tell_what_is_replaced
    from experiments.storage.manifest import RUNS

    manifest = {"format": 1, "holds": RUNS, "program": "coworking-viability", "scenario": text, "files": {text: text}, "version": text}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        shown = captured(patch, lambda: tell_what_is_replaced(tmp_path, "other"))
    assert clean(shown), repr(shown)
    done = coworking("bundle", tmp_path, "--to", tmp_path / "to.zip")
    assert clean(done.output), repr(done.output)


@settings(lasting, max_examples=100)
@given(texts)
def test_errors(text: str) -> None:
    problem = Problem(f"f{text}", 1, 1, text, text)
    for error in (ValueError(text), OSError(13, "no", f"f{text}"), FolderRefused(text or "x"), ScenarioError([problem, problem])):
        with pytest.MonkeyPatch.context() as patch:
            shown = captured(patch, lambda error=error: ended(error))  # type: ignore[misc]
        assert clean(shown), repr(shown)


def ended(error: Exception) -> None:
    with pytest.raises(SystemExit), explained("nothing was written", debug=False):
        raise error


@pytest.mark.parametrize("word", ["a\x1b[2J.yaml", "a\u202eb", "--\x9b1m", "x\nReport: y"])
def test_what_is_typed_and_cannot_be_seen_is_refused(
    word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["coworking", "check", word])
    with pytest.raises(SystemExit) as end:
        main.main()
    said = capsys.readouterr().err
    assert end.value.code == 2 and clean(said)
    assert "holds characters that cannot be seen" in said


@pytest.mark.parametrize("option", ["--budget 30.000", "--budget=30.000", "--replicates 1.000", "--confidence 1.000.000"])
@pytest.mark.parametrize("command", ["run", "compare", "mixes", "support"])
def test_a_number_of_an_option_that_can_be_read_in_two_ways_is_refused(command: str, option: str) -> None:
    """By every command and for every option, before anything is looked at; 0.125 and 30000 can be read in one way."""
    done = coworking(command, "sondrio_downsizing", *option.split(), "--lang", "it")
    assert done.exit_code == 2 and "può voler dire due numeri" in done.output
    assert "due numeri" not in coworking(command, "nowhere", "--target", "0.125", "--budget", "30000", "--lang", "it").output


def test_there_is_no_other_way_to_the_terminal() -> None:
    ways = {"typer.echo", "print", "sys.stdout.write", "sys.stderr.write", "traceback.print_exc", "Console"}
    found = {
        (path.name, ast.unparse(node.func))
        for path in (ROOT / "experiments" / "commands").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ways
    }
    assert found == {("command_line.py", "typer.echo")}
