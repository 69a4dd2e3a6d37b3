"""Short tables of results as text, for the terminal and for notebooks: the headline outcomes, in the reader's language."""

from typing import TYPE_CHECKING, Final, NamedTuple

from experiments.measures import ALL, MEASURES, Measure
from experiments.report.formats import Formats

if TYPE_CHECKING:
    from experiments.contrasts import Contrast
    from experiments.results import Results

_FINALS: Final = ("members_final", "viable_final", "closed_final", "shrunk_or_closed_final", "cash_final")

TEXTS: Final = {
    "en": {
        "outcome": "Outcome", "mean": "Mean", "interval": "95 % of the mean",
        "p10": "1 in 10 below", "p50": "Half below", "p90": "1 in 10 above",
        "baseline": "Baseline", "policy": "With it", "difference": "Difference", "paired": "95 % interval", "clear": "Clear?",
        "yes": "yes", "no": "no", "pp": "pp", "against": "{policy}, against the baseline",
        "cost": "Public money: {eur} more ({low} to {high}).",
        "per_month": "Each additional member-month costs {value} ({low} to {high}).",
        "per_month_undefined": "Cost per additional member-month: not defined, the gain is not clearly positive.",
        "deadweight": "Of the subsidised member-months, {value} ({low} to {high}) would have happened anyway.",
        "kept": "Each hub kept whole costs {value} ({low} to {high}).",
        "caption": "{replicates} replicates of {months} months, seed {seed}",
    },
    "it": {
        "outcome": "Esito", "mean": "Media", "interval": "95 % della media",
        "p10": "1 su 10 sotto", "p50": "Metà sotto", "p90": "1 su 10 sopra",
        "baseline": "Base", "policy": "Con essa", "difference": "Differenza", "paired": "Intervallo 95 %", "clear": "Chiara?",
        "yes": "sì", "no": "no", "pp": "p.p.", "against": "{policy}, rispetto allo scenario di base",
        "cost": "Denaro pubblico: {eur} in più (da {low} a {high}).",
        "per_month": "Ogni mese-iscritto aggiuntivo costa {value} (da {low} a {high}).",
        "per_month_undefined": "Costo per mese-iscritto aggiuntivo: non definito, il guadagno non è chiaramente positivo.",
        "deadweight": "Dei mesi-iscritto sussidiati, il {value} (da {low} a {high}) ci sarebbe stato comunque.",
        "kept": "Ogni hub mantenuto intero costa {value} (da {low} a {high}).",
        "caption": "{replicates} repliche di {months} mesi, seme {seed}",
    },
}


class TextTable(NamedTuple):
    """A table ready to show; every row has as many cells as the header."""

    title: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    notes: list[str]


def headline(results: "Results") -> list[Measure]:
    """The outcomes short tables show; for runs too short for any age at which hubs are judged, how they end."""
    shown = [measure for measure in results.measures if measure.headline]
    if any(measure.age is not None for measure in shown):
        return shown
    return [measure for measure in results.measures if measure.headline or measure.name in _FINALS]


def written(value: float, measure: Measure, formats: Formats, *, change: bool = False) -> str:
    """A value of an outcome; as a change, with its sign and shares in percentage points."""
    if value != value:
        return "–"
    if measure.kind != "number":
        decimals = 1 if measure.unit == "1/month" else 0
        if change:
            return f"{formats.number(value * 100, max(decimals, 1), signed=True)} {TEXTS[formats.lang]['pp']}"
        return formats.percent(value, decimals)
    if measure.unit.startswith("EUR"):
        return formats.euro(value, signed=change)
    number = formats.tidy(value, signed=change) if value else formats.number(0)
    return number + (f" {measure.unit}" if measure.unit in {"min", "kg", "months"} else "")


def outcomes_table(results: "Results", policy: str = "baseline", lang: str = "en", hub: str = ALL) -> TextTable:
    """The headline outcomes of one policy."""
    text, formats = TEXTS[lang], Formats(lang)
    rows = {row.outcome: row for row in results.rows(policy, (hub,))}
    lines = []
    for measure in headline(results):
        if measure.name not in rows:
            continue
        row = rows[measure.name]
        mean, low, high, p10, p50, p90 = (
            written(value, measure, formats) for value in (row.mean, row.mean_low, row.mean_high, row.p10, row.p50, row.p90)
        )
        spread = ("", "", "") if measure.kind == "yes_no" else (p10, p50, p90)
        lines.append((_label(measure, lang), mean, f"{low} … {high}", *spread))
    header = tuple(text[key] for key in ("outcome", "mean", "interval", "p10", "p50", "p90"))
    caption = text["caption"].format(replicates=results.replicates, months=results.months, seed=results.seed)
    return TextTable(results.title(policy, lang), header, lines, [caption])


def contrast_table(contrast: "Contrast", title: str, lang: str = "en", hub: str = ALL) -> TextTable:
    """The headline outcomes of a policy against its baseline, and what the public pays for."""
    text, formats = TEXTS[lang], Formats(lang)
    rows = {row.outcome: row for row in contrast.rows(hubs=(hub,))}
    lines = []
    for measure in headline(contrast.results):
        if measure.name not in rows:
            continue
        row = rows[measure.name]
        means = (written(value, measure, formats) for value in (row.baseline, row.policy))
        low, high = (written(value, measure, formats, change=True) for value in (row.low, row.high))
        difference = written(row.difference, measure, formats, change=True)
        lines.append((_label(measure, lang), *means, difference, f"{low} … {high}", text["yes"] if row.clear else text["no"]))
    header = tuple(text[key] for key in ("outcome", "baseline", "policy", "difference", "paired", "clear"))
    return TextTable(text["against"].format(policy=title), header, lines, money_lines(contrast, lang))


def money_lines(contrast: "Contrast", lang: str = "en") -> list[str]:
    """What the public pays for under a policy, in sentences; nothing when it pays no more than the baseline."""
    text, formats, money = TEXTS[lang], Formats(lang), contrast.money
    if not money.extra_eur.value:
        return []
    eur, low, high = (formats.euro(number) for number in money.extra_eur)
    lines = [text["cost"].format(eur=eur, low=low, high=high)]
    if money.eur_per_extra_member_month is None:
        lines.append(text["per_month_undefined"])
    else:
        value, low, high = (formats.euro(number) for number in money.eur_per_extra_member_month)
        lines.append(text["per_month"].format(value=value, low=low, high=high))
    if money.deadweight is not None:
        value, low, high = (formats.percent(number) for number in money.deadweight)
        lines.append(text["deadweight"].format(value=value, low=low, high=high))
    if money.eur_per_hub_kept_whole is not None:
        value, low, high = (formats.euro(number) for number in money.eur_per_hub_kept_whole)
        lines.append(text["kept"].format(value=value, low=low, high=high))
    return lines


def _label(measure: Measure, lang: str) -> str:
    return MEASURES[measure.name].label_it if lang == "it" else measure.label
