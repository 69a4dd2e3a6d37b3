"""Bands hold what they were made of, let go what moved, and come back equal from their files; refreshing needs a reason and says so."""

import math
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.commands import expected as commands
from experiments.expected import bands, files
from experiments.expected.bands import Band, FigureKey, Moved, RecordedBands
from experiments.outcomes.measures import MEASURES
from model.scenario import Scenario, load_scenario, scenario_names
from tests.experiments.report.fakes import results

RUNS = results(hubs=2, policies=2, replicates=6)
RECORD = bands.record_of(RUNS, 'a "first" record: à', "2026-01-31")
MEMBERS = FigureKey("paid_host", "hub_2", "members_36")


def _moved(figure: FigureKey, factor: float) -> dict[FigureKey, Band]:
    return {**RECORD.bands, figure: Band(*(end * factor for end in RECORD.bands[figure]))}


def test_headline_outcomes_of_each_policy_and_hub() -> None:
    places = set(RECORD.bands)
    assert {figure.policy for figure in places} == {"baseline", "rent_free", "paid_host"}
    assert {figure.hub for figure in places} == {"all", "hub_1", "hub_2"}
    assert {figure.outcome for figure in places} == {name for name, m in MEASURES.items() if m.headline} | {"public_eur", "collaborations"}
    one = bands.bands_of(results(hubs=1, policies=0, replicates=3))
    assert {figure.hub for figure in one} == {"all"}, "a lone hub is all hubs"


def test_a_band_is_half_a_percent_of_the_mean_size() -> None:
    values = RUNS.values("cash_36", "paid_host", "hub_2")
    band = RECORD.bands[MEMBERS._replace(outcome="cash_36")]
    assert band.mean == pytest.approx(values.mean(), rel=1e-5)
    assert (band.high - band.low) / 2 == pytest.approx(0.005 * np.abs(values).mean(), rel=1e-2)


def test_nothing_moves_by_itself_and_last_bits_do_not_matter() -> None:
    assert bands.outside(RECORD, bands.bands_of(RUNS)) == []
    assert bands.outside(RECORD, bands.bands_of(RUNS), of_the_mean=True) == []
    assert bands.outside(RECORD, _moved(MEMBERS, 1 + 1e-9), of_the_mean=True) == []


@pytest.mark.parametrize(
    ("factor", "out", "of_the_mean"), [(1.004, False, True), (1.006, True, True), (0.994, True, True), (0.0, True, True)]
)
def test_what_moved(factor: float, out: bool, of_the_mean: bool) -> None:
    now = _moved(MEMBERS, factor)
    assert [moved.figure for moved in bands.outside(RECORD, now)] == [MEMBERS] * out
    assert [moved.figure for moved in bands.outside(RECORD, now, of_the_mean=True)] == [MEMBERS] * of_the_mean


def test_figures_that_come_go_or_lose_their_value_are_outside() -> None:
    without = {figure: band for figure, band in RECORD.bands.items() if figure != MEMBERS}
    nothing = Band(math.nan, math.nan, math.nan)
    assert [(m.figure, m.now) for m in bands.outside(RECORD, without)] == [(MEMBERS, None)]
    assert [(m.figure, m.before) for m in bands.outside(replace(RECORD, bands=without), RECORD.bands)] == [(MEMBERS, None)]
    assert [m.size for m in bands.outside(RECORD, {**RECORD.bands, MEMBERS: nothing})] == [math.inf]
    assert bands.outside(replace(RECORD, bands={MEMBERS: nothing}), {MEMBERS: nothing}) == []


def test_those_that_moved_most_come_first() -> None:
    other = MEMBERS._replace(policy="baseline")
    now = {**_moved(MEMBERS, 1.02), other: _moved(other, 1.5)[other]}
    assert [moved.figure for moved in bands.outside(RECORD, now)] == [other, MEMBERS]


def test_the_number_of_replicates_falls_with_the_size_of_the_case() -> None:
    sondrio, pavia = (bands.replicates_for(load_scenario(name)) for name in ("sondrio_downsizing", "pavia_growth"))
    assert bands.LEAST <= pavia < sondrio == bands.MOST


# --- files ---


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working copy of its own, with the shipped Sondrio and a changelog."""
    scenarios = tmp_path / "scenarios"
    scenarios.mkdir()
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    monkeypatch.setattr(files, "shipped_folder", lambda: scenarios)
    return tmp_path


CHANGELOG = """# Changelog

## [Unreleased]

### Added

- Much.

### Results change

- None yet: this is the first version.

## [0.0.1]

### Results change

