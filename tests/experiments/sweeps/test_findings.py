"""From the runs of a sweep to what people read: the commands `sensitivity` and `discover`, their files, and the kept study."""

import json
import math
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner, Result

from experiments.commands.main import app
from experiments.documentation import studies as remake
from experiments.languages import languages
from experiments.storage.staging import staged
from experiments.sweeps import load_sweep, run_alone, sweep
from experiments.sweeps.design import Plan, read_design
from experiments.sweeps.findings import findings, page, pictures
from experiments.sweeps.jobs import Job, Setup
from tests.repository import ROOT

DESIGN = """
title: A planted box
title_it: Un riquadro nascosto
question: Where does it fail?
question_it: Dove fallisce?
scenarios: [sondrio_downsizing]
factors:
  - {parameter: alpha, title: appeal, title_it: attrattiva}
  - {parameter: rent_eur_m2, title: rent, title_it: affitto}
  - {parameter: habit, low: 1, high: 3.5, title: habit, title_it: abitudine}
sampler: {type: saltelli, n: 512}
replicates: 4
seed: 3
outcomes: [viable_36, members_36]
decisions:
  viable_36: {decides: whether to fund it, decides_it: se finanziarlo}
conditions: [viable_36 < 1]
"""


def planted(setup: Setup, job: Job) -> tuple[float, ...]:
    """A hub that fails where appeal is low and rent high, but for chance; members follow the appeal."""
    alpha, rent, habit = job.values
    luck = np.random.default_rng([job.world & 0xFFFFFFFF, *(int(abs(value) * 1e6) for value in job.values)]).random()
    fails = (alpha < -1.6 and rent > 8) if luck < 0.95 else luck > 0.99
    return (0.0 if fails else 1.0, 30 + 8 * alpha - 0.5 * habit + luck)


ONE_OUTCOME = DESIGN.replace("n: 512", "n: 64").replace("[viable_36, members_36]", "[viable_36]")  # half the pictures


