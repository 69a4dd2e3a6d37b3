"""Points of a design, as positions between 0 and 1 of each factor; what a position means is the factor's own business.

The dummy is the last column. In designs that compare neighbouring points (Saltelli, Morris) its step exchanges the worlds: rows on
its far side run on a second set of replicates (`far`), all others on the first. Every real factor is thus compared on common random
numbers, while the dummy measures what fresh chance alone would do, by the same estimator: the noise floor.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from experiments.sweeps.design.dependence import Dependence, correlated, holding, mixing
from experiments.sweeps.design.factors import Factor
from experiments.sweeps.design.rows import column, read_table
from experiments.sweeps.design.schema import Grid, LatinHypercube, Morris, Rows, Saltelli, Sampler, ShippedSets, Sobol
from model.parameter_sets import shipped

NEAR, FAR = 0.25, 0.75  # the dummy's two positions
ALONE: Final = Dependence()
_MOST_DRAWN: Final = 2_000  # points, for each that is kept and at least this many: a design of which fewer hold is refused before


class Points(NamedTuple):
    """The points of a design."""

    unit: np.ndarray  # float[points, factors, the dummy last], in [0, 1]
    far: np.ndarray  # bool[points]: runs on the second set of replicates
    values: list[list[Any]]  # by factor, the dummy left out: the value at each point


def sample(
    sampler: Sampler, factors: Sequence[Factor], seed: int, *, dummy: bool, folder: Path = Path(), dependence: Dependence = ALONE
) -> Points:
    """The points of a design; the same seed gives the same points.

    Args:
        sampler: how they are chosen.
        factors: what varies, the dummy left out.
        seed: at least 1 (some samplers take 0 for 'no seed').
        dummy: whether a dummy is added.
        folder: where the path of a file of rows starts.
        dependence: how factors hang together, in a Latin hypercube or a Sobol' sequence.
    """
    columns = len(factors) + dummy
    if isinstance(sampler, Rows):
        return _from_rows(folder / sampler.file, factors, seed, dummy=dummy)
    if isinstance(sampler, ShippedSets):
        return _from_sets(sampler.points, factors, seed, dummy=dummy)
    far = None
    if isinstance(sampler, Saltelli):
        unit = _saltelli(sampler, columns, seed)
        if dummy:
            unit[:, -1] = _sides(sampler, columns, len(unit))
            far = unit[:, -1] > 0.5
    elif isinstance(sampler, Morris):
        unit = _morris(sampler, columns, seed)
        if dummy:
            far = unit[:, -1] > 0.5
    elif isinstance(sampler, Grid):
        unit = _grid(sampler, factors)
        if dummy:
            unit = np.column_stack([unit, _latin(len(unit), 1, seed)])
    else:
        unit = _filling(sampler, factors, columns, seed, dependence)
    if far is None:
        far = np.zeros(len(unit), dtype=bool)
    return Points(unit, far, [factor.at(unit[:, k]) for k, factor in enumerate(factors)])


def _problem(columns: int) -> dict[str, Any]:
    return {"num_vars": columns, "names": [f"x{k}" for k in range(columns)], "bounds": [[0.0, 1.0]] * columns}


def _saltelli(sampler: Saltelli, columns: int, seed: int) -> np.ndarray:
    """Base points A and B from one sequence, and A with each column of B (and B with each of A); in the order of SALib's sampler."""
    from scipy.stats import qmc

    base = qmc.Sobol(2 * columns, scramble=True, rng=np.random.default_rng(seed)).random(sampler.n)
    return _blocks(base[:, None, :columns], base[:, None, columns:], second_order=sampler.second_order).reshape(-1, columns)


def _blocks(a: np.ndarray, b: np.ndarray, *, second_order: bool) -> np.ndarray:
    """The rows of each base point, float[base points, rows, factors], from A and B, float[base points, 1, factors] each."""
    one = np.eye(a.shape[2], dtype=bool)[None]
    return np.concatenate([a, np.where(one, b, a), *([np.where(one, a, b)] if second_order else []), b], axis=1)


def saltelli_rows(columns: int, *, second_order: bool) -> int:
    """Rows of each base point: A, then A with each factor from B, (B with each from A,) then B."""
    return (2 * columns if second_order else columns) + 2


def _sides(sampler: Saltelli, columns: int, rows: int) -> np.ndarray:
    """The dummy's position in each row: near in A, far in B."""
    block = np.full(saltelli_rows(columns, second_order=sampler.second_order), NEAR)
    block[columns] = FAR  # A with the dummy from B
    block[columns + 1 :] = FAR  # B with each factor from A, and B
    if sampler.second_order:
        block[2 * columns] = NEAR  # B with the dummy from A
    return np.tile(block, rows // len(block))


def _morris(sampler: Morris, columns: int, seed: int) -> np.ndarray:
    from SALib.sample import morris

    before = np.random.get_state()  # noqa: NPY002 - the sampler seeds numpy's global generator, which is not ours to leave changed
    try:
        return np.asarray(morris.sample(_problem(columns), sampler.trajectories, num_levels=sampler.levels, seed=seed))
    finally:
        np.random.set_state(before)  # noqa: NPY002 - as it was


def _grid(sampler: Grid, factors: Sequence[Factor]) -> np.ndarray:
    axes = [factor.grid(sampler.levels) for factor in factors]
    return np.stack([mesh.ravel() for mesh in np.meshgrid(*axes, indexing="ij")], axis=1)


def _latin(points: int, columns: int, seed: int) -> np.ndarray:
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(columns, rng=np.random.default_rng(seed)).random(points))


