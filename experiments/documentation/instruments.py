"""The generated page of the keys of every instrument and shock."""

from inspect import cleandoc
from typing import Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from experiments.documentation.public_names import parts_of
from experiments.showing.markdown import grid, text
from model.reading.meanings import meanings
from model.reading.slots import Slot, allowed, blocks, inside, limits, list_item, type_name, type_word, usual
from model.scenario.instrument_block import InstrumentBlock
from model.scenario.instruments import Instrument
from model.scenario.shocks import Shock, ShockBlock

_INTRODUCTION: Final = """\
# Instruments and shocks

*Generated from `model/scenario/` by `make docs`; edit that, not this page.*

An instrument of a scenario is written out, as here, or it is a real call with what differs ([calls.md](calls.md)):

```yaml
instruments:
  - type: rent_relief
    payer: municipality
    share: 0.5
```
"""


def instruments_page() -> str:
    """The page of instruments and shocks.

    Returns:
        Markdown text, ending with a newline.
    """
    instruments, shocks = (blocks(Slot(union)) for union in (Instrument, Shock))
    lines = [
        _INTRODUCTION,
        "## Keys of every instrument\n",
        *_keys(instruments, InstrumentBlock, own=False),
        *(line for block in instruments for line in _one_type(block, InstrumentBlock)),
        "## Keys of every shock\n",
        "Shocks stand under `shocks`, in a scenario or a policy; no call stands for one.\n",
        *_keys(shocks, ShockBlock, own=False),
        *(line for block in shocks for line in _one_type(block, ShockBlock)),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _one_type(block: type[BaseModel], common: type[BaseModel]) -> list[str]:
    meaning = parts_of(cleandoc(block.__doc__ or "")).meaning
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
    return f"`{name}`", _value(slot), text(unit), ordinary, hard, _default(field), text(meanings(block)[name])


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
