"""The scorecard: what one parameter set gives for each stylised fact that the model claims, with the band fixed beforehand.

    coworking validate [--replicates N]
    python -m experiments.expected.validation [--replicates N] [--write]

`--write` puts the table into docs/validation.md between its two markers. Nothing here tunes anything: bands are those of the evidence,
cases are the shipped ones, and the towns of F4 run one and the same unsubsidised small hub.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from model.names import DOWNSIZED

if TYPE_CHECKING:
    from experiments.runs.results import Results
    from model.scenario import Scenario

PAGE: Final = Path(__file__).parents[2] / "docs" / "validation.md"
MARKERS: Final = ("<!-- scorecard begins -->", "<!-- scorecard ends -->")
F4_TOWNS: Final = ("sondrio", "lecco", "lodi", "mantova", "cremona")
SMALL_HUB: Final = """
title: A new unsubsidised hub in a small town
question: How often does it close within two years?
start: "2022-01"
horizon_months: 36
territory: {{towns: [{town}]}}
hubs: [{{name: new_hub, town: {town}, desks: 14}}]
"""


@dataclass(frozen=True)
class ScorecardRuns:
    """The runs the facts are read from."""

    sondrio: "Results"
    pavia: "Results"
    small_towns: "tuple[Results, ...]"
    sondrio_hub_in_pavia: "Results"


@dataclass(frozen=True)
class Fact:
    """A testable statement: band, status (V validate, C calibrated to, so no evidence) and how it is read from the runs."""

    name: str
    statement: str
    low: float
    high: float
    status: str
    percent: bool
    value: Callable[[ScorecardRuns], float]


def _mean(results: "Results", outcome: str) -> float:
    return float(np.nanmean(results.values(outcome)))


def _pooled(results: "Results", top: str, bottom: str, first: int = 0, at_least: float = 0.0) -> float:
    """Ratio of two monthly series summed over months and replicates, in months with at least so many members."""
    stack = results.stack()
    counted = stack.series("members")[:, first:] >= at_least
    below = (stack.series(bottom)[:, first:] * counted).sum()
    return float((stack.series(top)[:, first:] * counted).sum() / below) if below else float("nan")


def _by_member(results: "Results", series: str) -> float:
    stack = results.stack()
    members = stack.series("members")
    return float((stack.series(series) * members).sum() / members.sum())


def _peak_by(results: "Results", month: int, members: float) -> float:
    return float((results.stack().series("members")[:, :month, 0].max(axis=1) >= members).mean())


def _state_at(results: "Results", month: int, state: int) -> float:
    return float((results.stack().series("state")[:, month - 1, 0] == state).mean())


def _flatness(cases: ScorecardRuns) -> float:
    """Largest gap, in points, of the collaboration share between months with 15-30, 30-60 and more than 60 members."""
    stack = cases.pavia.stack()
    members, veterans, linked = (stack.series(name) for name in ("members", "veterans", "veterans_linked"))
    shares = []
    for low, high in ((15, 30), (30, 60), (60, np.inf)):
        chosen = (members >= low) & (members < high)
        if veterans[chosen].sum() >= 50:
            shares.append(linked[chosen].sum() / veterans[chosen].sum())
    return float(max(shares) - min(shares)) if len(shares) > 1 else float("nan")


FACTS: Final = (
    Fact("F1", "Sondrio's hub has shrunk or closed within 36 months", 0.5, 1.0, "V", True,
         lambda c: _mean(c.sondrio, "shrunk_or_closed_36")),
    Fact("F1", "Sondrio: desk use at 24 months", 0.0, 0.65, "V", True, lambda c: _mean(c.sondrio, "desk_use_24")),
    Fact("F1 better", "Sondrio: open but smaller at 36 months (some, not only closures)", 0.05, 1.0, "V", True,
         lambda c: _state_at(c.sondrio, 36, DOWNSIZED)),
    Fact("F2", "Pavia's hub has reached 60 members by month 36", 0.3, 1.0, "V", True, lambda c: _peak_by(c.pavia, 36, 60)),
    Fact("F2 better", "Pavia: members per opening desk at 36 months", 0.0, 2.0, "V", False,
         lambda c: _mean(c.pavia, "members_36") / float(c.pavia.stack().desks[0])),
    Fact("F2 better", "Pavia: shrunk or closed on the way, by 36 months", 0.0, 0.35, "V", True,
         lambda c: _mean(c.pavia, "shrunk_or_closed_36")),
    Fact("F1 × F2", "Sondrio's hub moved to Pavia shrinks or closes less often: difference", -1.0, -0.1, "V", True,
         lambda c: _mean(c.sondrio_hub_in_pavia, "shrunk_or_closed_36") - _mean(c.sondrio, "shrunk_or_closed_36")),
    Fact("F3", "Members with a year behind them who found a collaboration in it (hubs of 15 and more)", 0.45, 0.65, "C", True,
         lambda c: _pooled(c.pavia, "veterans_linked", "veterans", at_least=15)),
    Fact("F3 flat", "The same share between small and large hubs: largest gap", 0.0, 0.2, "V", True, _flatness),
    Fact("F4", "New unsubsidised small-town hubs closed within 24 months", 0.1, 0.35, "V", True,
         lambda c: float(np.mean([_mean(r, "closed_24") for r in c.small_towns]))),
    Fact("F15", "Mean one-way travel of members, minutes", 15, 22, "C", False, lambda c: _by_member(c.pavia, "minutes")),
    Fact("F15", "Members within 30 minutes", 0.9, 1.0, "C", True, lambda c: _by_member(c.pavia, "within_30")),
    Fact("F16", "Members lost a month", 0.03, 0.08, "C", True, lambda c: _pooled(c.pavia, "leaves", "members", 6)),
    Fact("F16", "Flex members lost a month less fixed and office members lost", 0.0, 0.2, "C", True,
         lambda c: _pooled(c.pavia, "leaves_flex", "flex", 6) - _mean(c.pavia, "churn_fixed")),
    Fact("F16", "Mean stay of employees, months", 5, 10, "C", False, lambda c: _pooled(c.pavia, "employees", "leaves_employees", 6)),
)


def small_hub(town: str) -> "Scenario":
    """The hub of F4 in a town: 14 desks, everything else at the catalogue's defaults, no public money."""
    from model.scenario import read_text

    scenario, problems = read_text(SMALL_HUB.format(town=town), f"new_hub_{town}")
    if scenario is None:
        raise ValueError("; ".join(str(problem) for problem in problems))
    return scenario


