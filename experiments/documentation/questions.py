"""Planners' questions, each with the command that answers it, in English and in Italian: `python -m experiments.documentation.questions`.

Each command is run as a planner types it, in the language of the page, and what it prints is kept. Takes some minutes
for each page; numbers given on the command line are run again and the others keep the answer they have.
"""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Final

from experiments.documentation.by_language import page_in
from experiments.interruption import interruptible
from experiments.languages import SOURCE, Words, languages
from experiments.showing.markdown import text
from experiments.storage.whole import write_whole

PAGE: Final = "questions.md"
_COLUMNS: Final = 110  # of the terminal, for the tables
_REPOSITORY: Final = Path(__file__).resolve().parents[2]
QUESTIONS: Final = (
    ("critical-mass sondrio_downsizing", "territory show sondrio"),
    ("place sondrio_downsizing",),
    ("critical-mass pavia_growth --hub ticino",),
    ("compare sondrio_downsizing --budget 30000",),
    ("support sondrio_downsizing --target 0.8 --at 36",),
    ("public-money sondrio_downsizing",),
    ("place brescia_regeneration",),
    ("place sondrio_downsizing --operators private,public,cooperative",),
    ("place cremona_agritech --fields agrifood,digital",),
    ("public-money pavia_growth --policy events_host",),
    ("public-money como_advisory_desk",),
    ("place comonext_network",),
    ("robust sondrio_downsizing",),
    ("warning sondrio_downsizing", "explain sondrio_downsizing"),
)
"""The arguments of the commands that answer each question for a shipped scenario."""


def section(number: int, lang: str) -> str:
    """One question with its answers, as Markdown."""
    words = Words(lang, "pages")
    parts = [f"## {number}. {words(f'question_{number}')}"]
    for command in QUESTIONS[number - 1]:
        answer, seconds = answered(command, lang)
        first, rest = _folded(answer)
        took = f" — {seconds:.0f} s" if lang == SOURCE else ""  # the same runs
        parts += [f"`coworking {command}`{took}", quoted(first)]
        if rest:
            parts.append(f"<details><summary>{words('the_tables')}</summary>\n\n```text\n{rest}\n```\n\n</details>")
    return "\n\n".join(parts) + "\n"


def answered(command: str, lang: str) -> tuple[str, float]:
    """What a command prints, and the seconds it took.

    Raises:
        RuntimeError: when it fails, with what it says.
    """
    began = perf_counter()
    arguments = [sys.executable, "-m", "experiments.commands.main", *command.split(), "--lang", lang]
    wide = {**os.environ, "COLUMNS": str(_COLUMNS)}
    done = subprocess.run(arguments, capture_output=True, text=True, encoding="utf-8", env=wide, check=False)
    if done.returncode:
        raise RuntimeError(f"coworking {command}: {done.stderr.strip()}")
    return done.stdout.rstrip(), perf_counter() - began


def _folded(printed: str) -> tuple[str, str]:
    """The sentences, and the tables under them."""
    sentences, _, tables = "\n".join(line.rstrip() for line in printed.splitlines()).partition("\n\n")
    return sentences, tables


def quoted(sentences: str) -> str:
    """What a terminal broke into lines, as a quotation that every screen breaks anew; what is indented is a list under it."""
    paragraphs: list[str] = []
    last = ""
    for line in sentences.splitlines():
        deep = len(line) - len(line.lstrip())
        if deep:
            paragraphs.append(f"{line[2:deep]}- {text(line[deep:])}")
        elif not last or last.startswith(" ") or len(last) + 1 + len(line.split(" ")[0]) <= _COLUMNS:
            paragraphs.append(f"> {text(line)}")
        else:
            paragraphs[-1] += f" {text(line)}"
        last = line
    kinds = [one.lstrip()[0] for one in paragraphs]
    between = ["\n" if pair == ("-", "-") else "\n>\n" if pair == (">", ">") else "\n\n" for pair in pairwise(kinds)]
    return "".join(one + gap for one, gap in zip(paragraphs, [*between, ""], strict=True))


def main() -> int:
    """Ask the questions and keep their answers."""
    parser = argparse.ArgumentParser(prog="python -m experiments.documentation.questions", description="Answers to planners' questions.")
    parser.add_argument("numbers", nargs="*", type=int, metavar="N", help="questions; all by default")
    parser.add_argument("--lang", choices=languages(), help="the page of one language; of all by default")
    given = parser.parse_args()
    for lang in languages():
        if given.lang in (None, lang):
            _ask(lang, given.numbers or range(1, len(QUESTIONS) + 1))
    return 0


def _ask(lang: str, numbers: Iterable[int]) -> None:
    page = _REPOSITORY / page_in(lang, PAGE)
    kept = sections(page.read_text(encoding="utf-8")) if page.is_file() else {}
    for number in numbers:
        kept[number] = section(number, lang)
        head = Words(lang, "pages")("questions")
        write_whole(page, "\n".join([head, *(kept[each] for each in sorted(kept))]))  # each by itself: what is done is kept
        print(lang, number, flush=True)


def sections(page: str) -> dict[int, str]:
    """The parts of the page, by number of the question."""
    found = re.split(r"(?m)^(?=## \d+\. )", page)[1:]
    return {int(part[3 : part.index(".")]): part.rstrip() + "\n" for part in found}


if __name__ == "__main__":
    with interruptible():
        raise SystemExit(main())
