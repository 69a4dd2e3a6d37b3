import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from experiments.commands import main
from experiments.commands.sweeps import is_design
from experiments.languages import languages
from experiments.runs.progress import COMPILING
from model.parameter_sets import shipped
from model.scenario import scenario_names
from tests.experiments.stand_ins import TINY

ROOT = Path(__file__).resolve().parents[3]


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


def coworking(*arguments: object) -> Result:
    return CliRunner().invoke(main.app, [str(argument) for argument in arguments])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def without_compiling(text: str) -> str:
    """What was said besides the notice that a fresh machine sees."""
    return text.replace(f"{COMPILING}\n", "")


# --- run ---


def test_run_writes_the_folder_and_shows_outcomes_and_differences(tiny: Path, tmp_path: Path, fake_engine) -> None:
    done = coworking("run", tiny, "--replicates", 8, "--seed", 3, "--out", tmp_path / "out", "--workers", 2, "--details")
    assert done.exit_code == 0, done.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "summary.json", "monthly.parquet", "report.html", "scenario.lock.yaml", "manifest.json", "tables.xlsx", "tables",
    }
    assert "A voucher, against the baseline" in done.stdout
    assert "8 replicates of 40 months, seed 3" in done.stdout
    assert str(tmp_path / "out" / "report.html") in done.stdout
    assert (tmp_path / "out" / "report.html").read_text() == "report en"
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["replicates"] == 8
    assert without_compiling(done.stderr) == ""  # quiet when not a terminal


def test_run_speaks_the_language_asked_for_and_writes_below_results(tiny: Path, tmp_path: Path, fake_engine, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = coworking("run", "tiny.yaml", "--replicates", 2, "--lang", "it", "--details")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "results" / "tiny" / "report.html").read_text() == "report it"
    assert "Un voucher, rispetto alla situazione di base" in done.stdout


