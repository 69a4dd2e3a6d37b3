"""`coworking territory show TOWN`: what the model knows of a town, how it is known, and by how much it may be wrong."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.command_line import BAD_INPUT, LANG, LangOption, echo, fail, refuse_unknown_language
from experiments.languages.spoken import said

if TYPE_CHECKING:
    from experiments.languages import Words
    from model.territory import Atlas, Figure

app = typer.Typer(help="What the model knows of a town and its surroundings.", no_args_is_help=True, rich_markup_mode=None)

_SHARES = ("remote_share", "ftth_share")
_FIGURES = (
    "residents", "mean_income_eur", "professionals", "employed", "remote_share", "remote_workers", "firms", "ftth_share",
    "minutes_to_metropolis",
)  # fmt: skip


@app.callback()
def _territory() -> None:
    pass


@app.command()
def show(
    towns: Annotated[list[str], typer.Argument(metavar="TOWN...", help="Municipalities of Italy by name or ISTAT code, or shipped towns.")],
    incomes: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The ministry's file of incomes by municipality, as `territory.incomes` names it.")
    ] = None,
    lang: LangOption = LANG,
) -> None:
    """Print the figures of towns, each measured or estimated and with its error, and what lies around them."""
    from experiments.languages import Words
    from experiments.languages.problems import told_message
    from model.territory import ITALY, Atlas, known_town, town_key, unknown_town

    refuse_unknown_language(lang)
    if wrong := [told_message(unknown_town(town), lang) for town in towns if not known_town(town)]:
        fail(wrong, BAD_INPUT)
    atlas = ITALY if incomes is None else Atlas((), _taxes(incomes, towns))
    words = Words(lang, "commands")
    for town in towns:
        echo(*_town(atlas, town_key(town), words))


def _taxes(path: Path, towns: list[str]) -> dict:
    from model.scenario.incomes import figures_of
    from model.territory import Taxes

    try:
        found = figures_of(path, {"towns": towns})
    except (OSError, ValueError) as error:
        fail(f"{path}: {said(getattr(error, 'strerror', None) or error)}", BAD_INPUT)
    return {code: Taxes(**figures) for code, figures in found.items()}  # type: ignore[arg-type]


def _town(atlas: "Atlas", key: str, words: "Words") -> list[str]:
    """The lines about one town."""
    from model.territory import Town

    town = atlas.town(key)
    where = f" ({town.province.code})" if isinstance(town, Town) else ""
    lines = [f"{town.name}{where}: {key}"]
    for name in _FIGURES:
        figure = town.figures()[name]
        called = words.name("territory", name) + (f" ({town.metropolis})" if name == "minutes_to_metropolis" else "")
        lines.append(f"  {called}: {_value(words, name, figure)} ({_how(words, figure)})")
    lines.append("  " + words("around"))
    for ring in atlas.rings(key):
        if ring.residents.value > 0:
            counts = {name: words.number(getattr(ring, name).value) for name in ("residents", "professionals", "remote_workers", "firms")}
            lines.append("    " + words("ring", minutes=ring.upper_min, **counts))
    return lines


def _value(words: "Words", name: str, figure: "Figure") -> str:
    return words.percent(figure.value) if name in _SHARES else words.number(figure.value)


def _how(words: "Words", figure: "Figure") -> str:
    """Measured or estimated, the error, the source and its year."""
    note = f", {words.name('figure_note', figure.note)}" if figure.note else ""
    kind = words("measured" if figure.measured else "estimated")
    return f"{kind}{note}; {words.name('figure_source', figure.source)}, {figure.year}"
