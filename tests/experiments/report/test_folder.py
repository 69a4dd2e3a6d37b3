import errno
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from experiments.commands.main import app
from experiments.outcomes.measures import ALL
from experiments.report import folder as outputs
from experiments.report import tables
from experiments.report.folder import summary, write_outputs
from experiments.runs.results import Results
from experiments.storage.locking import InTheWay
from experiments.storage.provenance import fingerprint
from model.scenario import read_scenario
from model.series import HUB_SERIES

FILES = {"summary.json", "monthly.parquet", "report.html", "scenario.lock.yaml", "manifest.json", *tables.FILES}


@pytest.fixture(autouse=True)
def _quick_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def write_report(results: Results, path: Path, lang: str = "it") -> Path:
        path.write_text(f"<html lang={lang}>", encoding="utf-8")
        return path

    monkeypatch.setattr("experiments.report.write_report", write_report)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an earlier run lies, once a test has written it."""
    return tmp_path_factory.mktemp("earlier") / "out"


def test_everything_is_written_and_nothing_else(results: Results, tmp_path: Path) -> None:
    folder = write_outputs(results, tmp_path / "a" / "b", lang="en", seconds=1.234)
    assert contents(folder).keys() == FILES


def test_summary_holds_outcomes_hubs_policies_and_differences(results: Results, tmp_path: Path) -> None:
    write_outputs(results, tmp_path)
    found = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    row = next(row for row in results.rows(hubs=(ALL,)) if row.outcome == "members_24")
    assert found["outcomes"]["members_24"]["unit"] == "members"
    assert found["outcomes"]["members_24"]["mean"] == pytest.approx(row.mean)
    assert {"p10", "p50", "p90", "mean_low", "mean_high"} <= set(found["outcomes"]["members_24"])
    assert set(found["per_hub"]) == {"adda"}
    assert set(found["policies"]) == {"voucher", "relief", "nothing", "second_hub"}
    assert set(found["policies"]["second_hub"]["per_hub"]) == {"adda", "mera"}
    difference = results.contrast("voucher").row("cash_24")
    assert found["policies"]["voucher"]["differences"]["cash_24"]["difference"] == pytest.approx(difference.difference)
    assert found["policies"]["voucher"]["differences"]["cash_24"]["variance_ratio"] is None  # infinite: JSON has no word for it
    assert found["policies"]["voucher"]["public_money"]["deadweight"]["value"] == pytest.approx(
        results.contrast("voucher").money.deadweight.value
    )
    assert found["policies"]["relief"]["public_eur_by_instrument"] == {"rent_relief": pytest.approx(5000)}
    assert found["seed"] == 1


def test_monthly_parquet_is_the_monthly_frame(results: Results, tmp_path: Path) -> None:
    write_outputs(results, tmp_path)
    found = pd.read_parquet(tmp_path / "monthly.parquet")
    expected = results.monthly
    assert list(found.columns) == list(expected.columns)
    for name in ("policy", "hub", "town"):
        assert found[name].astype(str).tolist() == expected[name].astype(str).tolist()
    assert found.date.astype("datetime64[s]").tolist() == expected.date.tolist()
    for name in ("state", "reason"):
        assert found[name].astype(object).fillna("").tolist() == expected[name].astype(object).fillna("").tolist()
    for series in (one for one in HUB_SERIES if one.name not in {"state", "reason"}):
        np.testing.assert_allclose(found[series.name], expected[series.name], rtol=1e-6, atol=1e-12)
    assert found.cash_eur.dtype == "float64"
    metadata = parquet.read_schema(tmp_path / "monthly.parquet").metadata
    assert json.loads(metadata[b"seed"]) == 1


def test_the_merged_scenario_reads_back(results: Results, tmp_path: Path) -> None:
    write_outputs(results, tmp_path)
    again, problems = read_scenario(tmp_path / "scenario.lock.yaml")
    assert problems == []
    assert again is not None
    assert again.to_yaml() == results.scenario.to_yaml()


def test_manifest_says_what_was_run_and_with_what(results: Results, tmp_path: Path) -> None:
    write_outputs(results, tmp_path, lang="en", seconds=1.234)
    found = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert found["scenario_sha256"] == fingerprint((tmp_path / "scenario.lock.yaml").read_text(encoding="utf-8"))
    assert (found["seed"], found["replicates"], found["months"], found["lang"], found["seconds"]) == (1, 12, 40, "en", 1.23)
    assert len(set(found["replicate_seeds"])) == 12
    assert {"python", "numpy", "numba", "mesa"} <= set(found["libraries"])
    assert set(found["files"]) == FILES - {"manifest.json"}
    for name, file in found["files"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == file["sha256"]


def test_the_same_runs_write_the_same_files(results: Results, tmp_path: Path) -> None:
    first, second = write_outputs(results, tmp_path / "1"), write_outputs(results, tmp_path / "2")
    for name in FILES - {"manifest.json"}:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_new_results_take_the_place_of_earlier_ones_and_leave_the_rest(results: Results, tmp_path: Path) -> None:
    write_outputs(results, tmp_path, lang="it")
    (tmp_path / "summary.json").write_text("old")
    (tmp_path / "my notes.txt").write_text("mine")
    write_outputs(results, tmp_path, lang="en")
    assert (tmp_path / "summary.json").read_text(encoding="utf-8") != "old"
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "<html lang=en>"
    assert (tmp_path / "my notes.txt").read_text() == "mine"
    assert contents(tmp_path).keys() == FILES | {"my notes.txt"}


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt(), RuntimeError("report")])
@pytest.mark.parametrize("step", ["write_monthly", "json_text", "about"])
def test_a_failure_leaves_earlier_results_as_they_were(
    results: Results, tmp_path: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, step: str
) -> None:
    if not earlier.exists():
        write_outputs(results, earlier)
    shutil.copytree(earlier, tmp_path, dirs_exist_ok=True)
    before = contents(tmp_path)

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(outputs, step, fail)
    with pytest.raises(type(error)):
        write_outputs(results, tmp_path, lang="en")
    assert contents(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [tables.FOLDER]


_LIMITED = """
import resource, sys
from pathlib import Path
from types import SimpleNamespace
import numpy as np
from experiments.outcomes.helped import Helped
from experiments.report.folder import write_monthly
from experiments.runs.results import Results
from experiments.storage.staging import staged
from model.scenario import read_text
from tests.experiments.stand_ins import TINY, make_stack

