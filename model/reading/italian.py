"""Italian words that planners write where files take an English one, and the words that are meant, the first that fits the place.

Advice alone reads them: a file holds the English words, so that it is read alike everywhere.
"""

from typing import Final

_WORDS: Final = """
titolo: title
domanda: question
descrizione: description
fonte: source
fonti: sources
inizio: start
partenza: start
avvio: start, opens
dal: start
fine: end
al: end
fino a: end, agreed_until
mesi: months, horizon_months
durata: horizon_months, months
durata mesi: horizon_months, months
orizzonte: horizon_months
territorio: territory
città: towns, town
comuni: towns
comune: municipality, town, towns
bacino: catchment_minutes
minuti: catchment_minutes
hub: hubs
spazi: hubs
misure: policies
politiche: policies
incentivi: instruments
strumenti: instruments
bandi: instruments
bando: call, instruments
parametri: parameters
nome: name
tipo: type
postazioni: desks
scrivanie: desks
posti: desks
uffici: offices
ufficio: office, offices
superficie: m2
mq: m2
metri quadri: m2
prezzi: prices
tariffe: prices
abbonamento: flex
flessibile: flex
fissa: fixed
fisso: fixed
postazione fissa: fixed
giornaliero: day
ingresso giornaliero: day
giorno: day
affitto: rent_eur_m2, rent_relief, rented, rent
canone: rent_eur_m2
utenze: utilities_eur_m2
spese: utilities_eur_m2
bollette: utilities_eur_m2
gestore: operator, host_fte
gestione: operator
host: host_fte
personale: host_fte
eventi: events, events_per_month
lavori: works_eur
ristrutturazione: works_eur, conversion
costo lavori: works_eur
cassa: opening_cash_eur
cassa iniziale: opening_cash_eur
fido: credit_eur
credito: credit_eur
fondatori: founders
apertura: opens
apre: opens
edificio: building
sede: building
specializzazione: specialisation
settore: specialisation, fields
settori: fields
fasi: phases
piani: plans
abbonamenti: plans, prices
già aperto: already_open
residenti: residents
abitanti: residents
popolazione: residents
professionisti: professionals
imprese: firms
aziende: firms
dipendenti: remote_workers, employee
lavoratori da remoto: remote_workers
reddito: mean_income_eur
chi paga: payer
ente: payer, other_public
pagatore: payer
finanziatore: payer
quota: share
percentuale: share
parte: share
tetto: cap_eur_month, cap_eur, rent_cap_eur_m2
massimale: cap_eur, cap_eur_month
fondo: budget_eur
budget: budget_eur
dotazione: budget_eur
stanziamento: budget_eur
beneficiari: kinds
età: ages
camera di commercio: chamber_of_commerce
cciaa: chamber_of_commerce
regione: region
lombardia: region
provincia: other_public
altro ente pubblico: other_public
stato: other_public
fondazione: sponsor
privato: private, sponsor
privata: private
pubblico: public
pubblica: public
cooperativa: cooperative
azienda: employer_anchored, firm
sostenuto da un'azienda: employer_anchored
volontari: volunteer
associazione: volunteer
in affitto: rented
affittato: rented
proprio: own
di proprietà: own
proprietà: own
rigenerato: regenerated
recuperato: regenerated
gruppo: group
chiamata: call
porta: door
digitale: digital
creatività: creative
creativo: creative
legale: legal
avvocati: legal
finanza: finance
consulenza: finance
ingegneria: engineering
agroalimentare: agrifood
agricoltura: agrifood
altro: other
altri: other
autonomo: independent
autonomi: independent
partite iva: independent
partita iva: independent
dipendente: employee
impresa: firm
buono: voucher
buoni: voucher
contributo: capex_grant, voucher
contributo a fondo perduto: capex_grant
fondo perduto: capex_grant
investimenti: capex_grant
riuso: conversion
riconversione: conversion
affitto ridotto: rent_relief
affitto agevolato: rent_relief
canone agevolato: rent_relief
canone ridotto: rent_relief
stipendio: host_salary
stipendio gestore: host_salary
giornate di prova: trial_days
prova gratuita: trial_days
promozione: promotion
pubblicità: promotion
comunicazione: promotion
sportello: advisory_desk
sportello informativo: advisory_desk
postazioni del comune: anchor_tenancy
rete: network
abbinamenti: matchmaking
incontri: matchmaking
telelavoro: telework
chiusura: lockdown
confinamento: lockdown
concorrente: rival_hub
più: more
meno: less
"""

MEANT: Final[dict[str, tuple[str, ...]]] = {
    word: tuple(meant.split(", ")) for word, _, meant in (line.partition(": ") for line in _WORDS.strip().splitlines())
}
