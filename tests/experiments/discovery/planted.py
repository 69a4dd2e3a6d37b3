"""Sweeps made by hand, in which the runs of interest are known to crowd in given regions."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from experiments.discovery import Cases

LABELS = {
    "remote": ({"en": "Remote share", "it": "Quota da remoto"}, "share"),
    "rent": ({"en": "Rent", "it": "Affitto"}, "EUR/m2"),
    "town": ({"en": "Town", "it": "Città"}, ""),
    "desks": ({"en": "Desks", "it": "Scrivanie"}, "desks"),
    "wait": ({"en": "Notice", "it": "Preavviso"}, "months"),
    "change": ({"en": "Job change", "it": "Cambio di lavoro"}, "1/month"),
}
WORDING = {"en": "hubs close", "it": "gli hub chiudono"}
Region = Callable[[pd.DataFrame], "pd.Series"]


def factors(points: int, random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame({
        "remote": random.uniform(0, 1, points),
        "rent": random.uniform(4, 16, points),
        "town": random.choice(["Como", "Lecco", "Pavia", "Sondrio"], points),
        "desks": random.integers(8, 61, points),
        "wait": random.uniform(0, 12, points),
        "change": random.uniform(0.002, 0.02, points),
    })


def sweep(*regions: Region, inside: float = 0.85, outside: float = 0.12, points: int = 500, replicates: int = 5, seed: int = 1) -> Cases:
    """A yes-or-no outcome, likelier in the regions than outside them; chance decides in each replicate."""
    random = np.random.default_rng(seed)
    columns = factors(points, random)
    likely = np.zeros(points, dtype=bool)
    for region in regions:
        likely |= region(columns).to_numpy()
    chance = np.where(likely, inside, outside)[:, None]
    values = (random.random((points, replicates)) < chance).astype(float)
    return Cases(columns, values, LABELS, "closed_36", {"en": "Closed within 36 months", "it": "Chiuso entro 36 mesi"})


def corner(columns: pd.DataFrame) -> "pd.Series":
    return (columns.remote < 0.45) & (columns.rent > 9)


def towns(columns: pd.DataFrame) -> "pd.Series":
    return columns.town.isin(["Lecco", "Sondrio"]) & (columns.remote < 0.5)


def full(columns: pd.DataFrame) -> "pd.Series":
    return (columns.desks > 42) & (columns.wait < 5)


def overlap(found: np.ndarray, true: np.ndarray) -> float:
    return float((found & true).sum() / (found | true).sum())
