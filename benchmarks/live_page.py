"""How long a reader of the live page waits, measured in a browser: `python -m benchmarks.live_page` (extras `dashboard` and `browser`).

A slider of Sondrio's hub is let go of, again and again; what is timed is when the picture of 20 futures is there, and that of 200.
"""

import os
import statistics
import sys
from typing import Any, Final

from experiments.outcomes.scenarios import load_scenario

_MOVES: Final = (0.3, 0.4, 0.6, 0.7, 0.8)
_WATCH: Final = """value => new Promise(done => {
  const times = {}, began = performance.now(), busy = document.querySelector('#busy-text'), view = document.querySelector('#view');
  const look = new MutationObserver(() => {
    if (times.first === undefined && view.innerHTML !== before) times.first = performance.now() - began;
    if (times.first === undefined || !/^From 200 /.test(busy.textContent)) return;
    times.all = performance.now() - began;
    look.disconnect();
    done(times);
  });
  const before = view.innerHTML;
  busy.textContent = '';
  look.observe(document.body, {childList: true, subtree: true, characterData: true});
  const slider = document.getElementById('r-i.voucher.share');
  slider.value = value;
  slider.dispatchEvent(new Event('change', {bubbles: true}));
})"""


def main() -> None:
    """Prints the waits, with the load of the machine."""
    from tests.experiments.dashboard.served import served
    from tests.experiments.in_a_browser import CHROMIUM, sync_api

    with served() as server, sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(600_000)
        for months in (24, 60):
            page.goto(server.address)
            page.locator("#panel").wait_for(state="attached")
            _open(page, months)
            page.locator('[id="i.voucher"]').check()
            page.wait_for_function("/^From 200 /.test(document.querySelector('#busy-text').textContent)")
            waits = [page.evaluate(_WATCH, value) for value in _MOVES]
            first, everything = (statistics.median(wait[key] for wait in waits) / 1000 for key in ("first", "all"))
            print(f"{months} months: 20 futures after {first:.2f} s, 200 after {everything:.2f} s (median of {len(waits)})")
        browser.close()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, Python {sys.version.split()[0]}")


def _open(page: Any, months: int) -> None:
    scenario = load_scenario("sondrio_downsizing").over(months)
    scenario = scenario.model_copy(update={"decides_by": {}, "expected": (), "title": f"Sondrio, {months} months"})
    content = scenario.to_yaml().encode()
    page.set_input_files("#file", {"name": "sondrio.yaml", "mimeType": "application/yaml", "buffer": content})
    page.wait_for_function("months => document.querySelector('#title').textContent.includes(months)", arg=f"{months} months")


if __name__ == "__main__":
    main()
