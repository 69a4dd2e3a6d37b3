"""What a tab kept comes back as it was; whatever else a browser calls kept is taken as from a stranger, and begins a page all the same."""

import asyncio
import builtins
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.dashboard import desk as module
from experiments.dashboard.desk import FIRST, Desk
from experiments.dashboard.keeping import kept
from experiments.dashboard.state import OWN
from experiments.dashboard.studies import Studies
from experiments.dashboard.telling import VIEWS
from experiments.runs.kept_study import KeptStudy
from model.scenario import load_scenario
from tests.experiments.stand_ins import TINY


class _Tab:
    """A session whose messages are kept, as its page sees them."""

    def __init__(self) -> None:
        self.got: dict[str, Any] = {}

    def on_ended(self, _: Callable[[], Any]) -> None:
        """Never."""

    async def send_custom_message(self, kind: str, what: dict[str, Any]) -> None:
        """As it comes out of the wire."""
        self.got[kind] = json.loads(json.dumps(what))


@pytest.fixture(scope="module")
def studies() -> Iterator[Studies]:
    made = Studies(KeptStudy())
    yield made
    made.end()


def _desk(studies: Studies) -> tuple[Desk, _Tab]:
    tab = _Tab()
    desk = Desk(studies, tab, "en")  # type: ignore[arg-type]
    desk._growing.begin = lambda *_, **__: None  # type: ignore[method-assign]  # what is run is not what is asked here
    return desk, tab


def _set(studies: Studies, way: str, said: object, values: dict[str, Any], policy: str = "") -> tuple[Desk, dict[str, Any]]:
    """A page on which all that was set, and what its tab keeps of it."""
    desk, tab = _desk(studies)

    async def do() -> None:
        await getattr(desk, way)(said)
        if policy:
            await desk._begin_from(policy)
        await desk._ask({"case": tab.got["panel"]["case"], "values": values, "number": 1})

    asyncio.run(do())
    return desk, {"source": tab.got["panel"]["source"], "values": values, "view": "survival", "future": 7}


VALUES = {"i.voucher": True, "i.voucher.share": "0,35", "s.horizon_months": 24, "p.beta_n": 1.5, "i.events": False}


@pytest.mark.parametrize(
    ("way", "said", "policy", "values"),
    [
        ("_choose", "pavia_growth", "", VALUES),
        ("_choose", "sondrio_downsizing", "rent_relief", {"i.rent_relief": False, "h.adda.desks": 20}),
        ("_open", {"name": "mine.yaml", "text": TINY}, "voucher", {"i.voucher.share": 0.8, "h.adda.opens": "marzo 2022"}),
        ("_town", {"town": "Voghera", "desks": "18", "operator": "public"}, "", VALUES),
        ("_choose", "pavia_growth", "", {"i.voucher": True, "i.voucher.share": "a lot"}),  # a mistake too, with what is said of it
    ],
)
def test_what_was_set_comes_back(studies: Studies, way: str, said: object, policy: str, values: dict[str, Any]) -> None:
    before, keeps = _set(studies, way, said, values, policy)
    after, tab = _desk(studies)
    asyncio.run(after._begin({"search": "?lang=en", "kept": keeps}))
    assert after._built == before._built and after._start == before._start
    assert (after._view, after._future) == ("survival", 6)
    assert set(tab.got["panel"]["values"]) == set(values) and tab.got["panel"]["source"] == keeps["source"]
    assert set(tab.got["problems"]) == set(before._built.problems)


def test_nothing_is_kept_by_the_server(studies: Studies) -> None:
    _set(studies, "_choose", "pavia_growth", VALUES)
    other, tab = _desk(studies)
    asyncio.run(other._begin({"search": "", "kept": None}))
    assert other.scenario.name == FIRST and not other._built.changed and tab.got["panel"]["values"] == {}


def test_a_kept_file_reaches_no_further_than_one_that_is_opened(
    studies: Studies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text(load_scenario(FIRST).to_yaml(), encoding="utf-8")
    desk, tab = _desk(studies)
    asyncio.run(desk._begin({"kept": None}))  # what ships is read by now
    monkeypatch.setattr(builtins, "open", lambda *_, **__: pytest.fail("a file was opened"))
    for source in (
        {"kind": "opened", "said": {"name": "x", "text": f"extends: {secret}\ntitle: Mine\n"}}, {"kind": "chosen", "said": str(secret)},
        {"kind": "chosen", "said": "../secret"}, {"kind": "opened", "said": str(secret)}, {"kind": "_failed", "said": "x"},
    ):
        tab.got.clear()
        asyncio.run(desk._begin({"search": "?scenario=sondrio_downsizing", "kept": {"source": source, "values": {}}}))
        assert tab.got["panel"]["name"] == FIRST
        assert ("notice" in tab.got and tab.got["notice"]["failed"]) == (source["kind"] == "opened")


_WORDS = st.sampled_from(["source", "kind", "said", "policy", "values", "view", "future", "text", "town"])
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["chosen", "opened", FIRST, OWN]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS | st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@given(_ANY)
def test_anything_may_be_called_kept(said: object) -> None:
    back = kept(said)
    assert back.view in VIEWS and 0 <= back.future < 200 and all(isinstance(key, str) for key in back.values)
    assert isinstance(back.source["kind"], str) and isinstance(back.policy, str)


@given(st.fixed_dictionaries({"kept": _ANY | st.fixed_dictionaries({"source": _ANY, "values": _ANY, "policy": _ANY})}) | _ANY)
def test_whatever_is_sent_a_page_begins(said: object) -> None:
    studies = Studies(KeptStudy(), threads=1)
    desk, tab = _desk(studies)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "panel_html", lambda *_: "")
        asyncio.run(desk._begin(said))
    studies.end()
    assert tab.got["panel"]["case"] == 1 and desk.scenario is not None
