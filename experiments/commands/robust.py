"""The command `coworking robust`: which policy stands up whatever comes."""

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.asking import OutOption, ReplicatesOption, SeedOption, WorkersOption, answered
from experiments.commands.command_line import LANG, DebugOption, LangOption, PointOption, ScenarioArgument

if TYPE_CHECKING:
    from experiments.questions.answer import Told
    from experiments.questions.robust import Robustness
    from model.scenario import Scenario


def robust(
    scenario: ScenarioArgument,
    policy: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A policy to try beside doing without (repeatable); all by default.")
    ] = None,
    replicates: ReplicatesOption = None,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    out: OutOption = None,
    lang: LangOption = LANG,
    point: PointOption = False,
    debug: DebugOption = False,
) -> None:
    """Try every policy under what nobody decides (remote work, rents, a rival, the metropolis): chance of being best, and regret."""

    def make(chosen: "Scenario", told: "Told") -> "Robustness":
        from experiments.questions.robust import robust as find

        asked = {"policies": policy, "replicates": replicates, "seed": seed, "workers": workers, "point": point}
        return find(chosen, **asked, told=told, lang=lang)  # type: ignore[arg-type]

    answered(scenario, make, out, lang, debug)
