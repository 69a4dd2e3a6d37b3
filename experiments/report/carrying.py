"""The block of numbers in a page: written so that nothing in it can end it, sealed with the page around it, and found again."""

import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any, Final, NamedTuple

from experiments.runs.carried import Carried, carried, read_carried
from experiments.runs.ensemble import Ensemble

MOST_BYTES: Final = 64_000_000  # a page of thousands of futures has two million
_OPEN: Final = '<script type="application/json" id="carried">'
_CLOSE: Final = "</script>"
_UNSEALED: Final = "0" * 64
_SEAL: Final = re.compile(r'^\{"page_sha256":"([0-9a-f]{64})",')
_ESCAPES: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}  # no text of a scenario can close the element, or open a comment
_SCENARIO: Final = '<pre lang="en" tabindex="0">'


class Read(NamedTuple):
    """What a page holds."""

    text: str
    lang: str
    scenario: str
    block: Carried
    sealed: bool  # byte for byte as it was written, but for ends of lines


def element(results: Ensemble, lang: str) -> str:
    """The block as an element of a page that is sealed once it is whole."""
    text = json.dumps({"page_sha256": _UNSEALED, "lang": lang, **carried(results)}, separators=(",", ":"), allow_nan=False)
    return _OPEN + "".join(_ESCAPES.get(letter, letter) for letter in text) + _CLOSE


def sealed(page: str) -> str:
    """The page with its own fingerprint in its block."""
    return page.replace(f'{_OPEN}{{"page_sha256":"{_UNSEALED}"', f'{_OPEN}{{"page_sha256":"{_fingerprint(page)}"', 1)


def read_page(path: Path) -> Read | None:
    """What a page holds; None for whatever is no report that carries its numbers, however large, deep or binary it is."""
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            return None
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except (OSError, ValueError):
        return None
    return read_text(text)


def read_text(text: str) -> Read | None:
    """What the text of a page holds: see `read_page`."""
    if text.count(_OPEN) != 1:
        return None
    block = _between(text, _OPEN, _CLOSE)
    seal = _SEAL.match(block)
    data = _json(block)
    if seal is None or not isinstance(data, dict):
        return None
    lang = data.pop("lang", None)
    data.pop("page_sha256", None)
    found = read_carried(data)
    if found is None or not isinstance(lang, str):
        return None
    blank = text.replace(f'{_OPEN}{{"page_sha256":"{seal[1]}"', f'{_OPEN}{{"page_sha256":"{_UNSEALED}"', 1)
    scenario = html.unescape(_between(text, _SCENARIO, "</pre>"))
    return Read(text, lang, scenario, found, _fingerprint(blank) == seal[1])


def _json(text: str) -> Any:
    """Plain data; None where it is no JSON, or deeper or longer than JSON is read."""
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def _between(text: str, before: str, after: str) -> str:
    """What stands between two marks, the first of which is looked for from the end; '' without."""
    begin = text.rfind(before)
    end = text.find(after, begin)
    return text[begin + len(before) : end] if 0 <= begin < end else ""


def _fingerprint(page: str) -> str:
    return hashlib.sha256(page.encode()).hexdigest()
