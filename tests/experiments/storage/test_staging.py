"""A folder written whole or not at all, and never over what is not ours. Killed processes: `tests/faults/test_killed.py`."""

import errno
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.storage.locking import FolderRefused, InTheWay, lock_folder
from experiments.storage.manifest import MANIFEST, read_manifest
from experiments.storage.staging import staged

HOLDS = "results"


def contents(folder: Path) -> dict[str, bytes | str]:
    """Everything in a folder: files with their content, the rest with what it is."""
    return {
        str(path.relative_to(folder)): f"-> {os.readlink(path)}" if path.is_symlink() else path.read_bytes() if path.is_file() else "folder"
        for path in folder.rglob("*")
    }


def put(folder: Path, **files: str) -> Path:
    """A folder of results with such files."""
    with staged(folder, HOLDS, files) as staging:
        for name, content in files.items():
            (staging / name).write_text(content)
    return folder


def results(folder: Path) -> dict[str, bytes | str]:
    """What a folder of results holds beside its manifest."""
    return {name: content for name, content in contents(folder).items() if name != MANIFEST}


# --- whole or not at all ---


def test_folders_made_in_vain_are_taken_away(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), staged(tmp_path / "a" / "b", HOLDS) as staging:
        (staging / "x").write_text("x")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(RuntimeError), staged(tmp_path / "a" / "b", HOLDS):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


@pytest.mark.parametrize("stuck", ["a", "c", MANIFEST])
def test_a_file_that_cannot_be_put_in_place_brings_the_earlier_ones_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stuck: str
) -> None:
    before = contents(put(tmp_path, a="old a", b="old b", d="old d"))
    replace = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        if self.name == stuck and self.parent.name == "new":
            raise PermissionError(errno.EACCES, "in use", str(target))
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refusing)
        with pytest.raises(PermissionError), staged(tmp_path, HOLDS) as staging:
            for name in ("a", "b", "c"):
                (staging / name).write_text(f"new {name}")
    assert contents(tmp_path) == before
    put(tmp_path, a="newer a")
    assert results(tmp_path) == {"a": b"newer a"}


def test_the_manifest_is_put_in_place_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = []
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda self, target: placed.append(Path(target).name) or replace(self, target))
    put(tmp_path, a="", z="")
    assert placed == ["a", "z", "manifest.json"]


@pytest.mark.skipif(not hasattr(signal, "raise_signal") or os.name != "posix", reason="signals of this kind need POSIX")
def test_ctrl_c_during_the_last_renamings_waits_for_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        signal.raise_signal(signal.SIGINT)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a command run here before may have left another
    try:
        with pytest.raises(KeyboardInterrupt):
            put(tmp_path, a="new a", b="new b")
    finally:
        signal.signal(signal.SIGINT, before)
    assert results(tmp_path) == {"a": b"new a", "b": b"new b"}


# --- what is ours ---


def test_the_manifest_lists_what_was_written_and_says_whose_it_is(tmp_path: Path) -> None:
    put(tmp_path, a="x", b="yy")
    there = read_manifest(tmp_path)
    assert there is not None
    assert (there.holds, set(there.files)) == (HOLDS, {"a", "b"})
    assert json.loads((tmp_path / MANIFEST).read_text())["files"]["b"]["bytes"] == 2


def test_earlier_results_go_and_whatever_else_there_is_stays(tmp_path: Path) -> None:
    put(tmp_path, a="old a", b="old b", changed="old")
    (tmp_path / "changed").write_text("with my remarks")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    put(tmp_path, a="new a", c="new c")
    expected = {"a": b"new a", "c": b"new c", "changed": b"with my remarks", "mine": "folder", "mine/notes.txt": b"mine"}
    assert results(tmp_path) == expected
    with pytest.raises(InTheWay, match="holds changed, and no"):  # it is not listed any more: it is theirs by now
        put(tmp_path, changed="new")
    assert results(tmp_path) == expected


def _as_folder(path: Path) -> None:
    path.mkdir()
    (path / "mine.txt").write_text("mine")


