"""Estimate E4 (ODD §6): the share of a municipality's employed residents who work remotely at least at times, in 2023.

A logit in mean income and size, fitted to the shares that ISTAT's permanent census gives for Italy, its regions and its larger cities
(`docs/territory.md`). Towns are worked out here; rings and provinces (`ring_figures.py`, `towns.py`) are its sums over municipalities.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# A share is 1 / (1 + exp(-z)), z = AT_YARDSTICK + INCOME log(income / 20,000) + SIZE log(residents / 20,000) + the region's own offset.
YARDSTICK_INCOME_EUR: Final = 20_000.0
YARDSTICK_RESIDENTS: Final = 20_000.0
AT_YARDSTICK: Final = -2.200
INCOME: Final = 2.325
SIZE_OF_TOWNS: Final = 0.109  # above the yardstick
SIZE_OF_VILLAGES: Final = 0.026  # below it
LOMBARDY: Final = 0.088
PIEDMONT: Final = 0.043
CAMPANIA: Final = 0.118  # that of the South: the region's own share was not seen
OFFSETS: Final[Mapping[str, float]] = MappingProxyType({"TO": PIEDMONT, "NO": PIEDMONT, "CE": CAMPANIA})

# One standard error of the share, relative: left-out cities miss by 16 %, incomes add 20 % where no share of a town so small was seen.
ERROR_OF_CITY: Final = 0.16
ERROR_OF_TOWN: Final = 0.25
ERROR_IN_SOUTH: Final = 0.30
CITY_RESIDENTS: Final = 100_000


def remote_share(mean_income_eur: float, residents: float, offset: float) -> float:
    """Share of employed residents who work remotely, from gross income per taxpayer, residents and the offset of the region."""
    relative_size = math.log(residents / YARDSTICK_RESIDENTS)
    size = (SIZE_OF_TOWNS if relative_size > 0.0 else SIZE_OF_VILLAGES) * relative_size
    z = AT_YARDSTICK + INCOME * math.log(mean_income_eur / YARDSTICK_INCOME_EUR) + size + offset
    return 1.0 / (1.0 + math.exp(-z))


def remote_error(residents: float, southern: bool) -> float:
    """One standard error of a town's share, relative to it; a judgement, as no share of a town below 145,000 residents was seen."""
    if southern:
        return ERROR_IN_SOUTH
    return ERROR_OF_CITY if residents >= CITY_RESIDENTS else ERROR_OF_TOWN