scenario, _ = read_text(TINY, "tiny.yaml")
stack = make_stack(members=np.random.default_rng(1).normal(size=(50, 60)))
results = Results(scenario, 1, {"baseline": stack}, Helped.none(1, 50))
folder = Path(sys.argv[1])
with staged(folder, "runs") as staging:
    (staging / "monthly.parquet").write_text("old")
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    with staged(folder, "runs") as staging:
        write_monthly(results, staging / "monthly.parquet")
except OSError as error:
    print("refused", error.errno)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on the size of files is set as on Linux")
def test_a_real_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", _LIMITED, str(tmp_path)], cwd=root, capture_output=True, text=True, check=False)
    assert done.stdout == f"refused {errno.EFBIG}\n", done.stderr
    assert (tmp_path / "monthly.parquet").read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"monthly.parquet", "manifest.json"}


def test_summary_of_a_scenario_without_policies(scenario, fake_engine) -> None:
    from experiments.runs.case import Case

    found = summary(Case(scenario).run(1, policies=[]))
    assert found["policies"] == {}
    assert found["outcomes"]["members_24"]["replicates"] == 1


def test_tables_of_somebody_else_are_not_written_over(results: Results, tmp_path: Path) -> None:
    for name in tables.FILES:
        folder = tmp_path / name.replace("/", "_")
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("mine")
        with pytest.raises(InTheWay, match=f"holds {name}, and"):
            write_outputs(results, folder)
        assert contents(folder) == {name: b"mine"}


def test_tables_go_into_the_archive_as_they_stand_in_the_folder(results: Results, tmp_path: Path) -> None:
    write_outputs(results, tmp_path / "out")
    done = CliRunner().invoke(app, ["bundle", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert {f"out/{name}" for name in FILES} <= set(archive.namelist())
    (tmp_path / "out" / tables.FILES[-1]).write_text("changed")
    (tmp_path / "out.zip").unlink()
    done = CliRunner().invoke(app, ["bundle", str(tmp_path / "out")])
    assert done.exit_code != 0 and tables.FILES[-1] in done.output
