"""How generous an instrument is: the one figure of each by which it is made to cost more or less, and how far that figure may go.

One table for all questions that search for an amount. A figure goes from nothing, where the instrument changes nothing, to the end of
its plausible range (`model.scenario.instruments`), or of its hard one where it is a share. What an instrument is otherwise is taken from
the scenario's policies where they have one of the kind, else from the template here.
"""

import math
from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from experiments.languages import Words, languages
from experiments.languages.known import SOURCE
from experiments.questions.answer import Refused
from experiments.questions.variants import measures_under
from model.reading.slots import Slot, blocks, limits, type_name, type_word, usual
from model.scenario import BASELINE, Scenario
from model.scenario.instruments import Instrument
from model.scenario.policies import Plain

PAYER: Final = "municipality"  # of what the scenario has no figures of
YEARS_OF_SUPPORT: Final = 3  # for which it is in force, where nobody says otherwise
CAMPAIGN_EUR: Final = 800.0  # a month for as much again as ordinary promotion, as in the shipped cases
VOUCHER: Final[Plain] = {"share": 0.5, "cap_eur_month": 125, "months": 12}  # Milan's of 2013-14: half, at most 1,500 EUR a year


@dataclass(frozen=True)
class Scale:
    """The figure of an instrument that says how generous it is."""

    type: str
    key: str
    along: tuple[str, ...] = ()  # figures that grow in step with it: what twice as much promotion costs, how much half a fee is at most
    template: Plain | None = None  # other figures that it needs, at which `along` is meant
    neutral: tuple[str, ...] = ()  # figures that would act without it
    lasts: bool = True  # whether it is paid month by month, so that it can be given for longer

    @property
    def _slot(self) -> Slot:
        block = next(each for each in blocks(Slot(Instrument)) if type_name(each) == self.type)
        return Slot(block.model_fields[self.key].annotation, block, block.model_fields[self.key])

    @property
    def whole(self) -> bool:
        """Whether the figure is counted."""
        return type_word(self._slot) == "whole number"

    @property
    def greatest(self) -> float:
        """The most of it that makes sense."""
        plausible = usual(self._slot)
        return plausible[1] if plausible else limits(self._slot)[1]


SCALES: Final[Mapping[str, Scale]] = {
    "rent_relief": Scale("rent_relief", "share", neutral=("rent_cap_eur_m2",)),
    "host_salary": Scale("host_salary", "share", neutral=("extra_fte",)),
    "host_hours": Scale("host_salary", "extra_fte", neutral=("share",)),
    "voucher": Scale("voucher", "share", ("cap_eur_month", "cap_total_eur"), VOUCHER),
    "trial_days": Scale("trial_days", "days"),
    "promotion": Scale("promotion", "intensity", ("cost_eur_month",), {"intensity": 1, "cost_eur_month": CAMPAIGN_EUR}),
    "events": Scale("events", "extra_per_month"),
    "advisory_desk": Scale("advisory_desk", "slots_per_month", template={"cost_eur_session": 60}),  # 45 minutes, and as much to prepare
    "anchor_tenancy": Scale("anchor_tenancy", "desks"),
    "matchmaking": Scale(  # two pairs a week, for an hour a week of somebody's time: the case of Lodi
        "matchmaking", "introductions_per_month", ("cost_eur_month",), {"introductions_per_month": 8, "cost_eur_month": 200}
    ),
    "capex_grant": Scale("capex_grant", "share", lasts=False),
}
"""Every instrument of which there can be more or less, by a short name."""

OTHERWISE: Final = ("conversion", "network")  # another building, and ties among hubs: other things, not more or less of one


