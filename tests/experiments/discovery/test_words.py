"""Sentences, tables and messages."""

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.discovery import Cases, Discovery, discover
from experiments.discovery.cases import BinnedFactor, Condition
from experiments.discovery.findings import subject, unit_text, value_text, where
from experiments.languages import Words
from tests.experiments.discovery import planted

EN, IT = Words("en", "discovery"), Words("it", "discovery")


def test_a_box_in_english(corner: Discovery) -> None:
    lines = corner.sentences("en")
    assert re.fullmatch(r"Hubs close in 3\d% of 2,500 runs at 500 points of the design\.", lines[0])
    assert re.fullmatch(
        r"Hubs close in 8\d% of runs where remote share ≤ 0\.4\d? and rent ≥ (8\.\d|9|9\.\d) EUR/m2 "
        r"\((\d\d%|a quarter) of all runs; (\d\d%|two thirds) of all such cases; 1\d% elsewhere\)\.", lines[1])
    assert re.fullmatch(r"In runs that the search did not see it is \d\d% \(\d\d% to \d\d%\), against 3\d% overall\.", lines[2])
    assert re.fullmatch(r"Kept in \d+% of resamples: (remote share|rent)(, |; \d+%: )(remote share|rent)\.", lines[3])
    assert any(line.startswith("Values that differ beyond chance") and "remote share (lower, 0." in line for line in lines)


def test_a_box_in_italian(corner: Discovery) -> None:
    lines = corner.sentences("it")
    assert re.fullmatch(r"Gli hub chiudono nel 3\d\u202f% di 2\.500 simulazioni in 500 punti del disegno\.", lines[0])
    assert re.fullmatch(
        r"Gli hub chiudono nell'8\d\u202f% delle simulazioni in cui quota da remoto ≤ 0,4\d? e affitto ≥ (8,\d|9|9,\d) EUR/m2 "
        r"\((il \d\d\u202f%|un quarto) di tutte le simulazioni; (il \d\d\u202f%|due terzi) di tutti questi casi; "
        r"1\d\u202f% altrove\)\.", lines[1])
    assert "Nelle simulazioni che la ricerca non ha visto è" in lines[2]
    assert lines[3].startswith("Confermato nel ")


def test_what_was_left_aside_is_said(towns: Discovery) -> None:
    lines = towns.sentences("en")
    assert "Left out: 6 failed runs." in lines
    assert "Ignored, as they do not vary: rate." in lines
    assert any("town = Lecco or Sondrio" in line for line in lines)
    assert "Escluse: 6 simulazioni non riuscite." in towns.sentences("it")
    assert lines[0].startswith("Closed within 36 months in ")
    assert towns.counts.failed == 6
    assert len(towns.counts.kept) == 499


def test_limits_on_both_sides_are_parted_by_a_semicolon_in_any_language(corner: Discovery) -> None:
    sample, labels = corner.counts.sample, {"rent": {"en": "Rent between the lines", "it": "Affitto tra le righe"}}
    worded = replace(sample, factors=tuple(replace(factor, label=labels.get(factor.name, factor.label)) for factor in sample.factors))
    one_sided = replace(corner, counts=replace(corner.counts, sample=worded))
    box = corner.regions[0].prim.box
    assert re.fullmatch(r"remote share ≤ 0\.\d+ and rent between the lines ≥ \S+ EUR/m2", where(one_sided, box, EN))
    rent = [factor.name for factor in sample.factors].index("rent")
    last = box.last.copy()
    last[rent] -= 1
    assert re.fullmatch(r"quota da remoto ≤ 0,\d+; affitto tra \S+ e \S+ EUR/m2", where(corner, replace(box, last=last), IT))


def test_noise_is_told_as_noise(noise: Discovery) -> None:
    assert "No combination of factors sets these runs apart beyond chance." in noise.sentences("en")
    assert "Nessuna combinazione di fattori distingue queste simulazioni oltre il caso." in noise.sentences("it")


def test_a_later_box_is_told_as_such(two: Discovery) -> None:
    assert sum(line.startswith("Outside the first box: hubs close in ") for line in two.sentences("en")) == 1
    assert sum(line.startswith("Fuori dal primo riquadro: gli hub chiudono ne") for line in two.sentences("it")) == 1


def test_another_language_is_refused(corner: Discovery) -> None:
    with pytest.raises(ValueError, match="language 'xx'"):
        corner.sentences("xx")


@pytest.mark.parametrize(
    ("operator", "threshold", "values", "told"),
    [
        (">=", 1, [0.0, 1.0], "Members at 36 months"),
        (">", 0, [0.0, 1.0], "Members at 36 months"),
        ("<", 1, [0.0, 1.0], "Members at 36 months < 1"),
        (">=", 1, [0.0, 7.0], "Members at 36 months ≥ 1"),
        ("<", 10.5, [0.0, 70.0], "Members at 36 months < 10.5"),
        ("<=", -1234, [-9000.0, 70.0], "Members at 36 months ≤ −1,234"),
    ],
)
def test_a_condition_in_words(operator: str, threshold: float, values: list[float], told: str, noise: Discovery) -> None:
    cases = Cases(pd.DataFrame({"x": [1, 2]}), np.array([values]).T, {}, "members_36", {"en": "Members at 36 months"})
    made = Discovery(cases, Condition(operator, threshold), noise.counts, noise.options, (), (), 20, 1)
    assert subject(made, EN) == told


@pytest.mark.parametrize(
    ("low", "high", "value", "told"),
    [(0, 1, 0.3141, "0.31"), (4, 16, 9.4271, "9.4"), (0, 120_000, 40_123.4, "40,000"),
     (0.001, 0.02, 0.01234, "0.0123"), (0, 1, 0.4, "0.4")],
)
def test_a_limit_has_as_many_figures_as_its_range_deserves(low: float, high: float, value: float, told: str) -> None:
    ends = np.array([low, (low + high) / 2.01, high])
    assert value_text(BinnedFactor("x", {}, "", ends, ends), value, EN) == told


