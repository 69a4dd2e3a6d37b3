"""A design in order, and plans of it with some keys changed."""

from pathlib import Path
from typing import Any

from experiments.sweeps.design import Design, Plan, plan_of
from model.reading.writing import to_yaml

TOWNS = Path(__file__).parent / "towns"
BASE: dict[str, Any] = {
    "title": "A sweep",
    "scenarios": ["tiny.yaml"],
    "policies": ["baseline", "voucher"],
    "factors": [{"parameter": "alpha"}, {"path": "hubs.adda.desks", "low": 4, "high": 20}, {"parameter": "beta_n"}],
    "sampler": {"type": "saltelli", "n": 64},
    "replicates": 3,
    "outcomes": ["members_24", "viable_36"],
    "decisions": {"viable_36": {"decides": "whether to fund it"}},
}


def planned(**changed: Any) -> Plan:
    """The plan of the design above with some keys changed, read as from a file; None takes a key away."""
    data = {key: value for key, value in {**BASE, **changed}.items() if value is not None}
    return plan_of(Design.model_validate(data), TOWNS)


def design_file(folder: Path, name: str = "design.yaml", **changed: Any) -> Path:
    """The same as a file."""
    data = {key: value for key, value in {**BASE, **changed}.items() if value is not None}
    path = folder / name
    path.write_text(to_yaml(data), encoding="utf-8")
    return path
