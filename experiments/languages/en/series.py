"""English meanings of what is measured each month stand with their definition, in `model/series.py`."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {"hub_series": {}, "town_series": {}}
