"""The controls as they are shown: in the reader's language, each with its unit, its range and how sure the figure behind it is."""

from collections.abc import Mapping
from typing import Any, Final, TypeGuard

from experiments.dashboard.controls import HUB, SORT_OF_HUB, TOWN, Control, Group, Value
from experiments.dashboard.state import ASSUMED, MINE_ALONE, Start
from experiments.dashboard.telling import template
from experiments.languages import Words, own_words
from experiments.languages.problems import told_phrase
from model.parameters import CATALOGUE
from model.reading.fields import WHEN_VIABLE, month_index
from model.reading.numbers import month_meant
from model.scenario import BASELINE

DECIDED: Final = "decided"
"""The kind of evidence of what nobody measures, because somebody decides it."""
_MOST_MONTHS: Final = 1200  # from the first, of a month that is told by its name


def panel_html(start: Start, values: Mapping[str, Value], case: int, lang: str) -> str:
    """All controls of a scenario, with the values that were set.

    Args:
        start: where one began.
        values: by id of a control, what was set since, cleaned.
        case: number of the case in this session, by which the page knows that it is another.
        lang: language of the reader.
    """
    words = Words(lang, "dashboard")
    by_kind: dict[str, list[dict[str, Any]]] = {"run": [], "instrument": [], "hub": [], "parameters": []}
    for group in start.groups:
        by_kind[group.of].append(_group(start, group, values, words))
    policies = [{"name": BASELINE, "title": words("from_nothing")}]
    policies += [{"name": name, "title": own_words(policy, "title", lang) or name} for name, policy in start.scenario.policies.items()]
    return template("controls.html.j2").render(
        t=words, case=case, decimal=words.number(0.5, 1)[1], begun=start.policy, policies=policies,
        run=by_kind["run"], months=_months(start, words), instruments=by_kind["instrument"], hubs=by_kind["hub"],
        mine_alone=values.get(ASSUMED) == MINE_ALONE, parameters=by_kind["parameters"],
    )


def _group(start: Start, group: Group, values: Mapping[str, Value], words: Words) -> dict[str, Any]:
    if group.of == "instrument":
        title, on = words.capital(words.name("measure", group.code)), values.get(group.id, group.code in start.switched_on)
    elif group.of == "hub":
        hub = next(hub for hub in start.scenario.hubs if hub.name == group.code)
        title, on = own_words(hub, "title", words.lang) or group.code, True
    else:
        title, on = words.name("section", group.code), True
    return {
        "id": group.id, "title": title, "on": on, "meaning": words.key_meaning(group.meaning),
        "controls": [_control(start, control, values, words) for control in group.controls],
        "further": [_control(start, control, values, words) for control in group.further],
    }


def _months(start: Start, words: Words) -> dict[str, list[str]]:
    """Months to choose from, and beside them what may stand for the month of an opening."""
    scenario = start.scenario
    every = [words.month(scenario.start, month) for month in range(scenario.horizon_months + 1)]
    return {"months": every, "openings": [words.name("option", WHEN_VIABLE), *every]}


def _control(start: Start, control: Control, values: Mapping[str, Value], words: Words) -> dict[str, Any]:
    at_first = start.value(control)
    value = values.get(control.id, at_first)
    label, left_out = _label(control, words)
    chosen, before = ([] if each is None else each if isinstance(each, list) else [each] for each in (value, at_first))
    return {
        "id": control.id, "kind": control.kind, "label": label, "value": value, "optional": control.optional,
        "options": [
            {"code": code, "name": option_name(control, code, words, start), "chosen": code in chosen, "first": code in before}
            for code in control.options
        ],
        "picks": control.picks, "list": ("openings" if control.options else "months") if control.kind == "month" else "",
        "slides": control.slides, "low": control.low, "high": control.high, "step": control.step if control.slides else "any",
        "slider": _on_slider(value, control), "first": written(start, control, at_first, words),
        "first_slider": _on_slider(at_first, control), "first_value": at_first,
        "shown": written(start, control, value, words), "hint": words("month_read") if control.kind == "month" else hint(control, words),
        "left_out": words("left_out", what=left_out) if left_out else "", **known_of(control, words),
    }


def known_of(control: Control, words: Words) -> dict[str, str]:
    """Of a control: its unit, its usual range and how sure the figure behind it is, with where that comes from."""
    kind = DECIDED if control.known is None else control.known.evidence
    ranged = control.slides or control.picks
    return {
        "unit": _unit(control.unit, words) if control.unit else "",
        "range": words("usual", low=shown(control.low, words), high=shown(control.high, words)) if ranged else "",
        "evidence": kind, "evidence_name": words.name("evidence_one", kind) if kind != DECIDED else words("decided"),
        "source": "" if control.known is None else control.known.source,
    }


def _label(control: Control, words: Words) -> tuple[str, str]:
    """What a control is called, without its full stop, and what stands when it is left out."""
    if control.known is not None and control.id.startswith("p."):
        return words.parameter(control.known).rstrip("."), ""
    text = words.key_meaning(control.meaning).rstrip(".")
    label, _, rest = text.replace("`", "").partition(words("when_left_out"))
    rest = rest.rstrip(")")
    rest = words("usual_figure") if rest in CATALOGUE else rest
    return label.partition(":")[0] if control.kind == "month" else called(control, words) or label, rest


def called(control: Control, words: Words) -> str:
    """The name of what a hub is or has, where it has one of its own; '' elsewhere."""
    key = control.path[-1]
    return words.capital(words.name("hub", key)) if key in SORT_OF_HUB else ""


def hint(control: Control, words: Words) -> str:
    """What a choice that is called by a name means, where that says more."""
    name, meaning = called(control, words), words.key_meaning(control.meaning).rstrip(".")
    return meaning if name and meaning.casefold() != name.casefold() else ""


def _unit(unit: str, words: Words) -> str:
    """A unit by its name as a whole, as messages have it, else word by word."""
    known = told_phrase(unit, words.lang)
    return known if known != unit else words.unit(unit)


def option_name(control: Control, code: str, words: Words, start: Start | None = None) -> str:
    """What a word to choose is called; hubs and towns are called by the case."""
    if start is None or control.option_kind not in (HUB, TOWN):
        return words.name(control.option_kind, code)
    if control.option_kind == HUB:
        hub = next(hub for hub in start.scenario.hubs if hub.name == code)
        return own_words(hub, "title", words.lang) or code.replace("_", " ")
    return start.scenario.territory.atlas().town(code).name


def _on_slider(value: Value, control: Control) -> float:
    return value if isinstance(value, int | float) else control.low


def written(start: Start, control: Control, value: Value, words: Words) -> str:
    """A value as it is typed; a month by its name."""
    if control.kind == "month":
        if value == WHEN_VIABLE:
            return words.name("option", WHEN_VIABLE)
        first = start.scenario.start
        index = value if isinstance(value, int) else month_index(value, first) if _dated(value) else None
        return shown(value, words) if index is None or abs(index) > _MOST_MONTHS else words.month(first, index)
    return shown(value, words)


def _dated(value: Value) -> TypeGuard[str]:
    return isinstance(value, str) and month_meant(value) == value


def shown(value: Value, words: Words) -> str:
    """A value as it is typed, with the decimal sign of the reader."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.6g}".replace(".", words.number(0.5, 1)[1])
    return "" if value is None or isinstance(value, bool | list) else str(value)
