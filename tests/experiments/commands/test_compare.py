import csv
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner, Result

from experiments.commands import compare as compare_command
from experiments.languages import languages
from tests.experiments.stand_ins import TINY

ROOT = Path(__file__).resolve().parents[3]
FEW = ("--policy", "voucher", "--policy", "relief", "--policy", "nothing")
RUN_FILES = {"summary.json", "monthly.parquet", "report.html", "scenario.lock.yaml", "manifest.json", "tables", "tables.xlsx"}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _quick_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def write_report(results: object, path: Path, lang: str = "it") -> None:
        path.write_text(f"report {lang}", encoding="utf-8")

    monkeypatch.setattr("experiments.report.write_report", write_report)


@pytest.fixture
def rare(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was met in none of some hundred replicates is called none: soon, where the wait for it is not what is asked."""
    monkeypatch.setattr("experiments.runs.decisions.RARE", 0.15)


def compare(*arguments: object) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(compare_command.compare)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- what is shown and written ---


def test_the_ranking_the_pairs_and_the_money_are_shown(tiny: Path, tmp_path: Path, fake_engine, rare: None) -> None:
    before = contents(tmp_path)
    done = compare(tiny, *FEW, "--lang", "en", "--workers", 2)
    assert done.exit_code == 0, done.output
    said = " ".join(done.stdout.split())
    assert "the ranking by member-months is settled at 95%: 1. A voucher; 2. Rent relief; 3. Baseline and A network of one (the" in said
    assert "Baseline and A network of one: the same in each of" in said
    assert "A voucher – Rent relief" in said
    assert "Public money A voucher: Public money: €" in said
    assert "A network of one: no more than the baseline." in said
    assert contents(tmp_path) == before  # no folder was asked for


def test_a_folder_holds_the_decision_and_all_results(tiny: Path, tmp_path: Path, fake_engine, rare: None) -> None:
    folder = tmp_path / "out"
    done = compare(tiny, *FEW, "--out", folder, "--lang", "en", "--seed", 3)
    assert done.exit_code == 0, done.output
    assert f"Decision: {folder / 'decision.json'}" in done.stdout
    assert f"Report: {folder / 'report.html'}" in done.stdout
    assert {path.name for path in folder.iterdir()} == RUN_FILES | {"decision.json", "decision.csv"}
    found = json.loads((folder / "decision.json").read_text(encoding="utf-8"))
    assert found["ranking"] == [["voucher"], ["relief"], ["baseline", "nothing"]]
    assert (found["decided"], found["outcome"], found["better"], found["seed"]) == (True, "member_months", "more", 3)
    assert found["history"][-1] == {"replicates": found["replicates"], "open": 0}
    assert found["public_eur"]["voucher"]["extra"] == pytest.approx(found["public_eur"]["voucher"]["mean"])
    assert found["public_eur"]["baseline"] == {"mean": 0}
    assert found["sentences"]["it"][0].startswith("Dopo ")
    with (folder / "decision.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["status"] for row in rows] == [pair["status"] for pair in found["pairs"]]
    same = next(row for row in rows if row["status"] == "same")
    assert (same["policy"], same["reference"], same["low"], same["different"]) == ("nothing", "baseline", "", "0")
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert listed["decision.json"]["sha256"] == hashlib.sha256((folder / "decision.json").read_bytes()).hexdigest()
    assert json.loads((folder / "summary.json").read_text(encoding="utf-8"))["replicates"] == found["replicates"]


def test_workers_do_not_matter(tiny: Path, tmp_path: Path, fake_engine) -> None:
    for name, workers in (("a", 1), ("b", 3)):
        assert compare(tiny, "--policy", "relief", "--most", 70, "--out", tmp_path / name, "--workers", workers).exit_code == 0
    for file in ("decision.json", "decision.csv", "summary.json", "monthly.parquet"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_what_stays_open_is_said_in_italian(tiny: Path, fake_engine) -> None:
    done = compare(tiny, "--policy", "relief", "--policy", "nothing", "--most", 30, "--lang", "it")
    assert done.exit_code == 0, done.output
    said = " ".join(done.stdout.split())
    assert "Dopo 30 repliche la classifica per mesi-iscritto non è ancora stabilita" in said
    assert "uguali in ognuna di 30 repliche, ma può ancora differire" in said
    assert "repliche in tutto" in said
    assert "non più della situazione di base." in said


def test_a_fixed_number_over_fewer_months(tiny: Path, tmp_path: Path, fake_engine) -> None:
    asked = ("--outcome", "cash_24", "--indifference", 5, "--confidence", 0.9, "--policy", "voucher")
    done = compare(tiny, "--replicates", 12, "--months", 24, *asked, "--out", tmp_path / "out", "--lang", "en")
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "out" / "decision.json").read_text(encoding="utf-8"))
    assert (found["replicates"], found["months"], found["planned_looks"]) == (12, 24, [12])
    assert (found["confidence"], found["indifference"]) == (0.9, 5)
    assert "After 12 replicates the ranking by cash at 24 months is settled at 90%" in " ".join(done.stdout.split())


def test_the_central_set_alone_can_be_asked_for(tiny: Path, fake_engine) -> None:
    one = (tiny, "--policy", "voucher", "--lang", "en")
    assert "Each set of parameters counts once" in " ".join(compare(*one).stdout.split())
    assert "Each set of parameters" not in compare(*one, "--point").stdout


def test_fewer_at_most_than_the_first_look_is_one_look(tiny: Path, fake_engine) -> None:
    done = compare(tiny, "--policy", "voucher", "--most", 7, "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "After 7 replicates" in done.stdout


def test_a_terminal_sees_how_many_are_done_and_open(capsys: pytest.CaptureFixture[str]) -> None:
    with compare_command._bar(Console(force_terminal=True, width=120)) as progress:
        progress(3, 2000, None)
        progress(31, 2000, 4)
    shown = capsys.readouterr().out
    assert "comparisons open: 4" in shown
    assert "31/2000" in shown


# --- what is refused, and what fails ---


def test_everything_wrong_is_said_at_once(tiny: Path, tmp_path: Path) -> None:
    done = compare(
        tiny, "--policy", "vuocher", "--policy", "releif", "--outcome", "member_month", "--confidence", 95, "--indifference", -1,
        "--lang", "xx", "--replicates", 1, "--most", 50, "--better", "big", "--out", tmp_path / "out",
    )
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"--lang xx: there are {', '.join(languages())}",
        "--replicates: a fixed number leaves nothing to --most; write one of the two",
        "--policy: no policy 'vuocher' in scenario 'tiny'; did you mean 'voucher'?",
        "--policy: no policy 'releif' in scenario 'tiny'; did you mean 'relief'?",
        "--outcome: unknown outcome 'member_month'; did you mean 'member_months'?",
        "--better: 'big'; write more or less",
        "--confidence: 95; write a number from 0.5 to less than 1, as 0.95",
        "--indifference: -1; write a difference of zero or more, in the unit of the outcome",
        "--replicates: 1; a difference needs 2 replicates at least",
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--outcome", "within_30"), "--better: whether more of 'within_30' is better depends on who asks: say more or less"),
        (("--outcome", "members_60"), "--outcome: 'members_60' is how a hub is at 60 months; in these 40 months none gets that old"),
        (("--outcome", "members_36", "--months", "30"), "in these 30 months none gets that old"),
        (("--policy", "baseline"), "--policy: scenario 'tiny' has none beside the baseline here: there is nothing to compare"),
        (("--most", "1"), "--most: 1; a difference needs 2 replicates at least"),
        (("--seed", "-1"), "seed"),
        (("--workers", "0"), "workers"),
    ],
)
def test_bad_questions_end_with_2(tiny: Path, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    done = compare(tiny, "--out", tmp_path / "out", *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.output
    assert not (tmp_path / "out").exists()


def test_a_bad_scenario_is_bad_input(tmp_path: Path) -> None:
    done = compare(tmp_path / "none.yaml")
    assert done.exit_code == 2
    assert "nothing was run" in done.stderr


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (KeyboardInterrupt(), "Interrupted: "),
        (ZeroDivisionError("no desks"), "failed: ZeroDivisionError: no desks: "),
    ],
)
def test_what_fails_later_is_explained_and_earlier_results_stay(
    tiny: Path, tmp_path: Path, fake_engine, monkeypatch: pytest.MonkeyPatch, error: BaseException, message: str
) -> None:
    folder = tmp_path / "out"
    assert compare(tiny, "--policy", "relief", "--replicates", 2, "--out", folder).exit_code == 0
    before, good, worlds = contents(folder), fake_engine.simulate, set()

    def simulate(world, prepared, threads):
        worlds.add(world.seed)
        if len(worlds) > 25:  # in the second batch
            raise error
        return good(world, prepared, threads)

    monkeypatch.setattr(fake_engine, "simulate", simulate)
    done = compare(tiny, "--policy", "relief", "--out", folder, "--workers", 1)
    code = 130 if isinstance(error, KeyboardInterrupt) else 1
    assert done.exit_code == code
    assert message in done.stderr
    assert f"nothing new was written, and what {folder} held before is as it was" in done.stderr
    assert "Traceback" not in done.output
    assert contents(folder) == before
    worlds.clear()
    alone = compare(tiny, "--policy", "relief", "--workers", 1, "--debug")
    assert alone.exit_code == code
    assert ": nothing was written." in alone.stderr


def test_an_unwritable_folder_is_said_before_anything_is_run(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("I am no folder")
    monkeypatch.setattr("experiments.runs.until_decided.run", lambda *_, **__: pytest.fail("must not run"))
    done = compare(tiny, "--policy", "relief", "--out", tmp_path / "file")
    assert done.exit_code == 1
    assert f"Cannot write {tmp_path / 'file'}" in done.stderr


def test_a_disk_that_fills_up_leaves_nothing_half_written(tiny: Path, tmp_path: Path, fake_engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("experiments.report.folder.write_monthly", full)
    done = compare(tiny, "--policy", "relief", "--replicates", 2, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "The disk is full: nothing new was written" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_command_is_registered_without_loading_anything_heavy() -> None:
    code = (
        "import sys\nimport experiments.commands.compare\n"
        "heavy = {'numpy', 'scipy', 'numba', 'pandas', 'matplotlib', 'pyarrow', 'pydantic', 'rich.table'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
