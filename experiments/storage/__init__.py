"""Files written whole, by one writer, and never over what somebody else put there. Knows no results."""

from typing import Final

PROGRAM: Final = "coworking-viability"
"""By this word files say that they are ours: a name alone proves nothing."""
