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
# # Your town: would a hub live there, and what would keep it?
#
# Any municipality of Italy is a town of the model already, by its residents and its province. This notebook takes a hub to another
# town, then builds one from nothing.

# %%
import os
import warnings

from IPython.display import SVG

from experiments import Case, load_scenario, town_map
from model import HostSalary, RentRelief, Scenario, ScenarioError, Voucher

REPLICATES = int(os.environ.get("COWORKING_REPLICATES", "60"))

# %% [markdown]
# ## The same hub somewhere else
#
# What was said of Sondrio makes no sense elsewhere, and is left out with a warning: here we know.

# %%
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    moved = load_scenario("sondrio_downsizing").in_town("Crema")
moved

# %% [markdown]
# ## A hub of your own
#
# What you know goes in; what you leave out comes from the catalogue, drawn anew for each future where nobody knows it.

# %%
town = "crema"  # write yours
own = Case(
    Scenario(
        name="our_hub",
        title="A hub in the old market hall",
        question="Should the municipality help a hub, and how?",
        start="2027-01",
        horizon_months=48,
        territory={"towns": [town]},
        hubs=[{"name": "market", "town": town, "desks": 16, "offices": 3, "rent_eur_m2": 7}],
    )
)
own.hubs

# %% [markdown]
# Where it stands, and from where people can come: boundaries of the municipalities, and the time that the model lets them travel.

# %%
SVG(town_map(own.scenario))

# %% [markdown]
# ## What may the municipality do?
#
# Three instruments, compared on the same futures. Each is a class with figures of its own, and a figure that makes no sense is
# refused with what to write.

# %%
own = (
    own.with_policy("rent", RentRelief(share=0.5, payer="municipality", end=36), title="Half the rent for three years")
    .with_policy("host", HostSalary(share=0.4, payer="municipality", end=36), title="Two fifths of the host's wage for three years")
    .with_policy("voucher", Voucher(share=0.5, payer="municipality", months=12, cap_eur_month=125), title="Half the fee for a year")
)
try:
    own.with_policy("wrong", Voucher(share=50, payer="municipality"))
except ScenarioError as error:
    print(error)

# %%
results = own.run(replicates=REPLICATES)
results.plot();

# %%
results.money_table(lang="en")

# %% [markdown]
# ## What if it goes wrong?
#
# The share of futures in which the hub is still open, and what it costs the public where it closes all the same.

# %%
results.plot_survival();

# %%
closed = results.values("viable_36", "rent") == 0
spent = results.values("public_eur", "rent")
f"Half the rent: not viable after three years in {closed.mean():.0%} of the futures; {spent[closed].mean():,.0f} EUR were spent there."

# %% [markdown]
# The case is a file like any other: `own.save("our_hub.yaml")`, then `coworking run our_hub.yaml` writes the report for the council,
# and `coworking dashboard` opens it as a page with sliders.
