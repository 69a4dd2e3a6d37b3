import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from experiments.commands import compare as compare_command
from experiments.commands import support as support_command
from tests.experiments.stand_ins import TINY

FEW = ("--replicates", 8, "--at", 24, "--instrument", "rent_relief", "--point")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    return path


def typed(command: object, *arguments: object) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(command)  # type: ignore[type-var]
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def support(*arguments: object) -> Result:
    return typed(support_command.support, *arguments)


def test_the_answer_is_shown_and_kept_with_the_command_that_makes_it_again(tiny: Path, tmp_path: Path, fake_engine) -> None:
    done = support(tiny, *FEW, "--target", 0.9, "--lang", "en", "--out", tmp_path / "answer")
    assert done.exit_code == 0, done.output
    assert "in at least 90 of 100 futures" in " ".join(done.stdout.split())
    kept = json.loads((tmp_path / "answer" / "answer.json").read_text(encoding="utf-8"))
    again = "coworking support tiny.yaml --target 0.9 --at 24 --instrument rent_relief --replicates 8 --seed 1 --point"
    assert kept["command"] == again and kept["numbers"]["target"] == 0.9
    html = (tmp_path / "answer" / "answer.html").read_text(encoding="utf-8")
    assert again in html and "<svg" in html and "<text" in html  # words of the picture stay words


@pytest.mark.parametrize("lang", ["it", "en"])
def test_why_it_cannot_be_asked_is_told_without_a_traceback(tiny: Path, lang: str, fake_engine) -> None:
    both = support(tiny, "--viable", "--whole", "--lang", lang)
    assert both.exit_code == 2 and "--viable" in both.stderr and "--whole" in both.stderr
    wrong = support(tiny, "--target", 2, "--at", 0, "--instrument", "vouchr", "--lang", lang)
    assert wrong.exit_code == 2
    assert [line.split(":")[0] for line in wrong.stderr.splitlines() if line.startswith("--")] == ["--target", "--instrument", "--at"]


# --- compare --budget ---


def test_policies_of_one_cost_are_ranked_and_what_cannot_be_spent_is_told(tiny: Path, fake_engine) -> None:
    done = typed(compare_command.compare, tiny, "--budget", 3000, "--replicates", 8, "--lang", "en")
    assert done.exit_code == 0, done.output
    said = " ".join(done.stdout.split())
    assert "Ranked at a budget of €3,000 each:" in said and "What €3,000 of public money gives of each" in said
    assert "30% of the rent" in said  # 250 EUR a month for 40 months at the whole rent
    assert "cannot be spent: this is the most" in said  # of what the stand-in gives for nothing


def test_what_goes_with_another_way_of_ranking_is_refused_together(tiny: Path) -> None:
    other = "--policy", "relief", "--outcome", "members_24", "--most", 50
    wrong = typed(compare_command.compare, tiny, "--budget", 3000, *other, "--lang", "it")
    assert wrong.exit_code == 2
    assert [line.split(":")[0] for line in wrong.stderr.splitlines()] == ["--policy", "--most", "--outcome"]
    assert typed(compare_command.compare, tiny, "--budget", 0, "--lang", "it").exit_code == 2
