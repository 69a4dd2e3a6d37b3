"""Extensions in other processes: they travel by the name of the module that registers them, and are checked on arrival."""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from model.extensions.extension import REGISTERED, ExtensionError


class Ticket(NamedTuple):
    """What another process needs to know of an extension."""

    name: str
    module: str
    digest: str


def tickets() -> tuple[Ticket, ...]:
    """One for each registered extension.

    Raises:
        ExtensionError: naming those that no other process could import.
    """
    here = [name for name, one in REGISTERED.items() if one.module == "__main__"]
    if here:
        names = ", ".join(f"'{name}'" for name in here)
        raise ExtensionError(
            f"{names}: defined in a notebook or script, so other processes cannot know it; run in threads (leave 'executor' out), or write "
            "it into a file of its own that registers it when it is imported"
        )
    return tuple(Ticket(name, one.module, one.digest) for name, one in REGISTERED.items())


def bring(module: str) -> None:
    """Import a module that registers extensions, from the folder one is in or from what is installed. Its code is carried out.

    Args:
        module: its name, as Python imports it.

    Raises:
        ExtensionError: when it cannot be imported, or registers nothing.
    """
    if not all(part.isidentifier() for part in module.split(".")) or module.endswith(".py"):
        raise ExtensionError(f"--extension {module}: write the name of a module, as Python imports it, such as {Path(module).stem}")
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.append(here)  # behind what is installed, which it cannot take the place of
    try:
        import_module(module)
    except ModuleNotFoundError as error:
        if not f"{module}.".startswith(f"{error.name}."):
            raise ExtensionError(f"--extension {module}: it needs '{error.name}', which is not installed") from None
        raise ExtensionError(f"--extension {module}: there is no such module in this folder or among what is installed") from None
    except Exception as error:
        said = " ".join(str(error).split())[:600]
        raise ExtensionError(f"--extension {module}: it cannot be imported: {type(error).__name__}: {said}") from error
    package = module.partition(".")[0]  # whose other modules may hold what this one registers
    if not any(one.module.partition(".")[0] == package for one in REGISTERED.values()):
        raise ExtensionError(f"--extension {module}: the module registers no instrument and no submodel when it is imported")


def arrive(carried: Sequence[Ticket]) -> None:
    """Make sure that the same extensions are registered here.

    Raises:
        ExtensionError: when one cannot be imported, or is another than where it came from.
    """
    for name, module, digest in carried:
        if name not in REGISTERED:
            try:
                import_module(module)
            except ImportError as error:
                raise ExtensionError(f"extension '{name}': its module cannot be imported in this process: {error}") from None
        if name not in REGISTERED:
            raise ExtensionError(f"extension '{name}': the module '{module}' does not register it when it is imported; register it there")
        if REGISTERED[name].digest != digest:
            raise ExtensionError(f"extension '{name}': this process has another version of '{module}'; install the same")
    more = sorted(REGISTERED.keys() - {ticket.name for ticket in carried})
    if more:
        names = ", ".join(f"'{name}'" for name in more)
        raise ExtensionError(f"{names}: registered in this process and not where the study is; register the same in both")
