"""A Markdown page as one HTML file that needs nothing beside it."""

import base64
from collections.abc import Mapping
from html import escape
from typing import Final

_STYLE: Final = """
body{font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:#1d2a35;background:#fff;
margin:0 auto;max-width:50rem;padding:1.5rem}
h1{font-size:1.9rem;line-height:1.2}h2{margin-top:3rem;border-top:1px solid #d7dde2;padding-top:1.5rem}h3{margin-top:2rem}
img{max-width:100%;height:auto;display:block;margin:1.2rem 0}
table{border-collapse:collapse;display:block;overflow-x:auto;font-size:.86rem;line-height:1.35}
th,td{padding:.35rem .7rem;border-bottom:1px solid #d7dde2;vertical-align:top;min-width:5.5rem}th{text-align:left}
li{margin:.5rem 0}code{background:#f2f4f6;padding:0 .2em}@media print{body{max-width:none}h2,h3{break-after:avoid}img{break-inside:avoid}}
""".strip()


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
    return f'<!doctype html>\n<html lang="{escape(lang)}"><head>{head}<style>{_STYLE}</style></head>\n<body>\n{body}</body></html>\n'
