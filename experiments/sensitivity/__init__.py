"""Which factors decide an outcome, which way, and how much of it is chance: the analysis of a finished sweep.

>>> from experiments.sensitivity import analyse
>>> found = analyse(sample)            # a `Sample`: the points of a sweep and one outcome of their runs
>>> found.ranking, found.table         # factors by strength; every index with its interval
"""

from experiments.sensitivity.analysis import Analysis, Design, Rank, analyse
from experiments.sensitivity.delta_index import delta
from experiments.sensitivity.effects import Effect
from experiments.sensitivity.index import Found, Index, Step
from experiments.sensitivity.noise import chance
from experiments.sensitivity.pawn_index import pawn
from experiments.sensitivity.sample import DUMMY, Factor, NotAnalysable, Sample
from experiments.sensitivity.screening import morris
from experiments.sensitivity.variance import sobol

__all__ = [
    "DUMMY", "Analysis", "Design", "Effect", "Factor", "Found", "Index", "NotAnalysable", "Rank", "Sample", "Step",
    "analyse", "chance", "delta", "morris", "pawn", "sobol",
]  # fmt: skip
