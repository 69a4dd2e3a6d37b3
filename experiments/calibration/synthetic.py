"""The search itself on synthetic truths: sets of the prior, near to the facts, looked for by nothing but the lines they gave.

`recovery` tries every set of the prior by regression; here a few are searched for as the real sets are, so that the two methods can be
laid side by side on the same truths.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any, Final

import numpy as np

from experiments.calibration.evaluation import Target
from experiments.calibration.prior import FREE
from experiments.calibration.recovery import OUTER, Recovered, intervals, judged, what_lines_tell
from experiments.calibration.search import Population, Search, Told, told_of
from experiments.calibration.smc import Settings, identified

METHODS: Final = ("search", "regression")


def found_again(whole: Search, number: int, particles: int, steps: int, executor: Executor, told: Told) -> dict[str, Any]:
    """Search for synthetic truths, and say how both methods find the identified parameters again.

    Args:
        whole: a calibration, whose sample of the prior gives the truths and what each search begins from.
        number: of truths.
        particles: sets of each search.
        steps: of each search.
        executor: carries out the jobs.
        told: told how far it is.
    """
    target = whole.noise()
    prior = whole.prior(target)
    fitted = identified(prior.points, prior.values)
    truths = _nearest(prior, number)
    settings = replace(whole.settings, particles=particles, steps=steps)
    ends = [_search(whole, target.noise, prior, k, settings, fitted, executor, told) for k in truths]
    searched = np.stack(ends)  # truths, parameters, ends
    lines = what_lines_tell(prior.points[:, fitted], prior.values)
    rows: dict[str, list[Recovered]] = {method: [] for method in METHODS}
    for column, position in enumerate(fitted):
        drawn = prior.points[:, position]
        by_lines = intervals(drawn, lines[:, column])[truths]
        for method, found in zip(METHODS, (searched[:, position], by_lines), strict=True):
            rows[method].append(judged(FREE[position], drawn[truths], found, drawn))
    kept = {method: [vars(one) for one in each] for method, each in rows.items()}
    return {"particles": particles, "steps": steps, "truths": len(truths), **kept}


def _nearest(prior: Population, number: int) -> list[int]:
    """The sets of the prior nearest to the facts, all of whose lines could be read."""
    squares = np.where(np.isnan(prior.values).any(axis=1), np.inf, prior.squares)
    return np.argsort(squares, kind="stable")[:number].tolist()


def _search(
    whole: Search, noise: tuple[float, ...], prior: Population, truth: int, settings: Settings, fitted: Sequence[int],
    executor: Executor, told: Told,
) -> np.ndarray:
    """The middle 90 % of each parameter in the sets that give the lines of a truth: float[parameters, 2]."""
    said, values = told_of(f"truth {truth}", told), tuple(prior.values[truth].tolist())
    search = Search(whole.folder / f"truth-{truth}", settings, executor, said, truth=values)
    target = Target(noise, search.truth)
    others = np.arange(len(prior.points)) != truth
    first = replace(
        prior, points=prior.points[others], values=prior.values[others], answers=prior.answers[others],
        squares=np.array([target.square(row) for row in prior.values[others]]),
    )
    last = search.steps(target, first, tuple(fitted))[-1]
    return np.quantile(last.points, OUTER, axis=0).T


def as_markdown(found: Mapping[str, Any]) -> str:
    """Both methods side by side, parameter by parameter."""
    head = ("parameter", *(part for method in METHODS for part in (f"{method}: truths inside", "width over the prior's")))
    rows = [f"| {' | '.join(head)} |", "| --- |" + " --- |" * 4]
    pairs = [[Recovered(**row) for row in found[method]] for method in METHODS]
    for one, other in zip(*pairs, strict=True):
        inside = (f"{round(each.covered * each.truths)} of {each.truths}" for each in (one, other))
        first, second = inside
        rows.append(f"| `{one.name}` | {first} | {one.narrowed:.2f} | {second} | {other.narrowed:.2f} |")
    mean = [(np.mean([each.covered for each in method]), np.mean([each.narrowed for each in method])) for method in pairs]
    said = (
        f"{found['truths']} synthetic truths, the sets of the prior nearest to the facts, each searched with {found['particles']} sets in "
        f"{found['steps']} steps. Of all intervals of 90 % the search's hold {mean[0][0]:.0%} of the truths, {mean[0][1]:.2f} as wide as "
        f"the prior's; the regression's {mean[1][0]:.0%}, {mean[1][1]:.2f} as wide."
    )
    return "\n\n".join([said, "\n".join(rows)])
