"""What the least public support is, as found: ways to give it, how much of each, what becomes of the hub, and what it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from experiments.languages import Words, languages
from experiments.languages.known import SOURCE
from experiments.outcomes.intervals import Estimate
from experiments.questions.generosity import Support
from experiments.questions.least import Least
from experiments.runs.results import Results
from model.scenario.policies import Plain

Meets = Literal["open", "viable", "whole"]
AFTER: Final = (12, 24)  # months after support ends at which is looked
MIX: Final = "mix"


@dataclass(frozen=True)
class Way:
    """A way to give more or less: instruments, each up to a part of its most, for so many months."""

    parts: tuple[tuple[Support, float], ...]
    months: int

    @property
    def name(self) -> str:
        """Short name: of the instrument, or that it is a mix."""
        return self.parts[0][0].name if len(self.parts) == 1 else MIX

    def doses(self, dose: float) -> list[tuple[Support, float]]:
        """Each instrument with its own dose."""
        return [(support, dose * part) for support, part in self.parts]

    def blocks(self, dose: float, first: int) -> list[Plain]:
        """The instruments as a scenario writes them, from the month in which hubs open."""
        window = {"start": first, "end": first + self.months}
        return [support.block(own, **(window if support.scale.lasts else {})) for support, own in self.doses(dose)]


@dataclass(frozen=True)
class Found:
    """The least of one way, as run to the end."""

    way: Way
    least: Least
    eur: Estimate  # public money beyond the reference, with the interval of its mean
    needed: tuple[float, float]  # the same at the bounds of the least dose; nan above for "or no amount at all"
    share: Estimate  # of the futures that meet what is asked in the month asked about; support of so many months is still paid then
    later: Mapping[int, tuple[Estimate, Estimate, Estimate]]  # months after the end: open with it, without it, and the difference


@dataclass(frozen=True)
class LeastFound:
    """What the least support is."""

    results: Results
    command: str
    target: float
    at: int
    meets: Meets
    policy: str
    without: Estimate  # share that meets what is asked without support
    alone: tuple[Found, ...]  # one instrument each, the cheapest first
    mix: Found | None  # of two instruments, the cheapest
    short: tuple[tuple[Way, Least], ...]  # instruments of which no amount does, best first
    pairs: int  # pairs of instruments that were tried

    @property
    def needed(self) -> bool:
        """Whether any support is."""
        return self.without.value < self.target

    @cached_property
    def enough(self) -> list[Found]:
        """What does, the cheapest first."""
        return sorted([*self.alone, *([self.mix] if self.mix is not None else [])], key=lambda one: one.eur.value)

    @property
    def best(self) -> Found | None:
        """The cheapest that does."""
        return self.enough[0] if self.enough else None

    def numbers(self) -> dict[str, Any]:
        """Every number by name."""
        return {
            "target": self.target, "at_month": self.at, "meets": self.meets, "policy": self.policy, "needed": self.needed,
            "without": self.without._asdict(),
            "alone": [_numbers(one) for one in self.alone],
            "mix": None if self.mix is None else _numbers(self.mix),
            "no_amount_does": [
                {"instrument": way.name, "figures": _figures(way, 1.0), "months": way.months, **least.tried[-1]._asdict()}
                for way, least in self.short
            ],
        }


def _figures(way: Way, dose: float) -> dict[str, float]:
    return {f"{support.name}.{support.scale.key}": support.figure(own) for support, own in way.doses(dose)}


def _numbers(found: Found) -> dict[str, Any]:
    least, way = found.least, found.way
    return {
        "instruments": [support.name for support, _ in way.parts], "months": way.months, "figures": _figures(way, least.dose),
        "dose": least.dose, "dose_low": least.low, "dose_high": least.high, "public_eur": found.eur._asdict(),
        "needed_eur_low": found.needed[0], "needed_eur_high": found.needed[1], "share": found.share._asdict(),
        "after_support_ends": {
            str(months): {key: one._asdict() for key, one in zip(("with", "without", "difference"), each, strict=True)}
            for months, each in found.later.items()
        },
        "tried": [one._asdict() for one in least.tried],
    }  # fmt: skip


def titles(way: Way, dose: float) -> Plain:
    """Titles of what was found, in every language."""
    return {"title" if lang == SOURCE else f"title_{lang}": Words(lang, "support").capital(called(way, dose, lang)) for lang in languages()}


def called(way: Way, dose: float, lang: str) -> str:
    """What is given, how much of it and for how long."""
    words = Words(lang, "support")
    what = words("and").join(support.called(lang, own) for support, own in way.doses(dose))
    return words("for_months", what=what, months=way.months) if any(support.scale.lasts for support, _ in way.parts) else what