@pytest.mark.parametrize(
    ("unit", "english", "italian"),
    [("share", "", ""), ("EUR/month", "EUR/month", "EUR/mese"), ("1/month", "/month", "/mese"), ("x", "", ""),
     ("desks", "desks", "postazioni")],
)
def test_units(unit: str, english: str, italian: str) -> None:
    factor = BinnedFactor("x", {"en": "X"}, unit, np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    assert (unit_text(factor, EN), unit_text(factor, IT)) == (english, italian)


def test_the_table_is_tidy(two: Discovery) -> None:
    assert list(two.table) == ["box", "factor", "label", "unit", "side", "limit", "low", "high", "categories", "stability", "stable", "p"]
    assert (two.table.p <= 0.05).all()
    assert not two.table.duplicated(["box", "factor", "side"]).any()


def test_the_trajectory_starts_with_everything_and_ends_with_the_box(corner: Discovery) -> None:
    path = corner.trajectory
    first, last = path.iloc[0], path[path.box == 1].iloc[-1]
    assert (first.coverage, first.mass, first.restricted) == (1, 1, 0)
    assert first.density == pytest.approx(corner.density)
    assert last.stage == "end"
    assert (last.coverage, last.density, last.mass) == pytest.approx(
        (corner.regions[0].coverage, corner.regions[0].density, corner.regions[0].mass)
    )
    assert path[path.box == 1].chosen.sum() == 2  # the step chosen, and the box it became


def test_everything_goes_into_json(towns: Discovery, noise: Discovery) -> None:
    for discovery in (towns, noise):
        text = json.dumps(discovery.to_dict(), allow_nan=False)
        assert json.loads(text) == discovery.to_dict()
    told = towns.to_dict()
    sides = {side["factor"]: side for side in told["boxes"][0]["restrictions"]}
    assert sides["town"]["limit"] is None
    assert sides["town"]["categories"] == ["Lecco", "Sondrio"]
    assert told["failed_runs"] == 6
    assert told["ignored_factors"] == ["rate"]


def test_a_box_that_does_not_exist(noise: Discovery, corner: Discovery) -> None:
    with pytest.raises(ValueError, match=r"there is no box 9: \d found"):
        corner.members(9)
    with pytest.raises(ValueError, match="there is no box 1: none found"):
        noise.region()


def _cases(**changes: Any) -> Cases:
    cases = planted.sweep(planted.corner, points=60, replicates=2)
    return Cases(changes.get("factors", cases.factors), changes.get("values", cases.values), planted.LABELS, "closed_36")


def test_messages() -> None:
    cases = _cases()
    holed = cases.factors.assign(rent=cases.factors.rent.where(cases.factors.rent > 5))
    infinite = cases.factors.assign(rent=np.where(cases.factors.rent > 5, cases.factors.rent, np.inf))
    refused: list[tuple[str, Cases, tuple[str, float], dict[str, Any]]] = [
        ("no run is of interest: closed_36 >= 2 holds in none of 120 runs; it goes from 0 to 1, so take a threshold in between",
         cases, (">=", 2), {}),
        ("every run is of interest: closed_36 >= 0 holds in all 120 runs; it goes from 0 to 1", cases, (">=", 0), {}),
        ("no factor varies", _cases(factors=cases.factors.assign(**{str(name): 1.0 for name in cases.factors})), (">=", 1), {}),
        (r"factor rent has no finite value at \d+ points: every point needs a value of every factor", _cases(factors=holed), (">=", 1), {}),
        (r"factor rent has no finite value at \d+ points", _cases(factors=infinite), (">=", 1), {}),
        ("closed_36 is undefined in every run: it does not exist in these runs, or all of them failed; choose an outcome that exists",
         _cases(values=np.full((60, 2), np.nan)), (">=", 1), {}),
        ("closed_36 is infinite in 120 runs: mark a failed run with nan", _cases(values=np.full((60, 2), np.inf)), (">=", 1), {}),
        ("60 rows of factors and 59 rows of values", _cases(values=cases.values[:59]), (">=", 1), {}),
        ("values has 1 dimensions: one row a point and one column a replicate", _cases(values=cases.values[:, 0]), (">=", 1), {}),
        ("operator '=>': a condition is written with one of >=, >, <=, <, ==, !=", cases, ("=>", 1), {}),
        ("threshold nan: a condition needs a number", cases, (">=", float("nan")), {}),
        ("resamples = 5: shares of fewer than 20 resamples mean nothing", cases, (">=", 1), {"resamples": 5}),
        ("alpha = 1.5: a share between 0 and 1 is needed", cases, (">=", 1), {"alpha": 1.5}),
        ("density = 0.0: a share above 0", cases, (">=", 1), {"density": 0.0}),
        ("boxes = 0: at least one is needed", cases, (">=", 1), {"boxes": 0}),
        ("stable = 0: a share above 0", cases, (">=", 1), {"stable": 0}),
        ("factor code has 120 categories, more than 100: is it a number kept as text", Cases(
            pd.DataFrame({"code": [str(k) for k in range(120)]}), np.tile([[0.0], [1.0]], (60, 1))), (">=", 1), {}),
    ]
    for message, what, condition, options in refused:
        with pytest.raises(ValueError, match=message):
            discover(what, *condition, **options)


def test_a_handful_of_points_gives_no_box_and_says_why() -> None:
    found = discover(planted.sweep(planted.corner, points=12), ">=", 1, resamples=20)
    assert not found.regions
    assert "With only 12 points, little can be told apart from chance." in found.sentences()
