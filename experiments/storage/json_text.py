"""How data are written as JSON: in Python's own types, without what is no number, and to as many figures as mean something."""

import json
import math
from collections.abc import Mapping
from typing import Any, Final

FIGURES: Final = 9
"""Of every number in a file. Nine give a number of single precision back to the bit, cents of sums up to ten million euros, and a relative
error (10⁻⁹) far below that of any mean over replicates; more would show how one machine rounds and another does not."""


def json_text(data: Any) -> str:
    """Data as the text of a JSON file."""
    return json.dumps(plain(data, FIGURES), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def plain(value: Any, figures: int | None = None) -> Any:
    """The same data in maps, lists, texts and Python's own numbers; what is no number (nan, infinite) becomes None.

    Args:
        value: maps, sequences, texts, numbers, also those of numpy.
        figures: significant figures of floating-point numbers; all of them by default.
    """
    if isinstance(value, Mapping):
        return {str(key): plain(item, figures) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, figures) for item in value]
    if hasattr(value, "item"):  # of numpy
        value = value.item()
    if isinstance(value, float):
        return None if not math.isfinite(value) else value if figures is None else float(f"{value:.{figures}g}")
    return value


def json_in_lines(value: Any, margin: str = "") -> str:
    """JSON for files that are kept and compared: a list of values, or a record that holds no other record, takes one line.

    Texts by language, or by anything else, are no record but a value.
    """
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    if not any(map(_holds_record, inside)):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    deeper = margin + " "
    if isinstance(value, Mapping):
        entries = [f"{json.dumps(key, ensure_ascii=False)}: {json_in_lines(item, deeper)}" for key, item in value.items()]
        return f"{{\n{deeper}" + f",\n{deeper}".join(entries) + f"\n{margin}}}"
    return f"[\n{deeper}" + f",\n{deeper}".join(json_in_lines(item, deeper) for item in inside) + f"\n{margin}]"


def _holds_record(value: Any) -> bool:
    if isinstance(value, Mapping):
        return not all(isinstance(item, str) for item in value.values())
    return isinstance(value, list) and any(map(_holds_record, value))
