"""Small marks, one for each future or for each in a hundred: told apart by shape, so that colour is not needed to read them."""

from collections.abc import Mapping
from html import escape
from typing import Final

from experiments.showing.style import STATE_COLOURS

_SIDE: Final = 10  # marks in a row
_CELL: Final = 14.0  # pixels from one mark to the next
_SIZE: Final = {"whole": 11.0, "shrunk": 6.0, "closed": 7.0}


def futures_svg(counts: Mapping[str, int], key: str, title: str, description: str) -> str:
    """Rows of ten marks: whole hubs as full squares, then shrunk ones as small squares, closed ones as crosses.

    Args:
        counts: how many of each state of `STATE_COLOURS`; together a hundred at most.
        key: name of the drawing in the page, unique.
        title: what it is, for who cannot see it.
        description: what it shows, for who cannot see it.
    """
    paths = []
    position = 0
    for state, colour in STATE_COLOURS.items():
        marks = [_mark(state, place) for place in range(position, position + counts[state])]
        position += counts[state]
        if marks:
            paint = f'fill="none" stroke="{colour}" stroke-width="2"' if state == "closed" else f'fill="{colour}"'
            paths.append(f'<path {paint} d="{"".join(marks)}"/>')
    width, height = _SIDE * _CELL, max(1, -(-position // _SIDE)) * _CELL
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-labelledby="{key}-title {key}-desc" class="marks">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>{"".join(paths)}</svg>'
    )


def legend_svg(state: str) -> str:
    """One mark, for a legend."""
    return futures_svg({name: int(name == state) for name in STATE_COLOURS}, f"mark-{state}", state, state).replace(
        f'viewBox="0 0 {_SIDE * _CELL:g} {_CELL:g}"', f'viewBox="0 0 {_CELL:g} {_CELL:g}" aria-hidden="true"'
    )


def _mark(state: str, place: int) -> str:
    row, column = divmod(place, _SIDE)
    size = _SIZE[state]
    x, y = column * _CELL + (_CELL - size) / 2, row * _CELL + (_CELL - size) / 2
    if state == "closed":
        return f"M{x:g} {y:g}l{size:g} {size:g}m0 -{size:g}l-{size:g} {size:g}"
    return f"M{x:g} {y:g}h{size:g}v{size:g}h-{size:g}z"
