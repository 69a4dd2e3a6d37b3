"""Words of the pages of documentation that are generated in every language: parameters, outcomes."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "language": "English",
    "name": "name",
    "unit": "unit",
    "meaning": "meaning",
    # --- parameters ---
    "parameters": """\
# Parameters

*Generated from `model/parameters.py` by `make docs`; edit the catalogue, not this page.*

Every number of the model stands here once. **Range** is where a value is plausible: a scenario outside it runs with a
warning. *Allowed*, where given, is where the model means anything: outside it a scenario is refused. **Prior** is what
sweeps and calibration draw from, over the range. Codes in **source** are explained in [evidence.md]({evidence}).

Kinds of evidence: *measured* (official counts, law, calendar), *survey* (published figures of hubs and their users),
*expert* (recalled practice, or an exploratory fit of the model), *promotional* (claims of interested parties), *assumed*
(no source: a choice of ours).
""",
    "counted": "Of the {number} entries (a table counts as one): {shares}.",
    "symbol": "symbol",
    "default": "default",
    "range": "range",
    "prior": "prior",
    "evidence": "evidence",
    "source": "source",
    "allowed": "allowed",
    "tables": "Tables",
    "origin": "Unit: {unit}. Evidence: {evidence}; {source}. Used in: {section}.",
    "no_unit": "none",
    "uniform": "uniform",
    "loguniform": "log-uniform",
    "fixed": "fixed",
    "at_zero": "{share} at zero",
    "section_awareness": "awareness",
    "section_choice": "choice",
    "section_presence": "presence",
    "section_encounters": "encounters",
    "section_spillovers": "spillovers",
    "section_hub": "hub",
    "section_mobility": "mobility",
    "section_advice": "advice",
    "section_calls": "calls",
    "section_entry": "entry",
    "section_population": "population",
    # --- outcomes ---
    "outcomes": """\
# Outcomes

*Generated from `experiments/outcomes/` and `model/series.py` by `make docs`; edit that, not this page.* `coworking outcomes` prints the
same, also in Italian.

An outcome has one value a replicate, of each hub and of all hubs together. Write its name in a design's `outcomes`, under `expected` of a
scenario, after `--outcome`, or in Python's `results.values(...)`, `contrast_table(...)` and `plot_outcome(...)`; `members_36@adda` is that of one hub in a design.

Names with an age are of a hub's month of life, and there is one for **every** age: `members_18` as well as `members_24`. A monthly series
in a month of life is one too: `days_at_7`. **Better**: whether more is better (↑) or less (↓). Outcomes marked *scenario only* follow from
assumptions that no fact at hand can check: they compare scenarios and forecast nothing.
""",
    "at_an_age": "At an age of the hub",
    "of_the_whole_run": "Of the whole run",
    "series_at_an_age": "A monthly series in a month of life",
    "together": "all hubs together",
    "better": "better",
    "scenario_only": "Scenario only.",
    "yes_or_no": "yes or no",
    "together_sum": "sum",
    "together_mean": "mean",
    "together_ratio": "ratio of sums",
    "together_town": "of the town only",
    "together_by_members": "by members",
    "together_by_desks": "by desks",
    "together_by_first_desks": "by first desks",
    "together_apart": "none",
    # --- questions ---
    "questions": """\
# Questions planners ask, and the commands that answer them

*Written by `python -m experiments.documentation.questions`; edit that, not this page.* Every command takes any scenario, shipped or
yours, and `--lang it` or `--lang en`; with `--out DIR` most write a page to send, with pictures. Below each is what it printed, and the
time it took on two processors with the kernels compiled. All figures carry two uncertainties: chance, and the numbers that nobody knows
(sets of parameters that fit the evidence). The same answers [in Italian](it/questions.md).
""",
    "the_tables": "the tables",
    "question_1": "Is there enough demand here?",
    "question_2": "How big should it be, and when may it grow?",
    "question_3": "What is the critical mass, in members and in euro, and how far are we from it?",
    "question_4": "Which euro works best, at equal budget?",
    "question_5": "How long must support last, and what happens when it ends?",
    "question_6": "How much of the subsidy is deadweight or displacement?",
    "question_7": "Reuse a disused building, and which one?",
    "question_8": "Who should run it?",
    "question_9": "General or specialised?",
    "question_10": "Does a host with events pay for itself?",
    "question_11": "Will an advisory desk reach traditional firms and artisans?",
    "question_12": "One hub or a network, and which town first?",
    "question_13": "What public value, and how sure?",
    "question_14": "What should make us stop, shrink or change course?",
}
