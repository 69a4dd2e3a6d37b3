"""The commands that ask about one hub: what they show and write, in the language asked for, and what they refuse."""

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from experiments.commands.main import app

FEW = ("--replicates", "12", "--at", "13", "--workers", "1")


def coworking(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("command", "more", "begins"),
    [
        ("critical-mass", (), {"en": "Critical mass of “Adda Coworking”", "it": "Massa critica di «Adda Coworking»"}),
        ("place", ("--desks", "8", "--offices", "", "--operators", "public", "--fields", "none", "--not-phased", "--buildings", "rented"),
         {"en": "Where and how to make “Adda Coworking”", "it": "Dove e come fare «Adda Coworking»"}),
    ],
)  # fmt: skip
def test_the_answer_is_shown_and_kept(command: str, more: tuple[str, ...], begins: dict[str, str], tmp_path: Path) -> None:
    """And the command that the answer names gives it again, in another language and with other workers."""
    asked, kept = [command, "sondrio_downsizing", *more, *FEW], []
    for lang, title in begins.items():
        folder = tmp_path / lang
        done = coworking(*asked, "--out", folder, "--lang", lang)
        assert done.exit_code == 0, done.output
        page = (folder / "answer.html").read_text(encoding="utf-8")
        assert f"<h1>{title}</h1>" in page and page.count("<svg") == 2
        kept.append(json.loads((folder / "answer.json").read_text(encoding="utf-8")))
        words = shlex.split(kept[0]["command"])
        assert words[:3] == ["coworking", command, "sondrio_downsizing"]
        asked = [*words[1:], "--workers", 2]
    assert kept[0] == kept[1]


@pytest.mark.parametrize("command", ["critical-mass", "place --desks 8 --offices= --operators public --fields none --not-phased"])
def test_few_futures_are_told_without_the_intervals_they_cannot_give(command: str, tmp_path: Path) -> None:
    name, *more = command.split()
    done = coworking(name, "sondrio_downsizing", *more, "--replicates", 4, "--at", 13, "--out", tmp_path / "out", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "nan" not in done.output and "–––" not in done.output and "(–" not in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("critical-mass", "--hub", "ada"), "--hub: non c'è un hub 'ada'; ci sono: adda"),
        (("critical-mass", "--at", "5"), "--at: 5; scrivere un numero di mesi da 13 a 360"),
        (("place", "--desks", "many"), "--desks: 'many'; scrivere numeri interi separati da virgole, come 8,12,20"),
        (("place", "--towns", "milano"), "--towns: 'milano' non è tra i comuni di questo scenario"),
    ],
)
def test_what_cannot_be_asked_is_said_in_the_readers_language(arguments: tuple[str, ...], said: str) -> None:
    command, *options = arguments
    done = coworking(command, "sondrio_downsizing", *options, "--lang", "it")
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert "Traceback" not in done.output


def test_the_command_and_the_question_run_as_many_futures_by_default() -> None:
    from experiments.commands import critical_mass, place
    from experiments.questions.critical_mass import REPLICATES as OF_CRITICAL_MASS
    from experiments.questions.place import REPLICATES as OF_PLACE

    assert (critical_mass._REPLICATES, place._REPLICATES) == (OF_CRITICAL_MASS, OF_PLACE)
