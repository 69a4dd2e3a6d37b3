"""A Markdown page as one HTML file that needs nothing beside it."""

import base64
from collections.abc import Mapping
from html import escape

from experiments.showing.style import PAGE_CSS


def html(text: str, images: Mapping[str, bytes], lang: str = "en") -> str:
    """A Markdown page as one HTML file that needs nothing beside it.

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
    body = parser.renderer.render(tokens, parser.options, {})
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
    return f'<!doctype html>\n<html lang="{escape(lang)}"><head>{head}<style>{PAGE_CSS}</style></head>\n<body>\n{body}</body></html>\n'
