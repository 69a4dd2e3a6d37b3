"""The statement of public money, as found: a line an instrument, and the public value of each policy."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from experiments.outcomes.intervals import Estimate
from experiments.runs.results import Results


class Line(NamedTuple):
    """One instrument of a policy, against the same policy without it; means over replicates."""

    policy: str
    instrument: str
    twin: str
    payers: dict[str, float]  # who pays which part
    spent: Estimate  # EUR through the instrument
    net: Estimate  # public money in all, more than without it
    months: float  # member-months reached
    anyway: Estimate | None  # shares of those: the same persons there without it,
    elsewhere: Estimate | None  # in another hub,
    new: float  # and the rest; nan where nobody is reached
    kinds: dict[str, float]  # persons and firms reached, by kind
    towns: dict[str, float]  # and by town
    ends: int | None  # first month of the run without it; None where it is in force to the end
    members_at_end: Estimate | None  # members more than without it in its last month,
    after: dict[int, Estimate]  # and so many months later
    prices: dict[str, Estimate | None]  # net public money for one more member-month, hub kept, collaboration, hour of travel


class PublicValue(NamedTuple):
    """What else a policy brings, against the baseline."""

    policy: str
    extra: Estimate  # public money, EUR
    gains: dict[str, Estimate]  # minutes, kg of CO₂, firms


@dataclass(frozen=True)
class Statement:
    """The statement of a scenario: its runs, a line an instrument, and the public value of each policy."""

    results: Results
    asked: tuple[str, ...]
    command: str
    lines: tuple[Line, ...]
    value: tuple[PublicValue, ...]

    def numbers(self) -> dict[str, Any]:
        """Every number, by name."""
        return {
            "instruments": [_plain(line) for line in self.lines],
            "public_value": [_plain(each) for each in self.value],
        }

    @cached_property
    def age(self) -> int | None:
        """The age at which hubs are judged; None for the end of the run."""
        return self.results.contrast(self.asked[-1]).age


def _plain(row: Any) -> dict[str, Any]:
    """A row as plain data, estimates as maps."""

    def plain(value: Any) -> Any:
        if isinstance(value, Estimate):
            return value._asdict()
        return {str(key): plain(each) for key, each in value.items()} if isinstance(value, dict) else value

    return {key: plain(value) for key, value in row._asdict().items()}

