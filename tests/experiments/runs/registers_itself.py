"""A module of a researcher's own: importing it registers a submodel, as workers in other processes do."""

from typing import Any

import model
from model.extensions import REGISTERED, assumed
from model.series import Series


def quieter(t: Any, town: Any, own: Any) -> None:
    """Hubs promote less, and say how much less."""
    for h in range(town.hubs.shape[0]):
        town.hubs[h].promotion *= 1.0 - own.values.quieter_by
        own.series[t, h].silence = own.values.quieter_by


def register() -> None:
    """Register it, unless it is."""
    if "quieter" not in REGISTERED:
        part = assumed("quieter_by", "share", 0, 0, 1, "Part of their promotion that hubs do without.", hard_high=1)
        silence = Series("silence", "share", "promotion not made")
        model.register_submodel("quieter", {"offers": quieter}, parameters=[part], series=[silence])


register()
