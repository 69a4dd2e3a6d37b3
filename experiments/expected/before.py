"""The values of an earlier version, kept beside the code so that the page shows before and after.

They are made by the same command in a checkout of that version, with this folder put over its own:

    git worktree add ../before v0.1.0
    cp -r experiments/expected experiments/commands ../before/experiments/
    cd ../before && python -m experiments.commands.main validate --replicates 40 --keep-before "v0.1.0 (7bed240)"
    cp experiments/expected/before.csv FIRST_COPY/experiments/expected/

A claim added later needs them made again; until then its 'before' is empty.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from experiments.expected.claims import NOT_RECORDED, Scored

FILE: Final = Path(__file__).with_name("before.csv")
COLUMNS: Final = ("measure", "value", "commit", "replicates", "seed")


class Before(NamedTuple):
    """What an earlier version gave, by the key of the claim; None where it recorded nothing to read."""

    commit: str
    replicates: int
    values: dict[str, float | None]


def as_csv(scored: Sequence[Scored], commit: str, replicates: int, seed: int) -> str:
    """The values as a file keeps them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for claim, value in scored:
        writer.writerow((claim.key, NOT_RECORDED if value is None else f"{value:.6g}", commit, replicates, seed))
    return text.getvalue()


def read_before(text: str | None = None) -> Before:
    """The values kept, of the file by default; 'nan' and 'inf' are values too."""
    rows = list(csv.DictReader(io.StringIO(FILE.read_text(encoding="utf-8") if text is None else text)))
    values = {row["measure"]: None if row["value"] == NOT_RECORDED else float(row["value"]) for row in rows}
    return Before(rows[0]["commit"], int(rows[0]["replicates"]), values) if rows else Before("", 0, {})


def shown_before(before: Before, scored: Scored) -> str:
    """What the earlier version gave for a claim, in words."""
    if scored.claim.key not in before.values:
        return ""
    return scored.claim.shown(before.values[scored.claim.key])


