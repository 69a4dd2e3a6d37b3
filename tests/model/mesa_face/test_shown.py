"""How models and agents show themselves: in a console, to who completes a name, in a notebook."""

import re

import pytest
from IPython.core.completer import IPCompleter, provisionalcompleter

from model.mesa_face import Firm, Hub, Professional
from model.mesa_face.coworking_model import MODEL_REPORTERS, CoworkingModel
from model.parameters import CATALOGUE
from model.series import HUB_SERIES
from tests.model.tiny_town import tiny_town


@pytest.fixture(scope="module")
def model() -> CoworkingModel:
    made = CoworkingModel(tiny_town("voucher"), rng=3)
    for _ in range(3):
        made.step()
    return made


def test_a_model_says_what_it_is(model: CoworkingModel) -> None:
    assert repr(model) == f"<CoworkingModel scenario, voucher, rng=3: month 3 of 36 (2023-01), {model.members} members>"
    assert repr(CoworkingModel(tiny_town(), rng=4)) == "<CoworkingModel scenario, baseline, rng=4: month 0 of 36, 0 members>"
    assert "CoworkingModel" in repr(CoworkingModel.__new__(CoworkingModel))  # also before it is one


def test_every_parameter_outcome_and_attribute_is_completed(model: CoworkingModel) -> None:
    assert {*CATALOGUE, *MODEL_REPORTERS, "step", "agents_by_type", "datacollector"} <= set(dir(model))
    hub, person, firm = (next(iter(model.agents_by_type[kind])) for kind in (Hub, Professional, Firm))
    assert {series.name for series in HUB_SERIES} | {"history", "member_agents"} <= set(dir(hub))
    assert {"income_eur", "aware_hubs"} <= set(dir(person)) and {"revenue_eur", "stage"} <= set(dir(firm))
    completer = IPCompleter(namespace={"model": model, "hub": hub})
    for begun, name in [("model.beta_", "beta_n"), ("model.publ", "public_eur"), ("hub.runw", "runway_months")]:
        with provisionalcompleter():
            assert any(found.text.endswith(name) for found in completer.completions(begun, len(begun))), begun


def test_a_notebook_shows_values_with_their_meaning(model: CoworkingModel) -> None:
    html = model._repr_html_()
    assert f"<td><code>members</code></td><td>{model.members}</td><td>Members of all hubs.</td>" in html
    for kind in (Hub, Professional, Firm):
        agent = next(iter(model.agents_by_type[kind]))
        shown = re.findall(r"<tr><td><code>(\w+)</code></td><td>(.*?)</td><td>(.+?)</td></tr>", agent._repr_html_())
        assert len(shown) > 20 and agent._repr_html_().count("<tr>") == len(shown)  # each explained
        assert {name for name, _, _ in shown}.isdisjoint({"simulation", "hub_agent", "member_agents", "random"})
    assert "&lt;Hub" in next(iter(model.agents_by_type[Hub]))._repr_html_()
