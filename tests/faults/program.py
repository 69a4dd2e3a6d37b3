"""The commands in a process of their own, as they are typed, over runs that are arithmetic and take a while: for killing.

`python -m tests.faults.program OPTIONS coworking ...` or `... refresh ...`; options are JSON: `pause` (seconds a run takes), `shipped` (the
folder that stands for the shipped scenarios), `strength` (of their demand), `die` (kill the process at its n-th step on the disk), `big`
(bytes of the report).
"""

import json
import os
import signal
import sys
import threading
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from tests.repository import ROOT


def main() -> None:
    options, command, sys.argv = json.loads(sys.argv[1]), sys.argv[2], [sys.argv[2], *sys.argv[3:]]
    if "die" in options:
        _mortal(options["die"])
    pause = options.get("pause", 0.0)
    if command == "refresh":
        _refresh(options, pause)
    elif sys.argv[1] == "sweep":
        _quick_sweep(pause)
    else:
        _quick_engine(pause, options.get("big", 100))
    from experiments.commands.main import main as coworking

    coworking()


def _quick_engine(pause: float, big: int) -> None:
    from tests.experiments import stand_ins

    def simulate(*arguments: Any) -> object:
        threading.Event().wait(pause)
        return stand_ins.simulate(*arguments)

    module = ModuleType("model.simulation")
    module.prepare, module.simulate = stand_ins.prepare, simulate  # type: ignore[attr-defined]
    module.compile_all = lambda: None  # type: ignore[attr-defined]
    module.build_world = lambda prepared, seed: SimpleNamespace(seed=seed, bytes_in=lambda prepared: 0)  # type: ignore[attr-defined]
    report = ModuleType("experiments.report")  # without its pictures, which take a second to load
    report.__path__ = [str(ROOT / "experiments" / "report")]
    report.write_report = lambda results, path, lang="it": path.write_text("x" * big, encoding="utf-8")  # type: ignore[attr-defined]
    sys.modules |= {"model.simulation": module, "experiments.report": report}


def _quick_sweep(pause: float) -> None:
    from experiments.sweeps import jobs

    def run_model(setup: jobs.Setup, job: jobs.Job) -> tuple[float, ...]:
        threading.Event().wait(pause)
        return (float(job.run.point), float(job.run.policy), float(job.run.replicate), float(job.world), 0.1)

    jobs.run_model = run_model


def _refresh(options: dict[str, Any], pause: float) -> None:
    """`python -m experiments.commands.expected refresh` of a scenario called small_town."""
    from experiments.commands import expected as commands
    from experiments.expected import bands, files
    from experiments.interruption import interruptible
    from tests.experiments.report.fakes import results

    def small_run(scenario: object, replicates: int | None = None, seed: int = 1) -> object:
        threading.Event().wait(pause)
        return results(policies=2, replicates=replicates or 5, seed=seed, strength=options.get("strength", 1.0))

    files.shipped_folder = lambda: Path(options["shipped"])  # type: ignore[attr-defined]
    bands.small_run, bands.replicates_for = small_run, lambda scenario: 5  # type: ignore[assignment]
    commands.scenario_names = lambda: ("small_town",)  # type: ignore[attr-defined]
    commands._scenario = lambda name: results(policies=2, replicates=1).scenario
    with interruptible():
        sys.exit(commands.main(["refresh", *sys.argv[1:]]))


def _mortal(at: int) -> None:
    """Kills the process before its n-th renaming or removal of a file."""
    steps = [0]

    def fatal(step: Any) -> Any:
        def counted(*arguments: Any, **options: Any) -> Any:
            steps[0] += 1
            if steps[0] == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*arguments, **options)

        return counted

    Path.replace, Path.unlink = fatal(Path.replace), fatal(Path.unlink)  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
