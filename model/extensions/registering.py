"""Registering what a researcher adds to the model, and taking it out again."""

import inspect
import keyword
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FunctionType
from typing import Annotated, Any, Final, Union

import numpy as np
from pydantic import Field

from model.catalogue import Parameter
from model.extensions.extension import PLACES, REGISTERED, SHIPPED, Extension, ExtensionError
from model.parameters import CATALOGUE, add_entries, remove_entries
from model.reading.slots import Slot, blocks, type_name
from model.reading.wording import did_you_mean
from model.scenario import Policy, Scenario
from model.scenario.instrument_block import InstrumentBlock
from model.scenario.shocks import Shock
from model.series import HUB_SERIES, OWN_SERIES, TOWN_SERIES, Series

_ON_HUBS: Final = ("t", "town", "h", "v", "own")
_ON_THE_TOWN: Final = ("t", "town", "own")
_COLUMNS: Final = frozenset({"policy", "replicate", "hub", "town", "month"})  # of tables of results
_PLAIN: Final[dict[type[Policy | Scenario], Any]] = {owner: owner.model_fields["instruments"].annotation for owner in (Policy, Scenario)}
_TYPES: Final = frozenset(type_name(block) for block in (*SHIPPED, *blocks(Slot(Shock))))


def register_instrument(
    block: type[InstrumentBlock],
    effect: Callable[..., None],
    *,
    agents: Mapping[str, Any] | None = None,
    hubs: Mapping[str, Any] | None = None,
    series: Sequence[Series] = (),
    replace: bool = False,
) -> None:
    """Add an instrument of public policy: from now on scenarios and policies of this process may have it.

    Its class is written as those of `model.scenario.instruments`; `values` names the keys that its function reads. The function is
    compiled. Each month in which the instrument is in force it is called for every open hub that it concerns, after the instruments that
    come with the model and before anybody notices what hubs offer. It pays through `model.month.public_money`, so that every euro
    stands in the ledger.

    Args:
        block: its class, with the word that files write as `type: Literal["..."]` and as the default of `name`.
        effect: `(t, town, h, v, own)`: lets instrument v act on hub h in month t. `own.values` has its keys by name, `own.agents[i]` and
            `own.hubs[h]` what it keeps, `own.series[t, h]` its monthly outcomes, `own.process` the process of its draws.
        agents: what it keeps of each person and firm: names with their numpy types; zero at the start of a run.
        hubs: what it keeps of each hub, likewise.
        series: monthly outcomes of hubs that it writes.
        replace: whether it may take the place of an extension of the same name, as when a cell of a notebook is run again.

    Raises:
        model.extensions.ExtensionError: listing everything wrong with it.

    Example:
        >>> from typing import Literal
        >>> from model.month.public_money import commit, pay_hub
        >>> from model.reading.fields import Name, quantity
        >>> from model.scenario.instrument_block import InstrumentBlock
        >>> class Prize(InstrumentBlock):
        ...     values = ("eur_month",)
        ...     type: Literal["prize"] = "prize"
        ...     name: Name = "prize"
        ...     eur_month: float = quantity("EUR/month", (0, 500), most=10_000)
        ...     def pays(self):
        ...         return f"{self.eur_month:g} EUR a month"
        >>> def prize(t, town, h, v, own):
        ...     pay_hub(t, town, h, v, commit(town, v, own.values.eur_month))
        >>> with extended():
        ...     register_instrument(Prize, prize)
        ...     given = {"type": "prize", "payer": "region", "eur_month": 100}
        ...     Scenario.model_validate({**scenario.written(), "instruments": [given]}).instruments[0].pays()
        '100 EUR a month'
    """
    problems = list(_class_problems(block))
    if problems:
        raise ExtensionError("\n".join(problems))
    name = type_name(block)
    if not hasattr(block, "lever"):
        block.lever = name
    _register(Extension(
        name, {"offers": _plain(effect)}, tuple(block.values), block, (), _row(agents), _row(hubs), tuple(series)
    ), _ON_HUBS, replace=replace)


