"""What one reader has before them: a case, their choices, the study that grows, and what was shown of it.

What comes from the browser is read as values; what goes there are messages: the panel of controls, the answer, one view, and words.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final
from urllib.parse import parse_qs

from shiny import Inputs, Session, reactive

from experiments.dashboard import pictures
from experiments.dashboard.opening import MOST_BYTES, begun, hub_begun, opened, shipped, titles_of_shipped
from experiments.dashboard.panel import panel_html
from experiments.dashboard.state import OWN, Start, build, cleaned
from experiments.dashboard.studies import Growing, Studies
from experiments.dashboard.telling import VIEWS, answer_html, template, view_html
from experiments.languages import Words, languages, own_words
from experiments.languages.known import module
from experiments.languages.problems import told_message, told_phrase, told_problem
from experiments.report import render as report_page
from experiments.runs.kept_study import SIZES
from experiments.runs.results import Results
from model.reading.problems import Problem
from model.scenario import Scenario, scenario_names

FIRST: Final = "sondrio_downsizing"
"""The scenario of a page whose address names none."""
_LARGE: Final = "large"  # what stands for a file that the browser did not send


def asked_by_address(search: object) -> dict[str, str]:
    """What the address of a page says behind its question mark."""
    return {name: values[0] for name, values in parse_qs(str(search).lstrip("?")).items()}


def scenario_asked(name: object) -> str:
    """The shipped scenario that an address names, or the usual one."""
    return str(name) if name in scenario_names() else FIRST


def lang_asked(lang: object, otherwise: str) -> str:
    """The language that an address names, or another."""
    return str(lang) if lang in languages() else otherwise


class Desk:
    """One session.

    Args:
        studies: threads, worlds and runs shared with all others.
        session: of the server.
        lang: language until the reader says another.
    """

    def __init__(self, studies: Studies, session: Session, lang: str) -> None:
        self._studies = studies
        self._session = session
        self._growing = Growing(studies, self._show, self._count, self._failed)
        session.on_ended(self._growing.cancel)
        self._lang = lang
        self._said: asyncio.Queue[tuple[Callable[[Any], Awaitable[None]], Any]] = asyncio.Queue()
        self._case = self._asked = 0
        self._values: dict[str, Any] = {}
        self._view, self._narrow, self._future = next(iter(VIEWS)), False, 0
        self._results: Results | None = None
        self._ranked: Results | None = None
        self._changed = False  # whether in these results one's own choices change anything
        self._wrong: Exception | None = None
        self._followed: tuple[Scenario, Sequence[str] | None] | None = None
        self._drawings = 0
        self._tasks: set[asyncio.Task[None]] = set()  # the loop itself holds no reference to them
        self._start = begun(_the_first())
        self._built = build(self._start, {})
        self._good = self._built.scenario or self._start.scenario

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was set last without a mistake."""
        return self._good

    # --- what the browser says ---

    def listen(self, input: Inputs) -> None:
        """Takes every value that the browser sends to its method, one after another; what goes wrong there is said and ends nothing.

        A value is only put into the queue of this session where it comes in: the server lets one session at a time in there, and whoever
        has sent a long file, or reads slowly, would keep all others waiting.
        """
        methods: dict[str, Callable[[Any], Awaitable[None]]] = {
            "began": self._begin, "lang": self._speak, "chosen": self._choose, "begin_from": self._begin_from, "opened": self._open,
            "town": self._town, "asked": self._ask, "view": self._look, "narrow": self._fit, "future": self._look_at,
        }  # fmt: skip
        for name, method in methods.items():
            self._on(input, name, method)
        listening = asyncio.get_running_loop().create_task(self._answer())
        self._session.on_ended(partial(_end, listening))

    def _on(self, input: Inputs, name: str, method: Callable[[Any], Awaitable[None]]) -> None:
        @reactive.effect
        def _() -> None:
            if input[name].is_set():
                self._said.put_nowait((method, input[name]()))

    async def _answer(self) -> None:
        while True:
            method, value = await self._said.get()
            try:
                await method(value)
            except Exception as error:
                await self._failed(error)

    async def _begin(self, search: object) -> None:
        """The address of the page: which scenario, which language."""
        asked = asked_by_address(search)
        self._lang = lang_asked(asked.get("lang"), self._lang)
        await self._take(begun(shipped(scenario_asked(asked.get("scenario"))) or _the_first()))

    async def _speak(self, lang: object) -> None:
        """Another language: all words again, and every choice as it is."""
        self._lang = lang_asked(lang, self._lang)
        await self._send("words", said_of_page(self._lang))
        await self._show_case()
        self._draw_again()

    async def _choose(self, name: object) -> None:
        if (scenario := shipped(name)) is not None:
            await self._take(begun(scenario))

    async def _begin_from(self, policy: object) -> None:
        if policy in self._start.scenario.policy_names:
            await self._take(Start(self._start.scenario, str(policy)))

    async def _open(self, file: object) -> None:
        """The text of a file, as it was read in the browser."""
        said = file if isinstance(file, Mapping) else {}
        text = said.get("text")
        text = "x" * (MOST_BYTES + 1) if text == _LARGE else text
        scenario, problems = await self._studies.draw(partial(opened, text, said.get("name")))  # seconds, for a long one: others go on
        lines = [told_problem(problem, self._lang) for problem in problems]
        await self._send("notice", {"id": "opened", "lines": lines, "failed": scenario is None})
        if scenario is not None:
            await self._take(begun(scenario))

    async def _town(self, said: object) -> None:
        """A hub in a town."""
        scenario, lines = await self._studies.draw(partial(hub_begun, said, self._lang))
        await self._send("notice", {"id": "town", "lines": lines, "failed": scenario is None})
        if scenario is not None:
            await self._take(begun(scenario))

    async def _ask(self, asked: object) -> None:
        """What is set: all of it each time, so that nothing hangs on the order in which it comes."""
        said = asked if isinstance(asked, Mapping) else {}
        if said.get("case") == self._case and isinstance(said.get("values"), Mapping):
            self._values, number = dict(said["values"]), said.get("number")
            self._asked = number if isinstance(number, int) else self._asked
            built = build(self._start, self._values)
            if built.scenario is None or built.scenario != self._built.scenario:
                self._overtake()
            self._built = built
            await self._say_problems()
            await self._go_on()

    async def _look(self, view: object) -> None:
        if view in VIEWS:
            self._view = str(view)
            self._follow()
            self._draw_again()

    async def _fit(self, narrow: object) -> None:
        self._narrow = narrow is True
        self._draw_again()

    async def _look_at(self, future: object) -> None:
        if isinstance(future, int) and 1 <= future <= SIZES[-1]:
            self._future = future - 1
            self._draw_again()

    # --- what follows from it ---

    async def _take(self, start: Start) -> None:
        """Begins with a case."""
        self._overtake()
        self._start, self._values, self._results, self._future = start, {}, None, 0
        self._built = build(start, {})
        self._case += 1
        await self._show_case()
        await self._go_on()

    def _overtake(self) -> None:
        """What was begun for what is no longer set is not shown from here on, be it half run or half drawn."""
        self._growing.cancel()
        self._followed = self._wrong = None
        self._drawings += 1

    async def _show_case(self) -> None:
        values = cleaned(self._start, self._values)
        scenario = self._start.scenario
        await self._send("panel", {
            "html": panel_html(self._start, values, self._case, self._lang), "case": self._case, "name": scenario.name,
            "title": own_words(scenario, "title", self._lang), "question": own_words(scenario, "question", self._lang),
        })
        await self._say_problems()

    async def _say_problems(self) -> None:
        await self._send("problems", _told(self._built.problems, self._lang))

    async def _go_on(self) -> None:
        """Runs what is set, or says that it cannot be."""
        if self._built.scenario is None:
            await self._say_how_far()
            return
        self._good = self._built.scenario
        self._follow()

    def _follow(self) -> None:
        """Runs what is to be looked at, unless it runs or was run."""
        if self._built.scenario is None:
            return
        wanted = (self._built.scenario, None if self._view == "ranking" else [OWN])
        if self._followed is not None and self._followed[0] == wanted[0] and self._followed[1] in (wanted[1], None):
            self._draw_again()  # whoever asked waits for a word
            return
        self._followed, self._wrong = wanted, None
        self._growing.begin(*wanted)

    async def _show(self, results: Results) -> None:
        """Keeps what came: for the ranking, what holds all policies; for all else, what holds most futures."""
        self._changed = self._built.changed
        if set(results.policies) >= set(results.scenario.policy_names):
            self._ranked = results
        if self._results is None or self._results.scenario is not results.scenario or results.replicates >= self._results.replicates:
            self._results = results
        await self._draw()

    async def _count(self, done: int, of: int) -> None:
        """How far the study is: of a large town or a region the first picture takes a while."""
        words = Words(self._lang, "dashboard")
        await self._busy(words("simulated", done=words.number(done), of=words.number(of)), "more")

    async def _draw(self) -> None:
        """Draws what there is, in threads; what has been overtaken by the time it is done is not shown."""
        self._drawings += 1
        number, view = self._drawings, self._view
        try:
            for part, job in self._to_draw():
                drawn = await self._studies.draw(job)
                if number != self._drawings:
                    return
                await self._send("show", {part: drawn, "of": view})
            if number == self._drawings:
                await self._say_how_far()
        except Exception as error:
            if number == self._drawings:
                await self._failed(error)

    def _to_draw(self) -> list[tuple[str, Callable[[], str]]]:
        """The view, then the answer, which takes longer."""
        results, shown, lang, view, changed = self._results, self._shown(), self._lang, self._view, self._changed
        if results is None:
            return []
        if shown is None:
            drawing = partial(template("waiting.html.j2").render, t=Words(lang, "dashboard"))
        else:
            drawing = partial(view_html, shown, lang, view, self._narrow, self._future, changed)
        return [("view", drawing), ("answer", partial(answer_html, results, lang, changed, results.replicates >= SIZES[-1]))]

    def _shown(self) -> Results | None:
        """What the view is drawn from: the ranking from what holds all policies, once it is there."""
        if self._view != "ranking" or self._results is None:
            return self._results
        return self._ranked if self._ranked is not None and self._ranked.scenario is self._results.scenario else None

    def _draw_again(self) -> None:
        """Draws what there is; whoever asked goes on listening."""
        task = asyncio.get_running_loop().create_task(self._draw())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def report(self) -> str:
        """The report of the scenario with one's own choices beside all its policies, as one page; the page says when there is none."""
        scenario, lang = self.scenario, self._lang
        try:
            return await self._studies.run(partial(_report, self._studies, scenario, lang))
        except Exception as error:
            await self._failed(error)
            raise

    async def _say_how_far(self) -> None:
        """The line above the answer: from how many futures it is, or why there is no other."""
        words, shown = Words(self._lang, "dashboard"), self._shown()
        told = self._results if shown is None else shown
        if self._wrong is not None:
            said = told_phrase(told_message(_reason(self._wrong), self._lang), self._lang)
            await self._busy(words("failed", problem=said), "wrong")
        elif self._built.scenario is None:
            await self._busy(words("put_right"), "wrong")
        elif told is None or told.scenario != self._built.scenario:
            await self._busy(words("wait"), "more")
        elif shown is None or shown.replicates < SIZES[-1]:
            await self._busy(words("from_futures_more", number=words.number(told.replicates)), "more")
        else:
            await self._busy(words("from_futures", number=words.number(told.replicates)), "")

    async def _busy(self, text: str, kind: str) -> None:
        await self._send("busy", {"text": text, "kind": kind, "number": self._asked})

    async def _failed(self, error: Exception) -> None:
        """Says what went wrong; the page goes on."""
        logging.getLogger(__name__).debug("a session", exc_info=error)
        self._wrong, self._followed = error, None
        await self._say_how_far()

    async def _send(self, kind: str, what: Mapping[str, Any]) -> None:
        await self._session.send_custom_message(kind, dict(what))


