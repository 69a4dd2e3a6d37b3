"""What can be set on the page covers every instrument, hub and free parameter, with the units and ranges that stand with them."""

import dataclasses
import re

import pytest

from experiments.dashboard.controls import Control, groups, instruments
from experiments.dashboard.page import page_html, said_of_page
from experiments.dashboard.panel import panel_html
from experiments.dashboard.state import Start
from experiments.dashboard.town_form import town_fields
from experiments.languages import SOURCE, languages
from experiments.questions.beginning import Answers
from model.names import BUILDINGS, OPERATORS
from model.parameter_sets import shipped
from model.parameters import CATALOGUE
from model.reading.slots import Slot, blocks, inside, limits, type_name, type_word, usual
from model.scenario import Scenario, load_scenario
from model.scenario.instruments import Instrument

BLOCKS = {type_name(block): block for block in blocks(Slot(Instrument))}
WRITTEN = {"type", "name", "title", "title_it", "source"}


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_key_of_every_instrument_has_a_control_with_its_unit_and_ranges(kind: str) -> None:
    group = next(group for group in instruments(("adda",)) if group.code == kind)
    controls = {control.path[-1]: control for control in group.all}
    assert set(controls) == set(BLOCKS[kind].model_fields) - WRITTEN
    for key, control in controls.items():
        slot = inside(Slot(BLOCKS[kind]), None, key)
        assert slot is not None and control.meaning
        if type_word(slot) in ("number", "whole number"):
            assert (control.least, control.most, control.unit) == limits(slot)
            assert (control.low, control.high) == usual(slot)
            assert control.kind == "number" and control.whole == (type_word(slot) == "whole number")
        if control.kind in ("choice", "several"):
            assert control.options


def test_every_number_that_the_sets_vary_can_be_set(scenario: Scenario) -> None:
    found = {control.path[0]: control for group in groups(scenario) if group.of == "parameters" for control in group.all}
    assert set(found) == set(shipped().names)
    assert all((control.low, control.high) == (CATALOGUE[name].low, CATALOGUE[name].high) for name, control in found.items())


def test_a_slider_goes_through_its_range_in_about_a_hundred_steps(scenario: Scenario) -> None:
    sliding = [control for group in groups(scenario) for control in group.all if control.slides]
    assert len(sliding) > 100
    for control in sliding:
        steps = (control.high - control.low) / control.step
        assert 10 <= steps <= 200 or (control.whole and control.step == 1), control.id
        assert not control.whole or control.step.is_integer()


def test_ids_are_one_for_each_control(scenario: Scenario) -> None:
    ids = [control.id for group in groups(scenario) for control in group.all] + [group.id for group in groups(scenario)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("lang", languages())
def test_each_control_is_shown_with_unit_label_and_what_is_known_of_it(scenario: Scenario, lang: str) -> None:
    start = Start(scenario)
    html = panel_html(start, {}, 1, lang)
    for control in start.controls.values():
        assert f'data-control="{control.id}"' in html
        assert _labelled(html, control), control.id
    assert html.count("m-i.voucher.share") == 2  # the place of its messages, and the field that refers to it
    assert CATALOGUE["beta_n"].source.split(";")[0] in html  # where a range comes from


def _labelled(html: str, control: Control) -> bool:
    return control.kind in ("truth", "several") or f'<label for="{control.id}">' in html


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", ["sondrio_downsizing", "pavia_growth", "lombardy_incentives"])
def test_nothing_that_is_read_on_the_panel_is_a_code(name: str, lang: str) -> None:
    start = Start(load_scenario(name))
    html = panel_html(start, {group.id: True for group in start.groups}, 1, lang)
    html = re.sub('<details class="source">.*?</details>', "", html, flags=re.DOTALL)  # a source may name a parameter
    fields = re.findall(r'<input type="text"[^>]* value="([^"]*)"', html)
    hints = re.findall(r'(?:aria-label|label)="([^"]*)"', html)
    texts = [text.strip() for text in re.findall(r">([^<>]+)<", html)]
    codes = {code for group in start.groups for one in group.all for code in one.options if "_" in code}
    for text in (*texts, *fields, *hints):
        assert text not in codes and not re.search(r"[a-z]_[a-z]", text) and not re.fullmatch(r"\d{4}-\d\d", text), text


@pytest.mark.parametrize("lang", [lang for lang in languages() if lang != SOURCE])
def test_all_that_is_read_on_the_panel_is_in_the_language_of_the_reader(scenario: Scenario, lang: str) -> None:
    start = Start(scenario)
    own, source = (set(re.findall(r'<label for="[^"]*">([^<]{12,})<', panel_html(start, {}, 1, each))) for each in (lang, SOURCE))
    assert len(own) > 40 and not own & source


@pytest.mark.parametrize("lang", languages())
def test_a_hub_is_begun_by_choices_with_titles_each_with_its_range_and_how_sure_it_is(lang: str) -> None:
    fields = {field["name"]: field for field in town_fields(lang, 16)}
    assert set(fields) == {field.name for field in dataclasses.fields(Answers)} - {"called"}
    for name in ("operator", "building"):
        codes = [option["code"] for option in fields[name]["options"]]
        assert tuple(codes) == {"operator": OPERATORS, "building": BUILDINGS}[name] and fields[name]["usual"] == codes[0]
        assert not any(code in fields[name]["label"] for code in codes if "_" in code)
    for name, field in fields.items():
        assert field["evidence_name"] or name == "town"
        assert field["range"] or name in ("town", "operator", "building", "opens", "grant", "budget")
    said = said_of_page(lang)["texts"]
    keys = re.findall(r'data-[tp]="([^"]+)"', page_html("pavia_growth", lang))
    assert len(keys) > 60 and not [key for key in keys if key not in said]  # a change of language leaves nothing as it was
