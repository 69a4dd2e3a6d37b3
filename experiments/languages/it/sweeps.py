"""What a page of sweeps adds to sensitivity and discovery in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    # --- factors that were given no title ---
    "dummy": "caso (un fattore senza effetto)",
    "policy": "misura: {names}",
    # --- the page ---
    "heading": "Dove accade",
    "box": "Limiti del primo riquadro",
    "trade": "Copertura e densità lungo la ricerca del riquadro",
    "regional": "Quanto i fattori differiscono tra le due specie di esiti",
    "factor": "Fattore",
    "distance": "Distanza",
    "floor": "Solo caso",
    "clear": "Oltre il caso",
    "yes": "sì",
    "no": "no",
    "holds": "«{label}» si verifica",
    "fails": "«{label}» non si verifica",
    "left_out": "Tralasciato: `{outcome}`, che {missing} simulazioni su {runs} non hanno. Si chieda se una cosa accade entro una data invece di quando accade.",
    "which": "Scenario `{scenario}`, misura `{policy}`.",
    "made": "Calcolato con la versione {version} del modello, sorgenti {code}.",
}
