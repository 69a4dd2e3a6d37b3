"""Which languages there are: one folder each, found by looking. Nothing else lists them."""

import os
import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Final

_ROOM: Final = __name__.rpartition(".")[0]
SOURCE: Final = "en"  # the language of what the code defines and of the plain keys of scenario files
_WITH_NAMES: Final = (
    "calls", "facts", "helps", "keys", "messages", "names", "outcomes", "parameters", "problem_phrases", "problems", "problems_of_designs",
    "series", "territory",
)  # fmt: skip


class UnknownLanguage(ValueError):
    """A language that nobody has written; the message says which there are."""

    def __init__(self, lang: str) -> None:
        super().__init__(f"language {lang!r}: there are {', '.join(languages())}")


def languages() -> tuple[str, ...]:
    """The languages there are, by the names of their folders."""
    return tuple(sorted(found.name for found in iter_modules(import_module(_ROOM).__path__) if found.ispkg))


def of_the_system() -> str:
    """The language of who types, as `LC_ALL`, `LC_MESSAGES` or `LANG` say it, the first that says anything; English without one."""
    said = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    lang = re.split(r"[_.@-]", said.lower())[0]
    return lang if lang in languages() else SOURCE


@cache
def module(lang: str, name: str) -> ModuleType:
    """One file of a language.

    Raises:
        UnknownLanguage: when there is no such language.
    """
    if lang not in languages():
        raise UnknownLanguage(lang)
    return import_module(f"{_ROOM}.{lang}.{name}")


@cache
def names(lang: str) -> Mapping[str, Mapping[str, str]]:
    """Names of things by kind and code, from all files of a language that hold any; empty where what the code defines is the name."""
    return {kind: known for name in _WITH_NAMES for kind, known in module(lang, name).NAMES.items()}
