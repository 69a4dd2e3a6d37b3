"""The `coworking` command. Thin: it reads arguments, calls the library and says what happened.

Exit codes: 0 done, 1 failed, 2 bad input, 130 interrupted. Only typer is loaded at the top, so that `--help` is quick.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.commands.bundling import bundle
from experiments.commands.calibration import calibrate, recovery, structures
from experiments.commands.command_line import (
    BAD_INPUT,
    LANG,
    DebugOption,
    LangOption,
    PointOption,
    ScenarioArgument,
    echo,
    echo_problems,
    explained,
    fail,
    read,
    refuse_unknown_language,
    refuse_unknown_policies,
    status,
    tell_what_is_replaced,
)
from experiments.commands.compare import compare
from experiments.commands.critical_mass import critical_mass
from experiments.commands.dashboard import dashboard
from experiments.commands.diff import diff
from experiments.commands.explain import explain
from experiments.commands.library import instruments, outcomes
from experiments.commands.mixes import mixes
from experiments.commands.new import new
from experiments.commands.place import place
from experiments.commands.public_money import public_money
from experiments.commands.robust import robust
from experiments.commands.support import support
from experiments.commands.sweeps import discover, sensitivity, sweep
from experiments.commands.territory import app as territory
from experiments.commands.typed import SpokenGroup
from experiments.commands.validation import validate
from experiments.commands.verify import verify
from experiments.commands.warning import warning
from experiments.interruption import interruptible
from experiments.languages import Words, own_words
from experiments.languages.spoken import said

if TYPE_CHECKING:
    from model.scenario import Scenario

app = typer.Typer(
    help="Will a coworking hub in a provincial town become viable, and what does public support buy?",
    no_args_is_help=True,
    add_completion=False,
    cls=SpokenGroup,
    rich_markup_mode=None,  # plain lines: quick, as wide as the terminal, and the same wherever they go
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Entry point of the `coworking` command."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that cannot write '€' or 'λ' must not end a run
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some takes a tenth of a second, and none belongs here
    with interruptible():
        _refuse_unseen(sys.argv[1:])
        app()


def _refuse_unseen(words: list[str]) -> None:
    """What is typed is quoted in many a message, not all of them ours; nobody types what cannot be seen, but a file's name may hold it."""
    from model.reading.wording import UNSEEN, visible

    wrong = [word for word in words if any(letter < "\ud800" or letter > "\udfff" for found in UNSEEN.findall(word) for letter in found)]
    if wrong:
        fail([f"'{visible(word)}' holds characters that cannot be seen; give the file a name without them" for word in wrong], BAD_INPUT)


def _show_version(wanted: bool) -> None:
    if wanted:
        from experiments.storage.provenance import commit, version

        revision = commit()
        echo(f"coworking {version()}" + (f" ({revision})" if revision else ""))
        raise typer.Exit


@app.callback()
def _command(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")] = False,
    extension: Annotated[
        list[str] | None,
        typer.Option(metavar="MODULE", help="Python module with instruments or rules of your own, which is run (repeatable)."),
    ] = None,
) -> None:
    if extension:
        from model.extensions import ExtensionError, bring

        for module in extension:
            try:
                bring(module)
            except ExtensionError as error:
                fail(str(error).splitlines(), BAD_INPUT)


