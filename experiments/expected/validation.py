"""The scorecard: what one parameter set gives for each fact and each contradiction, before and after, and what each rule has in it.

    coworking validate [--replicates N] [--rules N] [--write]

`--write` puts the tables into docs/validation.md between their markers. Nothing here tunes anything: bands are those of the evidence,
and the cases are the shipped ones and the plain hubs of `measured_cases`.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from experiments.expected.before import Before, shown_before
from experiments.expected.claims import Claim, Scored, score
from experiments.expected.contradictions import CONTRADICTIONS, UNMEASURED
from experiments.expected.facts_of_hubs import HUB_FACTS
from experiments.expected.facts_of_towns import TOWN_FACTS
from experiments.expected.measured_cases import Runs, Told
from experiments.expected.rules import RULES

PAGE: Final = Path(__file__).parents[2] / "docs" / "validation.md"
CLAIMS: Final[tuple[Claim, ...]] = (*CONTRADICTIONS, *TOWN_FACTS, *HUB_FACTS)
SEED: Final = 1

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


def as_markdown(scored: Sequence[Scored], replicates: int, before: Before) -> str:
    """The scorecard as a Markdown table, with what an earlier version gave."""
    lines = [
        f"{replicates} replicates (a half or a quarter of them for large cases), seed {SEED}, one parameter set: the catalogue's defaults. "
        f"Before: {before.commit}, {before.replicates} replicates.",
        "",
        "| claim | statement | band, or what is known | use | before | now | in the band |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for each in scored:
        claim, value = each
        values = (shown_before(before, each), claim.shown(value), claim.verdict(value))
        lines.append(f"| {' | '.join((*as_stated(claim), *values))} |")
    lines += ["", "Not measured yet:", "", *(f"- **{what}**: {why}." for what, why in UNMEASURED.items())]
    return "\n".join(lines)


def as_stated(claim: Claim) -> tuple[str, str, str, str]:
    """What a claim says before any run: the first cells of its line."""
    return claim.key, claim.statement, claim.band, claim.use or "–"


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
