"""What keys of scenarios and kinds of instruments mean in English, by the English that stands beside them in the code."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {
    "key_meaning": {},  # the meanings stand beside the keys
}
