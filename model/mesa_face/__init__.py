"""Professionals, firms and hubs as Mesa agents.

Each agent is a view of one row of the model's columns: it reads the present state when asked and holds nothing of its own. Views cannot be
written to, because what an agent decides is decided by the compiled month. An attribute that names others holds text or numbers (`hub`,
`aware_hubs`), so that it can be collected and grouped by; the one that ends in `_agent` or `_agents` gives the agents themselves.
"""

from model.mesa_face.hub import FIRST_HUB, Hub
from model.mesa_face.people import FIRST_PERSON, Firm, Inhabitant, Professional
from model.mesa_face.view import View

__all__ = ["FIRST_HUB", "FIRST_PERSON", "Firm", "Hub", "Inhabitant", "Professional", "View"]
