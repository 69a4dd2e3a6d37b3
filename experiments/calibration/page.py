"""The page of the scorecard, in words: a table of the facts, and how far a planner may trust the model."""

import math
from collections.abc import Sequence

from experiments.calibration.evaluation import ENDLESS
from experiments.calibration.scorecard import Line
from experiments.expected.claims import Claim
from experiments.expected.register import CLOSED, Placed
from experiments.languages import Words
from experiments.sensitivity.figures import png
from experiments.showing.bands import Banded, bands
from experiments.showing.style import GAIN, INK, LOSS, drawing


def table(lines: Sequence[Line], words: Words) -> str:
    """The facts as a Markdown table, those of a kind of code together."""
    head = words("head").split("|")
    rows = [f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    return "\n".join([*rows, *(f"| {' | '.join(_cells(line, words))} |" for line in lines)])


def _cells(line: Line, words: Words) -> list[str]:
    claim = line.claim
    chance = "–" if math.isnan(line.chance) else words.percent(line.chance)
    return [
        claim.key, stated(claim, words), band(claim, words), words(f"kind_{claim.kind}"),
        _interval(claim, line.prior, words), _interval(claim, line.posterior, words), chance, words(f"status_{line.status}"),
    ]


def stated(claim: Claim, words: Words) -> str:
    """What a fact says in the reader's language, and whether an interested party claims it."""
    statement = words.claim(claim.key, claim.statement)
    return f"{statement} [{words('promotional')}]" if claim.promotional else statement


def band(claim: Claim, words: Words) -> str:
    """The band in the reader's language, or what is known."""
    if claim.kind == "known":
        return words.claim_known(claim.key, claim.known)
    form = "between" if math.isfinite(claim.low + claim.high) else "at_least" if math.isfinite(claim.low) else "at_most"
    return words(form, low=_value(claim, claim.low, words), high=_value(claim, claim.high, words))


def _interval(claim: Claim, quantiles: tuple[float, float, float], words: Words) -> str:
    if math.isnan(quantiles[1]):
        return words("nothing")
    low, middle, high = (_value(claim, value, words) for value in quantiles)
    return words("interval", low=low, middle=middle, high=high)


def _value(claim: Claim, value: float, words: Words) -> str:
    if abs(value) >= ENDLESS / 10:
        return words("endless")
    return words.percent(value) if claim.percent else words.number(value, 2 if abs(value) < 1 else 1)


def trust(lines: Sequence[Line], words: Words) -> list[str]:
    """How far a planner may trust the model, in sentences."""

    def counted(kind: str) -> dict[str, int]:
        states = [line.status for line in lines if line.claim.kind == kind]
        return {"all": len(states), "met": states.count("in"), "missed": states.count("out")}

    judged = [line for line in lines if line.claim.kind in ("calibrate", "validate")]
    missed, undecided = (list(dict.fromkeys(line.claim.key for line in judged if line.status == status)) for status in ("out", "open"))
    sentences = [words("trust_fitted", **counted("calibrate")), words("trust_held", **counted("validate"))]
    if missed:
        sentences.append(words("trust_missed", facts=", ".join(missed)))
    if undecided:
        sentences.append(words("trust_open", facts=", ".join(undecided)))
    return [*sentences, words("trust_level")]


def picture(lines: Sequence[Line], lang: str) -> bytes:
    """The facts that have a band, each on the scale of its own, as PNG."""
    words = Words(lang, "scorecard")
    order = [kind for kind in ("calibrate", "validate", "seen") if any(line.claim.kind == kind for line in lines)]
    facts = [
        Banded(
            line.claim.key, words(f"kind_{kind}").capitalize(), line.claim.low, line.claim.high, line.claim.width,
            line.prior, line.posterior, {"in": GAIN, "out": LOSS}.get(line.status, INK),
        )
        for kind in order
        for line in lines
        if line.claim.kind == kind
    ]
    with drawing(**{"savefig.facecolor": "white"}):
        return png(bands(facts, (words("too_low"), words("in_band"), words("too_high"))))


def part(lines: Sequence[Line], sets: tuple[int, int], replicates: int, lang: str, picture: str) -> str:
    """Table and sentences, as they stand in a page that shows this picture."""
    words = Words(lang, "scorecard")
    made = words("made", prior=sets[0], posterior=sets[1], replicates=replicates)
    said = "\n".join(f"- {sentence}" for sentence in trust(lines, words))
    drawn = f"![{words('figure')}]({picture})\n\n*{words('figure')}*"
    return "\n\n".join([made, f"**{words('trust_title')}**", said, drawn, words("kinds"), table(lines, words)])


def register(hubs: Sequence[Placed], futures: int, lang: str) -> str:
    """Real hubs beside like ones of the model, as they stand in a page."""
    words = Words(lang, "scorecard")
    head = words("register_head").split("|")
    rows = [f"| {' | '.join(head)} |", "|" + " --- |" * len(head), *(f"| {' | '.join(_hub(each, words))} |" for each in hubs)]
    judged = [each.below for each in hubs if not math.isnan(each.below)]
    above = sum(below >= 0.5 for below in judged)
    return "\n\n".join([words("register_intro", futures=futures), "\n".join(rows), words("register_middle", above=above, all=len(judged))])


def _hub(placed: Placed, words: Words) -> list[str]:
    real = placed.real
    if real.unit == CLOSED:
        like, below = words("register_share_closed", share=words.percent(placed.middle)), "–"
    else:
        low, middle, high = (words.number(value) for value in (placed.low, placed.middle, placed.high))
        like, below = words("interval", low=low, middle=middle, high=high), words.percent(placed.below)
    stated = words(f"register_{real.unit}", count="" if math.isnan(real.count) else words.number(real.count))
    town = f"{real.hub}, {real.town} ({real.country})"
    return [town, words.number(real.residents), words.number(real.month), stated, like, below, real.source]


def page(
    lines: Sequence[Line], sets: tuple[int, int], replicates: int, hubs: Sequence[Placed], futures: int, lang: str, picture: str
) -> str:
    """A page of its own, in Markdown, that shows this picture."""
    words = Words(lang, "scorecard")
    facts, beside = part(lines, sets, replicates, lang, picture), register(hubs, futures, lang)
    return "\n\n".join([f"# {words('title')}", facts, f"## {words('register_title')}", beside]) + "\n"
