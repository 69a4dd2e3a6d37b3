"""What a run is asked: each outcome once, with unit, meaning and formula (monthly series are in `model/series.py`).

An outcome is computed for every replicate and hub, and for all hubs of the run together (`ALL`). "At 24 months" means at the end
of the hub's own 24th month of life, so hubs that open later are compared at the same age; a hub the run does not follow so
long has no value there. Outcomes of towns exist for `ALL` only.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np

from experiments.outcomes.stacks import Stack
from model.names import CLOSED, DOWNSIZED, FIELDS, OPEN
from model.parameters import CATALOGUE

ALL: Final = "all"  # all hubs (and towns) of the run together
AGES: Final = (24, 36, 60)  # months of life at which hubs are judged
SETTLED_AGE: Final = 6  # churn is measured after the first months
BREAK_EVEN_WINDOW: Final = 3  # months over which the change of cash is averaged
FIRST_YEAR: Final = 12
COMPARABLE_MEMBERS: Final = 15  # the share of members who collaborate is measured in hubs at least this large

Kind = Literal["number", "share", "yes_no"]
Total = Literal["sum", "mean", "ratio", "town"]


class Ratio(NamedTuple):
    """A ratio kept as its two parts [replicates, hubs], so that hubs are pooled and not averaged."""

    top: np.ndarray
    bottom: np.ndarray


@dataclass(frozen=True)
class Measure:
    """One outcome of a run: what a finished replicate is asked, of each hub and of all hubs together.

    Attributes:
        name: short name, as tables and files write it.
        unit: what it is counted in; 'share' for shares and for yes or no.
        kind: a number in `unit`, a share between 0 and 1, or yes (1) or no (0).
        total: how hubs make one value for all: their sum, their mean, one ratio of sums; 'town' has a value for all only.
        label: how tables call it in English; other languages have their own words in `experiments/languages`.
        meaning: what it says, as an English sentence.
        compute: from the arrays of a policy (`Results.stack`) its values, [replicates, hubs], or the two parts of a ratio.
        better: 1 when more is better, -1 when less is, 0 when it depends on who asks.
        headline: whether the short tables show it.
        scenario_only: whether no fact at hand can check it, so that it compares scenarios and forecasts nothing.
        age: the month of life it looks at, None for the whole run.

    Example:
        >>> measure = MEASURES["desk_use_24"]
        >>> measure.unit, measure.kind, measure.total, measure.better, measure.age
        ('share', 'share', 'mean', 1, 24)
    """

    name: str
    unit: str
    kind: Kind
    total: Total
    label: str
    meaning: str
    compute: Callable[[Stack], np.ndarray | Ratio]
    better: int = 0
    headline: bool = False
    scenario_only: bool = False
    age: int | None = None


def _ever(stack: Stack, at_least: int) -> np.ndarray:
    """Whether the hub has been in this state, or a later one, by the end of each month."""
    return np.maximum.accumulate(stack.series("state") >= at_least, axis=1)


def _members_peak(stack: Stack, age: int) -> np.ndarray:
    return stack.at_age(np.maximum.accumulate(stack.series("members"), axis=1), age)


def _viable(stack: Stack) -> np.ndarray:
    """Open, with cash of zero or more and members for at least half of the desks it opened with; by month."""
    enough = stack.series("members") >= stack.desks / 2
    return stack.running & (stack.series("cash_eur") >= 0) & enough


def _use(stack: Stack) -> np.ndarray:
    return np.where(stack.running, stack.series("desk_use"), 0.0)


def _let(stack: Stack) -> np.ndarray:
    """Offices let over those the hub opened with (none are added later); nan for a hub without."""
    offices = stack.series("offices").max(axis=1, keepdims=True)
    return np.where(offices > 0, stack.series("offices_let") / np.where(offices > 0, offices, 1.0), np.nan)


def break_even_age(stack: Stack) -> np.ndarray:
    """Month of life in which the mean change of cash over three months, all lived open, first is zero or more; nan if never."""
    net = np.where(stack.running, stack.series("net_eur"), np.nan)
    window = BREAK_EVEN_WINDOW
    age = stack.age
    if stack.months < window:
        return np.full(net.shape[::2], np.nan)
    mean = sum(net[:, k : stack.months - window + 1 + k] for k in range(window)) / window
    reached = (mean >= 0) & (age[window - 1 :] >= window)
    first = reached.argmax(axis=1)
    ages = age[window - 1 :][first, np.arange(net.shape[2])]
    return np.where(reached.any(axis=1), ages, np.nan)


def _churn(stack: Stack, leaves: str, *present: str) -> Ratio:
    """Leavers over those present at the end of the month before, in months after the sixth in which the hub stays open."""
    stock = sum(stack.series(name) for name in present)
    counted = stack.running[:, 1:] & (stack.age[1:] > SETTLED_AGE)
    lost = np.where(counted, stack.series(leaves)[:, 1:], 0.0).sum(axis=1)
    return Ratio(lost, np.where(counted, np.asarray(stock)[:, :-1], 0.0).sum(axis=1))


def _collaborating(stack: Stack) -> Ratio:
    counted = (stack.age >= FIRST_YEAR) & (stack.series("members") >= COMPARABLE_MEMBERS)
    linked = np.where(counted, stack.series("veterans_linked"), 0.0).sum(axis=1)
    return Ratio(linked, np.where(counted, stack.series("veterans"), 0.0).sum(axis=1))


def _links(stack: Stack) -> np.ndarray:
    kinds = ("new_person_person", "new_person_firm", "new_firm_firm")
    return np.asarray(sum(stack.series(kind).sum(axis=1) for kind in kinds))


def _by_member(stack: Stack, name: str) -> Ratio:
    """A monthly mean over members, weighed by members."""
    members = stack.series("members")
    return Ratio((stack.series(name) * members).sum(axis=1), members.sum(axis=1))


def _full_time(stack: Stack) -> Ratio:
    """Days users spend in the hub, and the working days of all who use it, over the months."""
    users = stack.series("members") + stack.series("occasional")
    return Ratio(stack.series("days").sum(axis=1), users.sum(axis=1) * CATALOGUE["working_days"].default)


def _own_field(stack: Stack) -> Ratio:
    """Members of the field a hub is meant for, and all members, in the last month; nothing for a general hub."""
    special = stack.fields >= 0
    own = np.zeros((stack.replicates, len(stack.hub_names)))
    for column in np.flatnonzero(special):
        own[:, column] = stack.series(f"members_{FIELDS[stack.fields[column]]}")[:, -1, column]
    return Ratio(own, np.where(special[None, :], stack.series("members")[:, -1], 0.0))


def _pots_used(stack: Stack) -> np.ndarray:
    """What was paid out of pots over all of them, by the hub it went to; nan where nothing has a pot."""
    pots = np.array(stack.instrument_pots)
    with_pot = np.isfinite(pots) & (pots > 0)
    if not with_pot.any():
        return np.full((stack.replicates, len(stack.hub_names)), np.nan)
    return stack.public[:, :, with_pot].sum(axis=(1, 2)) / pots[with_pot].sum()


def _share_of(part: str, whole: str) -> Callable[[Stack], Ratio]:
    return lambda stack: Ratio(stack.series(part).sum(axis=1), stack.series(whole).sum(axis=1))


def _sum(name: str) -> Callable[[Stack], np.ndarray]:
    return lambda stack: stack.series(name).sum(axis=1)


def _last(name: str) -> Callable[[Stack], np.ndarray]:
    return lambda stack: stack.series(name)[:, -1]


def _town_sum(name: str) -> Callable[[Stack], np.ndarray]:
    return lambda stack: stack.town_series(name).sum(axis=(1, 2))


def _at(age: int) -> list[Measure]:
    """The outcomes looked at when a hub is `age` months old."""
    when, by = f"at {age} months", f"within {age} months"
    first = age == AGES[1]
    return [
        Measure(f"members_{age}", "members", "number", "sum", f"Members {when}",
                f"Flex and fixed members and office tenants at the end of the hub's month {age}; a closed hub has none.",
                lambda s: s.at_age(s.series("members"), age), 1, age in AGES[:2], age=age),
        Measure(f"members_peak_{age}", "members", "number", "sum", f"Most members {by}",
                f"Largest number of members at the end of a month up to month {age} of the hub.",
                lambda s: _members_peak(s, age), 1, age=age),
        Measure(f"desk_use_{age}", "share", "share", "mean", f"Desk use {when}",
                f"Seats used over the desks the hub opened with, at the end of its month {age}; zero once closed.",
                lambda s: s.at_age(_use(s), age), 1, age == AGES[0], age=age),
        Measure(f"offices_let_{age}", "share", "share", "mean", f"Offices let {when}",
                f"Offices let over those the hub opened with, at the end of its month {age}; zero once closed, nothing without offices.",
                lambda s: s.at_age(_let(s), age), 1, age=age),
        Measure(f"viable_{age}", "share", "yes_no", "mean", f"Viable {when}",
                f"Open, cash of zero or more and members for at least half of its first desks at the end of month {age}.",
                lambda s: s.at_age(_viable(s), age), 1, True, age=age),
        Measure(f"closed_{age}", "share", "yes_no", "mean", f"Closed {by}",
                f"The hub has closed by the end of its month {age}.",
                lambda s: s.at_age(_ever(s, CLOSED), age), -1, age == AGES[0], age=age),
        Measure(f"shrunk_or_closed_{age}", "share", "yes_no", "mean", f"Shrunk or closed {by}",
                f"The hub has given up desks or closed by the end of its month {age}.",
                lambda s: s.at_age(_ever(s, DOWNSIZED), age), -1, first, age=age),
        Measure(f"cash_{age}", "EUR", "number", "sum", f"Cash {when}",
                f"Cash at the end of the hub's month {age}; for a closed hub, what was left or owed when it closed.",
                lambda s: s.at_age(s.series("cash_eur"), age), 1, first, age=age),
    ]


_FINAL = [
    Measure("members_final", "members", "number", "sum", "Members at the end",
            "Flex and fixed members and office tenants in the last month of the run.", _last("members"), 1),
    Measure("viable_final", "share", "yes_no", "mean", "Viable at the end",
            "Open, cash of zero or more and members for at least half of its first desks in the last month.",
            lambda s: _viable(s)[:, -1].astype(float), 1),
    Measure("closed_final", "share", "yes_no", "mean", "Closed by the end",
            "The hub has closed by the last month of the run.",
            lambda s: _ever(s, CLOSED)[:, -1].astype(float), -1),
    Measure("shrunk_or_closed_final", "share", "yes_no", "mean", "Shrunk or closed by the end",
            "The hub has given up desks or closed by the last month of the run.",
            lambda s: _ever(s, DOWNSIZED)[:, -1].astype(float), -1),
    Measure("hubs_opened", "hubs", "number", "sum", "Hubs opened",
            "Hubs that have opened by the last month, whatever became of them.", lambda s: _ever(s, OPEN)[:, -1].astype(float), 0),
    Measure("hubs_running_final", "hubs", "number", "sum", "Hubs running at the end",
            "Hubs that are open, if smaller, in the last month.",
            lambda s: s.running[:, -1].astype(float), 1),
    Measure("cash_final", "EUR", "number", "sum", "Cash at the end",
            "Cash in the last month; for a closed hub, what was left or owed when it closed.", _last("cash_eur"), 1),
]

_COURSE = [
    Measure("member_months", "member-months", "number", "sum", "Member-months",
            "Members at the end of each month, summed over the run.",
            _sum("members"), 1, True),
    Measure("breaks_even", "share", "yes_no", "mean", "Breaks even",
            "At some time the mean change of cash over three months is zero or more.",
            lambda s: (~np.isnan(break_even_age(s))).astype(float), 1),
    Measure("months_to_break_even", "months", "number", "mean", "Months to break-even",
            "Month of life in which the mean change of cash over three months first is zero or more; no value if never.",
            break_even_age, -1),
    Measure("churn_monthly", "1/month", "share", "ratio", "Members lost a month",
            "Members lost over members present a month before, after the sixth month of life, closures apart.",
            lambda s: _churn(s, "leaves", "members"), -1, True),
    Measure("churn_flex", "1/month", "share", "ratio", "Flex members lost a month",
            "The same for flex members.", lambda s: _churn(s, "leaves_flex", "flex"), -1),
    Measure("churn_fixed", "1/month", "share", "ratio", "Fixed and office members lost a month",
            "The same for fixed desks and offices.",
            lambda s: _churn(s, "leaves_fixed", "fixed", "tenants"), -1),
    Measure("churn_employees", "1/month", "share", "ratio", "Employee members lost a month",
            "The same for members who are employees.",
            lambda s: _churn(s, "leaves_employees", "employees"), -1),
    Measure("full_time_equivalents", "share", "share", "ratio", "Full-time equivalents a user",
            "Days users spend in the hub over the working days of the month, a user and month, day passes included.", _full_time, 0),
    Measure("fixed_share", "share", "share", "ratio", "Fixed desks among desk members",
            "Of the members at desks, over the months, the share with a fixed desk.",
            lambda s: Ratio(s.series("fixed").sum(axis=1), (s.series("fixed") + s.series("flex")).sum(axis=1)), 0),
    Measure("minutes_mean", "min", "number", "ratio", "Travel of members",
            "Mean one-way travel of members, door to door.",
            lambda s: _by_member(s, "minutes"), -1),
    Measure("within_30", "share", "share", "ratio", "Members within 30 minutes",
            "Share of members who travel 30 minutes or less.",
            lambda s: _by_member(s, "within_30"), 0),
]

_COMMUNITY = [
    Measure("collaboration_share_first_year", "share", "share", "ratio", "Members with a collaboration in the first year",
            "Of the members with 12 months or more, those who began a collaboration in their first 12 months; hubs of 15 or more.",
            _collaborating, 1, True),
    Measure("collaborations", "links", "number", "sum", "Collaborations begun",
            "Collaborations begun in the hub over the run, of all kinds.", _links, 1, True),
    Measure("collaborations_person_person", "links", "number", "sum", "between persons",
            "Collaborations begun between two persons.", _sum("new_person_person"), 1),
    Measure("collaborations_person_firm", "links", "number", "sum", "of a person and a firm",
            "Collaborations begun between a person and a firm.",
            _sum("new_person_firm"), 1),
    Measure("collaborations_firm_firm", "links", "number", "sum", "between firms",
            "Collaborations begun between two firms.", _sum("new_firm_firm"), 1),
    Measure("collaborations_across_fields", "share", "share", "ratio", "Collaborations across fields",
            "Share of the collaborations begun whose two sides work in different fields.",
            lambda s: Ratio(s.series("new_different").sum(axis=1), _links(s)), 0),
    Measure("projects", "needs", "number", "sum", "Needs of firms met here",
            "Needs of firms met in the hub's community.", _sum("projects"), 1),
    Measure("projects_partner", "needs", "number", "sum", "of which by a partner hub",
            "Needs of firms met through a partner hub in the metropolis.", _sum("projects_partner"), 1),
    Measure("own_field_share", "share", "share", "ratio", "Members of the hub's own field",
            "In a specialised hub, share of the members of the last month who work in its field.", _own_field, 0),
    Measure("word_of_mouth_share", "share", "share", "ratio", "New members who heard through a contact",
            "Of the new members after the founders, over the run, the share who came to know the hub through a contact.",
            lambda s: Ratio(s.series("joins_word_of_mouth").sum(axis=1), (s.series("joins") - s.series("joins_founding")).sum(axis=1)), 0),
    Measure("moved_in", "members", "number", "sum", "Members who came from another hub",
            "New members who were members of another hub the month before, over the run.", _sum("moved_in"), 0),
    Measure("tenants_micro_share", "share", "share", "ratio", "Tenants of one or two staff",
            "Of the firms in offices, over the months, the share of one or two staff.", _share_of("tenants_micro", "tenants"), 0),
    Measure("advised_micro_share", "share", "share", "ratio", "Advised firms of one or two staff",
            "Of the firms advised over the run, the share of one or two staff.", _share_of("advised_micro", "advised"), 0),
    Measure("tenants_final", "firms", "number", "sum", "Firms in offices at the end",
            "Firms that rent offices in the last month.", _last("tenants"), 1),
    Measure("clients_final", "firms", "number", "sum", "Client firms at the end",
            "Firms that are clients of the community in the last month.",
            _last("clients"), 1),
    Measure("aware_final", "agents", "number", "sum", "Who knows the hub at the end",
            "Residents and firms that know the hub in the last month (counted once for each hub).", _last("aware"), 1),
    Measure("advised_final", "firms", "number", "sum", "Firms advised",
            "Firms the advisory desk has seen by the last month.",
            _sum("advised"), 1),
    Measure("follow_on", "firms", "number", "sum", "Firms that went on to grant calls",
            "Advised firms that went on to grant calls.", _sum("follow_on"), 1,
            scenario_only=True),
]

_MONEY = [
    Measure("public_eur", "EUR", "number", "sum", "Public money paid",
            "Everything paid through instruments over the run, to hubs or to members.",
            lambda s: s.public.sum(axis=(1, 2)), -1, True),
    Measure("owner_eur", "EUR", "number", "sum", "Losses covered by the owner",
            "Losses covered by the hub's owner over the run.", _sum("owner_eur"), -1),
    Measure("vouchers_taken", "vouchers", "number", "sum", "Vouchers taken",
            "Vouchers and trial days taken over the run.", _sum("vouchers_taken"), 0),
    Measure("pots_used", "share", "share", "sum", "Pots used",
            "Part of the pots of all instruments paid out over the run, by the hub it went to; nothing without a pot.", _pots_used, 0),
    Measure("public_eur_per_member_month", "EUR/member-month", "number", "ratio", "Public money for each member-month",
            "All public money over all member-months (not over the additional ones: see contrasts).",
            lambda s: Ratio(s.public.sum(axis=(1, 2)), s.series("members").sum(axis=1)), -1),
]

_TOWNS = [
    Measure("commute_minutes_avoided", "min", "number", "town", "Commuting minutes avoided",
            "Minutes of travel to work avoided by employees who worked in a hub, over the run.", _town_sum("commute_minutes_avoided"), 1),
    Measure("co2_kg_avoided", "kg", "number", "town", "CO₂ avoided",
            "CO₂ of the driving avoided by employees who worked in a hub.", _town_sum("co2_kg_avoided"), 1),
    Measure("income_uplift_eur", "EUR", "number", "town", "Income added by collaborations",
            "Net income of persons added by collaborations, over the run.", _town_sum("income_uplift_eur"), 1,
            scenario_only=True),
    Measure("revenue_uplift_eur", "EUR", "number", "town", "Revenue added by collaborations",
            "Revenue of firms added by collaborations, over the run.", _town_sum("revenue_uplift_eur"), 1,
            scenario_only=True),
    Measure("left", "persons", "number", "town", "People who left",
            "Persons of the catchment who left for the metropolis, over the run.", _town_sum("left"), -1, scenario_only=True),
    Measure("returned", "persons", "number", "town", "People who came back",
            "Persons of the catchment who came back, over the run.",
            _town_sum("returned"), 1, scenario_only=True),
    Measure("needs_outside", "needs", "number", "town", "Needs of firms met in the metropolis",
            "Needs of firms met by suppliers in the metropolis, over the run.", _town_sum("needs_outside"), 0),
]

MEASURES: Final[Mapping[str, Measure]] = {
    measure.name: measure
    for measure in [*(m for age in AGES for m in _at(age)), *_FINAL, *_COURSE, *_COMMUNITY, *_MONEY, *_TOWNS]
}
"""Every outcome of a run by name, a `Measure` each; of those at an age (`members_36`), runs too short for it have none.

