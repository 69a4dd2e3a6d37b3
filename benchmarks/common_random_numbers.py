"""Gain of common random numbers, instrument by instrument: `python -m benchmarks.common_random_numbers [--town pavia] [--without ...]`.

Two runs of one seed meet the same people, tastes and chances (docs/odd.md §7.15), so their difference varies less than that of two runs
of different seeds: gain = (Var A + Var B) / Var(A - B) over replicates. The figures depend on the seed, not on the machine.
"""

import argparse
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from experiments.outcomes.intervals import Z, paired
from experiments.runs.replicates import run
from experiments.runs.results import Results
from experiments.showing.markdown import grid
from experiments.showing.tables import TextTable
from model.scenario import BASELINE, Scenario, load_scenario

TOWNS: Final = {"sondrio": "sondrio_downsizing", "pavia": "pavia_growth"}
HORIZONS: Final = (12, 18, 24, 36, 60)
OUTCOMES: Final = ("member-months", "members", "cash")
REPLICATES: Final = {"sondrio": 200, "pavia": 50}  # five times as many people: about the same time
RESAMPLES: Final = 1000
THREADS: Final = 2
PRECISION: Final = 0.1  # half width of the interval wanted, as a share of the difference
MOST: Final = 10_000  # replicates beyond which nobody goes

TWO_HUBS, UNPAID_WORKS = "two_hubs", "unpaid_works"
REFERENCES: Final = {"network": TWO_HUBS, "capex_grant": UNPAID_WORKS}
"""What an instrument is compared with where the baseline leaves it nothing to act on: one hub, or works that are paid already."""

SWITCHES: Final[dict[str, dict[str, dict[str, Any]]]] = {
    "downsizing": {"hub": {"may_downsize": False}},
    "closing": {"hub": {"credit_eur": 200_000}},
    "decisions": {"hub": {"may_downsize": False, "may_expand": False, "credit_eur": 200_000}},
    "community": {"parameters": {"beta_n": 0}},
    "contacts": {"parameters": {"beta_s": 0}},
    "word_of_mouth": {"parameters": {"awareness_word_of_mouth": 0}},
    "collaborations": {"parameters": {"encounter_rate": 0}},
    "crowding": {"parameters": {"crowding": 0}},
}
"""What may be turned off, to see what drives two runs of one seed apart."""

_SECOND_HUB: Final = {
    "name": "second", "title": "A second hub", "opens": 0, "operator": "private", "desks": 10, "host_fte": 0.5, "events_per_month": 1
}  # fmt: skip


class Gain(NamedTuple):
    """What common random numbers gain for one instrument, outcome and horizon; the interval is a bootstrap one of 95 %."""

    instrument: str
    outcome: str
    months: int
    gain: float  # infinite where the two never differ
    low: float
    high: float
    most: float  # what the same two distributions would allow if good worlds of one were exactly the good worlds of the other
    difference: float  # mean
    together: float  # replicates for the difference within 10 %, paired
    apart: float  # the same with seeds of their own


# --- the case: each instrument alone ---


