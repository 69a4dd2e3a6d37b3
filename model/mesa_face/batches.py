"""What `mesa.batch_run` does with seeds, said where it is hardly what was meant.

Mesa 3.3 makes every iteration with the arguments of the first: with a seed among them all of them are one world, repeated. Mesa 3.5 takes
seeds apart from the parameters, and puts its own in the place of an `rng` among these without a word. A model is not told that a batch
makes it, so the frames above it are looked at; where they are not those of these versions nothing is said.
"""

import inspect
import sys
import warnings
from numbers import Integral
from types import FrameType
from typing import Any, Final

import mesa
import numpy as np

_RUNNER: Final = "mesa.batchrunner"


def warn_of_seeds(rng: Any) -> None:
    """Warn when a batch repeats one world, or passes over the seeds it was given.

    Args:
        rng: what the model in the making was given.
    """
    calls: dict[str, FrameType] = {}
    frame: FrameType | None = sys._getframe()
    level = caller = 1  # as `warnings` counts
    while frame is not None:
        if frame.f_globals.get("__name__") == _RUNNER:
            calls[frame.f_code.co_name], caller = frame, level + 1
        frame, level = frame.f_back, level + 1
    if "_model_run_func" not in calls:
        return
    run = calls["_model_run_func"].f_locals
    apart = "rng" in inspect.signature(mesa.batch_run).parameters
    if apart and "batch_run" in calls and "rng" in calls["batch_run"].f_locals.get("parameters", ()):  # a process of a pool cannot see it
        warnings.warn(
            "mesa.batch_run: this version of Mesa passes over an 'rng' among the parameters, so that other worlds are run; "
            "write the seeds as an argument of their own: batch_run(CoworkingModel, parameters, rng=range(5))",
            stacklevel=caller,
        )
    elif not apart and run.get("iteration", 0) > 0 and isinstance(rng, Integral | np.random.SeedSequence):
        warnings.warn(
            f"mesa.batch_run: every iteration has the same seed, {rng}, and is the same world again; "
            "leave 'iterations' out and write a seed for each world among the parameters: \"rng\": range(5)",
            stacklevel=caller,
        )
