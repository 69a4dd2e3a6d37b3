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
        label: how tables call it in English.
        label_it: the same in Italian.
        meaning: what it says, as an English sentence.
        meaning_it: the same in Italian.
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
    label_it: str
    meaning: str
    meaning_it: str
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


def _own_field(stack: Stack) -> Ratio:
    """Members of the field a hub is meant for, and all members, in the last month; nothing for a general hub."""
    special = stack.fields >= 0
    own = np.zeros((stack.replicates, len(stack.hub_names)))
    for column in np.flatnonzero(special):
        own[:, column] = stack.series(f"members_{FIELDS[stack.fields[column]]}")[:, -1, column]
    return Ratio(own, np.where(special[None, :], stack.series("members")[:, -1], 0.0))


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
    when, quando = f"at {age} months", f"a {age} mesi"
    by, entro = f"within {age} months", f"entro {age} mesi"
    first = age == AGES[1]
    return [
        Measure(f"members_{age}", "members", "number", "sum", f"Members {when}", f"Iscritti {quando}",
                f"Flex and fixed members and office tenants at the end of the hub's month {age}; a closed hub has none.",
                f"Iscritti flex, fissi e uffici alla fine del mese {age} di vita dell'hub; un hub chiuso ne ha zero.",
                lambda s: s.at_age(s.series("members"), age), 1, age in AGES[:2], age=age),
        Measure(f"members_peak_{age}", "members", "number", "sum", f"Most members {by}", f"Massimo di iscritti {entro}",
                f"Largest number of members at the end of a month up to month {age} of the hub.",
                f"Massimo numero di iscritti a fine mese fino al mese {age} di vita dell'hub.",
                lambda s: _members_peak(s, age), 1, age=age),
        Measure(f"desk_use_{age}", "share", "share", "mean", f"Desk use {when}", f"Uso delle postazioni {quando}",
                f"Seats used over the desks the hub opened with, at the end of its month {age}; zero once closed.",
                f"Posti usati sulle postazioni iniziali alla fine del mese {age} di vita; zero dopo la chiusura.",
                lambda s: s.at_age(_use(s), age), 1, age == AGES[0], age=age),
        Measure(f"viable_{age}", "share", "yes_no", "mean", f"Viable {when}", f"Sostenibile {quando}",
                f"Open, cash of zero or more and members for at least half of its first desks at the end of month {age}.",
                f"Aperto, cassa non negativa e iscritti per almeno metà delle postazioni iniziali alla fine del mese {age}.",
                lambda s: s.at_age(_viable(s), age), 1, True, age=age),
        Measure(f"closed_{age}", "share", "yes_no", "mean", f"Closed {by}", f"Chiuso {entro}",
                f"The hub has closed by the end of its month {age}.", f"L'hub ha chiuso entro la fine del mese {age} di vita.",
                lambda s: s.at_age(_ever(s, CLOSED), age), -1, age == AGES[0], age=age),
        Measure(f"shrunk_or_closed_{age}", "share", "yes_no", "mean", f"Shrunk or closed {by}", f"Ridimensionato o chiuso {entro}",
                f"The hub has given up desks or closed by the end of its month {age}.",
                f"L'hub ha ridotto le postazioni o ha chiuso entro la fine del mese {age} di vita.",
                lambda s: s.at_age(_ever(s, DOWNSIZED), age), -1, first, age=age),
        Measure(f"cash_{age}", "EUR", "number", "sum", f"Cash {when}", f"Cassa {quando}",
                f"Cash at the end of the hub's month {age}; for a closed hub, what was left or owed when it closed.",
                f"Cassa alla fine del mese {age} di vita; per un hub chiuso, quanto restava o era dovuto alla chiusura.",
                lambda s: s.at_age(s.series("cash_eur"), age), 1, first, age=age),
    ]


