"""The command `coworking place`: where and how to make a hub, and which hub first."""

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

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
    from experiments.questions.place import Place
    from model.scenario import Scenario

_REPLICATES = 60
_LIST = "A,B"

_RUNS = 14  # of a world, about


def place(
    scenario: ScenarioArgument,
    hub: HubOption = None,
    policy: PolicyOption = "baseline",
    at: AtOption = 36,
    desks: Annotated[
        str | None, typer.Option(metavar=_LIST, help="Desks to try, such as 8,12,20; half to twice the planned ones by default.")
    ] = None,
    offices: Annotated[
        str | None, typer.Option(metavar=_LIST, help="Offices to try, such as 0,2,4; around the planned ones by default.")
    ] = None,
    towns: Annotated[
        str | None, typer.Option(metavar=_LIST, help="Towns to try, with commas, of the scenario's territory; all of it by default.")
    ] = None,
    operators: Annotated[
        str | None, typer.Option(metavar=_LIST, help="Operators to try, with commas; all but an employer by default.")
    ] = None,
    buildings: Annotated[
        str | None, typer.Option(metavar=_LIST, help="Buildings to try, with commas; rented and its own by default.")
    ] = None,
    fields: Annotated[
        str | None, typer.Option(metavar=_LIST, help="Fields to try, with commas, or none; none and those of most members by default.")
    ] = None,
    phased: Annotated[
        bool | None, typer.Option("--phased/--not-phased", help="Whether to try half of the desks now and half later; yes by default.")
    ] = None,
    replicates: ReplicatesOption = None,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    out: OutOption = None,
    lang: LangOption = LANG,
    point: PointOption = False,
    debug: DebugOption = False,
) -> None:
    """Say which way to make a hub: its size, opening, operator, field, building and town, ranked on fresh futures; and which hub first."""
    lists = {
        "--desks": desks, "--offices": offices, "--towns": towns, "--operators": operators, "--buildings": buildings, "--fields": fields,
    }  # fmt: skip

    def make(chosen: "Scenario", told: "Told") -> "Place":
        from experiments.questions.place import place as ask
        from experiments.questions.place_options import Asked, listed

        values = listed(lists)
        asked = Asked(
            values["--desks"], values["--offices"], phased, values["--operators"], values["--buildings"], values["--fields"],
            values["--towns"],
        )
        worlds = usual(replicates, chosen, _RUNS, _REPLICATES)
        again = ["coworking", "place", scenario, *(["--hub", hub] if hub else []), "--policy", policy, "--at", str(at)]
        again += [part for option, value in lists.items() if value is not None for part in (option, value)]
        again += [] if phased is None else ["--phased" if phased else "--not-phased"]
        again += ["--replicates", str(worlds), "--seed", str(seed), *(["--point"] if point else [])]
        return ask(
            chosen, asked=asked, hub=hub, policy=policy, at=at, replicates=worlds, seed=seed, workers=workers, point=point,
            command=shlex.join(again), told=told, lang=lang,
        )

    answered(scenario, make, out, lang, debug)
