"""Results that look like a run's, made by a small random walk: enough for a page to have something to say."""

from copy import deepcopy
from typing import Any

import numpy as np

from experiments.outcomes.stacks import Stack
from experiments.runs.results import Results
from model.names import CLOSED, DOWNSIZED, LOW_RUNWAY, NO_REASON, OPEN, OUT_OF_CASH, PLANNED
from model.parameter_sets import shipped
from model.scenario import Scenario
from model.series import HUB_COLUMN, HUB_SERIES, TOWN_SERIES
from tests.experiments.stand_ins import reached

POLICIES: dict[str, dict[str, Any]] = {
    "rent_free": {
        "title": "Rent-free building",
        "title_it": "Edificio senza affitto",
        "question": "Does a public building keep the hub whole?",
        "question_it": "Un edificio pubblico tiene intero l'hub?",
        "instruments": [
            {
                "type": "rent_relief",
                "name": "rent",
                "share": 1.0,
                "payer": "municipality",
                "title": "Rent relief",
                "title_it": "Sconto sull'affitto",
            }
        ],
    },
    "paid_host": {
        "title": "Paid host for two years",
        "title_it": "Gestore pagato per due anni",
        "instruments": [{"type": "host_salary", "name": "host", "share": 1.0, "payer": "region", "start": 0, "end": 24}],
    },
    "desk_and_promotion": {
        "title": "Advisory desk with promotion",
        "title_it": "Sportello alle imprese con promozione",
        "instruments": [{"type": "voucher", "name": "voucher", "share": 0.5, "payer": "chamber_of_commerce", "months": 12}],
    },
}


def scenario(hubs: int = 1, policies: int = 3, months: int = 72, **changes: Any) -> Scenario:
    """A small-town scenario with some hubs and policies."""
    towns = ["sondrio", "pavia", "lodi", "lecco"][: min(hubs, 4)]
    content: dict[str, Any] = {
        "name": "small_town",
        "title": "A pilot hub in Sondrio",
        "title_it": "Un hub pilota a Sondrio",
        "question": "How likely is the pilot hub of a small capital to shrink or close, and which euro would have kept it whole?",
        "question_it": "Quanto è probabile che l'hub pilota di un piccolo capoluogo chiuda, e quale euro lo avrebbe tenuto intero?",
        "start": "2022-01",
        "horizon_months": months,
        "sources": ["Town and hub figures: local press, 2022", "Prices: published price lists of provincial hubs"],
        "territory": {"towns": towns},
        "hubs": [
            {
                "name": f"hub_{number + 1}" if hubs > 1 else "hub",
                "title": f"Hub {towns[number % len(towns)].title()} {number + 1}" if hubs > 1 else "Hub di Sondrio",
                "town": towns[number % len(towns)],
                "desks": 14 + 4 * (number % 5),
                "offices": 6,
                "opens": 3 if hubs == 1 else number % 7,
            }
            for number in range(hubs)
        ],
        "instruments": [
            {
                "type": "capex_grant",
                "name": "works_grant",
                "share": 0.5,
                "payer": "region",
                "title": "Works grant",
                "title_it": "Contributo per i lavori",
            }
        ],
        "policies": changes.pop("policies_content", {name: POLICIES[name] for name in list(POLICIES)[:policies]}),
        **changes,
    }
    content["hubs"] = content.pop("hubs_content", content["hubs"])
    return Scenario.model_validate(content)


def results(
    hubs: int = 1, policies: int = 3, months: int = 72, replicates: int = 60, seed: int = 1, strength: float = 1.0, worlds: int = 1,
    **changes: Any,
) -> Results:
    """Results of that scenario; `strength` multiplies demand (2 makes hubs thrive, 0.2 makes them all fail).

    With four `worlds`, as if each four replicates shared a set of parameters.
    """
    made = scenario(hubs, policies, months, **changes)
    stacks = {name: _kept_stack(made, name, number, replicates, seed, strength) for number, name in enumerate(made.policy_names)}
    count = len(stacks)
    subsidised = np.zeros((count, replicates))
    if count > 3:
        subsidised[3] = 120 + np.arange(replicates) % 30
    anyway = np.zeros((count, count, replicates))
    anyway[3:] = subsidised[3:, None] * 0.55
    return Results(made, seed, stacks, reached(subsidised, anyway), shipped() if worlds > 1 else None)


_STACKS: dict[tuple[Any, ...], Stack] = {}  # the latest
_MOST_STACKS = 16  # of some megabytes each


def _kept_stack(made: Scenario, policy: str, *how: Any) -> Stack:
    """A copy of a walk that was made before, or of a new one: many tests ask for the same."""
    key = made.model_dump_json(), policy, *how
    _STACKS[key] = stack = _STACKS.pop(key) if key in _STACKS else _stack(made, policy, *how)
    for oldest in list(_STACKS)[:-_MOST_STACKS]:
        del _STACKS[oldest]
    return deepcopy(stack)


