"""The answers from which a hub in a town is begun, as fields: each with its choices, its usual range and how sure that is.

They are those of `coworking new`; what is known of each is read off the key of a hub that it becomes.
"""

from dataclasses import MISSING, fields
from typing import Any, Final

from experiments.dashboard.controls import SORT_OF_HUB, Control, of_hub
from experiments.dashboard.panel import DECIDED, called, hint, known_of, option_name, shown
from experiments.languages import Words
from experiments.questions.beginning import NUMBERS, Answers
from model.reading.fields import month_index

ASKED: Final = ("town", "operator", "building", "desks", "offices", "rent", "m2", "host", "opens", "works", "grant", "cash", "budget")
"""The answers, in the order of the page."""
_KEYS: Final = {"rent": "rent_eur_m2", "host": "host_fte", "works": "works_eur", "cash": "opening_cash_eur"}  # others: as they are called
_SAID: Final = ("label", "usual", "read", "range", "evidence_name")
_EPOCH: Final = "2000-01"


def town_fields(lang: str, desks: int) -> list[dict[str, Any]]:
    """The fields, in the reader's language.

    Args:
        lang: language of the reader.
        desks: desks that stand when none are said.
    """
    words, asked, known = Words(lang, "dashboard"), Words(lang, "new"), of_hub()
    usual = {field.name: field.default for field in fields(Answers) if field.default is not MISSING} | {"desks": desks}
    return [_field(name, known.get(_KEYS.get(name, name)), usual.get(name), words, asked) for name in ASKED]


def _field(name: str, control: Control | None, usual: Any, words: Words, asked: Words) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(("usual", "read", "range", "evidence", "evidence_name", "source"), "")
    found |= {"name": name, "label": asked(name), "options": [], "required": name == "town", "number": name in NUMBERS}
    if name == "town":
        return found
    chosen = control is not None and name in SORT_OF_HUB
    if control is not None:
        found |= known_of(control, words)
        usual = control.known.default if usual is None and control.known is not None else usual
    else:
        found |= {"evidence": DECIDED, "evidence_name": words("decided")}
    if chosen and control is not None:
        options = [{"code": code, "name": option_name(control, code, words)} for code in control.options]
        return {**found, "label": called(control, words), "options": options, "usual": usual, "read": hint(control, words)}
    text = words.month(_EPOCH, month_index(usual, _EPOCH)) if name == "opens" else shown(usual, words)
    return {**found, "usual": text}


def town_texts(lang: str, desks: int) -> dict[str, str]:
    """The words of the fields, by the key under which the page has them."""
    texts: dict[str, str] = {}
    for field in town_fields(lang, desks):
        texts |= {f"town.{field['name']}.{part}": field[part] for part in _SAID if field[part]}
        texts |= {f"town.{field['name']}.{option['code']}": option["name"] for option in field["options"]}
    return texts
