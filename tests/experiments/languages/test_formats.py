"""Numbers, money and months as readers of each language write them."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.languages import Formats, calendar, languages
from experiments.languages.known import module

IT, EN = Formats("it"), Formats("en")
THIN = "\u202f"


def test_each_language_has_its_separators() -> None:
    assert IT.number(1234.5, 1) == "1.234,5"
    assert EN.number(1234.5, 1) == "1,234.5"
    assert IT.number(-1234567) == "−1.234.567"
    assert EN.number(12, signed=True) == "+12"


def test_nothing_is_written_minus_zero_and_no_number_is_a_dash() -> None:
    assert EN.number(-0.04, 1) == "0.0"
    assert EN.number(-0.04, 1, signed=True) == "0.0"
    assert IT.number(math.nan) == "–"
    assert IT.percent(math.nan) == "–"
    assert EN.euro(math.inf) == "–"


def test_money_keeps_three_figures_from_ten_thousand_up() -> None:
    assert IT.euro(9_876.4) == f"9.876{THIN}€"
    assert IT.euro(123_456) == f"123.000{THIN}€"
    assert EN.euro(1_234_567) == "€1,230,000"
    assert EN.euro(-2_500).replace("\u2060", "") == "−€2,500"
    assert EN.euro(2_500, signed=True).replace("\u2060", "") == "+€2,500"


def test_percentages_take_the_article_italian_wants() -> None:
    wanted = {0.71: "il 71", 0.80: "l'80", 0.08: "l'8", 0.11: "l'11", 0.0: "lo 0", 1.0: "il 100", 0.18: "il 18", 0.01: "l'1", 0.89: "l'89"}
    assert {share: IT.the_percent(share) for share in wanted} == {share: f"{text}{THIN}%" for share, text in wanted.items()}
    assert EN.the_percent(0.8) == "80%"


def test_an_article_melts_with_in() -> None:
    assert [IT.in_percent(share) for share in (0.78, 0.8, 0.0)] == [f"nel 78{THIN}%", f"nell'80{THIN}%", f"nello 0{THIN}%"]
    assert EN.in_percent(0.8) == "80%" and IT.in_percent(math.nan) == IT.the_percent(math.nan) == "–"


def test_a_label_inside_a_sentence_keeps_an_acronym() -> None:
    for way in (IT, EN):
        assert [way.inside(label) for label in ("Cassa", "L'affitto", "CO₂ evitata", "")] == ["cassa", "l'affitto", "CO₂ evitata", ""]


def test_decimals_follow_the_size_of_the_number() -> None:
    assert [EN.tidy(value) for value in (0.123, 1.234, 12.34, 123.4)] == ["0.12", "1.2", "12.3", "123"]
    assert EN.tidy(0.5, like=30, signed=True) == "0"


def test_months_are_dates() -> None:
    assert IT.month("2022-01", 35) == "dicembre 2024"
    assert EN.month("2022-11", 2) == "January 2023"
    assert IT.short_month("2022-06", 0) == "giu 22"
    assert IT.thousands(12_500) == "12" and IT.thousands(1_500) == "1,5" and EN.thousands(-400, signed=True) == "−0.4"


def test_lists_end_with_and() -> None:
    assert IT.listing(["a", "b", "c"]) == "a, b e c"
    assert EN.listing(["a"]) == "a" and EN.listing([]) == ""


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match=f"'xx': there are {', '.join(languages())}"):
        Formats("xx")


@settings(derandomize=True, deadline=None)
@given(st.floats(-1e12, 1e12), st.integers(0, 4), st.sampled_from(languages()))
def test_a_number_reads_back(value: float, decimals: int, lang: str) -> None:
    text = Formats(lang).number(value, decimals)
    ways = module(lang, "formats")
    thousands, point = ways.THOUSANDS, ways.DECIMAL
    read = float(text.replace(thousands, "").replace(point, ".").replace("−", "-"))
    assert read == pytest.approx(value, abs=0.5000001 * 10**-decimals + math.ulp(value))


@settings(derandomize=True, deadline=None)
@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(0, 2000))
def test_months_count_on(year: int, month: int, later: int) -> None:
    at_year, at_month = calendar(f"{year}-{month:02d}", later)
    assert 1 <= at_month <= 12
    assert (at_year - year) * 12 + at_month - month == later