def planted_fate(setup: Setup, job: Job) -> tuple[float, ...]:
    return planted(setup, job)[:1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("planted")
    (place / "planted.yaml").write_text(DESIGN, encoding="utf-8")
    plan, problems = read_design(place / "planted.yaml")
    assert isinstance(plan, Plan), problems
    sweep(plan, place / "runs", simulate=planted)
    return place / "runs"


def coworking(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def written(folder: Path) -> tuple[str, Path]:
    """What the command says and where it wrote; its pictures take seconds."""
    done = coworking("sensitivity", folder, "--out", folder.parent / "out", "--lang", "en")
    assert done.exit_code == 0, done.output
    return done.stdout, folder.parent / "out"


def _made_from_json(out: Path, lang: str) -> str:
    return page(json.loads((out / "sensitivity.json").read_text("utf-8")), [path.name for path in out.glob("*.png")], lang)


def test_sensitivity_writes_table_json_pictures_and_page(written: tuple[str, Path]) -> None:
    said, out = written
    assert "members_36: alpha 1.00" in said
    names = {path.name for path in out.iterdir()}
    assert {"sensitivity.csv", "sensitivity.json", "page.md", "page.html"} <= names
    assert {"viable_36-indices.png", "members_36-convergence.png", "members_36-effects.png", "where-1-box.png"} <= names
    table = pd.read_csv(out / "sensitivity.csv")
    total = table[(table["method"] == "sobol") & (table["index"] == "total") & (table["outcome"] == "members_36")].set_index("factor")
    assert total.loc["alpha", "value"] == pytest.approx(1, abs=0.05)
    assert total.loc["rent_eur_m2", "value"] < 0.02
    text = (out / "page.md").read_text("utf-8")
    assert "whether to fund it" in text
    assert "nan" not in text.lower().split()
    html = (out / "page.html").read_text("utf-8")
    assert html.count("data:image/png;base64,") == sum(name.endswith(".png") for name in names)
    assert "http://" not in html.replace("http://www.w3.org", "")


def test_the_planted_box_is_found_and_said(folder: Path) -> None:
    done = coworking("discover", folder, "--when", "viable_36 < 1", "--lang", "en")
    assert done.exit_code == 0, done.output
    sentence = next(line for line in done.stdout.splitlines() if "of runs where" in line)
    assert '"Viable at 36 months" does not hold in 9' in sentence
    assert "appeal ≤ −1.6" in sentence
    assert "rent ≥ 8" in sentence
    assert "habit" not in sentence
    box = findings(load_sweep(folder), []).discoveries["viable_36 < 1"].table.set_index("factor")
    assert set(box.index) == {"alpha", "rent_eur_m2"}
    assert box.loc["alpha", "limit"] == pytest.approx(-1.6, abs=0.05)
    assert box.loc["rent_eur_m2", "limit"] == pytest.approx(8, abs=0.15)
    assert box["stability"].min() > 0.9


def test_the_page_is_made_from_the_json_alone_and_in_both_languages(written: tuple[str, Path]) -> None:
    """In the language of the command; that it is so in every language is asked of the hostile words below."""
    _, out = written
    english, italian = _made_from_json(out, "en"), _made_from_json(out, "it")
    assert english == (out / "page.md").read_text("utf-8")
    assert "Un riquadro nascosto" in italian
    assert "attrattiva" in italian
    assert "A planted box" in english


HOSTILE = "[x](http://evil) ![y](z.png) <script>alert(1)</script> | a | `code` **bold** _it_ # <b>b</b> &lt;i&gt;"


def test_words_of_a_design_stay_words_on_every_page(tmp_path: Path) -> None:
    """A link in a title would be ours to whoever is sent the page, and an image that is not there would cost the whole of it."""
    design = YAML(typ="safe").load(ONE_OUTCOME)
    design |= {"title": HOSTILE, "title_it": HOSTILE, "question": HOSTILE, "question_it": HOSTILE}
    for factor in design["factors"]:
        factor |= {"title": HOSTILE, "title_it": HOSTILE, "source": HOSTILE}
    design["decisions"]["viable_36"] = {"decides": HOSTILE, "decides_it": HOSTILE}
    (tmp_path / "planted.yaml").write_text(json.dumps(design), encoding="utf-8")
    plan, problems = read_design(tmp_path / "planted.yaml")
    assert plan is not None, problems
    sweep(plan, tmp_path / "runs", simulate=planted_fate)
    for lang in languages():
        done = coworking("sensitivity", tmp_path / "runs", "--lang", lang, "--out", tmp_path / lang)
        assert done.exit_code == 0, done.output
        assert (tmp_path / lang / "page.md").read_text("utf-8") == _made_from_json(tmp_path / lang, lang)
        html = (tmp_path / lang / "page.html").read_text("utf-8")
        body = html.partition("<body>")[2]
        assert not re.findall(r"<(?:a|script|b|i|em)\b", body)
        assert all(source.startswith("data:image/png") for source in re.findall(r'<img src="([^"]*)', body))
        assert "[x](http://evil)" in body and "&lt;script&gt;alert(1)&lt;/script&gt;" in body
        assert body.count("<code>") == body.count("<code>baseline</code>") + body.count("<code>sondrio_downsizing</code>")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sensitivity", "nowhere"], "holds no sweep"),
        (["sensitivity", "{folder}", "--outcome", "cash_36"], "no outcome 'cash_36' in this sweep; there are viable_36, members_36"),
        (["sensitivity", "{folder}", "--scenario", "milan"], "no scenario 'milan'"),
        (["sensitivity", "{folder}", "--lang", "xx"], f"there are {', '.join(languages())}"),
        (["discover", "{folder}", "--when", "viable_36"], "is no condition"),
        (["discover", "{folder}", "--when", "viable36 < 1"], "did you mean 'viable_36'?"),
        (["discover", "{folder}", "--when", "members_36 > 1000"], "no run is of interest"),
    ],
)
def test_what_cannot_be_shown_is_said_and_nothing_is_written(folder: Path, arguments: list[str], said: str) -> None:
    before = {str(path) for path in folder.rglob("*")}
    done = coworking(*(word.format(folder=folder) for word in arguments))
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
    assert {str(path) for path in folder.rglob("*")} == before


