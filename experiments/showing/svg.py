"""From a matplotlib figure to a small inline SVG that screen readers, searches and style sheets can read."""

import io
import re
from html import escape
from typing import Any

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

_HEAD = re.compile(r"^.*?<svg[^>]*?viewBox=\"([^\"]+)\"[^>]*>", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_FONT_FAMILY = re.compile(r"font-family: [^;\"]*; ?")
_STYLE = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>\s*", re.DOTALL)  # would apply to the whole page
_NO_TURN = re.compile(r' transform="rotate\(-0 [^)]*\)"')
_ATTRIBUTE = re.compile(r'="[^"]*"')
_DECIMALS = re.compile(r"(\d+\.\d\d)\d+")
_ID = re.compile(r' id="([^"]+)"')
_SPACES = re.compile(r"\s*\n\s*")
_EMPTY_GROUP = re.compile(r"<g/>\s*|<g>\s*</g>\s*")


def inline_svg(figure: Figure, key: str, title: str, description: str) -> str:
    """The figure as an `<svg>` element to paste in a page.

    Args:
        figure: what to draw; its size in inches times 72 is the size in CSS pixels at which text has its nominal size.
        key: name of the figure in the page, unique; ids inside the drawing begin with it.
        title: what the figure is, for who cannot see it.
        description: what it shows, for who cannot see it.
    """
    text = io.StringIO()
    nothing: dict[str, Any] = {"Date": None, "Creator": None, "Format": None, "Type": None}
    FigureCanvasSVG(figure).print_svg(text, metadata=nothing)
    return tidy_svg(text.getvalue(), key, title, description)


def tidy_svg(drawing: str, key: str, title: str, description: str) -> str:
    """Drop what a browser does not need, keep ids unique in the page, let text take the page's font."""
    head = _HEAD.match(drawing)
    if head is None:
        raise ValueError("not an SVG drawing with a viewBox")
    body = _COMMENT.sub("", _METADATA.sub("", drawing[head.end() :]))
    body = _NO_TURN.sub("", _FONT_FAMILY.sub("", _STYLE.sub("", body)))
    referred = set(re.findall(r'(?:url\(#|href="#)([^")]+)', body))
    body = _ID.sub(lambda match: f' id="{key}-{match[1]}"' if match[1] in referred else "", body)
    body = re.sub(r'(url\(#|href="#)', rf"\g<1>{key}-", body).replace("xlink:href", "href")
    body = _EMPTY_GROUP.sub("", _ATTRIBUTE.sub(lambda match: _DECIMALS.sub(r"\1", match[0]), body))  # words stay as they are
    return svg_head(head[1], key, title, description) + _SPACES.sub("\n", body).strip()


def svg_head(view: str, key: str, title: str, description: str, more: str = "") -> str:
    """How every drawing begins: no wider than `view` (its viewBox) is in CSS pixels, and with words for who cannot see it."""
    return (
        f'<svg viewBox="{view}" role="img" aria-labelledby="{key}-title {key}-desc" class="drawing" '
        f'style="max-width:{float(view.split()[2]):.0f}px"{more}>'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>'
    )
