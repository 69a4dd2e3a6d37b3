"""The page of a sensitivity analysis: several outcomes of one sweep, in Markdown.

The page is made from what `Analysis.to_dict` stores and from nothing else, so that it can be made again, also in another language.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from experiments.sensitivity.analysis import Analysis, DesignSummary
from experiments.sensitivity.index import CHANCE
from experiments.sensitivity.sample import PAIRWISE
from experiments.sensitivity.section import STRONGEST, evidence_name, section
from experiments.sensitivity.significance import METHOD as TEST
from experiments.sensitivity.words import AnalysisWords, safe

_ACROSS: Final = 8  # factors listed over all outcomes
_SURE: Final = ("measured", "choice")  # kinds of evidence that leave little to find out


def markdown(
    analyses: Sequence[Analysis | Mapping[str, Any]], *, title: str, question: str, decisions: Mapping[str, str] | None = None,
    figures: Mapping[str, Mapping[str, str]] | None = None, lang: str = "en",
) -> str:  # fmt: skip
    """The page in Markdown.

    Args:
        analyses: one for each outcome, as objects or as the stored dictionaries.
        title: title of the page.
        question: the question of the sweep.
        decisions: by outcome, which decision it serves (in the language of the page).
        figures: by outcome, by name of the figure (`figures.figures`), its path relative to the page.
        lang: language of the page.

    Raises:
        ValueError: without an analysis.
    """
    studied = [entry if isinstance(entry, Analysis) else Analysis.from_dict(entry) for entry in analyses]
    if not studied:
        raise ValueError("a page needs the analysis of one outcome at least")
    words, decisions, figures = AnalysisWords(lang), decisions or {}, figures or {}
    blocks = [f"# {safe(title)}", words("question", question=safe(question)), f"## {words('in_short')}"]
    blocks.append("\n".join(f"- {_short(analysis, words, decisions.get(analysis.outcome, ''))}" for analysis in studied))
    blocks += _across(studied, words)
    for analysis in studied:
        blocks += section(analysis, words, decisions.get(analysis.outcome, ""), figures.get(analysis.outcome, {}))
    blocks += [f"## {words('how')}", *_how(studied, words)]
    return "\n\n".join(blocks) + "\n"


def _short(analysis: Analysis, words: AnalysisWords, decision: str) -> str:
    outcome = safe(words.title(analysis))
    # Without a decision the outcome stands in its place.
    kind = "short" if decision else "short_plain"
    values = {"decision": safe(decision).rstrip("."), "outcome": outcome if decision else words.capital(outcome)}
    if analysis.constant:
        return words(f"{kind}_{analysis.constant}", **values)
    one = analysis.index("chance", "one_run", CHANCE)
    values["chance"] = words("short_chance", share=words.the_percent(one.value)) if one else ""
    strongest = analysis.strongest(STRONGEST)
    if not strongest:
        return words(f"{kind}_none", **values)
    return words(f"{kind}_strong", **values, factors=words.listing([words.named(analysis.factor(rank.factor)) for rank in strongest]))


def _across(studied: list[Analysis], words: AnalysisWords) -> list[str]:
    """Over all outcomes: which of the strongest factors can be chosen, and which are worth knowing better."""
    places: dict[str, list[tuple[int, Analysis]]] = {}
    for analysis in studied:
        for place, rank in enumerate(analysis.strongest(STRONGEST), 1):
            places.setdefault(rank.factor, []).append((place, analysis))
    # First what matters for most outcomes, then what matters most.
    order = sorted(places, key=lambda name: (-len(places[name]), min(place for place, _ in places[name])))
    factors = {name: places[name][0][1].factor(name) for name in order}
    levers = [name for name in order if factors[name].policy_lever or factors[name].evidence == "choice"]
    unknowns = [name for name in order if name not in levers and factors[name].evidence not in _SURE]
    blocks = []
    for heading, names in (("levers", levers), ("unknowns", unknowns)):
        blocks.append(f"### {words(heading)}")
        lines = [f"- {_line(name, places[name], words)}" for name in names[:_ACROSS]]
        blocks.append("\n".join(lines) if lines else words(f"{heading}_none"))
    return blocks


def _line(name: str, where: list[tuple[int, Analysis]], words: AnalysisWords) -> str:
    factor = where[0][1].factor(name)
    outcomes = []
    for place, analysis in where:
        effect = analysis.effect(name)
        way = words(f"short_{effect.sign}") if effect else "–"
        outcomes.append(words("across_one", outcome=safe(words.title(analysis)), way=way, place=place))
    return words("across", factor=safe(words.label(factor)), evidence=evidence_name(words, factor), outcomes="; ".join(outcomes))


def _how(studied: list[Analysis], words: AnalysisWords) -> list[str]:
    """Design, methods and what a reader should know, each once; outcomes of one design share its lines."""
    designs: dict[tuple[DesignSummary, int], list[str]] = {}
    for analysis in studied:
        designs.setdefault((analysis.design, len(analysis.real_factors)), []).append(safe(words.title(analysis)))
    lines = []
    for (design, factors), names in designs.items():
        sentence = _design(design, factors, words)
        if len(designs) > 1:
            sentence = words("how_for", outcomes=words.listing(names)) + sentence
        lines.append(sentence)
    methods = {method: any(analysis.of(*key) for analysis in studied) for method, key in _METHODS.items()}
    lines += [words(f"how_{method}") for method, used in methods.items() if used]
    if any(analysis.dummy for analysis in studied):
        lines.append(words("how_dummy"))
    if any(analysis.of(TEST, "p") for analysis in studied):
        lines.append(words("how_test"))
    if any(analysis.indices for analysis in studied):
        lines += [words("how_intervals"), words("how_range")]
    notes = dict.fromkeys(note for analysis in studied for note in analysis.notes)
    lines += [words(f"note_{note}") for note in notes]
    return ["\n".join(f"- {line}" for line in lines)]


def _design(design: DesignSummary, factors: int, words: AnalysisWords) -> str:
    """Points, runs, failures and seed of a design."""
    numbers = {name: words.number(value) for name, value in (("points", design.points), ("runs", design.runs))}
    sampler = words(f"sampler_{design.sampler}")
    sentences = [words("how_design", sampler=sampler, replicates=design.replicates, seed=design.seed, **numbers)]
    sentences.append(words.choose(factors, "how_factors"))
    if not design.failed_runs:
        return " ".join([*sentences, words("how_failed_none")])
    name = words(f"group_{design.sampler if design.sampler in PAIRWISE else ''}")
    groups = words.number(design.groups)
    failures = words.choose(design.failed_runs, "how_failed", dropped=design.dropped, groups=groups, name=name)
    return " ".join([*sentences, failures])


_METHODS: Final = {
    "saltelli": ("sobol", "total"),
    "morris": ("morris", "mu_star"),
    "shape": ("pawn", "ks_median"),
    "chance": ("chance", "one_run"),
}
