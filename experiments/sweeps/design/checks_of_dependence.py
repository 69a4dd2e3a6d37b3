"""Checks of what a design says of its factors together: correlations that cannot hold, constraints that hardly any point holds."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from pydantic import ValidationError

from experiments.sweeps.design.checks_of_factors import specs
from experiments.sweeps.design.dependence import CONSTRAINT, Dependence, holding, mixing
from experiments.sweeps.design.factors import default_name, resolve
from experiments.sweeps.design.sampling import sample
from experiments.sweeps.design.schema import Correlation, FactorSpec, Sobol
from model.reading.problems import Finding, Path
from model.reading.wording import cut, did_you_mean
from model.scenario import Scenario
from model.scenario.policies import Plain, as_list, as_map

FREE: Final = ("latin_hypercube", "sobol")
LEAST: Final = 0.01  # share of the points that must hold all constraints
_TRIED: Final = 4_096
_SHOWN: Final = 6
_INDICES: Final = "the indices of a {kind} design suppose that factors are independent; write 'sampler: {{type: sobol, points: 1024}}', " \
    "which PAWN and delta read without supposing it"  # fmt: skip
_WHY: Final = {
    "saltelli": _INDICES.format(kind="Saltelli"),
    "morris": _INDICES.format(kind="Morris"),
    "grid": "a grid has every combination; write 'sampler: {type: sobol, points: 1024}'",
    "rows": "the rows of a file are the points as they are; take it out, and draw the rows that way",
    "parameter_sets": "the sets of parameters hang together as they are; take it out, or write 'sampler: {type: sobol, points: 1024}'",
}


def dependence_findings(data: Plain, scenarios: Sequence[Scenario], *, sound: bool) -> Iterator[Finding]:
    """What is wrong with correlations and constraints.

    Args:
        data: the design as plain data.
        scenarios: those that can be read.
        sound: whether nothing is wrong with the factors, so that points can be tried.
    """
    kind = as_map(data.get("sampler")).get("type")
    asked = [key for key in ("correlations", "constraints") if as_list(data.get(key))]
    if isinstance(kind, str) and kind in _WHY:
        yield from (Finding((key,), _WHY[str(kind)], at_key=True) for key in asked)
        return
    known = {default_name(spec): spec for _, spec in specs(data)}
    wrong = [*_correlations(data, known), *_constraints(data, known)]
    yield from wrong
    if asked and sound and scenarios and not wrong and kind in FREE:
        yield from _points(data, known, scenarios[0])


def _correlations(data: Plain, known: dict[str, FactorSpec]) -> Iterator[Finding]:
    pairs: list[Correlation] = []
    for position, block in enumerate(as_list(data.get("correlations"))):
        path: Path = ("correlations", position)
        try:
            pair = Correlation.model_validate(block)
        except ValidationError:
            continue  # the schema says what is wrong
        if len(set(pair.between)) != 2 or len(pair.between) != 2:
            yield Finding((*path, "between"), "write the names of two factors, as in 'between: [alpha, beta_n]'")
            continue
        wrong = [f for at, name in enumerate(pair.between) for f in _ordered((*path, "between", at), name, known)]
        if not wrong and any(set(pair.between) == set(other.between) for other in pairs):
            wrong = [Finding((*path, "between"), "these two stand twice; keep one")]
        yield from wrong
        if not wrong:
            pairs.append(pair)
    names = sorted({name for pair in pairs for name in pair.between})
    if mixing(pairs, names) is None:
        nearer = [f"{' with '.join(pair.between)} {rank:.2f}" for pair, rank in zip(pairs, _nearer(pairs, names), strict=True)]
        example = ", ".join(nearer[:_SHOWN]) + (", and so on" if len(nearer) > _SHOWN else "")
        yield Finding(("correlations",), f"these cannot all hold at once; bring them nearer to 0, for example {example}", at_key=True)


def _ordered(path: Path, name: str, known: dict[str, FactorSpec]) -> Iterator[Finding]:
    """A factor that there is, and that has an order."""
    if name not in known:
        yield Finding(path, f"no factor '{cut(name)}'{did_you_mean(name, known)}")
    elif known[name].policy is not None:
        yield Finding(path, "the policy has no order that could go along with another's")
    elif known[name].values is not None and known[name].scale != "empirical":
        yield Finding(path, f"the values of '{cut(name)}' are choices without an order; of numbers write 'scale: empirical' too")


def _nearer(pairs: Sequence[Correlation], names: Sequence[str]) -> list[float]:
    """The same correlations, all nearer to 0 by one share, the least that will do."""
    for share in range(99, 0, -1):
        ranks = [int(pair.rank * share) / 100 for pair in pairs]
        tried = [pair.model_copy(update={"rank": rank}) for pair, rank in zip(pairs, ranks, strict=True)]
        if mixing(tried, names) is not None:
            return ranks
    return [0.0] * len(pairs)


def _constraints(data: Plain, known: dict[str, FactorSpec]) -> Iterator[Finding]:
    for position, text in enumerate(as_list(data.get("constraints"))):
        path: Path = ("constraints", position)
        if not isinstance(text, str):
            continue
        parts = CONSTRAINT.fullmatch(text)
        if parts is None:
            how = "write a factor, <, <=, > or >=, and a factor or a number: 'adda_desks >= 8'"
            yield Finding(path, f"'{cut(text)}' is no constraint; {how}")
            continue
        names = [side for side in (parts[1], parts[3]) if side[0].isalpha()]
        if len(set(names)) < len(names) or not names:
            yield Finding(path, "compares nothing that varies; write two factors, or a factor and a number")
        for name in dict.fromkeys(names):
            if name not in known:
                yield Finding(path, f"no factor '{cut(name)}'{did_you_mean(name, known)}")
            elif known[name].policy is not None or not all(map(_is_number, known[name].values or ())):
                yield Finding(path, f"the values of '{cut(name)}' are no numbers, and cannot be compared")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _points(data: Plain, known: dict[str, FactorSpec], scenario: Scenario) -> Iterator[Finding]:
    """Constraints that hold at hardly any point, or at all of them."""
    constraints = as_list(data.get("constraints"))
    if not constraints:
        return
    factors = [resolve(spec, scenario) for spec in known.values()]
    tied = Dependence(tuple(map(Correlation.model_validate, as_list(data.get("correlations")))))
    unit = sample(Sobol(type="sobol", points=_TRIED), factors, 1, dummy=False, dependence=tied).unit
    each = [holding([text], factors, unit).mean() for text in constraints]
    together = holding(constraints, factors, unit).mean()
    for position, share in enumerate(each):
        if share == 1:
            yield Finding(("constraints", position), "holds everywhere within the ranges: it does nothing", "warning")
        elif share == 0:
            yield Finding(("constraints", position), f"holds at none of {_TRIED:,} points within the ranges; mend it, or the ranges")
    if all(each) and together < LEAST:
        number = round(together * _TRIED)
        few = f"{f'only {number}' if number else 'none'} of {_TRIED:,} points within the ranges hold all of them, less than {LEAST:.0%}"
        yield Finding(("constraints",), f"{few}; narrow the ranges to where they hold, or take one out", at_key=True)
