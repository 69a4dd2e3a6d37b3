"""What is left of the memory, read from the files of made-up systems."""

from pathlib import Path

from experiments.runs.machine import free_bytes

GB = 10**9


def a_system(root: Path, files: dict[str, object]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"{content}\n", encoding="ascii")
    return root


def meminfo(available: int) -> dict[str, object]:
    return {"proc/meminfo": f"MemTotal: 99 kB\nMemAvailable:   {available // 1024} kB"}


def test_unknown_where_no_file_says_it(tmp_path: Path) -> None:
    assert free_bytes(tmp_path) is None


def test_what_the_system_has_left(tmp_path: Path) -> None:
    assert free_bytes(a_system(tmp_path, meminfo(2048 * 1024))) == 2048 * 1024


def test_the_least_of_the_groups_above_the_process(tmp_path: Path) -> None:
    """Files kept at hand count as free; a group without a limit says nothing."""
    groups = {
        "proc/self/cgroup": "0::/jobs/one",
        "sys/fs/cgroup/jobs/memory.max": 4 * GB,
        "sys/fs/cgroup/jobs/memory.current": 3 * GB,
        "sys/fs/cgroup/jobs/memory.stat": f"file {2 * GB}\ninactive_file {GB // 2}",
        "sys/fs/cgroup/jobs/one/memory.max": "max",
        "sys/fs/cgroup/jobs/one/memory.current": GB,
    }
    assert free_bytes(a_system(tmp_path, {**meminfo(8 * GB), **groups})) == GB + GB // 2


def test_a_container_that_sees_its_own_group_as_the_top(tmp_path: Path) -> None:
    groups = {"proc/self/cgroup": "0::/", "sys/fs/cgroup/memory.max": GB, "sys/fs/cgroup/memory.current": 2 * GB}
    assert free_bytes(a_system(tmp_path, {**meminfo(8 * GB), **groups})) == 0


def test_groups_of_older_kernels(tmp_path: Path) -> None:
    groups = {
        "proc/self/cgroup": "5:cpu:/x\n4:memory:/x",
        "sys/fs/cgroup/memory/x/memory.limit_in_bytes": GB,
        "sys/fs/cgroup/memory/x/memory.usage_in_bytes": GB // 4,
        "sys/fs/cgroup/memory/memory.limit_in_bytes": 9223372036854771712,
        "sys/fs/cgroup/memory/memory.usage_in_bytes": GB,
    }
    assert free_bytes(a_system(tmp_path, {**meminfo(8 * GB), **groups})) == GB - GB // 4
