"""The scenario that `coworking new` and the live page begin: a planner's answers, and four policies that cost about the same."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from experiments.languages import Words, languages
from experiments.languages.known import SOURCE
from experiments.questions.generosity import CAMPAIGN_EUR, VOUCHER, YEARS_OF_SUPPORT
from model.names import BUILDINGS, OPERATORS
from model.parameters import CATALOGUE
from model.reading.italian import MEANT
from model.reading.numbers import meant, month_meant, written
from model.scenario.instruments import Events, HostSalary, Promotion

MONTHS: Final = 12 * YEARS_OF_SUPPORT  # over which the policies spend their money
_HORIZON: Final = 60
_CATCHMENT_MINUTES: Final = 40
POLICIES: Final = 4
LEAST_BUDGET: Final = 1_000.0
NUMBERS: Final = {  # of an answer: its unit, the most it may be (what is read as thousands depends on it), whether it is whole
    "desks": ("desks", 2_000, True), "offices": ("offices", 500, True), "rent": ("EUR/m2/month", 500, False), "m2": ("m²", 1e5, False),
    "host": ("full-time equivalents", 8, False), "works": ("EUR", 1e8, False), "grant": ("EUR", 1e8, False),
    "cash": ("EUR", 1e8, False), "budget": ("EUR", 1e8, False),
}  # fmt: skip
_VALUES: Final = {"building": BUILDINGS, "operator": OPERATORS}


@dataclass(frozen=True)
class Answers:
    """What a planner says of a hub; None was left open. Money in EUR, rent in EUR/m² a month."""

    town: str
    called: str  # the town, as people write it
    desks: int
    offices: int = 0
    building: str = "rented"
    rent: float | None = None
    m2: float | None = None
    operator: str = "private"
    host: float = 0.5
    opens: str = "2027-01"
    works: float | None = None
    grant: float = 0.0
    cash: float | None = None
    budget: float = 30_000.0


def understood(name: str, text: str) -> Any:
    """What a person means by an answer, `30.000` or `40mila` for money, `in affitto`, `03/2027`; None for a number that is none.

    What cannot be understood is left as it is written, and the check of the scenario says what to write.
    """
    text = text.strip()
    if name in NUMBERS:
        unit, most, whole = NUMBERS[name]
        value = meant(text, 0.0, most, unit, whole=whole)
        if value is None:  # outside of what makes sense: the check says the range
            value = meant(text, -math.inf, math.inf, unit, whole=whole)
        return int(value) if value is not None and whole else value
    if name in _VALUES and text not in _VALUES[name]:
        return next((word for word in MEANT.get(text.lower(), ()) if word in _VALUES[name]), text)
    return (month_meant(text) or text) if name == "opens" else text


def known_works(works: float | None) -> float:
    """First works, EUR; the catalogue's where they were left open."""
    return _usual("works_eur") if works is None else works


def slip(name: str, text: str, said: Mapping[str, Any], words: Words) -> str | None:
    """What is wrong with an answer by itself and beside those before it; None if nothing is.

    Args:
        name: of the answer.
        text: as it was typed.
        said: by name, this and the others as understood.
        words: table `new` of the reader's language.
    """
    value = said[name]
    if name in NUMBERS and value is None:
        return words("no_number", text=text)
    if name == "budget" and value < LEAST_BUDGET:
        return words("too_little", least=words.euro(LEAST_BUDGET))
    if name == "grant" and value > (most := known_works(said.get("works"))):
        return words("too_much", works=words.euro(most))
    return None


def _text(words: str) -> str:
    """A text in quotes, as YAML and JSON both read it."""
    return json.dumps(words, ensure_ascii=False)


def _usual(parameter: str) -> float:
    return CATALOGUE[parameter].default


def rent_a_month(said: Answers) -> float:
    """Rent of the building, EUR a month, with the catalogue's figures for what was left open."""
    if said.building == "own":
        return 0.0
    area = said.m2 if said.m2 is not None else said.desks * _usual("m2_per_desk") + said.offices * _usual("m2_per_office")
    return area * (said.rent if said.rent is not None else _usual("rent_eur_m2"))


def scenario_text(said: Answers, lang: str) -> str:
    """The scenario as a file with comments in the reader's language, and titles in every language.

    Args:
        said: what the planner answered.
        lang: language of the comments.
    """
    words = Words(lang, "new")
    return "\n".join([f"# {words('c_head')}", *_head(said, words), *_hub(said, words), *_policies(said, words)]) + "\n"


