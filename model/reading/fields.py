"""The kinds of value a scenario file holds: quantities with a unit and a range, months, names, closed lists."""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Annotated, Any, Final, NoReturn, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from model.parameters import CATALOGUE
from model.reading.messages import explain
from model.reading.nodes import tree
from model.reading.problems import Finding, ScenarioError

BEYOND: Final = 30_000  # a month no run reaches
WHEN_VIABLE: Final = "when_viable"  # opening of a hub that is left to its operator


class ReadOnly(dict[Any, Any]):
    """A map inside of a block, checked with it: to change it in place is refused, as it would go by the check. Copies of it are as well."""

    def _refuse(self, *values: object, **named: object) -> NoReturn:
        raise TypeError(
            "a map of a scenario stays as it was checked; write case.change(...) of a case, or scenario.model_copy(update={...}), for "
            "another one, or dict(...) for a map of your own"
        )

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)


Item = TypeVar("Item")
Key = TypeVar("Key")
Items = Annotated[tuple[Item, ...], Field(strict=False)]
Map = Annotated[dict[Key, Item], AfterValidator(ReadOnly)]

_YEAR_MONTH: Final = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])")
_YEARS: Final = range(1900, 2200)  # far beyond the months of any run
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
_LABEL: Final = re.compile(r"[^/\\:*?\"<>|\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,120}")
_LABEL_BYTES: Final = 200  # systems take 255, and what is written for a while has a longer name
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9])(\..*)?", re.IGNORECASE)  # which Windows takes for no file


class Block(BaseModel):
    """A block of a scenario file: immutable, no unknown keys, numbers and texts taken as written."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, defer_build=True)

    def __init__(self, **keys: Any) -> None:
        keys = {key: _number(value) for key, value in keys.items()}
        try:
            super().__init__(**keys)
        except ValidationError as error:
            raise ScenarioError(finding.nowhere() for finding in _findings(type(self), keys, error)) from None

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # blocks inside of blocks are made without it

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other values of some keys, checked as if it were made anew.

        Args:
            update: values by key.
            deep: whether what it holds is copied too.

        Returns:
            A new block; this one stays as it is.

        Raises:
            model.scenario.ScenarioError: listing what is wrong, in the words of the reader of files.

        Example:
            >>> scenario.hubs[0].model_copy(update={"desks": 20}).desks
            20
        """
        kept = super().model_copy(deep=deep)
        if not update:
            return kept
        keys = {name: getattr(kept, name) for name in kept.model_fields_set} | {key: _number(value) for key, value in update.items()}
        try:
            return type(self).model_validate(keys)
        except ValidationError as error:
            raise ScenarioError(finding.nowhere() for finding in _findings(type(self), keys, error)) from None


def _findings(block: type[Block], keys: Mapping[str, Any], error: ValidationError) -> list[Finding]:
    """What is wrong with the keys of a block: what its own check has found, else what the schema says."""
    details = error.errors(include_url=False)
    own = [detail["ctx"]["error"] for detail in details if "error" in detail.get("ctx", {})]
    found = [finding for refused in own if isinstance(refused, Refused) for finding in refused.findings]
    return found or list(explain(tree(_plain(keys)), block, details))


def _number(value: Any) -> Any:
    """A number of numpy as one of Python."""
    return value.item() if hasattr(value, "dtype") and getattr(value, "ndim", None) == 0 else value


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_unset=True)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


class Refused(ValueError):
    """What the schema of a block cannot say is wrong with it; `findings` are the errors."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__("; ".join(f"{finding.key}: {finding.message}" for finding in self.findings))


def quantity(unit: str, plausible: tuple[float, float] | None = None, *, least: float = 0.0, most: float, default: Any = ...) -> Any:
    """A number with its unit.

    Args:
        unit: unit in words, shown in messages and in the JSON Schema.
        plausible: range outside which a warning asks whether the figure is meant; the hard range if left out.
        least: hard lower bound, below which the number means nothing.
        most: hard upper bound, a guard against slips (a price in cents, one zero too many).
        default: value when the key is left out; required if not given.
    """
    low, high = plausible or (least, most)
    return Field(default, ge=least, le=most, json_schema_extra={"unit": unit, "plausible": [low, high]})


def catalogued(parameter: str, *, most: float) -> Any:
    """A figure of a hub that is left to the catalogue's default when its key is left out (None)."""
    entry = CATALOGUE[parameter]
    return quantity(entry.unit, (entry.low, entry.high), least=entry.hard_low, most=min(most, entry.hard_high), default=None)


