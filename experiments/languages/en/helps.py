"""What `--help` says in English: the commands say it."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {"help": {}}
