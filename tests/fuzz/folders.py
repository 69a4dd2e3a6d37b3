"""Damaged folders of results: every command answers in words, and what was sound is there afterwards.

`python -m tests.fuzz.folders --runs 2000` (part of `make fuzz`) tries random damage; the tests try a little of it.
"""

import argparse
import os
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from typer.testing import CliRunner

from experiments.commands.main import app
from experiments.storage.manifest import RUNS, write_manifest
from experiments.sweeps import sweep
from experiments.sweeps.results import LOCK_FILE
from tests.experiments.sweeps.plans import tiny_plan, trivial
from tests.experiments.sweeps.small_store import contents
from tests.fuzz.mutations import VALUES

SWEEP: Final = "sweep"
RUN: Final = "run"
EVERY: Final = 100
TOLD_BY_A_HASH: Final = ("report.html", "scenario.lock.yaml", "monthly.parquet", ".lock")  # or of no meaning: each damage is like the other
_SUMMARY: Final = '{"format": 1, "title": "A town", "question": "Will it live?"}\n'


def lay_out(folder: Path) -> dict[str, dict[str, bytes]]:
    """The files of a finished sweep and of a run, as they should be; made below a folder."""
    sweep(tiny_plan(folder / "town", dummy=True), folder / SWEEP, simulate=trivial, workers=1)
    (folder / RUN).mkdir()
    for name, text in (("summary.json", _SUMMARY), ("report.html", "<p>"), ("scenario.lock.yaml", ""), ("monthly.parquet", "")):
        (folder / RUN / name).write_text(text, encoding="utf-8")
    about = {"scenario": "tiny", "seed": 1, "replicates": 2, "policies": ["baseline"], "commit": "", "version": "0", "months": 12}
    write_manifest(folder / RUN, RUNS, about)
    return {kind: contents(folder / kind) for kind in (SWEEP, RUN)}


def damaged(content: bytes, chance: Random) -> bytes:
    """A file after a bad disk, a bad copy, or somebody's editor."""
    at, to = sorted(chance.choices(range(len(content) + 1), k=2))
    words = chance.choice(VALUES).encode("utf-8", "surrogatepass")
    return chance.choice(
        [
            content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :],
            content[:at],
            content[:at] + content[to:],
            content[:at] + content[at:to] * 2 + content[to:],
            content[:at] + words + content[at + len(words) :],
            content[:at] + b"\0" * (to - at) + content[to:],
            words,
        ]
    )


def survives(files: dict[str, bytes], kind: str, seed: int, folder: Path) -> tuple[str, str]:
    """Damages one file of a folder, and fails unless commands answer in words and leave what they did not write.

    Returns:
        Which file it was, and what the command said.
    """
    chance = Random(seed)
    name = chance.choice([name for name in sorted(files) if name not in TOLD_BY_A_HASH])
    there = {**files, name: damaged(files[name], chance)}
    for path, content in there.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    archive = folder.parent / f"{folder.name}.zip"
    commands = [["bundle", folder, "--to", archive]]
    if kind == SWEEP:
        commands += [["sensitivity", folder, "--outcome", "members_24", "--policy", "baseline", "--out", folder.parent / "found"]]
        commands += [["sweep", folder / LOCK_FILE, "--out", folder, "--resume", "--dry-run"]]
    said = ""
    for command in commands:
        done = CliRunner().invoke(app, [str(part) for part in command])
        said += done.output
        assert done.exit_code in (0, 1, 2), (command[0], name, done.output, done.exception)
        assert done.exception is None or isinstance(done.exception, SystemExit), (command[0], name, done.exception)
        assert not any(sign in done.output for sign in ("Traceback", "--debug")), (command[0], name, done.output)
    left = contents(folder)
    assert {path: left.get(path) for path in there} == there, f"{name}: a file was changed or lost"
    archive.unlink(missing_ok=True)
    return name, said


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.folders", description="Look for damaged folders not answered in words.")
    parser.add_argument("--runs", type=int, default=1_000, help="damages to try")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    failed = 0
    with TemporaryDirectory(prefix="fuzz-") as place:
        kinds = lay_out(Path(place))
        for number in range(options.runs):
            kind = (SWEEP, RUN)[number % 2]
            with TemporaryDirectory(dir=place) as folder:
                try:
                    survives(kinds[kind], kind, options.seed * 1_000_000 + number, Path(folder) / "results")
                except AssertionError as error:
                    failed += 1
                    print(f"seed {options.seed * 1_000_000 + number}: {error}")
            if (number + 1) % EVERY == 0:
                print(f"{number + 1} tried, {failed} failed", file=sys.stderr)
    print(f"{options.runs} tried, {failed} failed")
    sys.exit(1 if failed else os.EX_OK)


if __name__ == "__main__":
    main()
