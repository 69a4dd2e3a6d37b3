"""Results on the terminal: the baseline's outcomes, then each policy's paired differences."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from experiments.showing.tables import TextTable

if TYPE_CHECKING:
    from rich.console import Console

    from experiments.runs.results import Results


def show(results: "Results", console: "Console", lang: str = "en", *, details: bool = False) -> None:
    """Print the answer and what each policy costs and changes, as on the page; with `details` the outcomes and all differences too."""
    from experiments.report.answer import answer
    from experiments.report.ranking import text_table
    from experiments.report.reader import Reader

    reader = Reader(results, lang)
    said = answer(reader)
    console.print(said["what"], style="bold", markup=False)
    for key in ("why", "best", "chance"):
        if said[key]:
            console.print(said[key], markup=False)
    console.print()
    if reader.policies:
        print_table(console, text_table(reader), right=(), wrap=True)
    if details:
        print_table(console, results.text_table(lang=lang))
        for policy in results.policies[1:]:
            print_table(console, results.contrast(policy).text_table(lang))


def print_table(console: "Console", table: TextTable, right: Sequence[int] | None = None, *, wrap: bool = False) -> None:
    """Print a short table with its title and notes; columns of numbers stand to the `right`, all but the first by default.

    A row takes one line unless its cells may `wrap`.
    """
    console.print(table.title, style="bold", markup=False)
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for position, name in enumerate(table.header):
        to_right = position > 0 if right is None else position in right
        shown.add_column(name, justify="right" if to_right else "left", no_wrap=position > 0 and not wrap)
    for row in table.rows:
        shown.add_row(*(Text(cell) for cell in row))
    if table.rows:
        console.print(shown)
    for note in table.notes:
        console.print(note, markup=False)
    console.print()
