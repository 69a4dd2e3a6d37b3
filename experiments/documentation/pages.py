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
from experiments.documentation.by_language import page_in, to_docs
from experiments.documentation.calls import calls_page
from experiments.documentation.instruments import instruments_page
from experiments.documentation.outcomes import outcomes_page
from experiments.documentation.studies import page_name, studies, study_page
from experiments.languages import SOURCE, Words, languages
from experiments.showing.markdown import grid, number, text
from model.catalogue import Parameter, Prior, Table
from model.parameters import CATALOGUE, TABLES

REPOSITORY: Final = Path(__file__).resolve().parents[2]


def parameters_page(parameters: Mapping[str, Parameter] = CATALOGUE, tables: Mapping[str, Table] = TABLES, lang: str = SOURCE) -> str:
    """The page of all parameters and tables, by section in the order of the catalogue.

    Args:
        parameters: scalar parameters by name.
        tables: tables of numbers by name.
        lang: the language of the page.

    Returns:
        Markdown text, ending with a newline.
    """
    words = Words(lang, "pages")
    lines = [words("parameters", evidence=f"{to_docs(lang)}evidence.md"), _count(parameters.values(), tables.values(), words), ""]
    for section in dict.fromkeys(parameter.section for parameter in parameters.values()):
        members = [parameter for parameter in parameters.values() if parameter.section == section]
        title = words(f"section_{section}")
        lines += [f"## {title[:1].upper()}{title[1:]}", "", *_section(members, words), ""]
    lines += [f"## {words('tables')}", ""]
    for table in tables.values():
        lines += [*_table(table, words), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _count(parameters: Iterable[Parameter], tables: Iterable[Table], words: Words) -> str:
    kinds = Counter([p.evidence for p in parameters] + [t.evidence for t in tables])
    shares = ", ".join(f"{number} {words.name('evidence', kind)}" for kind, number in kinds.most_common())
    return words("counted", number=sum(kinds.values()), shares=shares)


def _section(parameters: Iterable[Parameter], words: Words) -> list[str]:
    rows = [
        (
            f"`{p.name}`",
            text(words.parameter(p)),
            text(p.symbol),
            text(words.unit(p.unit)),
            number(p.default),
            _range(p, words),
            _prior(p.prior, words),
            words.name("evidence_one", p.evidence),
            text(p.source),
        )
        for p in parameters
    ]
    # what it means stands beside the name, in sight on every screen; a table of so many columns is scrolled
    return grid([words(key) for key in ("name", "meaning", "symbol", "unit", "default", "range", "prior", "evidence", "source")], rows)


def _table(table: Table, words: Words) -> list[str]:
    rows = [(row, *map(number, values)) for row, values in zip(table.rows, table.default, strict=True)]
    origin = words(
        "origin",
        unit=text(words.unit(table.unit)) or words("no_unit"),
        evidence=words.name("evidence_one", table.evidence),
        source=text(table.source),
        section=words(f"section_{table.section}"),
    )
    return [
        f"### `{table.name}`",
        "",
        f"{text(words.parameter(table))} {origin}",
        "",
        *grid(("", *table.columns), rows),
    ]


def _range(parameter: Parameter, words: Words) -> str:
    plausible = f"{number(parameter.low)} – {number(parameter.high)}"
    if (parameter.hard_low, parameter.hard_high) == (parameter.low, parameter.high):
        return plausible
    return f"{plausible} ({words('allowed')} {number(parameter.hard_low)} – {number(parameter.hard_high)})"


def _prior(prior: Prior, words: Words) -> str:
    shape = words(prior.shape)
    return f"{shape}, {words('at_zero', share=f'{prior.mass_at_zero:.0%}')}" if prior.mass_at_zero else shape


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    **{page_in(lang, "parameters.md"): partial(parameters_page, lang=lang) for lang in languages()},
    **{page_in(lang, "instruments.md"): partial(instruments_page, lang) for lang in languages()},
    **{page_in(lang, "calls.md"): partial(calls_page, lang=lang) for lang in languages()},
    **{page_in(lang, "outcomes.md"): partial(outcomes_page, lang) for lang in languages()},
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
