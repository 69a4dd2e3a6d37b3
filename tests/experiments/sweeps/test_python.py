"""The way in from Python, as a person types it; and what is seen meanwhile."""

import sys
import tempfile
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from experiments.runs import progress as shown
from experiments.runs.progress import duration, status_line
from experiments.sweeps import sweep
from experiments.sweeps.design import DesignError
from tests.experiments.sweeps.plans import DESIGN, failing_at_5, same, tiny_plan, trivial, write_design


def test_a_design_file_in_three_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_design(tmp_path)
    monkeypatch.chdir(tmp_path)

    from experiments import load_design, sweep

    found = sweep(load_design("tiny_sweep.yaml"), "runs")
    frame = found.frame
    assert len(frame) == 24
    assert list(frame.columns) == [
        "scenario", "policy", "point", "replicate", "alpha", "adda_desks", "later",
        "members_24", "cash_24", "public_eur", "members_24@adda", "churn_monthly", "failed",
    ]  # fmt: skip
    assert set(frame.scenario) == {"tiny"}
    assert frame.failed.isna().all()
    assert (frame.members_24.isna() == (frame.later == 3)).all()  # a hub that opens later is not followed for 24 months
    assert (frame[frame.policy == "voucher"].public_eur > frame[frame.policy == "baseline"].public_eur.max()).any()
    assert (Path("runs") / "manifest.jsonl").is_file()


def test_a_design_built_in_python_leaves_nothing_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_design(tmp_path)
    (tmp_path / "passing").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "passing"))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}

    from experiments import Design, plan_of, sweep

    design = Design(
        title="How many desks", scenarios=["tiny.yaml"], factors=[{"path": "hubs.adda.desks", "values": [8, 12]}],
        sampler={"type": "grid"}, replicates=2, outcomes=["members_24"],
    )  # fmt: skip
    found = sweep(plan_of(design))
    means = found.frame.groupby("adda_desks").members_24.mean()

    assert list(means.index) == [8, 12]
    assert (means > 0).all()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before
    assert list((tmp_path / "passing").iterdir()) == []
    same(found, sweep(plan_of(design), workers=1))


def test_a_plan_does_not_run_itself_and_says_what_to_write(tmp_path: Path) -> None:
    plan = tiny_plan(tmp_path)
    with pytest.raises(AttributeError, match=r"write: from experiments import sweep; sweep\(plan, folder\)"):
        plan.run("runs")
    assert not hasattr(plan, "run")


def test_a_design_with_errors_lists_them(tmp_path: Path) -> None:
    with pytest.raises(DesignError, match="did you mean 'alpha'"):
        tiny_plan(tmp_path, factors=[{"parameter": "alhpa"}])


def test_the_table_has_one_row_a_run_with_values_as_they_were_given(tmp_path: Path) -> None:
    factors = [
        {"parameter": "alpha", "low": 0.5, "high": 0.7},
        {"path": "hubs.adda.desks", "low": 8, "high": 14},
        {"path": "hubs.adda.operator", "values": ["private", "cooperative"]},
        {"path": "hubs.adda.opens", "values": [0, 6], "name": "later"},
    ]
    plan = tiny_plan(tmp_path, factors=factors, sampler={"type": "sobol", "points": 16})
    frame = sweep(plan, simulate=trivial).frame
    assert len(frame) == plan.runs == 64
    assert not frame.duplicated(["scenario", "policy", "point", "replicate"]).any()
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert kinds["scenario"] == kinds["policy"] == "category"
    assert kinds["point"] == kinds["replicate"] == "int32"
    assert kinds["alpha"] == kinds["members_24"] == "float64"
    assert kinds["adda_desks"] == kinds["later"] == "int64"
    assert frame.alpha.between(0.5, 0.7).all()
    assert set(frame.adda_desks) == set(range(8, 15))
    assert set(frame.adda_operator) == {"private", "cooperative"}
    assert set(frame.later) == {0, 6}
    for name, values in zip(["alpha", "adda_desks", "adda_operator", "later"], plan.points.values, strict=True):
        assert [values[point] for point in frame.point] == frame[name].tolist()
    assert frame.groupby("point", observed=True).alpha.nunique().eq(1).all()