def test_run_of_some_policies_over_fewer_months(tiny: Path, tmp_path: Path, fake_engine) -> None:
    done = coworking("run", tiny, "--replicates", 2, "--months", 12, "--policy", "relief", "--policy", "nothing", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert found["policies"].keys() == {"relief", "nothing"}
    assert found["months"] == 12
    assert "horizon_months: 12" in (tmp_path / "out" / "scenario.lock.yaml").read_text()


def test_a_run_says_its_sets_and_a_point_run_that_it_has_one(tiny: Path, tmp_path: Path, fake_engine) -> None:
    for name, option in (("sets", []), ("point", ["--point"])):
        done = coworking("run", tiny, "--replicates", 20, "--out", tmp_path / name, "--lang", "en", *option)
        assert done.exit_code == 0, done.output
        assert ("5 sets of parameters × 4 worlds" in done.stdout) == (name == "sets")
        manifest = json.loads((tmp_path / name / "manifest.json").read_text())
        sets = {"sha256": shipped().sha256, "sets": len(shipped()), "replicates_a_set": 4}
        assert manifest["parameter_sets"] == (None if option else sets)


def test_the_same_command_gives_the_same_results(tiny: Path, tmp_path: Path, fake_engine) -> None:
    for name, workers in (("a", 1), ("b", 3)):
        assert coworking("run", tiny, "--replicates", 5, "--out", tmp_path / name, "--workers", workers).exit_code == 0
    for file in ("summary.json", "monthly.parquet", "scenario.lock.yaml"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--policy", "vuocher"), "no policy 'vuocher' in scenario 'tiny'; did you mean 'voucher'?"),
        (("--lang", "xx"), f"--lang xx: there are {', '.join(languages())}"),
        (("--replicates", "0"), "replicates"),
        (("--replicates", "many"), "replicates"),
        (("--months", "0"), "months"),
        (("--months", "361"), "months"),
        (("--seed", "-1"), "seed"),
        (("--workers", "0"), "workers"),
        (("--nonsense",), "nonsense"),
    ],
)
def test_bad_arguments_end_with_2_and_write_nothing(tiny: Path, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    before = contents(tmp_path)
    done = coworking("run", tiny, "--out", tmp_path / "out", *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.output
    assert contents(tmp_path) == before
    assert not (tmp_path / "out").exists()


def test_a_bad_scenario_lists_every_problem_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(TINY.replace("desks: 8", "deskss: 8").replace("towns: [sondrio]", "towns: [sondrioo]"), encoding="utf-8")
    done = coworking("run", path, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert f"{path}:" in done.stderr
    assert "desks" in done.stderr
    assert "sondrioo" in done.stderr
    assert "nothing was run" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_unknown_scenario_is_bad_input_with_a_suggestion(tmp_path: Path) -> None:
    done = coworking("run", "sondrio_downsizin", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "did you mean 'sondrio_downsizing'?" in done.stderr


def test_warnings_are_said_and_the_run_goes_on(tiny: Path, tmp_path: Path, fake_engine) -> None:
    tiny.write_text(TINY.replace("desks: 8,", "desks: 8, host_cost_eur: 4000,"), encoding="utf-8")
    done = coworking("run", tiny, "--replicates", 1, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "warning: " in done.stderr


# --- failures ---


def test_results_of_another_scenario_are_named_before_they_are_replaced(tiny: Path, tmp_path: Path, fake_engine) -> None:
    small = ("--replicates", 2, "--months", 12, "--out", tmp_path / "results")
    assert "take their place" not in coworking("run", tiny, *small).stderr
    assert "take their place" not in coworking("run", tiny, *small).stderr
    other = tmp_path / "other.yaml"
    other.write_text(tiny.read_text("utf-8"), encoding="utf-8")
    said = f"{tmp_path / 'results'} holds results of {tiny.stem}: those of other take their place."
    assert said in coworking("run", other, *small).stderr
    assert f"holds results of other: those of {tiny.stem}" in coworking("compare", tiny, *small).stderr


def _earlier(tiny: Path, folder: Path) -> dict[str, bytes]:
    assert coworking("run", tiny, "--replicates", 1, "--out", folder).exit_code == 0
    return contents(folder)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full: nothing new was written"),
        (PermissionError(errno.EACCES, "Permission denied", "x.parquet"), "Cannot write x.parquet: Permission denied"),
        (KeyboardInterrupt(), "Interrupted: nothing new was written"),
        (MemoryError(), "Not enough memory"),
        (RuntimeError("the ledger does not add up"), "the ledger does not add up"),
    ],
)
def test_a_failure_is_explained_and_earlier_results_stay(
    tiny: Path, tmp_path: Path, fake_engine, monkeypatch: pytest.MonkeyPatch, error: BaseException, message: str
) -> None:
    before = _earlier(tiny, tmp_path / "out")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("experiments.report.folder.write_monthly", fail)
    done = coworking("run", tiny, "--replicates", 1, "--out", tmp_path / "out")
    assert done.exit_code == (130 if isinstance(error, KeyboardInterrupt) else 1)
    assert message in done.stderr
    assert f"what {tmp_path / 'out'} held before is as it was" in done.stderr
    assert "Traceback" not in done.output
    assert contents(tmp_path / "out") == before


def test_a_failing_replicate_is_named(tiny: Path, tmp_path: Path, fake_engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def simulate(world: object, prepared: object, threads: int) -> None:
        raise ZeroDivisionError("no desks")

    monkeypatch.setattr(fake_engine, "simulate", simulate)
    done = coworking("run", tiny, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "replicate 0 of scenario 'tiny' (seed 1) failed: ZeroDivisionError: no desks" in done.stderr
    assert "--debug" in done.stderr
    assert not (tmp_path / "out").exists()
    with_details = coworking("run", tiny, "--out", tmp_path / "out", "--debug")
    assert with_details.exit_code == 1
    assert "Traceback" in with_details.stderr


def test_an_unwritable_folder_is_said_before_anything_is_run(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("I am no folder")
    monkeypatch.setattr("experiments.runs.replicates.run", lambda *_, **__: pytest.fail("must not run"))
    done = coworking("run", tiny, "--out", tmp_path / "file")
    assert done.exit_code == 1
    assert f"Cannot write {tmp_path / 'file'}" in done.stderr
    assert (tmp_path / "file").read_text() == "I am no folder"


# --- check, scenarios, version ---


def test_check_of_a_good_file(tiny: Path) -> None:
    done = coworking("check", tiny)
    assert done.exit_code == 0
    assert done.stdout == f"{tiny}: ready to run\n"


def test_check_with_warnings_alone_is_no_failure(tiny: Path) -> None:
    tiny.write_text(TINY.replace("desks: 8,", "desks: 8, host_cost_eur: 4000,"), encoding="utf-8")
    done = coworking("check", tiny)
    assert done.exit_code == 0
    assert "plausible range" in done.stdout
    assert f"{tiny}: ready to run, 1 warning\n" in done.stdout


def test_check_of_several_files_says_all_and_ends_with_2(tiny: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(TINY.replace("desks: 8", "deskss: 8"), encoding="utf-8")
    done = coworking("check", bad, tiny, tmp_path / "none.yaml")
    assert done.exit_code == 2
    first, *_ = done.stdout.splitlines()
    file, line, column, rest = first.split(":", 3)
    assert (file, line.isdigit(), column.isdigit()) == (str(bad), True, True)
    assert "did you mean 'desks'?" in rest
    assert f"{tiny}: ready to run" in done.stdout
    assert "none.yaml:1:1: file: no such scenario" in done.stdout


def test_scenarios_are_listed_with_their_questions() -> None:
    done = coworking("scenarios")
    assert done.exit_code == 0
    assert "sondrio_downsizing\n" in done.stdout
    assert "How likely was Sondrio's pilot hub" in done.stdout
    assert "policies: rent_relief" in done.stdout


def test_version() -> None:
    done = coworking("--version")
    assert done.exit_code == 0
    assert done.stdout.startswith("coworking ")


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    code = (
        "import sys\nsys.argv = ['coworking', '--help']\nfrom experiments.commands.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'numpy', 'numba', 'pandas', 'matplotlib', 'pyarrow', 'pydantic', 'mesa', 'scipy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for command in ("run", "check", "scenarios", "--version"):
        assert command in done.stdout


_LIBRARIES = {"numba", "pandas", "matplotlib", "pyarrow", "mesa", "scipy", "SALib", "dask", "jinja2", "rich"}
_ROOMS = {"experiments.sweeps", "experiments.report", "experiments.sensitivity", "experiments.discovery", "experiments.calibration"}


def test_check_of_scenarios_loads_what_reading_needs_and_no_more() -> None:
    code = (
        f"import sys\nsys.argv = {['coworking', 'check', *scenario_names()[:3]]!r}\nfrom experiments.commands.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        f"loaded = {sorted(_LIBRARIES | _ROOMS)!r}\nassert not (found := set(loaded) & set(sys.modules)), found\n"
        "import model.scenario.schema\nfrom model.reading import meanings\n"
        "assert meanings._written.cache_info().currsize == 0, 'meanings of keys were read, and nothing showed one'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_scenario_is_read_once_to_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    monkeypatch.setattr("model.reading.parsing.parse", lambda *given: read.append(given))
    assert not is_design(str(ROOT / "scenarios" / "sondrio_downsizing.yaml")) and read == []


_SLOW = """
import sys, time
from types import ModuleType, SimpleNamespace
from tests.experiments import stand_ins

module = ModuleType("model.simulation")
module.prepare, module.build_world = stand_ins.prepare, lambda prepared, seed: SimpleNamespace(seed=seed, bytes_in=lambda prepared: 0)
def simulate(world, prepared, threads):
    time.sleep(0.02)
    return stand_ins.simulate(world, prepared)
module.simulate = simulate
module.compile_all = lambda: None
sys.modules["model.simulation"] = module
from experiments.commands.main import main
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
def test_a_real_ctrl_c_leaves_earlier_results_and_says_so(tiny: Path, tmp_path: Path, fake_engine) -> None:
    folder = tmp_path / "out"
    before = _earlier(tiny, folder)
    command = [sys.executable, "-c", _SLOW, "run", str(tiny), "--replicates", "100000", "--out", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 60
        while not any(path.name.startswith(".writing-") for path in folder.iterdir()):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130, (out, err)
    assert without_compiling(err) == f"Interrupted: nothing new was written, and what {folder} held before is as it was.\n"
    assert out == ""
    assert contents(folder) == before
    assert [path.name for path in folder.iterdir() if path.is_dir()] == ["tables"]
