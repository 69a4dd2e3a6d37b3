"""Where public money goes, instrument by instrument: whom it reaches, who would be there anyway, what remains after it ends.

Each instrument of a policy is judged by the same policy without it, on the same worlds (the baseline, where the policy is that instrument
alone), so that what another instrument does is not put to its account. The runs last two years beyond the end of the last instrument.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from experiments.outcomes.intervals import NOTHING_EUR, Estimate, mean_of, price
from experiments.questions.answer import Refused, Said, Told
from experiments.questions.public_money_found import Line, PublicValue, Statement
from experiments.questions.public_money_said import said
from experiments.questions.variants import asking, leaving_out, measures_under, policy_as_one
from experiments.runs.contrasts import Contrast
from experiments.runs.replicates import run
from experiments.runs.results import Results
from model.names import KINDS
from model.parameter_sets import ParameterSets
from model.reading.fields import month_index
from model.scenario import BASELINE, Scenario

AFTER: Final = (12, 24)  # months after the money ends at which what remains is looked at
REPLICATES: Final = 40
_LESS: Final = "__less__"  # between a policy and the instrument its twin lacks
_VALUE: Final = ("commute_minutes_avoided", "co2_kg_avoided", "firms_reached")
_FIRMS: Final = ("clients_final", "tenants_final", "advised_final")
_PRICED: Final = {"member_month": "member_months", "collaboration": "collaborations"}


@dataclass(frozen=True)
class PublicMoneyStatement(Statement):
    """The statement of a scenario; an `experiments.questions.answer.Answer`."""

    def said(self, lang: str, *, drawn: bool = True) -> Said:
        """In words, tables and a picture."""
        return said(self, lang, drawn)


def public_money(
    scenario: Scenario, policies: Sequence[str] | None = None, *, replicates: int = REPLICATES, seed: int = 1, workers: int | None = None,
    point: bool = False, sets: ParameterSets | None = None, told: Told | None = None, stage: str = "",
) -> PublicMoneyStatement:
    """Run a scenario's policies with and without each of their instruments and draw up the statement.

    Args:
        scenario: any.
        policies: those to judge, by short name; all that have instruments by default.
        replicates: number of worlds.
        seed: seed of the study.
        workers: threads, one for each processor by default; the statement does not depend on it.
        point: whether all replicates have the catalogue's defaults.
        sets: the table of parameter sets; the one that ships by default.
        told: told as the runs go on.
        stage: what the runs are called there.

    Returns:
        The statement.

    Raises:
        Refused: when a policy does not exist, or none has an instrument.
    """
    contents = {policy: policy_as_one(scenario, policy) for policy in policies or scenario.policies}
    before = measures_under(scenario, BASELINE)
    own = {policy: [name for name in measures_under(scenario, policy) if name not in before] for policy in contents}
    paid = {policy: names for policy, names in own.items() if names}
    if not paid:
        raise Refused(("no_instruments", {"policies": ", ".join(contents) or BASELINE}))
    twins = {(policy, name): _twin(scenario, policy, names, name) for policy, names in paid.items() for name in names}
    variants = {policy: contents[policy] for policy in paid}
    variants |= {twin: leaving_out(scenario, policy, [name]) for (policy, name), twin in twins.items() if twin != BASELINE}
    asked = asking(scenario, variants, months=_long_enough(scenario, paid))
    results = run(
        asked, replicates=replicates, seed=seed, workers=workers, point=point, sets=sets, by_group=True,
        progress=None if told is None else lambda done, total: told(stage, done, total),
    )
    lines = tuple(_line(results, scenario, policy, name, twin) for (policy, name), twin in twins.items())
    value = tuple(_public_value(results, policy) for policy in paid)
    chosen = "".join(f" --policy {policy}" for policy in policies or ())
    command = f"coworking public-money {scenario.name}{chosen} --replicates {replicates} --seed {seed}" + (" --point" if point else "")
    return PublicMoneyStatement(results, tuple(paid), command, lines, value)


def _twin(scenario: Scenario, policy: str, names: Sequence[str], name: str) -> str:
    """The run without an instrument: the baseline, where it is all that the policy has."""
    alone = len(names) == 1 and set(policy_as_one(scenario, policy)) <= {"title", "title_it", "instruments"}
    return BASELINE if alone else f"{policy}{_LESS}{name}"


def _long_enough(scenario: Scenario, paid: dict[str, list[str]]) -> int:
    ends = [end for policy, names in paid.items() for name in names if (end := _end(scenario, policy, name)) is not None]
    return max([scenario.horizon_months, *(min(end + max(AFTER), 360) for end in ends)])


def _end(scenario: Scenario, policy: str, name: str) -> int | None:
    """First month without an instrument, within the scenario's own horizon; None where it goes on."""
    end = measures_under(scenario, policy)[name].get("end")
    month = None if end is None else month_index(end, scenario.start)
    return month if month is not None and month < scenario.horizon_months else None


def _line(results: Results, scenario: Scenario, policy: str, name: str, twin: str) -> Line:
    worlds, contrast = results.worlds, results.contrast(policy, twin)
    months = results.reached(policy, twin)[0]
    stack = results.stack(policy)
    payers = dict(stack.instrument_payers[stack.instrument_names.index(name)])
    persons = _persons(results, policy, twin)
    ends = _end(scenario, policy, name)
    members = results.paths("members", policy) - results.paths("members", twin)
    money = contrast.money
    new = 1 - (money.deadweight.value + money.displaced.value) if money.deadweight and money.displaced else float("nan")
    return Line(
        policy, name, twin, payers, mean_of(results.public_by_instrument(policy)[name], results.worlds), money.extra_eur,
        float(months.mean()), money.deadweight, money.displaced, new,
        dict(zip(KINDS, persons.sum(axis=1).tolist(), strict=True)),
        dict(zip(stack.town_names, persons.sum(axis=0).tolist(), strict=True)),
        ends, None if ends is None or ends < 1 else mean_of(members[:, ends - 1], results.worlds),
        {} if ends is None else {
            after: mean_of(members[:, ends + after - 1], results.worlds) for after in AFTER if ends + after <= results.months
        },
        _prices(contrast, worlds),
    )


def _persons(results: Results, policy: str, twin: str) -> np.ndarray:
    """Mean number of those reached: [kinds, towns]."""
    a, b = results.policies.index(policy), results.policies.index(twin)
    assert results.helped.persons is not None
    return results.helped.persons[a, b].mean(axis=-1)


def _prices(contrast: Contrast, worlds: int) -> dict[str, Estimate | None]:
    """Net public money for one more of each; None where the gain is unclear, nothing is paid, or the price too unsure to decide by."""
    paid = contrast.differences("public_eur")
    if contrast.money.extra_eur.value < NOTHING_EUR:
        return dict.fromkeys((*_PRICED, "hub", "hour"))
    found = {key: price(paid, contrast.differences(outcome), worlds) for key, outcome in _PRICED.items()}
    hours = contrast.differences("commute_minutes_avoided") / 60
    return {**found, "hub": contrast.money.eur_per_hub_kept_whole, "hour": price(paid, hours, worlds)}


def _public_value(results: Results, policy: str) -> PublicValue:
    contrast = results.contrast(policy)
    gains = {name: mean_of(contrast.differences(name), results.worlds) for name in _VALUE if name != "firms_reached"}
    gains["firms_reached"] = mean_of(sum((contrast.differences(name) for name in _FIRMS), np.zeros(results.replicates)), results.worlds)
    return PublicValue(policy, contrast.money.extra_eur, gains)
