"""The command `coworking mixes`: which instruments together, within a budget."""

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.asking import OutOption, SeedOption, WorkersOption, answered
from experiments.commands.command_line import LANG, DebugOption, LangOption, PointOption, ScenarioArgument

if TYPE_CHECKING:
    from experiments.questions.answer import Told
    from experiments.questions.mixes import Mixes
    from model.scenario import Scenario


def mixes(
    scenario: ScenarioArgument,
    budget: Annotated[float, typer.Option(metavar="EUR", help="Public money beyond doing without, over the whole run.")] = 150_000,
    instrument: Annotated[
        list[str] | None,
        typer.Option(
            "--instrument", "--instruments", metavar="NAME",
            help="An instrument to mix (repeatable, or several with commas); by default the kinds that the scenario's policies have.",
        ),
    ] = None,
    also: Annotated[
        str | None, typer.Option(metavar="OUTCOME", help="The third aim beside what decides and the cost; member-months by default.")
    ] = None,
    tried: Annotated[
        int | None, typer.Option("--mixes", min=8, help="About how many mixes to try; by default as many as fit into a minute, 48 to 160.")
    ] = None,
    replicates: Annotated[
        int | None, typer.Option(min=4, help="Number of fresh worlds on which mixes are checked; 20 to 100 by default.")
    ] = None,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    out: OutOption = None,
    lang: LangOption = LANG,
    point: PointOption = False,
    debug: DebugOption = False,
) -> None:
    """Search mixes of instruments under a budget by what decides, cost and a third aim, and check those found on fresh worlds."""

    def make(chosen: "Scenario", told: "Told") -> "Mixes":
        from experiments.questions.mixes import mixes as find

        names = [name.strip() for written in instrument or () for name in written.split(",") if name.strip()] or None
        return find(
            chosen, budget=budget, instruments=names, also=also, tried=tried, replicates=replicates, seed=seed, workers=workers,
            point=point, told=told, lang=lang,
        )  # fmt: skip

    answered(scenario, make, out, lang, debug)
