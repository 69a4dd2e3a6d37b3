"""Files that only grow, line by line, each line with a checksum: a line is read back as it was written, or passed over.

A process killed while it writes leaves a line without its end. A byte that a disk or a copy has changed spoils one line, and those after
it are found all the same.
"""

import json
import os
import re
import zlib
from pathlib import Path
from typing import IO, Any, Final

_BEGIN: Final = re.compile(rb"[0-9a-f]{8} [\[{]")


def as_line(content: Any) -> bytes:
    """A list or a map as a line."""
    text = json.dumps(content, separators=(",", ":"), allow_nan=False).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def read_lines(path: Path) -> list[Any]:
    """What the sound lines of a file say, nothing when there is no such file."""
    try:
        *lines, _torn = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    return [json.loads(text) for line in lines if (text := sound(line)) is not None]


def sound(line: bytes) -> bytes | None:
    """The JSON of a line, None when it is not what was written. A line whose predecessor has lost its end is found behind it."""
    for begin in _BEGIN.finditer(line):
        text = line[begin.end() - 1 :]
        if b"%08x" % zlib.crc32(text) == line[begin.start() : begin.end() - 2]:
            return text
    return None


def append_line(path: Path, content: Any) -> None:
    """Put a line at the end of a file, and wait until it lies on the disk."""
    with path.open("ab", buffering=0) as stream:
        write_at_end(stream, as_line(content), os.fstat(stream.fileno()).st_size)
        os.fsync(stream.fileno())


def write_at_end(stream: IO[bytes], line: bytes, size: int) -> None:
    """A line at the end of a file of that size, whole or not at all."""
    left = memoryview(line)
    try:
        while left:  # a disk that is nearly full takes a part, and refuses the rest
            left = left[stream.write(left) :]
    except OSError:
        os.ftruncate(stream.fileno(), size)
        raise


def cut_torn_end(path: Path) -> None:
    """Take away what a killed process began to write behind the last line that has an end."""
    content = path.read_bytes()
    if not content.endswith(b"\n"):
        os.truncate(path, content.rfind(b"\n") + 1)
