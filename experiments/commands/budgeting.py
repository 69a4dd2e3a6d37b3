"""`coworking compare --budget`: policies of one cost, ranked by what they do with the same money."""

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.commands.command_line import BAD_INPUT, explained, fail, status, tell_what_is_replaced
from experiments.languages import Words

if TYPE_CHECKING:
    from experiments.commands.terminal import Terminal
    from experiments.questions.budget import EqualBudget
    from model.scenario import Scenario


def compare_at_budget(scenario: "Scenario", eur: float, study: dict[str, Any], folder: Path | None, lang: str, debug: bool) -> None:
    """Tunes, runs and ranks the policies, and writes the folder of the runs if asked.

    Args:
        scenario: whose policies of one instrument are tuned.
        eur: public money for each.
        study: replicates, seed, workers and point, as `experiments.questions.budget.equal_budget` takes them.
        folder: for the runs and their report.
        lang: of the reader.
        debug: show the traceback of an error.
    """
    left = "nothing was written" if folder is None else f"nothing new was written, and what {folder} held before is as it was"
    with explained(left, debug):
        _compare(scenario, eur, study, folder, lang)


def _compare(scenario: "Scenario", eur: float, study: dict[str, Any], folder: Path | None, lang: str) -> None:
    from time import perf_counter

    from experiments.commands.terminal import Terminal
    from experiments.questions.answer import Refused
    from experiments.questions.budget import equal_budget
    from experiments.report.folder import FILES, write_files
    from experiments.runs.progress import stages, when_compiling
    from experiments.storage.manifest import RUNS
    from experiments.storage.staging import staged

    console, errors = Terminal(), Terminal(stderr=True)
    if folder is not None:
        tell_what_is_replaced(folder, scenario.name, lang)
    with nullcontext() if folder is None else staged(folder, RUNS, FILES) as staging:
        began = perf_counter()
        try:
            with stages(errors) as told, when_compiling(errors.out):
                found = equal_budget(scenario, eur, **study, told=told, lang=lang)
        except Refused as refused:
            fail(refused.told(lang), BAD_INPUT)
        if staging is not None:
            with status(errors, "Writing the report"):
                write_files(found.results, staging, lang, perf_counter() - began)
    show(found, console, lang)
    if folder is not None:
        console.print(Words(lang, "commands")("report", path=folder / "report.html"), soft_wrap=True)


def show(found: "EqualBudget", console: "Terminal", lang: str) -> None:
    """Print which policy does most with the money, the ranking, and what each costs."""
    from experiments.commands.terminal import print_table
    from experiments.report.ranking import best, text_table
    from experiments.report.reader import Reader
    from experiments.showing.tables import WORD_JOINER

    reader = Reader(found.results, lang)
    console.print(Words(lang, "budget")("ranked", budget=reader.t.euro(found.budget)).replace(WORD_JOINER, ""))
    console.print(best(reader).replace(WORD_JOINER, ""), style="bold")
    console.print()
    print_table(console, text_table(reader), right=(), wrap=True)
    print_table(console, found.text_table(lang), right=(), wrap=True)
