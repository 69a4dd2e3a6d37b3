# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Critical mass: from how many members on does a hub carry itself?
#
# Nothing in the model says that a hub needs so many members. It earns what its members pay and spends what it costs; members
# come because of price, distance, events and, if the evidence says so, because of other members. Where the fate of a hub turns,
# and whether members draw members at all, is an outcome.

# %%
import os

import matplotlib.pyplot as plt
import numpy as np

from experiments import KeptStudy, load_scenario
from experiments.questions.critical_mass import critical_mass

REPLICATES = int(os.environ.get("COWORKING_REPLICATES", "64"))

# %% [markdown]
# ## The question as the command line asks it
#
# The hub is started with no, some and many members on its first day, with the network effect of the parameter sets and without
# any, always in the same worlds.

# %%
case = load_scenario("sondrio_downsizing")
found = critical_mass(case.scenario, replicates=REPLICATES)
found.said("en")

# %% [markdown]
# ## By hand
#
# The same is soon done with what a notebook has. `KeptStudy` keeps the worlds, and of each change runs what is new: here the
# number of members on the first day.

# %%
kept = KeptStudy(seed=1)
starts = [0, 3, 6, 9, 12, 14]  # each takes a desk, and there are 14
viable = {
    members: kept.run(case.change(hub="adda", founders=members), REPLICATES, policies=[]).row("viable_36")
    for members in starts
}

# %%
fig, ax = plt.subplots(figsize=(7, 4), layout="constrained")
share, low, high = (np.array([getattr(row, name) for row in viable.values()]) for name in ("mean", "mean_low", "mean_high"))
ax.fill_between(starts, low, high, alpha=0.25)
ax.plot(starts, share, "o-")
ax.set(xlabel="members on the first day", ylabel="share of futures viable after 36 months", ylim=(0, 1));

# %% [markdown]
# Is it the start that decides, or the place? If the curve is flat, those who were there on the first day leave again and the hub
# finds its own level: then money for a full first day is lost. If it is steep somewhere, that is where help at the start pays.
#
# ## Without a network effect
#
# The strength of the effect of members on members is `beta_n`. It is not assumed: the parameter sets hold what fits the evidence, zero
# among it where it fits. Setting it to zero asks what is left when nobody comes because of others.

# %%
alone = case.change(parameters={"beta_n": 0}, title="Nobody comes because of others")
without = kept.run(alone, REPLICATES, policies=[])
with_it = kept.run(case, REPLICATES, policies=[])
fig, (left, right) = plt.subplots(1, 2, figsize=(11, 4), sharey=True, layout="constrained")
with_it.plot_members(ax=left)
without.plot_members(ax=right);

# %% [markdown]
# The two were run on the same worlds, so their difference is the effect and not chance.

# %%
for name in ("members_36", "viable_36", "member_months"):
    one, other = with_it.values(name), without.values(name)
    print(f"{name}: {one.mean():.2f} with, {other.mean():.2f} without")
