"""Words in the colours of the figures can be read by who sees little contrast, whatever the colour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.showing.style import (
    COST_COLOURS,
    INCOME_COLOURS,
    INK,
    LEGIBLE,
    MUTED,
    PAPER,
    STATE_COLOURS,
    contrast,
    legible,
    legible_on,
    policy_look,
)  # fmt: skip

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


KNOWN = [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)]


@pytest.mark.parametrize(("one", "other", "known"), KNOWN)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, known: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(known, abs=0.01)


@given(colours)
def test_words_of_any_colour_can_be_read_on_paper_and_on_any_fill(colour: str) -> None:
    assert contrast(legible(colour), PAPER) >= LEGIBLE
    assert contrast(legible_on(colour), colour) >= LEGIBLE


def test_what_can_be_read_keeps_its_colour() -> None:
    assert [legible(colour) for colour in (INK, MUTED, "#0072b2")] == [INK, MUTED, "#0072b2"]
    assert legible("#009e73") != "#009e73"


def test_policies_are_told_apart_by_their_words_too() -> None:
    assert len({policy_look(number).ink for number in range(9)}) == 9


def test_numbers_on_bars_are_ink_or_white_where_these_can_be_read() -> None:
    assert [legible_on(colour) for colour in ("#0b5c8a", "#f3bd84", "#7d7d7d")] == [PAPER, INK, "#000000"]
    for fills in (INCOME_COLOURS, COST_COLOURS, STATE_COLOURS):
        assert all(contrast(legible_on(fill), fill) >= LEGIBLE for fill in fills.values())
