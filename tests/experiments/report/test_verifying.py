"""A report that carries its numbers matches; whatever is changed in it, on the page or beneath, and whatever is no report, is told."""

import html
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from experiments.commands import verify as verify_command
from experiments.languages import Words, languages
from experiments.questions.folder import write_answer
from experiments.questions.warning import warning
from experiments.report import carrying, render, verifying
from experiments.runs.case import Case
from experiments.runs.results import Results
from experiments.storage.json_text import FIGURES
from model.scenario import Scenario
from tests.experiments.report import fakes

BLOCK = re.compile(r'(<script type="application/json" id="carried">)(.*?)(</script>)', re.DOTALL)


def resealed(page: str) -> str:
    """As whoever changes a page could seal it again."""
    return carrying.sealed(re.sub(r'("page_sha256":")[0-9a-f]{64}', lambda found: found[1] + "0" * 64, page))


def changed_block(page: str, change: Callable[[dict], None]) -> str:
    found = BLOCK.search(page)
    assert found
    data = json.loads(found[2])
    change(data)
    text = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    return resealed(page[: found.start(2)] + text + page[found.end(2) :])


def checked(page: str, **asked) -> verifying.Verdict:
    read = carrying.read_text(page)
    assert read is not None
    return verifying.verify(verifying.Kept(read.block, read.scenario, read, () if read.sealed else ("report.html",)), **asked)


def differing(page: str, **asked) -> set[str]:
    return {key for key, _ in checked(page, **asked).differences}


_PAGES: dict[str, str] = {}


@pytest.fixture
def page(results: Results) -> str:
    if "en" not in _PAGES:  # drawing it takes a second
        _PAGES["en"] = render(results, "en")
    return _PAGES["en"]


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("point", [True, False])
def test_a_report_matches_in_every_language(scenario: Scenario, fake_engine, lang: str, point: bool) -> None:
    page = render(Case(scenario).run(12, point=point), lang)
    verdict = checked(page, runs=60)
    assert verdict.match, verdict.told("en")
    assert [key for key, _ in verdict.about] == ["of", "table", "again"]
    assert dict(verdict.about)["again"]["runs"] == 60


@pytest.mark.parametrize(("asked", "lang"), [
    ({"policies": 0}, "it"), ({"policies": 3}, "en"), ({"hubs": 9, "policies": 2}, "it"), ({"policies": 3, "worlds": 4}, "it"),
])
def test_the_first_table_is_told_again_whatever_the_runs(asked: dict, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "_again", lambda *_: (("again", {"runs": 0, "all": 0, "values": 0}), []))
    verdict = checked(render(fakes.results(replicates=24, **asked), lang))
    assert verdict.match, verdict.told("en")


def test_every_number_of_the_table_is_looked_at(page: str) -> None:
    """Numbers of every column of the first table, changed by one digit, are found even where the page is sealed again."""
    begin = page.index("<tbody>", page.index('<h2 id="ranking">'))
    end = page.index("</tbody>", begin)
    rows = page[begin:end]
    shown = [found for found in re.finditer(r">[^<>]*<", rows) if re.search(r"\d", found[0])]
    assert len(shown) >= 4 * 4
    for found in shown[::3]:
        number = re.search(r"\d", found[0])
        assert number is not None
        at = begin + found.start() + number.start()
        other = page[:at] + str((int(page[at]) + 1) % 10) + page[at + 1 :]
        assert differing(resealed(other), runs=1) & {"row", "row_more"}, found[0]


def test_a_number_that_does_not_belong_is_found(page: str) -> None:
    cell = page.index("<td", page.index("<tbody>", page.index('<h2 id="ranking">')))
    end = page.index("</td>", cell)
    assert "row_more" in differing(resealed(page[:end] + " 77" + page[end:]), runs=1)


def test_a_page_changed_anywhere_is_no_match(page: str) -> None:
    for mark in ("<title>", '<p class="what">', '<section class="answer"'):
        at = page.index(mark) + len(mark)
        assert differing(page[:at] + " " + page[at:], runs=1) == {"changed"}


@pytest.mark.parametrize("outcome", ["public_eur", "members_24", "viable_24"])
def test_a_changed_value_in_the_block_is_found_by_the_runs(page: str, outcome: str) -> None:
    def change(data: dict) -> None:
        values = data["values"][outcome]["relief"]
        values[5] = values[5] * (1 + 2 * 10.0**-FIGURES * 10) + (1 if values[5] in (0, 1) else 0)

    verdict = checked(changed_block(page, change), runs=60)
    values = [blanks for key, blanks in verdict.differences if key == "value"]
    assert [(one["outcome"], one["policy"], one["replicate"]) for one in values] == [(outcome, "relief", 5)]


def test_changed_values_that_move_a_mean_are_found_without_the_run(page: str) -> None:
    def change(data: dict) -> None:
        data["values"]["public_eur"]["relief"] = [value + 5000 for value in data["values"]["public_eur"]["relief"]]

    assert "row" in differing(changed_block(page, change), runs=1)


def test_another_scenario_is_no_match(page: str) -> None:
    other = page.replace("desks: 8", "desks: 9")
    assert other != page
    assert "other_scenario" in differing(resealed(other), runs=1)


def test_another_seed_is_no_match(page: str) -> None:
    assert "value" in differing(changed_block(page, lambda data: data.update(seed="2")), runs=12)