def test_an_unfinished_sweep_is_not_analysed(folder: Path, tmp_path: Path) -> None:
    plan = load_sweep(folder).plan
    sweep(plan, tmp_path / "half", simulate=planted, part=(1, 2))
    done = coworking("sensitivity", tmp_path / "half")
    assert done.exit_code == 2
    assert "runs are there; finish the sweep first (--resume)" in done.stderr
    half = load_sweep(tmp_path / "half")
    for analysed in (half.sensitivity, half.sample, half.cases):
        with pytest.raises(ValueError, match="finish the sweep first"):
            analysed("viable_36")


def test_an_outcome_that_not_every_run_has_is_left_out_and_the_rest_is_analysed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.sweeps.findings.pictures", lambda shown, lang: {})  # they take most of the time; nobody looks at them
    text = DESIGN.replace("n: 512", "n: 32").replace("[viable_36, members_36]", "[viable_36, months_to_break_even, members_36]")
    (tmp_path / "planted.yaml").write_text(text, encoding="utf-8")
    plan, problems = read_design(tmp_path / "planted.yaml")
    assert plan is not None, problems

    def some_never(setup: Setup, job: Job) -> tuple[float, ...]:
        viable, members = planted(setup, job)
        return viable, 20.0 if viable else math.nan, members

    sweep(plan, tmp_path / "runs", simulate=some_never)
    for lang, said in (("en", "Left out: `months_to_break_even`"), ("it", "Tralasciato: `months_to_break_even`")):
        done = coworking("sensitivity", tmp_path / "runs", "--lang", lang, "--out", tmp_path / lang)
        assert done.exit_code == 0, done.output
        assert said in done.stdout
        assert said in (tmp_path / lang / "page.md").read_text("utf-8")
    kept = json.loads((tmp_path / "en" / "sensitivity.json").read_text("utf-8"))
    assert [one["outcome"] for one in kept["analyses"]] == ["viable_36", "members_36"]
    only = coworking("sensitivity", tmp_path / "runs", "--outcome", "months_to_break_even")
    assert only.exit_code == 2
    assert "whether something happens by a date" in only.stderr
    found = coworking("discover", tmp_path / "runs", "--when", "viable_36 < 1", "--lang", "en")  # asks for one outcome, looks at one
    assert found.exit_code == 0, found.output


# --- the study that ships ---


STUDIES = remake.studies()
LEVERS = {"rent_relief", "support_months"}  # what the screening found to decide what support changes


def test_what_the_screening_found_is_in_the_study() -> None:
    """The strongest of what is clear for the hub's fate, and what decides the worth of support; n and second order as was asked."""
    strength, clear = Counter(), set()
    for analysis in _kept("sondrio_screening")["analyses"]:
        entries = [entry for entry in analysis["indices"] if entry["factor"] != "dummy"]
        moves = {entry["factor"]: entry["value"] for entry in entries if entry["index"] == "mu_star"}
        strength.update({name: value / max(moves.values()) for name, value in moves.items()})
        clear |= {entry["factor"] for entry in entries if entry["method"] == "test" and entry["above_floor"]}
    chosen = {factor.name for factor in _plan("sondrio").factors}
    assert clear >= LEVERS
    others = [name for name, _ in strength.most_common() if name in clear - LEVERS]
    assert chosen == LEVERS | set(others[: len(chosen) - len(LEVERS)])
    sampler = _plan("sondrio").design.sampler
    assert (sampler.type, sampler.second_order) == ("saltelli", True)
    assert sampler.n >= 2048


def _plan(study: str) -> Plan:
    plan, problems = read_design(ROOT / "docs" / "studies" / study / "design.yaml")
    assert plan is not None, problems
    return plan


def _kept(study: str) -> dict:
    return json.loads((ROOT / "docs" / "studies" / study / "result.json").read_text("utf-8"))


