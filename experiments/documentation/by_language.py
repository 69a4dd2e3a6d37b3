"""Where a page that is written in every language stands in the repository: `docs/` in English, a folder of `docs/` in any other."""

from experiments.languages import SOURCE


def folder(lang: str) -> str:
    """The folder of a language, from `docs/`, as the beginning of a path."""
    return "" if lang == SOURCE else f"{lang}/"


def page_in(lang: str, page: str) -> str:
    """The path of a page in a language, from the top of the repository."""
    return f"docs/{folder(lang)}{page}"


def to_docs(lang: str) -> str:
    """The beginning of a link from a page in a language to one of `docs/`."""
    return "" if lang == SOURCE else "../"
