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
    days: np.ndarray  # days a month each wants in any hub: the core's do not fall with the way
    slot: np.ndarray
    kind: np.ndarray
    income_eur: np.ndarray
    habit: np.ndarray
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


def grown(agents: int, months: int = 24) -> Prepared:
    """The core in a town of so many agents, in about the shares of Sondrio's, its hubs grown with it as far as files allow."""
    shares = {"professionals": 0.23, "remote_workers": 0.32, "firms": 0.45}
    prepared = core(catchment_minutes=0, months=months, **{kind: round(agents * share) for kind, share in shares.items()})
    most = {"desks": 2_000, "founders": 2_000, "offices": 500, "offices_let_at_opening": 500}
    hubs = [hub.model_copy(update={name: min(getattr(hub, name) * agents // 7_000, limit) for name, limit in most.items()})
            for hub in prepared.scenario.hubs]
    return prepare(prepared.scenario.model_copy(update={"hubs": tuple(hubs)}))


def town_of(world: World, prepared: Prepared) -> Town:
    """A world of the engine in the form the peers take."""
    people, specs = world.people, prepared.specs
    p = SimpleNamespace(**prepared.parameters)
    ties, derived = world.ties(prepared), derive(prepared.parameters.record())
    minutes = np.full((len(people.slot), len(specs)), np.inf)
    minutes[ties.agent, ties.hub] = ties.minutes
    firm = people.kind == FIRM
    granted = np.where(people.kind == EMPLOYEE, people.remote_days * p.working_days / 5.0, p.working_days)
    wanted = np.where(firm, p.days_office, np.minimum(np.maximum(1.0, p.working_days * people.room_need), granted))
    days = wanted[:, None]
    more = specs.price_flex + specs.price_day * np.maximum(0.0, days - p.days_flex)
    price = np.stack([specs.price_day * days, more, np.broadcast_to(specs.price_fixed, more.shape),
                      np.broadcast_to(specs.price_office, more.shape)], axis=2)
    constant = np.array([p.plan_occasional, 0.0, p.plan_fixed, p.plan_office])
    way = minutes - (1.0 - p.home_use) * people.commute_min[:, None]
    travel = p.beta_t * (days / p.days_flex) ** p.travel_days_exponent * way
    offer = constant - travel[:, :, None] - p.beta_c * price / people.income_eur[:, None, None]
    home = p.home_push * (2.0 * people.room_need - 1.0) * (~firm & (people.own_room == 0))
    room = p.m2_per_office * (p.rent_eur_m2 + p.utilities_eur_m2)
    saved = np.where(people.own_room == 1, p.beta_c * room / people.income_eur - p.own_room_value, 0.0)
    offer += home[:, None, None] + saved[:, None, None] * (np.array(PLANS) != OCCASIONAL)
    offer[firm, :, : OFFICE - 1] = -np.inf
    offer[~firm, :, OFFICE - 1] = -np.inf
    return Town(
        seed=world.seed, months=prepared.months, p=p, specs=specs, taste=derived,
        days=wanted, slot=people.slot.astype(np.int64), kind=people.kind,
        income_eur=people.income_eur, habit=people.habit * p.habit * np.where(firm, p.habit_firm, 1.0),
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
