"""A folder of results as one file for a repository of research data: what was found, what it was made with, how to make it again.

The archive holds what the folder's own manifest lists and nothing else that lies there, a README, the versions of all installed packages,
and a list of hashes. The same folder gives the same bytes.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, Final

from experiments.storage import PROGRAM
from experiments.storage.json_text import json_text
from experiments.storage.whole import write_whole

README: Final = "README.md"
ENVIRONMENT: Final = "environment.txt"
HASHES: Final = "sha256.txt"
CODEMETA: Final = "codemeta.json"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: when a file was copied is no part of a result


def bundle(files: Mapping[str, Path], about: Mapping[str, Any], readme: str, to: Path) -> list[str]:
    """Write an archive.

    Args:
        files: what goes in, by its name in the archive.
        about: version, commit and libraries behind the results.
        readme: what it is and how to make it again.
        to: the archive.

    Returns:
        Names of what is in it.
    """
    added = {
        README: readme.encode(),
        ENVIRONMENT: environment().encode(),
        CODEMETA: json_text(codemeta(about)).encode(),
    }
    contents = {**{name: path.read_bytes() for name, path in files.items()}, **added}
    listed = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(contents.items()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*sorted(contents.items()), (HASHES, listed.encode())]:
            entry = zipfile.ZipInfo(f"{to.stem}/{name}", _EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    write_whole(to, buffer.getvalue())
    return sorted([*contents, HASHES])


def environment() -> str:
    """Every installed package with its version, a line each, as `pip install -r` reads it."""
    found = {str(one.metadata["Name"]).lower(): one.version for one in distributions() if one.metadata["Name"]}
    found.pop(PROGRAM, None)  # from its own commit
    return "".join(f"{name}=={version}\n" for name, version in sorted(found.items()))


def codemeta(about: Mapping[str, Any]) -> dict[str, Any]:
    """What the software behind the results is, in the vocabulary of codemeta."""
    return {
        "@context": "https://doi.org/10.5063/schema/codemeta-2.0",
        "@type": "SoftwareSourceCode",
        "name": PROGRAM,
        "version": about.get("version"),
        "identifier": about.get("commit"),
        "programmingLanguage": "Python",
        "license": "https://spdx.org/licenses/MIT",
        "author": [{"@type": "Organization", "name": "the project's contributors"}],
        "softwareRequirements": [f"{name} {number}" for name, number in (about.get("libraries") or {}).items()],
    }
