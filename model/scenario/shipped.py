"""The scenarios and the calls that come with the model."""

from importlib.resources import files
from pathlib import Path


def shipped_folder() -> Path:
    """The folder of shipped scenarios: inside an installed package, or `scenarios/` of the working copy."""
    package = Path(str(files("model")))
    installed = package / "scenario" / "shipped"
    return installed if installed.is_dir() else package.parent / "scenarios"


def scenario_names() -> tuple[str, ...]:
    """Names of the shipped scenarios.

    Returns:
        Names that `load_scenario` takes, in alphabetical order.

    Example:
        >>> "sondrio_downsizing" in scenario_names()
        True
    """
    return tuple(sorted(path.stem for path in shipped_folder().glob("*.yaml")))


def calls_folder() -> Path:
    """The folder of real calls, beside the scenarios that may name them."""
    return shipped_folder() / "instruments"


def call_names() -> tuple[str, ...]:
    """Names of the calls, in alphabetical order."""
    return tuple(sorted(path.stem for path in calls_folder().glob("*.yaml")))
