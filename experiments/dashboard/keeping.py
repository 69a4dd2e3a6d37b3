"""What a tab of the browser keeps of its reader's choices, so that they come back after a reload; here it is read as what a stranger sends.

Nothing is kept on this side. The tab sends back what it was told a case began from and what was set since; a file's text, answers and
values then take the same way as when they came first, with the same checks (ADR 0052).
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypedDict

from experiments.dashboard.telling import VIEWS
from experiments.runs.kept_study import SIZES


class Source(TypedDict):
    """From what a case begins: a shipped scenario ('chosen'), a file ('opened'), or answers about a town ('town'), with what was said."""

    kind: str
    said: Any


class Kept(NamedTuple):
    """What was kept.

    Attributes:
        source: from what the case began; of no kind where nothing was kept.
        policy: whose contents the controls showed at first.
        values: by id of a control, what was set; as it came.
        view: what was looked at.
        future: number of the one future that was looked at, from 0.
    """

    source: Source
    policy: str = ""
    values: Mapping[str, Any] = {}
    view: str = next(iter(VIEWS))
    future: int = 0


AFRESH: Final = Kept(Source(kind="", said=None))
"""Nothing was kept."""


def kept(said: object) -> Kept:
    """What a tab kept, whatever it sends.

    Args:
        said: 'source' with 'kind', 'said' and 'policy', 'values', 'view' and 'future', as the page got and set them.

    Returns:
        What of it has the right shape; what is in it is for those to check who read such things from anybody.
    """
    what = _mapping(said)
    source, view, future = _mapping(what.get("source")), what.get("view"), what.get("future")
    return Kept(
        Source(kind=str(source.get("kind", "")), said=source.get("said")),
        str(source.get("policy", "")),
        {key: value for key, value in _mapping(what.get("values")).items() if isinstance(key, str)},
        view if isinstance(view, str) and view in VIEWS else AFRESH.view,
        future - 1 if isinstance(future, int) and 1 <= future <= SIZES[-1] else AFRESH.future,
    )


def _mapping(said: object) -> Mapping[Any, Any]:
    return said if isinstance(said, Mapping) else {}
