"""What is measured each month (ODD §4.11, §7.14), defined once: name, unit and meaning. Kernels write by position, people read by name."""

from typing import Final, Literal, NamedTuple

from model.names import FIELDS, FIELDS_IT, codes

Together = Literal["sum", "by first desks", "by desks", "by members", "apart"]


class Series(NamedTuple):
    """One monthly outcome.

    `together` says what several hubs make of it: their sum; their mean, each hub weighed by the desks it opened with (from its opening on),
    by the desks it offers or by its members; or nothing, where hubs can only be looked at one by one ("apart").
    """

    name: str
    unit: str
    meaning: str
    meaning_it: str
    together: Together = "sum"


HUB_SERIES: Final = (
    Series("members", "members", "flex, fixed and office tenants at the end of the month", "flex, fissi e uffici a fine mese"),
    Series("flex", "members", "members on the flex plan", "iscritti flex"),
    Series("fixed", "members", "members with a fixed desk", "iscritti con postazione fissa"),
    Series("tenants", "firms", "offices let", "uffici affittati"),
    Series("occasional", "users", "day-pass users, not members", "utenti occasionali, non iscritti"),
    Series("waiting", "persons", "waiting for a place", "in lista d'attesa"),
    Series("desks", "desks", "desks offered", "postazioni offerte"),
    Series("offices", "offices", "offices offered", "uffici offerti"),
    Series("desk_use", "share", "seats used over the desks the hub opened with", "posti usati sulle postazioni iniziali", "by first desks"),
    Series("use_of_offered", "share", "seats used over the desks offered now", "posti usati sulle postazioni offerte ora", "by desks"),
    Series("state", "code", "planned, open, downsized, closed", "previsto, aperto, ridimensionato, chiuso", "apart"),
    Series("cash_eur", "EUR", "cash at the end of the month", "cassa a fine mese"),
    Series("runway_months", "months", "cash over the mean net loss of the last three months, 60 at most",
           "mesi di autonomia, al più 60", "apart"),
    Series("fees_eur", "EUR", "desk fees and day passes, paid by users or by vouchers", "quote e ingressi, pagati da utenti o voucher"),
    Series("ancillary_eur", "EUR", "meeting rooms, events and services sold", "sale, eventi e servizi venduti"),
    Series("office_fees_eur", "EUR", "rents of offices", "canoni degli uffici"),
    Series("subsidy_eur", "EUR", "public money received in cash (host, events, anchor)", "denaro pubblico ricevuto in cassa"),
    Series("owner_eur", "EUR", "cross-subsidy by the owner", "copertura del proprietario"),
    Series("rent_eur", "EUR", "rent, net of relief", "affitto al netto degli sconti"),
    Series("utilities_eur", "EUR", "energy, cleaning, network", "energia, pulizie, rete"),
    Series("host_eur", "EUR", "wages of the host paid by the hub", "stipendio del gestore pagato dall'hub"),
    Series("events_eur", "EUR", "cost of events", "costo degli eventi"),
    Series("variable_eur", "EUR", "consumables and services", "consumi e servizi"),
    Series("debt_eur", "EUR", "loan instalments", "rate del mutuo"),
    Series("notice_eur", "EUR", "rent on space given up", "canone sullo spazio lasciato"),
    Series("works_eur", "EUR", "works of an expansion paid in cash", "lavori di ampliamento pagati in cassa"),
    Series("net_eur", "EUR", "change of cash", "variazione di cassa"),
    Series("joins", "members", "new members", "nuovi iscritti"),
    Series("leaves", "members", "members lost", "iscritti persi"),
    Series("leaves_flex", "members", "flex members lost", "iscritti flex persi"),
    Series("leaves_fixed", "members", "fixed and office members lost", "iscritti fissi e uffici persi"),
    Series("employees", "members", "members who are employees", "iscritti dipendenti"),
    Series("leaves_employees", "members", "employees lost", "dipendenti persi"),
    Series("aware", "agents", "residents and firms that know the hub", "residenti e imprese che conoscono l'hub"),
    Series("aware_firms", "firms", "firms that know the hub", "imprese che conoscono l'hub"),
    Series("clients", "firms", "firms that are clients of the community", "imprese clienti della comunità"),
    Series("advised", "firms", "firms advised by the desk this month", "imprese assistite dallo sportello nel mese"),
    Series("follow_on", "firms", "advised firms that went on to grant calls, this month", "imprese assistite passate ai bandi, nel mese"),
    Series("quality", "share", "quality offered: host and events", "qualità offerta: gestore ed eventi", "by desks"),
    Series("minutes", "min", "mean one-way travel of members", "viaggio medio di sola andata degli iscritti", "by members"),
    Series("within_30", "share", "members within 30 minutes", "iscritti entro 30 minuti", "by members"),
    Series("veterans", "members", "members with at least 12 months", "iscritti da almeno 12 mesi"),
    Series("veterans_linked", "members", "of which with a collaboration made in the first 12 months",
           "di cui con una collaborazione nei primi 12 mesi"),
    Series("new_person_person", "links", "new collaborations between persons", "nuove collaborazioni tra persone"),
    Series("new_person_firm", "links", "new collaborations of a person and a firm", "nuove collaborazioni persona-impresa"),
    Series("new_firm_firm", "links", "new collaborations between firms", "nuove collaborazioni tra imprese"),
    Series("active_links", "links", "collaborations alive that began here", "collaborazioni attive nate qui"),
    Series("new_different", "links", "new collaborations across fields", "nuove collaborazioni tra settori diversi"),
    Series("projects", "needs", "needs of firms met in the community", "bisogni d'impresa risolti nella comunità"),
    Series("moved_in", "members", "members who came from another hub this month", "iscritti venuti da un altro hub nel mese"),
    Series("projects_partner", "needs", "of which by a partner hub in the metropolis", "di cui con un hub partner nella metropoli"),
    Series("advised_micro", "firms", "firms of one or two staff advised by the desk this month",
           "imprese di uno o due addetti assistite dallo sportello nel mese"),
    Series("clients_micro", "firms", "client firms of one or two staff", "imprese clienti di uno o due addetti"),
    Series("tenants_micro", "firms", "offices let to firms of one or two staff", "uffici affittati a imprese di uno o due addetti"),
    *(Series(f"members_{field}", "members", f"members whose field is {field}", f"iscritti del settore {FIELDS_IT[code]}")
      for code, field in enumerate(FIELDS)),
)