def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()


def _the_first() -> Scenario:
    scenario = shipped(FIRST)
    assert scenario is not None
    return scenario


def _reason(error: Exception) -> str:
    return "Not enough memory" if isinstance(error, MemoryError) else str(error) or type(error).__name__


def _report(studies: Studies, scenario: Scenario, lang: str) -> str:
    results = studies.kept.run(scenario, SIZES[-1])
    with pictures.alone():
        return report_page(results, lang)


def _told(problems: Mapping[str, Sequence[Problem]], lang: str) -> dict[str, list[dict[str, str]]]:
    """Messages by control; of what is about none, with the key."""
    return {
        control: [
            {"text": ("" if control else f"{one.key}: ") + told_message(one.message, lang), "kind": one.severity} for one in found
        ]
        for control, found in problems.items()
    }


def said_of_page(lang: str) -> dict[str, Any]:
    """All words of the page itself, for a change of language."""
    texts = {**_texts(lang, "new", "new."), **_texts(lang, "dashboard", "")}
    return {"lang": lang, "texts": texts, "titles": titles_of_shipped(lang)}


def _texts(lang: str, table: str, prefix: str) -> dict[str, str]:
    """The sentences of a table without blanks, by key."""
    return {f"{prefix}{key}": text for key, text in module(lang, table).TEXTS.items() if "{" not in text}
