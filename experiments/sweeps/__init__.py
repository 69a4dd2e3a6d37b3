"""Sweeps: many runs at many points, kept in a folder that survives whatever happens to the process that fills it."""

from experiments.runs.replicates import WorkersLost
from experiments.sweeps.exports import SalibSample, to_ema, to_salib
from experiments.sweeps.results import NotASweep, Sweep, load_sweep
from experiments.sweeps.run import DiskTooSmall, Expected, TooManyFailures, expected, merge, run_alone, sweep

__all__ = [
    "DiskTooSmall",
    "Expected",
    "NotASweep",
    "SalibSample",
    "Sweep",
    "TooManyFailures",
    "WorkersLost",
    "expected",
    "load_sweep",
    "merge",
    "run_alone",
    "sweep",
    "to_ema",
    "to_salib",
]
