"""Step 3. Choice with inertia: who reconsiders, what they prefer, and who gets a place.

A person weighs home (or the present office) against each plan of each hub it knows, in the month its taste is renewed, on hearing of a
hub, or on noticing a changed offer. Everyone looks at the hubs as they stood at the end of last month, so the order of people does not
matter; places are then given in an order drawn for the month.
"""

import math

from model.compiled import compiled
from model.draws import ATTENTION, EPOCH, PRIORITY, SHOCK, TASTE, geometric, gumbel, logistic_draw, uniform, uniforms
from model.month.instruments import is_open, offered_voucher
from model.month.membership import change_plan, free_seats, has_place, join, leave, seats_of
from model.names import EMPLOYEE, FIRM, FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE


@compiled
def schedule_renewal(t, seed, p, people, agents, i):
    """Draw when agent i's taste is next renewed, and whether by a change of job: Bernoulli trials a month, drawn as one gap."""
    chance = min(1.0, p.evaluation_rate + p.job_change)
    u_gap, u_job, _, _ = uniforms(seed, EPOCH, agents.epoch[i], people.slot[i], agents.generation[i])
    agents.next_epoch[i] = t + geometric(u_gap, chance)
    agents.job_epoch[i] = 1 if chance > 0.0 and u_job * chance < p.job_change else 0


@compiled
def community(p, heads):
    """Value of a community of `heads`: g(n) = n^θ / (n^θ + n50^θ)."""
    if heads <= 0.0:
        return 0.0
    return 1.0 / (1.0 + (p.n50 / heads) ** p.theta)


@compiled
def fit(p, field, specialisation):
    """Fit of a person's field with a hub's specialisation; zero in a general hub."""
    if specialisation < 0:
        return 0.0
    return 1.0 if field == specialisation else -p.misfit


@compiled
def hub_utility(p, people, plan, links, agents, pairs, hubs, i, h, k):
    """What hub h is worth to agent i before any plan: all terms but plan, travel, price, habit and taste."""
    value = p.alpha + p.beta_q * hubs.quality[h] - p.lockdown_appeal * hubs.closure[h]
    value += p.beta_n * community(p, hubs.heads[h])
    value += p.beta_f * fit(p, people.sector[i], plan.specialisation[h])
    degree = people.degree[i]
    if degree > 0:
        value += p.beta_s * pairs.peers[k] / degree
    newest = links.head[i]
    if newest >= 0 and links.row.hub[newest] == h:
        value += p.beta_k * min(float(agents.collaborations[i]), p.collaborations_valued)
    if people.kind[i] == EMPLOYEE:
        value += hubs.appeal_employee[h] - p.employee_penalty
    crowded = (hubs.seats[h] + hubs.anchor_desks[h]) / hubs.desks[h] - p.crowding_from
    if crowded > 0.0:
        value -= p.crowding * crowded * crowded
    return value


@compiled
def plan_constant(p, plan_code):
    """Utility of a plan relative to flex."""
    if plan_code == OCCASIONAL:
        return p.plan_occasional
    if plan_code == FIXED:
        return p.plan_fixed
    return p.plan_office if plan_code == OFFICE else 0.0


@compiled
def plan_utility(p, derived, people, ties, plan, i, h, k, plan_code, discount):
    """Utility of a plan: its constant, less travel at the plan's days and price as a share of income."""
    if plan_code == OCCASIONAL:
        price = p.days_occasional * plan.price_day[h]
    elif plan_code == FLEX:
        price = plan.price_flex[h]
    elif plan_code == FIXED:
        price = plan.price_fixed[h]
    else:
        price = plan.price_office[h]
    cost = p.beta_c * (price - discount) / people.income_eur[i]
    return plan_constant(p, plan_code) - derived.travel[plan_code] * ties.minutes[k] - cost


@compiled
def taste_for_any(seed, derived, people, agents, i):
    """Taste for working in any hub against working outside: a part that lasts and a part renewed each epoch.

    The difference of two Gumbel tastes is logistic, so one uniform serves for both.
    """
    lasting, _, _, _ = uniforms(seed, TASTE, agents.generation[i], people.slot[i], 0)
    renewed, _, _, _ = uniforms(seed, SHOCK, agents.epoch[i], people.slot[i], 0)
    return derived.scale[2] * (derived.scale[0] * logistic_draw(lasting) + derived.scale[1] * logistic_draw(renewed))


