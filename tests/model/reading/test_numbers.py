"""Numbers and months as Italians write them: none is taken for another, and the advice names the one that is meant."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.reading.numbers import meant, month_meant, two_readings, written
from model.reading.wording import nearest
from model.reading.writing import to_yaml
from model.scenario import Scenario
from model.scenario.loading import read_text

TOWN = """title: A hub
question: Will it live?
start: {start}
territory: {{towns: [lodi]}}
hubs:
  - {{name: hub, town: lodi, desks: {desks}, {hub}}}
instruments:
  - {{type: voucher, payer: {payer}, share: {share}, {voucher}}}
parameters: {{{parameters}}}
"""
USUAL = {"start": "2027-01", "desks": "16", "hub": "", "payer": "region", "share": "0.5", "voucher": "", "parameters": ""}


def said(**written: str) -> tuple[Scenario | None, list[str]]:
    scenario, problems = read_text(TOWN.format(**{**USUAL, **written}), "town.yaml")
    return scenario, [problem.message for problem in problems]


MONEY = (
    {"hub": "works_eur: {}"}, {"hub": "opening_cash_eur: {}"}, {"hub": "prices: {{office: {}}}"}, {"voucher": "budget_eur: {}"},
    {"voucher": "cap_total_eur: {}"}, {"parameters": "price_flex_eur: {}"},
)  # fmt: skip


@pytest.mark.parametrize("place", MONEY, ids=lambda place: next(iter(place.values())))
@given(thousands=st.integers(1, 9), rest=st.integers(0, 999))
def test_three_decimals_of_money_are_never_read(place: dict[str, str], thousands: int, rest: int) -> None:
    number = f"{thousands}.{rest:03d}"
    scenario, messages = said(**{block: key.format(number) for block, key in place.items()})
    assert scenario is None
    assert any(f"write {number.replace('.', '')}, or " in message for message in messages)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("90k", 90_000), ("90 K€", 90_000), ("90.000 €", 90_000), ("€ 90000", 90_000), ("EUR 90.000", 90_000), ("1.250,50", 1_250.5),
        ("1,250.50", 1_250.5), ("90 mila", 90_000), ("1,2 mln", 1_200_000), ("90'000", 90_000), ("90 000 euro", 90_000),
        ("90.000,00", 90_000),
        ("1.250.000", 1_250_000), ("90,000", 90_000), ("12,5", 12.5), ("٩٠", 90),
    ],
)  # fmt: skip
def test_the_advice_for_money_is_the_number_that_is_meant(text: str, number: float) -> None:
    scenario, messages = said(hub=f'works_eur: "{text}"')
    assert scenario is None
    assert messages == [f"'{text}' is not a number; write {number:.10g}, without unit or separators"]


@pytest.mark.parametrize(("text", "share"), [("0,5", 0.5), ("50 %", 0.5), ("50%", 0.5), ("12,5 %", 0.125), ("50 per cento", 0.5)])
def test_the_advice_for_a_share_is_the_share(text: str, share: float) -> None:
    assert said(share=f'"{text}"')[1] == [f"'{text}' is not a number; write {share:g}, without unit or separators"]


@pytest.mark.parametrize("share", ["0.556", "0.125", "0.500", "1.0"])
def test_a_share_with_three_decimals_is_a_share(share: str) -> None:
    scenario, messages = said(share=share)
    assert messages == []
    assert scenario is not None and scenario.written()["instruments"][0]["share"] == float(share)


def test_what_is_too_great_says_what_it_may_be() -> None:
    assert said(share="50")[1] == ["'50' is out of range; write a number from 0 to 1 (share of the price), or 0.5 if 50 % is meant"]
    assert said(share="101")[1] == ["'101' is out of range; write a number from 0 to 1 (share of the price)"]
    hours = said(hub="host_fte: 20")[1]
    assert hours == ["'20' is out of range; write a number from 0 to 8 (full-time equivalents), or 0.5 if 20 hours a week are meant"]
    assert said(hub="host_fte: 4")[1] == [
        "4 is outside the plausible range 0-2 full-time equivalents; keep it if it is meant, or 0.1 if 4 hours a week are meant"
    ]


def test_a_rent_that_can_only_be_one_number_is_read() -> None:
    scenario, messages = said(hub="rent_eur_m2: 7.125")
    assert messages == [] and scenario is not None and scenario.hubs[0].rent_eur_m2 == 7.125


@given(st.floats(-1e9, 1e9))
def test_what_the_program_writes_is_never_taken_for_thousands(number: float) -> None:
    text = to_yaml({"number": number}).removeprefix("number: ").strip()
    assert two_readings(text, -math.inf, math.inf, "EUR") is None
    assert float(text) == number
    assert two_readings(written(number), -math.inf, math.inf, "EUR") is None


@given(st.text(max_size=80))
def test_a_number_read_off_lies_in_the_range_of_the_place(text: str) -> None:
    number = meant(text, 0, 500, "desks", whole=True)
    assert number is None or (0 <= number <= 500 and number.is_integer())


MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


FORMS = ("{m}/{y}", "{m:02d}/{y}", "{y}/{m}", "{y}-{m}", "{m:02d}-{y}", "15/{m:02d}/{y}")


@given(st.integers(1900, 2199), st.integers(1, 12), st.sampled_from(FORMS))
def test_a_month_in_figures_is_advised(year: int, month: int, form: str) -> None:
    assert month_meant(form.format(y=year, m=month)) == f"{year}-{month:02d}"


@pytest.mark.parametrize("word", MONTHS)
def test_a_month_in_words_is_advised(word: str) -> None:
    number = MONTHS.index(word) % 12 + 1
    assert month_meant(f"{word} 2022") == month_meant(f"{word[:3]} 2022") == month_meant(f"1 {word} 2022") == f"2022-{number:02d}"


def test_the_month_that_is_meant_is_said_and_no_other() -> None:
    for key, block in (("start", {}), ("hub", {"hub": "opens: {}"}), ("voucher", {"voucher": "start: {}"})):
        written = {place: text.format("03/2027") for place, text in block.items()} or {key: "03/2027"}
        assert said(**written)[1] == ["'03/2027' is not the way to write a month; write 2027-03"]
    assert said(voucher="end: 2028")[1] == ["'2028': a year without its month; write the month too, as 2028-01"]


def test_nothing_under_a_key_is_not_silent() -> None:
    price = "no price is written; write one, or leave the key out for the usual price; 'plans' says what is sold: day, flex or fixed"
    assert said(hub="prices: {flex: null}") == (None, [price])
    for place in ({"hub": "host_fte: "}, {"voucher": "budget_eur: null"}):
        scenario, messages = said(**place)
        assert scenario is not None
        assert messages == ["nothing is written: the default stands; write a number, or leave the key out"]


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ({"hub": "building: own, rent_eur_m2: 9"}, "no rent is paid in a building of one's own: it does nothing; leave it out"),
        (
            {"hub": "plans: [day], prices: {flex: 100}"},
            "the plan is not on sale: its price does nothing; add it to 'plans', or take it out",
        ),
        ({"voucher": "ages: []"}, "nobody is named: it does nothing; leave the key out for all"),
        ({"hub": "founders: 17"}, "17 founders for 16 desks: each takes a desk; write at most 16"),
    ],
)
def test_what_does_nothing_is_said(place: dict[str, str], message: str) -> None:
    assert message in said(**place)[1]


@pytest.mark.parametrize(
    ("word", "known", "meaning"),
    [
        ("postazioni", ("town", "desks", "m2"), "desks"),
        ("Camera di commercio", ("municipality", "chamber_of_commerce"), "chamber_of_commerce"),
        ("affitto_eur", ("desks", "rent_eur_m2"), "rent_eur_m2"), ("comune", ("region", "municipality"), "municipality"),
        ("comuni", ("towns", "overrides"), "towns"), ("buoni", ("voucher", "events"), "voucher"), ("postazione", ("desks", "m2"), "desks"),
        ("postazioni", ("posts", "town"), None),
    ],
)  # fmt: skip
def test_an_italian_word_is_recognised_where_what_it_means_belongs(word: str, known: tuple[str, ...], meaning: str | None) -> None:
    assert nearest(word, known) == meaning
