"""The generated page of public names: what `import model` and `import experiments` offer, from signatures and docstrings."""

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel

from experiments.documentation.public_names import PACKAGES, Entry, bases, members, parts_of, people_make, public_names
from experiments.showing.markdown import grid, text
from model.reading.meanings import meanings
from model.reading.slots import type_name
from model.scenario.levers import Typed

WIDTH: Final = 120  # of a call on one line
BEFORE: Final[Mapping[str, str]] = {
    "model": """\
from model import (
    CATALOGUE, AdvisoryDesk, AnchorTenancy, CapexGrant, Conversion, CoworkingModel, Events, Firm, HostSalary, Hub, Lockdown, Matchmaking,
    Network, Parameters, Professional, Promotion, RentRelief, RentShock, RivalHub, Scenario, ScenarioError, ScenarioWarning,
    TeleworkShock, TrialDays, Voucher, check, extended, load_scenario, register_instrument, register_submodel,
    scenario_names, unregister,
)

scenario = load_scenario("sondrio_downsizing")
model = CoworkingModel(scenario, rng=1)
for _ in range(6):
    model.step()
hub = model.agents_by_type[Hub][0]
""",
    "experiments": """\
from pathlib import Path

from experiments import (
    MEASURES, Design, KeptStudy, Results, Sweep, at_equal_budget, extend, load_design, load_results, load_scenario, load_sweep, plan_of,
    run, run_until_decided, sweep, town_map, write_outputs,
)

case = load_scenario("sondrio_downsizing")
results = case.over(months=24).run(replicates=5, policies=["rent_relief"])
decided = case.over(months=12).run_until_decided("public_eur", policies=["rent_relief"], first=5)
design = Design(
    title="What decides the first year", scenarios=["sondrio_downsizing"], horizon_months=12,
    factors=[{"parameter": "alpha"}, {"path": "hubs.adda.desks", "low": 8, "high": 20}],
    sampler={"type": "morris", "trajectories": 4}, replicates=2, outcomes=["member_months"],
)
first_year = sweep(plan_of(design))
kept = KeptStudy(seed=7)
""",
}
"""What has been done before the examples of a package begin."""

_INTRODUCTION: Final = """\
# Names for Python

*Generated from signatures and docstrings by `make docs`; edit those, not this page.*

What `import model` and `import experiments` offer. Everything else may change without notice. Each example is run by the tests, after
the lines that open its part. [mesa.md](mesa.md) is a guide for users of Mesa, [sweeps.md](sweeps.md) one for designs and sensitivity;
words are explained in the [glossary](glossary.md).
"""


def api_page() -> str:
    """The page of public names.

    Returns:
        Markdown text, ending with a newline.
    """
    blocks = [_INTRODUCTION]
    shown: set[type] = set()
    for package in PACKAGES:
        names = list(public_names(package))
        rows = [(f"[`{entry.name}`](#{_anchor(package, entry)})", _prose(entry.parts.meaning.split("\n\n")[0])) for entry in names]
        blocks += [f"## {package}\n", *grid(("name", "what it is"), rows), "", "Before its examples:", "", _code(BEFORE[package])]
        for entry in names:
            blocks += [f"### {package}.{entry.name}\n", *_entry(entry)]
            if entry.kind == "class":
                blocks += _inside(entry.value, shown)
    return "\n".join(blocks).rstrip("\n") + "\n"


def _anchor(package: str, entry: Entry) -> str:
    return f"{package}{entry.name}".lower()


def _entry(entry: Entry) -> Iterator[str]:
    parts = entry.parts
    if entry.kind in ("function", "method") or (entry.kind == "class" and people_make(entry.value)):
        yield _code(_signature(entry))
    yield _prose(parts.meaning) + "\n"
    yield from _listed("Args", parts.args)
    yield from _listed("Attributes", parts.attributes)
    if entry.kind == "class" and issubclass(entry.value, Typed):
        kind = type_name(entry.value)
        yield f"Its keys are those of [`{kind}`](instruments.md#{kind}) in a file, `type` left out.\n"
    elif entry.kind == "class" and issubclass(entry.value, BaseModel):
        yield from _fields(entry.value)
    if parts.returns:
        yield f"**Returns:** {_prose(parts.returns)}\n"
    yield from _listed("Raises", parts.raises)
    if parts.example:
        yield _code(parts.example)


