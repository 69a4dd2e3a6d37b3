"""Step 5: when a taste is renewed, and by what (ODD §7.5). Choice and the founding of hubs meet here."""

from model.compiled import inlined, loop
from model.draws import EPOCH, draw_four, months_until


@inlined
def renewal_chance(p):
    """Chance a month that a taste is renewed, by looking again or by a change of job."""
    return min(1.0, p.evaluation_rate + p.job_change)


@inlined
def set_renewal(t, town, i, u_gap, u_job, u_consent):
    """When agent i's taste is next renewed, and whether by a change of job: Bernoulli trials a month, drawn as one gap.

    Until then an employer lets its employee work in a hub, or does not.
    """
    p = town.parameters[0]
    agents = town.agents
    agents[i].consent = 1 if u_consent < p.consent else 0
    chance = renewal_chance(p)
    agents[i].next_epoch = t + months_until(u_gap, town.derived.no_renewal)
    agents[i].job_epoch = 1 if chance > 0.0 and u_job * chance < p.job_change else 0


@loop
def catch_up(t, town, behind, number, epochs, slots, generations, u):
    """Let the renewals before this month of the first `number` agents of `behind` pass, side by side; the rest is workspace.

    Who knows no hub has nothing to weigh, so its renewals are drawn only when needed.
    """
    agents = town.agents
    while number > 0:
        for j in range(number):
            i = behind[j]
            agents[i].epoch += 1
            epochs[j], slots[j], generations[j] = agents[i].epoch, town.people[i].slot, agents[i].generation
        draw_four(town.seed, EPOCH, epochs, slots, generations, u, number)
        still = 0
        for j in range(number):
            i = behind[j]
            set_renewal(agents[i].next_epoch, town, i, u[0, j], u[1, j], u[2, j])
            behind[still] = i
            still += 1 if agents[i].next_epoch < t else 0
        number = still
