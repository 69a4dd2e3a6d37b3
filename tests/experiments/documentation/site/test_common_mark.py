"""What is written for Python-Markdown says what the page says as CommonMark, and links and anchors are those of the repository."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.documentation.site.common_mark import anchor, reader, spaced, with_anchors, with_links

markdown = pytest.importorskip("markdown")
EXTENSIONS = ["attr_list", "md_in_html", "sane_lists", "tables", "pymdownx.betterem", "pymdownx.superfences"]
STRUCTURE = ("h1", "h2", "ul", "ol", "li", "table", "tr", "td", "pre")

words = st.sampled_from(["a hub", "`code`", "*more* and **most**", "x < y", "two\nlines", "1990 was"])
fences = st.sampled_from(["```sh\nls\n```", "```python no-run\nx = [1]\n\n# y\n```"])
tables = st.just("| a | b |\n| --- | --- |\n| 1 | `x` |")


def _indented(text: str, columns: int) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(" " * columns + line if line else "" for line in rest)])


@st.composite
def lists(draw: st.DrawFn, depth: int = 2) -> str:
    numbered = draw(st.booleans())
    items = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        marker = f"{number}. " if numbered else "- "
        item = draw(words)
        if depth and draw(st.booleans()):
            item += "\n" + draw(lists(depth - 1))
        if draw(st.booleans()):
            item += "\n\n" + draw(fences)
        items.append(marker + _indented(item, len(marker)))
    return "\n".join(items)


# bullets may follow a paragraph at once; what is numbered, and tables, stand apart from it in any reader
pages = st.lists(st.one_of(words, fences, tables, lists(), st.just("## A heading")), min_size=1, max_size=6).map("\n\n".join)


def _structure(html: str) -> dict[str, int]:
    return {tag: len(re.findall(rf"<{tag}\b", html)) for tag in STRUCTURE}


def _rendered(text: str) -> str:
    return str(markdown.markdown(spaced(text), extensions=EXTENSIONS))


@given(pages)
def test_both_readers_see_the_same_page(text: str) -> None:
    # lists of one kind side by side are one list to CommonMark if nothing stands between them
    assert _structure(_rendered(text)) == _structure(reader().render(text)), spaced(text)


@pytest.mark.parametrize("text", [
    "A list:\n- one\n- two", "1. one\n   ```sh\n   ls\n   ```\n2. two", "# A\ntext\n## B\ntext", "- one\n\n  more\n- two\n  - three",
])  # fmt: skip
def test_what_python_markdown_reads_otherwise_is_written_for_it(text: str) -> None:
    assert _structure(_rendered(text)) == _structure(reader().render(text))


def test_code_stays_as_it_is() -> None:
    code = "```yaml\n- a: [b](c.md)\n# no heading\n```"
    assert with_links(with_anchors(code), lambda _: "wrong") == code
    assert spaced(code) == code
    assert spaced("```python mesa-3.5\nx\n```") == "```python\nx\n```"


def test_anchors_are_those_that_links_name() -> None:
    assert anchor("7.5 Choice: λ and `beta_n` ([E1](x.md))") == "75-choice-λ-and-beta_n-e1"
    assert with_anchors("## One\n\n## One\n\n# `a.b`") == "## One {#one}\n\n## One {#one-1}\n\n# `a.b` {#ab}"


@pytest.mark.parametrize(("text", "led"), [
    ("[a\nb](in.md#x)", "[a\nb](IN.MD#X)"),
    ("![p](in.png) `[a](in.md)`", "![p](IN.PNG) `[a](in.md)`"),
    ("[`benchmarks/land.py`](../../benchmarks/land.py)", "`benchmarks/land.py`"),
    ("[the land](../benchmarks/land.py)", "the land (`benchmarks/land.py`)"),
])  # fmt: skip
def test_a_link_is_led_or_said_in_words(text: str, led: str) -> None:
    assert with_links(text, lambda link: link.upper() if link.startswith("in") else None) == led


@pytest.mark.parametrize(("words", "link", "said"), [
    ("calls.md", "calls.md", "Calls"), ("docs/calls.md", "../docs/calls.md", "Calls"), ("`calls.md`", "calls.md#all", "Calls"),
    ("the calls", "calls.md", "the calls"), ("gone.md", "gone.md", "gone.md"),
])  # fmt: skip
def test_a_link_called_by_its_file_is_called_by_the_title_of_the_page(words: str, link: str, said: str) -> None:
    led = with_links(f"[{words}]({link}) `[calls.md](calls.md)`", lambda link: link, lambda link: "Calls" if "calls" in link else None)
    assert led == f"[{said}]({link}) `[calls.md](calls.md)`"
