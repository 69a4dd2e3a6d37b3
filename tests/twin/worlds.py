"""Small worlds in which engine and twin are compared, each with what must have happened in it for the comparison to mean something."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from model.scenario import Scenario
from tests.model.month.towns import ORDINARY_HUBS
from tests.twin.firms import room_for_clients
from tests.twin.model import TwinModel
from tests.twin.operator import SUPPORT, wage_of
from tests.twin.philox import hazard_of
from tests.twin.world import (
    AGREEMENT_ENDED,
    CLOSED,
    DOWNSIZED,
    FIXED,
    FLEX,
    LOW_RUNWAY,
    NO_GROWTH,
    OCCASIONAL,
    OFFICE,
    OPEN,
    OTHER_ENDING,
    WOUND_DOWN,
    Resident,
)

Block = dict[str, Any]

# People who are easily interested, firms that need much, and an unsettled population: much happens in five years.
EAGER = {
    "aware_at_opening": 0.5,
    "alpha": 0.6,
    "evaluation_rate": 0.18,
    "encounter_rate": 0.06,
    "leave_rate": 0.004,
    "need_rate": 0.2,
    "client_rate": 0.3,
    "vacancy_months": 6,
}


@dataclass(frozen=True)
class SmallWorld:
    """A scenario, the seed of the run, and names of FACTS that must be true of it in some month."""

    scenario: Block
    facts: tuple[str, ...]
    seed: int = 5

    def case(self) -> Scenario:
        return Scenario.model_validate({"title": "A small world", "question": "Are they the same?", "start": "2022-01", **self.scenario})


def land(people: Mapping[str, tuple[int, int, int]], catchment: float = 0) -> Block:
    """Towns with so many professionals, remote workers and firms."""
    kinds = ("professionals", "remote_workers", "firms")
    overrides = {town: dict(zip(kinds, numbers, strict=True)) for town, numbers in people.items()}
    return {"towns": list(people), "catchment_minutes": catchment, "overrides": overrides}


_EXTERNAL = {"payer": "region"}

WORLDS: dict[str, SmallWorld] = {
    "one town and its surroundings": SmallWorld(
        {
            "horizon_months": 72,
            "territory": land({"cremona": (40, 30, 20)}, catchment=15),
            "hubs": [{"name": "po", "town": "cremona", "desks": 10, "offices": 2, "offices_let_at_opening": 1, "m2": 190, "km_east": 3,
                      "opening_cash_eur": 90000},
                     {"name": "argine", "town": "cremona", "desks": 16, "opens": 20, "founders": 16, "host_fte": 1}],
            "parameters": {**EAGER, **ORDINARY_HUBS, "contacts_far": 2.0, "return_share": 0.4, "alpha": 1.2, "plan_occasional": -0.5,
                           "occasional_share": 0.05, "other_endings": 0.0},
        },
        ("opens", "people leave", "people return", "newcomers", "firms die and are born", "collaborations", "collaborations end",
         "forgetting", "firms are clients", "office let", "projects", "needs met outside", "needs lapse", "day passes", "waiting",
         "who founds a hub waits for another", "a community keeps up with few"),
        seed=3,
    ),
    "two towns with several hubs": SmallWorld(
        {
            "horizon_months": 72,
            "territory": land({"como": (60, 40, 30), "lomazzo": (30, 20, 20)}),
            "hubs": [
                {"name": "lario", "town": "como", "desks": 9, "offices": 1, "founders": 6, "may_downsize": False},
                {"name": "seta", "town": "como", "desks": 6, "opens": 5, "operator": "cooperative", "building": "own",
                 "specialisation": "digital", "opening_cash_eur": 1500, "km_north": -4},
                {"name": "binario", "town": "lomazzo", "desks": 5, "opens": 3, "operator": "public", "host_fte": 0.2,
                 "prices": {"flex": 70}},
                {"name": "filanda", "town": "lomazzo", "desks": 16, "offices": 3, "opens": 12, "operator": "volunteer",
                 "specialisation": "creative", "opening_cash_eur": 60000},
            ],
            "parameters": {**EAGER, "loan_rate": 0.0, "seat_flex": 0.4, "beta_t": 0.06, "downsize_months": 2, "entry_review_months": 3},
        },
        ("opens", "closes", "downsizes", "downsizes twice", "moves from hub to hub", "specialised hub", "notice paid", "fixed desks",
         "waiting",
         "collaborations end", "cross-subsidy"),
    ),
    "a network of hubs": SmallWorld(
        {
            "horizon_months": 60,
            "territory": land({"como": (60, 40, 40), "lomazzo": (20, 20, 20)}),
            "hubs": [
                {"name": "lario", "town": "como", "desks": 14, "offices": 2, "opening_cash_eur": 60000, "events_per_month": 2},
                {"name": "seta", "town": "como", "desks": 8, "opens": 4, "offices": 1, "opening_cash_eur": 60000, "km_north": -5},
                {"name": "binario", "town": "lomazzo", "desks": 10, "opens": 8, "opening_cash_eur": 60000, "offices": 1},
            ],
            "instruments": [
                {"type": "network", "name": "first", "hubs": ["lario", "seta"], "shared_pass": 0.4, "shared_events": 0.8, "referrals": 0.6,
                 "shared_host_fte": 0.5, "partner": 0.3, "cost_eur_month": 100, "budget_eur": 60000, "start": 2, **_EXTERNAL},
                {"type": "network", "name": "second", "referrals": 0.5, "shared_events": 0.5, "partner": 0.05, "start": 10, "end": 50,
                 **_EXTERNAL},
                {"type": "matchmaking", "introductions_per_month": 20, "cost_eur_month": 50, "budget_eur": 6000, **_EXTERNAL},
            ],
            "parameters": {**EAGER, "encounter_rate": 0.07, "aware_at_opening": 0.15},
        },
        ("opens", "referrals", "a shared pass", "met at a joint event", "projects with a partner", "introductions", "pot exhausted",
         "moves from hub to hub", "collaborations", "firms are clients"),
    ),
    "every instrument": SmallWorld(
        {
            "horizon_months": 66,
            "territory": land({"sondrio": (80, 60, 60)}),
            "hubs": [
                {"name": "adda", "town": "sondrio", "desks": 12, "offices": 3, "offices_let_at_opening": 1, "events_per_month": 1.5},
                {"name": "mera", "town": "sondrio", "desks": 8, "offices": 1, "opens": 6, "operator": "cooperative", "founders": 6},
                {"name": "mallero", "town": "sondrio", "desks": 4, "opens": 9, "operator": "employer_anchored", "works_eur": 4000},
            ],
            "instruments": [
                {"type": "capex_grant", "share": 0.4, "cap_eur": 15000, "budget_eur": 30000, "arrears_months": 8, "min_works_eur": 5000,
                 **_EXTERNAL},
                {"type": "capex_grant", "name": "small_works", "share": 0.5, "hubs": ["mallero"], **_EXTERNAL},
                {"type": "conversion", "share": 0.5, "hubs": ["mera"], "works_eur": 90000, "m2": 300, "rent_eur_m2": 3, "km_east": 2,
                 "arrears_months": 20, "start": 3, "end": 12, **_EXTERNAL},
                {"type": "rent_relief", "share": 0.3, "rent_cap_eur_m2": 4, "end": 30, "budget_eur": 9000, **_EXTERNAL},
                {"type": "rent_relief", "name": "more_relief", "share": 0.9, "start": 12, "min_desks": 8, **_EXTERNAL},
                {"type": "host_salary", "share": 0.5, "extra_fte": 0.3, "budget_eur": 30000, "start": 4, **_EXTERNAL},
                {"type": "voucher", "share": 0.5, "cap_eur_month": 70, "months": 6, "budget_eur": 4000, "start": 8, "known_by": 0.7,
                 "effort_eur": 200, **_EXTERNAL},
                {"type": "voucher", "name": "young", "share": 0.8, "months": 9, "ages": ["20-34"], "kinds": ["independent", "employee"],
                 "start": 6, "end": 40, "new_members_only": True, "budget_eur": 9000, **_EXTERNAL},
                {"type": "voucher", "name": "offices", "share": 0.6, "months": 5, "kinds": ["firm"], "fields": ["engineering", "other"],
                 **_EXTERNAL},
                {"type": "voucher", "name": "started", "share": 0.9, "cap_total_eur": 700, "months": 8, "plans": ["day", "fixed"],
                 "vat_months_max": 60, "known_by": 1, "effort_eur": 20, "start": 20, **_EXTERNAL},
                {"type": "voucher", "name": "short", "share": 0.7, "months": 12, "open_days": 20, "known_by": 0.9, "start": 30, "end": 31,
                 **_EXTERNAL},
                {"type": "trial_days", "days": 4, "known_by": 0.8, "budget_eur": 1500, **_EXTERNAL},
                {"type": "promotion", "intensity": 2, "cost_eur_month": 200, "budget_eur": 5000, "start": 2, **_EXTERNAL},
                {"type": "events", "extra_per_month": 1, "budget_eur": 4000, "start": 15, **_EXTERNAL},
                {"type": "advisory_desk", "slots_per_month": 3, "cost_eur_session": 80, "budget_eur": 3000, "start": 3, **_EXTERNAL},
                {"type": "anchor_tenancy", "desks": 3, "budget_eur": 9000, "operators": ["private", "employer_anchored"], "start": 10,
                 **_EXTERNAL},
                {"type": "network", "shared_pass": 0.3, "shared_events": 0.5, "referrals": 0.3, "shared_host_fte": 0.3, "partner": 0.1,
                 "cost_eur_month": 50, "start": 12, "budget_eur": 9000, **_EXTERNAL},
                {"type": "matchmaking", "introductions_per_month": 6, "cost_eur_month": 100, "start": 5, "end": 45, **_EXTERNAL},
            ],
            "parameters": {**EAGER, **ORDINARY_HUBS, "advice_demand": 0.06, "firm_death": 0.012, "alpha": 0.3, "beta_c": 16.0,
                           "advice_follow_on": 0.5, "plough_back": 0.0,
                           "collaborations_valued": 1, "spillover_cap": 0.04, "office_staff": 3},
        },
        ("opens", "vouchers held", "vouchers end", "voucher refunded", "pot exhausted", "a grant in arrears", "firms advised",
         "a voucher for day passes", "a second hour", "requests lapse",
         "every instrument spends", "anchor desks", "expands", "downsizes", "closes", "met at a joint event",
         "relief", "wage support", "introductions", "referrals", "several offices let to one firm", "a new firm rents at once"),
        seed=3,
    ),
    "shocks": SmallWorld(
        {
            "horizon_months": 66,
            "territory": land({"sondrio": (90, 80, 30)}),
            "hubs": [{"name": "adda", "town": "sondrio", "desks": 11, "offices": 2, "offices_let_at_opening": 2,
                      "opening_cash_eur": 40000}],
            "shocks": [
                {"type": "telework", "appeal": 1.2, "start": 14, "end": 40},
                {"type": "telework", "name": "back", "appeal": -0.5, "start": 30},
                {"type": "lockdown", "severity": 0.9, "start": 20, "end": 23},
                {"type": "lockdown", "name": "soft", "severity": 0.4, "start": 22, "end": 29},
                {"type": "rent", "factor": 1.6, "start": 26},
                {"type": "rent", "name": "calm", "factor": 0.9, "start": 40, "end": 60},
                {"type": "rival_hub", "town": "sondrio", "desks": 7, "start": 10, "host_fte": 0.3, "rent_eur_m2": 9,
                 "prices": {"flex": 80}},
            ],
            "instruments": [{"type": "voucher", "share": 0.4, "months": 4, "budget_eur": 5000, "start": 12, **_EXTERNAL}],
            "parameters": {**EAGER, "habit": 1.2, "alpha": 1.0},
        },
        ("opens", "closure by decree", "telework", "rent rises", "vouchers held", "moves from hub to hub", "people leave", "day passes"),
    ),
    "entry left to operators": SmallWorld(
        {
            "horizon_months": 84,
            "territory": land({"como": (70, 40, 20), "lomazzo": (40, 30, 20)}),
            "hubs": [
                {"name": "lario", "town": "como", "desks": 8, "opening_cash_eur": 3000, "credit_eur": 1000, "operator": "public"},
                {"name": "seta", "town": "como", "desks": 14, "opens": "when_viable", "offices": 2, "offices_let_at_opening": 1},
                {"name": "binario", "town": "lomazzo", "desks": 5, "opens": "when_viable", "host_fte": 0, "building": "own"},
                {"name": "filanda", "town": "lomazzo", "desks": 12, "opens": "when_viable", "specialisation": "marketing", "host_fte": 0.3},
            ],
            "parameters": {**EAGER, "entry_awareness": 0.5, "entry_error": 0.5, "entry_review_months": 4, "entry_margin": 0.8,
                           "alpha": 0.9},
        },
        ("opens", "an operator enters", "closes", "people leave"),
    ),
    "no value of community": SmallWorld(
        {
            "horizon_months": 72,
            "territory": land({"sondrio": (70, 50, 30)}),
            "hubs": [
                {"name": "adda", "town": "sondrio", "desks": 5, "host_fte": 0.2, "building": "own", "opening_cash_eur": 40000,
                 "prices": {"flex": 130}},
                {"name": "mera", "town": "sondrio", "desks": 24, "offices": 4, "offices_let_at_opening": 2, "opens": 2,
                 "operator": "public", "opening_cash_eur": 90000},
            ],
            "parameters": {**EAGER, "beta_n": 0.0, "beta_s": 0.0,
                           "alpha": 1.2, "plough_back": 0.5, "spillover": 0.0, "leave_member": 0.0, "hub_nest": 0.5, "beta_k": 0.5},
        },
        ("opens", "expands", "downsizes", "downsizes for want of growth", "collaborations"),
        seed=3,
    ),
    "operators": SmallWorld(
        {
            "horizon_months": 84,
            "territory": land({"sondrio": (90, 80, 40)}),
            "hubs": [
                {"name": "adda", "town": "sondrio", "desks": 6, "offices": 1, "offices_let_at_opening": 1, "rent_eur_m2": 3,
                 "prices": {"flex": 150, "fixed": 260}, "opening_cash_eur": 12000},
                {"name": "mera", "town": "sondrio", "desks": 12, "opens": 3, "operator": "cooperative", "opening_cash_eur": 200000,
                 "rent_eur_m2": 3},
                {"name": "mallero", "town": "sondrio", "desks": 8, "operator": "employer_anchored", "anchor_people": 12, "rent_eur_m2": 4},
                {"name": "masino", "town": "sondrio", "desks": 9, "opens": 6, "may_downsize": False, "opening_cash_eur": 150000},
                {"name": "liro", "town": "sondrio", "desks": 8, "opens": 2, "operator": "volunteer", "building": "own", "host_fte": 0.6},
                {"name": "spol", "town": "sondrio", "desks": 10, "opens": 1, "opening_cash_eur": 90000},
            ],
            "instruments": [
                {"type": "rent_relief", "share": 1, "end": 20, "hubs": ["mera", "spol"], **_EXTERNAL},
                {"type": "host_salary", "share": 1, "end": 31, "hubs": ["spol", "mera", "adda"], **_EXTERNAL},
                {"type": "voucher", "share": 0.5, "months": 9, "start": 25, "budget_eur": 6000, "known_by": 1, "effort_eur": 0,
                 **_EXTERNAL},
            ],
            "shocks": [{"type": "lockdown", "severity": 0.9, "start": 14, "end": 24}],
            "parameters": {**EAGER, "alpha": 0.5, "other_endings": 0.1, "renewal_rate": 0.1, "price_step": 0.1, "beta_c": 14.0,
                           "expand_use": 0.8},
        },
        ("opens", "reviews apart", "support ends", "wound down", "ends for other reasons", "prices rise", "money taken out",
         "rooms renewed", "hours added", "hours added under a host salary", "added hours taken back", "closes as support ends",
         "grows back", "a host stays in a smaller hub", "people of an anchor", "people of an anchor use its hub"),
        seed=2,
    ),
    "starts and phases": SmallWorld(
        {
            "horizon_months": 60,
            "territory": land({"sondrio": (90, 80, 30)}),
            "hubs": [
                {"name": "adda", "town": "sondrio", "desks": 12, "already_open": {"months": 30, "flex": 7, "fixed": 3}, "offices": 2,
                 "offices_let_at_opening": 1, "plans": ["flex", "fixed"], "opening_cash_eur": 60000,
                 "phases": [{"start": 8, "desks": 20, "offices": 4, "works_eur": 30000}, {"start": 30, "desks": 6, "rent_eur_m2": 9}]},
                {"name": "mera", "town": "sondrio", "desks": 9, "starts_with": "group", "founders": 6, "plans": ["fixed"], "opens": 2,
                 "host_fte": 0.2, "agreed_until": 26, "phases": [{"start": 20, "rent_eur_m2": 2}]},
                {"name": "mallero", "town": "sondrio", "desks": 10, "starts_with": "call", "opens": 3, "plans": ["day", "flex"],
                 "agreed_until": 20, "opening_cash_eur": 90000, "phases": [{"start": 9, "offices": 2}]},
                {"name": "masino", "town": "sondrio", "desks": 10, "starts_with": "group", "operator": "public",
                 "phases": [{"start": 40, "desks": 16, "works_eur": 9000}, {"start": 50, "desks": 5}]},
                {"name": "liro", "town": "sondrio", "desks": 8, "opens": "when_viable", "plans": ["fixed"], "host_fte": 0.0},
            ],
            "instruments": [
                {"type": "capex_grant", "share": 0.5, "works_eur": 12000, "start": 14, "arrears_months": 5, "budget_eur": 20000,
                 **_EXTERNAL},
            ],
            "parameters": {**EAGER, "alpha": 0.4, "aware_at_opening": 0.2, "entry_awareness": 0.5, "entry_margin": 0.8},
        },
        ("opens", "a founding group", "a hub found open", "a phase begins", "works in an open hub", "a smaller hub takes no more",
         "an agreed period ends", "fixed desks", "day passes", "a grant in arrears", "an operator enters", "waiting"),
        seed=1,
    ),
}  # fmt: skip


# ---------------------------------------------------------------------------------------------------- what must happen


def _series(name: str) -> Callable[[TwinModel], bool]:
    return lambda twin: any(now.get(name, 0.0) > 0 for now in [place.now for place in twin.hubs] + [town.now for town in twin.towns])


def _agent(is_so: Callable[[Resident], Any]) -> Callable[[TwinModel], bool]:
    return lambda twin: any(is_so(agent) for agent in twin.residents)


def _joint(twin: TwinModel) -> bool:
    """A collaboration of this month between members or clients of two hubs."""
    new = [link for link in twin.collaborations if link.start == twin.month - 1]
    where = [(link.a.hub or link.a.client_hub, link.b.hub or link.b.client_hub) for link in new]
    return any(a and b and a is not b for a, b in where)


FACTS: dict[str, Callable[[TwinModel], bool]] = {
    "opens": lambda twin: any(hub.opened >= 0 for hub in twin.hubs),
    "an operator enters": lambda twin: any(hub.plan.enters and hub.opened >= 0 for hub in twin.hubs),
    "closes": lambda twin: any(hub.state == CLOSED for hub in twin.hubs),
    "downsizes": lambda twin: any(hub.state == DOWNSIZED for hub in twin.hubs),
    "downsizes twice": lambda twin: any(hub.downsizings > 1 for hub in twin.hubs),
    "downsizes for want of runway": lambda twin: any(hub.reason == LOW_RUNWAY for hub in twin.hubs),
    "downsizes for want of growth": lambda twin: any(hub.reason == NO_GROWTH for hub in twin.hubs),
    "expands": _series("works_eur"),
    "a founding group": lambda twin: any(hub.now["joins_founding"] > 1 and hub.plan.founders > 0 for hub in twin.hubs),
    "a hub found open": lambda twin: any(hub.plan.age and hub.flex and hub.fixed for hub in twin.hubs),
    "a phase begins": lambda twin: any(hub.is_open and hub.planned_desks != hub.plan.desks for hub in twin.hubs),
    "works in an open hub": lambda twin: any(hub.rooms_worth > 0 for hub in twin.hubs),
    "a smaller hub takes no more": lambda twin: any(hub.state == DOWNSIZED and hub.desks < hub.planned_desks for hub in twin.hubs),
    "an agreed period ends": lambda twin: any(hub.reason == AGREEMENT_ENDED for hub in twin.hubs),
    "reviews apart": lambda twin: len({(hub.opened - hub.review_offset) % 12 for hub in twin.hubs}) > 2,
    "support ends": lambda twin: any(
        it.lever in SUPPORT and it.end == twin.month and any(twin.public[-1][it.index]) for it in twin.instruments
    ),
    "wound down": lambda twin: any(hub.reason == WOUND_DOWN for hub in twin.hubs),
    "ends for other reasons": lambda twin: any(hub.reason == OTHER_ENDING for hub in twin.hubs),
    "prices rise": lambda twin: any(hub.price_level > 1 for hub in twin.hubs),
    "money taken out": _series("withdrawn_eur"),
    "rooms renewed": _series("renewal_eur"),
    "hours added": lambda twin: any(hub.host_fte > hub.plan.host_fte for hub in twin.hubs),
    "hours added under a host salary": lambda twin: any(hub.host_fte > hub.plan.host_fte and hub.wage_support > 0 for hub in twin.hubs),
    "added hours taken back": lambda twin: any(
        hub.is_open and wage_of(hub) * hub.plan.host_fte <= wage_of(hub) * hub.host_fte < hub.now["host_eur"] - 1.0 for hub in twin.hubs
    ),
    "closes as support ends": lambda twin: any(
        hub.reason == WOUND_DOWN and hub.changed == it.end - 1 and it.lever in SUPPORT and hub.index in it.hubs
        for hub in twin.hubs for it in twin.instruments
    ),
    "grows back": lambda twin: any(hub.downsizings and hub.state == OPEN for hub in twin.hubs),
    "a host stays in a smaller hub": lambda twin: any(hub.downsizings and hub.host_fte == hub.plan.host_fte > 0 for hub in twin.hubs),
    "people of an anchor": _agent(lambda agent: agent.anchor is not None),
    "people of an anchor use its hub": _agent(lambda agent: agent.anchor is not None and agent.hub is agent.anchor),
    "notice paid": _series("notice_eur"),
    "cross-subsidy": _series("owner_eur"),
    "people leave": _series("left"),
    "people return": _series("returned"),
    "newcomers": _series("newcomers"),
    "firms die and are born": _series("firm_births"),
    "collaborations": _series("active_links"),
    "collaborations end": lambda twin: len(twin.collaborations) > len(twin.active) > 0,
    "met at a joint event": _joint,
    "forgetting": lambda twin: any(pair.spell > 1 and not pair.aware for agent in twin.residents for pair in agent.knows.values()),
    "firms are clients": _series("clients"),
    "office let": _agent(lambda agent: agent.plan == OFFICE),
    "several offices let to one firm": _agent(lambda agent: agent.plan == OFFICE and agent.rooms > 1),
    "a new firm rents at once": _agent(lambda agent: agent.is_firm and agent.hub and agent.joined == agent.arrived > 0),
    "day passes": _agent(lambda agent: agent.plan == OCCASIONAL),
    "fixed desks": _agent(lambda agent: agent.plan == FIXED),
    "waiting": _series("waiting"),
    "who founds a hub waits for another": lambda twin: any(
        agent.waiting and agent.hub and agent.hub is not agent.waiting_hub and agent.joined == agent.hub.opened == twin.month - 1
        for agent in twin.residents
    ),
    "moves from hub to hub": _series("moved_in"),
    "specialised hub": lambda twin: any(hub.plan.specialisation >= 0 and hub.members for hub in twin.hubs),
    "projects": _series("projects"),
    "projects with a partner": _series("projects_partner"),
    "needs met outside": _series("needs_outside"),
    "needs lapse": _series("needs_lapsed"),
    "referrals": lambda twin: any(weight > 0 for hub in twin.hubs for weight in hub.referral.values()),
    "a shared pass": lambda twin: any(hub.others > 0 for hub in twin.hubs),
    "introductions": lambda twin: any(hub.introductions > 0 for hub in twin.hubs),
    "pot exhausted": lambda twin: any(it.left < 1 for it in twin.instruments),
    "every instrument spends": lambda twin: all(it.spent > 0 for it in twin.instruments),
    "vouchers held": _agent(lambda agent: agent.voucher is not None),
    "a voucher for day passes": _agent(lambda agent: agent.voucher and agent.plan == OCCASIONAL),
    "vouchers end": _agent(lambda agent: agent.voucher_used and agent.voucher is None and agent.plan >= FLEX),
    "voucher refunded": _agent(lambda agent: agent.voucher_used and agent.voucher is None and agent.hub is None),
    "a grant in arrears": lambda twin: any(hub.bridge > 0 for hub in twin.hubs) and any(it.due for it in twin.instruments),
    "firms advised": _series("advised"),
    "requests lapse": lambda twin: any(
        not firm.advised and firm.advice_at / twin.p.size_advice[firm.size_class] + twin.p.request_lapses * hazard < desk.exposure
        for desk in twin.instruments
        for hazard in [hazard_of(twin.p.advice_demand)]
        for firm in twin.firms
        if desk.lever == "advisory_desk" and firm.resident and not firm.arrived
    ),
    "a community keeps up with few": lambda twin: any(hub.clients and room_for_clients(twin, hub) < 0.5 for hub in twin.hubs),
    "a second hour": _agent(lambda agent: agent.advised == 2),
    "anchor desks": lambda twin: any(hub.anchor_desks > 0 for hub in twin.hubs),
    "relief": lambda twin: any(hub.relief > 0 for hub in twin.hubs),
    "wage support": lambda twin: any(hub.wage_support > 0 for hub in twin.hubs),
    "closure by decree": lambda twin: any(hub.closure > 0 for hub in twin.hubs),
    "telework": lambda twin: any(hub.appeal_employee != 0 for hub in twin.hubs),
    "rent rises": lambda twin: any(hub.rent_factor > 1 for hub in twin.hubs),
}
