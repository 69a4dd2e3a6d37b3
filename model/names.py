"""The closed lists of the model: kinds, fields, plans, sizes, states. Codes are positions in these lists."""

from typing import Final

FIELDS: Final = ("digital", "creative", "legal", "finance", "marketing", "engineering", "agrifood", "other")
KINDS: Final = ("independent", "employee", "firm")
INDEPENDENT, EMPLOYEE, FIRM = range(3)
AGE_BANDS: Final = ("20-34", "35-54", "55+")
FIRM_SIZES: Final = ("1-2", "3-9", "10-49", "50-249")

PLANS: Final = ("none", "occasional", "flex", "fixed", "office")
NO_PLAN, OCCASIONAL, FLEX, FIXED, OFFICE = range(5)

HUB_STATES: Final = ("planned", "open", "downsized", "closed")
PLANNED, OPEN, DOWNSIZED, CLOSED = range(4)

# why a hub closed or shrank (0: it did not)
REASONS: Final = ("", "cash below the credit line", "low use and little runway", "low use without growth")
NO_REASON, OUT_OF_CASH, LOW_RUNWAY, NO_GROWTH = range(4)

FIRM_STAGES: Final = ("unaware", "aware", "client", "tenant")
UNAWARE, AWARE, CLIENT, TENANT = range(4)

OPERATORS: Final = ("private", "public", "cooperative", "employer_anchored", "volunteer")
BUILDINGS: Final = ("rented", "own", "regenerated")
PAYERS: Final = ("municipality", "chamber_of_commerce", "region", "other_public", "sponsor")
