"""The command `coworking new`: a scenario of one's own from ten answers, asked for or given as options."""

import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from experiments.commands.command_line import BAD_INPUT, LANG, LangOption, echo, fail, refuse_unknown_language
from experiments.languages import Words

if TYPE_CHECKING:
    from experiments.commands.beginning import Answers
    from model.scenario import Problem

_EXAMPLE: Final = {"town": "lodi", "desks": "16"}


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")] = Path("my_hub.yaml"),
    town: Annotated[str | None, typer.Option(metavar="TOWN", help="Town of the hub.")] = None,
    desks: Annotated[int | None, typer.Option(min=1, help="Desks at opening.")] = None,
    offices: Annotated[int | None, typer.Option(min=0, help="Offices at opening.")] = None,
    building: Annotated[str | None, typer.Option(metavar="rented|own|regenerated", help="Whose the building is.")] = None,
    rent: Annotated[float | None, typer.Option(min=0, help="Rent, EUR/m² a month.")] = None,
    m2: Annotated[float | None, typer.Option(min=1, help="Area, m².")] = None,
    operator: Annotated[str | None, typer.Option(metavar="WHO", help="Who runs it.")] = None,
    host: Annotated[float | None, typer.Option(min=0, help="Paid host, full time = 1.")] = None,
    opens: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="Month of opening.")] = None,
    works: Annotated[float | None, typer.Option(min=0, help="First works, EUR.")] = None,
    grant: Annotated[float | None, typer.Option(min=0, help="Public money in these works, EUR.")] = None,
    cash: Annotated[float | None, typer.Option(min=0, help="Money at hand at opening, EUR.")] = None,
    budget: Annotated[float | None, typer.Option(min=1000, help="Public money for each policy over three years, EUR.")] = None,
    lang: LangOption = LANG,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write a scenario of your own, with four policies of about the same cost; asks for what no option says."""
    from experiments.commands.beginning import POLICIES, scenario_text
    from experiments.storage.whole import write_whole

    refuse_unknown_language(lang)
    words = Words(lang, "new")
    if file.exists() and not force:
        fail(words("there", path=file), BAD_INPUT)
    given = {
        "town": town, "desks": desks, "offices": offices, "building": building, "rent": rent, "m2": m2, "operator": operator,
        "host": host, "opens": opens, "works": works, "grant": grant, "cash": cash, "budget": budget,
    }
    said = _asked(given, words) if _somebody_is_there() else _taken(given, words)
    text = scenario_text(said, lang)
    if errors := _errors(text, file):
        fail([words("wrong"), *map(str, errors)], BAD_INPUT)
    write_whole(file, text)
    echo(words("written", path=file, policies=POLICIES, budget=words.euro(said.budget)))


def _somebody_is_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _taken(given: dict[str, Any], words: Words) -> "Answers":
    """The options alone; town and desks are needed."""
    missing = [words("missing", option=name, example=example) for name, example in _EXAMPLE.items() if given[name] is None]
    if missing:
        fail(missing, BAD_INPUT)
    return _answers(given)


def _answers(given: dict[str, Any]) -> "Answers":
    """What was said, the town by its key; what was not keeps its default."""
    from experiments.commands.beginning import Answers
    from model.territory import ITALY, known_town, town_key

    town = str(given["town"]).strip()
    key = town_key(town) if known_town(town) else town
    called = ITALY.town(key).name if known_town(town) else town
    return Answers(**{**{name: value for name, value in given.items() if value is not None}, "town": key, "called": called})


def _asked(given: dict[str, Any], words: Words) -> "Answers":
    """Asks for everything that no option said, each answer checked before the next question."""
    from experiments.commands.beginning import Answers

    echo(words("welcome"))
    usual = {field.name: field.default for field in fields(Answers)}
    kinds: dict[str, Callable[[str], Any]] = {"town": str, "building": str, "operator": str, "opens": str, "desks": int, "offices": int}
    for name, value in list(given.items()):
        idle = (name == "grant" and not given["works"]) or (name == "rent" and given["building"] == "own")
        if value is None and not idle:
            given[name] = _answer(name, usual.get(name), kinds.get(name, float), given, words)
    return _answers(given)


def _answer(name: str, usual: Any, kind: Callable[[str], Any], given: dict[str, Any], words: Words) -> Any:
    """One answer, asked for until it makes a scenario with those before it; the usual one (None: left open) where nothing is typed."""
    default = usual if isinstance(usual, str | int | float) else None
    shown = default if default is not None else words("empty") if name not in _EXAMPLE else _EXAMPLE[name]
    while True:
        text = typer.prompt(f"{words(name)} [{shown}]", default="", show_default=False, prompt_suffix=": ").strip()
        if not text and name not in _EXAMPLE:
            return default
        try:
            value = kind((text or _EXAMPLE[name]).replace(",", ".") if kind is not str else text or _EXAMPLE[name])
        except ValueError:
            echo(words("again", problem=text))
            continue
        if (problem := _problem({**given, name: value})) is None:
            return value
        echo(words("again", problem=problem))


def _problem(given: dict[str, Any]) -> str | None:
    """What is wrong with the answers so far: those before the latest were sound. What was not asked yet stands at an example."""
    from experiments.commands.beginning import scenario_text

    there = {"town": given["town"] or _EXAMPLE["town"], "desks": given["desks"] or int(_EXAMPLE["desks"])}
    errors = _errors(scenario_text(_answers({**given, **there}), "en"))
    return errors[0].message if errors else None


def _errors(text: str, file: Path = Path("scenario.yaml")) -> "list[Problem]":
    from experiments.outcomes.scenarios import WITH_OUTCOMES
    from model.reading.documents import read_text

    return [problem for problem in read_text(WITH_OUTCOMES, text, str(file))[1] if problem.severity == "error"]
