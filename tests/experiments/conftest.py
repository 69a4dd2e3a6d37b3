"""Fixtures of the tests of experiments."""

import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import experiments.runs.replicates
import model.simulation
from experiments.runs.case import Case
from experiments.runs.results import Results
from model.scenario import Scenario, read_text
from tests.experiments import stand_ins


@pytest.fixture
def scenario() -> Scenario:
    """One hub in a tiny town, four policies."""
    found, problems = read_text(stand_ins.TINY, "tiny.yaml")
    assert found is not None, [str(problem) for problem in problems]
    return found.model_copy(update={"name": "tiny"})


@pytest.fixture
def fake_engine(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`model.simulation` replaced by arithmetic on a few random numbers."""
    module = ModuleType("model.simulation")
    module.prepare = stand_ins.prepare  # type: ignore[attr-defined]
    module.build_world = lambda prepared, seed: SimpleNamespace(seed=seed, bytes_in=lambda prepared: 0)  # type: ignore[attr-defined]
    module.simulate = stand_ins.simulate  # type: ignore[attr-defined]
    module.compile_all = lambda: None  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "model.simulation", module)
    monkeypatch.setattr(experiments.runs.replicates, "_preparations", type(experiments.runs.replicates._preparations)())
    return module


@pytest.fixture
def results(scenario: Scenario, fake_engine: ModuleType) -> Results:
    """Twelve replicates of the tiny scenario under all its policies, with the catalogue's defaults."""
    return Case(scenario).run(12, point=True)


@pytest.fixture
def make_stack() -> stand_ins.MakeStack:
    """Stacks written by hand."""
    return stand_ins.make_stack


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """How many worlds were built and how many runs made."""
    model.simulation.compile_all()  # which builds a world of its own, once in a process
    calls = {"simulate": 0, "build_world": 0}

    def watched(name: str) -> Any:
        made = getattr(model.simulation, name)

        def call(*arguments: Any) -> Any:
            calls[name] += 1
            return made(*arguments)

        return call

    for name in calls:
        monkeypatch.setattr(model.simulation, name, watched(name))
    yield calls
