"""The parameter catalogue: every number of the model once, with unit, range, prior, evidence and source.

Codes in `source` (F1, [D19], [IE] ...) are listed in `docs/evidence.md`. 'study' means the exploratory fit of about 9,000
parameter sets from which the behavioural defaults start; they are a start to calibrate from, not estimates. Kernels read
one record (`Parameters.record()`), so a submodel never holds a number of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import numpy as np

from model.catalogue import Evidence, Parameter, Prior, Table
from model.names import AGE_BANDS, FIELDS, FIRM_SIZES, KINDS, OPERATORS, STARTS

_STUDY = "exploratory fit to F1-F4, F15, F16"


def _p(name: str, symbol: str, unit: str, default: float, low: float, high: float, evidence: Evidence, source: str,
       section: str, meaning: str, *, prior: Prior | None = None, hard_low: float = 0.0, hard_high: float = float("inf")) -> Parameter:
    return Parameter(name, symbol, unit, default, low, high, evidence, source, section, meaning, prior or Prior(), hard_low, hard_high)


_ANY = float("-inf")
_FIXED = Prior("fixed")

_AWARENESS = [
    _p("awareness_promotion", "p_m", "1/month", 0.006, 0.002, 0.015, "expert", _STUDY + "; F24, F25", "awareness",
       "Chance a month that an unaware person hears of a hub from ordinary promotion.", hard_high=1),
    _p("awareness_event", "p_e", "1/(event·month)", 0.0005, 0.0, 0.002, "assumed", _STUDY, "awareness",
       "Added chance a month of hearing of a hub for each public event it holds.", hard_high=1),
    _p("awareness_word_of_mouth", "q_w", "1/(member contact·month)", 0.08, 0.01, 0.10, "expert", "F24; [ALL]", "awareness",
       "Chance a month that one contact who is a member tells an unaware person of the hub.", hard_high=1),
    _p("occasional_voice", "", "share", 0.3, 0.0, 1.0, "assumed", "weight of occasional users in n_h, model protocol", "awareness",
       "How much an occasional user speaks of the hub, and counts for community, relative to a member.", prior=_FIXED, hard_high=1),
    _p("forgetting", "f", "1/month", 0.014, 0.01, 0.02, "expert", _STUDY, "awareness",
       "Chance a month of forgetting a hub, for who has no member among the contacts.", hard_high=1),
    _p("aware_at_opening", "a_0", "share", 0.06, 0.02, 0.15, "survey", "[IE] 20 % aware of a mature network; " + _STUDY, "awareness",
       "Share of the catchment that has heard of a hub when it opens.", hard_high=1),
    _p("distance_fade", "", "1/min", 0.05, 0.0, 0.2, "assumed", "no survey by distance found; with beta_t the fall of 0.10 from [DTT]; F15, F25", "awareness",
       "How fast hearing of a hub from its promotion, and turning to it as a client, fall with each minute beyond the near ones.", hard_high=1),
    _p("near_min", "", "min", 10.0, 5.0, 15.0, "assumed", "a little more than the minutes before any road is travelled", "awareness",
       "Minutes up to which distance does not weaken news of a hub.", prior=_FIXED),
]

_CHOICE = [
    _p("evaluation_rate", "ρ", "1/month", 0.13, 0.06, 0.18, "expert", _STUDY, "choice",
       "Chance a month that a person reconsiders where to work.", hard_high=1),
    _p("job_change", "", "1/month", 0.012, 0.003, 0.02, "expert", _STUDY, "choice",
       "Chance a month of a change of job or main client, after which habit does not bind.", hard_high=1),
    _p("habit", "κ", "logit", 2.1, 0.0, 3.5, "assumed", "cause named in article A; 0 stays possible; " + _STUDY, "choice",
       "Mean cost of leaving the present way of working (each person has a multiple of mean 1); zero means no habit.",
       prior=Prior("uniform", 0.25)),
    _p("habit_firm", "", "ratio", 1.3, 1.0, 2.0, "assumed", "model protocol", "choice",
       "Habit of firms relative to persons.", prior=_FIXED),
    _p("habit_plan_change", "", "ratio", 0.3, 0.0, 1.0, "assumed", "model protocol", "choice",
       "Habit that binds a change of plan inside the hub, relative to joining or leaving.", prior=_FIXED, hard_high=1),
    _p("habit_hub_change", "", "ratio", 0.3, 0.0, 1.0, "assumed", "one way of working stays the same", "choice",
       "Habit that binds a change from one hub to another, relative to joining or leaving.", prior=_FIXED, hard_high=1),
    _p("other_places_100k", "", "places", 3.0, 0.0, 6.0, "survey", "[S30]: 300 hubs in Italy in 2016, 8 in Bergamo, 4 in Brescia, 2 in Cremona; more since", "choice",
       "Hubs and other places of work already there in a town of 100,000 residents; 0 for none anywhere."),
    _p("other_places_growth", "", "exponent", 1.5, 1.0, 2.0, "survey", "[S30]; [ICS] 31 % of the stock in towns below 50,000, with two thirds of the people", "choice",
       "How the number of other places grows with the residents of a town.", prior=_FIXED),
    _p("alpha", "α", "logit", -1.8, -3.2, -0.4, "expert", _STUDY, "choice",
       "Utility of a desk in a hub, all else zero, against home or own office.", hard_low=_ANY),
    _p("plan_occasional", "a_occ", "logit", -1.3, -2.0, -0.5, "expert", _STUDY, "choice",
       "Utility of day passes relative to the flex plan.", hard_low=_ANY),
    _p("plan_fixed", "a_fix", "logit", 0.4, -1.0, 1.5, "assumed", _STUDY + "; to 0.5, 3 % of draws had the third of F23 on fixed desks", "choice",
       "Utility of a fixed desk relative to the flex plan.", hard_low=_ANY),
    _p("plan_office", "a_off", "logit", -0.3, -4.0, 0.0, "assumed", "not identified; at -2.2 no office is let, against a quarter of revenue [D19]", "choice",
       "Utility of an office for a firm relative to a flex desk for a person.", hard_low=_ANY),
    _p("beta_c", "β_c", "logit/(share of income)", 13.0, 4.0, 20.0, "expert", _STUDY, "choice",
       "Weight of the price as a share of monthly income."),
    _p("beta_t", "β_t", "logit/min at 8 days", 0.05, 0.02, 0.10, "survey", "D from [DTT], [DRU], less what distance_fade takes; F15", "choice",
       "Weight of a minute of travel, one way, for someone who comes 8 days a month."),
    _p("travel_days_exponent", "δ", "exponent", 0.4, 0.0, 1.0, "assumed", _STUDY, "choice",
       "How travel weighs with days attended: (days/8)^δ.", hard_high=1),
    _p("days_fade", "", "1/min", 0.02, 0.0, 0.05, "assumed", "no survey found; [DRU]", "choice",
       "How fast the days wanted in a hub fall with each minute of the way to it.", prior=_FIXED),
    _p("home_push", "", "logit", 0.8, 0.0, 2.0, "assumed", "A18: 58 % of new coworkers come from a home office", "choice",
       "Wish to leave home of who needs a room on every day (and to stay of who needs none)."),
    _p("own_room_value", "", "logit", 1.0, 0.0, 2.0, "assumed", "who pays for a room thinks it worth about its rent", "choice",
       "What a room of one's own is worth beyond a place in a hub.", prior=_FIXED),
    _p("consent", "", "share", 0.2, 0.1, 1.0, "survey", "A15: 40 % of managers sceptical, 58 % fear for data; F16", "choice",
       "Share of the time an employer lets a remote-capable employee work in a hub; decided anew at each renewal.", hard_high=1),
    _p("term_fixed", "", "months", 3.0, 0.0, 12.0, "assumed", "usual contracts", "choice",
       "Months for which a fixed desk is taken.", prior=_FIXED, hard_high=120),
    _p("term_office", "", "months", 12.0, 0.0, 36.0, "assumed", "usual contracts", "choice",
       "Months for which an office is taken.", prior=_FIXED, hard_high=120),
    _p("notice_months", "", "months", 1.0, 0.0, 6.0, "assumed", "usual contracts", "choice",
       "Months between notice and the end of a fixed desk or an office.", prior=_FIXED, hard_high=60),
    _p("beta_n", "β_n", "logit", 0.5, 0.0, 2.5, "expert", "R1, R2: at 1.5 hubs of like towns are empty or full; 0 fits too", "choice",
       "Value of a full community g(n) = 1; zero means no network effect.", prior=Prior("uniform", 0.25)),
    _p("n50", "n_50", "heads", 17.5, 15.0, 20.0, "assumed", "evidence §2.3", "choice",
       "Members at which the community is worth half of its full value.", hard_low=0.1),
    _p("theta", "θ", "exponent", 2.0, 2.0, 2.0, "assumed", "evidence §2.3", "choice",
       "Steepness of the value of community.", prior=_FIXED, hard_low=0.1),
    _p("beta_q", "β_q", "logit", 0.7, 0.2, 1.5, "expert", _STUDY, "choice",
       "Value of a hub with a full-time host and two events a month."),
    _p("beta_f", "β_f", "logit", 0.8, 0.0, 2.0, "assumed", "F6", "choice",
       "Value of full fit: a hub specialised in one's own field."),
    _p("misfit", "", "share", 0.5, 0.0, 1.0, "assumed", "[ROC]: neither too much nor too little diversity", "choice",
       "Fit lost, as a share of β_f, by a person of another field in a specialised hub.", hard_high=1),
    _p("beta_s", "β_s", "logit", 2.0, 0.0, 3.0, "assumed", "F24; [ALL]", "choice",
       "Pull of having at least one contact who is a member."),
    _p("beta_k", "β_k", "logit/collaboration", 0.25, 0.0, 0.5, "assumed", _STUDY, "choice",
       "Value of each active collaboration, up to three, in the hub where the latest began."),
    _p("collaborations_valued", "", "collaborations", 3.0, 3.0, 3.0, "assumed", "model protocol", "choice",
       "Collaborations beyond which more add no utility.", prior=_FIXED),
    _p("hub_appeal_spread", "", "logit", 0.4, 0.0, 1.2, "assumed", "R1, R2: 4 to 30 persons in hubs of like towns", "choice",
       "Spread between hubs of what operator, host and rooms are like (standard deviation)."),
    _p("crowding", "γ", "logit", 33.0, 10.0, 60.0, "assumed", _STUDY, "choice",
       "Disutility of the square of use above the comfortable level."),
    _p("crowding_from", "", "share of desks", 0.85, 0.85, 0.85, "assumed", "evidence §2.3", "choice",
       "Use of desks above which a hub feels crowded.", prior=_FIXED),
    _p("host_quality", "", "share", 0.6, 0.6, 0.6, "assumed", "model protocol; [PAR]", "choice",
       "Share of a hub's quality due to its host (the rest: events).", prior=_FIXED, hard_high=1),
    _p("events_full", "", "events/month", 2.0, 2.0, 2.0, "assumed", "model protocol; F7", "choice",
       "Events a month beyond which more add no quality and no encounters.", prior=_FIXED, hard_low=0.1),
    _p("taste_persistence", "ω", "share", 0.5, 0.0, 0.7, "expert", _STUDY + " gave 0.35; lowered for F16", "choice",
       "Share of the variance of taste that lasts; the rest is renewed at each reconsideration.", hard_high=1),
    _p("hub_nest", "ν", "share", 0.7, 0.5, 0.9, "assumed", "nested choice: hubs inside 'any hub'", "choice",
       "Share of the variance of taste common to all hubs, so that one more hub creates less demand than in a plain logit.", prior=_FIXED, hard_high=1),
    _p("plan_nest", "μ_p", "logit", 0.3, 0.1, 0.3, "assumed", "model protocol", "choice",
       "Scale of the taste for one plan against another inside a hub.", hard_high=1),
    _p("attention_scale", "", "logit", 0.5, 0.1, 2.0, "assumed", "ADR 0004", "choice",
       "Change of offered utility noticed by 63 % of those it concerns; a change of zero is never noticed.",
       prior=_FIXED, hard_low=1e-6),
    _p("seat_flex", "", "desks", 0.5, 0.4, 0.55, "survey", "recalled practitioner rule: 1.8-4 flex members a desk; R8, F23: at most 2 a desk", "choice",
       "Desk capacity taken by a flex member.", hard_high=1),
    _p("seat_occasional", "", "desks", 3 / 22, 3 / 22, 3 / 22, "assumed", "3 days of 22", "choice",
       "Desk capacity taken by an occasional user.", prior=_FIXED, hard_high=1),
    _p("occasional_share", "", "share of desks", 0.15, 0.05, 0.3, "assumed", "model protocol", "choice",
       "Largest share of desks a hub leaves to occasional users.",
       prior=_FIXED, hard_high=1),
    _p("office_staff", "", "staff/office", 4.0, 2.0, 6.0, "assumed", "an office of 18 m² holds two to four desks, not all of them every day", "choice",
       "People of a firm who share one office of a hub; a larger firm takes several.", prior=_FIXED, hard_low=0.1),
    _p("lockdown_appeal", "", "logit", 2.0, 1.0, 4.0, "assumed", "a desk one may not use", "choice",
       "Utility of a hub lost in a full lockdown.", prior=_FIXED),
    _p("founders_spread", "", "log sd", 0.5, 0.0, 1.0, "assumed", "R2, R3: founding groups of 0 to 20 at like hubs", "choice",
       "Spread of the founding group between hubs whose file states none."),
    _p("founders", "n_0", "persons", 8.0, 3.0, 15.0, "survey", "R1, R3: 4 to 20 in the first months at hubs that a group began", "choice",
       "Independents in a founding group, where the file states none: those whom the hub suits best.", hard_high=200),
    _p("call_reach", "", "ratio", 2.0, 1.0, 4.0, "assumed", "R3: full within months after a call, years without; no count of who heard", "choice",
       "How many times as many have heard of a hub by its opening when its operator calls for members first.", hard_low=1),
    _p("rooms_value", "", "logit", 0.3, 0.0, 1.0, "assumed", "no before-and-after study of renewed rooms found", "choice",
       "Worth added by works in an open hub as large as the catalogue's for a whole small one."),
]

_PRESENCE = [
    _p("days_flex", "", "days/month", 8.0, 5.0, 12.0, "assumed", "usual tariffs: 8 to 10 entries", "presence",
       "Days a month that the flex plan includes; further ones cost a day pass each.", prior=_FIXED, hard_low=1, hard_high=22),
    _p("days_office", "", "days/month", 20.0, 16.0, 22.0, "assumed", "model protocol", "presence",
       "Days attended a month by an office tenant.", prior=_FIXED, hard_high=22),
    _p("days_client", "", "days/month", 1.0, 0.5, 2.0, "assumed", "model protocol", "presence",
       "Days a month a client firm spends in the hub.", prior=_FIXED, hard_high=22),
    _p("working_days", "", "days/month", 22.0, 22.0, 22.0, "measured", "calendar", "presence",
       "Working days of a month.", prior=_FIXED, hard_low=1, hard_high=31),
    _p("days_away_in_lockdown", "", "share", 1.0, 0.0, 1.0, "assumed", "closure by decree", "presence",
       "Share of presence and events lost in a full lockdown.",
       prior=_FIXED, hard_high=1),
    _p("event_attendance", "", "1/month", 0.45, 0.2, 0.7, "assumed", "[EMP]: employees attend fewer", "presence",
       "Chance a month that a member of mean openness attends an event when there is one a month.", hard_high=1),
    _p("event_attendance_employee", "", "ratio", 0.7, 0.4, 1.0, "survey", "[EMP]", "presence",
       "Event attendance of employees relative to independents.",
       prior=_FIXED, hard_high=1),
]

_ENCOUNTERS = [
    _p("encounter_rate", "λ_0", "1/month", 0.042, 0.04, 0.07, "expert", _STUDY + " gave 0.055; lowered for F3 with firms present", "encounters",
       "Hazard a month of a new collaboration for a pair always present, well matched and alone."),
    _p("attention_span", "n_att", "heads", 3.5, 1.0, 6.0, "survey", "[ALL] 1-6 people spoken to in a day; in the range by F3", "encounters",
       "Heads present on a day, or at an event, beyond which attention, not company, is scarce.",
       hard_low=0.1),
    _p("host_effect", "a_host", "ratio", 0.6, 0.2, 1.0, "expert", "[PAR]; " + _STUDY, "encounters",
       "How much a full-time host raises encounters."),
    _p("event_effect", "a_ev", "exposure", 0.2, 0.05, 0.3, "survey", "[BOU] one session of 90 minutes × 1.75; in the range by F7", "encounters",
       "Exposure added to a pair alone at an event both attend, or introduced to one another by a platform."),
    _p("optimal_distance", "c*", "cosine distance", 0.5, 0.3, 0.6, "survey", "[NOO], [ROC]", "encounters",
       "Distance of skills at which a pair has most to gain.", hard_high=1),
    _p("distance_tolerance", "σ", "cosine distance", 0.2, 0.15, 0.5, "assumed", "[NOO], [ROC]", "encounters",
       "How fast the gain falls away from the best distance.",
       prior=_FIXED, hard_low=0.01),
    _p("trust_effect", "τ", "ratio", 0.5, 0.0, 1.0, "assumed", "[CAI]; repeat more likely than first", "encounters",
       "How much a past collaboration or being contacts raises the chance of one.", prior=_FIXED),
    _p("link_decay", "", "1/month", 0.04, 0.03, 0.05, "expert", "[CAT]; model protocol", "encounters",
       "Chance a month that a collaboration ends, inside or outside the hub.", hard_low=1e-4, hard_high=1),
    _p("need_rate", "", "1/month", 0.02, 0.005, 0.05, "assumed", "no survey found", "encounters",
       "New needs a month of a firm with 3-9 staff and mean digital maturity.", hard_high=1),
    _p("need_met_outside", "", "1/month", 0.06, 0.02, 0.15, "assumed", "no survey found", "encounters",
       "Chance a month that an open need is met by a supplier in the metropolis.", hard_high=1),
    _p("need_lapses", "", "1/month", 0.04, 0.01, 0.1, "assumed", "no survey found", "encounters",
       "Chance a month that an open need is given up.", hard_high=1),
    _p("client_rate", "", "1/month", 0.02, 0.005, 0.08, "assumed", "no survey found", "encounters",
       "Chance a month that an aware firm with an open need turns to a hub of full quality.", hard_high=1),
    _p("client_lapses", "", "1/month", 0.08, 0.03, 0.2, "assumed", "no survey found", "encounters",
       "Chance a month that a client with no open need drifts away.", prior=_FIXED, hard_high=1),
    _p("client_load", "", "heads/client", 0.33, 0.15, 1.0, "assumed", "no counts of client firms by hub found: about three a head", "encounters",
       "Heads a community takes to keep up with one client firm; 0 for no bound.", prior=Prior("loguniform")),
    _p("need_match", "", "ratio", 2.0, 1.0, 4.0, "survey", "[NES] + 84 % new partners", "encounters",
       "Complementarity of a firm with an open need and someone who can meet it.", prior=_FIXED),
]

_SPILLOVERS = [
    _p("spillover", "r", "share of income", 0.03, 0.0, 0.06, "survey", "bracket of [CAI] and [NES]", "spillovers",
       "Income or revenue added by a fresh collaboration; zero means no spillover.", prior=Prior("uniform", 0.25), hard_high=1),
    _p("spillover_fade", "T", "months", 12.0, 6.0, 18.0, "survey", "[NES]", "spillovers",
       "Months over which the gain of a collaboration fades to 37 %.", hard_low=0.1),
    _p("spillover_cap", "", "share of income", 0.15, 0.15, 0.15, "assumed", "evidence §2.7", "spillovers",
       "Largest gain from all collaborations together.", prior=_FIXED, hard_high=1),
    _p("learning", "η", "1/collaboration·month", 0.005, 0.0, 0.02, "assumed", "Cohen and Levinthal 1990, recalled", "spillovers",
       "Monthly growth of absorptive capacity with a collaboration.", hard_high=1),
    _p("absorption_max", "", "ratio", 1.5, 1.0, 2.0, "assumed", "Cohen and Levinthal 1990, recalled", "spillovers",
       "Ceiling of absorptive capacity relative to a beginner.",
       prior=_FIXED, hard_low=1),
]

_LEDGER = [
    _p("price_day_eur", "", "EUR/day", 15.0, 8.0, 25.0, "survey", "[LIV], [TOR]", "hub", "Price of a day pass.", prior=_FIXED),
    _p("price_flex_eur", "", "EUR/month", 100.0, 50.0, 150.0, "assumed", "about half of a fixed desk", "hub",
       "Price of the flex plan.", prior=_FIXED),
    _p("price_fixed_eur", "", "EUR/month", 190.0, 120.0, 270.0, "survey", "[PRI]", "hub", "Price of a fixed desk.", prior=_FIXED),
    _p("price_office_eur", "", "EUR/month", 320.0, 200.0, 500.0, "assumed", "18 m² at 1.9 times rent and running cost", "hub",
       "Rent of one office of the hub.", prior=_FIXED),
    _p("m2_per_desk", "", "m²", 12.0, 5.0, 20.0, "survey", "[LIV], [CMX], [PRI]", "hub", "Gross area for each desk.", prior=_FIXED, hard_low=1),
    _p("m2_per_office", "", "m²", 18.0, 12.0, 30.0, "assumed", "two to four desks", "hub", "Gross area of an office.", prior=_FIXED, hard_low=1),
    _p("rent_eur_m2", "", "EUR/m²/month", 7.5, 4.0, 12.0, "survey", "[RENT] residential proxy", "hub", "Office rent in a provincial capital.", prior=_FIXED),
    _p("utilities_eur_m2", "", "EUR/m²/month", 2.0, 1.2, 3.0, "expert", "recalled business plans", "hub", "Energy, cleaning, network, insurance.", prior=_FIXED),
    _p("host_fte", "", "full-time equivalents", 0.5, 0.0, 2.0, "assumed", "usual in small hubs", "hub", "Hours of the host.", prior=_FIXED),
    _p("host_cost_eur", "", "EUR/month", 2600.0, 2100.0, 3200.0, "expert", "recalled contract levels", "hub", "Employer cost of a full-time host.", prior=_FIXED),
    _p("events_per_month", "", "events/month", 1.0, 0.0, 4.0, "assumed", "usual in small hubs", "hub", "Events a hub holds.", prior=_FIXED),
    _p("event_cost_eur", "", "EUR/event", 120.0, 50.0, 300.0, "assumed", "speaker and refreshments", "hub", "Out-of-pocket cost of an event.", prior=_FIXED),
    _p("variable_cost_eur", "", "EUR/(member·month)", 12.0, 5.0, 20.0, "assumed", "evidence §1.2", "hub", "Consumables and services for each member.", prior=_FIXED),
    _p("ancillary", "", "share of fees", 0.28, 0.1, 0.5, "survey", "[D19]; " + _STUDY, "hub", "Meeting rooms, events and services sold, over desk fees."),
    _p("opening_cash_months", "c", "months of fixed cost", 10.0, 4.0, 16.0, "expert", _STUDY + "; mean of hubs that differ", "hub", "Mean cash at opening over fixed monthly cost."),
    _p("opening_cash_spread", "", "log sd", 0.6, 0.0, 1.0, "assumed", "R2, R4: closures come late and spread; at 0.6 over five towns instead of one", "hub",
       "Spread of opening cash between hubs whose file states none."),
    _p("credit_months", "k", "months of fixed cost", 3.4, 1.0, 6.0, "expert", _STUDY, "hub", "Credit line over fixed monthly cost."),
    _p("operator_spread", "", "log sd", 0.4, 0.0, 0.8, "assumed", "R2: no file states what an operator is like", "hub",
       "Spread of credit, patience and required return between operators of one type.", prior=_FIXED),
    _p("market_spread", "", "log sd", 0.15, 0.0, 0.4, "survey", "A20: 99-300 EUR a month between networks; rents by district", "hub",
       "Spread of rent, and of fees, between hubs whose file states none.", prior=_FIXED),
    _p("owner_hosts", "", "share", 0.25, 0.0, 0.6, "assumed", "evidence §1.3: many owners live on another job", "hub",
       "Share of private owners who are the host themselves and take no wage, where the file states no cost of the host.", prior=_FIXED, hard_high=1),
    _p("works_eur", "", "EUR", 46500.0, 10000.0, 150000.0, "survey", "[D11], [D16]", "hub", "Works and furniture of a small hub.", prior=_FIXED),
    _p("works_own_share", "", "share", 0.5, 0.0, 1.0, "assumed", "own means besides a loan", "hub", "Share of the works, net of grants, paid with own means.", prior=_FIXED, hard_high=1),
    _p("loan_rate", "", "1/year", 0.045, 0.02, 0.08, "expert", "recalled bank terms", "hub", "Interest on the loan for the works.", prior=_FIXED),
    _p("loan_months", "", "months", 84.0, 48.0, 120.0, "expert", "recalled bank terms", "hub", "Length of the loan for the works.", prior=_FIXED, hard_low=1),
    _p("lease_notice_months", "", "months", 6.0, 3.0, 12.0, "measured", "law 392/1978, recalled", "hub", "Months of rent still due on space given up.", prior=_FIXED),
    _p("downsize_use", "u_dn", "share of desks", 0.60, 0.5, 0.75, "expert", _STUDY, "hub", "Use below which the operator considers downsizing.", hard_high=1),
    _p("downsize_months", "", "months", 3.0, 3.0, 3.0, "assumed", "model protocol", "hub", "Months of low use, and of net loss, before downsizing.", prior=_FIXED, hard_low=1, hard_high=12),
    _p("downsize_patience", "", "months", 12.0, 12.0, 12.0, "assumed", "model protocol", "hub", "Low months without growth that lead to downsizing, and months over which growth is looked for.", prior=_FIXED, hard_low=1, hard_high=120),
    _p("runway_longest", "", "months", 60.0, 60.0, 60.0, "assumed", "model protocol", "hub", "Longest runway told; a hub that loses nothing has it.", prior=_FIXED, hard_low=1),
    _p("downsize_target", "", "share of desks", 0.8, 0.8, 0.8, "assumed", "model protocol", "hub", "Use a downsized hub aims at.", prior=_FIXED, hard_low=0.1),
    _p("downsize_step", "", "ratio", 0.5, 0.5, 0.5, "assumed", "model protocol", "hub", "Part of the desks, and of the host, that one downsizing keeps at least (the host at most).", prior=_FIXED, hard_low=0.1, hard_high=1),
    _p("desks_min", "", "desks", 4.0, 4.0, 4.0, "assumed", "model protocol", "hub", "Fewest desks a hub keeps.", prior=_FIXED, hard_low=1),
    _p("host_kept", "", "share of income", 1.0, 0.0, 1.0, "assumed", "a hub without its host is another thing; 0: it goes first", "hub",
       "Share of what members pay up to which the host costs too little to be given up.", prior=_FIXED),
    _p("review_months", "", "months", 12.0, 6.0, 24.0, "expert", "yearly accounts; no closure in the first year (R4)", "hub",
       "Months between two looks of an operator at the hub as a whole; 1: every month.", prior=_FIXED, hard_low=1, hard_high=120),
    _p("wind_down_reviews", "", "reviews", 2.0, 1.0, 4.0, "expert", "closures at months 18 to 60, small sums lost (R4)", "hub",
       "Reviews in a row, losing without growth, after which a hub is wound down; 0: never.", hard_high=100),
    _p("end_counts", "", "reviews", 2.0, 0.0, 4.0, "expert", "closures come as an agreed period ends (R4), however faithful the members (R5)", "hub",
       "Poor reviews that losing without it counts for as support ends, grown or not; 0: as any review.", hard_high=100),
    _p("price_step", "", "share of price", 0.05, 0.0, 0.1, "assumed", "price is a weak brake (R7); no series of one hub's prices found", "hub",
       "Rise of all prices at a review of a full hub.", prior=Prior("uniform", 0.25), hard_high=1),
    _p("withdrawal", "", "share of cash", 0.5, 0.0, 1.0, "assumed", "most spaces are balanced rather than rich (A3)", "hub",
       "Part of the cash beyond `opening_cash_months`, and beyond what is to be spent, that the owner takes out at a review.", prior=_FIXED, hard_high=1),
    _p("plough_back", "", "share", 1.0, 0.0, 1.0, "assumed", "associations and public bodies keep no profit, half of third places balance (A3, [FTL]); F19",
       "hub", "Part of what a hub earns, and of its spare cash by the next review, that buys hours of its host.", prior=Prior("uniform", 0.25), hard_high=1),
    _p("renewal_rate", "", "1/year", 0.07, 0.0, 0.15, "assumed", "furniture lasts about ten years, works twenty", "hub",
       "Part of the first works renewed each year, out of what is earned.", prior=_FIXED, hard_high=1),
    _p("other_endings", "", "1/year", 0.025, 0.0, 0.05, "survey", "4.2 % of a stock close a year for all reasons (A7)", "hub",
       "Rate at which hubs end for other reasons than money.", hard_high=1),
    _p("grow_back", "", "ratio", 1.0, 0.0, 1.0, "assumed", "what was given up for want of users comes back with them", "hub",
       "Part of its first hours that the host has again as a downsized hub grows back; 0: it stays downsized.", prior=_FIXED, hard_high=1),
    _p("expand_use", "", "share of desks", 0.88, 0.8, 0.95, "assumed", "model protocol", "hub", "Use that leads to expansion.", prior=_FIXED),
    _p("expand_step", "", "share of desks", 0.25, 0.1, 0.5, "assumed", "model protocol", "hub", "Desks added by one expansion.", prior=_FIXED, hard_high=1),
    _p("expand_cost_eur", "", "EUR/desk", 1500.0, 500.0, 4000.0, "survey", "[BPV] furniture 500-1,000 a desk, plus works", "hub", "Works and furniture for one more desk.", prior=_FIXED),
    _p("expand_max", "", "ratio", 1.25, 1.0, 3.0, "assumed", "the building", "hub", "Largest size over the size at opening.", prior=_FIXED, hard_low=1),
]

_MOBILITY = [
    _p("leave_rate", "μ_0", "1/month", 0.001, 0.0003, 0.003, "survey", "[BES] net -8 per thousand a year, gross assumed", "mobility",
       "Chance a month of leaving for the metropolis with no pull and no tie.", hard_low=1e-9, hard_high=0.2),
    _p("leave_age", "", "logit", 0.9, 0.5, 1.3, "survey", "[YOU]", "mobility", "Greater readiness to leave of the youngest band (and less of the oldest).", prior=_FIXED),
    _p("leave_wage", "b_w", "logit/log ratio", 1.0, 0.0, 2.0, "assumed", "no estimate found", "mobility", "Pull of the metropolitan wage."),
    _p("leave_contacts", "b_s", "logit/10 contacts", 0.5, 0.0, 1.0, "assumed", "no estimate found", "mobility", "Hold of local contacts."),
    _p("leave_collaborations", "b_k", "logit/collaboration", 0.05, 0.0, 0.2, "assumed", "no estimate found", "mobility", "Hold of each active collaboration.", prior=Prior("uniform", 0.5)),
    _p("leave_member", "b_h", "logit", 0.1, 0.0, 0.35, "assumed", "no estimate found; 0 included", "mobility", "Hold of being a member of a hub.", prior=Prior("uniform", 0.5)),
    _p("vacancy_months", "", "months", 12.0, 6.0, 24.0, "assumed", "no estimate found", "mobility", "Mean months before a place left is taken again.", prior=_FIXED, hard_low=1),
    _p("return_share", "", "share", 0.25, 0.1, 0.4, "assumed", "[INA] stated far above actual", "mobility", "Share of vacancies filled by the person coming back.", prior=_FIXED, hard_high=1),
    _p("firm_death", "", "1/month", 0.006, 0.004, 0.008, "survey", "about 7 % a year of Italian firms, recalled", "mobility", "Chance a month that a firm of 1-2 staff closes.", hard_low=1e-9, hard_high=0.2),
    _p("home_use", "", "share", 0.6, 0.3, 0.9, "assumed", "no survey found", "mobility", "Remote days granted that are spent at home by who has no hub (the others are spent at the office).", prior=_FIXED, hard_high=1),
    _p("car_share", "", "share", 0.65, 0.5, 0.8, "expert", "recalled commuting census", "mobility", "Share of commuting minutes driven.", prior=_FIXED, hard_high=1),
    _p("car_km_per_minute", "", "km/min", 0.75, 0.5, 1.0, "assumed", "45 km/h door to door", "mobility", "Speed of a commuting car.", prior=_FIXED),
    _p("car_co2_kg_km", "", "kg/km", 0.16, 0.12, 0.2, "expert", "recalled fleet average", "mobility", "CO₂ of a car.", prior=_FIXED),
]

_ADVICE = [
    _p("advice_demand", "", "1/month", 0.004, 0.001, 0.01, "assumed", "article B: demand above expectations, no counts", "advice",
       "Chance a month that a firm of 1-2 staff asks for a session of the desk.", hard_high=1),
    _p("request_lapses", "", "months", 6.0, 2.0, 12.0, "assumed", "no figures on waiting lists found", "advice",
       "Months after which a request to the desk lapses if there was no session.", prior=_FIXED),
    _p("advice_awareness", "a_d", "share", 0.95, 0.5, 1.0, "expert", "article B", "advice", "Chance that a session makes the firm aware of the hub.", prior=_FIXED, hard_high=1),
    _p("advice_habit_cut", "", "share", 0.3, 0.0, 0.6, "assumed", "article B", "advice", "Share of habit removed by a session.", hard_high=1),
    _p("advice_second_hour", "", "share", 0.3, 0.1, 0.6, "assumed", "article B: optional", "advice", "Sessions followed by the optional hour, which reveals a need.", prior=_FIXED, hard_high=1),
    _p("advice_need", "", "share", 0.35, 0.1, 0.6, "assumed", "article B", "advice", "First sessions that reveal a need.", prior=_FIXED, hard_high=1),
    _p("advice_follow_on", "", "share", 0.12, 0.05, 0.25, "assumed", "article B, F12", "advice", "Advised firms that go on to grant calls.", prior=_FIXED, hard_high=1),
    _p("advice_trust", "", "ratio", 0.5, 0.0, 1.0, "assumed", "article B: shared problems gave trust", "advice", "Trust an advised firm brings to encounters.", prior=_FIXED, hard_high=1),
]

_CALLS = [
    _p("call_known", "", "share", 0.4, 0.1, 1.0, "assumed", "no count found; [IE]: 5,500 of 10,000 free days used", "calls",
       "Share of persons and firms who know of a call for vouchers; 1: everybody does.", prior=_FIXED, hard_high=1),
    _p("apply_effort", "", "EUR", 100.0, 0.0, 400.0, "assumed", "half a day of a professional's time, of mean and spread alike; no survey found", "calls",
       "Mean value of the time it takes to apply for a voucher; 0: none.", prior=_FIXED),
    _p("vat_life", "", "months", 144.0, 72.0, 240.0, "assumed", "4 to 5 million numbers of persons over about 350,000 opened a year, recalled", "calls",
       "Mean life of a VAT number, after which it is closed and another opened.", prior=_FIXED, hard_low=1),
]

_ENTRY = [
    _p("entry_flex", "", "share", 0.6, 0.3, 0.8, "assumed", "A10: a third and more take a fixed desk", "entry",
       "Share of members on flex, the others fixed, that an operator counts on.", prior=_FIXED, hard_high=1),
    _p("entry_review_months", "", "months", 6.0, 3.0, 12.0, "assumed", "two looks a year", "entry",
       "Months between two looks of an operator at a place it might open in.", prior=_FIXED),
    _p("entry_awareness", "", "share", 0.2, 0.1, 0.4, "survey", "[IE]: 20 % of remote workers know the network", "entry",
       "Share of the residents in reach that an operator expects to know its hub once it is established.", prior=_FIXED, hard_high=1),
    _p("entry_margin", "", "ratio", 1.2, 0.8, 2.0, "assumed", "no survey of operators found", "entry",
       "Expected members over those needed to break even at which an operator opens.", prior=_FIXED),
    _p("entry_error", "", "ratio", 0.25, 0.0, 0.6, "assumed", "[FEA]: demand is often misjudged before a lease", "entry",
       "Scale of the logistic error with which operators misjudge demand, in logarithms.", prior=_FIXED),
    _p("entry_learning", "", "share", 0.7, 0.0, 1.0, "assumed", "no study of learning among operators found", "entry",
       "Share of expected members an operator takes off when all hubs opened so far have closed.", prior=_FIXED, hard_high=1),
]

_POPULATION = [
    _p("habit_shape", "", "gamma shape", 4.0, 2.0, 8.0, "assumed", "spread of habits", "population", "Shape of the gamma spread of habit (mean 1).", prior=_FIXED, hard_low=1, hard_high=100),
    _p("openness_mean", "", "share", 0.5, 0.3, 0.7, "assumed", "scale", "population", "Mean openness to collaborate.", prior=_FIXED, hard_high=1),
    _p("openness_spread", "", "share", 0.4, 0.1, 0.5, "assumed", "scale", "population", "Half-width of the spread of openness.",
       prior=_FIXED, hard_high=0.5),
    _p("skill_spread", "s", "cosine distance", 0.15, 0.0, 0.3, "assumed", "two of one field then stand 0.27 apart, as near as creative and marketing or digital and engineering (0.16-0.27)", "population",
       "Spread of the skills of persons and firms around those of their field, in each of two directions.", prior=_FIXED),
    _p("income_tax_share", "", "share", 0.26, 0.2, 0.32, "expert", "recalled tax and contribution tables", "population", "Share of gross income that is not net.",
       prior=_FIXED, hard_high=0.9),
    _p("income_independent", "", "ratio", 1.0, 0.7, 1.3, "assumed", "wide spread hides behind the mean", "population", "Income of independents over the town's mean.", prior=_FIXED, hard_low=0.1),
    _p("income_employee", "", "ratio", 1.15, 0.9, 1.4, "survey", "remote workers are mostly graduates [S38]", "population", "Income of remote-capable employees over the town's mean.", prior=_FIXED, hard_low=0.1),
    _p("income_spread", "", "log sd", 0.45, 0.3, 0.6, "expert", "recalled income surveys", "population", "Spread of incomes (log standard deviation).",
       prior=_FIXED),
    _p("access_min", "", "min", 8.0, 8.0, 8.0, "expert", "E6; F15", "population", "Door-to-door minutes before any road is travelled.", prior=_FIXED),
    _p("access_town_max", "", "min", 22.0, 18.0, 25.0, "expert", _STUDY + "; F15", "population", "Longest door-to-door minutes inside a town.", prior=_FIXED),
    _p("reach_max_min", "", "min", 40.0, 30.0, 45.0, "survey", "[DRU]", "population", "Travel beyond which a hub is out of reach.",
       prior=_FIXED, hard_low=1, hard_high=120),
    _p("road_detour", "", "ratio", 1.28, 1.2, 1.4, "expert", "E6", "population", "Road length over air distance.", prior=_FIXED, hard_low=1),
    _p("road_speed_min", "", "km/h", 40.0, 30.0, 50.0, "expert", "E6", "population", "Road speed on the shortest trips.", prior=_FIXED, hard_low=1),
    _p("road_speed_per_km", "", "km/h per km", 0.55, 0.4, 0.7, "expert", "E6", "population", "Speed gained for each km of the trip.", prior=_FIXED),
    _p("road_speed_max", "", "km/h", 85.0, 70.0, 100.0, "expert", "E6", "population", "Road speed on the longest trips.", prior=_FIXED, hard_low=1),
    _p("contacts_field", "", "contacts", 4.0, 2.0, 6.0, "assumed", "mean degree about 8, model protocol", "population", "Contacts in one's own field and place.",
       prior=_FIXED, hard_high=20),
    _p("contacts_town", "", "contacts", 3.0, 1.0, 5.0, "assumed", "mean degree about 8, model protocol", "population", "Contacts in one's own place, any field.",
       prior=_FIXED, hard_high=20),
    _p("contacts_far", "", "contacts", 1.0, 0.2, 2.0, "assumed", "small-world shortcuts", "population", "Contacts elsewhere in the same catchment.",
       prior=_FIXED, hard_high=20),
    _p("commute_local_min", "", "min", 20.0, 15.0, 25.0, "survey", "[S44] Bergamo 2011, mean about 20", "population", "One-way commute of who works in the province.", prior=_FIXED),
    _p("metropolis_share", "", "share", 0.25, 0.05, 0.5, "assumed", "E5 flows; remote workers over-represented", "population", "Remote-capable employees whose office is in the metropolis, at 60 minutes from it.", prior=_FIXED, hard_high=1),
    _p("metropolis_decay", "", "1/min", 0.02, 0.01, 0.04, "assumed", "E5: exp(-d/111 km)", "population", "How fast that share falls with minutes beyond 60 (it is capped at twice the share).", prior=_FIXED),
    _p("metropolis_from_min", "", "min", 60.0, 60.0, 60.0, "assumed", "where the share is stated", "population", "Minutes from the metropolis at which its share of offices is stated.", prior=_FIXED),
    _p("metropolis_cap", "", "ratio", 2.0, 1.0, 4.0, "assumed", "keeps half of the offices near home", "population", "Largest share of offices in the metropolis over that at the stated minutes.", prior=_FIXED),
    _p("commute_spread", "", "share", 0.5, 0.2, 0.8, "assumed", "[S44] 56 % under 15 minutes, 6 % over an hour", "population", "Half-width of the spread of local commutes over their mean.", prior=_FIXED, hard_high=1),
    _p("remote_days_min", "", "days/week", 1.0, 1.0, 2.0, "survey", "usual agreements, one to three days", "population", "Fewest remote days a week of a remote-capable employee.", prior=_FIXED, hard_high=5),
    _p("remote_days_max", "", "days/week", 3.0, 2.0, 5.0, "survey", "usual agreements, one to three days", "population", "Most remote days a week of a remote-capable employee.", prior=_FIXED, hard_high=5),
    _p("remote_days_independent", "", "days/week", 5.0, 5.0, 5.0, "assumed", "working week", "population", "Days a week on which an independent is free to choose where to work.", prior=_FIXED, hard_high=7),
    _p("room_need_mean", "", "share", 0.45, 0.2, 0.7, "assumed", "0.3-0.6 full-time equivalents a person in rural networks, evidence 1.4", "population",
       "Mean share of the working days on which a person wants a room away from home.", hard_high=1),
    _p("room_need_spread", "", "share", 0.4, 0.0, 0.5, "assumed", "scale", "population", "Half-width of the spread of that share between persons.",
       prior=_FIXED, hard_high=0.5),
    _p("own_room_share", "", "share", 0.3, 0.0, 0.6, "assumed", "A18: four in ten leave an office; nothing Italian found (A17)", "population",
       "Share of independents and firms that rent a room of their own (mean over fields and ages).", prior=_FIXED, hard_high=1),
    _p("staff_spread", "", "share", 0.3, 0.0, 0.5, "assumed", "keeps size classes apart", "population", "Half-width of the spread of staff inside a size class.", prior=_FIXED, hard_high=0.9),
    _p("digital_spread", "", "share", 0.2, 0.1, 0.4, "assumed", "scale", "population", "Half-width of the spread of digital maturity inside a size class.", prior=_FIXED, hard_high=1),
    _p("contact_same_kind", "", "share", 0.5, 0.34, 0.8, "assumed", "one third would be no preference", "population", "Share of the contacts outside one's field that are of one's own kind.", prior=_FIXED, hard_high=1),
]


def _t(name: str, unit: str, rows: tuple[str, ...], columns: tuple[str, ...], values: object, evidence: Evidence, source: str,
       section: str, meaning: str) -> Table:
    return Table(name, unit, np.array(values, dtype=float), rows, columns, evidence, source, section, meaning)


_SKILLS = ("software", "form and language", "law and rules", "numbers", "markets", "machines", "land and food")
_TABLES = [
    _t("field_shares", "share", KINDS, FIELDS,
       [[.16, .14, .17, .13, .09, .16, .03, .12], [.24, .07, .05, .18, .12, .18, .03, .13], [.06, .06, .03, .05, .05, .22, .12, .41]],
       "assumed", "no table by town found; Italian registers of professions and firms, recalled", "population",
       "Share of each field by kind."),
    _t("age_shares", "share", KINDS, AGE_BANDS, [[.22, .52, .26], [.30, .55, .15], [.12, .55, .33]], "assumed", "recalled labour force tables", "population",
       "Share of each age band by kind (firms: the owner's)."),
    _t("own_room_ratio", "ratio", FIELDS, AGE_BANDS,
       [[.5, .8, .8], [.4, .8, .9], [.9, 1.6, 1.8], [.9, 1.5, 1.7], [.4, .8, .9], [.7, 1.3, 1.5], [.5, .9, 1], [.5, .9, 1]],
       "assumed", "practices of law, accounting and engineering have rooms, young and digital ones fewer; no count found", "population",
       "Renting a room of one's own by field and age, relative to the mean share."),
    _t("size_shares", "share", ("firm",), FIRM_SIZES, [[.745, .2, .046, .009]], "survey", "[S34], [S36]: micro 94.5 %, small 4.6 %", "population",
       "Share of firms by staff."),
    _t("size_staff", "staff", ("firm",), FIRM_SIZES, [[1.5, 5, 19, 95]], "expert", "middle of the class, recalled", "population",
       "Staff of a firm of the class."),
    _t("size_income", "EUR/month", ("firm",), FIRM_SIZES, [[2600, 6500, 20000, 90000]], "assumed", "what the owners can spend on premises and services", "population",
       "Disposable margin of a firm, against which an office rent is weighed."),
    _t("size_revenue", "EUR/month", ("firm",), FIRM_SIZES, [[9000, 45000, 220000, 1400000]], "expert", "recalled business statistics", "population",
       "Revenue of a firm of the class."),
    _t("size_digital", "share", ("firm",), FIRM_SIZES, [[.3, .4, .55, .7]], "survey", "smaller firms less digital; recalled DESI", "population",
       "Mean digital maturity by staff."),
    _t("size_needs", "ratio", ("firm",), FIRM_SIZES, [[.6, 1, 1.6, 2.2]], "assumed", "no survey found", "encounters",
       "Needs by staff relative to 3-9."),
    _t("size_advice", "ratio", ("firm",), FIRM_SIZES, [[1, .7, .3, .1]], "expert", "article B: mostly the smallest", "advice",
       "Demand for advice by staff relative to 1-2."),
    _t("size_death", "ratio", ("firm",), FIRM_SIZES, [[1, .6, .35, .25]], "survey", "Eurostat survival by size, recalled", "mobility",
       "Closure of firms by staff relative to 1-2."),
    _t("skills", "loading", FIELDS, _SKILLS,
       [[1, .3, .1, .4, .3, .3, 0], [.4, 1, .1, .1, .5, .1, 0], [.1, .3, 1, .4, .2, 0, .1], [.3, 0, .5, 1, .4, .1, .1],
        [.3, .6, .1, .3, 1, .1, .1], [.5, .2, .2, .4, .1, 1, .1], [.1, .1, .2, .2, .4, .4, 1], [.2, .3, .3, .3, .4, .3, .3]],
       "assumed", "read off job descriptions; only cosine distances matter", "encounters",
       "What each field can do; the distance of two fields is the cosine distance of their rows."),
    _t("complementarity", "ratio", FIELDS, FIELDS,
       [[.8, 1.2, .9, 1.1, 1.2, 1.2, 1.4, 1], [1.2, .8, .8, .8, 1.3, 1.2, 1.1, 1], [.9, .8, .8, 1.3, 1.3, .9, .9, 1], [1.1, .8, 1.3, .8, 1, 1, 1, 1],
        [1.2, 1.3, 1.3, 1, .8, 1, 1.2, 1], [1.2, 1.2, .9, 1, 1, .8, 1.1, 1], [1.4, 1.1, .9, 1, 1.2, 1.1, .8, 1], [1, 1, 1, 1, 1, 1, 1, .9]],
       "promotional", "pairs named in article A (digital × agri-food, legal × marketing, finance × legal, engineering × creative); the rest 1", "encounters",
       "How well two fields complete each other."),
    _t("need_fields", "share", ("firm",), FIELDS, [[.28, .12, .12, .14, .17, .1, .02, .05]], "assumed", "no survey found", "encounters",
       "What firms lack."),
    _t("start_shares", "share", ("hub",), STARTS, [[.3, .3, .4]], "assumed", "R3: two regimes; how many hubs take which was not counted", "hub",
       "How hubs whose file does not say it start: a founding group, a call for members first, or opening the door."),
    _t("operator_terms", "ratio", OPERATORS, ("wage_paid", "patience", "cross_subsidy", "required_return"),
       [[1, 1, 0, .05], [1, 1.5, .5, 0], [.8, 1.3, .1, 0], [1, 1.3, .4, 0], [0, 1.5, 0, 0]],
       "assumed", "[D19]: two thirds of spaces must sustain themselves; evidence §2.5", "hub",
       "Share of the host's wage paid, patience before downsizing, share of a monthly loss covered by the owner, required monthly return over fixed cost."),
]

_ENTRIES: dict[str, Parameter] = {
    p.name: p for p in [*_AWARENESS, *_CHOICE, *_PRESENCE, *_ENCOUNTERS, *_SPILLOVERS, *_LEDGER, *_MOBILITY, *_ADVICE, *_CALLS, *_ENTRY, *_POPULATION]
}
CATALOGUE: Mapping[str, Parameter] = _ENTRIES
"""Every scalar parameter by name, a `catalogue.Parameter` each: unit, default, plausible and allowed range, prior, evidence, source, meaning.

