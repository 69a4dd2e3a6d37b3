"""What is wrong with a scenario file, said so that a reader can put it right: where, which key, what, and what to write."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from model.reading.wording import quotable, visible

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]
NOWHERE: Final = ("", 0, 0)
"""Where stands what was made in Python: in no file, on no line."""


@dataclass(frozen=True, order=True)
class Problem:
    """One problem of a file.

    Lines and columns count from 1, as editors do; what was made in Python stands in no file, which is '', and on line 0. An error
    forbids the run; a warning asks whether the figure is meant.
    """

    file: str
    line: int
    column: int
    key: str
    message: str
    severity: Severity = "error"

    def __post_init__(self) -> None:
        """What a file holds may be of any length and move the cursor: it is quoted so that a problem stays one line that can be read."""
        object.__setattr__(self, "key", quotable(self.key))
        object.__setattr__(self, "message", quotable(self.message))

    @property
    def place(self) -> tuple[str, int, int]:
        """File, line and column."""
        return self.file, self.line, self.column

    def __str__(self) -> str:
        return self.line_of("warning: ", self.message)

    def line_of(self, warning: str, message: str) -> str:
        """The problem as one line, with its message and the word for a warning as a reader's language has them."""
        place = f"{visible(self.file)}:{self.line}:{self.column}: " if self.file else ""
        return f"{place}{self.key}: {warning if self.severity == 'warning' else ''}{message}"


class ScenarioError(ValueError):
    """A scenario cannot be read. `problems` lists everything wrong, warnings included."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type, tuple[list[Problem]]]:
        return ScenarioError, (self.problems,)


class ScenarioWarning(UserWarning):
    """A figure of a scenario lies outside its plausible range, or has no effect."""


@dataclass(frozen=True)
class Finding:
    """A problem at a place of the tree, before it is known where in the file that is."""

    path: Path
    message: str
    severity: Severity = "error"
    at_key: bool = False  # point at the key, not at its value
    absent: bool = False  # the key is not there

    @property
    def key(self) -> str:
        """The place in words, e.g. `hubs[0].prices.fixed`."""
        return dotted(self.path)

    def nowhere(self) -> Problem:
        """The problem of what stands in no file."""
        return Problem(*NOWHERE, self.key, self.message, self.severity)


def dotted(path: Path) -> str:
    """A place of the tree as people write it: `hubs[0].prices.fixed`; `scenario` for the whole."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".") or "scenario"
