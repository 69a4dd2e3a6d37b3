"""Data flows one way: by its imports, late ones and those for types alone included, no module and no room leads back to itself."""

import ast
from collections.abc import Iterable, Mapping
from functools import cache

import pytest

from tests.repository import module_names, modules

Graph = dict[str, set[str]]


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imported(tree: ast.Module, known: Iterable[str]) -> set[str]:
    """The known modules that a module imports, at the top, in a function or for types alone."""
    known = set(known)
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports in full"
            parts = {f"{node.module}.{alias.name}" for alias in node.names}  # a module of the package, or a name in it
            names |= parts if parts <= known else {str(node.module), *parts}
    return names & known


def _graph(trees: Mapping[str, ast.Module]) -> Graph:
    return {name: _imported(tree, trees) - {name} for name, tree in trees.items()}


def _rooms(graph: Graph, folder: str) -> Graph:
    """What stands side by side in a folder and which of it imports which: files, its own `__init__` too, and folders as a whole."""

    def room(module: str) -> str:
        inside = module.removeprefix(folder).removeprefix(".").partition(".")[0]
        return f"{folder}.{inside or '__init__'}"

    rooms: Graph = {}
    for module, others in graph.items():
        if module == folder or module.startswith(f"{folder}."):
            near = {room(other) for other in others if other.startswith(f"{folder}.") or (other == folder and module != folder)}
            rooms.setdefault(room(module), set()).update(near - {room(module)})
    return rooms


def _folders(known: Iterable[str]) -> list[str]:
    return sorted({module.rpartition(".")[0] for module in known} - {""})


def _circles(graph: Graph) -> list[str]:
    """A shortest way from each node back to itself, each circle once."""
    circles: dict[frozenset[str], str] = {}
    for start in sorted(graph):
        ways = [[start]]
        seen: set[str] = set()
        while ways:
            way = ways.pop(0)
            for further in sorted(graph.get(way[-1], ())):
                if further == start:
                    circles.setdefault(frozenset(way), " > ".join([*way, start]))
                    ways.clear()
                    break
                if further not in seen:
                    seen.add(further)
                    ways.append([*way, further])
    return list(circles.values())


@cache
def _of_the_repository() -> Graph:
    return _graph({_dotted(path): tree for path, tree in modules("model", "experiments")})


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert not (circles := _circles(_of_the_repository())), "\n".join(circles)


@pytest.mark.parametrize("folder", _folders(map(_dotted, module_names("model", "experiments"))))
def test_no_room_imports_itself_by_way_of_others(folder: str) -> None:
    assert not (circles := _circles(_rooms(_of_the_repository(), folder))), "\n".join(circles)


@pytest.mark.parametrize(
    "late",
    ["def f():\n    from house.cellar import wine", "if TYPE_CHECKING:\n    from house.cellar.wine import W", "import house.cellar.wine"],
)
def test_a_planted_circle_is_found(late: str) -> None:
    sources = {
        "house": "", "house.attic": "", "house.attic.roof": "from house.stairs import up", "house.attic.box": late,
        "house.cellar": "", "house.cellar.wine": "from house.attic import roof", "house.stairs": "",
    }
    graph = _graph({name: ast.parse(source) for name, source in sources.items()})
    assert _circles(graph) == []  # of modules there is none: roof and box are two
    assert _circles(_rooms(graph, "house")) == ["house.attic > house.cellar > house.attic"]
    assert _circles(_rooms(graph, "house.attic")) == []
    graph["house.attic.roof"] = {"house.attic.box"}
    assert _circles(graph) == ["house.attic.box > house.cellar.wine > house.attic.roof > house.attic.box"]


def test_the_search_sees_the_repository() -> None:
    graph = _of_the_repository()
    assert "model.scenario.schema" in graph["model.scenario"]  # a package names its parts
    assert "model.names" in graph["experiments.outcomes.stacks"]
    assert "model.compile_scenario" in graph["experiments.outcomes.stacks"]  # for types alone
    assert {"model.names", "experiments.runs", "experiments.sweeps.design"} <= set(_folders(graph)) | set(graph)
