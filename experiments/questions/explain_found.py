"""What is known of why a hub fared as it did: the future that is told, its ledger, and the replays. `explain` makes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from experiments.languages import Words, own_words
from experiments.outcomes.intervals import Estimate
from experiments.questions.explain_course import Course
from experiments.questions.explain_ledger import Ledger
from experiments.questions.explain_replays import Cause, Replay
from experiments.runs.results import Results
from model.names import CLOSED, DOWNSIZED, OPEN, PLANNED
from model.scenario import Scenario

FATES: Final = {int(CLOSED): "closed", int(DOWNSIZED): "shrunk", int(OPEN): "open", int(PLANNED): "never"}
"""What became of a hub by the end of a run, the worst first."""

@dataclass(frozen=True, eq=False)
class Found:
    """Why a hub fared as it did.

    Attributes:
        results: the runs: the policy that is explained and its replays.
        scenario: the scenario as it was asked about.
        policy: the policy that is explained, by its name there.
        hub: the hub, by its short name.
        chosen: whether the hub was chosen because it fares worst of several.
        named: whether the future was named by who asked.
        course: the future that is told.
        ledger: its events.
        fates: share of the futures with each fate, by `FATES`.
        open_at_end: share of the futures in which it is open at the end.
        ranked_by: what replays are ranked by.
        base: the policy that is explained, over all futures.
        replays: the replays, those that change most first.
        command: what makes it again.
    """

    results: Results
    scenario: Scenario
    policy: str
    hub: str
    chosen: bool
    named: bool
    course: Course
    ledger: Ledger
    fates: Mapping[str, Estimate]
    open_at_end: Estimate
    ranked_by: str
    base: Mapping[str, float]
    replays: tuple[Replay, ...]
    command: str

    @property
    def fate(self) -> str:
        """What becomes of the hub in the future that is told."""
        return FATES[int(self.course.states.state[-1])]


def block_title(under: Scenario, name: str, lang: str) -> str:
    """What an instrument or shock of a scenario under its policy is called; without a title by what it is, where that is its name too."""
    block = next(one for one in (*under.instruments, *under.shocks) if one.name == name)
    return own_words(block, "title", lang) or (Words(lang, "explain").name("measure", block.type) if name == block.type else name)


def replay_title(cause: Cause, under: Scenario, lang: str) -> str:
    """What a replay of a scenario under its policy is called."""
    about = {"block": block_title(under, cause.block, lang)} if cause.block else {}
    return Words(lang, "explain")(f"replay_{cause.kind}", **about)
