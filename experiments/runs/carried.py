"""The numbers behind a page, as the page carries them: what its first screen says is told by them again, and any of them is run again.

Of every policy and replicate: the outcomes that decide, public money, and what becomes of hubs, each to the figures of a file
(`experiments.storage.json_text.FIGURES`).
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from experiments.outcomes.helped import Helped
from experiments.outcomes.intervals import Estimate
from experiments.outcomes.measures import ALL, MEASURES, Measure
from experiments.outcomes.rows import PublicMoney
from experiments.outcomes.stacks import Stack
from experiments.runs.contrasts import Contrast
from experiments.runs.deciding import AT, age_judged, deciding, suffix
from experiments.runs.ensemble import Ensemble
from experiments.runs.results import Results
from experiments.storage.json_text import FIGURES, plain
from experiments.storage.provenance import code_version, commit, fingerprint, version
from model.parameter_sets import ParameterSets
from model.scenario import BASELINE, Scenario
from model.series import HUB_SERIES

FORMAT: Final = 1
MOST_VALUES: Final = 2000  # replicates times policies up to which more is carried than what decides and what it costs
_MOST: Final = 1_000_000  # replicates
_JUDGED: Final = ("shrunk_or_closed", "viable", "closed", "members", "cash")  # at the age at which hubs are judged
_COURSE: Final = ("public_eur", "member_months")

Values = dict[str, dict[str, list[float | None]]]  # by outcome (`members_36`, or `members_36@hub`), then by policy, in each replicate
Sha = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Name = Annotated[str, Field(max_length=200)]


class Carried(BaseModel):
    """What a page carries; whatever is not so is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    format: Literal[1] = 1
    version: _Name
    commit: _Name | None
    code: _Name  # fingerprint of what outcomes depend on beside their inputs
    seed: Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]  # as text: it goes up to 2^64, beyond what many readers of JSON keep exactly
    replicates: Annotated[int, Field(ge=1, le=_MOST)]
    months: Annotated[int, Field(ge=1, le=360)]
    scenario_sha256: Sha
    parameter_sets: Sha | None
    hubs: dict[_Name, list[_Name]]  # by policy, the baseline first
    opens: dict[_Name, list[int]]
    values: Values

    @model_validator(mode="after")
    def _fits(self) -> "Carried":
        policies = list(self.hubs)
        if policies[:1] != [BASELINE] or list(self.opens) != policies:
            raise ValueError("policies")
        if any(len(self.opens[policy]) != len(self.hubs[policy]) for policy in policies):
            raise ValueError("hubs")
        for outcome, by_policy in self.values.items():
            if outcome.partition(AT)[0] not in MEASURES or list(by_policy) != policies:
                raise ValueError("outcomes")
            if any(len(values) != self.replicates for values in by_policy.values()):
                raise ValueError("replicates")
        if "public_eur" not in self.values or int(self.seed) >= 2**64:
            raise ValueError("public_eur, seed")
        return self

    @property
    def policies(self) -> list[str]:
        """Short names, the baseline first."""
        return list(self.hubs)

    def where_it_differs(self, sets: ParameterSets) -> Iterator[tuple[str, str, str]]:
        """What of the program differs from the one that wrote this: what, as written, as it is here."""
        here = {"version": version(), "commit": commit() or "–", "code": code_version(), "sets": sets.sha256}
        written = {"version": self.version, "commit": self.commit or "–", "code": self.code, "sets": self.parameter_sets or sets.sha256}
        yield from ((what, written[what], here[what]) for what in here if written[what] != here[what])


