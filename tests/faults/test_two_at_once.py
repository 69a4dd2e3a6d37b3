"""Two commands that write into one folder: the second is refused in words. Two sweeps: `tests/experiments/sweeps/test_kill.py`."""

from pathlib import Path

import pytest

from experiments.storage.locking import lock_folder
from tests.faults.conftest import Commands, Start, at_work, contents, said, signalled, until


@pytest.mark.parametrize(("first", "second"), [("run", "run"), ("run", "compare"), ("refresh", "refresh")])
def test_the_second_is_refused_and_does_not_disturb_the_first(
    commands: Commands, start: Start, tmp_path: Path, first: str, second: str
) -> None:
    out = tmp_path / "out"
    options = {"shipped": str(out / "scenarios")}
    words = {command: commands.words(command, out) for command in (first, second)}
    few = ["--replicates", "3"]
    process = start([*words[first], *(few if first == "run" else [])], pause=0.1, **options)
    until(lambda: at_work(first, out), process)
    signalled(process, "SIGSTOP")  # so that it lives as long as the second needs
    before = contents(out)
    refusal = {
        "run": f"another command is writing into {out}; wait for it, or take another folder: nothing new was written, and what {out} held "
        "before is as it was.",
        "refresh": f"another refresh is writing into {out / 'scenarios' / 'expected'}; wait for it, or take another folder: records "
        "written so far stay, the others are as they were; the same command again goes on.",
    }
    assert said(start(words[second], **options), 2) == refusal.get(second, refusal["run"])
    assert contents(out) == before
    signalled(process, "SIGCONT")
    assert said(process, 0) == ""
    lock_folder(out / "scenarios" / "expected" if first == "refresh" else out)()  # it is free now
