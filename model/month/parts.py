"""A month in parts (ODD §3): between them extensions act, and steps 4 and 5 of several stretches of agents may go side by side.

The same kernels as in `schedule.months`, and the same results: nobody's hearing or choice depends on another's in the month. They are
compiled when first asked for.
"""

from model.compiled import entry
from model.month.choice import Lists
from model.month.schedule import end_month, hear_and_choose, set_offers, tell_offers


@entry(arrays=True)
def offer(t, town):
    """Steps 1 to 3, up to what hubs offer."""
    set_offers(t, town)


@entry(arrays=True)
def tell(t, town):
    """The end of step 3 and the beginning of step 4: who notices, and what is heard of hubs."""
    tell_offers(t, town)


@entry(arrays=True)
def choose(first, last, t, town, rows, priority, counts):
    """Steps 4 and 5 of the agents from `first` (at the start of a word) up to `last`, whose part of the workspace is given."""
    hear_and_choose(first, last, t, town, Lists(rows[0], rows[1], priority, rows[2], counts))


@entry(arrays=True)
def end(t, town, rows, priority, counts):
    """The end of step 5, and steps 6 to 14."""
    end_month(t, town, rows[1:], Lists(rows[0], rows[1], priority, rows[2], counts))
