"""A study in one file: a zip archive of plain arrays, the scenario as YAML, and what both are as JSON. Nothing in it is carried out.

The scenario goes through the reader of scenarios; every array has the type and shape that the study's numbers of replicates, months and
hubs ask for, before a byte of it is read, so that no file takes more than it says and than there is. The same study gives the same bytes.
"""

import json
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Annotated, Any, Final, Literal, NamedTuple

import numpy as np
from numpy.lib import format as npy
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from experiments.outcomes.helped import Helped
from experiments.outcomes.stacks import Stack
from experiments.runs.kept import IN_MEMORY_UP_TO, folder, mapped
from experiments.runs.machine import NotEnoughMemory, free_bytes
from experiments.runs.paired import PairedRuns
from experiments.storage import PROGRAM
from experiments.storage.json_text import plain
from experiments.storage.provenance import code_version, commit, version
from experiments.storage.whole import whole_file
from model.names import FIELDS, KINDS
from model.parameter_sets import ParameterSets
from model.scenario import BASELINE, Scenario, read_text
from model.series import HUB_SERIES, TOWN_SERIES

FORMAT: Final = 1
MANIFEST: Final = "study.json"
SCENARIO: Final = "scenario.yaml"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # when a file was written is no part of a study
_MOST_TEXT: Final = 8_000_000  # bytes of a text in the archive
_MOST_HEADER: Final = 1_000  # of an array
_CHUNK: Final = 1 << 20
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError, IndexError, RecursionError
)
_Name = Annotated[str, Field(max_length=200)]
_Names = Annotated[list[_Name], Field(max_length=20_000)]


class NotAStudy(ValueError):
    """A file is no study that this version can read; the message says why."""


class SavedStudy(NamedTuple):
    """What results are made of, in the order of their arguments."""

    scenario: Scenario
    seed: int
    stacks: dict[str, Stack]
    helped: Helped
    sets: ParameterSets | None
    code: str


class _Policy(BaseModel):
    """What a stack says beside its arrays."""

    model_config = ConfigDict(extra="forbid", strict=True)

    hub_names: _Names
    hub_towns: _Names
    town_names: _Names
    instrument_names: _Names
    instrument_payers: Annotated[list[dict[_Name, float]], Field(max_length=20_000)]
    instrument_pots: Annotated[list[float | None], Field(max_length=20_000)]  # None: open-ended


class _Sets(BaseModel):
    """What a table of parameter sets says beside its arrays."""

    model_config = ConfigDict(extra="forbid", strict=True)

    names: _Names
    number: Annotated[int, Field(ge=1, le=1_000_000)]
    provenance: dict[str, Any]


