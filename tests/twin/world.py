"""The things of the world (ODD §2): persons, firms, hubs, towns, what an agent knows of a hub, and collaborations."""

import math
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING

import mesa

from model.series import HUB_SERIES, TOWN_SERIES
from tests.twin.case import HubPlan, Instrument

if TYPE_CHECKING:
    from tests.twin.model import TwinModel

NEVER = 10**9
NO_PLAN, OCCASIONAL, FLEX, FIXED, OFFICE = range(5)  # positions in names.PLANS
PLANNED, OPEN, DOWNSIZED, CLOSED = range(4)  # in names.HUB_STATES
FOUNDING, OPENING, MEDIA, WORD_OF_MOUTH, DESK = range(5)  # in names.CHANNELS
NO_REASON, OUT_OF_CASH, LOW_RUNWAY, NO_GROWTH, WOUND_DOWN, OTHER_ENDING, AGREEMENT_ENDED = range(7)  # in names.REASONS

_HUB_SERIES = [series.name for series in HUB_SERIES]
_TOWN_SERIES = [series.name for series in TOWN_SERIES]


@dataclass(eq=False)
class Knowledge:
    """A pair (§2.2): an agent and a hub it could travel to, and what it knows of it."""

    agent: "Resident"
    hub: "Hub"
    minutes: float
    aware: bool = False
    clock: float = math.inf
    spell: int = 0
    peers: int = 0
    told: float = 0.0
    channel: int = 0
    remembered: float = 0.0
    taste: float = 0.0


@dataclass(eq=False)
class Collaboration:
    """Two agents who work together; `a` stands before `b`."""

    a: "Resident"
    b: "Resident"
    hub: "Hub"
    start: int
    end: int


class Resident(mesa.Agent):
    """A person or a firm, or the vacant place of one (§2.2). Traits belong to the slot and never change."""

    is_firm = False
    is_employee = False
    plans: tuple[int, ...] = (OCCASIONAL, FLEX, FIXED)
    rooms = 0  # offices it takes

    def __init__(self, model: "TwinModel", traits: SimpleNamespace) -> None:
        super().__init__(model)
        self.__dict__.update(traits.__dict__)
        self.contacts: list[Resident] = []
        self.knows: dict[Hub, Knowledge] = {}  # by hub, in the order of hubs
        self.hub: Hub | None = None
        self.plan = NO_PLAN
        self.joined = 0
        self.epoch, self.next_epoch, self.job_epoch = 0, -1, False
        self.consent = False
        self.bound, self.ends = 0, NEVER
        self.evaluate = False
        self.waiting = NO_PLAN
        self.waiting_hub: Hub | None = None
        self.resident = True
        self.moves = self.generation = self.arrived = 0
        self.leave_at = self.leaving = 0.0
        self.held = -1
        self.move_due = 0
        self.collaborations = 0
        self.past: list[Collaboration] = []  # of the present occupant
        self.new_collaboration = False
        self.uplift, self.absorption = 0.0, 1.0
        self.days, self.at_event = 0.0, False
        self.voucher: Instrument | None = None
        self.voucher_left, self.voucher_eur = 0, 0.0
        self.voucher_used = self.was_member = self.was_user = False
        self.member_months = self.subsidised_months = 0
        self.need, self.need_count, self.need_due = -1, 0, 10**9
        self.client_hub: Hub | None = None
        self.advised, self.advice_at = 0, math.inf
        self.counted = -1
        self.anchor: Hub | None = None  # hub whose anchor it works for

    @property
    def is_member(self) -> bool:
        return self.plan >= FLEX


class Independent(Resident):
    """An independent professional."""


class Employee(Resident):
    """An employee who can work from elsewhere."""

    is_employee = True


class Firm(Resident):
    """A firm."""

    is_firm = True
    plans = (OFFICE,)

    def __init__(self, model: "TwinModel", traits: SimpleNamespace) -> None:
        super().__init__(model, traits)
        self.rooms = max(1, math.ceil(self.staff / model.p.office_staff))


