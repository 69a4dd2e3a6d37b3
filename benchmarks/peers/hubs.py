"""A hub as every peer has it: a plain object that counts users, says who fits, and keeps its ledger. There are two; their cost is nil."""

import math

from benchmarks.peers.town import FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE, Town


def hazard_of(chance: float) -> float:
    """Integrated hazard of an event of the given chance."""
    return -math.log1p(-min(0.999999, chance))


class Hub:
    """One hub of the town, open from month 0."""

    def __init__(self, town: Town, number: int) -> None:
        p, row = town.p, town.specs[number]
        self.number, self.p, self.plan, self.key = number, p, row, int(row.key)
        self.desks, self.offices, self.cash = float(row.desks), float(row.offices), float(row.opening_cash_eur)
        self.founders, self.founding_firms = round(min(row.founders, row.desks)), round(min(row.offices_let, row.offices))
        quality = p.host_quality * min(1.0, row.host_fte) + (1.0 - p.host_quality) * min(1.0, row.events / p.events_full)
        self.standing = float(p.alpha + p.beta_q * quality)
        self.monthly_hazard = float(hazard_of(p.awareness_promotion) + row.events * hazard_of(p.awareness_event))
        wage_paid, self.owner_share = float(row.wage_paid), float(row.cross_subsidy)
        self.fixed_cost = float(
            (row.desks * row.m2_desk + row.offices * row.m2_office) * (row.rent_eur_m2 + row.utilities_eur_m2)
            + row.host_fte * row.host_cost_eur * wage_paid + row.events * p.event_cost_eur
        )
        self.seat_of = (0.0, float(p.seat_occasional), float(p.seat_flex), 1.0, 0.0)
        self.price = (0.0, float(row.price_day), float(row.price_flex), float(row.price_fixed), float(row.price_office))
        self.most_occasional = float(p.occasional_share * row.desks)
        self.users = [0, 0, 0, 0, 0]  # by plan
        self.hazard = self.use = self.heads = self.free = self.attracts = 0.0
        self.aware = self.waiting = 0
        self.count(NO_PLAN, 0)

    def count(self, plan: int, change: int) -> None:
        """Add or take one user of a plan."""
        users = self.users
        users[plan] += change
        self.free = self.desks - (users[FIXED] + users[FLEX] * self.seat_of[FLEX] + users[OCCASIONAL] * self.seat_of[OCCASIONAL])

    def has_place(self, plan: int) -> bool:
        """Whether one more user of a plan fits."""
        if plan == OFFICE:
            return self.users[OFFICE] + 1 <= self.offices
        if plan == OCCASIONAL and (self.users[OCCASIONAL] + 1) * self.seat_of[OCCASIONAL] > self.most_occasional:
            return False
        return self.seat_of[plan] <= self.free

    def granted(self, wanted: int, held: int) -> int:
        """The plan given to who asks for one and holds another here, or none: flex for want of a fixed desk, none if the hub is full."""
        own = self.seat_of[held]
        if wanted == FIXED and self.free + own < 1.0:
            wanted = FLEX
        if held == NO_PLAN:
            return wanted if self.has_place(wanted) else NO_PLAN
        if wanted == held:
            return NO_PLAN
        if wanted == OCCASIONAL:
            fits = (self.users[OCCASIONAL] + 1) * self.seat_of[OCCASIONAL] <= self.most_occasional
        else:
            fits = self.seat_of[wanted] <= self.free + own
        return wanted if fits else NO_PLAN

    @property
    def members(self) -> int:
        """Flex, fixed and office tenants."""
        return self.users[FLEX] + self.users[FIXED] + self.users[OFFICE]

    def begin_month(self) -> None:
        """Promotion and events; what the hub is worth to anyone: quality, community and crowding as of the end of last month."""
        p, value = self.p, self.standing
        if self.heads > 0.0:
            value += p.beta_n / (1.0 + (p.n50 / self.heads) ** p.theta)
        crowded = self.use - p.crowding_from
        self.attracts = value - p.crowding * crowded * crowded if crowded > 0.0 else value
        self.hazard += self.monthly_hazard
        self.waiting = 0

    def settle(self, days: float) -> tuple[float, ...]:
        """Fees (`days` of day passes), costs and cash of the month; then what everyone will see next month. Returns `town.SERIES`."""
        p, users, price = self.p, self.users, self.price
        fees = days * price[OCCASIONAL] + users[FLEX] * price[FLEX] + users[FIXED] * price[FIXED]
        income = fees * (1.0 + p.ancillary) + users[OFFICE] * price[OFFICE]
        cost = self.fixed_cost + p.variable_cost_eur * self.members
        self.cash += income - cost + self.owner_share * max(0.0, cost - income)
        self.heads = self.members + p.occasional_voice * users[OCCASIONAL]
        self.use = (self.desks - self.free) / self.desks
        return (self.members, users[FLEX], users[FIXED], users[OFFICE], users[OCCASIONAL], self.waiting, self.aware, self.cash)
