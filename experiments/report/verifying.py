"""Whether a report says what its runs say: its first table told again by the numbers it carries, and some of these run again."""

import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any, Final, NamedTuple

import numpy as np

from experiments.languages import Words, languages
from experiments.languages.problems import told_problem
from experiments.outcomes.measures import ALL, MEASURES, evaluate
from experiments.outcomes.stacks import DOUBLE_PRECISION_UP_TO, PolicyOutcome, Stack
from experiments.report import carrying, ranking
from experiments.report.reader import Reader
from experiments.runs.carried import Carried, CarriedResults, read_carried
from experiments.runs.deciding import AT, deciding
from experiments.runs.machine import NotEnoughMemory
from experiments.runs.paired import column_of
from experiments.runs.replicates import ReplicateFailed, Study, run_replicate
from experiments.runs.room import refuse_what_does_not_fit
from experiments.storage.json_text import FIGURES
from experiments.storage.manifest import MANIFEST, read_manifest, sha256_of
from experiments.storage.provenance import fingerprint
from model.parameter_sets import ParameterSets, shipped
from model.scenario import Scenario, read_text

RUNS: Final = 12  # of a replicate under a policy, made again by default
SECONDS: Final = 12.0  # after which no further one is begun, where nobody said how many
MOST_PROBLEMS: Final = 5  # of a scenario, that are said
_UNIT: Final = 1.0 / 10 ** (FIGURES - 1)  # one in the last figure written, beside a number that begins with 1
_TAG: Final = re.compile(r"<[^>]*>")
_SPACES: Final = re.compile(r"[\s\u2060]+")
_NOT_SHOWN: Final = ("ink", "kind")  # of a line of the ranking: how it looks

Line = tuple[str, dict[str, object]]  # a sentence of `languages/*/verify.py` and its blanks


class Verdict(NamedTuple):
    """What was found, in sentences; a match where nothing differs."""

    about: tuple[Line, ...]  # what was checked, and where the program differs from the one that wrote the report
    differences: tuple[Line, ...]

    @property
    def match(self) -> bool:
        """Whether all is as it should be."""
        return not self.differences

    def told(self, lang: str) -> tuple[list[str], list[str]]:
        """Both in the reader's language."""
        words = Words(lang, "verify")
        about, differences = ([words(key, **blanks) for key, blanks in lines] for lines in (self.about, self.differences))
        return about, differences


class Kept(NamedTuple):
    """What a report or an answer holds, whichever it is."""

    block: Carried
    scenario: str
    page: carrying.Read | None
    changed: tuple[str, ...]  # files that are not as they were written


def read(path: Path) -> Kept | None:
    """What is to be verified: a report's page, or the folder of a report or of an answer; None for anything else."""
    page = path / "report.html" if path.is_dir() else path
    if (found := carrying.read_page(page)) is not None:
        return Kept(found.block, found.scenario, found, () if found.sealed else (page.name,))
    return _read_answer(path) if path.is_dir() else None


def _read_answer(folder: Path) -> Kept | None:
    manifest = read_manifest(folder)
    files = [folder / name for name in ("answer.json", "scenario.lock.yaml")]
    try:
        if manifest is None or any(file.stat().st_size > carrying.MOST_BYTES for file in files):
            return None
        data = json.loads(files[0].read_bytes())
        scenario = files[1].read_text(encoding="utf-8")
        changed = tuple(name for name, sha in manifest.files.items() if name != MANIFEST and sha256_of(folder / name) != sha)
    except (OSError, ValueError, RecursionError):
        return None
    block = read_carried(data.get("carried")) if isinstance(data, dict) else None
    return None if block is None else Kept(block, scenario, None, changed)


def verify(kept: Kept, *, runs: int | None = None, seed: int = 1, lang: str = "en") -> Verdict:
    """Whether a report says what its runs say.

    Args:
        kept: from `read`.
        runs: how many runs of a replicate under a policy to make again, drawn by key; by default 12, as far as 12 seconds reach.
        seed: of the draw.
        lang: of what is said of a scenario that cannot be read.
    """
    block = kept.block
    about: list[Line] = [("of", {
        "replicates": block.replicates, "policies": len(block.policies), "seed": block.seed, "version": block.version,
        "commit": (block.commit or "–")[:12],
    })]
    about += [(f"other_{what}", {"written": written[:40], "here": here[:40]}) for what, written, here in block.where_it_differs(shipped())]
    differences: list[Line] = [("changed", {"file": name}) for name in kept.changed]
    if fingerprint(kept.scenario) != block.scenario_sha256:
        differences.append(("other_scenario", {}))
    scenario, problems = read_text(kept.scenario, "scenario")
    if scenario is None:
        said = [told_problem(problem, lang) for problem in problems if problem.severity == "error"]
        differences.append(("unreadable", {"said": "; ".join(said[:MOST_PROBLEMS])}))
        return Verdict(tuple(about), tuple(differences))
    if unfit := list(_unfit(scenario, block)):
        return Verdict(tuple(about), (*differences, *unfit))
    sets = None if block.parameter_sets is None else shipped()
    if kept.page is not None:
        told, wrong = _table(kept.page, CarriedResults(scenario, block, sets))
        about.append(told)
        differences += wrong
    told, wrong = _again(scenario, block, sets, runs, seed)
    return Verdict((*about, told), (*differences, *wrong))


