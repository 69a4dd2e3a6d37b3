import json
from pathlib import Path

import pytest

from model.reading.nodes import plain
from model.reading.parsing import parse
from model.scenario import json_schema, scenario_names, shipped_folder
from model.scenario.editor_schema import schema_text
from tests.model.scenario.example import TEXT

ROOT = Path(__file__).resolve().parents[3]
BROKEN = Path(__file__).parent / "broken"


def data(text):
    root, problems = parse(text, "file")
    assert root is not None and problems == []
    return plain(root)


@pytest.fixture(scope="module")
def validator():
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(json_schema())
    return jsonschema.Draft202012Validator(json_schema())


def test_the_exported_file_is_fresh():
    exported = (ROOT / "schema" / "scenario.schema.json").read_text("utf-8")
    assert exported == schema_text(), "refresh it: python -m model.scenario.editor_schema"


def test_it_says_units_and_ranges():
    desks = json_schema()["$defs"]["HubSpec"]["properties"]["desks"]
    assert (desks["unit"], desks["plausible"], desks["minimum"]) == ("desks", [4, 150], 1)


def test_every_key_is_described():
    schema = json_schema()
    for block in [schema, *schema["$defs"].values()]:
        for key, field in block["properties"].items():
            assert field.get("description") or key in ("type", "name"), f"{block['title']}.{key}"


@pytest.mark.parametrize("name", scenario_names())
def test_shipped_files_pass_and_name_it(validator, name):
    text = (shipped_folder() / f"{name}.yaml").read_text("utf-8")
    assert list(validator.iter_errors(data(text))) == []
    assert text.startswith("# yaml-language-server: $schema=../schema/scenario.schema.json\n")


def test_a_variant_may_leave_keys_out(validator):
    assert list(validator.iter_errors({"extends": "sondrio_downsizing", "title": "Variant"})) == []
    assert list(validator.iter_errors({"title": "Variant"})) != []


@pytest.mark.parametrize(
    "name",
    ["unknown_key", "number_as_text", "share_above_one", "unknown_operator", "missing_hubs", "bad_name", "unknown_type", "start_month_13"],
)
def test_an_editor_sees_what_the_reader_sees(validator, name):
    assert list(validator.iter_errors(data((BROKEN / f"{name}.yaml").read_text("utf-8")))) != []


def test_the_schema_is_plain_json(validator):
    assert json.loads(schema_text()) == json_schema()
    assert list(validator.iter_errors(data(TEXT))) == []
