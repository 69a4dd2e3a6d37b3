"""What is said of the designs of sweeps in English: the code says it."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {"problem_of_design": {}}
