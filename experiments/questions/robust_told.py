"""Which policy stands up whatever comes, told: sentences, tables and pictures of `experiments.questions.robust`."""

import numpy as np

from experiments.languages import Words
from experiments.outcomes.measures import ALL, Measure
from experiments.questions.answer import Picture, Said
from experiments.questions.deep import LEFT_AT_HOME, REMOTE_MOST, REMOTE_NOW
from experiments.questions.regret import FEWEST, Split
from experiments.questions.robust_numbers import Tried
from experiments.showing.tables import TextTable, changes, level, written
from model.parameters import CATALOGUE


def told(found: Tried, lang: str, drawn: bool) -> Said:
    """The answer in words."""
    teller = _Teller(found, lang)
    tables = (teller.overall(), teller.by_course(), teller.failing())
    return Said(teller.words("title"), tuple(teller.sentences()), tables, teller.pictures() if drawn else ())


def size(value: float, measure: Measure, words: Words, *, bare: bool = False) -> str:
    """A difference without its sign, shares in points out of 100."""
    number = changes(measure, words, value)[0].removeprefix("+")
    if bare or measure.unit.startswith("EUR"):
        return number
    return words("points", value=number) if measure.kind != "number" else f"{number} {words.name('unit', measure.unit)}"


class _Teller:
    def __init__(self, found: Tried, lang: str) -> None:
        self.found, self.lang, self.words = found, lang, Words(lang, "robust")
        self.measure = found.decider.measure
        self.most = np.nanmax(found.regret, axis=1)
        self.worst = np.nanargmax(found.regret, axis=1)

    # --- words for things ---

    def title(self, policy: int) -> str:
        return self.found.title(policy, self.lang)

    def course(self, case: int) -> str:
        return self.words(f"case_{self.found.cases[case].name}")

    def outcome(self) -> str:
        called = self.words.outcome(self.measure)
        hubs = {hub.name: hub for hub in self.found.results.scenario.hubs}
        hub = self.found.decider.hub
        if hub == ALL or len(self.found.results.hubs) < 2:
            return called
        return f"{called} ({hub if hub not in hubs else hubs[hub].title or hub})"

    def hundred(self, share: float) -> str:
        return self.words.number(100 * share)

    def chance(self, policy: int) -> dict[str, object]:
        best = self.found.best[policy]
        return {"chance": self.hundred(best.value), "low": self.hundred(best.low), "high": self.hundred(best.high)}

    def regret(self, policy: int) -> str:
        return size(float(self.most[policy]), self.measure, self.words)

    # --- sentences ---

    def sentences(self) -> list[str]:
        found, words = self.found, self.words
        first = found.order[0]
        oftenest = max(range(len(found.policies)), key=lambda p: found.best[p].value)
        said = []
        if not found.behind.any():
            said.append(words("none", policy=self.title(oftenest), **self.chance(oftenest)))
        else:
            key = "safe_always" if round(float(self.most[first]), 9) == 0 else "safe"
            blanks = {"policy": self.title(first), "cases": len(found.cases), **self.chance(first)}
            said.append(words(key, **blanks) if key == "safe_always" else words(key, regret=self.regret(first), **blanks))
            level = [p for p in found.order[1:] if not found.behind[p].any()]
            if level and not found.behind[first].any():
                said.append(words("level", others=words.listing([words("quoted", title=self.title(p)) for p in level])))
            if oftenest != first:
                course = self.course(int(self.worst[oftenest]))
                shown = {"policy": self.title(oftenest), "regret": self.regret(oftenest), "course": f"({course})"}
                said.append(words("oftenest", **shown, **self.chance(oftenest)))
            if first != 0:
                said.append(words("doing_without", regret=self.regret(0), course=self.course(int(self.worst[0]))))
        way = words("way_more" if found.decider.better > 0 else "way_less")
        said.append(words("judged", outcome=words.inside(self.outcome()), way=way))
        said.append(self.priced())
        if found.results.months < found.results.scenario.horizon_months or found.decider.measure.age is not None:
            said.append(words("until", months=found.results.months))
        return said

    def priced(self) -> str:
        words = self.words
        if self.found.price is None:
            return words("price_none")
        policy, each = self.found.price
        kind = {"yes_no": "unit_hub", "share": "unit_point"}.get(self.measure.kind, "unit_other")
        unit = words(kind, unit=words.name("each", self.measure.unit)) if kind == "unit_other" else words(kind)
        eur, low, high = (words.euro(number) for number in each)
        return words("price", policy=self.title(self.found.policies.index(policy)), eur=eur, low=low, high=high, unit=unit)

    # --- tables ---

    def overall(self) -> TextTable:
        found, words = self.found, self.words
        rows: list[tuple[str, ...]] = []
        for p in found.order:
            value, low, high = (level(number, self.measure, words) for number in found.expected[p])
            most = float(self.most[p])
            greatest = f"{self.regret(p)} ({self.course(int(self.worst[p]))})" if most > 0 else words("no_regret")
            eur = found.regret_eur(p)
            rows.append((
                self.title(p), "{chance} ({low}–{high})".format(**self.chance(p)), f"{value} ({low}–{high})", greatest,
                words.euro(eur), words.euro(float(found.extra[p])) if p else words.euro(0.0),
            ))  # fmt: skip
        keys = ("policy", "chance", "greatest", "greatest_eur", "extra")
        policy, chance, *others = (words(key) for key in keys)
        return TextTable(words("table"), (policy, chance, words("expected", outcome=self.outcome()), *others), rows, [])

    def by_course(self) -> TextTable:
        found, words = self.found, self.words
        rows = [(self.title(p), *(self.cell(p, c) for c in range(len(found.cases)))) for p in found.order]
        header = (words("policy"), *(words.capital(self.course(c)) for c in range(len(found.cases))))
        return TextTable(words("grid", unit=self.unit()), header, rows, [words("grid_note"), *self.courses()])

    def unit(self) -> str:
        words = self.words
        return words("in_points") if self.measure.kind != "number" else f" ({words.name('unit', self.measure.unit)})"

    def cell(self, policy: int, case: int) -> str:
        text = size(float(self.found.regret[policy, case]), self.measure, self.words, bare=True)
        return f"{text} *" if self.found.behind[policy, case] else text

    def courses(self) -> list[str]:
        """What each course is."""
        words, setting, rent = self.words, self.found.setting, CATALOGUE["rent_eur_m2"]
        blanks = {
            "month": setting.month, "desks": words.number(setting.desks), "factor": words.tidy(rent.high / rent.default),
            "now": words.number(REMOTE_NOW, 2), "most": words.number(REMOTE_MOST, 2), "part": words.the_percent(LEFT_AT_HOME),
        }  # fmt: skip
        return [f"{words.capital(self.course(c))}: {words(f'what_{case.name}', **blanks)}." for c, case in enumerate(self.found.cases)]

    def failing(self) -> TextTable:
        found, words = self.found, self.words
        rows: list[tuple[str, ...]] = []
        for p in found.order:
            failing = found.failing[p]
            worst, mildest = int(np.nanargmax(failing.by_case)), int(np.nanargmin(failing.by_case))
            at_worst, at_mildest = (
                f"{self.course(case)}: {self.hundred(failing.by_case[case])}" for case in (worst, mildest)
            )
            if failing.by_case[worst] == failing.by_case[mildest]:  # nothing that nobody decides makes it fail more or less often
                at_worst, at_mildest = words("alike"), words("alike")
            rows.append((self.title(p), self.hundred(failing.share), at_worst, at_mildest, self.figures(failing.splits)))
        header = tuple(words(key) for key in ("policy", "fails_in", "most", "least", "numbers"))
        return TextTable(words("fails"), header, rows, [self.meant(), words("splits_note")])

    def figures(self, splits: tuple[Split, ...]) -> str:
        words, results = self.words, self.found.results
        if results.sets is None:
            return words("no_sets")
        if results.sets_drawn < FEWEST:
            return words("few_sets")
        shown = [
            words(
                "split", meaning=words.parameter(CATALOGUE[one.name]), at=words.tidy(one.at), above=self.hundred(one.above),
                below=self.hundred(one.below),
            )
            for one in splits
        ]
        return "; ".join(shown) or words("no_split")

    def meant(self) -> str:
        """What failing is."""
        words, bound = self.words, self.found.bound
        if bound is not None:
            return words("fails_amount", bound=written(bound, self.measure, words))
        key = "fails_yes_no" if self.found.decider.better < 0 else "fails_not"
        return words(key, outcome=words.inside(self.outcome()))

    # --- pictures ---

    def pictures(self) -> tuple[Picture, ...]:
        from experiments.showing.grids import Chance, Square, chances, grid
        from experiments.showing.style import drawing
        from experiments.showing.svg import inline_svg

        found, words = self.found, self.words
        largest = float(np.nanmax(found.regret)) or 1.0
        names = [self.title(p) for p in found.order]
        cells = [
            [Square(float(found.regret[p, c]) / largest, self.cell(p, c), bool(found.regret[p, c] == 0)) for c in range(len(found.cases))]
            for p in found.order
        ]
        with drawing(**{"svg.hashsalt": "robust"}):  # the same drawing every time
            figures = (
                grid(names, [self.course(c) for c in range(len(found.cases))], cells),
                chances([Chance(name, *found.best[p]) for name, p in zip(names, found.order, strict=True)], words),
            )
            texts = (
                ("grid_title", f"{words('grid', unit=self.unit())}. {words('grid_note')}"), ("chances_title", words("chances_note")),
            )  # fmt: skip
            return tuple(
                Picture(words(key), note, inline_svg(figure, key.replace("_", "-"), words(key), note))
                for figure, (key, note) in zip(figures, texts, strict=True)
            )
