"""What the commands that answer a planner's question share: options, progress, the answer on the terminal and in a folder."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from experiments.commands.command_line import BAD_INPUT, explained, fail, read, refuse_unknown_language, tell_what_is_replaced
from experiments.languages import Words

if TYPE_CHECKING:
    from experiments.commands.terminal import Terminal
    from experiments.questions.answer import Answer, Said, Told
    from model.scenario import Scenario

_LEAST: Final = 20  # replicates, five sets of parameters, however large the town
ReplicatesOption = Annotated[
    int | None, typer.Option(min=4, help="Number of simulated worlds; by default as many as take about a minute, 20 at least.")
]
SeedOption = Annotated[int, typer.Option(min=0, max=2**64 - 1, help="Seed of the study; the same seed gives the same results.")]
WorkersOption = Annotated[int | None, typer.Option(min=1, help="Threads, by default one a processor; results do not depend on it.")]
OutOption = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder for the answer: a page, its numbers and the scenario; none by default.")
]
HubOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The hub to ask about; by default the one that decides the scenario's question, or the first."),
]
AtOption = Annotated[int, typer.Option("--at", metavar="N", help="Months of life at which the hub is judged.")]
PolicyOption = Annotated[str, typer.Option(metavar="NAME", help="The policy to ask about; the baseline by default.")]


def usual(replicates: int | None, scenario: "Scenario", runs: int, most: int) -> int:
    """The replicates asked for or, where nobody said, as many as take about a minute with so many runs of each world."""
    if replicates is not None:
        return replicates
    from experiments.questions.pace import A_MINUTE_S, replicates_in, seconds

    return replicates_in(A_MINUTE_S, seconds(scenario, runs, scenario.horizon_months), least=_LEAST, most=most)


def answered(scenario: str, make: "Callable[[Scenario, Told], Answer]", out: Path | None, lang: str, debug: bool) -> None:
    """Reads the scenario, makes the answer, shows it and, if asked, keeps it.

    Args:
        scenario: a shipped scenario or a file.
        make: the runs and what they say; may raise `Refused`.
        out: folder for the answer.
        lang: of the reader.
        debug: show the traceback of an error.
    """
    refuse_unknown_language(lang)
    chosen = read(scenario, lang)
    if out is not None:
        tell_what_is_replaced(out, chosen.name, lang)
    left = "nothing was written" if out is None else f"nothing new was written, and what {out} held before is as it was"
    with explained(left, debug):
        _answered(chosen, make, out, lang)


def _answered(scenario: "Scenario", make: "Callable[[Scenario, Told], Answer]", out: Path | None, lang: str) -> None:
    from experiments.commands.terminal import Terminal
    from experiments.questions.answer import Refused
    from experiments.questions.folder import ANSWERS, FILES, write_answer
    from experiments.runs.progress import stages, when_compiling
    from experiments.storage.staging import staged

    console, errors = Terminal(), Terminal(stderr=True)
    with nullcontext() if out is None else staged(out, ANSWERS, FILES) as staging:
        try:
            with stages(errors) as told, when_compiling(errors.out):
                found = make(scenario, told)
        except Refused as refused:
            fail(refused.told(lang), BAD_INPUT)
        if staging is not None:
            write_answer(found, staging, lang)
    show(found.said(lang, drawn=False), console)
    if out is not None:
        console.print(Words(lang, "questions")("answer_at", path=out / FILES[0]), soft_wrap=True)


def show(said: "Said", console: "Terminal") -> None:
    """Print an answer: the sentence that answers, what it rests on, and the tables."""
    from experiments.commands.terminal import print_table

    first, *others = said.sentences
    console.print(first, style="bold")
    for sentence in others:
        console.print(sentence)
    console.print()
    for table in said.tables:
        print_table(console, table, wrap=True)
