"""The generated page of instruments: the library of calls, and the keys of every instrument and shock."""

from collections.abc import Iterable, Mapping
from inspect import cleandoc
from typing import Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from experiments.showing.markdown import grid, text
from model.reading.slots import Slot, allowed, blocks, inside, limits, list_item, type_name, type_word, usual
from model.scenario.instruments import Instrument, InstrumentBlock
from model.scenario.library import Call, calls
from model.scenario.shocks import Shock, ShockBlock

_INTRODUCTION: Final = """\
# Instruments

*Generated from `scenarios/instruments/` and `model/scenario/` by `make docs`; edit those, not this page.*

An instrument of a scenario is written out, or it is a real call with what differs:

```yaml
instruments:
  - call: milano_voucher_2013
    hubs: [adda]
    budget_eur: 30000
  - type: rent_relief
    payer: municipality
    share: 0.5
```

A call may stand wherever instruments do, in the scenario and in its policies. The keys beside `call` replace those of the
call, `null` takes one away, and the type stays. Unless `name` says otherwise the instrument has the name of the call. The
scenario that is written next to the results shows it in full. `coworking instruments` lists the calls, with a name it shows one.

A call is as near to the real one as the keys allow: what is assumed, what stands for a rule and what nothing stands for is said
below. Pots are those of the call, of a whole city, region or country; for one hub write a smaller `budget_eur`. The dates of
the call are not kept: write `start` and `end`, or it is in force during the whole run.
"""

_PARTS: Final = {
    "measured": "Figures of the call",
    "assumed": "Assumed here",
    "stands_for": "What stands for its rules",
    "not_represented": "Not represented",
}


def instruments_page(library: Mapping[str, Call] | None = None) -> str:
    """The page of calls, instruments and shocks.

    Args:
        library: calls by name; those that ship by default.

    Returns:
        Markdown text, ending with a newline.
    """
    listed = calls() if library is None else library
    instruments, shocks = (blocks(Slot(union)) for union in (Instrument, Shock))
    lines = [
        _INTRODUCTION,
        *_overview(listed.values()),
        *(line for call in listed.values() for line in _one_call(call)),
        "## Keys of every instrument\n",
        *_keys(instruments, InstrumentBlock, own=False),
        *(line for block in instruments for line in _one_type(block, InstrumentBlock)),
        "## Keys of every shock\n",
        "Shocks stand under `shocks`, in a scenario or a policy; no call stands for one.\n",
        *_keys(shocks, ShockBlock, own=False),
        *(line for block in shocks for line in _one_type(block, ShockBlock)),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _overview(listed: Iterable[Call]) -> list[str]:
    rows = []
    for call in listed:
        kind = f"`{call.instrument.type}`" if call.instrument else "none"
        rows.append((f"`{call.name}`", text(call.territory), text(call.year), kind, text(call.pays())))
    return ["## Calls\n", *grid(("name", "where", "when", "type", "pays"), rows), ""]


def _one_call(call: Call) -> list[str]:
    lines = [f"### `{call.name}`\n", f"{text(call.title)}. Source: {text(call.source)}.", ""]
    if call.uptake:
        lines += [f"Use: {text(call.uptake)}.", ""]
    for part, words in _PARTS.items():
        if sentences := getattr(call, part):
            lines += [f"{words}:\n", *(f"- {text(sentence)}" for sentence in sentences), ""]
    return lines


def _one_type(block: type[BaseModel], common: type[BaseModel]) -> list[str]:
    meaning = cleandoc(block.__doc__ or "")
    return [f"### `{type_name(block)}`\n", f"{text(meaning)}\n", *_keys([block], common, own=True)]


def _keys(kinds: list[type[BaseModel]], common: type[BaseModel], *, own: bool) -> list[str]:
    """A table of the keys of a block that only it has, or of those that all have."""
    block = kinds[0]
    chosen = {name: field for name, field in block.model_fields.items() if (name not in common.model_fields) == own}
    rows = [_row(block, name, field) for name, field in chosen.items() if not own or name not in ("type", "name")]
    if not own:
        rows = [
            ("`type`", "one of " + ", ".join(f"`{type_name(kind)}`" for kind in kinds), "", "", "", "required", "Which one it is."),
            ("`name`", "short name", "", "", "", "the type", "Short name, its own in the scenario."),
            *rows,
        ]
    return [*grid(("key", "value", "unit", "plausible", "allowed", "default", "meaning"), rows), ""]


def _row(block: type[BaseModel], name: str, field: FieldInfo) -> tuple[str, ...]:
    slot = inside(Slot(block), None, name)
    assert slot is not None
    low, high, unit = limits(slot)
    plausible, hard = usual(slot), ""
    if plausible is not None:
        hard = "" if plausible == (low, high) else f"{_amount(low)} – {_amount(high)}"
    ordinary = "" if plausible is None else f"{_amount(plausible[0])} – {_amount(plausible[1])}"
    return f"`{name}`", _value(slot), text(unit), ordinary, hard, _default(field), text(field.description or "")


def _value(slot: Slot) -> str:
    """What to write: a closed list in full, else the kind of value."""
    words = ", ".join(f"`{word}`" for word in allowed(slot))
    if list_item(slot) is not None:
        return f"list of {words or 'texts'}"
    if words:
        return words
    word = type_word(slot)
    if word == "value":  # months are written in two ways
        return "month"
    return {"truth": "`true` or `false`"}.get(word, word)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default is None:
        return ""
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    if isinstance(field.default, tuple):
        return "all"
    return _amount(field.default) if isinstance(field.default, int | float) else text(str(field.default))


def _amount(value: float) -> str:
    """Unlike a parameter, a limit of an instrument may be a million euros: written out, with thousands apart."""
    return f"{value:,.10g}".replace("-", "−").replace("inf", "∞")