@compiled
def taste_for_hub(seed, derived, people, plan, agents, i, h):
    """Taste for hub h beyond that for any hub, and three uniforms for the tastes of its plans."""
    lasting, _, _, _ = uniforms(seed, TASTE, agents.generation[i], people.slot[i], plan.key[h])
    renewed, u_1, u_2, u_3 = uniforms(seed, SHOCK, agents.epoch[i], people.slot[i], plan.key[h])
    taste = derived.scale[3] * (derived.scale[0] * logistic_draw(lasting) + derived.scale[1] * logistic_draw(renewed))
    return taste, u_1, u_2, u_3


@compiled
def habit_of(p, people, agents, i):
    """Cost of leaving the present way of working for agent i; advice lowers it for firms."""
    habit = p.habit * people.habit[i]
    if people.kind[i] == FIRM:
        habit *= p.habit_firm
        if agents.advised[i] > 0:
            habit *= 1.0 - p.advice_habit_cut
    return habit


@compiled
def best_option(t, seed, p, derived, people, ties, plan, instruments, public, links, agents, pairs, hubs, i, free):
    """The option agent i prefers now, as (hub, plan); (-1, none) is outside. `free`: a change of job suspends habit."""
    habit = 0.0 if free else habit_of(p, people, agents, i)
    now_hub = int(agents.hub[i])
    now_plan = int(agents.plan[i])
    any_hub = taste_for_any(seed, derived, people, agents, i)
    best_hub = -1
    best_plan = NO_PLAN
    best = 0.0 if now_hub < 0 else -habit  # outside; all tastes are measured against it
    firm = people.kind[i] == FIRM
    if firm and people.staff[i] > p.office_staff_max:
        return best_hub, best_plan
    for k in range(ties.start[i], ties.start[i + 1]):
        h = int(ties.hub[k])
        if pairs.aware[k] == 0 or not is_open(hubs, h):
            continue
        taste, shock_1, shock_2, shock_3 = taste_for_hub(seed, derived, people, plan, agents, i, h)
        base = hub_utility(p, people, plan, links, agents, pairs, hubs, i, h, k) + any_hub + taste
        if now_hub != h:
            base -= habit
        first, last = (OFFICE, OFFICE) if firm else (OCCASIONAL, FIXED)
        for plan_code in range(first, last + 1):
            discount = 0.0
            if plan_code != OCCASIONAL and instruments.row.lever.shape[0] > 0:
                _, discount = offered_voucher(t, people, plan, instruments, public, agents, i, h, plan_code)
            value = base + plan_utility(p, derived, people, ties, plan, i, h, k, plan_code, discount)
            shock = shock_1 if plan_code == OCCASIONAL or plan_code == OFFICE else (shock_2 if plan_code == FLEX else shock_3)
            value += p.plan_nest * gumbel(shock)
            if now_hub == h and now_plan != plan_code:
                value -= p.habit_plan_change * habit
            if value > best:
                best = value
                best_hub = h
                best_plan = plan_code
    return best_hub, best_plan


@compiled
def take_voucher(t, people, plan, instruments, public, agents, i, h, plan_code):
    """A new member takes the voucher on offer, if any; the pot sets aside all its months."""
    if plan_code == OCCASIONAL or instruments.row.lever.shape[0] == 0 or agents.voucher[i] >= 0:
        return
    v, amount = offered_voucher(t, people, plan, instruments, public, agents, i, h, plan_code)
    if v >= 0 and amount > 0.0:
        agents.voucher[i] = v
        agents.voucher_left[i] = int(instruments.row.c[v])
        agents.voucher_eur[i] = amount
        agents.voucher_used[i] = 1
        public.spent[v] += amount * int(instruments.row.c[v])


