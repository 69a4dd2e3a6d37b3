"""What is measured, assumed or scenario only: the numbers behind the result, and the results no fact can check."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from experiments.languages.problems import told_message
from experiments.report import findings
from experiments.report.reader import Reader
from model.catalogue import Parameter, Table
from model.compile_scenario.hub_figures import HubFigure, figures_of
from model.parameters import CATALOGUE, TABLES, Parameters
from model.scenario import read_text
from model.scenario.extending import QUESTION
from model.territory import Place, Ring, Settlement, territory
from model.territory.figure import GIVEN

_KINDS: Final = ("measured", "survey", "expert", "assumed", "promotional")
_EXAMPLES: Final[Mapping[str, tuple[str, ...]]] = {
    "measured": ("lease_notice_months", "milan_income_ratio"),
    "survey": ("rent_eur_m2", "price_fixed_eur", "m2_per_desk"),
    "expert": ("opening_cash_months", "awareness_promotion"),
    "assumed": ("habit", "need_rate"),
    "promotional": ("complementarity",),
}
_TOWN_FIGURES: Final = ("residents", "professionals", "remote_workers", "firms", "mean_income_eur", "minutes_to_metropolis")
_COUNTED: Final = ("residents", "professionals", "remote_workers", "firms")
_MOST_WARNINGS: Final = 12
_OPEN_TOWNS: Final = 1  # towns whose figures are shown unfolded
_OF_A_HUB: Final = (
    "operator", "building", "desks", "offices", "m2", "rent_eur_m2", "utilities_eur_m2", "host_fte", "host_cost_eur", "events_per_month",
    "works_eur", "prices.day", "prices.flex", "prices.fixed", "prices.office", "opening_cash_eur", "credit_eur",
)  # fmt: skip
_ONLY_STATED: Final = ("m2", "opening_cash_eur", "credit_eur")  # what stands for them is told with the loans
_CAUSES: Final = ("habit", "beta_n")  # parameters of what such hubs are said to fail of; at zero it is not there
_TELLING: Final = 3  # to one: from these odds on, facts are commonly said to speak for something (Kass and Raftery 1995)


def evidence(reader: Reader) -> dict[str, Any]:
    """The numbers of the model by kind of evidence, with examples, and all of them with their sources."""
    t = reader.t
    entries: list[Parameter | Table] = [*CATALOGUE.values(), *TABLES.values()]
    kinds = []
    for kind in _KINDS:
        count = sum(entry.evidence == kind for entry in entries)
        known = [entry for name in _EXAMPLES[kind] if (entry := CATALOGUE.get(name) or TABLES.get(name)) is not None]
        examples = " ".join(reader.t.parameter(entry) for entry in known if entry.evidence == kind)
        kinds.append(
            {
                "name": t.name("evidence", kind),
                "meaning": t.name("evidence_long", kind),
                "count": count,
                "kind": kind,
                "share": count / len(entries),
                "examples": examples,
            }
        )
    changed = list(reader.results.scenario.parameters)
    text = t("evidence_changed", count=len(changed), names=", ".join(changed)) if changed else t("evidence_unchanged")
    return {"kinds": kinds, "changed": text, "all": _catalogue_rows(reader)}


def causes(reader: Reader) -> list[str]:
    """Of each cause that is told of such hubs, how many of the parameter sets that fit the facts go without it.

    Nothing of a cause that the search could not leave out, for its sets say nothing of it.
    """
    sets, t = reader.results.sets, reader.t
    said: list[str] = []
    if sets is None:
        return said
    could = sets.provenance.get("mass at zero", {})
    for name in _CAUSES:
        if not could.get(name) or name in reader.results.scenario.parameters:
            continue
        without = float(sets.weights[sets.values[:, sets.names.index(name)] == 0].sum() / sets.weights.sum())
        seen = max(without, 0.5 / len(sets))  # none of so many is not never
        odds = (1 - seen) / seen * could[name] / (1 - could[name])  # after the facts, over before them
        verdict = t("cause_decided", odds=int(odds)) if odds >= _TELLING else t("cause_open")
        shares = {"without": reader.t.number(without * 100), "before": reader.t.number(could[name] * 100)}
        said.append(t("cause", cause=t(f"cause_of_{name}"), verdict=verdict, **shares))
    return said


def _catalogue_rows(reader: Reader) -> list[dict[str, Any]]:
    used = Parameters(reader.results.scenario.parameters)
    rows = []
    for name, entry in CATALOGUE.items():
        low, high = (_plain(reader, bound) for bound in (entry.low, entry.high))
        rows.append(
            {
                "name": name,
                "meaning": reader.t.parameter(entry),
                "value": _plain(reader, used[name]),
                "unit": reader.t.unit(entry.unit),
                "kind": entry.evidence,
                "range": "–" if entry.low == entry.high else f"{low} – {high}",
                "evidence": reader.t.name("evidence_one", entry.evidence),
                "source": entry.source,
                "changed": used[name] != entry.default,
            }
        )
    return rows


def _plain(reader: Reader, value: float) -> str:
    """A parameter with the figures it has, up to four."""
    _, _, part = f"{float(f'{value:.4g}'):.10f}".partition(".")
    return reader.t.number(value, len(part.rstrip("0")))


def towns(reader: Reader) -> list[dict[str, Any]]:
    """The figures of each town and of the municipalities around it, with year, source and whether they are measured."""
    spec = reader.results.scenario.territory
    changes = {town: block.model_dump(exclude_none=True) for town, block in spec.overrides.items()}
    land = territory(spec.towns, spec.catchment_minutes, changes, spec.atlas())
    tables = []
    for number, town in enumerate(land.settlements):
        around = [place for place in land.places if place.town == town.key and place.ring > 0]
        rows = [_town_row(reader, town, name, changes.get(town.key, {}), around, land.rings[number]) for name in _TOWN_FIGURES]
        tables.append({"name": town.name, "rows": rows, "around": bool(around), "unfolded": number < _OPEN_TOWNS and len(spec.towns) == 1})
    return tables


def _town_row(
    reader: Reader, town: Settlement, name: str, changes: Mapping[str, float], around: list[Place], rings: Sequence[Ring]
) -> dict[str, Any]:
    t = reader.t
    figure = town.figures()[name]
    stated = name in changes or figure.source == GIVEN
    value = t.number(changes.get(name, figure.value))
    if name == "minutes_to_metropolis" and name not in changes and _no_metropolis(reader, town):
        value = "–"
    kind = "scenario" if stated else "measured" if figure.measured else "estimated"
    ring, ring_kind = "–", ""
    if around and name in _COUNTED:
        counted = all(getattr(one, name).measured for one in rings)
        ring, ring_kind = t.number(sum(getattr(place, name) for place in around)), t("figure_measured" if counted else "figure_estimated")
    note = f" ({t.name('figure_note', figure.note)})" if figure.note else ""
    source = f"{t.name('figure_source', figure.source)}, {figure.year}{note}"
    if stated:
        source = t("figure_none" if value == "–" else "figure_scenario")
    metropolis = f" ({town.metropolis})" if name == "minutes_to_metropolis" and town.metropolis else ""
    return {
        "name": t.name("territory", name) + metropolis,
        "value": value,
        "around": ring,
        "around_kind": ring_kind,
        "kind": kind,
        "measured": t(f"figure_{kind}"),
        "source": source,
    }


def _no_metropolis(reader: Reader, town: Settlement) -> bool:
    """Whether a place of the scenario's own says neither how far the metropolis is nor where it lies: the model then sends nobody there."""
    own = {place.key: place for place in reader.results.scenario.territory.atlas().places}
    return town.key in own and own[town.key].position is None and own[town.key].minutes_to_metropolis is None


