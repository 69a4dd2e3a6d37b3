"""Colours and drawing habits of all figures, in reports and notebooks: one place, so that a policy has one colour everywhere.

Colours are of the Okabe-Ito set (the last two beside it), told apart by people who do not see red and green, and each comes with a dash
of its own for black-and-white prints. The base case is always grey.
"""

import textwrap
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK: Final = "#1d2a35"
PAPER: Final = "#ffffff"
MUTED: Final = "#5c6873"
FAINT: Final = "#d7dde2"
BASE: Final = "#6d7780"

# Of maps: land, land nobody is counted on, a town, boundaries, and the darkest ground that words stand on.
LAND: Final = "#fcfcfa"
ELSEWHERE: Final = "#e6eaee"
TOWN: Final = "#fbe8b8"
BOUNDARY: Final = "#cdd3d8"
COUNTED_SEA: Final = "#c1d6e4"


LEGIBLE: Final = 4.5  # contrast of text with what it stands on: WCAG 2.2, 1.4.3


class Look(NamedTuple):
    """Colour and dash of a line."""

    colour: str
    dash: Any

    @property
    def ink(self) -> str:
        """The colour of words about it, dark enough to be read on paper."""
        return legible(self.colour)


def contrast(one: str, other: str) -> float:
    """How far apart in lightness two colours are, from 1 (not at all) to 21 (black on white), as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@cache
def legible(colour: str, paper: str = PAPER) -> str:
    """The colour itself where words in it can be read on `paper`, which is light; else the first darker one that can."""
    parts = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    steps = ("#" + "".join(f"{round(part * percent / 100):02x}" for part in parts) for percent in range(100, -1, -2))
    return next(step for step in steps if contrast(step, paper) >= LEGIBLE)


def legible_on(fill: str) -> str:
    """The colour of words on a filled area: ink, or white where the area is dark; black where neither can be read."""
    return next(ink for ink in (INK, PAPER, "#000000") if contrast(ink, fill) >= LEGIBLE)


_POLICY_LOOKS: Final = (
    Look("#0072b2", (0, ())),
    Look("#d55e00", (0, (5, 1.6))),
    Look("#009e73", (0, (1.4, 1.2))),
    Look("#a0558a", (0, (6, 1.5, 1.4, 1.5))),
    Look("#b07800", (0, (3, 1))),
    Look("#3a8fc4", (0, (8, 2))),
    Look("#5b3a9e", (0, (1, 1))),
    Look("#7a4a21", (0, (4, 1.2, 1.2, 1.2, 1.2, 1.2))),
)
BASE_LOOK: Final = Look(BASE, (0, ()))

# For the better and for the worse, where no policy is meant.
GAIN: Final = "#0b5c8a"
LOSS: Final = "#a33f00"

# From few to many, and bars of how many.
SHADES: Final = ("#f1f6fa", "#9cc6e0", "#0b5c8a")
BAR: Final = "#3f8fbf"

# Whole, shrunk, closed: told apart by lightness too.
STATE_COLOURS: Final = {"whole": "#1f6f9f", "shrunk": "#f0b44c", "closed": "#33302e"}

INCOME_COLOURS: Final = {
    "fees_eur": "#0b5c8a",
    "office_fees_eur": "#3f8fbf",
    "ancillary_eur": "#9cc6e0",
    "subsidy_eur": "#009e73",
    "owner_eur": "#8fd3bd",
}
COST_COLOURS: Final = {
    "rent_eur": "#b84e00",
    "host_eur": "#e58a3c",
    "utilities_eur": "#f3bd84",
    "events_eur": "#8c6bb1",
    "variable_eur": "#bfa9d6",
    "debt_eur": "#7d7d7d",
    "notice_eur": "#ababab",
    "works_eur": "#d0d0d0",
    "renewal_eur": "#e8e8e8",
}


def policy_look(position: int) -> Look:
    """The look of the n-th policy of the run; 0 is the base case."""
    return BASE_LOOK if position == 0 else _POLICY_LOOKS[(position - 1) % len(_POLICY_LOOKS)]


# Text stays text: a figure can be read aloud, searched and translated. Titles may hold dollars and underscores.
RC: Final[dict[str, Any]] = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.size": 12.5,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": MUTED,
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlecolor": INK,
    "axes.titlepad": 7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.linewidth": 0.8,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": ELSEWHERE,
    "grid.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "xtick.major.width": 0.8,
    "lines.solid_capstyle": "round",
    "patch.linewidth": 0,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}


@contextmanager
def drawing(**changes: Any) -> Iterator[None]:
    """The drawing habits of our figures, some of them changed."""
    import matplotlib

    settings: Any = {**RC, **changes}
    with matplotlib.rc_context(settings), any_script():
        yield


@contextmanager
def any_script() -> Iterator[None]:
    """A title may be in any script: nobody is warned that the font of the drawing lacks it, since a browser takes another that has it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+ .*missing from", UserWarning)
        yield


