"""Habits of the repository that no other tool checks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SLOW
from tests.repository import ROOT, files, modules, name_of

MOST_LINES = 400
# The catalogue is a table of data with one entry a row; it stays in one place on purpose.
TABLES_OF_DATA = {"model/parameters.py"}
MOST_BYTES = 3_000_000

# Written in pieces, so that this file does not contain what it forbids.
_FORBIDDEN = {
    "the host of a package index": re.compile(
        r"py" r"pi\.org|python" r"hosted|(?:extra-)?index" r"-url|https?://[^\s/]*(?:artifactory|nexus|devpi|mirror|regis" r"try)", re.I
    ),
    "a path of one machine": re.compile(r"(?<![\w.~/-])/(?:ho" r"me|ro" r"ot|Us" r"ers|wo" r"rk|tm" r"p|mn" r"t)/\w|\b[A-Z]:\\Us" r"ers"),
}
TEXTS = {".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".cfg", ".cff", ".json", ".html", ".j2", ".ipynb", ".sh", ".css", ""}


def _texts() -> list[Path]:
    return [path for path in files() if path.suffix in TEXTS]


def _read(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")  # a broken fixture may hold any bytes


@pytest.mark.parametrize("what", _FORBIDDEN)
def test_no_file_names(what: str) -> None:
    found = [
        f"{name_of(path)}:{number}: {line.strip()[:100]}"
        for path in _texts()
        for number, line in enumerate(_read(path).splitlines(), 1)
        if _FORBIDDEN[what].search(line)
    ]
    assert not found, f"these lines name {what}:\n" + "\n".join(found)


def test_the_search_for_names_can_fail() -> None:
    assert _FORBIDDEN["a path of one machine"].search("open('/" + "home/ada/data.csv')")
    assert _FORBIDDEN["a path of one machine"].search("see C:\\" + "Users\\ada")
    assert not _FORBIDDEN["a path of one machine"].search("tests/work/shared and ./home/x")
    assert _FORBIDDEN["the host of a package index"].search("pip install --index" + "-url x")


@pytest.mark.parametrize("pins", ["requirements/pins-py311.txt", "requirements/pins-py312.txt"])
def test_pins_name_versions_and_nothing_else(pins: str) -> None:
    lines = _read(ROOT / pins).splitlines()
    for line in lines:
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*==[0-9][0-9a-z.]*", line), line
    assert lines == sorted(lines)
    assert len({line.split("==")[0] for line in lines}) == len(lines)


def test_files_are_small() -> None:
    large = [f"{name_of(path)}: {path.stat().st_size:,} bytes" for path in files() if path.stat().st_size > MOST_BYTES]
    assert not large


def test_modules_are_short() -> None:
    lengths = {name_of(path): len(_read(path).splitlines()) for path in files() if path.suffix == ".py"}
    long = {name: lines for name, lines in lengths.items() if lines > MOST_LINES and name not in TABLES_OF_DATA}
    assert not long, "look for a seam and split"


@pytest.mark.parametrize("package", ["model", "experiments"])
def test_a_package_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()


# ------------------------------------------------------------------------------- determinism of the simulated world


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


# A type of numpy's generators may be named (Mesa hands one over); a draw may not be made.
_TYPES_OF_RANDOM = {"Generator", "BitGenerator", "SeedSequence"}
_CLOCKS = {"time.time", "time.time_ns", "time.perf_counter", "datetime.now", "datetime.datetime.now", "os.urandom", "uuid.uuid4"}


def _draws_outside_keys(tree: ast.Module) -> Iterator[str]:
    """Lines that draw random numbers or read the clock in another way than `model.draws`."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Attribute):
            names = [_dotted(node)]
        for name in names:
            numpy_draw = re.fullmatch(r"(?:np|numpy)\.random\.(\w+)", name)
            if name.split(".")[0] in {"random", "secrets"} or name in _CLOCKS or (numpy_draw and numpy_draw[1] not in _TYPES_OF_RANDOM):
                yield f"{node.lineno}: {name}"


def _is_set(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.BitAnd | ast.Sub | ast.BitXor):
        return _is_set(node.left) or _is_set(node.right)
    return isinstance(node, ast.Set | ast.SetComp) or (isinstance(node, ast.Call) and _dotted(node.func) in {"set", "frozenset"})


_ORDERED_BY = {"list", "tuple", "enumerate", "zip", "map", "iter", "next", "np.array", "np.fromiter", "dict.fromkeys"}


def _iterations_over_sets(tree: ast.Module) -> Iterator[str]:
    """Lines that turn a set into a sequence, in an order that may differ from run to run."""
    named_sets = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_set(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    in_set_comprehensions = {id(generator) for node in ast.walk(tree) if isinstance(node, ast.SetComp) for generator in node.generators}
    for node in ast.walk(tree):
        iterated: list[ast.expr] = []
        if isinstance(node, ast.For | ast.comprehension) and id(node) not in in_set_comprehensions:
            iterated = [node.iter]
        elif isinstance(node, ast.Call) and _dotted(node.func) in _ORDERED_BY:
            iterated = list(node.args)
        elif isinstance(node, ast.Starred):
            iterated = [node.value]
        for expression in iterated:
            if _is_set(expression) or (isinstance(expression, ast.Name) and expression.id in named_sets):
                yield f"{expression.lineno}: {ast.unparse(expression)[:80]}"


def _found(search: object, *folders: str) -> list[str]:
    assert callable(search)
    return [f"{name}:{line}" for name, tree in modules(*folders) for line in search(tree)]


def test_the_model_draws_only_by_key() -> None:
    assert not _found(_draws_outside_keys, "model"), "use model.draws: a draw is a function of what it is for"


def test_the_model_never_iterates_over_a_set() -> None:
    assert not _found(_iterations_over_sets, "model"), "the order of a set may differ between runs: sort it, or use a dict"


@pytest.mark.parametrize("option", ["parallel", "fastmath"])
def test_kernels_keep_the_order_of_sums(option: str) -> None:
    found = [
        f"{name}:{node.value.lineno}"
        for name, tree in modules("model", "experiments")
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == option and not (isinstance(node.value, ast.Constant) and node.value.value is False)
    ]
    assert not found, "the same seed must give the same bits whatever the machine and the number of threads"


def test_the_determinism_searches_can_fail() -> None:
    draws = "import random\nfrom numpy.random import default_rng\nx = np.random.default_rng(1)\nt = time.time()\n"
    draws += "f: np.random.Generator\nrng.random()"
    assert [line.split(":")[0] for line in sorted(_draws_outside_keys(ast.parse(draws)))] == ["1", "2", "3", "4"]
    sets = "s = {1, 2}\nfor x in s: pass\nlist({3} | t)\ny = [a for a in set(b)]\nz = sorted(s)\nw = {a for a in s}\nn = len(s)\n[*s]"
    assert sorted(line.split(":")[0] for line in _iterations_over_sets(ast.parse(sets))) == ["2", "3", "4", "8"]


def test_what_is_called_slow_is_there() -> None:
    """A file that got another name would be run on every Python again, and nobody would see why."""
    for name in SLOW:
        file, _, test = name.partition("::")
        assert (ROOT / file).exists(), name
        assert not test or f"def {test}(" in (ROOT / file).read_text("utf-8"), name