def hub_inputs(reader: Reader) -> list[dict[str, str]]:
    """What the scenario says of its only hub, and what is taken from the catalogue; nothing for several hubs."""
    if not reader.one_hub:
        return []
    scenario = reader.results.scenario
    found = {one.figure: one for one in figures_of(scenario.hubs[0], Parameters(scenario.parameters))}
    shown = [found[key] for key in _OF_A_HUB if key in found]
    return [_hub_input(reader, one) for one in shown if not (one.parameter and one.figure in _ONLY_STATED)]


def _hub_input(reader: Reader, one: HubFigure) -> dict[str, str]:
    name = reader.t.name("hub", one.figure.replace("prices.", "price_"))
    value = reader.t.name(one.figure, one.value) if isinstance(one.value, str) else _plain(reader, one.value)
    if not one.parameter:
        return {"name": name, "value": value, "origin": reader.t("from_scenario"), "kind": "scenario"}
    kind = CATALOGUE[one.parameter].evidence
    return {"name": name, "value": value, "origin": reader.t("from_default", evidence=reader.t.name("evidence_one", kind)), "kind": kind}


def scenario_only(reader: Reader) -> list[dict[str, str]]:
    """Results that follow from assumptions alone, with their values in the base case: shown under a warning, and nowhere above it."""
    rows = []
    for measure in reader.results.measures:
        if not (measure.scenario_only or measure.name == "co2_kg_avoided"):
            continue
        row = findings.outcome(reader.results, measure.name)
        if row is None or (row.p10 == row.p90 == 0):
            continue
        spread = reader.t("tile_range", low=reader.value(measure, row.p10), high=reader.value(measure, row.p90))
        unit = "" if measure.unit == "EUR" else f" {reader.t.name('unit', measure.unit)}"
        rows.append(
            {
                "name": reader.t.outcome(measure),
                "value": reader.value(measure, row.mean) + unit,
                "spread": spread,
                "meaning": reader.t.outcome_meaning(measure),
            }
        )
    return rows


def warnings(reader: Reader) -> list[str]:
    """What `check` warns of in the scenario, found again in the file that was run: who gets the page has not seen the terminal."""
    _, problems = read_text(reader.results.merged_scenario)
    said = [f"{problem.key}: {told_message(problem.message, reader.t.lang)}" for problem in problems if problem.severity == "warning"]
    if reader.results.scenario.question == QUESTION["question"]:
        said.insert(0, reader.t("warnings_story"))
    more = len(said) - _MOST_WARNINGS
    return said if more <= 0 else [*said[:_MOST_WARNINGS], reader.t("warnings_more", number=reader.t.number(more))]
