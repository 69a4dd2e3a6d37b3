"""What can be set on the page, read off the classes of instruments and hubs and off the catalogue: no key, unit or range is listed here.

A control is a key of a scenario file. It carries the meaning, unit and ranges that messages and the documentation read too.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import BaseModel

from experiments.questions.generosity import SCALES
from model.catalogue import Parameter
from model.parameter_sets import shipped
from model.parameters import CATALOGUE
from model.reading.fields import Month
from model.reading.meanings import meanings
from model.reading.slots import Slot, allowed, blocks, inside, limits, meaning, type_name, type_word, usual
from model.scenario import Scenario
from model.scenario.hubs import HubChange, HubSpec, Prices
from model.scenario.instrument_block import InstrumentBlock
from model.scenario.instruments import Instrument

Kind = Literal["number", "truth", "choice", "several", "month"]
Value = float | int | str | bool | list[str] | None

_NO_CONTROL: Final = ("type", "name", "title", "title_it", "source")  # what is written, not set
_COUNTED_ONE_BY_ONE: Final = 200  # positions of a slider that can still be aimed at
KIND_OF_NAME: Final = {
    "payer": "payer", "second_payer": "payer", "operator": "operator", "operators": "operator", "building": "building",
    "specialisation": "field_long", "fields": "field_long",
}  # fmt: skip
"""Keys whose words are those of another kind of name, in a language; all others are of the kind 'option'."""


@dataclass(frozen=True)
class Control:
    """One thing that can be set.

    Attributes:
        id: its place, such as 'i.voucher.share', 'h.adda.prices.flex' or 'p.beta_n'.
        path: the same as keys of the block it stands in.
        kind: a number, yes or no, one of several words, some of them, or a month.
        meaning: what it means, in English, as it stands beside the code.
        unit: of a number.
        low, high: plausible range of a number, the ends of its slider; equal where there is no sensible slider.
        whole: whether a number is counted.
        options: the words to choose from.
        option_kind: the kind of name they have in a language.
        optional: whether it may be left out.
        default: what the model takes then, where that is a value.
        known: the entry of the catalogue behind it; None for what somebody decides.
    """

    id: str
    path: tuple[str, ...]
    kind: Kind
    meaning: str
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    least: float = -math.inf
    most: float = math.inf
    whole: bool = False
    options: tuple[str, ...] = ()
    option_kind: str = "option"
    optional: bool = True
    default: Value = None
    known: Parameter | None = None

    @property
    def slides(self) -> bool:
        """Whether a slider helps: a plausible range whose ends are near enough to one another."""
        return self.kind == "number" and self.low < self.high and self.high - self.low < 1e6

    @property
    def step(self) -> float:
        """From one position of the slider to the next: about a hundredth of its range, a round number."""
        width = self.high - self.low
        rough = 10.0 ** math.floor(math.log10(width / 100))
        step = next(rough * times for times in (1, 2, 5, 10) if rough * times >= width / 100 * 0.999)
        return (1.0 if width <= _COUNTED_ONE_BY_ONE else max(step, 1.0)) if self.whole else step


@dataclass(frozen=True)
class Group:
    """Controls that stand together.

    Attributes:
        id: 'i.voucher', 'h.adda', 'p.choice'.
        of: an instrument, a hub or parameters.
        code: the type of the instrument, the name of the hub, the submodel.
        controls: the first to be shown.
        further: what is set more rarely, folded away.
        meaning: what it is, in English.
    """

    id: str
    of: Literal["instrument", "hub", "parameters"]
    code: str
    controls: tuple[Control, ...]
    further: tuple[Control, ...] = ()
    meaning: str = ""

    @property
    def all(self) -> tuple[Control, ...]:
        """Every control of the group."""
        return self.controls + self.further


def instruments(hubs: tuple[str, ...] = ()) -> list[Group]:
    """A group for each instrument there is; its own keys first, those that all have folded away.

    Args:
        hubs: names of the hubs it may apply to.
    """
    groups = []
    for block in blocks(Slot(Instrument)):
        kind = type_name(block)
        found = list(_of_block(block, f"i.{kind}", hubs))
        along = {key for scale in SCALES.values() if scale.type == kind for key in scale.along}
        first = [one for one in found if not one.optional or one.path[-1] in along | {"end"} or _has_own_default(one)]
        first.sort(key=lambda one: (one.path[-1] in InstrumentBlock.model_fields, one.optional))  # what it is; who pays; until when
        rest = [one for one in found if one not in first]
        groups.append(Group(f"i.{kind}", "instrument", kind, tuple(first), tuple(rest), (block.__doc__ or "").split("\n")[0]))
    return groups


def _has_own_default(control: Control) -> bool:
    """Whether it is a figure of one instrument alone, with something that stands when it is left out."""
    return control.path[-1] not in InstrumentBlock.model_fields and control.kind == "number" and control.default is not None


def hubs(scenario: Scenario) -> list[Group]:
    """A group for each hub of a scenario; what it states, and its prices, first."""
    groups = []
    for hub in scenario.hubs:
        found = [*_of_block(HubChange, f"h.{hub.name}", towns=tuple(scenario.territory.towns))]
        prices = [*_of_block(Prices, f"h.{hub.name}.prices", above=("prices",))]
        stated = [one for one in found if one.slides and (one.path[0] in hub.model_fields_set or one.known)]
        rest = [one for one in found if one not in stated]
        groups.append(Group(f"h.{hub.name}", "hub", hub.name, (*stated, *prices), tuple(rest)))
    return groups


def parameters() -> list[Group]:
    """The numbers nobody knows, which the shipped sets of parameters vary, by the submodel they act in."""
    by_section: dict[str, list[Control]] = {}
    for name in shipped().names:
        entry = CATALOGUE[name]
        by_section.setdefault(entry.section, []).append(
            Control(
                f"p.{name}", (name,), "number", entry.meaning, entry.unit, entry.low, entry.high, entry.hard_low, entry.hard_high,
                default=entry.default, known=entry,
            )
        )
    return [Group(f"p.{section}", "parameters", section, tuple(found)) for section, found in by_section.items()]


def groups(scenario: Scenario) -> list[Group]:
    """All that can be set in a scenario."""
    return [*instruments(tuple(hub.name for hub in scenario.hubs)), *hubs(scenario), *parameters()]


def _of_block(
    block: type[BaseModel], prefix: str, named: tuple[str, ...] = (), towns: tuple[str, ...] = (), above: tuple[str, ...] = ()
) -> Iterator[Control]:
    """A control for each key of a block that one can set: no texts in words, no blocks inside it."""
    for name, field in block.model_fields.items():
        slot = inside(Slot(block), None, name)
        if slot is None or name in _NO_CONTROL:
            continue
        words = {"hubs": named, "town": towns}.get(name) or allowed(slot)
        kind = _kind(slot, field.annotation, words)
        if kind is None:
            continue
        low, high = usual(slot) or (0.0, 0.0)
        least, most, unit = limits(slot)
        default = None if field.is_required() else field.default
        yield Control(
            f"{prefix}.{name}", (*above, name), kind, " ".join((meaning(slot) or meanings(block)[name]).split()), unit,
            low, high, least, most, type_word(slot) == "whole number",
            words, "" if name in ("hubs", "town") else KIND_OF_NAME.get(name, "option"), not field.is_required(),
            list(default) if isinstance(default, tuple) else default, _catalogued(name, block),
        )  # fmt: skip


def _kind(slot: Slot, annotation: Any, words: tuple[str, ...]) -> Kind | None:
    word = type_word(slot)
    if word in ("number", "whole number"):
        return "number"
    if word == "truth":
        return "truth"
    if words and word in ("text", "list"):
        return "choice" if word == "text" else "several"
    return "month" if word == "value" and _is_month(annotation) else None


def _is_month(annotation: Any) -> bool:
    """Whether a value is a month: its annotation, or an option of it, has the mark of one."""
    mark = Month.__metadata__[0]  # type: ignore[attr-defined]
    stack = [annotation]
    while stack:
        each = stack.pop()
        metadata = getattr(each, "__metadata__", ())
        if any(type(one) is type(mark) for one in metadata):
            return True
        stack += getattr(each, "__args__", ())
    return False


def _catalogued(name: str, block: type[BaseModel]) -> Parameter | None:
    """The entry of the catalogue that stands for a figure of a hub that is left out."""
    if block not in (HubChange, HubSpec, Prices):
        return None
    return CATALOGUE.get(name) or CATALOGUE.get(f"price_{name}_eur")
