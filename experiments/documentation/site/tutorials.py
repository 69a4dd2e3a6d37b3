"""The notebooks as pages, with what they show: the outputs they are shipped with."""

import base64
import re
from collections.abc import Iterator
from typing import Any


def as_page(notebook: Any, name: str) -> tuple[str, dict[str, bytes]]:
    """A notebook as Markdown, and its pictures by name.

    Args:
        notebook: with or without outputs.
        name: of its file, without the ending; the pictures stand in a folder of that name beside the page.
    """
    pictures: dict[str, bytes] = {}
    blocks = []
    heading = name
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            blocks.append(cell.source)
            if found := re.findall(r"^#+ (.+)$", cell.source, re.M):
                heading = found[-1]
        elif cell.cell_type == "code" and cell.source.strip():
            blocks.append(f"```python\n{cell.source}\n```")
            for output in cell.outputs:
                blocks += _shown(output, name, heading, pictures)
    note = f"*This page is the notebook [`{name}.ipynb`]({name}.ipynb).*"
    title, _, rest = "\n\n".join(blocks).partition("\n")
    return f"{title}\n\n{note}\n{rest}\n", pictures


def _shown(output: Any, name: str, heading: str, pictures: dict[str, bytes]) -> Iterator[str]:
    data = output.get("data", {})
    if output.output_type == "stream":
        yield f"```text\n{output.text.rstrip()}\n```"
    elif "image/png" in data:
        file = f"{name}/{len(pictures) + 1}.png"
        pictures[file] = base64.b64decode(data["image/png"])
        yield f"![{heading}: picture {len(pictures)}]({file})"
    elif "text/html" in data:
        # pandas writes a look of its own, which the site has already; a table without a class is one that scrolls
        html = re.sub(r"<style scoped>.*?</style>", "", data["text/html"], flags=re.S)
        html = html.replace(' border="1" class="dataframe"', "").strip()
        yield f'<div class="shown">\n{html}\n</div>'
    elif "text/markdown" in data:
        yield data["text/markdown"]
    elif "text/plain" in data:
        yield f"```text\n{data['text/plain']}\n```"
