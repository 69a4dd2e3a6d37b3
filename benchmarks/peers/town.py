"""What a peer is given: the people, contacts and travel of one of the engine's worlds, and the months the engine makes of it."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from model import names
from model.columns import Derived
from model.month.derived import derive
from model.scenario import Scenario, ScenarioWarning, load_scenario
from model.series import HUB_COLUMN
from model.simulation import Prepared, Simulation, World, build_world, prepare

CORE = Path(__file__).with_name("core.yaml")
SERIES = ("members", "flex", "fixed", "tenants", "occasional", "waiting", "aware", "cash_eur")  # compared month by month
# Codes as plain numbers: Python compares those of numpy ten times slower.
NO_PLAN, OCCASIONAL, FLEX, FIXED, OFFICE = map(int, (names.NO_PLAN, names.OCCASIONAL, names.FLEX, names.FIXED, names.OFFICE))
EMPLOYEE, FIRM = int(names.EMPLOYEE), int(names.FIRM)
PLANS = (OCCASIONAL, FLEX, FIXED, OFFICE)
_COLUMNS = [HUB_COLUMN[name] for name in SERIES]


@dataclass(frozen=True)
class Town:
    """People as columns, hubs as rows, and what never changes about a person and a hub worked out beforehand."""

    seed: int
    months: int
    p: SimpleNamespace  # the parameters, as plain numbers: reading them from a record costs a peer dear
    specs: np.recarray  # columns.HUB_SPEC
    taste: Derived  # weights of tastes
    days: np.ndarray  # distribution of days attended on day passes
    slot: np.ndarray
    kind: np.ndarray
    income_eur: np.ndarray
    habit: np.ndarray
    most_days: np.ndarray  # an employee's remote days a month; no bound for others
    contact_start: np.ndarray
    contact: np.ndarray
    reach: np.ndarray  # bool[people, hubs]
    # float64[people, hubs, plans]: utility of a plan apart from the hub's month, taste and habit; -inf where it is not open to them
    offer: np.ndarray

    def __len__(self) -> int:
        return len(self.slot)


def core(town: str = "sondrio", catchment_minutes: int = 30, months: int = 60, **figures: int) -> Prepared:
    """The core scenario in a town; `figures` (professionals, remote_workers, firms) replace the town's own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ScenarioWarning)  # what is switched off is outside its plausible range
        data = load_scenario(CORE).model_dump(exclude_unset=True)
    data["territory"] = {"towns": [town], "catchment_minutes": catchment_minutes, "overrides": {town: figures} if figures else {}}
    data["hubs"] = [{**hub, "town": town} for hub in data["hubs"]]
    return prepare(Scenario.model_validate({**data, "horizon_months": months}))


def town_of(world: World, prepared: Prepared) -> Town:
    """A world of the engine in the form the peers take."""
    people, specs = world.people, prepared.specs
    p = SimpleNamespace(**prepared.parameters)
    ties, derived = world.ties(prepared), derive(prepared.parameters.record())
    minutes = np.full((len(people.slot), len(specs)), np.inf)
    minutes[ties.agent, ties.hub] = ties.minutes
    price = np.stack([p.days_occasional * specs.price_day, specs.price_flex, specs.price_fixed, specs.price_office], axis=1)
    constant = np.array([p.plan_occasional, 0.0, p.plan_fixed, p.plan_office])
    firm = people.kind == FIRM
    offer = constant - derived.travel[list(PLANS)] * minutes[:, :, None] - p.beta_c * price / people.income_eur[:, None, None]
    offer -= p.employee_penalty * (people.kind == EMPLOYEE)[:, None, None]
    offer[firm, :, : OFFICE - 1] = -np.inf
    offer[~firm, :, OFFICE - 1] = -np.inf
    return Town(
        seed=world.seed, months=prepared.months, p=p, specs=specs, taste=derived,
        days=derived.presence[OCCASIONAL], slot=people.slot.astype(np.int64), kind=people.kind,
        income_eur=people.income_eur, habit=people.habit * p.habit * np.where(firm, p.habit_firm, 1.0),
        most_days=np.where(people.kind == EMPLOYEE, people.remote_days * p.working_days / 5.0, np.inf),
        contact_start=people.contact_start, contact=people.contact, reach=np.isfinite(minutes), offer=offer,
    )


def build(prepared: Prepared, seed: int = 1) -> World:
    """A world with all that is worked out when first asked for."""
    world = build_world(prepared, seed)
    _ = world.rows
    world.ties(prepared)
    return world


def series_of(run: Simulation) -> np.ndarray:
    """The engine's months, [months, hubs, series]."""
    return run.town.record.hub[:, :, _COLUMNS]


def difference(engine: np.ndarray, peer: np.ndarray) -> str:
    """Where a peer's months differ first from the engine's (counts by anything, euros by more than a millionth); empty if nowhere."""
    apart = np.abs(engine - peer) > np.array([1e-6 if name.endswith("_eur") else 0.0 for name in SERIES])
    if not apart.any():
        return ""
    t, h, s = np.argwhere(apart)[0]
    return f"month {t}, hub {h}, {SERIES[s]}: engine {engine[t, h, s]!r}, peer {peer[t, h, s]!r}"
