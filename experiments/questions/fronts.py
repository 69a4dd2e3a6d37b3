"""What is better in one thing only at the price of another: fronts of options with several aims, and the search for them.

Aims are told so that less is better; an option is kept when none is as good in all aims and better in one (Pareto).
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from experiments.questions.answer import Refused

Mix = tuple[int, ...]
"""Steps of each instrument, 0 for none of it."""

Weigh = Callable[[list[Mix]], tuple[np.ndarray, np.ndarray]]
"""From mixes to their aims, float[mixes, aims], and by how much each is out of bounds, float[mixes] (zero or less: within)."""

_CROSSING: Final = {"prob": 0.9, "eta": 3.0}  # the usual ones of whole numbers in pymoo
_CHANGING: Final = {"eta": 3.0}


def on_front(aims: np.ndarray) -> np.ndarray:
    """Which rows of float[options, aims] no other dominates; of rows that are alike all or none."""
    as_good = np.all(aims[:, None] <= aims[None, :], axis=2)  # [one, other]: one as good as other in everything
    better = np.any(aims[:, None] < aims[None, :], axis=2)
    return np.asarray(~np.any(as_good & better, axis=0))


def spread(values: np.ndarray, number: int) -> list[int]:
    """Positions of so many values, from the least to the greatest in even steps of rank, both ends among them."""
    order = np.argsort(values, kind="stable")
    if len(order) <= number:
        return [int(place) for place in order]
    return [int(order[place]) for place in np.unique(np.round(np.linspace(0, len(order) - 1, number)).astype(int))]


def library() -> None:
    """Loads what searches.

    Raises:
        Refused: when it is not installed, saying what to install.
    """
    try:
        import pymoo.algorithms.moo.nsga2  # noqa: F401
    except ImportError:
        raise Refused(("no_pymoo", {})) from None


def search(weigh: Weigh, most: Sequence[int], *, first: list[Mix], size: int, generations: int, seed: int) -> list[Mix]:
    """All mixes that NSGA-II (Deb and others 2002) looks at, in the order in which it meets them.

    Args:
        weigh: what mixes are worth; called once a generation, with those not met before.
        most: steps of each instrument at most.
        first: mixes of the first generation; it is filled up at random.
        size: mixes in a generation.
        generations: how many, the first included.
        seed: of the search.
    """
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.core.problem import Problem
    from pymoo.operators.crossover.sbx import SBX
    from pymoo.operators.mutation.pm import PM
    from pymoo.operators.repair.rounding import RoundingRepair

    known: dict[Mix, tuple[np.ndarray, float]] = {}

    def met(mixes: list[Mix]) -> tuple[np.ndarray, np.ndarray]:
        if new := [mix for mix in dict.fromkeys(mixes) if mix not in known]:
            known.update(zip(new, zip(*weigh(new), strict=True), strict=True))
        return np.array([known[mix][0] for mix in mixes]), np.array([[known[mix][1]] for mix in mixes])

    begin = _first(first, most, size, np.random.default_rng(seed))
    aims = len(met(begin)[0][0])
    whole = {"vtype": float, "repair": RoundingRepair()}
    algorithm = NSGA2(pop_size=size, sampling=np.array(begin), crossover=SBX(**_CROSSING, **whole), mutation=PM(**_CHANGING, **whole))
    problem = Problem(n_var=len(most), n_obj=aims, n_ieq_constr=1, xl=0, xu=np.array(most), vtype=int)
    algorithm.setup(problem, termination=("n_gen", generations), seed=seed % 2**32, verbose=False)
    while algorithm.has_next():
        asked = algorithm.ask()
        if asked is None:  # nothing new is left
            break
        found, out = met([tuple(int(step) for step in row) for row in asked.get("X")])
        asked.set("F", found, "G", out)
        for one in asked:
            one.evaluated.update({"F", "G", "H"})
        algorithm.tell(infills=asked)
    return list(known)


def _first(first: list[Mix], most: Sequence[int], size: int, random: np.random.Generator) -> list[Mix]:
    """The first generation: those given, as far as there is room, and others at random, each once."""
    found = dict.fromkeys(first[:size])
    every = int(np.prod([steps + 1 for steps in most], dtype=float).clip(max=2**40))
    while len(found) < min(size, every):
        found[tuple(int(random.integers(0, steps + 1)) for steps in most)] = None
    return list(found)