@dataclass(frozen=True)
class Support:
    """An instrument with everything fixed but how generous it is."""

    name: str
    scale: Scale
    figures: Plain  # its other figures
    reference: float  # the figure of generosity at which those `along` it are meant
    most: float  # the most of it here

    def figure(self, dose: float) -> float:
        """How much of it a part (0-1) of the most is; what is counted is rounded up."""
        return float(math.ceil(dose * self.most - 1e-9)) if self.scale.whole else dose * self.most

    def block(self, dose: float, **window: Any) -> Plain:
        """The instrument as a scenario writes it, with such a part of the most."""
        figure = self.figure(dose)
        grown = {key: self.figures[key] * figure / self.reference for key in self.scale.along if self.figures.get(key) is not None}
        return {**deepcopy(self.figures), **grown, self.scale.key: int(figure) if self.scale.whole else figure, **window}

    def called(self, lang: str, dose: float | None = None) -> str:
        """Its name and, of a dose, how much it is: 'rent relief, 60% of the rent'."""
        words = Words(lang, "generosity")
        name = words.name("measure", self.name)
        return name if dose is None else f"{name}, {self.amount(lang, dose)}"

    def amount(self, lang: str, dose: float) -> str:
        """How much of it a dose is, with its unit."""
        words, figure = Words(lang, "generosity"), self.figure(dose)
        value = words.percent(figure) if self.scale.key == "share" else words.number(figure) if self.scale.whole else words.tidy(figure)
        return words(f"amount_{self.name}", value=value)

    def titles(self, dose: float, after: "Mapping[str, str] | None" = None) -> Plain:
        """Titles of a policy with it, in every language; `after` are words to add, by language."""
        tail = after or {}
        return {
            "title" if lang == SOURCE else f"title_{lang}": Words(lang, "generosity").capital(self.called(lang, dose)) + tail.get(lang, "")
            for lang in languages()
        }


def supports(scenario: Scenario, policy: str = BASELINE, names: Collection[str] | None = None) -> list[Support]:
    """The instruments that may be added to a policy, each with the scenario's own figures where it has any.

    Args:
        scenario: with policies, whose instruments are the templates.
        policy: what they are added to; what is in force there already is left out.
        names: which ones, by the short names of `SCALES`; all by default.

    Raises:
        Refused: for names that there are not, or of what is in force there already.
    """
    there = {item["type"] for item in measures_under(scenario, policy).values()}
    reasons: list[tuple[str, dict[str, object]]] = []
    for name in names or ():
        if name not in SCALES:
            key = "no_amount_of" if name in OTHERWISE else "no_instrument_type"
            reasons.append((key, {"instrument": name, "known": ", ".join(SCALES)}))
        elif SCALES[name].type in there:
            reasons.append(("in_force", {"instrument": name, "policy": policy}))
    if reasons:
        raise Refused(*reasons)
    own = own_templates(scenario)
    chosen = [name for name in SCALES if name in names] if names else [name for name in SCALES if SCALES[name].type not in there]
    return [support(scenario, name, own.get(SCALES[name].type)) for name in chosen]


def own_templates(scenario: Scenario) -> dict[str, Plain]:
    """The instruments that a scenario's policies have, the first of each type."""
    found: dict[str, Plain] = {}
    for written in scenario.written().get("policies", {}).values():
        for item in written.get("instruments", []):
            found.setdefault(item["type"], item)
    return found


def support(scenario: Scenario, name: str, template: Plain | None = None) -> Support:
    """An instrument of a kind with the figures of a template, or those of the table; without a pot, which would be another bound."""
    scale = SCALES[name]
    figures = {"type": scale.type, "payer": PAYER, **(scale.template or {})} if template is None else deepcopy(template)
    for key in ("budget_eur", "title", "title_it", *scale.neutral):
        figures.pop(key, None)
    if "share" in scale.neutral:
        figures["share"] = 0.0  # a wage of which nothing is paid has to be said
    reference = float(figures.get(scale.key) or 0.0) or float((scale.template or {}).get(scale.key, 1.0))
    most = scale.greatest
    if scale.type == "anchor_tenancy":
        most = min(most, max(hub.desks for hub in scenario.hubs))  # more than there are cannot be let
    return Support(name, scale, {**figures, "name": name}, reference, most)
