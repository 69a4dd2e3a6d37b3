"""Planners' questions, each with the command that answers it, into docs/questions.md: `python -m experiments.documentation.questions`.

Each command is run as a planner types it, in English and in Italian, and what it prints is kept with the time it took. Takes some minutes;
numbers given on the command line are run again and the others keep the answer they have.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

from experiments.interruption import interruptible
from experiments.storage.whole import write_whole

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "questions.md"
_SHORTEST: Final = 80  # letters of the beginning in Italian
_HEAD: Final = """# Questions planners ask, and the commands that answer them

*Written by `python -m experiments.documentation.questions`; edit that, not this page.* Every command takes any scenario, shipped or
yours, and `--lang it` or `--lang en`; with `--out DIR` most write a page to send, with pictures. Below each is what it printed, and the
time it took on two processors with the kernels compiled. All figures carry two uncertainties: chance, and the numbers that nobody knows
(sets of parameters that fit the evidence).
"""


class Question(NamedTuple):
    """What is asked, and the arguments of the commands that answer it for a shipped scenario."""

    asked: str
    commands: tuple[str, ...]


QUESTIONS: Final = (
    Question("Is there enough demand here?", ("critical-mass sondrio_downsizing", "territory show sondrio")),
    Question("How big should it be, and when may it grow?", ("place sondrio_downsizing",)),
    Question(
        "What is the critical mass, in members and in euro, and how far are we from it?", ("critical-mass pavia_growth --hub ticino",)
    ),
    Question("Which euro works best, at equal budget?", ("compare sondrio_downsizing --budget 30000",)),
    Question("How long must support last, and what happens when it ends?", ("support sondrio_downsizing --target 0.8 --at 36",)),
    Question("How much of the subsidy is deadweight or displacement?", ("public-money sondrio_downsizing",)),
    Question("Reuse a disused building, and which one?", ("place brescia_regeneration",)),
    Question("Who should run it?", ("place sondrio_downsizing --operators private,public,cooperative",)),
    Question("General or specialised?", ("place cremona_agritech --fields agrifood,digital",)),
    Question("Does a host with events pay for itself?", ("public-money pavia_growth --policy events_host",)),
    Question("Will an advisory desk reach traditional firms and artisans?", ("public-money como_advisory_desk",)),
    Question("One hub or a network, and which town first?", ("place comonext_network",)),
    Question("What public value, and how sure?", ("robust sondrio_downsizing",)),
    Question("What should make us stop, shrink or change course?", (
        "warning sondrio_downsizing", "explain sondrio_downsizing",
    )),
)


def section(number: int, question: Question) -> str:
    """One question with its answers, as Markdown."""
    parts = [f"## {number}. {question.asked}"]
    for command in question.commands:
        english, seconds = answered(command, "en")
        italian, _ = answered(command, "it")
        first, rest = _folded(english)
        parts += [f"`coworking {command}` — {seconds:.0f} s", f"```text\n{first}\n```"]
        if rest:
            parts.append(f"<details><summary>the tables</summary>\n\n```text\n{rest}\n```\n\n</details>")
        parts.append(f"In Italian it begins: “{_beginning(italian)}”")
    return "\n\n".join(parts) + "\n"


def answered(command: str, lang: str) -> tuple[str, float]:
    """What a command prints, and the seconds it took.

    Raises:
        RuntimeError: when it fails, with what it says.
    """
    began = perf_counter()
    arguments = [sys.executable, "-m", "experiments.commands.main", *command.split(), "--lang", lang]
    done = subprocess.run(arguments, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "COLUMNS": "110"}, check=False)
    if done.returncode:
        raise RuntimeError(f"coworking {command}: {done.stderr.strip()}")
    return done.stdout.rstrip(), perf_counter() - began


def _folded(text: str) -> tuple[str, str]:
    """The sentences, and the tables under them."""
    sentences, _, tables = "\n".join(line.rstrip() for line in text.splitlines()).partition("\n\n")
    return sentences, tables


def _beginning(text: str) -> str:
    """The first sentences, on one line."""
    said = " ".join(_folded(text)[0].split())
    end = said.find(". ", _SHORTEST)
    return said if end < 0 else said[: end + 1]


def main() -> int:
    """Ask the questions and keep their answers."""
    parser = argparse.ArgumentParser(prog="python -m experiments.documentation.questions", description="Answers to planners' questions.")
    parser.add_argument("numbers", nargs="*", type=int, metavar="N", help="questions; all by default")
    given = parser.parse_args()
    kept = sections(PAGE.read_text(encoding="utf-8")) if PAGE.is_file() else {}
    for number, question in enumerate(QUESTIONS, 1):
        if not given.numbers or number in given.numbers:
            kept[number] = section(number, question)
            write_whole(PAGE, "\n".join([_HEAD, *(kept[each] for each in sorted(kept))]))  # each by itself: what is done is kept
            print(number, question.asked, flush=True)
    return 0


def sections(page: str) -> dict[int, str]:
    """The parts of the page, by number of the question."""
    found = re.split(r"(?m)^(?=## \d+\. )", page)[1:]
    return {int(part[3 : part.index(".")]): part.rstrip() + "\n" for part in found}


if __name__ == "__main__":
    with interruptible():
        raise SystemExit(main())