@pytest.mark.parametrize("study", STUDIES)
def test_a_study_keeps_its_promise(study: str) -> None:
    plan, data = _plan(study), _kept(study)
    assert plan.design.differences  # advice hangs on differences
    wanted = [*plan.outcomes, *(f"{outcome} of {pair}" for pair in plan.design.differences for outcome in plan.outcomes)]
    assert [analysis["outcome"] for analysis in data["analyses"]] == wanted
    assert [factor["name"] for factor in data["analyses"][0]["factors"][:-1]] == [known.name for known in plan.factors]
    assert (ROOT / remake.page_name(study)).read_text("utf-8") == remake.study_page(study)


@pytest.mark.parametrize("study", STUDIES)
def test_a_study_is_of_the_present_model(study: str) -> None:
    """Some of its runs, made again, give what they gave; when they do not, `make study`."""
    plan = _plan(study)
    for number, *values in _kept(study)["samples"]:
        assert list(run_alone(plan, plan.run_at(number)).values) == pytest.approx(values, rel=1e-9), f"run {number}: make study"


def test_a_study_is_made_again_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = tmp_path / "planted"
    study.mkdir()
    (study / "design.yaml").write_text(ONE_OUTCOME, encoding="utf-8")
    plan, problems = read_design(study / "design.yaml")
    assert plan is not None, problems
    runs = sweep(plan, simulate=planted_fate)
    with staged(study, "pictures", ["of-an-outcome-no-longer-asked.png"]) as staging:
        (staging / "of-an-outcome-no-longer-asked.png").write_bytes(b"")
    (study / "of-somebody.png").write_bytes(b"")
    monkeypatch.setattr(remake, "FOLDER", tmp_path)
    monkeypatch.setattr("experiments.sweeps.sweep", lambda *_, **__: runs)
    remake.remake("planted")
    names = {path.name for path in study.iterdir()}
    assert {"design.yaml", "result.json", "page.md", "viable_36-indices.png", "where-1-box.png"} <= names
    assert "of-an-outcome-no-longer-asked.png" not in names and "of-somebody.png" in names
    assert (study / "page.md").read_text("utf-8") == remake.study_page("planted")
    assert remake.studies() == ["planted"]


def test_differences_of_policies_are_shown_beside_the_first(tmp_path: Path) -> None:
    """What help changes is an outcome of its own; members come with the appeal, and help brings ten a point of it."""
    text = DESIGN.replace("sampler:", "policies: [baseline, rent_relief]\ndifferences: [rent_relief - baseline]\nsampler:")
    (tmp_path / "planted.yaml").write_text(text.replace("n: 512", "n: 64"), encoding="utf-8")
    plan, problems = read_design(tmp_path / "planted.yaml")
    assert plan is not None, problems

    def helped(setup: Setup, job: Job) -> tuple[float, ...]:
        viable, members = planted(setup, job)
        return viable, members + (10 * job.values[0] if job.policy == "rent_relief" else 0)

    shown = findings(sweep(plan, simulate=helped))
    of_help = [f"{each} of rent_relief - baseline" for each in plan.outcomes]
    assert [one.outcome for one in shown.analyses] == [*plan.outcomes, *of_help]
    assert shown.analyses[-1].ranking[0].factor == "alpha"
    assert shown.analyses[-1].mean == pytest.approx(-18, abs=0.5)
    data = shown.to_dict()
    assert data["decisions"]["viable_36 of rent_relief - baseline"] == data["decisions"]["viable_36"]
    written = page(data, list(pictures(shown, dpi=20)))
    assert "![" in written and "(rent_relief-less-baseline-members_36-indices.png)" in written
    assert written.count("members_36-indices.png") == 2


@pytest.mark.parametrize(
    ("pair", "said"), [("package", "no difference of two policies"), ("rentrelief - baseline", "did you mean 'rent_relief'")]
)
def test_a_difference_names_policies_of_the_design(tmp_path: Path, pair: str, said: str) -> None:
    text = DESIGN.replace("sampler:", f"policies: [baseline, rent_relief]\ndifferences: [{pair}]\nsampler:")
    (tmp_path / "planted.yaml").write_text(text, encoding="utf-8")
    plan, problems = read_design(tmp_path / "planted.yaml")
    assert plan is None
    assert said in str(problems[0])
