"""Pieces of the generated pages: tables, numbers and texts as Markdown wants them."""

from collections.abc import Iterable, Sequence


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table."""
    return ["| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *rows)]


def number(value: float) -> str:
    """A number with a true minus and six digits at most."""
    return f"{value:.6g}".replace("-", "−").replace("inf", "∞")


def text(words: str) -> str:
    """A text in which no mark of Markdown is meant."""
    for mark in "|*":
        words = words.replace(mark, "\\" + mark)
    return words
