"""A reader sees what belongs to what they set last, in whatever order values, runs and drawings come, and waits for no other reader."""

import asyncio
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, Final, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shiny import reactive

from experiments.dashboard import desk as module
from experiments.dashboard.desk import Desk
from experiments.dashboard.state import OWN
from experiments.runs.kept_study import SIZES
from model.scenario import Scenario

SHARE: Final = "i.voucher.share"
ON: Final = {"i.voucher": True}
WRONG: Final = {**ON, SHARE: "a lot"}
FAILS: Final = 0.25  # the share at which this study ends in an error
SAID: Final = {
    ("en", "wrong"): "put right", ("it", "wrong"): "correggi", ("en", "done"): "From 200 futures.", ("it", "done"): "Da 200 futuri.",
    ("en", "failed"): "That did not work: broken", ("it", "failed"): "Non ha funzionato: broken",
}  # fmt: skip


class _Session:
    """Keeps what is sent to the browser."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.ended: list[Callable[[], Any]] = []

    def on_ended(self, act: Callable[[], Any]) -> None:
        self.ended.append(act)

    async def send_custom_message(self, kind: str, what: dict[str, Any]) -> None:
        self.sent.append((kind, what))

    def last(self, kind: str, key: str) -> Any:
        return next((what[key] for name, what in reversed(self.sent) if name == kind and key in what), None)


class _ByHand:
    """Threads that do nothing until they are told to; the study in them is words."""

    def __init__(self) -> None:
        self.kept = self
        self.waiting: list[tuple[asyncio.Future[Any], Callable[[], Any]]] = []

    def run(self, job: Callable[[], Any], first: bool = False) -> "asyncio.Future[Any]":
        return self.draw(job)

    def draw(self, job: Callable[[], Any]) -> "asyncio.Future[Any]":
        begun = asyncio.get_running_loop().create_future()
        self.waiting.append((begun, job))
        return begun

    def grow(self, scenario: Scenario, sizes: Any, *, policies: Any, cancelled: Callable[[], bool], progress: Any) -> Iterator[Any]:
        for size in sizes:
            if cancelled():
                raise RuntimeError("cancelled")
            if any(getattr(each, "share", None) == FAILS for each in scenario.policies[OWN].instruments):
                raise RuntimeError("broken")
            progress(size - 1, size)
            yield SimpleNamespace(scenario=scenario, policies=policies or scenario.policy_names, replicates=size)

    async def go_on(self, which: int = 0) -> None:
        """Has one of the jobs done, and all that follows."""
        await _turns()
        if self.waiting:
            begun, job = self.waiting.pop(which % len(self.waiting))
            try:
                begun.set_result(job())
            except Exception as error:
                begun.set_exception(error)
        await _turns()


async def _turns(many: int = 8) -> None:
    """Lets whoever waited go on: more turns of the loop than it takes."""
    for _ in range(many):
        await asyncio.sleep(0)


class _Drawn(NamedTuple):
    """What was drawn, instead of a picture."""

    scenario: Scenario
    lang: str
    changed: bool
    futures: int


def _setup() -> tuple[Desk, _Session, _ByHand]:
    studies, session = _ByHand(), _Session()
    return Desk(studies, session, "en"), session, studies  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _words_for_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "panel_html", lambda *_: "")
    monkeypatch.setattr(module, "view_html", lambda shown, lang, *rest: _Drawn(shown.scenario, lang, rest[-1], shown.replicates))
    monkeypatch.setattr(module, "answer_html", lambda shown, lang, changed, _: _Drawn(shown.scenario, lang, changed, shown.replicates))


SHARES: Final = st.sampled_from([0.5, FAILS, 0.75])
STEPS: Final = st.one_of(
    st.builds(lambda share: ("_ask", {**ON, SHARE: share}), SHARES), st.sampled_from([("_ask", {}), ("_ask", WRONG)]),
    st.sampled_from([("_speak", "it"), ("_speak", "en"), ("_look", "ranking"), ("_look", "money"), ("_fit", True), ("_look_at", 3)]),
    st.sampled_from([("_choose", "sondrio_downsizing"), ("_begin_from", "voucher")]),
    st.integers(0, 5), st.integers(0, 5), st.integers(0, 5),
)  # fmt: skip


@settings(max_examples=25)
@given(steps=st.lists(STEPS, min_size=4, max_size=24))
def test_what_is_shown_belongs_to_what_was_set_last(steps: list[Any]) -> None:
    async def lived() -> None:
        desk, session, studies = _setup()
        await desk._begin("")
        number = 0
        for step in steps:
            if isinstance(step, int):
                await studies.go_on(step)
            else:
                name, said = step
                if name == "_ask":
                    number += 1
                    said = {"case": desk._case, "number": number, "values": said}
                await getattr(desk, name)(said)
            _check_words(desk, session)
        await _turns()
        while studies.waiting:
            await studies.go_on()
            _check_words(desk, session)
        _check_end(desk, session)

    asyncio.run(lived())


def _check_words(desk: Desk, session: _Session) -> None:
    """A mistake stays said until it is put right, and no picture claims changes that it does not show."""
    if desk._built.scenario is None:
        assert SAID[desk._lang, "wrong"] in str(session.last("busy", "text")).lower()
    for part in ("view", "answer"):
        drawn = session.last("show", part)
        if isinstance(drawn, _Drawn):
            assert drawn.changed == bool(drawn.scenario.policies[OWN].instruments)


def _check_end(desk: Desk, session: _Session) -> None:
    """When nothing is being done any more, all that can be seen is of what is set, in the reader's language."""
    text, scenario = str(session.last("busy", "text")), desk._built.scenario
    if scenario is None:
        return
    if any(getattr(each, "share", None) == FAILS for each in scenario.policies[OWN].instruments):
        assert text.startswith(SAID[desk._lang, "failed"])
        return
    assert text == SAID[desk._lang, "done"] and session.last("busy", "kind") == ""
    for part in ("view", "answer"):
        assert session.last("show", part) == _Drawn(scenario, desk._lang, desk._built.changed, SIZES[-1])
    assert session.last("show", "of") == desk._view


