"""How readers are spoken to: a folder for each language with its sentences, names and ways of writing, and one way to ask for them.

A new language is a new folder with the files that the others have, and nothing else. Imports nothing of what it is used for.
"""

from experiments.languages.formats import Formats, calendar
from experiments.languages.known import SOURCE, UnknownLanguage, languages, of_the_system
from experiments.languages.own_words import own_words, own_words_in
from experiments.languages.words import ByLanguage, Words, in_every, told

__all__ = [
    "SOURCE", "ByLanguage", "Formats", "UnknownLanguage", "Words", "calendar", "in_every", "languages", "of_the_system", "own_words",
    "own_words_in", "told",
]  # fmt: skip
