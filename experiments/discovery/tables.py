"""Discovery as tables, and as a dictionary for JSON."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.discovery.boxes import Box, Side
from experiments.discovery.regions import Region, RegionSearch
from experiments.discovery.stability import Range
from experiments.languages import SOURCE

_RANGES = ("coverage", "density", "coverage_out", "density_out", "overall_out", "lift_out")


def limit(search: RegionSearch, box: Box, side: Side) -> float:
    """The number at which a restriction cuts; nan for categories."""
    factor = search.counts.sample.factors[side.factor]
    if side.kind == "low":
        return factor.at_least(int(box.first[side.factor]))
    return factor.at_most(int(box.last[side.factor])) if side.kind == "high" else math.nan


def kept(search: RegionSearch, box: Box, side: Side) -> tuple[str, ...]:
    """The categories that a restriction leaves in."""
    categories = search.counts.sample.factors[side.factor].categories
    return tuple(name for name, out in zip(categories, box.out[side.factor], strict=False) if not out)


def restrictions(search: RegionSearch) -> pd.DataFrame:
    """See `Discovery.table`. side: 'low' keeps values >= limit, 'high' values <= limit, 'categories' those named."""
    rows = [_restriction(search, region, side) for region in search.regions for side in region.prim.p_values]
    columns = ["box", "factor", "label", "unit", "side", "limit", "low", "high", "categories", "stability", "stable", "p"]
    return pd.DataFrame(rows, columns=columns)


def _restriction(search: RegionSearch, region: Region, side: Side) -> dict[str, Any]:
    factor, sure = search.counts.sample.factors[side.factor], region.stability.sides[side]
    return {
        "box": region.number,
        "factor": factor.name,
        "label": factor.text(SOURCE),
        "unit": factor.unit,
        "side": side.kind,
        "limit": limit(search, region.prim.box, side),
        "low": sure.limit.low,
        "high": sure.limit.high,
        "categories": ", ".join(kept(search, region.prim.box, side)),
        "stability": sure.share,
        "stable": region.is_stable(side),
        "p": region.prim.p_values[side],
    }


def boxes(search: RegionSearch) -> pd.DataFrame:
    """See `Discovery.boxes`."""
    named = [f"{name}_{end}" for name in _RANGES for end in Range._fields]
    columns = ["box", "holds", "coverage", "density", "mass", "overall", "elsewhere", "restricted", "found", *named]
    return pd.DataFrame([_box(search, region) for region in search.regions], columns=columns)


def _box(search: RegionSearch, region: Region) -> dict[str, Any]:
    row: dict[str, Any] = {
        "box": region.number,
        "holds": region.holds,
        "coverage": region.coverage,
        "density": region.density,
        "mass": region.mass,
        "overall": region.overall,
        "elsewhere": region.elsewhere,
        "restricted": len({side.factor for side in region.prim.p_values}),
        "found": region.stability.reproduced,
    }
    for name in _RANGES:
        for end, value in getattr(region.stability, name)._asdict().items():
            row[f"{name}_{end}"] = value
    return row


def trajectory(search: RegionSearch) -> pd.DataFrame:
    """See `Discovery.trajectory`; `stage` is 'peel', or 'end' for the box after dropping and pasting."""
    sample = search.counts.sample
    all_hits, all_runs = sample.hits.sum(), sample.runs.sum()
    rows: list[tuple[Any, ...]] = []

    def add(number: int, step: int, stage: str, peeled: Side | None, hits: float, runs: float, box: Box, chosen: bool) -> None:
        factor, kind = (sample.factors[peeled.factor].name, peeled.kind) if peeled else ("", "")
        shares = (hits / all_hits, hits / runs, runs / all_runs)
        rows.append((number, step, stage, factor, kind, *shares, box.dimensions(sample), chosen))

    for number in range(1, max(len(search.regions), 1) + 1):
        steps = search.path(number)
        chosen = search.regions[number - 1].prim.chosen if search.regions else None
        for place, step in enumerate(steps):
            add(number, place, "peel", step.peeled, step.hits, step.runs, step.box, place == chosen)
        if search.regions:
            prim = search.regions[number - 1].prim
            add(number, len(steps), "end", None, prim.hits, prim.runs, prim.box, True)
    columns = ["box", "step", "stage", "factor", "side", "coverage", "density", "mass", "restricted", "chosen"]
    return pd.DataFrame(rows, columns=columns)


def regional(search: RegionSearch) -> pd.DataFrame:
    """See `Discovery.regional`; direction: 'higher' or 'lower' values in the runs of interest, empty for categories."""
    factors = search.counts.sample.factors
    rows = [
        {
            "factor": factors[one.factor].name,
            "label": factors[one.factor].text(SOURCE),
            "measure": "KS" if factors[one.factor].numeric else "V",
            "distance": one.distance,
            "floor": one.floor,
            "p": one.p_value,
            "signal": one.signal,
            "direction": {1: "higher", -1: "lower"}.get(one.direction, ""),
        }
        for one in search.differences
    ]
    return pd.DataFrame(rows)


def within(search: RegionSearch, region: Region, factors: pd.DataFrame) -> np.ndarray:
    """Which rows of some factors lie within the limits of a box."""
    inside = np.ones(len(factors), dtype=bool)
    for side in region.prim.p_values:
        column = factors[search.counts.sample.factors[side.factor].name]
        if side.kind == "categories":
            inside &= column.astype(str).isin(kept(search, region.prim.box, side)).to_numpy()
        elif side.kind == "low":
            inside &= column.to_numpy(dtype=float) >= limit(search, region.prim.box, side)
        else:
            inside &= column.to_numpy(dtype=float) <= limit(search, region.prim.box, side)
    return inside


def _with_labels(search: RegionSearch, rows: Iterable[Mapping[Any, Any]]) -> list[dict[str, Any]]:
    """Rows about factors with their labels in every language, which tables have in English."""
    labels = {factor.name: dict(factor.label) for factor in search.counts.sample.factors}
    return [{**row, "label": labels[row["factor"]]} for row in rows]


def as_dict(search: RegionSearch) -> dict[str, Any]:
    """See `Discovery.to_dict`; its sentences come from elsewhere."""
    cases, counts, options = search.cases, search.counts, search.options
    listed = []
    for region in search.regions:
        sides = [_restriction(search, region, side) for side in region.prim.p_values]
        for row, side in zip(sides, region.prim.p_values, strict=True):
            row["categories"] = list(kept(search, region.prim.box, side))
        listed.append({**_box(search, region), "restrictions": _with_labels(search, sides)})
    return {
        "outcome": cases.outcome,
        "label": dict(cases.label),
        "condition": {"operator": search.condition.operator, "threshold": search.condition.threshold},
        "points": len(counts.sample.runs),
        "runs": int(counts.sample.runs.sum()),
        "runs_of_interest": int(counts.sample.hits.sum()),
        "failed_runs": counts.failed,
        "ignored_factors": [factor.text(SOURCE) for factor in counts.ignored],
        "density": search.density,
        "seed": search.seed,
        "resamples": search.resamples,
        "options": {name: getattr(options, name) for name in ("alpha", "min_mass", "density", "significance", "boxes")},
        "boxes": listed,
        "regional": _with_labels(search, regional(search).to_dict("records")),
    }