class _Manifest(BaseModel):
    """What the archive says of itself; whatever is not so is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)

    program: Literal["coworking-viability"]
    format: Literal[1]
    version: _Name
    commit: _Name | None
    code: _Name  # fingerprint of what made the runs
    seed: Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]  # as text: it goes up to 2^64, beyond what many readers of JSON keep exactly
    replicates: Annotated[int, Field(ge=1, le=10_000_000)]
    months: Annotated[int, Field(ge=1, le=360)]
    by_group: bool
    double: dict[_Name, bool]  # by policy: whether its monthly series are in double precision
    hub_series: _Names
    town_series: _Names
    policies: dict[_Name, _Policy]
    sets: _Sets | None


# --- writing ---


def write_study(results: PairedRuns, path: Path) -> Path:
    """Write results into a file, whole or not at all.

    Args:
        results: the runs.
        path: the file.

    Returns:
        The path.
    """
    manifest = _manifest_of(results)
    with whole_file(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in ((MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False)), (SCENARIO, results.merged_scenario)):
            with archive.open(zipfile.ZipInfo(name, _EPOCH), "w") as member:
                member.write(text.encode("utf-8"))
        for name, values in _arrays_of(results):
            entry = zipfile.ZipInfo(f"{name}.npy", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as member:
                npy.write_array(member, np.ascontiguousarray(values, values.dtype.newbyteorder("<")), (1, 0), allow_pickle=False)
    return path


def _manifest_of(results: PairedRuns) -> dict[str, Any]:
    stacks = {policy: results.stack(policy) for policy in results.policies}
    pots = {policy: [None if np.isinf(pot) else float(pot) for pot in stack.instrument_pots] for policy, stack in stacks.items()}
    sets = results.sets
    return {
        "program": PROGRAM, "format": FORMAT, "version": version(), "commit": commit(), "code": results.code or code_version(),
        "seed": str(results.seed), "replicates": results.replicates, "months": results.months,
        "by_group": results.helped.persons is not None,
        "double": {policy: stack.hub.dtype == np.float64 for policy, stack in stacks.items()},
        "hub_series": [series.name for series in HUB_SERIES], "town_series": [series.name for series in TOWN_SERIES],
        "policies": {
            policy: {
                "hub_names": list(stack.hub_names), "hub_towns": list(stack.hub_towns), "town_names": list(stack.town_names),
                "instrument_names": list(stack.instrument_names),
                "instrument_payers": [{name: float(part) for name, part in payers.items()} for payers in stack.instrument_payers],
                "instrument_pots": pots[policy],
            }
            for policy, stack in stacks.items()
        },
        "sets": None if sets is None else {"names": list(sets.names), "number": len(sets), "provenance": plain(sets.provenance)},
    }


def _arrays_of(results: PairedRuns) -> Iterator[tuple[str, np.ndarray]]:
    for policy in results.policies:
        stack = results.stack(policy)
        yield from ((f"{policy}/{name}", getattr(stack, name)) for name in _OF_STACKS)
    yield from ((f"helped/{name}", values) for name, values in results.helped._asdict().items() if values is not None)
    if results.sets is not None:
        yield from (("sets/values", results.sets.values), ("sets/weights", results.sets.weights))


# --- reading ---


_OF_STACKS: Final = ("hub", "town", "public", "field_links", "changed", "opens", "fields", "desks")
_Shapes = dict[str, tuple[str, tuple[int, ...]]]  # by name of the array: its type and shape


def read_study(path: Path) -> SavedStudy:
    """What a file holds.

    Args:
        path: the file.

    Returns:
        What results are made of.

    Raises:
        OSError: when the file cannot be read.
        NotAStudy: when it is no study that this version can read.
        NotEnoughMemory: when it holds more than fits.
    """
    with path.open("rb") as stream:
        try:
            with zipfile.ZipFile(stream) as archive:
                return _study_in(archive)
        except (NotAStudy, NotEnoughMemory) as error:
            raise type(error)(f"{path}: {error}") from None
        except ValidationError as error:
            where = ".".join(map(str, error.errors()[0]["loc"]))
            raise NotAStudy(f"{path}: it is damaged, or this program did not write it ({MANIFEST}: {where})") from None
        except _DAMAGED as error:
            raise NotAStudy(f"{path}: it is damaged, or this program did not write it ({type(error).__name__})") from error


def _study_in(archive: zipfile.ZipFile) -> SavedStudy:
    said = _manifest_in(archive)
    scenario = _scenario_in(archive, said)
    shapes = _shapes(said)
    there = sorted(archive.namelist())
    if there != sorted((MANIFEST, SCENARIO, *(f"{name}.npy" for name in shapes))):
        raise NotAStudy("it is damaged, or this program did not write it (other files than a study has)")
    on_disk = _refuse_what_does_not_fit(shapes)
    arrays = {name: _array(archive, name, *shape, on_disk) for name, shape in shapes.items()}
    stacks = {policy: _stack(policy, one, said, arrays) for policy, one in said.policies.items()}
    helped = Helped(*(arrays.get(f"helped/{name}") for name in Helped._fields))  # type: ignore[arg-type]
    sets = None
    if said.sets is not None:
        try:
            sets = ParameterSets(tuple(said.sets.names), arrays["sets/values"], arrays["sets/weights"], said.sets.provenance)
        except ValueError as error:
            raise NotAStudy(f"its parameter sets cannot be used: {error}") from error
    return SavedStudy(scenario, int(said.seed), stacks, helped, sets, said.code)


def _text(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as member:
        found = member.read(_MOST_TEXT + 1)
    if len(found) > _MOST_TEXT:
        raise NotAStudy(f"{name} is longer than that of any study")
    return found.decode("utf-8")


def _manifest_in(archive: zipfile.ZipFile) -> _Manifest:
    if MANIFEST not in archive.namelist():
        raise NotAStudy(f"this program did not write it: there is no {MANIFEST} in it")
    data = json.loads(_text(archive, MANIFEST))
    if isinstance(data, dict) and data.get("program") == PROGRAM and data.get("format") != FORMAT:
        raise NotAStudy(f"it is of version {str(data.get('version'))[:40]} of this program, whose studies this one cannot read")
    said = _Manifest.model_validate(data)
    known = [series.name for series in HUB_SERIES], [series.name for series in TOWN_SERIES]
    if (said.hub_series, said.town_series) != known:
        raise NotAStudy(f"version {said.version} of this program made it, which measured other monthly series; read it with that version")
    return said


def _scenario_in(archive: zipfile.ZipFile, said: _Manifest) -> Scenario:
    scenario, problems = read_text(_text(archive, SCENARIO), SCENARIO)
    if scenario is None:
        raise NotAStudy("; ".join(["this version cannot read its scenario", *(str(problem) for problem in problems[:3])]))
    hubs = {name: [hub.name for hub in scenario.with_policy(name).hubs] for name in said.policies if name in scenario.policy_names}
    agrees = {name: one.hub_names for name, one in said.policies.items()} == hubs and said.months == scenario.horizon_months
    if not agrees or next(iter(said.policies), None) != BASELINE or int(said.seed) >= 2**64:
        raise NotAStudy(f"its {MANIFEST} and its {SCENARIO} do not belong together")
    return scenario


def _shapes(said: _Manifest) -> _Shapes:
    """The type and shape of every array, by its name."""
    found: _Shapes = {}
    replicates, months, policies = said.replicates, said.months, len(said.policies)
    for policy, one in said.policies.items():
        hubs, towns, instruments = len(one.hub_names), len(one.town_names), len(one.instrument_names)
        if (len(one.hub_towns), len(one.instrument_payers), len(one.instrument_pots)) != (hubs, instruments, instruments):
            raise NotAStudy(f"its {MANIFEST} does not belong together")
        real = "<f8" if said.double.get(policy) else "<f4"
        fields = len(FIELDS)
        kinds = (
            (real, (len(HUB_SERIES), replicates, months, hubs)), (real, (len(TOWN_SERIES), replicates, months, towns)),
            ("<f8", (replicates, months, instruments, hubs)), ("<f8", (replicates, hubs, fields, fields)), ("<i4", (replicates, hubs)),
            ("<i8", (hubs,)), ("<i8", (hubs,)), ("<f8", (hubs,)),
        )  # fmt: skip
        found |= {f"{policy}/{name}": kind for name, kind in zip(_OF_STACKS, kinds, strict=True)}
    found |= {f"helped/{name}": ("<f8", (policies, policies, replicates)) for name in Helped._fields[:3]}
    if said.by_group:
        towns = len(said.policies[BASELINE].town_names)
        found["helped/persons"] = "<i4", (policies, policies, len(KINDS), towns, replicates)
    if said.sets is not None:
        found |= {"sets/values": ("<f8", (said.sets.number, len(said.sets.names))), "sets/weights": ("<f8", (said.sets.number,))}
    return found


def _refuse_what_does_not_fit(shapes: _Shapes) -> bool:
    """Whether the arrays go to disk, for there is no room for so many in memory; refused where there is none on disk either."""
    total = sum(int(np.prod(shape, dtype=object)) * np.dtype(kind).itemsize for kind, shape in shapes.values())
    on_disk = total > IN_MEMORY_UP_TO
    free = shutil.disk_usage(folder()).free if on_disk else free_bytes()
    if free is not None and total > free:
        where = "disk" if on_disk else "memory"
        raise NotEnoughMemory(f"it holds {total / 1e6:,.0f} MB, and {free / 1e6:,.0f} MB of {where} are free")
    return on_disk


def _array(archive: zipfile.ZipFile, name: str, kind: str, shape: tuple[int, ...], on_disk: bool) -> np.ndarray:
    with archive.open(f"{name}.npy") as member:
        if npy.read_magic(member) != (1, 0):
            raise ValueError(name)
        if npy.read_array_header_1_0(member, _MOST_HEADER) != (shape, False, np.dtype(kind)):
            raise NotAStudy(f"{name} has not the shape that its {MANIFEST} says")
        values = mapped(shape, np.dtype(kind)) if on_disk else np.zeros(shape, np.dtype(kind))
        _fill(member, memoryview(values.reshape(-1).view(np.uint8)))  # type: ignore[arg-type]
    return values.astype(values.dtype.newbyteorder("="), copy=False)


def _fill(member: IO[bytes], room: memoryview) -> None:
    """All bytes of an array, no more and no fewer; the last of them are read with the checksum."""
    place = 0
    while chunk := member.read(_CHUNK):
        room[place : place + len(chunk)] = chunk
        place += len(chunk)
    if place != len(room):
        raise EOFError


def _stack(policy: str, one: _Policy, said: _Manifest, arrays: Mapping[str, np.ndarray]) -> Stack:
    return Stack(
        policy=policy, months=said.months, hub_names=tuple(one.hub_names), hub_towns=tuple(one.hub_towns), town_names=tuple(one.town_names),
        instrument_names=tuple(one.instrument_names), instrument_payers=tuple(one.instrument_payers),
        instrument_pots=tuple(np.inf if pot is None else pot for pot in one.instrument_pots),
        **{name: arrays[f"{policy}/{name}"] for name in _OF_STACKS},
    )
