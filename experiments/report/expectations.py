"""What the scenario expected before it was run, against what came out: each fact in words, judged by `experiments.expected.facts`."""

from typing import Any

from experiments.expected.facts import Judged, judged, measure_of
from experiments.report.reader import Reader
from model.scenario import BASELINE
from model.scenario.expected import Expectation


def table(reader: Reader) -> list[dict[str, Any]]:
    """One row a fact that these runs can judge, in the reader's language."""
    return [
        {
            "name": _name(reader, item.fact),
            "case": _case(reader, item.fact),
            "expected": _expected(reader, item.fact),
            "why": reader.written(item.fact, "why"),
            "found": _found(reader, item),
            "met": item.met,
            "verdict": reader.t("expected_met" if item.met else "expected_missed"),
            "because": "" if item.met else item.fact.because or "",
        }
        for item in judged(reader.results)
    ]


def threshold(reader: Reader, outcome: str) -> str:
    """How often an outcome of the base case keeps the bound the scenario asks about, as the end of a sentence; nothing without one."""
    for item in judged(reader.results):
        fact = item.fact
        of_the_base_case = fact.policy == BASELINE and fact.against is None and fact.hub is None and fact.fields is None
        if fact.outcome == outcome and fact.in_share is not None and of_the_base_case:
            return reader.t("answer_threshold", bound=_bound(reader, fact), count=reader.count(item.found, reader.results.replicates))
    return ""


def _name(reader: Reader, fact: Expectation) -> str:
    if fact.fields is None:
        return reader.t.outcome(measure_of(fact))
    first, second = (reader.t.name("field_long", field) for field in fact.fields)
    return reader.t("links_inside", field=first) if first == second else reader.t("links_between", first=first, second=second)


def _case(reader: Reader, fact: Expectation) -> str:
    """Policy, what it is compared with, and hub; nothing for all hubs of the base case."""
    parts = []
    if fact.against is not None:
        parts.append(reader.t("expected_against", policy=reader.title(fact.policy), against=reader.title(fact.against)))
    elif fact.policy != BASELINE:
        parts.append(reader.title(fact.policy))
    if fact.hub is not None:
        parts.append(reader.hub_title(fact.hub))
    return "; ".join(parts)


def _expected(reader: Reader, fact: Expectation) -> str:
    if fact.in_share is None:
        return _bound(reader, fact)
    return reader.t("expected_in", bound=_bound(reader, fact), share=reader.t.in_percent(fact.in_share))


def _bound(reader: Reader, fact: Expectation) -> str:
    values = [bound for bound in (fact.at_least, fact.at_most) if bound is not None]
    written = [_value(reader, fact, value, as_bound=True) for value in values]
    if len(written) == 2:
        low, high = written
        return reader.t("expected_between", low=low, high=high) if low != high else reader.t("expected_exactly", value=low)
    return f"{reader.t.name('bound', 'at least' if fact.at_least is not None else 'at most')} {written[0]}"


def _found(reader: Reader, item: Judged) -> str:
    if item.fact.in_share is None:
        return _value(reader, item.fact, item.found)
    return reader.t("found_in", count=reader.count(item.found, reader.results.replicates))


def _value(reader: Reader, fact: Expectation, value: float, *, as_bound: bool = False) -> str:
    """A level, or a difference with its sign; whole numbers of a bound as they were written."""
    measure = measure_of(fact)
    whole = as_bound and measure.kind == "number" and not measure.unit.startswith("EUR") and value.is_integer()
    if whole:
        return reader.t.number(value, signed=fact.against is not None)
    if fact.against is None:
        return reader.value(measure, value)
    (text,) = reader.differences(measure, value)
    return text if measure.kind == "number" else reader.t("points", value=text)
