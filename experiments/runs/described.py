"""What a table of results says of itself, and tables in words."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, overload

from experiments.languages import Words
from experiments.runs.paired import PairedRuns

if TYPE_CHECKING:
    import pandas as pd


class OwnFrame(cached_property["pd.DataFrame"]):
    """A table made once; each who asks has a frame of their own, so that what they change in it in place stays with them."""

    @overload
    def __get__(self, runs: None, owner: type[Any] | None = None) -> Self: ...

    @overload
    def __get__(self, runs: object, owner: type[Any] | None = None) -> "pd.DataFrame": ...

    def __get__(self, runs: Any, owner: type[Any] | None = None) -> Any:
        if runs is None:
            return self
        name = f"{self.attrname}, kept"  # which nothing else can be called
        kept = vars(runs).get(name)
        if kept is None:
            kept = vars(runs)[name] = self.func(runs)
        return kept.copy(deep=False)  # pandas copies the columns that are changed


def described(runs: PairedRuns, frame: "pd.DataFrame", units: Mapping[str, Any]) -> "pd.DataFrame":
    """The frame, with what it is of in its `attrs`: plain data, which files keep."""
    frame.attrs.update({
        "scenario": runs.scenario.name, "title": runs.scenario.title, "seed": runs.seed, "replicates": runs.replicates,
        "months": runs.months, "start": runs.scenario.start, "parameter_sets": None if runs.sets is None else runs.sets.sha256,
        "units": dict(units),
    })
    return frame


def worded(runs: PairedRuns, cells: Mapping[str, Sequence[str]], policies: Sequence[str], words: Words) -> "pd.DataFrame":
    """A table in words, a row a policy; `cells` are columns by their title."""
    import pandas as pd

    index = pd.Index([runs.title(name, words.lang) for name in policies], name=words("table_policy"), dtype=object)
    return described(runs, pd.DataFrame(dict(cells), index=index), {})
