"""The controls as they are shown: in the reader's language, each with its unit, its range and how sure the figure behind it is."""

from collections.abc import Mapping
from typing import Any, Final

from experiments.dashboard.controls import Control, Group, Value
from experiments.dashboard.state import ASSUMED, MINE_ALONE, Start
from experiments.dashboard.telling import template
from experiments.languages import Words, own_words
from experiments.languages.problems import told_phrase
from model.scenario import BASELINE

DECIDED: Final = "decided"
"""The kind of evidence of what nobody measures, because somebody decides it."""


def panel_html(start: Start, values: Mapping[str, Value], case: int, lang: str) -> str:
    """All controls of a scenario, with the values that were set.

    Args:
        start: where one began.
        values: by id of a control, what was set since, cleaned.
        case: number of the case in this session, by which the page knows that it is another.
        lang: language of the reader.
    """
    words = Words(lang, "dashboard")
    by_kind: dict[str, list[dict[str, Any]]] = {"instrument": [], "hub": [], "parameters": []}
    for group in start.groups:
        by_kind[group.of].append(_group(start, group, values, words))
    policies = [{"name": BASELINE, "title": words("from_nothing")}]
    policies += [{"name": name, "title": own_words(policy, "title", lang) or name} for name, policy in start.scenario.policies.items()]
    return template("controls.html.j2").render(
        t=words, case=case, decimal=words.number(0.5, 1)[1], begun=start.policy, policies=policies,
        instruments=by_kind["instrument"], hubs=by_kind["hub"],
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


def _control(start: Start, control: Control, values: Mapping[str, Value], words: Words) -> dict[str, Any]:
    at_first = start.value(control)
    value = values.get(control.id, at_first)
    label, left_out = _label(control, words)
    kind = DECIDED if control.known is None else control.known.evidence
    chosen, before = ([] if each is None else each if isinstance(each, list) else [each] for each in (value, at_first))
    return {
        "id": control.id, "kind": control.kind, "label": label, "value": value, "optional": control.optional,
        "options": [
            {"code": code, "name": _option(control, code, words), "chosen": code in chosen, "first": code in before}
            for code in control.options
        ],
        "slides": control.slides, "low": control.low, "high": control.high, "step": control.step if control.slides else "any",
        "slider": _on_slider(value, control), "first": _shown(at_first, words), "first_slider": _on_slider(at_first, control),
        "first_value": at_first,
        "shown": _shown(value, words), "unit": _unit(control.unit, words) if control.unit else "",
 "left_out": words("left_out", what=left_out) if left_out else "",
        "range": words("usual", low=_shown(control.low, words), high=_shown(control.high, words)) if control.slides else "",
        "evidence": kind, "evidence_name": words.name("evidence_one", kind) if kind != DECIDED else words("decided"),
        "source": "" if control.known is None else control.known.source,
    }


def _label(control: Control, words: Words) -> tuple[str, str]:
    """What a control is called, without its full stop, and what stands when it is left out."""
    if control.known is not None and control.id.startswith("p."):
        return words.parameter(control.known).rstrip("."), ""
    text = words.key_meaning(control.meaning).rstrip(".")
    label, _, rest = text.replace("`", "").partition(words("when_left_out"))
    return label, rest.rstrip(")")


def _unit(unit: str, words: Words) -> str:
    """A unit by its name as a whole, as messages have it, else word by word."""
    known = told_phrase(unit, words.lang)
    return known if known != unit else words.unit(unit)


def _option(control: Control, code: str, words: Words) -> str:
    return words.name(control.option_kind, code) if control.option_kind else code.replace("_", " ")


def _on_slider(value: Value, control: Control) -> float:
    return value if isinstance(value, int | float) else control.low


def _shown(value: Value, words: Words) -> str:
    """A value as it is typed, with the decimal sign of the reader."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.6g}".replace(".", words.number(0.5, 1)[1])
    return "" if value is None or isinstance(value, bool | list) else str(value)
