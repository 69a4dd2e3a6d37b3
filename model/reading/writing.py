"""A scenario back to a file: the merged scenario that is written next to every result."""

from functools import lru_cache
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from model.reading.nodes import plain
from model.reading.numbers import decimals
from model.reading.parsing import parse

_FIRST = ("name", "type")
_ONE_LINE = 1_000_000
_EXACT = 2**53


class _Representer(RoundTripRepresenter):
    """Writes numbers so that their decimals cannot be taken for thousands."""

    def represent_number(self, number: float) -> ScalarNode:
        node = self.represent_float(number)
        node.value = decimals(node.value)
        return node


_Representer.add_representer(float, _Representer.represent_number)


def to_yaml(data: dict[str, Any]) -> str:
    """YAML 1.2 text of plain data, in the order given."""
    writer = YAML()
    writer.Representer = _Representer
    writer.default_flow_style = False
    writer.width = _ONE_LINE
    writer.allow_unicode = True
    stream = StringIO()
    writer.dump(_tidy(data), stream)
    return stream.getvalue()


def _tidy(value: Any) -> Any:
    """Name and type first, whole numbers without a fraction, texts that would read back as something else in quotes."""
    if isinstance(value, dict):
        ordered = [key for key in _FIRST if key in value] + [key for key in value if key not in _FIRST]
        return {_tidy(key): _tidy(value[key]) for key in ordered}
    if isinstance(value, list | tuple):
        return [_tidy(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    if isinstance(value, str) and not _reads_back(value):
        return DoubleQuotedScalarString(value)
    return value


@lru_cache(4096)  # the same few hundred words in every scenario of a study
def _reads_back(text: str) -> bool:
    if not text or text != text.strip() or not text.isprintable():
        return False
    root, problems = parse(f"key: {text}\n", "")
    return root is not None and not problems and plain(root) == {"key": text}
