"""Kernels of an installed package are taken where they fit; where they do not, kernels are compiled and the reason is given in words."""

import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numba
import pytest

import hatch_build
from experiments.runs.progress import COMPILING, when_compiling
from model import shipped_kernels
from tests.repository import ROOT

compiler_only = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="plain Python compiles nothing")
level_only = pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="kernels are shipped for one kind of processor")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A package with kernels that fit."""
    (tmp_path / "kernels").mkdir()
    (tmp_path / "kernels" / shipped_kernels.MADE_FOR).write_text(json.dumps(shipped_kernels.surroundings()), "utf-8")
    monkeypatch.setattr(shipped_kernels, "FOLDER", tmp_path / "kernels")
    monkeypatch.setattr(shipped_kernels, "get_host_cpu_features", lambda: ",".join(f"+{name}" for name in shipped_kernels._NEEDED))
    monkeypatch.delenv(shipped_kernels.NATIVE, raising=False)
    _forget()
    yield tmp_path / "kernels"
    _forget()


def _forget() -> None:
    shipped_kernels.usable.cache_clear()
    shipped_kernels.misfit.cache_clear()


def test_kernels_that_fit_are_taken(folder: Path) -> None:
    assert shipped_kernels.usable()
    assert shipped_kernels.misfit() == ""


def test_a_working_copy_has_none_and_says_nothing() -> None:
    assert not shipped_kernels.FOLDER.exists()
    assert not shipped_kernels.usable()
    assert shipped_kernels.misfit() == ""


@pytest.mark.parametrize("what", ["system", "Python", "numba", "llvmlite"])
def test_other_surroundings_are_named(folder: Path, what: str) -> None:
    here = shipped_kernels.surroundings()
    (folder / shipped_kernels.MADE_FOR).write_text(json.dumps({**here, what: "0.1"}), "utf-8")
    assert not shipped_kernels.usable()
    assert shipped_kernels.misfit() == f"they were made for {what} 0.1 and not {here[what]}"


@pytest.mark.parametrize("content", ["", "[]", "{}", None])
def test_an_incomplete_installation_is_no_reason_to_stop(folder: Path, content: str | None) -> None:
    (folder / shipped_kernels.MADE_FOR).unlink()
    if content is not None:
        (folder / shipped_kernels.MADE_FOR).write_text(content, "utf-8")
    assert not shipped_kernels.usable()
    assert shipped_kernels.misfit() == "what they were made for cannot be read"


def test_an_older_processor_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    features = ",".join(f"{'-' if name in ('avx2', 'fma') else '+'}{name}" for name in shipped_kernels._NEEDED)
    monkeypatch.setattr(shipped_kernels, "get_host_cpu_features", lambda: features)
    assert not shipped_kernels.usable()
    assert shipped_kernels.misfit() == "this processor is older than x86-64-v3 (no avx2, fma)"


@pytest.mark.parametrize(("asked", "shipped"), [("1", False), ("0", True), ("", True)])
def test_native_kernels_can_be_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch, asked: str, shipped: bool) -> None:
    monkeypatch.setenv(shipped_kernels.NATIVE, asked)
    (folder / shipped_kernels.MADE_FOR).write_text(json.dumps(shipped_kernels.surroundings()), "utf-8")
    assert shipped_kernels.usable() == shipped
    assert shipped_kernels.misfit() == ""


def test_why_it_compiles_is_said_once_and_first(folder: Path) -> None:
    (folder / shipped_kernels.MADE_FOR).unlink()
    said: list[str] = []
    with when_compiling(said.append):
        for _ in range(2):
            kernel = SimpleNamespace(py_func=SimpleNamespace(__module__="model.month.choice"))
            with numba.core.event.trigger_event("numba:compile", {"dispatcher": kernel}):
                pass
    assert said == ["The compiled kernels of this package cannot be used here: what they were made for cannot be read.", COMPILING]


# --- the real thing, with the few kernels that are compiled when draws are imported ---

_DRAW = """
import numba.core.event as event, sys
from pathlib import Path
from model import shipped_kernels
compiled = []
class Listener(event.Listener):
    def on_start(self, event): compiled.append(event.data["dispatcher"].py_func.__name__)
    def on_end(self, event): pass
