"""The rules whose share in each claim is measured: by name, the values of parameters at which the model is the one without the rule.

A rule is one line here: its name and its null values. `coworking validate --rules N` runs every case without each of them in turn.
"""

from collections.abc import Mapping
from typing import Final

RULES: Final[Mapping[str, Mapping[str, float]]] = {
    "hubs differ": {
        "hub_appeal_spread": 0.0, "founders_spread": 0.0, "opening_cash_spread": 0.0, "operator_spread": 0.0, "market_spread": 0.0,
    },
    "owners who host": {"owner_hosts": 0.0},
    "habit": {"habit": 0.0},
    "community": {"beta_n": 0.0},
    "word of mouth": {"awareness_word_of_mouth": 0.0, "beta_s": 0.0},
    "collaborations hold": {"beta_k": 0.0, "leave_collaborations": 0.0},
    "spillovers": {"spillover": 0.0, "learning": 0.0},
}
