"""A rule of the twin changed on purpose is noticed: what the comparison says is not empty."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.twin import choice, entry, firms, hub, instruments, meeting, membership, mobility, model, operator, philox, vouchers
from tests.twin.compare import SideBySide
from tests.twin.model import SUBMODELS
from tests.twin.philox import Draws
from tests.twin.world import Hub
from tests.twin.worlds import WORLDS

ALL, NETWORK, ENTRY, LOVED = "every instrument", "a network of hubs", "entry left to operators", "one town and its surroundings"
OPERATORS = "operators"
PROCESSES = {name: value for name, value in vars(philox).items() if name.isupper() and isinstance(value, int) and name[0] != "_"}
# Where it shows, if not among all instruments.
WHERE = {
    "rents of space given up are not due": OPERATORS,
    "ENTRY": ENTRY, "PARTNER": NETWORK, "OPERATOR": OPERATORS, "HUB_TRAIT": OPERATORS, "day passes are not limited": LOVED,
    "owners take nothing out": OPERATORS, "support is counted on to its end": OPERATORS, "nobody works for the anchor": OPERATORS,
}  # fmt: skip


def noticed(world: str, after: Callable[[SideBySide], None] | None = None) -> bool:
    """Whether the comparison finds a difference before the horizon."""
    both = SideBySide(WORLDS[world].case(), WORLDS[world].seed)
    if after:
        after(both)
    return bool(both.first_differences())


@pytest.mark.parametrize("process", PROCESSES)
def test_a_draw_with_another_key_is_noticed(process: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Shifted(Draws):
        def words(self, of: int, time: int, slot: int, second: int = 0) -> tuple[int, int, int, int]:
            return super().words(of, time, slot, second + (of == PROCESSES[process]))

    monkeypatch.setattr(model, "Draws", Shifted)
    assert noticed(WHERE.get(process, ALL))


@pytest.mark.parametrize(("first", "second"), [("apply_instruments", "spread_awareness"), ("give_places", "list_users_and_firms"),
                                               ("meet", "spill_over"), ("move", "close_month")])  # fmt: skip
def test_two_submodels_in_the_other_order_are_noticed(first: str, second: str) -> None:
    position = [submodel.__name__ for submodel in SUBMODELS].index(first)
    assert SUBMODELS[position + 1].__name__ == second
    swapped = (*SUBMODELS[:position], *SUBMODELS[position : position + 2][::-1], *SUBMODELS[position + 2 :])
    assert noticed(ALL, lambda both: setattr(both.twin, "submodels", swapped))


def _later(function: Callable[..., int]) -> Callable[..., int]:
    return lambda *given: function(*given) + 1


def _nothing(*_: Any) -> float:
    return 0.0


# What is changed: module, name, what stands instead.
CHANGES: dict[str, tuple[Any, str, Any]] = {
    "a month more of memory": (membership, "geometric", _later(philox.geometric)),
    "a month more of every collaboration": (meeting, "geometric", _later(philox.geometric)),
    "a month more to every renewal": (choice, "geometric", _later(philox.geometric)),
    "a month more of every need": (firms, "geometric", _later(philox.geometric)),
    "a month more of every vacancy": (mobility, "geometric", _later(philox.geometric)),
    "vouchers are not refunded": (membership, "end_voucher", lambda agent: setattr(agent, "voucher", None)),
    "everybody knows of every call": (vouchers, "applies", lambda *_: True),
    "every VAT number is new": (vouchers, "vat_months", _nothing),
    "vouchers are not repriced": (choice, "reprice_voucher", _nothing),
    "voucher shares are a thousandth larger": (
        vouchers, "voucher_amount", lambda model, agent, voucher, hub, plan: (
            min(1.001 * voucher.share * hub.price[plan], voucher.cap_eur_month) if plan in voucher.plans else 0.0)),
    "news does not fall with distance": (membership, "nearness", lambda *_: 1.0),
    "what contacts tell is taken for promotion": (membership, "WORD_OF_MOUTH", membership.MEDIA),
    "a community keeps up with any number of clients": (firms, "room_for_clients", lambda *_: 1.0),
    "trust does not count": (meeting, "trust", _nothing),
    "all heads are there every day": (meeting, "crowd", lambda p, _: 1 + 30 / p.attention_span),
    "ties do not hold": (mobility, "hold", _nothing),
    "new firms look for no premises": (mobility, "look_for_premises", _nothing),
    "no interest on the loan": (hub, "repay", lambda owner, rate: owner.instalment),
    "rents of space given up are not due": (hub, "pay_notice", _nothing),
    "owners take nothing out": (operator, "withdraw", _nothing),
    "support is counted on to its end": (operator, "support_that_ends", _nothing),
    "nobody works for the anchor": (entry, "hire", _nothing),
    "founders have no lasting taste": (entry, "lasting_taste", _nothing),
    "arrears are never received": (instruments, "receive_arrears", _nothing),
    "employers never change their mind": (choice, "may_come", lambda agent, hub: True),
    "nobody works elsewhere": (choice, "elsewhere", lambda *_: -1e9),
    "no desk binds": (membership, "bind", _nothing),
    "the way does not shorten the stay": (choice, "days_wanted", lambda model, agent, hub: 1.0),
    "nobody notices": (instruments, "notice_offers", _nothing),
    "day passes are not limited": (Hub, "room_for_day_pass", True),
    "habit does not bind firms less for advice": (choice, "habit_of", lambda model, agent: (
        model.p.habit * agent.habit * (model.p.habit_firm if agent.is_firm else 1))),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_rule_is_noticed(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, other = CHANGES[change]
    monkeypatch.setattr(module, name, other)
    assert noticed(WHERE.get(change, ALL))


def test_an_unchanged_twin_is_not_noticed() -> None:
    case = WORLDS[ALL].case()
    assert not SideBySide(case, WORLDS[ALL].seed).first_differences(12)
