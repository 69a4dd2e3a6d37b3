"""The state of the world (ODD §2): one named tuple of arrays for each kind of thing.

`People` and `Reach` never change during a run and are shared by every policy and parameter set that leaves them unchanged; agent,
pair and hub states and `Links` belong to one run. A row of `People` is a person or a firm; a row of `Reach` is a pair (agent, hub it could
travel to). What is scanned every month is held as columns; what is asked of one agent or hub at a time is held as rows of a
record array, read with the same words (`agents.hub[i]`), which also keeps compilation short (ADR 0002).
"""

from typing import NamedTuple

import numpy as np

from model.names import codes
from model.recorded import Record


class People(NamedTuple):
    """Professionals and firms, one row each, ordered by place, kind and index inside the place. Read-only.

    Contacts are in compressed rows: those of agent i are `contact[contact_start[i]:contact_start[i + 1]]`, symmetric.
    """

    slot: np.ndarray  # uint32: stable identity, the key of every draw
    place: np.ndarray  # int16: position in the territory's list of places
    town: np.ndarray  # int16: position in the territory's list of towns (the place's town)
    kind: np.ndarray  # int8: names.KINDS
    field: np.ndarray  # int8: names.FIELDS
    age: np.ndarray  # int8: names.AGE_BANDS
    size: np.ndarray  # int8: names.FIRM_SIZES for firms, -1 for persons
    staff: np.ndarray  # float64: people working in the firm; 1 for persons
    income_eur: np.ndarray  # float64: net income a month; for firms the disposable margin
    revenue_eur: np.ndarray  # float64: revenue a month of firms; for persons their income
    openness: np.ndarray  # float64: openness to collaborate, 0-1
    habit: np.ndarray  # float64: multiple of the mean habit (mean 1 over the population)
    digital: np.ndarray  # float64: digital maturity 0-1 (firms; 1 for persons)
    x_km: np.ndarray  # float64: where the agent lives or works, east
    y_km: np.ndarray  # float64: and north of the territory's origin
    access_min: np.ndarray  # float64: door-to-door minutes before any road is travelled
    commute_min: np.ndarray  # float64: one way to the present workplace (employees; 0 otherwise)
    metropolis: np.ndarray  # uint8: 1 if the present workplace is in the metropolis
    remote_days: np.ndarray  # int8: remote days allowed a week (employees; 5 for independents)
    room_need: np.ndarray  # float64: share of the working days on which the agent wants a room away from home (persons; 0 for firms)
    own_room: np.ndarray  # uint8: 1 if it pays rent for a room of its own (independents and firms)
    skill_x: np.ndarray  # float32: place in the space of skills, from that of the field, cosine distance
    skill_y: np.ndarray  # float32: in the other direction
    contact_start: np.ndarray  # int64[n + 1]
    contact: np.ndarray  # int32[edges * 2]


# The columns of `People` as rows, the form in which the month reads them: what is asked of one agent lies together. `sector` and
# `size_class` are `field` and `size` there: a record array already has attributes of those names.
PERSON = np.dtype(
    [
        # what a choice asks of a person fills one line of the processor's cache
        ("slot", np.uint32), ("town", np.int16), ("kind", np.int8), ("sector", np.int8), ("age", np.int8),
        ("size_class", np.int8), ("remote_days", np.int8), ("own_room", np.uint8), ("degree", np.int32), ("income_eur", np.float64),
        ("habit", np.float64), ("openness", np.float64), ("room_need", np.float64), ("commute_min", np.float64), ("staff", np.float64),
        ("contact_start", np.int64), ("revenue_eur", np.float64), ("digital", np.float64), ("skill_x", np.float32), ("skill_y", np.float32),
    ],
    align=True,
)


class Reach(NamedTuple):
    """Who could travel to which hub: compressed rows by agent, hubs in order. Read-only."""

    start: np.ndarray  # int64[n + 1]: pairs of agent i are start[i]:start[i + 1]
    hub: np.ndarray  # int16[pairs]
    agent: np.ndarray  # int32[pairs]
    minutes: np.ndarray  # float64[pairs]: door to door, one way


