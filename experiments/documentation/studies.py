"""Run a shipped study again and write its page: `python -m experiments.documentation.studies [NAME...]` (`make study` does it).

A study is one folder of `docs/studies/`: its design, what was found, the pictures and the page. The runs go to `results/studies/NAME`, and
an interrupted study goes on where it was. What was found is kept, so that the page can be checked without running anything.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from experiments.commands.sweeps import explained_sweep
from experiments.interruption import interruptible

REPOSITORY: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = REPOSITORY / "docs" / "studies"
DESIGN: Final = "design.yaml"
RESULT: Final = "result.json"
PAGE: Final = "page.md"
DPI: Final = 90


def studies() -> list[str]:
    """The studies that ship: designs whose findings are kept."""
    return sorted(path.parent.name for path in FOLDER.glob(f"*/{RESULT}"))


def page_name(study: str) -> str:
    """Where the page of a study stands, from the top of the repository."""
    return f"docs/studies/{study}/{PAGE}"


def study_page(study: str) -> str:
    """The page of a study, from what is kept of it."""
    from experiments.sweeps.findings import page

    folder = FOLDER / study
    data = json.loads((folder / RESULT).read_text("utf-8"))
    note = f"*Generated from `{RESULT}` by `make study`; edit `{DESIGN}`, not this page.*\n\n"
    return note + page(data, sorted(path.name for path in folder.glob("*.png")))


def remake(study: str) -> None:
    """Run what is missing of a study, analyse it, and write findings, pictures and page."""
    from experiments.storage.json_text import FIGURES, json_in_lines, plain
    from experiments.storage.staging import staged
    from experiments.storage.whole import write_whole
    from experiments.sweeps import sweep
    from experiments.sweeps.design import DesignError, read_design
    from experiments.sweeps.findings import findings, pictures

    plan, problems = read_design(FOLDER / study / DESIGN)
    if plan is None:
        raise DesignError(problems)
    found = findings(sweep(plan, REPOSITORY / "results" / "studies" / study, resume=True, progress=True))
    images = pictures(found, dpi=DPI)
    folder = FOLDER / study
    write_whole(folder / RESULT, json_in_lines(plain(found.to_dict(), FIGURES)) + "\n")
    with staged(folder, "pictures", images) as staging:
        for name, image in images.items():
            (staging / name).write_bytes(image)
    write_whole(folder / PAGE, study_page(study))


def main(arguments: Sequence[str] | None = None) -> int:
    """Remake the studies named, all by default."""
    known = sorted(path.parent.name for path in FOLDER.glob(f"*/{DESIGN}"))
    about = "Run shipped studies and write their pages."
    parser = argparse.ArgumentParser(prog="python -m experiments.documentation.studies", description=about)
    parser.add_argument("studies", nargs="*", metavar="NAME", help=f"one of {', '.join(known)}; all by default")
    chosen = parser.parse_args(arguments).studies or known
    unknown = [name for name in chosen if name not in known]
    if unknown:
        parser.error(f"no study {', '.join(unknown)}; there are {', '.join(known)}")
    for name in chosen:
        with explained_sweep(REPOSITORY / "results" / "studies" / name, f"python -m experiments.documentation.studies {name}"):
            remake(name)
        print(f"wrote {page_name(name)}")
    return 0


if __name__ == "__main__":
    with interruptible():
        sys.exit(main())
