"""The command `coworking new`: a scenario of one's own from ten answers, asked for or given as options."""

import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from experiments.commands.command_line import BAD_INPUT, LANG, LangOption, echo, fail, refuse_unknown_language
from experiments.languages import Words

if TYPE_CHECKING:
    from experiments.questions.beginning import Answers
    from model.scenario import Problem

_EXAMPLE: Final = {"town": "lodi", "desks": "16"}


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")] = Path("my_hub.yaml"),
    town: Annotated[str | None, typer.Option(metavar="TOWN", help="Town of the hub.")] = None,
    desks: Annotated[str | None, typer.Option(metavar="NUMBER", help="Desks at opening.")] = None,
    offices: Annotated[str | None, typer.Option(metavar="NUMBER", help="Offices at opening.")] = None,
    building: Annotated[str | None, typer.Option(metavar="rented|own|regenerated", help="Whose the building is.")] = None,
    rent: Annotated[str | None, typer.Option(metavar="EUR", help="Rent, EUR/m² a month.")] = None,
    m2: Annotated[str | None, typer.Option(metavar="M2", help="Area, m².")] = None,
    operator: Annotated[str | None, typer.Option(metavar="WHO", help="Who runs it.")] = None,
    host: Annotated[str | None, typer.Option(metavar="FTE", help="Paid host, full time = 1.")] = None,
    opens: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="Month of opening.")] = None,
    works: Annotated[str | None, typer.Option(metavar="EUR", help="First works, EUR.")] = None,
    grant: Annotated[str | None, typer.Option(metavar="EUR", help="Public money in these works, EUR.")] = None,
    cash: Annotated[str | None, typer.Option(metavar="EUR", help="Money at hand at opening, EUR.")] = None,
    budget: Annotated[str | None, typer.Option(metavar="EUR", help="Public money for each policy over three years, EUR.")] = None,
    lang: LangOption = LANG,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write a scenario of your own, with four policies of about the same cost; asks for what no option says."""
    from experiments.languages.problems import told_problem
    from experiments.questions.beginning import POLICIES, scenario_text
    from experiments.storage.whole import write_whole

    refuse_unknown_language(lang)
    words = Words(lang, "new")
    if file.exists() and not force:
        fail(words("there", path=file), BAD_INPUT)
    given = {
        "town": town, "desks": desks, "offices": offices, "building": building, "rent": rent, "m2": m2, "operator": operator,
        "host": host, "opens": opens, "works": works, "grant": grant, "cash": cash, "budget": budget,
    }
    said, wrong = _understood(given, words)
    if wrong:
        fail([f"--{name}: {problem}" for name, problem in wrong.items()], BAD_INPUT)
    answers = _asked(said, words) if _somebody_is_there() else _taken(said, words)
    text = scenario_text(answers, lang)
    if errors := _errors(text, file):
        fail([words("wrong"), *(told_problem(error, lang) for error in errors)], BAD_INPUT)
    write_whole(file, text)
    echo(words("written", path=file, policies=POLICIES, budget=words.euro(answers.budget)))


def _somebody_is_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _taken(said: dict[str, Any], words: Words) -> "Answers":
    """The options alone; town and desks are needed."""
    missing = [words("missing", option=name, example=example) for name, example in _EXAMPLE.items() if said[name] is None]
    if missing:
        fail(missing, BAD_INPUT)
    return _answers(said)


def _answers(said: dict[str, Any]) -> "Answers":
    """What was said, the town by its key; what was not keeps its default."""
    from experiments.questions.beginning import Answers
    from model.territory import ITALY, known_town, town_key

    town = str(said["town"]).strip()
    key = town_key(town) if known_town(town) else town
    called = ITALY.town(key).name if known_town(town) else town
    return Answers(**{**{name: value for name, value in said.items() if value is not None}, "town": key, "called": called})


def _understood(given: dict[str, Any], words: Words) -> tuple[dict[str, Any], dict[str, str]]:
    """What options say as values, and what is wrong with those that say nothing usable."""
    from experiments.questions.beginning import slip, understood

    said: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, text in given.items():
        said[name] = None if text is None else understood(name, text)
        if text is not None and (problem := slip(name, text, said, words)):
            wrong[name] = problem
    return said, wrong


def _asked(said: dict[str, Any], words: Words) -> "Answers":
    """Asks for everything that no option said, each answer checked before the next question."""
    from experiments.questions.beginning import Answers

    echo(words("welcome"))
    usual = {field.name: field.default for field in fields(Answers)}
    for name, value in list(said.items()):
        idle = (name == "grant" and said["works"] == 0) or (name == "rent" and said["building"] == "own")
        if value is None and not idle:
            said[name] = _answer(name, usual[name], said, words)
    return _answers(said)


def _answer(name: str, usual: Any, said: dict[str, Any], words: Words) -> Any:
    """One answer, asked for until it makes a scenario with those before it; the usual one (None: left open) where nothing is typed."""
    from experiments.questions.beginning import slip, understood

    default = usual if isinstance(usual, str | int | float) else None
    while True:
        text = typer.prompt(f"{words(name)} [{_shown(name, default, words)}]", default="", show_default=False, prompt_suffix=": ").strip()
        if not text and name not in _EXAMPLE:
            return default
        text = text or _EXAMPLE[name]
        so_far = {**said, name: understood(name, text)}
        if (problem := slip(name, text, so_far, words) or _problem(so_far, words.lang)) is None:
            return so_far[name]
        echo(words("again", problem=problem))


def _shown(name: str, default: Any, words: Words) -> str:
    """What an empty answer means, as people write it."""
    if isinstance(default, int | float):
        return words.number(default, 0 if float(default).is_integer() else 1)
    return default or _EXAMPLE.get(name, words("empty"))


def _problem(said: dict[str, Any], lang: str) -> str | None:
    """What is wrong with the answers so far: those before the latest were sound. What was not asked yet stands at an example."""
    from experiments.languages.problems import told_message
    from experiments.questions.beginning import scenario_text

    there = {"town": said["town"] or _EXAMPLE["town"], "desks": said["desks"] or int(_EXAMPLE["desks"])}
    errors = _errors(scenario_text(_answers({**said, **there}), lang))
    return told_message(errors[0].message, lang) if errors else None


def _errors(text: str, file: Path = Path("scenario.yaml")) -> "list[Problem]":
    from experiments.outcomes.scenarios import WITH_OUTCOMES
    from model.reading.documents import read_text

    return [problem for problem in read_text(WITH_OUTCOMES, text, str(file))[1] if problem.severity == "error"]
