"""English names of outcomes stand with their definition, in `experiments/outcomes/measures.py`."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {"outcome": {}, "outcome_meaning": {}}
