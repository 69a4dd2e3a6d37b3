"""The generated page of all outcomes: what a design, an expectation, `compare` and `Results.values` may name."""

from typing import Final

from experiments.languages import SOURCE, Words
from experiments.outcomes.measures import MEASURES, Measure
from experiments.showing.markdown import grid, text
from model.series import HUB_SERIES

_BETTER: Final = {1: "↑", -1: "↓", 0: ""}


def outcomes_page(lang: str = SOURCE) -> str:
    """The page of outcomes.

    Args:
        lang: its language.

    Returns:
        Markdown text, ending with a newline.
    """
    words = Words(lang, "pages")
    head = tuple(words(key) for key in ("name", "unit", "together", "better", "meaning"))
    at_ages = {measure.name.removesuffix(f"_{measure.age}"): measure for measure in MEASURES.values() if measure.age is not None}
    whole = [measure for measure in MEASURES.values() if measure.age is None]
    series = [
        (f"`{one.name}_at_N`", text(words.unit(one.unit)), _together(one.together, words), "", text(words.hub_series(one)))
        for one in HUB_SERIES
    ]
    lines = [
        words("outcomes"),
        f"## {words('at_an_age')}\n", *grid(head, [_row(f"{stem}_N", measure, words) for stem, measure in at_ages.items()]), "",
        f"## {words('of_the_whole_run')}\n", *grid(head, [_row(measure.name, measure, words) for measure in whole]), "",
        f"## {words('series_at_an_age')}\n", *grid(head, series),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _row(name: str, measure: Measure, words: Words) -> tuple[str, ...]:
    said = words.outcome_meaning(measure)
    meaning = said if measure.age is None else said.replace(str(measure.age), "N")
    only = f" *{words('scenario_only')}*" if measure.scenario_only else ""
    unit = words("yes_or_no") if measure.kind == "yes_no" else words.unit(measure.unit)
    return f"`{name}`", text(unit), _together(measure.total, words), _BETTER[measure.better], text(meaning) + only


def _together(total: str, words: Words) -> str:
    return words(f"together_{total.replace(' ', '_')}")
