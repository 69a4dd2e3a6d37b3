"""Tests that bite: small faults are put into a module, one at a time, and its tests must notice each (`make mutants`, on Linux).

The faults are those of cosmic-ray, without those that Python itself refuses or nobody could notice (another operator of another kind, a
changed annotation, a decorator that only compiles), and one more, a statement left out. cosmic-ray would run each in a Python of its own,
over the file on the disk; loading the libraries then takes ten times as long as the tests. Here a process that has them loaded is forked
for each mutant, which exists in memory only. Compiled loops are run as plain Python.
"""

import argparse
import ast
import difflib
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from multiprocessing import get_context
from pathlib import Path
from types import CodeType
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
_O, _R, _S, _M, _P = (f"tests/{folder}/" for folder in (
    "experiments/outcomes", "experiments/runs", "experiments/sweeps", "model/month", "experiments/report",
))  # fmt: skip
_WITHOUT_SEARCHES: Final = ("-k", "not step and not history and not byte and not any_damage and not goes_on")
TESTS: Final = {  # of each module, what pytest is given: the tests that are about it, the quick ones first
    "experiments.outcomes.intervals": (f"{_O}test_intervals.py", f"{_O}test_nested.py"),
    "experiments.outcomes.families": (f"{_O}test_families.py", "-k", "not seldom and not more_lines"),
    "experiments.outcomes.measures": (f"{_O}test_known_answers.py", f"{_O}test_measures.py"),
    "experiments.outcomes.at_age": (f"{_O}test_known_answers.py", f"{_O}test_measures.py", f"{_O}test_at_age.py"),
    "experiments.runs.contrasts": (f"{_R}test_hubs_compared.py", f"{_R}test_contrasts.py"),
    "experiments.runs.deciding": (f"{_R}test_deciding.py", "-k", "not shipped and not said"),
    "experiments.runs.value": (f"{_P}test_ranking_order.py", f"{_P}test_ranking.py"),
    "experiments.report.ranking": (f"{_P}test_ranking_order.py", f"{_P}test_ranking.py"),
    "experiments.sweeps.store": (f"{_S}test_store.py", f"{_S}test_deaths.py", f"{_S}test_damage.py", *_WITHOUT_SEARCHES),
    "experiments.sweeps.files": (f"{_S}test_store.py", f"{_S}test_deaths.py", f"{_S}test_damage.py", *_WITHOUT_SEARCHES),
    "model.month.public_money": (f"{_M}test_public_money.py",),
    "model.month.hub_ledger": (f"{_M}test_lines_of_the_ledger.py", f"{_M}test_public_money.py"),
}
TIMES: Final = 5  # as long as the tests without a fault: whoever takes longer hangs, and is noticed
SPARE_S: Final = 10
MEMORY: Final = 8 << 30  # bytes of addresses, so that a loop without end harms nobody

_FAULTS: Final = (
    *(f"ReplaceBinaryOperator_{pair}" for pair in (
        "Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "Mod_Mul", "Pow_Mul", "BitOr_BitAnd", "BitAnd_BitOr",
    )),
    *(f"ReplaceComparisonOperator_{pair}" for pair in (  # the bound itself, and the contrary
        "Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt", "Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is",
    )),
    *(f"ReplaceUnaryOperator_Delete_{operator}" for operator in ("USub", "Not", "Invert")),
    "AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak", "ExceptionReplacer", "NumberReplacer", "ZeroIterationForLoop",
)  # fmt: skip


class Tried(NamedTuple):
    """What became of the mutants of a module."""

    module: str
    mutants: int  # that there are
    tried: int
    survivors: list[str]  # what was changed in each

    def __str__(self) -> str:
        killed = self.tried - len(self.survivors)
        return f"| `{self.module}` | {self.tried} of {self.mutants} | {killed} | {len(self.survivors)} | {killed / self.tried:.0%} |"


class Fault(NamedTuple):
    """One that can be put into a module: the operator of cosmic-ray, and which of the places it finds."""

    operator: Any
    occurrence: int