event.register("numba:compile", Listener())
shipped_kernels.FOLDER = Path(sys.argv[1])
from model import draws
u = [draws.uniforms(7, 1, 2, 3, k) for k in range(50)]
print(len([name for name in compiled if hasattr(draws, name)]), u, [(draws.lognormal(0.3, *v[:2]), draws.gumbel(v[2])) for v in u])
"""


@pytest.fixture(scope="session")
def kernels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make wheel` would put into the package, of the draws alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hatch_build, "_COMPILE", "import model.draws")
        return hatch_build.compiled(ROOT, tmp_path_factory.mktemp("compiled"))


def _drawn(shipped: Path, kept: Path, **environment: str) -> tuple[int, str]:
    """How many kernels were compiled, and what was drawn, in a process of its own."""
    surroundings = {**os.environ, "NUMBA_CACHE_DIR": str(kept), shipped_kernels.NATIVE: "", **environment}
    code = [sys.executable, "-c", _DRAW, str(shipped)]
    done = subprocess.run(code, env=surroundings, cwd=ROOT, capture_output=True, text=True, check=True)
    compiled, drawn = done.stdout.split(maxsplit=1)
    return int(compiled), drawn


@compiler_only
@level_only
def test_what_came_with_the_package_is_found_first(kernels: Path, tmp_path: Path) -> None:
    before = {file: file.read_bytes() for file in kernels.iterdir()}
    compiled, drawn = _drawn(kernels, tmp_path / "first")
    assert compiled == 0
    assert not list(tmp_path.rglob("*.nb?")), "nothing is kept for the user either"
    assert {file: file.read_bytes() for file in kernels.iterdir()} == before
    native, as_native = _drawn(kernels, tmp_path / "native", **{shipped_kernels.NATIVE: "1"})
    assert native > 0
    assert as_native == drawn, "the level of the processor is no part of a result"


@compiler_only
@level_only
def test_a_damaged_kernel_is_compiled_and_the_others_are_taken(kernels: Path, tmp_path: Path) -> None:
    shipped = tmp_path / "kernels"
    shutil.copytree(kernels, shipped)
    [damaged] = shipped.glob("draws.gumbel-*.nbc")
    damaged.write_bytes(b"not a kernel")
    assert _drawn(shipped, tmp_path / "kept") == (1, _drawn(kernels, tmp_path / "none")[1])
    assert [file.name for file in tmp_path.rglob("kept/**/*.nbc")] == [damaged.name]


@compiler_only
@level_only
def test_a_folder_that_nobody_may_write_to_will_do(kernels: Path, tmp_path: Path) -> None:
    shipped = tmp_path / "kernels"
    shutil.copytree(kernels, shipped)
    shipped.chmod(0o555)
    try:
        assert _drawn(shipped, tmp_path / "kept")[0] == 0
    finally:
        shipped.chmod(0o755)


@compiler_only
@level_only
def test_only_what_python_calls_is_shipped(kernels: Path) -> None:
    names = {file.name.split("-")[0] for file in kernels.glob("*.nbi")}
    assert "draws.uniforms" in names
    assert "draws.unit" not in names, "the code of a helper is in that of its callers"
    assert json.loads((kernels / shipped_kernels.MADE_FOR).read_text("utf-8")) == shipped_kernels.surroundings()
    assert {file.suffix for file in kernels.iterdir()} == {".nbi", ".nbc", ".json"}


_ALL = """
from numba.core.registry import CPUDispatcher
from experiments.runs.replicates import run
from model.mesa_face.coworking_model import CoworkingModel
from model.scenario import read_scenario, scenario_names
from model.simulation import compile_all
import sys

def loaded():
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("model.")]
    kernels = {value for module in modules for value in vars(module).values() if isinstance(value, CPUDispatcher)}
    return {kernel.__name__: len(kernel.overloads) for kernel in kernels if kernel.overloads}

compile_all()
before = loaded()
for name in scenario_names():
    scenario = read_scenario(name)[0].over(3)
    run(scenario, replicates=1, point=True, workers=1)  # all policies on the same people
    CoworkingModel(scenario).step()
assert before and loaded() == before, {name for name, number in loaded().items() if before.get(name) != number}
"""


@compiler_only
@pytest.mark.slow
def test_a_town_of_next_to_nobody_needs_every_kernel_that_a_case_needs() -> None:
    done = subprocess.run([sys.executable, "-c", _ALL], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# --- the wheel ---


def _hook() -> hatch_build.Kernels:
    return hatch_build.Kernels(str(ROOT), {}, None, None, "", "wheel")  # type: ignore[arg-type]


@pytest.mark.parametrize(("version", "asked"), [("standard", ""), ("standard", "0"), ("editable", "1")])
def test_any_other_build_is_untouched(monkeypatch: pytest.MonkeyPatch, version: str, asked: str) -> None:
    monkeypatch.setenv(hatch_build.ASKED, asked)
    build_data: dict[str, Any] = {"force_include": {}}
    hook = _hook()
    hook.initialize(version, build_data)
    hook.finalize(version, build_data, "")
    assert build_data == {"force_include": {}}


def test_a_wheel_with_kernels_is_for_this_system_and_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(hatch_build.ASKED, "1")
    monkeypatch.setattr(hatch_build, "compiled", lambda root, folder: folder / "kept")
    build_data: dict[str, Any] = {"force_include": {}}
    hook = _hook()
    hook.initialize("standard", build_data)
    [(kernels, inside)] = build_data["force_include"].items()
    assert inside == "model/kernels" and Path(kernels).parent.is_dir()
    assert build_data["infer_tag"] and not build_data["pure_python"]
    hook.finalize("standard", build_data, "")
    assert not Path(kernels).parent.exists()
