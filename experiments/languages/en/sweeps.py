"""What a page of sweeps adds to sensitivity and discovery in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "heading": "Where it happens",
    "box": "Limits of the first box",
    "trade": "Coverage and density on the way to the box",
    "regional": "How far factors differ between the two kinds of runs",
    "factor": "Factor",
    "distance": "Distance",
    "floor": "Chance alone",
    "clear": "Beyond chance",
    "yes": "yes",
    "no": "no",
    "holds": "\"{label}\" holds",
    "fails": "\"{label}\" does not hold",
    "which": "Scenario `{scenario}`, policy `{policy}`.",
    "made": "Computed with version {version} of the model, sources {code}.",
}
