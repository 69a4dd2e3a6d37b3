"""The library of real calls: what each paid, where the figures come from, and what of it the model cannot say.

One file of `scenarios/instruments/` is one call. Scenarios name them (`model/scenario/calls.py`); the command line and the
documentation show them.
"""

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any, Final

from model.reading import documents
from model.reading.fields import Block, Items, Name
from model.reading.problems import Finding, ScenarioError
from model.scenario.calls import ALSO_OF_THE_INSTRUMENT
from model.scenario.instruments import Instrument
from model.scenario.shipped import call_names, calls_folder

PARTS: Final = ("measured", "assumed", "stands_for", "not_represented")
"""What is said of a call, sentence by sentence: its figures, ours, and how near its rules are."""


class Call(Block):
    """A scheme that existed, or a form of help that is common, as an instrument of the model."""

    name: Name = "call"
    """What scenarios call it; the file's name."""
    title: str
    """How the report calls it in English."""
    title_it: str
    """How the report calls it in Italian."""
    year: str
    """When it was open, as text."""
    territory: str
    """Where, and for whom, it was."""
    source: str
    """Codes of docs/evidence.md, and the pages in words."""
    uptake: str | None = None
    """What is known of its use."""
    measured: Items[str]
    """Figures of the call itself."""
    assumed: Items[str] = ()
    """Figures of the block that no source gives."""
    stands_for: Items[str] = ()
    """Rules of the call that another key stands for."""
    not_represented: Items[str] = ()
    """Rules of the call that nothing stands for."""
    instrument: Instrument | None = None
    """The block a scenario gets; left out where the scheme is no instrument of a hub."""
    why_none: str | None = None
    """Why there is no block, and what can stand for the scheme."""

    def pays(self) -> str:
        """What it pays, to which cap, for whom and out of which pot, in one sentence; why nothing, where it is no instrument."""
        return self.instrument.in_words() if self.instrument else f"nothing here: {(self.why_none or '').strip()}"


def calls() -> dict[str, Call]:
    """Every call by name, in alphabetical order.

    Raises:
        ScenarioError: when a file of the library is broken.
    """
    return {name: read_call(name) for name in call_names()}


def read_call(name: str) -> Call:
    """One call of the library.

    Raises:
        ScenarioError: when there is no such call, or its file is broken.
    """
    call, problems = documents.read_file(CALL, name)
    if call is None or problems:
        raise ScenarioError(problems)
    return call


def _references(data: dict[str, Any], path: FilePath | None) -> Iterator[Finding]:
    block = data.get("instrument")
    if (block is None) == (data.get("why_none") is None):
        yield Finding(("instrument",), "write the block, or say in 'why_none' why there is none", at_key=True)
    for key in (*ALSO_OF_THE_INSTRUMENT, "name"):
        if isinstance(block, dict) and key in block:
            yield Finding(("instrument", key), "stands at the top of the file; take it out here", at_key=True)


CALL: Final = documents.Kind("call", Call, _references, lambda call: (), call_names, calls_folder)
