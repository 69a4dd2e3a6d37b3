"""Maps in a real Chromium: names as it draws them do not lie on each other, stay in their panel, and axe has nothing to say."""

from pathlib import Path
from typing import Any

import pytest

from experiments.showing.map import town_map
from model.scenario import load_scenario
from tests.experiments.in_a_browser import MARKS, browser, shown, sideways, violations

__all__ = ["browser"]
pytestmark = MARKS

CASES = [
    ("comonext_network", "twelve", "en", 360), ("lombardy_incentives", "baseline", "it", 640), ("milan_commuters", "station", "en", 640),
    ("sondrio_downsizing", "baseline", "it", 360),
]  # fmt: skip
_NAMES_THAT_MEET = """() => {
  const wrong = [];
  for (const panel of document.querySelectorAll('svg svg')) {
    const edge = panel.getBoundingClientRect();
    const names = [...panel.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
    names.forEach(([name, one], at) => {
      if (one.left < edge.left || one.right > edge.right) wrong.push(name + ' beyond the edge');
      for (const [other, two] of names.slice(at + 1))
        if (one.left < two.right && two.left < one.right && one.top + 2 < two.bottom - 2 && two.top + 2 < one.bottom - 2)
          wrong.push(name + ' on ' + other);
    });
  }
  return wrong;
}"""


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(map(str, case)))
def page(request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    name, policy, lang, width = request.param
    drawing = town_map(load_scenario(name), lang, policy, width=width)
    file: Path = tmp_path_factory.mktemp("map") / "map.html"
    head = '<meta charset="utf-8"><title>Map</title><meta name="viewport" content="width=device-width">'
    body = f"<main><h1>Map</h1>{drawing}</main>"
    file.write_text(f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>', encoding="utf-8")
    opened = browser.new_page()
    opened.set_default_timeout(120_000)
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(file.as_uri())
    assert asked == [file.as_uri()]
    yield opened
    opened.close()


def test_names_do_not_lie_on_each_other(page: Any) -> None:
    assert shown(page, 820).evaluate(_NAMES_THAT_MEET) == []


def test_the_map_fits_a_phone(page: Any) -> None:
    assert sideways(shown(page, 390)) <= 390


def test_axe_finds_nothing_that_matters(page: Any) -> None:
    assert violations(shown(page, 390)) == []
