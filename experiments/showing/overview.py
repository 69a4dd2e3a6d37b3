"""The first picture of a study: members, hubs that last, cash, and what policies change."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from experiments.languages import Words
from experiments.outcomes.measures import MEASURES
from experiments.outcomes.rows import ContrastRow
from experiments.showing import plots
from experiments.showing.canvas import legend_of, letters, name_figure, name_panel, readable
from experiments.showing.plots_of_policies import differences
from experiments.showing.style import Look
from model.series import HUB_COLUMN, HUB_SERIES

_WIDTH: Final = 5.2  # inches of a panel
_ROOM: Final = 185  # for what a row is called, in pixels of the report's size


def overview(
    fans: Mapping[str, Sequence[plots.LabelledFan]], lives: Sequence[plots.Lives], rows: Sequence[ContrastRow], looks: Sequence[Look],
    labels: Sequence[str], money: tuple[Mapping[str, np.ndarray], Mapping[str, np.ndarray]], baseline: str, words: Words, caption: str,
) -> np.ndarray:
    """Four panels under one caption, and one legend for all of them.

    Args:
        fans: members and cash under each policy, by series.
        lives: how long hubs live under each.
        rows: what the policies change in the outcome that decides; without any the last panel shows `money`.
        looks: of these policies.
        labels: what they are called.
        money: income and costs of the first policy.
        baseline: title of what policies are compared with.
        words: language of the reader.
        caption: what was run.
    """
    import matplotlib.pyplot as plt

    height = 7.2 + 0.3 * (len(lives) if len(lives) > 1 else 3)
    figure, grid = plt.subplots(2, 2, figsize=(letters() * (2 * _WIDTH + 0.6), letters() * height), layout="constrained")
    name_figure(figure, caption)
    members, kept, cash, last = grid.flat
    for ax, series, title in ((members, "members", "of_members"), (cash, "cash_eur", "of_cash")):
        plots.fans(fans[series], HUB_SERIES[HUB_COLUMN[series]], words(title), ax, words.lang)
    plots.kept(lives, kept, words.lang)
    name_panel(kept, words("of_kept"), _WIDTH)
    if rows:
        differences(rows, labels, looks, words.outcome(MEASURES[rows[0].outcome]), baseline, last, words.lang, room=_ROOM)
    else:
        plots.cost(*money, last, words.lang)
        name_panel(last, words("of_cost"), _WIDTH)
    for ax in grid.flat:
        readable(ax)
        if (legend := ax.get_legend()) is not None:
            legend.remove()
    legend_of([kept] if len(lives) > 1 else [members] if rows else [members, last])
    return grid
