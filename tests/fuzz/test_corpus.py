"""What the fuzzer found, and a few new changes of the same kinds: every file is answered in words, soon, with little memory."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("resource", reason="measures memory as POSIX systems do")

from tests.fuzz.corpus import ONCE_FAILED, corpus, line_of
from tests.fuzz.mutations import Mutator, seeds
from tests.fuzz.oracle import Found, lay_out, survives

CHANGES = 80


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("fuzz"))


@pytest.fixture
def tried(path: Path) -> Callable[[bytes], bool]:
    return lambda content: survives(content, path).accepted


@pytest.mark.parametrize("name", ONCE_FAILED)
def test_what_once_failed_is_answered(path: Path, name: str) -> None:
    text, words = ONCE_FAILED[name]
    assert words in "\n".join(map(str, survives(text.encode(), path).problems))


def test_what_was_found(path: Path) -> None:
    found = [_tried(number, content, path) for number, content in enumerate(corpus(), 1)]
    failed = [one for one in found if isinstance(one, str)]
    assert not failed, "\n".join(failed)
    accepted = sum(isinstance(one, Found) and one.accepted for one in found)
    assert 0 < accepted < len(found) / 2 > 50, "the corpus reaches what lies behind the reader, and is mostly of mistakes"


def _tried(number: int, content: bytes, path: Path) -> Found | str:
    try:
        return survives(content, path)
    except Exception as error:
        return f"corpus.jsonl:{number}: {type(error).__name__}: {error}\n{content.decode(errors='backslashreplace')}"


def test_the_corpus_is_written_as_new_files_are() -> None:
    lines = (Path(__file__).parent / "corpus.jsonl").read_text("ascii").splitlines()
    assert lines == [line_of(content) for content in corpus()]
    assert len(set(lines)) == len(lines)
    assert any("base64" in line[:10] for line in lines), "files that are no text are kept byte for byte"


def test_new_changes(tried: Callable[[bytes], bool]) -> None:
    chance, mutator, given = Random(1), Mutator(), [seed for seed in seeds() if len(seed) < 1_000]
    accepted = 0
    for _ in range(CHANGES):
        content = mutator(chance.choice(given), chance)
        if tried(content):
            accepted += 1
            mutator.accepted(content)
    assert CHANGES / 10 < accepted < CHANGES, "the mutator breaks files, and not all of them"