@pytest.mark.parametrize(("what", "value", "key"), [
    ("months", 39, "months"), ("version", "9.9", None), ("commit", "f" * 40, None), ("code", "0" * 16, None),
])
def test_what_the_numbers_are_of_is_compared(page: str, what: str, value: object, key: str | None) -> None:
    verdict = checked(changed_block(page, lambda data: data.update({what: value})), runs=5)
    if key is not None:
        assert key in {name for name, _ in verdict.differences}
    else:
        assert f"other_{what}" in [name for name, _ in verdict.about[:2]]  # said first
        assert verdict.match


def test_another_table_of_parameter_sets_is_said_first(scenario: Scenario, fake_engine) -> None:
    page = render(Case(scenario).run(12), "en")
    verdict = checked(changed_block(page, lambda data: data.update(parameter_sets="a" * 64)), runs=1)
    assert verdict.about[1][0] == "other_sets"


@pytest.mark.parametrize("scenario_text", ["{" * 5000, "", "a: [" * 30, "hubs: 3", "\x07"])
def test_a_scenario_that_cannot_be_read_is_said(page: str, scenario_text: str) -> None:
    begin = page.rindex('<pre lang="en" tabindex="0">') + len('<pre lang="en" tabindex="0">')
    other = page[:begin] + html.escape(scenario_text) + page[page.index("</pre>", begin) :]
    assert {"other_scenario", "unreadable"} <= differing(resealed(other), runs=1)


# --- what the block holds ---


def test_the_block_is_small_deterministic_and_cannot_end_the_page() -> None:
    nasty = "</script><script>alert(1)</script><!--"
    made = fakes.results(replicates=100, policies=3, title=nasty, title_it=nasty)
    page = render(made, "en")
    found = BLOCK.search(page)
    assert found and page == render(made, "en")
    assert len(found[2]) * 7 / 4 <= 60_000  # of six policies and the baseline
    assert not re.search(r"[<>&]", found[2]) and page.count("<script") == page.count("</script>") == 1
    read = carrying.read_text(page)
    assert read is not None and read.sealed and read.scenario == made.merged_scenario


# --- what is no report ---


def _big(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(carrying.MOST_BYTES + 1)


OPEN = '<script type="application/json" id="carried">'
SEAL = '{"page_sha256":"' + "0" * 64 + '","a":'
HOSTILE: dict[str, Callable[[Path], object]] = {
    "absent": lambda path: None,
    "empty": lambda path: path.write_bytes(b""),
    "binary": lambda path: path.write_bytes(bytes(range(256)) * 1000),
    "big": _big,
    "pipe": os.mkfifo,
    "folder": lambda path: path.mkdir(),
    "unended": lambda path: path.write_text(OPEN + SEAL + "[" * 200_000),
    "deep": lambda path: path.write_text(OPEN + SEAL + "[" * 100_000 + "]" * 100_000 + "}</script>"),
    "two": lambda path: path.write_text((OPEN + "{}</script>") * 2),
    "number": lambda path: path.write_text(OPEN + "9" * 100_000 + "</script>"),
    "another page": lambda path: path.write_text("<!DOCTYPE html><html><body><p>Hello</p></body></html>"),
}


def command(*arguments: object) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(verify_command.verify)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("lang", languages())
def test_whatever_is_no_report_is_refused(tmp_path: Path, kind: str, lang: str) -> None:
    path = tmp_path / "report.html"
    HOSTILE[kind](path)
    done = command(path, "--lang", lang)
    assert done.exit_code == 2
    assert Words(lang, "verify")("no_report", file=path) in done.output


@pytest.mark.parametrize("change", [
    {"format": 2}, {"replicates": 10**9}, {"replicates": 11}, {"seed": "-1"}, {"seed": 1}, {"seed": str(2**64)}, {"values": {}},
    {"values": {"no_outcome": {}}}, {"hubs": {}}, {"opens": {"baseline": []}}, {"more": 1}, {"months": 10**6}, {"scenario_sha256": "x"},
])
def test_a_block_that_is_otherwise_than_written_is_none(page: str, change: dict) -> None:
    assert carrying.read_text(changed_block(page, lambda data: data.update(change))) is None


def test_values_that_are_no_numbers_are_none(page: str) -> None:
    for value in ("1", [1], {}, True):
        def change(data: dict, value: object = value) -> None:
            data["values"]["public_eur"]["relief"][0] = value

        assert carrying.read_text(changed_block(page, change)) is None


def test_the_command_says_and_ends_as_it_should(page: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(page, encoding="utf-8")
    for given in (path, tmp_path):
        done = command(given, "--lang", "en", "--runs", 3)
        assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "Match."), done.output
    path.write_text(page.replace('<p class="what">', '<p class="what">In 3 '), encoding="utf-8")
    done = command(path, "--lang", "en", "--runs", 3)
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (1, "No match.")


def test_the_folder_of_an_answer_is_verified_by_its_runs(scenario: Scenario, fake_engine, tmp_path: Path) -> None:
    write_answer(warning(scenario, at=13, replicates=8, command="x"), tmp_path, "en")
    done = command(tmp_path, "--lang", "en", "--runs", 10)
    assert done.exit_code == 0, done.output
    file = tmp_path / "answer.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"at": 13', '"at": 14'), encoding="utf-8")
    done = command(tmp_path, "--lang", "en", "--runs", 1)
    assert done.exit_code == 1 and "answer.json is not as it was written" in done.output
