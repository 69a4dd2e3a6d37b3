"""What follows from the parameters alone (ODD §7.5, §7.10), worked out once a run."""

import math

import numpy as np

from model.columns import Derived
from model.compiled import compiled, entry


@compiled
def skill_match(p):
    """exp(-(c - c*)² / 2σ²) times complementarity, for each pair of fields; c is the cosine distance of their skills."""
    fields = p.skills.shape[0]
    match = np.empty((fields, fields))
    for f in range(fields):
        for g in range(fields):
            dot = 0.0
            norm_f = 0.0
            norm_g = 0.0
            for s in range(p.skills.shape[1]):
                dot += p.skills[f, s] * p.skills[g, s]
                norm_f += p.skills[f, s] ** 2
                norm_g += p.skills[g, s] ** 2
            gap = 1.0 - dot / math.sqrt(norm_f * norm_g) - p.optimal_distance
            match[f, g] = math.exp(-(gap**2) / (2.0 * p.distance_tolerance**2)) * p.complementarity[f, g]
    return match


@entry(arrays=True)
def derive(parameters):
    """Compute every shared term once a run."""
    p = parameters[0]
    return Derived(
        skill_match(p),
        math.sqrt(p.taste_persistence), math.sqrt(1.0 - p.taste_persistence), math.sqrt(p.hub_nest), math.sqrt(1.0 - p.hub_nest),
    )
