"""The clock of the system jumps by years, forwards and backwards, while a command works: nothing depends on it."""

import hashlib
import json
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from experiments.sweeps.files import MANIFEST, SHARDS
from tests.faults.conftest import Commands, Start, at_work, contents, said, signalled, until


@pytest.fixture
def jumping_clock(tmp_path: Path) -> dict[str, str]:
    """The environment of a process whose clock jumps."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("no C compiler to make the clock with")
    library = tmp_path / "jumping_clock.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, Path(__file__).with_name("jumping_clock.c"), "-ldl"], check=True)
    look = [sys.executable, "-c", "import time; print(len({round(time.time() / 1e6) for _ in range(9)}))"]
    if subprocess.run(look, env={"LD_PRELOAD": str(library)}, capture_output=True, check=False).stdout.strip() != b"3":
        pytest.skip("this Python does not ask the library of the system for the time")
    return {"LD_PRELOAD": str(library)}


def test_a_sweep_under_a_jumping_clock_is_resumed_and_keeps_the_same_runs(
    commands: Commands, start: Start, tmp_path: Path, jumping_clock: dict[str, str]
) -> None:
    steady, jumping = tmp_path / "steady", tmp_path / "jumping"
    reference = start(commands.words("sweep", steady))
    process = start(commands.words("sweep", jumping), jumping_clock, pause=0.05)
    until(lambda: at_work("sweep", jumping), process)
    signalled(process, "SIGKILL")
    process.communicate()
    assert said(start([*commands.words("sweep", jumping), "--resume"], jumping_clock), 0) == ""
    assert said(reference, 0) == ""
    lines = [json.loads(line.partition(b" ")[2]) for line in (jumping / MANIFEST).read_bytes().splitlines()]
    assert len({datetime.fromisoformat(line["at"]).year for line in lines}) > 1, "the clock did jump"
    for folder in (steady, jumping):
        assert [path.name for path in (folder / SHARDS).iterdir()] == ["runs-00001.parquet"]
    assert (steady / SHARDS / "runs-00001.parquet").read_bytes() == (jumping / SHARDS / "runs-00001.parquet").read_bytes()


def test_a_run_under_a_jumping_clock_says_how_long_it_took(
    commands: Commands, start: Start, tmp_path: Path, jumping_clock: dict[str, str]
) -> None:
    out = tmp_path / "out"
    assert said(start([*commands.words("run", out), "--replicates", "2"], jumping_clock), 0) == ""
    files = contents(out)
    manifest = json.loads(files.pop("manifest.json"))
    assert 0 <= manifest["seconds"] < 60
    assert {name: entry["sha256"] for name, entry in manifest["files"].items()} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