class Ties(NamedTuple):
    """Whom and what each agent is tied to: the pairs of `Reach` and the contacts of `People`, together. Read-only."""

    start: np.ndarray  # int64[n + 1]: pairs of agent i are start[i]:start[i + 1]
    hub: np.ndarray  # int16[pairs]
    agent: np.ndarray  # int32[pairs]
    minutes: np.ndarray  # float64[pairs]
    contact: np.ndarray  # int32: contacts of i from people.contact_start[i], people.degree[i] of them


# What is decided about each hub before the run. Read-only; one row a hub.
HUB_SPEC = np.dtype(
    [
        ("key", np.uint32),  # stable identity, a hash of the hub's name
        ("town", np.int16),
        ("opens", np.int16),  # month of opening, 0 = first month of the run; NOT_PLANNED where an operator decides
        ("enters", np.uint8),  # 1 if an operator opens it when it looks viable
        ("age", np.int16),  # months it has been open when found open, else 0
        ("agreed_until", np.int16),  # first month after the period agreed for its place; NOT_PLANNED for none
        ("sells", np.uint8),  # bits by names.PLANS: plans on sale
        ("operator", np.int8),  # names.OPERATORS
        ("specialisation", np.int8),  # names.FIELDS, -1 for none
        ("desks", np.float64),
        ("offices", np.float64),
        ("m2_desk", np.float64),  # gross area of each desk
        ("m2_office", np.float64),  # and of each office
        ("price_day", np.float64),  # EUR
        ("price_flex", np.float64),  # EUR/month
        ("price_fixed", np.float64),  # EUR/month
        ("price_office", np.float64),  # EUR/month
        ("rent_eur_m2", np.float64),  # EUR/month
        ("utilities_eur_m2", np.float64),  # EUR/month
        ("host_fte", np.float64),
        ("host_cost_eur", np.float64),  # EUR/month full time
        ("events", np.float64),  # a month
        ("works_eur", np.float64),
        ("opening_cash_eur", np.float64),
        ("credit_eur", np.float64),
        ("attraction", np.float64),  # logit: what its operator, host and rooms are like
        ("wage_paid", np.float64),  # share of the host's wage the hub pays itself
        ("patience", np.float64),  # multiple of the ordinary patience with losses
        ("cross_subsidy", np.float64),  # share of a month's deficit the owner covers
        ("required_return", np.float64),  # net result over fixed cost at which it expands
        ("founders", np.float64),  # independents in a founding group
        ("called", np.float64),  # how many times as many as ordinarily have heard of it at opening
        ("members_flex", np.float64),  # of a hub found open
        ("members_fixed", np.float64),
        ("offices_let", np.float64),  # offices let at opening, an input
        ("may_expand", np.uint8),
        ("may_downsize", np.uint8),
        ("anchor_people", np.float64),  # employees in reach who work for the anchor
    ],
    align=True,
)


# What is planned for a hub from a month on; one row a phase. nan: as it is.
PHASE = np.dtype(
    [
        ("hub", np.int16),
        ("month", np.int16),
        ("desks", np.float64),
        ("offices", np.float64),
        ("rent_eur_m2", np.float64),  # EUR/month
        ("works_eur", np.float64),  # done in that month
    ],
    align=True,
)


class Instruments(NamedTuple):
    """Instruments and shocks, in the order of the scenario, and whom each concerns. Read-only."""

    row: np.recarray  # compile_instruments.INSTRUMENT
    hubs: np.ndarray  # uint8[instruments, hubs]: 1 where it applies
    kinds: np.ndarray  # uint8[instruments, 3]: eligible kinds
    fields: np.ndarray  # uint8[instruments, 8]: eligible fields
    ages: np.ndarray  # uint8[instruments, 3]: eligible age bands
    plans: np.ndarray  # uint8[instruments, 5]: plans a voucher pays towards


NOT_PLANNED = 30_000  # a month no run reaches
NEVER = 1_000_000_000  # a month beyond all others
DRAWN_BYTES = 40  # an agent, of what the first draws of a run leave in columns, demand for advice included; a pair takes 8 more


