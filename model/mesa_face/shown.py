"""How models and agents look in a notebook: a table of what can be read, with its meaning."""

from collections.abc import Iterable, Iterator
from html import escape


def table(title: str, owner: object, names: Iterable[str]) -> str:
    """Values of an object's properties as HTML.

    Args:
        title: what stands above.
        owner: the object.
        names: the properties, each with a docstring that says what it means.
    """
    rows = "".join(
        f"<tr><td><code>{name}</code></td><td>{escape(_said(getattr(owner, name)))}</td><td>{escape(_meaning(type(owner), name))}</td></tr>"
        for name in names
    )
    return f"<table><caption>{escape(title)}</caption>{rows}</table>"


def properties(kind: type, above: type) -> Iterator[str]:
    """Names of the public properties that a class has beyond another, in alphabetical order.

    Args:
        kind: the class.
        above: the class whose own are left out.
    """
    public = (name for name in dir(kind) if not name.startswith("_") and not hasattr(above, name))
    return (name for name in public if isinstance(getattr(kind, name), property))


def _said(value: object) -> str:
    return f"{value:,.6g}" if isinstance(value, float) else str(value)


def _meaning(kind: type, name: str) -> str:
    return (getattr(kind, name).__doc__ or "").partition("\n")[0]