Example:
    >>> CATALOGUE["habit"].unit, CATALOGUE["habit"].evidence
    ('logit', 'assumed')
"""
TABLES: Mapping[str, Table] = {t.name: t for t in _TABLES}

_OF_THE_MODEL = tuple(CATALOGUE)  # those of extensions come later, and are read by their own functions alone
# One record layout for every parameter set, so that kernels compile once.
_RECORD = np.dtype([(name, "f8") for name in _OF_THE_MODEL]
                   + [(t.name, "f8", t.default.shape if t.default.shape[0] > 1 else t.default.shape[1:]) for t in _TABLES])


def add_entries(entries: Iterable[Parameter]) -> None:
    """Put parameters of an extension into the catalogue; `model.extensions` has seen that their names are free."""
    _ENTRIES.update((entry.name, entry) for entry in entries)


def remove_entries(entries: Iterable[Parameter]) -> None:
    """Take parameters of an extension out of the catalogue."""
    for entry in entries:
        del _ENTRIES[entry.name]


class Parameters(Mapping[str, float]):
    """A full set of scalar parameters: the catalogue's defaults with some replaced. A mapping from name to value, immutable and hashable.

    Args:
        values: replacements by name, in the units of the catalogue.

    Raises:
        ValueError: naming every parameter that does not exist and every value outside its hard range.

    Example:
        >>> parameters = Parameters({"beta_n": 0})
        >>> parameters["beta_n"], len(parameters) == len(CATALOGUE)
        (0.0, True)
    """

    def __init__(self, values: Mapping[str, float] | None = None) -> None:
        replaced = dict(values or {})
        problems = [f"{name}: no such parameter" for name in replaced if name not in CATALOGUE]
        problems += [
            f"{name}: {value!r} is outside [{CATALOGUE[name].hard_low:g}, {CATALOGUE[name].hard_high:g}] {CATALOGUE[name].unit}"
            for name, value in replaced.items()
            if name in CATALOGUE and not CATALOGUE[name].hard_low <= value <= CATALOGUE[name].hard_high
        ]
        if problems:
            raise ValueError("; ".join(problems))
        self._values = {name: float(replaced.get(name, p.default)) for name, p in CATALOGUE.items()}

    def __getitem__(self, name: str) -> float:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(tuple(self._values.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parameters) and self._values == other._values

    def __repr__(self) -> str:
        return f"Parameters({self.changed()})"

    def __reduce__(self) -> tuple[type, tuple[dict[str, float]]]:
        return Parameters, (self.changed(),)

    def changed(self) -> dict[str, float]:
        """The values that differ from the catalogue's defaults.

        Returns:
            Values by name, in the order of the catalogue.

        Example:
            >>> Parameters({"beta_n": 0}).changed()
            {'beta_n': 0.0}
        """
        return {name: value for name, value in self._values.items() if value != CATALOGUE[name].default}

    def replace(self, **values: float) -> "Parameters":
        """A copy with some values replaced.

        Args:
            values: replacements by name, in the units of the catalogue.

        Returns:
            The other set; this one stays as it is.

        Example:
            >>> Parameters({"beta_n": 0}).replace(theta=3).changed()
            {'beta_n': 0.0, 'theta': 3.0}
        """
        return Parameters({**self.changed(), **values})

    @cached_property
    def _record(self) -> np.recarray:
        tables = (table.default if table.default.shape[0] > 1 else table.default[0] for table in TABLES.values())
        record = np.array([(*map(self._values.__getitem__, _OF_THE_MODEL), *tables)], dtype=_RECORD).view(np.recarray)
        record.setflags(write=False)
        return record

    def record(self) -> np.recarray:
        """What the kernels read.

        Returns:
            A record array of one element, read-only, with scalars and tables by name.

        Example:
            >>> p = Parameters({"beta_n": 0}).record()[0]
            >>> float(p.beta_n), p.skills.shape
            (0.0, (8, 7))
        """
        return self._record
