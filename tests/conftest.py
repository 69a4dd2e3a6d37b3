"""What all tests share: property tests draw the same examples on every machine and run, and Ctrl-C works as in a terminal."""

import gc
import os
import signal
import sys

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=50, print_blob=False)
settings.load_profile("repeatable")

# Set before numpy is loaded: two workers whose linear algebra takes a thread of every processor wait for one another, thirty times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Notebooks are run from top to bottom with few of the replicates that a reader runs, quicker and as good for finding what breaks.
os.environ.setdefault("COWORKING_REPLICATES", "6")

# Commands speak the language of the system: English here, whoever runs the tests.
for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
    if os.environ.get(name, "").lower().startswith("it"):
        os.environ[name] = "C.UTF-8"

# A job started in the background ignores Ctrl-C, and so would everything it starts; the tests of interruption need it.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# What takes long, or reads our own texts and sources, and hangs on no version of Python or of a library: `make test` runs it, other Pythons
# go without. Each room keeps something that they run: what starts, compiles, reads, draws, asks and answers.
SLOW = (
    "tests/test_architecture.py", "tests/test_catalogue.py", "tests/test_glossary.py", "tests/test_guides.py", "tests/test_habits.py",
    "tests/test_links.py", "notebooks/", "tests/test_odd.py", "tests/test_readme_it.py", "tests/test_releasing.py",
    "tests/faults/test_clock.py", "tests/faults/test_disks.py", "tests/faults/test_in_the_way.py", "tests/faults/test_two_at_once.py",
    "tests/fuzz/", "tests/limits/", "tests/scenarios/", "tests/twin/test_teeth.py",
    "tests/model/test_instruments.py", "tests/model/month/test_signatures.py",
    "tests/model/reading/test_writing.py::test_shipped_scenarios_and_their_policies_come_back_equal",
    "tests/model/scenario/test_calls.py", "tests/model/scenario/test_editor_schema.py", "tests/model/scenario/test_fuzz.py",
    "tests/experiments/calibration/",
    "tests/experiments/commands/test_bundling.py", "tests/experiments/commands/test_compare.py",
    "tests/experiments/commands/test_terminal.py", "tests/experiments/commands/test_validate.py",
    "tests/experiments/discovery/test_boxes_found.py",
    "tests/experiments/documentation/test_answers.py", "tests/experiments/documentation/test_calls_and_instruments.py",
    "tests/experiments/documentation/test_pages.py", "tests/experiments/documentation/test_studies.py",
    "tests/experiments/documentation/test_territory.py",
    "tests/experiments/expected/test_claims.py", "tests/experiments/expected/test_validation.py",
    "tests/experiments/languages/test_every_language.py", "tests/experiments/languages/test_problems.py",
    "tests/experiments/languages/test_pseudo_language.py", "tests/experiments/languages/test_spoken.py",
    "tests/experiments/outcomes/test_coverage.py",
    "tests/experiments/questions/test_budget.py", "tests/experiments/questions/test_critical_mass.py",
    "tests/experiments/questions/test_even_odds.py", "tests/experiments/questions/test_explain.py",
    "tests/experiments/questions/test_least.py", "tests/experiments/questions/test_mixes.py", "tests/experiments/questions/test_place.py",
    "tests/experiments/questions/test_robust.py", "tests/experiments/questions/test_support.py",
    "tests/experiments/questions/test_warning.py",
    "tests/experiments/report/test_any_title.py", "tests/experiments/report/test_expectations.py",
    "tests/experiments/report/test_for_everyone.py", "tests/experiments/report/test_from_the_store.py",
    "tests/experiments/report/test_in_a_browser.py", "tests/experiments/report/test_one_figure.py",
    "tests/experiments/report/test_ranking.py", "tests/experiments/report/test_verifying.py",
    "tests/experiments/runs/test_room.py::test_the_estimate_is_near_what_is_measured", "tests/experiments/runs/test_until_decided.py",
    "tests/experiments/sensitivity/test_chance.py", "tests/experiments/sensitivity/test_figures.py",
    "tests/experiments/sensitivity/test_page.py", "tests/experiments/sensitivity/test_shape.py",
    "tests/experiments/sensitivity/test_significance.py",
    "tests/experiments/sweeps/test_damage.py", "tests/experiments/sweeps/test_deaths.py", "tests/experiments/sweeps/test_distributed.py",
    "tests/experiments/sweeps/test_exports.py", "tests/experiments/sweeps/test_findings.py", "tests/experiments/sweeps/test_kill.py",
    "tests/experiments/sweeps/test_known_answers.py", "tests/experiments/sweeps/design/test_broken_designs.py",
    "tests/experiments/sweeps/design/test_factors.py", "tests/experiments/sweeps/design/test_fuzz.py",
)  # fmt: skip
EVERYWHERE = "sondrio_downsizing"  # the one of the shipped scenarios that every Python runs


@pytest.fixture(autouse=True)
def _speaks_as_the_system_does() -> None:
    """A command that was run with `--lang it` has the process speak Italian: no test hears what another one said."""
    if "experiments.languages.spoken" in sys.modules:
        spoken = sys.modules["experiments.languages.spoken"]
        spoken.speak(spoken.of_the_system())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(SLOW) and not (item.nodeid.startswith("tests/scenarios/") and EVERYWHERE in item.nodeid):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: to look through it for garbage again and again takes a twelfth of the time."""
    gc.collect()
    gc.freeze()
