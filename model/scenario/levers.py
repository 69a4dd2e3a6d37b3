"""What an instrument and a shock have in common: a lever they pull on hubs while they are in force, and the values it is pulled with."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from model.reading.fields import Window


class Lever(Window):
    """Acts on hubs, month by month, while it is in force."""

    lever: ClassVar[str]
    """What it does in a month: the function of this name in `model/month/instruments/` (ODD §7.3)."""
    values: ClassVar[tuple[str, ...]]
    """Its keys that the month reads, each from a column of that name."""

    if TYPE_CHECKING:  # each class has it with a default of its own
        name: str

    def figures(self, parameters: Mapping[str, float]) -> dict[str, float]:
        """The values the month reads, by column; a cap left open is infinite.

        Args:
            parameters: of the catalogue, under the scenario's replacements, for what the block leaves to them.
        """
        said = {name: getattr(self, name) for name in self.values}
        return {name: math.inf if value is None else float(value) for name, value in said.items()}
