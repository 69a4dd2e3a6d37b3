"""The notebooks as pages, with what they show: each is run once for every state of the sources, with few replicates."""

import base64
import hashlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from experiments.documentation.site.places import REPOSITORY
from experiments.storage.whole import write_whole

REPLICATES: Final = "20"
SECONDS: Final = 600  # for one cell; the first may have to compile the model
_SOURCES: Final = ("model", "experiments", "scenarios", "requirements")
_SETTINGS: Final = "COWORKING_REPLICATES"


def executed(notebook: Path, kept: Path, root: Path = REPOSITORY) -> Any:
    """A notebook with its outputs.

    Args:
        notebook: the file.
        kept: folder of notebooks that were run before; one is taken again as long as neither it nor the sources have changed.
        root: the repository.

    Raises:
        nbclient.exceptions.CellExecutionError: when a cell fails.
    """
    import nbformat

    file = kept / f"{notebook.stem}-{_state(notebook, root)}.ipynb"
    if not file.is_file():
        kept.mkdir(parents=True, exist_ok=True)
        for old in kept.glob(f"{notebook.stem}-*.ipynb"):
            old.unlink()
        write_whole(file, nbformat.writes(_run(nbformat.read(notebook, as_version=4), root)))
    return nbformat.read(file, as_version=4)


def _run(notebook: Any, root: Path) -> Any:
    import nbclient

    with TemporaryDirectory() as folder:
        path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))
        apart = {name: str(Path(folder, name)) for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR")}
        settings = {**os.environ, **apart, "PYTHONPATH": path, _SETTINGS: _replicates()}
        client = nbclient.NotebookClient(
            notebook, timeout=SECONDS, resources={"metadata": {"path": folder}}, extra_arguments=["--IPKernelApp.log_level=ERROR"]
        )
        return client.execute(env=settings)


def _replicates() -> str:
    return os.environ.get(_SETTINGS, REPLICATES)


def _state(notebook: Path, root: Path) -> str:
    """What the outputs of a notebook hang on, in a few letters."""
    state = hashlib.sha256(f"{sys.version_info[:2]} {_replicates()}".encode())
    for folder in _SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                state.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    state.update(notebook.read_bytes())
    return state.hexdigest()[:12]


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
    ran = any(cell.get("outputs") for cell in notebook.cells)
    note = f"*This page is the notebook [`{name}.ipynb`]({name}.ipynb)" + (f", run with {_replicates()} replicates.*" if ran else ".*")
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
