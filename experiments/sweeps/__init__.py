"""Sweeps: many runs at many points, kept in a folder that survives whatever happens to the process that fills it."""

from experiments.runs.replicates import WorkersLost
from experiments.sweeps.results import NotASweep, Sweep, load_sweep
from experiments.sweeps.run import DiskTooSmall, Expected, TooManyFailures, expected, merge, run_alone, sweep

__all__ = [
    "DiskTooSmall",
    "Expected",
    "NotASweep",
    "Sweep",
    "TooManyFailures",
    "WorkersLost",
    "expected",
    "load_sweep",
    "merge",
    "run_alone",
    "sweep",
]
