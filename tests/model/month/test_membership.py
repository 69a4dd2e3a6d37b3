"""What the state of a run must always say of itself: seats, counts, contacts, collaborations, people."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.columns import ACTIVE, MADE
from model.names import CLOSED, DOWNSIZED, EMPLOYEE, FIRM, FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE, OPEN, PLANNED
from model.parameters import CATALOGUE
from tests.model.month.strategies import a_hub, some_blocks
from tests.model.month.towns import BLOCKS, Block, Run, by_month, case, hub

_DEFAULT = {name: parameter.default for name, parameter in CATALOGUE.items()}
# two hubs in one town that both lack places, firms that need and people who move: everything happens at once
_BUSY = {"alpha": 0.8, "client_rate": 0.5, "leave_rate": 0.02, "firm_death": 0.03, "advice_demand": 0.05, "encounter_rate": 0.3}


def _months(adda: Block, blocks: list[Block], seed: int, **parameters: float) -> Iterator[tuple[int, Run]]:
    rival = hub("mera", desks=6, offices=2, opens=5, km_east=1.5)
    return by_month(case(adda, rival, blocks=blocks, months=18, people=(150, 120, 120), **{**_BUSY, **parameters}), seed)


def _everything(check) -> None:  # type: ignore[no-untyped-def]
    """Runs a check at the end of every month of runs of random hubs under random instruments."""

    @settings(max_examples=25)
    @given(a_hub(), some_blocks(), st.integers(0, 99))
    def checked(adda: Block, blocks: list[Block], seed: int) -> None:
        for month, running in _months(adda, blocks, seed):
            check(month, running)

    checked()


def test_desks_sold_never_exceed_desks() -> None:
    def check(month: int, running: Run) -> None:
        hubs = running.simulation.town.hubs
        assert (hubs.seats + hubs.anchor_desks <= hubs.desks + 1e-9).all()
        assert (hubs.tenants <= hubs.rooms_let).all() and (hubs.rooms_let <= hubs.offices).all()
        assert (running.outcome.hub[month, :, :] >= 0.0)[:, :11].all()
        for name in running.prepared.hub_names:
            assert running.hub("use_of_offered", name)[month] <= 1.0 + 1e-9

    _everything(check)


def test_seats_are_those_of_the_plans_held() -> None:
    def check(month: int, running: Run) -> None:
        agents = running.simulation.town.agents
        for h, row in enumerate(running.simulation.town.hubs):
            here = agents.hub == h
            counts = {plan: int((here & (agents.plan == plan)).sum()) for plan in (OCCASIONAL, FLEX, FIXED, OFFICE)}
            assert counts == {OCCASIONAL: row.occasional, FLEX: row.flex, FIXED: row.fixed, OFFICE: row.tenants}
            assert row.members == counts[FLEX] + counts[FIXED] + counts[OFFICE]
            seats = counts[FIXED] + counts[FLEX] * _DEFAULT["seat_flex"] + counts[OCCASIONAL] * _DEFAULT["seat_occasional"]
            assert row.seats == pytest.approx(seats)

    _everything(check)


def test_the_record_counts_who_is_there() -> None:
    def check(month: int, running: Run) -> None:
        agents, kind = running.simulation.town.agents, running.simulation.world.people.kind
        for h, name in enumerate(running.prepared.hub_names):
            here, line = (
                agents.hub == h,
                {
                    s: running.hub(s, name)[month]
                    for s in ("state", "members", "flex", "fixed", "tenants", "occasional", "employees", "clients", "joins", "leaves")
                },
            )
            if line["state"] in (PLANNED, CLOSED):
                assert not here.any()
                continue
            member = here & (agents.plan > OCCASIONAL)
            assert line["members"] == member.sum() == line["flex"] + line["fixed"] + line["tenants"]
            assert line["occasional"] == (here & (agents.plan == OCCASIONAL)).sum()
            assert line["employees"] == (member & (kind == EMPLOYEE)).sum()
            assert line["clients"] == (agents.client_hub == h).sum()
            before = running.hub("members", name)[month - 1] if month else 0.0
            assert line["members"] == before + line["joins"] - line["leaves"]

    _everything(check)


def test_persons_take_desks_and_firms_offices() -> None:
    def check(month: int, running: Run) -> None:
        agents, people, hubs = running.simulation.town.agents, running.simulation.world.people, running.simulation.town.hubs
        firm = people.kind == FIRM
        assert set(agents.plan[firm]) <= {NO_PLAN, OFFICE}
        assert OFFICE not in agents.plan[~firm]
        rooms = np.maximum(1, np.ceil(people.staff / _DEFAULT["office_staff"])) * (agents.plan == OFFICE)
        assert (np.bincount(agents.hub[rooms > 0], rooms[rooms > 0], len(hubs)) == hubs.rooms_let).all()
        assert not ((agents.client_hub >= 0) & ~firm).any()
        assert not ((agents.client_hub >= 0) & (agents.hub >= 0)).any(), "a tenant is no client"

    _everything(check)


def test_who_uses_a_hub_knows_it_is_present_and_finds_it_open() -> None:
    def check(month: int, running: Run) -> None:
        agents, ties, pairs = running.simulation.town.agents, running.simulation.town.ties, running.simulation.town.pairs
        assert ((agents.hub >= 0) == (agents.plan != NO_PLAN)).all()
        assert (agents.resident[(agents.hub >= 0) | (agents.client_hub >= 0)] == 1).all()
        assert np.isin(running.simulation.town.hubs.state[agents.hub[agents.hub >= 0]], (OPEN, DOWNSIZED)).all()
        aware = set(zip(ties.agent[pairs.aware == 1].tolist(), ties.hub[pairs.aware == 1].tolist(), strict=True))
        for i in np.nonzero(agents.hub >= 0)[0]:
            assert (int(i), int(agents.hub[i])) in aware

    _everything(check)


def test_those_who_know_a_hub_are_counted() -> None:
    """At the end of a month the hub state counts residents and firms that know the hub; the record is of the middle of the month."""

    def check(month: int, running: Run) -> None:
        simulation = running.simulation
        agents, ties, kind = simulation.town.agents, simulation.town.ties, simulation.world.people.kind
        for h, row in enumerate(simulation.town.hubs):
            knows = (simulation.town.pairs.aware == 1) & (ties.hub == h)
            here = ties.agent[knows & (agents.resident[ties.agent] == 1)]
            assert row.aware == len(here)
            assert row.aware_firms == (kind[here] == FIRM).sum()

    _everything(check)


@pytest.mark.parametrize("word_of_mouth", [0.0, 1.0])
def test_who_is_away_hears_of_nothing_however_certain_the_word(word_of_mouth: float) -> None:
    place = hub(desks=30, opening_cash_eur=1e6)
    scenario = case(place, people=(150, 120, 50), alpha=1.0, leave_rate=0.05, vacancy_months=6.0, awareness_word_of_mouth=word_of_mouth)
    for _, running in by_month(scenario):
        agents, ties, pairs = running.simulation.town.agents, running.simulation.town.ties, running.simulation.town.pairs
        assert not np.isnan(pairs.row.clock).any()
        assert not pairs.aware[agents.resident[ties.agent] == 0].any()
        assert (agents.hub[agents.resident == 0] == -1).all()


def test_contacts_who_are_members_are_counted() -> None:
    def check(month: int, running: Run) -> None:
        simulation = running.simulation
        people, agents, ties = simulation.world.people, simulation.town.agents, simulation.town.ties
        member_of = np.where(agents.plan > OCCASIONAL, agents.hub, -1)
        for k in range(len(ties.hub)):
            i = ties.agent[k]
            contacts = people.contact[people.contact_start[i] : people.contact_start[i + 1]]
            assert simulation.town.pairs.row.peers[k] == (member_of[contacts] == ties.hub[k]).sum()

    @settings(max_examples=8)
    @given(a_hub(), st.integers(0, 99))
    def checked(adda: Block, seed: int) -> None:
        for month, running in _months(adda, [], seed):
            if month % 4 == 3:
                check(month, running)

    checked()


def test_collaborations_are_those_of_the_active_links() -> None:
    def check(month: int, running: Run) -> None:
        links, agents = running.simulation.town.links, running.simulation.town.agents
        rows, active, full = links.counts
        assert full == 0
        assert rows >= active >= 0
        alive = links.active[:active]
        assert len(set(alive.tolist())) == active
        ends = np.bincount(np.concatenate([links.row.a[alive], links.row.b[alive]]), minlength=len(agents))
        np.testing.assert_array_equal(agents.collaborations, ends)
        pairs = set(zip(links.row.a[alive].tolist(), links.row.b[alive].tolist(), strict=True))
        assert len(pairs) == active, "two people collaborate once at a time"
        assert (links.row.a[:rows] < links.row.b[:rows]).all()
        assert (links.row.end[alive] > month).all()
        others = np.setdiff1d(np.arange(rows), alive)
        assert (links.row.end[others] <= month).all()

    _everything(check)


def test_collaborations_recorded_are_those_made() -> None:
    def check(month: int, running: Run) -> None:
        links = running.simulation.town.links
        made = links.row[: links.counts[MADE]]
        kind, field = running.simulation.world.people.kind, running.simulation.world.people.field
        for h, name in enumerate(running.prepared.hub_names):
            here = made[made.hub == h]
            new = here[here.start == month]
            firms = (kind[new.a] == FIRM).astype(int) + (kind[new.b] == FIRM)
            recorded = [running.hub(series, name)[month] for series in ("new_person_person", "new_person_firm", "new_firm_firm")]
            assert recorded == [(firms == number).sum() for number in (0, 1, 2)]
            assert running.hub("new_different", name)[month] == (field[new.a] != field[new.b]).sum()
            assert running.outcome.field_links[h].sum() == len(here)
            assert not np.tril(running.outcome.field_links[h], -1).any()
            active = links.row[links.active[: links.counts[ACTIVE]]]
            assert running.hub("active_links", name)[month] == (active.hub == h).sum()

    _everything(check)


def test_people_are_conserved() -> None:
    def check(month: int, running: Run) -> None:
        kind, agents = running.simulation.world.people.kind, running.simulation.town.agents
        persons, firms = (kind != FIRM).sum(), (kind == FIRM).sum()
        town = {
            series: running.town(series)[month]
            for series in ("residents", "vacant", "firms", "left", "returned", "newcomers", "firm_births", "firm_deaths")
        }
        assert town["residents"] == agents.resident[kind != FIRM].sum()
        assert town["residents"] + town["vacant"] == persons
        assert town["firms"] == agents.resident[kind == FIRM].sum() <= firms
        last = (persons, firms) if month == 0 else (running.town("residents")[month - 1], running.town("firms")[month - 1])
        assert town["residents"] == last[0] - town["left"] + town["returned"] + town["newcomers"]
        assert town["firms"] == last[1] - town["firm_deaths"] + town["firm_births"]

    _everything(check)


def test_member_months_are_those_recorded() -> None:
    """Counted person by person and hub by hub, the months paid for are the same; who left before the month's end paid too."""

    def check(month: int, running: Run) -> None:
        if month < 17:
            return
        agents, record = running.simulation.town.agents, running.outcome
        recorded = sum(running.hub("members", name).sum() for name in running.prepared.hub_names)
        late = sum(running.hub("leaves", name).sum() for name in running.prepared.hub_names)
        assert recorded <= agents.member_months.sum() <= recorded + late
        assert (agents.member_months <= 18).all()
        assert (record.subsidised_months <= record.member_months).all()

    _everything(check)


