"""Results on the terminal: the baseline's outcomes, then each policy's paired differences."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from rich import box
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from experiments.showing.tables import TextTable
from model.reading.wording import visible

if TYPE_CHECKING:
    from experiments.runs.results import Results

PIPED_WIDTH: Final = 110


class Terminal(Console):
    """Where tables, sentences and progress go: texts are shown as they are, and what nobody sees in them as its escape (see `echo`)."""

    def __init__(self, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False)
        if not stderr and not self.is_terminal:
            self.width = max(self.width, PIPED_WIDTH)

    def print(self, *objects: Any, **options: Any) -> None:
        """Print objects, each text of them as one line and without markup."""
        shown = (visible(thing) if isinstance(thing, str) else thing for thing in objects)
        super().print(*shown, **{"markup": False, **options})


def show(results: "Results", console: Terminal, lang: str = "en") -> None:
    """Print the headline outcomes of the baseline and what differs under each policy."""
    print_table(console, results.text_table(lang=lang))
    for policy in results.policies[1:]:
        print_table(console, results.contrast(policy).text_table(lang))


def print_table(console: Terminal, table: TextTable, right: Sequence[int] | None = None) -> None:
    """Print a short table with its title and notes; columns of numbers stand to the `right`, all but the first by default."""
    console.print(table.title, style="bold")
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for position, name in enumerate(table.header):
        justify: JustifyMethod = "right" if (position > 0 if right is None else position in right) else "left"
        shown.add_column(Text(visible(name)), justify=justify, no_wrap=position > 0)
    for row in table.rows:
        shown.add_row(*(Text(visible(cell)) for cell in row))
    if table.rows:
        console.print(shown)
    for note in table.notes:
        console.print(note)
    console.print()
