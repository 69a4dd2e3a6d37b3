"""A factor of a sweep: what it changes in a scenario, and which value it has at a position between 0 and 1.

Samplers speak of positions in the unit interval, scenarios of values in their units. The way from one to the other is the inverse of the
factor's distribution, so that discrete and categorical factors, and priors with mass at zero, are sampled like any other.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from experiments.languages import ByLanguage, Words, in_every, own_words, own_words_in
from experiments.sweeps.design.paths import EVERY, entry_at
from experiments.sweeps.design.schema import FactorSpec
from model.catalogue import Parameter
from model.parameter_sets import shipped
from model.parameters import CATALOGUE
from model.scenario import Scenario

DUMMY: Final = "dummy"
POLICY: Final = "policy"
_LEVER_BLOCKS: Final = ("hubs", "instruments", "policies")


@dataclass(frozen=True)
class Factor:
    """What varies, and how.

    Attributes:
        name: column of the results.
        title: in words, by language.
        unit: unit of its values.
        paths: those of the scenario that get the value; none for the policy and the dummy.
        low: lower end of its range.
        high: upper end.
        scale: uniform over the range, or over its logarithm; triangular, or normal between the ends; empirical: as observed.
        mode: most likely value of a triangular or normal factor.
        sd: standard deviation of a normal factor, before its ends are cut.
        mass_at_zero: probability of being exactly zero.
        whole: whether only whole numbers occur.
        values: the values of a factor without a range; of an empirical one in order, each once.
        levels: values in a grid, if its own.
        evidence: kind of evidence behind the value, from the catalogue; 'choice' for what a planner decides; '' for the dummy.
        source: where the range comes from.
        lever: whether a planner can choose it.
        weights: of an empirical factor: what each of its values counts.
    """

    name: str
    title: ByLanguage = field(default_factory=dict)
    unit: str = ""
    paths: tuple[tuple[str, ...], ...] = ()
    low: float = 0.0
    high: float = 1.0
    scale: str = "uniform"
    mode: float = 0.0
    sd: float = 1.0
    mass_at_zero: float = 0.0
    whole: bool = False
    values: tuple[Any, ...] | None = None
    levels: int | None = None
    evidence: str = ""
    source: str = ""
    lever: bool = False
    weights: tuple[float, ...] | None = None

    def at(self, unit: np.ndarray) -> list[Any]:
        """The values at positions between 0 and 1, as plain numbers, texts or truths."""
        unit = np.asarray(unit, dtype=float)
        if self.values is not None and self.weights is not None:
            below = self._below(self.weights)  # the inverse of the empirical distribution: the least value of which more than `unit` counts
            return [self.values[k] for k in np.clip(np.searchsorted(below, unit, side="right") - 1, 0, len(self.values) - 1)]
        if self.values is not None:
            return [self.values[k] for k in np.minimum((unit * len(self.values)).astype(int), len(self.values) - 1)]
        if self.whole:
            # each whole number k owns the interval from k to k + 1, so that all are as likely, or as likely as the logarithm makes them
            low, high = int(self.low), int(self.high)
            return [int(k) for k in np.clip(np.floor(self._spread(unit, low, high + 1, self.mode + 0.5)), low, high)]
        share = np.clip((unit - self.mass_at_zero) / (1 - self.mass_at_zero), 0.0, 1.0)
        numbers = self._spread(share, self.low, self.high, self.mode)
        return np.where(unit < self.mass_at_zero, 0.0, np.clip(numbers, self.low, self.high)).tolist()  # the ends, whatever the rounding

    def _spread(self, share: np.ndarray, low: float, high: float, mode: float) -> np.ndarray:
        """The values below which these shares of the distribution lie."""
        if self.scale == "log":
            return np.exp(math.log(low) + share * (math.log(high) - math.log(low)))
        if self.scale == "triangular":
            rising, falling = share * (high - low) * (mode - low), (1 - share) * (high - low) * (high - mode)
            return np.where(share * (high - low) < mode - low, low + np.sqrt(rising), high - np.sqrt(falling))
        if self.scale == "normal":
            from scipy.special import ndtr, ndtri

            below, above = ndtr((low - mode) / self.sd), ndtr((high - mode) / self.sd)
            return np.asarray(mode + self.sd * ndtri(below + share * (above - below)))
        return low + share * (high - low)

    @staticmethod
    def _below(weights: tuple[float, ...]) -> np.ndarray:
        """What all values before each of them count, as a share of all."""
        return np.asarray((np.cumsum(weights) - weights) / sum(weights))

    @property
    def categorical(self) -> bool:
        """Whether its values are choices, not quantities along a range."""
        return self.values is not None and self.weights is None

    def grid(self, levels: int) -> np.ndarray:
        """Positions of the levels of a grid: evenly spaced over the range (or its logarithm), ends included, each value once.

        Of a triangular or normal factor they are evenly spaced in probability.
        """
        number = self.levels or levels
        if self.weights is not None:
            return np.asarray(self._below(self.weights) + np.array(self.weights) / sum(self.weights) / 2)
        if self.values is not None:
            return (np.arange(len(self.values)) + 0.5) / len(self.values)
        if self.whole and self.scale in ("uniform", "log"):
            low, high = int(self.low), int(self.high)
            number = min(number, high - low + 1)
            spaced = np.geomspace(low, high, number) if self.scale == "log" and number <= high - low else np.linspace(low, high, number)
            middles = np.unique(np.floor(spaced + 0.5)) + 0.5  # of the interval that each whole number owns
            if self.scale == "log":
                return (np.log(middles) - math.log(low)) / (math.log(high + 1) - math.log(low))
            return (middles - low) / (high + 1 - low)
        # levels begin where the mass at zero ends: zero would be there twice otherwise
        return self.mass_at_zero + (1 - self.mass_at_zero) * np.linspace(0.0, 1.0, number)


def scale_of(spec: FactorSpec, entry: Parameter | None = None) -> str:
    """How the values of a factor are spread: as the design says, or like the parameter's prior."""
    return spec.scale or ("log" if entry is not None and entry.prior.shape == "loguniform" else "uniform")


