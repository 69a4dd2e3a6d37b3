"""What a policy costs the public, what it gets, who pays and where the money goes, as numbers with intervals and without pandas."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from experiments.outcomes.intervals import Estimate, mean_of
from experiments.outcomes.rows import PublicMoney
from experiments.outcomes.stacks import Stack
from experiments.runs.contrasts import Contrast

Paid = dict[str, np.ndarray]  # EUR over the run in each replicate, by what the word says


class PolicyMoney(NamedTuple):
    """One policy against its reference; the amounts of each of the three maps add up to `total.extra_eur`."""

    policy: str
    total: PublicMoney
    payers: dict[str, Estimate]  # EUR more than under the reference, by who pays
    instruments: dict[str, Estimate]  # by the instrument it is paid through
    hubs: dict[str, Estimate]  # by the hub it is paid for


def policy_money(contrast: Contrast) -> PolicyMoney:
    """The money of a policy beyond its reference; who or what gets no more and no less in any replicate is left out."""
    worlds = contrast.results.worlds
    treated, reference = contrast.stacks
    ways = [_beyond(split(treated), split(reference), worlds) for split in (by_payer, by_instrument, by_hub)]
    return PolicyMoney(contrast.policy, contrast.money, *ways)


def by_payer(stack: Stack) -> Paid:
    """Public money by who pays it."""
    found: Paid = {}
    for paid, payers in zip(by_instrument(stack).values(), stack.instrument_payers, strict=True):
        for payer, part in payers.items():
            found[payer] = found.get(payer, 0.0) + part * paid
    return found


def by_instrument(stack: Stack) -> Paid:
    """Public money by the short name of the instrument."""
    return dict(zip(stack.instrument_names, stack.public.sum(axis=(1, 3)).T, strict=True))


def by_hub(stack: Stack) -> Paid:
    """Public money by the hub it is paid for, to the hub itself or to those who come."""
    return dict(zip(stack.hub_names, stack.public.sum(axis=(1, 2)).T, strict=True))


def _beyond(treated: Mapping[str, np.ndarray], reference: Mapping[str, np.ndarray], worlds: int) -> dict[str, Estimate]:
    changes = {name: treated.get(name, 0.0) - reference.get(name, 0.0) for name in dict.fromkeys((*reference, *treated))}
    return {name: mean_of(np.asarray(change), worlds) for name, change in changes.items() if np.any(change)}
