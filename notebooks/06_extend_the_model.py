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
# # An instrument and a rule of your own
#
# The model knows twelve instruments of public policy and one way in which people, hubs and firms behave. A researcher
# soon wants one more: an incentive that nobody has tried, a behaviour that the literature describes and the model leaves
# out. This notebook adds one of each. Nothing in the package is touched, and nothing has to be installed again: what is
# registered here can be written in scenarios and policies, is checked, paid, counted, drawn and compared like everything
# else. `docs/extending.md` has all of it in one page.

# %%
import os
from typing import Literal

import matplotlib.pyplot as plt
import numpy as np

import model
from experiments import load_scenario
from model.draws import uniform
from model.extensions import assumed
from model.month.lookup import is_membership
from model.month.public_money import commit, pay_hub
from model.reading.fields import Name, quantity
from model.scenario.instrument_block import InstrumentBlock, percent
from model.series import HUB_COLUMN, Series

REPLICATES = int(os.environ.get("COWORKING_REPLICATES", "40"))  # fewer are quicker, and less sure

case = load_scenario("lodi_bundles")
plain = case.run(replicates=REPLICATES, policies=["rent_relief"])  # before anything is added, to compare with at the end
plain

# %% [markdown]
# ## An instrument: a guarantee against losses
#
# New hubs mostly close because their cash runs out before their members have come. Suppose the municipality did not pay
# them a rent or a wage, but promised to make up for a part of each month's *loss*: a hub that does well costs it nothing.
#
# Two things have to be written. The first is **what a planner writes** in a scenario: the keys, each with its unit, the
# range that is plausible and the most that makes any sense. Who pays, from when to when, out of which pot and to which hubs
# is there already; every instrument has it.


# %%
class LossGuarantee(InstrumentBlock):
    """A part of last month's loss is made up for."""

    values = ("part", "cap_eur_month")  # the keys that the function below reads

    type: Literal["loss_guarantee"] = "loss_guarantee"
    name: Name = "loss_guarantee"
    part: float = quantity("part of the loss", (0, 0.9), most=1)
    """Part of the loss that is paid."""
    cap_eur_month: float | None = quantity("EUR/month", (200, 5_000), most=1e6, default=None)
    """Most that one hub receives a month (default: no cap)."""

    def pays(self) -> str:
        """What is paid, in words."""
        return f"{percent(self.part)} of a month's loss"


# %% [markdown]
# The second is **what it does** to hub `h` in month `t`. The function is compiled, so it is written as plain loops and
# arithmetic on the columns of the town (`docs/odd.md` §2 lists them). `commit` takes money out of the pot as far as
# there is any, and `pay_hub` gives it to the hub and writes it into the public ledger: all money goes this way.

# %%
NET = HUB_COLUMN["net_eur"]  # the result of a month, as every run records it


def loss_guarantee(t, town, h, v, own):
    """What hub h lost last month is paid in part by instrument v."""
    if t > 0:
        loss = max(0.0, -town.record.hub[t - 1, h, NET])
        promised = min(own.values.part * loss, own.values.cap_eur_month)
        pay_hub(t, town, h, v, commit(town, v, promised))


model.register_instrument(LossGuarantee, loss_guarantee, replace=True)  # so that this cell may be run again

# %% [markdown]
# From now on it is an instrument like any other. A mistake in it is told like any other, too:

# %%
try:
    case.with_policy("guarantee", {"type": "loss_guarantee", "payer": "municipality", "part": 80, "cap_eur_mont": 2_000})
except model.ScenarioError as error:
    said = str(error).splitlines()
said

# %%
case = case.with_policy(
    "guarantee",
    LossGuarantee(part=0.8, cap_eur_month=2_000, payer="municipality", budget_eur=60_000),
    title="Four fifths of each loss, up to 2,000 EUR a month",
)
case = case.with_policy("no_guarantee", LossGuarantee(part=0, payer="municipality"), title="A guarantee of nothing")
results = case.run(replicates=REPLICATES, policies=["rent_relief", "guarantee", "no_guarantee"])
results

# %% [markdown]
# ### Nothing must change nothing
#
# This is the first thing to ask of an extension: does it leave everything alone where it is not used, and where it is worth
# nothing? Not nearly, but to the last bit, for then every difference below is due to the instrument.


# %%
def same(one, other, series=len(HUB_COLUMN)):
    """Whether two policies have the same members, cash, collaborations ... in every month of every replicate."""
    return bool((one.hub[:series] == other.hub[:series]).all() and (one.town == other.town).all())


{
    "the baseline, before and after it was registered": same(plain.stack(), results.stack()),
    "another policy, before and after": same(plain.stack("rent_relief"), results.stack("rent_relief")),
    "a guarantee of nothing, and the baseline": same(results.stack("no_guarantee"), results.stack()),
    "a guarantee, and the baseline (this one must differ)": same(results.stack("guarantee"), results.stack()),
}

# %% [markdown]
# ### What it does
#
# Replicate by replicate on the same people, as for every policy: the difference between twins.

# %%
results.contrast("guarantee")

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(12, 4), layout="constrained")
results.plot_cash(ax=left, policies=["baseline", "guarantee", "rent_relief"])
results.plot_survival(ax=right, policies=["baseline", "guarantee", "rent_relief"])

