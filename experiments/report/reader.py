"""What every part of the page needs: the results, the reader's language, and how things are called and drawn."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from experiments.languages import Words, own_words
from experiments.outcomes.measures import ALL, MEASURES, Measure
from experiments.outcomes.rows import ContrastRow, SummaryRow
from experiments.report.books import Books, books
from experiments.runs.contrasts import Contrast
from experiments.runs.deciding import Decider, age_judged, deciding, suffix
from experiments.runs.results import Results
from experiments.runs.value import Value, by_value
from experiments.showing.style import Look
from experiments.showing.tables import changes, level
from model.scenario import BASELINE

MOST_SHOWN: Final = 6  # hubs that a figure shows, and lines that may share a panel


@dataclass(frozen=True)
class Reader:
    """Results seen by a reader of one language.

    Attributes:
        results: the runs.
        lang: the language; one that there is not raises `UnknownLanguage`.
    """

    results: Results
    lang: str

    def __post_init__(self) -> None:
        Words(self.lang, "report")  # refuses an unknown language before anything is computed

    @cached_property
    def t(self) -> Words:
        """The sentences, the names of things and how values are written."""
        return Words(self.lang, "report")

    @property
    def start(self) -> str:
        """First month of the run, "YYYY-MM"."""
        return self.results.scenario.start

    @cached_property
    def one_hub(self) -> bool:
        """Whether there is one hub, the same under every policy."""
        return len({self.results.stack(policy).hub_names for policy in self.results.policies}) == 1 and len(self.results.hubs) == 1

    @cached_property
    def age(self) -> int | None:
        """The age in months at which hubs are judged; None for the end of the run."""
        return age_judged(self.results)

    @cached_property
    def deciders(self) -> tuple[Decider, ...]:
        """The outcomes that decide the question, the first before the others."""
        return deciding(self.results)

    def called(self, one: Decider) -> str:
        """What an outcome that decides is called, with its hub if it is that of one among several."""
        name = self.t.outcome(one.measure)
        return name if one.hub == ALL or self.one_hub else f"{name}, {self.hub_title(one.hub)}"

    @property
    def at(self) -> str:
        """How names of outcomes at that age end."""
        return suffix(self.age)

    @cached_property
    def policies(self) -> list[str]:
        """Every policy but the base case."""
        return [policy for policy in self.results.policies if policy != BASELINE]

    @cached_property
    def by_value(self) -> list[Value]:
        """Every policy by what it is worth."""
        return by_value(self.results) if self.policies else []

    @property
    def shown(self) -> list[str]:
        """The base case and every policy, by value: the order of figures."""
        return [BASELINE, *(one.policy for one in self.by_value)]

    @cached_property
    def contrasts(self) -> dict[str, Contrast]:
        """Each policy against the base case."""
        return {policy: self.results.contrast(policy) for policy in self.policies}

    @cached_property
    def books(self) -> Books:
        """The accounts of every policy, what was invested, and what the program assumed."""
        return books(self.results)

    def title(self, policy: str) -> str:
        """How a policy is called."""
        return self.t("baseline") if policy == BASELINE else self.results.title(policy, self.lang)

    def look(self, policy: str) -> Look:
        """Colour and dash of a policy."""
        return self.results.look(policy)

    def legend(self) -> list[dict[str, str]]:
        """Names and lines of the cases that figures show."""
        entries = []
        for policy in self.shown:
            look = self.look(policy)
            dashes = " ".join(f"{length * 2.2:g}" for length in look.dash[1])
            entries.append({"title": self.title(policy), "colour": look.colour, "dashes": dashes})
        return entries

    def hub_title(self, hub: str) -> str:
        """How a hub is called."""
        spec = self._hub_specs.get(hub)
        return (self.written(spec, "title") if spec is not None else None) or hub.replace("_", " ")

    def town(self, key: str) -> str:
        """Name of a town."""
        try:
            name = self.results.scenario.territory.atlas().town(key).name
        except KeyError:
            name = key
        return self.t.capital(name.replace("_", " ")) if name == key else name  # a place of one's own has its key alone

    @cached_property
    def _hub_specs(self) -> dict[str, object]:
        return {spec.name: spec for spec in self.results.scenario.hubs}

    def written(self, block: object, key: str) -> str | None:
        """A text of the scenario, in the reader's language where it has one."""
        return own_words(block, key, self.lang)

    @cached_property
    def judged_month(self) -> int:
        """Month of the run (0 = first) at whose end a lone hub is judged."""
        stack = self.results.stack()
        return stack.months - 1 if self.age is None else int(stack.opens[0]) + self.age - 1

    @property
    def judged_date(self) -> str:
        """That month in words; for many hubs, their age."""
        if self.age is not None and not self.one_hub:
            return self.t("when_age_many", age=self.age)
        return self.t.month(self.start, self.judged_month)

    @property
    def at_age(self) -> str:
        """'at 36 months', or 'at the end'."""
        return self.t("at_end") if self.age is None else self.t("at_age", age=self.age)

    def total(self, name: str) -> str:
        """The name of something added up over hubs, if there are several."""
        return name if self.one_hub else self.t("all_hubs", name=name)

    def span(self, months: int) -> str:
        """A length of time in words."""
        if months % 12:
            return self.t("months_many", months=months)
        return self.t("years_one") if months == 12 else self.t("years_many", years=months // 12)

    def count(self, share: float, futures: int) -> str:
        """In how many of so many futures: '27 of 40'."""
        return self.t("count_of", count=self.t.number(share * futures), all=self.t.number(futures))

    def level(self, row: SummaryRow | ContrastRow, value: float) -> str:
        """A value of the outcome of a row: what one hub is or is not as a count of futures, all else as `value`."""
        if MEASURES[row.outcome].kind == "yes_no" and (self.one_hub or row.hub != ALL):
            return self.count(value, row.replicates)
        return self.value(row.outcome, value)

    def between(self, measure: Measure | str, low: float, high: float) -> str:
        """From one value of an outcome to another: '57%–87%', '12–15', '€1,200 to €1,500'."""
        measure = MEASURES[measure] if isinstance(measure, str) else measure
        if math.isnan(low) or math.isnan(high):
            return "–"
        first, last = self.value(measure, low), self.value(measure, high)
        return self.t("interval", low=first, high=last) if measure.unit.startswith("EUR") or low < 0 else f"{first}–{last}"

    def value(self, measure: Measure | str, value: float) -> str:
        """A value of an outcome in its own unit."""
        return level(value, MEASURES[measure] if isinstance(measure, str) else measure, self.t)

    def differences(self, measure: Measure | str, *values: float) -> list[str]:
        """Differences of an outcome and their bounds, signed and with equal decimals, without the word for points."""
        return changes(MEASURES[measure] if isinstance(measure, str) else measure, self.t, *values)
