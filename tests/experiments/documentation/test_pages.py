"""The generated pages say what the catalogue says, and a stale one is noticed."""

from pathlib import Path

import numpy as np
import pytest

from experiments.documentation import pages as documentation
from experiments.documentation.studies import page_name, studies
from model.catalogue import Parameter, Prior, Table
from model.parameters import CATALOGUE, TABLES


def _parameter(**changes: object) -> Parameter:
    values: dict[str, object] = {
        "name": "pull",
        "symbol": "c*",
        "unit": "1/month",
        "default": 0.5,
        "low": 0.25,
        "high": 1.0,
        "evidence": "survey",
        "source": "[A] a|b",
        "section": "choice",
        "meaning": "Pull of a hub.",
    }
    return Parameter(**{**values, **changes})  # type: ignore[arg-type]


def _page(*parameters: Parameter, tables: dict[str, Table] | None = None) -> str:
    return documentation.parameters_page({p.name: p for p in parameters}, tables or {})


def test_every_entry_has_its_row() -> None:
    page = documentation.parameters_page()
    for name in CATALOGUE:
        assert page.count(f"| `{name}` |") == 1
    for name in TABLES:
        assert page.count(f"### `{name}`\n") == 1


def test_a_row_says_all() -> None:
    row = r"| `pull` | Pull of a hub. | c\* | 1/month | 0.5 | 0.25 – 1 (allowed 0 – ∞) | uniform | survey | [A] a\|b |"
    assert row in _page(_parameter())


def test_a_prior_with_mass_at_zero_and_a_range_that_is_also_the_allowed_one() -> None:
    page = _page(_parameter(prior=Prior("loguniform", 0.25), hard_low=0.25, hard_high=1.0))
    assert "| 0.25 – 1 | log-uniform, 25% at zero |" in page


def test_a_section_has_one_heading_even_when_its_entries_are_apart() -> None:
    page = _page(_parameter(name="a"), _parameter(name="b", section="hub"), _parameter(name="c"))
    assert page.count("## Choice") == 1
    assert page.index("`a`") < page.index("`c`") < page.index("## Hub")


def test_a_table_is_shown_with_rows_and_columns() -> None:
    table = Table("shares", "share", np.array([[0.25, 0.75]]), ("firm",), ("x", "y"), "assumed", "none", "population", "Shares.")
    assert "|  | x | y |\n| --- | --- | --- |\n| firm | 0.25 | 0.75 |" in _page(tables={"shares": table})


def test_evidence_is_counted() -> None:
    page = _page(_parameter(), _parameter(name="b"), _parameter(name="c", evidence="assumed"))
    assert "Of the 3 entries (a table counts as one): 2 from surveys, 1 assumed." in page


def test_the_committed_pages_are_fresh() -> None:
    assert documentation.stale_pages() == []


def test_a_stale_page_is_named_and_then_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert documentation.main(["--check"], tmp_path) == 1
    assert "docs/parameters.md is stale: run `make docs`" in capsys.readouterr().err
    assert documentation.main([], tmp_path) == 0
    pages = ("parameters", "it/parameters", "instruments", "it/instruments", "calls", "it/calls", "outcomes", "it/outcomes", "odd", "api")
    names = [f"docs/{page}.md" for page in pages] + [page_name(study) for study in studies()]
    assert capsys.readouterr().out.splitlines() == [f"wrote {name}" for name in names]
    assert documentation.main(["--check"], tmp_path) == 0
    assert documentation.main([], tmp_path) == 0
    assert capsys.readouterr().out == "", "a fresh page is not written again"
    with (tmp_path / "docs" / "parameters.md").open("a") as page:
        page.write("by hand\n")
    assert documentation.main(["--check"], tmp_path) == 1
