"""Results on the terminal: the baseline's outcomes, then each policy's paired differences."""

from collections.abc import Sequence
from textwrap import wrap as lines_of
from typing import TYPE_CHECKING, Any, Final

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from experiments.showing.tables import WORD_JOINER, TextTable
from model.reading.wording import visible

if TYPE_CHECKING:
    from experiments.runs.results import Results

PIPED_WIDTH: Final = 110


LINES: Final = 30  # of the answer with its table, so that it is read without turning back
_GAP: Final = 2  # columns between two of a table
_HEAD_LINES: Final = 3
_LEAST_TITLE: Final = 26  # columns for what a policy is called; with fewer, every cell may wrap


class Terminal(Console):
    """Where tables, sentences and progress go: texts are shown as they are, and what nobody sees in them as its escape (see `echo`)."""

    def __init__(self, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False)
        if not stderr and not self.is_terminal:
            self.width = max(self.width, PIPED_WIDTH)

    def print(self, *objects: Any, **options: Any) -> None:
        """Print objects, each text of them as one line and without markup; what a no-break space joins stays on one line."""
        whole = options.get("soft_wrap", False)
        shown = ((thing if whole else "\n".join(self.folded(thing))) if isinstance(thing, str) else thing for thing in map(_seen, objects))
        super().print(*shown, **{"markup": False, **options})

    def folded(self, text: str) -> list[str]:
        """The lines that a text takes here; rich alone would also break at no-break spaces."""
        return lines_of(text, self.width, break_long_words=False, break_on_hyphens=False) or [""]


def _seen(thing: object) -> object:
    return visible(thing.replace(WORD_JOINER, "")) if isinstance(thing, str) else thing


def show(results: "Results", console: Terminal, lang: str = "en", *, details: bool = False) -> None:
    """Print the answer and what each policy costs and changes, as on the page; with `details` the outcomes and all differences too.

    Without details they take no more than `LINES` lines where there are so many columns as a pipe has, with ten policies or fewer.
    """
    from experiments.report import ranking
    from experiments.report.answer import answer
    from experiments.report.reader import Reader

    reader = Reader(results, lang)
    said = answer(reader)
    sentences = [said["what"], said["why"], ranking.best(reader, others_named=details), said["chance"]]
    for position, sentence in enumerate(filter(None, sentences)):
        console.print(sentence, style=None if position else "bold")
    console.print()
    if reader.policies:
        above = sum(len(console.folded(sentence)) for sentence in sentences if sentence) + 1
        table = ranking.text_table(reader)
        print_ranking(console, table if details else table._replace(notes=[]), LINES - above - 1)  # the last line says where the page is
    if details:
        print_table(console, results.text_table(lang=lang))
        for policy in results.policies[1:]:
            print_table(console, results.contrast(policy).text_table(lang))


def print_ranking(console: Terminal, table: TextTable, lines: int) -> None:
    """Print a table of policies in so few lines if it can be done by cutting long titles, which then end in "…"."""
    columns = list(zip(*table.rows, strict=True))
    heads = [_head(name, cells) for name, cells in zip(table.header[1:], columns[1:], strict=True)]
    widths = [max(map(cell_len, (*head, *cells))) for head, cells in zip(heads, columns[1:], strict=True)]
    room = console.width - sum(widths) - _GAP * len(widths)
    if room < _LEAST_TITLE:
        print_table(console, table, right=(), wrap=True)
        return
    around = 3 + max(map(len, heads))  # title, rule and the empty line below
    titles = _titles([visible(title) for title in columns[0]], room, lines - around)
    console.print(table.title, style="bold")
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=True)
    shown.add_column(Text(table.header[0]))
    for head in heads:
        shown.add_column(Text("\n".join(head)), no_wrap=True)
    for title, row in zip(titles, table.rows, strict=True):
        shown.add_row(Text(title), *(Text(visible(cell)) for cell in row[1:]))
    console.print(shown)
    for note in table.notes:
        console.print(note)
    console.print()


def _titles(titles: Sequence[str], room: int, lines: int) -> list[str]:
    """Titles of policies in so many lines: where these are too few, the later long ones are cut, but no two so that they read alike."""
    cut = [title if cell_len(title) <= room else set_cell_size(title, room - 1).rstrip() + "…" for title in titles]
    spare = lines - len(titles)
    for place, title in enumerate(titles):
        more = len(lines_of(title, room)) - 1
        if more <= spare or cut.count(cut[place]) > 1:
            cut[place], spare = title, spare - more
    return cut


def _head(name: str, cells: Sequence[str]) -> list[str]:
    """The name of a column in few lines, as narrow as its cells and its longest word allow."""
    width = max(map(cell_len, (*cells, *name.split(" "))))
    while len(lines := lines_of(name, width, break_long_words=False, break_on_hyphens=False)) > _HEAD_LINES:
        width += 1
    return lines


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