def _instruments(hub: Mapping[str, Any], works_eur: float) -> dict[str, dict[str, Any]]:
    """One instrument of each type, as the policies of Sondrio have it; what no policy has is assumed, at an ordinary size."""
    town, chamber = {"payer": "municipality"}, {"payer": "chamber_of_commerce"}
    budget_eur = round(30_000 * hub["desks"] / 14)  # the pot of Sondrio's voucher, by desks
    return {
        "rent_relief": {**town, "share": 1, "end": 36},
        "host_salary": {**town, "share": 1, "end": 36},
        "anchor_tenancy": {**town, "desks": hub["desks"] // 5, "end": 36},
        "capex_grant": {"name": "second_grant", "payer": "region", "share": 1, "cap_eur": works_eur},
        "voucher": {**chamber, "share": 0.5, "cap_eur_month": 125, "months": 12, "budget_eur": budget_eur, "end": 36},
        "promotion": {**town, "intensity": 1, "cost_eur_month": 800, "end": 24},
        "events": {**town, "extra_per_month": 1, "end": 24},
        "advisory_desk": {**chamber, "slots_per_month": 16, "cost_eur_session": 60, "end": 24},
        "matchmaking": {**chamber, "introductions_per_month": 8, "cost_eur_month": 500, "end": 24},
        "network": {
            **town, "shared_pass": 0.5, "shared_events": 0.5, "referrals": 0.5, "shared_host_fte": 0.5, "cost_eur_month": 500, "end": 36
        },
    }  # fmt: skip


def case(town: str, without: str = "") -> Scenario:
    """The shipped case of a town with one policy for each type of instrument instead of its own, and what two of them are compared with.

    Args:
        town: sondrio or pavia.
        without: what to turn off (`SWITCHES`), if anything.
    """
    written = load_scenario(TOWNS[town]).written()
    changes = SWITCHES.get(without, {})
    written["parameters"] = {**written.get("parameters", {}), **changes.get("parameters", {})}
    hub = written["hubs"][0]
    hub.update(changes.get("hub", {}))
    paid = sum(block["cap_eur"] for block in written.get("instruments", []))  # Sondrio's works are paid already: the same once more
    unpaid = {hub["name"]: {"works_eur": hub["works_eur"] + paid}}
    policies: dict[str, Any] = {
        TWO_HUBS: {"title": TWO_HUBS, "add_hubs": [{**_SECOND_HUB, "town": hub["town"]}]},
        UNPAID_WORKS: {"title": UNPAID_WORKS, "hubs": unpaid},
    }
    for name, block in _instruments(hub, hub["works_eur"]).items():
        combine = {"combine": [REFERENCES[name]]} if name in REFERENCES else {}
        policies[name] = {"title": name, **combine, "instruments": [{"type": name, **block}]}
    return Scenario.model_validate({**written, "policies": policies, "expected": []})


# --- what is measured ---


def measure(town: str = "sondrio", replicates: int | None = None, without: str = "", seed: int = 1) -> list[Gain]:
    """Run every instrument of a town on the same worlds, and compare each with its reference.

    Args:
        town: sondrio or pavia.
        replicates: number of worlds; as many as take about a minute by default.
        without: what to turn off, if anything.
        seed: of the study.
    """
    results = run(case(town, without), replicates=replicates or REPLICATES[town], seed=seed, workers=THREADS, point=True)
    instruments = [policy for policy in results.policies if policy not in (BASELINE, TWO_HUBS, UNPAID_WORKS)]
    treated = np.stack([_outcomes(results, name) for name in instruments], axis=1)
    reference = np.stack([_outcomes(results, REFERENCES.get(name, BASELINE)) for name in instruments], axis=1)
    found = gains(treated, reference)
    cells = np.ndindex(*treated.shape[1:])
    return [Gain(instruments[i], OUTCOMES[o], HORIZONS[h], *(float(array[i, o, h]) for array in found)) for i, o, h in cells]


def _outcomes(results: Results, policy: str) -> np.ndarray:
    """[replicates, outcomes, horizons], all hubs together."""
    members, cash = (results.paths(series, policy).astype(float) for series in ("members", "cash_eur"))
    ends = np.array(HORIZONS) - 1
    return np.stack([path[:, ends] for path in (np.cumsum(members, axis=1), members, cash)], axis=1)


def gains(treated: np.ndarray, reference: np.ndarray) -> tuple[np.ndarray, ...]:
    """The figures of `Gain` from `gain` on, for replicates along the first axis of both."""
    found = paired(treated, reference)
    rng = np.random.default_rng(1)
    drawn = [rng.integers(len(treated), size=len(treated)) for _ in range(RESAMPLES)]
    resampled = np.stack([paired(treated[rows], reference[rows]).variance_ratio for rows in drawn])
    low, high = np.quantile(resampled, [0.025, 0.975], axis=0, method="inverted_cdf")  # one of the values: some may be infinite
    most = paired(np.sort(treated, axis=0), np.sort(reference, axis=0)).variance_ratio
    apart = treated.var(axis=0, ddof=1) + reference.var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = (Z / (PRECISION * found.difference)) ** 2 * np.stack([apart / found.variance_ratio, apart])
    return found.variance_ratio, low, high, most, found.difference, *np.where(np.isnan(needed), np.inf, needed)


# --- what is shown ---


def tables(figures: Sequence[Gain]) -> list[TextTable]:
    """One table for each outcome, and the replicates needed for the first."""
    found = {(figure.instrument, figure.outcome, figure.months): figure for figure in figures}
    instruments = list(dict.fromkeys(figure.instrument for figure in figures))
    months = tuple(f"{horizon} months" for horizon in HORIZONS)
    shown = []
    for outcome in OUTCOMES:
        rows = [(name, *(_gain(found[name, outcome, horizon]) for horizon in HORIZONS)) for name in instruments]
        shown.append(TextTable(f"Gain, {outcome} (95 % interval), and the most that any pairing could", ("Instrument", *months), rows, []))
    rows = [(name, *(_needed(found[name, OUTCOMES[0], horizon]) for horizon in HORIZONS)) for name in instruments]
    shown.append(TextTable(f"Replicates for {OUTCOMES[0]} within ±10 %: same seeds / own seeds", ("Instrument", *months), rows, []))
    return shown


def _gain(figure: Gain) -> str:
    if np.isinf(figure.gain):
        return "never differ"
    return f"{_short(figure.gain)} ({_short(figure.low)}–{_short(figure.high)}), ≤ {_short(figure.most)}"


def _short(value: float) -> str:
    return "∞" if np.isinf(value) else f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"


def _needed(figure: Gain) -> str:
    both = (figure.together, figure.apart)
    return " / ".join(f"{max(2, int(np.ceil(worlds))):,}" if worlds <= MOST else f"> {MOST:,}" for worlds in both)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.common_random_numbers", description="Gain of common random numbers.")
    parser.add_argument("--town", choices=TOWNS, default="sondrio")
    parser.add_argument("--replicates", type=int, help="number of worlds (by default 200 of Sondrio, 50 of Pavia: about a minute)")
    parser.add_argument("--without", choices=SWITCHES, default="", help="turn off what may drive the runs of one seed apart")
    parser.add_argument("--markdown", action="store_true", help="print the tables for docs/measured/common_random_numbers.md")
    arguments = parser.parse_args()
    shown = tables(measure(arguments.town, arguments.replicates, arguments.without))
    if arguments.markdown:
        for table in shown:
            print(f"\n{table.title}\n", *grid(table.header, table.rows), sep="\n")
        return
    from rich.console import Console

    from experiments.commands.terminal import print_table

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, 180)
    for table in shown:
        print_table(console, table)


if __name__ == "__main__":
    main()
