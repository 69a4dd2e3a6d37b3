"""English statements of facts stand with their bands, in `experiments/expected/facts.csv`."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {"claim": {}, "claim_known": {}}
