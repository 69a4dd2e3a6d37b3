"""The page: every part computed from the results, put into one template that stands alone."""

import shlex
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from experiments.outcomes.nested import FEWEST_SETS
from experiments.report import answer, comparison, expectations, figures, findings, ranking, trust
from experiments.report.icons import legend_svg
from experiments.report.reader import Reader
from experiments.runs.origin import origin
from experiments.runs.results import Results
from experiments.showing.style import STATE_COLOURS

SHORT_COMMIT: Final = 12
_UNFOLDED_HUBS: Final = 12  # hubs whose table is shown unfolded


def write_report(results: Results, path: str | Path, lang: str = "it") -> Path:
    """Write the page of a study: one HTML file that loads nothing and can be printed or sent.

    Args:
        results: the runs.
        path: the file to write.
        lang: language of the reader.

    Returns:
        The file.

    Raises:
        UnknownLanguage: when nobody has written that language.
        OSError: when it cannot be written.
    """
    path = Path(path)
    path.write_text(render(results, lang), encoding="utf-8")
    return path


def render(results: Results, lang: str = "it") -> str:
    """The page as text: see `write_report`. The same results give the same page."""
    reader = Reader(results, lang)
    return _template().render(
        lang=lang,
        t=reader.t,
        css=Markup(_css()),
        one_hub=reader.one_hub,
        head=answer.head(reader),
        answer=answer.answer(reader),
        ranking=ranking.section(reader),
        tiles=answer.tiles(reader),
        futures=answer.futures(reader),
        legend={state: Markup(legend_svg(state)) for state in STATE_COLOURS},
        policies=_policy_legend(reader),
        survival=figures.survival(reader),
        members=figures.members(reader),
        cash=figures.cash(reader),
        money=figures.money(reader),
        pairs=figures.pairs(reader),
        comparison=comparison.comparison(reader),
        hubs=None if reader.one_hub else _hubs(reader),
        evidence=trust.evidence(reader),
        causes=trust.causes(reader),
        towns=trust.towns(reader),
        catchment=reader.t.number(results.scenario.territory.catchment_minutes),
        hub_inputs=trust.hub_inputs(reader),
        scenario_only=trust.scenario_only(reader),
        expected=expectations.table(reader),
        limits=answer.limits(reader),
        warnings=trust.warnings(reader),
        by_set=results.sets_drawn >= FEWEST_SETS,
        outcomes=answer.outcome_table(reader),
        provenance=_provenance(reader),
        sources=list(results.scenario.sources),
        scenario_yaml=results.merged_scenario,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("experiments.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["svg"] = Markup
    return environment.get_template("report.html.j2")


@cache
def _css() -> str:
    return (Path(__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")


def _policy_legend(reader: Reader) -> list[dict[str, Any]]:
    """Names and lines of the cases that figures show."""
    entries = []
    for policy in reader.shown:
        look = reader.look(policy)
        dashes = " ".join(f"{length * 2.2:g}" for length in look.dash[1])
        entries.append({"title": reader.title(policy), "colour": look.colour, "dashes": dashes})
    return entries


def _hubs(reader: Reader) -> dict[str, Any]:
    """The table of all hubs in the base case and the figure of those most at risk."""
    results, t = reader.results, reader.t
    stack = results.stack()
    summaries = findings.hub_summaries(results, reader.age)
    lost = summaries["shrunk_or_closed"]
    rows: list[dict[str, Any]] = []
    for position in np.flatnonzero(lost.defined > 0):
        hub = results.hubs[position]
        reason = findings.commonest_reason(results, hub, reader.age)
        rows.append({
            "title": reader.hub_title(hub),
            "town": reader.town(stack.hub_towns[position]),
            "desks": t.number(float(stack.desks[position])),
            "opens": t.short_month(reader.start, opens) if (opens := int(stack.opens[position])) < stack.months else t("opens_if_viable"),
            "risk": float(lost.mean[position]),
            "lost": reader.per_hundred(float(lost.mean[position])),
            "interval": t("interval", low=reader.per_hundred(lost.low[position]), high=reader.per_hundred(lost.high[position])),
            "viable": reader.per_hundred(float(summaries["viable"].mean[position])),
            "members": t.tidy(float(summaries["members"].mean[position])),
            "cash": t.euro(float(summaries["cash"].mean[position])),
            "reason": t.name("reason_short", str(reason)),
        })
    ordered = sorted(rows, key=lambda row: -row["risk"])
    lead = ""
    if len(ordered) > 1:
        worst, best = ordered[0], ordered[-1]
        lead = t("hubs_lead", worst=worst["title"], worst_share=worst["lost"], best=best["title"], best_share=best["lost"])
    chart = figures.hubs(reader)
    title = t("hubs_figure_all") if chart["all"] else t("hubs_figure", count=chart["count"])
    return {
        "rows": ordered,
        "lead": lead,
        "svg": chart["svg"],
        "title": title,
        "unfolded": len(rows) <= _UNFOLDED_HUBS,
        "at": reader.at_age,
    }


def _provenance(reader: Reader) -> dict[str, Any]:
    """Where the page comes from, and the command that makes it again."""
    results = reader.results
    found = origin(results)
    commit = str(found["commit"] or "")
    dirty = "-dirty" if commit.endswith("-dirty") else ""
    name = shlex.quote(results.scenario.name)
    command = f"coworking run {name} --replicates {results.replicates} --seed {results.seed} --lang {reader.lang}"
    if results.sets is None:
        command, sets = f"{command} --point", reader.t("sets_none")
    else:
        drawn = {"drawn": reader.t.number(results.sets_drawn), "table": reader.t.number(len(results.sets))}
        sets = reader.t("sets_of", fingerprint=results.sets.sha256[:16], **drawn)
    libraries = found["libraries"]
    assert isinstance(libraries, dict)
    return {
        "version": reader.t("unknown") if found["version"] == "not installed" else found["version"],
        "commit": commit.removesuffix("-dirty")[:SHORT_COMMIT] + dirty if commit else reader.t("unknown"),
        "seed": results.seed,
        "replicates": reader.t.number(results.replicates),
        "sets": sets,
        "months": results.months,
        "policies": ", ".join(results.policies),
        "libraries": ", ".join(f"{name} {version}" for name, version in libraries.items()),
        "fingerprint": str(found["scenario_sha256"])[:16],
        "command": command,
    }