def sized(points: float) -> float:
    """A size of text in the report's figures, in proportion to the text of the figure that is drawn now."""
    from matplotlib import rcParams

    return float(points * rcParams["font.size"] / RC["font.size"])


def dress(axes: "Axes", grid: Literal["x", "y"] = "y") -> None:
    """The report's habits on axes that somebody else made; `grid` is the axis whose values are read off."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(RC[f"axes.spines.{side}"])
    axes.spines["bottom"].set_color(RC["axes.edgecolor"])
    axes.grid(False)
    axes.grid(True, axis=grid, color=RC["grid.color"], linewidth=RC["grid.linewidth"])
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", color=FAINT, labelcolor=MUTED, length=RC["xtick.major.size"])
    axes.tick_params(axis="y", labelcolor=MUTED, length=RC["ytick.major.size"])
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set_color(RC["axes.labelcolor"])

PAGE_CSS: Final = """
*{box-sizing:border-box}
body{font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:#1d2a35;background:#fff;
margin:0;overflow-wrap:anywhere}main{margin:0 auto;max-width:50rem;padding:1.5rem}
h1{font-size:1.9rem;line-height:1.2}h2{margin-top:3rem;border-top:1px solid #d7dde2;padding-top:1.5rem}h3{margin-top:2rem}
a{color:#0b5c8a;text-underline-offset:3px}:focus-visible{outline:3px solid #0b5c8a;outline-offset:3px}
.wide{margin:1.2rem 0}.wide p{margin:0}img{max-width:100%;height:auto;display:block}figure{margin:1.2rem 0}
.scroll,.wide{overflow-x:auto}.scroll{margin:1rem 0}
table{border-collapse:collapse;font-size:.86rem;line-height:1.35}
th,td{padding:.35rem .7rem;border-bottom:1px solid #d7dde2;vertical-align:top;min-width:4rem;overflow-wrap:break-word}th{text-align:left}
li{margin:.5rem 0}code,pre{background:#f2f4f6;padding:0 .2em}pre{font-size:.86rem;line-height:1.4}pre code{padding:0}
@media screen and (max-width:640px){main{padding:1rem}h1{font-size:1.5rem}.wide img{max-width:none;width:620px}
.scroll::before,.wide::before{content:"↔ " attr(data-hint);position:sticky;left:0;display:block;
width:max-content;color:#5c6873;font-size:.8rem}}
@page{size:A4;margin:16mm 14mm 15mm;@bottom-right{font:8pt/1.3 sans-serif;color:#5c6873;content:counter(page) " / " counter(pages)}}
@media print{body{font-size:10pt;line-height:1.4}main{max-width:none;padding:0}h1,h2,h3{break-after:avoid}
h2{margin-top:1.2rem;padding-top:.8rem}
tr,li,img{break-inside:avoid}table{font-size:7.5pt}th,td{padding:.15rem .5rem .15rem 0;min-width:0;overflow-wrap:anywhere}
img{max-height:110mm;width:auto}
.scroll,.wide{overflow:visible}pre{white-space:pre-wrap}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
""".strip()
"""The look of pages made from Markdown."""


def wrapped(text: str, width: int, lines: int = 3) -> str:
    """Text in lines of about this many letters; what does not fit into `lines` of them is cut off, with dots.

    A word may stand out a little, but one of two lines (or a sentence in a script without spaces) is broken.
    """
    endless = any(len(word) > 2 * width for word in text.split())
    return "\n".join(textwrap.wrap(text, width, break_long_words=endless, max_lines=lines, placeholder=" …")) or text
