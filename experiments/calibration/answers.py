"""What a planner would read off a parameter set, how each policy of a case goes: sets can be asked whether they advise the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from experiments.expected.readings import mean
from experiments.runs.replicates import run

if TYPE_CHECKING:
    from model.scenario import Scenario

ANSWERS: Final = ("viable_36", "members_36", "public_eur")
"""Outcomes of the hubs that are read under each policy."""


@dataclass(frozen=True)
class Question:
    """A case whose policies are compared.

    Attributes:
        case: its name.
        only: policies compared; all of the case where it is empty.
        replicates: of each policy, all on the same worlds.
    """

    case: str
    only: tuple[str, ...] = ()
    replicates: int = 1

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies compared, the first of them none."""
        return self.only or tuple(_scenario(self.case).policy_names)


QUESTIONS: Final[Mapping[str, Question]] = {
    "Sondrio": Question("sondrio_downsizing", replicates=32),
    # those that spend public money: the others build another hub, or let rivals open
    "Pavia": Question("pavia_growth", ("baseline", "voucher", "rent_relief", "events_host", "promotion", "package"), replicates=4),
    "Lombardy": Question("lombardy_incentives"),
}
"""By the name of the place; synthetic truths are asked the first."""
FIRST: Final = next(iter(QUESTIONS))


@cache
def _scenario(case: str) -> "Scenario":
    from model.scenario import load_scenario

    return load_scenario(case).over(36)


def answers(parameters: Mapping[str, float], seed: int, replicates: int, place: str = FIRST) -> tuple[float, ...]:
    """Mean of each of `ANSWERS` under each policy of a question, the policies one after the other; nan where it does not exist.

    Args:
        parameters: the set that is asked.
        seed: of the worlds.
        replicates: how many.
        place: name of the question.
    """
    question = QUESTIONS[place]
    scenario, policies = _scenario(question.case).assuming(parameters), question.policies[1:]
    results = run(scenario, policies=policies, seed=seed, replicates=replicates, point=True, workers=1)
    return tuple(mean(results, outcome, policy) for policy in question.policies for outcome in ANSWERS)


def by_policy(answered: np.ndarray, place: str = FIRST) -> np.ndarray:
    """Answers of sets as float[sets, policies, answers]."""
    return answered.reshape(-1, len(QUESTIONS[place].policies), len(ANSWERS))