@app.command()
def run(
    scenario: ScenarioArgument,
    replicates: Annotated[int, typer.Option(min=1, help="Number of simulated worlds.")] = 100,
    seed: Annotated[int, typer.Option(min=0, max=2**64 - 1, help="Seed of the study; the same seed gives the same results.")] = 1,
    workers: Annotated[int | None, typer.Option(min=1, help="Threads, by default one a processor; results do not depend on it.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder for the results; results/SCENARIO by default.")] = None,
    lang: LangOption = LANG,
    months: Annotated[int | None, typer.Option(min=1, max=360, help="Months to simulate, instead of the scenario's.")] = None,
    policy: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A policy to run beside the baseline (repeatable); all by default.")
    ] = None,
    point: PointOption = False,
    details: Annotated[bool, typer.Option("--details", help="Print the long tables of outcomes and differences too.")] = False,
    debug: DebugOption = False,
) -> None:
    """Run a scenario and its policies on many simulated worlds, show what differs and write a report."""
    refuse_unknown_language(lang)
    chosen = read(scenario, lang)
    refuse_unknown_policies(chosen, policy)
    if months is not None:
        chosen = chosen.over(months)
    folder = out if out is not None else Path("results") / chosen.name
    with explained(f"nothing new was written, and what {folder} held before is as it was", debug):
        asked = {"replicates": replicates, "seed": seed, "workers": workers, "policies": policy, "point": point}
        _run(chosen, asked, folder, lang, details)


def _run(scenario: "Scenario", asked: dict[str, Any], folder: Path, lang: str, details: bool) -> None:
    from time import perf_counter

    from experiments.commands.terminal import Terminal, show
    from experiments.report.folder import FILES, write_files
    from experiments.runs.progress import progress_bar, when_compiling
    from experiments.runs.replicates import run as run_study
    from experiments.storage.manifest import RUNS
    from experiments.storage.staging import staged

    console, errors = Terminal(), Terminal(stderr=True)
    tell_what_is_replaced(folder, scenario.name, lang)
    with staged(folder, RUNS, FILES) as staging:
        began = perf_counter()
        with progress_bar(errors, said("Replicates")) as progress, when_compiling(errors.out):
            results = run_study(scenario, **asked, progress=progress)
        seconds = perf_counter() - began
        with status(errors, said("Writing the report")):
            write_files(results, staging, lang, seconds)
    show(results, console, lang, details=details)
    console.print(Words(lang, "commands")("report", path=folder / "report.html"), soft_wrap=True)


@app.command()
def check(
    scenarios: Annotated[list[str], typer.Argument(metavar="FILE...", help="Shipped scenarios, scenario files or design files.")],
    lang: LangOption = LANG,
) -> None:
    """Say everything that is wrong with scenarios or designs, as FILE:LINE:COL: key: message. Warnings alone are no failure."""
    from experiments.commands.sweeps import check_file

    refuse_unknown_language(lang)
    words, bad = Words(lang, "commands"), False
    for name in scenarios:
        scenario, problems = check_file(name)
        echo_problems(problems, lang)
        bad = bad or scenario is None
        if scenario is not None:
            echo(words.choose(len(problems), "ready_warned", file=name) if problems else words("ready", file=name))
    if bad:
        raise typer.Exit(BAD_INPUT)


@app.command()
def scenarios(lang: LangOption = LANG) -> None:
    """List the scenarios that ship with the model, with the question of each."""
    from model.scenario import read_scenario, scenario_names

    refuse_unknown_language(lang)
    words = Words(lang, "commands")
    for name in scenario_names():
        scenario, _ = read_scenario(name)
        if scenario is None:
            echo(name, f"  {words('unreadable', file=name)}")
            continue
        echo(name, f"  {own_words(scenario, 'title', lang)}", f"  {own_words(scenario, 'question', lang)}")
        policies = ", ".join(scenario.policy_names[1:])
        echo(f"  {words('policies', names=policies) if policies else words('no_policies')}")


app.command()(new)
app.command()(dashboard)
app.command()(diff)
app.add_typer(territory, name="territory")
app.command()(instruments)
app.command()(outcomes)
app.command()(compare)
app.command("public-money")(public_money)
app.command()(support)
app.command()(explain)
app.command()(warning)
app.command()(verify)
app.command()(critical_mass)
app.command()(place)
app.command()(robust)
app.command()(mixes)
app.command()(sweep)
app.command()(sensitivity)
app.command()(discover)
app.command()(bundle)
app.command()(validate)
app.command()(calibrate)
app.command()(recovery)
app.command()(structures)


if __name__ == "__main__":
    main()