def register_submodel(
    name: str,
    at: Mapping[str, Callable[..., None]],
    *,
    parameters: Sequence[Parameter],
    agents: Mapping[str, Any] | None = None,
    hubs: Mapping[str, Any] | None = None,
    series: Sequence[Series] = (),
    replace: bool = False,
) -> None:
    """Add a rule of the month.

    It acts in the runs whose scenario, policy or point of a sweep gives one of its parameters another value than the default; in all others
    it is not even called.

    Args:
        name: of the submodel.
        at: its functions `(t, town, own)`, which are compiled, each by the place in the month where it acts: 'offers' (after the
            instruments, before anybody notices what hubs offer), 'choices' (before anybody hears of a hub or chooses) or 'end' (when all is
            recorded).
            `own.values` has its parameters by name; the rest is as for `register_instrument`.
        parameters: numbers of its own, as in the catalogue: `model.extensions.assumed` makes one. The default is the value at which it does
            nothing.
        agents: what it keeps of each person and firm: names with their numpy types; zero at the start of a run.
        hubs: what it keeps of each hub, likewise.
        series: monthly outcomes of hubs that it writes.
        replace: whether it may take the place of an extension of the same name, as when a cell of a notebook is run again.

    Raises:
        model.extensions.ExtensionError: listing everything wrong with it.

    Example:
        >>> from model.extensions import assumed
        >>> def august(t, town, own):
        ...     for h in range(town.hubs.shape[0]):
        ...         if t % 12 == 7:
        ...             town.hubs[h].closure = max(town.hubs[h].closure, own.values.august_away)
        >>> away = assumed("august_away", "share", 0, 0, 0.8, "Share of presence lost in August.", hard_high=1)
        >>> with extended():
        ...     register_submodel("august", {"offers": august}, parameters=[away])
        ...     scenario.assuming({"august_away": 0.5}).parameters["august_away"]
        0.5
    """
    functions: Any = {place: _plain(function) for place, function in at.items()}
    values = tuple(one.name for one in parameters)
    made = Extension(name, functions, values, None, tuple(parameters), _row(agents), _row(hubs), tuple(series))
    _register(made, _ON_THE_TOWN, replace=replace)


def unregister(name: str) -> None:
    """Take an extension out again. Scenarios that use it cannot be run or read any more.

    Args:
        name: word of the instrument's `type`, or name of the submodel.

    Raises:
        model.extensions.ExtensionError: when there is none of that name.

    Example:
        >>> unregister("loss_guarantee")
        Traceback (most recent call last):
        model.extensions.extension.ExtensionError: no extension 'loss_guarantee' is registered; there is none
    """
    if name not in REGISTERED:
        known = did_you_mean(name, REGISTERED) if REGISTERED else "; there is none"
        raise ExtensionError(f"no extension '{name}' is registered{known}")
    gone = REGISTERED.pop(name)
    remove_entries(gone.parameters)
    for one in gone.series:
        del OWN_SERIES[one.name]
    if gone.block is not None:
        _accept_instruments()


@contextmanager
def extended() -> Iterator[None]:
    """Whatever is registered inside is taken out again at the end.

    Returns:
        A context for `with`.

    Example:
        >>> with extended():
        ...     pass  # register, run, compare
    """
    before = set(REGISTERED)
    try:
        yield
    finally:
        for name in [name for name in REGISTERED if name not in before]:
            unregister(name)


def assumed(
    name: str, unit: str, default: float, low: float, high: float, meaning: str, *, source: str = "assumed by an extension",
    hard_low: float = 0.0, hard_high: float = float("inf"),
) -> Parameter:
    """A parameter of a submodel that nobody has measured. One that somebody has is a `model.catalogue.Parameter` written in full.

    Args:
        name: by which scenarios set it.
        unit: in words.
        default: the value at which the submodel does nothing.
        low: least plausible value; a scenario beyond it gives a warning, and sweeps begin there.
        high: greatest plausible value.
        meaning: a sentence.
        source: what was looked for.
        hard_low: least value that means anything.
        hard_high: greatest value that means anything.
    """
    return Parameter(name, "", unit, default, low, high, "assumed", source, "extension", meaning, hard_low=hard_low, hard_high=hard_high)


# --- what is taken, and what is wrong ---


def _register(made: Extension, arguments: tuple[str, ...], *, replace: bool) -> None:
    old = REGISTERED.get(made.name) if replace else None
    problems = list(_problems(made, arguments, old))
    if problems:
        raise ExtensionError("\n".join(problems))
    if old is not None:
        unregister(old.name)
    REGISTERED[made.name] = made
    add_entries(made.parameters)
    OWN_SERIES.update((one.name, one) for one in made.series)
    if made.block is not None:
        _accept_instruments()


def _accept_instruments() -> None:
    """Scenarios and policies take the instruments of the model and those registered; messages and the schema of editors follow."""
    own = [one.block for one in REGISTERED.values() if one.block is not None]
    every: Any = Annotated[Union[(*SHIPPED, *own)], Field(discriminator="type")]
    for owner, plain in _PLAIN.items():
        owner.model_fields["instruments"].annotation = tuple[every, ...] if own else plain
    for owner in _PLAIN:  # policies first, which scenarios hold
        owner.model_rebuild(force=True)


