"""The table of answers of the shipped cases: one line a case, before and now."""

from experiments.documentation import answers
from experiments.report.reader import Reader
from tests.experiments.report.fakes import results


def test_a_line_has_what_decides_and_both_answers() -> None:
    runs = results(replicates=40)
    runs.scenario = runs.scenario.model_copy(update={"decides_by": {"members_36": "more"}})
    cells = [cell.strip() for cell in answers.line(runs).strip("|").split("|")]
    assert cells[:2] == ["`small_town` (40)", "`members_36`"]
    assert "shrink or close" in cells[3] and "members" in cells[2]
    assert "members at 36 months" in cells[4]


def test_before_named_the_policy_that_lowers_the_risk_most_whatever_was_asked() -> None:
    reader = Reader(results(replicates=40), "en")
    rows = {policy: reader.contrasts[policy].row("shrunk_or_closed_36") for policy in reader.policies}
    best = min((policy for policy in rows if rows[policy].high < 0), key=lambda policy: rows[policy].difference)
    assert reader.title(best) in answers.before(reader)
    hopeless = Reader(results(strength=0.01, replicates=20), "en")
    assert "no policy clearly lowers this" in answers.before(hopeless)


def test_every_line_of_the_page_is_of_a_case_that_ships() -> None:
    from model.scenario import scenario_names

    kept = [line.split("`")[1] for line in answers._part(answers.PAGE.read_text("utf-8")).splitlines() if line.startswith("| `")]
    assert kept == [name for name in scenario_names() if name in kept]