_FINAL = [
    Measure("members_final", "members", "number", "sum", "Members at the end", "Iscritti alla fine",
            "Flex and fixed members and office tenants in the last month of the run.",
            "Iscritti flex, fissi e uffici nell'ultimo mese della simulazione.", _last("members"), 1),
    Measure("viable_final", "share", "yes_no", "mean", "Viable at the end", "Sostenibile alla fine",
            "Open, cash of zero or more and members for at least half of its first desks in the last month.",
            "Aperto, cassa non negativa e iscritti per almeno metà delle postazioni iniziali nell'ultimo mese.",
            lambda s: _viable(s)[:, -1].astype(float), 1),
    Measure("closed_final", "share", "yes_no", "mean", "Closed by the end", "Chiuso entro la fine",
            "The hub has closed by the last month of the run.", "L'hub ha chiuso entro l'ultimo mese della simulazione.",
            lambda s: _ever(s, CLOSED)[:, -1].astype(float), -1),
    Measure("shrunk_or_closed_final", "share", "yes_no", "mean", "Shrunk or closed by the end", "Ridimensionato o chiuso entro la fine",
            "The hub has given up desks or closed by the last month of the run.",
            "L'hub ha ridotto le postazioni o ha chiuso entro l'ultimo mese della simulazione.",
            lambda s: _ever(s, DOWNSIZED)[:, -1].astype(float), -1),
    Measure("hubs_opened", "hubs", "number", "sum", "Hubs opened", "Hub aperti",
            "Hubs that have opened by the last month, whatever became of them.",
            "Hub aperti entro l'ultimo mese, qualunque cosa ne sia stato.", lambda s: _ever(s, OPEN)[:, -1].astype(float), 0),
    Measure("hubs_running_final", "hubs", "number", "sum", "Hubs running at the end", "Hub in attività alla fine",
            "Hubs that are open, if smaller, in the last month.", "Hub aperti, anche se ridotti, nell'ultimo mese.",
            lambda s: s.running[:, -1].astype(float), 1),
    Measure("cash_final", "EUR", "number", "sum", "Cash at the end", "Cassa alla fine",
            "Cash in the last month; for a closed hub, what was left or owed when it closed.",
            "Cassa nell'ultimo mese; per un hub chiuso, quanto restava o era dovuto alla chiusura.", _last("cash_eur"), 1),
]

_COURSE = [
    Measure("member_months", "member-months", "number", "sum", "Member-months", "Mesi-iscritto",
            "Members at the end of each month, summed over the run.", "Iscritti a fine mese, sommati su tutta la simulazione.",
            _sum("members"), 1, True),
    Measure("breaks_even", "share", "yes_no", "mean", "Breaks even", "Raggiunge il pareggio",
            "At some time the mean change of cash over three months is zero or more.",
            "In qualche momento la variazione media di cassa su tre mesi è positiva o nulla.",
            lambda s: (~np.isnan(break_even_age(s))).astype(float), 1),
    Measure("months_to_break_even", "months", "number", "mean", "Months to break-even", "Mesi al pareggio",
            "Month of life in which the mean change of cash over three months first is zero or more; no value if never.",
            "Mese di vita in cui la variazione media di cassa su tre mesi è per la prima volta non negativa; nessun valore se mai.",
            break_even_age, -1),
    Measure("churn_monthly", "1/month", "share", "ratio", "Members lost a month", "Iscritti persi al mese",
            "Members lost over members present a month before, after the sixth month of life, closures apart.",
            "Iscritti persi sugli iscritti del mese prima, dopo il sesto mese di vita, chiusure escluse.",
            lambda s: _churn(s, "leaves", "members"), -1, True),
    Measure("churn_flex", "1/month", "share", "ratio", "Flex members lost a month", "Iscritti flex persi al mese",
            "The same for flex members.", "Lo stesso per gli iscritti flex.", lambda s: _churn(s, "leaves_flex", "flex"), -1),
    Measure("churn_fixed", "1/month", "share", "ratio", "Fixed and office members lost a month", "Iscritti fissi e uffici persi al mese",
            "The same for fixed desks and offices.", "Lo stesso per postazioni fisse e uffici.",
            lambda s: _churn(s, "leaves_fixed", "fixed", "tenants"), -1),
    Measure("churn_employees", "1/month", "share", "ratio", "Employee members lost a month", "Iscritti dipendenti persi al mese",
            "The same for members who are employees.", "Lo stesso per gli iscritti dipendenti.",
            lambda s: _churn(s, "leaves_employees", "employees"), -1),
    Measure("minutes_mean", "min", "number", "ratio", "Travel of members", "Viaggio degli iscritti",
            "Mean one-way travel of members, door to door.", "Viaggio medio di sola andata degli iscritti, da porta a porta.",
            lambda s: _by_member(s, "minutes"), -1),
    Measure("within_30", "share", "share", "ratio", "Members within 30 minutes", "Iscritti entro 30 minuti",
            "Share of members who travel 30 minutes or less.", "Quota di iscritti che viaggiano al più 30 minuti.",
            lambda s: _by_member(s, "within_30"), 0),
]