@compiled
def seat(t, seed, p, people, plan, ties, instruments, public, agents, pairs, hubs, i, h, plan_code):
    """Give agent i the plan it asks for in hub h, or flex instead of a refused fixed desk; else it waits. True if seated."""
    # what the agent holds now is freed only by getting something else
    own = seats_of(p, int(agents.plan[i])) if agents.hub[i] == h else 0.0
    wanted = plan_code
    if plan_code == FIXED and free_seats(hubs, h) + own < 1.0:
        wanted = FLEX
    if agents.hub[i] == h:
        if wanted == agents.plan[i]:
            return plan_code == wanted
        fits = seats_of(p, wanted) <= free_seats(hubs, h) + own
        if wanted == OCCASIONAL:
            fits = (hubs.occasional[h] + 1.0) * p.seat_occasional <= p.occasional_share * hubs.desks[h]
        if not fits:
            return False
        take_voucher(t, people, plan, instruments, public, agents, i, h, wanted)
        change_plan(t, p, people, ties, public, agents, pairs, hubs, i, wanted)
        return True
    if not has_place(p, hubs, h, wanted):
        return False
    if agents.hub[i] >= 0:
        leave(t, seed, p, people, plan, ties, public, agents, pairs, hubs, i)
    take_voucher(t, people, plan, instruments, public, agents, i, h, wanted)
    join(t, p, people, ties, agents, pairs, hubs, i, h, wanted)
    return True


@compiled
def catch_up(t, seed, p, people, agents, i):
    """Let the renewals before this month pass. Who knows no hub has nothing to weigh, so its renewals are drawn only when needed."""
    while agents.next_epoch[i] < t:
        agents.epoch[i] += 1
        schedule_renewal(agents.next_epoch[i], seed, p, people, agents, i)


@compiled
def choose(t, seed, parameters, derived, people, ties, plan, instruments, public, links, agents, pairs, hubs, known, asking, priority):
    """Let everyone who reconsiders choose; leavers go, then places are given by drawn priority.

    `known` lists who knows a hub; `asking` and `priority` are workspace, one entry an agent.
    """
    p = parameters[0]
    asked = 0
    for position in range(known.shape[0]):
        i = known[position]
        catch_up(t, seed, p, people, agents, i)
        renewed = t >= agents.next_epoch[i]
        if renewed or agents.evaluate[i] == 1:
            free = False
            if renewed:
                free = agents.job_epoch[i] == 1 and people.kind[i] != FIRM
                agents.epoch[i] += 1
                schedule_renewal(t, seed, p, people, agents, i)
            agents.evaluate[i] = 0
            agents.waiting[i] = NO_PLAN
            h, plan_code = best_option(t, seed, p, derived, people, ties, plan, instruments, public, links, agents, pairs, hubs, i, free)
            if h < 0:
                if agents.hub[i] >= 0:
                    leave(t, seed, p, people, plan, ties, public, agents, pairs, hubs, i)
            elif h != agents.hub[i] or plan_code != agents.plan[i]:
                agents.waiting[i] = plan_code
                agents.waiting_hub[i] = h
        if agents.waiting[i] != NO_PLAN:
            asking[asked] = i
            priority[asked] = uniform(seed, PRIORITY, t, people.slot[i], 0)
            asked += 1
    hubs.waiting[:] = 0.0
    for done in range(asked):  # selection by priority: applicants are few
        first = done
        for other in range(done + 1, asked):
            if priority[other] < priority[first]:
                first = other
        asking[done], asking[first] = asking[first], asking[done]
        priority[done], priority[first] = priority[first], priority[done]
        i = asking[done]
        h = int(agents.waiting_hub[i])
        if not is_open(hubs, h):
            agents.waiting[i] = NO_PLAN
        elif seat(t, seed, p, people, plan, ties, instruments, public, agents, pairs, hubs, i, h, agents.waiting[i]):
            agents.waiting[i] = NO_PLAN
        else:
            hubs.waiting[h] += 1.0


@compiled
def spend_voucher_month(t, seed, p, people, agents, i):
    """A month of a voucher has passed; at its end the holder may notice the higher price and reconsider next month."""
    agents.voucher_left[i] -= 1
    if agents.voucher_left[i] > 0:
        return
    v = int(agents.voucher[i])
    change = p.beta_c * agents.voucher_eur[i] / people.income_eur[i]
    agents.voucher[i] = -1
    if v >= 0 and uniform(seed, ATTENTION, t, people.slot[i], 0) < 1.0 - math.exp(-change / p.attention_scale):
        agents.evaluate[i] = 1
