"""Planners' questions, each with the command that answers it, in English and in Italian: `python -m experiments.documentation.questions`.

Each command is run as a planner types it, in the language of the page, and what it prints is kept. Takes some minutes
for each page; numbers given on the command line are run again and the others keep the answer they have.
"""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

from experiments.interruption import interruptible
from experiments.storage.whole import write_whole

_DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
PAGES: Final = {"en": _DOCS / "questions.md", "it": _DOCS / "it" / "questions.md"}
_HEAD: Final = {"en": """# Questions planners ask, and the commands that answer them

*Written by `python -m experiments.documentation.questions`; edit that, not this page.* Every command takes any scenario, shipped or
yours, and `--lang it` or `--lang en`; with `--out DIR` most write a page to send, with pictures. Below each is what it printed, and the
time it took on two processors with the kernels compiled. All figures carry two uncertainties: chance, and the numbers that nobody knows
(sets of parameters that fit the evidence). The same answers [in Italian](it/questions.md).
""", "it": """# Le domande di chi decide, e i comandi che rispondono

*Scritta da `python -m experiments.documentation.questions`; si cambia quello, non questa pagina.* Ogni comando prende qualunque scenario,
fornito o vostro; con `--out CARTELLA` quasi tutti scrivono una pagina da mandare, con le figure. Sotto ciascuno c'è quello che ha stampato.
Ogni cifra porta due incertezze: il caso, e i numeri che nessuno conosce (insiemi di parametri che si accordano con i fatti noti).
Le stesse risposte [in inglese](../questions.md).
"""}
_TABLES: Final = {"en": "the tables", "it": "le tabelle"}


class Question(NamedTuple):
    """What is asked, by language, and the arguments of the commands that answer it for a shipped scenario."""

    asked: dict[str, str]
    commands: tuple[str, ...]


QUESTIONS: Final = (
    Question(
        {
            "en": "Is there enough demand here?",
            "it": "C'è abbastanza domanda qui?",
        },
        ("critical-mass sondrio_downsizing", "territory show sondrio"),
    ),
    Question(
        {
            "en": "How big should it be, and when may it grow?",
            "it": "Quanto grande dev'essere, e quando può crescere?",
        },
        ("place sondrio_downsizing",),
    ),
    Question(
        {
            "en": "What is the critical mass, in members and in euro, and how far are we from it?",
            "it": "Qual è la massa critica, in iscritti e in euro, e quanto ne siamo lontani?",
        },
        ("critical-mass pavia_growth --hub ticino",),
    ),
    Question(
        {
            "en": "Which euro works best, at equal budget?",
            "it": "Quale euro rende di più, a parità di spesa?",
        },
        ("compare sondrio_downsizing --budget 30000",),
    ),
    Question(
        {
            "en": "How long must support last, and what happens when it ends?",
            "it": "Quanto deve durare il sostegno, e che cosa succede quando finisce?",
        },
        ("support sondrio_downsizing --target 0.8 --at 36",),
    ),
    Question(
        {
            "en": "How much of the subsidy is deadweight or displacement?",
            "it": "Quanto del contributo va a chi sarebbe venuto comunque, o toglie ad altri?",
        },
        ("public-money sondrio_downsizing",),
    ),
    Question(
        {
            "en": "Reuse a disused building, and which one?",
            "it": "Riusare un edificio dismesso, e quale?",
        },
        ("place brescia_regeneration",),
    ),
    Question(
        {
            "en": "Who should run it?",
            "it": "Chi dovrebbe gestirlo?",
        },
        ("place sondrio_downsizing --operators private,public,cooperative",),
    ),
    Question(
        {
            "en": "General or specialised?",
            "it": "Generico o specializzato?",
        },
        ("place cremona_agritech --fields agrifood,digital",),
    ),
    Question(
        {
            "en": "Does a host with events pay for itself?",
            "it": "Un gestore con eventi si ripaga?",
        },
        ("public-money pavia_growth --policy events_host",),
    ),
    Question(
        {
            "en": "Will an advisory desk reach traditional firms and artisans?",
            "it": "Uno sportello raggiungerà imprese tradizionali e artigiani?",
        },
        ("public-money como_advisory_desk",),
    ),
    Question(
        {
            "en": "One hub or a network, and which town first?",
            "it": "Un hub o una rete, e quale comune per primo?",
        },
        ("place comonext_network",),
    ),
    Question(
        {
            "en": "What public value, and how sure?",
            "it": "Quale valore pubblico, e con quanta sicurezza?",
        },
        ("robust sondrio_downsizing",),
    ),
    Question(
        {
            "en": "What should make us stop, shrink or change course?",
            "it": "Che cosa dovrebbe farci fermare, ridurre o cambiare strada?",
        },
        ("warning sondrio_downsizing", "explain sondrio_downsizing"),
    ),
)


def section(number: int, question: Question, lang: str) -> str:
    """One question with its answers, as Markdown."""
    parts = [f"## {number}. {question.asked[lang]}"]
    for command in question.commands:
        answer, seconds = answered(command, lang)
        first, rest = _folded(answer)
        took = f" — {seconds:.0f} s" if lang == "en" else ""  # the same runs
        parts += [f"`coworking {command}`{took}", f"```text\n{first}\n```"]
        if rest:
            parts.append(f"<details><summary>{_TABLES[lang]}</summary>\n\n```text\n{rest}\n```\n\n</details>")
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


def main() -> int:
    """Ask the questions and keep their answers."""
    parser = argparse.ArgumentParser(prog="python -m experiments.documentation.questions", description="Answers to planners' questions.")
    parser.add_argument("numbers", nargs="*", type=int, metavar="N", help="questions; all by default")
    parser.add_argument("--lang", choices=sorted(PAGES), help="the page of one language; of both by default")
    given = parser.parse_args()
    for lang, page in PAGES.items():
        if given.lang in (None, lang):
            _ask(page, lang, given.numbers)
    return 0


def _ask(page: Path, lang: str, numbers: Sequence[int]) -> None:
    kept = sections(page.read_text(encoding="utf-8")) if page.is_file() else {}
    for number, question in enumerate(QUESTIONS, 1):
        if not numbers or number in numbers:
            kept[number] = section(number, question, lang)
            write_whole(page, "\n".join([_HEAD[lang], *(kept[each] for each in sorted(kept))]))  # each by itself: what is done is kept
            print(lang, number, question.asked[lang], flush=True)


def sections(page: str) -> dict[int, str]:
    """The parts of the page, by number of the question."""
    found = re.split(r"(?m)^(?=## \d+\. )", page)[1:]
    return {int(part[3 : part.index(".")]): part.rstrip() + "\n" for part in found}


if __name__ == "__main__":
    with interruptible():
        raise SystemExit(main())
