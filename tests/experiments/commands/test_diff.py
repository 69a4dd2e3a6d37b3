"""In what two scenarios differ, in plain words."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from experiments.commands.main import app
from model.scenario import load_scenario, scenario_names
from model.scenario.differing import differences

_RUN = CliRunner()


def _said(tmp_path: Path, text: str, lang: str = "en") -> list[str]:
    path = tmp_path / "mine.yaml"
    path.write_text("extends: sondrio_downsizing\n" + text, encoding="utf-8")
    done = _RUN.invoke(app, ["diff", "sondrio_downsizing", str(path), "--lang", lang])
    assert done.exit_code == 0
    return [line.strip() for line in done.output.splitlines()[1:]]


def test_a_scenario_does_not_differ_from_itself() -> None:
    for name in scenario_names():
        scenario = load_scenario(name)
        assert differences(scenario, scenario) == []
    assert "are the same" in _RUN.invoke(app, ["diff", "sondrio_downsizing", "sondrio_downsizing", "--lang", "en"]).output


def test_figures_are_named_in_words_with_both_values(tmp_path: Path) -> None:
    said = _said(tmp_path, "hubs: [{name: adda, town: sondrio, desks: 20, prices: {flex: 80}}]\n")
    assert said == ["hub adda, desks: 14 → 20", "hub adda, flexible plan, € a month: the usual → 80"]
    assert _said(tmp_path, "hubs: [{name: adda, town: sondrio, desks: 20}]\n", "it") == ["hub adda, postazioni: 14 → 20"]


def test_blocks_that_come_and_go_are_said_once(tmp_path: Path) -> None:
    said = _said(tmp_path, "policies: {package: null, more: {title: More}}\n")
    assert sorted(said) == ["policy more: new", "policy package: left out"]


def test_the_instruments_of_a_policy(tmp_path: Path) -> None:
    said = _said(tmp_path, "policies: {voucher: {instruments: [{type: voucher, share: 0.3, payer: region}]}}\n")
    where = "policy voucher, instrument voucher"
    assert said == [f"{where}, who pays: chamber of commerce → region", f"{where}, share: 0.5 → 0.3"]


@pytest.mark.parametrize("lang", ["it", "en"])
def test_texts_are_not_spelt_out(tmp_path: Path, lang: str) -> None:
    said = _said(tmp_path, "title: Another\ntitle_it: Un altro\nquestion: And now?\n", lang)
    assert len(said) == 3  # a question of one's own has no outcomes that decide yet
    assert not any("And now" in line or "Un altro" in line for line in said)


def test_the_default_written_out_is_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("extends: sondrio_downsizing\nhubs: [{name: adda, town: sondrio, may_expand: true}]\n", encoding="utf-8")
    assert differences(load_scenario("sondrio_downsizing"), load_scenario(path)) == []


def test_what_cannot_be_read_is_said_as_everywhere() -> None:
    done = _RUN.invoke(app, ["diff", "sondrio_downsizing", "nowhere.yaml"])
    assert done.exit_code == 2 and "nowhere.yaml" in done.output
