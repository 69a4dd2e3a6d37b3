"""Professionals, firms and hubs as views: they read the columns, agree with the ledger, and cannot be written to."""

from collections import Counter
from collections.abc import Iterator

import mesa
import numpy as np
import pytest
from mesa.agent import AgentSet

from model.mesa_face import FIRST_HUB, FIRST_PERSON, Firm, Hub, Inhabitant, Professional, View
from model.mesa_face.coworking_model import CoworkingModel
from model.names import AGE_BANDS, FIELDS, FIRM_SIZES, FIRM_STAGES, HUB_STATES, KINDS, PLANS, REASONS
from model.series import HUB_COLUMN, HUB_SERIES
from tests.model.tiny_town import TEXT, tiny_town

HUBS = ("adda", "mera")
PLAIN = (str, bool, int, float, type(None))


@pytest.fixture(scope="module")
def lived() -> CoworkingModel:
    """A model at the end of its run."""
    model = CoworkingModel(tiny_town("voucher"), rng=3)
    model.run_model()
    return model


def months(policy: str = "baseline", rng: int = 3, **parameters: float) -> Iterator[CoworkingModel]:
    """A model after each of its months."""
    model = CoworkingModel(tiny_town(policy), rng=rng, **parameters)
    while model.running:
        model.step()
        yield model


def attributes(kind: type) -> list[str]:
    """The public properties a class of agents has beyond Mesa's."""
    return sorted(name for name in dir(kind) if isinstance(getattr(kind, name), property) and not hasattr(mesa.Agent, name))


# ------------------------------------------------------------------------------------------------------------ what they show


def test_there_is_an_agent_for_every_person_firm_and_hub(lived: CoworkingModel) -> None:
    assert {kind: len(agents) for kind, agents in lived.agents_by_type.items()} == {Professional: 160, Firm: 50, Hub: 2}
    assert set(lived.agent_types) == {Professional, Firm, Hub}
    assert len(lived.agents) == 212
    assert Counter(lived.agents.select(agent_type=Inhabitant).get("kind")) == {"independent": 90, "employee": 70, "firm": 50}


@pytest.mark.parametrize("kind", [Professional, Firm, Hub])
def test_every_attribute_is_a_plain_value_and_is_explained(lived: CoworkingModel, kind: type) -> None:
    names = attributes(kind)
    assert len(names) > 25
    for name in names:
        assert getattr(kind, name).__doc__, name
        for agent in lived.agents_by_type[kind]:
            value = getattr(agent, name)
            if name.endswith("_agents"):
                assert isinstance(value, AgentSet)
            elif name.endswith("_agent"):
                assert value is None or isinstance(value, Hub)
            elif name in ("aware_hubs", "pos"):
                assert type(value) is tuple and all(type(item) in (str, float) for item in value)
            elif name == "minutes_to":
                assert all(type(hub) is str and type(minutes) is float for hub, minutes in value.items())
            elif name != "simulation":
                assert type(value) in PLAIN, (name, value)


@pytest.mark.parametrize(
    ("attribute", "column", "words"),
    [
        ("slot", "slot", None), ("kind", "kind", KINDS), ("field", "field", FIELDS), ("openness", "openness", None),
        ("habit", "habit", None), ("access_minutes", "access_min", None), ("x_km", "x_km", None), ("y_km", "y_km", None),
        ("age", "age", AGE_BANDS), ("income_eur", "income_eur", None), ("remote_days", "remote_days", None),
        ("commute_minutes", "commute_min", None), ("works_in_metropolis", "metropolis", None), ("size", "size", FIRM_SIZES),
        ("staff", "staff", None), ("owner_age", "age", AGE_BANDS), ("margin_eur", "income_eur", None),
        ("revenue_eur", "revenue_eur", None), ("digital", "digital", None),
    ],
)  # fmt: skip
def test_traits_are_those_of_the_population(lived: CoworkingModel, attribute: str, column: str, words: tuple[str, ...] | None) -> None:
    values = getattr(lived.world.people, column)
    found = 0
    for agent in lived.agents.select(agent_type=Inhabitant):
        if hasattr(agent, attribute):
            found += 1
            value = values[agent.row]
            assert getattr(agent, attribute) == (value if words is None else words[value])
    assert found in (50, 160, 210)


