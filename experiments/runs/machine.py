"""What this process may use of the machine: processors, and the memory that the system and a container around it have left."""

import os
from pathlib import Path
from typing import Final

_NO_LIMIT: Final = 1 << 60  # older kernels write a number of this size for none


class NotEnoughMemory(ValueError):
    """A study needs more memory or disk than is free; the message says how much, and what to run less of."""


def default_workers() -> int:
    """Processors this process may use."""
    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1


def free_bytes(root: Path = Path("/")) -> int | None:
    """Bytes that can be taken without swapping: the least of what the system and each control group around the process have left.

    Args:
        root: where `proc` and `sys` are.

    Returns:
        None where it cannot be known: no system but Linux says it in files.
    """
    left = [_of_system(root / "proc/meminfo"), *_of_groups(root)]
    return min((value for value in left if value is not None), default=None)


def _of_system(path: Path) -> int | None:
    for line in _text(path).splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None


def _of_groups(root: Path) -> list[int | None]:
    """What is left of the limit of each group, from that of the process up to that of the container."""
    left = []
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers in ("", "memory"):
            names = ("memory.max", "memory.current", "inactive_file")
            if controllers:
                names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
            top = root / "sys/fs/cgroup" / controllers
            group = top / path.lstrip("/")
            left += [_of_group(folder, *names) for folder in (group, *group.parents) if folder == top or top in folder.parents]
    return left


def _of_group(folder: Path, limit_name: str, used_name: str, kept_name: str) -> int | None:
    """Limit less use; files that the system keeps at hand and nobody has asked for again make room."""
    limit, used = _text(folder / limit_name).strip(), _text(folder / used_name).strip()
    if not limit.isdecimal() or not used.isdecimal() or int(limit) >= _NO_LIMIT:
        return None
    kept = (line.split()[1] for line in _text(folder / "memory.stat").splitlines() if line.startswith(f"{kept_name} "))
    return max(0, int(limit) - int(used) + int(next(kept, "0")))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
