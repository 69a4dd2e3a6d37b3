import json
import math
import re
from dataclasses import replace

import numpy as np
import pytest

from experiments.languages.en import sensitivity as en
from experiments.languages.it import sensitivity as it
from experiments.sensitivity import DUMMY, Analysis, FactorInfo, analyse
from experiments.sensitivity.page import markdown
from experiments.sensitivity.words import AnalysisWords, safe
from experiments.showing.page import html
from tests.experiments.sensitivity.worlds import cube, factors, noisy, saltelli, sample, trajectories

FACTORS = (
    FactorInfo(
        "rent", {"en": "Rent of the premises", "it": "Canone dei locali"}, "EUR/m2/month", 6, 22, "measured",
        source="Register 2023 [table 4].",
    ),
    FactorInfo("price", {"en": "Price of a plan", "it": "Prezzo di un piano"}, "EUR/month", 90, 260, "choice", policy_lever=True),
    FactorInfo("talk", {"en": "Word of mouth | by members", "it": "Passaparola | degli iscritti"}, "1/month", 0.0002, 0.002, "assumed"),
    FactorInfo("kind", {"en": "Instrument", "it": "Strumento"}, "", math.nan, math.nan, "choice", ("none", "host"), policy_lever=True),
    FactorInfo("other", {"en": "Something inert", "it": "Qualcosa di inerte"}, "share", 0, 1, "expert"),
    DUMMY,
)


def truth(unit: np.ndarray) -> np.ndarray:
    return np.asarray(30 - 20 * unit[:, 0] + 12 * unit[:, 1] * unit[:, 2] + 10 * unit[:, 2] + 2 * (unit[:, 3] >= 0.5))


@pytest.fixture(scope="module")
def found() -> list[Analysis]:
    unit = saltelli(6, 512, second_order=True)
    values = truth(unit)[:, None] + np.random.default_rng(1).normal(0, 3, (unit.shape[0], 4))
    failed = np.zeros(values.shape, dtype=bool)
    failed[20, 2] = True
    lost = values.copy()
    lost[20, 2] = math.nan
    members = analyse(sample(unit, lost, factors=FACTORS, dummy=True, second_order=True, failed=failed, seed=77))
    closed = sample(
        unit, values < 22, factors=FACTORS, dummy=True, second_order=True, kind="yes_no", outcome="closed_36",
        label={"en": "Closed within 36 months", "it": "Chiuso entro 36 mesi"}, outcome_unit="share",
    )  # fmt: skip
    offices = replace(closed, outcome="offices", label={"en": "Offices", "it": "Uffici"}, values=np.full(values.shape, 2.0), kind="number")
    return [members, analyse(closed), analyse(offices)]


def page(found: list[Analysis], lang: str, **changes: object) -> str:
    settings = {
        "title": "What decides", "question": "Will the hub live?", "lang": lang,
        "decisions": {"members_24": "how many desks to open with", "closed_36": "whether to go ahead"}, **changes,
    }  # fmt: skip
    return markdown(found, **settings)  # type: ignore[arg-type]


def part(text: str, heading: str) -> str:
    """A section of second rank."""
    return text.split(f"## {heading}\n")[1].split("\n## ", maxsplit=1)[0]


def test_it_names_the_three_strongest_and_why(found: list[Analysis]) -> None:
    text = page(found, "en")
    strongest = [rank.factor for rank in found[0].strongest(3)]
    assert strongest == ["rent", "talk", "price"]
    short = part(text, "In short")
    assert "**how many desks to open with** (members after 24 months): what matters most is “Rent of the premises”" in short
    members = part(text, "Members after 24 months")
    listed = re.findall(r"^\d\. \*\*(.+?)\.\*\* (.+)$", members, re.M)
    assert [name for name, _ in listed] == ["Rent of the premises", r"Word of mouth \| by members", "Price of a plan"]
    rent, talk, price = (sentences for _, sentences in listed)
    assert re.search(r"The outcome falls with it: from [34]\d members in the lowest tenth of its range to [12][\d.]+ members", rent)
    assert "What stands behind it: measurements." in rent
    assert r"Source: Register 2023 \[table 4\]." in rent
    assert "Its range: 0.0002 to 0.002 1/month." in talk
    assert "it is an assumption" in talk
    assert "It is a decision and not an unknown" in price
    total = found[0].index("sobol", "total", "rent")
    assert total is not None
    assert f"It explains {total.value:.0%} of the variance together with its interactions" in rent
    assert "“Something inert”" in members.split("### What this design does not show")[1].split("\n###")[0]


def test_levers_and_unknowns_are_told_apart(found: list[Analysis]) -> None:
    short = part(page(found, "en"), "In short")
    levers, unknowns = short.split("### What can be chosen and matters")[1].split("### What is worth knowing better")
    assert "**Price of a plan** (choice): members after 24 months (rises, number 3)" in levers
    assert r"**Word of mouth \| by members** (assumed)" in unknowns
    assert "Rent" not in levers + unknowns  # measured: little to find out, nothing to choose


