"""The generated page of real calls: what each paid, where the figures come from, and what of it the model cannot say."""

from collections.abc import Iterable, Mapping
from typing import Final

from experiments.showing.markdown import grid, text
from model.scenario.library import Call, calls

_INTRODUCTION: Final = """\
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
"""

_PARTS: Final = {
    "measured": "Figures of the call",
    "assumed": "Assumed here",
    "stands_for": "What stands for its rules",
    "not_represented": "Not represented",
}


def calls_page(library: Mapping[str, Call] | None = None) -> str:
    """The page of calls.

    Args:
        library: calls by name; those that ship by default.

    Returns:
        Markdown text, ending with a newline.
    """
    listed = calls() if library is None else library
    lines = [_INTRODUCTION, *_overview(listed.values()), *(line for call in listed.values() for line in _one_call(call))]
    return "\n".join(lines).rstrip("\n") + "\n"


def _overview(listed: Iterable[Call]) -> list[str]:
    rows = []
    for call in listed:
        kind = f"`{call.instrument.type}`" if call.instrument else "none"
        rows.append((f"`{call.name}`", text(call.territory), text(call.year), kind, text(call.pays())))
    return ["## All calls\n", *grid(("name", "where", "when", "type", "pays"), rows), "", "## Each call\n"]


def _one_call(call: Call) -> list[str]:
    lines = [f"### `{call.name}`\n", f"{text(call.title)}. Source: {text(call.source)}.", ""]
    if call.uptake:
        lines += [f"Use: {text(call.uptake)}.", ""]
    for part, words in _PARTS.items():
        if sentences := getattr(call, part):
            lines += [f"{words}:\n", *(f"- {text(sentence)}" for sentence in sentences), ""]
    return lines