def _title(key: str, name: str, indent: str, **blanks: object) -> list[str]:
    """A text in every language: `key`, `key_it` and so on."""
    lines = []
    for lang in languages():
        suffix = "" if lang == SOURCE else f"_{lang}"
        words = Words(lang, "new")
        filled = {blank: words.euro(value) if blank == "budget" and isinstance(value, float) else value for blank, value in blanks.items()}
        lines.append(f"{indent}{key}{suffix}: {_text(words(name, **filled))}")
    return lines


def _head(said: Answers, words: Words) -> list[str]:
    return [
        *_title("title", "title", "", town=said.called),
        *_title("question", "question", "", town=said.called, desks=said.desks, budget=said.budget),
        "",
        f"decides_by: {{viable_36: more}} # {words('c_decides')}",
        "",
        f'start: "{said.opens}" # {words("c_start")}',
        f"horizon_months: {_HORIZON}",
        "",
        "territory:",
        f"  towns: [{_text(said.town)}]",
        f"  catchment_minutes: {_CATCHMENT_MINUTES} # {words('c_town')}",
    ]


def _hub(said: Answers, words: Words) -> list[str]:
    def maybe(key: str, value: float | None) -> str:
        return f"    # {key}: {words('c_open')}" if value is None else f"    {key}: {written(value)}"

    lines = [
        "",
        "hubs:",
        "  - name: hub",
        *_title("title", "title", "    ", town=said.called),
        f"    town: {_text(said.town)}",
        "    opens: 0",
        f"    operator: {said.operator} # {words('c_operator')}",
        f"    building: {said.building} # {words('c_building')}",
        f"    desks: {said.desks}",
        f"    offices: {said.offices}",
        maybe("m2", said.m2),
        *([] if said.building == "own" else [maybe("rent_eur_m2", said.rent)]),
        f"    host_fte: {written(said.host)}",
        maybe("works_eur", said.works),
        maybe("opening_cash_eur", said.cash),
    ]
    if said.grant > 0 and (works := known_works(said.works)) > 0:
        share = min(said.grant / works, 1.0)
        lines += ["", f"instruments: # {words('c_grant')}", "  - type: capex_grant", "    payer: municipality", f"    share: {share:.4g}"]
    return lines


def _no_more(instrument: type[Events | HostSalary | Promotion], key: str, value: float) -> str:
    """What the money of a large budget would buy, or the most that an instrument may have of it."""
    most = next(bound.le for bound in instrument.model_fields[key].metadata if hasattr(bound, "le"))
    return f"{min(value, most):.3g}"


def _policies(said: Answers, words: Words) -> list[str]:
    """The first four that make sense here: no help with a rent or a wage that nobody pays."""
    month, rent, wage = said.budget / MONTHS, rent_a_month(said), said.host * _usual("host_cost_eur")
    voucher = {key: f"{figure:g}" for key, figure in VOUCHER.items()}
    intensity = _no_more(Promotion, "intensity", month / CAMPAIGN_EUR)
    offered = [
        ("rent", rent > 0, "rent_relief", {"share": _part(month, rent, words)}),
        ("host", wage > 0, "host_salary", {"share": _part(month, wage, words)}),
        ("voucher", True, "voucher", {**voucher, "budget_eur": written(said.budget)}),
        ("promotion", True, "promotion", {"intensity": intensity, "cost_eur_month": written(round(month, 1))}),
        ("hours", True, "host_salary", {"share": "0", "extra_fte": _no_more(HostSalary, "extra_fte", month / _usual("host_cost_eur"))}),
        ("events", True, "events", {"extra_per_month": _no_more(Events, "extra_per_month", month / _usual("event_cost_eur"))}),
    ]
    lines = ["", f"policies: # {words('c_policies', budget=words.euro(said.budget))}"]
    for name, _, kind, keys in [each for each in offered if each[1]][:POLICIES]:
        lines += [f"  {name}:", *_title("title", f"p_{name}", "    "), "    instruments:", *_instrument(kind, keys)]
    return lines


def _part(month: float, whole: float, words: Words) -> str:
    """The share of a monthly cost that so much a month pays, with what it is of."""
    if whole <= 0:
        return "0"
    share = min(month / whole, 1.0)
    return f"{share:.2g} # {words('c_share', share=words.percent(share), month=words.euro(whole), months=MONTHS)}"


def _instrument(kind: str, keys: dict[str, str]) -> list[str]:
    said = {"type": kind, "payer": "municipality", **keys, "end": str(MONTHS)}
    return [f"      {'- ' if key == 'type' else '  '}{key}: {value}" for key, value in said.items()]
