"""A Markdown page as one HTML file that needs nothing beside it."""

import base64
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from experiments.languages import Words
from experiments.showing.style import PAGE_CSS

if TYPE_CHECKING:
    from markdown_it.token import Token


def html(text: str, images: Mapping[str, bytes], lang: str = "en") -> str:
    """A Markdown page as one HTML file that needs nothing beside it.

    What may be wider than the page, a table or a picture, scrolls in a box of its own that the keyboard reaches.

    Args:
        text: the page; its first heading becomes the title of the window.
        images: by the path the page gives, the bytes of each PNG.
        lang: language of the page.

    Raises:
        KeyError: when the page shows an image that is not among `images`.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    title = ""
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and not title:
            title = "".join(child.content for child in tokens[place + 1].children or [])
        for child in token.children or []:
            if child.type == "image":
                path = str(child.attrs["src"])
                if path not in images:
                    raise KeyError(f"the page shows {path!r}, which is not among its images: {', '.join(images) or 'none'}")
                child.attrs["src"] = "data:image/png;base64," + base64.b64encode(images[path]).decode("ascii")
    body = parser.renderer.render(_in_boxes(tokens, Words(lang, "report")("sideways")), parser.options, {})
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
    page = f"<style>{PAGE_CSS}</style></head>\n<body><main>\n{body}</main></body></html>\n"
    return f'<!doctype html>\n<html lang="{escape(lang)}"><head>{head}{page}'


def _in_boxes(tokens: "list[Token]", hint: str) -> "list[Token]":
    """The same with a box around each table, named by the heading above it, and around each picture that stands alone."""
    from markdown_it.token import Token

    def box(kind: str, name: str) -> Token:
        opening = f'<div class="{kind}" role="group" tabindex="0" aria-label="{escape(name)}" data-hint="{escape(hint)}">\n'
        return Token("html_block", "", 0, content=opening)

    end = Token("html_block", "", 0, content="</div>\n")
    boxed: list[Token] = []
    heading = ""
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _plain(tokens[place + 1])
        if token.type == "table_open":
            boxed.append(box("scroll", heading))
        picture = _picture(tokens[place + 1]) if token.type == "paragraph_open" else None
        if picture is not None:
            boxed.append(box("wide", _plain(picture)))
        if token.type in ("fence", "code_block"):
            boxed.append(box("scroll", heading))
        boxed.append(token)
        closes_picture = token.type == "paragraph_close" and _picture(tokens[place - 1]) is not None
        if closes_picture or token.type in ("table_close", "fence", "code_block"):
            boxed.append(end)
    return boxed


def _picture(inline: "Token") -> "Token | None":
    """The picture of a paragraph that holds nothing else."""
    children = inline.children or []
    return children[0] if len(children) == 1 and children[0].type == "image" else None


def _plain(token: "Token") -> str:
    """The words of a line, without marks."""
    return "".join(child.content for child in token.children or []) or token.content
