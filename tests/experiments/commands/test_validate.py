"""`coworking validate` without its runs: what it writes, prints and keeps."""

import json
import math
from contextlib import contextmanager

import numpy as np
import pytest
from typer.testing import CliRunner

from experiments.calibration import scorecard
from experiments.commands import validation as command
from experiments.commands.main import app
from experiments.expected import validation
from experiments.expected.register import Placed, real_hubs
from experiments.expected.validation import CLAIMS
from experiments.languages import Words, languages


@pytest.fixture
def without_runs(monkeypatch, tmp_path):
    """All lines as sets would give them that keep half of the bands."""
    values = np.full((8, len(CLAIMS), 3), 1.0)

    @contextmanager
    def no_processes(workers):
        yield None

    monkeypatch.setattr(command, "processes", no_processes)
    monkeypatch.setattr(scorecard, "scorecard", lambda *_: scorecard.lines(values, values))
    monkeypatch.setattr(command, "_beside", lambda futures, told: [Placed(real_hubs()[0], 1.0, 2.0, 9.0, 0.9)])
    kept = {}
    monkeypatch.setattr(validation, "keep", kept.__setitem__)
    monkeypatch.setattr(validation, "IMAGES", tmp_path / "images")
    (tmp_path / "images").mkdir()
    return kept


def test_pages_and_data_are_written_and_the_table_is_kept(without_runs, tmp_path) -> None:
    done = CliRunner().invoke(app, ["validate", "--out", str(tmp_path), "--lang", "it", "--write"])
    assert done.exit_code == 0, done.output
    for lang in languages():
        page = (tmp_path / f"scorecard_{lang}.html").read_text(encoding="utf-8")
        assert Words(lang, "scorecard")("trust_title") in page
        assert page.count("<tr>") == len(CLAIMS) + 1 + 2  # with heads, and one real hub
    data = json.loads((tmp_path / "scorecard.json").read_text(encoding="utf-8"))
    assert [fact["key"] for fact in data["facts"]] == [claim.key for claim in CLAIMS]
    assert all(fact["chance"] is None or 0 <= fact["chance"] <= 1 for fact in data["facts"])
    assert not any(isinstance(fact["low"], float) and math.isinf(fact["low"]) for fact in data["facts"])
    assert Words("it", "scorecard")("trust_title") in done.stdout
    assert set(without_runs) == {"scorecard", "register"}
    assert "How far to trust it" in without_runs["scorecard"]
    assert "(images/scorecard_en.png)" in without_runs["scorecard"]
    assert [path.name for path in (tmp_path / "images").iterdir()] == ["scorecard_en.png"]


def test_nothing_is_kept_unless_asked(without_runs, tmp_path) -> None:
    assert CliRunner().invoke(app, ["validate", "--out", str(tmp_path)]).exit_code == 0
    assert not without_runs
    assert not list((tmp_path / "images").iterdir())
