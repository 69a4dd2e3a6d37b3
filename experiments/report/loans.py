"""What works cost, who paid them and what the loan for them cost, month by month (ODD §7.2, §7.12), read back from a run.

A run records what a hub pays on its loan each month, not which part is interest. Works, rate, length and own share are those of the
scenario and grants are in the public ledger, so the loan can be followed; where it would not pay exactly what the run says was paid,
nothing is told apart.
"""

from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from experiments.outcomes.stacks import Stack
from experiments.runs.results import Results
from model.compile_scenario.hub_draws import draw_hub
from model.compile_scenario.hubs import every_hub, resolve_hub
from model.compile_scenario.phases import phases_of
from model.draws import replicate_seed
from model.names import CLOSED, OPEN, PLANNED
from model.parameters import Parameters
from model.scenario import HubSpec, Scenario

_NEAR_EUR: Final = 0.01  # a month, and a hundred-thousandth, between what a loan costs and what a run of single precision says was paid


class Loans(NamedTuple):
    """The works of one hub and how they were paid, EUR by month of the run: float[replicates, months] each.

    What the owner puts in itself is works less grants less loan; it never passes through the cash of the hub.
    """

    works: np.ndarray  # begun this month
    grants: np.ndarray  # granted for them, whenever they are paid
    borrowed: np.ndarray
    instalment: np.ndarray  # agreed with the lender
    interest: np.ndarray  # paid this month, on the loan and on what bridges grants that are paid late
    left: np.ndarray  # of the loan, at the end of the month; of a closed hub, what it still owes
    bridged: np.ndarray  # grants lent until they are paid, at the end of the month


class Terms:
    """The hubs of one policy as the scenario is compiled for each replicate."""

    def __init__(self, results: Results, policy: str) -> None:
        self.results, self.policy = results, policy
        self.scenario: Scenario = results.scenario.with_policy(policy)
        self.hubs: list[HubSpec] = every_hub(self.scenario)

    @cached_property
    def parameters(self) -> list[Parameters]:
        """Of each replicate."""
        sets, known = self.results.sets, dict[int | None, Parameters]()
        found = []
        for first in range(0, self.results.replicates, self.results.worlds):
            position = None if sets is None else sets.of_replicate(self.results.seed, first)
            if position not in known:
                stated = self.scenario if sets is None or position is None else self.scenario.assuming(sets.of(position))
                known[position] = Parameters(stated.parameters)
            found += [known[position]] * self.results.worlds
        return found[: self.results.replicates]

    def figures(self, position: int) -> list[tuple[dict[str, float], str]]:
        """Every figure of a hub in each replicate, drawn where no file states it, and how the hub starts."""
        hub, found = self.hubs[position], []
        for number, p in enumerate(self.parameters):
            traits = draw_hub(hub, p, int(replicate_seed(self.results.seed, number)))
            found.append((resolve_hub(hub, p, traits), traits.starts_with))
        return found

    def of(self, name: str) -> np.ndarray:
        """A parameter of the catalogue in each replicate."""
        return np.array([p[name] for p in self.parameters])

    def first_works(self, position: int) -> np.ndarray:
        """Works a hub opens with, EUR in each replicate."""
        stated = self.hubs[position].works_eur
        return self.of("works_eur") if stated is None else np.full(self.results.replicates, float(stated))


