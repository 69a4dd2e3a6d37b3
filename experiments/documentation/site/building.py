"""Gathers the pages, writes them as the generator of the site wants them, and has it build the site."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from experiments.documentation.site.common_mark import spaced, with_anchors, with_links
from experiments.documentation.site.places import HOME, OWN, REPOSITORY, language, places, target, twins
from experiments.documentation.site.tutorials import as_page
from experiments.languages import Words
from experiments.showing import style

WORK: Final = REPOSITORY / "build" / "site"
SITE: Final = REPOSITORY / "site"
_SEARCHES: Final = "assets/javascripts/workers/search.*.js"
_ENDINGS: Final = re.compile(r"(TokenSet\.prototype\.toString=function\(\)\{[^}]*\+\w+\.id)\}")
_LOOK: Final = "assets/colours.css"


def build(site: Path = SITE, work: Path = WORK) -> None:
    """Build the site; a warning of the generator is an error.

    Args:
        site: folder of the site, made anew.
        work: folder for what it is built from.

    Raises:
        subprocess.CalledProcessError: when the generator finds anything to complain about; it has said what.
    """
    pages = work / "pages"
    shutil.rmtree(pages, ignore_errors=True)
    stage(pages)
    settings = work / "mkdocs.yml"
    with settings.open("w", encoding="utf-8") as file:
        YAML().dump(configuration(pages, site), file)
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "true"}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(settings)], env=quiet, check=True)
    for worker in site.glob(_SEARCHES):
        worker.write_text(told_apart(worker.read_text("utf-8")), "utf-8")


def told_apart(search: str) -> str:
    """The search of the theme, in which words with digits are told apart.

    It names a set of endings of words by letters and numbers in a row (lunr's `TokenSet.toString`), so that the letter 5 before set 12
    and the letters 51 before set 2 have one name; then words are found that nobody wrote, and the search ends without an answer.
    """
    return _ENDINGS.sub(r'\1+","}', search)


def configuration(pages: Path, site: Path, root: Path = REPOSITORY) -> dict[str, Any]:
    """The settings of the generator: those of `docs/site/mkdocs.yml`, with the folders, and every page in the navigation.

    Args:
        pages: folder of the pages as `stage` wrote them.
        site: folder of the site.
        root: the repository.
    """
    settings: dict[str, Any] = YAML(typ="safe").load((root / OWN / "mkdocs.yml").read_text("utf-8"))
    settings["docs_dir"], settings["site_dir"] = str(pages), str(site)
    settings["theme"]["custom_dir"] = str(root / OWN / "overrides")
    settings["extra_css"] = [_LOOK, *settings["extra_css"]]
    settings["nav"] = _expanded(settings["nav"], pages)
    return settings


def _expanded(entries: list[Any], pages: Path) -> list[Any]:
    """The navigation with a page for each that a pattern such as `adr/*.md` stands for; none is no fault."""
    found: list[Any] = []
    for entry in entries:
        if isinstance(entry, str) and "*" in entry:
            found += sorted(path.relative_to(pages).as_posix() for path in pages.glob(entry))
        elif isinstance(entry, dict):
            found += [{title: _expanded(inside, pages) if isinstance(inside, list) else inside} for title, inside in entry.items()]
        else:
            found.append(entry)
    return found


def stage(pages: Path, root: Path = REPOSITORY) -> None:
    """Write everything the site holds, from the pages of the repository.

    Args:
        pages: an empty folder.
        root: the repository.
    """
    known = places(root)
    for name, place in known.items():
        file = pages / place
        file.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".md"):
            file.write_text(page((root / name).read_text("utf-8"), name, known, root), "utf-8")
        elif name.endswith(".ipynb"):
            _write_tutorial(root / name, file, known, root)
        elif not name.startswith("notebooks/"):
            shutil.copyfile(root / name, file)
    (pages / "assets").mkdir(exist_ok=True)
    for path in (root / OWN).glob("*.[cj]s*"):
        shutil.copyfile(path, pages / "assets" / path.name)
    (pages / _LOOK).write_text(colours(), "utf-8")


def page(text: str, name: str, known: Mapping[str, str], root: Path = REPOSITORY) -> str:
    """A page of the repository as the generator reads it: links that lead somewhere, anchors, language.

    Args:
        text: the page.
        name: its path in the repository.
        known: what `places` says.
        root: the repository.
    """
    place = known[name]
    led = with_links(text, lambda link: target(link, name, known, root), lambda link: _title((root / name).parent / link.partition("#")[0]))
    led = led.replace("<details>", '<details markdown="1">')
    head: dict[str, Any] = {"lang": language(place), "others": [_other(lang, other) for lang, other in twins(place, known).items()]}
    if place.rpartition("/")[2] == HOME:
        head["hide"] = ["navigation"]
    return f"---\n{json.dumps(head, ensure_ascii=False)}\n---\n{spaced(with_anchors(led))}"


def _title(page: Path) -> str | None:
    """What a page of the repository calls itself, without what it adds after a colon."""
    found = re.search(r"^# (.+?)(?:: .*)?$", page.read_text("utf-8"), re.M) if page.is_file() else None
    return found[1] if found else None


def _other(lang: str, place: str) -> dict[str, str]:
    return {"lang": lang, "name": Words(lang, "pages")("language"), "link": place.removesuffix(".md") + ".html"}


def _write_tutorial(notebook: Path, file: Path, known: Mapping[str, str], root: Path) -> None:
    import nbformat

    text, pictures = as_page(nbformat.read(notebook, as_version=4), notebook.stem)
    name = notebook.relative_to(root).as_posix()
    beside = {f"notebooks/{one}": f"tutorials/{one}" for one in (notebook.name, *pictures)}
    file.write_text(page(text, name, {**beside, **known, f"notebooks/{notebook.name}": f"tutorials/{notebook.name}"}, root), "utf-8")
    shutil.copyfile(notebook, file.with_name(notebook.name))
    for picture, image in pictures.items():
        (file.parent / picture).parent.mkdir(exist_ok=True)
        (file.parent / picture).write_bytes(image)


def colours() -> str:
    """The report's palette, for the look of the site."""
    names = {
        "--md-primary-fg-color": style.GAIN,
        "--md-primary-fg-color--light": style.BAR,
        "--md-primary-fg-color--dark": style.INK,
        "--md-accent-fg-color": style.LOSS,
        "--md-typeset-a-color": style.GAIN,
        "--md-default-fg-color": style.INK,
        "--md-default-fg-color--light": style.MUTED,
        "--md-code-fg-color": style.INK,
        "--md-code-bg-color": style.SHADES[0],
        "--md-typeset-table-color": style.FAINT,
    }
    lines = "".join(f"  {name}: {colour};\n" for name, colour in names.items())
    return f'[data-md-color-scheme="default"] {{\n{lines}}}\n'
