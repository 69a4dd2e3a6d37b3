"""Where and how to make a hub, in words, tables and pictures."""

from typing import TYPE_CHECKING

from experiments.languages import Words
from experiments.outcomes.intervals import Estimate
from experiments.questions.answer import Picture, Said
from experiments.questions.one_hub import FUTURES, known_as, of_100
from experiments.questions.place_options import GENERAL, Option, planned
from experiments.questions.place_runs import Found, Tried
from experiments.showing.tables import WORD_JOINER, TextTable

if TYPE_CHECKING:
    from matplotlib.figure import Figure



def option_name(lang: str, option: Option, plan: Option) -> str:
    """What an option is called: its desks, and all in which it is not as planned."""
    words = Words(lang, "place")
    if option == plan:
        return words("as_planned", desks=words.choose(plan.desks, "desks"))
    parts = [words.choose(option.desks, "desks")]
    if option.offices != plan.offices:
        parts.append(words.choose(option.offices, "offices"))
    if option.phased:
        parts.append(words("phased", months=option.phased))
    if option.operator != plan.operator:
        parts.append(words("operator", operator=words.name("operator", option.operator)))
    if option.building != plan.building:
        parts.append(words("building", building=words.name("building", option.building)))
    if option.field != plan.field:
        parts.append(words("general") if option.field == GENERAL else words("field", field=words.name("field", option.field)))
    if option.town != plan.town:
        parts.append(words("town", town=option.town.replace("_", " ").title()))
    return ", ".join(parts)


def said(found: Found, lang: str, drawn: bool) -> Said:
    """In a reader's words."""
    words = Words(lang, "place")
    tables = [_ranking(found, words), _tried(found, words), *([_first(found, words)] if found.first else [])]
    return Said(words("title", hub=known_as(found.hub, lang)), tuple(_sentences(found, words)), tuple(tables),
                tuple(_pictures(found, words)) if drawn else ())  # fmt: skip


# --- sentences ---


def _sentences(found: Found, words: Words) -> list[str]:
    fresh, plan = found.fresh, planned(found.hub)
    best, as_planned = fresh.cheapest_level, fresh.of(plan)
    blanks = {
        "hub": known_as(found.hub, words.lang), "at": found.at, "option": option_name(words.lang, best.option, plan),
        "share": of_100(best.share, words), "cost": _costs(best.cost.value, words), "planned": of_100(as_planned.share, words),
        "planned_cost": _costs(as_planned.cost.value, words), "members": words.tidy(best.members.value),
        "planned_members": words.tidy(as_planned.members.value),
    }  # fmt: skip
    better = found.against_plan.better  # that one is the best and the plan is level with it does not say that none beats the plan
    if best.option == plan:
        key = "keep"
    elif not better:
        key = "level"
    elif best.option in [one.option for one in better]:
        key = "change"
    else:
        surest, key = max(better, key=lambda one: one.share.value), "dearer"
        blanks |= {"better": option_name(words.lang, surest.option, plan), "better_share": of_100(surest.share, words)}
    sentences = [words(key, **blanks)]
    said = {best.option, plan} if key == "change" else {best.option}  # of the plan it was said that it is clearly less
    near = [one for one in fresh.ranked if one.level and one.option not in said]
    if near:
        sentences.append(words("near", options="; ".join(option_name(words.lang, one.option, plan) for one in near)))
    else:
        sentences.append(words("alone"))
    if fresh.reference != found.looked_best:
        options = (option_name(words.lang, one, plan) for one in (fresh.reference, found.looked_best))
        sentences.append(words("better", **dict(zip(("option", "looked"), options, strict=True))))
    number = len({one.option for one in (*found.sizes.tried, *found.around.tried)})
    stages = dict(zip(("sizes", "few", "replicates"), found.replicates, strict=True))
    sentences.append(words("stages", tried=number, seed=found.seeds[0], fresh=found.seeds[1], **stages))
    sentences.append(words("one_town") if found.towns == 1 else words("towns"))
    if found.first:
        first, *others = found.first
        sentences.append(words("first", hub=first.hub, alone=of_100(first.alone, words), together=of_100(first.together, words)))
        if near_first := [one.hub for one in others if one.behind.high >= 0]:
            sentences.append(words("first_near", hubs=words.listing(near_first)))
    return sentences


