"""What can be set on the page covers every instrument, hub and free parameter, with the units and ranges that stand with them."""

import pytest

from experiments.dashboard.controls import Control, groups, instruments
from experiments.dashboard.panel import panel_html
from experiments.dashboard.state import Start
from experiments.languages import languages
from model.parameter_sets import shipped
from model.parameters import CATALOGUE
from model.reading.slots import Slot, blocks, inside, limits, type_name, type_word, usual
from model.scenario import Scenario
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
