"""The critical mass of a hub in words, tables and pictures."""

from typing import TYPE_CHECKING

import numpy as np

from experiments.languages import Words
from experiments.outcomes.intervals import Estimate
from experiments.questions.answer import Picture, Said
from experiments.questions.critical_mass_runs import EARLY, LIVES, NETWORK, NO_COMMUNITY, OFF, ON, VIABLE, Found, UnderNetwork
from experiments.questions.even_odds import EvenOdds
from experiments.questions.one_hub import FUTURES, known_as, of_100
from experiments.showing.tables import TextTable

if TYPE_CHECKING:
    from matplotlib.figure import Figure



def title(lang: str, network: str, start: str) -> str:
    """What a variant is called."""
    words = Words(lang, "critical_mass")
    kind, _, number = start.rpartition("_")
    return f"{words(f'network_{network}')}: {words(f'start_{kind}', number=number)}"


def said(answer: Found, lang: str, drawn: bool) -> Said:
    """In a reader's words."""
    words = Words(lang, "critical_mass")
    heading = words("title", hub=known_as(answer.hub, lang))
    return Said(heading, tuple(_sentences(answer, words)), tuple(_tables(answer, words)), tuple(_pictures(answer, words)) if drawn else ())


# --- sentences ---


def _sentences(answer: Found, words: Words) -> list[str]:
    side, early = answer.sides[ON], answer.early
    said = {"hub": known_as(answer.hub, words.lang), "month": early, "at": answer.at}
    found = side.even[VIABLE, early]
    first = [words(f"even_{found.status}", **said, **_even(found, words))]
    if early in side.expected:
        expected = side.expected[early]
        short = np.round(found.members.value) - np.round(expected.members.value)  # of the numbers that are read
        key = "expects" if short != short else "expects_fewer" if short > 0 else "expects_more"
        first.append(words(key, members=words.number(expected.members.value), low=words.number(expected.p10),
                           high=words.number(expected.p90), apart=words.number(abs(short))))  # fmt: skip
    lives = side.even[LIVES, early]
    sentences = [" ".join(first), words(f"lives_{lives.status}", **said, **_even(lives, words))]
    needs = {
        "open": _range(side.open.members, words), "open_eur": words.euro(side.open.eur_month.value),
        "stay": _range(side.stay.members, words), "stay_eur": words.euro(side.stay.eur_month.value),
    }
    sentences.append(words("needs", **needs, margin=words.euro(side.stay.margin_eur.value)))
    sentences.append(_way(side, answer.at, words))
    others = [words(f"without_{key}", what=_short(answer.sides[key].even[VIABLE, early], words),
                    share=of_100(answer.sides[key].lives[VIABLE], words)) for key in (NO_COMMUNITY, OFF)]
    sentences.append(words("network", share=of_100(side.lives[VIABLE], words), at=answer.at, others=" ".join(others)))
    return sentences


def _even(found: EvenOdds, words: Words) -> dict[str, str]:
    return {
        "members": _range(found.members, words), "fewest": words.number(found.seen[0]), "most": words.number(found.seen[1]),
        "share": words.number(FUTURES * found.share),
    }


def _short(found: EvenOdds, words: Words) -> str:
    return words("short_found", members=_range(found.members, words)) if found.status == "found" else words(f"short_{found.status}")


def _range(estimate: Estimate, words: Words) -> str:
    """Members with their interval; a dash where there is none."""
    if estimate.value != estimate.value:
        return "–"
    return f"{words.number(estimate.value)} ({words.number(estimate.low)}–{words.number(estimate.high)})"


def _way(side: UnderNetwork, at: int, words: Words) -> str:
    found = side.reached["stay"]
    never = words("never", never=of_100(found.never, words), at=at)
    middle = found.quantile(0.5)
    if middle == middle:
        return words("reaches", month=words.number(middle), never=never)
    quarter = found.quantile(0.25)
    seldom = words("reaches_seldom", never=never)
    return seldom if quarter != quarter else f"{seldom} {words('reaches_quarter', month=words.number(quarter))}"


# --- tables ---


def _tables(answer: Found, words: Words) -> list[TextTable]:
    return [_side_by_side(answer, words), _distance(answer, words)]


