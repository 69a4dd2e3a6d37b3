"""The least support in words, tables and a picture."""

from typing import TYPE_CHECKING

from experiments.languages import Words
from experiments.outcomes.intervals import Estimate
from experiments.questions.answer import Picture, Said
from experiments.questions.support_found import AFTER, Found, LeastFound, Way, called
from experiments.showing.sheet import Margins, mark_values, panels, wrapped
from experiments.showing.style import INK, MUTED, Look, drawing, policy_look
from experiments.showing.svg import inline_svg
from experiments.showing.tables import WORD_JOINER, TextTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes


MOST_DRAWN = 6  # lines that can be told apart
_LEGEND = 300.0  # pixels for the names of lines


def told(answer: LeastFound, lang: str, *, drawn: bool) -> Said:
    """The answer as a reader is told it.

    Args:
        answer: what was found.
        lang: of the reader.
        drawn: whether with the picture.
    """
    words = Words(lang, "support")
    sentences = [_first(answer, words), *_others(answer, words)]
    tables = [_amounts(answer, words)] if answer.needed else []
    if answer.best is not None:
        tables.append(_cliffs(answer, words))
    pictures = [_picture(answer, words)] if drawn and answer.needed else []
    return Said(words("title"), tuple(sentences), tuple(tables), tuple(pictures))


def _hundred(share: float, words: Words) -> str:
    return words.number(100 * share)


def _of_hundred(one: Estimate, words: Words) -> str:
    value, low, high = (_hundred(each, words) for each in one)
    return f"{value} ({low}–{high})"


def _meets(answer: LeastFound, words: Words) -> str:
    return words(f"meets_{answer.meets}", at=answer.at)


def _eur(value: float, words: Words) -> str:
    return words.euro(value).replace(WORD_JOINER, "")


def _called(found: Found, words: Words) -> str:
    return called(found.way, found.least.dose, words.lang)


def _first(answer: LeastFound, words: Words) -> str:
    """The sentence that answers."""
    meets, target = _meets(answer, words), _hundred(answer.target, words)
    without = _of_hundred(answer.without, words)
    if not answer.needed:
        sure = "" if answer.without.low >= answer.target else " " + words("not_needed_unsure", target=target)
        return words("not_needed", meets=meets, without=without, target=target) + sure
    best = answer.best
    if best is None:
        way, least = answer.short[0]
        last = least.tried[-1]
        then = _of_hundred(Estimate(last.share, last.low, last.high), words)
        pair = " " + words("no_pair_does") if answer.pairs else ""
        return words("none_does", meets=meets, target=target, what=called(way, 1.0, words.lang), then=then, without=without) + pair
    what, eur, then = _called(best, words), _eur(best.eur.value, words), _of_hundred(best.share, words)
    return words("least", meets=meets, target=target, what=what, eur=eur, span=_span(best, words), then=then, without=without)


def _span(found: Found, words: Words) -> str:
    """How sure the amount is: from, to, both, or nothing known."""
    low, high = found.needed
    key = ("between" if low > 0 else "at_most") if high == high else "at_least" if low > 0 else "unknown"
    return words(key, low=_eur(low, words), high=_eur(high, words))


def _others(answer: LeastFound, words: Words) -> "list[str]":
    """What else a planner would ask: one instrument or two, which do not do, and what happens when support ends."""
    best, said = answer.best, []
    if best is not None and best is answer.mix and answer.alone:
        said.append(words("one_alone", what=_called(answer.alone[0], words), eur=_eur(answer.alone[0].eur.value, words)))
    elif best is not None and best is answer.mix:
        said.append(words("no_one_alone"))
    elif answer.mix is not None:
        said.append(words("mix_no_cheaper", what=_called(answer.mix, words), eur=_eur(answer.mix.eur.value, words)))
    if best is not None and answer.short:
        names = words.listing([way.parts[0][0].called(words.lang) for way, _ in answer.short])
        said.append(words("no_amount_of", names=names))
    if best is not None:
        said.append(_after(best, words))
        lasting = [found for found in answer.enough if found is not best and found.later[AFTER[-1]][2].low > 0]
        if lasting:
            last = lasting[0].later[AFTER[-1]]
            said.append(words(
                "lasting", what=_called(lasting[0], words), eur=_eur(lasting[0].eur.value, words), months=AFTER[-1],
                with_it=_hundred(last[0].value, words), without=_hundred(last[1].value, words),
            ))  # fmt: skip
    said.append(words("how_sure" if answer.needed else "how_sure_none"))
    return said


def _after(best: Found, words: Words) -> str:
    parts = []
    for months in AFTER:
        with_it, without, change = best.later[months]
        verdict = "stays" if change.low > 0 else "worse" if change.high < 0 else "not_told_apart"
        parts.append(words(
            "after", months=months, with_it=_hundred(with_it.value, words), without=_hundred(without.value, words), verdict=words(verdict)
        ))  # fmt: skip
    return words("ends", months=best.way.months) + " " + " ".join(parts)


