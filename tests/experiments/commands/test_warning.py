from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from experiments.commands import warning as warning_command
from experiments.questions.warning import REPLICATES
from tests.experiments.stand_ins import TINY


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    return path


def warned(*arguments: object) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(warning_command.warning)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize("lang", ["en", "it"])
def test_the_answer_is_shown_and_kept(tiny: Path, tmp_path: Path, fake_engine, lang: str) -> None:
    done = warned(tiny, "--at", 14, "--replicates", 8, "--lang", lang, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    page = (tmp_path / "out" / "answer.html").read_text(encoding="utf-8")
    assert f"coworking warning {tiny} --at 14 --replicates 8 --seed 1" in page
    assert ("mese" if lang == "it" else "month") in done.stdout


def test_a_hub_that_is_not_there_is_refused_in_the_readers_language(tiny: Path) -> None:
    done = warned(tiny, "--hub", "lario", "--lang", "it")
    assert done.exit_code == 2 and "--hub: non c'è un hub 'lario'; ci sono: adda, mera" in done.output


def test_the_commands_default_is_that_of_the_question() -> None:
    assert warning_command._REPLICATES == REPLICATES