def test_occasional_users_take_at_most_their_share_of_the_desks() -> None:
    for seed in range(5):
        scenario = case(
            hub(desks=30, offices=0, may_downsize=False, opening_cash_eur=1e6),
            people=(300, 300, 0),
            months=18,
            alpha=2.0,
            plan_occasional=1.0,
        )
        seen = 0.0
        for _, running in by_month(scenario, seed):
            row = running.simulation.town.hubs[0]
            seen = max(seen, row.occasional)
            assert row.occasional * _DEFAULT["seat_occasional"] <= _DEFAULT["occasional_share"] * row.desks + 1e-9
        assert seen == 33, "the share is used to the full when day passes are wanted"


def test_the_waiting_list_is_of_those_who_wait() -> None:
    waited = 0.0
    for month, running in by_month(case(hub(desks=5, opening_cash_eur=1e6, may_expand=False), people=(300, 200, 50), alpha=1.5), seed=2):
        agents = running.simulation.town.agents
        waiting = agents.waiting != NO_PLAN
        waited = max(waited, running.hub("waiting")[month])
        assert waiting.sum() >= running.hub("waiting")[month] - running.town("left")[month]
        assert not (waiting & (agents.hub == agents.waiting_hub) & (agents.plan == agents.waiting)).any(), "nobody waits for what they have"
    assert waited > 5


def test_instruments_of_the_strategy_are_all_there() -> None:
    """The property tests above draw from every instrument and shock."""
    seen: set[str] = set()

    @settings(max_examples=60)
    @given(some_blocks())
    def collect(blocks: list[Block]) -> None:
        seen.update(block["type"] for block in blocks)

    collect()
    assert seen == set(BLOCKS)
