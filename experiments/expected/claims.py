"""A line of the scorecard: one number with its statement, read from runs and held against a band fixed beforehand.

The lines stand in `facts.csv`, each with its band, kind and source; what reads its number from runs is a function beside it, by the name
in the column `measure`.
"""

import csv
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple

from experiments.expected.measured_cases import Runs
from experiments.expected.readings import NotRecorded

FILE: Final = Path(__file__).with_name("facts.csv")
COLUMNS: Final = ("key", "kind", "low", "high", "scale", "percent", "measure", "statement", "known", "source")
NOT_RECORDED: Final = "not recorded"
Kind = Literal["calibrate", "validate", "seen", "known"]
Measure = Callable[[Runs], float]
_ONE_SIDED: Final = 0.25  # of a bound without a counterpart: how far beyond it a value is one scale away
_LEAST_SCALE: Final = 0.05


@dataclass(frozen=True)
class Claim:
    """A testable statement.

    Attributes:
        key: the fact or contradiction and, where it has several numbers, which: 'F17 median'; never used twice.
        kind: `calibrate`: parameters are fitted to it, so that meeting it is no evidence; `validate`: held out; `seen`: not fitted
            to, but in view when rules or ranges were set, so that meeting it is none either; `known`: no band, only what is known.
        statement: what the number is.
        value: reads it from the runs.
        low: the least that keeps the fact.
        high: the most.
        percent: whether it is shown as a percentage.
        known: what is known of it where there is no band.
        source: where band and statement come from.
        scale: distance from the band that counts as one in a fit; half the band where nothing else is said.
    """

    key: str
    kind: Kind
    statement: str
    value: Measure
    low: float = -math.inf
    high: float = math.inf
    percent: bool = False
    known: str = ""
    source: str = ""
    scale: float = 0.0

    @property
    def fact(self) -> str:
        """The code of the fact or contradiction: F17, M3."""
        return self.key.split()[0]

    @property
    def promotional(self) -> bool:
        """Whether it is the claim of an interested party, which nobody has verified."""
        return "promotional" in self.source

    @property
    def width(self) -> float:
        """Distance from the band that counts as one: as stated, else half the band, or a quarter of its only bound."""
        if self.scale:
            return self.scale
        if math.isinf(self.low) or math.isinf(self.high):
            bound = self.high if math.isinf(self.low) else self.low
            return max(_ONE_SIDED * abs(bound), _LEAST_SCALE)
        return (self.high - self.low) / 2

    def beyond(self, value: float) -> float:
        """How far a value lies outside the band, 0 inside; nan for no number."""
        return max(self.low - value, value - self.high, 0.0) if not math.isnan(value) else math.nan

    def shown(self, value: float | None) -> str:
        """A value in words; None is what the model does not record."""
        if value is None:
            return NOT_RECORDED
        if math.isnan(value):
            return "none"
        if math.isinf(value):
            return "no limit"
        return f"{value:.0%}" if self.percent else f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}"

    @property
    def band(self) -> str:
        """The band in words, or what is known."""
        if self.kind == "known":
            return self.known
        if math.isinf(self.low):
            return f"at most {self.shown(self.high)}"
        return f"at least {self.shown(self.low)}" if math.isinf(self.high) else f"{self.shown(self.low)} to {self.shown(self.high)}"

    def keeps(self, value: float | None) -> bool | None:
        """Whether a value lies in the band; None where there is no band or no value to judge."""
        if value is None or self.kind == "known":
            return None
        return self.low <= value <= self.high


class Scored(NamedTuple):
    """A claim with the value that one set of runs gave it; None where the model records nothing to read it from."""

    claim: Claim
    value: float | None


def read_claims(measures: Mapping[str, Measure], path: Path = FILE) -> tuple[Claim, ...]:
    """The lines of the table, each with the function of its measure."""
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(_claim(row, measures) for row in csv.DictReader(stream))


def _claim(row: Mapping[str, str], measures: Mapping[str, Measure]) -> Claim:
    low, high = (float(row[end]) if row[end] else bound for end, bound in (("low", -math.inf), ("high", math.inf)))
    kind: Kind = row["kind"]  # type: ignore[assignment]  # a test holds the file to the kinds
    return Claim(
        row["key"], kind, row["statement"], measures[row["measure"]], low, high, row["percent"] == "yes", row["known"], row["source"],
        float(row["scale"] or 0.0),
    )


def read_value(claim: Claim, runs: Runs) -> float | None:
    """The number of one claim; None where the model records nothing to read it from."""
    try:
        return float(claim.value(runs))
    except NotRecorded:
        return None


def score(claims: Sequence[Claim], runs: Runs) -> list[Scored]:
    """Every claim with its value."""
    return [Scored(claim, read_value(claim, runs)) for claim in claims]