def test_members_clients_and_collaborations_agree_with_the_record_month_by_month() -> None:
    seen: Counter[str] = Counter()
    for model in months():
        people = list(model.agents.select(agent_type=Inhabitant))
        for hub in model.agents_by_type[Hub]:
            members = hub.member_agents
            assert len(members) == hub.members == sum(agent.is_member and agent.hub == hub.name for agent in people)
            assert Counter(members.get("plan")) == {
                plan: count for plan, count in (("flex", hub.flex), ("fixed", hub.fixed), ("office", hub.tenants)) if count
            }
            assert len(members.select(lambda agent: agent.kind == "employee")) == hub.employees
            assert len(hub.occasional_agents) == hub.occasional
            assert len(hub.client_agents) == hub.clients == sum(getattr(agent, "client_hub", None) == hub.name for agent in people)
            if hub.members:
                assert np.mean([agent.minutes_to[hub.name] for agent in members]) == pytest.approx(hub.minutes)
            seen.update(members=hub.members, occasional=hub.occasional, clients=hub.clients)
        ties = sum(agent.collaborations for agent in people)
        assert ties == 2 * sum(hub.active_links for hub in model.agents_by_type[Hub])
        seen.update(ties=ties)
    assert min(seen[what] for what in ("members", "occasional", "clients", "ties")) > 20


def test_who_knows_a_hub_and_who_waits_agree_with_the_record() -> None:
    waited = 0
    for model in months(rng=2, leave_rate=1e-9, firm_death=1e-9):  # who leaves at the end of a month was counted before
        people = model.agents.select(agent_type=Inhabitant)
        for hub in model.agents_by_type[Hub]:
            if hub.state in ("open", "downsized"):
                assert len(people.select(lambda agent, name=hub.name: name in agent.aware_hubs)) == hub.aware
                assert len(people.select(lambda agent, name=hub.name: agent.waiting_hub == name)) == hub.waiting
                waited += hub.waiting
        assert all((agent.waiting_hub is None) == (agent.waiting_plan == "none") for agent in people)
    assert waited > 0


def test_what_an_agent_says_of_itself_is_consistent() -> None:
    vacant, stages = 0, Counter[str]()
    for model in months():
        for agent in model.agents.select(agent_type=Inhabitant):
            assert agent.plan in PLANS
            assert (agent.plan == "none") == (agent.hub is None) == (agent.hub_agent is None)
            assert agent.is_member == (agent.plan in ("flex", "fixed", "office")) == (agent.joined_month is not None)
            assert agent.hub is None or agent.hub in agent.aware_hubs
            assert set(agent.aware_hubs) <= set(agent.minutes_to) <= set(HUBS)
            assert agent.hub_agent is None or (agent.hub_agent.name == agent.hub and agent.hub_agent.state in ("open", "downsized"))
            assert 0 <= agent.days <= 22
            assert agent.present or agent.plan == "none"
            vacant += not agent.present
        for firm in model.agents_by_type[Firm]:
            assert firm.stage in FIRM_STAGES
            assert firm.stage != "tenant" or firm.plan == "office"
            assert firm.stage != "client" or firm.client_hub in HUBS
            assert firm.need is None or firm.need in FIELDS
            stages.update([firm.stage])
    assert vacant > 20 and set(stages) == set(FIRM_STAGES)


def test_contacts_are_mutual(lived: CoworkingModel) -> None:
    for agent in lived.agents.select(agent_type=Inhabitant):
        assert agent not in agent.contact_agents
        assert len(agent.contact_agents) == agent.contacts
        assert all(agent in contact.contact_agents for contact in agent.contact_agents)


def test_partners_are_mutual_and_as_many_as_the_collaborations() -> None:
    partners = 0
    for model in months():
        for agent in model.agents.select(agent_type=Inhabitant):
            assert len(agent.partner_agents) == agent.collaborations
            assert all(agent in partner.partner_agents for partner in agent.partner_agents)
            assert agent.collaborations or agent.uplift == 0
            partners += agent.collaborations
    assert partners > 100


def test_vouchers_name_their_instrument_and_add_up() -> None:
    paid = months_paid = 0
    for model in months("voucher"):
        for agent in model.agents.select(agent_type=Inhabitant):
            assert agent.voucher in (None, "voucher")
            assert (agent.voucher is None) == (agent.voucher_eur == 0)
            paid += agent.voucher is not None
            assert agent.subsidised_months <= agent.member_months
        months_paid = sum(model.agents.select(agent_type=Inhabitant).get("subsidised_months"))
    assert 0 < paid < months_paid  # at the end of its last month a voucher is no longer held


