"""The closed lists of the model: kinds, fields, plans, sizes, states. Codes are positions in these lists."""

from typing import Final, cast

import numpy as np


def codes(number: int) -> tuple[int, ...]:
    """Positions in a list as typed integers: a plain one is a type of its own to the compiler, and each value would compile anew."""
    return cast("tuple[int, ...]", tuple(np.int64(code) for code in range(number)))


FIELDS: Final = ("digital", "creative", "legal", "finance", "marketing", "engineering", "agrifood", "other")
KINDS: Final = ("independent", "employee", "firm")
INDEPENDENT, EMPLOYEE, FIRM = codes(3)
AGE_BANDS: Final = ("20-34", "35-54", "55+")
FIRM_SIZES: Final = ("1-2", "3-9", "10-49", "50-249")
MICRO, SMALL = codes(2)  # firms of 1-2 and of 3-9 staff

PLANS: Final = ("none", "occasional", "flex", "fixed", "office")
NO_PLAN, OCCASIONAL, FLEX, FIXED, OFFICE = codes(5)

HUB_STATES: Final = ("planned", "open", "downsized", "closed")
PLANNED, OPEN, DOWNSIZED, CLOSED = codes(4)

# why a hub closed or shrank (0: it did not)
REASONS: Final = (
    "", "cash below the credit line", "low use and little runway", "low use without growth", "wound down, losing without growth",
    "other reasons than money", "the agreed period ended at a loss",
)
NO_REASON, OUT_OF_CASH, LOW_RUNWAY, NO_GROWTH, WOUND_DOWN, OTHER_ENDING, AGREEMENT_ENDED = codes(7)

# how an agent came to know a hub
CHANNELS: Final = ("founding", "opening", "media", "word_of_mouth", "desk")
BY_FOUNDING, AT_OPENING, BY_MEDIA, BY_WORD_OF_MOUTH, AT_DESK = codes(5)

FIRM_STAGES: Final = ("unaware", "aware", "client", "tenant")
UNAWARE, AWARE, CLIENT, TENANT = codes(4)

OPERATORS: Final = ("private", "public", "cooperative", "employer_anchored", "volunteer")
BUILDINGS: Final = ("rented", "own", "regenerated")
STARTS: Final = ("group", "call", "door")
ON_SALE: Final = ("day", "flex", "fixed")  # plans a hub may sell or not, as files call them; offices are sold where there are any
PAYERS: Final = ("municipality", "chamber_of_commerce", "region", "other_public", "sponsor")
