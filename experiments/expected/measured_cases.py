"""The cases that facts and contradictions are read from, each by name, and their runs: made once, when first asked for, and shared."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from model.parameters import CATALOGUE
from model.territory.towns import TOWNS

if TYPE_CHECKING:
    from experiments.runs.results import Results
    from model.scenario import HubSpec, Scenario

F4_TOWNS: Final = ("sondrio", "lecco", "lodi", "mantova", "cremona")
SMALL_TOWNS: Final = ("sondrio", "lodi", "lecco", "mantova")  # of F17 to F21: 15,000 to 60,000 residents, one hub each
ORDINARY: Final = "desks: 20, offices: 4, host_fte: 0.5, events_per_month: 1, works_eur: 20000"  # F17: ordinary support
_KEPT_ALIVE: Final = "opening_cash_eur: 400000, may_downsize: false, may_expand: false"
_BREAK_EVEN: Final = {  # hubs of docs/evidence.md §1.3
    "volunteers": "desks: 14, host_fte: 0, operator: volunteer",
    "half_time": "desks: 14, host_fte: 0.5",
    "half_time_no_rent": "desks: 14, host_fte: 0.5, rent_eur_m2: 0",
    "full_time": "desks: 30, host_fte: 1",
    "full_time_no_rent": "desks: 30, host_fte: 1, rent_eur_m2: 0",
    "large": "desks: 60, host_fte: 1",
}
_UNTIL_36: Final = (
    "{type: host_salary, payer: municipality, share: 1, end: 36}, {type: rent_relief, payer: municipality, share: 1, end: 36}"
)
_TEXT: Final = """
title: {name}
question: A case of docs/validation.md
start: "2022-01"
horizon_months: {months}
territory: {{towns: [{town}], catchment_minutes: {minutes}, overrides: {{{people}}}}}
hubs: [{hubs}]
instruments: [{instruments}]
"""


@dataclass(frozen=True)
class MeasuredCase:
    """A scenario to run, with the policies that are run beside it, and the share of the replicates that it needs.

    `fit` says how many replicates, over how many months, one evaluation of a fit takes; (0, 0) for a case that no fitted fact reads.
    """

    scenario: "Callable[[], Scenario]"
    policies: tuple[str, ...] = ()
    share: float = 1.0
    parameters: Mapping[str, float] = field(default_factory=dict)
    fit: tuple[int, int] = (0, 0)

    def replicates(self, replicates: int) -> int:
        """Replicates of this case where the others have so many."""
        return max(2, round(self.share * replicates))


def hub_of(
    name: str, town: str, hub: str, *, months: int = 36, minutes: int = 30, people: str = "", instruments: str = "", hubs: int = 1
) -> "Callable[[], Scenario]":
    """One hub in one town (or `hubs` equal ones), as the keys of a scenario file, read as any file is.

    Hubs are named by their town: the same operator in all cases of a town, another one in each town (names are the keys of draws).
    """

    def read() -> "Scenario":
        from model.scenario import read_text

        written = ", ".join(f"{{name: {town}_{n + 1}, town: {town}, {hub}}}" for n in range(hubs))
        text = _TEXT.format(name=name, town=town, months=months, minutes=minutes, people=people, hubs=written, instruments=instruments)
        scenario, problems = read_text(text, name.replace(" ", "_"))
        if scenario is None:
            raise ValueError("; ".join(str(problem) for problem in problems))
        return scenario

    return read


def residents(number: int, of: str = "sondrio") -> str:
    """Overrides that make a town one of so many residents, with its own shares of professionals, remote workers and firms."""
    town = TOWNS[of]
    kept = number / town.residents.value
    figures = ", ".join(f"{name}: {getattr(town, name).value * kept:.0f}" for name in ("professionals", "remote_workers", "firms"))
    return f"{of}: {{residents: {number}, {figures}}}"


def _shipped(name: str, **territory: float) -> "Callable[[], Scenario]":
    def read() -> "Scenario":
        from model.scenario import load_scenario

        scenario = load_scenario(name)
        return scenario.model_copy(update={"territory": scenario.territory.model_copy(update=territory)}) if territory else scenario

    return read


def _changed(name: str, change: "Callable[[Scenario, HubSpec], dict[str, object]]") -> "Callable[[], Scenario]":
    """A shipped case alone, without policies, with something of it or of its first hub changed."""

    def read() -> "Scenario":
        from model.scenario import load_scenario

        scenario = load_scenario(name).with_policy("baseline")
        return scenario.model_copy(update=change(scenario, scenario.hubs[0]))

    return read


def _adda_on_own_means(scenario: "Scenario", hub: "HubSpec") -> dict[str, object]:
    return {"instruments": (), "hubs": (hub.model_copy(update={"offices_let_at_opening": 0}),)}


def _adda_in_pavia(scenario: "Scenario", hub: "HubSpec") -> dict[str, object]:
    from model.scenario import load_scenario

    pavia = load_scenario("pavia_growth").territory
    return {"territory": pavia, "hubs": (hub.model_copy(update={"town": "pavia"}),)}


def _offices_alone(scenario: "Scenario", hub: "HubSpec") -> dict[str, object]:
    """Fixed desks at a price nobody pays, and no founders: whoever leaves what is not flex leaves an office."""
    prices = hub.prices.model_copy(update={"fixed": 10_000.0})
    return {"hubs": (hub.model_copy(update={"prices": prices, "founders": 0.0}),)}


WORD_OF_MOUTH: Final = ("awareness_word_of_mouth", "beta_s")


def _at(end: str) -> dict[str, float]:
    """The parameters of word of mouth, those that the catalogue has, at the low or high end of their range."""
    return {name: getattr(CATALOGUE[name], end) for name in WORD_OF_MOUTH if name in CATALOGUE}


def _of_each(what: str, towns: Iterable[str], hub: str, fit: tuple[int, int] = (0, 0), **more: object) -> dict[str, MeasuredCase]:
    return {f"{what} {town}": MeasuredCase(hub_of(f"{what} {town}", town, hub, **more), fit=fit) for town in towns}  # type: ignore[arg-type]


CASES: Final[Mapping[str, MeasuredCase]] = {
    "sondrio": MeasuredCase(_shipped("sondrio_downsizing"), fit=(12, 36)),
    "pavia": MeasuredCase(_shipped("pavia_growth"), ("rivals", "voucher")),
    "pavia alone": MeasuredCase(_shipped("pavia_growth"), fit=(4, 36)),
    "pavia to 20 minutes": MeasuredCase(_shipped("pavia_growth", catchment_minutes=20.0), share=0.5, fit=(1, 24)),
    "pavia to 40 minutes": MeasuredCase(_shipped("pavia_growth", catchment_minutes=40.0), share=0.5, fit=(2, 24)),
    **{
        f"pavia, {desks} desks": MeasuredCase(
            hub_of(f"pavia, {desks} desks", "pavia", f"desks: {desks}, host_fte: 1, events_per_month: 2"), share=0.5, fit=(3, 36)
        )
        for desks in (14, 64)
    },
    "sondrio's hub in pavia": MeasuredCase(_changed("sondrio_downsizing", _adda_in_pavia)),
    "sondrio's hub on own means": MeasuredCase(_changed("sondrio_downsizing", _adda_on_own_means)),
    "brescia": MeasuredCase(_shipped("brescia_regeneration"), ("no_events",), 0.5),
    "brescia, offices alone": MeasuredCase(_changed("brescia_regeneration", _offices_alone), share=0.5),
    "cremona": MeasuredCase(_shipped("cremona_agritech")),
    "lodi": MeasuredCase(_shipped("lodi_bundles")),
    "mantova": MeasuredCase(_shipped("mantova_culture"), ("general_twin",)),
    "como": MeasuredCase(_shipped("como_advisory_desk"), ("desk",), 0.5),
    "commuters": MeasuredCase(_shipped("milan_commuters"), share=0.5),
    **_of_each("new hub", F4_TOWNS, "desks: 14", (4, 24), months=60),
    **_of_each("ordinary", SMALL_TOWNS, ORDINARY, (5, 18)),
    **_of_each("ordinary", ("cremona", "pavia"), ORDINARY),
    "ordinary brescia": MeasuredCase(hub_of("ordinary brescia", "brescia", ORDINARY, months=132), share=0.5),
    "sixty desks": MeasuredCase(hub_of("sixty desks", "sondrio", ORDINARY.replace("desks: 20", "desks: 60"), months=3)),
    "ten hubs": MeasuredCase(
        hub_of("ten hubs", "brescia", "desks: 40, offices: 4, host_fte: 1, events_per_month: 2", months=24, minutes=0, hubs=10), share=0.25
    ),
    **_of_each("desks only", SMALL_TOWNS, "desks: 20, host_fte: 0.5, events_per_month: 1, works_eur: 20000", months=24),
    **_of_each("offices", SMALL_TOWNS, "desks: 10, offices: 6, host_fte: 0.5, events_per_month: 1, works_eur: 20000", months=24),
    **_of_each("group", ("sondrio", "lodi"), f"{ORDINARY}, founders: 15"),
    **_of_each("no group", ("sondrio", "lodi"), f"{ORDINARY}, founders: 0"),
    **_of_each("supported", SMALL_TOWNS, ORDINARY, (2, 84), months=84, instruments=_UNTIL_36),
    "anchored lodi": MeasuredCase(
        hub_of("anchored lodi", "lodi", ORDINARY, instruments="{type: anchor_tenancy, payer: municipality, desks: 6}")
    ),
    "village group": MeasuredCase(
        hub_of(
            "village group", "sondrio",
            "desks: 16, founders: 14, operator: volunteer, building: own, host_fte: 0, works_eur: 5000, may_downsize: false",
            minutes=0, people=residents(1_000),
        )
    ),
    "municipal room": MeasuredCase(
        hub_of(
            "municipal room", "sondrio",
            "desks: 8, operator: public, m2: 120, rent_eur_m2: 4, host_fte: 0, events_per_month: 0, works_eur: 5000, "
            "opening_cash_eur: 20000, may_downsize: false",
            months=24, minutes=0, people=residents(4_000),
        )
    ),
    **{
        f"break even {name}": MeasuredCase(hub_of(f"break even {name}", "lodi", f"{hub}, {_KEPT_ALIVE}", months=24), share=0.25)
        for name, hub in _BREAK_EVEN.items()
    },
    **{
        f"town of {thousands},000": MeasuredCase(
            hub_of(
                f"town of {thousands},000", "sondrio", f"desks: 22, {_KEPT_ALIVE}",
                months=24, minutes=0, people=residents(thousands * 1_000),
            )
        )
        for thousands in (5, 15, 80)
    },
    **{
        f"{town}, word of mouth {end}": MeasuredCase(_shipped(name), parameters=_at(end), share=share)
        for town, name, share in (("sondrio", "sondrio_downsizing", 1.0), ("pavia", "pavia_growth", 0.5))
        for end in ("low", "high")
    },
}
"""The cases by name. A share below one is for what is large and speaks of means."""

Told = Callable[[int, int], None]


class Runs:
    """Runs of the cases under one set of parameters: `runs["pavia"]` makes them when first asked for and keeps them.

    Args:
        replicates: of each case; of a case with a share, that share of them.
        parameters: values that replace those of every case.
        told: told (replicates done, replicates of all cases) as they are made.
        beneath: values that stand in for the catalogue's defaults, beneath what a case says.
    """

    def __init__(
        self, replicates: int, seed: int = 1, parameters: Mapping[str, float] | None = None, told: Told | None = None,
        beneath: Mapping[str, float] | None = None,
    ) -> None:
        self.replicates, self.seed, self.parameters, self._told = replicates, seed, dict(parameters or {}), told
        self.beneath = dict(beneath or {})
        self._made: dict[str, Results] = {}
        self._done = 0

    def __getitem__(self, name: str) -> "Results":
        if name not in self._made:
            self._made[name] = self._run(name, CASES[name])
        return self._made[name]

    def each(self, what: str, towns: Iterable[str]) -> "list[Results]":
        """The cases of a family, such as `each("ordinary", SMALL_TOWNS)`."""
        return [self[f"{what} {town}"] for town in towns]

    def _run(self, name: str, case: MeasuredCase) -> "Results":
        from experiments.runs.replicates import run

        scenario, number = case.scenario(), case.replicates(self.replicates)
        parameters = {**self.beneath, **scenario.parameters, **case.parameters, **self.parameters}
        scenario = scenario.model_copy(update={"name": name, "parameters": parameters})
        before, total = self._done, all_replicates(self.replicates)
        self._done += number

        def told(done: int, _: int) -> None:
            if self._told is not None:
                self._told(before + done, total)

        return run(scenario, replicates=number, seed=self.seed, policies=case.policies, point=True, progress=told)


def all_replicates(replicates: int) -> int:
    """Replicates of all cases together."""
    return sum(case.replicates(replicates) for case in CASES.values())
