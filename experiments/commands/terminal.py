"""Results on the terminal: the baseline's outcomes, then each policy's paired differences."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from rich import box
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from experiments.showing.tables import WORD_JOINER, TextTable
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
        shown = (visible(thing.replace(WORD_JOINER, "")) if isinstance(thing, str) else thing for thing in objects)
        super().print(*shown, **{"markup": False, **options})


def show(results: "Results", console: Terminal, lang: str = "en", *, details: bool = False) -> None:
    """Print the answer and what each policy costs and changes, as on the page; with `details` the outcomes and all differences too."""
    from experiments.report.answer import answer
    from experiments.report.ranking import text_table
    from experiments.report.reader import Reader

    reader = Reader(results, lang)
    said = answer(reader)
    console.print(said["what"], style="bold")
    for key in ("why", "best", "chance"):
        if said[key]:
            console.print(said[key])
    console.print()
    if reader.policies:
        print_table(console, text_table(reader), right=(), wrap=True)
    if details:
        print_table(console, results.text_table(lang=lang))
        for policy in results.policies[1:]:
            print_table(console, results.contrast(policy).text_table(lang))


def print_table(console: Terminal, table: TextTable, right: Sequence[int] | None = None, *, wrap: bool = False) -> None:
    """Print a short table with its title and notes; columns of numbers stand to the `right`, all but the first by default.

    A row takes one line unless its cells may `wrap`.
    """
    console.print(table.title, style="bold")
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for position, name in enumerate(table.header):
        justify: JustifyMethod = "right" if (position > 0 if right is None else position in right) else "left"
        shown.add_column(Text(visible(name)), justify=justify, no_wrap=position > 0 and not wrap)
    for row in table.rows:
        shown.add_row(*(Text(visible(cell.replace(WORD_JOINER, ""))) for cell in row))
    if table.rows:
        console.print(shown)
    for note in table.notes:
        console.print(note)
    console.print()
