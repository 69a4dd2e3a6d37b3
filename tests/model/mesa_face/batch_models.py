"""`mesa.batch_run` as each Mesa takes its seeds."""

import inspect
from typing import Any, Final

import mesa
import pandas as pd

from model.mesa_face.coworking_model import CoworkingModel

SEEDS_APART: Final = "rng" in inspect.signature(mesa.batch_run).parameters


def batch(parameters: dict[str, Any], rng: list[int], **options: Any) -> pd.DataFrame:
    """The runs of a batch over seeds as a table, in the order of their numbers."""
    if SEEDS_APART:
        options["rng"] = rng
    else:
        parameters = {**parameters, "rng": rng}
    table = pd.DataFrame(mesa.batch_run(CoworkingModel, parameters=parameters, display_progress=False, **options))
    return table.sort_values("RunId", ignore_index=True)
