"""Why did this hub close, shrink or thrive? A ledger of causes of one future, and replays of all futures without one cause each."""

from dataclasses import asdict
from typing import Any, Final

import numpy as np

from experiments.languages import Words
from experiments.languages.known import SOURCE
from experiments.questions.answer import Refused, Said, Told
from experiments.questions.explain_course import follow
from experiments.questions.explain_found import FATES, Found, replay_title
from experiments.questions.explain_ledger import ledger
from experiments.questions.explain_replays import OPEN_AT_END, Cause, causes, ranked_by, replays, share, values_of
from experiments.questions.explain_said import said
from experiments.questions.variants import TITLES, asking, policy_as_one
from experiments.runs.replicates import run
from experiments.runs.results import Results
from model.compile_scenario.hubs import every_hub
from model.month.weighing import TERMS
from model.names import CLOSED, DOWNSIZED, PLANNED
from model.parameter_sets import ParameterSets
from model.scenario import BASELINE, Scenario
from model.scenario.policies import Plain

_ASKED: Final = "explained"  # the policy that is explained, among those of the runs


class Explanation(Found):
    """Why a hub fared as it did."""

    def numbers(self) -> dict[str, Any]:
        """Every number of the answer by name."""
        course = self.course
        return {
            "hub": self.hub, "policy": self.policy, "future": self.course.replicate, "fate": self.fate,
            "fates": {name: each._asdict() for name, each in self.fates.items()},
            "open_at_end": self.open_at_end._asdict(), "ranked_by": self.ranked_by, "base": dict(self.base),
            "events": [asdict(event) for event in self.ledger.events], "chain": list(self.ledger.chain),
            "losing_since": self.ledger.losing_since,
            "replays": [
                {
                    "kind": one.cause.kind, "about": one.cause.block, "policy": one.policy, "open_at_end": one.open_at_end._asdict(),
                    "members": one.members, "difference": one.difference._asdict(), "chance": one.chance, "clear": one.clear,
                    "same": one.same,
                }
                for one in self.replays
            ],
            "terms": list(TERMS), "worth_members": course.worth[:, 0].tolist(), "worth_others": course.worth[:, 1].tolist(),
            "people": course.people.tolist(), "willing": course.willing.tolist(), "elsewhere": course.elsewhere.tolist(),
            "without_consent": course.without_consent.tolist(), "members_lost": course.left.tolist(),
        }

    def said(self, lang: str, *, drawn: bool = True) -> Said:
        """The answer in words, tables and pictures."""
        return said(self, lang, drawn=drawn)


def explain(
    scenario: Scenario,
    *,
    hub: str | None = None,
    policy: str = BASELINE,
    future: int | None = None,
    replicates: int,
    seed: int = 1,
    workers: int | None = None,
    point: bool = False,
    sets: ParameterSets | None = None,
    told: Told = lambda stage, done, total: None,
    lang: str = "en",
    command: str = "",
) -> Explanation:
    """Why a hub fares as it does.

    Args:
        scenario: any.
        hub: which, by its short name; the one that fares worst by default.
        policy: under which policy.
        future: which future is told, from 0; by default the typical one (`typical`).
        replicates: futures.
        seed: of the study.
        workers: threads; results do not depend on it.
        point: whether all futures have the catalogue's defaults.
        sets: the table of parameter sets; the one that ships with the model by default.
        told: progress.
        lang: of the progress.
        command: what makes the answer again.

    Raises:
        Refused: when there is no such policy, hub or future, or the hub never opens.
    """
    _refuse(scenario, policy, hub, future, replicates)
    words, under = Words(lang, "explain"), scenario.with_policy(policy)
    first = asking(scenario, {} if policy == BASELINE else {_ASKED: policy_as_one(scenario, policy)})
    asked = BASELINE if policy == BASELINE else _ASKED
    chosen = hub is None and len(_hubs(scenario, policy)) > 1
    if hub is None:
        hub = _hubs(scenario, policy)[0]
        if chosen:  # the runs that choose are those of the study, without its replays
            stage = words("stage_choosing")
            alone = run(first, replicates=replicates, seed=seed, workers=workers, point=point, sets=sets,
                        progress=lambda done, total: told(stage, done, total))
            hub = worst(alone, asked)
    found = {f"replay_{number}": cause for number, cause in enumerate(causes(scenario, policy, hub), 1)}
    variants = {**first.written().get("policies", {}), **{name: _titled(cause, under) for name, cause in found.items()}}
    stage = words("stage_runs")
    results = run(asking(scenario, variants), replicates=replicates, seed=seed, workers=workers, point=point, sets=sets,
                  progress=lambda done, total: told(stage, done, total))
    replicate = typical(results, asked, hub) if future is None else future
    if not _opens(results, asked, hub).any():
        raise Refused(("never_opens", {"hub": hub, "futures": replicates}))
    if not _opens(results, asked, hub)[replicate]:
        opening = np.flatnonzero(_opens(results, asked, hub))
        raise Refused(("not_open_in", {"hub": hub, "future": replicate, "others": ", ".join(map(str, opening[:10]))}))
    course = follow(results, asked, hub, replicate, told, words("stage_future"))
    by = ranked_by(results, asked, hub)
    state = results.paths("state", asked, hub)[:, -1]
    fates = {name: share((state == code).astype(float), results.worlds) for code, name in FATES.items()}
    values = values_of(results, asked, hub)
    base, open_at_end = {name: float(each.mean()) for name, each in values.items()}, share(values[OPEN_AT_END], results.worlds)
    return Explanation(
        results, scenario, policy, hub, chosen, future is not None, course, ledger(course), fates, open_at_end, by, base,
        tuple(replays(results, asked, hub, found)), command,
    )


