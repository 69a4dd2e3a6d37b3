"""Small sweeps for tests: of the tiny town when the engine matters, of plain functions when it does not."""

import os
import sys
import threading
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.sweeps import Sweep
from experiments.sweeps.design import Design, Plan, plan_of
from experiments.sweeps.jobs import Job, Setup
from tests.model.tiny_town import TEXT

DESIGN = """
title: A tiny sweep
scenarios: [tiny.yaml]
horizon_months: 26
policies: [baseline, voucher]
factors:
  - parameter: alpha
  - {path: hubs.adda.desks, low: 8, high: 14}
  - {path: hubs.adda.opens, name: later, values: [0, 3]}
sampler: {type: latin_hypercube, points: 12}
replicates: 1
outcomes: [members_24, cash_24, public_eur, members_24@adda, churn_monthly]
"""


def write_design(folder: Path, text: str = DESIGN) -> Path:
    """A design file beside the tiny town."""
    folder.mkdir(exist_ok=True)
    (folder / "tiny.yaml").write_text(TEXT, encoding="utf-8")
    (folder / "tiny_sweep.yaml").write_text(text, encoding="utf-8")
    return folder / "tiny_sweep.yaml"


def tiny_plan(folder: Path, **changes: Any) -> Plan:
    """A plan of few short runs in the tiny town."""
    write_design(folder)
    data: dict[str, Any] = {
        "title": "A tiny sweep", "scenarios": ["tiny.yaml"], "horizon_months": 26, "policies": ["baseline", "voucher"],
        "factors": [{"parameter": "alpha"}, {"path": "hubs.adda.desks", "low": 8, "high": 14}],
        "sampler": {"type": "saltelli", "n": 8}, "replicates": 2, "outcomes": ["members_24", "cash_24", "churn_monthly"], "dummy": False,
    }  # fmt: skip
    data = {key: value for key, value in (data | changes).items() if value is not None}
    return plan_of(Design.model_validate(data), folder)


def trivial(setup: Setup, job: Job) -> tuple[float, ...]:
    """Numbers that depend on everything a run may depend on."""
    seed = [job.run.scenario, job.run.point, job.run.policy, job.world & 0xFFFFFFFF, setup.seed]
    return tuple(np.random.default_rng(seed).standard_normal(len(setup.outcomes)).tolist())


def failing_at_5(setup: Setup, job: Job) -> tuple[float, ...]:
    """The sixth point has no result."""
    if job.run.point == 5:
        raise ZeroDivisionError("no desks at all")
    return trivial(setup, job)


def dying_at_5(setup: Setup, job: Job) -> tuple[float, ...]:
    """The sixth point ends its process, as the system does when memory is short."""
    if job.run.point == 5:
        sys.stdout.flush()
        os._exit(9)
    return trivial(setup, job)


class Shuffled(Executor):
    """Holds jobs back and carries them out in another order than they came, in one thread of its own."""

    def __init__(self, seed: int) -> None:
        self._random, self._waiting = np.random.default_rng(seed), list[Any]()
        self._changed, self._ended = threading.Condition(), False
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def submit(self, function: Any, /, *arguments: Any, **options: Any) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        with self._changed:
            self._waiting.append((future, function, arguments, options))
            self._changed.notify()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ended or self._waiting)
                if not self._waiting:
                    return
                future, function, arguments, options = self._waiting.pop(int(self._random.integers(len(self._waiting))))
            if future.set_running_or_notify_cancel():
                future.set_result(function(*arguments, **options))


def same(one: Sweep, other: Sweep) -> None:
    """Fails unless two sweeps hold the same runs, bit for bit."""
    assert one.complete
    pd.testing.assert_frame_equal(one.frame, other.frame, check_exact=True)
    np.testing.assert_array_equal(one.values.view(np.int64), other.values.view(np.int64))
