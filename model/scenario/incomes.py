"""`territory.incomes: FILE`: the ministry's file stands for its figures of the municipalities that the scenario is about.

They are written out before anything is validated, as calls are. So a scenario that is run, stored, bundled or sent to another machine
holds the figures it was run with, and needs the file no more.
"""

from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from model.reading.nodes import Mark, Node, plain, tree
from model.reading.problems import Problem
from model.reading.wording import cut
from model.scenario.checks_of_hubs import is_number
from model.scenario.policies import as_list, as_map

_KEY = "territory.incomes"
_MOST_BYTES = 50_000_000


def expand(root: Node) -> tuple[Node, list[Problem]]:
    """The tree with the figures of the file in the place of its path, and what is wrong with the file."""
    territory = root.child("territory")
    named = territory.child("incomes") if territory else None
    if territory is None or territory.entries is None or named is None or not isinstance(named.value, str):
        return root, []
    figures, problem = _read(named.value, named.mark, as_map(plain(territory)))
    if problem:
        return _with(root, territory, Node(named.mark, entries={})), [named.mark.problem(_KEY, problem)]
    return _with(root, territory, tree(figures, named.mark)), []


def _with(root: Node, territory: Node, incomes: Node) -> Node:
    assert root.entries is not None and territory.entries is not None
    inner = replace(territory, entries={**territory.entries, "incomes": (territory.entries["incomes"][0], incomes)})
    return replace(root, entries={**root.entries, "territory": (root.entries["territory"][0], inner)})


def _read(written: str, mark: Mark, territory: dict[str, Any]) -> tuple[dict[str, dict[str, float]], str]:
    """The figures by ISTAT code, and what is wrong."""
    from model.territory.taxes import NotTheFile

    path = FilePath(mark.file).parent / written if not FilePath(written).is_absolute() else FilePath(written)
    try:
        if not path.is_file():
            return {}, f"no file '{cut(written)}'; write its path, from the folder of this file"
        if path.stat().st_size > _MOST_BYTES:
            return {}, f"larger than {_MOST_BYTES // 1_000_000} MB; the ministry's file is far smaller"
        figures = figures_of(path, territory)
    except NotTheFile as error:
        return {}, f"'{cut(written)}': {error}"
    except (OSError, ValueError) as error:
        return {}, f"'{cut(written)}' cannot be read: {getattr(error, 'strerror', None) or error}"
    if not figures:
        return {}, f"'{cut(written)}' names no municipality of this scenario"
    return figures, ""


def figures_of(path: FilePath, territory: dict[str, Any]) -> dict[str, dict[str, float]]:
    """What the file says of the towns of a territory and of the municipalities around them, at the level of the tables' year.

    Args:
        path: the ministry's file.
        territory: the block of the scenario, as plain data.

    Raises:
        OSError: the file cannot be read.
        NotTheFile: it is another file.
    """
    from model.territory.municipal import at_the_level_of_the_tables
    from model.territory.surroundings import in_reach
    from model.territory.taxes import read_taxes

    towns = [town for town in as_list(territory.get("towns")) if isinstance(town, str)]
    near = in_reach(towns, [point for place in as_list(territory.get("places")) for point in _point(as_map(place))])
    taxes = at_the_level_of_the_tables(read_taxes(path))
    return {code: {name: _short(value) for name, value in taxes[code]._asdict().items()} for code in sorted(near & taxes.keys())}


def _point(place: dict[str, Any]) -> list[tuple[float, float]]:
    latitude, longitude = place.get("latitude"), place.get("longitude")
    return [(latitude, longitude)] if is_number(latitude) and is_number(longitude) else []


def _short(value: float) -> float:
    """Whole numbers stay whole; others have the two digits that are enough."""
    return value if isinstance(value, int) else round(value, 2)
