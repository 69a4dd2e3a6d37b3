"""An instrument and a submodel that nobody ships, as a researcher would write them; a test registers them for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import numpy as np

import model
from model.draws import uniform
from model.extensions import assumed
from model.month.lookup import is_membership
from model.month.public_money import commit, pay_hub
from model.reading.fields import Name, quantity
from model.scenario.instrument_block import InstrumentBlock, percent
from model.series import HUB_COLUMN, Series

_NET = HUB_COLUMN["net_eur"]


class LossGuarantee(InstrumentBlock):
    """A part of last month's loss is made up for."""

    values = ("part", "cap_eur_month")

    type: Literal["loss_guarantee"]
    name: Name = "loss_guarantee"
    part: float = quantity("part of the loss", (0.1, 0.9), most=1)
    """Part of the loss that is paid."""
    cap_eur_month: float | None = quantity("EUR/month", (200, 5_000), most=1e6, default=None)
    """Most that one hub receives a month (default: no cap)."""

    def pays(self) -> str:
        """A part of the loss."""
        return f"{percent(self.part)} of a month's loss"


def loss_guarantee(t: Any, town: Any, h: Any, v: Any, own: Any) -> None:
    """What the hub lost last month is paid in part."""
    if t > 0:
        loss = max(0.0, -town.record.hub[t - 1, h, _NET])
        pay_hub(t, town, h, v, commit(town, v, min(own.values.part * loss, own.values.cap_eur_month)))


def alumni(t: Any, town: Any, own: Any) -> None:
    """Some of those who leave a hub go on speaking well of it, which is worth a part of its ordinary promotion each."""
    own.hubs.alumni[:] = 0
    for i in range(town.agents.shape[0]):
        before, now = own.agents[i].hub - 1, town.agents[i].hub if is_membership(town.agents[i].plan) else -1
        if before >= 0 and now != before:
            fond = uniform(town.seed, own.process, t, town.people[i].slot, town.specs[before].key) < own.values.alumni_fond
            own.agents[i].speaks_of = before + 1 if fond else 0
        if town.agents[i].resident == 0 or now >= 0:
            own.agents[i].speaks_of = 0
        own.agents[i].hub = now + 1
        if own.agents[i].speaks_of > 0:
            own.hubs[own.agents[i].speaks_of - 1].alumni += 1
    for h in range(town.hubs.shape[0]):
        own.series[t, h].alumni = own.hubs[h].alumni
        town.hubs[h].promotion += own.values.alumni_voice * own.hubs[h].alumni


VOICE = assumed("alumni_voice", "multiples of ordinary promotion/person", 0, 0, 0.2, "What one former member adds to a hub's promotion.")
FOND = assumed("alumni_fond", "share", 0.5, 0, 1, "Share of those who leave that speak well of the hub.", hard_high=1)


@contextmanager
def registered() -> Iterator[None]:
    """Both, until the end of the block."""
    with model.extended():
        model.register_instrument(LossGuarantee, loss_guarantee)
        model.register_submodel(
            "alumni", {"offers": alumni}, parameters=[VOICE, FOND],
            agents={"hub": np.int16, "speaks_of": np.int16}, hubs={"alumni": np.int64},
            series=[Series("alumni", "persons", "former members who speak of the hub")],
        )
        yield


POLICIES = """
  guarantee:
    title: A guarantee
    instruments:
      - {type: loss_guarantee, payer: region, part: 0.8, cap_eur_month: 900, budget_eur: 9000}
  no_guarantee:
    title: A guarantee of nothing
    instruments:
      - {type: loss_guarantee, payer: region, part: 0}
  late_guarantee:
    title: A guarantee after the end
    instruments:
      - {type: loss_guarantee, payer: region, part: 0.8, start: 36}
  alumni:
    title: Former members speak of their hub
    parameters: {alumni_voice: 0.1}
  silent:
    title: Former members who count for nothing
    parameters: {alumni_fond: 0.4}
  both:
    title: Both
    combine: [guarantee, alumni]
"""
"""Policies of the tiny town that use them."""
