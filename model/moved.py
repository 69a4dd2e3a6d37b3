"""Where modules have gone: who imports one by an old name, or runs it with `python -m`, is told the new one."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Final

_ROOMS: Final = {  # new package: modules of it that stood one floor higher, or in another room, under the same name
    "experiments.runs": ("case", "contrasts", "decisions", "frames", "progress", "results"),
    "experiments.outcomes": ("intervals", "measures", "stacks"),
    "experiments.showing": ("markdown", "plots", "tables"),
    "experiments.storage": ("locking", "provenance", "whole"),
    "experiments.commands": ("command_line", "terminal"),
    "experiments.sweeps": ("store",),
    "experiments.expected": ("validation",),
}
MOVED: Final = {
    **{f"experiments.{name}": f"{room}.{name}" for room, names in _ROOMS.items() for name in names},
    **{f"model.scenario.{name}": f"model.reading.{name}" for name in (
        "documents", "fields", "messages", "nodes", "parsing", "plausibility", "problems", "slots", "wording", "writing")},
    "experiments.adaptive": "experiments.runs.until_decided",
    "experiments.cli": "experiments.commands.main",
    "experiments.cli_compare": "experiments.commands.compare",
    "experiments.cli_library": "experiments.commands.library",
    "experiments.cli_sweeps": "experiments.commands.sweeps",
    "experiments.designs": "experiments.sweeps.design",
    "experiments.display": "experiments.showing.html",
    "experiments.expected.commands": "experiments.commands.expected",
    "experiments.expected.reading": "experiments.outcomes.scenarios",
    "experiments.instruments_page": "experiments.documentation.instruments",
    "experiments.library_words": "model.scenario.instruments",
    "experiments.outputs": "experiments.report.folder",
    "experiments.studies": "experiments.documentation.studies",
    "model.agents": "model.mesa_face",
    "model.coworking_model": "model.mesa_face.coworking_model",
    "model.month.networks": "model.month.instruments.networks",
    "model.outcomes": "model.series",
    "model.scenario.reading": "model.scenario.loading",
    "model.territory.document": "experiments.documentation.territory",
}  # fmt: skip
"""Old address → new address."""


def new_name(name: str) -> str | None:
    """The new address of a module, or of the package it stood in; None if it has not moved."""
    while name:
        if name in MOVED:
            return MOVED[name]
        name = name.rpartition(".")[0]
    return None


class _Signpost(MetaPathFinder):
    """Asked last, when nobody has found a module."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        new = new_name(fullname)
        if new is not None:
            raise ModuleNotFoundError(f"{fullname} has moved: write {new} instead", name=fullname)
        return None


def put_up() -> None:
    """From now on an import by an old name fails with the new one."""
    if not any(isinstance(finder, _Signpost) for finder in sys.meta_path):
        sys.meta_path.append(_Signpost())