def test_numbers_of_runs_failures_and_seed_are_stated(found: list[Analysis]) -> None:
    how = part(page(found, "en"), "How this was computed")
    assert "Saltelli, 7,168 points with 4 replicates each, 28,672 runs, seed 77. 5 factors were varied." in how
    assert "1 run failed; left out for it: 1 of 512 base rows." in how


def test_italian(found: list[Analysis]) -> None:
    text = page(found, "it")
    assert "conta soprattutto «Canone dei locali», «Passaparola \\| degli iscritti» e «Prezzo di un piano»" in text
    members = part(text, "Iscritti dopo 24 mesi")
    assert re.search(r"L'esito cala con esso: da (3|4)\d iscritti nel decimo più basso del suo intervallo a", members)
    assert "Intervallo: da 0,0002 a 0,002 1/month." in members
    assert "7.168 punti con 4 repliche ciascuno, 28.672 simulazioni, seme 77" in text
    english, italian = (set(re.findall(r"[a-z]{4,}", " ".join(table.TEXTS.values()).lower())) for table in (en, it))
    left = set(re.findall(r"\b[a-zàèìòù]{4,}\b", part(text, "Uffici").lower())) & (english - italian)
    assert not left


@pytest.mark.parametrize("lang", ["en", "it"])
def test_nothing_undefined_is_printed(found: list[Analysis], lang: str) -> None:
    text = page(found, lang)
    assert not re.search(r"\bnan\b|\binf\b|None|\{\w+\}", text)


def test_a_constant_outcome_is_told(found: list[Analysis]) -> None:
    text = page(found, "en")
    assert "**Offices**: it does not change inside these ranges" in text
    assert "Every run gives the same value, 2.0 share" in part(text, "Offices")
    assert "|" not in part(text, "Offices")


def test_shares_are_written_in_points(found: list[Analysis]) -> None:
    closed = part(page(found, "en"), "Closed within 36 months")
    assert re.search(r"The outcome rises with it: from \d+(\.\d)?% .+ a difference of \+\d+ percentage points", closed)


def test_it_is_made_from_what_was_stored(found: list[Analysis]) -> None:
    stored = [json.loads(json.dumps(analysis.to_dict(), allow_nan=False)) for analysis in found]
    for lang in ("en", "it"):
        assert page(stored, lang) == page(found, lang)  # type: ignore[arg-type]


def test_other_designs(found: list[Analysis]) -> None:
    unit = trajectories(6, 40)
    moves = analyse(sample(unit, noisy(truth(unit), unit, "morris", 4, common=0.5, own=1), "morris", factors=FACTORS, dummy=True))
    points = cube(5, 300)
    shape = analyse(sample(points, truth(points), "latin_hypercube", factors=FACTORS[:-1], outcome="lhs", label={"en": "In points"}))
    text = page([moves, shape], "en", decisions={})
    assert re.search(r"Across its whole range it moves the outcome by (19|2)[\d.]+ members on average \(\d+(\.\d)? to \d+(\.\d)?\)", text)
    assert re.search(r"Knowing it shifts the distribution of the outcome by 0\.\d\d", text)
    assert "With one replicate the spread of chance inside a point was not measured." in text
    assert "For members after 24 months. Design: Morris" in text
    assert "For In points. Design: Latin hypercube" in text
    assert "This outcome serves" not in text


def test_no_clear_factor_is_said() -> None:
    unit = cube(2, 60)
    nothing = analyse(sample(unit, np.random.default_rng(2).normal(0, 1, (60, 3)), "latin_hypercube", factors=factors(2)))
    for lang, words in (("en", "no factor can be told from chance"), ("it", "nessun fattore si distingue dal caso")):
        assert words in page([nothing], lang)


def test_a_page_needs_an_outcome() -> None:
    with pytest.raises(ValueError, match="one outcome"):
        page([], "en")


def test_html_stands_alone(found: list[Analysis]) -> None:
    pictures = {"members_24": {"indices": "fig/members.png"}}
    text = page(found, "en", figures=pictures, title="What <decides> & why")
    assert "![Factors by strength](fig/members.png)" in text
    made = html(text, {"fig/members.png": b"\x89PNG..."}, "en")
    assert made.startswith('<!doctype html>\n<html lang="en">')
    assert 'src="data:image/png;base64,iVBORy4uLg=="' in made
    assert "fig/members.png" not in made
    assert "http" not in made
    assert "<table>" in made
    assert "What &lt;decides&gt; &amp; why" in made
    assert "Word of mouth | by members</td>" in made
    with pytest.raises(KeyError, match=r"fig/members\.png"):
        html(text, {})


def test_small_ranges_keep_their_figures() -> None:
    words = AnalysisWords("en")
    assert [words.end(value, 0.002) for value in (0.0002, 0.002, 0.0)] == ["0.0002", "0.002", "0"]
    assert [words.end(value, 22) for value in (6, 22)] == ["6", "22"]
    assert words.end(1000, 1000) == "1,000"
    assert AnalysisWords("it").end(0.25, 0.25) == "0,25"


def test_markup_in_a_label_is_taken_as_text() -> None:
    assert safe("a|b *c* [d](e)\n<f>") == r"a\|b \*c\* \[d\](e) \<f\>"
