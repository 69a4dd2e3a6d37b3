"""What answers to planners' questions share in Italian."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "replicates": "Futuri",
    "answer_at": "Risposta: {path}",
    "runs": "{replicates} futuri di {months} mesi, seme {seed}; {sets}.",
    "sets_none": "l'insieme centrale di parametri: i futuri differiscono solo per il caso",
    "sets_of": "{sets} insiemi di parametri tra quelli compatibili con i dati",
    "made": "Prodotto con coworking-viability {version} dallo scenario '{scenario}'.",
    "again": "Per rifarlo:",
    # --- why a question cannot be asked ---
    "no_policy": "--policy: in questo scenario non c'è una misura '{policy}'; ci sono: {known}",
    "no_instruments": "nessuna misura con uno strumento suo tra: {policies}",
    "no_instrument": "qui non c'è uno strumento '{instrument}'; ci sono: {known}",
    "no_amount_of": "--instrument: di '{instrument}' non si può dare di più o di meno, è un'altra cosa; ci sono: {known}",
    "no_instrument_type": "--instrument: non c'è uno strumento '{instrument}'; ci sono: {known}",
    "in_force": "--instrument: '{instrument}' è già in vigore con '{policy}'; se ne indichi un altro, o lo si tolga prima da quella misura",
    "target": "--target: {target}; si scriva una quota tra 0 e 1, come 0.8",
    "at_month": "--at: mese {at}; si scriva da 1 a {most}: si simulano altri due anni, per vedere che cosa succede quando il sostegno finisce",
    "no_opening": "nessun hub apre in un mese noto: non ce n'è uno da sostenere; si scriva il mese sotto 'opens'",
    "nothing_to_add": "tutti gli strumenti di cui si può dare di più o di meno sono già in vigore",
    "budget": "--budget: {eur} EUR; si scriva un importo maggiore di 0",
    "viable_or_whole": "--viable e --whole chiedono due cose; se ne scriva una",
    "no_hub": "--hub: non c'è un hub '{hub}'; ci sono: {known}",
    "no_future": "--future: non c'è un futuro {future} su {futures}; vanno da 0 a {last}",
    "never_opens": "l'hub '{hub}' non apre in nessuno dei {futures} futuri, quindi non c'è nulla da spiegare",
    "not_open_in": "--future: l'hub '{hub}' non apre nel futuro {future}; apre in: {others}",
    "which_hub": "--hub: dite quale hub guardare; ci sono: {known}",
    "hub_not_planned": "--hub {hub}: quando apre lo decide il gestore, e nessuno può dire in quale mese di vita si trovi",
    "at_too_early": "--at {at}: gli hub si guardano fino al mese {last}; scrivete {least} o più",
    "at_too_late": "--at {at}: il modello simula al massimo 360 mesi; scrivete {most} o meno",
}
