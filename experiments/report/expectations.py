"""What the scenario expected before it was run, against what came out.

A scenario may write under `expected` an outcome and a bound: 'below 0.65' is about its mean, 'at least 60 in 0.3 of the replicates'
about the share of simulated futures that keep the bound. Anything else is shown as written and not judged.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from experiments.measures import MEASURES
from experiments.report import findings
from experiments.report.reader import Reader
from experiments.results import Results

_BOUND: Final = re.compile(r"(at least|at most|above|below) (-?\d+(?:\.\d+)?)(?: in (\d+(?:\.\d+)?) of the (?:replicates|futures))?")
_KEEPS: Final[dict[str, Callable[[np.ndarray, float], np.ndarray]]] = {
    "at least": np.greater_equal,
    "at most": np.less_equal,
    "above": np.greater,
    "below": np.less,
}


@dataclass(frozen=True)
class Expectation:
    """A bound on an outcome of the base case; `share` is the least share of futures that keep it, None for a bound on the mean."""

    outcome: str
    side: str
    bound: float
    share: float | None
    found: float  # the mean, or the share of futures that keep the bound

    @property
    def met(self) -> bool:
        """Whether the results keep it."""
        return self.found >= self.share if self.share is not None else bool(_KEEPS[self.side](np.asarray(self.found), self.bound))


def expectations(results: Results) -> list[Expectation]:
    """Those of the scenario that these runs can judge."""
    found = []
    for outcome, text in results.scenario.expected.items():
        match = _BOUND.fullmatch(str(text).strip())
        row = findings.outcome(results, outcome) if match else None
        if match is None or row is None:
            continue
        side, bound, share = match[1], float(match[2]), None if match[3] is None else float(match[3])
        values = results.values(outcome)
        kept = _KEEPS[side](values[~np.isnan(values)], bound)
        found.append(Expectation(outcome, side, bound, share, row.mean if share is None else float(kept.mean())))
    return found


def table(reader: Reader) -> list[dict[str, Any]]:
    """One row an expectation, in the reader's language."""
    return [
        {
            "name": findings.label(item.outcome, reader.lang),
            "expected": _expected(reader, item),
            "found": _found(reader, item),
            "met": item.met,
            "verdict": reader.t("expected_met" if item.met else "expected_missed"),
        }
        for item in expectations(reader.results)
    ]


def _bound(reader: Reader, item: Expectation) -> str:
    measure = MEASURES[item.outcome]
    whole = measure.kind == "number" and not measure.unit.startswith("EUR") and item.bound.is_integer()
    value = reader.f.number(item.bound) if whole else reader.value(measure, item.bound)
    return f"{reader.t.name('bound', item.side)} {value}" + (" / 100" if measure.kind == "yes_no" else "")


def _expected(reader: Reader, item: Expectation) -> str:
    if item.share is None:
        return _bound(reader, item)
    return reader.t("expected_in", bound=_bound(reader, item), share=reader.per_hundred(item.share))


def _found(reader: Reader, item: Expectation) -> str:
    if item.share is None:
        return reader.value(item.outcome, item.found) + (" / 100" if MEASURES[item.outcome].kind == "yes_no" else "")
    return reader.t("found_in", share=reader.per_hundred(item.found))


def threshold(reader: Reader, outcome: str) -> str:
    """How often an outcome keeps the bound the scenario asks about, as the end of a sentence; nothing if it asks about none."""
    for item in expectations(reader.results):
        if item.outcome == outcome and item.share is not None:
            return reader.t("answer_threshold", bound=_bound(reader, item), share=reader.per_hundred(item.found))
    return ""
