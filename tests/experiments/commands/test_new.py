"""A scenario of one's own from a few answers: it passes `check`, and its policies cost about the same."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from experiments.commands.main import app
from experiments.outcomes.scenarios import WITH_OUTCOMES
from experiments.questions.beginning import MONTHS, NUMBERS, POLICIES, Answers, rent_a_month, scenario_text, understood
from model.names import BUILDINGS, OPERATORS
from model.parameters import CATALOGUE
from model.reading.documents import read_text
from model.scenario import Scenario, read_scenario

_RUN = CliRunner()


def _scenario(said: Answers, lang: str = "it") -> tuple[Scenario, list[str]]:
    found, problems = read_text(WITH_OUTCOMES, scenario_text(said, lang), "mine.yaml")
    assert found is not None, [str(problem) for problem in problems]
    return found, [str(problem) for problem in problems]


@settings(deadline=None, max_examples=40)
@given(
    st.builds(
        Answers,
        town=st.just("lodi"),
        called=st.sampled_from(["Lodi", 'L\'"Aquila" # x: {y}', "Sant’Agata: $1"]),
        desks=st.integers(4, 80),
        offices=st.integers(0, 10),
        building=st.sampled_from(BUILDINGS),
        rent=st.none() | st.floats(4, 12),
        m2=st.none() | st.floats(80, 900),
        operator=st.sampled_from(OPERATORS),
        host=st.sampled_from([0.0, 0.5, 1.0]),
        works=st.floats(0, 300_000),
        grant=st.floats(0, 300_000),
        cash=st.none() | st.floats(0, 90_000),
        budget=st.floats(3_000, 300_000),
    ),
    st.sampled_from(["it", "en"]),
)
def test_whatever_is_answered_it_makes_a_scenario_of_four_policies(said: Answers, lang: str) -> None:
    found, _ = _scenario(said, lang)
    assert len(found.policies) == POLICIES
    assert found.hubs[0].desks == said.desks
    if said.building != "own":
        assert found.hubs[0].rent_eur_m2 == (None if said.rent is None else pytest.approx(said.rent, rel=1e-4))
    assert said.called in found.title and said.called in (found.question_it or "")


def test_ordinary_answers_leave_nothing_to_warn_of() -> None:
    _, said = _scenario(Answers(town="lodi", called="Lodi", desks=16, offices=2, works=60_000, grant=30_000))
    assert said == []


def test_policies_spend_the_budget_over_three_years() -> None:
    said = Answers(town="lodi", called="Lodi", desks=20, budget=30_000)
    found, _ = _scenario(said)
    rent, host, voucher, campaign = (found.policies[name].instruments[0] for name in ("rent", "host", "voucher", "promotion"))
    assert rent.share * rent_a_month(said) * MONTHS == pytest.approx(30_000, rel=0.02)
    assert host.share * said.host * CATALOGUE["host_cost_eur"].default * MONTHS == pytest.approx(30_000, rel=0.02)
    assert campaign.cost_eur_month * MONTHS == pytest.approx(30_000, rel=0.01)
    assert voucher.budget_eur == 30_000
    assert {each.end for each in (rent, host, voucher, campaign)} == {MONTHS}


def test_nobody_is_helped_with_a_rent_or_a_wage_that_is_not_paid() -> None:
    for building, host in product(("own", "rented"), (0.0, 1.0)):
        found, _ = _scenario(Answers(town="lodi", called="Lodi", desks=20, building=building, host=host))
        assert ("rent" in found.policies) == (building != "own")
        assert ("host" in found.policies) == (host > 0)
        assert len(found.policies) == POLICIES


def test_options_alone_write_a_file_that_can_be_run(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    done = _RUN.invoke(app, ["new", str(path), "--town", "Lodi", "--desks", "12", "--grant", "20000", "--works", "40000", "--lang", "en"])
    assert done.exit_code == 0 and "coworking run" in done.output
    found, problems = read_scenario(path)
    assert found is not None and problems == []
    assert (found.territory.towns, found.hubs[0].desks, found.instruments[0].share) == (("lodi",), 12, 0.5)
    again = _RUN.invoke(app, ["new", str(path), "--town", "Lodi", "--desks", "99", "--lang", "en"])
    assert again.exit_code == 2 and "there already" in again.output
    assert read_scenario(path)[0] == found
    assert _RUN.invoke(app, ["new", str(path), "--town", "Lodi", "--desks", "99", "--force"]).exit_code == 0


def test_what_nobody_can_be_asked_is_named_all_at_once(tmp_path: Path) -> None:
    done = _RUN.invoke(app, ["new", str(tmp_path / "mine.yaml"), "--lang", "it"])
    assert done.exit_code == 2
    assert "--town lodi" in done.output and "--desks 16" in done.output
    assert not (tmp_path / "mine.yaml").exists()


def test_a_wrong_answer_writes_nothing(tmp_path: Path) -> None:
    done = _RUN.invoke(app, ["new", str(tmp_path / "mine.yaml"), "--town", "Atlantide", "--desks", "12", "--operator", "nobody"])
    assert done.exit_code == 2
    assert "Atlantide" in done.output and "nobody" in done.output
    assert not list(tmp_path.iterdir())


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(NUMBERS)), st.integers(1, 1_999), st.sampled_from(["{:d}", "{:,d}", " {:d} ", "{:d},00"]))
def test_numbers_are_those_an_italian_means(name: str, number: int, way: str) -> None:
    if number <= NUMBERS[name][1]:
        assert understood(name, way.format(number).replace(",", "." if way == "{:,d}" else ",")) == number


def test_money_with_a_point_of_thousands_is_never_read_as_its_thousandth(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    options = ["--town", "Lodi", "--desks", "12", "--works", "45.000", "--grant", "20 mila", "--budget", "40k", "--rent", "7,50"]
    done = _RUN.invoke(app, ["new", str(path), *options, "--building", "in affitto", "--opens", "marzo 2027", "--lang", "it"])
    assert done.exit_code == 0 and "40.000" in done.output, done.output
    found, _ = read_scenario(path)
    assert found is not None
    hub = found.hubs[0]
    assert (hub.works_eur, hub.rent_eur_m2, hub.building, found.start) == (45_000, 7.5, "rented", "2027-03")
    assert found.instruments[0].share == pytest.approx(20 / 45, rel=1e-3)
    assert found.policies["voucher"].instruments[0].budget_eur == 40_000


@settings(deadline=None, max_examples=12)
@given(st.floats(1_000, 9e6), st.floats(0.1, 90), st.floats(0.1, 8))
@example(9e6, 0.1, 8.0)  # more campaign than an instrument may have
def test_what_is_written_is_what_was_said(budget: float, rent: float, host: float) -> None:
    said = Answers(town="lodi", called="Lodi", desks=20, rent=round(rent, 3), host=round(host, 3), budget=round(budget, 2))
    found, _ = _scenario(said)
    assert (found.hubs[0].rent_eur_m2, found.hubs[0].host_fte) == (said.rent, said.host)
    assert found.policies["voucher"].instruments[0].budget_eur == said.budget
    assert found.policies["promotion"].instruments[0].cost_eur_month * MONTHS == pytest.approx(budget, rel=0.002)


def test_what_is_left_open_is_left_to_the_catalogue_and_nothing_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    assert _RUN.invoke(app, ["new", str(path), "--town", "Lodi", "--desks", "12", "--grant", "23250"]).exit_code == 0
    found, problems = read_scenario(path)
    assert found is not None and problems == []
    assert found.hubs[0].works_eur is None and found.instruments[0].share == pytest.approx(23_250 / CATALOGUE["works_eur"].default)


def test_wrong_options_are_told_together_in_the_readers_language(tmp_path: Path) -> None:
    options = ["--town", "Lodi", "--desks", "tanti", "--works", "10.000", "--grant", "20.000", "--budget", "500"]
    done = _RUN.invoke(app, ["new", str(tmp_path / "mine.yaml"), *options, "--lang", "it"])
    assert done.exit_code == 2
    assert [line.split(":")[0] for line in done.output.splitlines()] == ["--desks", "--grant", "--budget"]
    assert "non è un numero" in done.output and "10.000" in done.output
    done = _RUN.invoke(app, ["new", str(tmp_path / "mine.yaml"), "--town", "Fenza", "--desks", "12", "--lang", "it"])
    assert "comune sconosciuto 'Fenza'; si intendeva 'Faenza (RA)'" in done.output and " or " not in done.output


def test_questions_are_asked_again_until_the_answer_makes_sense(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.commands.new._somebody_is_there", lambda: True)
    building = ["castello", "proprio"]
    answers = ["Atlantide", "Lodi", "tanti", "18", "", *building, "", "", "0,5", "03/2027", "40.000", "60.000", "20.000", "", "25000"]
    done = _RUN.invoke(app, ["new", str(tmp_path / "mine.yaml"), "--lang", "it"], input="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    found, _ = read_scenario(tmp_path / "mine.yaml")
    assert found is not None
    hub = found.hubs[0]
    assert (hub.desks, hub.offices, hub.building, hub.host_fte, hub.works_eur, found.start) == (18, 0, "own", 0.5, 40_000, "2027-03")
    assert done.output.count("Di nuovo:") == 4
    assert "did you mean" not in done.output and "[0.5]" not in done.output and "[30.000]" in done.output
