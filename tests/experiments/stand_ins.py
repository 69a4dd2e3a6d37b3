"""Stand-ins for the engine and for whole runs, quick and plain, so that tests of runs, tables and files need no simulated world."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from experiments.outcomes.helped import Helped
from experiments.outcomes.stacks import Stack
from experiments.runs.results import Results
from model.names import CLOSED, DOWNSIZED, FIELDS, FLEX, NO_REASON, OPEN, OUT_OF_CASH, PLANNED
from model.parameters import Parameters
from model.recorded import STAY
from model.scenario import Scenario
from model.series import HUB_COLUMN, HUB_SERIES, TOWN_COLUMN, TOWN_SERIES
from model.territory import territory

TINY = """
title: A tiny town
title_it: Una città minuscola
question: Does the hub live?
start: "2022-01"
horizon_months: 40
territory:
  towns: [sondrio]
  catchment_minutes: 0
  overrides: {sondrio: {professionals: 200, remote_workers: 150, firms: 100}}
hubs:
  - {name: adda, town: sondrio, opens: 0, operator: private, building: rented, desks: 8, offices: 1}
policies:
  voucher:
    title: A voucher
    title_it: Un voucher
    instruments:
      - {type: voucher, payer: municipality, share: 0.5, cap_eur_month: 80, months: 12, budget_eur: 20000}
  relief:
    title: Rent relief
    instruments:
      - {type: rent_relief, payer: region, share: 0.5}
  nothing:
    title: A network of one
    instruments:
      - {type: network, payer: region, referrals: 0.5}
  second_hub:
    title: A second hub
    add_hubs:
      - {name: mera, town: sondrio, opens: 6, operator: private, building: rented, desks: 4}