TOWN_SERIES: Final = (
    Series("residents", "persons", "professionals and remote workers present", "professionisti e lavoratori da remoto presenti"),
    Series("left", "persons", "persons who left for the metropolis this month", "persone partite nel mese"),
    Series("returned", "persons", "persons who came back this month", "persone tornate nel mese"),
    Series("newcomers", "persons", "new persons this month", "persone nuove nel mese"),
    Series("vacant", "persons", "places left and not yet taken", "posti lasciati e non ancora ripresi"),
    Series("firms", "firms", "firms alive", "imprese attive"),
    Series("firm_births", "firms", "firms born this month", "imprese nate nel mese"),
    Series("firm_deaths", "firms", "firms closed this month", "imprese chiuse nel mese"),
    Series("needs_outside", "needs", "needs of firms met in the metropolis", "bisogni d'impresa risolti nella metropoli"),
    Series("needs_lapsed", "needs", "needs given up", "bisogni abbandonati"),
    Series("commute_minutes_avoided", "min", "minutes of travel avoided by employees at a hub",
           "minuti di viaggio evitati dai dipendenti in hub"),
    Series("co2_kg_avoided", "kg", "CO₂ avoided by them", "CO₂ evitata"),
    Series("income_uplift_eur", "EUR", "income added by collaborations (persons)", "reddito aggiunto dalle collaborazioni"),
    Series("revenue_uplift_eur", "EUR", "revenue added by collaborations (firms)", "fatturato aggiunto dalle collaborazioni"),
    Series("members", "members", "residents who are members of any hub", "residenti iscritti a un hub"),
)

HUB_COLUMN: Final = {series.name: position for position, series in zip(codes(len(HUB_SERIES)), HUB_SERIES, strict=True)}
TOWN_COLUMN: Final = {series.name: position for position, series in zip(codes(len(TOWN_SERIES)), TOWN_SERIES, strict=True)}
