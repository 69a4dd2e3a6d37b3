"""The facts of a scenario (`expected`) judged on its runs."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from experiments.outcomes.measures import ALL, MEASURES, Measure
from experiments.runs.results import Results
from model.scenario import BASELINE
from model.scenario.expected import LINKS_BETWEEN, Expectation

_SLACK: Final = 1e-9  # of the bound: a mean that is the bound but for its last bits keeps it


@dataclass(frozen=True)
class Judged:
    """A fact, and what runs gave.

    `found` is the mean of the outcome or of the paired difference, nan where no replicate has it; with `in_share`, the share of all
    replicates that keep the bound (one without a value does not).
    """

    fact: Expectation
    found: float
    replicates: int  # that have a value

    @property
    def met(self) -> bool:
        """Whether the runs keep it."""
        if self.fact.in_share is not None:
            return self.found >= self.fact.in_share - _SLACK
        return bool(_keeps(self.fact, np.array([self.found]))[0])


def judged(results: Results) -> list[Judged]:
    """Every fact of the scenario that these runs can judge, in the order of the file."""
    verdicts = (judge(results, fact) for fact in results.scenario.expected)
    return [item for item in verdicts if item is not None]


def judge(results: Results, fact: Expectation) -> Judged | None:
    """One fact; None when these runs cannot judge it: a policy that was not run, an outcome that needs a longer run."""
    values = values_of(results, fact)
    if values is None:
        return None
    there = values[~np.isnan(values)]
    if fact.in_share is not None:
        return Judged(fact, float(_keeps(fact, there).sum() / values.size), there.size)
    return Judged(fact, float(there.mean()) if there.size else float("nan"), there.size)


def values_of(results: Results, fact: Expectation) -> np.ndarray | None:
    """What a fact speaks of in each replicate, nan where it does not exist; None when these runs cannot tell."""
    if results.scenario.policy != BASELINE:  # what these runs call the baseline is one of the policies the facts speak of
        return None
    own = _level(results, fact, fact.policy)
    if own is None or fact.against is None:
        return own
    other = _level(results, fact, fact.against)
    return None if other is None else own - other


def _level(results: Results, fact: Expectation, policy: str) -> np.ndarray | None:
    hub = fact.hub or ALL
    if policy not in results.policies or (hub != ALL and hub not in results.stack(policy).hub_names):
        return None
    if fact.fields is not None:
        first, second = fact.fields
        return results.links_between(first, second, policy, hub)
    if not results.answers(fact.outcome):
        return None
    return results.values(fact.outcome, policy, hub).astype(float)


def _keeps(fact: Expectation, values: np.ndarray) -> np.ndarray:
    """Whether each value keeps the bound; nan does not."""
    kept = ~np.isnan(values)
    if fact.at_least is not None:
        kept &= values >= fact.at_least - _SLACK * max(1.0, abs(fact.at_least))
    if fact.at_most is not None:
        kept &= values <= fact.at_most + _SLACK * max(1.0, abs(fact.at_most))
    return kept


def measure_of(fact: Expectation) -> Measure:
    """The outcome a fact speaks of; for links between fields, collaborations."""
    return MEASURES["collaborations" if fact.outcome == LINKS_BETWEEN else fact.outcome]


def in_words(fact: Expectation) -> str:
    """What a fact claims, in one line: `closed_24 under calm_rent less baseline: at most 0 in 80 % of the replicates`."""
    what = fact.outcome + (f" [{', '.join(fact.fields)}]" if fact.fields else "") + (f" of {fact.hub}" if fact.hub else "")
    under = f" under {fact.policy}" if fact.policy != BASELINE or fact.against else ""
    less = f" less {fact.against}" if fact.against else ""
    bounds = [f"{word} {bound:g}" for word, bound in (("at least", fact.at_least), ("at most", fact.at_most)) if bound is not None]
    share = f" in {fact.in_share:.0%} of the replicates" if fact.in_share is not None else ""
    return f"{what}{under}{less}: {' and '.join(bounds)}{share}"
