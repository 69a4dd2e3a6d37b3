"""How generous an instrument is: the table holds all of them, and every amount of every one is a valid instrument."""

import pytest

from experiments.languages import Words, languages
from experiments.questions.answer import Refused
from experiments.questions.generosity import OTHERWISE, SCALES, Scale, own_templates, support, supports
from experiments.questions.variants import asking
from model.reading.slots import Slot, blocks, type_name
from model.scenario import Scenario
from model.scenario.instruments import Instrument


def test_every_instrument_has_an_amount_or_is_another_thing() -> None:
    types = {type_name(block) for block in blocks(Slot(Instrument))}
    assert {scale.type for scale in SCALES.values()} | set(OTHERWISE) == types
    assert not {scale.type for scale in SCALES.values()} & set(OTHERWISE)


@pytest.mark.parametrize("name", SCALES)
def test_any_amount_of_any_instrument_can_be_written_and_said(scenario: Scenario, name: str) -> None:
    template = {item["type"]: item for item in own_templates(scenario).values()}
    for own in (None, template.get(SCALES[name].type)):
        each = support(scenario, name, own)
        for dose in (0.0, 0.3, 1.0):
            made = asking(scenario, {"a": {**each.titles(dose), "instruments": [each.block(dose, start=0, end=12)]}}).with_policy("a")
            (block,) = made.instruments
            assert getattr(block, each.scale.key) == pytest.approx(each.figure(dose)) and block.budget_eur is None
            for lang in languages():
                assert Words(lang, "generosity").number(each.figure(dose)) in each.called(lang, dose) or not each.scale.whole


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_nothing_of_it_costs_nothing(scenario: Scenario, scale: Scale) -> None:
    name = next(name for name, each in SCALES.items() if each is scale)
    block = support(scenario, name).block(0.0)
    assert block[scale.key] == 0 and all(block.get(key, 0) == 0 for key in scale.along)
    assert not any(block.get(key) for key in scale.neutral)


def test_the_scenarios_own_figures_stand_and_money_grows_in_step(scenario: Scenario) -> None:
    voucher = support(scenario, "voucher", own_templates(scenario)["voucher"])
    assert voucher.block(1.0)["share"] == 1.0 and voucher.block(1.0)["cap_eur_month"] == 160  # 80 at half the fee
    promotion = support(scenario, "promotion")
    assert promotion.block(1.0)["cost_eur_month"] == 800 * promotion.most
    assert "budget_eur" not in voucher.block(0.5)


def test_desks_are_whole_and_no_more_than_there_are(scenario: Scenario) -> None:
    desks = support(scenario, "anchor_tenancy")
    assert desks.most == 8
    assert [desks.block(dose)["desks"] for dose in (0.0, 0.01, 0.5, 0.51, 1.0)] == [0, 1, 4, 5, 8]


def test_what_cannot_be_added_is_refused_all_at_once(scenario: Scenario) -> None:
    with pytest.raises(Refused) as refused:
        supports(scenario, "relief", ["rent_relief", "network", "vouchr"])
    keys = [key for key, _ in refused.value.reasons]
    assert keys == ["in_force", "no_amount_of", "no_instrument_type"]
    assert "rent_relief" not in [each.name for each in supports(scenario, "relief")]
    assert all("{" not in line for lang in languages() for line in refused.value.told(lang))
