"""The page: every part computed from the results, put into one template that stands alone."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from markupsafe import Markup

from experiments.outcomes.nested import FEWEST_SETS
from experiments.report import (
    answer,
    carrying,
    comparison,
    expectations,
    figures,
    findings,
    provenance,
    ranking,
    statements,
    tables,
    trust,
    watching,
)
from experiments.report.icons import legend_svg
from experiments.report.reader import Reader
from experiments.runs.results import Results
from experiments.showing.style import STATE_COLOURS
from experiments.showing.templates import template

SECTIONS: Final = (
    "ranking", "assumed", "futures", "survival", "members", "money", "accounts", "pairs", "policies", "hubs", "trust", "limits",
    "provenance",
)  # of the page, after the answer; `<name>_title` is the heading
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
    beside = (path.parent / tables.WORKBOOK).is_file()
    path.write_text(_rendered(Reader(results, lang), datetime.now(UTC).date(), beside), encoding="utf-8")
    return path


def render(results: Results, lang: str = "it", written: date | None = None) -> str:
    """The page as text: see `write_report`. The same results and the same day, if one is given, give the same page."""
    return _rendered(Reader(results, lang), written, False)


def _rendered(reader: Reader, written: date | None, beside: bool) -> str:
    """The page; with `beside` it has links to the tables in its folder."""
    results, lang = reader.results, reader.lang
    head, ranked, assumed = answer.head(reader), ranking.section(reader), statements.assumed(reader)
    day = reader.t("date", day=written.day, month=reader.t.month(f"{written:%Y-%m}", 0)) if written else ""
    absent = {name for name, there in (("ranking", ranked), ("assumed", assumed), ("hubs", not reader.one_hub)) if not there}
    return carrying.sealed(template("experiments.report", "report.html.j2").render(
        lang=lang,
        t=reader.t,
        css=Markup(_css()),
        page_marks=Markup(_page_marks(head["title"], day, head["by"])),
        contents=[name for name in SECTIONS if name not in absent],
        one_hub=reader.one_hub,
        head=head,
        answer=answer.answer(reader),
        ranking=ranked,
        tiles=answer.tiles(reader),
        futures=answer.futures(reader),
        legend={state: Markup(legend_svg(state)) for state in STATE_COLOURS},
        policies=reader.legend(),
        watching=watching.section(reader),
        survival=figures.survival(reader),
        members=figures.members(reader),
        cash=figures.cash(reader),
        money=figures.money(reader),
        statements=statements.section(reader),
        assumed=assumed,
        downloads=[tables.WORKBOOK, *(f"{tables.FOLDER}/{name}.csv" for name in tables.HEADERS)] if beside else [],
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
        provenance={"date": day, **provenance.provenance(reader)},
        sources=list(results.scenario.sources),
        scenario_yaml=results.merged_scenario,
        carried=Markup(carrying.element(results, lang)),
    ))


@cache
def _css() -> str:
    return (Path(__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")


def _page_marks(title: str, day: str, by: str) -> str:
    """What stands in the margins of each printed page; on the first, the title stands below."""
    margins = {"top-left": title, "top-right": day, "bottom-left": by}
    boxes = "".join(f"@{place}{{content:{_css_text(text)}}}" for place, text in margins.items() if text)
    return f"@page{{{boxes}}}@page :first{{@top-left{{content:none}}}}"


def _css_text(text: str) -> str:
    """Somebody's words as a text of a style sheet: all but letters and digits as escapes, so that none of them can end it."""
    return '"' + "".join(letter if letter.isalnum() else f"\\{ord(letter):x} " for letter in text) + '"'


def _hubs(reader: Reader) -> dict[str, Any]:
    """The table of all hubs in the base case and the figure of those most at risk."""
    results, t = reader.results, reader.t
    stack = results.stack()
    summaries = findings.hub_summaries(results, reader.age)
    lost = summaries["shrunk_or_closed"]
    rows: list[dict[str, Any]] = []
    for position in np.flatnonzero(lost.defined > 0):
        hub = results.hubs[position]
        reasons = findings.commonest_reasons(results, hub, reader.age)
        number = int(lost.defined[position])
        rows.append({
            "title": reader.hub_title(hub),
            "town": reader.town(stack.hub_towns[position]),
            "desks": t.number(float(stack.desks[position])),
            "opens": t.short_month(reader.start, opens) if (opens := int(stack.opens[position])) < stack.months else t("opens_if_viable"),
            "risk": float(lost.mean[position]),
            "lost": reader.count(float(lost.mean[position]), number),
            "interval": reader.between(f"shrunk_or_closed_{reader.at}", float(lost.low[position]), float(lost.high[position])),
            "viable": reader.count(float(summaries["viable"].mean[position]), number),
            "members": t.tidy(float(summaries["members"].mean[position])),
            "cash": t.euro(float(summaries["cash"].mean[position])),
            "reason": "; ".join(t.name("reason_short", str(reason)) for reason in reasons) or "–",
        })
    ordered = sorted(rows, key=lambda row: -row["risk"])
    chart = figures.hubs(reader)
    title = t("hubs_figure_all") if chart["all"] else t("hubs_figure", count=chart["count"])
    return {
        "rows": ordered,
        "lead": _hubs_lead(reader, ordered),
        "svg": chart["svg"],
        "title": title,
        "unfolded": len(rows) <= _UNFOLDED_HUBS,
        "at": reader.at_age,
    }


def _hubs_lead(reader: Reader, rows: list[dict[str, Any]]) -> str:
    """The hubs most and least at risk, all of those that are as much so; nothing where all are."""
    t = reader.t
    risks = sorted({row["risk"] for row in rows})
    if len(risks) < 2:
        return t("hubs_lead_alike", share=rows[0]["lost"]) if len(rows) > 1 else ""
    best, worst = ([row for row in rows if row["risk"] == risk] for risk in (risks[0], risks[-1]))
    said = {"worst": worst, "best": best}
    names = {key: t.listing([row["title"] for row in found]) for key, found in said.items()}
    return t("hubs_lead", **names, **{f"{key}_share": found[0]["lost"] for key, found in said.items()})
