"""What a hub is worth to a person or firm (ODD §7.5). Choice, openings and entry meet here."""

import math

import numpy as np

from model.compiled import inlined
from model.draws import SHOCK, TASTE, gumbel_at_most, logistic_at_most, logistic_draw, uniform
from model.month.lookup import is_of_anchor
from model.month.prices import flex_cost, plan_cost, rooms_of
from model.names import EMPLOYEE, FIRM, FIXED, OCCASIONAL, OFFICE

OTHER_PLACES = np.int64(2)  # keys the taste for the other places of a town; keys of hubs are odd, and 0 is any hub


@inlined
def community(p, heads):
    """Value of a community of `heads`: g(n) = n^θ / (n^θ + n50^θ)."""
    if heads <= 0.0:
        return 0.0
    return 1.0 / (1.0 + (p.n50 / heads) ** p.theta)


@inlined
def fit(p, field, specialisation):
    """Fit of a person's field with a hub's specialisation; zero in a general hub."""
    if specialisation < 0:
        return 0.0
    return 1.0 if field == specialisation else -p.misfit


@inlined
def quality(p, host_fte, events):
    """Quality of a hub: q = share of a full host + share of a full calendar of events."""
    return p.host_quality * min(1.0, host_fte) + (1.0 - p.host_quality) * min(1.0, events / p.events_full)


@inlined
def lasting_taste(derived, u_any, u_hub):
    """The part of an agent's taste that lasts: for working in any hub against outside, and for one hub beyond that.

    The difference of two Gumbel tastes is logistic, so one uniform serves for both.
    """
    return derived.lasting * (derived.any_hub * logistic_draw(u_any) + derived.one_hub * logistic_draw(u_hub))


@inlined
def may_come(town, i, h):
    """Whether agent i may work in hub h: an employee needs the employer's consent, unless the hub is its employer's."""
    return town.people[i].kind != EMPLOYEE or town.agents[i].consent == 1 or is_of_anchor(town, i, h)


@inlined
def hub_worth(town, h):
    """What hub h is worth to anybody this month: its attraction, what it offers, and its community."""
    p = town.parameters[0]
    hubs = town.hubs
    worth = p.alpha + town.specs[h].attraction + hubs[h].rooms_worth
    return worth + p.beta_q * hubs[h].quality - p.lockdown_appeal * hubs[h].closure + p.beta_n * hubs[h].community


@inlined
def crowding_of(p, hubs, h):
    """What the crowd in hub h takes from its worth."""
    crowded = hubs[h].use - p.crowding_from
    return p.crowding * crowded * crowded if crowded > 0.0 else 0.0


@inlined
def home_push(p, people, i):
    """What drives a person without a room of its own from home: its need of one, against the middle of the scale."""
    if people[i].kind == FIRM or people[i].own_room == 1:
        return 0.0
    return p.home_push * (2.0 * people[i].room_need - 1.0)


@inlined
def hub_utility(town, i, h, k, worth, crowding):
    """What hub h is worth to agent i before any plan: all terms but plan, travel, price, habit and taste."""
    p = town.parameters[0]
    people, agents, links = town.people, town.agents, town.links
    value = worth + p.beta_f * fit(p, people[i].sector, town.specs[h].specialisation)
    if town.pairs.row[k].peers > 0:
        value += p.beta_s
    if agents[i].collaborations > 0:
        newest = links.head[i]
        if links.row[newest].hub == h:
            value += p.beta_k * min(float(agents[i].collaborations), p.collaborations_valued)
    if people[i].kind == EMPLOYEE:
        value += town.hubs[h].appeal_employee
    return value + home_push(p, people, i) - crowding


@inlined
def plan_constant(p, plan):
    """Utility of a plan relative to flex."""
    if plan == OCCASIONAL:
        return p.plan_occasional
    if plan == FIXED:
        return p.plan_fixed
    return p.plan_office if plan == OFFICE else 0.0


@inlined
def remote_days_a_month(p, remote_days):
    """Working days a month of so many remote days a week."""
    return remote_days * p.working_days / 5.0


@inlined
def days_granted(p, people, i):
    """Working days a month on which agent i may be elsewhere than in the employer's office."""
    return remote_days_a_month(p, people[i].remote_days) if people[i].kind == EMPLOYEE else p.working_days


@inlined
def days_wanted(p, people, i, minutes):
    """Days a month agent i would spend in a hub so far away, whatever the plan: its need of a room, less with the way; at least one."""
    if people[i].kind == FIRM:
        return p.days_office
    wanted = p.working_days * people[i].room_need * math.exp(-p.days_fade * minutes)
    return min(max(1.0, wanted), days_granted(p, people, i))


