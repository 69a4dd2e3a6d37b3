"""Where a membership or an awareness changes (ODD §7.4 and §7.6), and word of mouth."""

import math
from typing import TYPE_CHECKING

from model.names import CHANNELS
from tests.twin.philox import AWARENESS, FORGETTING, TASTE, exponential, geometric, hazard_of, logistic_draw
from tests.twin.world import FIXED, FLEX, MEDIA, NEVER, NO_PLAN, OFFICE, WORD_OF_MOUTH, Hub, Knowledge, Resident

if TYPE_CHECKING:
    from tests.twin.model import TwinModel

# ------------------------------------------------------------------------------------------------------- awareness, §7.4


def spread_awareness(model: "TwinModel") -> None:
    """Hazards of the open hubs grow; then each pair hears or forgets. Who knows a hub has something to choose."""
    p, t = model.p, model.month
    for hub in model.hubs:
        if hub.is_open:
            hub.hazard += hazard_of(p.awareness_promotion * hub.promotion) + hub.events_now * hazard_of(p.awareness_event)
    model.choosers = []
    for agent in model.residents:
        for hub, pair in agent.knows.items():
            if not pair.aware:
                if hub.is_open and hub.hazard >= pair.clock:
                    become_aware(model, pair, WORD_OF_MOUTH if hub.hazard < pair.clock + pair.told else MEDIA)
            elif t >= pair.clock and hub not in (agent.hub, agent.client_hub, agent.anchor):
                set_unaware(model, pair)
        if any(pair.aware for pair in agent.knows.values()):
            model.choosers.append(agent)


def nearness(model: "TwinModel", pair: Knowledge) -> float:
    """w of §7.4."""
    p = model.p
    return math.exp(-p.distance_fade * max(0.0, pair.minutes - p.near_min))


def speak_to_contacts(model: "TwinModel") -> None:
    """Word of mouth, heard next month."""
    told = hazard_of(model.p.awareness_word_of_mouth)
    for user in model.users:
        voice = told if user.is_member else told * model.p.occasional_voice
        spoken_of = {user.hub: voice} | {g: voice * weight for g, weight in user.hub.referral.items() if g.is_open}
        for contact in user.contacts:
            for hub, hazard in spoken_of.items():
                pair = contact.knows.get(hub)
                if pair and not pair.aware:
                    pair.clock -= hazard / nearness(model, pair)
                    pair.told += hazard / nearness(model, pair)


def become_aware(model: "TwinModel", pair: Knowledge, channel: int) -> None:
    agent, hub = pair.agent, pair.hub
    pair.channel = channel
    pair.aware = True
    hub.aware += 1
    hub.aware_firms += agent.is_firm
    agent.evaluate = True
    pair.taste = lasting_taste(model, agent, hub)
    set_memory(model, pair)


def lasting_taste(model: "TwinModel", agent: Resident, hub: Hub) -> float:
    """§7.5: √ω(√ν L(a) + √(1 − ν) L(b))."""
    p = model.p
    a = logistic_draw(model.draws.one(TASTE, agent.generation, agent.slot))
    b = logistic_draw(model.draws.one(TASTE, agent.generation, agent.slot, hub.key))
    return math.sqrt(p.taste_persistence) * (math.sqrt(p.hub_nest) * a + math.sqrt(1 - p.hub_nest) * b)


def set_memory(model: "TwinModel", pair: Knowledge) -> None:
    pair.spell += 1
    months = geometric(model.draws.one(FORGETTING, pair.spell, pair.agent.slot, pair.hub.key), model.p.forgetting)
    pair.remembered = months
    pair.clock = math.inf if pair.peers > 0 else model.month + months


def set_unaware(model: "TwinModel", pair: Knowledge) -> None:
    """Also who forgets a hub no longer waits for it (§9)."""
    agent, hub = pair.agent, pair.hub
    if pair.aware:
        pair.aware = False
        hub.aware -= 1
        hub.aware_firms -= agent.is_firm
        if agent.waiting_hub is hub:
            stop_waiting(agent)
    pair.spell += 1
    pair.told = 0.0
    pair.clock = hub.hazard + exponential(model.draws.one(AWARENESS, pair.spell, agent.slot, hub.key)) / nearness(model, pair)


