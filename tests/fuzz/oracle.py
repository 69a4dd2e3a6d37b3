"""What must hold of any file that `coworking check` is given: an answer soon, in words, and nothing a run would choke on."""

import resource
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from experiments.commands.sweeps import check_file
from experiments.sweeps.design import Plan
from experiments.sweeps.jobs import Setup, job_of, scenario_at
from model.compile_scenario import prepare
from model.scenario import Problem, Scenario, read_text
from tests.model.scenario.example import TEXT

SLOW_S = 2.0  # of processor time, for a file of at most SMALL bytes
SMALL = 10_000
MOST_MB = 300  # that one small file may add to the memory of the process
POLICIES_PREPARED = 4

# What the files that are made up may extend: a town that is in order, a chain without end and a file that is none.
NEIGHBOURS = {
    "base.yaml": TEXT,
    "loop.yaml": "extends: any.yaml\ntitle: A loop\n",
    "broken.yaml": "title: [\n",
    "points.csv": "alpha,adda_desks\n-1,8\n0,12\n",
}


class Found(NamedTuple):
    """What became of one file."""

    accepted: bool
    problems: list[Problem]
    seconds: float  # of processor time
    megabytes: float  # added to the peak of the process


def lay_out(folder: Path) -> Path:
    """Puts the neighbours into a folder, and says where the file to be checked goes."""
    for name, text in NEIGHBOURS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "any.yaml"


def survives(content: bytes, path: Path) -> Found:
    """Checks a file, compiles what is accepted, and fails on whatever a reader of messages or a run would stumble over."""
    path.write_bytes(content)
    before, started = peak_mb(), time.process_time()
    found, problems = check_file(str(path))
    for problem in problems:
        assert problem.file and problem.line >= 1 and problem.column >= 1 and problem.key and problem.message, problem
        assert len(str(problem).splitlines()) == 1, problem
        assert len(str(problem)) < 2_500 + len(str(path)), problem
        str(problem).encode("utf-8")
    assert (found is None) == any(problem.severity == "error" for problem in problems)
    if isinstance(found, Scenario):
        _can_be_compiled(found)
    elif isinstance(found, Plan):
        _can_be_begun(found)
    seconds, megabytes = time.process_time() - started, peak_mb() - before
    assert seconds < SLOW_S or len(content) > SMALL, f"{seconds:.1f} s"
    assert megabytes < MOST_MB or len(content) > SMALL, f"{megabytes:.0f} MB"
    return Found(found is not None, problems, seconds, megabytes)


def _can_be_compiled(scenario: Scenario) -> None:
    again, problems = read_text(scenario.to_yaml())
    assert again == scenario, problems
    for name in scenario.policy_names[:POLICIES_PREPARED]:
        prepare(scenario.with_policy(name))


def _can_be_begun(plan: Plan) -> None:
    last = plan.run_at(plan.runs - 1)
    assert last == tuple(size - 1 for size in plan.shape)
    with suppress(ValueError):  # of a point whose figures contradict: the sweep keeps the reason as the result of the run
        scenario_at(Setup.of(plan), job_of(plan, last))


def peak_mb() -> float:
    """Most memory the process has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def signature(error: BaseException) -> str:
    """What kind of failure it is: the error and the innermost place of this project, for telling new ones from known ones."""
    place: Any = error.__traceback__
    inner = "?"
    while place is not None:
        name = Path(place.tb_frame.f_code.co_filename)
        if not {"model", "experiments", "tests"}.isdisjoint(name.parts):
            inner = f"{name.stem}-{place.tb_lineno}"
        place = place.tb_next
    return f"{type(error).__name__}-{inner}"
