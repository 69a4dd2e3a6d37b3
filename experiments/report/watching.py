"""What to watch: a threshold for the hubs of the base case in their first year, and how often such a warning is right."""

from typing import Any, Final

from experiments.languages import Words
from experiments.questions import warning_said
from experiments.questions.warning import STEPS, hub_futures
from experiments.questions.warning_rules import INDICATORS, Form, Verdicts, judged
from experiments.report.reader import Reader

AGE: Final = 12  # months of life at which hubs are looked at
MOST_HUBS: Final = 3  # more are looked at one by one, with `coworking warning`
_FORMS: Final = tuple(Form((name,)) for name in INDICATORS)


def section(reader: Reader) -> dict[str, Any]:
    """A line a hub, of all futures and policies of these runs; why there is none, where it cannot be told."""
    t, results = reader.t, reader.results
    if reader.age is None or reader.age <= AGE:
        return {"lines": [t("watch_short", age=AGE)], "told": False}
    if len(results.hubs) > MOST_HUBS:
        return {"lines": [t("watch_many", most=MOST_HUBS)], "told": False}
    lines = [_line(reader, hub, reader.age) for hub in results.hubs]
    return {"lines": [line for line, _ in lines], "told": any(told for _, told in lines)}


def _line(reader: Reader, hub: str, at: int) -> tuple[str, bool]:
    """What is said of a hub, and whether it is a rule."""
    t, words = reader.t, Words(reader.lang, "warning")
    futures = hub_futures(reader.results, hub, reader.results.policies, AGE, at)
    found: Verdicts = judged(futures, _FORMS, STEPS, lights=False)
    named = "" if reader.one_hub else f"{reader.hub_title(hub)}: "
    if found.rule is None or found.unseen is None:
        counts = {"futures": t.number(len(futures.closed)), "closed": t.number(float(futures.closed.sum()))}
        return named + t(f"watch_{found.reason}", age=AGE, at=at, **counts), False
    rates = found.unseen
    shares = {"warned": rates.warned_close, "others": rates.others_close, "base": rates.base}
    written = {name: warning_said.of_hundred(words, value) for name, value in shares.items()}
    where = warning_said.where(words, found.rule.form, found.rule.amber)
    return named + t("watch" if rates.of_use else "watch_no_use", age=AGE, at=at, where=where, **written), True
