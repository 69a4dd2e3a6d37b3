import errno
import os
import signal
from pathlib import Path

import pytest

from experiments.storage.staging import staged


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_folders_made_in_vain_are_taken_away(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), staged(tmp_path / "a" / "b") as staging:
        (staging / "x").write_text("x")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(RuntimeError), staged(tmp_path / "a" / "b"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_a_file_that_cannot_be_put_in_place_brings_the_earlier_ones_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(f"old {name}")
    replace = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        if self.name == "c" and self.parent.name.startswith(".writing-"):
            raise PermissionError(errno.EACCES, "in use", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(PermissionError), staged(tmp_path) as staging:
        for name in ("a", "b", "c"):
            (staging / name).write_text(f"new {name}")
    assert contents(tmp_path) == {"a": b"old a", "b": b"old b"}


def test_the_manifest_is_put_in_place_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = []
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda self, target: placed.append(Path(target).name) or replace(self, target))
    with staged(tmp_path) as staging:
        for name in ("manifest.json", "a", "z"):
            (staging / name).write_text("")
    assert placed == ["a", "z", "manifest.json"]


@pytest.mark.skipif(not hasattr(signal, "raise_signal") or os.name != "posix", reason="signals of this kind need POSIX")
def test_ctrl_c_during_the_last_renamings_waits_for_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        signal.raise_signal(signal.SIGINT)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt), staged(tmp_path) as staging:
        (staging / "a").write_text("new a")
        (staging / "b").write_text("new b")
    assert contents(tmp_path) == {"a": b"new a", "b": b"new b"}
