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
    "days differ": {"room_need_spread": 0.0, "days_fade": 0.0},
    "home and own rooms": {"home_push": 0.0, "own_room_share": 0.0},
    "the way to the office": {"home_use": 1.0},
    "consent of employers": {"consent": 1.0},
    "terms and notice": {"term_fixed": 0.0, "term_office": 0.0, "notice_months": 0.0},
    "places of skill": {"skill_spread": 0.0},
    "other places": {"other_places_100k": 0.0},
    "changing hub": {"habit_hub_change": 1.0},
    "distance": {"distance_fade": 0.0},
    "bounded clients": {"client_load": 0.0},
    "reviews": {"review_months": 1.0},
    "winding down": {"wind_down_reviews": 0.0},
    "the end of support": {"end_counts": 0.0},
    "other endings": {"other_endings": 0.0},
    "prices, withdrawals, renewals": {"price_step": 0.0, "withdrawal": 0.0, "renewal_rate": 0.0},
    "what is earned is spent": {"plough_back": 0.0},
    "growing back, host kept": {"grow_back": 0.0, "host_kept": 0.0},
    "calls": {"call_known": 1.0, "apply_effort": 0.0},
    "habit": {"habit": 0.0},
    "community": {"beta_n": 0.0},
    "word of mouth": {"awareness_word_of_mouth": 0.0},
    "pull of a contact": {"beta_s": 0.0},
    "collaborations hold": {"beta_k": 0.0, "leave_collaborations": 0.0},
    "spillovers": {"spillover": 0.0, "learning": 0.0},
}
