"""Texts of the real calls: what `scenarios/instruments/` says is English already."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {"call_text": {}}