def test_a_policy_that_varies_is_a_column_among_the_factors(tmp_path: Path) -> None:
    plan = tiny_plan(
        tmp_path, policies=None, factors=[{"policy": ["baseline", "voucher", "rival"]}, {"parameter": "alpha"}],
        sampler={"type": "grid", "levels": 2},
    )  # fmt: skip
    frame = sweep(plan, simulate=trivial).frame
    assert list(frame.columns).count("policy") == 1
    assert frame.policy.value_counts().to_dict() == {"baseline": 4, "voucher": 4, "rival": 4}


def test_one_outcome_as_points_by_replicates(tmp_path: Path) -> None:
    plan = tiny_plan(tmp_path)
    found = sweep(plan, simulate=trivial)
    values, failed = found.cube("cash_24", policy="voucher")
    assert values.shape == (32, 2)
    assert not failed.any()
    rows = found.frame[found.frame.policy == "voucher"]
    np.testing.assert_array_equal(values.ravel(), rows.cash_24.to_numpy())
    with pytest.raises(KeyError, match="say which policy: baseline, voucher"):
        found.cube("cash_24")
    with pytest.raises(KeyError, match="no outcome 'cash' in this sweep; there are members_24, cash_24, churn_monthly"):
        found.cube("cash", policy="voucher")


def test_observed_numbers_are_analysed_as_a_range_and_not_as_categories(tmp_path: Path) -> None:
    factors = [{"path": "hubs.adda.rent_eur_m2", "values": [7, 6.5, 6.5, 9], "scale": "empirical"}, {"parameter": "alpha"}]
    found = sweep(tiny_plan(tmp_path, factors=factors, policies=["baseline"]), simulate=trivial)
    rent = found.sample("cash_24").factors[0]
    assert (rent.low, rent.high, rent.values) == (6.5, 9.0, ())
    assert set(found.frame.adda_rent_eur_m2) == {6.5, 7, 9}


def test_a_difference_of_policies_is_taken_run_by_run(tmp_path: Path) -> None:
    found = sweep(tiny_plan(tmp_path), simulate=trivial)
    treated, usual = (found.cube("cash_24", policy=policy)[0] for policy in ("voucher", "baseline"))
    values, failed = found.cube("cash_24", policy="voucher - baseline")
    np.testing.assert_array_equal(values, treated - usual)
    assert not failed.any()
    sample = found.sample("cash_24", policy="voucher - baseline")
    assert sample.label["en"].endswith("(voucher − baseline)")
    with pytest.raises(KeyError, match="no policy 'nothing'"):
        found.cube("cash_24", policy="voucher - nothing")


# --- what is seen meanwhile ---


@pytest.mark.parametrize(
    ("done", "total", "failed", "seconds", "before", "line"),
    [
        (0, 20, 0, 0.0, 0, "Runs: 0 of 20"),
        (1_200, 20_000, 3, 8.3, 0, "Runs: 1,200 of 20,000, 3 failed · 2 min 10 s left"),
        (10, 20, 0, 5.0, 0, "Runs: 10 of 20 · 5 s left"),
        (19_000, 20_000, 0, 10.0, 18_900, "Runs: 19,000 of 20,000 · 1 min 40 s left"),  # those of an earlier session took no time
        (5, 20, 0, 10.0, 5, "Runs: 5 of 20"),
        (20, 20, 1, 65.0, 0, "Runs: 20 of 20, 1 failed · 1 min 5 s"),
        (0, 0, 0, 0.0, 0, "Runs: 0 of 0 · 0 s"),
    ],
)
def test_the_line_says_how_much_how_many_failed_and_how_long(
    done: int, total: int, failed: int, seconds: float, before: int, line: str
) -> None:
    assert status_line("Runs", done, total, failed, seconds, before) == line


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (130, "2 min 10 s"), (3_599.7, "1 h 0 min"), (11_100, "3 h 5 min")],
)
def test_time_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_progress_is_told_of_every_failure_and_ends_at_all(tmp_path: Path) -> None:
    told: list[tuple[int, int, int]] = []
    plan = tiny_plan(tmp_path, failures_allowed=0.5)
    sweep(plan, tmp_path / "out", simulate=failing_at_5, progress=lambda *all_of: told.append(all_of))
    assert told[0] == (1, plan.runs, 0)
    assert told[-1] == (plan.runs, plan.runs, 4)
    assert told == sorted(told)
    again: list[tuple[int, int, int]] = []
    sweep(plan, tmp_path / "out", resume=True, simulate=failing_at_5, progress=lambda *all_of: again.append(all_of))
    assert set(again) == {(plan.runs, plan.runs, 4)}


