"""Run a shipped study again and write its page: `python -m experiments.documentation.studies [NAME...]` (`make study` does it).

The runs go to `results/studies/NAME`, and an interrupted study goes on where it was. Its findings are kept beside its design, so that the
page can be checked, and written again, without running anything.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from experiments.commands.command_line import interruptible
from experiments.commands.sweeps import explained_sweep

REPOSITORY: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = REPOSITORY / "experiments" / "studies"
DPI: Final = 90


def studies() -> list[str]:
    """The studies that ship: designs whose findings are kept."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def page_name(study: str) -> str:
    """Where the page of a study stands, from the top of the repository."""
    return f"docs/studies/{study}.md"


def study_page(study: str, root: Path = REPOSITORY) -> str:
    """The page of a study, from its kept findings and the pictures beside the page."""
    from experiments.sweeps.findings import page

    data = json.loads((FOLDER / f"{study}.json").read_text("utf-8"))
    pictures = sorted(path.name for path in (root / "docs" / "studies" / study).glob("*.png"))
    note = f"*Generated from `experiments/studies/{study}.json` by `make study`; edit the design, not this page.*\n\n"
    return note + page(data, pictures, folder=f"{study}/")


def remake(study: str, root: Path = REPOSITORY) -> None:
    """Run what is missing of a study, analyse it, and write findings, pictures and page."""
    from experiments.storage.json_text import json_text
    from experiments.storage.staging import staged
    from experiments.storage.whole import write_whole
    from experiments.sweeps import sweep
    from experiments.sweeps.design import DesignError, read_design
    from experiments.sweeps.findings import findings, pictures

    plan, problems = read_design(FOLDER / f"{study}.yaml")
    if plan is None:
        raise DesignError(problems)
    found = findings(sweep(plan, root / "results" / "studies" / study, resume=True, progress=True))
    images = pictures(found, dpi=DPI)
    folder = root / "docs" / "studies" / study
    with staged(folder, "pictures", images) as staging:
        for name, image in images.items():
            (staging / name).write_bytes(image)
    write_whole(FOLDER / f"{study}.json", json_text(found.to_dict()))
    write_whole(root / page_name(study), study_page(study, root))


def main(arguments: Sequence[str] | None = None) -> int:
    """Remake the studies named, all by default."""
    known = sorted(path.stem for path in FOLDER.glob("*_sensitivity.yaml"))
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
