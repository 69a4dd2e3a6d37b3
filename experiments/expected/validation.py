"""The lines of the scorecard, all together; what each rule has in them; and the page that keeps both.

    coworking validate [--rules N] [--write]

`--write` puts the tables into docs/validation.md between their markers. Nothing here tunes anything: bands are those of the evidence,
and the cases are the shipped ones and the plain hubs of `measured_cases`.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from experiments.expected.claims import Claim, Scored, read_claims, score
from experiments.expected.contradictions import CONTRADICTIONS, UNMEASURED
from experiments.expected.facts_of_hubs import HUB_MEASURES
from experiments.expected.facts_of_towns import TOWN_MEASURES
from experiments.expected.measured_cases import Runs, Told
from experiments.expected.rules import RULES
from experiments.storage.whole import write_whole

PAGE: Final = Path(__file__).parents[2] / "docs" / "validation.md"
IMAGES: Final = PAGE.parent / "images"
MEASURES: Final = {**TOWN_MEASURES, **HUB_MEASURES, **CONTRADICTIONS}
CLAIMS: Final[tuple[Claim, ...]] = read_claims(MEASURES)
SEED: Final = 1

Bar = Callable[[str], AbstractContextManager[Told]]
"""Given what is run, a bar that shows how much of it is done and the time left."""


def scores(replicates: int, bar: Bar, parameters: Mapping[str, float] | None = None, what: str = "Runs") -> list[Scored]:
    """Every claim with its value under the catalogue's defaults, from runs of all cases."""
    with bar(what) as told:
        return score(CLAIMS, Runs(replicates, SEED, parameters, told))


def without_each_rule(replicates: int, bar: Bar) -> dict[str, list[Scored]]:
    """Every claim with all rules, and without each in turn, all of the same worlds."""
    sets = {"all rules": {}, **RULES}
    return {name: scores(replicates, bar, null, name if name == "all rules" else f"Without {name}") for name, null in sets.items()}


def not_measured() -> str:
    """What no line says, as Markdown."""
    return "\n".join(["Not measured yet:", "", *(f"- **{what}**: {why}." for what, why in UNMEASURED.items())])


def rules_as_markdown(by_rule: Mapping[str, Sequence[Scored]], replicates: int) -> str:
    """What each claim's value is with all rules, and without each of them."""
    nulls = "; ".join(f"{name}: " + ", ".join(f"`{key}` {value:g}" for key, value in null.items()) for name, null in RULES.items())
    lines = [
        f"{replicates} replicates, seed {SEED}. Without a rule its parameters stand where the model without it returns ({nulls}).",
        "",
        "| claim | " + " | ".join(name if position == 0 else f"without {name}" for position, name in enumerate(by_rule)) + " |",
        "| --- |" + " --- |" * len(by_rule),
    ]
    for together in zip(*by_rule.values(), strict=True):
        claim = together[0].claim
        lines.append(f"| {claim.key} | " + " | ".join(claim.shown(each.value) for each in together) + " |")
    return "\n".join(lines)


def keep(part: str, table: str) -> None:
    """Put a table into the page."""
    write_whole(PAGE, put(PAGE.read_text(encoding="utf-8"), part, table))


def put(page: str, part: str, table: str) -> str:
    """The page with a table in the place of what stood between the markers of a part, 'scorecard' or 'rules'."""
    begins, ends = markers(part)
    before, _, rest = page.partition(begins)
    _, _, after = rest.partition(ends)
    return f"{before}{begins}\n{table}\n{ends}{after}"


def markers(part: str) -> tuple[str, str]:
    """What stands in the page before and after a generated table."""
    return f"<!-- {part} begins -->", f"<!-- {part} ends -->"
