"""Kernels that came compiled with an installed package (`make wheel`), and whether they can be used here.

They are made for a level of processors and not for the machine at hand, and are read only. Where they do not fit, kernels are compiled and
kept for the user, as from a working copy, which has none.
"""

import json
import os
import platform
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numba
from numba.core.codegen import get_host_cpu_features

FOLDER = Path(__file__).parent / "kernels"
MADE_FOR = "made_for.json"

# As numba is told, by NUMBA_CPU_NAME and NUMBA_CPU_FEATURES: LLVM derives the features from the name.
LEVEL, FEATURES = "x86-64-v3", ""
_NEEDED = ("avx", "avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe", "popcnt", "sse4.2", "xsave")

NATIVE = "COWORKING_NATIVE"  # set it to 1 to have kernels compiled for the very processor


def surroundings() -> dict[str, str]:
    """What compiled kernels depend on, besides the processor."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "numba": numba.__version__,
        "llvmlite": version("llvmlite"),
    }


@cache
def usable() -> bool:
    """Whether this process takes kernels from the package."""
    return _asked_for() and not misfit()


@cache
def misfit() -> str:
    """Why the kernels of the package cannot be used here; '' if they can, if there are none, or if native ones are asked for."""
    if not _asked_for():
        return ""
    try:
        made_for = json.loads((FOLDER / MADE_FOR).read_text("utf-8"))
        other = [f"{what} {made_for[what]} and not {here}" for what, here in surroundings().items() if made_for[what] != here]
    except (OSError, ValueError, KeyError, TypeError):  # an incomplete installation must still run
        return "what they were made for cannot be read"
    if other:
        return f"they were made for {', '.join(other)}"
    features = get_host_cpu_features().split(",")
    missing = [name for name in _NEEDED if f"+{name}" not in features]
    return f"this processor is older than {LEVEL} (no {', '.join(missing)})" if missing else ""


def _asked_for() -> bool:
    return FOLDER.is_dir() and os.environ.get(NATIVE, "") in ("", "0")