def _unfit(scenario: Scenario, block: Carried) -> Iterator[Line]:
    """Why these numbers cannot be of this scenario."""
    if scenario.horizon_months != block.months:
        yield "months", {"written": block.months, "scenario": scenario.horizon_months}
    for policy in block.policies:
        if policy not in scenario.policy_names:
            yield "no_policy", {"policy": policy}
        elif sorted(hub.name for hub in scenario.with_policy(policy).hubs) != sorted(block.hubs[policy]):
            yield "hubs", {"policy": policy}


# --- the first table, told again ---


def _table(page: carrying.Read, results: CarriedResults) -> tuple[Line, list[Line]]:
    """The table of the first screen against what the carried numbers say."""
    named = next(iter(results.scenario.decides_by), "")
    if page.lang not in languages() or (named and MEASURES[named.partition(AT)[0]].total == "ratio"):
        return ("no_table", {}), []
    reader = Reader(results, page.lang)
    found = ranking.section(reader)
    if found is None:
        return ("no_policies", {}), []
    shown = page.text.partition('<h2 id="ranking">')[2].partition("</section>")[0]
    rows = [_text(row) for row in shown.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")]
    rows = [row for row in rows if row]
    wrong: list[Line] = []
    if _words(found["lead"]) not in _text(shown):
        wrong.append(("lead", {"told": found["lead"]}))
    if len(rows) != len(found["rows"]):
        wrong.append(("rows", {"shown": len(rows), "told": len(found["rows"])}))
    for row, told in zip(rows, found["rows"], strict=False):
        wrong += _row(row, told)
    return ("table", {"rows": len(found["rows"]), "outcome": deciding(results)[0].name}), wrong


def _row(shown: str, told: dict[str, Any]) -> list[Line]:
    """A line of the page that does not hold what it should, or holds another number besides."""
    words = [_words(value) for key, value in told.items() if key not in _NOT_SHOWN and isinstance(value, str) and value]
    wrong: list[Line] = []
    left = f" {shown} "
    for one in sorted(words, key=len, reverse=True):
        if one in left:
            left = left.replace(one, " ", 1)
        else:
            wrong.append(("row", {"policy": told["title"], "told": one}))
    if not wrong and (more := re.search(r"\S*\d\S*", left)):
        wrong.append(("row_more", {"policy": told["title"], "more": more[0]}))
    return wrong


def _text(markup: str) -> str:
    """The words of a piece of a page."""
    return _words(html.unescape(_TAG.sub(" ", markup)))


def _words(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


# --- some runs, made again ---


def _again(scenario: Scenario, block: Carried, sets: ParameterSets | None, runs: int | None, seed: int) -> tuple[Line, list[Line]]:
    """Some runs made again by the code that made them, each carried value of theirs against what is written."""
    study = Study(scenario, tuple(block.policies), int(block.seed), sets)
    every = ((number, policy) for number in range(block.replicates) for policy in block.policies)
    pairs = sorted(every, key=lambda pair: _drawn(seed, *pair))
    began, done, compared, wrong = monotonic(), 0, 0, list[Line]()
    for number, policy in pairs[: RUNS if runs is None else runs]:
        if runs is None and done and monotonic() - began > SECONDS:
            break
        try:
            stack = _stack(replace(study, policies=(policy,)), number, block)
        except (ReplicateFailed, NotEnoughMemory, ValueError) as error:
            return ("again", {"runs": done, "all": len(pairs), "values": compared}), [*wrong, ("failed", {"said": str(error)})]
        done += 1
        for key, by_policy in block.values.items():
            outcome, _, hub = key.partition(AT)
            value = float(evaluate(MEASURES[outcome], stack)[0, column_of(stack, hub or ALL)])
            compared += 1
            written = by_policy[policy][number]
            if not same(written, value):
                at = {"outcome": key, "policy": policy, "replicate": number}
                wrong.append(("value", {**at, "written": _figures(written), "found": _figures(value)}))
    return ("again", {"runs": done, "all": len(pairs), "values": compared}), wrong


def _drawn(seed: int, number: int, policy: str) -> bytes:
    """Where a run stands in the order of the draw: a function of its key alone."""
    return hashlib.sha256(f"{seed} {number} {policy}".encode()).digest()


def _stack(study: Study, number: int, block: Carried) -> Stack:
    """One replicate of one policy, kept as the study kept it."""
    (policy,) = study.policies
    prepared = study.prepared(policy, 0)  # hubs and months as `run` takes them
    refuse_what_does_not_fit((prepared,), 1, 1)
    stack = Stack.empty(prepared, policy, 1)
    if stack.hub.size * block.replicates > DOUBLE_PRECISION_UP_TO:  # as all of them together were kept
        stack = replace(stack, hub=stack.hub.astype(np.float32), town=stack.town.astype(np.float32))
    outcome: PolicyOutcome = run_replicate(study, number).outcomes[0]
    stack.put(0, outcome)
    return stack


def same(written: float | None, found: float) -> bool:
    """Whether a value is the one written, to the figures that are written."""
    if written is None or not np.isfinite(found):
        return written is None and not np.isfinite(found)
    return bool(abs(written - found) <= _UNIT * max(abs(written), abs(found)))


def _figures(value: float | None) -> str:
    return "–" if value is None or not np.isfinite(value) else f"{value:.{FIGURES}g}"
