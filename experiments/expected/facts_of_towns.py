"""The facts F1 to F16 of docs/evidence.md, as they are read from the shipped cases and from the small hubs of F4."""

from typing import Final

import numpy as np

from experiments.expected.claims import Claim
from experiments.expected.measured_cases import F4_TOWNS, Runs
from experiments.expected.readings import at, by_member, changes, closings, mean, pooled, ratio, series
from model.names import DOWNSIZED
from model.territory.towns import TOWNS

_EARLY: Final = 24  # months within which F4 counts closings
_MANY: Final = 50  # members with a year behind them, below which a share says nothing


def _peak_by(runs: Runs, month: int, members: float) -> float:
    return float((series(runs["pavia"].stack(), "members")[:, :month, 0].max(axis=1) >= members).mean())


def _smaller_at(runs: Runs, month: int) -> float:
    return float((at(runs["sondrio"], "state", month) == DOWNSIZED).mean())


def _flatness(runs: Runs) -> float:
    """Largest gap, in points, of the collaboration share between months with 15-30, 30-60 and more than 60 members."""
    stack = runs["pavia"].stack()
    members, veterans, linked = (series(stack, name) for name in ("members", "veterans", "veterans_linked"))
    shares = []
    for low, high in ((15, 30), (30, 60), (60, np.inf)):
        chosen = (members >= low) & (members < high)
        if veterans[chosen].sum() >= _MANY:
            shares.append(linked[chosen].sum() / veterans[chosen].sum())
    return float(max(shares) - min(shares)) if len(shares) > 1 else float("nan")


def closed_by_town(runs: Runs) -> list[float]:
    """Share of the hubs of F4 closed within 24 months, town by town."""
    return [float((closings([results]) <= _EARLY).mean()) for results in runs.each("new hub", F4_TOWNS)]


def _across_fields(runs: Runs, policy: str) -> float:
    return float(series(runs["brescia"].stack(policy), "new_different").sum(axis=(1, 2)).mean())


def _of_the_field(runs: Runs, policy: str) -> float:
    """Share of creative persons and firms among the members of Mantova's hub, over all months."""
    stack = runs["mantova"].stack(policy)
    return ratio(series(stack, "members_creative"), series(stack, "members"))


def _some(runs: Runs, case: str, first: str, second: str) -> float:
    """Share of the runs in which two fields begin at least one collaboration."""
    return float((runs[case].links_between(first, second) >= 1).mean())


def _remote_workers_at_hubs(runs: Runs) -> float:
    employees = at(runs["ten hubs"], "employees", 24).sum(axis=1).mean()
    return float(employees / TOWNS["brescia"].remote_workers.value)


