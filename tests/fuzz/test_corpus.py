"""What the fuzzer found, and a few new changes of the same kinds: every file is answered in words, soon, with little memory."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("resource", reason="measures memory as POSIX systems do")

from tests.fuzz.mutations import Mutator, seeds
from tests.fuzz.oracle import lay_out, survives

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.yaml"))
CHANGES = 80


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("fuzz"))


@pytest.fixture
def tried(path: Path) -> Callable[[bytes], bool]:
    return lambda content: survives(content, path).accepted


def test_what_was_found(tried: Callable[[bytes], bool]) -> None:
    assert len(CORPUS) > 100
    accepted = [file for file in CORPUS if tried(file.read_bytes())]
    assert 0 < len(accepted) < len(CORPUS) / 2, "the corpus reaches what lies behind the reader, and is mostly of mistakes"


def test_new_changes(tried: Callable[[bytes], bool]) -> None:
    chance, mutator, given = Random(1), Mutator(), [seed for seed in seeds() if len(seed) < 1_000]
    accepted = 0
    for _ in range(CHANGES):
        content = mutator(chance.choice(given), chance)
        if tried(content):
            accepted += 1
            mutator.accepted(content)
    assert CHANGES / 10 < accepted < CHANGES, "the mutator breaks files, and not all of them"
