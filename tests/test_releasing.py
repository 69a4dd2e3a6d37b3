"""Version, citation and changelog say the same; the steps of a release and the forms of the repository name what exists."""

import json
import re
import tomllib

import pytest
from ruamel.yaml import YAML

from tests.repository import ROOT

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
RELEASING = (ROOT / "RELEASING.md").read_text("utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.md"))
HEADING = re.compile(r"^## \[([^]]+)\](?: - (\d{4}-\d\d-\d\d))?$", re.M)


def test_the_changelog_begins_with_what_is_not_released_and_then_this_version() -> None:
    versions = HEADING.findall(CHANGELOG)
    assert len(versions) == CHANGELOG.count("\n## "), "every heading is a version and, but for the first, its date"
    assert versions[0] == ("Unreleased", "")
    assert versions[1][0] == VERSION
    dates = [date for _, date in versions[1:]]
    assert all(dates) and dates == sorted(dates, reverse=True)


def test_the_citation_is_of_this_version_and_its_day() -> None:
    citation = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == VERSION
    assert str(citation["date-released"]) == dict(HEADING.findall(CHANGELOG))[VERSION]
    codemeta = json.loads((ROOT / "codemeta.json").read_text("utf-8"))
    assert (codemeta["version"], codemeta["dateModified"]) == (VERSION, str(citation["date-released"]))
    assert codemeta["author"][0]["name"] == citation["authors"][0]["name"]
    assert codemeta["keywords"] == citation["keywords"]


def test_the_steps_name_commands_and_files_that_exist() -> None:
    code = re.findall(r"`([^`\n]+)`", RELEASING)
    targets = [words.split()[1] for words in code if words.startswith("make ")]
    assert targets and all(re.search(rf"^{target}:", MAKEFILE, re.M) for target in targets)
    modules = [name for words in code for name in re.findall(r"python -m ((?:experiments|model)[\w.]+)", words)]
    assert modules and all((ROOT / f"{name.replace('.', '/')}.py").is_file() for name in modules)
    files = [words for words in code if re.fullmatch(r"[\w./-]+\.(py|toml|cff|md)|\.ci/run", words)]
    assert len(files) >= 4 and all((ROOT / name).is_file() for name in files)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_a_form_for_issues_has_its_head(form) -> None:
    _, head, body = form.read_text("utf-8").split("---\n", 2)
    assert set(YAML(typ="safe").load(head)) == {"name", "about"}
    assert body.count("**") >= 6


def test_there_is_a_form_for_each_kind_of_issue() -> None:
    assert [form.stem for form in FORMS] == ["bug", "feature", "town_or_evidence"]
