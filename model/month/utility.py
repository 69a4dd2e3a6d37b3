"""What a hub is worth to a person or firm, and how long a taste lasts (ODD §7.5). Choice, openings and entry meet here."""

from model.compiled import inlined
from model.draws import EPOCH, geometric, logistic_draw, uniforms
from model.names import EMPLOYEE, FIRM, FIXED, FLEX, OCCASIONAL, OFFICE


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
def set_renewal(t, p, agents, i, u_gap, u_job):
    """When agent i's taste is next renewed, and whether by a change of job: Bernoulli trials a month, drawn as one gap."""
    chance = min(1.0, p.evaluation_rate + p.job_change)
    agents[i].next_epoch = t + geometric(u_gap, chance)
    agents[i].job_epoch = 1 if chance > 0.0 and u_job * chance < p.job_change else 0


@inlined
def catch_up(t, town, i):
    """Let the renewals before this month pass. Who knows no hub has nothing to weigh, so its renewals are drawn only when needed."""
    p = town.parameters[0]
    agents = town.agents
    while agents[i].next_epoch < t:
        agents[i].epoch += 1
        u_gap, u_job, _, _ = uniforms(town.seed, EPOCH, agents[i].epoch, town.people[i].slot, agents[i].generation)
        set_renewal(agents[i].next_epoch, p, agents, i, u_gap, u_job)


@inlined
def hub_worth(town, h):
    """What hub h is worth to anybody this month: its attraction, what it offers, and its community."""
    p = town.parameters[0]
    hubs = town.hubs
    worth = p.alpha + town.specs[h].attraction
    return worth + p.beta_q * hubs[h].quality - p.lockdown_appeal * hubs[h].closure + p.beta_n * hubs[h].community


@inlined
def crowding_of(p, hubs, h):
    """What the crowd in hub h takes from its worth."""
    crowded = hubs[h].use - p.crowding_from
    return p.crowding * crowded * crowded if crowded > 0.0 else 0.0


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
        value += town.hubs[h].appeal_employee - p.employee_penalty
    return value - crowding


@inlined
def plan_constant(p, plan):
    """Utility of a plan relative to flex."""
    if plan == OCCASIONAL:
        return p.plan_occasional
    if plan == FIXED:
        return p.plan_fixed
    return p.plan_office if plan == OFFICE else 0.0


@inlined
def plan_utility(town, i, h, k, plan, discount):
    """Utility of a plan: its constant, less travel at the plan's days and price as a share of income."""
    p = town.parameters[0]
    specs = town.specs
    if plan == OCCASIONAL:
        price = p.days_occasional * specs[h].price_day
    elif plan == FLEX:
        price = specs[h].price_flex
    elif plan == FIXED:
        price = specs[h].price_fixed
    else:
        price = specs[h].price_office
    cost = p.beta_c * (price - discount) / town.people[i].income_eur
    return plan_constant(p, plan) - town.derived.travel[plan] * town.ties.minutes[k] - cost


@inlined
def renewed_for_any(derived, u):
    """The part of the taste for any hub against outside that is renewed each epoch."""
    return derived.any_hub * derived.renewed * logistic_draw(u)


@inlined
def renewed_for_hub(derived, u):
    """The part of the taste for one hub that is renewed each epoch."""
    return derived.one_hub * derived.renewed * logistic_draw(u)


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