class _Notebook:
    """A kernel's displays: a line is shown once, then renewed in place."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lines, self.displays = list[str](), 0
        display = ModuleType("IPython.display")
        display.display = self._display  # type: ignore[attr-defined]
        ipython = ModuleType("IPython")
        ipython.get_ipython = lambda: SimpleNamespace(kernel=object())  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "IPython", ipython)
        monkeypatch.setitem(sys.modules, "IPython.display", display)
        monkeypatch.setattr(shown, "_NOTEBOOK_EVERY_S", 0.0)

    def _display(self, data: dict[str, str], raw: bool, display_id: bool) -> SimpleNamespace:
        assert display_id
        self.displays += 1
        self._shown(data, raw)
        return SimpleNamespace(update=self._shown)

    def _shown(self, data: dict[str, str], raw: bool) -> None:
        assert raw and data["text/plain"] in data["text/html"]
        self.lines.append(data["text/plain"])


def test_in_a_notebook_one_line_renews_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = _Notebook(monkeypatch)
    plan = tiny_plan(tmp_path, failures_allowed=0.5)
    sweep(plan, simulate=failing_at_5, progress=True)
    assert notebook.displays == 1
    assert notebook.lines[0] == "Runs …"
    assert notebook.lines[-1].startswith("Runs: 128 of 128, 4 failed · ")


def test_outside_a_notebook_and_a_terminal_nothing_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sweep(tiny_plan(tmp_path), simulate=trivial, progress=True)
    assert capsys.readouterr() == ("", "")


def test_a_bar_is_told_of_failures() -> None:
    from io import StringIO

    from rich.console import Console

    shown_text = StringIO()
    with shown.progress_bar(Console(file=shown_text, force_terminal=True, width=100), "Runs") as told:
        told(3, 7, 2)
    assert "3/7" in shown_text.getvalue()
    assert "2 failed" in shown_text.getvalue()


def test_an_unfinished_design_says_what_there_is(tmp_path: Path) -> None:
    write_design(tmp_path, DESIGN)
    found = sweep(tiny_plan(tmp_path), part=(1, 2), simulate=trivial)
    assert not found.complete
    assert repr(found) == "Sweep 'design': 64 of 128 runs; outcomes members_24, cash_24, churn_monthly"
    assert isinstance(found.points, pd.DataFrame)
    assert len(found.points) == 32


def test_sets_of_parameters_are_points_and_the_folder_holds_them(tmp_path: Path) -> None:
    from experiments.sweeps import load_sweep
    from model.parameter_sets import shipped

    sets = shipped()
    plan = tiny_plan(tmp_path, sampler={"type": "parameter_sets", "points": 12}, factors=None, replicates=1, dummy=True)
    rows = [sets.walk(plan.design.seed, step) for step in range(12)]
    assert [factor.name for factor in plan.factors] == [name for name in sets.names if name not in plan.scenarios[0].parameters]
    for factor, values in zip(plan.factors, plan.points.values, strict=True):
        assert values == sets.values[rows, sets.names.index(factor.name)].tolist()
    found = sweep(plan, tmp_path / "runs", simulate=trivial)
    again = load_sweep(tmp_path / "runs")  # without the table, which another version may not ship
    assert again.plan.design.sampler.type == "rows"
    assert again.plan.key == plan.key
    np.testing.assert_array_equal(again.plan.points.unit, plan.points.unit)
    same(again, found)


def test_what_a_scenario_states_is_held_and_other_factors_go_beside_sets(tmp_path: Path) -> None:
    sampler = {"type": "parameter_sets", "points": 10}
    plan = tiny_plan(tmp_path, factors=[{"policy": ["baseline", "voucher"]}], policies=None, sampler=sampler)
    assert plan.scenarios[0].parameters
    assert not {factor.name for factor in plan.factors} & set(plan.scenarios[0].parameters)
    assert plan.factors[0].name == "policy" and set(plan.points.values[0]) == {"baseline", "voucher"}
    name = plan.factors[1].name
    for factors, message in (
        ([{"parameter": name}], "the sets of parameters hold '.*' already"),
        ([{"path": "hubs.adda.desks", "name": name, "low": 8, "high": 14}], "the sets of parameters have a column '.*'; give this factor"),
    ):
        with pytest.raises(DesignError, match=message):
            tiny_plan(tmp_path, factors=factors, sampler=sampler)
    with pytest.raises(DesignError, match="no factor; write at least one"):
        tiny_plan(tmp_path, factors=None)
