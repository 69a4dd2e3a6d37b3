"""What an installation carries: both packages, the shipped cases, the report's templates, type markers and tested versions."""

import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.repository import ROOT, files, name_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PINS = {path.stem: path for path in (ROOT / "requirements").glob("pins-*.txt")}


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], zipfile.ZipFile]:
    """Build the distribution as pip does, from the working copy, without an environment of its own."""
    backend = pytest.importorskip("hatchling.build")
    pytest.importorskip("editables")
    monkeypatch.chdir(ROOT)

    def built(kind: str) -> zipfile.ZipFile:
        return zipfile.ZipFile(tmp_path / getattr(backend, f"build_{kind}")(str(tmp_path)))

    return built


def _shipped() -> list[Path]:
    return [path for path in files() if ROOT / "scenarios" in path.parents and path.parent.name != "expected"]


def test_a_wheel_carries_everything_a_run_reads(build: Callable[[str], zipfile.ZipFile]) -> None:
    carried = {name for name in build("wheel").namelist() if ".dist-info/" not in name}
    expected = {name_of(path) for path in files() if name_of(path).split("/")[0] in {"model", "experiments"}}
    cases = {f"model/scenario/shipped/{path.relative_to(ROOT / 'scenarios').as_posix()}" for path in _shipped()}
    assert {Path(name).parent.name for name in cases} == {"shipped", "instruments"}, "the cases, and the calls they may name"
    assert {name for name in expected if name.endswith("py.typed")} == {"model/py.typed", "experiments/py.typed"}
    assert carried == expected | cases


def test_an_installed_package_finds_cases_and_calls(build: Callable[[str], zipfile.ZipFile], tmp_path: Path) -> None:
    build("wheel").extractall(tmp_path / "site")
    code = (
        "from pathlib import Path; import model; from model.scenario import scenario_names, shipped_folder;"
        "from model.scenario.shipped import call_names;"
        "assert Path(model.__file__).is_relative_to(Path.cwd()) and shipped_folder().is_relative_to(Path.cwd());"
        "print(*scenario_names(), '|', *call_names())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path / "site", capture_output=True, text=True, check=True)
    cases, calls = (half.split() for half in done.stdout.split("|"))
    assert cases == sorted(path.stem for path in _shipped() if path.parent.name == "scenarios")
    assert calls == sorted(path.stem for path in _shipped() if path.parent.name == "instruments")


def test_an_editable_installation_copies_nothing(build: Callable[[str], zipfile.ZipFile]) -> None:
    carried = [name for name in build("editable").namelist() if ".dist-info/" not in name]
    assert [Path(name).suffix for name in carried] == [".pth"], "a second copy of the shipped cases would go stale"


def test_the_command_is_installed(build: Callable[[str], zipfile.ZipFile]) -> None:
    wheel = build("wheel")
    [entry_points] = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "coworking = experiments.commands.main:main" in wheel.read(entry_points).decode()


def _requirements() -> list[Requirement]:
    listed = [*PROJECT["dependencies"], *(line for extra in PROJECT["optional-dependencies"].values() for line in extra)]
    return [requirement for requirement in map(Requirement, listed) if requirement.name != PROJECT["name"]]


@pytest.mark.parametrize("pins", PINS)
@pytest.mark.parametrize("requirement", _requirements(), ids=lambda requirement: requirement.name)
def test_every_library_has_a_tested_version_in_range(requirement: Requirement, pins: str) -> None:
    tested = dict(line.split("==") for line in PINS[pins].read_text("utf-8").splitlines())
    name = requirement.name.lower().replace("_", "-")
    assert name in tested
    assert requirement.specifier.contains(tested[name])


def test_both_supported_mesa_lines_are_tested() -> None:
    versions = [line.split("==")[1] for path in PINS.values() for line in path.read_text("utf-8").splitlines() if line.startswith("mesa==")]
    assert sorted(version.rsplit(".", 1)[0] for version in versions) == ["3.3", "3.5"]


def test_the_citation_names_this_version() -> None:
    assert f"\nversion: {PROJECT['version']}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
