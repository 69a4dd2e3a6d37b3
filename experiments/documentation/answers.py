"""What the page of every shipped case answers, into docs/cases.md: `python -m experiments.documentation.answers [--futures 100] [NAME...]`.

The answer of before stood on whether hubs shrink or close, whatever was asked, and named the policy that lowers this most, its cost left
out; it is worked out from the same futures. Takes some minutes; cases that are not named keep the line they have.
"""

import argparse
import re
from pathlib import Path
from typing import Final

from experiments.expected.validation import put
from experiments.interruption import interruptible
from experiments.report import answer, findings, ranking
from experiments.report.reader import Reader
from experiments.runs.replicates import run
from experiments.runs.results import Results
from experiments.storage.whole import write_whole
from model.scenario import load_scenario, scenario_names

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "cases.md"
PART: Final = "answers"
_HEAD: Final = ("case (futures)", "decided by", "in the base case", "the answer before", "the answer now")


def line(results: Results) -> str:
    """One case as a row of the table, in English."""
    reader = Reader(results, "en")
    level = ranking.level_of(reader, (row := answer.decided(reader)), row.mean)
    named = ", ".join(f"`{one.name}{f'@{one.hub}' if one.hub != 'all' else ''}`" for one in reader.deciders)
    cells = f"`{results.scenario.name}` ({results.replicates})", named, level, before(reader), ranking.best(reader)
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def before(reader: Reader) -> str:
    """What the page answered when it asked of every case whether hubs shrink or close."""
    fate = findings.fate(reader.results, age=reader.age)
    rows = {policy: reader.contrasts[policy].row(f"shrunk_or_closed_{reader.at}") for policy in reader.policies}
    helpful = [policy for policy, row in rows.items() if row.high < 0]
    level = f"{reader.level(fate.lost, fate.lost.mean)} shrink or close; "
    if not helpful:
        return level + "no policy clearly lowers this"
    best = min(helpful, key=lambda policy: rows[policy].difference)
    return level + f"“{reader.title(best)}” lowers it most, to {reader.level(rows[best], rows[best].policy)}"


def main() -> int:
    """Run the cases and keep their answers."""
    parser = argparse.ArgumentParser(prog="python -m experiments.documentation.answers", description="The answers of the shipped cases.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="cases; all by default")
    parser.add_argument("--futures", type=int, default=100)
    given = parser.parse_args()
    if unknown := set(given.names) - set(scenario_names()):
        parser.error(f"no case {', '.join(sorted(unknown))}; there are {', '.join(scenario_names())}")
    page = PAGE.read_text(encoding="utf-8")
    kept = {found[1]: found[0] for found in re.finditer(r"^\| `(\w+)` .*\|$", _part(page), re.M)}
    for name in given.names or scenario_names():
        kept[name] = line(run(load_scenario(name), replicates=given.futures))
        head = [f"| {' | '.join(_HEAD)} |", f"|{' --- |' * len(_HEAD)}"]
        table = "\n".join([*head, *(kept[each] for each in scenario_names() if each in kept)])
        write_whole(PAGE, put(PAGE.read_text(encoding="utf-8"), PART, table))  # each by itself: what is done is kept
        print(name, flush=True)
    return 0


def _part(page: str) -> str:
    return page.partition(f"<!-- {PART} begins -->")[2].partition(f"<!-- {PART} ends -->")[0]


if __name__ == "__main__":
    with interruptible():
        raise SystemExit(main())
