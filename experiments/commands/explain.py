"""The command `coworking explain`: why a hub closed, shrank or thrived."""

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.asking import OutOption, PolicyOption, ReplicatesOption, SeedOption, WorkersOption, answered, usual
from experiments.commands.command_line import LANG, DebugOption, LangOption, PointOption, ScenarioArgument

if TYPE_CHECKING:
    from experiments.questions.answer import Answer, Told
    from model.scenario import Scenario

_RUNS = 12  # of a world, about


def explain(
    scenario: ScenarioArgument,
    hub: Annotated[str | None, typer.Option(metavar="NAME", help="The hub to explain; the one that fares worst by default.")] = None,
    policy: PolicyOption = "baseline",
    future: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="The future to tell, from 0; the typical one by default.")
    ] = None,
    replicates: ReplicatesOption = None,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    out: OutOption = None,
    lang: LangOption = LANG,
    point: PointOption = False,
    debug: DebugOption = False,
) -> None:
    """Say why a hub closes, shrinks or thrives: what happened in a typical future, and all futures again without one cause each."""

    def make(chosen: "Scenario", told: "Told") -> "Answer":
        from experiments.questions.explain import explain as explained

        worlds = usual(replicates, chosen, _RUNS, 100)
        command = f"coworking explain {scenario} --replicates {worlds} --seed {seed}"
        command += "".join(f" --{name} {value}" for name, value in (("hub", hub), ("future", future)) if value is not None)
        command += f" --policy {policy}" * (policy != "baseline") + " --point" * point
        asked = {"hub": hub, "policy": policy, "future": future, "replicates": worlds, "seed": seed, "workers": workers, "point": point}
        return explained(chosen, **asked, told=told, lang=lang, command=command)  # type: ignore[arg-type]

    answered(scenario, make, out, lang, debug)
