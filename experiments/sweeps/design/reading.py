"""Design files to plans, with the reader and the messages of scenario files."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from experiments.sweeps.design.checks import references
from experiments.sweeps.design.plan import Plan
from experiments.sweeps.design.schema import Design
from model.reading.documents import Kind, loaded, read_file
from model.reading.problems import Finding
from model.scenario import Problem, ScenarioError


class DesignError(ScenarioError):
    """A design cannot be read. `problems` lists everything wrong, warnings included."""

    def __reduce__(self) -> tuple[type, tuple[list[Problem]]]:
        return DesignError, (self.problems,)


def _nothing(design: Design) -> Iterable[Finding]:
    return ()


DESIGN: Final = Kind("design", Design, references, _nothing)


def read_design(path: str | Path) -> tuple[Plan | None, list[Problem]]:
    """The plan of a design file, None when there is an error, and all problems. Nothing in the file makes it raise."""
    design, problems = read_file(DESIGN, path)
    return (None if design is None else Plan.of(design, Path(path).parent)), problems


def load_design(path: str | Path) -> Plan:
    """Reads a design file; `experiments.sweep` runs it.

    Figures outside their plausible range give a `ScenarioWarning`.

    Args:
        path: the file; what it names is looked for from its folder.

    Returns:
        The plan: scenarios, factors and points, ready to run.

    Raises:
        DesignError: with all problems, each with file, line and column, when there is any error.

    Example:
        >>> text = "{title: Desks, scenarios: [pavia_growth], factors: [{parameter: alpha}], sampler: {type: sobol, points: 16}}"
        >>> _ = Path("desks.yaml").write_text(text)
        >>> load_design("desks.yaml")
        Plan of 'desks': 1 scenario(s) × 16 points of 1 factors × 1 policies × 10 replicates = 160 runs
    """
    return loaded(*read_design(path), DesignError)


def plan_of(design: Design, folder: str | Path = ".") -> Plan:
    """The plan of a design built in Python.

    Args:
        design: the design.
        folder: where relative paths in it start.

    Returns:
        The plan: scenarios, factors and points, ready to run.

    Raises:
        DesignError: listing everything wrong.

    Example:
        >>> plan_of(design)
        Plan of 'design': 1 scenario(s) × 16 points of 2 factors × 1 policies × 2 replicates = 32 runs
    """
    folder = Path(folder)
    data = design.model_dump(mode="json", exclude_unset=True)
    findings = [finding for finding in references(data, folder / "design") if finding.severity == "error"]
    if findings:
        raise DesignError(Problem("<design>", 1, 1, finding.key, finding.message) for finding in findings)
    return Plan.of(design, folder)
