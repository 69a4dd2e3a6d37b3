"""Instruments and shocks as rows (ODD §2.4): a column for each value that the class of an instrument gives to the month."""

import math
from collections.abc import Sequence
from typing import Any, Final, get_args

import numpy as np

from model.columns import Instruments
from model.compile_scenario.hubs import resolve_hub
from model.memory import rows_of
from model.names import AGE_BANDS, FIELDS, KINDS, PAYERS, PLANS
from model.parameters import Parameters
from model.scenario import HubSpec, Scenario
from model.scenario.hubs import hub_key
from model.scenario.instrument_block import InstrumentBlock
from model.scenario.instruments import Instrument
from model.scenario.levers import Lever
from model.scenario.shocks import Shock
from model.scenario.vouchers import PAID_PLANS, TrialDays


def _classes(union: Any) -> tuple[type, ...]:
    """The classes of an annotated union."""
    return get_args(get_args(union)[0])


ACTING: Final[tuple[type[Lever], ...]] = tuple(one for one in (*_classes(Instrument), *_classes(Shock)) if issubclass(one, Lever))
"""Classes of instruments and shocks that act in a month; a rival hub is a hub."""

LEVERS: Final = tuple(dict.fromkeys(one.lever for one in ACTING))
_VALUES: Final = tuple(dict.fromkeys(name for one in ACTING for name in one.values))

NEVER_A_MEMBER, NEVER_A_USER = np.uint8(1), np.uint8(2)

INSTRUMENT: Final = np.dtype(
    [
        ("lever", np.int8),  # LEVERS
        ("key", np.uint32),  # stable identity, a hash of the name
        ("start", np.int16),  # first month in force
        ("end", np.int16),  # first month no longer in force
        ("payer", np.int8),  # names.PAYERS
        ("arrears", np.int16),  # months between what is due and what is paid
        ("new_only", np.uint8),  # 0, or only for who was NEVER_A_MEMBER or NEVER_A_USER before
        ("budget", np.float64),  # EUR, inf when open-ended
        *((name, np.float64) for name in _VALUES),  # nan in rows of other classes
    ],
    align=True,
)
"""One row an instrument or shock."""


_OF_AN_EXTENSION: Final = np.int64(-1)
"""Lever of a row whose values and effect stand outside the month (`model.extensions`)."""


def lever_code(lever: str) -> np.int64:
    """The code of a lever in the column `lever`, as the kernels compare it."""
    return np.int64(LEVERS.index(lever))


def blocks_in_force(scenario: Scenario) -> list[Lever]:
    """Instruments, then the shocks that act month by month."""
    return [block for block in (*scenario.instruments, *scenario.shocks) if isinstance(block, Lever)]


def instruments_of(scenario: Scenario, hubs: Sequence[HubSpec], parameters: Parameters) -> Instruments:
    """Instruments and shocks as columns, and whom each concerns.

    Args:
        scenario: whose instruments and shocks they are.
        hubs: of the run, rivals included.
        parameters: for what the scenario leaves to the catalogue.
    """
    blocks, hub_names = blocks_in_force(scenario), [hub.name for hub in hubs]
    rows = rows_of(INSTRUMENT, len(blocks))
    for number, block in enumerate(blocks):
        of_the_model = block.lever in LEVERS
        start, end = block.window(scenario.start, scenario.horizon_months)
        budget = getattr(block, "budget_eur", None)
        figures = {
            **dict.fromkeys(_VALUES, math.nan),
            "lever": lever_code(block.lever) if of_the_model else _OF_AN_EXTENSION,
            "key": hub_key(block.name),
            "start": start,
            "end": end,
            "payer": PAYERS.index(getattr(block, "payer", PAYERS[0])),
            "budget": math.inf if budget is None else budget,
            "arrears": getattr(block, "arrears_months", 0),
            "new_only": NEVER_A_USER if isinstance(block, TrialDays) else NEVER_A_MEMBER * getattr(block, "new_members_only", False),
            **(block.figures(parameters) if of_the_model else {}),
        }
        rows[number] = tuple(figures[name] for name in INSTRUMENT.names or ())
    rows.setflags(write=False)
    return Instruments(
        row=rows,
        hubs=_matrix([_flags(concerned(block, scenario, hubs, parameters), hub_names) for block in blocks], len(hub_names)),
        kinds=_matrix([_flags(getattr(block, "kinds", None), KINDS) for block in blocks], len(KINDS)),
        fields=_matrix([_flags(getattr(block, "fields", None), FIELDS) for block in blocks], len(FIELDS)),
        ages=_matrix([_flags(getattr(block, "ages", None), AGE_BANDS) for block in blocks], len(AGE_BANDS)),
        plans=_matrix([[0, *_flags(getattr(block, "plans", None), PAID_PLANS)] for block in blocks], len(PLANS)),
    )


def concerned(block: Lever, scenario: Scenario, hubs: Sequence[HubSpec], parameters: Parameters) -> list[str]:
    """Hubs a block acts on: all for a shock; for an instrument those it names (else all but rivals) that are eligible."""
    if not isinstance(block, InstrumentBlock):
        return [hub.name for hub in hubs]
    named = [hub.name for hub in scenario.hubs] if block.hubs is None else block.hubs
    least = getattr(block, "min_works_eur", None) or 0.0
    return [
        hub.name
        for hub in hubs
        if hub.name in named
        and hub.desks >= (block.min_desks or 0)
        and (block.operators is None or hub.operator in block.operators)
        and (not least or resolve_hub(hub, parameters)["works_eur"] >= least)
    ]


def _flags(chosen: Sequence[str] | None, names: Sequence[str]) -> list[int]:
    return [1 if chosen is None or name in chosen else 0 for name in names]


def _matrix(rows: list[list[int]], width: int) -> np.ndarray:
    return np.array(rows, dtype=np.uint8).reshape(len(rows), width)
