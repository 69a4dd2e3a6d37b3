"""`calibrate`: search the parameter sets that fit the facts, verify them, and put them where runs take them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.command_line import LANG, DebugOption, LangOption, echo, explained, refuse_unknown_language
from experiments.languages import Words

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from experiments.calibration.smc import Settings

FolderOption = Annotated[Path, typer.Option(metavar="DIR", help="Folder of the search, which goes on with what it holds.")]


def calibrate(
    out: FolderOption = Path("results/calibration"),
    ship: Annotated[bool, typer.Option("--ship", help="Put the sets where runs take them, and what was found beside them.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes, by default one a processor; results do not depend on it.")] = None,
    particles: Annotated[int | None, typer.Option(min=10, help="Sets that are searched and verified.")] = None,
    prior: Annotated[int | None, typer.Option(min=50, help="Sets drawn from the prior first.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Steps at most.")] = None,
    times: Annotated[int | None, typer.Option(min=1, help="Replicates of a verification over those of one evaluation.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the search.")] = 1,
    lang: LangOption = LANG,
    debug: DebugOption = False,
) -> None:
    """Search the parameter sets that fit the facts (two hours on two processors); goes on after any interruption."""
    from experiments.calibration.smc import Settings

    refuse_unknown_language(lang)
    asked = {"particles": particles, "prior": prior, "steps": steps, "times": times}
    changed = {name: value for name, value in asked.items() if value is not None}
    with explained(f"what was found so far is in {out}, and the same command goes on", debug):
        _calibrate(out, Settings(seed=seed, **changed), workers, ship, lang)


def _calibrate(out: Path, settings: "Settings", workers: int | None, ship: bool, lang: str) -> None:
    from experiments.calibration import posterior
    from experiments.calibration.search import Search
    from experiments.commands.terminal import Terminal
    from experiments.runs.progress import stages

    errors = Terminal(stderr=True)
    with processes(workers) as executor, stages(errors) as told:
        made = posterior.calibrate(Search(out, settings, executor, told))
    found = posterior.found(made)
    words, in_band = Words(lang, "commands"), found["all in band"]
    echo(words(
        "sets_found", fit=found["verified"] - found["dropped"], all=found["verified"], worth=words.number(found["sets worth"]),
        after=words.percent(in_band["posterior"]), before=words.percent(in_band["prior"], 1),
    ))  # fmt: skip
    if ship:
        posterior.ship(made, found)
        echo(words("sets_shipped"))


def recovery(
    out: FolderOption = Path("results/calibration"),
    truths: Annotated[int, typer.Option(min=1, help="Synthetic truths.")] = 4,
    particles: Annotated[int, typer.Option(min=10, help="Sets that are searched for each.")] = 48,
    steps: Annotated[int, typer.Option(min=1, help="Steps of each search.")] = 2,
    write: Annotated[bool, typer.Option("--write", help="Keep the table in docs/validation.md.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes, by default one a processor; results do not depend on it.")] = None,
    lang: LangOption = LANG,
    debug: DebugOption = False,
) -> None:
    """Search for synthetic truths as for the real one, and say how often they are found; needs the folder of `calibrate`."""
    refuse_unknown_language(lang)
    with explained(f"what was found so far is in {out}, and the same command goes on", debug):
        echo(*_recovery(out, truths, (particles, steps), workers, write).split("\n"))


def _recovery(out: Path, truths: int, size: tuple[int, int], workers: int | None, write: bool) -> str:
    from experiments.calibration.search import Search
    from experiments.calibration.smc import Settings
    from experiments.calibration.synthetic import as_markdown, found_again
    from experiments.commands.terminal import Terminal
    from experiments.expected.validation import keep
    from experiments.runs.progress import stages

    with processes(workers) as executor, stages(Terminal(stderr=True)) as told:
        found = as_markdown(found_again(Search(out, Settings(), executor, told), truths, *size, executor, told))
    if write:
        keep("searched", found)
    return found


def structures(
    out: FolderOption = Path("results/structures"),
    particles: Annotated[int, typer.Option(min=10, help="Sets that are searched and verified for each structure.")] = 40,
    steps: Annotated[int, typer.Option(min=1, help="Steps of each search.")] = 2,
    write: Annotated[bool, typer.Option("--write", help="Keep the table in docs/validation.md.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes, by default one a processor; results do not depend on it.")] = None,
    lang: LangOption = LANG,
    debug: DebugOption = False,
) -> None:
    """Leave out a rule at a time, fit everything else again, and say which facts are lost and which advice changes."""
    from experiments.calibration.smc import Settings

    refuse_unknown_language(lang)
    settings = Settings(particles=particles, steps=steps, times=2)
    with explained(f"what was found so far is in {out}, and the same command goes on", debug):
        echo(*_structures(out, settings, workers, write).split("\n"))


def _structures(out: Path, settings: "Settings", workers: int | None, write: bool) -> str:
    from experiments.calibration.structure import STRUCTURES, as_markdown, refit
    from experiments.commands.terminal import Terminal
    from experiments.expected.validation import keep
    from experiments.runs.progress import stages
    from experiments.storage.json_text import json_text
    from experiments.storage.whole import write_whole

    with processes(workers) as executor, stages(Terminal(stderr=True)) as told:
        refitted = [refit(name, out / name.replace(" ", "_"), settings, executor, told).as_data() for name in STRUCTURES]
    write_whole(out / "structures.json", json_text(refitted))
    if write:
        keep("structures", as_markdown(refitted))
    return as_markdown(refitted)


@contextmanager
def processes(workers: int | None) -> Iterator["Executor"]:
    """Processes that have the model compiled."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    from experiments.runs.machine import default_workers
    from model.simulation import compile_all

    compile_all()  # here first: the others find it made
    context = multiprocessing.get_context("spawn")  # a forked copy of a process with threads may hang
    pool = ProcessPoolExecutor(workers or default_workers(), mp_context=context, initializer=_begin)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)  # after an interruption only what is being done is waited for, not all that was handed out


def _begin() -> None:
    """What a worker does first: load the kernels, and see to it that it ends with the process that began it, however that ends."""
    from threading import Thread

    from model.simulation import compile_all

    Thread(target=_end_with_parent, daemon=True).start()
    compile_all()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
