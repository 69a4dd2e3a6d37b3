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
# which public help would have changed its story and what each euro would have bought, and then tries a help of its
# own. Everything takes a few lines, and the names are those of the command line (`coworking run
# sondrio_downsizing`) and of the report.

# %%
import os

import matplotlib.pyplot as plt

from experiments import Case, load_scenario
from model.scenario import read_text

REPLICATES = int(os.environ.get("COWORKING_REPLICATES", "100"))  # fewer are quicker, and less sure

# %% [markdown]
# ## Load a case
#
# A case is a town with its surroundings, a hub, and policies to compare with the baseline, which is the hub as it
# was set up.

# %%
case = load_scenario("sondrio_downsizing")
case

# %% [markdown]
# ## Run it
#
# A **replicate** is one possible history of the same hub: other chances, hence other people, other members, other
# months. The first run on a new machine compiles the model, once, in a minute or two; a line says so, and how long the
# rest takes.

# %%
results = case.run(replicates=REPLICATES)
results

# %% [markdown]
# Two kinds of spread stand in this table, and they answer different questions.
#
# - **By set of parameters**: where the mean lies *as the numbers nobody knows vary*, chance apart. Each four replicates
#   share one set of them. Only better evidence narrows it.
# - **8 in 10 between**: how much *one history differs from another*, by chance and by unknown numbers. It is the risk a
#   planner bears, since the hub will have one history only.

# %% [markdown]
# One call draws a first picture of it all: members, how many hubs last, cash, and what each policy changes in the outcome
# that decides the case.

# %%
axes = results.plot()

# %% [markdown]
# ## Members
#
# On the left the baseline alone: the line is the median, the dark band holds the middle half of the histories and
# the light one 8 in 10. On the right the baseline and two policies, each with its middle half. Every plot takes
# matplotlib axes and gives them back, so that you can go on drawing on them.

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(12, 4), sharey=True, layout="constrained")
for ax, policies in ((left, ["baseline"]), (right, ["baseline", "advisory_promotion", "package"])):
    results.plot_members(ax=ax, policies=policies).label_outer()

# %% [markdown]
# ## Survival
#
# The share of hubs that have not closed (solid line) and that have neither shrunk nor closed (dashed), by months
# since opening. The bands are 95 % intervals of these shares.

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(12, 4), sharey=True, layout="constrained")
for ax, policy in ((left, "baseline"), (right, "package")):
    results.plot_survival(ax=ax, policies=policy).label_outer()
    ax.set_title(results.title(policy))

# %% [markdown]
# ## Where the hub's money goes
#
# What an average month costs (areas) and brings in (line). Where the line lies below the areas, the hub lives on
# its savings.

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(12, 4.5), sharey=True, layout="constrained")
for ax, policy in ((left, "baseline"), (right, "rent_relief")):
    results.plot_cost(ax=ax, policy=policy).label_outer()
    ax.set_title(results.title(policy))

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

# %% [markdown]
# All contrasts are one pandas frame. Its `variance_ratio` tells what the twins are worth: 3 means that runs without
# twins would need three times as many replicates for an interval as narrow.

# %%
results.contrast_table(["members_36", "viable_36", "shrunk_or_closed_36", "cash_36", "member_months"]).drop(columns="hub").round(2)

# %% [markdown]
# All policies at once, one outcome in each plot, each policy in the colour it has everywhere. A full point is clearly
# different from the baseline, a hollow one is not; above each plot stands on which side better lies.

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(12, 3.5), sharey=True, layout="constrained")
results.plot_contrasts("members_36", ax=left)
results.plot_contrasts("public_eur", ax=right).locator_params(axis="x", nbins=5)

# %% [markdown]
# ## What the public gets for its money
#
# Three questions to put to any help: what it costs, how many months of membership it adds, and how many of the
# months it reaches would have been there anyway (**deadweight**). A cost for each added month is given only where members
# are clearly added. Elsewhere it would mean nothing, and the cell holds a dash. Brackets hold 95 % intervals. Without
# `lang` the same table holds numbers to go on with, and who pays in columns of their own.

# %%
results.money_table(lang="en")

# %% [markdown]
# ## Change one incentive
#
# How generous should the voucher be? A variant is a short text that `extends` a shipped scenario and says what is
# new: here four vouchers that differ in one value, the share of the fee they pay. (The pot and the most one person
# gets are larger than in the shipped voucher, so that they seldom decide.) A mistake in the text would be listed with
# its line and with what to write instead. Kept in a file, the same text runs as `load_scenario("vouchers.yaml")` or
# `coworking run vouchers.yaml`.

# %%
variant = """
extends: sondrio_downsizing
title: How generous should the voucher of Sondrio be?
question: What does a larger share of the fee buy?
policies:
"""
percents = [25, 50, 75, 100]
for percent in percents:
    variant += f"""
  voucher_{percent}:
    title: Voucher of {percent} % of the fee
    instruments:
      - type: voucher
        payer: chamber_of_commerce
        share: {percent / 100}
        cap_eur_month: 250
        months: 12
        budget_eur: 60000
        end: 36
"""

scenario, problems = read_text(variant)
for problem in problems:
    print(problem)

# %%
vouchers = Case(scenario).run(replicates=REPLICATES, policies=[f"voucher_{percent}" for percent in percents])
vouchers.money_table(lang="en")

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(12, 3.5), layout="constrained")
vouchers.plot_contrasts("member_months", ax=left)
vouchers.plot_money("eur_per_member_month", ax=right)

# %% [markdown]
# A larger share reaches persons whom a smaller one leaves outside, but it also pays more to those who would come
# for less. So look at both plots, and at the deadweight in the table: a share that adds the most is rarely the one
# that adds most for each euro.
#
# Any policy may be the reference. Is three quarters better than a half?

# %%
vouchers.contrast("voucher_75", baseline="voucher_50")

# %% [markdown]
# The seed is the same, so these are the worlds of the first study: its baseline comes out again, to the last digit.

# %%
bool((vouchers.fan("members").mean == results.fan("members").mean).all())

# %% [markdown]
# ## Keep it
#
# `results.save("study.zip")` keeps the whole study in one file, and `experiments.load_results("study.zip")` gives it back to
# the last digit, on any machine with this version.
#
# ## How far to trust it
#
# - The intervals hold chance and the unknown numbers of the sets. They do not hold what the rules of the model may have
#   wrong. `docs/parameters.md` says which of its numbers were measured and which are assumed, `docs/validation.md`
#   what it reproduces.
# - A difference between twins is surer than a level: an error that both share cancels, at least in part.
# - One case is one case. `load_scenario("pavia_growth")` is a large hub in a university town; try the same
#   questions there.
