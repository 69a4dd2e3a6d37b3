"""The ledger of causes of one hub in one future: what happened to it, what its operator did, how its members went, each with its month.

Everything is read off the run and the rules that `model/month/operator.py` decided by; nothing is run again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from experiments.questions.explain_course import LEAVING, Course
from model.compile_scenario.hubs import every_hub
from model.compile_scenario.instruments import blocks_in_force
from model.month.operator import ANCHOR_TENANCY, HOST_SALARY, RENT_RELIEF
from model.month.weighing import TERMS
from model.names import (
    AGREEMENT_ENDED,
    CHANNELS,
    CLOSED,
    LOW_RUNWAY,
    NO_GROWTH,
    NO_REASON,
    OPEN,
    OTHER_ENDING,
    OUT_OF_CASH,
    PLANNED,
    WOUND_DOWN,
)
from model.scenario.shocks import TeleworkShock
from model.series import HUB_COLUMN

OUTER, OPERATOR, MONEY, MEMBERS = "outer", "operator", "money", "members"
GROUPS: Final = (OUTER, OPERATOR, MONEY, MEMBERS)
"""Whose an event is: from outside the hub, its operator's, its books', or its members'."""

WINDOW: Final = 6  # months over which a turn of membership is looked for
TURNS: Final = 2  # of each kind, at most
_LEAST_TURN: Final = 2.0  # members
_PART_OF_PEAK: Final = 0.1  # of the most members it has, below which a turn is none
NEAR_KM: Final = 20.0  # other hubs of the run that are spoken of
CENT: Final = 0.01  # EUR; a pot with less left is spent
LEAST_RISE: Final = 0.0005  # of prices; a smaller one is none to anybody
_CLOSINGS: Final = {
    OUT_OF_CASH: "closes_cash", WOUND_DOWN: "closes_wound_down", OTHER_ENDING: "closes_other", AGREEMENT_ENDED: "closes_agreement",
}


@dataclass(frozen=True)
class Event:
    """Something that happened, in a month (0 = the first of the run).

    Attributes:
        month: when.
        kind: key of its sentence (`event_{kind}` of the language's `explain`).
        group: one of `GROUPS`.
        values: what the sentence has blanks for, as plain numbers and codes.
        block: the instrument or shock it is about, by name; '' for none.
        against: whether it is a change from outside to the hub's disadvantage.
        number: its place in the ledger, from 1.
    """

    month: int
    kind: str
    group: str
    values: Mapping[str, Any] = field(default_factory=dict)
    block: str = ""
    against: bool = False
    number: int = 0


@dataclass(frozen=True)
class Ledger:
    """All events in order, and which of them led to how it ended.

    Attributes:
        events: in the order of months, numbered.
        chain: numbers of the events that led to closing or, of a hub that only shrank, to shrinking, that one itself; of a hub that is
            whole, those by which it grew.
        losing_since: the month from which it lost money all the way to that end; -1 if it did not.
    """

    events: tuple[Event, ...]
    chain: tuple[int, ...]
    losing_since: int

    def of(self, *kinds: str) -> list[Event]:
        """The events of some kinds."""
        return [event for event in self.events if event.kind in kinds]


def ledger(course: Course) -> Ledger:
    """The events of a future."""
    books = _Books(course)
    order = {group: place for place, group in enumerate(GROUPS)}
    found = [*_outer(course), *_operator(books), *_money(books), *turns(course)]
    ending = {event.kind: event.kind.startswith("closes") for event in found}
    found.sort(key=lambda event: (event.month, ending[event.kind], order[event.group]))
    events = tuple(Event(e.month, e.kind, e.group, e.values, e.block, e.against, number) for number, e in enumerate(found, 1))
    return Ledger(events, *_chain(events, books))


def _chain(events: tuple[Event, ...], books: "_Books") -> tuple[tuple[int, ...], int]:
    """What led to the end: what turned against the hub from shortly before it began to lose money for good, and what followed."""
    ends = [event for event in events if event.kind.startswith("closes")] or [event for event in events if event.kind == "shrinks"]
    if not ends or (ends[0].kind == "shrinks" and books.states.state[-1] == OPEN):
        return tuple(event.number for event in events if event.kind in ("rise", "expands", "opens_again")), -1
    last = ends[0]
    since = books.losing_until(last.month)
    first = max(books.opened, since - books.remembered) if since >= 0 else last.month
    led = [
        event.number for event in events
        if first <= event.month <= last.month and event.number <= last.number
        and (event.against or event.group == MONEY or event.kind in ("poor_review", "shrinks", "opens_again") or event is last
             or event.kind == "fall")
    ]  # fmt: skip
    return tuple(led), since


