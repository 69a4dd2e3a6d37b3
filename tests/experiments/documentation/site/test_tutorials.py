"""A notebook becomes a page with what it shows."""

import base64
from typing import Any

import pytest

from experiments.documentation.site import tutorials

nbformat = pytest.importorskip("nbformat")
v4 = nbformat.v4


def _notebook(*outputs: Any) -> Any:
    code = v4.new_code_cell("show()", outputs=list(outputs))
    return v4.new_notebook(cells=[v4.new_markdown_cell("# A first hub\n\nIt opens."), v4.new_markdown_cell("## Members"), code])


def _page(*outputs: Any) -> tuple[str, dict[str, bytes]]:
    return tutorials.as_page(_notebook(*outputs), "01_first_hub")


def test_text_code_and_where_it_comes_from() -> None:
    text, pictures = _page()
    assert text.startswith("# A first hub\n\n*This page is the notebook [`01_first_hub.ipynb`](01_first_hub.ipynb).*\n\nIt opens.")
    assert "```python\nshow()\n```" in text and not pictures


def test_a_picture_says_what_it_belongs_to() -> None:
    image = v4.new_output("display_data", {"image/png": base64.b64encode(b"png").decode(), "text/plain": "<Figure>"})
    text, pictures = _page(image, image)
    assert "![Members: picture 1](01_first_hub/1.png)" in text and "![Members: picture 2](01_first_hub/2.png)" in text
    assert pictures == {"01_first_hub/1.png": b"png", "01_first_hub/2.png": b"png"}
    assert "<Figure>" not in text


def test_tables_words_and_text() -> None:
    frame = '<div>\n<style scoped>\n td {}\n</style>\n<table border="1" class="dataframe"><tr><td>3</td></tr></table></div>'
    text, _ = _page(
        v4.new_output("execute_result", {"text/html": frame, "text/plain": "3"}),
        v4.new_output("execute_result", {"text/plain": "True"}),
        v4.new_output("stream", text="told\n"),
    )
    assert "<table><tr><td>3</td></tr></table>" in text and "scoped" not in text
    assert "```text\nTrue\n```" in text and "```text\ntold\n```" in text