def _as_link_to_nothing(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


THEIRS: dict[str, Callable[[Path], None]] = {
    "a file": lambda path: path.write_text("mine") and None,
    "an empty file": lambda path: path.touch(),
    "a folder": _as_folder,
    "a link to nothing": _as_link_to_nothing,
}


@pytest.mark.parametrize("what", THEIRS)
@pytest.mark.parametrize("ours", [False, True])
@pytest.mark.parametrize("known", [False, True])
def test_what_bears_the_name_of_a_result_and_is_none_is_refused_and_left(tmp_path: Path, what: str, ours: bool, known: bool) -> None:
    folder = tmp_path / "out"
    if ours:
        put(folder, a="old a")
    else:
        folder.mkdir()
    THEIRS[what](folder / "report.html")
    before = contents(folder)
    begun = False
    with pytest.raises(InTheWay) as refused, staged(folder, HOLDS, ["report.html"] if known else []) as staging:
        begun = True
        for name in ("a", "report.html"):
            (staging / name).write_text("new")
    assert begun != known, "what is known before is said before the work"
    assert str(refused.value) == (
        f"{folder} holds report.html, and no manifest.json there says that this program wrote it; take another folder, such as "
        f"{folder / HOLDS}, or move it away"
    )
    assert contents(folder) == before


def test_a_folder_in_the_place_of_a_listed_file_is_left(tmp_path: Path) -> None:
    put(tmp_path, a="old a", b="old b")
    for name in ("a", "b"):
        (tmp_path / name).unlink()
        _as_folder(tmp_path / name)
    before = contents(tmp_path)
    with pytest.raises(InTheWay, match="holds a, and no"):
        put(tmp_path, a="new a")
    assert contents(tmp_path) == before
    put(tmp_path, c="new c")
    assert {name: content for name, content in results(tmp_path).items() if name != "c"} == {
        name: content for name, content in before.items() if name != MANIFEST
    }


def _cut(folder: Path) -> None:
    whole = (folder / MANIFEST).read_bytes()
    (folder / MANIFEST).write_bytes(whole[: len(whole) // 2])


FOREIGN: dict[str, Callable[[Path], object]] = {
    "another program's": lambda folder: (folder / MANIFEST).write_text('{"name": "my web app", "icons": []}'),
    "another program's, with files": lambda folder: (folder / MANIFEST).write_text('{"program": "rsync", "files": {"a": {"sha256": "0"}}}'),
    "no map": lambda folder: (folder / MANIFEST).write_text("[1, 2]"),
    "no JSON": lambda folder: (folder / MANIFEST).write_bytes(b"\xff\x00"),
    "nested without end": lambda folder: (folder / MANIFEST).write_text("[" * 100_000),
    "empty": lambda folder: (folder / MANIFEST).write_text(""),
    "a folder": lambda folder: _as_folder(folder / MANIFEST),
    "ours, and damaged": lambda folder: _cut(put(folder, a="old a")),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_a_manifest_that_is_not_ours_is_never_overwritten(tmp_path: Path, what: str) -> None:
    FOREIGN[what](tmp_path)
    before = contents(tmp_path)
    with pytest.raises(InTheWay) as refused, staged(tmp_path, HOLDS):
        pytest.fail("begins although the folder is not ours")
    assert str(refused.value) == (
        f"{tmp_path / MANIFEST} is in the way: this program did not write it, or it is damaged; take another folder, such as "
        f"{tmp_path / HOLDS}, or move it away"
    )
    assert contents(tmp_path) == before


def test_a_manifest_that_names_files_elsewhere_moves_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    put(tmp_path / "out", a="old a")
    data = json.loads((tmp_path / "out" / MANIFEST).read_text())
    mine = data["files"].pop("a") | {"sha256": "e45bb0bf0e16da3ebe40b9be6bb73dd2cb1b9c2abc5ee2b4c3da3e3a0ab1ee7e"}
    for name in ("../mine.txt", str(tmp_path / "mine.txt"), "..", "."):
        data["files"][name] = mine
    (tmp_path / "out" / MANIFEST).write_text(json.dumps(data))
    (tmp_path / "out" / "a").unlink()
    put(tmp_path / "out", b="new b")
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_results_of_another_kind_are_not_replaced(tmp_path: Path) -> None:
    before = contents(put(tmp_path, a="old a"))
    with pytest.raises(InTheWay) as refused, staged(tmp_path, "pictures"):
        pytest.fail("begins although other results are there")
    assert str(refused.value) == (
        f"{tmp_path} holds other results of this program ({HOLDS}), by its {MANIFEST}; take another folder, such as {tmp_path / 'pictures'}"
    )
    assert contents(tmp_path) == before


def test_results_of_earlier_versions_are_known_by_their_manifest(tmp_path: Path) -> None:
    """They do not name the program."""
    (tmp_path / "report.html").write_text("old")
    (tmp_path / MANIFEST).write_text(json.dumps({
        "format": 1, "scenario": "tiny", "scenario_sha256": "0" * 64, "replicate_seeds": ["1"],
        "files": {"report.html": {"bytes": 3, "sha256": "0" * 64}},
    }))  # fmt: skip
    with staged(tmp_path, "runs", ["report.html"]) as staging:
        (staging / "report.html").write_text("new")
    assert results(tmp_path) == {"report.html": b"new"}


# --- hidden files ---


def test_hidden_folders_of_others_are_left_whatever_their_name(tmp_path: Path) -> None:
    _as_folder(tmp_path / ".writing-mine")
    (tmp_path / ".writing-mine" / "earlier").mkdir()
    (tmp_path / ".writing-letter").write_text("Dear")
    (tmp_path / ".writing-nothing").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "owner").write_text("me")
    (tmp_path / ".writing-link").symlink_to(tmp_path / "elsewhere")
    before = contents(tmp_path)
    put(tmp_path, a="new a")
    assert {name: content for name, content in results(tmp_path).items() if name != "a"} == before


@pytest.mark.parametrize("what", THEIRS)
@pytest.mark.parametrize("lasting", [False, True])
def test_a_lock_of_others_is_left(tmp_path: Path, what: str, lasting: bool) -> None:
    THEIRS[what](tmp_path / ".lock")
    before = contents(tmp_path)
    if what == "an empty file":  # no harm in holding it; but it is not ours to take away
        lock_folder(tmp_path, lasting=lasting)()
    else:
        with pytest.raises(InTheWay, match=r"\.lock is in the way, which is not a lock of this program; take another folder, or move it"):
            lock_folder(tmp_path, lasting=lasting)
    assert contents(tmp_path) == before


def test_a_lock_that_a_killed_process_left_goes_with_the_next(tmp_path: Path) -> None:
    lock_folder(tmp_path, lasting=True)()
    assert (tmp_path / ".lock").exists()
    lock_folder(tmp_path, lasting=False)()
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_names_a_few_of_many_files(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.png").touch()
    with pytest.raises(FolderRefused, match=r"holds 0\.png, 1\.png, 2\.png, 3\.png, 4\.png and 4 more, and .* or move them away"):
        put(tmp_path, **{f"{number}.png": "" for number in range(9)})


# --- folders inside ---


def put_inside(folder: Path, **files: str) -> Path:
    """Results whose files stand in a folder inside, beside one that does not."""
    with staged(folder, HOLDS, ["page", *(f"tables/{name}" for name in files)]) as staging:
        (staging / "page").write_text("page")
        (staging / "tables").mkdir()
        for name, content in files.items():
            (staging / "tables" / name).write_text(content)
    return folder


def test_files_of_a_folder_inside_are_listed_replaced_and_taken_away(tmp_path: Path) -> None:
    put_inside(tmp_path, a="old a", b="old b")
    there = read_manifest(tmp_path)
    assert there is not None and sorted(there.files) == ["page", "tables/a", "tables/b"]
    (tmp_path / "tables" / "mine").write_text("mine")
    put_inside(tmp_path, a="new a")
    assert results(tmp_path) == {"page": b"page", "tables": "folder", "tables/a": b"new a", "tables/mine": b"mine"}
    (tmp_path / "tables" / "mine").unlink()
    put(tmp_path, page="alone")
    assert results(tmp_path) == {"page": b"alone"}, "an empty folder of ours goes"


@pytest.mark.parametrize("name", ["tables/a", "tables"])
def test_what_stands_in_the_way_of_a_folder_inside_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    before = contents(tmp_path)
    with pytest.raises(InTheWay, match=f"holds {name}, and"):
        put_inside(tmp_path, a="new", b="new")
    assert contents(tmp_path) == before


def test_a_link_in_the_place_of_a_folder_inside_is_not_followed(tmp_path: Path) -> None:
    out, elsewhere = put_inside(tmp_path / "out", a="old a"), tmp_path / "elsewhere"
    (out / "tables").rename(elsewhere)
    (out / "tables").symlink_to(elsewhere)
    with pytest.raises(InTheWay, match="holds tables, and"):
        put_inside(out, a="new a")
    put(out, page="alone")
    assert contents(elsewhere) == {"a": b"old a"}
    assert (out / "tables").is_symlink()


@pytest.mark.parametrize("name", ["../a", "/a", "tables/../../a", "tables//a", "", "./a"])
def test_a_manifest_cannot_name_what_lies_outside(tmp_path: Path, name: str) -> None:
    put(tmp_path, a="a")
    listed = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    listed["files"][name] = listed["files"]["a"]
    (tmp_path / MANIFEST).write_text(json.dumps(listed), encoding="utf-8")
    there = read_manifest(tmp_path)
    assert there is not None and list(there.files) == ["a"]


@pytest.mark.parametrize("stuck", ["a", "b", "page", MANIFEST])
def test_a_folder_inside_comes_back_whole_when_a_file_cannot_be_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stuck: str
) -> None:
    first = contents(put(tmp_path / "first", page="old"))
    inside = contents(put_inside(tmp_path / "second", a="old a", c="old c"))
    replace = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        if self.name == stuck and "new" in self.parts and ".writing" in str(self):
            raise PermissionError(errno.EACCES, "in use", str(target))
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refusing)
        for name in ("first", "second"):
            with pytest.raises(PermissionError):
                put_inside(tmp_path / name, a="new a", b="new b")
    assert contents(tmp_path / "first") == first
    assert contents(tmp_path / "second") == inside