# What changes about a person or firm; one row an agent. The order of fields matters to speed alone: what a choice asks comes first and
# fills one line of the processor's cache, the rest another.
AGENT_STATE = np.dtype(
    [
        ("hub", np.int16),  # hub used, -1 outside
        ("plan", np.int8),  # names.PLANS
        ("waiting", np.int8),  # plan waited for, 0 if none
        ("waiting_hub", np.int16),
        ("job_epoch", np.uint8),  # 1 if the next renewal is a change of job
        ("evaluate", np.uint8),  # 1 to choose this month
        ("epoch", np.int32),  # renewals of taste so far
        ("next_epoch", np.int32),  # month of the next renewal
        ("generation", np.int32),  # occupants the slot has had, so newcomers have their own tastes
        ("collaborations", np.int32),  # active ones
        ("resident", np.uint8),  # 1 present, 0 left (persons) or closed (firms)
        ("advised", np.uint8),  # 1 once the advisory desk was attended, 2 with the second hour
        ("voucher_used", np.uint8),  # 1 once a voucher was held
        ("was_member", np.uint8),  # 1 if the present occupant was ever a member
        ("voucher", np.int16),  # instrument whose voucher is held, -1 none
        ("voucher_left", np.int16),  # months left on it
        ("voucher_eur", np.float64),  # EUR a month it pays
        ("joined", np.int16),  # month of joining the present hub
        ("arrived", np.int16),  # month the present occupant took the slot
        ("client_hub", np.int16),  # hub whose community a firm is a client of, -1 none
        ("need", np.int8),  # field a firm lacks now, -1 none
        ("at_event", np.uint8),  # attended an event this month
        ("days", np.float64),  # days in the hub this month
        ("consent", np.uint8),  # 1 if the employer lets the employee work in a hub, until the next renewal
        ("was_user", np.uint8),  # 1 if the present occupant ever used a hub
        ("bound", np.int16),  # month until which a fixed desk or an office cannot be given up
        ("ends", np.int32),  # month in which a plan given notice of ends; NEVER without notice
        ("need_count", np.int32),  # needs so far
        ("moves", np.int32),  # times the slot was taken again
        ("leave_at", np.float64),  # month of leaving, put off by ties to a hub
        ("leaving", np.float64),  # logit of the monthly hazard of leaving without ties to a hub
        ("held", np.int16),  # last month in which ties put it off
        ("counted", np.int16),  # last month the agent's uplift was summed
        ("anchor", np.int16),  # hub whose anchor the agent works for, -1 none
        ("new_collaboration", np.uint8),  # 1 once a collaboration was made in the first 12 months of membership
        ("uplift", np.float64),  # share of income or revenue added by collaborations
        ("absorption", np.float64),  # absorptive capacity, 1 for a beginner
        ("advice_at", np.float64),  # integrated demand at which a firm asks for advice
        ("member_months", np.int32),  # months as a member so far
        ("subsidised_months", np.int32),  # of which with a voucher
    ],
    align=True,
)


# Bits of `Due.tied`; the highest says whether the others matter to anybody.
USES_A_HUB, HAS_A_NEED, IS_CLIENT, KNOWS_A_HUB = 1, 2, 4, 8

PERSONS, VACANT, FIRMS = codes(3)  # columns of `Due.present`


class Due(NamedTuple):
    """When something next happens to an agent, and who has ties: the only columns of agents that are scanned every month."""

    move: np.ndarray  # int32: month of leaving (closing), or of the vacant slot being taken again
    need: np.ndarray  # int32: month a need appears, or the open one is met elsewhere or given up; never, for persons
    choose: np.ndarray  # int32: month before which there is nothing to choose or to wait for; never, for who knows no hub
    advice: np.ndarray  # float64: integrated demand at which a firm of its size asks for advice; infinite for who will not
    tied: np.ndarray  # uint8: USES_A_HUB, HAS_A_NEED, IS_CLIENT, KNOWS_A_HUB
    present: np.ndarray  # int64[towns, 3]: PERSONS present, places VACANT, FIRMS alive


