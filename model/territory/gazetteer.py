"""What towns may be called in a file: a shipped town by its key, any municipality of Italy by its name or ISTAT code.

Case, accents and signs do not matter (`Forlì`, `forli`; `L'Aquila`, `l_aquila`). Of a bilingual name either half will do. A name that two
municipalities share needs the province: `Samone (TO)`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from math import inf
from typing import Final

from model.territory.italy import Municipality, municipalities
from model.territory.towns import TOWNS

_WITH_PROVINCE: Final = re.compile(r"(.+?)\s*\(\s*([A-Za-z]{2})\s*\)|(.+)_([a-z]{2})")
_CODE: Final = re.compile(r"\d{4,6}")  # tables of numbers have lost the zeros they begin with
_PLAIN: Final = str.maketrans("àâäçèéêëìîïòôöùûü '’-", "aaaceeeeiiiooouuu____")  # all but a few names of Italy need no more
_ARTICLES: Final = frozenset({"l", "la", "le", "il", "lo", "i", "gli"})
_LIKE: Final = 0.75  # likeness from which a name is proposed for another
_PROPOSED: Final = 3
_SHORTEST: Final = 3  # letters from which a text is taken for a part of a name
_LAST_RANK: Final = 3  # the beginning of a word in the middle of a name, proposed where there is nothing better


def slug(text: str) -> str:
    """Letters and digits in lower case, words joined by `_`."""
    quick = text.lower().translate(_PLAIN)
    if quick.isidentifier() and quick.isascii() and "__" not in quick:
        return quick.strip("_")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "_", plain).strip("_")


@cache
def _by_name() -> Mapping[str, tuple[Municipality, ...]]:
    """Municipalities by every name they answer to."""
    named: dict[str, list[Municipality]] = {}
    for one in municipalities().values():
        names = {slug(part) for part in (one.name, *one.name.split("/"))} if "/" in one.name else (slug(one.name),)
        for name in names:
            named.setdefault(name, []).append(one)
    return {name: tuple(ones) for name, ones in named.items()}


def key_of(one: Municipality) -> str:
    """What files and results call a municipality: its (first) name, with the province where another has the same."""
    name = slug(one.name.split("/")[0])
    return name if len(_by_name()[name]) == 1 else f"{name}_{one.province.lower()}"


@lru_cache(4096)
def canonical(text: str) -> str | None:
    """The key of the town that is meant; None when none is, or more than one."""
    plain = slug(text)
    if plain in TOWNS:
        return plain
    found = _meant(text)
    return key_of(found[0]) if len(found) == 1 else None


def town_key(text: str) -> str:
    """What files and results call the town that is meant, or a place of one's own; of what is neither, the text in the form of a key."""
    return canonical(text) or slug(text) or text


def known_town(text: str) -> bool:
    """Whether a text names a shipped town or one municipality of Italy."""
    return canonical(text) is not None


def municipality(key: str) -> Municipality:
    """The municipality of a key.

    Raises:
        KeyError: there is none.
    """
    found = _meant(key)
    if len(found) != 1:
        raise KeyError(key)
    return found[0]


def _meant(text: str) -> tuple[Municipality, ...]:
    """The municipalities that a text may stand for."""
    text = text.strip()
    if _CODE.fullmatch(text):
        one = municipalities().get(text.zfill(6))
        return (one,) if one else ()
    found = _by_name().get(slug(text), ())
    match = None if found else _WITH_PROVINCE.fullmatch(text)
    if match:
        name, province = slug(match[1] or match[3]), (match[2] or match[4]).upper()
        return tuple(one for one in _by_name().get(name, ()) if one.province == province)
    return found


def whole_name(one: Municipality) -> str:
    """The name with the code of the province, such as `Voghera (PV)`."""
    return f"{one.name} ({one.province})"


def unknown_town(text: str, also: Iterable[str] = ()) -> str:
    """What to say of a name that `canonical` does not know; `also` are names that would be understood besides."""
    found = _meant(text)
    if found:
        named = " or ".join(f"'{whole_name(one)}'" for one in found)
        return f"'{text}' is the name of {len(found)} municipalities; write {named}"
    near = nearest_names(text, also)
    return f"unknown town '{text[:60]}'" + (f"; did you mean {_one_of(near)}?" if near else _what_else(text))


def _what_else(text: str) -> str:
    if _CODE.fullmatch(text.strip()):
        return "; no municipality had this ISTAT code on 1 January 2023"
    return "; write a municipality of Italy by name or ISTAT code, or describe a place of your own under 'places'"


def _one_of(names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def nearest_names(text: str, also: Iterable[str] = ()) -> list[str]:
    """The names that may be meant: first those that the text is a part of, the larger town before the smaller; then those near in spelling.

    Municipalities of Italy with their province, shipped towns by their keys.
    """
    match = _WITH_PROVINCE.fullmatch(text.strip())
    plain = slug((match[1] or match[3]) if match else text)[:80]
    known = {**{slug(key): key for key in also}, **{key: key for key in TOWNS}}
    within = _names_with(plain, known, (match[2] or match[4] or "").upper() if match else "")
    if len(within) >= _PROPOSED:
        return within[:_PROPOSED]
    alike = [name for name in _by_name() if abs(len(name) - len(plain)) <= 3 and name not in known]
    close = get_close_matches(plain, [*known, *alike], n=_PROPOSED, cutoff=_LIKE)
    if close and close[0] in known and within in ([], [known[close[0]]]):
        return [known[close[0]]]
    there = {name: sorted(_by_name().get(name, ()), key=lambda one: -one.residents) for name in close}
    near = [said for name in close for said in ([known[name]] if name in known else map(whole_name, there[name]))]
    return list(dict.fromkeys([*within, *near]))[:_PROPOSED]


def _names_with(plain: str, known: Mapping[str, str], province: str) -> list[str]:
    """Names that a text is a part of, word by word (`Reggio` or `Reggio Emilia` of Reggio nell'Emilia; `S. Donato`), its beginning first.

    Args:
        plain: the text as a slug.
        known: names besides those of municipalities, by slug.
        province: the one that must be meant, '' for any.
    """
    if len(plain) < _SHORTEST:
        return []
    words, found = _words(plain), []
    for name, ones in {**_by_name(), **dict.fromkeys(known, ())}.items():
        theirs = _words(name)
        if not _in_order(words, theirs, str.startswith):
            continue
        whole, begins = _in_order(words, theirs, str.__eq__), theirs[0].startswith(words[0])
        rank = 2 * (not whole) + (not begins)
        if name in known:
            found.append((rank, -inf, known[name]))
        found += [(rank, -one.residents, whole_name(one)) for one in ones if name not in known and province in ("", one.province)]
    found.sort()
    return [said for rank, _, said in found if rank < _LAST_RANK or rank == found[0][0]]


def _words(name: str) -> list[str]:
    """The words of a slug without its article, which people leave out."""
    first, *others = name.split("_")
    return others if others and first in _ARTICLES else [first, *others]


def _in_order(words: Iterable[str], theirs: Iterable[str], like: Callable[[str, str], bool]) -> bool:
    """Whether each word is like one of theirs, in this order."""
    left = iter(theirs)
    return all(any(like(their, word) for their in left) for word in words)