def faults(source: str) -> list[Fault]:
    """All faults that a module can be given."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator

    nodes, unread = list(ast_nodes(get_ast(source))), list(_unread(source))
    found = []
    for operator in (*(get_operator(f"core/{name}")() for name in _FAULTS), _left_out()):
        places = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        found += [Fault(operator, k) for k, place in enumerate(places) if not any(low <= place < high for low, high in unread)]
    return found


def _unread(source: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """From where to where a module says what only checkers of types read."""
    for node in ast.walk(ast.parse(source)):
        typing = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for said in (getattr(node, "annotation", None), getattr(node, "returns", None), node if typing else None):
            if said is not None:
                yield (said.lineno, said.col_offset), (said.end_lineno, said.end_col_offset)


def _left_out() -> Any:
    """The fault that cosmic-ray lacks: a call, or a sum added to, is left out."""
    import parso
    from cosmic_ray.operators.operator import Operator

    class LeaveOut(Operator):
        def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
            if node.type == "simple_stmt" and parso.tree.search_ancestor(node, "funcdef"):
                said = node.children[0]
                adds = said.type == "expr_stmt" and said.children[1].type == "operator" and said.children[1].value != "="
                kept = adds or (said.type == "expr_stmt" and said.children[0].type == "atom_expr")
                if said.type == "atom_expr" or kept:
                    yield said.start_pos, said.end_pos

        def mutate(self, node: Any, index: int) -> Any:
            node.children[0] = parso.parse(node.children[0].get_first_leaf().prefix + "pass")
            return node

        @classmethod
        def examples(cls) -> tuple[()]:
            return ()

    return LeaveOut()


class _Mutant(MetaPathFinder, SourceFileLoader):
    """Loads a module from a text that is not its file's."""

    def __init__(self, module: str, path: Path, source: str) -> None:
        SourceFileLoader.__init__(self, module, str(path))
        self.source, self.loaded = source, False

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        return spec_from_file_location(fullname, self.path, loader=self) if fullname == self.name else None

    def get_code(self, fullname: str) -> CodeType:
        self.loaded = True
        return compile(self.source, self.path, "exec")


def _tests(module: str) -> int:
    import pytest

    return int(pytest.main(["-x", "-q", "--no-header", "--no-summary", "-p", "no:cacheprovider", *TESTS[module]]))


def survives(module: str, path: Path, source: str, cpu_s: float, wall_s: float) -> bool:
    """Whether the tests pass all the same."""
    child = os.fork()
    if child == 0:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (int(cpu_s), int(cpu_s)))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        code = 1
        try:
            mutant = _Mutant(module, path, source)
            sys.meta_path.insert(0, mutant)
            failed = _tests(module)
            code = failed if failed or mutant.loaded else 99
        finally:
            os._exit(code)
    until = time.monotonic() + wall_s
    try:
        while True:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                break
            if time.monotonic() > until:
                os.killpg(child, signal.SIGKILL)
            time.sleep(0.02)
    except BaseException:
        os.killpg(child, signal.SIGKILL)
        raise
    code = os.waitstatus_to_exitcode(status)
    if code in (4, 5, 99):
        raise RuntimeError(f"the tests of {module} are wrong in TESTS: none were run, or they do not load it")
    return code == 0


def tried(module: str, sample: int | None, seed: int) -> Tried:
    """Put faults into a module, all there are or some drawn at random, and say which of them its tests let pass."""
    from cosmic_ray.mutating import mutate_code

    os.chdir(ROOT)
    if module.startswith("model."):
        os.environ["NUMBA_DISABLE_JIT"] = "1"
    path = ROOT / (module.replace(".", "/") + ".py")
    source = path.read_text("utf-8")
    every = faults(source)
    drawn = range(len(every)) if sample is None else sorted(random.Random(seed).sample(range(len(every)), min(sample, len(every))))
    wall, cpu = time.monotonic(), time.process_time()
    if _tests(module):  # loads all that they use, too
        raise RuntimeError(f"the tests of {module} fail without a fault")
    wall_s, cpu_s = (TIMES * taken + SPARE_S for taken in (time.monotonic() - wall, time.process_time() - cpu))
    ours = {"experiments", "tests", *(["model"] if module.startswith("model.") else [])}
    for name in [name for name in sys.modules if name.partition(".")[0] in ours]:
        del sys.modules[name]
    if not survives(module, path, source, cpu_s, wall_s):
        raise RuntimeError(f"the tests of {module} fail in a process of their own, without a fault")
    survivors = []
    for number, k in enumerate(drawn, 1):
        mutant = mutate_code(source, *every[k])
        if survives(module, path, mutant, cpu_s, wall_s):
            survivors.append("\n".join(list(difflib.unified_diff(source.splitlines(), mutant.splitlines(), lineterm="", n=0))[2:]))
            print(f"\nsurvives in {module}:\n{survivors[-1]}", flush=True)
        print(f"{module}: {number} of {len(drawn)}, {len(survivors)} survive", flush=True)
    return Tried(module, len(every), len(drawn), survivors)


def main() -> None:
    """Try the modules asked for, all by default, and print a line of the table for each."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("modules", nargs="*", default=list(TESTS), help=", ".join(TESTS))
    asked.add_argument("--sample", type=int, help="mutants of each module, drawn at random; all by default")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    if unknown := [module for module in given.modules if module not in TESTS]:
        asked.error(f"no tests are known of {', '.join(unknown)}; take {', '.join(TESTS)}")
    done = []
    for module in given.modules:  # each in a Python of its own: compiled or not, the libraries are loaded once
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            done.append(apart.submit(tried, module, given.sample, given.seed).result())
    print("\n| module | tried | killed | survive | killed |\n| --- | --- | --- | --- | --- |", *done, sep="\n")


if __name__ == "__main__":
    main()
