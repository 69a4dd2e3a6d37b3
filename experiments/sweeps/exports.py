"""A sweep in the shapes that other libraries read: SALib's problem and matrices, and the experiments and outcomes of EMA workbench.

Neither library is needed to make them.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from experiments.sweeps.results import Sweep


class SalibSample(NamedTuple):
    """What the functions of `SALib.analyze` take.

    Attributes:
        problem: names and bounds of the factors, the dummy last if the design has one.
        x: float[points, factors]: positions between 0 and 1, since a factor may be a text, a logarithm, or have a mass at zero.
        y: float[points]: the outcome, mean of the replicates that did not fail.
    """

    problem: dict[str, Any]
    x: np.ndarray
    y: np.ndarray


def to_salib(sweep: "Sweep", outcome: str, scenario: str | None = None, policy: str | None = None) -> SalibSample:
    """One outcome of a sweep for SALib; the rows of `saltelli` and `morris` designs stand in the order that its analyses expect.

    Args:
        sweep: a finished sweep.
        outcome: one of its outcomes.
        scenario: name of a scenario; may be left out when there is one.
        policy: name of a policy, or a difference such as 'rent_relief - baseline'; may be left out when there is one.

    Returns:
        The problem, the points and the outcome.

    Raises:
        KeyError: for an outcome, scenario or policy the sweep does not have.
        ValueError: while runs are missing, or where a point has no run with that outcome: SALib would answer with zeros.

    Example:
        >>> from experiments import to_salib
        >>> problem, x, y = to_salib(first_year, "member_months")
        >>> problem["names"], x.shape, y.shape
        (['alpha', 'adda_desks', 'dummy'], (16, 3), (16,))
    """
    sample = sweep.sample(outcome, scenario, policy)
    known = ~np.isnan(sample.values)
    if not known.any(axis=1).all():
        missing = int((~known.any(axis=1)).sum())
        raise ValueError(f"outcome {outcome!r} does not exist at {missing} of {len(known)} points; SALib needs it at every one")
    names = [factor.name for factor in sample.factors]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    return SalibSample(problem, sample.unit.copy(), np.nanmean(sample.values, axis=1))


def to_ema(sweep: "Sweep") -> "tuple[pd.DataFrame, dict[str, np.ndarray]]":
    """All runs of a sweep as EMA workbench has them: `(experiments, outcomes)`, what `save_results`, PRIM and its plots take.

    Args:
        sweep: a sweep, finished or not.

    Returns:
        The experiments, one row for each scenario, policy and point: the factors, then `scenario` (the point), `policy` and `model` (our
        scenario); and each outcome as float[experiments, replicates], nan where a run is missing, failed, or has no such outcome.

    Example:
        >>> from experiments import to_ema
        >>> experiments, outcomes = to_ema(first_year)
        >>> experiments.columns.to_list(), outcomes["member_months"].shape
        (['alpha', 'adda_desks', 'scenario', 'policy', 'model'], (16, 2))
    """
    import pandas as pd

    plan = sweep.plan
    parts = []
    outcomes: dict[str, list[np.ndarray]] = {name: [] for name in plan.outcomes}
    for scenario in plan.scenarios:
        for policy in plan.policies:
            parts.append(sweep.points.assign(scenario=np.arange(plan.shape[1]), policy=policy, model=scenario.name))
            if plan.policy_factor is not None:
                parts[-1]["policy"] = plan.points.values[plan.policy_factor]
            for name in plan.outcomes:
                outcomes[name].append(sweep.cube(name, scenario.name, None if plan.policy_factor is not None else policy)[0])
    return pd.concat(parts, ignore_index=True), {name: np.concatenate(values) for name, values in outcomes.items()}
