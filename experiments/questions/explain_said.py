"""Why a hub fared as it did, in a reader's words: sentences, the ledger, the replays, the terms of its worth, and two pictures."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from experiments.languages import Words, own_words
from experiments.questions.answer import Picture, Said
from experiments.questions.explain_course import LEAVING
from experiments.questions.explain_found import Found, block_title, replay_title
from experiments.questions.explain_ledger import MEMBERS as MEMBERSHIP
from experiments.questions.explain_ledger import Event
from experiments.questions.explain_replays import MEMBERS, OPEN_AT_END, WHOLE_AT_END, Replay
from experiments.showing.tables import WORD_JOINER, TextTable
from model.compile_scenario.hubs import every_hub
from model.month.weighing import TERMS
from model.scenario import BASELINE
from model.series import HUB_COLUMN

_TERMS_TOLD: Final = 4  # of the terms, in the sentence on what it is worth
_WHYS_TOLD: Final = 3  # reasons of a turn of membership
_DATES: Final = 4  # columns of the table of terms, beside that of the members
_EVENTS_IN_CHAIN: Final = 6  # told in the sentence; the table marks all


def said(found: Found, lang: str, *, drawn: bool = True) -> Said:
    """The answer in words, tables and, if `drawn`, pictures."""
    teller = _Teller(found, lang)
    return Said(
        teller.words("title", hub=teller.hub()), tuple(teller.sentences()), (teller.ledger(), teller.replays(), teller.terms()),
        tuple(teller.pictures()) if drawn else (),
    )


class _Teller:
    """Tells one answer in one language."""

    def __init__(self, found: Found, lang: str) -> None:
        self.found, self.lang, self.words = found, lang, Words(lang, "explain")
        self.scenario, self.under = found.scenario, found.scenario.with_policy(found.policy)
        self.months = found.course.months

    # --- names ---

    def hub(self, name: str | None = None) -> str:
        """What a hub is called, a rival by the words of its shock."""
        wanted = self.found.hub if name is None else name
        titles = (own_words(one, "title", self.lang) for one in (*self.under.hubs, *self.under.shocks) if one.name == wanted)
        return next(titles, None) or wanted

    def month(self, month: int) -> str:
        return self.words.month(self.scenario.start, month)

    def hundred(self, share: float) -> str:
        return self.words.number(share * 100)

    # --- sentences ---

    def sentences(self) -> list[str]:
        """The sentence that answers, and what it rests on."""
        found, words = self.found, self.words
        key, share = "ends_open", found.open_at_end
        if found.ranked_by == OPEN_AT_END and found.fates["closed"].value > 0.5:
            key, share = "ends_closed", found.fates["closed"]
        elif found.ranked_by == WHOLE_AT_END:
            key, share = "ends_shrunk", found.fates["shrunk"]
        ends = words(
            key, hub=words.capital(self.hub()), month=self.month(self.months - 1), share=self.hundred(share.value),
            low=self.hundred(share.low), high=self.hundred(share.high),
        )
        lines = [f"{ends} {self._decides()}"]
        if found.policy != BASELINE:
            title = own_words(self.scenario.policies[found.policy], "title", self.lang) or found.policy
            lines.append(words("under_policy", policy=title))
        if found.chosen:
            lines.append(words("chosen", number=words.number(len(every_hub(found.course.prepared.scenario)))))
        fate_told = words(f"fate_{found.fate}")
        lines.append(words("named" if found.named else "typical", future=found.course.replicate, fate=fate_told))
        lines += self._chain()
        lines += self._worth()
        lines.append(words("proves_nothing"))
        return lines

    def _decides(self) -> str:
        """The replay that changes most, if any does clearly."""
        found, words = self.found, self.words
        first = next((one for one in found.replays if one.clear), None)
        if first is None:
            return words("nothing_decides", number=words.number(len(found.replays)))
        replay = words.inside(replay_title(first.cause, self.under, self.lang))
        with_it = found.base[found.ranked_by] + first.difference.value
        if found.ranked_by == MEMBERS:
            return words("what_decides_members", replay=replay, **{"with": words.tidy(with_it)}, base=words.tidy(found.base[MEMBERS]))
        shares = {"with": self.hundred(with_it), "base": self.hundred(found.base[found.ranked_by])}
        return words("what_decides", replay=replay, state=words(f"state_{found.ranked_by}"), month=self.month(self.months - 1), **shares)

    def _chain(self) -> list[str]:
        ledger, words = self.found.ledger, self.words
        if not ledger.chain:
            return []
        events = [event for event in ledger.events if event.number in ledger.chain]
        first = sorted(events, key=lambda event: (event is not events[-1], not event.against, event.number))  # what the story cannot miss
        kept = sorted(first[:_EVENTS_IN_CHAIN], key=lambda event: event.number)
        told = [words("chain_event", event=self.event(event), month=self.month(event.month), number=event.number) for event in kept]
        if self.found.fate == "open":
            return [words("chain_grew", events="; ".join(told))]
        lines = [words("chain", events="; ".join(told))]
        if ledger.losing_since >= 0 and not any(event.against and event.month <= ledger.losing_since for event in events):
            opened = int(self.found.course.states.opened[-1])
            from_opening = ledger.losing_since <= opened
            lines.append(words("chain_from_opening") if from_opening else words("chain_inside", month=self.month(ledger.losing_since)))
        return lines

    def _worth(self) -> list[str]:
        """Why those who know it do not come, in the last month in which it is open."""
        course, words = self.found.course, self.words
        t = int(np.flatnonzero(course.running)[-1])
        if not course.people[t, 1]:
            return []
        terms = dict(zip(TERMS, course.worth[t, 1], strict=True))
        largest = sorted(terms, key=lambda name: -abs(terms[name]))[:_TERMS_TOLD]
        valued = [(words(f"term_{name}"), words.number(terms[name], 1, signed=True)) for name in largest]
        told = words.listing([f"{term} {value}" for term, value in valued])
        parts = [words(
            "worth", month=self.month(t), know=words.number(course.people[t, 1]), total=words.number(sum(terms.values()), 1, signed=True),
            terms=told, willing=words.number(course.willing[t]),
        )]
        if course.elsewhere[t]:
            parts.append(words("worth_elsewhere", number=words.number(course.elsewhere[t])))
        if course.without_consent[t]:
            parts.append(words("worth_consent", number=words.number(course.without_consent[t])))
        return [" ".join(parts)]

    # --- the ledger ---

    def event(self, event: Event) -> str:
        """What happened, in a sentence without its full stop."""
        blanks = {key: self._written(key, value) for key, value in event.values.items()}
        if event.block:
            blanks["block"] = block_title(self.under, event.block, self.lang)
        if event.kind == "shrinks":
            blanks["why"] = self.words(f"why_{event.values['reason']}", **blanks)
        if event.group == MEMBERSHIP:
            blanks["how"] = self._how(event)
        return self.words(f"event_{shrinks_by(event) if event.kind == 'shrinks' else event.kind}", **blanks)

    def _written(self, key: str, value: Any) -> str:
        words = self.words
        if key == "until":
            return self.month(int(value))
        if key == "hub":
            return self.hub(str(value))
        if not isinstance(value, int | float):
            return ""
        if value != value:
            return "–"
        if key == "rent_m2":
            return words.number(value, 2)
        if key in ("cash", "credit", "eur", "rent_before", "rent_after"):
            return words.euro(value).replace(WORD_JOINER, "")
        if key == "severity":
            return words.percent(value)
        if key in ("rise", "level"):
            return words.percent(value, 1, signed=key == "level")
        if key == "appeal":
            return words.number(value, 2, signed=True)
        return words.number(value, 0 if float(value).is_integer() else 1)

    def _how(self, event: Event) -> str:
        """What made a turn of membership, the most frequent first."""
        words, values = self.words, event.values
        if event.kind == "rise":
            counts = {f"joined_{channel}": number for channel, number in values["joined"].items()} | {"joined_moved_in": values["moved_in"]}
        else:
            counts = {f"lost_{why}": values["lost"][why] for why in LEAVING}
        most = sorted((key for key in counts if counts[key]), key=lambda key: -counts[key])[:_WHYS_TOLD]
        parts = [f"{words.number(counts[key])} {self._why(key, values['turned'])}" for key in most]
        return f" ({', '.join(parts)})" if parts else ""

    def _why(self, key: str, turned: Mapping[str, int]) -> str:
        if key != "lost_weighed":
            return self.words(key)
        term = max(turned, key=lambda name: turned[name])
        return self.words(key, term=self.words(f"term_{term}")) if turned[term] else self.words("lost_weighed_plain")

    def ledger(self) -> TextTable:
        """The events in order."""
        words, chain = self.words, set(self.found.ledger.chain)
        rows: list[tuple[str, ...]] = [
            (f"{event.number}{' *' if event.number in chain else ''} · {self.event(event)}", self.month(event.month))
            for event in self.found.ledger.events
        ]
        header = (words("event"), words("month"))
        notes = [words("led_grew" if self.found.fate == "open" else "led")] if chain else []
        return TextTable(words("ledger", future=self.found.course.replicate), header, rows, notes)

    # --- replays ---

    def replays(self) -> TextTable:
        """What each replay comes to."""
        found, words = self.found, self.words
        state = found.results.paths("state", self._asked(), found.hub)[:, -1]
        as_it_is = (words("as_it_is"), self.hundred(float(np.isin(state, (1, 2)).mean())), words.tidy(found.base[MEMBERS]), "")
        rows: list[tuple[str, ...]] = [as_it_is]
        for one in found.replays:
            title = replay_title(one.cause, self.under, self.lang)
            rows.append((title, self.hundred(one.open_at_end.value), words.tidy(one.members), self._change(one)))
        header = tuple(words(key) for key in ("replay", "open_at_end", "members", f"difference_{found.ranked_by}"))
        notes = [words("same_worlds", futures=words.number(found.results.replicates)), words("clear"), words("proves_nothing")]
        return TextTable(words("replays"), header, rows, notes)

    def _asked(self) -> str:
        return self.found.course.prepared.scenario.policy or BASELINE

    def _change(self, one: Replay) -> str:
        """A difference with its interval, and whether it is clear."""
        if one.same:
            return self.words("changes_nothing")

        def write(value: float) -> str:
            many = self.found.ranked_by == MEMBERS
            return self.words.tidy(value, signed=True) if many else self.words.number(value * 100, signed=True)

        value, low, high = (write(each) for each in one.difference)
        return f"{value} ({low} … {high})" + (" *" if one.clear else "")

    # --- terms ---

    def dates(self) -> list[int]:
        """Months for the table of terms: the end of each year of life, thinned out, and the last in which it is open."""
        running = np.flatnonzero(self.found.course.running)
        first, last = int(running[0]), int(running[-1])
        years = [t for t in range(first + 11, last + 1, 12) if t < last - 5]
        step = -(-len(years) // (_DATES - 1)) if years else 1
        return [*years[::step], last]

    def terms(self) -> TextTable:
        """What the hub is worth to who knows it and does not use it, at a few dates, and at the last to its members."""
        words, course = self.words, self.found.course
        dates = self.dates()
        columns = [course.worth[t, 1] for t in dates] + [course.worth[dates[-1], 0]]
        shown = [n for n in range(len(TERMS)) if any(abs(column[n]) >= 0.005 for column in columns)]  # what is written as 0.00 is nothing
        shown.sort(key=lambda n: -np.nan_to_num([abs(column[n]) for column in columns]).max())
        rows = [(words(f"term_{TERMS[n]}"), *(words.number(column[n], 2, signed=True) for column in columns)) for n in shown]
        rows.append((words("total"), *(words.number(float(column.sum()), 2, signed=True) for column in columns)))
        people = [*(course.people[t, 1] for t in dates), course.people[dates[-1], 0]]
        rows.append((words("people"), *(words.number(float(number)) for number in people)))
        short = [words.short_month(self.scenario.start, t) for t in dates]
        header = (words("term"), *(words("others_at", month=month) for month in short), words("members_at", month=short[-1]))
        return TextTable(words("terms"), header, rows, [words("terms_note")])

    # --- pictures ---

    def pictures(self) -> list[Picture]:
        """The timeline of the future, and what each replay changes."""
        from experiments.showing.ranked import Ranked, ranked
        from experiments.showing.sheet import Calendar
        from experiments.showing.style import drawing
        from experiments.showing.svg import inline_svg
        from experiments.showing.timeline import Mark, timeline

        found, words, course = self.found, self.words, self.found.course
        books = course.series[:, course.position]
        members, cash = books[:, HUB_COLUMN["members"]], books[:, HUB_COLUMN["cash_eur"]]
        states = course.states.state.astype(int)
        names = {code: words(f"state_{code}") for code in (1, 2, 3)}
        marks = [Mark(event.month, str(event.number), event.number in found.ledger.chain) for event in found.ledger.events]
        title = words("timeline", future=course.replicate)
        base = found.base[found.ranked_by]
        rows = [
            Ranked(replay_title(one.cause, self.under, self.lang), base + one.difference.value, base + one.difference.low,
                   base + one.difference.high, one.clear) for one in found.replays
        ]  # fmt: skip
        note = words(f"bars_note_{found.ranked_by}")
        with drawing(**{"svg.hashsalt": "explain"}):
            time = Calendar(self.scenario.start, course.months, words)
            line = timeline(members, cash, states, marks, names, (words("axis_members"), words("axis_cash")), time, words)
            bars = ranked(rows, base, words("as_it_is"), words, percent=found.ranked_by != MEMBERS)
            return [
                Picture(title, words("timeline_note"), inline_svg(line, "timeline", title, words("timeline_note"))),
                Picture(words("bars"), note, inline_svg(bars, "replays", words("bars"), note)),
            ]


def shrinks_by(event: Event) -> str:
    """What is given up: desks where there are fewer, else hours of the host, else only offices that stand empty."""
    values = event.values
    if values["after"] < values["before"]:
        return "shrinks"
    return "shrinks_host" if values["host_after"] < values["host_before"] else "shrinks_offices"
