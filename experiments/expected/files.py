"""Records of bands as files, and the changelog's line when one is refreshed. Every file is written whole or not at all."""

import json
import math
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from experiments.expected.bands import Band, FigureKey, Moved, RecordedBands
from experiments.outcomes.measures import ALL
from experiments.storage.whole import write_whole
from model.reading.nodes import plain
from model.reading.parsing import parse
from model.scenario import shipped_folder

HEAD: Final = """\
# Means of a small run and their bands (experiments/expected/bands.py). Not edited by hand: written on purpose, with a reason, by
# python -m experiments.commands.expected refresh {name} --reason "..."
"""
CHANGELOG: Final = "CHANGELOG.md"
SECTION: Final = "### Results change"
_UNRELEASED: Final = "## [Unreleased]"
_NONE_YET: Final = "- None yet"
_LINE: Final = 130


class NotARecord(ValueError):
    """A file of bands that cannot be read; the message says which and how to write it anew."""


def records_folder() -> Path:
    """Where records lie in a working copy: below the shipped scenarios, and not among them."""
    return shipped_folder() / "expected"


def record_file(name: str) -> Path:
    """The file of a scenario's bands."""
    return records_folder() / f"{name}.yaml"


def read_record(name: str) -> RecordedBands | None:
    """The bands of a shipped scenario, None when none were recorded.

    Raises:
        NotARecord: when the file is not as it was written.
    """
    path = record_file(name)
    if not path.is_file():
        return None
    root, problems = parse(path.read_text(encoding="utf-8"), str(path))
    try:
        if root is None or problems:
            raise ValueError(str(problems[0]) if problems else "the file is empty")
        return _record(plain(root))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        what = f"{path}: {error or type(error).__name__}"
        raise NotARecord(f"{what}; delete it and write it anew: {refresh_command(name)}") from error


def refresh_command(name: str) -> str:
    """What to type to record a scenario's bands."""
    return f'python -m experiments.commands.expected refresh {name} --reason "..."'


def _record(data: Mapping[str, Any]) -> RecordedBands:
    bands = {
        FigureKey(policy, hub, outcome): Band(*(math.nan if figures is None else float(figures[key]) for key in ("mean", "low", "high")))
        for policy, hubs in data["bands"].items()
        for hub, outcomes in hubs.items()
        for outcome, figures in outcomes.items()
    }
    version, refreshed, reason = (str(data[key]) for key in ("version", "refreshed", "reason"))
    return RecordedBands(str(data["scenario"]), int(data["seed"]), int(data["replicates"]), version, refreshed, reason, bands)


def record_text(record: RecordedBands) -> str:
    """A record as the text of its file; reads back to an equal record."""
    lines = [
        HEAD.format(name=record.scenario) + f"scenario: {json.dumps(record.scenario)}",
        f"seed: {record.seed}",
        f"replicates: {record.replicates}",
        f"version: {json.dumps(record.version)}",
        f"refreshed: {json.dumps(record.refreshed)}",
        f"reason: {json.dumps(record.reason, ensure_ascii=False)}",
        "bands:",
    ]
    policy = hub = None
    for figure, band in record.bands.items():
        if figure.policy != policy:
            policy, hub = figure.policy, None
            lines.append(f"  {policy}:")
        if figure.hub != hub:
            hub = figure.hub
            lines.append(f"    {hub}:")
        lines.append(f"      {figure.outcome}: {_figures(band)}")
    return "\n".join(lines) + "\n"


def _figures(band: Band) -> str:
    if math.isnan(band.mean):
        return "null # no replicate has it"
    return f"{{mean: {band.mean:.6g}, low: {band.low:.6g}, high: {band.high:.6g}}}"


def write_record(record: RecordedBands) -> Path:
    """Write the bands of a scenario over the earlier ones."""
    path = record_file(record.scenario)
    write_whole(path, record_text(record))
    return path


# --- the changelog ---


def change_line(scenario: str, moved: Moved, reason: str) -> str:
    """What the changelog says of one refreshed scenario."""
    figure = moved.figure
    of_hub = "" if figure.hub == ALL else f" of {figure.hub}"
    before, now = (_mean(band) for band in (moved.before, moved.now))
    sentence = f"`{scenario}`: {reason.rstrip('. ')}. Moved most: {figure.outcome}{of_hub} under {figure.policy}, {before} → {now}."
    return textwrap.fill(sentence, _LINE, initial_indent="- ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _mean(band: Band | None) -> str:
    if band is None:
        return "not recorded"
    return "no value" if math.isnan(band.mean) else f"{band.mean:.4g}" if abs(band.mean) < 1e4 else f"{band.mean:,.0f}"


def with_changes(changelog: str, lines: list[str]) -> str:
    """A changelog with lines added at the end of the unreleased changes of results; a line that stands there already is not repeated.

    Raises:
        ValueError: when the text has no unreleased part.
    """
    all_lines = changelog.splitlines()
    if _UNRELEASED not in all_lines:
        raise ValueError(f"{CHANGELOG} has no '{_UNRELEASED}'")
    first = all_lines.index(_UNRELEASED) + 1
    end = next((number for number in range(first, len(all_lines)) if all_lines[number].startswith("## ")), len(all_lines))
    part = all_lines[first:end]
    if SECTION not in part:
        part = [*_stripped(part), "", SECTION, ""]
    start = part.index(SECTION) + 1
    stop = next((number for number in range(start, len(part)) if part[number].startswith("### ")), len(part))
    kept = [line for line in _stripped(part[start:stop]) if not line.startswith(_NONE_YET)]
    standing = "\n".join(kept)
    new = [line for text in lines if text not in standing for line in text.splitlines()]
    body = [*_stripped(kept), *new]
    section = ["", *body, *([""] if stop < len(part) or end < len(all_lines) else [])]
    return "\n".join([*all_lines[:first], *part[:start], *section, *part[stop:], *all_lines[end:]]) + "\n"


def _stripped(lines: list[str]) -> list[str]:
    """Without empty lines at both ends."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def add_to_changelog(lines: list[str], path: Path | None = None) -> None:
    """Add lines to the unreleased changes of results of the working copy's changelog."""
    path = path or shipped_folder().parent / CHANGELOG
    write_whole(path, with_changes(path.read_text(encoding="utf-8"), lines))
