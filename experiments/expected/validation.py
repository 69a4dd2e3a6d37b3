"""The scorecard: what one parameter set gives for each fact and each contradiction, and what each rule has in it.

    coworking validate [--replicates N] [--rules N] [--write]

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

PAGE: Final = Path(__file__).parents[2] / "docs" / "validation.md"
MEASURES: Final = {**TOWN_MEASURES, **HUB_MEASURES, **CONTRADICTIONS}
CLAIMS: Final[tuple[Claim, ...]] = read_claims(MEASURES)
SEED: Final = 1
_VERDICT: Final = {True: "yes", False: "**no**", None: "–"}

Bar = Callable[[str], AbstractContextManager[Told]]
"""Given what is run, a bar that shows how much of it is done and the time left."""


def scorecard(replicates: int, bar: Bar, parameters: Mapping[str, float] | None = None, what: str = "Runs") -> list[Scored]:
    """Every claim with its value, from runs of all cases."""
    with bar(what) as told:
        return score(CLAIMS, Runs(replicates, SEED, parameters, told))


def without_each_rule(replicates: int, bar: Bar) -> dict[str, list[Scored]]:
    """The scorecard with all rules, and without each in turn, all of the same worlds."""
    sets = {"all rules": {}, **RULES}
    return {name: scorecard(replicates, bar, null, name if name == "all rules" else f"Without {name}") for name, null in sets.items()}


def as_markdown(scored: Sequence[Scored], replicates: int) -> str:
    """The scorecard as a Markdown table."""
    lines = [
        f"{replicates} replicates (a half or a quarter of them for large cases), seed {SEED}, one parameter set: the catalogue's defaults.",
        "",
        "| claim | statement | band, or what is known | kind | value | in the band |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for claim, value in scored:
        lines.append(f"| {' | '.join((*as_stated(claim), claim.shown(value), _VERDICT[claim.keeps(value)]))} |")
    lines += ["", "Not measured yet:", "", *(f"- **{what}**: {why}." for what, why in UNMEASURED.items())]
    return "\n".join(lines)


def as_stated(claim: Claim) -> tuple[str, str, str, str]:
    """What a claim says before any run: the first cells of its line."""
    return claim.key, claim.statement, claim.band, claim.kind


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


def put(page: str, part: str, table: str) -> str:
    """The page with a table in the place of what stood between the markers of a part, 'scorecard' or 'rules'."""
    begins, ends = markers(part)
    before, _, rest = page.partition(begins)
    _, _, after = rest.partition(ends)
    return f"{before}{begins}\n{table}\n{ends}{after}"


def markers(part: str) -> tuple[str, str]:
    """What stands in the page before and after a generated table."""
    return f"<!-- {part} begins -->", f"<!-- {part} ends -->"