@inlined
def room_saved(p, people, i):
    """What giving up a room of its own is worth to agent i: the rent saved, less what the room is worth to it; 0 without a room."""
    if people[i].own_room == 0:
        return 0.0
    rent = p.m2_per_office * (p.rent_eur_m2 + p.utilities_eur_m2) * rooms_of(p, people, i)
    return p.beta_c * rent / people[i].income_eur - p.own_room_value


@inlined
def travel_weight(p, days):
    """Weight of a minute of travel, one way, for who comes on so many days."""
    return p.beta_t * (days / p.days_flex) ** p.travel_days_exponent


@inlined
def office_minutes_saved(p, people, i):
    """Minutes to the employer's office, one way, that a day in a hub saves employee i on average."""
    return (1.0 - p.home_use) * people[i].commute_min  # 0 for all others, who have no office to go to


@inlined
def value_of_days(town, i, k, days):
    """What coming on so many days is worth to agent i: the way to the hub, less the way to its office that they save."""
    p = town.parameters[0]
    return -travel_weight(p, days) * (town.ties.minutes[k] - office_minutes_saved(p, town.people, i))


@inlined
def plan_utility(town, i, h, k, plan, days, discount):
    """Utility of a plan for the days wanted: its constant, a room saved, travel beyond that saved, and the price as a share of income."""
    p = town.parameters[0]
    people = town.people
    value = plan_constant(p, plan)
    if plan != OCCASIONAL:
        value += room_saved(p, people, i)  # day passes replace no room
    value += value_of_days(town, i, k, days)
    cost = 0.0 if is_of_anchor(town, i, h) else plan_cost(town, i, h, plan, days)
    return value - p.beta_c * (cost - discount) / people[i].income_eur


@inlined
def most_of_plans(town, i):
    """A bound above what any plan can add for agent i: no price, no way to the hub."""
    p = town.parameters[0]
    people = town.people
    if people[i].kind == FIRM:
        return p.plan_office + max(0.0, room_saved(p, people, i))
    saved = town.derived.granted[people[i].remote_days] * office_minutes_saved(p, people, i)  # without an office no minutes
    return max(0.0, p.plan_occasional, p.plan_fixed) + max(0.0, room_saved(p, people, i)) + saved


@inlined
def most_of_renewed(town, u_any, u_hub, u_plan):
    """A bound above the renewed tastes for any hub, for one hub and for a plan, without a logarithm."""
    derived = town.derived
    tastes = derived.any_hub * logistic_at_most(u_any) + derived.one_hub * logistic_at_most(u_hub)
    return derived.renewed * tastes + town.parameters[0].plan_nest * gumbel_at_most(u_plan) + 1e-9  # rounding


@inlined
def most_of_lasting(derived, u_any, u_hub):
    """A bound above `lasting_taste`, without a logarithm."""
    return derived.lasting * (derived.any_hub * logistic_at_most(u_any) + derived.one_hub * logistic_at_most(u_hub))


@inlined
def renewed_for_any(derived, u):
    """The part of the taste for any hub against outside that is renewed each epoch."""
    return derived.any_hub * derived.renewed * logistic_draw(u)


@inlined
def renewed_for_hub(derived, u):
    """The part of the taste for one hub that is renewed each epoch."""
    return derived.one_hub * derived.renewed * logistic_draw(u)


@inlined
def elsewhere(town, i, k, any_hub):
    """What the best of the other places of person i's town is worth to it: ordinary ones, as far away as the hub of pair k.

    `any_hub` is its renewed taste for any hub (`renewed_for_any`); of more places the best is better by the logarithm of their number.
    """
    p = town.parameters[0]
    derived, people, agents = town.derived, town.people, town.agents
    slot = people[i].slot
    lasting_any = uniform(town.seed, TASTE, agents[i].generation, slot, 0)
    lasting_one = uniform(town.seed, TASTE, agents[i].generation, slot, OTHER_PLACES)
    renewed_one = uniform(town.seed, SHOCK, agents[i].epoch, slot, OTHER_PLACES)
    value = p.alpha + p.beta_q * quality(p, p.host_fte, p.events_per_month) + p.beta_n / 2.0 + home_push(p, people, i) + any_hub
    value += lasting_taste(derived, lasting_any, lasting_one) + renewed_for_hub(derived, renewed_one)
    value += derived.one_hub * math.log(town.other_places[people[i].town])
    days = days_wanted(p, people, i, town.ties.minutes[k])
    cost = flex_cost(p, p.price_flex_eur, p.price_day_eur, days)
    return value + value_of_days(town, i, k, days) + room_saved(p, people, i) - p.beta_c * cost / people[i].income_eur


@inlined
def habit_of(town, i):
    """Cost of leaving the present way of working for agent i; advice lowers it for firms."""
    p = town.parameters[0]
    people = town.people
    habit = p.habit * people[i].habit
    if people[i].kind == FIRM:
        habit *= p.habit_firm
        if town.agents[i].advised > 0:
            habit *= 1.0 - p.advice_habit_cut
    return habit
