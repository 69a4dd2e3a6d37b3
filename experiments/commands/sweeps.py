"""Commands of sweeps: `sweep` runs a design, `sensitivity` and `discover` say what its runs show."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from experiments.commands.command_line import (
    BAD_INPUT,
    LANG,
    DebugOption,
    LangOption,
    accepted,
    echo,
    explained,
    fail,
    refuse_unknown_language,
)
from experiments.languages import Words
from experiments.languages.spoken import said

if TYPE_CHECKING:
    from experiments.sweeps import Sweep
    from experiments.sweeps.design import Plan

DesignArgument = Annotated[Path, typer.Argument(metavar="DESIGN", help="The design file of a sweep.")]
FolderArgument = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder a sweep was written into.")]


def sweep(
    design: DesignArgument,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder for the runs; results/sweeps/DESIGN by default.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what the folder holds.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Threads, by default one a processor; results do not depend on it.")] = None,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="A dask scheduler whose workers make the runs.")] = None,
    part: Annotated[str | None, typer.Option(metavar="K/N", help="Only the K-th of N parts of the points, for jobs of a cluster.")] = None,
    merge: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="Take the runs of this folder in (repeatable) and run nothing.")
    ] = None,
    replicates: Annotated[int | None, typer.Option(min=1, max=100_000, help="Worlds of each point, instead of the design's.")] = None,
    seed: Annotated[int | None, typer.Option(min=1, max=2**32 - 1, help="Seed of worlds and points, instead of the design's.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would take: points, runs, time and disk.")] = False,
    lang: LangOption = LANG,
    debug: DebugOption = False,
) -> None:
    """Run the design of a sweep into a folder, from which any interrupted sweep can go on."""
    from experiments.sweeps.design import read_design

    refuse_unknown_language(lang)
    plan = accepted(*read_design(design), design, lang).changed(replicates=replicates, seed=seed)
    if dry_run:
        with explained("nothing was written", debug):
            echo(_expected(plan, workers, Words(lang, "commands")))
            _warn_of_idle(plan, Words(lang, "commands"))
        return
    chosen = _part(part)
    folder = out if out is not None else Path("results") / "sweeps" / plan.design.name
    with explained_sweep(folder, _again(design, folder, workers, scheduler, part, merge, replicates, seed), debug):
        if not (merge or resume or part or scheduler):
            _warn_of_idle(plan, Words(lang, "commands"))
        done = _merged(plan, folder, merge) if merge else _run(plan, folder, resume, workers, scheduler, chosen)
    words = Words(lang, "commands")
    failed = words.choose(done.failed, "failed") if done.failed else ""
    echo(words("runs_there", done=words.number(len(done.runs)), all=words.number(plan.runs), folder=folder, failed=failed))
    if done.complete and plan.design.sampler.type != "rows":
        echo(words("what_they_show", command=f"coworking sensitivity {folder}"))


def _run(plan: "Plan", folder: Path, resume: bool, workers: int | None, address: str | None, part: tuple[int, int] | None) -> "Sweep":
    from experiments.commands.terminal import Terminal
    from experiments.runs.progress import progress_bar, when_compiling
    from experiments.sweeps import sweep as run_sweep
    from experiments.sweeps.remote import scheduler as connect

    errors = Terminal(stderr=True)
    with (
        connect(address) if address else nullcontext() as executor,
        progress_bar(errors, said("Runs")) as progress,
        when_compiling(errors.out),
    ):
        return run_sweep(plan, folder, workers=workers, resume=resume, executor=executor, progress=progress, part=part)


def _merged(plan: "Plan", folder: Path, parts: list[Path]) -> "Sweep":
    from experiments.sweeps import merge

    return merge(plan, folder, parts)


def _part(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    k, _, n = text.partition("/")
    if not (k.isdecimal() and n.isdecimal() and 1 <= int(k) <= int(n)):
        fail(f"--part {text}: write two whole numbers such as 3/20, the third of twenty parts", BAD_INPUT)
    return int(k), int(n)


def _expected(plan: "Plan", workers: int | None, words: Words) -> str:
    from experiments.commands.terminal import Terminal
    from experiments.runs.machine import default_workers
    from experiments.runs.progress import when_compiling
    from experiments.sweeps import expected

    with when_compiling(Terminal(stderr=True).out):
        found = expected(plan, workers)
    minutes = found.seconds / 60
    amount, decimals, unit = (minutes / 60, 1, "hours") if minutes >= 90 else (minutes, 0, "minutes")
    if minutes < 2:
        amount, unit = found.seconds, "seconds"
    return words(
        "would_take", points=words.choose(found.points, "points"), runs=words.choose(found.runs, "runs"),
        time=f"{words.number(amount, decimals)} {words(unit)}", threads=words.choose(workers or default_workers(), "threads"),
        disk=words.number(-(-found.disk // 10**6)),
    )  # fmt: skip


def _warn_of_idle(plan: "Plan", words: Words) -> None:
    from experiments.commands.terminal import Terminal
    from experiments.runs.progress import when_compiling
    from experiments.sweeps.idle import idle_factors

    with when_compiling(Terminal(stderr=True).out):
        idle = idle_factors(plan)
    echo(*(words("idle", factor=name) for name in idle), err=True)


def _again(
    design: Path, folder: Path, workers: int | None, address: str | None, part: str | None, merge: list[Path] | None,
    replicates: int | None, seed: int | None,
) -> str:  # fmt: skip
    """The command that goes on with what this one began."""
    import shlex

    options: list[tuple[str, object]] = [("--workers", workers), ("--scheduler", address), ("--part", part)]
    options += [("--replicates", replicates), ("--seed", seed), *(("--merge", folder) for folder in merge or [])]
    words = ["coworking", "sweep", design, "--out", folder, *(word for name, value in options if value for word in (name, value))]
    return shlex.join(str(word) for word in words) + ("" if merge else " --resume")


@contextmanager
def explained_sweep(folder: Path, again: str, debug: bool | None = None) -> Iterator[None]:
    """What went wrong, and that nothing of what was done is lost."""
    from experiments.storage.locking import FolderRefused
    from experiments.sweeps import DiskTooSmall, TooManyFailures
    from experiments.sweeps.remote import NoScheduler

    with explained(f"every finished run is kept; go on with: {again}", debug):
        try:
            yield
        except (FolderRefused, DiskTooSmall, NoScheduler) as error:
            fail(f"{said(error)}{'' if str(error).endswith('?') else '.'} {said('Nothing was run.')}", BAD_INPUT)
        except TooManyFailures as error:
            instead = said("mend the cause, or allow more with 'failures_allowed'")
            fail(f"{said(error)}. {said(f'Runs are kept in {folder}')}; {instead}.")


OutcomeOption = Annotated[list[str] | None, typer.Option("--outcome", metavar="NAME", help="An outcome (repeatable); all by default.")]
ScenarioOption = Annotated[str | None, typer.Option("--scenario", metavar="NAME", help="Which scenario, when the sweep has several.")]
PolicyOption = Annotated[str | None, typer.Option("--policy", metavar="NAME", help="Which policy, when the sweep has several.")]
OutOption = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder for tables, pictures and page; below FOLDER by default.")]


def sensitivity(
    folder: FolderArgument,
    outcome: OutcomeOption = None,
    scenario: ScenarioOption = None,
    policy: PolicyOption = None,
    out: OutOption = None,
    lang: LangOption = LANG,
    debug: DebugOption = False,
) -> None:
    """Say which factors decide each outcome of a finished sweep, how much is chance, and where the runs of interest lie."""
    from experiments.storage.staging import staged
    from experiments.sweeps.findings import FILES, HOLDS, findings, write

    refuse_unknown_language(lang)
    out = out or folder / "sensitivity"
    runs = load(folder)
    with _analysed(debug), staged(out, HOLDS, FILES) as staging:
        shown = findings(runs, outcome, None, scenario, policy)
        write(shown, staging, lang)
    words = Words(lang, "commands")
    for analysis in shown.analyses:
        strongest = ", ".join(f"{rank.factor} {rank.value:.2f}" for rank in analysis.strongest(3))
        echo(f"{analysis.outcome}: {strongest or words('no_factor')}")
    for sentence in shown.left_out_in_words(lang):
        echo(sentence)
    echo(words("page", path=out / "page.html"))


def discover(
    folder: FolderArgument,
    when: Annotated[list[str], typer.Option(metavar="CONDITION", help="What makes a run one of interest: 'viable_36 < 1' (repeatable).")],
    scenario: ScenarioOption = None,
    policy: PolicyOption = None,
    lang: LangOption = LANG,
    debug: DebugOption = False,
) -> None:
    """Say where in the space of the factors the runs of interest lie: boxes, with their coverage, density and stability."""
    from experiments.sweeps.findings import findings

    refuse_unknown_language(lang)
    runs = load(folder)
    with _analysed(debug):
        shown = findings(runs, [], when, scenario, policy)
    for discovery in shown.discoveries.values():
        for sentence in discovery.sentences(lang):
            echo(sentence)
        echo("")


@contextmanager
def _analysed(debug: bool) -> Iterator[None]:
    """A sweep that cannot be analysed, or a name it does not have, is bad input and not a failure."""
    with explained("nothing new was written", debug):
        try:
            yield
        except KeyError as error:
            fail(f"{said(error.args[0])}. {said('Nothing was written.')}", BAD_INPUT)
        except ValueError as error:
            fail(f"{said(error)}. {said('Nothing was written.')}", BAD_INPUT)


def load(folder: Path) -> "Sweep":
    """The sweep in a folder, or why there is none and the end."""
    from experiments.sweeps import NotASweep, load_sweep
    from model.reading.wording import visible

    try:
        return load_sweep(folder)
    except NotASweep as error:
        fail(str(error).replace(str(folder), visible(str(folder))).split("\n"), BAD_INPUT)


_DESIGN_KEYS = ("scenarios", "factors", "sampler", "replicates", "outcomes", "decisions", "conditions")
_SAYS_WHAT_IT_IS: Final = re.compile(rf"\b(?:extends|{'|'.join(_DESIGN_KEYS)})\b[\"']?\s*:")


def is_design(name: str) -> bool:
    """Whether a file is the design of a sweep rather than a scenario, by its keys; one that only extends another is what that is."""
    from model.reading.documents import find
    from model.reading.parsing import MAX_BYTES, parse
    from model.scenario.loading import SCENARIO

    path = find(SCENARIO, name)
    for _ in range(_LINKS):
        try:
            if path is None or not path.is_file() or path.stat().st_size > MAX_BYTES:
                return False
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:  # a name that is too long, a file that may not be read: the reader says so
            return False
        if not _SAYS_WHAT_IT_IS.search(text):  # most files: they need not be read twice
            return False
        root, _problems = parse(text, name)
        entries = root.entries if root is not None and root.entries is not None else {}
        if any(key in entries for key in _DESIGN_KEYS):
            return True
        link = entries["extends"][1].value if "extends" in entries else None
        path = path.parent / link if isinstance(link, str) and "\0" not in link else None
    return False


_LINKS = 10  # files that extend one another


def check_file(name: str) -> tuple[Any, list[Any]]:
    """What a file holds, scenario or design, and all its problems."""
    if is_design(name):
        from experiments.sweeps.design import read_design

        return read_design(name)
    from experiments.runs.room import READY_TO_RUN
    from model.reading.documents import read_file

    return read_file(READY_TO_RUN, name)
