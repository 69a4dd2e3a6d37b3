"""Coverage-guided search for files on which `coworking check` does not answer in words: `make fuzz` (needs the extra `fuzz`).

It begins from the shipped files, the broken ones of the tests and the corpus of earlier searches (`tests/fuzz/corpus.py`). What fails is
kept in FOLDER/failures, one file for each kind of failure, and the search goes on; what was reached is kept in FOLDER/corpus, from which
the next search goes on. Exit code 1 when anything failed.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import atheris

FOLLOWED = ["model.scenario", "experiments.sweeps.design", "experiments.expected", "experiments.commands.sweeps", "ruamel"]
with atheris.instrument_imports(include=FOLLOWED):
    from tests.fuzz.corpus import beginnings
    from tests.fuzz.mutations import Mutator
    from tests.fuzz.oracle import lay_out, peak_mb, signature, survives

BY_STRUCTURE = 0.7  # of the changes; the rest are of bytes
LONGEST = 6_000
EVERY = 1_000  # inputs between two notes


class Search:
    """One search: counts, times, failures."""

    def __init__(self, folder: Path, runs: int, scratch: Path) -> None:
        self.failures, self.runs, self.path = folder / "failures", runs, lay_out(scratch)
        self.notes = folder / "search.json"
        self.failures.mkdir(parents=True, exist_ok=True)
        self.mutator = Mutator()
        self.done = self.accepted = self.failed = 0
        self.slowest, self.largest, self.began = 0.0, 0.0, time.monotonic()
        self.kinds: dict[str, int] = {}

    def one(self, content: bytes) -> None:
        """An input of the fuzzer."""
        self.done += 1
        try:
            found = survives(content, self.path)
        except Exception as error:
            self.failed += 1
            kind = signature(error)
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
            kept = self.failures / f"{kind}.yaml"
            if not kept.exists() or kept.stat().st_size > len(content):  # the shortest of its kind
                kept.write_bytes(content)
                kept.with_suffix(".txt").write_text(f"{type(error).__name__}: {error}\n", encoding="utf-8", errors="replace")
        else:
            if found.accepted:
                self.accepted += 1
                self.mutator.accepted(content)
            self.largest = max(self.largest, found.megabytes)
            if found.seconds > self.slowest:
                self.slowest = found.seconds
                (self.failures.parent / "slowest.yaml").write_bytes(content)
        if self.done % EVERY == 0 or self.done == self.runs:
            self.note()

    def note(self) -> None:
        """Writes down how far the search is; the fuzzer ends the process without a word to Python."""
        found = {
            "inputs": self.done, "accepted": self.accepted, "failed": self.failed, "kinds": self.kinds,
            "seconds": round(time.monotonic() - self.began, 1), "slowest_s": round(self.slowest, 3),
            "most_added_mb": round(self.largest, 1), "peak_mb": round(peak_mb()),
        }  # fmt: skip
        self.notes.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")

    def changed(self, data: bytes, most: int, seed: int) -> bytes:
        """The next input from one that reached something."""
        chance = Random(seed)
        if chance.random() > BY_STRUCTURE:
            return bytes(atheris.Mutate(data, most))
        return self.mutator(data, chance)[:most]


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.fuzz_scenarios", description="Look for files not answered in words.")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("results/fuzz"), metavar="FOLDER")
    parser.add_argument("--runs", type=int, default=20_000, help="inputs to try")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    corpus = options.folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="fuzz-") as name:
        given, scratch = Path(name) / "seeds", Path(name) / "scratch"
        for made in (given, scratch):
            made.mkdir()
        for number, seed in enumerate(beginnings()):
            (given / f"{number:03d}").write_bytes(seed)
        search = Search(options.folder, options.runs, scratch)
        child = os.fork()  # the fuzzer ends its process by itself
        if child == 0:
            limits = [f"-runs={options.runs}", f"-seed={options.seed}", f"-max_len={LONGEST}", "-timeout=20", "-rss_limit_mb=3000"]
            said = [f"-artifact_prefix={search.failures}/", "-print_final_stats=1"]
            atheris.Setup([sys.argv[0], str(corpus), str(given), *limits, *said], search.one, custom_mutator=search.changed)
            atheris.Fuzz()
        _, status = os.waitpid(child, 0)
    print(search.notes.read_text("utf-8") if search.notes.exists() else "nothing was tried")
    failed = json.loads(search.notes.read_text("utf-8"))["failed"] if search.notes.exists() else 1
    sys.exit(1 if failed or status else 0)


if __name__ == "__main__":
    main()