_COMMUNITY = [
    Measure("collaboration_share_first_year", "share", "share", "ratio", "Members with a collaboration in the first year",
            "Iscritti con una collaborazione nel primo anno",
            "Of the members with 12 months or more, those who began a collaboration in their first 12 months; hubs of 15 or more.",
            "Tra gli iscritti da almeno 12 mesi, chi ha avviato una collaborazione nei primi 12; hub da 15 iscritti in su.",
            _collaborating, 1, True),
    Measure("collaborations", "links", "number", "sum", "Collaborations begun", "Collaborazioni avviate",
            "Collaborations begun in the hub over the run, of all kinds.", "Collaborazioni nate nell'hub, di ogni tipo.", _links, 1, True),
    Measure("collaborations_person_person", "links", "number", "sum", "between persons", "tra persone",
            "Collaborations begun between two persons.", "Collaborazioni avviate tra due persone.", _sum("new_person_person"), 1),
    Measure("collaborations_person_firm", "links", "number", "sum", "of a person and a firm", "persona-impresa",
            "Collaborations begun between a person and a firm.", "Collaborazioni avviate tra una persona e un'impresa.",
            _sum("new_person_firm"), 1),
    Measure("collaborations_firm_firm", "links", "number", "sum", "between firms", "tra imprese",
            "Collaborations begun between two firms.", "Collaborazioni avviate tra due imprese.", _sum("new_firm_firm"), 1),
    Measure("collaborations_across_fields", "share", "share", "ratio", "Collaborations across fields", "Collaborazioni tra settori diversi",
            "Share of the collaborations begun whose two sides work in different fields.",
            "Quota delle collaborazioni avviate tra due settori diversi.",
            lambda s: Ratio(s.series("new_different").sum(axis=1), _links(s)), 0),
    Measure("projects", "needs", "number", "sum", "Needs of firms met here", "Bisogni d'impresa risolti qui",
            "Needs of firms met in the hub's community.", "Bisogni d'impresa risolti nella comunità dell'hub.", _sum("projects"), 1),
    Measure("projects_partner", "needs", "number", "sum", "of which by a partner hub", "di cui con un hub partner",
            "Needs of firms met through a partner hub in the metropolis.",
            "Bisogni d'impresa risolti con un hub partner nella metropoli.", _sum("projects_partner"), 1),
    Measure("own_field_share", "share", "share", "ratio", "Members of the hub's own field", "Iscritti del settore dell'hub",
            "In a specialised hub, share of the members of the last month who work in its field.",
            "In un hub specializzato, quota degli iscritti dell'ultimo mese che lavorano nel suo settore.", _own_field, 0),
    Measure("moved_in", "members", "number", "sum", "Members who came from another hub", "Iscritti venuti da un altro hub",
            "New members who were members of another hub the month before, over the run.",
            "Nuovi iscritti che il mese prima erano iscritti a un altro hub, nella simulazione.", _sum("moved_in"), 0),
    Measure("tenants_micro_share", "share", "share", "ratio", "Tenants of one or two staff", "Uffici a imprese di uno o due addetti",
            "Of the offices let, over the months, the share let to firms of one or two staff.",
            "Tra gli uffici affittati, la quota di imprese con uno o due addetti.", _share_of("tenants_micro", "tenants"), 0),
    Measure("advised_micro_share", "share", "share", "ratio", "Advised firms of one or two staff", "Assistite di uno o due addetti",
            "Of the firms advised over the run, the share of one or two staff.",
            "Tra le imprese assistite, la quota con uno o due addetti.", _share_of("advised_micro", "advised"), 0),
    Measure("tenants_final", "firms", "number", "sum", "Offices let at the end", "Uffici affittati alla fine",
            "Offices let in the last month.", "Uffici affittati nell'ultimo mese.", _last("tenants"), 1),
    Measure("clients_final", "firms", "number", "sum", "Client firms at the end", "Imprese clienti alla fine",
            "Firms that are clients of the community in the last month.", "Imprese clienti della comunità nell'ultimo mese.",
            _last("clients"), 1),
    Measure("aware_final", "agents", "number", "sum", "Who knows the hub at the end", "Chi conosce l'hub alla fine",
            "Residents and firms that know the hub in the last month (counted once for each hub).",
            "Residenti e imprese che conoscono l'hub nell'ultimo mese (contati una volta per hub).", _last("aware"), 1),
    Measure("advised_final", "firms", "number", "sum", "Firms advised", "Imprese assistite",
            "Firms the advisory desk has seen by the last month.", "Imprese seguite dallo sportello entro l'ultimo mese.",
            _sum("advised"), 1),
    Measure("follow_on", "firms", "number", "sum", "Firms that went on to grant calls", "Imprese passate ai bandi",
            "Advised firms that went on to grant calls.", "Imprese assistite passate ai bandi.", _sum("follow_on"), 1,
            scenario_only=True),
]

