"""What the live page says of the runs, in the report's sentences: the answer at the top, four figures, and what each view shows."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from jinja2 import Template

from experiments.dashboard import pictures
from experiments.dashboard.state import OWN
from experiments.languages import Words
from experiments.outcomes.intervals import NOTHING_EUR
from experiments.outcomes.measures import ALL, MEASURES
from experiments.outcomes.rows import SummaryRow
from experiments.report import answer, comparison, figures, findings, ranking
from experiments.report.reader import Reader
from experiments.runs.results import Results
from experiments.showing import templates
from experiments.showing.map import town_map
from experiments.showing.style import Look, policy_look
from model.names import CLOSED, DOWNSIZED, OPEN, PLANNED
from model.scenario import BASELINE

_STATES: Final = {PLANNED: "planned", OPEN: "whole", DOWNSIZED: "shrunk", CLOSED: "closed"}
_BOTH: Final = (BASELINE, OWN)


class PageReader(Reader):
    """A reader of the page: one's own choices have the first colour of policies, and figures show them and the base case alone."""

    def look(self, policy: str) -> Look:
        """Colour and dash of a policy."""
        others = [name for name in self.results.policies if name not in _BOTH]
        return policy_look([*_BOTH, *others].index(policy))

    @property
    def shown(self) -> list[str]:
        """What figures show."""
        return list(_BOTH)


class BaseReader(PageReader):
    """The same before anything is changed: the base case alone."""

    @property
    def shown(self) -> list[str]:
        """What figures show."""
        return [BASELINE]


def template(name: str) -> Template:
    """A template of this room."""
    return templates.template("experiments.dashboard", name)


def answer_html(results: Results, lang: str, changed: bool, last: bool) -> str:
    """The top of the page: what decides the case with one's own choices and without, whether they are better by it, and what that costs.

    Args:
        results: with the policy of one's own.
        lang: language of the reader.
        changed: whether one's own choices change anything.
        last: whether no more futures are coming: only then is it judged whether a difference is clear, once and of all.
    """
    reader, words = PageReader(results, lang), Words(lang, "dashboard")
    rows = _by_policy(reader, reader.deciders[0].name, reader.deciders[0].hub)
    said = {"outcome": reader.t.inside(reader.called(reader.deciders[0])), "mine": _level(reader, words, rows[OWN])}
    if changed:
        said |= {"mine_spread": answer.spread(reader, rows[OWN])}
        said |= {"base": _bare(reader, rows[BASELINE]), "base_spread": _range(reader, rows[BASELINE])}
    else:
        said |= {"base": _level(reader, words, rows[BASELINE]), "base_spread": answer.spread(reader, rows[BASELINE])}
    return template("answer.html.j2").render(
        t=words, first=words("first" if changed else "first_same", **said), verdict=_verdict(reader) if changed and last else None,
        tiles=_tiles(reader, words, rows), changed=changed,
        why="" if changed else answer.why(reader, findings.fate(results, age=reader.age), findings.account(results)),
    )


def _by_policy(reader: Reader, outcome: str, hub: str = ALL) -> dict[str, SummaryRow]:
    """An outcome in the base case and with one's own choices, as far as it exists."""
    found = {policy: findings.outcome(reader.results, outcome, policy, hub) for policy in _BOTH}
    return {policy: row for policy, row in found.items() if row is not None}


def _verdict(reader: Reader) -> dict[str, Any]:
    """The report's verdict; the levels of what decides stand in the sentence above it, so that here is what they differ by."""
    told, decider = comparison.verdict(reader, OWN), reader.deciders[0]
    change = ranking.change_of(reader, reader.contrasts[OWN].row(decider.name, decider.hub))
    return {**told, "label": f"{told['label']}: {change}", "sentences": told["sentences"][1:]}


def _level(reader: Reader, words: Words, row: SummaryRow) -> str:
    """A level of an outcome with what it is counted in: '131 of 200 futures', '38% of the hubs', '1,200 hours'."""
    if MEASURES[row.outcome].kind != "yes_no":
        return _bare(reader, row)
    if reader.one_hub or row.hub != ALL:
        return words("futures", count=reader.t.number(row.mean * row.replicates), all=reader.t.number(row.replicates))
    return words("of_hubs", share=_bare(reader, row))


def _bare(reader: Reader, row: SummaryRow) -> str:
    """The same beside the name of the outcome, which often says what is counted."""
    measure = MEASURES[row.outcome]
    named = reader.t.name("unit", measure.unit).casefold() in reader.t.outcome(measure).casefold()
    return reader.level(row, row.mean) if named else ranking.level_of(reader, row, row.mean)


def _range(reader: Reader, row: SummaryRow) -> str:
    """The same as `answer.spread`, where it was said before what it is."""
    low, high = (row.sets_low, row.sets_high) if answer.parted(row) else (row.mean_low, row.mean_high)
    return f"({reader.between(row.outcome, low, high)})"