class _Checked:
    """A text or number accepted by `accept`, described to editors by `json`."""

    def __init__(self, accept: Any, json: dict[str, Any]) -> None:
        self._accept = accept
        self._json = json

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._accept, serialization=core_schema.simple_ser_schema("any"))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return deepcopy(self._json)  # the caller adds to it


def _year_month(value: object) -> str:
    if isinstance(value, str) and _YEAR_MONTH.fullmatch(value):
        return value
    raise PydanticCustomError("year_month", "expected a year and month, write it as 2022-01")


def _month(value: object) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool):
        if value in _YEARS:
            raise PydanticCustomError("month", "a year without its month; write the month too, as {year}-01", {"year": value})
        if 0 <= value < BEYOND:
            return value
        if value > 0:
            raise PydanticCustomError("month", "a month counts from 0, the first of the run; no run reaches this one")
        raise PydanticCustomError("month", "a month counts from 0, the first of the run; for an earlier one change 'start'")
    if isinstance(value, str) and _YEAR_MONTH.fullmatch(value):
        return value
    raise PydanticCustomError("month", "expected a month, write months from the first (0, 12 ...) or a year and month as 2022-01")


def _opening(value: object) -> int | str:
    if value == WHEN_VIABLE:
        return WHEN_VIABLE
    if isinstance(value, str) and not _YEAR_MONTH.fullmatch(value):
        raise PydanticCustomError(
            "month",
            "expected a month, write months from the first (0, 12 ...) or a year and month as 2022-01, or 'when_viable' to leave it to the "
            "operator",
        )
    return _month(value)


def _name(value: object) -> str:
    if isinstance(value, str) and _NAME.fullmatch(value):
        return value
    raise PydanticCustomError("name", "expected a short name of letters, digits, '_' and '-' that begins with a letter")


def _label(value: object) -> str:
    if isinstance(value, str) and _LABEL.fullmatch(value) and value.rstrip(". ") == value and not _DEVICE.fullmatch(value):
        if len(value.encode()) <= _LABEL_BYTES:
            return value
        text = "{size} bytes long, and the name of a file has {most} at most; write a shorter 'name'"
        raise PydanticCustomError("name", text, {"size": len(value.encode()), "most": _LABEL_BYTES})
    raise PydanticCustomError("name", "expected a short name that can be the name of a file")


_YEAR_MONTH_JSON: Final = {"type": "string", "pattern": f"^{_YEAR_MONTH.pattern}$"}
_MONTH_JSON: Final = {"type": "integer", "minimum": 0, "maximum": BEYOND - 1}
YearMonth = Annotated[str, _Checked(_year_month, _YEAR_MONTH_JSON)]
Month = Annotated[int | str, _Checked(_month, {"anyOf": [_MONTH_JSON, _YEAR_MONTH_JSON]})]
Opening = Annotated[int | str, _Checked(_opening, {"anyOf": [_MONTH_JSON, _YEAR_MONTH_JSON, {"const": WHEN_VIABLE}]})]
Label = Annotated[str, _Checked(_label, {"type": "string", "minLength": 1, "maxLength": 120})]
Name = Annotated[str, _Checked(_name, {"type": "string", "pattern": f"^{_NAME.pattern}$"})]


def month_index(month: int | str, start: str) -> int:
    """Months from the first month of the run (0); negative before it.

    Args:
        month: months from the first, or "YYYY-MM".
        start: first month of the run, "YYYY-MM".
    """
    if isinstance(month, int):
        return month
    year, number = (int(part) for part in month.split("-"))
    first_year, first_number = (int(part) for part in start.split("-"))
    return (year - first_year) * 12 + number - first_number


class Window(Block):
    """The months in which something is in force: from `start`, up to but without `end`."""

    start: Month | None = None
    """First month in force: months from the first of the run, or a year and month (default: the first of the run)."""
    end: Month | None = None
    """First month no longer in force: months from the first of the run, or a year and month (default: in force to the end)."""

    def window(self, run_start: str, horizon_months: int) -> tuple[int, int]:
        """First month in force and first no longer in force, clipped to the run; equal when it never is."""
        first = 0 if self.start is None else month_index(self.start, run_start)
        end = horizon_months if self.end is None else month_index(self.end, run_start)
        first = min(max(first, 0), horizon_months)
        return first, min(max(end, first), horizon_months)
