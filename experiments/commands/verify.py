"""The command `coworking verify`: whether a report says what its runs say.

Exit codes: 0 match, 1 no match, 2 not a report.
"""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.command_line import (
    BAD_INPUT,
    FAILED,
    LANG,
    DebugOption,
    LangOption,
    echo,
    explained,
    fail,
    refuse_unknown_language,
)
from experiments.languages import Words

MOST_SAID = 20  # differences


def verify(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="The page of a report or its folder, or the folder of an answer.")],
    runs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Runs of a world under a policy to make again; 12 by default, in 12 s at most.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Which runs are drawn; another number draws others.")] = 1,
    lang: LangOption = LANG,
    debug: DebugOption = False,
) -> None:
    """Tell a report's first table again by the numbers the page carries, make some of its runs again, and say whether they match."""
    refuse_unknown_language(lang)
    words = Words(lang, "verify")
    with explained(words("undone"), debug):
        from experiments.report import verifying

        kept = verifying.read(report)
        if kept is None:
            fail(words("no_report", file=report), BAD_INPUT)
        verdict = verifying.verify(kept, runs=runs, seed=seed, lang=lang)
        about, differences = verdict.told(lang)
        echo(*about, *differences[:MOST_SAID])
        if len(differences) > MOST_SAID:
            echo(words("more", number=len(differences) - MOST_SAID))
        echo(words("match" if verdict.match else "no_match"))
        if not verdict.match:
            raise SystemExit(FAILED)