# What an agent who does not know a hub has to remember of it lies where another has what it thinks of it.
PAIR_STATE = np.dtype(
    {
        "names": ["clock", "taste", "told", "remembered", "spell", "peers"],
        "formats": [np.float64, np.float64, np.float32, np.float32, np.int16, np.int16],
        "offsets": [0, 0, 8, 8, 12, 14],
    }
    # clock: integrated hazard of the hub at which it is heard of; taste: lasting, for coworking and for this hub, drawn on hearing of it
    # told: by how much contacts have lowered the clock; remembered: months of memory left while a contact is a member, maybe infinite
    # spell: spells of awareness so far; peers: contacts who are members of the hub
)


class PairState(NamedTuple):
    """What an agent knows of a hub within reach: one row a pair of `Reach`, and beside it what is asked alone."""

    due: np.ndarray  # int16: who knows it forgets it then, another hears of it no sooner
    aware: np.ndarray  # uint8
    channel: np.ndarray  # uint8: names.CHANNELS, how the agent last came to know the hub
    row: np.recarray  # PAIR_STATE


# What changes about a hub; one row a hub.
HUB_STATE = np.dtype(
    [
        ("state", np.int8),  # names.HUB_STATES
        ("reason", np.int8),  # names.REASONS
        ("changed", np.int16),  # month of closing or first downsizing, -1
        ("opened", np.int16),  # month it opened, -1 before
        ("desks", np.float64),
        ("offices", np.float64),
        ("planned_desks", np.float64),  # at opening, or by the latest phase
        ("m2", np.float64),  # area paid for
        ("rent_eur_m2", np.float64),  # EUR/month, at opening or by the latest phase
        ("rooms_worth", np.float64),  # logit: what works done since the opening add
        ("host_fte", np.float64),  # paid by the hub
        ("cash", np.float64),  # EUR
        ("loan", np.float64),  # EUR still owed
        ("instalment", np.float64),  # EUR/month
        ("hazard", np.float64),  # integrated hazard of hearing of the hub
        ("loudest", np.float64),  # the most it is thought to rise by in a month
        ("use", np.float64),  # seats in use over the desks offered, at the end of last month
        ("heads", np.float64),  # n_h, with occasional users weighed
        ("community", np.float64),  # g(n_h), what a community of that size (and of what a network adds) is worth this month
        ("members", np.float64),
        ("flex", np.float64),
        ("fixed", np.float64),
        ("tenants", np.float64),  # firms in offices
        ("rooms_let", np.float64),  # their offices
        ("clients", np.float64),  # firms, when the roster was last made
        ("occasional", np.float64),
        ("seats", np.float64),  # desk capacity in use
        ("anchor_desks", np.float64),  # desks held by a public tenant
        ("quality", np.float64),  # q_h offered this month
        ("host_now", np.float64),  # full-time equivalents present this month
        ("events_now", np.float64),
        ("rent_factor", np.float64),  # shocks to rent
        ("relief", np.float64),  # share of rent relieved this month
        ("wage_support", np.float64),  # share of the host's wage paid by others this month
        ("promotion", np.float64),  # ordinary promotion and campaigns, 1 without campaigns
        ("closure", np.float64),  # share of presence lost to a lockdown
        ("appeal", np.float64),  # shift of everyone's utility by instruments and shocks
        ("appeal_employee", np.float64),  # further shift of employees' utility
        ("changed_appeal", np.float64),  # change of `appeal` this month
        ("changed_appeal_employee", np.float64),
        ("subsidy", np.float64),  # EUR received in cash this month
        ("bridge", np.float64),  # EUR of grant awaited, lent by a bank
        ("waiting", np.float64),  # agents waiting for a place
        ("aware", np.float64),  # agents who know the hub
        ("aware_firms", np.float64),
        ("joins", np.float64),  # this month
        ("leaves_flex", np.float64),  # this month
        ("leaves_fixed", np.float64),  # this month, offices included
        ("leaves_employees", np.float64),  # this month
        ("moved_in", np.float64),  # members who came from another hub this month
        ("others", np.float64),  # heads of the other hubs of its networks, as far as a pass makes them one's own
        ("partner", np.float64),  # chance a month that a need is met by a partner hub in the metropolis
        ("introductions", np.float64),  # by the matching platform this month
        ("low_months", np.int32),  # months in a row of low use
        ("high_months", np.int32),
        ("downsizings", np.int32),
        ("notice", np.float64),  # EUR a month still due on space given up
        ("notice_left", np.int32),  # months over which it is due
        ("price_level", np.float64),  # prices now over those it opened with
        ("review_offset", np.int32),  # months by which the operator's reviews stand apart from whole years
        ("poor_reviews", np.float64),  # reviews in a row at which it lost without growth, the end of support as it counts
        ("ends", np.int32),  # month in which it ends for other reasons than money
    ],
    align=True,
)


