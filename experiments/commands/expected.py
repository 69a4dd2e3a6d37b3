"""Bands of shipped scenarios: `python -m experiments.commands.expected check [NAME...]`, `... refresh [NAME...] --reason "..."`.

Without names all shipped scenarios are meant. Exit codes: 0 done, 1 something is outside its band or failed, 2 bad input.
"""

import argparse
import math
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from experiments.commands.command_line import echo, explained
from experiments.expected import bands, files
from experiments.expected.facts import Judged, in_words, judged
from experiments.interruption import interruptible
from experiments.outcomes.scenarios import read_scenario
from experiments.runs.results import Results
from experiments.storage.locking import lock_folder
from model.reading.wording import did_you_mean
from model.scenario import Scenario, ScenarioError, scenario_names

_SHOWN = 30  # figures of one scenario


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point: returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m experiments.commands.expected", description="Means recorded of shipped scenarios.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="say which figures have left their bands, and which facts the runs keep")
    refresh = commands.add_parser("refresh", help="record the figures as they are now, and say so in the changelog")
    for command in (check, refresh):
        command.add_argument("names", nargs="*", metavar="NAME", help="shipped scenarios; all by default")
    refresh.add_argument("--reason", default="", help="why the figures changed on purpose, for the record and the changelog")
    options = parser.parse_args(arguments)
    problems = _problems(options)
    if problems:
        echo(*problems, err=True)
        return 2
    names = list(dict.fromkeys(options.names)) or list(scenario_names())
    if options.command == "check":
        with explained("nothing was written"):
            return _check(names)
    with explained("records written so far stay, the others are as they were; the same command again goes on"):
        return _refresh(names, " ".join(options.reason.split()))


def _problems(options: argparse.Namespace) -> list[str]:
    known = scenario_names()
    problems = [f"no shipped scenario '{name}'{did_you_mean(name, known)}" for name in options.names if name not in known]
    if options.command == "refresh" and not options.reason.strip():
        problems.append('give a reason: --reason "what changed in the model or in the scenario, and why"')
    return problems


def _scenario(name: str) -> Scenario:
    scenario, problems = read_scenario(name)
    if scenario is None:
        raise ScenarioError(problems)
    return scenario


def _say(text: str) -> None:
    echo(*text.split("\n"))


# --- check ---


def _check(names: list[str]) -> int:
    good = True
    for name in names:
        scenario, record = _scenario(name), files.read_record(name)
        if record is None:
            good = False
            _say(f"{name}: nothing recorded; write it: {files.refresh_command(name)}")
            continue
        results = bands.small_run(scenario, record.replicates, record.seed)
        left = bands.outside(record, bands.bands_of(results))
        facts = judged(results)
        good = good and not left and all(item.met or not item.fact.enforced for item in facts)
        _say(table(name, record, left))
        _say("\n".join(f"  {fact_line(item)}" for item in facts))
    return 0 if good else 1


def table(name: str, record: bands.RecordedBands, left: Sequence[bands.Moved]) -> str:
    """What is outside, as aligned text."""
    runs = f"{record.replicates} replicates, seed {record.seed}, recorded {record.refreshed}"
    if not left:
        return f"{name}: {len(record.bands)} figures in their bands ({runs})"
    rows = [("policy", "hub", "outcome", "recorded", "band", "now")]
    rows += [(*moved.figure, _mean(moved.before), _limits(moved.before), _mean(moved.now)) for moved in left[:_SHOWN]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    more = [f"  and {len(left) - _SHOWN} more"] if len(left) > _SHOWN else []
    return "\n".join([f"{name}: {len(left)} of {len(record.bands)} figures outside their bands ({runs})", *lines, *more])


def _mean(band: bands.Band | None) -> str:
    return "not there" if band is None else "no value" if math.isnan(band.mean) else f"{band.mean:.6g}"


def _limits(band: bands.Band | None) -> str:
    return "–" if band is None or math.isnan(band.mean) else f"{band.low:.6g} to {band.high:.6g}"


def fact_line(item: Judged) -> str:
    """A fact and what the runs gave, in one line."""
    measured = "no value" if math.isnan(item.found) else f"{item.found:.0%}" if item.fact.in_share is not None else f"{item.found:.4g}"
    verdict = "kept" if item.met else "missed" if item.fact.enforced else "missed, not enforced"
    return f"{verdict}: {in_words(item.fact)}; found {measured}"


# --- refresh ---


def _refresh(names: list[str], reason: str) -> int:
    folder = files.records_folder()
    folder.mkdir(parents=True, exist_ok=True)
    release = lock_folder(folder, "refresh", lasting=False)  # two at once would lose a line of the changelog
    try:
        for name in names:
            before = files.read_record(name)
            _say(f"{name}: {_refreshed(_scenario(name), before, reason) if before else _recorded(_scenario(name), reason)}")
    finally:
        release()
    return 0


def _recorded(scenario: Scenario, reason: str) -> str:
    record = bands.record_of(bands.small_run(scenario), reason, _today())
    files.write_record(record)
    return f"{len(record.bands)} figures of {record.replicates} replicates recorded for the first time; no result changed"


def _refreshed(scenario: Scenario, before: bands.RecordedBands, reason: str) -> str:
    """What moved is told by the runs that were recorded, even if the record is from now on of more or fewer replicates."""
    results, replicates = bands.small_run(scenario, before.replicates, before.seed), bands.replicates_for(scenario)
    moved = bands.outside(before, bands.bands_of(results), of_the_mean=True)
    same_runs = (before.replicates, before.seed) == (replicates, bands.SEED)
    if same_runs and not moved:
        return "nothing has moved; left as it is"
    if not same_runs:
        results = bands.small_run(scenario, replicates)
    known = [figure for figure in moved if figure.before is not None]  # what is new in the scenario has not changed
    if known:  # the changelog first: a line too many is seen, a record without its line is not
        most = next((figure for figure in known if math.isfinite(figure.size)), known[0])
        files.add_to_changelog([files.change_line(scenario.name, most, reason)])
    record = bands.record_of(results, reason, _today())
    files.write_record(record)
    new = len(moved) - len(known)
    return f"{len(known)} figures moved, {new} are new; recorded" + (f", with a line in {files.CHANGELOG}" if known else "")


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def run_of(name: str) -> tuple[bands.RecordedBands | None, Results]:
    """A shipped scenario's record and the runs to hold to it (and to its facts), for tests."""
    record = files.read_record(name)
    return record, bands.small_run(_scenario(name), record.replicates if record else None, record.seed if record else bands.SEED)


if __name__ == "__main__":
    with interruptible():
        sys.exit(main())