# --- the books, as the operator sees them ---


class _Books:
    """What an operator looks at, worked out from what the run recorded."""

    def __init__(self, course: Course) -> None:
        self.course, self.states = course, course.states
        self.p = course.prepared.parameters
        self.opened = int(course.states.opened[-1])
        self.remembered = int(self.p["downsize_months"])
        patience = float(course.spec["patience"])
        self.credit = float(course.spec["credit_eur"])
        self.threshold = (self.p["lease_notice_months"] + self.p["downsize_months"]) / patience
        self.reviews_borne = max(1.0, round(self.p["wind_down_reviews"] * patience))
        self.low_months_borne = self.p["downsize_patience"] * patience
        net = self.line("net_eur")
        self.net = np.array([net[max(self.opened, t - self.remembered + 1) : t + 1].mean() if t >= self.opened else 0.0
                             for t in range(course.months)])

    def line(self, name: str) -> np.ndarray:
        """A monthly series of the hub."""
        return self.course.series[:, self.course.position, HUB_COLUMN[name]]

    def ending(self, t: int) -> float:
        """EUR of support of running costs that is paid for the last time in a month (`operator.support_that_ends`)."""
        rows = self.course.prepared.instruments.row
        counts = np.isin(rows.lever, (RENT_RELIEF, HOST_SALARY, ANCHOR_TENANCY)) & (rows.end == t + 1) & (t + 1 < self.course.months)
        return float(self.course.public[t][counts & (rows.start <= t)].sum())

    def runway(self, t: int) -> float:
        """Months that cash and credit last at the mean result of the last months, support that ends left out; inf without a loss."""
        net = self.net[t] - self.ending(t)
        return max(0.0, float((self.states.cash[t] + self.credit) / -net)) if net < 0 else float("inf")

    def losing_until(self, month: int) -> int:
        """The month from which the mean result of the last months was a loss all the way to a month; -1 if it was none there."""
        earning = np.flatnonzero(self.net[self.opened : month + 1] >= 0)
        since = self.opened + (int(earning[-1]) + 1 if len(earning) else 0)
        return since if since <= month else -1

    def reason(self, t: int) -> int:
        """Why it gave up space in a month: the reason recorded, of the first time; by the same rule later."""
        recorded = int(self.states.reason[t])
        first = t == 0 or self.states.downsizings[t - 1] == 0
        if first and recorded != NO_REASON:
            return recorded
        return int(LOW_RUNWAY if self.runway(t) < self.threshold else NO_GROWTH)


# --- from outside ---


def _outer(course: Course) -> Iterator[Event]:
    """Instruments, shocks, phases and other hubs."""
    prepared = course.prepared
    blocks = blocks_in_force(prepared.scenario)
    for v, block in enumerate(blocks):
        if prepared.instruments.hubs[v, course.position]:
            yield from _of_block(course, v, block)
    for phase in prepared.phases[(prepared.phases.hub == course.position) & (prepared.phases.month < course.months)]:
        if course.running[phase.month]:
            rises = phase.month > 0 and phase.rent_eur_m2 > course.states.rent_eur_m2[phase.month - 1]
            values = {"desks": float(phase.desks), "rent_m2": float(phase.rent_eur_m2)}
            yield Event(int(phase.month), "phase", OUTER, values, against=bool(rises))
    yield from _other_hubs(course)


