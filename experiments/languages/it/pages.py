"""Parole delle pagine di documentazione generate in ogni lingua: parametri, risultati, strumenti, bandi, domande."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "language": "Italiano",
    "name": "nome",
    "unit": "unità",
    "meaning": "significato",
    # --- parameters ---
    "parameters": """\
# Parametri

*Generata da `model/parameters.py` con `make docs`; si cambia il catalogo, non questa pagina.*

Ogni numero del modello sta qui una volta sola, scritto come nei file (con il punto per i decimali). **Intervallo** è dove un valore è
plausibile: uno scenario che ne esce gira con un avviso. *Ammesso*, dove c'è, è dove il modello ha un senso: fuori, lo scenario viene rifiutato.
**A priori** è la distribuzione da cui estraggono gli studi e la calibrazione, nell'intervallo. Le **fonti** sono in inglese; le sigle sono
spiegate in [evidence.md]({evidence}).

Tipi di prova: *misurato* (statistiche ufficiali, leggi, calendario), *da indagini* (cifre pubblicate su hub e su chi li usa), *da esperti*
(prassi riferita, o ricavata da prove del modello), *promozionale* (affermazioni di parti interessate), *ipotesi* (nessuna fonte: una scelta nostra).
""",
    "counted": "Delle {number} voci (una tabella vale una): {shares}.",
    "symbol": "simbolo",
    "default": "valore",
    "range": "intervallo",
    "prior": "a priori",
    "evidence": "prova",
    "source": "fonte",
    "allowed": "ammesso",
    "tables": "Tabelle",
    "origin": "Unità: {unit}. Prova: {evidence}; {source}. Usata in: {section}.",
    "no_unit": "nessuna",
    "uniform": "uniforme",
    "loguniform": "log-uniforme",
    "fixed": "fisso",
    "at_zero": "{share} a zero",
    "section_awareness": "notorietà",
    "section_choice": "scelta",
    "section_presence": "presenza",
    "section_encounters": "incontri",
    "section_spillovers": "ricadute",
    "section_hub": "hub, conti e gestione",
    "section_mobility": "mobilità",
    "section_advice": "consulenza",
    "section_calls": "bandi",
    "section_entry": "nuovi hub",
    "section_population": "popolazione",
    # --- outcomes ---
    "outcomes": """\
# Risultati

*Generata da `experiments/outcomes/` e `model/series.py` con `make docs`; si cambiano quelli, non questa pagina.* `coworking outcomes` stampa
lo stesso.

Un risultato ha un valore per ogni futuro, di ogni hub e di tutti gli hub insieme. Il suo nome si scrive sotto `decides_by` ed `expected` di uno
scenario, sotto `outcomes` di un disegno, dopo `--outcome`, o in Python in `results.values(...)`, `contrast_table(...)` e `plot_outcome(...)`; `members_36@adda` è quello di un solo hub in
un disegno.

I nomi con un'età sono di un mese di vita dell'hub, e ce n'è uno per **ogni** età: `members_18` come `members_24`. Lo è anche una serie
mensile in un mese di vita: `days_at_7`. **Meglio**: se è meglio di più (↑) o di meno (↓). I risultati segnati *solo scenario* vengono da ipotesi
che nessun fatto disponibile può controllare: confrontano scenari e non prevedono nulla.
""",
    "at_an_age": "A un'età dell'hub",
    "of_the_whole_run": "Di tutta la simulazione",
    "series_at_an_age": "Una serie mensile in un mese di vita",
    "together": "tutti gli hub insieme",
    "better": "meglio",
    "scenario_only": "Solo scenario.",
    "yes_or_no": "sì o no",
    "together_sum": "somma",
    "together_mean": "media",
    "together_ratio": "rapporto di somme",
    "together_town": "solo del comune",
    "together_by_members": "media per iscritti",
    "together_by_desks": "media per postazioni",
    "together_by_first_desks": "media per postazioni iniziali",
    "together_apart": "nessuno",
    # --- instruments and shocks ---
    "instruments": """\
# Strumenti ed eventi esterni

*Generata da `model/scenario/` con `make docs`; si cambia quello, non questa pagina.*

Uno strumento di uno scenario si scrive per esteso, come qui, oppure è un bando vero con ciò che cambia ([calls.md](calls.md)):

```yaml
instruments:
  - type: rent_relief
    payer: municipality
    share: 0.5
```

