"""The README in Italian says what the English one says: its commands exist and read their options, its numbers are those of the other."""

import re
import shlex

import pytest
import typer

from experiments.commands.main import app
from tests.repository import ROOT

ITALIAN = (ROOT / "README.it.md").read_text("utf-8")
ENGLISH = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TYPED = re.findall(r"^(coworking [^#\n]+?) *(?:#.*)?$|`(coworking [^`]+)`", ITALIAN, re.M)
COMMANDS = ["".join(found) for found in TYPED]
# what both say, each in its words; the number is the group
SHARED = {
    r"(\d+) (?:parameter sets|sets of\s+parameters|insiemi di parametri)": "parameter sets",
    r"× (\d+) (?:worlds|mondi)": "worlds of each",
    r"(?:in|In) (\d+ (?:of|futuri su) \d+)": "the example of a share",
    r"(?:middle|l')\s*(\d+) %": "bands",
    r"(?:the|al) (\d+) %": "intervals",
    r"(\d+, \d+(?:,| e) \d+) (?:months|mesi)": "ages",
    r"± (\d+–\d+) %|del (\d+–\d+) %": "error of estimates",
    r"Python (3\.\d+, 3\.\d+ (?:or|o) 3\.\d+)": "versions of Python",
    r"(Sixteen|sedici)": "towns with figures of their own",
}


def _number(pattern: str, text: str) -> list[str]:
    found = re.search(pattern, re.sub(r"\s+", " ", text))
    assert found, pattern
    said = next(group for group in found.groups() if group is not None)
    return re.findall(r"\d+", said.replace("Sixteen", "16").replace("sedici", "16"))


@pytest.mark.parametrize("pattern", SHARED, ids=SHARED.values())
def test_a_number_is_that_of_the_english_page(pattern: str) -> None:
    assert _number(pattern, ITALIAN) == _number(pattern, ENGLISH)


def test_every_number_of_the_page_is_in_the_english_one() -> None:
    """Beside those of examples: what is typed, and how numbers are written."""
    prose = re.sub(r"```.*?```|`[^`]*`", "", ITALIAN, flags=re.S)
    assert set(re.findall(r"\d+", prose)) <= set(re.findall(r"\d+", ENGLISH))


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_exists_and_takes_what_is_written(line: str) -> None:
    words, command = shlex.split(line)[1:], typer.main.get_command(app)
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]
    assert not hasattr(command, "commands"), line
    command.make_context(line, words)


def test_three_commands_lead_to_the_page() -> None:
    assert [line.split()[1] for line in COMMANDS[:3]] == ["new", "check", "run"]
    assert re.findall(r"^make (\w+)", ITALIAN, re.M) == ["run", "dashboard"]
    assert all(re.search(rf"^{target}:", MAKEFILE, re.M) for target in ("run", "dashboard"))


@pytest.mark.parametrize("page", ["README.md", "docs/README.md"])
def test_the_page_is_found_from_the_others(page: str) -> None:
    assert "README.it.md)" in (ROOT / page).read_text("utf-8")
