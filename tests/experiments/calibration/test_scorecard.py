"""The scorecard: what chance adds is taken off, statuses follow the chance, pages say it in every language."""

import math
import re

import numpy as np
import pytest

from experiments.calibration import scorecard
from experiments.calibration.page import band, page, table, trust
from experiments.calibration.scorecard import Half, lines, without_chance
from experiments.expected.claims import Claim
from experiments.expected.measured_cases import Runs
from experiments.expected.register import CLOSED, Placed, real_hubs
from experiments.expected.validation import CLAIMS
from experiments.languages import Words, languages
from experiments.runs.results import Results
from tests.experiments.stand_ins import make_stack, reached

REAL = [next(real for real in real_hubs() if (real.unit == CLOSED) is closed) for closed in (False, True)]
PLACED = [Placed(REAL[0], 2.0, 6.0, 20.0, 0.8), Placed(REAL[1], math.nan, 0.4, math.nan, math.nan)]


def halves(between: float, chance: float, sets: int = 4000) -> np.ndarray:
    """Values of sets that differ by `between`, in two halves that chance moves by `chance` each."""
    draws = np.random.default_rng(1)
    centre = 10 + between * draws.normal(size=sets)
    first, second = (centre + chance * draws.normal(size=sets) for _ in range(2))
    return np.stack([(first + second) / 2, first, second], axis=1)


@pytest.mark.parametrize(("between", "chance"), [(2.0, 3.0), (1.0, 0.0), (0.5, 1.0)])
def test_the_spread_left_is_that_between_sets(between: float, chance: float) -> None:
    found = without_chance(halves(between, chance))
    assert found.std() == pytest.approx(between, rel=0.1)
    assert found.mean() == pytest.approx(10, abs=0.1)


def test_chance_alone_leaves_no_spread() -> None:
    assert without_chance(halves(0.0, 2.0)).std() < 0.4
    assert not without_chance(np.full((5, 3), np.nan)).size


def judged(value: float, sets: int = 8) -> np.ndarray:
    """Every line with one value under every set."""
    return np.full((sets, len(CLAIMS), 3), value)


def test_status_follows_the_chance_of_keeping_the_band() -> None:
    k = next(n for n, claim in enumerate(CLAIMS) if claim.key == "F17 median")  # 8 to 18
    after = judged(12.0)
    for inside, status in ((8, "in"), (6, "in"), (4, "open"), (2, "out"), (0, "out")):
        after[:, k] = np.where(np.arange(8) < inside, 12.0, 30.0)[:, None]
        line = lines(judged(3.0), after)[k]
        assert (line.chance, line.status) == (inside / 8, status)
        assert line.prior == (3.0, 3.0, 3.0)


def test_a_number_without_a_band_is_not_judged() -> None:
    known = next(line for line in lines(judged(1.0), judged(1.0)) if line.claim.kind == "known")
    assert math.isnan(known.chance)
    assert known.status == ""


def test_a_half_holds_every_second_replicate() -> None:
    members = np.arange(4.0)[:, None] * np.ones((4, 24))
    stack = make_stack(members=members)

    class Made(Runs):
        def __getitem__(self, name):
            return Results(scenario, 1, {"baseline": stack}, reached(np.arange(4.0)[None], np.zeros((1, 1, 4))))

    from experiments.expected.measured_cases import CASES

    scenario = CASES["sondrio"].scenario()
    first, second = (Half(Made(4), k)["sondrio"] for k in (0, 1))
    assert first.stack().series("members")[:, 0, 0].tolist() == [0.0, 2.0]
    assert second.stack().series("members")[:, 0, 0].tolist() == [1.0, 3.0]
    assert (first.replicates, second.replicates) == (2, 2)


def test_sets_are_judged_beneath_what_a_case_says(monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(scorecard, "read_value", lambda claim, runs: seen.append(dict(runs.beneath)) or 1.0)
    assert scorecard.judge_set({"habit": 1.5}, 3, 2) == [(1.0, 1.0, 1.0)] * len(CLAIMS)
    assert {"habit": 1.5} in seen


def test_sets_of_the_prior_cover_every_range() -> None:
    sets = scorecard.sets_of_prior(12)
    values = sorted(each["beta_c"] for each in sets)
    assert len(values) == 12
    assert np.diff(values).max() < 2 * 16 / 12 + 1e-9  # 4 to 20


@pytest.mark.parametrize("lang", languages())
def test_the_page_says_every_fact_in_the_readers_language(lang: str) -> None:
    words = Words(lang, "scorecard")
    found = lines(judged(1.0), judged(0.5))
    text = page(found, (8, 8), 4, PLACED, 16, lang, "scorecard.png")
    assert f"![{words('figure')}](scorecard.png)" in text
    assert f"{REAL[0].hub}, {REAL[0].town}" in text
    rows = [line for line in table(found, words).splitlines() if re.match(r"\| [A-Z]", line)]
    assert len(rows) == len(CLAIMS)
    assert all(row.count(" | ") == 7 for row in rows)
    for claim in CLAIMS:
        assert words.claim(claim.key, claim.statement) in text
        assert band(claim, words) in text
    assert text.count(words("promotional")) == sum(claim.promotional for claim in CLAIMS) == 3
    assert not re.search(r"\b(nan|inf)\b", text)


@pytest.mark.parametrize("lang", [lang for lang in languages() if lang != "en"])
def test_every_fact_has_words_in_every_language(lang: str) -> None:
    words = Words(lang, "scorecard")
    assert all(words.claim(claim.key, "") for claim in CLAIMS)
    assert all(words.claim_known(claim.key, "") for claim in CLAIMS if claim.kind == "known")


def test_trust_counts_what_is_met_and_names_what_is_not() -> None:
    after = judged(math.nan)
    for k, claim in enumerate(CLAIMS):
        after[:, k] = next((end for end in (claim.low, claim.high) if math.isfinite(end)), 1.0)
    whole = lines(judged(1.0), after)
    held = [line for line in whole if line.claim.kind == "validate"]
    said = trust(whole, Words("en", "scorecard"))
    assert f"Of {len(held)} lines held out, which nothing was fitted to, they meet {len(held)} and miss 0" in said[1]
    assert len(said) == 3
    k = next(n for n, claim in enumerate(CLAIMS) if claim.kind == "validate")
    after[:, k] = 1e9
    missed = trust(lines(judged(1.0), after), Words("en", "scorecard"))
    assert any(CLAIMS[k].key in sentence for sentence in missed)


def test_bands_in_the_readers_language() -> None:
    words = Words("it", "scorecard")
    assert band(Claim("F0", "validate", "", lambda r: 0.0, 2.0, 4.5), words) == "da 2,0 a 4,5"
    assert band(Claim("F0", "validate", "", lambda r: 0.0, high=0.5, percent=True), words) == "al più 50\u202f%"
    assert band(Claim("M19", "known", "", lambda r: 0.0, known="x"), words) == "la gente dell'inquilino è iscritta"
