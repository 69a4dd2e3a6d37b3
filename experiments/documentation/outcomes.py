"""The generated page of all outcomes: what a design, an expectation, `compare` and `Results.values` may name."""

from typing import Final

from experiments.outcomes.measures import MEASURES, Measure
from experiments.showing.markdown import grid, text
from model.series import HUB_SERIES

_INTRODUCTION: Final = """\
# Outcomes

*Generated from `experiments/outcomes/` and `model/series.py` by `make docs`; edit that, not this page.* `coworking outcomes` prints the
same, also in Italian.

An outcome has one value a replicate, of each hub and of all hubs together. Write its name in a design's `outcomes`, under `expected` of a
scenario, after `--outcome`, or in Python's `results.values(...)`, `contrast_table(...)` and `plot_outcome(...)`; `members_36@adda` is that
of one hub in a design.

Names with an age are of a hub's month of life, and there is one for **every** age: `members_18` as well as `members_24`. A monthly series
in a month of life is one too: `days_at_7`. **Better**: whether more is better (↑) or less (↓). Outcomes marked *scenario only* follow from
assumptions that no fact at hand can check: they compare scenarios and forecast nothing.
"""
_BETTER: Final = {1: "↑", -1: "↓", 0: ""}
_TOGETHER: Final = {"sum": "sum", "mean": "mean", "ratio": "ratio of sums", "town": "of the town only", "apart": "none"}


def outcomes_page() -> str:
    """The page of outcomes.

    Returns:
        Markdown text, ending with a newline.
    """
    head = ("name", "unit", "all hubs together", "better", "meaning")
    at_ages = {measure.name.removesuffix(f"_{measure.age}"): measure for measure in MEASURES.values() if measure.age is not None}
    whole = [measure for measure in MEASURES.values() if measure.age is None]
    series = [(f"`{one.name}_at_N`", text(one.unit), one.together, "", text(one.meaning)) for one in HUB_SERIES]
    lines = [
        _INTRODUCTION,
        "## At an age of the hub\n", *grid(head, [_row(f"{stem}_N", measure) for stem, measure in at_ages.items()]), "",
        "## Of the whole run\n", *grid(head, [_row(measure.name, measure) for measure in whole]), "",
        "## A monthly series in a month of life\n", *grid(head, series),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _row(name: str, measure: Measure) -> tuple[str, ...]:
    meaning = measure.meaning if measure.age is None else measure.meaning.replace(str(measure.age), "N")
    only = " *Scenario only.*" if measure.scenario_only else ""
    unit = "yes or no" if measure.kind == "yes_no" else measure.unit
    return f"`{name}`", text(unit), _TOGETHER.get(measure.total, measure.total), _BETTER[measure.better], text(meaning) + only
