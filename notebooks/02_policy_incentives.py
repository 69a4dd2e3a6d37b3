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
# # Which incentive helps a hub most, and how sure is that?
#
# A pilot hub in Sondrio opened with 14 desks and 6 offices, and was later downsized. This notebook asks the model
# which public help would have changed its story, what each euro would have bought, and what is left when all helps cost
# the same. The names are those of the command line (`coworking run sondrio_downsizing`) and of the report.

# %%
import os

import matplotlib.pyplot as plt

from experiments import at_equal_budget, load_scenario
from model import Voucher

REPLICATES = int(os.environ.get("COWORKING_REPLICATES", "100"))  # fewer are quicker, and less sure

# %%
case = load_scenario("sondrio_downsizing")
results = case.run(replicates=REPLICATES)
results

# %% [markdown]
# Two kinds of spread stand in this table, and they answer different questions.
#
# - **By set of parameters**: where the mean lies *as the numbers nobody knows vary*, chance apart. Each four replicates
#   share one set of them. Only better evidence narrows it.
# - **8 in 10 between**: how much *one history differs from another*, by chance and by unknown numbers. It is the risk a
#   planner bears, since the hub will have one history only.
#
# ## All policies at a glance
#
# From four policies on each has a panel of its own, with the baseline in grey behind it.

# %%
results.plot_members(policies=results.policies);

# %% [markdown]
# ## What a policy changes: twins
#
# Each policy runs on the *same people with the same chances* as the baseline. Replicate 7 of one and replicate 7 of
# the other are twins that differ by the policy alone, so the model subtracts twin from twin. What both share, a
# lucky start or a slow town, drops out of the difference.
#
# The interval tells where the average difference may lie. **If it contains zero, the model does not know whether
# the policy helps**, which is not the same as knowing that it does not.

# %%
results.contrast("voucher")

# %%
results.contrast_table(["members_36", "viable_36", "member_months", "public_eur"]).round(2)

# %% [markdown]
# One outcome in each plot, each policy in the colour it has everywhere. A full point is clearly different from the
# baseline, a hollow one is not; above each plot stands on which side better lies.

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(12, 3.5), sharey=True, layout="constrained")
results.plot_contrasts("members_36", ax=left)
results.plot_contrasts("public_eur", ax=right).locator_params(axis="x", nbins=5)

# %% [markdown]
# ## What the public gets for its money
#
# Three questions to put to any help: what it costs, how many months of membership it adds, and how many of the
# months it reaches would have been there anyway (**deadweight**, counted person by person: what the same people do without
# the help, in the same world). A cost for each added month is given only where members are clearly added. Elsewhere
# it would mean nothing, and the cell stays empty.

# %%
results.money_table(lang="en")

# %%
results.plot_money("deadweight");

# %% [markdown]
# ## Where the money goes
#
# What an average month of the hub costs (areas) and brings in (line), without help and with a lower rent. Where the
# line lies below the areas, the hub lives on its savings.

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(12, 4.5), sharey=True, layout="constrained")
for ax, policy in ((left, "baseline"), (right, "rent_relief")):
    results.plot_cost(ax=ax, policy=policy).label_outer()
    ax.set_title(results.title(policy))

# %% [markdown]
# ## At the same cost
#
# A policy that spends more does more; that says little about the instrument. So each instrument is made as generous as
# one sum allows, and they are compared once more, on the same worlds.

# %%
equal = at_equal_budget(results, 20_000)
equal.money_table(lang="en")

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(13, 4.5), sharey=True, layout="constrained")
equal.plot_contrasts("member_months", ax=left)
equal.plot_contrasts("viable_36", ax=right)

# %% [markdown]
# ## Change one incentive
#
# How generous should the voucher be? Four vouchers that differ in one value, the share of the fee they pay. (The pot and
# the most one person gets are larger than in the shipped voucher, so that they seldom decide.)

# %%
vouchers = case.without(*case.policies[1:])
for percent in (25, 50, 75, 100):
    one = Voucher(share=percent / 100, payer="chamber_of_commerce", months=12, cap_eur_month=250, budget_eur=60_000, end=36)
    vouchers = vouchers.with_policy(f"voucher_{percent}", one, title=f"Voucher of {percent} % of the fee")
generosity = vouchers.run(replicates=REPLICATES)
generosity.money_table(lang="en")

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(12, 3.5), sharey=True, layout="constrained")
generosity.plot_contrasts("member_months", ax=left)
generosity.plot_money("eur_per_member_month", ax=right)

# %% [markdown]
# A larger share reaches persons whom a smaller one leaves outside, but it also pays more to those who would come
# for less: a share that adds the most is rarely the one that adds most for each euro.
#
# Any policy may be the reference. Is three quarters better than a half?

# %%
generosity.contrast("voucher_75", baseline="voucher_50")

# %% [markdown]
# ## How far to trust it
#
# - The intervals hold chance and the unknown numbers of the sets. They do not hold what the rules of the model may have
#   wrong. `docs/parameters.md` says which of its numbers were measured and which are assumed, `docs/validation.md`
#   what it reproduces.
# - A difference between twins is surer than a level: an error that both share cancels, at least in part.
# - One case is one case. `load_scenario("pavia_growth")` is a large hub in a university town; try the same
#   questions there.