def _side_by_side(answer: Found, words: Words) -> TextTable:
    sides = [answer.sides[network] for network in NETWORK]
    rows: list[tuple[str, ...]] = []
    for what in (VIABLE, LIVES):
        rows += [
            (words(f"row_even_{what}", month=month, at=answer.at), *(_cell(side.even[what, month], words) for side in sides))
            for month in EARLY[::-1]
        ]
    for key in ("open", "stay"):
        needs = [getattr(side, key) for side in sides]
        rows.append((words(f"row_{key}"), *(_range(need.members, words) for need in needs)))
        rows.append((words(f"row_{key}_eur"), *(words.euro(need.eur_month.value) for need in needs)))
    rows.append((words("row_margin"), *(words.euro(side.stay.margin_eur.value) for side in sides)))
    for age in sides[0].expected:
        texts = []
        for side in sides:
            found = side.expected[age]
            texts.append(f"{words.tidy(found.members.value)} ({words.number(found.p10)}–{words.number(found.p90)})")
        rows.append((words("row_expected", month=age), *texts))
    rows += [
        (words(f"row_share_{what}", at=answer.at), *(of_100(side.lives[what], words) for side in sides)) for what in (VIABLE, LIVES)
    ]
    for what in ("even", "stay"):
        rows.append((words(f"row_reach_{what}"), *(_when(side, what, words) for side in sides)))
        rows.append((words(f"row_never_{what}", at=answer.at), *(
            of_100(side.reached[what].never, words) if side.reached[what].wanted == side.reached[what].wanted else "–" for side in sides
        )))
    header = (words("measure"), *(words.capital(words(f"network_{network}")) for network in NETWORK))
    notes = [words("note_even", starts=len(answer.starts)), words("note_network"), words("note_books")]
    return TextTable(words("table"), header, rows, notes)


def _cell(found: EvenOdds, words: Words) -> str:
    return _range(found.members, words) if found.status == "found" else words(f"cell_{found.status}")


def _when(side: UnderNetwork, what: str, words: Words) -> str:
    months = [side.reached[what].quantile(share) for share in (0.1, 0.25, 0.5)]
    return " · ".join(words.number(month) for month in months)


def _distance(answer: Found, words: Words) -> TextTable:
    side = answer.sides[ON]
    rows: list[tuple[str, ...]] = []
    for age, found in side.expected.items():
        more = [words.tidy(found.members.value - need.members.value, signed=True) for need in (side.open, side.stay)]
        rows.append((
            words("at_month", month=age), words.tidy(found.members.value), more[0], of_100(found.enough_to_open, words), more[1],
            of_100(found.enough_to_stay, words),
        ))
    header = tuple(words(key) for key in ("when", "expected", "against_open", "enough_open", "against_stay", "enough_stay"))
    return TextTable(words("distance"), header, rows, [])


# --- pictures ---


def _pictures(answer: Found, words: Words) -> list[Picture]:
    from experiments.showing.style import drawing
    from experiments.showing.svg import inline_svg

    found = []
    said = {"hub": known_as(answer.hub, words.lang), "month": answer.early, "at": answer.at}
    for key, draw in (("odds", _odds), ("way", _reached)):
        with drawing(**{"svg.hashsalt": key}):
            svg = inline_svg(draw(answer, words), key, words(f"{key}_title", **said), words(f"{key}_note", **said))
        found.append(Picture(words(f"{key}_title", **said), words(f"{key}_note", **said), svg))
    return found


def _odds(answer: Found, words: Words) -> "Figure":
    from experiments.showing.odds import OddsPanel, OddsWords, odds

    shown = []
    for network in NETWORK:
        side = answer.sides[network]
        even = side.even[VIABLE, answer.early]
        expected = side.expected.get(answer.early)
        shown.append(OddsPanel(
            words.capital(words(f"network_{network}")), even.grid, even.curve, even.low, even.high, even.observed,
            {"even": even.members.value, "open": side.open.members.value, "stay": side.stay.members.value},
            (np.nan, np.nan) if expected is None else (expected.p10, expected.p90),
            "" if even.status == "found" else words.capital(words(f"cell_{even.status}")),
        ))
    marks = {key: words(f"mark_{key}") for key in ("even", "open", "stay")}
    named = OddsWords(words("axis_members", month=answer.early), words("mark_expected", month=answer.early), words("mark_seen"), marks)
    return odds(shown, named, words)


def _reached(answer: Found, words: Words) -> "Figure":
    from experiments.showing.curves import Curve, SurvivalPanel, survival
    from experiments.showing.sheet import Ages
    from experiments.showing.style import policy_look

    months = np.arange(answer.at + 1)
    curves = [
        Curve(words.capital(words(f"network_{network}")), policy_look(place), months,
              np.array([answer.sides[network].reached["stay"].by(month) for month in range(answer.at + 1)]))
        for place, network in enumerate(NETWORK, start=1)
    ]
    return survival([SurvivalPanel(words("way_panel"), curves)], Ages(answer.at), words, words("axis_years"))
