"""What a reader sends is read beside the loop that serves all readers: a long file of one must not keep the others waiting."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from experiments.dashboard import desk as module
from experiments.dashboard import studies as studies_module
from experiments.dashboard.desk import Desk
from experiments.dashboard.state import Start
from experiments.dashboard.studies import Growing, Studies
from experiments.runs.kept_study import KeptStudy
from model.scenario import load_scenario


class _Session:
    """As much of a session as a desk needs."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def on_ended(self, _: Callable[[], Any]) -> None:
        """Never."""

    async def send_custom_message(self, kind: str, _: dict[str, Any]) -> None:
        """Keeps the kind."""
        self.sent.append(kind)


@pytest.mark.parametrize(("reader", "method", "said"), [("opened", "_open", {"text": "- x"}), ("hub_begun", "_town", {"town": "Voghera"})])
def test_what_is_sent_is_read_beside_the_loop(reader: str, method: str, said: object, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []

    def read(*_: object) -> tuple[None, list[Any]]:
        threads.append(threading.current_thread())
        return None, []

    monkeypatch.setattr(module, reader, read)
    studies, session = Studies(KeptStudy()), _Session()
    asyncio.run(getattr(Desk(studies, session, "en"), method)(said))  # type: ignore[arg-type]
    studies.end()
    assert threads and threads[0] is not threading.main_thread()
    assert session.sent == ["notice"]


def test_the_same_case_again_is_run_and_the_same_values_again_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    studies = Studies(KeptStudy())
    desk = Desk(studies, _Session(), "en")  # type: ignore[arg-type]
    begun, drawn = [], []
    monkeypatch.setattr(desk._growing, "begin", lambda *wanted: begun.append(wanted))
    monkeypatch.setattr(desk, "_draw_again", lambda: drawn.append(None))

    async def twice() -> None:
        start = Start(load_scenario("sondrio_downsizing"))
        await desk._take(start)
        await desk._take(start)
        assert len(begun) == 2 and not drawn
        await desk._ask({"case": 2, "values": {}})
        assert len(begun) == 2 and len(drawn) == 1

    asyncio.run(twice())
    studies.end()


def test_the_first_step_of_a_study_does_not_wait_for_further_steps_of_others() -> None:
    studies, gate = Studies(KeptStudy(), threads=2), threading.Event()

    async def crowded() -> str:
        further = [studies.run(gate.wait) for _ in range(5)]
        try:
            return await asyncio.wait_for(studies.run(lambda: "drawn", first=True), 10)
        finally:
            gate.set()
            await asyncio.gather(*further)

    assert asyncio.run(crowded()) == "drawn"
    studies.end()


def test_a_study_that_takes_long_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studies_module, "_TOLD_EVERY_S", 0.0)
    studies, told, shown = Studies(KeptStudy()), [], []

    async def count(done: int, of: int) -> None:
        told.append((done, of))

    async def show(results: Any) -> None:
        shown.append(results.replicates)

    async def fail(error: Exception) -> None:
        raise error

    async def followed() -> None:
        growing = Growing(studies, show, count, fail)
        growing.begin(load_scenario("sondrio_downsizing").over(2), [], (3, 5))
        for _ in range(600):
            if len(shown) == 2 and len(told) >= 3:
                return
            await asyncio.sleep(0.1)

    asyncio.run(followed())
    studies.end()
    assert shown == [3, 5] and set(told) <= {(1, 3), (2, 3), (4, 5)} and len(told) == 3


def test_a_study_waits_for_no_picture_and_none_is_drawn_that_would_not_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    studies, shown, pictures = Studies(KeptStudy()), [], threading.Event()

    async def show(results: Any) -> None:
        shown.append(results.replicates)
        if not pictures.is_set():
            await asyncio.to_thread(pictures.wait)

    async def nothing(*_: Any) -> None: ...

    async def followed(sizes: tuple[int, ...], until: int) -> None:
        ran = list[int]()
        scenario = load_scenario("sondrio_downsizing").over(2)
        real = studies.kept.grow
        monkeypatch.setattr(studies.kept, "grow", lambda *of, **how: (ran.append(one.replicates) or one for one in real(*of, **how)))
        Growing(studies, show, nothing, nothing).begin(scenario, [], sizes)
        for _ in range(600):
            if len(ran) == len(sizes):
                pictures.set()  # all was run while the first was being drawn
            if until in shown:
                return
            await asyncio.sleep(0.05)

    asyncio.run(followed((2, 3, 4), 4))
    assert shown == [2, 4]
    shown.clear()
    monkeypatch.setattr(studies_module, "_SOON_S", 0.0)
    asyncio.run(followed((5, 7, 9), 9))
    studies.end()
    assert shown == [5, 7, 9]  # drawn at once, so that each stands until the next comes