def run_cases(replicates: int, seed: int = 1) -> ScorecardRuns:
    """Run the cases the facts are read from, the towns of F4 with as many replicates in all."""
    from experiments.runs.replicates import run
    from model.scenario import load_scenario

    sondrio, pavia = (load_scenario(name).with_policy("baseline") for name in ("sondrio_downsizing", "pavia_growth"))
    moved = sondrio.model_copy(update={
        "name": "sondrio_hub_in_pavia",
        "territory": pavia.territory,
        "hubs": tuple(hub.model_copy(update={"town": "pavia"}) for hub in sondrio.hubs),
    })
    each = max(1, replicates // len(F4_TOWNS))
    return ScorecardRuns(
        run(sondrio, replicates=replicates, seed=seed), run(pavia, replicates=replicates, seed=seed),
        tuple(run(small_hub(town), replicates=each, seed=seed) for town in F4_TOWNS), run(moved, replicates=replicates, seed=seed),
    )


def scorecard(cases: ScorecardRuns) -> list[tuple[Fact, float, bool]]:
    """Each fact with its value and whether it lies in its band."""
    scored = []
    for fact in FACTS:
        value = fact.value(cases)
        scored.append((fact, value, bool(fact.low <= value <= fact.high)))
    return scored


def as_markdown(scored: Sequence[tuple[Fact, float, bool]], replicates: int) -> str:
    """The scorecard as a Markdown table."""

    def shown(fact: Fact, value: float) -> str:
        return f"{value:.0%}" if fact.percent else f"{value:.1f}"

    lines = [f"{replicates} replicates, seed 1, one parameter set (the catalogue's defaults).", "",
             "| fact | statement | band | status | this set gives | in the band |", "| --- | --- | --- | --- | --- | --- |"]
    for fact, value, inside in scored:
        band = f"{shown(fact, fact.low)} to {shown(fact, fact.high)}"
        verdict = "yes" if inside else "**no**"
        lines.append(f"| {fact.name} | {fact.statement} | {band} | {fact.status} | {shown(fact, value)} | {verdict} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scorecard; with `--write`, keep it in docs/validation.md."""
    parser = argparse.ArgumentParser(description="What the present parameter set gives for each stylised fact.")
    parser.add_argument("--replicates", type=int, default=200)
    parser.add_argument("--write", action="store_true", help="keep the table in docs/validation.md")
    options = parser.parse_args(arguments)
    table = as_markdown(scorecard(run_cases(options.replicates)), options.replicates)
    print(table)
    if options.write:
        text = PAGE.read_text(encoding="utf-8")
        before, _, rest = text.partition(MARKERS[0])
        _, _, after = rest.partition(MARKERS[1])
        PAGE.write_text(f"{before}{MARKERS[0]}\n{table}\n{MARKERS[1]}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
