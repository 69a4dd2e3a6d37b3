"""A box in the space of factors: for each factor the levels that are in it, and what its restrictions leave out."""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np

from experiments.discovery.cases import BinnedSample

Kind = Literal["low", "high", "categories"]


class Side(NamedTuple):
    """One restriction of a box: the low end of a factor, its high end, or some of its categories cut off."""

    factor: int
    kind: Kind


@dataclass(frozen=True)
class Box:
    """A region: levels `first` to `last` of each numeric factor, and the categories not in `out` of the others."""

    first: np.ndarray  # [factors]
    last: np.ndarray  # [factors]
    out: np.ndarray  # bool, [factors, categories]

    @classmethod
    def whole(cls, sample: BinnedSample) -> "Box":
        """The box that leaves nothing out."""
        last = np.array([factor.levels - 1 for factor in sample.factors])
        widest = max((len(factor.categories) for factor in sample.factors), default=0)
        return cls(np.zeros_like(last), last, np.zeros((len(last), widest), dtype=bool))

    def cut(self, side: Side, levels: np.ndarray | int) -> "Box":
        """The same box with one side moved: to a first or last level, or with the categories marked left out."""
        if side.kind == "categories":
            out = self.out.copy()
            out[side.factor] = levels
            return replace(self, out=out)
        ends = (self.first if side.kind == "low" else self.last).copy()
        ends[side.factor] = levels
        return replace(self, first=ends) if side.kind == "low" else replace(self, last=ends)

    def without(self, side: Side, sample: BinnedSample) -> "Box":
        """The same box with one restriction dropped."""
        if side.kind == "categories":
            return self.cut(side, np.zeros(self.out.shape[1], dtype=bool))
        return self.cut(side, 0 if side.kind == "low" else sample.factors[side.factor].levels - 1)

    def sides(self, sample: BinnedSample) -> list[Side]:
        """Its restrictions, in the order of the factors."""
        restrictions: list[Side] = []
        for place, factor in enumerate(sample.factors):
            if not factor.numeric:
                if self.out[place].any():
                    restrictions.append(Side(place, "categories"))
                continue
            if self.first[place] > 0:
                restrictions.append(Side(place, "low"))
            if self.last[place] < factor.levels - 1:
                restrictions.append(Side(place, "high"))
        return restrictions

    def dimensions(self, sample: BinnedSample) -> int:
        """How many factors it restricts."""
        return len({side.factor for side in self.sides(sample)})

    def broken(self, sample: BinnedSample, sides: list[Side]) -> np.ndarray:
        """Which points each restriction leaves out, [sides, points]."""
        left_out = np.zeros((len(sides), sample.codes.shape[1]), dtype=bool)
        for row, (place, kind) in enumerate(sides):
            codes = sample.codes[place]
            if kind == "categories":
                left_out[row] = self.out[place][codes]
            else:
                left_out[row] = codes < self.first[place] if kind == "low" else codes > self.last[place]
        return left_out

    def contains(self, sample: BinnedSample) -> np.ndarray:
        """Which points are in it."""
        return np.logical_not(np.any(self.broken(sample, self.sides(sample)), axis=0))
