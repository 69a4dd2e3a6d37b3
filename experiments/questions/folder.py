"""The folder of an answer: a page that stands alone, its numbers, and the scenario with its variants that makes them again."""

from html import escape
from pathlib import Path
from typing import Final

from experiments.languages import Words
from experiments.questions.answer import Answer
from experiments.runs.carried import carried
from experiments.runs.origin import origin
from experiments.showing.style import PAGE_CSS
from experiments.storage.json_text import json_text
from experiments.storage.manifest import write_manifest

ANSWERS: Final = "an answer"  # the kind of results in a manifest
FILES: Final = ("answer.html", "answer.json", "scenario.lock.yaml")
FORMAT: Final = 1  # of answer.json


def write_answer(answer: Answer, folder: Path, lang: str) -> None:
    """Write an answer into an empty folder (see `experiments.storage.staging.staged`)."""
    about = {**origin(answer.results), "command": answer.command}
    (folder / "scenario.lock.yaml").write_text(answer.results.merged_scenario, encoding="utf-8")
    kept = {"format": FORMAT, **about, "numbers": answer.numbers(), "carried": carried(answer.results)}
    (folder / "answer.json").write_text(json_text(kept), encoding="utf-8")
    (folder / "answer.html").write_text(page(answer, lang), encoding="utf-8")
    write_manifest(folder, ANSWERS, {**about, "lang": lang})


def page(answer: Answer, lang: str) -> str:
    """The answer as one HTML file that loads nothing."""
    said = answer.said(lang)
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(said.title)}</title>'
        f"<style>{PAGE_CSS}</style>"
    )
    main = f"<main>\n{said._repr_html_()}\n{_foot(answer, lang)}</main>"
    return f'<!doctype html>\n<html lang="{escape(lang)}"><head>{head}</head>\n<body>\n{main}</body></html>\n'


def _foot(answer: Answer, lang: str) -> str:
    """Where it comes from, and how to make it again."""
    words, results, found = Words(lang, "questions"), answer.results, origin(answer.results)
    sets = words("sets_none") if results.sets is None else words("sets_of", sets=results.sets_drawn)
    runs = words("runs", replicates=words.number(results.replicates), months=words.number(results.months), seed=results.seed, sets=sets)
    made = words("made", version=found["version"], scenario=results.scenario.name)
    return f"<footer><p>{escape(runs)} {escape(made)}</p><p>{escape(words('again'))} <code>{escape(answer.command)}</code></p></footer>"
