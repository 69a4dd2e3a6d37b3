"""Places of the schema: what may stand under each key of a scenario file. Messages and warnings read units and ranges from here."""

from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from model.reading.meanings import meanings
from model.reading.nodes import Node
from model.reading.one_of import OneOf


@dataclass(frozen=True)
class Slot:
    """A place of the schema: what may stand there, the block it belongs to, and the field it is (None for items and map values)."""

    type: Any
    owner: type[BaseModel] | None = None
    field: FieldInfo | None = None


def blocks(slot: Slot) -> list[type[BaseModel]]:
    """The kinds of block that may stand at a place: one, several for a typed list, or none."""
    annotation = _bare(slot.type)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Union, UnionType):
        return [block for option in get_args(annotation) for block in blocks(Slot(option))]
    return []


def _bare(annotation: Any) -> Any:
    """The annotation without metadata and without `| None`."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, UnionType):
            options = [option for option in get_args(annotation) if option is not type(None)]
            if len(options) > 1:
                return annotation
            annotation = options[0]
        else:
            return annotation


def block_of(slot: Slot, node: Node | None) -> type[BaseModel] | None:
    """The block that stands at a place, told by its `type` where there are several kinds."""
    options = blocks(slot)
    if len(options) < 2:
        return options[0] if options else None
    chosen = node.child("type") if node else None
    return next((block for block in options if chosen and type_name(block) == chosen.value), None)


def type_name(block: type[BaseModel]) -> str:
    """The word that stands in `type:` for an instrument or shock."""
    return str(get_args(block.model_fields["type"].annotation)[0])


def inside(slot: Slot, node: Node | None, part: str | int) -> Slot | None:
    """The place under a key or position."""
    block = block_of(slot, node)
    if block is not None:
        field = block.model_fields.get(str(part))
        return Slot(_with_metadata(field), block, field) if field else None
    annotation = _bare(slot.type)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple and isinstance(part, int):
        return Slot(arguments[0])
    if origin is dict and isinstance(part, str):
        return Slot(arguments[1])
    return None


def _with_metadata(field: FieldInfo) -> Any:
    annotation = field.annotation
    return Annotated[annotation, *field.metadata] if field.metadata else annotation


def allowed(slot: Slot | None) -> tuple[str, ...]:
    """The closed list a text must be from; empty if any text will do."""
    if slot is None:
        return ()
    stack = [slot.type]
    while stack:
        annotation = stack.pop()
        if isinstance(annotation, OneOf):
            return annotation.values
        stack += get_args(annotation) + getattr(annotation, "__metadata__", ())
    return ()


def list_item(slot: Slot) -> Any:
    """What the items of a list are; None where there is no list."""
    annotation = _bare(slot.type)
    return get_args(annotation)[0] if get_origin(annotation) is tuple else None


def type_word(slot: Slot) -> str:
    """What kind of value belongs at a place: text, number, whole number, truth, list, map or block."""
    annotation = _bare(slot.type)
    if blocks(slot):
        return "block"
    words = {str: "text", float: "number", int: "whole number", bool: "truth"}
    if annotation in words:
        return words[annotation]
    return {tuple: "list", dict: "map"}.get(get_origin(annotation), "value")


def meaning(slot: Slot) -> str:
    """What a key means, as it stands under its field; '' where nothing does, and for other places."""
    if slot.owner is None:
        return ""
    return next((meanings(slot.owner)[name] for name, field in slot.owner.model_fields.items() if field is slot.field), "")


def limits(slot: Slot) -> tuple[float, float, str]:
    """Hard range and unit of a quantity."""
    low, high, unit = float("-inf"), float("inf"), ""
    if slot.field is not None:
        for rule in slot.field.metadata:
            low, high = getattr(rule, "ge", low), getattr(rule, "le", high)
        if isinstance(slot.field.json_schema_extra, dict):
            unit = str(slot.field.json_schema_extra.get("unit", ""))
    return low, high, unit


def usual(slot: Slot) -> tuple[float, float] | None:
    """Plausible range of a quantity; None for other places."""
    extra = slot.field.json_schema_extra if slot.field else None
    bounds = extra.get("plausible") if isinstance(extra, dict) else None
    return (float(str(bounds[0])), float(str(bounds[1]))) if isinstance(bounds, list) else None
