"""What a page of sweeps adds to sensitivity and discovery in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    # --- factors that were given no title ---
    "dummy": "chance (a factor without effect)",
    "policy": "policy: {names}",
    # --- the page ---
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
    "left_out": "Left out: `{outcome}`, which {missing} of {runs} runs do not have. Ask whether something happens by a date instead of when it does.",
    "which": "Scenario `{scenario}`, policy `{policy}`.",
    "made": "Computed with version {version} of the model, sources {code}.",
}
