"""The folder a run leaves: numbers, tables, report, the merged scenario and where it all comes from. All of it or nothing."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from experiments.outcomes.measures import ALL
from experiments.outcomes.rows import CODED
from experiments.report import tables
from experiments.report.reader import Reader
from experiments.runs.origin import origin
from experiments.storage.json_text import json_text
from experiments.storage.manifest import RUNS, write_manifest
from experiments.storage.staging import staged
from model.series import HUB_SERIES

if TYPE_CHECKING:
    from experiments.outcomes.intervals import Estimate
    from experiments.outcomes.rows import SummaryRow
    from experiments.runs.contrasts import Contrast
    from experiments.runs.results import Results

FORMAT: Final = 1  # of summary.json
_OF_SETS: Final = ("sets_low", "sets_high", "sets_share")
_DIFFERENCE: Final = ("unit", "difference", "low", "high", "variance_ratio", "replicates", *_OF_SETS)
FILES: Final = ("monthly.parquet", "scenario.lock.yaml", "summary.json", "report.html", *tables.FILES)  # beside the manifest


def write_outputs(results: "Results", folder: str | Path, lang: str = "it", seconds: float | None = None) -> Path:
    """Write everything a run leaves into a folder: earlier results there are replaced, and whatever else it holds stays.

    Args:
        results: the runs.
        folder: where; made if needed.
        lang: language of the report.
        seconds: how long the runs took, for the manifest.

    Returns:
        The folder.

    Raises:
        OSError: when something cannot be written; earlier files are then as they were.
        FolderInUse: when another process writes into the folder.
        InTheWay: when something there has the name of a result and is none.

    Example:
        >>> sorted(path.name for path in write_outputs(results, "first_years", lang="en").iterdir())[-3:]
        ['summary.json', 'tables', 'tables.xlsx']
    """
    with staged(folder, RUNS, FILES) as staging:
        write_files(results, staging, lang, seconds)
    return Path(folder)


def write_files(results: "Results", folder: Path, lang: str = "it", seconds: float | None = None) -> None:
    """Write every file of a run into an empty folder: see `write_outputs`."""
    from experiments.report import write_report

    write_monthly(results, folder / "monthly.parquet")
    (folder / "scenario.lock.yaml").write_text(results.merged_scenario, encoding="utf-8")
    (folder / "summary.json").write_text(json_text(summary(results)), encoding="utf-8")
    tables.write_tables(Reader(results, lang), folder)  # first: the page names what stands beside it
    write_report(results, folder / "report.html", lang)
    write_manifest(folder, RUNS, about(results, lang, seconds))


def write_monthly(results: "Results", path: Path) -> None:
    """Hubs by month as Parquet: `Results.monthly`, money in double and everything else in single precision."""
    import pyarrow as pa
    from pyarrow import parquet

    text = pa.dictionary(pa.int32(), pa.string())
    kinds = [("policy", text), ("replicate", pa.int32()), ("hub", text), ("town", text), ("month", pa.int32()), ("date", pa.date32())]
    numbers = {series.name: pa.float64() if series.unit == "EUR" else pa.float32() for series in HUB_SERIES}
    kinds += [(name, text if name in CODED else number) for name, number in numbers.items()]
    metadata = {key: json.dumps(value) for key, value in origin(results).items()}
    schema = pa.schema(kinds, metadata=metadata)
    with parquet.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        for policy in results.policies:
            writer.write_table(_policy_table(results, policy, schema))


def _numbers(values: np.ndarray) -> Any:
    """An Arrow column over a contiguous numpy array; `pyarrow.array` would load pandas, a third of a second."""
    import pyarrow as pa

    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), values.size, [None, pa.py_buffer(values)])


def _words(words: Sequence[str]) -> Any:
    """An Arrow column of texts, made without `pyarrow.array` for the same reason."""
    import pyarrow as pa

    encoded = [word.encode() for word in words]
    ends = np.cumsum([0, *(len(word) for word in encoded)], dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), len(words), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))])


def _coded(values: np.ndarray, words: Sequence[str]) -> Any:
    """An Arrow column of the words of codes; where the first of them is none, its code is no value."""
    import pyarrow as pa

    codes = values.astype(np.int32)
    if words[0]:
        return pa.DictionaryArray.from_arrays(_numbers(codes), _words(words))
    there = pa.py_buffer(np.packbits(codes > 0, bitorder="little"))
    indices = pa.Array.from_buffers(pa.int32(), codes.size, [there, pa.py_buffer(np.maximum(codes - 1, 0))])
    return pa.DictionaryArray.from_arrays(indices, _words(words[1:]))


def _policy_table(results: "Results", policy: str, schema: Any) -> Any:
    import pyarrow as pa

    stack = results.stack(policy)
    replicates, months, hubs = shape = stack.hub.shape[1:]

    def along(axis: int, values: np.ndarray) -> np.ndarray:
        """What stands along one axis, for every cell of the flattened arrays."""
        spread = values.astype(np.int32).reshape([-1 if position == axis else 1 for position in range(3)])
        return np.broadcast_to(spread, shape).ravel()

    def by_hub(names: tuple[str, ...]) -> Any:
        known = list(dict.fromkeys(names))  # Parquet wants each word of a dictionary once
        codes = np.array([known.index(name) for name in names], dtype=np.int32)
        return pa.DictionaryArray.from_arrays(_numbers(along(2, codes)), _words(known))

    policies = pa.DictionaryArray.from_arrays(_numbers(np.zeros(replicates * months * hubs, np.int32)), _words([policy]))
    replicate, month = _numbers(along(0, np.arange(replicates))), _numbers(along(1, np.arange(1, months + 1)))
    days = along(1, (np.datetime64(results.scenario.start, "M") + np.arange(months)).astype("datetime64[D]").astype(np.int32))
    date = pa.Array.from_buffers(pa.date32(), days.size, [None, pa.py_buffer(days)])
    columns = [policies, replicate, by_hub(stack.hub_names), by_hub(stack.hub_towns), month, date]
    for series in HUB_SERIES:
        values = stack.series(series.name).ravel()
        if series.name in CODED:
            columns.append(_coded(values, CODED[series.name]))
        else:
            columns.append(_numbers(values.astype(np.float64 if series.unit == "EUR" else np.float32, copy=False)))
    return pa.Table.from_arrays(columns, schema=schema)


def summary(results: "Results") -> dict[str, Any]:
    """What `summary.json` says: outcomes of the baseline, of each hub, and of each policy with its paired differences.

    `mean_low`–`mean_high` and `low`–`high` are 95 % intervals; `replicates` are those in which the outcome exists. `sets_low`–`sets_high`
    hold the middle 80 % of the mean, or difference, given the parameter set, `sets_share` is the sets' part of the variance of a replicate.
    """
    return {
        "format": FORMAT,
        "title": results.scenario.title,
        "question": results.scenario.question,
        **{key: value for key, value in origin(results).items() if key not in {"libraries", "scenario_sha256"}},
        "outcomes": _outcomes(results.rows(hubs=(ALL,))),
        "per_hub": {hub: _outcomes(results.rows(hubs=(hub,))) for hub in results.hubs},
        "policies": {policy: _policy(results, policy) for policy in results.policies[1:]},
    }


def _outcomes(rows: "list[SummaryRow]") -> dict[str, dict[str, Any]]:
    shown = ("unit", "mean", "p10", "p50", "p90", "mean_low", "mean_high", "replicates", *_OF_SETS)
    return {row.outcome: {key: getattr(row, key) for key in shown} for row in rows}


def _policy(results: "Results", policy: str) -> dict[str, Any]:
    contrast = results.contrast(policy)
    hubs = results.stack(policy).hub_names
    return {
        "title": results.title(policy),
        "outcomes": _outcomes(results.rows(policy, (ALL,))),
        "per_hub": {hub: _outcomes(results.rows(policy, (hub,))) for hub in hubs},
        "differences": {
            row.outcome: {key: getattr(row, key) for key in _DIFFERENCE}
            for row in contrast.rows(hubs=(ALL,))
        },
        "public_money": _public_money(contrast),
        "public_eur_by_instrument": {name: float(paid.mean()) for name, paid in results.public_by_instrument(policy).items()},
    }


def _public_money(contrast: "Contrast") -> dict[str, Any]:
    money = contrast.money

    def written(estimate: "Estimate | None") -> dict[str, float] | None:
        return None if estimate is None else {"value": estimate.value, "low": estimate.low, "high": estimate.high}

    return {name: written(value) if not isinstance(value, float) else value for name, value in money._asdict().items()}


def about(results: "Results", lang: str, seconds: float | None = None) -> dict[str, Any]:
    """What `manifest.json` says beside its list of files: what was run, with what code."""
    from model.draws import replicate_seed

    return {
        **origin(results),
        # as text: they go up to 2^64, beyond what many readers of JSON keep exactly
        "replicate_seeds": [str(int(replicate_seed(results.seed, number))) for number in range(results.replicates)],
        "lang": lang,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": None if seconds is None else round(seconds, 2),
    }
