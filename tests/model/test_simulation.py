"""Runs and worlds: a run is a function of its seed, however it is cut, ordered, threaded or compiled."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.parameters import CATALOGUE
from model.scenario import Scenario, load_scenario
from model.series import HUB_SERIES, TOWN_SERIES
from model.simulation import Prepared, RunOutcome, Simulation, World, build_world, prepare, simulate
from tests.model.month.towns import BLOCKS, assert_same, case, hub, run, start, with_values

_ROOT = Path(__file__).resolve().parents[2]
_BUSY = {"alpha": 0.3, "aware_at_opening": 0.5, "client_rate": 0.5, "leave_rate": 0.01, "advice_demand": 0.05}
_SUPPORT = [BLOCKS["voucher"], BLOCKS["advisory_desk"], BLOCKS["promotion"], {**BLOCKS["capex_grant"], "arrears_months": 5}]


def _policies() -> list[Scenario]:
    """One town under several policies."""
    rivals = (hub(opens=2, offices=2), hub("mera", desks=6, opens=9, km_east=2.0))
    return [
        case(rivals[0], **_BUSY),
        case(rivals[0], blocks=_SUPPORT, **_BUSY),
        case(*rivals, **_BUSY),
        case(rivals[0], **{**_BUSY, "habit": 1.0}),
    ]


def _digest(outcome: RunOutcome) -> bytes:
    names = ("hub", "town", "public", "field_links", "member_months", "state")
    return b"".join(np.ascontiguousarray(getattr(outcome, name)).tobytes() for name in names)


# ------------------------------------------------------------------------------------------------------------------ worlds


def test_every_policy_meets_the_same_people() -> None:
    worlds = [build_world(prepare(scenario), 11) for scenario in _policies()]
    for world in worlds[1:]:
        for name in world.people._fields:
            np.testing.assert_array_equal(getattr(world.people, name), getattr(worlds[0].people, name), err_msg=name)


def test_a_shared_world_gives_what_a_world_of_its_own_gives() -> None:
    shared = build_world(prepare(_policies()[0]), 11)
    for scenario in _policies():
        assert_same(run(scenario, 11, shared), run(scenario, 11))


_LONE = hub(opens=2)
_OF_THE_CATALOGUE = {"rent_eur_m2": CATALOGUE["rent_eur_m2"].default}  # no other figure, but one that is no longer drawn


@pytest.mark.parametrize("other", [
    case(_LONE, leave_rate=0.01),
    case(_LONE, need_rate=0.2),
    case(_LONE, distance_fade=0.2),
    case(hub("mera", opens=2)),
    case(_LONE, hub("mera", desks=6, opens=9, km_east=2.0)),
    case(hub(opens=2, km_east=9.0)),
    case(hub(opens=2, **_OF_THE_CATALOGUE)),
    case(hub(opens=5)),
    case(_LONE, blocks=[BLOCKS["advisory_desk"]]),
    case(_LONE, blocks=[BLOCKS["conversion"]]),
    case(_LONE).model_copy(update={"start": "2021-02"}),
])  # fmt: skip
def test_first_draws_are_shared_by_those_alone_who_would_draw_the_same(other: Scenario) -> None:
    spread = {"market_spread": 0.5, "operator_spread": 0.5}
    one, other = ({**scenario.written(), "parameters": {**scenario.parameters, **spread}} for scenario in (case(_LONE), other))
    both = [Scenario.model_validate(scenario) for scenario in (one, other)]
    for order in (both, both[::-1]):
        shared = build_world(prepare(order[0]), 11)
        for scenario in (*order, *order):
            assert_same(run(scenario, 11, shared), run(scenario, 11))


def test_policies_with_the_same_hubs_and_parameters_draw_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shared, drawn = build_world(prepare(case(_LONE)), 11), list[int]()
    monkeypatch.setattr(Prepared, "specs_of", lambda prepared, seed, real=Prepared.specs_of: drawn.append(seed) or real(prepared, seed))
    for blocks in ((), [BLOCKS["voucher"]], [BLOCKS["promotion"]]):
        run(case(_LONE, blocks=blocks), 11, shared)
    assert drawn == [11]


def test_a_run_leaves_its_world_as_it_was() -> None:
    prepared = prepare(_policies()[1])
    world = build_world(prepared, 4)
    before = {name: getattr(world.people, name).copy() for name in world.people._fields}
    ties = {name: column.copy() for name, column in world.ties(prepared)._asdict().items()}
    simulate(world, prepared)
    for name, column in before.items():
        np.testing.assert_array_equal(getattr(world.people, name), column, err_msg=name)
    for name, column in ties.items():
        np.testing.assert_array_equal(getattr(world.ties(prepared), name), column, err_msg=name)
    assert not world.rows.flags.writeable


def test_rows_of_people_hold_their_columns() -> None:
    world = build_world(prepare(case()), 2)
    people, rows = world.people, world.rows
    for name, column in {"sector": people.field, "size_class": people.size, "slot": people.slot, "income_eur": people.income_eur}.items():
        np.testing.assert_array_equal(rows[name], column)
    np.testing.assert_array_equal(rows.contact_start + rows.degree, people.contact_start[1:])


# -------------------------------------------------------------------------------------------------------------------- runs


def test_a_run_repeats() -> None:
    for scenario in _policies():
        assert_same(run(scenario, 9), run(scenario, 9))


@pytest.mark.parametrize("cut", [[1] * 24, [7, 1, 16], [23, 1], [24]], ids=["one by one", "in three", "last alone", "at once"])
def test_months_may_pass_in_any_pieces(cut: list[int]) -> None:
    for scenario in _policies():
        stepped = start(scenario, 9)
        for months in cut:
            stepped.simulation.advance(months)
        assert stepped.simulation.month == 24
        assert_same(stepped, run(scenario, 9))


def test_time_stops_at_the_horizon() -> None:
    finished = run(case())
    before = _digest(finished.outcome)
    finished.simulation.advance(5)
    finished.simulation.advance()
    assert finished.simulation.month == 24
    assert _digest(finished.outcome) == before


def test_a_longer_horizon_only_adds_months() -> None:
    short, long = (run(case(blocks=_SUPPORT, months=months, **_BUSY), 6) for months in (12, 30))
    np.testing.assert_array_equal(short.outcome.hub, long.outcome.hub[:12])
    np.testing.assert_array_equal(short.outcome.town, long.outcome.town[:12])
    np.testing.assert_array_equal(short.outcome.public, long.outcome.public[:12])


def test_threads_order_and_company_do_not_matter() -> None:
    """Every job alone and in order, all at once on threads that share worlds, and backwards."""
    prepared = [prepare(scenario) for scenario in _policies()]
    jobs = list(product(range(6), range(len(prepared))))

    def all_of(order: list[tuple[int, int]], mapped: Callable[..., Any]) -> dict[tuple[int, int], bytes]:
        worlds = {seed: build_world(prepared[0], seed) for seed in range(6)}
        return dict(zip(order, mapped(lambda job: _digest(simulate(worlds[job[0]], prepared[job[1]])), order), strict=True))

    serial = all_of(jobs, map)
    assert len(set(serial.values())) == len(jobs)
    with ThreadPoolExecutor(4) as pool:
        assert all_of(jobs, pool.map) == serial
        assert all_of(jobs[::-1], pool.map) == serial
    assert all_of(jobs[::-1], map) == serial


def test_outcomes_have_the_shapes_and_series_announced() -> None:
    finished = run(case(hub(), hub("mera"), blocks=_SUPPORT, towns=("sondrio", "pavia")))
    outcome, agents = finished.outcome, len(finished.simulation.town.agents)
    assert outcome.hub.shape == (24, 2, len(HUB_SERIES))
    assert outcome.town.shape == (24, 2, len(TOWN_SERIES))
    assert outcome.public.shape == (24, 4, 2)
    assert outcome.field_links.shape == (2, 8, 8)
    assert outcome.member_months.shape == outcome.subsidised_months.shape == (agents,)
    assert outcome.state.shape == outcome.reason.shape == outcome.changed.shape == (2,)
    for array in (outcome.hub, outcome.town, outcome.public):
        assert np.isfinite(array).all()


def test_every_series_is_written_in_a_busy_run(busy: Any) -> None:
    """A series that nothing ever writes is a promise not kept."""
    support = [*BLOCKS.values()][1:]
    place = hub(desks=14, offices=6, offices_let_at_opening=2, opening_cash_eur=30_000.0, operator="public", works_eur=50_000.0)
    unloved = {**_BUSY, "alpha": -1.0, "beta_s": 0.5, "advice_follow_on": 1.0}
    shrinking = run(case(place, blocks=support, people=(200, 200, 300), months=60, **unloved))
    growing = run(
        case(
            hub(desks=10, offices=30, founders=10.0, opening_cash_eur=1e6, prices={"fixed": 600.0}),
            blocks=[with_values(BLOCKS["advisory_desk"], slots_per_month=40.0)],
            months=24,
            people=(300, 200, 200),
            alpha=6.0,
            plan_fixed=50.0,
            advice_demand=0.2,
            plough_back=0.0,  # what a hub earns is left for its owner to take out
        )
    )
    tied = run(case(hub("adda"), hub("mera", opening_cash_eur=1e5), blocks=[BLOCKS["network"]], months=36, people=(300, 200, 300), **_BUSY))
    for names, which in ((HUB_SERIES, "hub"), (TOWN_SERIES, "town")):
        for position, series in enumerate(names):
            assert any(getattr(one.outcome, which)[..., position].any() for one in (busy, shrinking, growing, tied)), series.name


@pytest.mark.parametrize("seed", [0, 2**63, 2**64 - 1])
def test_seeds_of_all_64_bits_are_seeds(seed: int) -> None:
    assert_same(run(case(), seed), run(case(), seed))


# -------------------------------------------------------------------------------------------------------------- parameters


@pytest.mark.parametrize("name", [name for name, parameter in CATALOGUE.items() if parameter.section != "population"])
def test_every_parameter_may_stand_at_the_ends_of_its_range(name: str) -> None:
    """Of its hard range where that is finite, else of its plausible one: the run ends, and every number in it is a number."""
    parameter = CATALOGUE[name]
    for end, usual in ((parameter.hard_low, parameter.low), (parameter.hard_high, parameter.high)):
        value = end if np.isfinite(end) else usual
        with np.errstate(all="ignore"):
            finished = run(case(hub(offices=2), blocks=_SUPPORT, months=15, people=(60, 50, 50), **{**_BUSY, name: float(value)}), seed=1)
        for array in (finished.outcome.hub, finished.outcome.town, finished.outcome.public):
            assert np.isfinite(array).all(), f"{name} = {value}"
        assert (finished.hub("aware") <= 160).all()
        assert finished.hub("state")[0] == 1


# ------------------------------------------------------------------------------------------------------------ shipped cases


@pytest.mark.parametrize("name", ["sondrio_downsizing", "pavia_growth"])
def test_shipped_cases_run_under_every_policy(name: str) -> None:
    scenario = load_scenario(name)
    world: World | None = None
    for policy in scenario.policy_names:
        prepared = prepare(scenario.with_policy(policy))
        world = world or build_world(prepared, 3)
        outcome = simulate(world, prepared)
        assert np.isfinite(outcome.hub).all()
        assert outcome.hub[:, :, 0].max() > 0


# ------------------------------------------------------------------------------------------------------------ plain Python

_PLAIN = """
import json
from tests.model.test_simulation import _plain_case
from tests.model.month.towns import run
import numba
outcome = run(_plain_case(), 3).outcome
found = {name: getattr(outcome, name).tolist() for name in ("hub", "town", "public", "field_links")}
print(json.dumps({"jit": not numba.config.DISABLE_JIT, **found}))
"""


def _plain_case() -> Scenario:
    """Small enough for plain Python, with something of everything in it."""
    blocks = [BLOCKS["voucher"], BLOCKS["rent_relief"], BLOCKS["advisory_desk"], {"type": "telework", "appeal": 1.0, "start": 3}]
    busy = {
        "alpha": 1.0,
        "client_rate": 1.0,
        "need_rate": 0.3,
        "encounter_rate": 2.0,
        "leave_rate": 0.05,
        "firm_death": 0.05,
        "advice_demand": 0.3,
        "vacancy_months": 2.0,
        "aware_at_opening": 0.5,
    }
    return case(hub(offices=2), blocks=blocks, months=6, people=(20, 15, 12), **busy)


def test_plain_python_gives_what_the_compiled_code_gives() -> None:
    """The engine without compilation, as used for debugging and coverage, is the same engine."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(_ROOT)}
    done = subprocess.run([sys.executable, "-c", _PLAIN], cwd=_ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    plain = json.loads(done.stdout)
    assert plain.pop("jit") is False
    compiled = run(_plain_case(), 3).outcome
    assert compiled.field_links.sum() > 3 and compiled.public.sum() > 0, "something must happen for the comparison to mean anything"
    for name, values in plain.items():
        np.testing.assert_array_equal(getattr(compiled, name), np.array(values), err_msg=name)


def test_a_simulation_starts_at_its_first_month() -> None:
    prepared = prepare(case())
    simulation = Simulation(build_world(prepared, 1), prepared)
    assert simulation.month == 0
    assert not simulation.outcome().hub.any()
