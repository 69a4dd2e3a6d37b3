"""English meanings of parameters stand with their definition, in `model/parameters.py`."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {"parameter": {}}
