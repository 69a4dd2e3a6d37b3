"""What an instrument and a shock have in common: a lever they pull on hubs while they are in force, and the values it is pulled with."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from model.reading.fields import Window


class Typed(Window):
    """One of several kinds of block in a list, told apart by its type: a file writes it, and in Python the class says it."""

    if TYPE_CHECKING:  # each class has both, with defaults of its own
        type: str
        name: str

    def model_post_init(self, context: Any, /) -> None:
        """Counts the type as written, so that what is written out can be read again."""
        self.__pydantic_fields_set__.add("type")


class Lever(Typed):
    """Acts on hubs, month by month, while it is in force."""

    lever: ClassVar[str]
    """What it does in a month: the function of this name in `model/month/instruments/` (ODD §7.3)."""
    values: ClassVar[tuple[str, ...]]
    """Its keys that the month reads, each from a column of that name."""

    def figures(self, parameters: Mapping[str, float]) -> dict[str, float]:
        """The values the month reads, by column; a cap left open is infinite.

        Args:
            parameters: of the catalogue, under the scenario's replacements, for what the block leaves to them.
        """
        said = {name: getattr(self, name) for name in self.values}
        return {name: math.inf if value is None else float(value) for name, value in said.items()}