def _inside(owner: type, shown: set[type]) -> Iterator[str]:
    """Properties and methods of a class, then those of its bases that no class before it had."""
    yield from _members(owner)
    for base in bases(owner):
        if base not in shown:
            parts = parts_of(inspect.cleandoc(base.__doc__ or ""))
            yield f"#### {base.__name__}\n\nWhat `{owner.__name__}` stands on. {_prose(parts.meaning)}\n"
            yield from (*_listed("Attributes", parts.attributes), *_members(base))
        else:
            yield f"Also what [`{base.__name__}`](#{base.__name__.lower()}) has.\n"
        shown.add(base)


def _members(owner: type) -> Iterator[str]:
    found = list(members(owner))
    properties = [(f"`{entry.name.split('.')[1]}`", _prose(_in_a_cell(entry))) for entry in found if entry.kind == "property"]
    if properties:
        yield from (*grid(("property", "what it is"), properties), "")
    for entry in found:
        if entry.kind == "method":
            yield from (f"#### {entry.name}\n", *_entry(entry))


def _in_a_cell(entry: Entry) -> str:
    parts = entry.parts
    raises = "".join(f" Raises `{name}` {words}" for name, words in parts.raises.items())
    return " ".join(f"{parts.meaning} {parts.returns}{raises}".split())


def _fields(owner: type[BaseModel]) -> Iterator[str]:
    rows = []
    for name, field in owner.model_fields.items():
        extra = field.json_schema_extra
        unit = str(extra.get("unit", "")) if isinstance(extra, dict) else ""
        rows.append((f"`{name}`", "required" if field.is_required() else "", text(unit), _prose(meanings(owner)[name])))
    yield from (*grid(("key", "", "unit", "meaning"), rows), "")


def _listed(heading: str, entries: Mapping[str, str]) -> Iterable[str]:
    return [f"**{heading}:**\n", *(f"- `{name}`: {_prose(words)}" for name, words in entries.items()), ""] if entries else []


def _signature(entry: Entry) -> str:
    """How it is called, as the sources write it; a block of a file takes its keys, listed below."""
    name = entry.name if entry.kind != "method" else entry.name.split(".")[1]
    if entry.kind == "class" and issubclass(entry.value, BaseModel):
        return f"{name}(**keys)"
    signature = inspect.signature(entry.value)
    given = [parameter.replace(annotation=_Annotation(parameter.annotation)) for parameter in signature.parameters.values()]
    given = [parameter for parameter in given if parameter.name not in ("self", "cls")]
    gives = inspect.Signature.empty if entry.kind == "class" else _Annotation(signature.return_annotation)
    return _folded(name + str(signature.replace(parameters=given, return_annotation=gives)))


class _Annotation:
    """An annotation that shows itself as the sources write it: no quotes, no module before a name."""

    def __init__(self, annotation: Any) -> None:
        self._text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)

    def __repr__(self) -> str:
        words = re.sub(r"\b(?:[a-z_]\w*\.)+(?=[A-Z])", "", self._text).replace("numpy.", "np.").replace("rec.", "")
        return re.sub(r"^Optional\[(.*)\]$", r"\1 | None", words)


def _folded(call: str) -> str:
    """A long call with one argument a line."""
    if len(call) <= WIDTH or "(" not in call:
        return call
    head, _, rest = call.partition("(")
    pieces, depth, start = [], 0, 0
    for position, character in enumerate(rest):
        depth += (character in "([{") - (character in ")]}")
        if depth < 0:
            break
        if character == "," and not depth:
            pieces.append(rest[start:position].strip())
            start = position + 1
    lines = ",\n    ".join([*pieces, rest[start:position].strip()])
    return f"{head}(\n    {lines},\n{rest[position:]}"


def _prose(words: str) -> str:
    """Text in which marks of Markdown stand for themselves, but for code in backticks."""
    pieces = re.split(r"(`[^`]*`)", words)
    return "".join(piece if piece.startswith("`") else text(piece) for piece in pieces)


def _code(lines: str) -> str:
    return f"```python\n{lines.strip()}\n```\n"
