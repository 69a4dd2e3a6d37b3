"""The code of docs/mesa.md, as it stands there."""

import re
from typing import Final

from tests.repository import ROOT

HOW_TO: Final = (ROOT / "docs" / "mesa.md").read_text("utf-8")
BLOCKS: Final = re.findall(r"^```python([^\n]*)\n(.*?)^```", HOW_TO, flags=re.M | re.S)


def blocks(mark: str = "") -> list[str]:
    """The blocks with a mark behind the word python: the Mesa they are for, or what else they need."""
    return [code for found, code in BLOCKS if found.strip() == mark]