def loans(terms: Terms, position: int) -> Loans | None:
    """The loans of one hub; None where they cannot be told from what was recorded.

    Args:
        terms: of the policy.
        position: of the hub in the stack of the policy.
    """
    stack = terms.results.stack(terms.policy)
    paid, state = (stack.series(name)[:, :, position].astype(float) for name in ("debt_eur", "state"))
    rate, length, own = terms.of("loan_rate") / 12, terms.of("loan_months"), terms.of("works_own_share")
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(rate > 0, rate / (1 - (1 + rate) ** -length), 1 / length)  # a month for one euro borrowed
    now, late = _grants(terms, stack, position)
    lines = {name: np.zeros_like(paid) for name in Loans._fields}
    repaid = np.zeros_like(paid)
    left, instalment, bridged = (np.zeros(terms.results.replicates) for _ in range(3))
    begun = _begun(terms, state, position)
    for month in range(stack.months):
        bridged = np.maximum(0.0, bridged - late.paid[:, month])
        works, begins = begun.get(month, (np.zeros_like(left), np.zeros_like(left, dtype=bool)))
        granted = np.where(begins, now[:, month], 0.0)
        if late.any and begins.any():
            # The part of the grants paid late shows in nothing but the month's payment, which falls with the loan it spares.
            before = np.where(left > 0, instalment, 0.0) + bridged * rate
            alone = before + each * (works - granted) * (1 - own)
            with np.errstate(divide="ignore", invalid="ignore"):
                owed = np.nan_to_num((paid[:, month] - alone) / (rate - each * (1 - own)), posinf=0.0, neginf=0.0)
            owed = np.where(begins, np.clip(owed, 0.0, works - granted), 0.0)
            bridged, granted = bridged + owed, granted + owed
        borrowed = np.where(begins, (works - granted) * (1 - own), 0.0)
        instalment = np.where(begins, each * borrowed + np.where(left > 0, instalment, 0.0), instalment)
        left = left + borrowed
        pays = _at_work(state, month)
        interest = np.where(pays, left * rate, 0.0)
        back = np.where(pays, np.minimum(instalment, left + interest) - interest, 0.0)
        left = np.maximum(0.0, left - back)
        values = (works, granted, borrowed, instalment, interest + np.where(pays, bridged * rate, 0.0), left, bridged)
        for name, value in zip(Loans._fields, values, strict=True):
            lines[name][:, month] = value
        repaid[:, month] = back
    found = Loans(**lines)
    return found if np.allclose(repaid + found.interest, paid, rtol=1e-5, atol=_NEAR_EUR) else None


class _Late(NamedTuple):
    paid: np.ndarray  # float[replicates, months]
    any: bool


def _grants(terms: Terms, stack: Stack, position: int) -> tuple[np.ndarray, _Late]:
    """Grants for works paid at once, and those paid late in the month in which they arrive."""
    blocks = terms.scenario.instruments
    grant = np.array([block.lever == "capex_grant" for block in blocks], dtype=bool)
    late = grant & np.array([getattr(block, "arrears_months", 0) > 0 for block in blocks], dtype=bool)
    public = stack.public[:, :, :, position]
    return public[:, :, grant & ~late].sum(axis=2), _Late(public[:, :, late].sum(axis=2), bool(late.any()))


def _begun(terms: Terms, state: np.ndarray, position: int) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """Months in which works begin, with their cost in each replicate and in which replicates they do."""
    months = state.shape[1]
    opened = np.where((state != PLANNED).any(axis=1), (state != PLANNED).argmax(axis=1), months)
    works: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def add(month: int, cost: np.ndarray, where: np.ndarray) -> None:
        before, begins = works.get(month, (np.zeros(len(state)), np.zeros(len(state), dtype=bool)))
        works[month] = before + np.where(where, cost, 0.0), begins | where

    if terms.hubs[position].already_open is None:
        for month in np.unique(opened[opened < months]):
            add(int(month), terms.first_works(position), opened == month)
    for phase in phases_of(terms.scenario, terms.hubs, terms.parameters[0]):
        month = int(phase["month"])
        if int(phase["hub"]) == position and phase["works_eur"] > 0 and 0 < month < months:  # before the first month nothing is open
            add(month, np.full(len(state), float(phase["works_eur"])), state[:, month - 1] == OPEN)
    return works


def _at_work(state: np.ndarray, month: int) -> np.ndarray:
    """Replicates in which the hub keeps a ledger this month: open at its beginning or opening in it, the month of closing included."""
    there = state[:, month] != PLANNED
    return there & ((state[:, month - 1] < CLOSED) if month else there)
