"""What no file states about a hub (ODD §5.5): cash, credit and terms of its operator, founders, local rent and fees, and its attraction.

Hubs of like towns differ far more than any figure of a town explains (evidence R2). What a scenario leaves open is therefore drawn for each
hub and replicate by the hub's own key, so that all policies of a replicate meet the same operator; what a file states is never drawn.
"""

from model.compile_scenario.hubs import HubTraits
from model.compile_scenario.starts import start_of
from model.draws import HUB_TRAIT, lognormal, normal, uniforms
from model.parameters import Parameters
from model.scenario import HubSpec
from model.scenario.hubs import hub_key


def draw_hub(hub: HubSpec, p: Parameters, seed: int) -> HubTraits:
    """The traits of one hub in one replicate.

    Args:
        hub: its name keys the draws; what it states of its start is kept.
        p: the catalogue's numbers; with every spread and `owner_hosts` at 0 the hub is the ordinary one.
        seed: of the replicate.
    """
    key = hub_key(hub.name)
    u = [uniforms(seed, HUB_TRAIT, time, 0, key) for time in range(5)]
    return HubTraits(
        opening_cash=lognormal(p["opening_cash_spread"], *u[0][:2]),
        attraction=p["hub_appeal_spread"] * normal(*u[0][2:]),
        rent=lognormal(p["market_spread"], *u[1][:2]),
        prices=lognormal(p["market_spread"], *u[1][2:]),
        founders=lognormal(p["founders_spread"], *u[2][:2]),
        credit=lognormal(p["operator_spread"], *u[2][2:]),
        patience=lognormal(p["operator_spread"], *u[3][:2]),
        required_return=lognormal(p["operator_spread"], *u[3][2:]),
        owner_hosts=u[4][0] < p["owner_hosts"],
        starts_with=start_of(hub, u[4][1]),
    )
