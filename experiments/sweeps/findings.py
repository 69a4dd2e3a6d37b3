"""What a finished sweep shows: sensitivity of every outcome, and where the runs of interest lie; as tables, JSON, pictures and one page.

The page is made from what the JSON holds and from nothing else, so that it can be written again, also in the other language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from experiments.discovery import Discovery, discover
from experiments.languages import Formats, Words
from experiments.sensitivity import Analysis, analyse
from experiments.sensitivity.figures import figures as figures_of
from experiments.sensitivity.figures import png
from experiments.sensitivity.page import html, markdown
from experiments.storage.json_text import json_text
from experiments.storage.provenance import code_version, version
from experiments.sweeps.design.checks_of_outcomes import CONDITION
from experiments.sweeps.results import Sweep, measure_of

if TYPE_CHECKING:
    import pandas as pd

FORMAT: Final = 1
HOLDS: Final = "sensitivity"  # the kind of results that `write` writes
FILES: Final = ("sensitivity.csv", "sensitivity.json", "page.md", "page.html")  # beside the pictures
LANGUAGES: Final = ("en", "it")
_TEXTS: Final = {
    "en": {
        "heading": "Where it happens", "box": "Limits of the first box", "trade": "Coverage and density on the way to the box",
        "regional": "How far factors differ between the two kinds of runs", "factor": "Factor", "distance": "Distance",
        "floor": "Chance alone", "clear": "Beyond chance", "yes": "yes", "no": "no",
        "holds": '"{label}" holds', "fails": '"{label}" does not hold',
        "which": "Scenario `{scenario}`, policy `{policy}`.", "made": "Computed with version {version} of the model, sources {code}.",
    },
    "it": {
        "heading": "Dove accade", "box": "Limiti del primo riquadro", "trade": "Copertura e densità lungo la ricerca del riquadro",
        "regional": "Quanto i fattori differiscono tra le due specie di esiti", "factor": "Fattore", "distance": "Distanza",
        "floor": "Solo caso", "clear": "Oltre il caso", "yes": "sì", "no": "no",
        "holds": "«{label}» si verifica", "fails": "«{label}» non si verifica",
        "which": "Scenario `{scenario}`, politica `{policy}`.", "made": "Calcolato con la versione {version} del modello, sorgenti {code}.",
    },
}


@dataclass(frozen=True)
class Findings:
    """What one scenario under one policy shows over the points of a sweep.

    Attributes:
        sweep: the runs.
        scenario: name of the scenario.
        policy: the policy; '' when it is a factor.
        analyses: sensitivity, one for each outcome.
        discoveries: scenario discovery, by condition.
    """

    sweep: Sweep
    scenario: str
    policy: str
    analyses: tuple[Analysis, ...]
    discoveries: dict[str, Discovery]

    @property
    def table(self) -> "pd.DataFrame":
        """Every index of every outcome, tidy."""
        import pandas as pd

        return pd.concat([analysis.table for analysis in self.analyses], ignore_index=True)

    def to_dict(self) -> dict[str, Any]:
        """All of it for JSON: what a page is made from."""
        design = self.sweep.plan.design
        return {
            "format": FORMAT,
            "title": {"en": design.title, "it": design.title_it or design.title},
            "question": {"en": design.question or design.title, "it": design.question_it or design.question or design.title},
            "decisions": {
                name: {"en": decision.decides, "it": decision.decides_it or decision.decides} for name, decision in design.decisions.items()
            },
            "scenario": self.scenario,
            "policy": self.policy,
            "version": version(),
            "code": code_version(),
            "analyses": [analysis.to_dict() for analysis in self.analyses],
            "discoveries": {condition: discovery.to_dict() for condition, discovery in self.discoveries.items()},
        }


def findings(
    sweep: Sweep, outcomes: Sequence[str] | None = None, conditions: Sequence[str] | None = None, scenario: str | None = None,
    policy: str | None = None,
) -> Findings:
    """Analyse a sweep.

    Args:
        sweep: the runs; all of them must be there.
        outcomes: which outcomes; all by default.
        conditions: what makes a run one of interest, such as 'viable_36 < 1'; the design's by default.
        scenario: which scenario, when the sweep has several.
        policy: which policy, when the sweep has several.

    Raises:
        NotAnalysable: when an outcome does not exist in every run, too many failed, or the design has too few points.
        ValueError: when the sweep is not finished, or a condition holds in no run or in all.
    """
    plan = sweep.plan
    if not sweep.complete:
        raise ValueError(f"{len(sweep.runs):,} of {plan.runs:,} runs are there; finish the sweep first (--resume)")
    names = [spec.name for spec in plan.scenarios]
    analyses = tuple(analyse(sweep.sample(outcome, scenario, policy)) for outcome in (outcomes or plan.outcomes))
    asked = plan.design.conditions if conditions is None else conditions
    discoveries = {text: _discover(sweep, text, scenario, policy) for text in asked}
    return Findings(sweep, scenario or names[0], policy if policy is not None else plan.policies[0], analyses, discoveries)


def _discover(sweep: Sweep, condition: str, scenario: str | None, policy: str | None) -> Discovery:
    parts = CONDITION.fullmatch(condition)
    if parts is None:
        raise ValueError(f"'{condition}' is no condition; write an outcome, <, <=, >, >= or ==, and a number, as in 'viable_36 < 1'")
    outcome, operator, threshold = parts[1] + (f"@{parts[2]}" if parts[2] else ""), parts[3], float(parts[4])
    measure = measure_of(outcome)
    wording = None
    if measure.kind == "yes_no":
        holds = {"<": False, "<=": False, ">": True, ">=": True, "==": threshold >= 1}[operator]
        english, italian = (_TEXTS[lang]["holds" if holds else "fails"] for lang in LANGUAGES)
        wording = (english.format(label=measure.label), italian.format(label=Words("it", "sweeps").outcome(measure)))
    return discover(sweep.cases(outcome, scenario, policy), operator, threshold, seed=sweep.plan.design.seed, wording=wording)


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
        lang: 'en' or 'it'.
        folder: where they lie, relative to the page, with a slash at the end.
    """
    text = _TEXTS[lang]
    shown: dict[str, dict[str, str]] = {}
    for analysis in data["analyses"]:
        stem = _file(analysis["outcome"])
        names = [name.removeprefix(f"{stem}-").removesuffix(".png") for name in images if name.startswith(f"{stem}-")]
        shown[analysis["outcome"]] = {name: f"{folder}{stem}-{name}.png" for name in names}
    body = markdown(
        data["analyses"], title=data["title"][lang], question=data["question"][lang],
        decisions={name: words[lang] for name, words in data["decisions"].items()}, figures=shown, lang=lang,
    )
    blocks = [body.rstrip("\n")]
    if data["discoveries"]:
        blocks.append(f"## {text['heading']}")
    for number, discovery in enumerate(data["discoveries"].values(), 1):
        blocks += discovery["sentences"][lang]
        for name, label in (("box", text["box"]), ("trade-off", text["trade"])):
            file = f"where-{number}-{name}.png"
            if file in images:
                blocks.append(f"![{label}]({folder}{file})")
        blocks += _regional(discovery["regional"], text, Formats(lang), lang)
    policy = f"{text['which'].format(scenario=data['scenario'], policy=data['policy'] or '…')} " if data["policy"] else ""
    blocks.append(policy + text["made"].format(version=data["version"], code=data["code"]))
    return "\n\n".join(blocks) + "\n"


def _regional(rows: Sequence[Mapping[str, Any]], text: Mapping[str, str], formats: Formats, lang: str) -> list[str]:
    lines = [f"| {text['factor']} | {text['distance']} | {text['floor']} | {text['clear']} |", "| --- | ---: | ---: | --- |"]
    for row in rows:
        label = row.get("label_it" if lang == "it" else "label") or row["label"]
        clear = text["yes" if row["signal"] else "no"]
        lines.append(f"| {label} | {formats.number(row['distance'], 2)} | {formats.number(row['floor'], 2)} | {clear} |")
    return [f"**{text['regional']}**", "\n".join(lines)]


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
    return outcome.replace("@", "-at-")
