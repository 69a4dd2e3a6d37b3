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
# # Sensitivity: which numbers decide, and is it more than chance?
#
# Some numbers of the model are measured, others are assumed. Before you believe an answer, ask on which of them it hangs. A **design**
# says what is varied and how, a **sweep** runs it, and an **analysis** tells factors from chance.

# %%
import os

import matplotlib.pyplot as plt

from experiments import Design, plan_of, sweep

REPLICATES = int(os.environ.get("COWORKING_REPLICATES", "60"))

# %% [markdown]
# ## Screening
#
# Eight factors of the first two years of the hub in Sondrio: parameters of behaviour, figures of the hub, a figure of a policy. A
# parameter that names no range has that of the catalogue. Morris screening moves one factor at a time along several paths.

# %%
design = Design(
    title="What decides the first two years of Sondrio's hub",
    scenarios=["sondrio_downsizing"],
    policies=["baseline", "voucher"],
    horizon_months=24,
    factors=[
        {"parameter": "alpha"},
        {"parameter": "beta_n"},
        {"parameter": "need_rate"},
        {"parameter": "contacts_town"},
        {"path": "hubs.adda.desks", "low": 8, "high": 24},
        {"path": "hubs.adda.rent_eur_m2", "low": 4, "high": 12},
        {"path": "hubs.adda.prices.flex", "low": 70, "high": 150},
        {"path": "policies.voucher.instruments.voucher.share", "low": 0.2, "high": 0.9},
    ],
    sampler={"type": "morris", "trajectories": max(4, REPLICATES // 6)},
    replicates=2,
    outcomes=["member_months", "cash_24", "public_eur"],
)
runs = sweep(plan_of(design))
runs.frame.head()

# %% [markdown]
# ## The ranking
#
# Factors by strength. `clear` says whether one is more than chance would give by itself: a dummy factor that changes nothing but the
# worlds is screened with the others, and what does not stand above it is not told apart from it.

# %%
analysis = runs.sensitivity("member_months", policy="baseline")
analysis.ranking

# %%
table = analysis.table
table[table["index"].eq("mu_star")].set_index("factor")[["value", "low", "high", "above_floor"]].round(2)

# %%
fig, axes = plt.subplots(1, 3, figsize=(13, 4), layout="constrained")
for ax, outcome in zip(axes, ["member_months", "cash_24", "public_eur"], strict=True):
    found = runs.sensitivity(outcome, policy="voucher").table
    strengths = found[found["index"].eq("mu_star")].set_index("factor")["value"].sort_values()
    ax.barh(strengths.index, strengths.to_numpy())
    ax.set(title=outcome, xlabel="mean strength (µ*)")

# %% [markdown]
# The same factors in another order for each outcome: what fills a hub is not what keeps its cash, nor what the public pays.
#
# ## What decides the difference a policy makes?
#
# A level hangs on many numbers, a difference on fewer: what the two share cancels, run by run. That is why the model compares better
# than it predicts.

# %%
runs.sensitivity("member_months", policy="voucher - baseline").ranking

# %% [markdown]
# A screening is a first look. For shares of variance with intervals take `sampler: {type: sobol, …}` with more points, in a file that
# `coworking sweep` runs, continues after an interruption, and turns into a page (`docs/sweeps.md`).
