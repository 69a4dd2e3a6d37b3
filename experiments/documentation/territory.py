"""The figures as a table for `docs/territory.md`; a test keeps the page equal to the data."""

from collections.abc import Sequence
from typing import Final

from model.territory.gazetteer import slug
from model.territory.italy import Municipality, municipalities
from model.territory.municipal import town_of
from model.territory.rings import BAND_MINUTES, Ring, rings
from model.territory.surroundings import figures_with, neighbours, rings_around
from model.territory.towns import TOWNS

_COLUMNS: Final = {
    "residents": ("residents", "{:,.0f}"),
    "mean_income_eur": ("mean income, EUR/year", "{:,.0f}"),
    "professionals": ("professionals", "{:,.0f}"),
    "remote_workers": ("remote workers", "{:,.0f}"),
    "firms": ("active firms", "{:,.0f}"),
    "ftth_share": ("fibre, households", "{:.0%}"),
    "rail_minutes_to_milan": ("rail to Milan, min", "{:.0f}"),
    "minutes_to_metropolis": ("door to door, min", "{:.0f}"),
}


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def towns_table() -> str:
    """One row a town; estimated and recalled figures in italics."""
    lines = [_row(["town", *(title for title, _ in _COLUMNS.values())]), _row(["---"] * (len(_COLUMNS) + 1))]
    for town in TOWNS.values():
        cells = [town.name]
        for attribute, (_, form) in _COLUMNS.items():
            figure = town.figures()[attribute]
            text = form.format(figure.value)
            cells.append(text if figure.measured else f"*{text}*")
        lines.append(_row(cells))
    return "\n".join(lines)


def rings_table() -> str:
    """Residents, professionals, remote workers and firms within each number of minutes outside the town, with provincial shares."""
    minutes = BAND_MINUTES[3]
    titles = ["town", "municipalities", "residents", "professionals", "remote workers", "firms", "residents / province", "firms / province"]
    lines = [_row(titles), _row(["---"] * len(titles))]
    for town in TOWNS.values():
        near = [ring for ring in rings(town.key) if ring.upper_min <= minutes]
        municipalities = sum(ring.municipalities.value for ring in near if ring.municipalities)
        sums = [sum(getattr(ring, name).value for ring in near) for name in ("residents", "professionals", "remote_workers", "firms")]
        shares = [sum(ring.share_of_province(name) for ring in near) for name in ("residents", "firms")]
        lines.append(_row([town.name, f"{municipalities:.0f}" if municipalities else "–", *(f"{value:,.0f}" for value in sums),
                           *(f"{share:.0%}" for share in shares)]))
    return "\n".join(lines)


def sources_table() -> str:
    """Year, source and kind of every figure of a town: the column's usual source, then the cells that differ."""
    lines = [_row(["figure", "towns", "year", "source", "kind", "note"]), _row(["---"] * 6)]
    for attribute in next(iter(TOWNS.values())).figures():
        groups: dict[tuple[int, str, bool, str], list[str]] = {}
        for town in TOWNS.values():
            figure = town.figures()[attribute]
            groups.setdefault((figure.year, figure.source, figure.measured, figure.note), []).append(town.name)
        for (year, source, measured, note), names in sorted(groups.items(), key=lambda group: -len(group[1])):
            which = "all" if len(names) == len(TOWNS) else "the rest" if len(names) > len(TOWNS) // 2 else ", ".join(names)
            lines.append(_row([f"`{attribute}`", which, str(year), source, "measured" if measured else "estimated", note]))
    return "\n".join(lines)


def rule_table() -> str:
    """What the rule for any municipality gives of the shipped towns, over their own figures, with the errors it states of itself."""
    figures = {"mean_income_eur": "mean income", "professionals": "professionals", "employed": "employed", "firms": "firms",
               "remote_workers": "remote workers"}
    around = {"residents": "residents around", "firms": "firms around"}
    titles = ["town", *(f"{title} (± stated)" for title in figures.values()), *around.values(), "metropolis, min", "as shipped, min"]
    lines = [_row(titles), _row(["---"] * len(titles))]
    ones = {slug(one.name): one for one in municipalities().values()}
    for town in TOWNS.values():
        one = ones[town.key]
        found = town_of(one)
        cells = [town.name]
        for name in figures:
            figure = found.figures()[name]
            cells.append(f"{figure.value / town.figures()[name].value - 1:+.0%} ({100 * figure.error:.0f})")
        cells += [f"{_within(_around(one), name) / _within(rings(town.key), name) - 1:+.0%}" for name in around]
        minutes = [f"{place.minutes_to_metropolis.value:.0f}" for place in (found, town)]
        lines.append(_row([*cells, f"{found.metropolis} {minutes[0]}", f"{town.metropolis} {minutes[1]}"]))
    return "\n".join(lines)


def _around(one: Municipality) -> Sequence[Ring]:
    town = town_of(one)
    return rings_around(town, neighbours(town, (), one.code), figures_with({}))


def _within(around: Sequence[Ring], name: str) -> float:
    return sum(getattr(ring, name).value for ring in around if ring.upper_min <= BAND_MINUTES[3])
