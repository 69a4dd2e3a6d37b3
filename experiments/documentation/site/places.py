"""Where each file of the repository stands in the site."""

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from experiments.documentation.by_language import folder
from experiments.languages import SOURCE, languages

REPOSITORY: Final = Path(__file__).resolve().parents[3]
OWN: Final = "docs/site"
"""What the site is made with: nothing of it is a page."""
LIST: Final = "docs/README.md"
"""The list of all pages: where a link to a folder leads."""
_ELSEWHERE: Final[Mapping[str, str]] = {
    "README.md": "readme.md",
    "README.it.md": "it/readme.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "RELEASING.md": "releasing.md",
    LIST: "pages.md",
    "docs/guida.md": "it/guide.md",
}
"""Pages whose place is not that of the repository: those at its top, and those that have another name there."""
HOME: Final = "index.md"
"""The first page of a language, in its folder."""


def places(root: Path = REPOSITORY) -> dict[str, str]:
    """The path in the site of every page, picture and notebook, by its path in the repository.

    The file of a page in another language stands in a folder of that language, under the name that the page has in English.
    """
    found = {name: place for name, place in _ELSEWHERE.items() if (root / name).is_file()}
    for path in sorted((root / "docs").rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not name.startswith(f"{OWN}/"):
            found.setdefault(name, name.removeprefix("docs/"))
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        for suffix in (".ipynb", ".py"):
            found[f"notebooks/{path.stem}{suffix}"] = f"tutorials/{path.stem}.md"
    return found


def language(place: str) -> str:
    """The language a page is written in."""
    first = place.partition("/")[0]
    return first if first in languages() and first != SOURCE else SOURCE


def twins(place: str, known: Mapping[str, str]) -> dict[str, str]:
    """The same page in every other language, or its first page where there is none."""
    spoken = language(place)
    page = place.removeprefix(folder(spoken))
    found = set(known.values())
    others = {lang: f"{folder(lang)}{page}" for lang in languages() if lang != spoken}
    return {lang: other if other in found else f"{folder(lang)}{HOME}" for lang, other in others.items()}


def target(link: str, page: str, known: Mapping[str, str], root: Path = REPOSITORY) -> str | None:
    """A link of a page of the repository as the page of the site writes it; `None` where what it leads to is not in the site.

    Args:
        link: as the page writes it, relative to itself, with or without an anchor.
        page: the page that holds it, from the top of the repository.
        known: what `places` says.
        root: the repository.
    """
    if ":" in link.partition("#")[0] or link.startswith("#"):
        return link
    name, mark, anchor = link.partition("#")
    meant = posixpath.normpath(posixpath.join(posixpath.dirname(page), name))
    if (root / meant).is_dir():
        meant, mark, anchor = LIST, "#" if meant == "docs/adr" else "", "decisions" if meant == "docs/adr" else ""
    if meant not in known:
        return None
    return posixpath.relpath(known[meant], posixpath.dirname(known[page]) or ".") + mark + anchor