def test_what_was_half_drawn_does_not_hide_that_something_is_to_be_put_right() -> None:
    async def lived() -> None:
        desk, session, studies = _setup()
        await desk._begin("")
        await studies.go_on()  # the first futures are there and are being drawn
        assert len(studies.waiting) == 2
        await desk._ask({"case": desk._case, "number": 1, "values": WRONG})
        while studies.waiting:
            await studies.go_on()
        assert SAID["en", "wrong"] in session.last("busy", "text") and session.last("show", "view") is None
        assert session.last("busy", "number") == 1

    asyncio.run(lived())


def test_a_result_whose_turn_comes_when_something_else_is_set_is_not_shown() -> None:
    async def lived() -> None:
        desk, _, studies = _setup()
        await desk._begin("")
        for which in (0, 0, 1):  # all futures are there while the first picture is still being drawn
            await studies.go_on(which)
        assert len(studies.waiting) == 1 and desk._results is not None
        await desk._ask({"case": desk._case, "number": 1, "values": ON})
        await studies.go_on(0)  # the picture
        assert desk._results.replicates == SIZES[0] and not desk._changed

    asyncio.run(lived())


def test_a_report_that_cannot_be_made_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(module, "_report", broken)

    async def lived() -> None:
        desk, session, studies = _setup()
        await desk._speak("it")
        asked = asyncio.ensure_future(desk.report())
        await studies.go_on()
        with pytest.raises(RuntimeError):
            await asked
        assert session.last("busy", "text").startswith(SAID["it", "failed"])

    asyncio.run(lived())


class _Inputs:
    """The values of one session, as Shiny keeps them."""

    def __init__(self) -> None:
        self._values: dict[str, reactive.Value[Any]] = {}

    def __getitem__(self, name: str) -> "reactive.Value[Any]":
        return self._values.setdefault(name, reactive.Value())


async def _flushed() -> None:
    """Has the server take in what was sent; it holds all other sessions until that is done."""
    flushed = asyncio.ensure_future(reactive.flush())
    await _turns(200)
    assert flushed.done()


def test_a_reader_who_sends_or_reads_slowly_keeps_nobody_waiting() -> None:
    async def lived() -> None:
        desk, session, studies = _setup()
        inputs = _Inputs()
        desk.listen(inputs)  # type: ignore[arg-type]
        inputs["began"].set("")
        inputs["opened"].set({"text": "title: x", "name": "x.yaml"})  # read in a thread that is not told to
        await _flushed()
        inputs["lang"].set("it")
        await _flushed()
        assert desk._lang == "en"  # its own values are taken one after another
        while studies.waiting:
            await studies.go_on()
        assert desk._lang == "it" and session.last("notice", "failed") is True
        for act in session.ended:
            act()
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == 1  # nobody listens to who has gone

    asyncio.run(lived())
