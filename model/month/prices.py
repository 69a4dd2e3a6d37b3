"""What a hub asks for its plans this month (ODD §7.12). Choice, vouchers, tenancies and fees ask here; not a step of its own."""

import math

from model.compiled import inlined
from model.names import FIXED, FLEX, OCCASIONAL, OFFICE


@inlined
def price_now(town, h, plan):
    """EUR a month of a membership plan of hub h, or a day for occasional users: what it opened with, as far as it has risen since."""
    specs = town.specs
    if plan == OCCASIONAL:
        asked = specs[h].price_day
    elif plan == FLEX:
        asked = specs[h].price_flex
    elif plan == FIXED:
        asked = specs[h].price_fixed
    else:
        asked = specs[h].price_office
    return asked * town.hubs[h].price_level


@inlined
def rooms_of(p, people, i):
    """Offices firm i takes: one for so many of its people, and at least one."""
    return max(1.0, math.ceil(people[i].staff / p.office_staff))


@inlined
def flex_cost(p, flex, day, days):
    """EUR a month of a flex plan at its price and that of a day pass: days beyond those it includes are paid by the day."""
    return flex + day * max(0.0, days - p.days_flex)


@inlined
def plan_cost(town, i, h, plan, days):
    """EUR a month of a plan of hub h for agent i: day passes by the day, flex by the day beyond what it includes, an office by the room."""
    p = town.parameters[0]
    price = price_now(town, h, plan)
    if plan == OCCASIONAL:
        return price * days
    if plan == FLEX:
        return flex_cost(p, price, price_now(town, h, OCCASIONAL), days)
    return price * rooms_of(p, town.people, i) if plan == OFFICE else price