def _stack(made: Scenario, policy: str, number: int, replicates: int, seed: int, strength: float) -> Stack:
    under = made.with_policy(policy)
    hubs, months = len(under.hubs), under.horizon_months
    towns = under.territory.towns
    opens = np.array([hub.opening_month(under.start) for hub in under.hubs])
    desks = np.array([float(hub.desks) for hub in under.hubs])
    payers = tuple(instrument.payers() for instrument in under.instruments)
    stack = Stack(
        policy=policy,
        months=months,
        hub_names=tuple(hub.name for hub in under.hubs),
        hub_towns=tuple(hub.town for hub in under.hubs),
        town_names=tuple(towns),
        instrument_names=tuple(instrument.name for instrument in under.instruments),
        instrument_payers=payers,
        instrument_pots=tuple(instrument.budget_eur or np.inf for instrument in under.instruments),
        opens=opens,
        desks=desks,
        fields=np.full(hubs, -1),
        hub=np.zeros((len(HUB_SERIES), replicates, months, hubs)),
        town=np.zeros((len(TOWN_SERIES), replicates, months, len(towns))),
        public=np.zeros((replicates, months, len(payers), hubs)),
        field_links=np.zeros((replicates, hubs, 8, 8)),
        changed=np.full((replicates, hubs), -1, dtype=np.int32),
    )
    rng = np.random.default_rng(seed)  # the same draws under every policy, as in paired runs
    taste = rng.normal(0, 0.25, (replicates, hubs))
    noise = rng.normal(0, 1, (replicates, months, hubs))
    stack.field_links[:] = np.triu(rng.poisson(0.35, (replicates, hubs, 8, 8)))
    stack.town[:] = rng.poisson(3, stack.town.shape)
    relief, host_paid, extra = number == 1, number == 2, 0.15 * (number == 3) + 0.08 * (number == 2)
    members, cash = desks * 0.3 * np.ones((replicates, hubs)), np.zeros((replicates, hubs)) + 9 * (114 * desks + 1670)
    state = np.full((replicates, hubs), PLANNED)
    low, reason = np.zeros((replicates, hubs)), np.full((replicates, hubs), NO_REASON)
    for month in range(months):
        alive = (month >= opens) & (state != CLOSED)
        state = np.where((month >= opens) & (state == PLANNED), OPEN, state)
        target = desks * strength * (1.3 + extra) * np.exp(taste)
        before = np.where(alive, members, 0)
        members = np.where(alive, np.clip(members + 0.06 * (target - members) + 0.5 * noise[:, month], 0, desks * 2), 0)
        size = np.where(state == DOWNSIZED, 0.6, 1.0)
        lines = {
            "fees_eur": 105 * members,
            "ancillary_eur": 24 * members,
            "office_fees_eur": 45 * members,
            "subsidy_eur": np.where(host_paid & (month < 24), 1250.0, 0),
            "owner_eur": 0 * members,
            "rent_eur": np.where(relief, 0.0, 90.0) * desks * size,
            "utilities_eur": 24 * desks * size,
            "host_eur": 1300 * size,
            "events_eur": 120 + 0 * members,
            "variable_eur": 12 * members,
            "debt_eur": 250 + 0 * members,
            "notice_eur": 0 * members,
            "works_eur": 0 * members,
        }
        income = sum(lines[name] for name in ("fees_eur", "ancillary_eur", "office_fees_eur", "subsidy_eur", "owner_eur"))
        net = np.where(
            alive,
            income
            - sum(
                value
                for name, value in lines.items()
                if name in ("rent_eur", "utilities_eur", "host_eur", "events_eur", "variable_eur", "debt_eur", "notice_eur", "works_eur")
            ),
            0,
        )
        cash = np.where(month >= opens, cash + net, 0 * cash) if month >= opens.max() else np.where(month >= opens, cash + net, cash)
        low = np.where(alive & (net < 0), low + 1, 0)
        shrink = alive & (state == OPEN) & (low > 12) & (cash < 9000)
        close = alive & (cash < -3.4 * (114 * desks + 1670))
        state = np.where(shrink, DOWNSIZED, state)
        state = np.where(close, CLOSED, state)
        reason = np.where(close, OUT_OF_CASH, np.where(shrink, LOW_RUNWAY, reason))
        stack.changed[(shrink | close) & (stack.changed < 0)] = month
        members = np.where(state == CLOSED, 0, members)
        values = {
            **{name: np.where(alive, value, 0) for name, value in lines.items()},
            "members": members,
            "flex": members * 0.5,
            "fixed": members * 0.3,
            "tenants": members * 0.2,
            "desks": desks * size * alive,
            "desk_use": np.where(alive, 0.8 * members / desks, 0),
            "state": state,
            "reason": reason,
            "cash_eur": np.where(month >= opens, cash, 0),
            "net_eur": net,
            "joins": np.maximum(members - before, 0),
            "leaves": 0.05 * before,
            "leaves_flex": 0.03 * before,
            "leaves_fixed": 0.02 * before,
            "employees": members * 0.2,
            "leaves_employees": 0.01 * before,
            "minutes": 17 * np.where(alive, 1, 0),
            "within_30": 0.93 * np.where(alive, 1, 0),
            "veterans": 0.6 * members,
            "veterans_linked": 0.33 * members,
            "new_person_person": 0.1 * members,
            "aware": 200 + members,
        }
        for name, value in values.items():
            stack.hub[HUB_COLUMN[name], :, month] = value
        stack.public[:, month, 0] = np.where(month == opens, 30_000, 0)
        if len(payers) > 1:
            stack.public[:, month, 1] = np.where(
                alive, (90 * desks if relief else 1250.0 if host_paid and month < 24 else 0 if host_paid else 30 * members), 0
            )
    return stack
