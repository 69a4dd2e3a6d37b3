"""Bytes that a disk or a copy has changed: whatever they hit, no intact run is lost, and what cannot be made sure of is left as it is."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.sweeps import load_sweep, sweep
from experiments.sweeps.files import MANIFEST, SHARDS
from experiments.sweeps.folder import read_rows
from experiments.sweeps.jobs import Job, Setup
from experiments.sweeps.store import Store, StoreError
from tests.experiments.sweeps.plans import same, tiny_plan, trivial
from tests.experiments.sweeps.small_store import (
    HEAD,
    OUTCOMES,
    RUNS,
    SHAPE,
    comes_to_an_end,
    contents,
    files_of,
    filled,
    holds_exactly,
    opened,
    restored,
    row,
    small_and_quick,
)

JOURNAL = "journal-00003.jsonl"
CHANGES = (
    lambda byte: byte ^ 1,
    lambda byte: ord("\n") if byte != ord("\n") else ord("x"),
    lambda byte: byte ^ 64,
    lambda byte: 0,
)


@pytest.fixture(autouse=True)
def _small_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    small_and_quick(monkeypatch)


def damaged(content: bytes, at: int) -> bytes:
    """With one byte changed, in one way or another."""
    return content[:at] + bytes([CHANGES[at % len(CHANGES)](content[at])]) + content[at + 1 :]


def intact(journal: bytes, before: bytes) -> int:
    """How many runs stand in a journal on lines in which no byte has changed, ends included; all its runs are there by name."""
    starts = [0, *(k + 1 for k, byte in enumerate(before[:-1]) if byte == ord("\n"))]
    lines = before.splitlines(keepends=True)
    return sum(journal[start : start + len(line)] == line for start, line in list(zip(starts, lines, strict=True))[1:])


def read(folder: Path) -> set[int]:
    """The runs that a reader finds."""
    return {RUNS.index(tuple(run)) for run in read_rows(folder, OUTCOMES)[0].tolist()}


def test_a_byte_of_the_manifest_costs_no_run_wherever_it_is() -> None:
    files = files_of(14)  # two shards, and four runs in a journal
    for at in range(0, len(files[MANIFEST]), 3):  # all bytes, of fewer runs: below
        with restored({**files, MANIFEST: damaged(files[MANIFEST], at)}) as folder:
            if at % 5 == 0:
                assert read(folder) == set(range(14)), at
            store = opened(folder)
            holds_exactly(folder, store, set(range(14)))
            store.close()
            if at % 40 == 0:
                comes_to_an_end(folder)


def test_a_byte_of_the_manifest_costs_no_run_where_all_are_in_a_journal() -> None:
    files = files_of(4)
    for at in range(len(files[MANIFEST])):
        with restored({**files, MANIFEST: damaged(files[MANIFEST], at)}) as folder:
            assert read(folder) == set(range(4)), at
            store = opened(folder)
            holds_exactly(folder, store, set(range(4)))
            store.close()


def test_a_byte_of_the_journal_costs_the_run_of_its_line_at_most() -> None:
    files = files_of(14)
    for at in range(len(files[JOURNAL])):
        journal = damaged(files[JOURNAL], at)
        with restored({**files, JOURNAL: journal}) as folder:
            kept = read(folder)
            assert kept >= set(range(10))
            assert len(kept) - 10 >= intact(journal, files[JOURNAL]), at
            store = opened(folder)
            holds_exactly(folder, store, kept)
            store.close()
            if at % 40 == 0:
                comes_to_an_end(folder)


@given(st.data())
@settings(max_examples=60)
def test_any_damage_to_manifest_and_journal_costs_no_intact_run_or_is_refused_in_words(data: st.DataObject) -> None:
    files = files_of(data.draw(st.sampled_from([2, 5, 14])))
    changed = dict(files)
    for name in [name for name in files if name.endswith(".jsonl")]:
        content = bytearray(files[name])
        for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=12)):
            content[at] = data.draw(st.integers(0, 255))
        changed[name] = bytes(content)
    journals = [name for name in files if name.startswith("journal-")]
    sure = 5 * sum(name.startswith(SHARDS) for name in files) + sum(intact(changed[name], files[name]) for name in journals)
    with restored(changed) as folder:
        try:
            store = opened(folder)
        except StoreError as refused:
            assert "is damaged or gone, and no file of runs beside it says of which sweep it is; put a copy of it back" in str(refused)
            assert contents(folder) | {".lock": b""} == changed | {".lock": b""}
            assert not any(name.startswith(SHARDS) for name in files), "shards say of which sweep they are"
            return
        assert store.kept >= sure
        store.close()
        comes_to_an_end(folder)


@pytest.mark.parametrize("manifest", [None, b"", b"\n\n", b"\x00" * 500, b'{"of": "another program"}\n'])
def test_a_manifest_that_is_lost_is_written_anew(manifest: bytes | None) -> None:
    files = files_of(14)
    del files[MANIFEST]
    with restored(files if manifest is None else {**files, MANIFEST: manifest}) as folder:
        assert read(folder) == set(range(14))
        store = opened(folder)
        holds_exactly(folder, store, set(range(14)))
        store.close()
        comes_to_an_end(folder)


def test_a_shard_that_is_neither_listed_nor_whole_is_left_and_its_runs_are_made_again() -> None:
    files = files_of(14)
    lines = files[MANIFEST].splitlines(keepends=True)
    files[MANIFEST] = lines[0] + damaged(lines[1], 30) + lines[2]
    shard = f"{SHARDS}/runs-00001.parquet"
    files[shard] = damaged(files[shard], len(files[shard]) // 3)
    with restored(files) as folder:
        store = filled(folder, 24)
        holds_exactly(folder, store, set(range(24)))
        store.close()
        assert (folder / shard).read_bytes() == files[shard]


@pytest.mark.parametrize("name", [JOURNAL, "journal-00001.jsonl", f"{SHARDS}/runs-00003.parquet"])
def test_files_of_another_sweep_are_not_mixed_in(tmp_path: Path, name: str) -> None:
    number = 4 if name.startswith("journal") else 5
    store = Store(tmp_path / "other", {**HEAD, "key": "other"}, OUTCOMES, SHAPE)
    for k in range(number):
        store.append(row(k))
    store.close()
    theirs = contents(tmp_path / "other")["journal-00001.jsonl" if number == 4 else f"{SHARDS}/runs-00001.parquet"]
    files = {**files_of(10), name: theirs}
    with restored(files) as folder:
        with pytest.raises(StoreError, match="holds runs of another sweep; move it away"):
            opened(folder)
        assert {path: content for path, content in contents(folder).items() if path in files} == files


@pytest.mark.parametrize("share", [0.0, 0.13, 0.31, 0.5, 0.77, 0.98])
def test_a_sweep_goes_on_with_a_damaged_manifest_and_makes_no_run_again(tmp_path: Path, share: float) -> None:
    plan, made = tiny_plan(tmp_path, sampler={"type": "latin_hypercube", "points": 6}), list[Job]()

    def counted(setup: Setup, job: Job) -> tuple[float, ...]:
        made.append(job)
        return trivial(setup, job)

    half = sweep(plan, tmp_path / "out", part=(1, 2), simulate=counted)
    manifest = tmp_path / "out" / MANIFEST
    content = manifest.read_bytes()
    manifest.write_bytes(damaged(content, int(share * len(content))))
    assert len(load_sweep(tmp_path / "out").runs) == len(half.runs) == 12
    same(sweep(plan, tmp_path / "out", resume=True, simulate=counted), sweep(plan, simulate=trivial))
    assert len(made) == 24
