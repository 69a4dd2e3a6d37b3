"""Short tables of results as text, for the terminal and for notebooks: the headline outcomes, in the reader's language."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

from experiments.outcomes.measures import MEASURES, Measure
from experiments.outcomes.rows import ContrastRow, PublicMoney, SummaryRow
from experiments.showing.formats import Formats

WORD_JOINER: Final = "\u2060"  # keeps sign and amount together on a page; a terminal gives it a column
_FINALS: Final = ("members_final", "viable_final", "closed_final", "shrunk_or_closed_final", "cash_final")

TEXTS: Final = {
    "en": {
        "outcome": "Outcome", "mean": "Mean (95 %)", "most": "8 in 10 between", "pp": "pp",
        "baseline": "Baseline", "policy": "With it", "difference": "Difference (95 %)",
        "against": "{policy}, against {reference}", "the_baseline": "the baseline",
        "clear": "* clear: the interval of the paired difference leaves out zero.", "same": "The same in every replicate: {outcomes}.",
        "cost": "Public money: {eur} more ({low} to {high}).",
        "per_month": "Each additional member-month costs {value} ({low} to {high}).",
        "per_month_undefined": "Cost per additional member-month: not defined, the gain is not clearly positive.",
        "deadweight": "Of the subsidised member-months, {value} ({low} to {high}) would have happened anyway.",
        "kept": "Each hub kept whole costs {value} ({low} to {high}).",
        "caption": "{replicates} replicates of {months} months, seed {seed}.",
    },
    "it": {
        "outcome": "Esito", "mean": "Media (95 %)", "most": "8 su 10 tra", "pp": "p.p.",
        "baseline": "Base", "policy": "Con essa", "difference": "Differenza (95 %)",
        "against": "{policy}, rispetto allo scenario {reference}", "the_baseline": "di base",
        "clear": "* chiara: l'intervallo della differenza appaiata esclude lo zero.", "same": "Uguali in ogni replica: {outcomes}.",
        "cost": "Denaro pubblico: {eur} in più (da {low} a {high}).",
        "per_month": "Ogni mese-iscritto aggiuntivo costa {value} (da {low} a {high}).",
        "per_month_undefined": "Costo per mese-iscritto aggiuntivo: non definito, il guadagno non è chiaramente positivo.",
        "deadweight": "Dei mesi-iscritto sussidiati, il {value} (da {low} a {high}) ci sarebbe stato comunque.",
        "kept": "Ogni hub mantenuto intero costa {value} (da {low} a {high}).",
        "caption": "{replicates} repliche di {months} mesi, seme {seed}.",
    },
}


class TextTable(NamedTuple):
    """A table ready to show; every row has as many cells as the header."""

    title: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    notes: list[str]


def headline(measures: Iterable[Measure]) -> list[Measure]:
    """Of the outcomes there are, those short tables show; where hubs reach no age at which they are judged, also how they end."""
    measures = list(measures)
    judged = any(measure.headline and measure.age is not None for measure in measures)
    return [measure for measure in measures if measure.headline or (not judged and measure.name in _FINALS)]


def written(value: float, measure: Measure, formats: Formats, *, change: bool = False, bare: bool = False) -> str:
    """A value of an outcome; as a `change` with its sign and shares in percentage points; `bare` without its unit."""
    if value != value:
        return "–"
    if measure.kind != "number":
        decimals = 1 if measure.unit == "1/month" else 0
        if not change and not bare:
            return formats.percent(value, decimals)
        number, unit = formats.number(value * 100, decimals, signed=change), TEXTS[formats.lang]["pp"]
        return number if bare else f"{number} {unit}"
    if measure.unit.startswith("EUR"):
        amount = formats.euro(value, signed=change).replace(WORD_JOINER, "")
        return amount.replace("€", "").strip("\u202f ") if bare else amount
    number = formats.tidy(value, signed=change) if value else formats.number(0)
    return number if bare or measure.unit not in {"min", "kg", "months"} else f"{number} {measure.unit}"


def _with_interval(value: float, low: float, high: float, measure: Measure, formats: Formats, *, change: bool = False) -> str:
    if not change and (low == high or low != low):
        return written(value, measure, formats)
    low_text, high_text = (written(bound, measure, formats, change=change, bare=True) for bound in (low, high))
    return f"{written(value, measure, formats, change=change)} ({low_text} … {high_text})"


def outcomes_table(rows: Sequence[SummaryRow], title: str, replicates: int, months: int, seed: int, lang: str = "en") -> TextTable:
    """The headline outcomes of one policy, out of all its rows."""
    text, formats = TEXTS[lang], Formats(lang)
    by_name = {row.outcome: row for row in rows}
    lines: list[tuple[str, ...]] = []
    for measure in headline(MEASURES[name] for name in by_name):
        row = by_name[measure.name]
        low, high = (written(value, measure, formats) for value in (row.p10, row.p90))
        most = "" if measure.kind == "yes_no" else low if low == high else f"{low} … {high}"
        lines.append((_label(measure, lang), _with_interval(row.mean, row.mean_low, row.mean_high, measure, formats), most))
    caption = text["caption"].format(replicates=replicates, months=months, seed=seed)
    return TextTable(title, tuple(text[key] for key in ("outcome", "mean", "most")), lines, [caption])


def contrast_table(
    rows: Sequence[ContrastRow], same: Collection[str], money: PublicMoney, title: str, reference: str | None = None, lang: str = "en"
) -> TextTable:
    """The headline outcomes that differ between a policy and its reference, and what the public pays for.

    Args:
        rows: all outcomes of both.
        same: outcomes that are the same in every replicate.
        money: what the policy costs beyond its reference.
        title: what the policy is called.
        reference: what its reference is called, if that is not the baseline.
        lang: 'en' or 'it'.
    """
    text, formats = TEXTS[lang], Formats(lang)
    by_name = {row.outcome: row for row in rows}
    shown = headline(MEASURES[name] for name in by_name)
    lines: list[tuple[str, ...]] = []
    for measure in shown:
        row = by_name[measure.name]
        if measure.name not in same:
            means = (written(value, measure, formats) for value in (row.baseline, row.policy))
            difference = _with_interval(row.difference, row.low, row.high, measure, formats, change=True)
            lines.append((_label(measure, lang), *means, difference + (" *" if row.clear else "  ")))
    unchanged = ", ".join(_label(measure, lang).lower() for measure in shown if measure.name in same)
    notes = ([text["clear"]] if lines else []) + ([text["same"].format(outcomes=unchanged)] if unchanged else [])
    header = (text["outcome"], text["baseline"] if reference is None else reference, text["policy"], text["difference"])
    against = text["against"].format(policy=title, reference=text["the_baseline"] if reference is None else f'"{reference}"')
    return TextTable(against, header, lines, notes + money_lines(money, lang))


def money_lines(money: PublicMoney, lang: str = "en") -> list[str]:
    """What the public pays for under a policy, in sentences; nothing when it pays no more than the reference."""
    text, formats = TEXTS[lang], Formats(lang)
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
    return measure.label_it if lang == "it" else measure.label
