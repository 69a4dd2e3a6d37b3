"""A line of the scorecard: one number with its statement, read from runs and held against a band fixed beforehand."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from experiments.expected.measured_cases import Runs
from experiments.expected.readings import NotRecorded

NOT_RECORDED: Final = "not recorded"
Use = Literal["C", "V", "T", ""]


@dataclass(frozen=True)
class Claim:
    """A testable statement.

    Attributes:
        key: the fact or contradiction and, where it has several numbers, which: 'F17 median'; never used twice.
        statement: what the number is.
        value: reads it from the runs.
        low: the least that keeps the fact.
        high: the most.
        use: C calibrated to, so that meeting it is no evidence; V held out; T what the rules are asked to give; none without a band.
        percent: whether it is shown as a percentage.
        known: what is known of it where there is no band.
    """

    key: str
    statement: str
    value: Callable[[Runs], float]
    low: float = -math.inf
    high: float = math.inf
    use: Use = ""
    percent: bool = False
    known: str = ""

    @property
    def fact(self) -> str:
        """The code of the fact or contradiction: F17, M3."""
        return self.key.split()[0]

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
        if not self.use:
            return self.known
        if math.isinf(self.low):
            return f"at most {self.shown(self.high)}"
        return f"at least {self.shown(self.low)}" if math.isinf(self.high) else f"{self.shown(self.low)} to {self.shown(self.high)}"

    def verdict(self, value: float | None) -> str:
        """Whether a value keeps the band."""
        if value is None or not self.use:
            return "–"
        return "yes" if self.low <= value <= self.high else "**no**"


class Scored(NamedTuple):
    """A claim with the value that one set of runs gave it; None where the model records nothing to read it from."""

    claim: Claim
    value: float | None


def score(claims: Sequence[Claim], runs: Runs) -> list[Scored]:
    """Every claim with its value."""

    def read(claim: Claim) -> float | None:
        try:
            return float(claim.value(runs))
        except NotRecorded:
            return None

    return [Scored(claim, read(claim)) for claim in claims]
