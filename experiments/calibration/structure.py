"""What the model loses without a rule once everything else is fitted again, and whether its advice stays the same.

A rule that is left out stands at values at which the model without it returns; the other parameters begin from the sets that fit with
all rules and are searched on. So a fact that is still kept does not speak for the rule.
"""

import json
import math
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from experiments.calibration.answers import ANSWERS, QUESTIONS
from experiments.calibration.evaluation import FITTED, Target
from experiments.calibration.posterior import FOUND, in_bands
from experiments.calibration.prior import FREE, position_of
from experiments.calibration.search import Population, Search, Told, told_of
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
_ASKED: Final = 16  # sets that are asked what a planner would read off them


@dataclass(frozen=True)
class Refitted:
    """A structure fitted again.

    Attributes:
        name: what was left out.
        sets: how many sets were fitted again.
        square: median square of the distance of its sets on fresh worlds.
        kept: share of its sets that keep each fitted line: float[lines].
        joint: share of its sets that keep all lines.
        viable: by place, the mean over its sets of P(viable after three years) under each policy: float[policies].
    """

    name: str
    sets: int
    square: float
    kept: np.ndarray
    joint: float
    viable: Mapping[str, np.ndarray]

    @classmethod
    def of(cls, name: str, target: Target, verified: Population, asked: Mapping[str, np.ndarray]) -> "Refitted":
        """What its sets give on fresh worlds.

        Args:
            name: what was left out.
            target: what sets are held to.
            verified: its sets, on fresh worlds.
            asked: by place, what some of its sets answer: float[sets, policies, answers].
        """
        inside = in_bands(verified.values)
        square = float(np.median([target.square(row) for row in verified.values]))
        viable = {place: np.nan_to_num(each).mean(axis=0)[:, ANSWERS.index("viable_36")] for place, each in asked.items()}
        return cls(name, len(verified.values), square, inside.mean(axis=0), float(inside.all(axis=1).mean()), viable)

    def as_data(self) -> dict[str, Any]:
        """As plain data."""
        viable = {place: dict(zip(QUESTIONS[place].policies, each.tolist(), strict=True)) for place, each in self.viable.items()}
        kept = {claim.key: float(share) for claim, share in zip(FITTED, self.kept, strict=True)}
        return {"name": self.name, "sets": self.sets, "square": self.square, "joint": self.joint, "kept": kept, "viable": viable}


def lost(whole: Mapping[str, float], without: Mapping[str, float]) -> list[str]:
    """Lines that most sets keep with all rules, and most do not without one."""
    return [key for key, share in whole.items() if share >= _LOST > without[key]]


def as_markdown(refitted: Sequence[Mapping[str, Any]]) -> str:
    """The tables of structures, from what `Refitted.as_data` stores; all rules come first."""
    whole = refitted[0]
    said = f"{whole['sets']} sets of each structure. A line that about half of the sets keep may seem lost or gained by chance."
    head = ("structure", "median distance", "all lines kept", "lines lost", "lines gained")
    facts = [head, ("---",) * len(head), *(_facts(whole, each) for each in refitted)]
    head = ("structure", "place", "policies, most viable first", "order kept", "lost by the advice of all rules")
    advice = [head, ("---",) * len(head), *(_advice(whole, each, place) for place in whole["viable"] for each in refitted)]
    return "\n\n".join([said, *("\n".join(f"| {' | '.join(row)} |" for row in rows) for rows in (facts, advice))])


def _facts(whole: Mapping[str, Any], each: Mapping[str, Any]) -> tuple[str, ...]:
    away, gained = (", ".join(lost(*pair)) or "none" for pair in ((whole["kept"], each["kept"]), (each["kept"], whole["kept"])))
    return each["name"], f"{math.sqrt(each['square']):.2f}", f"{each['joint']:.0%}", away, gained


def _advice(whole: Mapping[str, Any], each: Mapping[str, Any], place: str) -> tuple[str, ...]:
    viable = each["viable"][place]
    advised = ranking(whole["viable"][place])
    order = "–" if each is whole else f"{agreement(advised, ranking(viable)):.2f}"
    missed = "–" if each is whole else f"{(max(viable.values()) - viable[advised[0]]) * 100:.0f} points"
    return each["name"], place, " > ".join(f"{policy} {viable[policy]:.0%}" for policy in ranking(viable)), order, missed


def ranking(viable: Mapping[str, float]) -> list[str]:
    """Policies by their chance of a viable hub, the best first."""
    return sorted(viable, key=lambda policy: -viable[policy])


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
    search = Search(folder, settings, executor, told_of(name, told), tuple(STRUCTURES[name].items()), start=start)
    target = Target(tuple(found["lines"][claim.key]["noise"] for claim in FITTED))
    fitted = tuple(FREE.index(each) for each in found["identified"] if each not in STRUCTURES[name])
    steps = search.steps(target, search.prior(target), fitted)
    verified = search.verified(target, steps, fitting=False)
    return Refitted.of(name, target, verified, {place: search.asked(place, steps[-1].points[:_ASKED]) for place in QUESTIONS})
