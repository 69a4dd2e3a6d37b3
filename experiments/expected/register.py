"""Real hubs beside the model: what the press and operators stated of each, and where that lies among like hubs of the model.

A like hub stands in a town of as many residents (with Sondrio's shares of professionals, remote workers and firms, and no surroundings
beyond twenty minutes), has the desks and terms that were stated and is ordinary in all else. Hubs with something to tell are
overrepresented, so that the model should lie a little below them.
"""

import csv
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from experiments.expected.measured_cases import hub_of, residents
from experiments.expected.readings import at, closings, open_at

if TYPE_CHECKING:
    from experiments.runs.results import Results
    from model.scenario import Scenario

FILE: Final = Path(__file__).with_name("register.csv")
CLOSED: Final = "closed"
_DESKS: Final = 20  # of an ordinary hub, where none are stated
_ORDINARY: Final = "host_fte: 0.5, events_per_month: 1, works_eur: 20000"
_INNER: Final = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class RealHub:
    """What was stated of a real hub at one age: persons, desks taken, or that it closed then."""

    hub: str
    town: str
    country: str
    residents: int
    desks: int | None
    terms: str
    month: int
    count: float  # nan for a closing
    unit: str
    source: str

    @property
    def name(self) -> str:
        """Of its case."""
        return f"like {self.hub} at {self.month}"

    def scenario(self) -> "Scenario":
        """A like hub, followed until that age (for a closing, until a year later)."""
        ordinary = ", ".join(part for part in _ORDINARY.split(", ") if part.partition(":")[0] not in self.terms)
        hub = ", ".join(part for part in (f"desks: {self.desks or _DESKS}", self.terms, ordinary) if part)
        months = self.month + (12 if self.unit == CLOSED else 0)
        return hub_of(self.name, "sondrio", hub, months=months, minutes=20, people=residents(self.residents))()


@dataclass(frozen=True)
class Placed:
    """A real hub among like ones of the model.

    Attributes:
        real: what was stated.
        low: lowest tenth of like hubs that are open then; nan for a closing.
        middle: their median; for a closing, the share of like hubs that have closed by then.
        high: their highest tenth; nan for a closing.
        below: share of the like hubs below what was stated, half of those equal to it; nan for a closing.
    """

    real: RealHub
    low: float
    middle: float
    high: float
    below: float


def real_hubs(path: Path = FILE) -> list[RealHub]:
    """The register, one row an age of a hub."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            RealHub(
                row["hub"], row["town"], row["country"], int(row["residents"]), int(row["desks"]) if row["desks"] else None, row["terms"],
                int(row["month"]), float(row["count"] or math.nan), row["unit"], row["source"],
            )
            for row in csv.DictReader(stream)
        ]


def placed(real: RealHub, run: "Callable[[Scenario], Results]") -> Placed:
    """Where a real hub lies among like ones."""
    results = run(real.scenario())
    if real.unit == CLOSED:
        return Placed(real, math.nan, float((closings([results]) <= real.month).mean()), math.nan, math.nan)
    there = open_at(results, real.month)
    members = at(results, "members", real.month)[there]
    values = members if real.unit == "persons" else (at(results, "desk_use", real.month) * at(results, "desks", real.month))[there]
    if not values.size:
        return Placed(real, math.nan, math.nan, math.nan, math.nan)
    low, middle, high = (float(value) for value in np.quantile(values, _INNER))
    return Placed(real, low, middle, high, float((values < real.count).mean() + (values == real.count).mean() / 2))
