"""A third language is a folder of files and nothing else: with one in brackets, no reader meets a word outside of them."""

import importlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot as plt
from typer.testing import CliRunner

import experiments.languages
from experiments.commands.main import app
from experiments.commands.terminal import Terminal, show
from experiments.discovery import Discovery, discover
from experiments.languages import Words, known, languages
from experiments.report import render
from experiments.runs.case import Case
from experiments.runs.results import Results
from experiments.sensitivity import analyse
from experiments.sensitivity.figures import figures
from experiments.sensitivity.page import markdown
from experiments.showing.html import scenario_html
from experiments.showing.page import html
from experiments.storage import PROGRAM
from experiments.storage.provenance import LIBRARIES
from experiments.sweeps import load_sweep, sweep
from experiments.sweeps.design import read_design
from experiments.sweeps.findings import findings, page, pictures
from model.parameters import CATALOGUE
from model.scenario import Scenario, read_text
from model.territory import TOWNS
from tests.experiments import stand_ins
from tests.experiments.discovery import planted
from tests.experiments.languages.pseudo import CODE, outside, texts_in, texts_of, wrapped, write
from tests.experiments.report import fakes
from tests.experiments.sensitivity.worlds import cube, noisy, sample, trajectories
from tests.experiments.sweeps.test_findings import DESIGN
from tests.experiments.sweeps.test_findings import planted as planted_run