def _filling(sampler: LatinHypercube | Sobol, factors: Sequence[Factor], columns: int, seed: int, dependence: Dependence) -> np.ndarray:
    """Points that fill the space where the constraints hold: those of the sequence, or of one hypercube after another, in order."""
    lower = mixing(dependence.correlations, [factor.name for factor in factors]) if dependence.correlations else None
    kept, number, drawn = list[np.ndarray](), 0, 0
    for unit in _batches(sampler, columns, seed):
        if lower is not None:
            unit = correlated(unit, lower, stratified=isinstance(sampler, LatinHypercube))
        kept.append(unit[holding(dependence.constraints, factors, unit)] if dependence.constraints else unit)
        number, drawn = number + len(kept[-1]), drawn + len(unit)
        if number >= sampler.points:
            break
        if drawn > _MOST_DRAWN * max(sampler.points, _MOST_DRAWN):
            raise ValueError(f"{number} of {drawn:,} points hold all constraints; narrow the ranges to where they hold")
    return np.concatenate(kept)[: sampler.points]


def _batches(sampler: LatinHypercube | Sobol, columns: int, seed: int) -> Iterator[np.ndarray]:
    from scipy.stats import qmc

    if isinstance(sampler, LatinHypercube):
        engine: qmc.QMCEngine = qmc.LatinHypercube(columns, rng=np.random.default_rng(seed))
        size = sampler.points
    else:
        engine = qmc.Sobol(columns, scramble=True, rng=np.random.default_rng(seed))
        size = 1 << (sampler.points - 1).bit_length()  # a power of two, so that the sequence is never asked for an uneven number
    while True:
        yield np.asarray(engine.random(size))


# --- points of a table ---


def _from_sets(points: int, factors: Sequence[Factor], seed: int, *, dummy: bool) -> Points:
    """A walk through the sets of parameters; factors that are no column of theirs cover their ranges evenly."""
    sets = shipped()
    walk = [sets.walk(seed, step) for step in range(points)]
    own = _latin(points, len(factors), seed) if factors else np.empty((points, 0))
    values = [
        sets.values[walk, sets.names.index(factor.name)].tolist() if factor.name in sets.names else factor.at(own[:, k])
        for k, factor in enumerate(factors)
    ]
    return _given(values, seed, dummy=dummy)


def _from_rows(file: Path, factors: Sequence[Factor], seed: int, *, dummy: bool) -> Points:
    table = read_table(file)
    return _given([column(table, factor.name, factor.values, whole=factor.whole) for factor in factors], seed, dummy=dummy)


def _given(values: list[list[Any]], seed: int, *, dummy: bool) -> Points:
    """Points of which the values are known."""
    points = len(values[0])
    unit = np.empty((points, len(values) + dummy))
    for k, column_values in enumerate(values):
        unit[:, k] = _positions(column_values)
    if dummy:
        unit[:, -1] = _latin(points, 1, seed)[:, 0]
    return Points(unit, np.zeros(points, dtype=bool), values)


def _positions(column: Sequence[Any]) -> np.ndarray:
    """Where each value stands between the smallest and the largest; texts by their order of appearance."""
    if all(isinstance(value, int | float) for value in column):
        numbers = np.array(column, dtype=float)
    else:
        known = list(dict.fromkeys(map(str, column)))
        numbers = np.array([known.index(str(value)) for value in column], dtype=float)
    spread = np.ptp(numbers) if len(numbers) else 0.0
    return (numbers - numbers.min()) / spread if spread else np.zeros(len(numbers))


class Order(NamedTuple):
    """What design the points of a table are, by how they follow each other."""

    sampler: str = "rows"
    second_order: bool = False
    levels: int = 4


def order_of(points: np.ndarray) -> Order:
    """The order in which SALib draws designs of Saltelli and of Morris, where points stand in it: they keep their meaning.

    Args:
        points: float[points, factors]: positions between 0 and 1.
    """
    rows, columns = points.shape
    for second_order in (False, True):
        size = saltelli_rows(columns, second_order=second_order)
        if rows % size == 0:
            blocks = points.reshape(-1, size, columns)
            if np.array_equal(blocks, _blocks(blocks[:, :1], blocks[:, -1:], second_order=second_order)):
                return Order("saltelli", second_order)
    if rows % (columns + 1) == 0:
        steps = np.diff(points.reshape(-1, columns + 1, columns), axis=1)
        levels = len(np.unique(points.round(9)))
        once = ((steps != 0).sum(axis=1) == 1).all() and ((steps != 0).sum(axis=2) == 1).all()
        if once and levels > 1 and np.allclose(np.abs(steps[steps != 0]), levels / (2 * (levels - 1))):
            return Order("morris", levels=levels)
    return Order()
