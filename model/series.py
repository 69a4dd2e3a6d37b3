"""What is measured each month (ODD §4.11, §7.14), defined once: name, unit and meaning. Kernels write by position, people read by name."""

from typing import Final, Literal, NamedTuple

from model.names import CHANNELS, FIELDS, codes

Together = Literal["sum", "by first desks", "by desks", "by members", "apart"]


class Series(NamedTuple):
    """One monthly outcome.

    `together` says what several hubs make of it: their sum; their mean, each hub weighed by the desks it opened with (from its opening on),
    by the desks it offers or by its members; or nothing, where hubs can only be looked at one by one ("apart").
    """

    name: str
    unit: str
    meaning: str
    together: Together = "sum"


_HOW: Final = ("founding it", "its opening", "its promotion and events", "a contact", "the advisory desk")  # in the order of CHANNELS

HUB_SERIES: Final = (
    Series("members", "members", "flex, fixed and office tenants at the end of the month"),
    Series("flex", "members", "members on the flex plan"),
    Series("fixed", "members", "members with a fixed desk"),
    Series("tenants", "firms", "firms that rent offices"),
    Series("offices_let", "offices", "offices let"),
    Series("occasional", "users", "day-pass users, not members"),
    Series("days", "days", "days spent in the hub by its users this month"),
    Series("waiting", "persons", "waiting for a place"),
    Series("desks", "desks", "desks offered"),
    Series("offices", "offices", "offices offered"),
    Series("desk_use", "share", "seats used over the desks the hub opened with", "by first desks"),
    Series("use_of_offered", "share", "seats used over the desks offered now", "by desks"),
    Series("state", "code", "planned, open, downsized, closed", "apart"),
    Series("reason", "code", "why it closed or shrank, 0 while it did neither", "apart"),
    Series("cash_eur", "EUR", "cash at the end of the month"),
    Series("runway_months", "months", "cash over the mean net loss of the last three months, 60 at most", "apart"),
    Series("fees_eur", "EUR", "desk fees and day passes, paid by users or by vouchers"),
    Series("ancillary_eur", "EUR", "meeting rooms, events and services sold"),
    Series("office_fees_eur", "EUR", "rents of offices"),
    Series("subsidy_eur", "EUR", "public money received in cash (host, events, anchor)"),
    Series("owner_eur", "EUR", "cross-subsidy by the owner"),
    Series("rent_eur", "EUR", "rent, net of relief"),
    Series("utilities_eur", "EUR", "energy, cleaning, network"),
    Series("host_eur", "EUR", "wages of the host paid by the hub"),
    Series("events_eur", "EUR", "cost of events"),
    Series("variable_eur", "EUR", "consumables and services"),
    Series("debt_eur", "EUR", "loan instalments"),
    Series("notice_eur", "EUR", "rent on space given up"),
    Series("works_eur", "EUR", "works of an expansion paid in cash"),
    Series("renewal_eur", "EUR", "rooms renewed out of what was earned"),
    Series("net_eur", "EUR", "result: all that came in less all costs"),
    Series("withdrawn_eur", "EUR", "taken out by the owner; the change of cash is the result less this"),
    Series("joins", "members", "new members"),
    *(Series(f"joins_{channel}", "members", f"new members who came to know the hub by {how}")
      for channel, how in zip(CHANNELS, _HOW, strict=True)),
    Series("leaves", "members", "members lost"),
    Series("leaves_flex", "members", "flex members lost"),
    Series("leaves_fixed", "members", "fixed and office members lost"),
    Series("employees", "members", "members who are employees"),
    Series("leaves_employees", "members", "employees lost"),
    Series("vouchers", "vouchers", "vouchers and trial days used this month"),
    Series("vouchers_taken", "vouchers", "vouchers and trial days taken this month"),
    Series("aware", "agents", "residents and firms that know the hub"),
    Series("aware_firms", "firms", "firms that know the hub"),
    Series("clients", "firms", "firms that are clients of the community"),
    Series("advised", "firms", "firms advised by the desk this month"),
    Series("follow_on", "firms", "advised firms that went on to grant calls, this month"),
    Series("quality", "share", "quality offered: host and events", "by desks"),
    Series("minutes", "min", "mean one-way travel of members", "by members"),
    Series("within_30", "share", "members within 30 minutes", "by members"),
    Series("veterans", "members", "members with at least 12 months"),
    Series("veterans_linked", "members", "of which with a collaboration made in the first 12 months"),
    Series("new_person_person", "links", "new collaborations between persons"),
    Series("new_person_firm", "links", "new collaborations of a person and a firm"),
    Series("new_firm_firm", "links", "new collaborations between firms"),
    Series("active_links", "links", "collaborations alive that began here"),
    Series("new_different", "links", "new collaborations across fields"),
    Series("projects", "needs", "needs of firms met in the community"),
    Series("moved_in", "members", "members who came from another hub this month"),
    Series("projects_partner", "needs", "of which by a partner hub in the metropolis"),
    Series("advised_micro", "firms", "firms of one or two staff advised by the desk this month"),
    Series("clients_micro", "firms", "client firms of one or two staff"),
    Series("tenants_micro", "firms", "firms of one or two staff that rent offices"),
    *(Series(f"members_{field}", "members", f"members whose field is {field}") for field in FIELDS),
)

TOWN_SERIES: Final = (
    Series("residents", "persons", "professionals and remote workers present"),
    Series("left", "persons", "persons who left for the metropolis this month"),
    Series("returned", "persons", "persons who came back this month"),
    Series("newcomers", "persons", "new persons this month"),
    Series("vacant", "persons", "places left and not yet taken"),
    Series("firms", "firms", "firms alive"),
    Series("firm_births", "firms", "firms born this month"),
    Series("firm_deaths", "firms", "firms closed this month"),
    Series("needs_outside", "needs", "needs of firms met in the metropolis"),
    Series("needs_lapsed", "needs", "needs given up"),
    Series("commute_minutes_avoided", "min", "minutes of travel avoided by employees at a hub"),
    Series("co2_kg_avoided", "kg", "CO₂ avoided by them"),
    Series("income_uplift_eur", "EUR", "income added by collaborations (persons)"),
    Series("revenue_uplift_eur", "EUR", "revenue added by collaborations (firms)"),
    Series("members", "members", "residents who are members of any hub"),
)

OWN_SERIES: Final[dict[str, Series]] = {}
"""Monthly outcomes of hubs that registered extensions add (`model.extensions`), by name: columns of a run after those of `HUB_SERIES`."""

HUB_COLUMN: Final = {series.name: position for position, series in zip(codes(len(HUB_SERIES)), HUB_SERIES, strict=True)}
TOWN_COLUMN: Final = {series.name: position for position, series in zip(codes(len(TOWN_SERIES)), TOWN_SERIES, strict=True)}
