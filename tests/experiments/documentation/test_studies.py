"""The studies that ship: how what was found is kept."""

import json

from experiments.documentation.studies import FOLDER, studies
from experiments.storage.json_text import json_in_lines


def test_a_record_that_holds_no_other_takes_one_line() -> None:
    flat, rows = {"x": {"en": "town", "it": "città"}, "y": [0.5]}, [{"x": 1}, {"x": 2}]
    data = {"a": 1, "list": [1, [2, 3]], "flat": flat, "none": {}, "rows": rows, "deep": {"in": {"x": 1}}}
    assert json_in_lines(data) == (
        '{\n "a": 1,\n "list": [1, [2, 3]],\n "flat": {"x": {"en": "town", "it": "città"}, "y": [0.5]},\n "none": {},\n'
        ' "rows": [\n  {"x": 1},\n  {"x": 2}\n ],\n "deep": {\n  "in": {"x": 1}\n }\n}'
    )
    assert json.loads(json_in_lines(data)) == data


def test_every_kept_result_is_written_so() -> None:
    for study in studies():
        text = (FOLDER / study / "result.json").read_text("utf-8")
        data = json.loads(text)
        assert text == json_in_lines(data) + "\n"
        assert len(text.splitlines()) < max(3_000, 12 * sum(len(analysis["factors"]) for analysis in data["analyses"]))


def test_a_study_is_one_folder() -> None:
    assert studies()
    for study in studies():
        kinds = {path.suffix for path in (FOLDER / study).iterdir()}
        assert kinds == {".yaml", ".json", ".md", ".png"}
        page = (FOLDER / study / "page.md").read_text("utf-8")
        assert all(f"]({path.name})" in page for path in (FOLDER / study).glob("*.png"))