def _of_block(course: Course, v: int, block: Any) -> Iterator[Event]:
    row, running = course.prepared.instruments.row[v], np.flatnonzero(course.running)
    lever, paid = block.lever, course.public[:, v]
    if not len(running) or row.start >= row.end or row.start > running[-1] or row.end <= running[0]:
        return
    if lever == "capex_grant":
        for month in np.flatnonzero(paid > 0):
            yield Event(int(month), "grant", OUTER, {"eur": float(paid[month])}, block.name)
        return
    start, end = int(row.start), int(row.end)
    shock = v >= len(course.prepared.scenario.instruments)
    key = f"shock_{lever}" if shock else "instrument"
    rent = course.series[:, course.position, HUB_COLUMN["rent_eur"]]
    if shock:
        values = {name: float(getattr(block, name)) for name in block.values}
        bad = values["factor"] > 1 if lever == "rent" else not isinstance(block, TeleworkShock) or values["appeal"] < 0
    else:
        first = max(start, int(running[0]))
        values, bad = {"eur": float(paid[first])}, False
    if lever == "rent" and start > 0 and course.running[start - 1]:
        values |= {"rent_before": float(rent[start - 1]), "rent_after": float(rent[start])}
        key = "shock_rent_seen"
    yield Event(start, key, OUTER, values, block.name, against=bool(bad))
    budget = float(row.budget)
    spent = np.flatnonzero((course.spent[:, v] >= budget - CENT) & (0 < budget < np.inf))
    if len(spent) and spent[0] <= running[-1] and spent[0] < end - 1:
        yield Event(int(spent[0]), "pot_empty", OUTER, {"eur": budget}, block.name, against=True)
    if end < course.months and end <= running[-1] + 1:
        values = {} if shock else {"eur": float(paid[end - 1])}
        yield Event(end, f"shock_{lever}_ends" if shock else "instrument_ends", OUTER, values, block.name, against=not bad)


def _other_hubs(course: Course) -> Iterator[Event]:
    """Hubs nearby that open, close or are there already; of the months in which this one is open."""
    running = np.flatnonzero(course.running)
    if not len(running):
        return
    here, hubs = course.prepared.hub_xy[course.position], every_hub(course.prepared.scenario)
    for g in range(len(hubs)):
        away = float(np.hypot(*(course.prepared.hub_xy[g] - here)))
        if g == course.position or away > NEAR_KM:
            continue
        states, values = course.hub_states[:, g], {"hub": hubs[g].name, "km": away}
        opens, closes = np.flatnonzero(states != PLANNED), np.flatnonzero(states == CLOSED)
        if len(opens) and running[0] <= opens[0] <= running[-1]:
            yield Event(int(opens[0]), "other_opens", OUTER, values, against=True)
        if len(closes) and running[0] <= closes[0] <= running[-1]:
            yield Event(int(closes[0]), "other_closes", OUTER, values)


# --- what its operator does ---


def _operator(books: _Books) -> Iterator[Event]:
    states, opened = books.states, books.opened
    yield _opening(books)
    for t in range(opened + 1, books.course.months):
        now, before = states[t], states[t - 1]
        if before.state == CLOSED:
            return
        if now.price_level / before.price_level - 1.0 >= LEAST_RISE:
            yield Event(t, "prices", OPERATOR, {"rise": now.price_level / before.price_level - 1.0, "level": now.price_level - 1.0})
        if now.state == CLOSED:
            yield _closing(books, t)
            return
        if now.downsizings > before.downsizings:
            yield _shrinking(books, t)
        elif now.desks > before.desks and now.planned_desks == before.planned_desks:
            kind = "opens_again" if before.state != OPEN and now.state == OPEN else "expands"
            works = float(books.line("works_eur")[t])
            yield Event(t, kind, OPERATOR, {"before": float(before.desks), "after": float(now.desks), "eur": works})
        if now.poor_reviews > before.poor_reviews:
            values = {"number": float(now.poor_reviews), "of": books.reviews_borne, "eur": float(books.net[t])}
            yield Event(t, "poor_review", OPERATOR, values)


def _opening(books: _Books) -> Event:
    """How it began."""
    spec, t = books.course.spec, books.opened
    values = {
        "desks": float(books.states.desks[t]), "members": float(books.line("members")[t]), "cash": float(spec["opening_cash_eur"]),
        "founders": float(spec["founders"]), "age": int(spec["age"]),
    }
    ways = (("found_open", spec["age"] > 0), ("opens_group", spec["founders"] >= 0.5), ("opens_call", spec["called"] > 1.0))
    return Event(t, next((kind for kind, so in ways if so), "opens"), OPERATOR, values)


