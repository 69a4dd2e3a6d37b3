"""By what a scenario's question is decided: by the outcomes it names or, if it names none, by the first usual one that varies."""

from collections.abc import Iterator
from itertools import starmap
from typing import TYPE_CHECKING, Final, NamedTuple

from experiments.outcomes.measures import ALL, MEASURES, Measure

if TYPE_CHECKING:
    from experiments.runs.ensemble import Ensemble

AT: Final = "@"  # between an outcome and the hub it is of
PREFERRED_AGES: Final = (36, 24)
_USUAL: Final = ("shrunk_or_closed", "viable", "members", "cash")  # of what hubs are asked first, at the age at which they are judged
_NEVER, _ALWAYS = 0.005, 0.995  # shares that are written as 0 and 100


class Decider(NamedTuple):
    """An outcome that decides, whether more of it is better (1) or less (-1), and of which hub: 'all' for all together."""

    measure: Measure
    better: int
    hub: str = ALL

    @property
    def name(self) -> str:
        """Of the outcome."""
        return self.measure.name


def age_judged(results: "Ensemble") -> int | None:
    """The age in months at which hubs are judged: three years if the runs are long enough, else two, else their end (None)."""
    names = {measure.name for measure in results.measures}
    stacks = [results.stack(policy) for policy in results.policies]
    followed = min(int((stack.months - stack.opens).min()) for stack in stacks if len(stack.opens))
    return next((age for age in PREFERRED_AGES if f"viable_{age}" in names and followed >= age), None)


def suffix(age: int | None) -> str:
    """How outcomes at that age end: '36', or 'final'."""
    return "final" if age is None else str(age)


def deciding(results: "Ensemble") -> tuple[Decider, ...]:
    """The outcomes that decide, the first before the others.

    Those that the scenario names under `decides_by`, as far as these runs have them; without any, the first of shrinking or closing, being
    viable, members and cash that is not the same of all hubs under every policy.
    """
    named = results.scenario.decides_by
    found = tuple(one for one in starmap(decider, named.items()) if _has(results, one))
    if found:
        return found
    usual = list(_usual(results))
    return (next((one for one in usual if _varies(results, one.measure)), usual[-1]),)


def decider(written: str, better: str) -> Decider:
    """What a scenario writes, such as 'members_36: more', or 'members_36@adda: more' for one of several hubs."""
    name, _, hub = written.partition(AT)
    return Decider(MEASURES[name], 1 if better == "more" else -1, hub or ALL)


def _usual(results: "Ensemble") -> Iterator[Decider]:
    known, at = {measure.name for measure in results.measures}, suffix(age_judged(results))
    for name in _USUAL:
        full = f"{name}_{at}"
        if full in known:
            yield Decider(MEASURES[full], MEASURES[full].better or 1)


def _has(results: "Ensemble", one: Decider) -> bool:
    """Whether an outcome exists in some replicate of each policy."""
    if not results.answers(one.name) or any(one.hub not in (ALL, *results.stack(policy).hub_names) for policy in results.policies):
        return False
    values = [results.values(one.name, policy, one.hub) for policy in results.policies]
    return all(bool((each == each).any()) for each in values)  # nan where it does not exist


def _varies(results: "Ensemble", measure: Measure) -> bool:
    if measure.kind != "yes_no":
        return True
    means = [float(results.values(measure.name, policy).mean()) for policy in results.policies]
    return not (max(means) <= _NEVER or min(means) >= _ALWAYS)
