"""`validate`: what the model says of each fact, before and after its unknown numbers were fitted."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from experiments.commands.calibration import processes
from experiments.commands.command_line import LANG, DebugOption, LangOption, echo, explained, refuse_unknown_language

if TYPE_CHECKING:
    from experiments.calibration.search import Told
    from experiments.expected.register import Placed

PAGES: Final = "scorecard_{lang}.html"
PICTURE: Final = "scorecard_{lang}.png"
DATA: Final = "scorecard.json"


def validate(
    prior: Annotated[int, typer.Option(min=4, help="Sets of parameters drawn from the prior.")] = 8,
    sets: Annotated[int, typer.Option(min=4, help="Sets of parameters that fit.")] = 12,
    replicates: Annotated[int, typer.Option(min=2, help="Replicates of each case under each set.")] = 4,
    rules: Annotated[int, typer.Option(min=0, help="Instead, replicates of each case without each rule in turn, at the central set.")] = 0,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the pages and the data.")] = Path("results/validation"),
    write: Annotated[bool, typer.Option("--write", help="Keep the table in docs/validation.md.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes, by default one a processor; results do not depend on it.")] = None,
    lang: LangOption = LANG,
    debug: DebugOption = False,
) -> None:
    """Score the model against the facts: bands, what it says before and after fitting, and how far to trust it."""
    refuse_unknown_language(lang)
    with explained("nothing was written", debug):
        table = _rules(rules, write) if rules else _scorecard((prior, sets), replicates, out, workers, lang, write)
        echo(*table.split("\n"))


def _rules(replicates: int, write: bool) -> str:
    from experiments.commands.terminal import Terminal
    from experiments.expected import validation
    from experiments.runs.progress import progress_bar, when_compiling

    errors = Terminal(stderr=True)
    with when_compiling(errors.out):
        table = validation.rules_as_markdown(validation.without_each_rule(replicates, partial(progress_bar, errors)), replicates)
    if write:
        validation.keep("rules", table)
    return table


def _scorecard(sets: tuple[int, int], replicates: int, out: Path, workers: int | None, lang: str, write: bool) -> str:
    from experiments.calibration.page import page, part, picture, register
    from experiments.calibration.scorecard import scorecard
    from experiments.commands.terminal import Terminal
    from experiments.expected import validation
    from experiments.languages import languages
    from experiments.runs.progress import stages
    from experiments.showing.page import html
    from experiments.storage.json_text import json_text
    from experiments.storage.provenance import made_with
    from experiments.storage.whole import write_whole

    with processes(workers) as executor, stages(Terminal(stderr=True)) as told:
        lines = scorecard(*sets, replicates, executor, told)
        futures = sets[1] * 2
        hubs = _beside(futures, told)
    for each in languages():
        name, image = PICTURE.format(lang=each), picture(lines, each)
        write_whole(out / PAGES.format(lang=each), html(page(lines, sets, replicates, hubs, futures, each, name), {name: image}, each))
    data = {"made_with": made_with(), "sets": sets, "replicates": replicates, "facts": [line.as_data() for line in lines]}
    write_whole(out / DATA, json_text(data))
    if write:
        validation.keep("register", register(hubs, futures, "en"))
        file = validation.IMAGES / PICTURE.format(lang="en")
        write_whole(file, picture(lines, "en"))
        shown = f"{validation.IMAGES.name}/{file.name}"
        validation.keep("scorecard", f"{part(lines, sets, replicates, 'en', shown)}\n\n{validation.not_measured()}")
    return part(lines, sets, replicates, lang, str(out / PICTURE.format(lang=lang)))


def _beside(futures: int, told: "Told") -> "list[Placed]":
    """Real hubs beside so many futures of like ones."""
    from experiments.expected.register import placed, real_hubs
    from experiments.runs.replicates import run

    found = []
    for number, real in enumerate(hubs := real_hubs(), 1):
        found.append(placed(real, partial(run, replicates=futures)))
        told("Real hubs", number, len(hubs))
    return found