SYMBOLS = ("m²", "m2", "CO₂")
# Units and sources of the catalogue are quoted as they stand there, in every language.
CITED = {text for entry in CATALOGUE.values() for text in (entry.unit, entry.source)}
OF_THE_PLANTED = [text for name in ("alpha", "rent_eur_m2", "habit") for text in (CATALOGUE[name].unit, CATALOGUE[name].source)]
PLACES = [town.name for town in TOWNS.values()]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module", autouse=True)
def _language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The language is there, by its files alone."""
    folder = tmp_path_factory.mktemp("languages")
    write(folder)
    matplotlib.use("agg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(experiments.languages, "__path__", [*experiments.languages.__path__, str(folder)])
        importlib.invalidate_caches()
        yield
    for name in [name for name in sys.modules if name.startswith(f"{experiments.languages.__name__}.{CODE}")]:
        del sys.modules[name]
    known.module.cache_clear()
    known.names.cache_clear()


def _unsaid(texts: list[str], *names: str) -> list[str]:
    assert any("⟦" in text for text in texts)
    return list(outside(texts, [*names, *SYMBOLS]))


def test_it_is_found() -> None:
    assert {"en", "it", CODE} <= set(languages())
    assert Words(CODE, "report")("all_hubs", name="x") == "x, ⟦all⟧ ⟦hubs⟧"
    assert Words(CODE, "report").month("2025-03", 0) == "⟦March⟧ 2025"


def test_the_search_can_fail() -> None:
    assert wrapped("In {where}: 5 hubs") == "⟦In⟧ {where}: 5 ⟦hubs⟧"
    assert list(outside(["⟦In⟧ 2025: 5 ⟦hubs⟧ – 3%", "⟦In⟧ March", "Sondrio"], ["Sondrio"])) == ["March  <  ⟦In⟧ March"]


# --- report, tables, pictures ---


FACTS: list[dict[str, Any]] = [
    {"outcome": "members_36", "at_least": 1e6, "why": wrapped("F2"), "enforced": False, "because": wrapped("no students yet")},
    {"outcome": "members_36", "at_least": 10, "in_share": 0.8, "why": wrapped("F3")},
    {"outcome": "viable_36", "at_least": 0.2, "at_most": 0.4, "policy": "rent_free", "why": wrapped("F4")},
    {"outcome": "cash_36", "at_most": 1000, "policy": "rent_free", "against": "baseline", "why": wrapped("F5")},
    {"outcome": "links_between", "fields": ["legal", "marketing"], "at_least": 1, "why": wrapped("F9")},
]


def _results(hubs: int, policies: int, months: int, **changes: Any) -> Results:
    """A study whose planner writes in brackets too."""
    content: dict[str, Any] = {
        "title": wrapped("A pilot hub"), "question": wrapped("Will it live?"), "sources": [wrapped("Local press")],
        "policies_content": {
            name: {**policy, "title": wrapped(policy["title"]), "question": wrapped(policy.get("question", "And then?"))}
            for name, policy in list(fakes.POLICIES.items())[:policies]
        },
        "hubs_content": [{**hub, "title": wrapped(hub["title"])} for hub in fakes.scenario(hubs, policies, months).written()["hubs"]],
        **changes,
    }  # fmt: skip
    return fakes.results(hubs, policies, months, replicates=10, **content)


STUDIES = {
    "one hub": (1, 3, 72, {"expected": FACTS}), "poor": (1, 3, 72, {"strength": 0.2, "parameters": {"habit": 1.5}}),
    "rich": (1, 1, 72, {"strength": 3.0}), "short": (1, 0, 12, {}), "many hubs": (9, 2, 72, {}),
}  # fmt: skip


@pytest.mark.parametrize("study", STUDIES)
def test_the_report(study: str) -> None:
    hubs, policies, months, changes = STUDIES[study]
    texts = [text for text in texts_of(render(_results(hubs, policies, months, **changes), CODE)) if text not in CITED]
    assert not _unsaid(texts, *PLACES, PROGRAM, "habit", "python", *LIBRARIES)


@pytest.mark.parametrize("study", STUDIES)
def test_tables_and_the_terminal(study: str) -> None:
    hubs, policies, months, changes = STUDIES[study]
    results = _results(hubs, policies, months, **changes)
    shown = StringIO()
    console = Terminal()
    console.width, console.file = 300, shown
    show(results, console, CODE)
    assert not _unsaid(shown.getvalue().splitlines())


PLOTS = ("plot_members", "plot_cash", "plot_survival", "plot_cost", "plot_collaborations")


@pytest.mark.parametrize("study", ["one hub", "many hubs"])
def test_pictures_for_notebooks(study: str) -> None:
    hubs, policies, months, changes = STUDIES[study]
    results = _results(hubs, policies, months, **changes)
    drawn = [getattr(results, name)(lang=CODE) for name in PLOTS]
    drawn += [results.plot_members(policies=results.policies, lang=CODE), results.plot_contrasts("cash_36", lang=CODE)]
    contrast = results.contrast("rent_free")
    drawn += [contrast.plot(lang=CODE), *(contrast.plot(outcomes=[name], lang=CODE) for name in ("member_months", "minutes_mean"))]
    for ax in drawn:
        assert not _unsaid(texts_in(ax.figure))


def test_a_scenario_in_a_notebook() -> None:
    scenario = _results(2, 2, 24).scenario
    assert not _unsaid(texts_of(scenario_html(scenario, CODE)), *scenario.territory.towns)


# --- commands ---


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(re.sub(r"(title|question): (.+)", lambda found: f"{found[1]}: {wrapped(found[2])}", stand_ins.TINY), encoding="utf-8")
    return path


ASKED = {
    "settled": ["compare", "--replicates", 30], "open": ["compare", "--most", 30, "--policy", "relief", "--policy", "nothing"],
    "months": ["compare", "--replicates", 6, "--outcome", "months_to_break_even"], "run": ["run", "--replicates", 3],
}  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_what_commands_show(tiny: Path, tmp_path: Path, fake_engine: object, monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setattr("experiments.commands.terminal.PIPED_WIDTH", 300)
    command, *options = ASKED[asked]
    folder = tmp_path / "out"
    done = CliRunner().invoke(app, [str(word) for word in (command, tiny, *options, "--lang", CODE, "--out", folder)])
    assert done.exit_code == 0, done.output
    shown = done.stdout.replace(str(folder), "")
    assert not _unsaid(shown.splitlines(), "decision.json", "report.html")
    if command == "compare":
        assert set(json.loads((folder / "decision.json").read_text("utf-8"))["sentences"]) == set(languages())


def test_what_was_decided_in_a_notebook(tiny: Path, fake_engine: object) -> None:
    scenario, _ = read_text(tiny.read_text("utf-8"), "tiny.yaml")
    assert isinstance(scenario, Scenario)
    decided = Case(scenario).run_until_decided("cash_24", policies=["relief", "voucher", "nothing"], most=40, indifference=100)
    table = decided.text_table(CODE)
    assert not _unsaid([*decided.sentences(CODE), table.title, *table.header, *table.notes, *(cell for row in table.rows for cell in row)])


# --- sweeps, sensitivity, discovery ---


@pytest.fixture(scope="module")
def planted_sweep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("planted")
    design = re.sub(r"\b(title|question|decides): ([^,}\n]+)", lambda found: f"{found[1]}: {wrapped(found[2])}", DESIGN)
    (place / "planted.yaml").write_text(design.replace("n: 512", "n: 64"), encoding="utf-8")
    plan, problems = read_design(place / "planted.yaml")
    assert plan is not None, problems
    sweep(plan, place / "runs", simulate=planted_run)
    return place / "runs"


def test_the_page_of_a_sweep(planted_sweep: Path) -> None:
    found = findings(load_sweep(planted_sweep))
    data = json.loads(json.dumps(found.to_dict(), default=float))
    images = pictures(found, CODE, dpi=20)
    text = page(data, list(images), CODE)
    assert not _unsaid(texts_of(html(text, images, CODE)), *OF_THE_PLANTED, data["code"], data["version"])
    for analysis in found.analyses:
        for figure in figures(analysis, CODE).values():
            assert not _unsaid(texts_in(figure), *OF_THE_PLANTED)


def test_what_commands_of_sweeps_show(planted_sweep: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = CliRunner().invoke(app, ["sensitivity", str(planted_sweep), "--out", str(out), "--lang", CODE])
    assert done.exit_code == 0, done.output
    codes = ("viable_36", "members_36", "alpha", "rent_eur_m2", "habit", str(out), "page.html")
    assert not _unsaid(done.stdout.splitlines(), *codes)
    done = CliRunner().invoke(app, ["discover", str(planted_sweep), "--when", "viable_36 < 1", "--lang", CODE])
    assert not _unsaid(done.stdout.splitlines(), *OF_THE_PLANTED)


def _labelled(label: str) -> dict[str, str]:
    return {CODE: wrapped(label)}


@pytest.mark.parametrize("sampler", ["morris", "latin_hypercube"])
def test_the_page_of_other_designs(sampler: str) -> None:
    unit = trajectories(4, 40) if sampler == "morris" else cube(4, 200)
    truth = 30 - 20 * unit[:, 0] + 12 * unit[:, 1] * unit[:, 2]
    values = noisy(truth, unit, sampler, 4, common=0.5, own=1)
    kinds = ("assumed", "choice", "expert", "survey")
    made = sample(unit, values, sampler, label=_labelled("Members"))
    named = tuple(
        replace(factor, label=_labelled("A factor"), unit="", evidence=kind, source=wrapped("a guess"), policy_lever=kind == "choice")
        for factor, kind in zip(made.factors, kinds, strict=True)
    )
    analysis = analyse(sample(unit, values, sampler, label=_labelled("Members"), factors=named))
    text = markdown([analysis], title=wrapped("What decides"), question=wrapped("Will it live?"), lang=CODE)
    assert not _unsaid(texts_of(html(text, {}, CODE)))
    for figure in figures(analysis, CODE).values():
        assert not _unsaid(texts_in(figure))


@pytest.fixture(scope="module")
def discoveries() -> list[Discovery]:
    labels = {name: (_labelled(label["en"]), unit) for name, (label, unit) in planted.LABELS.items()}
    made = []
    for regions, wording in (((planted.corner,), _labelled("hubs close")), ((planted.towns,), None), ((), None)):
        cases = planted.sweep(*regions, inside=0.85, outside=0.12 if regions else 0.85, seed=2)
        cases = type(cases)(cases.factors.assign(rate=0.03), cases.values, {**labels, "rate": (_labelled("rate"), "")}, cases.outcome,
                            _labelled("Closed within 36 months"))
        cases.values[7] = np.nan
        made.append(discover(cases, ">=", 1, resamples=40, boxes=2, density=0.99, wording=wording))
    return made


def test_what_was_discovered(discoveries: list[Discovery]) -> None:
    for discovery in discoveries:
        assert not _unsaid(discovery.sentences(CODE), *("Como", "Lecco", "Pavia", "Sondrio"))
        for name in ("plot_trade_off", "plot_box", "plot_scatter"):
            assert not _unsaid(texts_in(getattr(discovery, name)(lang=CODE).figure), *("Como", "Lecco", "Pavia", "Sondrio"))
