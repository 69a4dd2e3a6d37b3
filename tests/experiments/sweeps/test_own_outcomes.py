"""Outcomes of one's own: functions of Python as outcomes of a sweep, and that runs of two functions never mix."""

import linecache
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from experiments.commands import main
from experiments.outcomes.measures import MEASURES, Measure
from experiments.outcomes.stacks import Stack
from experiments.sweeps import load_sweep, sweep
from experiments.sweeps.design.own_outcomes import digest_of, own_outcomes
from experiments.sweeps.findings import findings
from experiments.sweeps.store import StoreError
from tests.experiments.sweeps.plans import Shuffled, same, tiny_plan

LEAST = 3


def fullest(stack: Stack) -> float:
    """Most members in any month.

    Of all hubs together.
    """
    return float(stack.together("members").max())


def months_above(stack: Stack) -> np.ndarray:
    return (stack.together("members") > LEAST).sum(axis=1)


PEAK = Measure("x", "members", "number", "sum", "Peak", "Most members.", lambda stack: stack.series("members").max(axis=1))


def small(folder: Path, **changes: Any) -> Any:
    changes = {"sampler": {"type": "latin_hypercube", "points": 4}, "replicates": 1, "policies": ["baseline"]} | changes
    return tiny_plan(folder, **changes)


def test_a_function_and_a_measure_are_columns_beside_the_designs_outcomes(tmp_path: Path) -> None:
    plan = small(tmp_path)
    found = sweep(plan, tmp_path / "runs", outcomes={"fullest": fullest, "months_above": months_above, "peak": PEAK})
    assert found.plan.outcomes == (*plan.outcomes, "fullest", "months_above", "peak")
    frame = found.frame
    assert (frame.fullest <= frame.peak).all()  # hubs have their peaks in different months
    assert (frame.fullest >= frame.members_24).all() and (frame.fullest > 0).all()
    assert frame.months_above.between(1, 26).all()
    np.testing.assert_array_equal(frame.members_24, sweep(plan).frame.members_24)
    sample = found.sample("fullest")
    assert (sample.label["en"], sample.outcome_unit) == ("Most members in any month", "")
    assert (found.sample("peak").label["it"], found.sample("peak").outcome_unit) == ("Peak", "members")


def test_the_folder_can_be_read_and_analysed_without_the_functions_and_resumed_with_them(tmp_path: Path) -> None:
    plan = small(tmp_path, sampler={"type": "latin_hypercube", "points": 16})
    half = sweep(plan, tmp_path / "runs", outcomes={"fullest": fullest}, part=(1, 2))
    assert not half.complete
    read = load_sweep(tmp_path / "runs")
    assert (read.plan.key, read.plan.outcomes) == (half.plan.key, half.plan.outcomes)
    with pytest.raises(ValueError, match=r"the functions of fullest are not kept with the runs; give them again, outcomes=\{...\}"):
        sweep(read.plan, tmp_path / "runs", resume=True)
    whole = sweep(plan, tmp_path / "runs", outcomes={"fullest": fullest}, resume=True)
    same(whole, sweep(plan, outcomes={"fullest": fullest}))
    assert findings(load_sweep(tmp_path / "runs"), ["fullest"]).analyses[0].outcome == "fullest"
    done = CliRunner().invoke(main.app, ["sensitivity", str(tmp_path / "runs")])
    assert done.exit_code == 0, done.output


def test_runs_of_another_function_are_refused_in_words(tmp_path: Path) -> None:
    plan = small(tmp_path)
    sweep(plan, tmp_path / "runs", outcomes={"fullest": fullest})
    with pytest.raises(StoreError, match="another sweep: the functions of outcomes differ"):
        sweep(plan, tmp_path / "runs", outcomes={"fullest": months_above}, resume=True)
    with pytest.raises(StoreError, match="another sweep: the outcomes differ"):
        sweep(plan, tmp_path / "runs", resume=True)
    assert "functions" not in plan.identity  # sweeps that ask for none are what they were