class InstrumentState(NamedTuple):
    """Public money: one row an instrument."""

    spent: np.ndarray  # float64, EUR committed so far
    due: np.ndarray  # float64[instruments, hubs, months]: payments to hubs by month of payment
    exposure: np.ndarray  # float64: integrated demand for advice so far
    referral: np.ndarray  # float64[hubs, hubs]: how much members of one speak of another, relative to their own hub, this month
    joint: np.ndarray  # float64[hubs, hubs]: share of their events that two hubs hold together, this month


class Derived(NamedTuple):
    """What follows from the parameters alone, computed once a run."""

    distance: np.ndarray  # float64[8, 8]: cosine distance of the skills of two fields
    best_match: np.ndarray  # float64[8]: the best any two, one of this field, can fit
    lasting: float  # weight of the part of taste that lasts
    renewed: float  # weight of the part that is renewed
    any_hub: float  # weight of taste for working in any hub, against outside
    one_hub: float  # weight of taste for one hub beyond that
    granted: np.ndarray  # float64[8]: weight of a minute of travel for who comes on all days granted, by remote days a week
    no_renewal: float  # logarithm of the chance of a month without a renewal of taste
    no_forgetting: float  # without forgetting a hub
    no_refill: float  # without a vacant place being taken
    no_outcome: float  # without an open need being met elsewhere or given up
    leaving: float  # logit of the monthly hazard of leaving of an ordinary person
    closing: np.ndarray  # float64[4]: of closing of firms, by size


LINK = np.dtype(
    [
        ("a", np.int32),  # agent, the lower row
        ("b", np.int32),
        ("hub", np.int16),  # where they met
        ("start", np.int16),
        ("end", np.int32),  # first month no longer active
        ("next_a", np.int32),  # previous collaboration of a, -1
        ("next_b", np.int32),  # previous collaboration of b, -1
    ],
    align=True,
)


MADE, ACTIVE, OVERFLOW = codes(3)  # positions in `Links.counts`


class Links(NamedTuple):
    """Collaborations ever made: `counts[MADE]` rows are in use, the first `counts[ACTIVE]` of `active` are alive."""

    row: np.recarray  # LINK
    head: np.ndarray  # int32[agents]: latest collaboration of each agent, -1
    active: np.ndarray  # int32: rows that are alive
    counts: np.ndarray  # int64[3]: at MADE, ACTIVE and OVERFLOW (1 if the arrays were too small)


class Town(NamedTuple):
    """The whole state of a run, handed from kernel to kernel as one: who there is, what is decided, and all that changes."""

    seed: np.uint64  # of the world: the key of every draw
    parameters: np.recarray  # one row: `Parameters.record`
    derived: Derived
    people: np.recarray  # PERSON
    wage_gap: np.ndarray  # float64[towns]: of the metropolis over the town, relative
    other_places: np.ndarray  # float64[towns]: hubs and other places of work already there
    ties: Ties
    specs: np.recarray  # HUB_SPEC
    phases: np.recarray  # PHASE
    instruments: Instruments
    public: InstrumentState
    agents: np.recarray  # AGENT_STATE
    due: Due
    pairs: PairState
    hubs: np.recarray  # HUB_STATE
    links: Links
    record: Record
