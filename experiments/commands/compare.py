"""The command `coworking compare`: simulate until the ranking of policies is settled, say what it took, and write it down if asked."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from experiments.commands.budgeting import compare_at_budget
from experiments.commands.command_line import (
    BAD_INPUT,
    LANG,
    DebugOption,
    LangOption,
    PointOption,
    ScenarioArgument,
    explained,
    fail,
    read,
    refuse_unknown_language,
    status,
    tell_what_is_replaced,
    unknown_language,
)
from experiments.languages import Words, in_every
from experiments.languages.spoken import said, speak

if TYPE_CHECKING:
    from rich.console import Console

    from experiments.commands.terminal import Terminal
    from experiments.runs.decided import Decided
    from experiments.runs.results import Results
    from experiments.runs.until_decided import Progress
    from model.scenario import Scenario

FORMAT: Final = 1  # of decision.json
DECISION_FILES: Final = ("decision.json", "decision.csv")  # beside those of a run
FIRST: Final = 20  # replicates before the first look
MOST: Final = 2000  # replicates at most, by default
OUTCOME: Final = "member_months"  # that ranks, by default
CONFIDENCE: Final = 0.95  # of a ranking, by default


def compare(
    scenario: ScenarioArgument,
    policy: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A policy to compare with the others and with the baseline (repeatable); all by default."),
    ] = None,
    outcome: Annotated[str, typer.Option(metavar="NAME", help="The outcome to rank by.")] = OUTCOME,
    better: Annotated[
        str | None, typer.Option(metavar="more|less", help="Which is better, for an outcome where that depends on who asks.")
    ] = None,
    confidence: Annotated[float, typer.Option(help="Probability with which no comparison is called wrongly.")] = CONFIDENCE,
    indifference: Annotated[float, typer.Option(metavar="X", help="Difference that does not matter, in the unit of the outcome.")] = 0.0,
    budget: Annotated[
        float | None,
        typer.Option(metavar="EUR", help="Tune the policies of one instrument until each costs the public so much, and rank them."),
    ] = None,
    most: Annotated[int | None, typer.Option(metavar="N", help=f"Replicates at most; {MOST} by default.")] = None,
    replicates: Annotated[
        int | None, typer.Option(metavar="N", help="Simulate this number of worlds, whatever they show, and look once.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**64 - 1, help="Seed of the study; the same seed gives the same results.")] = 1,
    workers: Annotated[int | None, typer.Option(min=1, help="Threads, by default one a processor; results do not depend on it.")] = None,
    months: Annotated[int | None, typer.Option(min=1, max=360, help="Months to simulate, instead of the scenario's.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder for the decision and all results; none by default.")] = None,
    lang: LangOption = LANG,
    point: PointOption = False,
    debug: DebugOption = False,
) -> None:
    """Simulate more and more worlds until the ranking of the policies is settled, and say how many it took and what stays open."""
    wrong = [problem] if (problem := unknown_language(lang)) else []
    speak(LANG if wrong else lang)
    chosen = read(scenario, LANG if wrong else lang)
    if months is not None:
        chosen = chosen.over(months)
    if budget is not None:
        refuse_unknown_language(lang)
        given: dict[str, object] = {"policy": policy, "better": better, "most": most, "outcome": None if outcome == OUTCOME else outcome}
        given |= {"confidence": None if confidence == CONFIDENCE else confidence, "indifference": indifference or None}
        words = Words(lang, "budget")
        if unfit := [words("only_with", option=option) for option, value in given.items() if value is not None]:
            fail(unfit, BAD_INPUT)
        study: dict[str, Any] = {"seed": seed, "workers": workers, "point": point}
        compare_at_budget(chosen, budget, study if replicates is None else study | {"replicates": replicates}, out, lang, debug)
        return
    at_most = MOST if most is None else most
    question: dict[str, Any] = {
        "outcome": outcome, "policies": policy, "better": better, "confidence": confidence, "indifference": indifference,
        "first": min(FIRST, at_most) if replicates is None else replicates, "most": at_most if replicates is None else replicates,
    }
    options = {"policies": "policy", "first": "most" if replicates is None else "replicates"}  # what the library's arguments are here
    if most is not None and replicates is not None:
        wrong.append(f"--replicates: {said('a fixed number leaves nothing to --most; write one of the two')}")
    _refuse(chosen, question, options, wrong)
    left = "nothing was written" if out is None else f"nothing new was written, and what {out} held before is as it was"
    with explained(left, debug):
        _compare(chosen, question | {"point": point}, seed, workers, out, lang)


def _refuse(scenario: "Scenario", question: dict[str, Any], options: dict[str, str], wrong: list[str]) -> None:
    """Ends with everything that is wrong, if anything is."""
    from experiments.runs.until_decided import problems

    wrong = wrong + [f"--{options.get(argument, argument)}: {said(message)}" for argument, message in problems(scenario, **question)]
    if wrong:
        fail(wrong, BAD_INPUT)


def _compare(
    scenario: "Scenario", question: dict[str, Any], seed: int, workers: int | None, folder: Path | None, lang: str
) -> None:
    from time import perf_counter

    from experiments.commands.terminal import Terminal
    from experiments.report.folder import FILES, write_files
    from experiments.runs.progress import when_compiling
    from experiments.runs.until_decided import run_until_decided
    from experiments.storage.manifest import RUNS
    from experiments.storage.staging import staged

    console, errors = Terminal(), Terminal(stderr=True)
    if folder is not None:
        tell_what_is_replaced(folder, scenario.name, lang)
    with nullcontext() if folder is None else staged(folder, RUNS, (*FILES, *DECISION_FILES)) as staging:
        began = perf_counter()
        with _bar(errors) as progress, when_compiling(errors.out):
            decided = run_until_decided(scenario, **question, seed=seed, workers=workers, progress=progress)
        seconds = perf_counter() - began
        if staging is not None:
            with status(errors, said("Writing the report")):
                write_decision(decided, staging)  # first: the manifest lists it with the rest
                write_files(decided.results, staging, lang, seconds)
    _show(decided, console, lang)
    if folder is not None:
        for what, name in (("decision", "decision.json"), ("report", "report.html")):
            console.print(Words(lang, "commands")(what, path=folder / name), soft_wrap=True)


@contextmanager
def _bar(console: "Console") -> "Iterator[Progress]":
    """Replicates done and pairs open, on a terminal; nothing elsewhere."""
    if not console.is_terminal:
        yield lambda done, most, pairs: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(f"{said('at most')} ·"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, refresh_per_second=4) as bar:
        task = bar.add_task(said("Replicates"), total=None)

        def update(done: int, most: int, pairs: int | None) -> None:
            described = said("Replicates") + ("" if pairs is None else f" · {said('comparisons open')}: {pairs}")
            bar.update(task, completed=done, total=most, description=described)

        yield update


# --- what is shown ---


def _show(decided: "Decided", console: "Terminal", lang: str) -> None:
    """The ranking, every comparison and what the public pays for."""
    from experiments.commands.terminal import print_table
    from experiments.showing.tables import money_lines

    first, *others = decided.sentences(lang)
    console.print(first, style="bold")
    for sentence in others:
        console.print(sentence)
    console.print()
    print_table(console, decided.text_table(lang), right=(1, 2))
    results, words = decided.results, Words(lang, "commands")
    console.print(words("money"), style="bold")
    for policy in results.policies[1:]:
        contrast = results.contrast(policy)
        title, lines = results.title(policy, lang), money_lines(contrast.money, lang, contrast.age)
        console.print(f"{title}:" if lines else words("free", policy=title))
        for line in lines:
            console.print(f"  {line}")


# --- what is written ---


def write_decision(decided: "Decided", folder: Path) -> None:
    """Write `decision.json`, all that was decided, and `decision.csv`, a row for each pair."""
    from experiments.runs.decisions import Comparison
    from experiments.storage.json_text import FIGURES, json_text, plain

    (folder / "decision.json").write_text(json_text(decision(decided)), encoding="utf-8")
    with (folder / "decision.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, [field.name for field in fields(Comparison)], lineterminator="\n")
        table.writeheader()
        table.writerows(plain(asdict(pair), FIGURES) for pair in decided.pairs)


def decision(decided: "Decided") -> dict[str, Any]:
    """What `decision.json` says; public money is a mean a replicate, in EUR, with its 95 % interval beyond the baseline."""
    from experiments.runs.origin import origin

    return {
        "format": FORMAT,
        **{key: value for key, value in origin(decided.results).items() if key not in {"libraries", "scenario_sha256"}},
        "outcome": decided.measure.name,
        "unit": decided.measure.unit,
        "better": "more" if decided.better > 0 else "less",
        "confidence": decided.confidence,
        "indifference": decided.indifference,
        "decided": decided.decided,
        "ranking": decided.ranking,
        "pairs": [asdict(pair) for pair in decided.pairs],
        "history": [{"replicates": replicates, "open": pairs} for replicates, pairs in decided.history],
        "planned_looks": decided.planned,
        "public_eur": {policy: _public(decided.results, policy) for policy in decided.results.policies},
        "sentences": in_every(decided.sentences),
    }


def _public(results: "Results", policy: str) -> dict[str, float]:
    paid = {"mean": float(results.values("public_eur", policy).mean())}
    if policy == results.policies[0]:
        return paid
    extra = results.contrast(policy).money.extra_eur
    return paid | {"extra": extra.value, "extra_low": extra.low, "extra_high": extra.high}
