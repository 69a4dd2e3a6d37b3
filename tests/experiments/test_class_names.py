"""One meaning a word: a class of these rooms shares its name with no other class of the model or the experiments."""

import ast
from collections import Counter

from tests.repository import modules

ROOMS = tuple(f"experiments/{room}/" for room in ("storage", "sweeps", "sensitivity", "discovery", "expected", "commands"))


def test_a_class_name_means_one_thing() -> None:
    trees = modules("model", "experiments")
    classes = [(name, node.name) for name, tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    number = Counter(word for _, word in classes)
    assert not [f"{name}: {word}" for name, word in classes if number[word] > 1 and name.startswith(ROOMS)]


def test_former_names_keep_working() -> None:
    from experiments import sensitivity

    assert (sensitivity.Factor, sensitivity.Found) == (sensitivity.FactorInfo, sensitivity.MethodResult)
    assert {"Factor", "Found"}.isdisjoint(sensitivity.__all__)
