"""Pages as CommonMark reads them, written for Python-Markdown, which the site is made with.

The pages of the repository are read there as CommonMark. Python-Markdown asks for an empty line around a list or a table,
wants what stands in a list four columns to the right, knows one word beside a fence, and names the anchors of headings in its own way.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Final

from markdown_it import MarkdownIt

_APART: Final = {"bullet_list_open", "ordered_list_open", "table_open", "fence", "html_block", "heading_open"}
_MARKER: Final = re.compile(r"([-*+]|\d+[.)])( +)")
_CODE: Final = re.compile(r"^( *)```.*?^\1```[^\S\n]*$|(?<!`)(`+)(?!`)(?:(?!\n\n).)+?(?<!`)\2(?!`)", re.M | re.S)
_LINK: Final = re.compile(r"(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(([^()\s]+)\)")
_HEADING: Final = re.compile(r"^(#{1,6}) (.+?)[^\S\n]*$", re.M)


def reader() -> MarkdownIt:
    """CommonMark with tables, which is how the pages are written."""
    return MarkdownIt("commonmark").enable("table")


def spaced(text: str) -> str:
    """The text with empty lines around what Python-Markdown would else take for part of a paragraph, and lists four columns deep."""
    lines = text.split("\n")
    starts = set()
    for token in reader().parse(text):
        if token.map is None:
            continue
        if token.type == "fence" or (token.type in _APART and token.level == 0):
            starts |= {token.map[0], token.map[1]}
        if token.type == "fence":
            lines[token.map[0]] = lines[token.map[0]].removesuffix(token.info) + token.info.split(" ")[0]
        if token.type == "list_item_open":
            _indent(lines, token.map[0], token.map[1], token.level // 2)
            if not all(line.strip() for line in lines[slice(*token.map)]):  # more than one paragraph: the next item is told apart
                starts.add(token.map[1])
    apart = {number for number in starts if 0 < number < len(lines) and lines[number - 1].strip()}
    return "\n".join(f"\n{line}" if number in apart else line for number, line in enumerate(lines))


def _indent(lines: list[str], first: int, last: int, depth: int) -> None:
    """Move an item of a list, at this depth, to where Python-Markdown wants it; outer items have been moved already."""
    begin = len(lines[first]) - len(lines[first].lstrip())
    marker = _MARKER.match(lines[first].lstrip())
    assert marker is not None, lines[first]
    inside = begin + len(marker[0])
    lines[first] = f"{'    ' * depth}{marker[1]} {lines[first][inside:]}"
    for number in range(first + 1, last):
        line = lines[number]
        if line.strip():
            lines[number] = "    " * (depth + 1) + line[min(inside, len(line) - len(line.lstrip())) :]


def with_anchors(text: str) -> str:
    """Every heading with the anchor that links to it name."""
    taken: dict[str, int] = {}

    def named(found: re.Match[str]) -> str:
        name = anchor(unmasked(found[2]))
        taken[name] = taken.get(name, -1) + 1
        return f"{found[1]} {found[2]} {{#{name}{f'-{taken[name]}' if taken[name] else ''}}}"

    masked, unmasked = _masked(text)
    return unmasked(_HEADING.sub(named, masked))


def anchor(heading: str) -> str:
    """The anchor of a heading: its words in small letters, with hyphens for spaces and no other marks."""
    words = re.sub(r"\]\(.*?\)", "", heading)
    return re.sub(r"[^\w\- ]", "", words).strip().lower().replace(" ", "-")


def with_links(text: str, target: Callable[[str], str | None], title: Callable[[str], str | None] = lambda link: None) -> str:
    """Every link and picture outside code led to what `target` says; where it says `None`, the path in words.

    A link that is called by the file it leads to is called by the `title` of the page, where there is one.
    """

    def led(found: re.Match[str]) -> str:
        picture, words, link = found.groups()
        place = target(link)
        path = re.sub(r"^(\.\./)+", "", link)
        said = unmasked(words).strip("`")
        if place is not None:
            by_file = said.endswith(".md") and f"/{said}".endswith(f"/{posixpath.basename(path.partition('#')[0])}")
            return f"{picture}[{(by_file and title(link)) or words}]({place})"
        return f"`{path}`" if path.endswith(said) else f"{words} (`{path}`)"

    masked, unmasked = _masked(text)
    return unmasked(_LINK.sub(led, masked))


def links(text: str) -> Iterator[str]:
    """What the links and pictures of a text lead to."""
    masked, _ = _masked(text)
    yield from (found[3] for found in _LINK.finditer(masked))


def _masked(text: str) -> tuple[str, Callable[[str], str]]:
    """The text without its code, and how to put the code back."""
    codes: list[str] = []

    def hidden(found: re.Match[str]) -> str:
        codes.append(found[0])
        return f"\0{len(codes) - 1}\0"

    return _CODE.sub(hidden, text), lambda masked: re.sub(r"\0(\d+)\0", lambda found: codes[int(found[1])], masked)
