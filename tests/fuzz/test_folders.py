"""A little random damage to folders of results; `make fuzz` tries much more."""

from pathlib import Path

import pytest

from tests.fuzz import folders

DAMAGES = 9


@pytest.mark.parametrize("kind", [folders.SWEEP, folders.RUN])
def test_damaged_folders_are_answered_in_words(tmp_path: Path, kind: str) -> None:
    files = folders.lay_out(tmp_path)[kind]
    said = [folders.survives(files, kind, seed, tmp_path / "damaged" / str(seed)) for seed in range(DAMAGES)]
    hit = {name for name, _ in said}
    assert len(hit) >= (3 if kind == folders.SWEEP else 2)
    assert all(words.strip() for _, words in said)