Le parole in caratteri fissi, come `municipality`, si scrivono così, in inglese. Nei file i numeri vanno senza separatore delle migliaia e con il punto per i decimali:
`30000`, `0.5`.
""",
    "of_every_instrument": "Voci di ogni strumento",
    "of_every_shock": "Voci di ogni evento esterno",
    "shocks_stand": "Gli eventi esterni stanno sotto `shocks`, in uno scenario o in una misura; nessun bando li sostituisce.",
    "key": "voce",
    "value": "che cosa si scrive",
    "plausible": "plausibile",
    "left_out": "se manca",
    "one_of": "una parola fra {words}",
    "list_of": "elenco di {words}",
    "short_name": "nome breve",
    "texts": "testi",
    "text": "testo",
    "number": "numero",
    "whole_number": "numero intero",
    "month": "mese",
    "block_of": "blocco con {keys}",
    "truth": "`true` o `false`",
    "must": "obbligatoria",
    "its_type": "il tipo",
    "all": "tutti",
    # --- calls ---
    "calls": """\
# Bandi

*Generata da `scenarios/instruments/` con `make docs`; si cambiano quelli, non questa pagina.*

Bandi che ci sono stati, e forme di aiuto comuni, come strumenti del modello. Uno scenario ne nomina uno con ciò che cambia:

```yaml
instruments:
  - call: milano_voucher_2013
    hubs: [adda]
    budget_eur: 30000
```

Un bando può stare ovunque stiano gli strumenti, nello scenario e nelle sue misure. Le voci accanto a `call` sostituiscono quelle del bando
([instruments.md](instruments.md) le elenca), `null` ne toglie una, e il tipo resta. Se `name` non dice altro, lo strumento si chiama come il
bando. Lo scenario scritto accanto ai risultati lo mostra per esteso. `coworking instruments` elenca i bandi, con un nome ne mostra uno.

Un bando è vicino a quello vero quanto le voci permettono: sotto è detto che cosa è ipotesi, che cosa sta per una regola e che cosa nulla
rappresenta. I fondi sono quelli del bando, di un'intera città, regione o Paese; per un solo hub scrivete un `budget_eur` minore. Le date del
bando non sono tenute: scrivete `start` ed `end`, altrimenti è in vigore per tutta la simulazione. Le fonti restano come sono citate in
[evidence.md](../evidence.md), in inglese.
""",
    "all_calls": "Tutti i bandi",
    "each_call": "Ogni bando",
    "where": "dove",
    "when": "quando",
    "type": "tipo",
    "no_type": "nessuno",
    "pays": "paga",
    "title_and_source": "{title}. Fonte: {source}.",
    "use": "Uso: {what}.",
    "measured": "Cifre del bando",
    "assumed": "Ipotesi nostre",
    "stands_for": "Che cosa sta per le sue regole",
    "not_represented": "Non rappresentato",
    # --- questions ---
    "questions": """\
# Le domande di chi decide, e i comandi che rispondono

*Scritta da `python -m experiments.documentation.questions`; si cambia quello, non questa pagina.* Ogni comando prende qualunque scenario,
fornito o vostro; con `--out CARTELLA` quasi tutti scrivono una pagina da mandare, con le figure. Sotto ciascuno c'è quello che ha stampato.
Ogni cifra porta due incertezze: il caso, e i numeri che nessuno conosce (insiemi di parametri che si accordano con i fatti noti).
Le stesse risposte [in inglese](../questions.md).
""",
    "the_tables": "le tabelle",
    "question_1": "C'è abbastanza domanda qui?",
    "question_2": "Quanto grande dev'essere, e quando può crescere?",
    "question_3": "Qual è la massa critica, in iscritti e in euro, e quanto ne siamo lontani?",
    "question_4": "Quale euro rende di più, a parità di spesa?",
    "question_5": "Quanto deve durare il sostegno, e che cosa succede quando finisce?",
    "question_6": "Quanto del contributo va a chi sarebbe venuto comunque, o toglie ad altri?",
    "question_7": "Riusare un edificio dismesso, e quale?",
    "question_8": "Chi dovrebbe gestirlo?",
    "question_9": "Generico o specializzato?",
    "question_10": "Un gestore con eventi si ripaga?",
    "question_11": "Uno sportello raggiungerà imprese tradizionali e artigiani?",
    "question_12": "Un hub o una rete, e quale comune per primo?",
    "question_13": "Quale valore pubblico, e con quanta sicurezza?",
    "question_14": "Che cosa dovrebbe farci fermare, ridurre o cambiare strada?",
}
