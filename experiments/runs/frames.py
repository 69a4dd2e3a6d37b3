"""Tidy pandas frames of the stacks of each policy, one row an observation. Kept apart so that runs and reports need not load pandas.

Months are counted from 1, as on the axes of pictures and in words, each with the date of its first day; states and reasons are words.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from experiments.outcomes.measures import ALL, Measure
from experiments.outcomes.rows import CODED
from experiments.outcomes.stacks import Stack
from model.series import HUB_SERIES, TOWN_SERIES


def _category(values: np.ndarray, names: list[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(values, categories=pd.Index(names, dtype=object))


def _index(shape: tuple[int, ...], axis: int, values: np.ndarray | None = None) -> np.ndarray:
    """What stands along one axis of an array of this shape, for every cell of the flattened array."""
    along = np.arange(shape[axis], dtype=np.int32) if values is None else values
    spread = along.reshape([-1 if position == axis else 1 for position in range(len(shape))])
    return np.ascontiguousarray(np.broadcast_to(spread, shape)).ravel()


def _stacked(frames: list[dict[str, np.ndarray]], policies: Sequence[str], categories: dict[str, list[str]]) -> pd.DataFrame:
    """One frame of the columns of each policy, the policy first; columns in `categories` hold codes."""
    lengths = [len(next(iter(frame.values()))) for frame in frames]
    columns = {name: np.concatenate([frame[name] for frame in frames]) for name in frames[0]}
    policy = np.repeat(np.arange(len(frames), dtype=np.int32), lengths)
    data = {name: _category(values, categories[name]) if name in categories else values for name, values in columns.items()}
    return pd.DataFrame({"policy": _category(policy, list(policies)), **data})


def first_days(start: str, months: int) -> np.ndarray:
    """The first day of each month of a run that begins in `start` ("YYYY-MM"): datetime64[s]."""
    return (np.datetime64(start, "M") + np.arange(months)).astype("datetime64[s]")


def _time(shape: tuple[int, ...], axis: int, start: str) -> dict[str, np.ndarray]:
    """Number and date of the month of every cell of the flattened array."""
    months = np.arange(1, shape[axis] + 1, dtype=np.int32)
    return {"month": _index(shape, axis, months), "date": _index(shape, axis, first_days(start, shape[axis]))}


def _codes_of(name: str, values: np.ndarray) -> np.ndarray:
    """A monthly series as a column; of one that is a code, its place among the words, -1 for none."""
    if name not in CODED:
        return values.ravel()
    return values.ravel().astype(np.int8) - np.int8(not CODED[name][0])


def _codes(names: list[str], known: dict[str, int]) -> np.ndarray:
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int32)


def monthly_frame(stacks: Mapping[str, Stack], start: str) -> pd.DataFrame:
    """See `Results.monthly`."""
    hubs: dict[str, int] = {}
    towns: dict[str, int] = {}
    frames = []
    for stack in stacks.values():
        shape = stack.hub.shape[1:]
        frames.append({
            "replicate": _index(shape, 0),
            "hub": _index(shape, 2, _codes(list(stack.hub_names), hubs)),
            "town": _index(shape, 2, _codes(list(stack.hub_towns), towns)),
            **_time(shape, 1, start),
            **{series.name: _codes_of(series.name, stack.series(series.name)) for series in HUB_SERIES},
        })
    words = {name: [word for word in known if word] for name, known in CODED.items()}
    return _stacked(frames, list(stacks), {"hub": list(hubs), "town": list(towns), **words})


def towns_frame(stacks: Mapping[str, Stack], start: str) -> pd.DataFrame:
    """See `Results.towns`."""
    towns: dict[str, int] = {}
    frames = []
    for stack in stacks.values():
        shape = stack.town.shape[1:]
        frames.append({
            "replicate": _index(shape, 0),
            "town": _index(shape, 2, _codes(list(stack.town_names), towns)),
            **_time(shape, 1, start),
            **{series.name: stack.town_series(series.name).ravel() for series in TOWN_SERIES},
        })
    return _stacked(frames, list(stacks), {"town": list(towns)})


def public_frame(stacks: Mapping[str, Stack], start: str) -> pd.DataFrame:
    """See `Results.public`."""
    names: dict[str, dict[str, int]] = {"instrument": {}, "payer": {}, "hub": {}}
    frames = []
    for stack in stacks.values():
        paid_by = [(position, payer, part) for position, payers in enumerate(stack.instrument_payers) for payer, part in payers.items()]
        of_instrument = np.array([position for position, _, _ in paid_by], dtype=np.int64)
        eur = stack.public[:, :, of_instrument] * np.array([part for _, _, part in paid_by])[:, None]
        replicate, month, part, hub = np.nonzero(eur)
        frames.append({
            "replicate": replicate.astype(np.int32),
            "month": (month + 1).astype(np.int32),
            "date": first_days(start, stack.months)[month],
            "instrument": _codes(list(stack.instrument_names), names["instrument"])[of_instrument[part]],
            "payer": _codes([payer for _, payer, _ in paid_by], names["payer"])[part],
            "hub": _codes(list(stack.hub_names), names["hub"])[hub],
            "eur": eur[replicate, month, part, hub],
        })
    return _stacked(frames, list(stacks), {name: list(known) for name, known in names.items()})


def outcomes_frame(stacks: Mapping[str, Stack], values: Mapping[str, np.ndarray], measures: Sequence[Measure]) -> pd.DataFrame:
    """See `Results.outcomes`; `values` are those of `Ensemble.all_values` of each policy."""
    hubs: dict[str, int] = {ALL: 0}
    frames = []
    for policy, stack in stacks.items():
        of_all = values[policy]
        defined = ~np.isnan(of_all).ravel()
        columns = {
            "replicate": _index(of_all.shape, 0),
            "hub": _index(of_all.shape, 2, _codes([ALL, *stack.hub_names], hubs)),
            "outcome": _index(of_all.shape, 1),
            "value": of_all.ravel(),
        }
        frames.append({name: column[defined] for name, column in columns.items()})
    return _stacked(frames, list(stacks), {"hub": list(hubs), "outcome": [measure.name for measure in measures]})
