"""What the program says when it refuses or fails: the code says it in English."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {"message": {}}
