"""How a hub starts (ODD §5.5): with a founding group, with a call for members first, or by opening its door and waiting."""

from model.names import STARTS
from model.parameters import TABLES
from model.scenario import HubSpec


def start_of(hub: HubSpec, u: float) -> str:
    """The start a file states, or one drawn.

    Args:
        hub: whose `starts_with` and `founders` count.
        u: the hub's own uniform.
    """
    if hub.starts_with is not None:
        return hub.starts_with
    if hub.founders is not None and hub.founders > 0:
        return "group"
    shares = dict(zip(STARTS, TABLES["start_shares"].default[0], strict=True))
    if hub.founders is not None:
        shares["group"] = 0.0
    passed = 0.0
    for start, share in shares.items():
        passed += share / sum(shares.values())
        if u < passed:
            return start
    return STARTS[-1]