- Old.
"""


def test_a_record_comes_back_equal(folder: Path) -> None:
    undefined = {**RECORD.bands, MEMBERS: Band(math.nan, math.nan, math.nan), MEMBERS._replace(hub="all"): Band(1e-7, -2.5e12, 3e-5)}
    record = replace(RECORD, scenario="small_town", bands=undefined)
    path = files.write_record(record)
    assert path == folder / "scenarios" / "expected" / "small_town.yaml" and [p.name for p in path.parent.iterdir()] == [path.name]
    again = files.read_record("small_town")
    assert again is not None and repr(again) == repr(record)
    assert files.read_record("other_town") is None


@pytest.mark.parametrize("text", ["", "scenario: x\n", "bands: [1]\n", "a: [\n", "scenario: x\nseed: many\n"])
def test_a_spoilt_record_says_what_to_do(folder: Path, text: str) -> None:
    path = files.record_file("small_town")
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    says = r"small_town\.yaml: .*; delete it and write it anew: python -m experiments\.commands\.expected "
    with pytest.raises(files.NotARecord, match=says):
        files.read_record("small_town")


def test_a_failed_write_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "CHANGELOG.md"

    def full(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        files.write_whole(path, "half")
    assert path.read_text("utf-8") == CHANGELOG and len(list(folder.iterdir())) == 2


def test_lines_of_the_changelog() -> None:
    line = files.change_line("small_town", Moved(MEMBERS, Band(12.3456, 12, 13), Band(13.1, 13, 14)), "hosts cost more.")
    assert line == (
        "- `small_town`: hosts cost more. Moved most: members_36 of hub_2 under paid_host, 12.35 → 13.1."
    )
    once = files.with_changes(CHANGELOG, [line])
    assert once == CHANGELOG.replace("- None yet: this is the first version.", line)
    assert files.with_changes(once, [line]) == once, "not twice"
    second = files.with_changes(once, ["- `b`: because."])
    assert f"{line}\n- `b`: because.\n\n## [0.0.1]" in second
    without = CHANGELOG.replace("### Results change\n\n- None yet: this is the first version.\n\n", "", 1)
    assert "- Much.\n\n### Results change\n\n- `b`: because.\n\n## [0.0.1]" in files.with_changes(without, ["- `b`: because."])
    with pytest.raises(ValueError, match="Unreleased"):
        files.with_changes("# Changelog\n", ["- x"])


def test_records_are_no_scenarios() -> None:
    from model.scenario import shipped_folder

    assert files.records_folder() == shipped_folder() / "expected"
    assert not set(scenario_names()) & {"expected", "expected/sondrio_downsizing"}


# --- commands; the runs are stood in for ---


@pytest.fixture
def case(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """`small_town` ships, and its runs take no time; `strength` changes what they give."""
    world = {"strength": 1.0}
    facts = [
        {"outcome": "members_36", "at_least": 1, "why": "F2"},
        {"outcome": "members_36", "at_least": 1e6, "why": "F2", "enforced": False, "because": "no students"},
    ]

    def small_run(scenario: Scenario, replicates: int | None = None, seed: int = 1) -> object:
        return results(policies=2, replicates=replicates or 5, seed=seed, strength=world["strength"], expected=facts)

    monkeypatch.setattr(bands, "small_run", small_run)
    monkeypatch.setattr(bands, "replicates_for", lambda scenario: 5)
    monkeypatch.setattr(commands, "scenario_names", lambda: ("small_town",))
    monkeypatch.setattr(commands, "_scenario", lambda name: results(policies=2, replicates=1, expected=facts).scenario)
    return world


@pytest.mark.usefixtures("case")
def test_refused_without_a_reason_or_for_what_does_not_ship(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["refresh", "small_town"]) == 2
    assert commands.main(["refresh", "small_town", "--reason", "  "]) == 2
    assert commands.main(["check", "smal_town"]) == 2
    said = capsys.readouterr().err
    assert "give a reason" in said and "no shipped scenario 'smal_town'; did you mean 'small_town'?" in said
    assert not (folder / "scenarios" / "expected").exists()


def test_first_record_then_nothing_then_a_change(case: dict[str, float], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["check"]) == 1
    assert "nothing recorded" in capsys.readouterr().out
    assert commands.main(["refresh", "--reason", "new case"]) == 0
    assert (folder / "CHANGELOG.md").read_text("utf-8") == CHANGELOG, "a first record changes no result"
    assert commands.main(["check", "small_town"]) == 0
    said = capsys.readouterr().out
    assert "in their bands" in said
    assert "missed, not enforced: members_36: at least 1e+06" in said and "kept: members_36: at least 1;" in said
    before = files.record_file("small_town").read_text("utf-8")
    assert commands.main(["refresh", "--reason", "again"]) == 0 and files.record_file("small_town").read_text("utf-8") == before
    case["strength"] = 1.1
    assert commands.main(["check"]) == 1
    assert "figures outside their bands" in capsys.readouterr().out
    assert commands.main(["refresh", "--reason", "people like hubs more"]) == 0
    assert "- `small_town`: people like hubs more. Moved most: " in (folder / "CHANGELOG.md").read_text("utf-8")
    record = files.read_record("small_town")
    assert record is not None and record.reason == "people like hubs more"
    assert commands.main(["check"]) == 0


def test_a_new_policy_is_recorded_without_a_line(case: dict[str, float], folder: Path) -> None:
    commands.main(["refresh", "--reason", "new case"])
    record = files.read_record("small_town")
    assert isinstance(record, RecordedBands)
    files.write_record(replace(record, bands={figure: band for figure, band in record.bands.items() if figure.policy != "paid_host"}))
    assert commands.main(["refresh", "--reason", "another policy"]) == 0
    assert (folder / "CHANGELOG.md").read_text("utf-8") == CHANGELOG
    again = files.read_record("small_town")
    assert again is not None and set(again.bands) == set(record.bands)
