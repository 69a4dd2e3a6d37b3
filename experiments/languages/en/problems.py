"""What is said of files in English: the code says it (see `experiments.languages.problems`)."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {"problem": {}}
