"""What no file states about a hub (ODD §5.5): cash, credit and terms of its operator, founders, local rent and fees, and its attraction.

Hubs of like towns differ far more than any figure of a town explains (evidence R2). What a scenario leaves open is therefore drawn for each
hub and replicate by the hub's own key, so that all policies of a replicate meet the same operator; what a file states is never drawn.
"""

import math

from model.compile_scenario.hubs import HubTraits, hub_key
from model.draws import HUB_TRAIT, uniforms
from model.parameters import Parameters
from model.scenario import HubSpec


def _normal(u: float, v: float) -> float:
    """A standard normal from two uniforms (Box and Muller)."""
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)


def _factor(spread: float, z: float) -> float:
    """Log-normal with mean 1; exactly 1 where nothing is spread."""
    return math.exp(spread * z - spread * spread / 2.0)


def draw_hub(hub: HubSpec, p: Parameters, seed: int) -> HubTraits:
    """The traits of one hub in one replicate.

    Args:
        hub: of which the name alone counts: it keys the draws.
        p: the catalogue's numbers; with every spread and `owner_hosts` at 0 the hub is the ordinary one.
        seed: of the replicate.
    """
    key = hub_key(hub.name)
    z = []
    for time in range(4):
        u = uniforms(seed, HUB_TRAIT, time, 0, key)
        z += [_normal(u[0], u[1]), _normal(u[2], u[3])]
    return HubTraits(
        opening_cash=_factor(p["opening_cash_spread"], z[0]),
        attraction=p["hub_appeal_spread"] * z[1],
        rent=_factor(p["market_spread"], z[2]),
        prices=_factor(p["market_spread"], z[3]),
        founders=_factor(p["founders_spread"], z[4]),
        credit=_factor(p["operator_spread"], z[5]),
        patience=_factor(p["operator_spread"], z[6]),
        required_return=_factor(p["operator_spread"], z[7]),
        owner_hosts=uniforms(seed, HUB_TRAIT, 4, 0, key)[0] < p["owner_hosts"],
    )
