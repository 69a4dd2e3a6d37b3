"""What a search leaves: the weighted sets that runs take, and what was found on the way, each as a file that ships.

A set of the last step counts if no fitted line, on many fresh worlds, lies farther from its band than the width that counts as one; it
counts the more the nearer it is. Sets that fail are dropped, and how many were is kept.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from experiments.calibration import tables
from experiments.calibration.answers import ANSWERS, FIRST, QUESTIONS, by_policy
from experiments.calibration.evaluation import FITTED, Target, passes
from experiments.calibration.prior import FREE, values_at
from experiments.calibration.recovery import best_choice, recovered
from experiments.calibration.search import Population, Search, names_of, nearest_of
from experiments.calibration.smc import RIVALS, Settings, identified
from experiments.expected.validation import keep
from experiments.sensitivity.information import share_explained, worth_of_all, worth_of_knowing
from experiments.storage.json_text import json_text
from experiments.storage.provenance import code_version, commit, version
from experiments.storage.whole import write_whole
from model.parameter_sets import SHIPPED, ParameterSets
from model.parameter_sets import write as write_sets
from model.parameters import CATALOGUE

FOUND: Final = Path(__file__).with_name("found.json")
QUANTILES: Final = (0.05, 0.1, 0.5, 0.9, 0.95)
_FEWEST_TRUTHS: Final = 100
HUB_WORTH: Final = (50_000, 100_000, 200_000)
"""EUR that a hub viable after three years may be worth to who pays for it: nobody stated one, so three are tried."""
_MOST_WORTH: Final = 5
_WORTH_ASKING: Final = ("Sondrio", "Pavia")  # the decisions of one hub; a region's is one of many


def in_bands(values: np.ndarray) -> np.ndarray:
    """Whether each line of each set lies in its band: bool[sets, lines]."""
    return np.array([[bool(claim.keeps(value)) for claim, value in zip(FITTED, row, strict=True)] for row in values])


def weighed(target: Target, verified: Population) -> np.ndarray:
    """Weights of the verified sets, 0 for those that fail; they sum to one."""
    squares = np.array([target.square(row) for row in verified.values])
    raw = np.where(passes(verified.values), np.exp(-0.5 * squares), 0.0)
    if not raw.sum():
        raise ValueError("no set of the last step keeps all lines within one width of their bands: search on, or change the rules")
    return raw / raw.sum()


@dataclass(frozen=True)
class Calibration:
    """A whole search.

    Attributes:
        settings: how it was made.
        target: what sets were held to.
        prior: the sample of the prior.
        steps: the population after each step.
        verified: the sets of the last step on many fresh worlds.
        weights: of the verified sets; 0 for those that fail.
        centres: candidates for the central set, on many fresh worlds.
        rivals: distances of the nearest candidate and of the defaults on the same worlds: float[2, worlds].
        fitted: positions of the identified parameters.
        asked: what the sets that pass answer to a question, by its place: float[sets, policies, answers].
    """

    settings: Settings
    target: Target
    prior: Population
    steps: list[Population]
    verified: Population
    weights: np.ndarray
    centres: Population
    rivals: np.ndarray
    fitted: tuple[int, ...]
    asked: Mapping[str, np.ndarray] = field(default_factory=dict)

    @property
    def central(self) -> tuple[str, dict[str, float]]:
        """Which of the rivals is the central set, and its values to three figures.

        The catalogue's defaults stay, with whatever speaks for each of them, unless the nearest candidate is nearer beyond chance.
        """
        gain = self.rivals[1] - self.rivals[0]
        clear = bool(gain.mean() > 2 * gain.std(ddof=1) / math.sqrt(len(gain)))
        point = nearest_of(self.target, self.centres) if clear else self.centres.points[-1]
        return RIVALS[not clear], {name: float(f"{value:.3g}") for name, value in values_at(point).items()}


def calibrate(search: Search) -> Calibration:
    """Noise, sample of the prior, steps, verified sets, their answers, central set: each from the journal where it is there already."""
    target = search.noise()
    prior = search.prior(target)
    fitted = identified(prior.points, prior.values)
    steps = search.steps(target, prior, fitted)
    verified = search.verified(target, steps, fitted)
    weights = weighed(target, verified)
    asked = {place: search.asked(place, verified.points[weights > 0]) for place in _WORTH_ASKING}
    centres = search.centred(target, verified, weights, fitted)
    rivals = search.rivals(target, centres)
    return Calibration(search.settings, target, prior, steps, verified, weights, centres, rivals, fitted, asked)


def sets_of(made: Calibration) -> ParameterSets:
    """The table of sets that runs take."""
    weights, verified = made.weights, made.verified
    kept = np.flatnonzero(weights > 0)
    values = np.array([list(values_at(point).values()) for point in verified.points[kept]])
    provenance = {
        "made by": "coworking calibrate", "version": version(), "commit": commit(), "code": code_version(),
        "settings": made.settings.as_data(), "verified": len(weights), "dropped": int((weights == 0).sum()),
        "mass at zero": {name: mass for name in FREE if (mass := CATALOGUE[name].prior.mass_at_zero)},
    }
    return ParameterSets(FREE, values, weights[kept], provenance)


def found(made: Calibration) -> dict[str, Any]:
    """What the search found, as plain data: steps, lines before and after, parameters before and after."""
    settings, steps, prior, verified, weights = made.settings, made.steps, made.prior, made.verified, made.weights
    before, after = in_bands(prior.values), in_bands(verified.values)
    return {
        "version": version(), "commit": commit(), "code": code_version(), "settings": settings.as_data(),
        "evaluations": {"prior": len(prior.points), "moves": sum(len(step.points) for step in steps) * settings.moves},
        "steps": [{"tolerance": step.tolerance, "accepted": step.accepted} for step in steps],
        "verified": len(weights), "dropped": int((weights == 0).sum()), "sets worth": float(1 / (weights**2).sum()),
        "all in band": {"prior": float(before.all(axis=1).mean()), "posterior": float(weights @ after.all(axis=1))},
        "identified": names_of(made.fitted),
        "lines": {
            claim.key: {
                "noise": made.target.noise[k],
                "prior": quantiles(prior.values[:, k]), "posterior": quantiles(verified.values[:, k], weights),
                "prior in band": float(before[:, k].mean()), "posterior in band": float(weights @ after[:, k]),
            }
            for k, claim in enumerate(FITTED)
        },
        "parameters": {name: quantiles(column, weights) for name, column in _columns(verified.points).items()},
        "central": {"who": made.central[0], "values": made.central[1], "distances": dict(zip(RIVALS, made.rivals.tolist(), strict=True))},
        **_found_again(prior),
        "information": {place: information(verified.points[weights > 0], asked, place) for place, asked in made.asked.items()},
    }


def _found_again(prior: Population) -> dict[str, Any]:
    """How well parameters and a planner's answers are found again from synthetic truths; nothing of a sample too small to say."""
    if len(prior.points) < _FEWEST_TRUTHS:
        return {"recovery": [], "best policy": None}
    policies = QUESTIONS[FIRST].policies
    viable = by_policy(prior.answers)[:, :, ANSWERS.index("viable_36")]
    names = [*FREE, *(f"P(viable_36), {policy}" for policy in policies)]
    each = recovered(names, np.hstack([prior.points, viable]), prior.values)
    return {"recovery": [vars(one) for one in each], "best policy": vars(best_choice(viable, prior.values))}


