"""The command `bundle`: a folder of results as one file that a repository of research data takes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.commands.command_line import BAD_INPUT, LANG, DebugOption, LangOption, echo, explained, fail, refuse_unknown_language
from experiments.languages import Words
from experiments.languages.spoken import said

if TYPE_CHECKING:
    from experiments.storage.manifest import Manifest

_RUNS = """\
# {title}

{question}

Results of {program} {version} (commit {commit}), {replicates} replicates, seed {seed}.

| file | content |
| --- | --- |
| scenario.lock.yaml | the scenario, with what it extends and the calls it names written out |
| summary.json | every outcome of every policy with its intervals, and differences on the same worlds |
| monthly.parquet | every hub, month by month, in every replicate |
| report.html | the report, which needs nothing beside it |
| tables.xlsx, tables/*.csv | accounts, investment, assumptions, outcomes and differences, as people and as programs read them |
| manifest.json | what was run, with the seed of each replicate |
{common}
To make it again: check out that commit, install it (`make run` does), then

    coworking run scenario.lock.yaml --replicates {replicates} --seed {seed}{point} --out again
"""
_SWEEP = """\
# {title}

{question}

A sweep of {program} {version} (commit {commit}): {runs:,} of {all:,} runs.

| file | content |
| --- | --- |
| design.lock.yaml, scenarios/ | the design and its scenarios, with everything they name written out |
| shards/*.parquet, journal-*.jsonl | the runs: scenario, point, policy, replicate, outcomes, and why some failed |
| manifest.jsonl | what identifies the sweep, and the shards with their hashes |
{common}
To make it again: check out that commit, install it (`make run` does), then

    coworking sweep design.lock.yaml --out again
"""
_COMMON = """\
| environment.txt | every installed package with its version |
| codemeta.json | the software behind the results |
| sha256.txt | the hash of every file |
"""


def bundle(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What `run` or `sweep` wrote.")],
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="The archive; FOLDER.zip by default.")] = None,
    lang: LangOption = LANG,
    debug: DebugOption = False,
) -> None:
    """Put a folder of results into one file for a repository of research data, with what it was made with and how to make it again."""
    from experiments.storage.manifest import RUNS, read_manifest

    refuse_unknown_language(lang)
    to = to or folder.with_name(f"{folder.resolve().name}.zip")
    if to.suffix != ".zip":
        fail(f"{to}: write the name of a .zip file", BAD_INPUT)
    if to.exists():
        fail(f"{said(f'{to} is there already; take another name, or move it away')}. {said('Nothing was written.')}", BAD_INPUT)
    with explained("nothing was written", debug):
        kept = read_manifest(folder) if folder.is_dir() else None
        names = _runs(folder, kept, to) if kept is not None and kept.holds == RUNS else _sweep(folder, to)
    echo(Words(lang, "commands").choose(len(names), "bundled", path=to))


def _runs(folder: Path, kept: "Manifest", to: Path) -> list[str]:
    import json

    from experiments.storage.bundle import bundle as write
    from experiments.storage.manifest import MANIFEST, sha256_of

    changed = [name for name, sha256 in kept.files.items() if not (folder / name).is_file() or sha256_of(folder / name) != sha256]
    if changed:
        files = ", ".join(sorted(changed))
        what = said(f"{folder}: {files} changed or went since they were written; run it again")
        fail(f"{what}. {said('Nothing was written.')}", BAD_INPUT)
    about: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    summary = json.loads((folder / "summary.json").read_bytes())
    point = "" if about.get("parameter_sets") else " --point"
    readme = _filled(_RUNS, about, title=summary["title"], question=summary["question"], point=point)
    return write({name: folder / name for name in (*kept.files, MANIFEST)}, about, readme, to)


def _sweep(folder: Path, to: Path) -> list[str]:
    from experiments.commands.sweeps import load
    from experiments.storage.bundle import bundle as write
    from experiments.storage.lines import read_lines
    from experiments.sweeps.files import MANIFEST, journals_in, shards_in
    from experiments.sweeps.folder import judge, read_head
    from experiments.sweeps.results import LOCK_FILE, ROWS_FILE, SCENARIOS

    runs = load(folder)
    head = read_head(folder) or {}
    shards = judge(folder, read_lines(folder / MANIFEST), head.get("key"))
    sound = {*shards.listed, *shards.unlisted}
    paths = [folder / LOCK_FILE, folder / MANIFEST, *(folder / SCENARIOS).glob("*.yaml"), *journals_in(folder)]
    paths += [path for path in shards_in(folder) if path in sound]
    paths += [folder / ROWS_FILE] if (folder / ROWS_FILE).is_file() else []
    design = runs.plan.design
    readme = _filled(_SWEEP, head, title=design.title, question=design.question or "", runs=len(runs.runs), all=runs.plan.runs)
    return write({path.relative_to(folder).as_posix(): path for path in paths}, head, readme, to)


def _filled(text: str, about: dict[str, Any], **more: Any) -> str:
    from experiments.sensitivity.words import safe
    from experiments.storage import PROGRAM

    more["title"], more["question"] = safe(more["title"]), safe(more["question"] or "")
    known = {**about, "program": PROGRAM, "common": _COMMON, "commit": about.get("commit") or "unknown"}
    return text.format(**{**known, **more})
