"""The JSON Schema of scenario files, for editors that complete and check while one types.

`python -m model.scenario.editor_schema` writes it to `schema/scenario.schema.json`.
"""

import json
from pathlib import Path
from typing import Any

from model.scenario.schema import Scenario

_EXTENDS = {
    "type": "string",
    "description": "Scenario this one is a variant of: the name of a shipped one, or the relative path of a file. Maps are merged key by "
    "key, everything else is replaced; null takes a key away.",
}


def json_schema() -> dict[str, Any]:
    """The schema as plain data. A file that extends another may leave required keys to it."""
    schema = Scenario.model_json_schema()
    required = schema.pop("required")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Coworking scenario",
        "description": "A case to simulate: territory, hubs, instruments, shocks and the policies to compare.",
        "properties": {"extends": _EXTENDS, **schema["properties"]},
        "if": {"not": {"required": ["extends"]}},
        "then": {"required": required},
    }


def schema_text() -> str:
    """The schema as the text of its file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path("schema/scenario.schema.json").write_text(schema_text(), encoding="utf-8")
