"""What a finished sweep shows: sensitivity of every outcome, and where the runs of interest lie; as tables, JSON, pictures and one page.

The page is made from what the JSON holds and from nothing else, so that it can be written again, also in another language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from experiments.discovery import Discovery, discover
from experiments.languages import Words, in_every, own_words, told
from experiments.outcomes.measures import Measure
from experiments.sensitivity import Analysis, NotInEveryRun, analyse
from experiments.sensitivity.figures import figures as figures_of
from experiments.sensitivity.figures import png
from experiments.sensitivity.page import markdown
from experiments.sensitivity.words import safe
from experiments.showing.page import html
from experiments.storage.json_text import json_text
from experiments.storage.provenance import code_version, version
from experiments.sweeps.design.checks_of_outcomes import CONDITION, LESS
from experiments.sweeps.design.plan import Run
from experiments.sweeps.results import Sweep, refuse_unfinished

if TYPE_CHECKING:
    import pandas as pd

FORMAT: Final = 3
SAMPLES: Final = 8
OF: Final = " of "  # between an outcome and the difference of policies it is of
HOLDS: Final = "sensitivity"  # the kind of results that `write` writes
FILES: Final = ("sensitivity.csv", "sensitivity.json", "page.md", "page.html")  # beside the pictures


@dataclass(frozen=True)
class Findings:
    """What one scenario under one policy shows over the points of a sweep.

    Attributes:
        sweep: the runs.
        scenario: name of the scenario.
        policy: the policy; '' when it is a factor.
        analyses: sensitivity, one for each outcome.
        discoveries: scenario discovery, by condition.
        left_out: outcomes that not every run has, with how many runs lack them, of how many.
    """

    sweep: Sweep
    scenario: str
    policy: str
    analyses: tuple[Analysis, ...]
    discoveries: dict[str, Discovery]
    left_out: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def table(self) -> "pd.DataFrame":
        """Every index of every outcome, tidy."""
        import pandas as pd

        return pd.concat([analysis.table for analysis in self.analyses], ignore_index=True)

    def left_out_in_words(self, lang: str) -> list[str]:
        """A sentence for each outcome that was left out."""
        return _left_out(self.left_out, Words(lang, "sweeps"))

    def to_dict(self) -> dict[str, Any]:
        """All of it for JSON: what a page is made from."""
        design = self.sweep.plan.design
        return {
            "format": FORMAT,
            "title": _own_words(design, "title"),
            "question": _own_words(design, "question" if design.question else "title"),
            "decisions": {
                analysis.outcome: _own_words(design.decisions[plain], "decides")
                for analysis in self.analyses
                if (plain := analysis.outcome.partition(OF)[0]) in design.decisions
            },
            "scenario": self.scenario,
            "policy": self.policy,
            "version": version(),
            "code": code_version(),
            "analyses": [analysis.to_dict() for analysis in self.analyses],
            "left_out": {outcome: list(runs) for outcome, runs in self.left_out.items()},
            "discoveries": {condition: discovery.to_dict() for condition, discovery in self.discoveries.items()},
            "samples": self.samples(),
        }

    def samples(self) -> list[list[Any]]:
        """Some runs with their outcomes, so that anybody can tell whether the model still gives them: number of the run, then values."""
        plan, runs = self.sweep.plan, self.sweep.runs
        chosen = np.linspace(0, len(runs) - 1, min(SAMPLES, len(runs))).astype(int)
        return [[plan.number_of(Run(*map(int, runs[k]))), *map(float, self.sweep.values[k])] for k in chosen]


def findings(
    sweep: Sweep, outcomes: Sequence[str] | None = None, conditions: Sequence[str] | None = None, scenario: str | None = None,
    policy: str | None = None,
) -> Findings:
    """Analyse a sweep.

    Args:
        sweep: the runs; all of them must be there.
        outcomes: which outcomes; all by default. One that not every run has is left out.
        conditions: what makes a run one of interest, such as 'viable_36 < 1'; the design's by default.
        scenario: which scenario, when the sweep has several.
        policy: which policy, when the sweep has several; without it, the first and the differences that the design names.

    Raises:
        NotAnalysable: when no outcome exists in every run, too many failed, or the design has too few points.
        ValueError: when the sweep is not finished, or a condition holds in no run or in all.
    """
    plan = sweep.plan
    refuse_unfinished(sweep)
    names = [spec.name for spec in plan.scenarios]
    differences = plan.design.differences if policy is None else ()
    policy = plan.policies[0] if differences else policy
    asked = plan.outcomes if outcomes is None else outcomes
    analyses, left_out, why = [], dict[str, tuple[int, int]](), None
    for under in (policy, *differences):
        for outcome in asked:
            name = outcome if under == policy else f"{outcome}{OF}{under}"
            try:
                analyses.append(replace(analyse(sweep.sample(outcome, scenario, under)), outcome=name))
            except NotInEveryRun as error:
                why, left_out[name] = error, (error.missing, error.runs)
    if why is not None and not analyses:
        raise why
    of_interest = plan.design.conditions if conditions is None else conditions
    discoveries = {text: _discover(sweep, text, scenario, policy) for text in of_interest}
    return Findings(sweep, scenario or names[0], policy if policy is not None else plan.policies[0], tuple(analyses), discoveries, left_out)


def _discover(sweep: Sweep, condition: str, scenario: str | None, policy: str | None) -> Discovery:
    parts = CONDITION.fullmatch(condition)
    if parts is None:
        raise ValueError(f"'{condition}' is no condition; write an outcome, <, <=, >, >= or ==, and a number, as in 'viable_36 < 1'")
    outcome, operator, threshold = parts[1] + (f"@{parts[2]}" if parts[2] else ""), parts[3], float(parts[4])
    measure = sweep.plan.measure_of(outcome)
    wording = None
    if measure.kind == "yes_no":
        holds = {"<": False, "<=": False, ">": True, ">=": True, "==": threshold >= 1}[operator]
        wording = in_every(lambda lang: _happens(Words(lang, "sweeps"), measure, holds))
    return discover(sweep.cases(outcome, scenario, policy), operator, threshold, seed=sweep.plan.design.seed, wording=wording)


def _own_words(block: object, key: str) -> dict[str, str | None]:
    return in_every(lambda lang: own_words(block, key, lang))


def _happens(words: Words, measure: Measure, holds: bool) -> str:
    return words("holds" if holds else "fails", label=words.outcome(measure))


# --- pictures and page ---


def pictures(shown: Findings, lang: str = "en", dpi: int = 140) -> dict[str, bytes]:
    """All pictures as PNG, by file name."""
    drawn = {
        f"{_file(analysis.outcome)}-{name}.png": png(figure, dpi)
        for analysis in shown.analyses
        for name, figure in figures_of(analysis, lang).items()
    }
    for number, discovery in enumerate(shown.discoveries.values(), 1):
        drawn |= {f"where-{number}-{name}.png": image for name, image in _where(discovery, lang, dpi).items()}
    return drawn


def _where(discovery: Discovery, lang: str, dpi: int) -> dict[str, bytes]:
    from matplotlib.figure import Figure

    if not discovery.regions:
        return {}
    drawn = {}
    for name, draw, size in (("box", discovery.plot_box, (8.0, 4.0)), ("trade-off", discovery.plot_trade_off, (6.0, 4.2))):
        figure = Figure(figsize=size, layout="constrained")
        draw(figure.add_subplot(), lang=lang)
        drawn[name] = png(figure, dpi)
    return drawn


def page(data: Mapping[str, Any], images: Sequence[str], lang: str = "en", folder: str = "") -> str:
    """The page in Markdown, from what `Findings.to_dict` gives.

    Args:
        data: the findings.
        images: names of the pictures there are.
        lang: language of the page.
        folder: where they lie, relative to the page, with a slash at the end.
    """
    words = Words(lang, "sweeps")
    shown: dict[str, dict[str, str]] = {}
    for analysis in data["analyses"]:
        stem = _file(analysis["outcome"])
        names = [name.removeprefix(f"{stem}-").removesuffix(".png") for name in images if name.startswith(f"{stem}-")]
        shown[analysis["outcome"]] = {name: f"{folder}{stem}-{name}.png" for name in names}
    body = markdown(
        data["analyses"], title=told(data["title"], lang) or "", question=told(data["question"], lang) or "",
        decisions={name: told(decides, lang) or "" for name, decides in data["decisions"].items()}, figures=shown, lang=lang,
    )
    blocks = [body.rstrip("\n"), *_left_out(data.get("left_out", {}), words)]
    if data["discoveries"]:
        blocks.append(f"## {words('heading')}")
    for number, discovery in enumerate(data["discoveries"].values(), 1):
        blocks += [safe(sentence) for sentence in told(discovery["sentences"], lang) or []]
        for name, label in (("box", words("box")), ("trade-off", words("trade"))):
            file = f"where-{number}-{name}.png"
            if file in images:
                blocks.append(f"![{label}]({folder}{file})")
        blocks += _regional(discovery["regional"], words)
    policy = f"{words('which', scenario=data['scenario'], policy=data['policy'] or '…')} " if data["policy"] else ""
    blocks.append(policy + words("made", version=data["version"], code=data["code"]))
    return "\n\n".join(blocks) + "\n"


def _left_out(runs: Mapping[str, Sequence[int]], words: Words) -> list[str]:
    return [words("left_out", outcome=name, missing=words.number(few), runs=words.number(every)) for name, (few, every) in runs.items()]


def _regional(rows: Sequence[Mapping[str, Any]], words: Words) -> list[str]:
    lines = [f"| {' | '.join(words(key) for key in ('factor', 'distance', 'floor', 'clear'))} |", "| --- | ---: | ---: | --- |"]
    for row in rows:
        label, clear = told(row["label"], words.lang) or row["factor"], words("yes" if row["signal"] else "no")
        lines.append(f"| {safe(label)} | {words.number(row['distance'], 2)} | {words.number(row['floor'], 2)} | {clear} |")
    return [f"**{words('regional')}**", "\n".join(lines)]


def write(shown: Findings, folder: Path, lang: str) -> None:
    """Write `sensitivity.csv`, `sensitivity.json`, the pictures, `page.md` and `page.html` into a folder."""
    data, images = shown.to_dict(), pictures(shown, lang)
    shown.table.to_csv(folder / "sensitivity.csv", index=False)
    (folder / "sensitivity.json").write_text(json_text(data), encoding="utf-8")
    for name, image in images.items():
        (folder / name).write_bytes(image)
    text = page(data, list(images), lang)
    (folder / "page.md").write_text(text, encoding="utf-8")
    (folder / "page.html").write_text(html(text, images, lang), encoding="utf-8")


def _file(outcome: str) -> str:
    plain, of, pair = outcome.replace("@", "-at-").partition(OF)
    return f"{pair.replace(LESS, '-less-')}-{plain}" if of else plain
