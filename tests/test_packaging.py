"""What an installation carries: what the command and the two packages reach, the shipped cases, the report's templates, type markers."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.repository import ROOT, files, modules, name_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PACKAGES = ("model", "experiments")
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


def _imported(tree: ast.Module) -> set[str]:
    """Every name that a module imports at any time, with the packages above it."""
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {".".join(parts[: end + 1]) for parts in (name.split(".") for name in names) for end in range(len(parts))}


@cache
def _reached() -> set[str]:
    """The modules that the command and the two packages need, directly or not."""
    trees = {name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): (name, tree) for name, tree in modules(*PACKAGES)}
    reached, waiting = set(), {*PACKAGES, PROJECT["scripts"]["coworking"].split(":")[0]}
    while waiting:
        module = waiting.pop()
        reached.add(module)
        waiting |= (_imported(trees[module][1]) & trees.keys()) - reached
    return {trees[module][0] for module in reached}


def test_a_wheel_carries_what_runs_and_nothing_else(build: Callable[[str], zipfile.ZipFile]) -> None:
    carried = {name for name in build("wheel").namelist() if ".dist-info/" not in name}
    beside = {name_of(path) for path in files() if name_of(path).split("/")[0] in PACKAGES and path.suffix != ".py"}
    cases = {f"model/scenario/shipped/{path.relative_to(ROOT / 'scenarios').as_posix()}" for path in _shipped()}
    assert {Path(name).parent.name for name in cases} == {"shipped", "instruments"}, "the cases, and the calls they may name"
    kinds = {".typed", ".j2", ".css", ".js", ".csv", ".parquet", ".json"}
    assert {Path(name).suffix for name in beside} == kinds, "type markers, templates, tables, what a calibration found"
    # found by looking into the folder
    languages = {name for name, _ in modules("experiments") if name.startswith("experiments/languages/")}
    assert carried == _reached() | languages | beside | cases


def test_the_model_is_carried_whole() -> None:
    model = {name for name, _ in modules("model")}
    assert model <= _reached(), "the fingerprint of the code is that of all of it, here and where it is installed"


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


def test_every_module_of_an_installed_package_can_be_imported(build: Callable[[str], zipfile.ZipFile], tmp_path: Path) -> None:
    wheel = build("wheel")
    wheel.extractall(tmp_path / "site")
    found = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in wheel.namelist() if name.endswith(".py")]
    code = "import importlib, sys; print(len([importlib.import_module(name) for name in sys.argv[1:]]))"
    done = subprocess.run([sys.executable, "-c", code, *found], cwd=tmp_path / "site", capture_output=True, text=True, check=False)
    assert done.stdout.split() == [str(len(found))], done.stderr


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


@pytest.mark.parametrize("pins", [path.stem.replace("hashed", "pins") for path in (ROOT / "requirements").glob("hashed-*.txt")])
def test_hashes_are_of_the_versions_tested(pins: str) -> None:
    """Of every library that runs, and of what builds the package; on any system, so that an option of `make run` can insist on them."""
    text = (ROOT / "requirements" / f"{pins.replace('pins', 'hashed')}.txt").read_text("utf-8")
    version = r"^([a-z0-9.-]+)==(\S+)(?: ; sys_platform == \"win32\")? \\\n"
    files_of_it = r"((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)"
    entries = re.findall(version + files_of_it, text, re.M)
    assert len(entries) == text.count("==") - text.count("sys_platform ==")
    assert sum(hashes.count("--hash=") for _, _, hashes in entries) == text.count("--hash=")
    tested = dict(line.replace(".", "-", line.split("==")[0].count(".")).split("==") for line in PINS[pins].read_text("utf-8").splitlines())
    hashed = {name: number for name, number, _ in entries}
    assert hashed.items() <= tested.items()
    needed = {Requirement(line).name.lower().replace("_", "-").replace(".", "-") for line in PROJECT["dependencies"]}
    assert needed | {"hatchling", "editables", "colorama", "tzdata"} <= hashed.keys()


def test_both_supported_mesa_lines_are_tested() -> None:
    versions = [line.split("==")[1] for path in PINS.values() for line in path.read_text("utf-8").splitlines() if line.startswith("mesa==")]
    assert sorted(version.rsplit(".", 1)[0] for version in versions) == ["3.3", "3.5"]