def _plain(function: Any) -> FunctionType:
    """The Python function of one that may be compiled already."""
    plain: FunctionType = getattr(function, "py_func", function)
    return plain


def _row(fields: Mapping[str, Any] | None) -> np.dtype:
    """What is kept of one agent or hub; compilers want a row to have something in it."""
    try:
        return np.dtype([(name, np.dtype(kind)) for name, kind in (fields or {"nothing": np.uint8}).items()], align=True)
    except (TypeError, ValueError) as error:
        raise ExtensionError(f"what it keeps: {error}; write names with numpy types, such as {{'months': np.int32}}") from None


def _class_problems(block: Any) -> Iterator[str]:
    if not (inspect.isclass(block) and issubclass(block, InstrumentBlock)):
        yield f"{block!r} is not a class of instrument; derive one from model.scenario.instrument_block.InstrumentBlock"
        return
    for key in ("type", "name"):
        if key not in block.model_fields:
            yield f"{block.__name__}: has no '{key}'; write the word of files as type: Literal[\"...\"] and as name: Name = \"...\""
    values = getattr(block, "values", None)
    if not isinstance(values, tuple) or not values:
        yield f"{block.__name__}: has no 'values'; name the keys that its function reads, as in values = (\"share\",)"
    if inspect.isabstract(block):
        yield f"{block.__name__}: has no method 'pays'; it says in words what is paid"
    if getattr(block, "lever", None) in {one.lever for one in SHIPPED}:
        yield f"{block.__name__}: pulls the lever '{block.lever}' of an instrument of the model; leave 'lever' out"


def _problems(made: Extension, arguments: tuple[str, ...], old: Extension | None) -> Iterator[str]:
    """All that stands against registering an extension; `old` is what it takes the place of."""
    if made.name in REGISTERED and old is None:
        yield f"'{made.name}' is registered already; call unregister('{made.name}') first, or register with replace=True"
    elif made.name in _TYPES:
        yield f"'{made.name}' is an instrument or shock of the model; choose another name"
    yield from _names("name", [made.name])
    if not made.at:
        yield f"'at' is empty; name a place of {', '.join(PLACES)} with its function"
    for place, function in made.at.items():
        if place not in PLACES:
            yield f"'{place}' is no place of a month{did_you_mean(place, PLACES)}"
        if not inspect.isfunction(function):
            yield f"{function!r} is not a Python function"
        elif len(inspect.signature(function).parameters) != len(arguments):
            yield f"function '{function.__name__}' must take ({', '.join(arguments)})"
    if made.block is None and not made.parameters:
        yield "a submodel needs a parameter; its default is the value at which it does nothing"
    mine = old.values if old is not None and old.block is None else ()
    for entry in made.parameters:
        if entry.name in CATALOGUE and entry.name not in mine:
            yield f"there is a parameter '{entry.name}' already; choose another name"
        if not entry.hard_low <= entry.default <= entry.hard_high:
            yield f"parameter '{entry.name}': its default {entry.default:g} is outside [{entry.hard_low:g}, {entry.hard_high:g}]"
    yield from _names("value", made.values)
    for word, kept in (("agents", made.agents), ("hubs", made.hubs)):
        columns = kept.names or ()
        yield from _names(word, columns)
        texts = [name for name in columns if kept[name].kind not in "biuf"]
        yield from (f"{word} '{name}': {kept[name]} holds no numbers; write a numpy type that does" for name in texts)
    names = [one.name for one in made.series]
    theirs = {one.name for one in old.series} if old is not None else set()
    taken = {one.name for one in (*HUB_SERIES, *TOWN_SERIES)} | (OWN_SERIES.keys() - theirs) | _COLUMNS
    yield from _names("series", names)
    yield from (f"series '{name}': there is one already; choose another name" for name in names if name in taken)


def _names(word: str, names: Sequence[str]) -> Iterator[str]:
    """Names that a function could not read: what is no name, or is one of numpy's own."""
    for position, name in enumerate(names):
        if not isinstance(name, str) or not name.isidentifier() or not name.isascii() or keyword.iskeyword(name):
            yield f"{word} '{name}': write a short name of letters, digits and '_'"
        elif hasattr(np.recarray, name) and word != "name":
            yield f"{word} '{name}': numpy has that name for something else; choose another"
        elif name in names[:position]:
            yield f"{word} '{name}': stands twice"
