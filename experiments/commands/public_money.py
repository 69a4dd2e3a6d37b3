"""The command `coworking public-money`: where public money goes, instrument by instrument."""

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.asking import OutOption, ReplicatesOption, SeedOption, WorkersOption, answered, usual
from experiments.commands.command_line import LANG, DebugOption, LangOption, PointOption, ScenarioArgument
from experiments.languages import Words

if TYPE_CHECKING:
    from experiments.questions.answer import Answer, Told
    from model.scenario import Scenario


def public_money(
    scenario: ScenarioArgument,
    policy: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A policy whose instruments to judge (repeatable); all by default.")
    ] = None,
    replicates: ReplicatesOption = None,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    out: OutOption = None,
    lang: LangOption = LANG,
    point: PointOption = False,
    debug: DebugOption = False,
) -> None:
    """Say where public money goes: whom each instrument reaches, who would be there anyway, what remains after it ends and at what cost."""

    def make(chosen: "Scenario", told: "Told") -> "Answer":
        from experiments.questions.public_money import public_money as statement

        stage = Words(lang, "questions")("replicates")
        worlds = usual(replicates, chosen, 2 * len(policy or chosen.policies), 40)
        return statement(chosen, policy, replicates=worlds, seed=seed, workers=workers, point=point, told=told, stage=stage)

    answered(scenario, make, out, lang, debug)
