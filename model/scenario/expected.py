"""What a case is expected to show: facts with a bound and a reason, written into the scenario before it is run.

The model does not read them. `experiments.expected` judges them on runs, the report shows them, and the tests hold a shipped scenario
to those it enforces. Outcomes are named after what runs are asked, which the model does not know: `experiments` checks their names.
"""

from typing import Annotated, Final

from model.names import FIELDS
from model.reading.fields import Block, Items, quantity
from model.reading.one_of import OneOf

LINKS_BETWEEN: Final = "links_between"
"""The outcome that is always asked for two fields of work: collaborations begun between them over the run."""
OF_FIELDS: Final = (LINKS_BETWEEN, "collaborations")
"""Outcomes that two fields may go with; collaborations of two fields are the links between them."""


class Expectation(Block):
    """A bound on one outcome, with the reason for it."""

    outcome: str
    """Outcome it speaks of, such as members_36 or days_at_18; 'links_between' counts collaborations begun between two fields of work."""
    at_least: float | None = None
    """Least value, in the unit of the outcome (shares and yes or no: 0.5 for half)."""
    at_most: float | None = None
    """Largest value; with at_least, the value lies between the two."""
    in_share: float | None = quantity("share of the replicates", (0.05, 1), most=1, default=None)
    """Least share of the replicates that keep the bound (default: the bound is on the mean)."""
    policy: str = "baseline"
    """Policy it speaks of (default: the baseline)."""
    against: str | None = None
    """The bound is on the difference from this policy, taken replicate by replicate (default: on the outcome itself)."""
    hub: str | None = None
    """Name of the hub it speaks of (default: all hubs together)."""
    fields: Items[Annotated[str, OneOf(FIELDS)]] | None = None
    """The two fields of work of 'links_between' (or of 'collaborations'); a field twice for collaborations inside it."""
    why: str
    """Where the bound comes from, and whether it was fixed before the model was run."""
    why_it: str | None = None
    """The same in Italian (default: shown as in English)."""
    enforced: bool = True
    """Whether the tests fail when runs do not keep it; false needs 'because'."""
    because: str | None = None
    """Why runs need not keep it today."""