# %% [markdown]
# And what it costs. The ledger has it by instrument, month and hub; whether it is worth its price is the same question
# as for any other help (`results.contrast("guarantee").money`).

# %%
{name: f"{paid.mean():,.0f} EUR on average" for name, paid in results.public_by_instrument("guarantee").items()}

# %% [markdown]
# ## A rule: those who leave a hub speak of it
#
# In the model members tell their contacts of their hub, and who has left it says nothing more. Suppose that some of those
# who leave go on speaking well of it, and that each of them is worth a part of the hub's ordinary promotion. Nobody has
# measured how much, so this is a question to the model and no answer from it: *if* it were so, what would change?
#
# A rule has **parameters** of its own, each with unit, plausible range and meaning, as every number of the model. The
# default of the first is the value at which the rule does nothing: only a scenario or policy that gives it another value
# has the rule at all.

# %%
PARAMETERS = [
    assumed(
        "alumni_voice", "multiples of ordinary promotion", default=0, low=0, high=0.1,
        meaning="What one former member adds to the promotion of a hub.",
    ),
    assumed(
        "alumni_fond", "share", default=0.5, low=0, high=1, hard_high=1,
        meaning="Share of those who leave a hub that go on speaking well of it.",
    ),
]  # fmt: skip

# %% [markdown]
# It also has to remember something the model does not: of which hub each person was a member last month, and of which one
# she now speaks. `agents` below gives every person and firm such a row, and `series` adds a monthly outcome. Whether one
# is fond of the hub one leaves is a matter of chance, and chance is drawn **by key** (the seed, the month, the person and the
# hub), so that the same person decides alike in every policy and adding the rule shifts nobody else's luck.


# %%
def alumni(t, town, own):
    """Count who speaks well of the hub they have left, and add it to the hub's promotion."""
    for i in range(town.agents.shape[0]):
        before = own.agents[i].member_of - 1  # what is kept begins at zero, so hubs count from one here
        now = town.agents[i].hub if is_membership(town.agents[i].plan) else -1
        if before >= 0 and now != before:
            u = uniform(town.seed, own.process, t, town.people[i].slot, town.specs[before].key)
            own.agents[i].speaks_of = before + 1 if u < own.values.alumni_fond else 0
        if town.agents[i].resident == 0 or now >= 0:  # moved away, or a member again
            own.agents[i].speaks_of = 0
        own.agents[i].member_of = now + 1
        if own.agents[i].speaks_of > 0:
            own.series[t, own.agents[i].speaks_of - 1].alumni += 1
    for h in range(town.hubs.shape[0]):
        town.hubs[h].promotion += own.values.alumni_voice * own.series[t, h].alumni


model.register_submodel(
    "alumni",
    {"offers": alumni},  # after the instruments of the month and before anybody hears of a hub
    parameters=PARAMETERS,
    agents={"member_of": np.int16, "speaks_of": np.int16},
    series=[Series("alumni", "persons", "former members who speak well of the hub")],
    replace=True,
)

# %% [markdown]
# Its parameters can now be set wherever parameters can: here in policies, one for each of three answers to what nobody
# knows.

# %%
voices = {"alumni_low": 0.02, "alumni_middle": 0.05, "alumni_high": 0.1}
for name, voice in voices.items():
    case = case.with_policy(name, title=f"Each is worth {voice:.0%} of ordinary promotion", parameters={"alumni_voice": voice})
case = case.with_policy("silent", title="All speak well of it, and count for nothing", parameters={"alumni_voice": 0, "alumni_fond": 1})
told = case.run(replicates=REPLICATES, policies=[*voices, "silent"])

{
    "the baseline, before and after": same(plain.stack(), told.stack()),
    "former members who count for nothing, and the baseline": same(told.stack("silent"), told.stack()),
}

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(12, 4), layout="constrained")
for name in ("silent", *voices):
    fan = told.fan("alumni", name)  # the series of its own, as any other
    left.plot(fan.month, fan.mean, color=told.look(name).colour, label=told.title(name))
left.set(title="Former members who speak well of the hub", xlabel="month", ylabel="persons, mean")
left.legend(frameon=False, fontsize=8)
told.plot_contrasts("members_36", ax=right, policies=list(voices))

# %%
told.contrast("alumni_high")

# %% [markdown]
# ## What else follows by itself
#
# - `results.monthly` has a column `alumni`, `results.values("alumni_at_24", "alumni_high")` is its value in month 24 of life.
# - A sweep may vary `alumni_voice` over its plausible range (`parameter: alumni_voice` in a design), and its runs are never
#   mixed with those of another version of the rule.
# - `model.CoworkingModel(case.scenario, policy="guarantee", alumni_voice=0.05)` runs both, month by month.
# - Results say what they were made with, and so do the reports and tables written from them:

# %%
dict(results.extensions), dict(told.extensions)

# %% [markdown]
# What stands in a notebook can run in threads, as here. To run it in other processes or on other machines, write the class,
# the functions and the calls of `register_...` into a file of your own: workers import it by name.
#
# And to be rid of both:

# %%
model.unregister("loss_guarantee")
model.unregister("alumni")
again = load_scenario("lodi_bundles").run(replicates=REPLICATES, policies=["rent_relief"])
same(plain.stack(), again.stack()) and same(plain.stack("rent_relief"), again.stack("rent_relief"))