def change_peers(model: "TwinModel", agent: Resident, hub: Hub, change: int) -> None:
    """The contacts of a member have one more, or one fewer, member among theirs."""
    t = model.month
    for contact in agent.contacts:
        pair = contact.knows.get(hub)
        if pair is None:
            continue
        had, pair.peers = pair.peers, pair.peers + change
        if pair.aware and contact.hub is not hub:
            if had == 0:
                pair.remembered, pair.clock = pair.clock - t, math.inf
            elif pair.peers == 0:
                pair.clock = t + pair.remembered


# ------------------------------------------------------------------------------------------------------- membership, §7.6


def days_wanted(model: "TwinModel", agent: Resident, hub: Hub) -> float:
    """Days first (§7.5)."""
    p = model.p
    if agent.is_firm:
        return float(p.days_office)
    granted = agent.remote_days * p.working_days / 5 if agent.is_employee else p.working_days
    return float(min(max(1.0, p.working_days * agent.room_need * math.exp(-p.days_fade * agent.knows[hub].minutes)), granted))


def wait_for(agent: Resident, hub: Hub | None, plan: int) -> None:
    agent.waiting, agent.waiting_hub = plan, hub


def stop_waiting(agent: Resident) -> None:
    wait_for(agent, None, NO_PLAN)


def bind(model: "TwinModel", agent: Resident) -> None:
    """Terms of §7.6."""
    terms = {FIXED: model.p.term_fixed, OFFICE: model.p.term_office}
    agent.bound = model.month + math.trunc(terms.get(agent.plan, 0))
    agent.ends = NEVER


def join(model: "TwinModel", agent: Resident, hub: Hub, plan: int) -> None:
    agent.hub, agent.plan, agent.was_user = hub, plan, True
    bind(model, agent)
    hub.count(plan, 1, agent.rooms)
    pair = agent.knows[hub]
    pair.clock = pair.remembered = math.inf
    if plan >= FLEX:
        become_member(model, agent, hub)


def leave(model: "TwinModel", agent: Resident) -> None:
    hub, plan = agent.hub, agent.plan
    assert hub is not None
    if plan >= FLEX:
        cease_member(model, agent, hub, plan)
    hub.count(plan, -1, agent.rooms)
    agent.hub, agent.plan = None, NO_PLAN
    bind(model, agent)
    end_voucher(agent)
    set_memory(model, agent.knows[hub])


def change_plan(model: "TwinModel", agent: Resident, plan: int) -> None:
    hub, before = agent.hub, agent.plan
    assert hub is not None
    hub.count(before, -1)
    hub.count(plan, 1)
    agent.plan = plan
    bind(model, agent)
    if before < FLEX <= plan:
        become_member(model, agent, hub)
    elif plan < FLEX <= before:
        cease_member(model, agent, hub, before)


def become_member(model: "TwinModel", agent: Resident, hub: Hub) -> None:
    agent.joined = model.month
    agent.new_collaboration = False
    agent.was_member = True
    hub.joins += 1
    hub.now[f"joins_{CHANNELS[agent.knows[hub].channel]}"] += 1
    change_peers(model, agent, hub, 1)


def cease_member(model: "TwinModel", agent: Resident, hub: Hub, plan: int) -> None:
    """Counted by plan (offices with fixed desks) and for employees."""
    if plan == FLEX:
        hub.leaves_flex += 1
    else:
        hub.leaves_fixed += 1
    hub.leaves_employees += agent.is_employee
    change_peers(model, agent, hub, -1)


def end_voucher(agent: Resident) -> None:
    """What was set aside for the months left returns to the pot."""
    if agent.voucher is not None:
        agent.voucher.spent -= agent.voucher_left * agent.voucher_eur
        agent.voucher, agent.voucher_left, agent.voucher_eur = None, 0, 0.0
