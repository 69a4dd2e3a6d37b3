"""The generated page of the keys of every instrument and shock."""

import math
from collections.abc import Iterator
from inspect import cleandoc
from typing import Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from experiments.dashboard.controls import KIND_OF_NAME
from experiments.documentation.public_names import parts_of
from experiments.languages import SOURCE, Words
from experiments.showing.markdown import grid, text
from model.reading.meanings import meanings
from model.reading.slots import Slot, allowed, blocks, inside, limits, list_item, type_name, type_word, usual
from model.scenario.instrument_block import InstrumentBlock
from model.scenario.instruments import Instrument
from model.scenario.shocks import Shock, ShockBlock

_WHICH: Final = "Which one it is."
_SHORT: Final = "Short name, its own in the scenario."


def instruments_page(lang: str = SOURCE) -> str:
    """The page of instruments and shocks.

    Args:
        lang: its language.

    Returns:
        Markdown text, ending with a newline.
    """
    words = Words(lang, "pages")
    instruments, shocks = (blocks(Slot(union)) for union in (Instrument, Shock))
    lines = [
        words("instruments"),
        f"## {words('of_every_instrument')}\n",
        *_keys(instruments, InstrumentBlock, words, own=False),
        *(line for block in instruments for line in _one_type(block, InstrumentBlock, words)),
        f"## {words('of_every_shock')}\n",
        f"{words('shocks_stand')}\n",
        *_keys(shocks, ShockBlock, words, own=False),
        *(line for block in shocks for line in _one_type(block, ShockBlock, words)),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _one_type(block: type[BaseModel], common: type[BaseModel], words: Words) -> list[str]:
    said = "\n\n".join(words.key_meaning(part) for part in _paragraphs(block))
    return [f"### `{type_name(block)}`\n", f"{text(said)}\n", *_keys([block], common, words, own=True)]


def _paragraphs(block: type[BaseModel]) -> list[str]:
    return parts_of(cleandoc(block.__doc__ or "")).meaning.split("\n\n")


def described() -> Iterator[str]:
    """Every text of the page, in English, that another language has words for: what blocks are, and what their keys mean."""
    yield from (_WHICH, _SHORT)
    for union in (Instrument, Shock):
        for block in blocks(Slot(union)):
            yield from _paragraphs(block)
            yield from (meanings(block)[name] for name in block.model_fields if name not in ("type", "name"))


def _keys(kinds: list[type[BaseModel]], common: type[BaseModel], words: Words, *, own: bool) -> list[str]:
    """A table of the keys of a block that only it has, or of those that all have."""
    block = kinds[0]
    chosen = {name: field for name, field in block.model_fields.items() if (name not in common.model_fields) == own}
    rows = [_row(block, name, field, words) for name, field in chosen.items() if not own or name not in ("type", "name")]
    if not own:
        types = words("one_of", words=", ".join(_choice(type_name(kind), "type", words) for kind in kinds))
        rows = [
            ("`type`", words.key_meaning(_WHICH), types, "", "", "", words("must")),
            ("`name`", words.key_meaning(_SHORT), words("short_name"), "", "", "", words("its_type")),
            *rows,
        ]
    return [*grid([words(key) for key in ("key", "meaning", "value", "unit", "plausible", "allowed", "left_out")], rows), ""]


def _row(block: type[BaseModel], name: str, field: FieldInfo, words: Words) -> tuple[str, ...]:
    slot = inside(Slot(block), None, name)
    assert slot is not None
    low, high, unit = limits(slot)
    plausible, hard = usual(slot), ""
    if plausible is not None:
        hard = "" if plausible == (low, high) else f"{_amount(low, words)} – {_amount(high, words)}"
    ordinary = "" if plausible is None else f"{_amount(plausible[0], words)} – {_amount(plausible[1], words)}"
    meaning = words.key_meaning(meanings(block)[name])
    return f"`{name}`", text(meaning), _value(slot, name, words), text(words.unit(unit)), ordinary, hard, _default(field, words)


def _value(slot: Slot, name: str, words: Words) -> str:
    """What to write: a closed list in full, with what each word means in another language; the keys of a block; else the kind of value."""
    choices = ", ".join(_choice(word, name, words) for word in allowed(slot))
    if list_item(slot) is not None:
        return words("list_of", words=choices or words("texts"))
    if choices:
        return choices
    if within := blocks(slot):
        return words("block_of", keys=", ".join(f"`{key}`" for key in within[0].model_fields))
    word = type_word(slot)
    return words("month" if word == "value" else word.replace(" ", "_"))  # months are written in two ways


def _choice(word: str, key: str, words: Words) -> str:
    meant = words.name("measure" if key == "type" else KIND_OF_NAME.get(key, "option"), word)
    return f"`{word}`" if words.lang == SOURCE or meant == word else f"`{word}` ({meant})"


def _default(field: FieldInfo, words: Words) -> str:
    if field.is_required():
        return words("must")
    if field.default is None or isinstance(field.default, BaseModel):
        return ""
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    if isinstance(field.default, tuple):
        return words("all")
    return _amount(field.default, words) if isinstance(field.default, int | float) else text(str(field.default))


def _amount(value: float, words: Words) -> str:
    """Unlike a parameter, a limit of an instrument may be a million euros: written out, with thousands apart."""
    decimals = len(f"{value:.10g}".partition(".")[2])
    return words.number(value, decimals) if math.isfinite(value) else f"{value}".replace("-", "−").replace("inf", "∞")
