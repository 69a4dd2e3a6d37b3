"""What a reader is told: sentences by key with their blanks filled, and what things are called."""

import re
from collections.abc import Callable, Mapping
from typing import Final, Protocol, TypeVar

from experiments.languages.formats import Formats
from experiments.languages.known import SOURCE, languages, module, names

_BLANK: Final = re.compile(r"{(\w+)}")
_WORD: Final = re.compile(r"[A-Za-z]+")
Said = TypeVar("Said")
ByLanguage = Mapping[str, str]  # the same words in each language, by its code


class Meant(Protocol):
    """What the code defines with a meaning in English: a parameter or table of the catalogue, a monthly series."""

    @property
    def name(self) -> str:
        """Its code."""

    @property
    def meaning(self) -> str:
        """What it is, in English."""


class Outcome(Meant, Protocol):
    """An outcome of a run, called by a label; `age` is the month of life it looks at, if it does."""

    @property
    def label(self) -> str:
        """What it is called, in English."""

    @property
    def age(self) -> int | None:
        """Part of the name, and of the words in every language."""

    @property
    def series(self) -> Meant | None:
        """The monthly series it reads at that age, called as such in every language."""


class Words(Formats):
    """The sentences of one table in one language, what things are called in it, and how values are written.

    `words("key", name=value)` fills the blanks of a sentence by plain replacement, so that braces in a value (a title, a file) stay
    what they are.

    Args:
        lang: the language.
        table: the file of the language that holds the sentences.

    Raises:
        UnknownLanguage: when there is no such language.
    """

    def __init__(self, lang: str, table: str) -> None:
        super().__init__(lang)
        self._sentences: Mapping[str, str] = module(lang, table).TEXTS
        self._names = names(lang)

    def __call__(self, key: str, **values: object) -> str:
        """A sentence; `KeyError` for an unknown key or a blank left unfilled."""
        return _BLANK.sub(lambda found: str(values[found[1]]), self._sentences[key])

    def choose(self, number: int, key: str, **values: object) -> str:
        """The sentence for one ("key_one") or for several ("key_many"), with `number` written in it."""
        return self(f"{key}_{'one' if number == 1 else 'many'}", number=self.number(number), **values)

    def name(self, kind: str, code: str) -> str:
        """How a thing of the model (a field, a line of the ledger, a payer ...) is called; itself if it has no name here."""
        return self._names[kind].get(code, code)

    def unit(self, unit: str) -> str:
        """A unit as tables and pictures write it, such as 'EUR/mese': by its name or, without one, word by word."""
        known = self._names["unit_word"]
        return known.get(unit) or _WORD.sub(lambda found: known.get(found[0], found[0]), unit)

    def outcome(self, measure: Outcome) -> str:
        """What an outcome is called."""
        return self._of_outcome("outcome", measure, measure.label)

    def outcome_meaning(self, measure: Outcome) -> str:
        """What an outcome says, in a sentence."""
        return self._of_outcome("outcome_meaning", measure, measure.meaning)

    def _of_outcome(self, kind: str, measure: Outcome, english: str) -> str:
        age = "" if measure.age is None else str(measure.age)
        if measure.series is not None:
            text = self._names[kind].get("{series}_at_{age}", english)
            return text.replace("{age}", age).replace("{series}", self.hub_series(measure.series))
        code = f"{measure.name.removesuffix(age)}{{age}}" if age else measure.name
        return self._names[kind].get(code, english).replace("{age}", age)

    def claim(self, key: str, statement: str) -> str:
        """What a fact of the scorecard says, given in English."""
        return self._names["claim"].get(key, statement)

    def claim_known(self, key: str, known: str) -> str:
        """What is known of a number without a band, given in English."""
        return self._names["claim_known"].get(key, known)

    def parameter(self, entry: Meant) -> str:
        """What a parameter, or a table of parameters, means."""
        return self._names["parameter"].get(entry.name, entry.meaning)

    def key_meaning(self, meaning: str) -> str:
        """What a key of a scenario means, or what a kind of block is, given in English."""
        return self._names["key_meaning"].get(meaning, meaning)

    def call_text(self, text: str) -> str:
        """What is said of a real call, given in English."""
        return self._names["call_text"].get(text, text)

    def hub_series(self, series: Meant) -> str:
        """What is measured of a hub each month."""
        return self._names["hub_series"].get(series.name, series.meaning)

    def town_series(self, series: Meant) -> str:
        """What is measured of a town each month."""
        return self._names["town_series"].get(series.name, series.meaning)


def blanks(sentence: str) -> set[str]:
    """Names of the blanks of a sentence."""
    return set(_BLANK.findall(sentence))


def in_every(say: Callable[[str], Said]) -> dict[str, Said]:
    """What is to be kept for readers of any language: the same in each, by language."""
    return {lang: say(lang) for lang in languages()}


def told(kept: Mapping[str, Said], lang: str) -> Said | None:
    """Of what `in_every` kept, that for a reader, or the English where their language was not there yet; None without any."""
    return kept.get(lang) or kept.get(SOURCE)
