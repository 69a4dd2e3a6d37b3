"""Synthetic people and firms, their contacts, and which hubs they could travel to."""

from model.population.reach import reach
from model.population.synthesis import slot_of, synthesise

__all__ = ["reach", "slot_of", "synthesise"]