def default_name(spec: FactorSpec) -> str:
    """The column of a factor that was given no name: its parameter, 'policy', or the last two words of its path."""
    if spec.name is not None:
        return spec.name
    if spec.parameter is not None:
        return spec.parameter
    if spec.path is not None:
        return "_".join([word for word in spec.path.split(".") if word != EVERY][-2:])
    return POLICY


def carried(scenarios: Sequence[Scenario]) -> list[FactorSpec]:
    """The factors that sets of parameters bring: the columns of their table, less what a scenario states and thereby holds."""
    return [FactorSpec(parameter=name) for name in shipped().names if not any(name in scenario.parameters for scenario in scenarios)]


def dummy() -> Factor:
    """The factor without effect."""
    return Factor(DUMMY, in_every(lambda lang: Words(lang, "sweeps")("dummy")))


def resolve(spec: FactorSpec, scenario: Scenario) -> Factor:
    """A factor with every default taken from the catalogue or the schema; the design was checked before."""
    factor = _resolved(spec, scenario)
    return _empirical(factor, spec.weights) if factor.scale == "empirical" and factor.values is not None else factor


def _empirical(factor: Factor, weights: Sequence[float] | None) -> Factor:
    """A factor of observed values: in order, each once, with what all of its kind count; what counts nothing is left out."""
    counts: dict[float, float] = {}
    seen = factor.values or ()
    for value, weight in zip(seen, weights or (1.0,) * len(seen), strict=True):
        counts[value] = counts.get(value, 0.0) + weight
    values = tuple(sorted(value for value, weight in counts.items() if weight > 0))
    return replace(factor, values=values, weights=tuple(counts[value] for value in values), low=float(values[0]), high=float(values[-1]))


def _resolved(spec: FactorSpec, scenario: Scenario) -> Factor:
    values = None if spec.values is None else tuple(spec.values)
    if spec.policy is not None:
        title = in_every(lambda lang: own_words_in(spec, "title", lang) or _policies(spec, scenario, lang))
        return Factor(default_name(spec), title, values=tuple(spec.policy), evidence="choice", source=spec.source or "",
                      lever=spec.lever is not False)
    if spec.parameter is not None:
        entry = CATALOGUE[spec.parameter]
        own_range = spec.low is not None or spec.high is not None
        return Factor(
            default_name(spec),
            in_every(lambda lang: own_words_in(spec, "title", lang) or Words(lang, "sweeps").parameter(entry).rstrip(".")),
            entry.unit, (("parameters", spec.parameter),),
            entry.low if spec.low is None else float(spec.low), entry.high if spec.high is None else float(spec.high),
            scale_of(spec, entry), entry.default if spec.mode is None else float(spec.mode), spec.sd or 1.0,
            0.0 if own_range else entry.prior.mass_at_zero, False, values, spec.levels, entry.evidence, spec.source or entry.source,
            bool(spec.lever),
        )
    assert spec.path is not None
    path = tuple(spec.path.split("."))
    schema = entry_at(scenario, path)
    whose = [f"all {path[0]}" if word == EVERY else word for word in path[1:-1][:1]]
    of = " ".join(word for word in (schema.meaning or path[-1], "of" if len(path) > 1 else "", *whose) if word)
    title = in_every(lambda lang: own_words(spec, "title", lang) or of)
    lever = path[0] in _LEVER_BLOCKS if spec.lever is None else spec.lever
    known = CATALOGUE.get(path[-1])  # a figure that the catalogue has a default for has that default's evidence
    return Factor(
        default_name(spec), title, schema.unit, (path, *(tuple(other.split(".")) for other in spec.also)),
        0.0 if spec.low is None else float(spec.low), 1.0 if spec.high is None else float(spec.high),
        scale_of(spec), spec.mode or 0.0, spec.sd or 1.0, 0.0, schema.whole and values is None, values, spec.levels,
        "choice" if lever else known.evidence if known else "assumed", spec.source or "", lever,
    )


def _policies(spec: FactorSpec, scenario: Scenario, lang: str) -> str:
    """What the choice among policies is called, by the titles that the scenario gives them."""
    named = [own_words(scenario.policies.get(name), "title", lang) or name for name in spec.policy or ()]
    return Words(lang, "sweeps")("policy", names=", ".join(named))


def changes(factors: Sequence[Factor], values: Sequence[Any]) -> list[tuple[tuple[str, ...], Any]]:
    """Which paths of a scenario get which values at one point."""
    return [(path, value) for factor, value in zip(factors, values, strict=True) for path in factor.paths]
