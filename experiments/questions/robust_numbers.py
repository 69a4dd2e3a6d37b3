"""Policies under every case and what they come to there, in numbers."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.outcomes.intervals import Estimate
from experiments.questions.deep import CASES, Case, Setting
from experiments.questions.regret import Split
from experiments.runs.deciding import Decider
from experiments.runs.results import Results
from model.scenario import BASELINE


def variant(policy: int, case: int) -> str:
    """The short name in the runs of a policy under a case, by their positions."""
    return BASELINE if policy == case == 0 else f"{tuple(CASES)[case]}-{policy}"


@dataclass(frozen=True)
class Failing:
    """When a policy fails, as shares of the futures."""

    share: float
    by_case: np.ndarray
    splits: tuple[Split, ...]


@dataclass(frozen=True, eq=False)
class Tried:
    """Policies under all cases, in numbers. Arrays are [policies, cases], what is 'the better' is told the better the more."""

    results: Results
    command: str
    policies: tuple[str, ...]  # the baseline first
    cases: tuple[Case, ...]
    setting: Setting
    decider: Decider
    values: np.ndarray  # [policies, cases, replicates] of the outcome that decides, in its unit
    public: np.ndarray  # the same of public money, EUR
    best: tuple[Estimate, ...]  # chance of each policy of being the best, over sets of parameters and cases
    expected: tuple[Estimate, ...]  # of the outcome, over all cases alike
    regret: np.ndarray  # in the unit of the outcome
    behind: np.ndarray  # bool: clearly behind the best of the case
    price: tuple[str, Estimate] | None  # the policy that buys a result at the lowest cost, and EUR for one
    units: float  # what a mean of 1 of the outcome comes to in what is bought
    failing: tuple[Failing, ...]
    bound: float | None  # of an amount, below (or above) which a policy fails; None of a yes or no

    @property
    def order(self) -> list[int]:
        """Positions of the policies: by greatest regret, then by the chance of being the best."""
        most = np.nanmax(self.regret, axis=1)
        return sorted(range(len(self.policies)), key=lambda p: (round(float(most[p]), 9), -self.best[p].value, p))

    @property
    def extra(self) -> np.ndarray:
        """Public money beyond the baseline in the same case, mean over cases and futures, EUR by policy."""
        return (self.public - self.public[:1]).mean(axis=(1, 2))

    def regret_eur(self, policy: int) -> float:
        """What the greatest regret of a policy costs to buy at the lowest price; nan without one."""
        return float("nan") if self.price is None else float(np.nanmax(self.regret[policy])) * self.units * self.price[1].value

    def title(self, policy: int, lang: str) -> str:
        """What a policy is called."""
        return self.results.title(variant(policy, 0), lang)

    def numbers(self) -> dict[str, Any]:
        """Everything, by policy and case."""
        names = [case.name for case in self.cases]
        return {
            "outcome": self.decider.name,
            "hub": self.decider.hub,
            "better": "more" if self.decider.better > 0 else "less",
            "cases": {case.name: {**case.adds(self.setting), "source": case.source} for case in self.cases},
            "price": None if self.price is None else {"policy": self.price[0], **self.price[1]._asdict()},
            "policies": {
                policy: {
                    "chance_best": self.best[p]._asdict(),
                    "expected": self.expected[p]._asdict(),
                    "public_eur_extra": float(self.extra[p]),
                    "mean": dict(zip(names, np.nanmean(self.values[p], axis=1).tolist(), strict=True)),
                    "regret": dict(zip(names, self.regret[p].tolist(), strict=True)),
                    "clearly_behind": dict(zip(names, self.behind[p].tolist(), strict=True)),
                    "greatest_regret": float(np.nanmax(self.regret[p])),
                    "greatest_regret_eur": self.regret_eur(p),
                    "fails": self.failing[p].share,
                    "fails_by_case": dict(zip(names, self.failing[p].by_case.tolist(), strict=True)),
                    "fails_by_parameter": [split._asdict() for split in self.failing[p].splits],
                }
                for p, policy in enumerate(self.policies)
            },
        }