"""


def prepare(scenario: Scenario) -> SimpleNamespace:
    hubs, spec = scenario.hubs, scenario.territory
    figures = {town: override.model_dump(exclude_none=True) for town, override in spec.overrides.items()}
    land = territory(spec.towns, spec.catchment_minutes, figures)
    blocks = [*scenario.instruments, *scenario.shocks]
    return SimpleNamespace(
        scenario=scenario,
        months=scenario.horizon_months,
        hub_names=tuple(hub.name for hub in hubs),
        town_names=tuple(scenario.territory.towns),
        instrument_names=tuple(block.name for block in blocks),
        specs=SimpleNamespace(
            opens=np.array([hub.opening_month(scenario.start) for hub in hubs]),
            desks=np.array([float(hub.desks) for hub in hubs]),
            specialisation=np.full(len(hubs), -1),
            town=np.array([scenario.territory.towns.index(hub.town) for hub in hubs]),
        ),
        territory=land,
        parameters=Parameters(scenario.parameters),
        hub_xy=np.array([land.position(hub.town) for hub in hubs]),
        same_people=lambda other: scenario.territory == other.scenario.territory,
        own_series=(),
        extensions=(),
        people_key=(land, tuple(sorted(scenario.parameters.items()))),
    )


def simulate(world: SimpleNamespace, prepared: SimpleNamespace, threads: int = 1) -> SimpleNamespace:
    """Members drift; a voucher adds two, relief adds cash; a hub that runs out of cash shrinks, then closes."""
    rng = np.random.default_rng(world.seed)
    months, hubs, people = prepared.months, len(prepared.hub_names), 50
    hub = np.zeros((months, hubs, len(HUB_SERIES)))
    types = [block.type for block in prepared.scenario.instruments]
    given = {block.type: getattr(block, "share", 1.0) for block in prepared.scenario.instruments}
    base = rng.normal(0, 0.5, (months, 40)).cumsum(axis=0)[:, :hubs]
    age = np.arange(months)[:, None] - prepared.specs.opens[None, :]
    voucher, relief = given.get("voucher", 0.0), given.get("rent_relief", 0.0)
    members = np.where(age >= 0, np.maximum(6 + base + 4 * voucher, 0).round(), 0.0)
    net = np.where(age >= 0, 60 * members - 400 + 300 * relief, 0.0)
    cash = np.where(age >= 0, 1500, 0) + net.cumsum(axis=0)
    shrunk = np.maximum.accumulate(cash < 500, axis=0) & (age >= 0)
    closed = np.maximum.accumulate(cash < -1500, axis=0) & (age >= 0)
    state = np.where(age < 0, PLANNED, np.where(closed, CLOSED, np.where(shrunk, DOWNSIZED, OPEN)))
    members[closed] = 0
    for name, values in {
        "members": members, "flex": members // 2, "fixed": members - members // 2, "net_eur": net, "cash_eur": cash, "state": state,
        "reason": np.where(shrunk, OUT_OF_CASH, NO_REASON),
        "fees_eur": members * 100, "rent_eur": np.where(age >= 0, 500, 0), "desk_use": members / prepared.specs.desks, "minutes": 15.0,
        "leaves": np.where(members > 3, 1.0, 0.0), "within_30": 0.9, "veterans": members, "veterans_linked": members // 2,
        "new_person_person": np.where(age >= 0, 1.0, 0.0), "new_different": np.where(age >= 0, 0.5, 0.0),
    }.items():
        hub[:, :, HUB_COLUMN[name]] = values
    town = np.zeros((months, 1, len(TOWN_SERIES)))
    town[:, 0, TOWN_COLUMN["left"]] = 1 + (rng.random(months) < 0.5)
    public = np.zeros((months, len(prepared.instrument_names), hubs))
    for row, kind in enumerate(types):
        if kind == "voucher":
            public[:, row] = 40 * members * (voucher > 0)
        elif kind == "rent_relief":
            public[:, row] = 250.0 * relief
    member_months = rng.integers(0, months, people).astype(np.int32)
    subsidised = np.minimum(member_months + 3, 12).astype(np.int32) if voucher else np.zeros(people, np.int32)
    pairs = np.zeros((hubs, len(FIELDS), len(FIELDS)))
    pairs[:, 0, 1] = 3
    pairs[:, 2, 2] = 2
    changed = np.where(shrunk.any(axis=0), shrunk.argmax(axis=0), -1).astype(np.int16)
    return SimpleNamespace(
        hub=hub, town=town, public=public, field_links=pairs, state=state[-1], changed=changed,
        stays=_stays(member_months + 3 * (voucher > 0), subsidised, types.index("voucher") if "voucher" in types else -1),
    )


def _stays(months: np.ndarray, subsidised: np.ndarray, voucher: int) -> np.ndarray:
    """So many months of each person in the first hub, the first of them with a voucher."""
    rows = [
        (person, month, 0, voucher if month < subsidised[person] else -1, FLEX)
        for person, number in enumerate(months)
        for month in range(number)
    ]
    return np.array(rows, dtype=STAY)


MakeStack = Callable[..., Stack]


def make_stack(opens: tuple[int, ...] = (0,), desks: tuple[float, ...] = (10.0,), **series: object) -> Stack:
    """A stack written by hand: `make_stack(members=[[...months...]])`, series as [replicates][months] or [replicates][months][hubs]."""
    arrays = {name: np.asarray(values, dtype=float) for name, values in series.items()}
    arrays = {name: values[:, :, None] if values.ndim == 2 else values for name, values in arrays.items()}
    replicates, months, hubs = next(iter(arrays.values())).shape
    stack = Stack(
        policy="baseline", months=months, hub_names=tuple(f"hub{n}" for n in range(hubs)), hub_towns=("sondrio",) * hubs,
        town_names=("sondrio",), instrument_names=("grant",), instrument_payers=({"region": 1.0},), instrument_pots=(100.0,),
        opens=np.array(opens), desks=np.array(desks), fields=np.full(hubs, -1),
        hub=np.zeros((len(HUB_SERIES), replicates, months, hubs)), town=np.zeros((len(TOWN_SERIES), replicates, months, 1)),
        public=np.zeros((replicates, months, 1, hubs)), field_links=np.zeros((replicates, hubs, 8, 8)),
        changed=np.full((replicates, hubs), -1, np.int32),
    )
    stack.hub[HUB_COLUMN["state"]] = np.where(stack.age >= 1, OPEN, PLANNED)
    for name, values in arrays.items():
        stack.hub[HUB_COLUMN[name]] = values
    return stack


def results_of(scenario: Scenario, **stacks: Stack) -> Results:
    """Results made of stacks written by hand, without vouchers."""
    number, replicates = len(stacks), next(iter(stacks.values())).replicates
    return Results(scenario, 1, {name: replace(stack, policy=name) for name, stack in stacks.items()}, Helped.none(number, replicates))


def reached(months: np.ndarray, anyway: np.ndarray, elsewhere: float = 0.0) -> Helped:
    """Member-months reached [policies, replicates], whatever they are compared with, and had anyway [policies, policies, replicates]."""
    return Helped(np.broadcast_to(months[:, None], anyway.shape).copy(), anyway, np.full(anyway.shape, elsewhere))


def same_results(a: Results, b: Results) -> None:
    """Fails unless two results are the same bit for bit."""
    assert a.policies == b.policies
    for policy in a.policies:
        for name in ("hub", "town", "public", "field_links", "changed"):
            np.testing.assert_array_equal(getattr(a.stack(policy), name), getattr(b.stack(policy), name))
        for reference in a.policies:
            np.testing.assert_array_equal(a.reached(policy, reference), b.reached(policy, reference))
