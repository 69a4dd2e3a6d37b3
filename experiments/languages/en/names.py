"""Names of things of the model, and of units, in English: by kind, then by the code that stands for the thing."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {
    "field": {"digital": "digital", "creative": "creative", "legal": "legal", "finance": "finance", "marketing": "marketing",
              "engineering": "engineering", "agrifood": "agri-food", "other": "other"},
    "field_long": {"digital": "digital", "creative": "creative work and culture", "legal": "legal", "finance": "finance and consulting",
                   "marketing": "marketing", "engineering": "engineering and manufacturing", "agrifood": "agri-food", "other": "other services"},
    "field_word": {"digital": "digital", "creative": "creative", "legal": "legal", "finance": "finance", "marketing": "marketing",
                   "engineering": "engineering", "agrifood": "agrifood", "other": "other"},
    "line": {"fees_eur": "member fees", "office_fees_eur": "offices", "ancillary_eur": "rooms, events and services", "subsidy_eur": "public contributions",
             "owner_eur": "losses covered by the owner", "rent_eur": "rent", "host_eur": "host", "utilities_eur": "energy, cleaning, network",
             "events_eur": "events", "variable_eur": "consumables", "debt_eur": "loan instalments", "notice_eur": "space given up", "works_eur": "expansions"},
    "reason": {"1": "cash runs out and credit is not enough", "2": "few desks are used and cash is nearly gone",
               "3": "for a year few desks have been used, without growth"},
    "reason_short": {"0": "–", "1": "cash and credit gone", "2": "low use, little cash", "3": "low use, no growth"},
    "evidence": {"measured": "measured", "survey": "from surveys", "expert": "from experts", "assumed": "assumed", "promotional": "promotional"},
    "evidence_one": {"measured": "measured", "survey": "survey", "expert": "expert", "assumed": "assumed", "promotional": "promotional"},
    "evidence_long": {"measured": "official statistics, law, calendar", "survey": "published figures of hubs and of who uses them",
                      "expert": "reported practice, or drawn from trials of the model", "assumed": "no source: a choice of ours",
                      "promotional": "claims of interested parties"},
    "payer": {"municipality": "municipality", "chamber_of_commerce": "chamber of commerce", "region": "region", "other_public": "another public body", "sponsor": "sponsor"},
    "territory": {"residents": "residents", "professionals": "independent professionals", "remote_workers": "employees who can work remotely", "firms": "firms",
                  "mean_income_eur": "mean gross income, € a year", "minutes_to_milan": "minutes from Milan, door to door"},
    "hub": {"operator": "who runs it", "building": "building", "desks": "desks", "offices": "offices", "m2": "area, m²",
            "rent_eur_m2": "rent, €/m² a month", "host_fte": "host, full time = 1", "host_cost_eur": "cost of a full-time host, € a month",
            "events_per_month": "events a month", "works_eur": "first works, €", "opening_cash_eur": "cash at opening, €", "credit_eur": "credit line, €",
            "utilities_eur_m2": "energy, cleaning and network, €/m² a month",
            "price_day": "day pass, €", "price_flex": "flexible plan, € a month", "price_fixed": "fixed desk, € a month", "price_office": "office, € a month"},
    "operator": {"private": "private", "public": "public", "cooperative": "cooperative", "employer_anchored": "anchored by an employer", "volunteer": "volunteers"},
    "building": {"rented": "rented", "own": "its own", "regenerated": "regenerated"},
    "bound": {"at least": "at least", "at most": "at most"},
    "unit": {"members": "members", "EUR": "€", "months": "months", "min": "min", "links": "collaborations", "persons": "persons", "firms": "firms", "needs": "needs", "hubs": "hubs",
             "member-months": "member-months", "EUR/member-month": "€ a member-month", "kg": "kg", "agents": "persons and firms", "users": "users"},
    # units in tables, pictures and sentences, whole or word by word, and percentage points
    "unit_word": {"month": "month", "months": "months", "year": "year", "years": "years", "week": "week", "day": "day", "days": "days",
                  "desk": "desk", "desks": "desks", "member": "member", "members": "members", "heads": "heads", "events": "events",
                  "persons": "persons", "firms": "firms", "hubs": "hubs", "agents": "agents", "users": "users", "links": "links",
                  "needs": "needs", "member-months": "member-months", "EUR/member-month": "EUR/member-month", "pp": "pp", "EUR": "EUR", "min": "min", "kg": "kg"},
    # shares with a name, told instead of a percentage
    "fraction": {"1/5": "a fifth", "1/4": "a quarter", "1/3": "a third", "1/2": "half", "2/3": "two thirds", "3/4": "three quarters"},
}
