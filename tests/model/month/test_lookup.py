"""Finding who is due: the same rows as asking one after the other."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from model.memory import WORD
from model.month.lookup import list_due
from tests.model.kernels import callable_kernel

_LISTED = callable_kernel(list_due)
MONTHS = st.lists(st.integers(-1, 40), min_size=0, max_size=5 * WORD)


@settings(max_examples=60)
@given(MONTHS, st.integers(0, 3), st.integers(0, 30))
def test_who_is_due_is_listed_in_order(months: list[int], word: int, now: int) -> None:
    column = np.array(months, dtype=np.int32)
    first = min(word * WORD, len(months) // WORD * WORD)
    rows = np.full(len(column) + 1, -1)
    number = _LISTED(first, len(months), now, column, rows)
    assert rows[:number].tolist() == [row for row in range(first, len(months)) if months[row] <= now]
    assert (rows[number:] == -1).all()