def test_what_cannot_be_an_outcome_is_told_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError) as raised:
        sweep(small(tmp_path), outcomes={"members_24": fullest, "alpha": fullest, "Peak!": fullest, "number": 3})  # type: ignore[dict-item]
    assert str(raised.value) == (
        "outcomes: 'members_24' means something else in this sweep; take another name; 'alpha' means something else in this sweep; take "
        "another name; 'Peak!': write small letters, digits and '_', a letter first; 'number': int; write a function of a run's results, "
        "or a Measure"
    )


def test_a_function_that_fails_or_gives_more_than_a_number_is_the_reason_of_its_run(tmp_path: Path) -> None:
    for function, told in ((lambda stack: stack.series("members"), "a single number"), (lambda stack: 1 / 0, "ZeroDivisionError")):
        found = sweep(small(tmp_path, failures_allowed=1), outcomes={"odd": function})
        assert found.failed == 4 and all(told in reason for reason in found.reasons.values())


def test_other_processes_make_the_same_numbers_where_they_can_import_the_function(tmp_path: Path) -> None:
    plan = small(tmp_path, sampler={"type": "latin_hypercube", "points": 2})
    with Shuffled(1) as executor:
        same(sweep(plan, outcomes={"fullest": fullest}, executor=executor), sweep(plan, outcomes={"fullest": fullest}))
        with pytest.raises(ValueError, match="write it at the top of a file that the workers can import"):
            sweep(plan, outcomes={"odd": lambda stack: 1.0}, executor=executor)


# --- the fingerprint of a function ---


def over(least: float) -> Callable[[Stack], float]:
    return lambda stack: float(stack.series("members").max() > least)


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_a_function_is_what_it_says_and_what_it_holds(one: float, other: float) -> None:
    assert (digest_of(over(one)) == digest_of(over(other))) == (repr(one) == repr(other))


def test_what_a_function_reads_of_its_file_is_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before, apart = digest_of(months_above), digest_of(fullest)
    monkeypatch.setitem(globals(), "LEAST", 4)
    assert digest_of(months_above) != before
    assert digest_of(fullest) == apart
    monkeypatch.setitem(globals(), "LEAST", object())
    with pytest.raises(ValueError, match=r"'odd': it takes builtins\.object, of which nobody can tell"):
        own_outcomes({"odd": months_above}, ())


def test_a_function_of_a_notebook_without_a_file_has_a_fingerprint() -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    made = []
    for more in ("", " + 1", ""):
        exec(f"def helper(stack): return 1\ndef f(stack): return helper(stack){more}\n", names)
        made.append(digest_of(names["f"]))
    assert made[0] == made[2] != made[1]
    exec("def helper(stack): return 2\n", names)
    assert digest_of(names["f"]) != made[2]


def test_a_function_is_what_runs_whatever_text_is_kept_under_the_name_of_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for number, kept in ((1, "def f(stack): return 1\n"), (1, "import nothing_of_the_kind\n"), (2, "def f(stack): return 1\n")):
        names: dict[str, Any] = {"__name__": "edited"}
        monkeypatch.setitem(linecache.cache, "edited.py", (len(kept), None, kept.splitlines(keepends=True), "edited.py"))
        exec(compile(f"def f(stack): return {number}\n", "edited.py", "exec"), names)
        made.append(digest_of(names["f"]))
    assert made[0] == made[1] != made[2]


def test_words_and_the_order_of_hashes_are_no_part_of_a_function() -> None:
    program = """
from experiments.sweeps.design.own_outcomes import digest_of
names = {"__name__": "one"}
exec('def f(stack, *more):%s return stack[..., 0] if more[0] in {"open", "closed", "small", "big"} else stack', names)
print(digest_of(names["f"]))
"""
    written = [(program % text, seed) for text in ("", '\\n    "Told."\\n    # and said\\n   ') for seed in ("1", "2")]
    said = [subprocess.check_output([sys.executable, "-c", text], env=os.environ | {"PYTHONHASHSEED": seed}) for text, seed in written]
    assert len(set(said)) == 1


def test_the_measures_of_the_table_can_be_asked_under_another_name(tmp_path: Path) -> None:
    found = sweep(small(tmp_path), outcomes={"again": MEASURES["members_24"]}).frame
    np.testing.assert_array_equal(found.again, found.members_24)
