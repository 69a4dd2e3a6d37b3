"""Plots of results for notebooks: each accepts matplotlib axes (or makes some) and returns them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, PercentFormatter

from experiments.outcomes.measures import ALL, MEASURES, Measure
from experiments.runs.results import BASELINE, COSTS
from model.names import FIELDS, FIELDS_IT
from model.series import HUB_COLUMN, HUB_SERIES

if TYPE_CHECKING:
    from experiments.runs.contrasts import Contrast, ContrastRow
    from experiments.runs.results import Results

# Okabe and Ito's palette, told apart by colour-blind readers too; the baseline is grey.
GREY: Final = "#6b6b6b"
COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8a7a00")

TEXTS: Final = {
    "en": {
        "month": "months since the start", "life": "months since opening", "members": "members", "cash": "cash, EUR",
        "not_closed": "not closed", "whole": "neither shrunk nor closed", "hubs": "share of hubs", "eur": "EUR a month, mean",
        "income": "income", "median": "median", "pairs": "collaborations begun, mean", "difference": "difference from {baseline}",
        "points": "percentage points",
    },
    "it": {
        "month": "mesi dall'inizio", "life": "mesi dall'apertura", "members": "iscritti", "cash": "cassa, EUR",
        "not_closed": "non chiusi", "whole": "né ridimensionati né chiusi", "hubs": "quota di hub", "eur": "EUR al mese, media",
        "income": "entrate", "median": "mediana", "pairs": "collaborazioni avviate, media", "difference": "differenza da {baseline}",
        "points": "punti percentuali",
    },
}
FIELD_NAMES: Final = {
    "en": FIELDS,
    "it": FIELDS_IT,
}


def members(results: "Results", ax: Axes | None = None, **options: Any) -> Axes:
    """See `Results.plot_members`."""
    return fan(results, "members", "members", ax, **options)


def cash(results: "Results", ax: Axes | None = None, **options: Any) -> Axes:
    """See `Results.plot_cash`."""
    ax = fan(results, "cash_eur", "cash", ax, **options)
    ax.axhline(0, color="black", lw=0.8)
    _thousands(ax)
    return ax


def fan(
    results: "Results", series: str, title: str, ax: Axes | None = None, *,
    policies: Sequence[str] = (BASELINE,), hub: str = ALL, lang: str = "en",
) -> Axes:
    """A monthly series over replicates: median, p25-p75 and, for a single policy, p10-p90.

    Args:
        results: the runs.
        series: name in `model.series.HUB_SERIES`.
        title: key of the text on the vertical axis.
        ax: where to draw; new axes by default.
        policies: policies to show, the baseline by default.
        hub: one hub, or all together.
        lang: 'en' or 'it'.
    """
    ax, text = _axes(ax), TEXTS[lang]
    chosen = _listed(policies)
    alone = len(chosen) == 1
    for policy in chosen:
        band, colour = results.fan(series, policy, hub), _colour(results, policy)
        if alone:
            ax.fill_between(band.month, band.p10, band.p90, color=colour, alpha=0.15, lw=0, label="p10–p90")
        ax.fill_between(band.month, band.p25, band.p75, color=colour, alpha=0.25, lw=0, label="p25–p75" if alone else None)
        ax.plot(band.month, band.p50, color=colour, lw=2, label=text["median"] if alone else results.title(policy, lang))
    ax.set(xlabel=text["month"], ylabel=text[title], xlim=(1, results.months))
    _finish(ax)
    return ax


def survival(
    results: "Results", ax: Axes | None = None, *, policies: Sequence[str] | None = None, hub: str = ALL, lang: str = "en"
) -> Axes:
    """See `Results.plot_survival`: solid lines are hubs not closed, dashed ones neither shrunk nor closed; bands for a single policy."""
    own = ax is None
    ax, text = _axes(ax), TEXTS[lang]
    chosen = results.policies if policies is None else _listed(policies)
    for policy in chosen:
        colour = _colour(results, policy)
        for whole, style in ((False, "-"), (True, "--")):
            curve = results.survival(policy, hub, whole=whole)
            name = text["whole" if whole else "not_closed"]
            label = name if len(chosen) == 1 else results.title(policy, lang) if not whole else None
            ax.step(curve.month, curve.share, where="post", color=colour, ls=style, lw=2, label=label)
            if len(chosen) == 1:
                ax.fill_between(curve.month, curve.low, curve.high, step="post", color=colour, alpha=0.18 if whole else 0.1, lw=0)
    if len(chosen) > 1:
        for style, key in (("-", "not_closed"), ("--", "whole")):
            ax.plot([], [], color="black", ls=style, label=text[key])
    ax.set(xlabel=text["life"], ylabel=text["hubs"], ylim=(0, 1.02), xlim=(0, None))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    _finish(ax, beside=own and len(chosen) > 1)
    return ax


def cost(results: "Results", ax: Axes | None = None, *, policy: str = BASELINE, hub: str = ALL, lang: str = "en") -> Axes:
    """See `Results.plot_cost`: costs stacked by heading, income as a line."""
    own = ax is None
    ax, text = _axes(ax), TEXTS[lang]
    income, costs = results.money(policy, hub)
    shown = [name for name in COSTS if np.abs(costs[name]).max() > 0]
    months = np.arange(1, results.months + 1)
    colours = ("#D55E00", "#E69F00", "#0072B2", "#56B4E9", "#009E73", "#CC79A7", "#999999", "#8a7a00")
    if shown:
        labels = [_series_label(name, lang) for name in shown]
        shades = [colours[COSTS.index(name)] for name in shown]
        ax.stackplot(months, [costs[name] for name in shown], labels=labels, colors=shades, alpha=0.85)
    ax.plot(months, np.sum(list(income.values()), axis=0), color="black", lw=2, label=text["income"])
    ax.set(xlabel=text["month"], ylabel=text["eur"], xlim=(1, max(results.months, 2)), ylim=(0, None))
    _thousands(ax)
    _finish(ax, beside=own)
    return ax


def collaborations(results: "Results", ax: Axes | None = None, *, policy: str = BASELINE, hub: str = ALL, lang: str = "en") -> Axes:
    """See `Results.plot_collaborations`: a heat map of the fields of the two sides."""
    ax = _axes(ax)
    matrix, names = results.collaborations(policy, hub), FIELD_NAMES[lang]
    half = np.where(np.tri(len(names), dtype=bool), matrix, np.nan)
    image = ax.imshow(half, cmap="Blues", vmin=0)
    ax.set_xticks(range(len(names)), names, rotation=45, ha="right")
    ax.set_yticks(range(len(names)), names)
    strongest = np.nanmax(half)
    for row, column in zip(*np.tril_indices(len(names)), strict=True):
        value = half[row, column]
        dark = value > 0.6 * strongest
        ax.text(float(column), float(row), f"{value:.1f}", ha="center", va="center", fontsize=8, color="white" if dark else "black")
    ax.figure.colorbar(image, ax=ax, label=TEXTS[lang]["pairs"], shrink=0.8)
    ax.spines[:].set_visible(False)
    return ax


def contrasts(
    results: "Results", outcome: str, ax: Axes | None = None, *,
    policies: Sequence[str] | None = None, baseline: str = BASELINE, hub: str = ALL, lang: str = "en",
) -> Axes:
    """See `Results.plot_contrasts`: one row a policy, in the unit of the outcome (shares in percentage points)."""
    chosen = [policy for policy in (results.policies if policies is None else _listed(policies)) if policy != baseline]
    rows = [results.contrast(policy, baseline).row(outcome, hub) for policy in chosen]
    measure, text = MEASURES[outcome], TEXTS[lang]
    scale = 1.0 if measure.kind == "number" else 100.0
    unit = measure.unit if measure.kind == "number" else text["points"]
    ax = _forest(rows, [results.title(policy, lang) for policy in chosen], [scale] * len(rows), [measure] * len(rows), ax)
    difference = text["difference"].format(baseline=results.title(baseline, lang))
    ax.set(title=measure.label_it if lang == "it" else measure.label, xlabel=f"{difference} ({unit})")
    return ax


def forest(
    contrast: "Contrast", ax: Axes | None = None, *, outcomes: Sequence[str] | None = None, hub: str = ALL, lang: str = "en"
) -> Axes:
    """See `Contrast.plot`: one row an outcome; by default the headline shares, in percentage points.

    Raises:
        ValueError: when the outcomes asked for do not share a unit, and so no axis.
    """
    text = TEXTS[lang]
    rows = contrast.rows(hubs=(hub,), outcomes=outcomes)
    if outcomes is None:
        rows = [row for row in rows if MEASURES[row.outcome].headline and MEASURES[row.outcome].kind != "number"]
    measures = [MEASURES[row.outcome] for row in rows]
    units = dict.fromkeys(measure.unit if measure.kind == "number" else text["points"] for measure in measures)
    if len(units) > 1:
        raise ValueError(f"outcomes of different units cannot share an axis: {', '.join(units)}")
    scales = [1.0 if measure.kind == "number" else 100.0 for measure in measures]
    ax = _forest(rows, [m.label_it if lang == "it" else m.label for m in measures], scales, measures, ax)
    difference = text["difference"].format(baseline=contrast.results.title(contrast.baseline, lang))
    ax.set(xlabel=f"{difference} ({', '.join(units)})", title=contrast.results.title(contrast.policy, lang))
    return ax


def _forest(
    rows: Sequence["ContrastRow"], labels: Sequence[str], scales: Sequence[float], measures: Sequence[Measure], ax: Axes | None
) -> Axes:
    """Differences with their intervals: filled where clear; blue where for the better, orange where for the worse."""
    ax = _axes(ax)
    for position, (row, scale, measure) in enumerate(zip(rows, scales, measures, strict=True)):
        gain = measure.better * row.difference
        colour = GREY if not row.clear or gain == 0 else COLOURS[0] if gain > 0 else COLOURS[1]
        ax.plot([row.low * scale, row.high * scale], [position, position], color=colour, lw=2)
        ax.plot(row.difference * scale, position, "o", color=colour, mfc=colour if row.clear else "white")
    ax.axvline(0, color="black", lw=0.8)
    ax.set_yticks(range(len(rows)), labels)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.grid(axis="x", alpha=0.3)
    ax.locator_params(axis="x", nbins=6)
    if max((abs(edge) * scale for row, scale in zip(rows, scales, strict=True) for edge in (row.low, row.high)), default=0) >= 1000:
        ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.spines[["top", "right", "left"]].set_visible(False)
    return ax


def _axes(ax: Axes | None) -> Axes:
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(7, 4), layout="constrained")[1]


def _listed(policies: Sequence[str]) -> list[str]:
    return [policies] if isinstance(policies, str) else list(policies)


def _colour(results: "Results", policy: str) -> str:
    return GREY if policy == BASELINE else COLOURS[(results.policies.index(policy) - 1) % len(COLOURS)]


def _series_label(name: str, lang: str) -> str:
    series = HUB_SERIES[HUB_COLUMN[name]]
    return series.meaning_it if lang == "it" else series.meaning


def _thousands(ax: Axes) -> None:
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))


def _finish(ax: Axes, *, beside: bool = False) -> None:
    """Light frame and a legend; beside the axes (where they have a figure of their own) it hides nothing of what is drawn."""
    ax.grid(axis="y", alpha=0.3)
    ax.spines[["top", "right"]].set_visible(False)
    if beside:
        ax.legend(frameon=False, fontsize="small", loc="upper left", bbox_to_anchor=(1.0, 1.0))
    else:
        ax.legend(frameon=False, fontsize="small")
