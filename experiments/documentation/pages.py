"""The pages of the documentation that are generated, so that they cannot say something else than the code.

`python -m experiments.documentation` writes them, with `--check` it only says which are stale and ends with 1 if any is.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from experiments.documentation import protocol
from experiments.documentation.api import api_page
from experiments.documentation.calls import calls_page
from experiments.documentation.instruments import instruments_page
from experiments.documentation.outcomes import outcomes_page
from experiments.documentation.studies import page_name, studies, study_page
from experiments.showing.markdown import grid, number, text
from model.catalogue import Parameter, Prior, Table
from model.parameters import CATALOGUE, TABLES

REPOSITORY: Final = Path(__file__).resolve().parents[2]

_INTRODUCTION: Final = """\
# Parameters

*Generated from `model/parameters.py` by `make docs`; edit the catalogue, not this page.*

Every number of the model stands here once. **Range** is where a value is plausible: a scenario outside it runs with a
warning. *Allowed*, where given, is where the model means anything: outside it a scenario is refused. **Prior** is what
sweeps and calibration draw from, over the range. Codes in **source** are explained in [evidence.md](evidence.md).

Kinds of evidence: *measured* (official counts, law, calendar), *survey* (published figures of hubs and their users),
*expert* (recalled practice, or an exploratory fit of the model), *promotional* (claims of interested parties), *assumed*
(no source: a choice of ours).
"""


def parameters_page(parameters: Mapping[str, Parameter] = CATALOGUE, tables: Mapping[str, Table] = TABLES) -> str:
    """The page of all parameters and tables, by section in the order of the catalogue.

    Args:
        parameters: scalar parameters by name.
        tables: tables of numbers by name.

    Returns:
        Markdown text, ending with a newline.
    """
    lines = [_INTRODUCTION, _count(parameters.values(), tables.values()), ""]
    for section in dict.fromkeys(parameter.section for parameter in parameters.values()):
        members = [parameter for parameter in parameters.values() if parameter.section == section]
        lines += [f"## {section.capitalize()}", "", *_section(members), ""]
    lines += ["## Tables", ""]
    for table in tables.values():
        lines += [*_table(table), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _count(parameters: Iterable[Parameter], tables: Iterable[Table]) -> str:
    kinds = Counter([p.evidence for p in parameters] + [t.evidence for t in tables])
    shares = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
    return f"Of the {sum(kinds.values())} entries (a table counts as one): {shares}."


def _section(parameters: Iterable[Parameter]) -> list[str]:
    rows = [
        (
            f"`{p.name}`",
            text(p.symbol),
            text(p.unit),
            number(p.default),
            _range(p),
            _prior(p.prior),
            p.evidence,
            text(p.source),
            text(p.meaning),
        )
        for p in parameters
    ]
    return grid(("name", "symbol", "unit", "default", "range", "prior", "evidence", "source", "meaning"), rows)


def _table(table: Table) -> list[str]:
    rows = [(row, *map(number, values)) for row, values in zip(table.rows, table.default, strict=True)]
    origin = f"Unit: {text(table.unit) or 'none'}. Evidence: {table.evidence}; {text(table.source)}. Used in: {table.section}."
    return [
        f"### `{table.name}`",
        "",
        f"{text(table.meaning)} {origin}",
        "",
        *grid(("", *table.columns), rows),
    ]


def _range(parameter: Parameter) -> str:
    plausible = f"{number(parameter.low)} – {number(parameter.high)}"
    if (parameter.hard_low, parameter.hard_high) == (parameter.low, parameter.high):
        return plausible
    return f"{plausible} (allowed {number(parameter.hard_low)} – {number(parameter.hard_high)})"


def _prior(prior: Prior) -> str:
    shape = {"uniform": "uniform", "loguniform": "log-uniform", "fixed": "fixed"}[prior.shape]
    return f"{shape}, {prior.mass_at_zero:.0%} at zero" if prior.mass_at_zero else shape


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "docs/parameters.md": parameters_page,
    "docs/instruments.md": instruments_page,
    "docs/calls.md": calls_page,
    "docs/outcomes.md": outcomes_page,
    protocol.PAGE: protocol.protocol_page,
    "docs/api.md": api_page,
    **{page_name(study): partial(study_page, study) for study in studies()},
}


def stale_pages(root: Path = REPOSITORY) -> list[str]:
    """The generated pages, relative to `root`, that are missing or differ from what the code says now."""
    return [name for name, page in PAGES.items() if not (root / name).is_file() or (root / name).read_text("utf-8") != page()]


def write_pages(root: Path = REPOSITORY) -> list[str]:
    """Write the stale pages under `root` and return their names."""
    stale = stale_pages(root)
    for name in stale:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(PAGES[name](), "utf-8", newline="\n")
    return stale


def main(arguments: Sequence[str] | None = None, root: Path = REPOSITORY) -> int:
    """Write or check the generated pages.

    Returns:
        0 when all pages are fresh (or were written), 1 when `--check` found a stale one.
    """
    parser = argparse.ArgumentParser(prog="python -m experiments.documentation", description="Write the documentation's generated pages.")
    parser.add_argument("--check", action="store_true", help="only say which pages are stale, and end with 1 if any is")
    if parser.parse_args(arguments).check:
        stale = stale_pages(root)
        for name in stale:
            print(f"{name} is stale: run `make docs` and commit it.", file=sys.stderr)
        return 1 if stale else 0
    for name in write_pages(root):
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
