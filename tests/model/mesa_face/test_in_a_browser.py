"""The page that docs/mesa.md shows, in a real Chromium and without a network; skipped where Chromium, Solara or its assets are missing."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from model.mesa_face.coworking_model import CoworkingModel
from tests.experiments.in_a_browser import MARKS, browser
from tests.model.mesa_face.how_to import blocks
from tests.repository import ROOT

__all__ = ["browser"]

ASSETS = Path(os.environ.get("SOLARA_ASSETS_PROXY_CACHE_DIR", Path(sys.prefix) / "share" / "solara" / "cdn")) / "@widgetti"
NO_SOLARA = find_spec("solara") is None or not ASSETS.exists()
pytestmark = [*MARKS, pytest.mark.slow, pytest.mark.skipif(NO_SOLARA, reason="the extra `viz` is not installed")]
PATIENCE = 120  # seconds
NOWHERE = "http://127.0.0.1:9"  # a proxy that answers nobody: whatever is not on this machine cannot be had


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page of the how-to is served."""
    CoworkingModel(rng=7).step()  # compiles what the page runs, so that it answers at once
    (code,) = blocks("solara")
    folder = tmp_path_factory.mktemp("page")
    (folder / "app.py").write_text(code, "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE, "HOME": str(folder)}
    command = [sys.executable, "-m", "solara", "run", "app.py", "--production", "--no-open", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("w") as log, subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/", server, folder / "log")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.kill()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(address, timeout=10):
                return
        except (URLError, TimeoutError):
            time.sleep(0.5)
    pytest.fail(f"no page:\n{log.read_text()}")


def test_the_page_of_the_how_to_plots_steps_and_obeys_its_sliders(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("request", lambda request: missing.append(request.url) if "//127.0.0.1" not in request.url and "://" in request.url else None)
    page.goto(address)
    page.get_by_text(re.compile(r"^(Step|Time): 0")).wait_for()
    plots = page.locator("img")
    step, reset = (page.get_by_role("button", name=name, exact=True) for name in ("Step", "Reset"))

    def after(month: int) -> list[str]:
        """The pictures once the page has lived so many months."""
        page.get_by_text(re.compile(rf"^(Step|Time): {month}(\.0)?$")).wait_for()
        page.wait_for_function("seen => document.querySelectorAll('img').length > 1 && document.images[0].src !== seen", arg=pictures[0])
        return [plots.nth(at).get_attribute("src") for at in range(plots.count())]

    page.wait_for_function("document.querySelectorAll('img').length > 1")
    pictures = [plots.nth(at).get_attribute("src") for at in range(plots.count())]
    seen = [pictures]
    for month in (1, 2, 3):
        step.click()
        pictures = after(month)
        seen.append(pictures)
    assert len({pictures[0] for pictures in seen}) == 4  # each month is another picture

    desks = page.get_by_role("slider").last
    before = float(desks.get_attribute("aria-valuenow"))
    desks.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("before => [...document.querySelectorAll('[role=slider]')].at(-1).ariaValueNow > before", arg=before)
    reset.click()
    pictures = after(0)
    for month in (1, 2, 3):
        step.click()
        pictures = after(month)
    assert pictures[1] != seen[-1][1]  # the same world with another figure has other cash
    assert missing == []
    page.close()
