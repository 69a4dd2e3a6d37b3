"""What a study takes is known before it is run, near what is measured, and refused where it is not free."""

import inspect
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

from experiments.commands import main
from experiments.runs import kept, room
from experiments.runs.case import Case
from experiments.runs.machine import NotEnoughMemory
from experiments.runs.replicates import extend, run
from model.compile_scenario import prepare
from model.population import reach, synthesise
from model.scenario import Scenario, load_scenario

MB = 10**6
MEASURED = """
import sys
from pathlib import Path
from experiments.runs.replicates import run
from model.scenario import load_scenario
run(load_scenario(sys.argv[1]), replicates=int(sys.argv[2]), workers=2, policies=[])
lines = Path("/proc/self/status").read_text().splitlines()  # getrusage has the peak of who began the process too
peak = next(line for line in lines if line.startswith("VmHWM"))
print(int(peak.split()[1]) * 1024)
"""


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "free_bytes", lambda: 20 * MB)


def test_what_does_not_fit_is_refused_before_anything_is_run(scenario: Scenario, fake_engine, little) -> None:
    fake_engine.build_world = lambda prepared, seed: pytest.fail("a world was built")
    with pytest.raises(NotEnoughMemory, match=r"8 replicates of 5 policies on 2 threads take about 3\d\d MB of memory, and 20 MB are free"):
        run(scenario, replicates=8, workers=2)


def test_growing_beyond_what_is_free_is_refused(scenario: Scenario, fake_engine, monkeypatch: pytest.MonkeyPatch) -> None:
    results = run(scenario, replicates=2)
    monkeypatch.setattr(room, "free_bytes", lambda: 20 * MB)
    with pytest.raises(NotEnoughMemory, match="run fewer replicates"):
        extend(results, 4)


def test_where_memory_is_unknown_nothing_is_refused(scenario: Scenario, fake_engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "free_bytes", lambda: None)
    assert run(scenario, replicates=2).replicates == 2


def test_worlds_of_an_executor_are_not_counted(scenario: Scenario, fake_engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "bytes_of_world", lambda prepared: 10**15)
    with ThreadPoolExecutor(1) as pool:
        assert run(scenario, replicates=2, executor=pool).replicates == 2
    with pytest.raises(NotEnoughMemory):
        run(scenario, replicates=2)


def test_a_disk_too_small_for_the_results_is_refused(scenario: Scenario, fake_engine, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    for module in (kept, room):
        monkeypatch.setattr(module, "IN_MEMORY_UP_TO", 0)
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 1_000}))
    with pytest.raises(NotEnoughMemory, match=r"of disk in .* are free.*or set TMPDIR"):
        run(scenario, replicates=2)


def test_check_and_run_refuse_alike(tmp_path: Path, little) -> None:
    path = tmp_path / "large.yaml"
    path.write_text("extends: sondrio_downsizing\n", encoding="utf-8")
    checked = CliRunner().invoke(main.app, ["check", str(path)])
    assert checked.exit_code == 2
    said = ": policies: 100 replicates of 6 policies on "
    assert said in checked.stdout and "run fewer replicates or policies" in checked.stdout and "ready to run" not in checked.stdout
    ran = CliRunner().invoke(main.app, ["run", str(path), "--out", str(tmp_path / "out")])
    assert ran.exit_code == 2
    assert "100 replicates of 6 policies on " in ran.stderr and "nothing new was written" in ran.stderr and "--debug" not in ran.stderr


def test_check_asks_of_the_replicates_that_run_makes() -> None:
    for function in (run, Case.run, main.run):
        assert inspect.signature(function).parameters["replicates"].default == room.USUAL_REPLICATES, function


def test_check_loads_no_compiler() -> None:
    program = "import sys; from experiments.commands.sweeps import check_file; check_file('pavia_growth'); print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("name", ["sondrio_downsizing", "comonext_network", "early_closures", "lombardy_incentives"])
def test_pairs_within_reach_are_about_those_of_the_world(name: str) -> None:
    one = prepare(load_scenario(name))
    people = synthesise(one.territory, one.parameters, 1)
    found = len(reach(people, one.hub_xy, one.parameters, one.territory.road_factor).hub)
    assert room.pairs_within_reach(one) == pytest.approx(found, rel=0.1)


@pytest.mark.parametrize(("name", "replicates"), [("sondrio_downsizing", 30), ("brescia_regeneration", 2)])
def test_the_estimate_is_near_what_is_measured(name: str, replicates: int) -> None:
    done = subprocess.run([sys.executable, "-c", MEASURED, name, str(replicates)], capture_output=True, text=True, check=True)
    estimate = room.bytes_of_study([prepare(load_scenario(name))], replicates, 2).memory
    assert estimate / 1.5 < int(done.stdout) < 1.5 * estimate
