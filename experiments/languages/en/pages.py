"""Words of the pages of documentation that are generated in every language: parameters, outcomes, instruments, calls, questions."""

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
    # --- instruments and shocks ---
    "instruments": """\
# Instruments and shocks

*Generated from `model/scenario/` by `make docs`; edit that, not this page.*

An instrument of a scenario is written out, as here, or it is a real call with what differs ([calls.md](calls.md)):

```yaml
instruments:
  - type: rent_relief
    payer: municipality
    share: 0.5
```
""",
    "of_every_instrument": "Keys of every instrument",
    "of_every_shock": "Keys of every shock",
    "shocks_stand": "Shocks stand under `shocks`, in a scenario or a policy; no call stands for one.",
    "key": "key",
    "value": "value",
    "plausible": "plausible",
    "left_out": "default",
    "one_of": "one of {words}",
    "list_of": "list of {words}",
    "short_name": "short name",
    "texts": "texts",
    "text": "text",
    "number": "number",
    "whole_number": "whole number",
    "month": "month",
    "block_of": "block of {keys}",
    "truth": "`true` or `false`",
    "must": "required",
    "its_type": "the type",
    "all": "all",
    # --- calls ---
    "calls": """\
# Calls

*Generated from `scenarios/instruments/` by `make docs`; edit those, not this page.*

Schemes that existed, and common forms of help, as instruments of the model. A scenario names one with what differs:

```yaml
instruments:
  - call: milano_voucher_2013
    hubs: [adda]
    budget_eur: 30000
```

A call may stand wherever instruments do, in the scenario and in its policies. The keys beside `call` replace those of the
call ([instruments.md](instruments.md) lists them), `null` takes one away, and the type stays. Unless `name` says otherwise the
instrument has the name of the call. The scenario that is written next to the results shows it in full. `coworking instruments`
lists the calls, with a name it shows one.

A call is as near to the real one as the keys allow: what is assumed, what stands for a rule and what nothing stands for is said
below. Pots are those of the call, of a whole city, region or country; for one hub write a smaller `budget_eur`. The dates of
the call are not kept: write `start` and `end`, or it is in force during the whole run.
""",
    "all_calls": "All calls",
    "each_call": "Each call",
    "where": "where",
    "when": "when",
    "type": "type",
    "no_type": "none",
    "pays": "pays",
    "title_and_source": "{title}. Source: {source}.",
    "use": "Use: {what}.",
    "measured": "Figures of the call",
    "assumed": "Assumed here",
    "stands_for": "What stands for its rules",
    "not_represented": "Not represented",
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
