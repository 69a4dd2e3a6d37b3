"""Files that earlier searches reached, for the tests and as beginnings of the next search.

`corpus.jsonl` holds one for each kind of message, a line each: a text, or base64 where the bytes are no text. To add files:
`python -m tests.fuzz.corpus FILE... >> tests/fuzz/corpus.jsonl`. What failed gets a name here as well, cut to what shows the fault.
"""

import json
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Final

from tests.fuzz.mutations import seeds

CORPUS: Final = Path(__file__).with_name("corpus.jsonl")

HALF: Final = "character \\ud800 is not allowed in a text; take it out"
# Each once ended in a traceback, in a message of two lines, or in one that no file can hold; with words of the answer it gets now.
ONCE_FAILED: Final[dict[str, tuple[str, str]]] = {
    "half a character in the name of a town": ('territory:\n  towns: ["\\ud800", sondrio]\n', HALF),
    "half a character for a parameter": ('extends: base.yaml\nparameters: {beta_f: "\\ud800"}\n', HALF),
    "half a character for a number of desks": ('title: A hub\nhubs:\n  - desks: "\\ud800"\n', HALF),
    "half a character in the name of what is extended": ('extends: "\\ud800"\n', HALF),
    "an escaped line break in the name of what is extended": ('extends: "\\n"\n', "no scenario '\\n'"),
    "a folded text as the name of what is extended": ("extends: |\n  text\n", "no scenario 'text\\n'"),
    "a line separator in a key of a scenario": ("hori\u2028zon_months: 48\n", "character \\u2028 is not allowed in a text"),
    "a line separator in a key of a hub": ("hubs:\n  - office_staff\u2028_max: 1\n", "hubs[0]: character \\u2028 is not allowed in a text"),
    "a line separator in the hub a policy names": (
        "extends: base.yaml\npolicies:\n  larger:\n    hubs:\n      ad\u2028da: {desks: 20}\n",
        "policies.larger.hubs: character \\u2028 is not allowed in a text",
    ),
    "a month of opening beyond what a run counts": (
        "title: A hub\nquestion: Will it live?\nstart: '2022-01'\nhorizon_months: 48\nterritory: {towns: [sondrio]}\n"
        "hubs:\n  - {name: adda, town: sondrio, desks: 14, offices: 2, opens: 32768}\n",
        "no run reaches this one",
    ),
}


def corpus() -> list[bytes]:
    """The files of `corpus.jsonl`, in its order."""
    return [_content(json.loads(line)) for line in CORPUS.read_text("ascii").splitlines()]


def beginnings() -> list[bytes]:
    """Where a search begins: seeds, what once failed, and what earlier searches reached."""
    return [*seeds(), *(text.encode() for text, _ in ONCE_FAILED.values()), *corpus()]


def _content(entry: dict[str, str]) -> bytes:
    return entry["text"].encode() if "text" in entry else b64decode(entry["base64"])


def line_of(content: bytes) -> str:
    """The line of `corpus.jsonl` for a file."""
    try:
        return json.dumps({"text": content.decode()})
    except UnicodeDecodeError:
        return json.dumps({"base64": b64encode(content).decode()})


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(line_of(Path(name).read_bytes()))
