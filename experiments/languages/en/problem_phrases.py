"""Parts of what is said of files in English: the code says them."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {"problem_phrase": {}, "pays": {}}
