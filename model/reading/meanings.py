"""What the keys of a block mean: the texts that stand under its fields, read when somebody asks.

Pydantic can gather them as each class is made; nearly every command would wait for that, and few show one.
"""

import ast
import inspect
import linecache
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel


@cache
def meanings(block: type[BaseModel]) -> Mapping[str, str]:
    """What each key means, as it is written under the field; '' where nothing is. A field that is defined again has only its own."""
    found: dict[str, str] = {}
    for base in reversed(block.__mro__):
        if issubclass(base, BaseModel) and base is not BaseModel:
            found |= _written(_source(base)).get(base.__qualname__, {})
    return {name: found.get(name, "") for name in block.model_fields}


def _source(block: type[BaseModel]) -> str:
    """The text a block is written in: its file or, in a notebook, the cell; '' where there is neither."""
    own = (one for one in vars(block).values() if inspect.isfunction(one) and one.__qualname__.startswith(f"{block.__qualname__}."))
    lines = next((linecache.getlines(one.__code__.co_filename) for one in own), [])
    try:
        return "".join(lines) or inspect.getsource(sys.modules[block.__module__])
    except (OSError, TypeError):
        return ""


@cache
def _written(source: str) -> Mapping[str, dict[str, str]]:
    """The same by class, as a file of the sources has it; none where it is not plain Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return {}
    return {node.name: _under_fields(node.body) for node in tree.body if isinstance(node, ast.ClassDef)}


def _under_fields(body: list[ast.stmt]) -> dict[str, str]:
    found = {}
    for line, below in zip(body, [*body[1:], ast.Pass()], strict=True):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            text = below.value.value if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) else ""
            found[line.target.id] = inspect.cleandoc(text) if isinstance(text, str) else ""
    return found


def put_into(schema: dict[str, Any], block: type[BaseModel]) -> None:
    """Writes into the JSON Schema of a block what its keys mean, and so for every block that it refers to."""
    blocks = {known.__name__: known for known in _all(BaseModel)}
    for name, part in [(block.__name__, schema), *schema.get("$defs", {}).items()]:
        if "description" in part:
            part["description"] = part["description"].partition("\n\nExample:")[0]
        for key, field in part.get("properties", {}).items():
            if text := meanings(blocks[name])[key]:
                part["properties"][key] = dict(sorted({**field, "description": text}.items()))


def _all(block: type[BaseModel]) -> list[type[BaseModel]]:
    return [block, *(below for known in block.__subclasses__() for below in _all(known))]
