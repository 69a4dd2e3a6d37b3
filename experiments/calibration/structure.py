"""What the model loses without a rule once everything else is fitted again, and whether its advice stays the same.

A rule that is left out stands at values at which the model without it returns; the other parameters begin from the sets that fit with
all rules and are searched on. So a fact that is still kept does not speak for the rule.
"""

import json
import math
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from experiments.calibration.evaluation import ANSWERS, FITTED, Target, policies_answered
from experiments.calibration.posterior import FOUND, in_bands
from experiments.calibration.prior import FREE, position_of
from experiments.calibration.search import Population, Search, Told
from experiments.calibration.smc import Settings
from experiments.expected.rules import RULES
from model.parameter_sets import shipped

WITH_ALL: Final = "all rules"
STRUCTURES: Final[Mapping[str, Mapping[str, float]]] = {
    WITH_ALL: {},
    "no network effect": {"beta_n": 0.0},
    "no habit": {"habit": 0.0},
    "neither network effect nor habit": {"beta_n": 0.0, "habit": 0.0},
    # all taste lasts: each person has a threshold of utility of its own, and comes once it is passed
    "thresholds instead of a logit": {"taste_persistence": 1.0},
    # every change of an offer is seen, and heads present crowd out no encounter
    "no limited attention": {"attention_scale": 1e-6, "attention_span": 1e6},
    "no downsizing": {"downsize_use": 0.0},
    "hubs all alike": RULES["hubs differ"],
}
"""By name, the values of parameters at which a rule is not there."""
_LOST: Final = 0.5  # share of the sets that keep a line, below which it counts as lost


@dataclass(frozen=True)
class Refitted:
    """A structure fitted again.

    Attributes:
        name: what was left out.
        square: median square of the distance of its sets on fresh worlds.
        kept: share of its sets that keep each fitted line: float[lines].
        joint: share of its sets that keep all lines.
        answers: mean over its sets of each answer: float[policies, answers].
    """

    name: str
    square: float
    kept: np.ndarray
    joint: float
    answers: np.ndarray

    @classmethod
    def of(cls, name: str, target: Target, verified: Population) -> "Refitted":
        """What its sets give on fresh worlds."""
        inside = in_bands(verified.values)
        answers = np.nan_to_num(verified.answers).mean(axis=0).reshape(len(policies_answered()), len(ANSWERS))
        square = float(np.median([target.square(row) for row in verified.values]))
        return cls(name, square, inside.mean(axis=0), float(inside.all(axis=1).mean()), answers)

    def ranking(self, outcome: str = "viable_36") -> list[str]:
        """Policies of Sondrio, the best first."""
        column = self.answers[:, ANSWERS.index(outcome)]
        return [policies_answered()[k] for k in np.argsort(-column, kind="stable")]

    def as_data(self) -> dict[str, Any]:
        """As plain data."""
        answers = {name: dict(zip(ANSWERS, row.tolist(), strict=True)) for name, row in zip(policies_answered(), self.answers, strict=True)}
        kept = {claim.key: float(share) for claim, share in zip(FITTED, self.kept, strict=True)}
        return {"name": self.name, "square": self.square, "joint": self.joint, "kept": kept, "answers": answers, "ranking": self.ranking()}


def lost(whole: Mapping[str, float], without: Mapping[str, float]) -> list[str]:
    """Lines that most sets keep with all rules, and most do not without one."""
    return [key for key, share in whole.items() if share >= _LOST > without[key]]


def as_markdown(refitted: Sequence[Mapping[str, Any]]) -> str:
    """The table of structures, from what `Refitted.as_data` stores; all rules come first."""
    whole = refitted[0]
    policies = "Sondrio's policies, most viable first"
    head = ("structure", "median distance", "all lines kept", "lines lost", "lines gained", policies, "order kept")
    rows = [head, ("---",) * len(head), *(_cells(whole, each) for each in refitted)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(whole: Mapping[str, Any], each: Mapping[str, Any]) -> tuple[str, ...]:
    away, gained = (", ".join(lost(*pair)) or "none" for pair in ((whole["kept"], each["kept"]), (each["kept"], whole["kept"])))
    order = "–" if each is whole else f"{agreement(whole['ranking'], each['ranking']):.2f}"
    policies = " > ".join(f"{policy} {each['answers'][policy]['viable_36']:.0%}" for policy in each["ranking"])
    return each["name"], f"{math.sqrt(each['square']):.2f}", f"{each['joint']:.0%}", away, gained, policies, order


def agreement(first: Sequence[str], second: Sequence[str]) -> float:
    """Kendall's rank correlation of two orders: 1 the same, -1 the reverse."""
    place = {name: position for position, name in enumerate(second)}
    pairs = [(a, b) for k, a in enumerate(first) for b in first[k + 1 :]]
    return sum(1 if place[a] < place[b] else -1 for a, b in pairs) / len(pairs)


def refit(name: str, folder: Path, settings: Settings, executor: Executor, told: Told) -> Refitted:
    """Leave a rule out, fit everything else again from the sets that ship, and judge it on fresh worlds."""
    found = json.loads(FOUND.read_text(encoding="utf-8"))
    table = shipped()
    start = np.array([position_of(table.of(table.walk(settings.seed, step))) for step in range(settings.particles)])
    search = Search(folder, settings, executor, partial(_of, told, name), tuple(STRUCTURES[name].items()), start=start)
    target = Target(tuple(found["lines"][claim.key]["noise"] for claim in FITTED))
    fitted = tuple(FREE.index(each) for each in found["identified"] if each not in STRUCTURES[name])
    last = search.steps(target, search.prior(target), fitted)[-1]
    return Refitted.of(name, target, search.verified(target, last))


def _of(told: Told, name: str, what: str, done: int, total: int) -> None:
    told(f"{name}: {what}", done, total)