def carried(results: Ensemble) -> dict[str, Any]:
    """What a page on these runs carries, as plain data."""
    stacks = {policy: results.stack(policy) for policy in results.policies}
    wanted = [(one.name, one.hub) for one in deciding(results)] + [("public_eur", ALL)]
    if results.replicates * len(stacks) <= MOST_VALUES:
        judged = (f"{name}_{suffix(age_judged(results))}" for name in _JUDGED)
        wanted += [(name, ALL) for name in (*judged, *_COURSE) if results.answers(name)]
    values = {
        _key(name, hub): {policy: [_written(value) for value in results.values(name, policy, hub)] for policy in stacks}
        for name, hub in dict.fromkeys(wanted)
    }
    return {
        "format": FORMAT, "version": version(), "commit": commit(), "code": code_version(), "seed": str(results.seed),
        "replicates": results.replicates, "months": results.months, "scenario_sha256": fingerprint(results.merged_scenario),
        "parameter_sets": None if results.sets is None else results.sets.sha256,
        "hubs": {policy: list(stack.hub_names) for policy, stack in stacks.items()},
        "opens": {policy: stack.opens.tolist() for policy, stack in stacks.items()},
        "values": values,
    }


def read_carried(data: Any) -> Carried | None:
    """What a page carries out of plain data; None when it is no such thing."""
    try:
        return Carried.model_validate(data)
    except (ValidationError, RecursionError):
        return None


def _key(outcome: str, hub: str) -> str:
    return outcome if hub == ALL else f"{outcome}{AT}{hub}"


def _written(value: float) -> float | int | None:
    """To the figures of a file; whole numbers without a point, which spares a third of a page."""
    number = plain(float(value), FIGURES)
    return int(number) if number is not None and number.is_integer() else number


# --- told again ---


class CarriedResults(Results):
    """Results made of carried numbers: they answer the carried outcomes, in all replicates, and nothing else."""

    def __init__(self, scenario: Scenario, block: Carried, sets: ParameterSets | None) -> None:
        self._carried = block
        none = Helped.none(len(block.hubs), block.replicates)
        super().__init__(scenario, int(block.seed), {policy: _stack(block, policy) for policy in block.hubs}, none, sets)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The carried outcomes; no ratios, whose means are of more than their values."""
        names = dict.fromkeys(key.partition(AT)[0] for key in self._carried.values)
        return tuple(MEASURES[name] for name in names if MEASURES[name].total != "ratio")

    def answers(self, outcome: str) -> bool:
        """Whether an outcome is carried."""
        return any(measure.name == outcome for measure in self.measures)

    def values(self, outcome: str, policy: str = BASELINE, hub: str = ALL) -> np.ndarray:
        """One carried outcome in each replicate; nan of a hub it is not carried of."""
        if not self.answers(outcome):
            raise KeyError(outcome)
        by_policy: Mapping[str, list[float | None]] = self._carried.values.get(_key(outcome, hub), {})
        return np.array(by_policy.get(policy, [None] * self.replicates), dtype=float)

    def contrast(self, policy: str, baseline: str = BASELINE, against: Ensemble | None = None) -> Contrast:
        """What a policy changes in the carried outcomes."""
        return _Contrast(self, policy, against or self, baseline)


class _Contrast(Contrast):
    """Differences of carried outcomes."""

    def _pooled(self, outcome: str, both: np.ndarray) -> None:
        """No ratio is carried."""

    @cached_property
    def money(self) -> PublicMoney:
        """What the public pays; of what it gets, what the carried outcomes tell."""
        spent = self.row("public_eur")
        unknown = Estimate(float("nan"), float("nan"), float("nan"))
        return PublicMoney(Estimate(spent.difference, spent.low, spent.high), unknown, float("nan"), None, None, None, None)


def _stack(block: Carried, policy: str) -> Stack:
    """The hubs of a policy and when they open, without months."""
    hubs = tuple(block.hubs[policy])
    replicates, none = block.replicates, np.zeros(len(hubs))
    return Stack(
        policy=policy, months=block.months, hub_names=hubs, hub_towns=("",) * len(hubs), town_names=(), instrument_names=(),
        instrument_payers=(), instrument_pots=(), opens=np.array(block.opens[policy], dtype=int), fields=none.astype(int), desks=none,
        hub=np.zeros((len(HUB_SERIES), replicates, 0, len(hubs))), town=np.zeros((0, replicates, 0, 0)),
        public=np.zeros((replicates, 0, 0, len(hubs))), field_links=np.zeros((replicates, len(hubs), 0, 0)),
        changed=np.zeros((replicates, len(hubs)), dtype=np.int32),
    )