def _shrinking(books: _Books, t: int) -> Event:
    """It gives up space; by which threshold."""
    now, before = books.states[t], books.states[t - 1]
    reason = books.reason(t)
    values = {
        "before": float(before.desks), "after": float(now.desks), "reason": reason, "runway": books.runway(t), "threshold": books.threshold,
        "low_months": float(before.low_months + 1), "borne": books.low_months_borne, "host_before": float(before.host_fte),
        "host_after": float(now.host_fte),
    }
    return Event(t, "shrinks", OPERATOR, values)


def _closing(books: _Books, t: int) -> Event:
    """It closes; by which threshold."""
    now = books.states[t]
    values = {
        "reason": int(now.reason), "cash": float(now.cash), "credit": books.credit, "reviews": float(now.poor_reviews),
        "of": books.reviews_borne, "members": float(books.line("members")[t - 1]), "eur": float(books.net[t]),
    }
    return Event(t, _CLOSINGS[int(now.reason)], OPERATOR, values)


# --- its books ---


def _money(books: _Books) -> Iterator[Event]:
    """Cash that turns negative, a runway below what makes the operator give up space, and losses that last to the end."""
    course = books.course
    running = course.running
    cash = books.states.cash
    short = np.array([running[t] and books.runway(t) < books.threshold for t in range(course.months)])
    for t in _first_and_last(running & (cash < 0)):
        yield Event(t, "cash_negative", MONEY, {"cash": float(cash[t]), "credit": books.credit})
    for t in _first_and_last(short):
        yield Event(t, "runway_short", MONEY, {"runway": books.runway(t), "threshold": books.threshold})
    last = int(np.flatnonzero(running)[-1])
    since = books.losing_until(last)
    if since > books.opened:
        yield Event(since, "losing", MONEY, {"eur": float(books.net[since])})


def _first_and_last(spells: np.ndarray) -> list[int]:
    """The months in which the first spell begins, and the last."""
    begins = np.flatnonzero(spells & ~np.concatenate([[False], spells[:-1]]))
    return sorted({int(begins[0]), int(begins[-1])}) if len(begins) else []


# --- its members ---


def turns(course: Course) -> Iterator[Event]:
    """The largest gains and losses of members over half a year each, apart from the opening and the closing, with what made them."""
    running = np.flatnonzero(course.running)
    if len(running) <= WINDOW:
        return
    members = course.series[:, course.position, HUB_COLUMN["members"]]
    first, last = int(running[0]), int(running[-1])
    least = max(_LEAST_TURN, _PART_OF_PEAK * float(members.max()))
    changes = {t: float(members[t] - members[t - WINDOW]) for t in range(first + WINDOW, last + 1)}
    for sign, kind in ((1.0, "rise"), (-1.0, "fall")):
        left = {t: sign * change for t, change in changes.items() if sign * change >= least}
        for _ in range(TURNS):
            if not left:
                break
            t = max(left, key=lambda month: (left[month], -month))
            yield _turn(course, kind, t, members)
            left = {month: size for month, size in left.items() if abs(month - t) >= WINDOW}


def _turn(course: Course, kind: str, t: int, members: np.ndarray) -> Event:
    """A turn over the half year that ends in a month; its event stands where it begins."""
    months = slice(t - WINDOW + 1, t + 1)
    lines = course.series[months, course.position]
    joined = {channel: float(lines[:, HUB_COLUMN[f"joins_{channel}"]].sum()) for channel in CHANNELS}
    lost = dict(zip(LEAVING, (int(number) for number in course.left[months].sum(axis=0)), strict=True))
    turned = dict(zip(TERMS, (int(number) for number in course.turned[months].sum(axis=0)), strict=True))
    values = {
        "from": float(members[t - WINDOW]), "to": float(members[t]), "until": t, "joins": float(lines[:, HUB_COLUMN["joins"]].sum()),
        "leaves": float(lines[:, HUB_COLUMN["leaves"]].sum()), "moved_in": float(lines[:, HUB_COLUMN["moved_in"]].sum()),
        "vouchers": float(lines[:, HUB_COLUMN["vouchers_taken"]].sum()), "joined": joined, "lost": lost, "turned": turned,
    }
    return Event(t - WINDOW + 1, kind, MEMBERS, values)
