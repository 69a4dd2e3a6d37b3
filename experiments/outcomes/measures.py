"""What a run is asked: each outcome once, with unit, meaning and formula (monthly series are in `model/series.py`).

An outcome is computed for every replicate and hub, and for all hubs of the run together (`ALL`). Those at an age are made in
`experiments.outcomes.at_age`. Outcomes of towns exist for `ALL` only.
"""

import copyreg
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from experiments.outcomes.at_age import AGES, YEAR, at_any_age, ever, names_at, outcomes_at, viable
from experiments.outcomes.intervals import pooled_ratio
from experiments.outcomes.measure import Measure, Ratio
from experiments.outcomes.stacks import Stack
from model.names import AGREEMENT_ENDED, CLOSED, DOWNSIZED, FIELDS, OPEN, OTHER_ENDING, OUT_OF_CASH, WOUND_DOWN
from model.parameters import CATALOGUE
from model.reading.wording import cut, did_you_mean

ALL: Final = "all"  # all hubs (and towns) of the run together
SETTLED_AGE: Final = 6  # churn is measured after the first months
BREAK_EVEN_WINDOW: Final = 3  # months over which the change of cash is averaged
COMPARABLE_MEMBERS: Final = 15  # the share of members who collaborate is measured in hubs at least this large


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
    counted = (stack.age >= YEAR) & (stack.series("members") >= COMPARABLE_MEMBERS)
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


def _closed_for(reason: int) -> Callable[[Stack], np.ndarray]:
    return lambda stack: (ever(stack, CLOSED)[:, -1] & (stack.series("reason")[:, -1] == reason)).astype(float)


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


_CLOSINGS = (  # why hubs close: the shares add up to `closed_final`
    ("closed_out_of_cash", OUT_OF_CASH, "Closed for want of cash", "The hub has closed by the last month, its cash and credit gone."),
    ("closed_wound_down", WOUND_DOWN, "Wound down", "The hub has closed by the last month: losing without growth, its operator gave up."),
    ("closed_agreement_ended", AGREEMENT_ENDED, "Closed as the agreement ended",
     "The hub has closed by the last month, at a loss when the period agreed for its place ended."),
    ("closed_other", OTHER_ENDING, "Closed for other reasons", "The hub has closed by the last month, for other reasons than money."),
)
_FINAL = [
    Measure("members_final", "members", "number", "sum", "Members at the end",
            "Flex and fixed members and office tenants in the last month of the run.", _last("members"), 1),
    Measure("viable_final", "share", "yes_no", "mean", "Viable at the end",
            "Open, cash of zero or more and members for at least half of its first desks in the last month.",
            lambda s: viable(s)[:, -1].astype(float), 1),
    Measure("closed_final", "share", "yes_no", "mean", "Closed by the end",
            "The hub has closed by the last month of the run.",
            lambda s: ever(s, CLOSED)[:, -1].astype(float), -1),
    *(Measure(name, "share", "yes_no", "mean", label, meaning, _closed_for(reason), -1) for name, reason, label, meaning in _CLOSINGS),
    Measure("shrunk_or_closed_final", "share", "yes_no", "mean", "Shrunk or closed by the end",
            "The hub has given up desks or closed by the last month of the run.",
            lambda s: ever(s, DOWNSIZED)[:, -1].astype(float), -1),
    Measure("hubs_opened", "hubs", "number", "sum", "Hubs opened",
            "Hubs that have opened by the last month, whatever became of them.", lambda s: ever(s, OPEN)[:, -1].astype(float), 0),
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


class Measures(Mapping[str, Measure]):
    """Outcomes by name: listed are those that tables show, and found by their name also those at other ages and every monthly series."""

    def __init__(self, listed: Iterable[Measure]) -> None:
        self._listed = {measure.name: measure for measure in listed}

    def __getitem__(self, name: str) -> Measure:
        found = self._listed.get(name) or at_any_age(name) if isinstance(name, str) else None
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)


MEASURES: Final = Measures([*(m for age in AGES for m in outcomes_at(age)), *_FINAL, *_COURSE, *_COMMUNITY, *_MONEY, *_TOWNS])
"""Every outcome of a run by name, a `Measure` each; of those at an age (`members_36`), runs too short for it have none.

It lists those that tables show. Any other age can be asked for (`members_18`), and any monthly series of hubs in a month of life
(`days_at_18`; series in `model/series.py`).

Example:
    >>> MEASURES["member_months"].meaning
    'Members at the end of each month, summed over the run.'
    >>> MEASURES["days_at_18"].meaning
    "In the hub's month 18 of life: days spent in the hub by its users this month."
"""


def _named(name: str) -> Measure:
    return MEASURES[name]


def _by_name(measure: Measure) -> Any:
    """How an outcome is pickled: its formula is a function without a name, so it is looked up again."""
    return (_named, (measure.name,)) if MEASURES.get(measure.name) is measure else object.__reduce_ex__(measure, 4)


copyreg.pickle(Measure, _by_name)


def unknown(name: str, others: Sequence[str] = ()) -> str:
    """What is to be said of a name that is no outcome; `others` are names that would do as well."""
    at_its_age = names_at(name)
    hint = did_you_mean(name, (*(at_its_age or MEASURES), *others)) or did_you_mean(name, (*MEASURES, *others))
    elsewhere = "; experiments/outcomes/measures.py lists them, model/series.py those as days_at_18"
    return f"unknown outcome '{cut(str(name))}'" + (hint or elsewhere)


def answers(measure: Measure, months: int, opens: Sequence[int] | np.ndarray = (0,)) -> bool:
    """Whether a run of this length can answer an outcome, given when its hubs open."""
    return measure.age is None or measure.age <= months - int(min(opens, default=0))


def measures_for(months: int, opens: Sequence[int] | np.ndarray = (0,)) -> tuple[Measure, ...]:
    """The listed outcomes that a run of this length can answer, given when its hubs open."""
    return tuple(measure for measure in MEASURES.values() if answers(measure, months, opens))


def parts(measure: Measure, stack: Stack) -> Ratio | None:
    """The two parts of a ratio, for all hubs together (column 0) and for each hub: [replicates, 1 + hubs]; None of what is no ratio."""
    by_hub = measure.compute(stack)
    return Ratio(*(np.column_stack([part.sum(axis=1), part]) for part in by_hub)) if isinstance(by_hub, Ratio) else None


def with_pooled_ratios(measures: Sequence[Measure], values: np.ndarray, stack: Stack) -> np.ndarray:
    """Outcomes [replicates, outcomes, 1 + hubs] by the values whose mean is meant: ratios pooled over replicates, all else as it is."""
    meant = values.copy()
    for position, measure in enumerate(measures):
        if (ratio := parts(measure, stack)) is not None:
            meant[:, position] = pooled_ratio(*ratio)
    return meant


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
        elif measure.total == "apart":
            values[:, 1:] = by_hub
            values[:, 0] = by_hub[:, 0] if by_hub.shape[1] == 1 else np.nan
        else:
            defined = ~np.isnan(by_hub)
            number = defined.sum(axis=1)
            total = np.where(defined, by_hub, 0.0).sum(axis=1)
            values[:, 0] = np.where(number > 0, total if measure.total == "sum" else total / number, np.nan)
            values[:, 1:] = by_hub
    return values
