"""What `make wheel` adds to a wheel: compiled kernels, for a level of processors (docs/adr/0029). Any other build is untouched."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASKED = "COWORKING_WITH_KERNELS"
_COMPILE = "from model.simulation import compile_all; compile_all()"
_DESCRIBE = "import json; from model.shipped_kernels import *; print(json.dumps([LEVEL, FEATURES, MADE_FOR, surroundings()]))"


class Kernels(BuildHookInterface):
    """Compiles the kernels and puts them into a wheel for this system and Python."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects files; `version` tells a wheel from an editable installation."""
        if version != "standard" or os.environ.get(ASKED, "") in ("", "0"):
            return
        self._folder = tempfile.mkdtemp(prefix="coworking-kernels-")
        build_data["force_include"][str(compiled(Path(self.root), Path(self._folder)))] = "model/kernels"
        build_data.update(pure_python=False, infer_tag=True)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling in the end."""
        shutil.rmtree(getattr(self, "_folder", ""), ignore_errors=True)


def compiled(root: Path, folder: Path) -> Path:
    """A folder, below `folder`, of the kernels that a run of the model at `root` loads, and of what they were made for."""
    level, features, made_for, surroundings = json.loads(_python(root, _DESCRIBE, os.environ))
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder), "NUMBA_CPU_NAME": level, "NUMBA_CPU_FEATURES": features}
    _python(root, _COMPILE, environment)
    [kernels] = {file.parent for file in folder.rglob("*.nbi")}
    # A kernel holds the code of those it calls. The ones that a second run loads, and thereby touches, are all that is needed.
    for file in kernels.iterdir():
        os.utime(file, (0, 0))
    _python(root, _COMPILE, environment)
    needed = {index.stem for index in kernels.glob("*.nbi") if index.stat().st_mtime > 0}
    for file in kernels.iterdir():
        if file.name.rsplit(".", 1 if file.suffix == ".nbi" else 2)[0] not in needed:
            file.unlink()
    (kernels / made_for).write_text(json.dumps(surroundings, indent=2), encoding="utf-8")
    return kernels


def _python(root: Path, code: str, environment: Any) -> str:
    run = [sys.executable, "-c", code]
    return subprocess.run(run, cwd=root, env=dict(environment), check=True, stdout=subprocess.PIPE, text=True).stdout
