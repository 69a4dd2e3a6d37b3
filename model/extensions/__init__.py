"""Instruments and submodels that a researcher adds to the model from a notebook or module of their own (docs/extending.md).

What is registered is known to scenarios, policies, sweeps, results and the Mesa face of this process. It acts only in runs whose
scenario uses it: all others are the plain model, bit by bit. In the layers of the model this room stands above scenarios, whose vocabulary
it extends, and below what compiles them.
"""

from model.extensions.extension import PLACES, REGISTERED, Extension, ExtensionError, Used, digests, not_compiled, used_by
from model.extensions.registering import assumed, extended, register_instrument, register_submodel, unregister
from model.extensions.travelling import Ticket, arrive, bring, tickets

__all__ = [
    "PLACES", "REGISTERED", "Extension", "ExtensionError", "Ticket", "Used", "arrive", "assumed", "bring", "digests", "extended",
    "not_compiled", "register_instrument", "register_submodel", "tickets", "unregister", "used_by",
]  # fmt: skip