Example:
    >>> MEASURES["member_months"].meaning
    'Members at the end of each month, summed over the run.'
"""


def measures_for(months: int, opens: Sequence[int] | np.ndarray = (0,)) -> tuple[Measure, ...]:
    """The outcomes a run of this length can answer, given when its hubs open."""
    longest = months - int(min(opens, default=0))
    return tuple(measure for measure in MEASURES.values() if measure.age is None or measure.age <= longest)


def evaluate(measure: Measure, stack: Stack) -> np.ndarray:
    """One outcome for all hubs together (column 0) and for each hub: [replicates, 1 + hubs]; nan where it does not exist."""
    by_hub = measure.compute(stack)
    values = np.full((stack.replicates, 1 + len(stack.hub_names)), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        if isinstance(by_hub, Ratio):
            values[:, 0] = by_hub.top.sum(axis=1) / by_hub.bottom.sum(axis=1)
            values[:, 1:] = by_hub.top / by_hub.bottom
            values[np.isinf(values)] = np.nan
        elif measure.total == "town":
            values[:, 0] = by_hub
        else:
            defined = ~np.isnan(by_hub)
            number = defined.sum(axis=1)
            total = np.where(defined, by_hub, 0.0).sum(axis=1)
            values[:, 0] = np.where(number > 0, total if measure.total == "sum" else total / number, np.nan)
            values[:, 1:] = by_hub
    return values