def information(points: np.ndarray, answers: np.ndarray, place: str) -> dict[str, Any]:
    """What the sets that fit leave open in a place: whose numbers an answer hangs on, and what knowing one would be worth to who decides.

    A choice is worth what a hub that is viable after three years is worth to who pays, times its chance, less the public money; so
    much is tried for a hub as `HUB_WORTH` says.

    Args:
        points: float[sets, parameters] of the cube.
        answers: float[sets, policies, answers].
        place: name of the question.
    """
    policies, kinds = QUESTIONS[place].policies, [CATALOGUE[name].evidence for name in FREE]
    viable, public = answers[:, :, ANSWERS.index("viable_36")], answers[:, :, ANSWERS.index("public_eur")]
    headlines = {f"{outcome}, {policies[0]}": answers[:, 0, k] for k, outcome in enumerate(ANSWERS[:2])}
    headlines |= {f"viable_36, {policy} less {policies[0]}": viable[:, k] - viable[:, 0] for k, policy in enumerate(policies[1:], 1)}
    worth = {}
    for euro in HUB_WORTH:
        choices = euro * viable - public
        each = worth_of_knowing(FREE, points, choices)[:_MOST_WORTH]
        worth[str(euro)] = {
            "best": policies[int(choices.mean(axis=0).argmax())], "all": worth_of_all(choices), "numbers": [vars(one) for one in each],
        }
    return {"shares": {name: dict(share_explained(points, values, kinds)) for name, values in headlines.items()}, "worth": worth}


def _columns(points: np.ndarray) -> Mapping[str, np.ndarray]:
    sets = [values_at(point) for point in points]
    return {name: np.array([each[name] for each in sets]) for name in FREE}


def quantiles(values: np.ndarray, weights: np.ndarray | None = None) -> list[float]:
    """Weighted quantiles of what is a number; nan of nothing."""
    there = ~np.isnan(values)
    values, share = values[there], (np.ones(len(there)) if weights is None else weights)[there]
    if not values.size or not share.sum():
        return [math.nan] * len(QUANTILES)
    order = np.argsort(values)
    middles = np.cumsum(share[order]) - share[order] / 2
    return np.interp(QUANTILES, middles / share.sum(), values[order]).tolist()


def ship(made: Calibration, told: Mapping[str, Any]) -> None:
    """Write the table of sets and what was found to where the model reads them, and the tables of the page.

    Args:
        made: the search.
        told: what `found` says of it.
    """
    sets = sets_of(made)
    write_sets(SHIPPED, sets.names, sets.values, sets.weights, sets.provenance)
    write_whole(FOUND, json_text(told))
    kept = json.loads(FOUND.read_text(encoding="utf-8"))
    for part, table in (("calibration", tables.calibration), ("recovery", tables.recovery), ("information", tables.information)):
        keep(part, table(kept))