def _euro(value: float, words: Words) -> str:
    """An amount in a table, which a terminal shows as well."""
    return words.euro(value).replace(WORD_JOINER, "")


def _costs(value: float, words: Words) -> str:
    """What it takes, or earns."""
    return words("takes" if value >= 0 else "earns", eur=words.euro(abs(value)))


def _points(difference: Estimate, words: Words) -> str:
    value, low, high = (words.number(FUTURES * number, signed=True) for number in difference)
    return value if difference.low != difference.low else f"{value} ({low} … {high})"


# --- tables ---


def _ranking(found: Found, words: Words) -> TextTable:
    fresh, plan = found.fresh, planned(found.hub)
    rows: list[tuple[str, ...]] = [
        (
            option_name(words.lang, one.option, plan), of_100(one.share, words),
            "–" if one.option == fresh.reference else _points(one.behind, words), _euro(one.cost.value, words),
            words.tidy(one.members.value), of_100(one.open, words), _verdict(found, one, words),
        )
        for one in fresh.ranked
    ]
    keys = ("option_column", "viable", "behind", "cost", "members", "open", "verdict")
    header = tuple(words(key, at=found.at) for key in keys)
    notes = [words("note_cost", at=found.at), words("note_viable")]
    return TextTable(words("ranking", replicates=found.replicates[2]), header, rows, notes)


def _verdict(found: Found, one: Tried, words: Words) -> str:
    if one.option == found.fresh.cheapest_level.option:
        return words("take")
    return words("as_good") if one.level else words("worse")


def _tried(found: Found, words: Words) -> TextTable:
    """What was tried in the first stage: sizes, then one thing at a time."""
    plan, rows = planned(found.hub), list[tuple[str, ...]]()
    for stage in (found.sizes, found.around):
        ordered = sorted(stage.tried, key=lambda one: one.option.desks) if stage is found.sizes else stage.tried
        rows += [
            (
                words("on_few", option=option_name(words.lang, one.option, plan), few=found.replicates[1])
                if stage is found.around and one.option == stage.reference
                else option_name(words.lang, one.option, plan),
                of_100(one.share, words), _points(one.behind, words), _euro(one.cost.value, words),
            )
            for one in ordered
        ]  # fmt: skip
    header = tuple(words(key, at=found.at) for key in ("option_column", "viable", "behind_size", "cost"))
    return TextTable(words("tried", sizes=found.replicates[0], few=found.replicates[1]), header, rows, [words("note_tried")])


def _first(found: Found, words: Words) -> TextTable:
    rows: list[tuple[str, ...]] = [
        (
            one.hub, of_100(one.alone, words), "–" if one is found.first[0] else _points(one.behind, words),
            of_100(one.together, words), _points(one.more, words),
        )
        for one in found.first
    ]
    header = tuple(words(key, at=found.at) for key in ("hub_column", "alone_column", "behind_first", "together_column", "more_column"))
    return TextTable(words("which_first"), header, rows, [words("note_first")])


# --- pictures ---


def _pictures(found: Found, words: Words) -> list[Picture]:
    from experiments.showing.style import drawing
    from experiments.showing.svg import inline_svg

    drawn = []
    blanks = {"hub": known_as(found.hub, words.lang), "at": found.at}
    for key, draw in (("options", _options), ("sizes", _sizes)):
        with drawing(**{"svg.hashsalt": key}):
            svg = inline_svg(draw(found, words), key, words(f"{key}_title", **blanks), words(f"{key}_note", **blanks))
        drawn.append(Picture(words(f"{key}_title", **blanks), words(f"{key}_note", **blanks), svg))
    return drawn


def _options(found: Found, words: Words) -> "Figure":
    from experiments.showing.options import OptionRow, options

    plan, taken = planned(found.hub), found.fresh.cheapest_level.option
    rows = [
        OptionRow(words.capital(option_name(words.lang, one.option, plan)), *one.share, *one.cost, one.option == taken, one.level)
        for one in found.fresh.ranked
    ]
    return options(rows, (words("axis_viable", at=found.at), words("axis_cost")), words)


def _sizes(found: Found, words: Words) -> "Figure":
    from experiments.showing.options import SizePoint, by_size

    points = [SizePoint(one.option.desks, *one.share, one.option.desks == found.hub.desks) for one in found.sizes.tried]
    return by_size(points, (words("axis_desks"), words("axis_viable", at=found.at), words("planned_mark")), words)
