"""What follows from the parameters alone (ODD §7.5, §7.10), worked out once a run."""

import math

import numpy as np

from model.columns import Derived
from model.compiled import compiled, entry, inlined
from model.draws import log_none
from model.month.renewal import renewal_chance
from model.month.utility import remote_days_a_month, travel_weight


@compiled
def field_distance(p):
    """The cosine distance of the skills of each pair of fields."""
    fields = p.skills.shape[0]
    distance = np.empty((fields, fields))
    for f in range(fields):
        for g in range(fields):
            dot = 0.0
            norm_f = 0.0
            norm_g = 0.0
            for s in range(p.skills.shape[1]):
                dot += p.skills[f, s] * p.skills[g, s]
                norm_f += p.skills[f, s] ** 2
                norm_g += p.skills[g, s] ** 2
            distance[f, g] = 1.0 - dot / math.sqrt(norm_f * norm_g)
    return distance


@inlined
def gain(p, distance):
    """exp(-(c - c*)² / 2σ²): how much two at a distance of skills have to gain from each other, 1 at the best distance."""
    gap = distance - p.optimal_distance
    return math.exp(-(gap**2) / (2.0 * p.distance_tolerance**2))


@compiled
def best_matches(p, distance):
    """The best match a field allows: places in the space of skills only add to the distance of two fields."""
    fields = distance.shape[0]
    best = np.zeros(fields)
    for f in range(fields):
        for g in range(fields):
            best[f] = max(best[f], gain(p, max(distance[f, g], p.optimal_distance)) * p.complementarity[f, g])
    return best


@compiled
def weights_granted(p):
    """Weight of a minute of travel for who comes on all the days an employer grants, by remote days a week."""
    weights = np.empty(8)
    for days in range(8):
        weights[days] = travel_weight(p, remote_days_a_month(p, days))
    return weights


@compiled
def logits_of_closing(p):
    """Logit of the monthly hazard at which firms close, by size."""
    logits = np.empty(p.size_death.shape[0])
    for size in range(logits.shape[0]):
        hazard = p.firm_death * p.size_death[size]
        logits[size] = math.log(hazard / (1.0 - hazard))
    return logits


@entry(arrays=True)
def derive(parameters):
    """Compute every shared term once a run."""
    p = parameters[0]
    distance = field_distance(p)
    return Derived(
        distance, best_matches(p, distance),
        math.sqrt(p.taste_persistence), math.sqrt(1.0 - p.taste_persistence), math.sqrt(p.hub_nest), math.sqrt(1.0 - p.hub_nest),
        weights_granted(p), log_none(renewal_chance(p)), log_none(p.forgetting), log_none(1.0 / p.vacancy_months),
        log_none(min(1.0, p.need_met_outside + p.need_lapses)),
        math.log(p.leave_rate / (1.0 - p.leave_rate)), logits_of_closing(p),
    )
