"""`coworking territory show`: what is known of a town, how, and how wrong it may be."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from experiments.commands.main import app
from model.territory import TOWNS
from tests.model.scenario.ministry import CREMA, ministry_file


def show(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["territory", "show", *arguments])


def test_each_figure_is_measured_or_estimated_with_its_error_source_and_year() -> None:
    done = show("Voghera", "--lang", "en")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "Voghera (PV): voghera"
    assert "  residents: 38,637 (measured; ISTAT, resident population on 1 January, 2023)" in lines
    assert any(line.startswith("  independent professionals: 870 (estimated, ±45 %; estimate E2") for line in lines)
    assert any(line.startswith("  minutes from the metropolis, door to door (Milano): 68 (estimated, ±20 %") for line in lines)
    assert lines[-6] == "  around it, beyond the town:" and lines[-5].startswith("    up to 20 min: 4,702 residents, 95 professionals")


def test_it_speaks_italian_and_knows_the_shipped_towns_as_they_are() -> None:
    done = show("Sondrio", "014061", "--lang", "it")
    assert done.exit_code == 0
    assert done.stdout.count("Sondrio (SO): sondrio") == 2
    assert f"professionisti: {TOWNS['sondrio'].professionals.value:.0f} (stimato, ±20 %; stima E2" in done.stdout
    assert "estimate" not in done.stdout and "measured" not in done.stdout


def test_the_ministrys_file_replaces_what_size_suggests(tmp_path: Path) -> None:
    file = ministry_file(tmp_path / "irpef.csv", CREMA)
    plain, known = (show("crema", *more, "--lang", "it") for more in ((), ("--incomes", str(file))))
    assert "25.987 (misurato, reddito totale sui contribuenti" in known.stdout and "25.987" not in plain.stdout


@pytest.mark.parametrize(("arguments", "message"), [
    (["Samone", "Vogera"],
     "'Samone' is the name of 2 municipalities; write 'Samone (TO)' or 'Samone (TN)'\n"
     "unknown town 'Vogera'; did you mean 'Voghera"),
    (["crema", "--incomes", "nowhere.csv"], "nowhere.csv: No such file or directory"),
    (["crema", "--lang", "xx"], "--lang xx: there are en, it"),
])  # fmt: skip
def test_what_is_wrong_is_said(arguments: list[str], message: str) -> None:
    done = show(*arguments)
    assert done.exit_code == 2 and message in done.output
