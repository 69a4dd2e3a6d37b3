"""English sources and notes of the figures of towns stand with them, in `model/territory/towns.py` and `ring_figures.py`."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {"figure_source": {}, "figure_note": {}}