TOWN_FACTS: Final = (
    Claim("F1 changed", "Sondrio's hub has shrunk or closed within 36 months", lambda r: float((changes(r["sondrio"]) <= 36).mean()), 0.5,
          1.0, "C", percent=True),
    Claim("F1 use", "Sondrio: desk use at 24 months", lambda r: mean(r["sondrio"], "desk_use_24"), 0.0, 0.65, "C", percent=True),
    Claim("F1 some", "Sondrio: open but smaller at 36 months (some, not only closures)", lambda r: _smaller_at(r, 36), 0.05, 1.0, "C",
          percent=True),
    Claim("F2 sixty", "Pavia's hub has reached 60 members by month 36", lambda r: _peak_by(r, 36, 60), 0.3, 1.0, "C", percent=True),
    Claim("F2 density", "Pavia: members per opening desk at 36 months",
          lambda r: mean(r["pavia"], "members_36") / float(r["pavia"].stack().desks[0]), 0.0, 2.0, "C"),
    Claim("F2 changed", "Pavia: shrunk or closed on the way, by 36 months", lambda r: mean(r["pavia"], "shrunk_or_closed_36"), 0.0, 0.35,
          "C", percent=True),
    Claim("F1 × F2", "Sondrio's hub moved to Pavia shrinks or closes less often: difference",
          lambda r: mean(r["sondrio's hub in pavia"], "shrunk_or_closed_36") - mean(r["sondrio"], "shrunk_or_closed_36"), -1.0, -0.1, "C",
          percent=True),
    Claim("F3 level", "Members with a year behind them who found a collaboration in it (Pavia, hubs of 15 and more)",
          lambda r: pooled(r["pavia"], "veterans_linked", "veterans", at_least=15), 0.45, 0.65, "C", percent=True),
    Claim("F3 flat", "The same share between small and large hubs: largest gap", _flatness, 0.0, 0.2, "V", percent=True),
    Claim("F4 mean", "New unsubsidised small-town hubs closed within 24 months (mean of five towns)",
          lambda r: float(np.mean(closed_by_town(r))), 0.1, 0.35, "C", percent=True),
    Claim("F4 towns", "Of the five towns, those with 2 to 60 % of these hubs closed within 24 months",
          lambda r: float(sum(0.02 <= share <= 0.6 for share in closed_by_town(r))), 4, 5, "T"),
    Claim("F5", "Remote workers of Brescia who are members of one of ten hubs of 40 desks, at 24 months", _remote_workers_at_hubs, 0.02,
          0.12, "V", percent=True),
    Claim("F6 level", "Mantova's hub for culture: members of its field in the last month", lambda r: mean(r["mantova"], "own_field_share"),
          0.6, 1.0, "C", percent=True),
    Claim("F6 draws", "Share of creative members there, over that in the same hub open to all fields",
          lambda r: ratio(_of_the_field(r, "baseline"), _of_the_field(r, "general_twin")), 1.0, use="C"),
    Claim("F7", "Brescia: collaborations across fields with two events a month, over those without events",
          lambda r: ratio(_across_fields(r, "baseline"), _across_fields(r, "no_events")), 1.5, 2.5, "V"),
    Claim("F8", "Cremona: runs with a collaboration of digital and agri-food", lambda r: _some(r, "cremona", "digital", "agrifood"), 0.5,
          1.0, "C", percent=True),
    Claim("F9", "Lodi: runs with a collaboration of lawyers and marketing", lambda r: _some(r, "lodi", "legal", "marketing"), 0.5, 1.0, "C",
          percent=True),
    Claim("F12 advised", "Lomazzo's desk: advised firms of one or two staff", lambda r: mean(r["como"], "advised_micro_share", "desk"),
          0.75, 1.0, "V", percent=True),
    Claim("F12 tenants", "Lomazzo: tenants of one or two staff (fewer than of those advised)",
          lambda r: mean(r["como"], "tenants_micro_share"), 0.0, 0.75, "V", percent=True),
    Claim("F12 clients", "Lomazzo: client firms at the end, with the desk less without",
          lambda r: mean(r["como"], "clients_final", "desk") - mean(r["como"], "clients_final"), 1.0, use="V"),
    Claim("F15 minutes", "Mean one-way travel of members, minutes (Pavia, people counted to 40 minutes)",
          lambda r: by_member(r["pavia to 40 minutes"], "minutes"), 15, 22, "C"),
    Claim("F15 near", "Members within 30 minutes (Pavia, people counted to 40 minutes)",
          lambda r: by_member(r["pavia to 40 minutes"], "within_30"), 0.9, 1.0, "C", percent=True),
    Claim("F16 churn", "Pavia: members lost a month", lambda r: pooled(r["pavia"], "leaves", "members", 6), 0.03, 0.08, "C", percent=True),
    Claim("F16 plans", "Pavia: flex members lost a month less fixed and office members lost",
          lambda r: mean(r["pavia"], "churn_flex") - mean(r["pavia"], "churn_fixed"), 0.0, 0.2, "C", percent=True),
    Claim("F16 employees", "Pavia: mean stay of employees, months", lambda r: pooled(r["pavia"], "employees", "leaves_employees", 6), 5, 10,
          "C"),
)