class Hub(mesa.Agent):
    """A coworking hub and its operator (§2.3)."""

    def __init__(self, model: "TwinModel", index: int, plan: HubPlan) -> None:
        super().__init__(model)
        self.index, self.plan, self.key = index, plan, plan.key
        self.p = p = model.p
        self.price_level = 1.0
        self.seats_of = (0.0, p.seat_occasional, p.seat_flex, 1.0, 0.0)
        self.state, self.reason, self.changed, self.opened = PLANNED, 0, -1, -1
        self.desks = self.offices = self.m2 = self.host_fte = 0.0
        self.planned_desks = self.rent_eur_m2 = self.rooms_worth = 0.0
        self.cash = self.loan = self.instalment = self.bridge = 0.0
        self.hazard = self.use = self.heads = self.quality = 0.0
        self.flex = self.fixed = self.tenants = self.occasional = self.rooms_let = 0
        self.clients = 0  # as of step 10
        self.seats = self.anchor_desks = 0.0
        self.waiting = self.aware = self.aware_firms = 0
        self.host_now = self.events_now = self.subsidy = 0.0
        self.relief = self.wage_support = self.closure = 0.0
        self.rent_factor = self.promotion = 1.0
        self.appeal = self.appeal_employee = self.changed_appeal = self.changed_appeal_employee = 0.0
        self.others = self.partner = self.introductions = 0.0
        self.referral: dict[Hub, float] = {}  # how much members speak of others of the network
        self.joint: dict[Hub, float] = {}  # share of events held together
        self.joins = self.leaves_flex = self.leaves_fixed = self.leaves_employees = self.moved_in = 0
        self.low_months = self.high_months = self.downsizings = 0
        self.review_offset = self.poor_reviews = self.ends = 0
        self.notice, self.notice_left = 0.0, 0
        self.roster: list[Resident] = []  # members and clients of the month
        self.past: list[dict[str, float]] = []  # series, month by month
        self.pairs = [[0] * 8 for _ in range(8)]  # collaborations made, by the fields of the two

    @property
    def is_open(self) -> bool:
        return self.state in (OPEN, DOWNSIZED)

    @property
    def is_closed(self) -> bool:
        return self.state == CLOSED

    @property
    def members(self) -> int:
        return self.flex + self.fixed + self.tenants

    @property
    def price(self) -> tuple[float, ...]:
        """By plan, EUR this month (of day passes nothing but by the day, §7.5)."""
        asked = (self.plan.price_flex, self.plan.price_fixed, self.plan.price_office)
        return (0.0, 0.0, *(self.price_level * eur for eur in asked))

    @property
    def day_pass(self) -> float:
        return self.price_level * self.plan.price_day

    @property
    def now(self) -> dict[str, float]:
        """The series of this month."""
        return self.past[-1]

    def begin_month(self) -> None:
        """A new row of series; counters of the month are zeroed first of all (§3)."""
        self.past.append(dict.fromkeys(_HUB_SERIES, 0.0))
        self.joins = self.leaves_flex = self.leaves_fixed = self.leaves_employees = self.moved_in = 0

    def count(self, plan: int, change: int, rooms: int = 0) -> None:
        """One user of a plan more or less (§7.6)."""
        if plan == FLEX:
            self.flex += change
        elif plan == FIXED:
            self.fixed += change
        elif plan == OFFICE:
            self.tenants += change
            self.rooms_let += change * rooms
        else:
            self.occasional += change
        self.seats = self.fixed + self.flex * self.p.seat_flex + self.occasional * self.p.seat_occasional

    @property
    def free_seats(self) -> float:
        return self.desks - self.anchor_desks - self.seats

    @property
    def room_for_day_pass(self) -> bool:
        return (self.occasional + 1) * self.p.seat_occasional <= self.p.occasional_share * self.desks

    def cost(self, plan: int, days: float, rooms: int) -> float:
        """price(d) of §7.5."""
        if plan == OCCASIONAL:
            return self.day_pass * days
        more = max(0.0, days - self.p.days_flex) if plan == FLEX else 0.0
        return self.price[plan] * (rooms if plan == OFFICE else 1) + self.day_pass * more

    def has_place(self, plan: int, rooms: int) -> bool:
        """§7.6: offices not let; seats free; few enough day passes."""
        if plan == OFFICE:
            return self.rooms_let + rooms <= self.offices
        return self.seats_of[plan] <= self.free_seats and (plan != OCCASIONAL or self.room_for_day_pass)

    def community(self, heads: float) -> float:
        """g(n) of §7.5."""
        return 1 / (1 + (self.p.n50 / heads) ** self.p.theta) if heads > 0 else 0.0

    def fit(self, sector: int) -> float:
        """§7.5: own field, another field, or a general hub."""
        if self.plan.specialisation < 0:
            return 0.0
        return 1.0 if self.plan.specialisation == sector else -self.p.misfit

    def quality_of(self, host: float, events: float) -> float:
        """§7.3."""
        share = self.p.host_quality
        return share * min(1.0, host) + (1 - share) * min(1.0, events / self.p.events_full)


@dataclass(eq=False)
class Town:
    """§2.5: who is present, and the pull of the metropolitan wage."""

    wage_gap: float
    other_places: float
    present: int = 0
    vacant: int = 0
    firms: int = 0
    past: list[dict[str, float]] = field(default_factory=list)

    @property
    def now(self) -> dict[str, float]:
        return self.past[-1]

    def begin_month(self) -> None:
        self.past.append(dict.fromkeys(_TOWN_SERIES, 0.0))
