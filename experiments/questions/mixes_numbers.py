"""Mixes of instruments and what they come to on futures they were not chosen on, in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from experiments.languages import Words
from experiments.outcomes.intervals import Estimate
from experiments.outcomes.rows import SummaryRow
from experiments.questions.fronts import Mix
from experiments.questions.generosity import Support
from experiments.runs.deciding import Decider
from experiments.runs.results import Results
from model.parameter_sets import WORLDS_A_SET

STEPS: Final = 4  # doses of each instrument, beside none: quarters of the most
OVER: Final = 0.05  # of the futures, in which a mix within the budget may cost more than it
FUTURES: Final = 3 * WORLDS_A_SET  # on which mixes are found

Verdict = Literal["kept", "dominated", "over"]


def title(chosen: Sequence[Support], mix: Mix, lang: str) -> str:
    """The instruments of a mix with how much there is of each."""
    named = [support.called(lang, step / STEPS) for support, step in zip(chosen, mix, strict=True) if step]
    return Words(lang, "mixes").capital("; ".join(named)) or Words(lang, "runs")("baseline")


@dataclass(frozen=True)
class Weighed:
    """A mix and what it comes to on fresh futures; differences are from doing without, on the same worlds."""

    mix: Mix
    policy: str  # its short name in the runs
    cost: Estimate  # public money beyond the baseline, EUR
    most_cost: float  # of 95 in 100 futures at most
    over: float  # share of the futures in which it costs more than the budget
    decides: Estimate
    clear: bool  # whether it is clearly better than doing without in what decides
    also: Estimate
    seen: tuple[float, float, float]  # what decides, cost and the third aim on the futures it was found on
    verdict: Verdict


@dataclass(frozen=True, eq=False)
class Checked:
    """The mixes of the front that was found, in numbers."""

    results: Results
    command: str
    supports: tuple[Support, ...]
    budget: float
    decider: Decider
    also: str
    without: tuple[SummaryRow, SummaryRow]  # the baseline: what decides, and the third aim
    tried: int
    found_seed: int
    weighed: tuple[Weighed, ...]  # by cost
    alike: tuple[str, ...]  # policies kept that cannot be told apart from the one that changes most, itself included

    @property
    def kept(self) -> list[Weighed]:
        """The front on fresh futures, by cost."""
        return [one for one in self.weighed if one.verdict == "kept"]

    @property
    def best(self) -> Weighed | None:
        """Of the front, the mix that changes most in what decides; None when none is clearly better than doing without."""
        clear = [one for one in self.kept if one.clear]
        return max(clear, key=lambda one: self.decider.better * one.decides.value, default=None)

    def title(self, mix: Mix, lang: str) -> str:
        """A mix in words."""
        return title(self.supports, mix, lang)

    def numbers(self) -> dict[str, Any]:
        """Every mix of the front that was found."""
        row = self.without[0]
        return {
            "budget_eur": self.budget,
            "outcome": self.decider.name,
            "hub": self.decider.hub,
            "better": "more" if self.decider.better > 0 else "less",
            "also": self.also,
            "mixes_tried": self.tried,
            "seed_of_search": self.found_seed,
            "futures_of_search": FUTURES,
            "without": {self.decider.name: row.mean, self.also: self.without[1].mean},
            "mixes": [
                {
                    "policy": one.policy,
                    "instruments": {s.name: s.figure(step / STEPS) for s, step in zip(self.supports, one.mix, strict=True) if step},
                    "public_eur_extra": one.cost._asdict(),
                    "public_eur_in_95_of_100": one.most_cost,
                    "over_budget": one.over,
                    self.decider.name: one.decides._asdict(),
                    "clearly_better": one.clear,
                    self.also: one.also._asdict(),
                    "when_found": dict(zip((self.decider.name, "public_eur_extra", self.also), one.seen, strict=True)),
                    "verdict": one.verdict,
                }
                for one in self.weighed
            ],
        }
