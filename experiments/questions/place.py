"""Where and how to make a hub: its size, opening, operator, field, building and town, tried on the same worlds; and which hub first.

Options are narrowed on few worlds: sizes first, then one thing at a time around the best size, then the best single changes together. Those
that are left are run again on more worlds that had no part in choosing, and only these numbers are told: the best of many would look
better than it is on the worlds it was chosen on (ADR 0041).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from experiments.languages import SOURCE
from experiments.questions.answer import Refused, Said, Told
from experiments.questions.one_hub import hub_meant, months_to_age, titled, told_of_futures, with_hub
from experiments.questions.place_options import GENERAL, Asked, Option, around, changed, planned, refused, rent_forgone, sizes, works
from experiments.questions.place_runs import First, Found, Outlay, Tries, conversion_works, firsts, plain, tries, usual_fields
from experiments.questions.place_told import option_name, said
from experiments.questions.variants import asking, policy_as_one
from experiments.runs.replicates import run
from experiments.runs.results import Results
from model.draws import replicate_seed
from model.names import FIELDS
from model.parameter_sets import WORLDS_A_SET
from model.scenario import BASELINE, HubSpec, Scenario
from model.scenario.policies import Plain

REPLICATES: Final = 60  # of the second stage; of the command too
SCREENED: Final = (2 / 3, 1 / 3)  # of these replicates, in the first stage: for sizes, and for what is around the best of them
FINALISTS: Final = 5  # options that the second stage takes over beside the plan and the best changes together
LEAST_GAIN: Final = 0.05  # of the futures, for a single change to be among those put together
FRESH: Final = 1_000_000_007  # replicate of the study whose seed is that of the second stage: none is ever run with it
_LEAST_AGE: Final = 12


@dataclass(frozen=True)
class Place:
    """The answer: options narrowed down, run again on fresh worlds, and the one to take."""

    results: Results
    command: str
    found: Found

    def numbers(self) -> dict[str, Any]:
        """Options by stage."""
        found = self.found
        return {
            "hub": found.hub.name, "at": found.at, "seeds": list(found.seeds), "replicates": list(found.replicates),
            "recommended": found.fresh.cheapest_level.option._asdict(), "reference": found.fresh.reference._asdict(),
            "planned": planned(found.hub)._asdict(),
            "fresh": [plain(one) for one in found.fresh.ranked], "sizes": [plain(one) for one in found.sizes.tried],
            "around": [plain(one) for one in found.around.tried],
            "first": [{key: value if key == "hub" else value._asdict() for key, value in one._asdict().items()} for one in found.first],
        }  # fmt: skip

    def said(self, lang: str, *, drawn: bool = True) -> Said:
        """In words, tables and pictures."""
        return said(self.found, lang, drawn)


@dataclass(frozen=True)
class _Study:
    """What all stages share."""

    scenario: Scenario
    policy: str
    hub: HubSpec
    at: int
    months: int
    workers: int | None
    point: bool
    told: Told | None
    lang: str

    def run(self, options: Sequence[Option], replicates: int, seed: int, stage: str) -> tuple[Results, dict[Option, str]]:
        """Options as policies on the same worlds."""
        names = {option: f"option_{number}" for number, option in enumerate(options)}
        variants = {
            name: {
                **with_hub(self.scenario, self.policy, self.hub.name, changed(self.scenario, self.hub, option)),
                **titled(partial(option_name, option=option, plan=planned(self.hub))),
            }
            for option, name in names.items()
        }
        if self.policy == BASELINE and planned(self.hub) in names:  # the plan is the baseline itself
            del variants[names[planned(self.hub)]]
            names[planned(self.hub)] = BASELINE
        return self.run_variants(variants, replicates, seed, stage), names

    def run_variants(self, variants: Mapping[str, Plain], replicates: int, seed: int, stage: str) -> Results:
        """Policies on the same worlds."""
        asked = asking(self.scenario, variants, months=self.months)
        progress = told_of_futures(self.told, self.lang, stage)
        return run(asked, replicates=replicates, seed=seed, workers=self.workers, point=self.point, progress=progress)

    def tries(self, results: Results, names: dict[Option, str], reference: Option | None = None) -> Tries:
        """What the runs say of them."""
        made_over = conversion_works(self.scenario, self.policy, self.hub.name)
        outlays = {}
        for option in names:
            first, second = works(self.scenario, self.hub, option) if made_over is None else (made_over, 0.0)
            if self.hub.already_open is not None:  # whose works are done
                first = second = 0.0
            outlays[option] = Outlay(first, second, rent_forgone(self.scenario, self.hub, option))
        return tries(results, self.hub.name, self.at, names, outlays, self.hub.opening_month(self.scenario.start), reference)


def place(
    scenario: Scenario, *, asked: Asked | None = None, hub: str | None = None, policy: str = BASELINE, at: int = 36,
    replicates: int = REPLICATES, seed: int = 1, workers: int | None = None, point: bool = False, command: str = "",
    told: Told | None = None, lang: str = SOURCE,
) -> Place:
    """Try sizes and what goes with them, and say which way to make the hub.

    Args:
        scenario: any; towns are those of its territory.
        asked: what is to be tried.
        hub: which of its hubs; by default the one that decides its question, or the first.
        policy: under which it is asked.
        at: months of life at which the hub is to be viable.
        replicates: worlds of the second stage; the first takes two thirds of them for sizes, and one for the rest.
        seed: of the study; the second stage has a seed made from it.
        workers: threads.
        point: whether all replicates have the catalogue's defaults.
        command: what makes it again.
        told: told of the progress.
        lang: of what it is told.

    Raises:
        Refused: naming everything that cannot be tried.
    """
    asked, meant = asked or Asked(), hub_meant(scenario, policy, hub)
    months, wrong = months_to_age(scenario, meant, at, _LEAST_AGE)
    wrong += refused(scenario, meant, asked)
    if wrong:
        raise Refused(*wrong)
    study = _Study(scenario, policy, meant, at, max(months, _longest(scenario, at)), workers, point, told, lang)
    for_sizes, few = (max(WORLDS_A_SET, int(share * replicates) // WORLDS_A_SET * WORLDS_A_SET) for share in SCREENED)
    fresh_seed = int(replicate_seed(seed, FRESH))
    results, names = study.run(sizes(scenario, meant, asked), for_sizes, seed, "place_sizes")
    by_size = study.tries(results, names)
    fields = usual_fields(results, meant.name, at, names[by_size.reference], [f for f in FIELDS if f != meant.specialisation])
    fields = [f for f in (meant.specialisation, *fields) if f and f != GENERAL]
    others = around(scenario, meant, by_size.reference, asked, fields)
    near = study.tries(*study.run([by_size.reference, *others], few, seed, "place_around"), by_size.reference)
    finalists = chosen(planned(meant), by_size, near)
    results, names = study.run(finalists, replicates, fresh_seed, "place_fresh")
    fresh = study.tries(results, names, finalists[0])
    if fresh.better:  # the first worlds misled: what is clearly better on the fresh ones takes the place of what looked best
        fresh = study.tries(results, names, max(fresh.better, key=lambda one: one.share.value).option)
    first = _which_first(study, for_sizes, seed, replicates, fresh_seed)
    parts = (tuple(first), (seed, fresh_seed), (for_sizes, few, replicates), len(scenario.territory.towns))
    found = Found(meant, at, finalists[0], by_size, near, fresh, study.tries(results, names, planned(meant)), *parts)
    return Place(results, command, found)


def chosen(plan: Option, by_size: Tries, near: Tries) -> list[Option]:
    """The options for the second stage: the best of the first leads, the plan and the best changes together are among them."""
    tried = {one.option: one for one in (*by_size.tried, *near.tried)}
    best = sorted(tried.values(), key=lambda one: (-one.share.value, one.cost.value))
    together = put_together(near)
    return list(dict.fromkeys([*(one.option for one in best[:FINALISTS]), by_size.reference, together, plan]))


def put_together(near: Tries) -> Option:
    """The size with the best change of each kind, of those that promise something."""
    size = near.reference
    gains: dict[str, tuple[float, Any]] = {}
    for one in near.tried:
        apart = [key for key in Option._fields if getattr(one.option, key) != getattr(size, key)]
        if len(apart) == 1 and one.behind.value >= max(LEAST_GAIN, gains.get(apart[0], (0.0, None))[0]):
            gains[apart[0]] = one.behind.value, getattr(one.option, apart[0])
    return size._replace(**{key: value for key, (_, value) in gains.items()})


# --- several hubs ---


def _longest(scenario: Scenario, at: int) -> int:
    """Months until every hub that has a month of opening has lived so long."""
    return max(at + hub.opening_month(scenario.start) for hub in scenario.hubs if not hub.when_viable) if _several(scenario) else 0


def _several(scenario: Scenario) -> list[str]:
    """The hubs that could each be opened first."""
    hubs = [hub.name for hub in scenario.hubs if not hub.when_viable and hub.already_open is None]
    return hubs if len(hubs) > 1 else []


def _which_first(study: _Study, few: int, seed: int, replicates: int, fresh_seed: int) -> list[First]:
    """Each of several hubs opened alone: the first by the first worlds, unless the fresh ones clearly say another."""
    hubs = _several(study.scenario)
    if not hubs:
        return []
    alone = {hub: f"alone_{number}" for number, hub in enumerate(hubs)}
    together = BASELINE if study.policy == BASELINE else "together"
    variants = {name: _alone(study, hub, hubs) for hub, name in alone.items()}
    if together != BASELINE:
        variants[together] = policy_as_one(study.scenario, study.policy)
    leads = firsts(study.run_variants(variants, few, seed, "place_first"), study.at, alone, together)[0].hub
    return firsts(study.run_variants(variants, replicates, fresh_seed, "place_first"), study.at, alone, together, leads)


def _alone(study: _Study, hub: str, hubs: Sequence[str]) -> Plain:
    """A policy under which the other hubs do not open within the run."""
    contents = policy_as_one(study.scenario, study.policy)
    for other in hubs:
        if other != hub:
            block = contents.setdefault("hubs", {}).setdefault(other, {})
            block.update({"opens": study.months, "phases": [], "agreed_until": None})
    return {**contents, "title": hub}
