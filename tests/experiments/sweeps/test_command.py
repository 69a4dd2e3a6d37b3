"""What `coworking sweep` says, and that bad input is refused before anything is written."""

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from experiments.commands import main
from experiments.sweeps import jobs, load_sweep, remote, sweep
from experiments.sweeps.design import load_design
from tests.experiments.sweeps.plans import DESIGN, same, trivial, write_design


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "run_model", trivial)


@pytest.fixture
def design(tmp_path: Path) -> Path:
    """24 runs."""
    return write_design(tmp_path)


def coworking(*arguments: object) -> Result:
    return CliRunner().invoke(main.app, [str(argument) for argument in arguments])


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_a_sweep_says_where_its_runs_are_and_what_comes_next(design: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = coworking("sweep", design, "--out", out, "--workers", 2)
    assert done.exit_code == 0, done.output
    assert done.stdout == f"24 of 24 runs are in {out}.\nWhat they show: coworking sensitivity {out}\n"
    assert done.stderr == ""
    assert names(out) == {
        ".lock", "design.lock.yaml", "manifest.jsonl", "scenarios", "scenarios/tiny.yaml", "shards", "shards/runs-00001.parquet",
    }  # fmt: skip


def test_a_dry_run_says_what_it_would_take_and_writes_nothing(design: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "run_model", lambda *what: time.sleep(0.05) or trivial(*what))
    before = names(tmp_path)
    done = coworking("sweep", design, "--dry-run", "--replicates", 100, "--workers", 2)
    assert done.exit_code == 0, done.output
    said = re.fullmatch(r"12 points, 2,400 runs: about ([0-9]+) seconds on 2 threads, judged by a few of them; 1 MB .*\n", done.stdout)
    assert said is not None, done.stdout
    assert 55 <= float(said[1]) <= 110  # 2,400 × 0.05 s on two threads, and what a run costs beside
    assert names(tmp_path) == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "needs a certificate; name its files in DASK_DISTRIBUTED__COMM__TLS__CA_FILE"),
        ({"client.cert": "gone.pem", "client.key": "gone.key", "ca-file": "gone.pem"}, "cannot be read"),
    ],
)
def test_tls_without_a_certificate_is_refused_before_anything_is_called(
    design: Path, tmp_path: Path, given: dict[str, str], said: str
) -> None:
    import dask

    with dask.config.set({f"distributed.comm.tls.{key}": value for key, value in given.items()}):
        done = coworking("sweep", design, "--out", tmp_path / "out", "--scheduler", "tls://127.0.0.1:1")
    assert done.exit_code == 2
    assert said in done.stderr and "Traceback" not in done.output
    assert not (tmp_path / "out").exists()


def test_replicates_and_seed_stand_in_for_the_designs(design: Path, tmp_path: Path) -> None:
    done = coworking("sweep", design, "--out", tmp_path / "out", "--replicates", 3, "--seed", 7)
    assert done.exit_code == 0, done.output
    other = design.with_name("other.yaml")
    other.write_text(DESIGN.replace("replicates: 1", "replicates: 3\nseed: 7"), encoding="utf-8")
    same(load_sweep(tmp_path / "out"), sweep(load_design(other), simulate=trivial))
    bad = coworking("sweep", design, "--replicates", 0)
    assert bad.exit_code == 2 and "--replicates" in bad.output


