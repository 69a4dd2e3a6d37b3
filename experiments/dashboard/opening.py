"""Scenarios that come to the page: a shipped one by name, the text of a file, a hub begun in any town. No file of the machine is read."""

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Final

from experiments.dashboard.state import OWN, Start
from experiments.languages import Words, own_words
from experiments.languages.problems import told_message
from experiments.outcomes.scenarios import WITH_OUTCOMES, read_scenario
from experiments.questions.beginning import Answers, scenario_text, slip, understood
from model.reading.documents import Kind, read_text
from model.reading.nodes import Mark, Node
from model.reading.parsing import MAX_BYTES, parse
from model.reading.problems import Problem
from model.reading.wording import cut, did_you_mean
from model.scenario import BASELINE, Scenario, calls, scenario_names
from model.territory import ITALY, known_town, town_key
from model.territory.gazetteer import slug

MOST_BYTES: Final = MAX_BYTES
"""Most that the text of a file may have."""
_FILE: Final = "file.yaml"
_LONGEST: Final = 200  # letters of an answer
_DESKS: Final = 16


def shipped(name: object) -> Scenario | None:
    """The shipped scenario of this name, read once; None where there is none."""
    return _shipped(name) if isinstance(name, str) and name in scenario_names() else None


@cache
def _shipped(name: str) -> Scenario | None:
    return read_scenario(name)[0]


def titles_of_shipped(lang: str) -> dict[str, str]:
    """The titles of the shipped scenarios, by name."""
    return {name: own_words(scenario, "title", lang) or name for name in scenario_names() if (scenario := shipped(name))}


def begun(scenario: Scenario) -> Start:
    """Where one begins with a scenario: with one's own choices where it has any, as a file saved by the page has."""
    return Start(scenario, OWN if OWN in scenario.policies else BASELINE)


def opened(text: object, name: object = _FILE) -> tuple[Scenario | None, list[Problem]]:
    """The scenario of a file's text, and what is wrong with it, as `coworking check` says it.

    It may extend a shipped scenario and name calls of the library; nothing else of the machine is looked at.

    Args:
        text: of the file; whatever a browser sent.
        name: how problems call it.
    """
    file = cut(name) if isinstance(name, str) and name.strip() else _FILE
    start = Mark(file, 1, 1)
    if not isinstance(text, str):
        return None, [start.problem("file", "is not UTF-8 text; save the file as UTF-8")]
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return None, [start.problem("file", f"larger than {MOST_BYTES // 1000} kB; a scenario is far smaller")]
    if problem := _reaches_out(text, file):
        return None, [problem]
    return read_text(_ALONE, text.encode("utf-8", "replace").decode("utf-8"), file)


def _reaches_out(text: str, file: str) -> Problem | None:
    """What a file says of another one that does not ship."""
    root, _ = parse(text, file)
    link = root.child("extends") if root else None
    if link is None or not isinstance(link.value, str) or link.value in scenario_names():
        return None  # what is no text names no file, and is told by the reader of scenarios
    known = did_you_mean(link.value, scenario_names())
    return link.mark.problem("extends", f"no scenario '{cut(link.value)}'{known}")


def _calls_alone(root: Node) -> tuple[Node, list[Problem]]:
    """Calls of the library written out; the ministry's file is on the reader's machine and not here."""
    root, problems = calls.expand(root)
    territory = root.child("territory")
    named = territory.child("incomes") if territory else None
    if named is not None and isinstance(named.value, str):
        text = f"no file '{cut(named.value)}'; write its path, from the folder of this file"
        problems = [*problems, named.mark.problem("territory.incomes", text)]
    return root, problems


_ALONE: Final[Kind[Scenario]] = replace(WITH_OUTCOMES, expand=_calls_alone)


def hub_begun(said: object, lang: str) -> tuple[Scenario | None, list[str]]:
    """A hub in a town, from the answers that `coworking new` asks for; what is left empty keeps its usual value.

    Args:
        said: by name of an answer, whatever a browser sent.
        lang: language of the messages.

    Returns:
        The scenario, None when something is wrong, and what that is, in words.
    """
    words = Words(lang, "new")
    typed = said if isinstance(said, Mapping) else {}
    texts = {name: text.strip()[:_LONGEST] for name, text in typed.items() if isinstance(text, str) and text.strip()}
    given = {field.name: understood(field.name, texts[field.name]) for field in fields(Answers) if field.name in texts}
    wrong = [problem for name in given if (problem := slip(name, texts[name], given, words))]
    if wrong:
        return None, wrong
    town = texts.get("town", "")
    there = known_town(town)
    key = town_key(town) if there else town
    made = Answers(**{**given, "desks": given.get("desks", _DESKS), "town": key, "called": ITALY.town(key).name if there else town})
    named = f"name: {slug(made.called)}\n" if there else ""  # which the files that are taken away are called by
    scenario, problems = read_text(WITH_OUTCOMES, named + scenario_text(made, lang), _FILE)
    return scenario, [] if scenario else [told_message(problem.message, lang) for problem in problems if problem.severity == "error"]
