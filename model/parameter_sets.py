"""Sets of parameters that fit the evidence: the table that ships with the model, and which set a replicate of a study lives with.

The numbers of the model are known within limits only. Each row of the table is one way they can be. Runs take their sets from it
(ADR 0032), so that what they come to is spread by what is not known as well as by chance.
"""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from model.parameters import CATALOGUE

SHIPPED: Final = Path(__file__).with_suffix(".parquet")
WORLDS_A_SET: Final = 4
"""Consecutive replicates of a study that share a set, so that what the numbers do can be told from what chance does."""

_WEIGHT: Final = "weight"
_PROVENANCE: Final = b"provenance"
_GOLDEN: Final = (math.sqrt(5.0) - 1.0) / 2.0  # steps of this part of a circle leave no large gap, however many they are


@dataclass(frozen=True, eq=False)
class ParameterSets:
    """A weighted table of parameter sets.

    Attributes:
        names: the parameters it holds; all others of the catalogue stay at their defaults.
        values: float[sets, parameters], in the units of the catalogue.
        weights: float[sets], zero or more: how often a set is taken, relative to the others.
        provenance: where the table comes from, as plain data.

    Raises:
        ValueError: naming everything that is wrong with the table.
    """

    names: tuple[str, ...]
    values: np.ndarray
    weights: np.ndarray
    provenance: Mapping[str, Any]

    def __post_init__(self) -> None:
        if wrong := list(self._problems()):
            raise ValueError("; ".join(wrong))

    def _problems(self) -> Iterator[str]:
        if self.values.shape != (len(self.weights), len(self.names)) or len(set(self.names)) < len(self.names):
            yield "each set needs a weight, and one value of each parameter"
            return
        if not (np.isfinite(self.weights).all() and (self.weights >= 0).all() and self.weights.sum() > 0):
            yield f"{_WEIGHT}: weights are zero or more, and not all zero"
        for name, column in zip(self.names, self.values.T, strict=True):
            if name not in CATALOGUE:
                yield f"{name}: no such parameter in the catalogue of this version"
                continue
            entry = CATALOGUE[name]
            outside = ~((column >= entry.hard_low) & (column <= entry.hard_high))
            if outside.any():
                limits = f"[{entry.hard_low:g}, {entry.hard_high:g}] {entry.unit}"
                yield f"{name}: {column[outside][0]:g} is outside {limits} ({outside.sum()} of {len(column)} sets)"

    def __len__(self) -> int:
        return len(self.weights)

    def of(self, position: int) -> dict[str, float]:
        """One set: values by name of the parameter; IndexError where the table has no such row."""
        if not 0 <= position < len(self):
            raise IndexError(f"parameter set {position}: there are {len(self)}, from 0 to {len(self) - 1}")
        return dict(zip(self.names, self.values[position].tolist(), strict=True))

    def position(self, share: float) -> int:
        """The set that stands at a share, from 0 to less than 1, of the whole weight."""
        return int(np.searchsorted(self._up_to, share, side="right"))

    @cached_property
    def _up_to(self) -> np.ndarray:
        """Share of the weight up to and with each set; the last with any weight, and those behind it, out of reach of rounding."""
        up_to = np.cumsum(self.weights) / self.weights.sum()
        up_to[np.flatnonzero(self.weights)[-1] :] = math.inf
        return up_to

    def walk(self, seed: int, step: int) -> int:
        """The set at one step, from 0, of a study's walk through the table: few steps cover it evenly, and no step asks how many."""
        from model.draws import REPLICATE, uniform

        return self.position((uniform(seed, REPLICATE, 1, 0, 0) + step * _GOLDEN) % 1.0)

    def of_replicate(self, seed: int, number: int) -> int:
        """The set that a replicate of a study lives with: a function of the study's seed and the replicate's number alone."""
        return self.walk(seed, number // WORLDS_A_SET)

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of names, values and weights: tables that share it give equal runs."""
        numbers = (np.ascontiguousarray(array, dtype="<f8").tobytes() for array in (self.values, self.weights))
        return hashlib.sha256(b"\0".join(["\n".join(self.names).encode(), *numbers])).hexdigest()

    def in_order(self) -> "ParameterSets":
        """The same sets along the direction in which they differ most, so that neighbours are alike and a walk meets all kinds."""
        shares = self.weights / self.weights.sum()
        apart = self.values - shares @ self.values
        deviation = np.sqrt(shares @ apart**2)
        apart = apart / np.where(deviation > 0, deviation, 1.0)
        direction = np.linalg.svd(apart * np.sqrt(shares)[:, None], full_matrices=False)[2][0]
        order = np.argsort(apart @ direction * np.sign(direction[np.abs(direction).argmax()]), kind="stable")
        return ParameterSets(self.names, self.values[order], self.weights[order], self.provenance)

    def __repr__(self) -> str:
        return f"ParameterSets: {len(self)} sets of {len(self.names)} parameters"


def read(path: str | Path) -> ParameterSets:
    """A table of parameter sets from its file: a row a set, a column a parameter, a column `weight`.

    Raises:
        OSError: when it cannot be read.
        ValueError: naming the file and everything that is wrong with it.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(path).read()
        # by way of lists: `to_numpy` would load pandas
        columns = {name: np.array(table.column(name).to_pylist(), dtype=float) for name in table.column_names}
        if _WEIGHT not in columns:
            raise ValueError(f"there is no column {_WEIGHT}")
        weights = columns.pop(_WEIGHT)
        values = np.array(list(columns.values())).T.reshape(len(weights), len(columns))
        provenance = json.loads((table.schema.metadata or {}).get(_PROVENANCE, b"{}"))
        return ParameterSets(tuple(columns), values, weights, provenance)
    except (pa.ArrowInvalid, ValueError) as error:
        raise ValueError(f"the parameter sets of {path} cannot be used: {error}") from error


def write(path: str | Path, names: Sequence[str], values: np.ndarray, weights: np.ndarray, provenance: Mapping[str, Any]) -> ParameterSets:
    """Keep a table of parameter sets as a file, in the order of `ParameterSets.in_order`, and give it back as it is kept.

    Raises:
        OSError: when it cannot be written.
        ValueError: naming everything that is wrong with the table.
    """
    import pyarrow as pa
    from pyarrow import parquet

    sets = ParameterSets(tuple(names), np.asarray(values, dtype=float), np.asarray(weights, dtype=float), dict(provenance)).in_order()
    columns = {**dict(zip(sets.names, sets.values.T, strict=True)), _WEIGHT: sets.weights}
    schema = pa.schema([(name, pa.float64()) for name in columns], metadata={_PROVENANCE: json.dumps(sets.provenance)})
    arrays = [pa.array(column.tolist(), pa.float64()) for column in columns.values()]
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), path, compression="zstd")
    return sets


@cache
def shipped() -> ParameterSets:
    """The table that ships with the model, read once."""
    return read(SHIPPED)
