"""The command `coworking warning`: what to watch in a hub's first year, and how often such a warning is right."""

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.asking import OutOption, ReplicatesOption, SeedOption, WorkersOption, answered, usual
from experiments.commands.command_line import LANG, DebugOption, LangOption, PointOption, ScenarioArgument
from experiments.languages import Words

if TYPE_CHECKING:
    from experiments.questions.answer import Answer, Told
    from model.scenario import Scenario

_REPLICATES = 100  # as `experiments.questions.warning.REPLICATES`, which takes long to load


def warning(
    scenario: ScenarioArgument,
    hub: Annotated[str | None, typer.Option(metavar="NAME", help="The hub to look at; the scenario's only one by default.")] = None,
    policy: Annotated[
        str | None, typer.Option(metavar="NAME", help="Look at this policy alone; the baseline and all policies together by default.")
    ] = None,
    at: Annotated[int, typer.Option(metavar="N", help="Month of life by whose end the hub may have closed.")] = 36,
    replicates: ReplicatesOption = None,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    out: OutOption = None,
    lang: LangOption = LANG,
    point: PointOption = False,
    debug: DebugOption = False,
) -> None:
    """Say what a hub's members, awareness, use and cash at month 6 and 12 tell of its closing, and how often such a warning is right."""

    def make(chosen: "Scenario", told: "Told") -> "Answer":
        from experiments.questions.warning import warning as asked_of

        worlds = usual(replicates, chosen, 1 if policy else len(chosen.policy_names), _REPLICATES)
        asked = {"--hub": hub, "--policy": policy, "--at": at, "--replicates": worlds, "--seed": seed}
        written = [f"{option} {shlex.quote(str(value))}" for option, value in asked.items() if value is not None]
        command = " ".join(["coworking warning", shlex.quote(scenario), *written, *(["--point"] if point else [])])
        return asked_of(
            chosen, hub=hub, policy=policy, at=at, replicates=worlds, seed=seed, workers=workers, point=point, told=told,
            stage=Words(lang, "warning")("stage"), command=command,
        )

    answered(scenario, make, out, lang, debug)
