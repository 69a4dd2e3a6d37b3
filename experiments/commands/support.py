"""The command `coworking support`: the least public support for a hub to last, and what happens when it ends."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.asking import OutOption, PolicyOption, ReplicatesOption, SeedOption, WorkersOption, answered, usual
from experiments.commands.command_line import BAD_INPUT, LANG, DebugOption, LangOption, PointOption, ScenarioArgument, fail
from experiments.languages import Words

if TYPE_CHECKING:
    from experiments.questions.answer import Answer, Told
    from experiments.questions.support_found import Meets
    from model.scenario import Scenario

_RUNS = 50  # of a world, about


def support(
    scenario: ScenarioArgument,
    target: Annotated[float, typer.Option(metavar="SHARE", help="Share of the futures in which the hub is to last.")] = 0.8,
    at: Annotated[int, typer.Option(metavar="N", help="Month in which it is looked at, counted from the opening.")] = 36,
    viable: Annotated[bool, typer.Option("--viable", help="The hub is to be viable, not only open.")] = False,
    whole: Annotated[bool, typer.Option("--whole", help="The hub is to be neither shrunk nor closed.")] = False,
    policy: PolicyOption = "baseline",
    instrument: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="An instrument to try, such as rent_relief (repeatable); all by default.")
    ] = None,
    replicates: ReplicatesOption = None,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    out: OutOption = None,
    lang: LangOption = LANG,
    point: PointOption = False,
    debug: DebugOption = False,
) -> None:
    """Search the least public support with which a hub lasts, by each instrument and by two together, and say what happens when it ends."""
    if viable and whole:
        fail(Words(lang, "questions")("viable_or_whole"), BAD_INPUT)
    meets: Meets = "viable" if viable else "whole" if whole else "open"

    def make(chosen: "Scenario", told: "Told") -> "Answer":
        from experiments.questions.support import least_support

        worlds = usual(replicates, chosen, _RUNS, 40)
        again = _command(scenario, target, at, meets, policy, instrument, worlds, seed, point)
        return least_support(
            chosen, target=target, at=at, meets=meets, policy=policy, instruments=instrument, replicates=worlds, seed=seed,
            workers=workers, point=point, told=told, lang=lang, command=again,
        )

    answered(scenario, make, out, lang, debug)


def _command(
    scenario: str, target: float, at: int, meets: str, policy: str, instruments: list[str] | None, replicates: int, seed: int, point: bool
) -> str:
    """What is typed to make the answer again."""
    words = ["coworking support", Path(scenario).name, f"--target {target:g} --at {at}", *([] if meets == "open" else [f"--{meets}"])]
    words += [] if policy == "baseline" else [f"--policy {policy}"]
    words += [f"--instrument {name}" for name in instruments or ()]
    return " ".join([*words, f"--replicates {replicates} --seed {seed}", *(["--point"] if point else [])])
