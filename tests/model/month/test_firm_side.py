"""The firm side as a whole, mechanism by mechanism: a visible effect in the expected direction when on, exactly none when off."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from model.columns import ACTIVE
from model.names import FIRM
from model.parameters import CATALOGUE, TABLES
from model.scenario import Scenario
from model.series import TOWN_COLUMN
from tests.model.month import towns
from tests.model.month.towns import BLOCKS, FROZEN, NO_CONTACTS, NOBODY_MOVES, UNWANTED, Block, binomial_error, by_month, case, hub, run

_DEFAULT = {name: parameter.default for name, parameter in CATALOGUE.items()}
_SAFE = {"opening_cash_eur": 1e8, "may_downsize": False, "may_expand": False, "host_fte": 1.0, "events_per_month": 2.0}
_DEAF = {"aware_at_opening": 0.0, "awareness_promotion": 0.0, "awareness_event": 0.0, "awareness_word_of_mouth": 0.0, "forgetting": 0.0}
_SEEKING = {"need_rate": 0.2, "client_rate": 0.5}
_NOWHERE_ELSE = {"need_met_outside": 0.0, "need_lapses": 0.0}  # what firms lack they find in the community or not at all
_ADVICE_OFF = {"advice_awareness": 0.0, "advice_second_hour": 0.0, "advice_need": 0.0, "advice_follow_on": 0.0, "advice_trust": 0.0}
_DESK = {**BLOCKS["advisory_desk"], "slots_per_month": 2_000.0}
_LET = {"offices": 10, "offices_let_at_opening": 10}
_FIRM_LINKS = ("new_firm_firm", "new_person_firm")


def _town(
    *blocks: Block, people: tuple[int, int, int] = (0, 0, 300), months: int = 24, figures: Block | None = None, **parameters: float
) -> Scenario:
    """A town, of firms alone unless told otherwise, and a hub that cannot fail."""
    return case(hub(**{**_SAFE, "founders": 0.0, **(figures or {})}), blocks=blocks, months=months, people=people, **parameters)


def _community(*blocks: Block, months: int = 36, **parameters: float) -> Scenario:
    """Firms with needs, some of them tenants and clients of a hub that has members of its own; who is in stays in."""
    lively = {**FROZEN, **_SEEKING, "aware_at_opening": 0.5, "encounter_rate": 0.5, **parameters}
    return _town(*blocks, people=(80, 0, 250), months=months, figures={"desks": 30, "founders": 20.0, **_LET}, **lively)


def _tenants(n: int, *blocks: Block, months: int = 12, **parameters: float) -> Scenario:
    """A hub with n offices let to firms that stay and lack nothing; no other firm comes."""
    still = {**FROZEN, **NO_CONTACTS, "client_rate": 0.0, "need_rate": 0.0, **parameters}
    return _town(*blocks, months=months, figures={"offices": n, "offices_let_at_opening": n}, **still)


@pytest.mark.parametrize("channel", [None, *(name for name in _DEAF if name != "forgetting"), "advice_awareness"])
def test_firms_take_part_by_each_channel_of_awareness_and_by_no_other(channel: str | None) -> None:
    parameters = {**FROZEN, **_SEEKING, **_DEAF, **_ADVICE_OFF, "encounter_rate": 0.5, "advice_demand": 0.2}
    parameters |= {channel: 0.3} if channel else {}
    finished = run(_town(_DESK, people=(60, 0, 250), figures={"desks": 12, "founders": 10.0}, **parameters))
    assert finished.hub("members").min() == 10 and finished.hub("advised").sum() > 0
    for series in ("aware_firms", "clients", "projects", *_FIRM_LINKS):
        assert bool(finished.hub(series).any()) == bool(channel), series


def test_tenants_tell_the_firms_they_know_and_nobody_else() -> None:
    contacts = {name: _DEFAULT[name] for name in NO_CONTACTS}
    for alone in (contacts, {"awareness_word_of_mouth": 0.3}):  # contacts but no word, a word but no contacts
        assert (run(_tenants(40, **{**_DEAF, **alone})).hub("aware_firms") == 40).all()
    told = run(_tenants(40, **{**_DEAF, **contacts, "awareness_word_of_mouth": 0.3}))
    people, tenant = told.simulation.world.people, told.simulation.town.agents.hub >= 0
    assert told.hub("aware_firms")[-1] > 80
    for i in np.nonzero((told.simulation.town.pairs.aware == 1) & ~tenant)[0]:  # one hub: one pair an agent
        assert tenant[people.contact[people.contact_start[i] : people.contact_start[i + 1]]].any()


@pytest.mark.parametrize("effect", ["advice_awareness", "advice_second_hour", "advice_need", "advice_follow_on"])
def test_each_thing_advice_does_happens_to_all_or_to_none(effect: str) -> None:
    quiet = {**_DEAF, **_ADVICE_OFF, **_NOWHERE_ELSE, **UNWANTED, **NOBODY_MOVES, "advice_demand": 1.0, "need_rate": 0.0}
    for chance in (0.0, 1.0):
        finished = run(_town(_DESK, months=8, **{**quiet, effect: chance}))
        agents, sessions = finished.simulation.town.agents, finished.hub("advised").sum()
        done = {"advice_awareness": finished.hub("aware_firms")[-1], "advice_second_hour": (agents.advised == 2).sum()}
        done |= {"advice_need": (agents.need >= 0).sum(), "advice_follow_on": finished.hub("follow_on").sum()}
        reached = {effect, "advice_need"} if effect == "advice_second_hour" else {effect}  # that hour always reveals a need
        assert sessions > 290 and done == {name: sessions * chance if name in reached else 0 for name in done}


def test_a_desk_nobody_asks_changes_nothing() -> None:
    lively = {**_SEEKING, "aware_at_opening": 0.5, "alpha": 1.0, "encounter_rate": 0.3}
    towns.assert_same(run(_town(**lively)), run(_town(_DESK, advice_demand=0.0, **lively)))


def test_a_looser_habit_lets_advised_firms_in_and_out_more_easily() -> None:
    """Alone with their tastes, the same firms weigh the same offices: others rent too, and of the first tenants fewer stay to the end."""
    alone = {**towns.BARE_CHOICE, **_ADVICE_OFF, "evaluation_rate": 0.15, "habit": 3.0, "client_rate": 0.0, "advice_demand": 1.0,
             "taste_persistence": 0.25}
    figures = {"offices": 300, "offices_let_at_opening": 80}
    runs = [run(_town(_DESK, months=36, figures=figures, **alone, advice_habit_cut=cut)) for cut in (0.0, 0.3, 0.6, 1.0)]
    np.testing.assert_array_equal(run(_town(months=36, figures=figures, **alone)).hub("tenants"), runs[0].hub("tenants"))
    for tight, loose in pairwise(one.simulation.town.agents for one in runs):
        outside, stayed = (tight.was_member == 0, loose.was_member == 0), [(one.hub >= 0) & (one.joined == 0) for one in (tight, loose)]
        for fewer, more in (outside[::-1], stayed[::-1]):
            assert not (fewer & ~more).any() and fewer.sum() < 0.98 * more.sum()


def test_advised_firms_are_trusted() -> None:
    shy = {**_ADVICE_OFF, "encounter_rate": 0.1, "trust_effect": 1.0, "advice_demand": 1.0, "link_decay": 1e-4}
    scenarios = (_tenants(30, **shy), _tenants(30, _DESK, **shy), _tenants(30, _DESK, **{**shy, "advice_trust": 1.0}))
    plain, distrusted, trusted = ([run(scenario, seed).hub("new_firm_firm") for seed in range(3)] for scenario in scenarios)
    np.testing.assert_array_equal(plain, distrusted)
    assert np.sum(trusted) > 1.2 * np.sum(plain) > 100


def _client_months(**parameters: float) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    """Month by month: the chance of each firm to turn client at rate 1, and whether it did, was client without a need, drifted away."""
    unbounded = {"client_load": 0.0, "distance_fade": 0.0, "aware_at_opening": 0.7}
    quiet = {**_DEAF, **UNWANTED, **NOBODY_MOVES, **unbounded, "encounter_rate": 0.0, "need_rate": 0.1, **parameters}
    before = None
    half_hosted = {"host_fte": 0.5, "events_per_month": 1.0}
    for _, running in by_month(_town(people=(0, 0, 600), months=36, figures=half_hosted, **quiet), seed=2):
        simulation, agents = running.simulation, running.simulation.town.agents.copy().view(np.recarray)
        if before is not None:
            could = (simulation.town.pairs.aware == 1) & (before.client_hub < 0) & (before.need >= 0) & (agents.need >= 0)
            turned, gone = (before.client_hub < 0) & (agents.client_hub >= 0), (before.client_hub >= 0) & (agents.client_hub < 0)
            idle = (before.client_hub >= 0) & (agents.need < 0)
            assert not (turned & ~could).any(), "only a firm that knows the hub and lacks something turns to it"
            assert not (gone & ~idle).any(), "no client leaves with a need"
            yield could * simulation.town.hubs.quality[0] * simulation.world.people.openness / _DEFAULT["openness_mean"], turned, idle, gone
        before = agents


def test_firms_turn_client_by_quality_and_openness_and_drift_away_without_a_need() -> None:
    at_rate_1, turned, idle, gone = np.array(list(_client_months(client_rate=0.3, client_lapses=0.2))).transpose(1, 0, 2)
    for closed in (True, False):  # to the world: half of the firms are less open than the others
        some = (at_rate_1 > 0.0) & ((at_rate_1 < np.median(at_rate_1[at_rate_1 > 0.0])) == closed)
        chance = 0.3 * at_rate_1[some]
        assert abs(turned[some].sum() - chance.sum()) < 4.5 * np.sqrt((chance * (1.0 - chance)).sum()) < 0.7 * chance.sum()
    assert idle.sum() > 200
    assert abs(gone.sum() - 0.2 * idle.sum()) < binomial_error(idle.sum(), 0.2)


def test_no_rate_no_client_and_no_lapse_no_loss() -> None:
    assert not any(turned.any() for _, turned, _, _ in _client_months(client_rate=0.0))
    for lapses in (0.0, 1.0):
        _, _, idle, gone = np.array(list(_client_months(client_rate=0.3, client_lapses=lapses))).transpose(1, 0, 2)
        assert idle.sum() > 100 and gone.sum() == lapses * idle.sum()


_WANTED = {"aware_at_opening": 1.0, "alpha": 1.5, "plan_office": 0.0, **NOBODY_MOVES}


def test_offices_are_let_up_to_the_number_offered() -> None:
    let = {offices: run(_town(figures={"offices": offices}, **_WANTED)) for offices in (0, 3, 500)}
    assert not let[0].hub("tenants").any() and not let[0].hub("office_fees_eur").any()
    assert let[3].hub("tenants").max() == 3 and let[3].hub("waiting").max() > 0
    assert let[500].hub("tenants").max() > 20 and not let[500].hub("waiting").any()


@pytest.mark.parametrize("offices", [1, 3, 200])
def test_firms_take_a_room_for_so_many_of_their_people_where_the_hub_has_them(offices: int) -> None:
    """One room for whoever fits in it, whatever its staff where a room holds all; several at as many rents; none in a hub too small."""
    for room in (2.0, 4.0, 1e9):
        one = run(_town(figures={"offices": offices}, office_staff=room, **_WANTED))
        rooms = np.maximum(1.0, np.ceil(one.simulation.world.people.staff[one.users] / room))
        assert rooms.sum() == one.hub("offices_let")[-1] <= offices and len(rooms) == one.hub("tenants")[-1] > 0
        assert rooms.max() <= (1 if room == 1e9 else offices) and (rooms.max() > 1 or offices < 200 or room == 1e9)
        assert (one.hub("members") == one.hub("tenants")).all() and not one.hub("occasional").any()
        prices = one.prepared.specs["price_office"][0] * one.hub("offices_let")
        assert one.hub("office_fees_eur")[-1] == pytest.approx(prices[-1])


@pytest.mark.parametrize("aware", [0.0, 1.0])
def test_a_new_firm_looks_for_premises_and_has_none_to_leave(aware: float) -> None:
    """Where habit keeps everybody out, only firms born beside a hub with a room for them come in, in their first month."""
    bound = {**_WANTED, "habit": 1e9, "job_change": 0.0, "aware_at_opening": aware, "firm_death": 0.02, "vacancy_months": 2.0}
    born = run(_town(figures={"offices": 200}, **bound), 2)
    agents, tenants = born.simulation.town.agents, born.users
    assert (len(tenants) > 5) == (aware > 0)
    assert (agents.joined[tenants] == agents.arrived[tenants]).all() and (agents.generation[tenants] > 0).all()
    assert not run(_town(figures={"offices": 0}, **bound), 2).hub("members").any()


def test_a_client_that_rents_is_a_tenant_and_no_longer_a_client() -> None:
    was, moved_in, hubs = None, 0, [hub(name, offices=50, founders=0.0, **_SAFE) for name in ("adda", "mera")]
    for _, running in by_month(case(*hubs, people=(0, 0, 300), **{**_WANTED, **_SEEKING, "alpha": 0.5, "aware_at_opening": 0.5})):
        agents, ties = running.simulation.town.agents, running.simulation.town.ties
        assert not ((agents.hub >= 0) & (agents.client_hub >= 0)).any()
        assert running.simulation.town.pairs.aware[agents.client_hub[ties.agent] == ties.hub].all(), "of a hub it knows, even of two"
        moved_in += 0 if was is None else int((was & (agents.hub >= 0)).sum())
        was = agents.client_hub >= 0
    assert moved_in > 0


@pytest.mark.parametrize("chance", [0.0, 0.3, 1.0])
def test_a_partner_in_the_metropolis_serves_the_firms_of_the_community_and_no_others(chance: float) -> None:
    network = {"type": "network", "payer": "region", "partner": chance}
    alone = {**FROZEN, **_DEAF, **_SEEKING, **_NOWHERE_ELSE, "aware_at_opening": 0.5, "encounter_rate": 0.0}
    before, asked, served = None, 0, 0
    for _, running in by_month(_town(network, figures=_LET, **alone)):
        agents = running.simulation.town.agents.copy().view(np.recarray)
        if before is not None:
            inside = (agents.client_hub >= 0) | (agents.hub >= 0)
            # in time to ask: a need since last month, or for who was client then a need of this month
            lacked = (before.need >= 0) | ((before.client_hub >= 0) & (agents.need_count > before.need_count))
            met = lacked & (agents.need < 0)
            assert not (met & ~inside).any()
            asked, served = asked + int((lacked & inside).sum()), served + int(met.sum())
        before = agents
    assert asked > 150
    assert abs(served - chance * asked) <= (0.0 if chance in (0.0, 1.0) else binomial_error(asked, chance))
    assert running.hub("projects").sum() == running.hub("projects_partner").sum() == served


def _ended(finished: towns.Run) -> dict[str, float]:
    return {"projects": finished.hub("projects").sum(), **{name: finished.town(name).sum() for name in ("needs_outside", "needs_lapsed")}}


@pytest.mark.parametrize("partner", [0.0, 0.1])
def test_needs_end_in_the_community_in_milan_or_given_up_and_in_no_other_way(partner: float) -> None:
    blocks = (_DESK, {"type": "network", "payer": "region", "partner": partner})
    finished = run(_community(*blocks, habit=2.0, advice_demand=0.05))
    agents, ended = finished.simulation.town.agents, _ended(finished)
    assert min(ended.values()) > 20
    assert agents.need_count.sum() - (agents.need >= 0).sum() == sum(ended.values())


def test_each_way_to_end_a_need_is_shut_by_its_own_parameter() -> None:
    shut = {"needs_outside": {"need_met_outside": 0.0}, "needs_lapsed": {"need_lapses": 0.0}, "projects": {"need_match": 0.0}}
    for name, parameters in shut.items():
        ended = _ended(run(_community(**parameters)))
        assert ended.pop(name) == 0.0 and min(ended.values()) > 0
    still_open = run(_community(**_NOWHERE_ELSE, need_match=0.0))
    assert not any(_ended(still_open).values()) and (still_open.simulation.town.agents.need >= 0).sum() > 200
    nothing = run(_community(need_rate=0.0))
    assert not any(_ended(nothing).values()) and not nothing.hub("clients").any() and not nothing.simulation.town.agents.need_count.any()


def test_a_community_keeps_needs_from_milan_and_a_better_match_makes_more_projects() -> None:
    settings = ({"encounter_rate": 0.0}, {"need_match": 1.0}, {"need_match": 4.0})
    alone, weak, strong = ([_ended(run(_community(**figures), seed)) for seed in range(4)] for figures in settings)
    assert not any(one["projects"] for one in alone)
    assert sum(one["projects"] for one in strong) > 1.3 * sum(one["projects"] for one in weak) > 0
    assert sum(one["needs_outside"] for one in strong) < 0.97 * sum(one["needs_outside"] for one in alone)


@pytest.mark.parametrize(
    ("figures", "parameters", "together"),
    [
        ({"offices": 0}, {}, True),
        (_LET, {"client_rate": 0.0}, True),
        ({"offices": 0}, {"client_rate": 0.0}, False),
        ({"offices": 0}, {"need_rate": 0.0}, False),
        (_LET, {"encounter_rate": 0.0}, False),
    ],
    ids=["clients", "tenants", "neither", "no needs", "no encounters"],
)
def test_firms_collaborate_where_they_are_clients_or_tenants_and_nowhere_else(figures: Block, parameters: Block, together: bool) -> None:
    still = {**FROZEN, **_SEEKING, "aware_at_opening": 0.5, "encounter_rate": 0.5, "days_client": 4.0, **parameters}
    finished = run(_town(people=(80, 0, 250), figures={"desks": 15, "founders": 12.0, **figures}, **still))
    assert all(finished.hub(name).any() == together for name in _FIRM_LINKS)
    assert finished.hub("new_person_person").any() == ("encounter_rate" not in parameters), "persons meet all the same"


def _different_to_same(**parameters: float) -> float:
    """Collaborations a pair of different fields makes, over those of a pair of the same field, with all firms always there."""
    made, could = np.zeros((8, 8)), np.zeros((8, 8))
    for seed in range(4):
        finished = run(_tenants(50, encounter_rate=0.2, link_decay=1.0, trust_effect=0.0, **parameters), seed)
        of_field = np.bincount(finished.simulation.world.people.field[finished.users], minlength=8)
        assert of_field.sum() == 50
        made += finished.outcome.field_links.sum(axis=0)
        could += np.triu(np.outer(of_field, of_field) - np.diag(of_field * (of_field + 1) // 2))
    return float((made.sum() / np.trace(made) - 1.0) / (could.sum() / np.trace(could) - 1.0))


def test_firms_of_complementary_fields_link_more_than_alike_ones_at_equal_exposure() -> None:
    """Two of one field fit if they stand apart in it; where distance does not matter only the table of complements is left; where the best
    distance is none, the alike link more."""
    assert _different_to_same(skill_spread=0.0) > 4.0
    assert 1.3 < _different_to_same() < 2.5
    assert 1.05 < _different_to_same(distance_tolerance=1e3) < 1.3
    assert _different_to_same(optimal_distance=0.0) < 0.6


@pytest.mark.parametrize("learning", [0.0, 0.02])
def test_firms_gain_what_they_have_learned_to_take_in(learning: float) -> None:
    """Each collaboration adds its faded gain times what the firm had learned before this month; with each the firm learns."""
    cap, fade, most = 0.15, _DEFAULT["spillover_fade"], _DEFAULT["absorption_max"]
    absorption, capped = np.ones(300), 0
    for month, running in by_month(_tenants(30, months=36, spillover=0.02, spillover_cap=cap, learning=learning, encounter_rate=0.2)):
        simulation, uplift, learned = running.simulation, np.zeros(300), np.zeros(300)
        for row in simulation.town.links.row[simulation.town.links.active[: simulation.town.links.counts[ACTIVE]]]:
            for i in (row.a, row.b):
                uplift[i] += 0.02 * np.exp(-(month - row.start) / fade) * absorption[i]
                learned[i] += learning
        uplift, absorption = np.minimum(cap, uplift), np.minimum(most, absorption + learned)
        capped += int((uplift == cap).sum())
        assert simulation.town.agents.uplift == pytest.approx(uplift) and simulation.town.agents.absorption == pytest.approx(absorption)
        assert running.town("revenue_uplift_eur")[month] == pytest.approx((uplift * simulation.world.people.revenue_eur).sum())
    assert capped > 0 and absorption.min() == 1.0 and absorption.max() == (most if learning else 1.0)


@pytest.mark.parametrize("fade", [6.0, 18.0, 1e12])
def test_the_gain_of_one_collaboration_fades(fade: float) -> None:
    finished = run(_tenants(2, encounter_rate=1e9, link_decay=1e-4, spillover=0.04, spillover_fade=fade, learning=0.0))
    assert finished.hub("new_firm_firm").sum() == finished.hub("active_links")[-1] == 1
    begun = int(np.argmax(finished.hub("new_firm_firm")))
    revenue = finished.simulation.world.people.revenue_eur[finished.users].sum()
    np.testing.assert_allclose(finished.town("revenue_uplift_eur")[begun:], 0.04 * revenue * np.exp(-np.arange(12 - begun) / fade))


def test_what_collaborations_add_feeds_back_into_nothing() -> None:
    """Everything at once: two tied hubs, a desk, a platform, members, tenants, clients, people and firms coming and going."""
    hubs = (hub("adda", desks=15, offices=6, **_SAFE), hub("mera", offices=4, **{**_SAFE, "opening_cash_eur": 30_000.0}))
    blocks = [BLOCKS[name] for name in ("network", "matchmaking", "advisory_desk", "voucher")]
    busy = {**_SEEKING, "alpha": 1.0, "encounter_rate": 0.3, "leave_rate": 0.01, "firm_death": 0.02, "advice_demand": 0.05}
    changes = {"spillover": 0.0, "spillover_cap": 0.0, "spillover_fade": 1.0, "learning": 0.0, "absorption_max": 1.0}
    gains = [TOWN_COLUMN["income_uplift_eur"], TOWN_COLUMN["revenue_uplift_eur"]]
    plain, *others = (
        run(case(*hubs, blocks=blocks, people=(120, 80, 150), months=36, **busy, **change), seed=3)
        for change in ({}, *({name: value} for name, value in changes.items()))
    )
    for name, other in zip(changes, others, strict=True):
        added, before = (one.outcome.town[:, :, gains].sum(axis=(0, 1)) for one in (other, plain))
        assert (added < before).all() and added.any() == (name not in ("spillover", "spillover_cap")), name
        np.testing.assert_array_equal(other.outcome.hub, plain.outcome.hub, err_msg=name)
        np.testing.assert_array_equal(np.delete(other.outcome.town, gains, 2), np.delete(plain.outcome.town, gains, 2), err_msg=name)
        towns.assert_same_rows(other.simulation.town.agents, plain.simulation.town.agents, apart={"uplift", "absorption"})


def test_firms_close_and_are_born_at_the_stated_rates() -> None:
    """New firms close as the first ones do; a vacant place is taken with the same chance every month."""
    hazard = 1.0 - np.exp(-0.03 * TABLES["size_death"].default[0])
    expected, closed, vacant, alive = np.zeros((600, 2)), np.zeros(600), 0.0, np.ones(600, dtype=bool)
    for month, running in by_month(_town(people=(0, 0, 600), months=72, firm_death=0.03, vacancy_months=4.0, **UNWANTED)):
        if month > 0:  # nobody moves in the first month
            chance = hazard[running.simulation.world.people.size] * alive
            expected += np.column_stack([chance, chance * (1.0 - chance)])
            closed += alive & (running.simulation.town.agents.resident == 0)
            vacant += float((~alive).sum())
        alive = running.simulation.town.agents.resident == 1
    deaths, births = running.town("firm_deaths"), running.town("firm_births")
    assert births.sum() > 200 and deaths.sum() == closed.sum() and deaths[0] == 0
    for micro in (True, False):
        group = (running.simulation.world.people.size == 0) == micro
        assert abs(closed[group].sum() - expected[group, 0].sum()) < 4.5 * np.sqrt(expected[group, 1].sum())
    assert abs(births.sum() - vacant / 4.0) < binomial_error(vacant, 0.25)
    np.testing.assert_array_equal(running.town("firms"), 600 - np.cumsum(deaths - births))


def test_without_a_chance_of_closing_no_firm_closes_and_no_tie_to_a_hub_keeps_one_alive() -> None:
    still = run(_community(firm_death=1e-9))
    assert not still.town("firm_deaths").any() and not still.town("firm_births").any()
    tied, loose = (run(_community(firm_death=0.03, **figures)) for figures in ({}, {"encounter_rate": 0.0, "client_rate": 0.0}))
    assert tied.town("firm_deaths").sum() > 100
    np.testing.assert_array_equal(tied.town("firm_deaths"), loose.town("firm_deaths"))


def test_a_closed_firm_takes_its_need_and_its_ties_with_it() -> None:
    """No need of a closed firm is met or given up, it belongs to no community, and who takes its place begins with nothing."""
    before, born, lost = None, 0, {"need": 0.0, "client_hub": 0.0, "hub": 0.0, "collaborations": 0.0}
    for _, running in by_month(_community(_DESK, firm_death=0.05, vacancy_months=4.0, advice_demand=0.2)):
        agents, firm = running.simulation.town.agents.copy().view(np.recarray), running.simulation.world.people.kind == FIRM
        away = firm & (agents.resident == 0)
        assert (agents.hub[away] == -1).all() and (agents.client_hub[away] == -1).all()
        if before is not None:
            gone, new = away & (before.resident == 0), firm & (agents.resident == 1) & (before.resident == 0)
            assert not agents.collaborations[gone].any() and not agents.uplift[gone].any(), "they end with the month of closing"
            assert (agents.need_count[gone] == before.need_count[gone]).all(), "nothing is lacking where there is no firm"
            for name, nothing in (("need", -1), ("client_hub", -1), ("advised", 0), ("collaborations", 0), ("absorption", 1.0)):
                assert (agents[name][new] == nothing).all(), name
            born += int(new.sum())
            for name, least in (("client_hub", 0), ("hub", 0), ("collaborations", 1)):
                lost[name] += (before[name] >= least)[away & ~gone].sum()
        # what has appeared, is not open in a living firm, and did not end in any of the three ways
        unmet = agents.need_count.sum() - (agents.need[~away] >= 0).sum() - sum(_ended(running).values())
        closed = 0 if before is None else (away & ~gone).sum()
        assert 0 <= unmet - lost["need"] <= closed, "a need is lost with its firm, and never found again"
        lost["need"], before = unmet, agents
    assert born > 100 and min(lost.values()) > 0 and lost["need"] > 20
