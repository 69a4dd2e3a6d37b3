"""What a call of the library pays, in one sentence, for the command line and the documentation."""

from collections.abc import Callable
from typing import Any, Final

from model.scenario.library import Call


def what_it_pays(call: Call) -> str:
    """The figures of a call in words: what is paid, to which cap, for whom, out of which pot."""
    block = call.instrument
    if block is None:
        return f"nothing here: {(call.why_none or '').strip()}"
    pot = "" if block.budget_eur is None else f"; pot of {_eur(block.budget_eur)}"
    until = "" if block.end is None else f", until {'month ' if isinstance(block.end, int) else ''}{block.end}"
    return f"{_PAYS[block.type](block)}{until}{pot}"


def _capex_grant(block: Any) -> str:
    cap = "" if block.cap_eur is None else f", at most {_eur(block.cap_eur)} a hub"
    return f"{_share(block.share)} of the works{cap}"


def _voucher(block: Any) -> str:
    cap = "" if block.cap_eur_month is None else f", at most {_eur(block.cap_eur_month)} a month"
    written = block.model_fields_set
    whom = [f"{word} {', '.join(getattr(block, word))}" for word in ("kinds", "fields", "ages") if word in written]
    return f"{_share(block.share)} of the fee{cap}, for {block.months} months" + (f"; {'; '.join(whom)}" if whom else "")


def _host_salary(block: Any) -> str:
    return f"{_share(block.share)} of the host's wage and {block.extra_fte:g} hosts more"


def _promotion(block: Any) -> str:
    return f"{block.intensity:g} × the ordinary promotion on top of it, {_eur(block.cost_eur_month)} a month and hub"


def _events(block: Any) -> str:
    cost = "" if block.cost_eur_event is None else f", {_eur(block.cost_eur_event)} each"
    return f"{block.extra_per_month:g} events more a month{cost}"


def _advisory_desk(block: Any) -> str:
    return f"{block.slots_per_month:g} sessions of advice a month, {_eur(block.cost_eur_session)} each"


def _anchor_tenancy(block: Any) -> str:
    price = "at the hub's price" if block.price_eur_month is None else f"for {_eur(block.price_eur_month)} a month each"
    return f"{block.desks} desks {price}"


def _conversion(block: Any) -> str:
    works = "" if block.works_eur is None else f", works of {_eur(block.works_eur)}"
    return f"{_capex_grant(block)}{works}, in another building"


def _network(block: Any) -> str:
    ties = {
        "a pass": block.shared_pass,
        "shared events": block.shared_events,
        "referrals": block.referrals,
        "a shared host": block.shared_host_fte,
        "a partner in the metropolis": block.partner,
    }
    given = ", ".join(name for name, strength in ties.items() if strength)
    return f"a network with {given or 'no tie'}, {_eur(block.cost_eur_month)} a month and hub"


def _matchmaking(block: Any) -> str:
    return f"{block.introductions_per_month:g} introductions a month, {_eur(block.cost_eur_month)} a month and hub"


_PAYS: Final[dict[str, Callable[[Any], str]]] = {
    "capex_grant": _capex_grant,
    "conversion": _conversion,
    "network": _network,
    "matchmaking": _matchmaking,
    "rent_relief": lambda block: f"{_share(block.share)} of the rent",
    "host_salary": _host_salary,
    "voucher": _voucher,
    "promotion": _promotion,
    "events": _events,
    "advisory_desk": _advisory_desk,
    "anchor_tenancy": _anchor_tenancy,
}


def _share(share: float) -> str:
    return "all" if share == 1 else f"{100 * share:g} %"


def _eur(value: float) -> str:
    return f"{value:,.0f} EUR"