def test_a_hub_shows_every_outcome_of_its_last_month() -> None:
    states = Counter[str]()
    for model in months():
        record = model.outcome().hub
        for hub in model.agents_by_type[Hub]:
            for series in HUB_SERIES:
                value = record[model.month - 1, hub.row, HUB_COLUMN[series.name]]
                said = {"state": HUB_STATES, "reason": REASONS}.get(series.name)
                assert getattr(hub, series.name) == (said[int(value)] if said else value), series.name
            np.testing.assert_array_equal(hub.history("cash_eur"), record[: model.month, hub.row, HUB_COLUMN["cash_eur"]])
            assert (hub.reason == "") == (hub.changed_month is None) == (hub.state in ("planned", "open"))
            assert hub.reason in REASONS
            states.update([hub.state])
    assert {"planned", "open", "closed"} <= set(states)


def test_a_hub_shows_its_plan() -> None:
    adda, mera = CoworkingModel(tiny_town(), rng=1).agents_by_type[Hub]
    assert (adda.name, adda.title, adda.town, adda.operator, adda.building) == ("adda", "Adda Coworking", "sondrio", "private", "rented")
    assert (mera.name, mera.title, mera.operator, mera.building, mera.specialisation) == ("mera", "mera", "cooperative", "own", "digital")
    assert adda.specialisation is None
    assert (adda.opening_month, mera.opening_month, adda.opening_desks, adda.opening_offices, adda.opening_cash_eur) == (0, 9, 12, 2, 60000)
    assert adda.price_day_eur < adda.price_flex_eur < adda.price_fixed_eur < adda.price_office_eur
    assert adda.pos == mera.pos
    assert (adda.state, adda.members, adda.cash_eur, adda.changed_month, len(adda.history("members"))) == ("planned", 0, 0.0, None, 0)


def test_the_history_of_a_hub_is_a_copy_and_knows_its_names(lived: CoworkingModel) -> None:
    hub, _ = lived.agents_by_type[Hub]
    before = hub.members
    hub.history("members")[:] = -1
    assert hub.members == before
    with pytest.raises(ValueError, match=r"no monthly outcome 'member' of a hub; did you mean 'members'\?"):
        hub.history("member")


def test_views_say_who_they_are(lived: CoworkingModel) -> None:
    adda, mera = lived.agents_by_type[Hub]
    assert repr(adda) == f"<Hub {2**33}: adda, sondrio, open, {adda.members} members>"
    assert repr(mera) == f"<Hub {2**33 + 1}: mera, sondrio, closed, 0 members>"
    shown = [repr(agent) for agent in lived.agents.select(agent_type=Inhabitant)]
    assert any(text.endswith("flex at adda>") for text in shown) and any(text.endswith("vacant>") for text in shown)
    assert len(set(shown)) == len(shown)


# ---------------------------------------------------------------------------------------------------------- what they refuse


@pytest.mark.parametrize("kind", [Professional, Firm, Hub])
@pytest.mark.parametrize("name", ["members", "openness", "hub", "unique_id", "model", "row", "pos", "invented"])
def test_nothing_of_a_view_can_be_set_or_deleted(lived: CoworkingModel, kind: type, name: str) -> None:
    agent = next(iter(lived.agents_by_type[kind]))
    before = dict(vars(agent))
    with pytest.raises(AttributeError, match=rf"'{name}' of a {kind.__name__} cannot be set: .* change the scenario"):
        setattr(agent, name, 1)
    with pytest.raises(AttributeError, match=rf"'{name}' of a {kind.__name__} cannot be deleted"):
        delattr(agent, name)
    assert vars(agent) == before


def test_agents_cannot_be_removed_or_made(lived: CoworkingModel) -> None:
    hub, _ = lived.agents_by_type[Hub]
    with pytest.raises(AttributeError, match="a Hub cannot be removed: agents are views"):
        hub.remove()
    with pytest.raises(AttributeError, match="cannot be removed"):
        lived.remove_all_agents()
    for kind in (Professional, Firm, Hub):
        with pytest.raises(TypeError, match=f"a {kind.__name__} cannot be made: people come from the scenario's territory"):
            kind(lived, 0)
        with pytest.raises(TypeError, match="cannot be made"):
            kind(mesa.Model(rng=1), 0)
    assert len(lived.agents) == 212


# ------------------------------------------------------------------------------------------------------- as Mesa handles them


