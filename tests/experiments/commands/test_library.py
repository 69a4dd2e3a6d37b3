"""The commands that list what a file may name: real calls, and what each says it pays; outcomes."""

import re

import pytest
import typer
from typer.testing import CliRunner, Result

from experiments.commands import library, main
from experiments.outcomes.measures import MEASURES
from model.scenario import read_text
from model.scenario.library import Call, calls
from model.series import HUB_SERIES
from tests.model.scenario.test_instruments import BASE, INSTRUMENTS
from tests.repository import ROOT

LIBRARY = calls()


def instruments(*arguments: str) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(library.instruments)
    return CliRunner().invoke(app, list(arguments))


def with_block(line: str) -> Call:
    """A call whose block is this one."""
    scenario, problems = read_text(f"{BASE}instruments:\n  - {{payer: region, {line}}}\n")
    assert problems == [] and scenario is not None
    return LIBRARY["rent_free_building"].model_copy(update={"instrument": scenario.instruments[0]})


def test_every_call_is_listed_with_what_it_pays_and_its_source() -> None:
    done = instruments()
    assert done.exit_code == 0, done.output
    assert [line for line in done.stdout.splitlines() if not line.startswith(" ")] == list(LIBRARY)
    assert (
        "milano_voucher_2013\n  Milan's voucher for coworkers, 2013-14\n"
        "  pays 50 % of the fee, at most 125 EUR a month, for 12 months; kinds independent, firm; pot of 298,240 EUR\n"
        "  source: [MIV] "
    ) in done.stdout


def test_one_call_is_shown_with_all_that_is_known() -> None:
    done = instruments("toscana_voucher_2017")
    assert done.exit_code == 0, done.output
    for words in ("where: Tuscany", "when: 2017", "use: 54 vouchers", "assumed here: the whole fee", "not represented: at least six"):
        assert words in done.stdout


def test_a_call_nobody_knows_is_bad_input() -> None:
    done = instruments("toscana_vouchr_2017")
    assert (done.exit_code, done.stderr) == (2, "toscana_vouchr_2017: unknown call; did you mean 'toscana_voucher_2017'?\n")
    assert instruments("x").stderr == "x: unknown call; without a name all are listed\n"


@pytest.mark.parametrize("kind", INSTRUMENTS)
def test_every_type_says_what_it_pays(kind: str) -> None:
    words = with_block(f"type: {kind}, {INSTRUMENTS[kind]}, end: 6, budget_eur: 9000").pays()
    assert words.endswith(", until month 6; pot of 9,000 EUR") and "None" not in words
    figures = re.findall(r"\d+", INSTRUMENTS[kind])
    assert any(figure in words.replace(",", "") for figure in figures) or "all of the rent" in words


def test_caps_and_prices_left_out_are_not_spoken_of() -> None:
    assert with_block("type: voucher, share: 0.25").pays() == "25 % of the fee, for 12 months"
    assert with_block("type: events, extra_per_month: 2").pays() == "2 events more a month"
    assert with_block("type: anchor_tenancy, desks: 3").pays() == "3 desks at the hub's price"
    assert with_block("type: capex_grant, share: 1").pays() == "all of the works"
    assert with_block("type: rent_relief, share: 1, end: '2023-06'").pays() == "all of the rent, until 2023-06"


# --- outcomes ---


def outcomes(*arguments: str) -> Result:
    return CliRunner().invoke(main.app, ["outcomes", *arguments])


def test_every_outcome_is_listed_in_both_places() -> None:
    listed = outcomes("--lang", "en").stdout
    page = (ROOT / "docs" / "outcomes.md").read_text("utf-8")
    for name, measure in MEASURES.items():
        assert f"\n{name} (" in f"\n{listed}"
        assert f"`{name if measure.age is None else name.replace(str(measure.age), 'N')}`" in page
    assert all(f"`{series.name}_at_N`" in page for series in HUB_SERIES)


def test_outcomes_are_told_by_name_at_any_age_and_in_the_readers_language() -> None:
    told = outcomes("members_18", "days_at_7", "--lang", "it")
    assert told.exit_code == 0
    assert "members_18 (iscritti)\n  Iscritti a 18 mesi." in told.stdout
    assert "days_at_7 (" in told.stdout and "viable" not in told.stdout
    wrong = outcomes("viable36", "joy")
    assert wrong.exit_code == 2
    assert "did you mean 'viable_36'?" in wrong.stderr and "'joy'" in wrong.stderr  # all at once
