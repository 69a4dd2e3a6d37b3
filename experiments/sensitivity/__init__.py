"""Which factors decide an outcome, which way, and how much of it is chance: the analysis of a finished sweep.

>>> from experiments.sensitivity import analyse
>>> analysis = analyse(sample)         # a `Sample`: the points of a sweep and one outcome of their runs
>>> analysis.ranking, analysis.table   # factors by strength; every index with its interval
"""

from experiments.sensitivity.analysis import Analysis, DesignSummary, Rank, analyse
from experiments.sensitivity.delta_index import delta
from experiments.sensitivity.effects import MainEffect
from experiments.sensitivity.index import ConvergencePoint, Index, MethodResult
from experiments.sensitivity.noise import chance
from experiments.sensitivity.pawn_index import pawn
from experiments.sensitivity.sample import DUMMY, FactorInfo, NotAnalysable, NotInEveryRun, Sample
from experiments.sensitivity.screening import morris
from experiments.sensitivity.variance import sobol

__all__ = [
    "DUMMY",
    "Analysis",
    "ConvergencePoint",
    "DesignSummary",
    "FactorInfo",
    "Index",
    "MainEffect",
    "MethodResult",
    "NotAnalysable",
    "NotInEveryRun",
    "Rank",
    "Sample",
    "analyse",
    "chance",
    "delta",
    "morris",
    "pawn",
    "sobol",
]  # fmt: skip

_FORMER_NAMES = {
    "Design": DesignSummary, "Effect": MainEffect, "Factor": FactorInfo, "Found": MethodResult, "Step": ConvergencePoint,
}  # fmt: skip


def __getattr__(name: str) -> type:
    """Classes by the names they had before each name meant one thing."""
    if name not in _FORMER_NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _FORMER_NAMES[name]