def test_sets_of_agents_select_aggregate_group_and_do(lived: CoworkingModel) -> None:
    people = lived.agents_by_type[Professional]
    rich = people.select(lambda person: person.income_eur > 3000)
    assert 0 < len(rich) < len(people) and min(rich.get("income_eur")) > 3000
    assert len(people.select(at_most=7)) == 7
    assert people.agg("income_eur", np.mean) == pytest.approx(lived.world.people.income_eur[:160].mean())
    assert people.agg("openness", [min, max]) == [min(people.get("openness")), max(people.get("openness"))]
    assert people.get(["kind", "field"])[0] == ["independent", FIELDS[lived.world.people.field[0]]]
    by_field = people.groupby("field")
    assert sum(by_field.count().values()) == 160
    assert by_field.agg("income_eur", max) == {field: max(group.get("income_eur")) for field, group in by_field}
    seen: list[str] = []
    lived.agents_by_type[Hub].do(lambda hub: seen.append(hub.name))
    assert tuple(seen) == HUBS
    people.do("step")  # nothing: a month is lived by all together
    assert lived.agents_by_type[Hub].map("history", "members")[0][-1] == lived.members
    shuffled = people.shuffle()
    assert list(shuffled) != list(people) and set(shuffled) == set(people)
    with pytest.raises(AttributeError, match="'openness' of a Professional cannot be set"):
        people.set("openness", 1.0)


def test_views_hold_nothing_of_their_own() -> None:
    looked_at, stepped = (CoworkingModel(tiny_town(), rng=5) for _ in range(2))
    agents = looked_at.agents  # made before the first month
    person = next(agent for agent in agents if agent.unique_id == FIRST_PERSON + int(looked_at.world.people.slot[17]))
    assert person.row == 17 and set(vars(person)) == {"model", "row"}
    for model in (looked_at, stepped):
        model.run_model()
    assert list(looked_at.agents) == list(agents)
    for old, new in zip(agents, stepped.agents, strict=True):
        assert old.unique_id == new.unique_id
        assert old.plan == new.plan if isinstance(old, Inhabitant) else old.history("members").tolist() == new.history("members").tolist()
    looked_at.simulation = CoworkingModel(tiny_town(), rng=5).simulation
    assert all(agent.plan == "none" for agent in agents.select(agent_type=Inhabitant))


def test_numbers_of_agents_are_stable_and_do_not_meet() -> None:
    def ids(policy: str = "baseline", rng: int = 1, text: str = TEXT) -> dict[type, set[int]]:
        model = CoworkingModel(tiny_town(policy, text), rng=rng)
        return {kind: set(agents.get("unique_id")) for kind, agents in model.agents_by_type.items()}

    base = ids()
    assert len(set.union(*base.values())) == 212
    assert base[Hub] == {FIRST_HUB, FIRST_HUB + 1}
    assert ids(rng=2) == base
    assert ids("rival") == {**base, Hub: {*base[Hub], FIRST_HUB + 2}}
    one_more = ids(text=TEXT.replace("professionals: 90", "professionals: 91"))
    assert one_more[Firm] == base[Firm] and base[Professional] < one_more[Professional]
    assert len(one_more[Professional]) == 161


class Council(mesa.Agent):
    """An agent of a user's own, which watches."""

    def __init__(self, model: mesa.Model) -> None:
        super().__init__(model)
        self.seen: list[int] = []

    def step(self) -> None:
        self.seen.append(sum(self.model.agents_by_type[Hub].get("members")))


class WatchedModel(CoworkingModel):
    """A model with a council, as a user would write it."""

    def __init__(self, **arguments: object) -> None:
        super().__init__(**arguments)
        self.council = Council(self)
        self.datacollector = mesa.DataCollector(model_reporters={"seen": lambda model: len(model.council.seen)})

    def step(self) -> None:
        super().step()
        self.agents_by_type[Council].do("step")


def test_agents_of_ones_own_live_beside_the_views() -> None:
    model = WatchedModel(scenario=tiny_town(), rng=1)
    model.run_model()
    assert model.council.seen == [int(members) for members in model.outcome().hub[:, :, HUB_COLUMN["members"]].sum(axis=1)]
    assert len(model.agents) == 213 and list(model.agents_by_type[Council]) == [model.council]
    assert model.council.unique_id < FIRST_PERSON
    assert len(set(model.agents.get("unique_id"))) == 213
    assert model.datacollector.get_model_vars_dataframe()["seen"].tolist() == list(range(36))
    model.council.remove()
    assert len(model.agents) == 212
    assert all(isinstance(agent, View) for agent in model.agents)
