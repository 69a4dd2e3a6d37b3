"""The command `coworking critical-mass`: how many members carry a hub, by even odds and by its books, and how far it is from both."""

import shlex
from typing import TYPE_CHECKING

from experiments.commands.asking import (
    AtOption,
    HubOption,
    OutOption,
    PolicyOption,
    ReplicatesOption,
    SeedOption,
    WorkersOption,
    answered,
    usual,
)
from experiments.commands.command_line import LANG, DebugOption, LangOption, PointOption, ScenarioArgument

if TYPE_CHECKING:
    from experiments.questions.answer import Told
    from experiments.questions.critical_mass import CriticalMass
    from model.scenario import Scenario

_REPLICATES = 64

_RUNS = 15  # of a world, about


def critical_mass(
    scenario: ScenarioArgument,
    hub: HubOption = None,
    policy: PolicyOption = "baseline",
    at: AtOption = 36,
    replicates: ReplicatesOption = None,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    out: OutOption = None,
    lang: LangOption = LANG,
    point: PointOption = False,
    debug: DebugOption = False,
) -> None:
    """Say how many members carry a hub past the point where it rather lives than closes, what it needs by its books, and how far it is."""

    def make(chosen: "Scenario", told: "Told") -> "CriticalMass":
        from experiments.questions.critical_mass import critical_mass as ask

        worlds = usual(replicates, chosen, _RUNS, _REPLICATES)
        again = ["coworking", "critical-mass", scenario, *(["--hub", hub] if hub else []), "--policy", policy, "--at", str(at)]
        again += ["--replicates", str(worlds), "--seed", str(seed), *(["--point"] if point else [])]
        return ask(
            chosen, hub=hub, policy=policy, at=at, replicates=worlds, seed=seed, workers=workers, point=point,
            command=shlex.join(again), told=told, lang=lang,
        )

    answered(scenario, make, out, lang, debug)
