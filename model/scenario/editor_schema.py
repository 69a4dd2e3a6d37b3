"""The JSON Schema of scenario files, for editors that complete and check while one types.

`python -m model.scenario.editor_schema` writes it to `schema/scenario.schema.json`.
"""

import json
from pathlib import Path
from typing import Any

from model.reading.meanings import put_into
from model.scenario.library import calls
from model.scenario.schema import Scenario

_EXTENDS = {
    "type": "string",
    "description": "Scenario this one is a variant of: the name of a shipped one, or the relative path of a file. Maps are merged key by "
    "key, everything else is replaced; null takes a key away.",
}


def json_schema() -> dict[str, Any]:
    """The schema as plain data. A file that extends another may leave required keys to it."""
    schema = Scenario.model_json_schema()
    put_into(schema, Scenario)
    required = schema.pop("required")
    _accept_calls(schema)
    _accept_path(schema)
    _ask_for_types(schema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Coworking scenario",
        "description": "A case to simulate: territory, hubs, instruments, shocks and the policies to compare.",
        "properties": {"extends": _EXTENDS, **schema["properties"]},
        "if": {"not": {"required": ["extends"]}},
        "then": {"required": required},
    }


def _accept_calls(schema: dict[str, Any]) -> None:
    """Lets an instrument be a call with the keys that replace those of the call, in the scenario's own list and in those of policies."""
    blocks = schema["$defs"]
    named: dict[str, list[str]] = {}
    for name, call in calls().items():
        if call.instrument is not None:
            named.setdefault(call.instrument.type, []).append(name)
    listed = schema["properties"]["instruments"]["items"]
    of_type = {kind: reference.rpartition("/")[2] for kind, reference in listed["discriminator"]["mapping"].items()}
    for kind, names in named.items():
        blocks[f"{of_type[kind]}Call"] = _call_of(blocks[of_type[kind]], names)
    references = [{"$ref": f"#/$defs/{of_type[kind]}Call"} for kind in named]
    for owner in (schema, blocks["Policy"]):
        owner["properties"]["instruments"]["items"] = {"anyOf": [listed, *references]}


def _ask_for_types(schema: dict[str, Any]) -> None:
    """A file writes the type of a block; in Python the class says it, and the schema of the class leaves it open."""
    for block in schema["$defs"].values():
        kind = block["properties"].get("type", {})
        if "const" in kind:
            kind.pop("default", None)
            block["required"] = [key for key in block["properties"] if key in ("type", *block["required"])]


def _accept_path(schema: dict[str, Any]) -> None:
    """Lets the ministry's figures be the path of its file."""
    keys = schema["$defs"]["TerritorySpec"]["properties"]
    known = keys["incomes"]
    keys["incomes"] = {"description": known.pop("description"), "anyOf": [{"type": "string", "title": "Path"}, known]}


def _call_of(block: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """An item that names a call: its keys are those of the call's type, none of them required, their defaults the call's."""
    keys = {key: {word: value for word, value in field.items() if word != "default"} for key, field in block["properties"].items()}
    del keys["type"]
    call = {"enum": names, "description": "A call of the library; the keys beside it replace those of the call.", "title": "Call"}
    return {
        "additionalProperties": False,
        "description": f"A real call. {block['description']}",
        "properties": {"call": call, **keys},
        "required": ["call"],
        "title": f"{block['title']}Call",
        "type": "object",
    }


def schema_text() -> str:
    """The schema as the text of its file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path("schema/scenario.schema.json").write_text(schema_text(), encoding="utf-8")
