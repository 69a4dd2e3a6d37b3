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
# # A first hub: how likely is it to live, and what would help?
#
# A pilot hub in Sondrio opened with 14 desks and 6 offices, and was later downsized. Three lines run it a hundred
# times, each time with other people and other chances, and draw what came out.

# %%
import os
import tempfile

from experiments import load_results, load_scenario
from model import Voucher

REPLICATES = int(os.environ.get("COWORKING_REPLICATES", "100"))  # fewer are quicker, and less sure

# %%
case = load_scenario("sondrio_downsizing")
results = case.run(replicates=REPLICATES, policies=["rent_relief", "voucher"])
results.plot();

# %% [markdown]
# What you see: members month by month (the line is the middle future, the band holds half of the futures), how many
# hubs are still open, their cash, and what each policy changes in the outcome that decides the question.
#
# ## What is it about?
#
# A **case** is a town with its surroundings, a hub, and policies to compare with the baseline, which is the hub as it
# was set up. `case.hubs` says with which figures it runs: those that the file states, and those that come from the
# model's catalogue because it states none, each with its kind of evidence.

# %%
case

# %%
case.hubs

# %% [markdown]
# ## The figures
#
# A **replicate** is one possible history of the same hub. Two kinds of spread stand in this table: how far the mean may
# be off (`low` to `high`), and how much one history differs from another (`p10` to `p90`). The second is the risk a
# planner bears, since the hub will have one history only.

# %%
results.table(lang="en")

# %% [markdown]
# How long hubs last, as a table and as a picture. State, months and dates are words and calendar dates everywhere.

# %%
results.survival_table().query("month in (12, 24, 36, 60)")

# %%
results.plot_survival();

# %% [markdown]
# Any monthly series can be drawn; a name that there is not is refused with the nearest that there is.

# %%
results.plot_series("desk_use", policies=["baseline", "voucher"]);

# %%
try:
    results.plot_series("desk_us")
except KeyError as error:
    print(error.args[0])

# %% [markdown]
# ## Change something
#
# Every change gives a new case, checked as a scenario file is, and leaves the old one as it is. Here a smaller hub with a
# cheaper rent, and a voucher of one's own.

# %%
mine = case.change(hub="adda", desks=8, offices=3, rent_eur_m2=6, name="smaller", title="A smaller hub").with_policy(
    "generous", Voucher(share=0.8, payer="municipality", months=12, cap_eur_month=150), title="Four fifths of the fee for a year"
)
smaller = mine.run(replicates=REPLICATES, policies=["generous"])
smaller.contrast("generous")

# %% [markdown]
# Both studies have the same seed and the same town, hence the same people and chances: the two baselines are twins,
# replicate by replicate.

# %%
difference = smaller.values("viable_36") - results.values("viable_36")
f"The smaller hub is viable after 36 months in {difference.mean():+.0%} of the futures."

# %% [markdown]
# ## Keep it
#
# A study is kept in one file, and comes back to the bit. A case is kept as a scenario file, which the command line runs too
# (`coworking run smaller.yaml`).

# %%
with tempfile.TemporaryDirectory() as folder:
    again = load_results(results.save(f"{folder}/sondrio.study"))
    written = mine.save(f"{folder}/smaller.yaml")
    same = load_scenario(written).scenario == mine.scenario
bool((again.values("cash_36") == results.values("cash_36")).all()), same
