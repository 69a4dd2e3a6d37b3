"""How many members carry a hub past the point where it rather lives than closes, what it needs by its books, and how far it is from both.

Survival is set against the members of an early month over many futures, and over several starts of the hub, since in a town where every
hub closes, or none does, one start would show one side only. All of it is asked with the network effect as the evidence leaves it and
without: a network effect assumed is a result assumed (ADR 0041).
"""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from experiments.languages import SOURCE
from experiments.questions.answer import Refused, Said, Told
from experiments.questions.critical_mass_runs import AS_IS, EARLY, NETWORK, Found, found_in, other_starts, run_as, variant
from experiments.questions.critical_mass_told import said, title
from experiments.questions.one_hub import hub_meant, months_to_age, titled, told_of_futures, with_hub
from experiments.questions.variants import asking
from experiments.runs.replicates import run
from experiments.runs.results import Results
from model.parameters import Parameters
from model.scenario import BASELINE, Scenario
from model.scenario.policies import Plain

REPLICATES: Final = 64  # of the command too


@dataclass(frozen=True)
class CriticalMass:
    """The answer: under each network effect, the members of even odds, of break-even, and the way there."""

    results: Results
    command: str
    found: Found

    def numbers(self) -> dict[str, Any]:
        """By network effect."""
        return self.found.numbers()

    def said(self, lang: str, *, drawn: bool = True) -> Said:
        """In words, tables and pictures."""
        return said(self.found, lang, drawn)


def critical_mass(
    scenario: Scenario, *, hub: str | None = None, policy: str = BASELINE, at: int = 36, replicates: int = REPLICATES, seed: int = 1,
    workers: int | None = None, point: bool = False, command: str = "", told: Told | None = None,
    lang: str = SOURCE,
) -> CriticalMass:
    """Run the hub from several starts, with and without a network effect, and find where its fate turns.

    Args:
        scenario: any.
        hub: which of its hubs; by default the one that decides its question, or the first.
        policy: under which it is asked.
        at: months of life by which a hub has survived.
        replicates: worlds; every start and network effect meets the same ones.
        seed: of the study.
        workers: threads.
        point: whether all replicates have the catalogue's defaults.
        command: what makes it again.
        told: told of the progress.
        lang: of what it is told.

    Raises:
        Refused: when there is no such hub or policy, the hub has no month of opening, or `at` is no age that can be run to.
    """
    meant = hub_meant(scenario, policy, hub)
    months, wrong = months_to_age(scenario, meant, at, EARLY[-1] + 1)
    if wrong:
        raise Refused(*wrong)
    starts = {AS_IS: {}, **other_starts(meant, Parameters(scenario.parameters)["seat_flex"])}
    asked = asking(scenario, _variants(scenario, policy, meant.name, starts), months=months)
    results = run(asked, replicates=replicates, seed=seed, workers=workers, point=point, progress=told_of_futures(told, lang))
    return CriticalMass(results, command, found_in(results, policy, meant, at, tuple(starts)))


def _variants(scenario: Scenario, policy: str, hub: str, starts: dict[str, Plain]) -> dict[str, Plain]:
    """Every start under every network effect, but for what is the baseline itself."""
    return {
        variant(network, start): {
            **with_hub(scenario, policy, hub, changed, parameters), **titled(partial(title, network=network, start=start)),
        }
        for network, parameters in NETWORK.items()
        for start, changed in starts.items()
        if run_as(policy, network, start) != BASELINE
    }