def _amounts(answer: LeastFound, words: Words) -> TextTable:
    """What the least of each is."""
    lines: list[tuple[str, ...]] = []
    for found in answer.enough:
        low, high = (_eur(bound, words) if bound == bound else words("no_bound") for bound in found.needed)
        lines.append((_who(found.way, words), _amount(found.way, found.least.dose, words), str(found.way.months),
                      _eur(found.eur.value, words), f"{low} … {high}", _of_hundred(found.share, words)))  # fmt: skip
    for way, least in answer.short:
        last = least.tried[-1]
        then = _of_hundred(Estimate(last.share, last.low, last.high), words)
        most = words("too_little", amount=_amount(way, 1.0, words))
        lines.append((_who(way, words), most, str(way.months), _eur(last.eur, words), words("none"), then))
    header = ("instrument", "amount", "months", "eur", "needed", f"share_{answer.meets}")
    notes = [words("amounts_note", target=_hundred(answer.target, words), at=answer.at), words("mix_note")]
    return TextTable(words("amounts"), tuple(words(key, at=answer.at) for key in header), lines, notes)


def _who(way: Way, words: Words) -> str:
    return words.capital(words("and").join(support.called(words.lang) for support, _ in way.parts))


def _amount(way: Way, dose: float, words: Words) -> str:
    return words("and").join(support.amount(words.lang, own) for support, own in way.doses(dose))


def _cliffs(answer: LeastFound, words: Words) -> TextTable:
    """Open a year and two after support ends, with it and without."""
    lines: list[tuple[str, ...]] = []
    for found in answer.enough:
        cells = []
        for months in AFTER:
            with_it, without, change = found.later[months]
            points = [words.number(100 * value, signed=True) for value in change]
            cells.append(words(
                "cliff", with_it=_hundred(with_it.value, words), without=_hundred(without.value, words), change=points[0], low=points[1],
                high=points[2],
            ))  # fmt: skip
        lines.append((_who(found.way, words), str(found.way.months), *cells))
    header = (words("instrument"), words("months"), *(words("months_after", months=months) for months in AFTER))
    return TextTable(words("cliffs"), header, lines, [words("cliffs_note")])


def _picture(answer: LeastFound, words: Words) -> Picture:
    """What each amount of public money gives, by instrument, with what is asked for."""
    lines = [*((found.way, found.least) for found in answer.enough), *answer.short][:MOST_DRAWN]
    with drawing():
        figure, (ax,) = panels(1, 1, 330, Margins(left=56, right=_LEGEND, top=14, bottom=50))
        ends = []
        for number, (way, least) in enumerate(lines):
            look = policy_look(number + 1)
            eur, shares = zip(*sorted((one.eur / 1000, one.share) for one in least.tried), strict=True)
            ax.plot(eur, shares, color=look.colour, ls=look.dash, lw=2, marker="o", ms=4.5)
            ends.append((words("line", what=_who(way, words), months=way.months), look, shares[-1], eur[-1]))
            if least.reached:
                reached = least.at(least.dose)
                ax.plot([reached.eur / 1000], [reached.share], marker="o", ms=11, mfc="none", mec=look.colour, mew=2)
        ax.axhline(answer.target, color=INK, lw=1, ls=(0, (2, 2.5)))
        ax.annotate(words("asked_for"), (1, answer.target), xycoords=("axes fraction", "data"), xytext=(-2, 3),
                    textcoords="offset points", ha="right", fontsize=11, color=INK)  # fmt: skip
        ax.set_ylim(0, 1.02)
        ax.set_xlim(left=0)
        mark_values(ax, words, percent=True, count=5)
        ax.set_xlabel(words("axis_eur"))
        _name_lines(ax, ends)
        svg = inline_svg(figure, "support", words("picture"), words("picture_note"))
    return Picture(words("picture"), words("picture_note"), svg)


def _name_lines(ax: "Axes", ends: "Sequence[tuple[str, Look, float, float]]") -> None:
    """Names beside the picture, each with its line, in the order in which the lines end."""
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], color=look.colour, ls=look.dash, lw=2.2, marker="o", ms=4.5) for _, look, _, _ in ends]
    order = sorted(range(len(ends)), key=lambda at: -ends[at][2])
    ax.legend(
        [handles[at] for at in order], [wrapped(ends[at][0], _LEGEND - 70, bold=False) for at in order], loc="upper left",
        bbox_to_anchor=(1.01, 1.02), frameon=False, fontsize=12, labelcolor=MUTED, handlelength=2.4, labelspacing=0.9,
    )  # fmt: skip