def _hubs(scenario: Scenario, policy: str) -> list[str]:
    """The hubs there are under a policy, rivals last."""
    return [hub.name for hub in every_hub(scenario if policy == BASELINE else scenario.with_policy(policy))]


def _refuse(scenario: Scenario, policy: str, hub: str | None, future: int | None, replicates: int) -> None:
    """Everything that is wrong with the question, before anything is run."""
    reasons: list[tuple[str, dict[str, object]]] = []
    known_policy = policy == BASELINE or policy in scenario.policies
    if not known_policy:
        reasons.append(("no_policy", {"policy": policy, "known": ", ".join(scenario.policies) or "–"}))
    known = _hubs(scenario, policy if known_policy else BASELINE)
    if hub is not None and known_policy and hub not in known:
        reasons.append(("no_hub", {"hub": hub, "known": ", ".join(known)}))
    if future is not None and not 0 <= future < replicates:
        reasons.append(("no_future", {"future": future, "futures": replicates, "last": replicates - 1}))
    if reasons:
        raise Refused(*reasons)


def _titled(cause: Cause, under: Scenario) -> Plain:
    """The policy of a replay under a title in every language that a policy has one in."""
    return {**cause.variant, **{key: replay_title(cause, under, key.partition("_")[2] or SOURCE) for key in TITLES}}


def _opens(results: Results, policy: str, hub: str) -> np.ndarray:
    """Whether the hub opens, in each future."""
    return (results.paths("state", policy, hub) != PLANNED).any(axis=1)


def worst(results: Results, policy: str) -> str:
    """The hub that closes in most futures; of those alike the one that shrinks or closes in most, then that with fewest members a desk."""
    stack = results.stack(policy)

    def fares(hub: str) -> tuple[float, float, float]:
        state, values = results.paths("state", policy, hub)[:, -1], values_of(results, policy, hub)
        desks = float(stack.desks[stack.hub_names.index(hub)])
        return -float((state == CLOSED).mean()), -float((state >= DOWNSIZED).mean()), float(values["members"].mean()) / desks

    return min((hub for hub in stack.hub_names if _opens(results, policy, hub).any()), key=fares, default=stack.hub_names[0])


def typical(results: Results, policy: str, hub: str) -> int:
    """The typical future of a hub: of those with its commonest fate, the one whose members run nearest, month by month, to their median.

    The worse of two fates as common, and the first of futures as near. Those in which it never opens do not count.
    """
    state, opens = results.paths("state", policy, hub)[:, -1], _opens(results, policy, hub)
    if not opens.any():
        return 0
    fate = max(FATES, key=lambda code: int(((state == code) & opens).sum()))  # the first of equal ones, and the worst comes first
    alike = np.flatnonzero((state == fate) & opens)
    members = results.paths("members", policy, hub)[alike].astype(float)
    return int(alike[np.abs(members - np.median(members, axis=0)).sum(axis=1).argmin()])