_MONEY = [
    Measure("public_eur", "EUR", "number", "sum", "Public money paid", "Denaro pubblico erogato",
            "Everything paid through instruments over the run, to hubs or to members.",
            "Tutto quanto erogato con gli strumenti nella simulazione, agli hub o agli iscritti.",
            lambda s: s.public.sum(axis=(1, 2)), -1, True),
    Measure("owner_eur", "EUR", "number", "sum", "Losses covered by the owner", "Perdite coperte dal proprietario",
            "Losses covered by the hub's owner over the run.", "Perdite dell'hub coperte dal proprietario.", _sum("owner_eur"), -1),
    Measure("public_eur_per_member_month", "EUR/member-month", "number", "ratio", "Public money for each member-month",
            "Denaro pubblico per mese-iscritto",
            "All public money over all member-months (not over the additional ones: see contrasts).",
            "Tutto il denaro pubblico su tutti i mesi-iscritto (non sui soli aggiuntivi: si vedano i confronti).",
            lambda s: Ratio(s.public.sum(axis=(1, 2)), s.series("members").sum(axis=1)), -1),
]

_TOWNS = [
    Measure("commute_minutes_avoided", "min", "number", "town", "Commuting minutes avoided", "Minuti di pendolarismo evitati",
            "Minutes of travel to work avoided by employees who worked in a hub, over the run.",
            "Minuti di viaggio casa-lavoro evitati dai dipendenti in hub, nella simulazione.", _town_sum("commute_minutes_avoided"), 1),
    Measure("co2_kg_avoided", "kg", "number", "town", "CO₂ avoided", "CO₂ evitata",
            "CO₂ of the driving avoided by employees who worked in a hub.",
            "CO₂ dei viaggi in auto evitati dai dipendenti in hub.", _town_sum("co2_kg_avoided"), 1),
    Measure("income_uplift_eur", "EUR", "number", "town", "Income added by collaborations", "Reddito aggiunto dalle collaborazioni",
            "Net income of persons added by collaborations, over the run.",
            "Reddito netto delle persone aggiunto dalle collaborazioni, nella simulazione.", _town_sum("income_uplift_eur"), 1,
            scenario_only=True),
    Measure("revenue_uplift_eur", "EUR", "number", "town", "Revenue added by collaborations", "Fatturato aggiunto dalle collaborazioni",
            "Revenue of firms added by collaborations, over the run.",
            "Fatturato delle imprese aggiunto dalle collaborazioni, nella simulazione.", _town_sum("revenue_uplift_eur"), 1,
            scenario_only=True),
    Measure("left", "persons", "number", "town", "People who left", "Persone partite",
            "Persons of the catchment who left for the metropolis, over the run.",
            "Persone del bacino partite per la metropoli, nella simulazione.", _town_sum("left"), -1, scenario_only=True),
    Measure("returned", "persons", "number", "town", "People who came back", "Persone tornate",
            "Persons of the catchment who came back, over the run.", "Persone del bacino tornate, nella simulazione.",
            _town_sum("returned"), 1, scenario_only=True),
    Measure("needs_outside", "needs", "number", "town", "Needs of firms met in the metropolis", "Bisogni d'impresa risolti nella metropoli",
            "Needs of firms met by suppliers in the metropolis, over the run.",
            "Bisogni d'impresa risolti da fornitori nella metropoli, nella simulazione.", _town_sum("needs_outside"), 0),
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