def test_runs_go_below_results_by_default(design: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = coworking("sweep", design)
    assert done.exit_code == 0, done.output
    assert load_sweep(tmp_path / "results" / "sweeps" / "tiny_sweep").complete


def test_the_same_command_again_is_refused_with_the_hint_and_goes_on_with_it(design: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert coworking("sweep", design, "--out", out).exit_code == 0
    again = coworking("sweep", design, "--out", out)
    assert again.exit_code == 2
    hint = "add --resume to go on with it, or take another folder"
    assert again.stderr == f"{out} holds runs of this sweep already; {hint}. Nothing was run.\n"
    assert coworking("sweep", design, "--out", out, "--resume").exit_code == 0
    design.write_text(DESIGN.replace("[baseline, voucher]", "[baseline]"), encoding="utf-8")
    other = coworking("sweep", design, "--out", out, "--resume")
    assert other.exit_code == 2
    assert other.stderr == f"{out} holds runs of another sweep: the policies differ; take another folder. Nothing was run.\n"


def test_parts_are_run_and_put_together(design: Path, tmp_path: Path) -> None:
    for k in (1, 2, 3):
        done = coworking("sweep", design, "--part", f"{k}/3", "--out", tmp_path / f"part{k}")
        assert done.exit_code == 0, done.output
        assert done.stdout == f"8 of 24 runs are in {tmp_path / f'part{k}'}.\n"
    merge = [word for k in (1, 2, 3) for word in ("--merge", tmp_path / f"part{k}")]
    done = coworking("sweep", design, *merge, "--out", tmp_path / "all")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(f"24 of 24 runs are in {tmp_path / 'all'}.\n")
    same(load_sweep(tmp_path / "all"), sweep(load_design(design)))


def test_a_part_of_nothing_is_not_put_together(design: Path, tmp_path: Path) -> None:
    done = coworking("sweep", design, "--merge", tmp_path / "none", "--out", tmp_path / "all")
    assert done.exit_code == 2
    assert done.stderr == f"{tmp_path / 'none'} holds no runs of a sweep. Nothing was run.\n"
    assert not (tmp_path / "all").exists()


@pytest.mark.parametrize("part", ["0/3", "4/3", "x", "1", "1/", "/3", "1/0", "-1/3", "1/3/5", "1.5/3", "²/3"])
def test_a_part_that_is_none_is_bad_input(design: Path, tmp_path: Path, part: str) -> None:
    done = coworking("sweep", design, f"--part={part}", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert done.stderr == f"--part {part}: write two whole numbers such as 3/20, the third of twenty parts\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("workers", ["0", "-2", "many"])
def test_workers_that_are_none_are_bad_input(design: Path, tmp_path: Path, workers: str) -> None:
    done = coworking("sweep", design, "--out", tmp_path / "out", f"--workers={workers}")
    assert done.exit_code == 2
    assert "workers" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_bad_design_lists_its_problems_and_runs_nothing(tmp_path: Path) -> None:
    design = write_design(tmp_path, DESIGN.replace("parameter: alpha", "parameter: alhpa").replace("[baseline, voucher]", "[vuocher]"))
    done = coworking("sweep", design, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "did you mean 'alpha'?" in done.stderr
    assert "did you mean 'voucher'?" in done.stderr
    assert done.stderr.endswith(f"2 errors in {design}: nothing was run\n")
    assert not (tmp_path / "out").exists()


def test_a_disk_that_is_too_small_is_bad_input(design: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 1_000

    with monkeypatch.context() as patch:
        patch.setattr("experiments.sweeps.run.shutil.disk_usage", lambda _: Usage)
        done = coworking("sweep", design, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "and 0 MB are free in" in done.stderr
    assert done.stderr.endswith("take another disk, fewer points, replicates or outcomes. Nothing was run.\n")
    assert not (tmp_path / "out").exists()


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address where nobody listens, and nobody else will while the test runs."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"tcp://127.0.0.1:{taken.getsockname()[1]}"


def test_a_scheduler_that_does_not_answer(design: Path, tmp_path: Path, nobody: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    out = tmp_path / "out"
    assert coworking("sweep", design, "--part", "1/2", "--out", out).exit_code == 0
    before, connect = names(out), remote.scheduler

    def impatient(address: str) -> Any:
        return connect(address, timeout_s=1)

    monkeypatch.setattr(remote, "scheduler", impatient)
    began = time.monotonic()
    done = coworking("sweep", design, "--out", out, "--resume", "--scheduler", nobody)
    assert time.monotonic() - began < 15
    assert done.exit_code == 2
    assert done.stderr.startswith(f"the scheduler {nobody} does not answer: ")
    assert done.stderr.endswith("; is it running, and is the address right? Nothing was run.\n")
    assert "Traceback" not in done.output
    assert names(out) == before
    assert len(load_sweep(out).runs) == 12


def test_no_scheduler_without_its_library(design: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    done = coworking("sweep", design, "--out", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:1")
    assert done.exit_code == 2
    assert "install the extra: pip install 'coworking-viability[cluster]'. Nothing was run." in done.stderr


def test_an_address_that_is_none(design: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    done = coworking("sweep", design, "--out", tmp_path / "out", "--scheduler", "no address")
    assert done.exit_code == 2, done.output
    assert "the scheduler no address does not answer" in done.stderr
    assert not (tmp_path / "out").exists()
