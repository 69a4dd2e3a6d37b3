"""What a study leaves: many paired runs as one object, with tidy tables, contrasts and pictures, kept in one file.

It is built in steps, each a module: months (`paired`), outcomes (`ensemble`), contrasts (`contrasted`), tables (`tabulated`), pictures
(`drawn`). Frames and pictures are made when first asked for, so that the command line, which reads rows and curves, needs numpy only.
"""

from pathlib import Path

from experiments.runs.drawn import Drawn
from experiments.runs.saved import read_study, write_study
from experiments.showing.html import results_html
from model.scenario.given import file_to_write, path_in


class Results(Drawn):
    """Replicates of a scenario under its baseline and policies, all on the same worlds, and what is shown of them.

    Attributes:
        scenario: the scenario that was run.
        policies: the policies that were run, the baseline first.
        seed: seed of the study; with the number of a replicate it gives that replicate's seed (`model.draws.replicate_seed`).
        replicates: number of replicates.
        sets: the table their parameter sets are out of; None when all replicates have the catalogue's defaults.
        helped: the numbers behind `reached`, for all policies.

    Example:
        >>> results
        Results of 'sondrio_downsizing': baseline, rent_relief; 5 replicates of 24 months, 1 hub, seed 1
        >>> list(results.summary.columns[:4])
        ['policy', 'hub', 'outcome', 'unit']
    """

    def save(self, path: str | Path) -> Path:
        """Keep the study in one file, from which `load` gives it back to the bit: scenario, seed, parameter sets and all that was run.

        It is a zip archive of plain arrays (`numpy.load` opens them), YAML and JSON; nothing in it is code. It is written whole or not at
        all, over an earlier file of that name.

        Args:
            path: the file, such as 'study.zip'.

        Returns:
            The path.

        Raises:
            OSError: when it cannot be written; an earlier file is then as it was.

        Example:
            >>> results.save("study.zip").name
            'study.zip'
        """
        return write_study(self, file_to_write(path, "study.zip"))

    @classmethod
    def load(cls, path: str | Path) -> "Results":
        """A study that `save` kept: the same tables, contrasts and intervals, and `extend` goes on with it.

        Nothing in the file is carried out, so it may come from a stranger; whatever is damaged, foreign or too large is refused in words.

        Args:
            path: the file.

        Returns:
            The results.

        Raises:
            OSError: when the file cannot be read.
            NotAStudy: when it is no study that this version can read, with the reason.
            NotEnoughMemory: when it holds more than fits into memory.

        Example:
            >>> _ = results.save("study.zip")
            >>> Results.load("study.zip").summary.equals(results.summary)
            True
        """
        return cls(*read_study(path_in(path, "study.zip")))

    # --- how it shows itself ---

    def __repr__(self) -> str:
        numbers = ((self.replicates, "replicate"), (self.months, "month"), (len(self.hubs), "hub"))
        replicates, months, hubs = (f"{number} {word}" + ("" if number == 1 else "s") for number, word in numbers)
        return f"Results of {self.scenario.name!r}: {', '.join(self.policies)}; {replicates} of {months}, {hubs}, seed {self.seed}"

    def _repr_html_(self) -> str:
        titles = {policy: self.title(policy) for policy in self.policies[1:]}
        return results_html(self.scenario.question, self.text_table(), titles)


def load_results(path: str | Path) -> Results:
    """A study that `Results.save` kept in a file; as `Results.load`, which says more.

    Args:
        path: the file.

    Returns:
        The results.

    Raises:
        OSError: when the file cannot be read.
        NotAStudy: when it is no study that this version can read, with the reason.
        NotEnoughMemory: when it holds more than fits into memory.

    Example:
        >>> load_results(results.save("study.zip")).policies
        ['baseline', 'rent_relief']
    """
    return Results.load(path)