def _tiles(reader: Reader, words: Words, deciding: Mapping[str, SummaryRow]) -> list[dict[str, str]]:
    """Figures, one's own beside those of the base case: what decides, whether the hub is open and its members, and what it costs."""
    t, results, decider = reader.t, reader.results, reader.deciders[0]
    names = {f"{fate}_{reader.at}": fate for fate in ("shrunk_or_closed", "viable", "closed", "members")}
    said = names.get(decider.name, "") if decider.hub == ALL or reader.one_hub else ""
    base = words("tile_base", value="{}")

    def tile(name: str, mine: str, without: str) -> dict[str, str]:
        return {"name": name, "value": mine, "note": base.replace("{}", without)}

    shown = [tile(reader.called(decider), _bare(reader, deciding[OWN]), _bare(reader, deciding[BASELINE]))]
    if said in ("", "members"):
        closed = _by_policy(reader, f"closed_{reader.at}")
        still = {policy: reader.level(row, 1 - row.mean) for policy, row in closed.items()}
        name = words("tile_open", when=reader.judged_date) if reader.one_hub else words("tile_open_many", when=reader.at_age)
        shown.append(tile(name, still[OWN], still[BASELINE]))
    if said != "members":
        rows = _by_policy(reader, f"members_{reader.at}")
        members = {policy: t.number(rows[policy].p50) if policy in rows else "–" for policy in _BOTH}
        shown.append(tile(words("tile_members", when=reader.at_age), members[OWN], members[BASELINE]))
    spent = {policy: t.euro(float(results.values("public_eur", policy).mean())) for policy in _BOTH}
    shown.append(tile(words("tile_public"), spent[OWN], spent[BASELINE]))
    money = results.contrast(OWN).money
    paid, each = money.extra_eur.value >= NOTHING_EUR, money.eur_per_extra_member_month
    price = "–" if not paid else words("not_sure") if each is None else t.euro(each.value)
    note = words("tile_price_note", months=t.number(money.extra_member_months.value, signed=True))
    return [*shown, {"name": words("tile_price"), "value": price, "note": note}]


def view_html(results: Results, lang: str, view: str, narrow: bool, future: int = 0, changed: bool = True) -> str:
    """One view of the runs.

    Args:
        results: with the policy of one's own; for the ranking, with all policies.
        lang: language of the reader.
        view: a name of `VIEWS`.
        narrow: whether it is for a phone.
        future: for one world, which; counted from 0.
        changed: whether one's own choices differ from the base case, which else is shown alone.
    """
    reader = PageReader(results, lang) if changed else BaseReader(results, lang)
    content = VIEWS[view](reader, Words(lang, "dashboard"), pictures.NARROW if narrow else pictures.WIDE, future)
    return template("view.html.j2").render(t=Words(lang, "dashboard"), r=reader.t, view=view, legend=reader.legend(), **content)


def _members(reader: Reader, words: Words, width: float, _: int) -> dict[str, Any]:
    return {"figures": [("view_members", pictures.fan(reader, "members", reader.shown, width))], "read": words("members_read")}


def _survival(reader: Reader, words: Words, width: float, _: int) -> dict[str, Any]:
    return {"figures": [("view_survival", pictures.survival(reader, reader.shown, width))], "read": words("survival_read")}


def _money(reader: Reader, words: Words, width: float, _: int) -> dict[str, Any]:
    with pictures.alone():
        drawn = figures.money(reader)
    fan = pictures.fan(reader, "cash_eur", reader.shown, width)
    return {"figures": [("cash", fan)], "money": drawn, "costs": comparison.money_table(reader), "read": words("money_read")}


def _ranking(reader: Reader, words: Words, width: float, _: int) -> dict[str, Any]:
    return {"ranking": ranking.section(reader), "best": ranking.best(reader), "own": reader.title(OWN), "read": reader.t("ranking_read")}


def _map(reader: Reader, words: Words, width: float, _: int) -> dict[str, Any]:
    with pictures.alone():  # it measures words with matplotlib
        drawn = town_map(reader.results.scenario, reader.lang, reader.shown[-1], width=width)
    return {"figures": [("view_map", drawn)], "read": ""}


def _table(reader: Reader, words: Words, width: float, _: int) -> dict[str, Any]:
    return {"text": reader.results.contrast(OWN).text_table(reader.lang), "read": ""}


def _world(reader: Reader, words: Words, width: float, future: int) -> dict[str, Any]:
    """One future, month by month: the picture, and what a slider tells of each month."""
    results, t = reader.results, reader.t
    future = min(max(future, 0), results.replicates - 1)
    months = [{"name": t.month(reader.start, month)} for month in range(results.months)]
    for policy, side in zip(_BOTH, ("base", "mine"), strict=True):
        series = {name: results.paths(name, policy)[future] for name in ("members", "joins", "leaves", "cash_eur", "net_eur")}
        states = results.stack(policy).series("state")[future]
        for month, told in enumerate(months):
            for name, line in series.items():
                told[f"{side}_{name}"] = (t.euro if name.endswith("eur") else t.number)(float(line[month]))
            told[f"{side}_state"] = _state(states[month], t, words)
    left, right = pictures.ends("members", width)
    return {
        "figures": [], "read": words("world_read"), "world": pictures.paths(reader, "members", _BOTH, future, width),
        "months": json.dumps(months, ensure_ascii=False), "number": future + 1, "all": results.replicates, "left": left, "right": right,
        "last": results.months, "columns": [reader.title(policy) for policy in _BOTH],
        "lines": ("members", "joins", "leaves", "cash_eur", "net_eur", "state"),
    }


def _state(states: np.ndarray, t: Words, words: Words) -> str:
    """What hubs are in a month: the word for one, how many are open for several."""
    if len(states) == 1:
        state = _STATES[int(states[0])]
        return words("planned") if state == "planned" else t(f"state_{state}")
    return words("open_of", number=t.number(int(((states == OPEN) | (states == DOWNSIZED)).sum())), all=t.number(len(states)))


VIEWS: Final[Mapping[str, Callable[[Reader, Words, float, int], dict[str, Any]]]] = {
    "members": _members, "survival": _survival, "money": _money, "ranking": _ranking, "world": _world, "map": _map, "table": _table,
}  # fmt: skip
"""What can be looked at, in the order of the page; `view_<name>` is what it is called."""
