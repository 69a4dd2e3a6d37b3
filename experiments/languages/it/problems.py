"""What is said of scenario files, in Italian: by the sentence in English, its blanks in braces (see `experiments.languages.problems`)."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {
    "problem": {
        # --- the file ---
        "no such scenario{tail}": "non c'è uno scenario così{tail}",
        "no such design{tail}": "non c'è un disegno così{tail}",
        "no such {noun}{tail}": "non c'è un file così: serve {noun}{tail}",
        "the file is empty; see the shipped {noun}s for the form": "il file è vuoto; per la forma si vedano gli esempi forniti ({noun})",
        "the file is empty; a {noun} begins with 'title: ...'": "il file è vuoto; comincia con 'title: ...'",
        "a {noun} is a map of keys; begin with 'title: ...'": "il file è fatto di chiavi con un valore; cominciare con 'title: ...'",
        "is not a file; name a {noun} file (.yaml)": "non è un file; indicare un file .yaml ({noun})",
        "cannot be read: {error}": "non si può leggere: {error}",
        "larger than {size} kB; a {noun} is far smaller": "più grande di {size} kB; un file così ({noun}) è molto più piccolo",
        "is not UTF-8 text; save the file as UTF-8": "non è un testo UTF-8; salvare il file in UTF-8",
        "at least {number} problems; these are the first": "almeno {number} problemi; questi sono i primi",
        "the line is longer than {number} characters; break it": "la riga ha più di {number} caratteri; spezzarla",
        "cannot be read as YAML; see the shipped scenarios for the form": "non si legge come YAML; per la forma si vedano gli scenari forniti",
        "a second document begins here; write one scenario in a file": "qui comincia un secondo documento; scrivere un solo scenario per file",
        "'*{anchor}' repeats a value that is not complete before it; write the value itself":
            "'*{anchor}' ripete un valore che prima non è completo; scrivere il valore stesso",
        "more than {number} values; a scenario has far fewer": "più di {number} valori; uno scenario ne ha molti meno",
        "nested more than {number} levels deep; a scenario has far fewer": "più di {number} livelli uno dentro l'altro; uno scenario ne ha molti meno",
        "the tag '{tag}' is not read; write the value without it": "l'etichetta '{tag}' non viene letta; scrivere il valore senza",
        "a key must be a word, not a list or a map; put braces that belong to a text in quotes":
            "una chiave è una parola, non un elenco né un blocco; le graffe che fanno parte di un testo vanno tra virgolette",
        "'<<' is not read; write the lines out, or put what is shared in a file and use 'extends'":
            "'<<' non viene letto; scrivere le righe per esteso, o mettere ciò che è comune in un file e usare 'extends'",
        "the key stands twice, first on line {line}; keep one": "la chiave c'è due volte, la prima alla riga {line}; tenerne una",
        "character {character} is not allowed in a {where}; take it out": "il carattere {character} non è ammesso in un {where}; toglierlo",
        "characters {characters} are not allowed in a {where}; take them out": "i caratteri {characters} non sono ammessi in un {where}; toglierli",
        "not valid YAML: {complaint}": "YAML non valido: {complaint}",
        "a tab stands where YAML wants spaces; indent with spaces": "c'è una tabulazione dove YAML vuole spazi; rientrare con spazi",
        "a quote that opens here is never closed; close it": "le virgolette aperte qui non si chiudono; chiuderle",
        "a second ':' in this line, or a wrong indent; put a text that holds ': ' in quotes":
            "un secondo ':' in questa riga, o un rientro sbagliato; un testo che contiene ': ' va tra virgolette",
        "this line is neither 'key: value' nor '- item'; write ': ' after the key":
            "questa riga non è né 'chiave: valore' né '- voce'; scrivere ': ' dopo la chiave",
        "the indent does not fit the lines above; align keys of one block in one column":
            "il rientro non va d'accordo con le righe sopra; allineare in una colonna le chiavi di un blocco",
        "a bracket or brace that opens here is not closed, or a comma is missing":
            "una parentesi aperta qui non si chiude, o manca una virgola",
        "a value cannot begin with this character; put the text in quotes":
            "un valore non può cominciare con questo carattere; mettere il testo tra virgolette",
        # --- extends and calls ---
        "write the relative path of a file": "scrivere il percorso relativo di un file",
        "write the name of a shipped {noun}, or the relative path of a file":
            "scrivere il nome di un esempio fornito ({noun}), o il percorso relativo di un file",
        "no {noun} '{name}'; write the path of a file, from the folder of this one":
            "non c'è '{name}' ({noun}); scrivere il percorso di un file, dalla cartella di questo",
        "no {noun} '{name}'{tail}": "non c'è '{name}' ({noun}){tail}",
        "'{name}' extends this file in turn; a {noun} cannot extend itself": "'{name}' estende a sua volta questo file; nessuno può estendere se stesso",
        "more than {number} files extend one another; merge some": "più di {number} file si estendono l'un l'altro; unirne alcuni",
        "'{name}' holds no {noun}; it must be a map of keys": "'{name}' non contiene ciò che serve ({noun}): chiavi con un valore",
        "another town or hub than in '{name}': its {keys} are left out; write your own":
            "città o hub diversi da '{name}': le sue chiavi {keys} sono tralasciate; scrivere le proprie",
        "write the name of a call; {where}": "scrivere il nome di un bando; {where}",
        "unknown call '{name}'{tail}": "bando sconosciuto '{name}'{tail}",
        "'{name}' is no instrument: {reason}": "'{name}' non è uno strumento: {reason}",
        "the call says the type '{type}'; take the key out, or write no call": "il tipo lo dice il bando, '{type}'; togliere la chiave, o non scrivere il bando",
        "the call says the type; take the key out, or write no call": "il tipo lo dice il bando; togliere la chiave, o non scrivere il bando",
        "a call is an instrument; write it under 'instruments'": "un bando è uno strumento; scriverlo sotto 'instruments'",
        # --- keys and values ---
        "is missing; write {expected}": "manca; scrivere {expected}",
        "{shown} is out of range; write {expected}": "{shown} è fuori dai limiti; scrivere {expected}",
        "{shown} is not a finite number; write {expected}": "{shown} non è un numero finito; scrivere {expected}",
        "{shown} is not one of the values{tail}": "{shown} non è tra i valori ammessi{tail}",
        "{shown} is not {what}; write {expected}": "{shown} non è {what}; scrivere {expected}",
        "{shown} is not the way to write a month; write {month}": "{shown} non è il modo di scrivere un mese; scrivere {month}",
        "'{shown}': {message}": "'{shown}': {message}",
        "unknown key; did you mean '{key}'?": "chiave sconosciuta; si intendeva '{key}'?",
        "unknown key; the keys here are {keys}": "chiave sconosciuta; qui le chiavi sono {keys}",
        "unknown type '{type}'{tail}; one of your own is known with its module: 'coworking --extension MODULE', or import it in Python":
            "tipo sconosciuto '{type}'{tail}; uno proprio si conosce con il suo modulo: 'coworking --extension MODULO', o importarlo in Python",
        "unknown type '{type}'{tail}": "tipo sconosciuto '{type}'{tail}",
        "unknown type {shown}; write {expected}": "tipo sconosciuto {shown}; scrivere {expected}",
        "a policy cannot change the territory; write a second scenario with 'extends'":
            "una misura non può cambiare il territorio; scrivere un secondo scenario con 'extends'",
        "'{text}' may be {thousands} or {plain}; write {first}, or {second} if that is meant":
            "'{text}' può essere {thousands} o {plain}; scrivere {first}, oppure {second} se si intende questo",
        "{value} is outside the plausible range {range} {unit}; keep it if it is meant{tail}":
            "{value} è fuori dai valori plausibili, {range} {unit}; lasciarlo se è voluto{tail}",
        "{value} is outside the plausible range {range}; keep it if it is meant{tail}":
            "{value} è fuori dai valori plausibili, {range}; lasciarlo se è voluto{tail}",
        "nothing is written: the default stands; write a number, or leave the key out":
            "non c'è scritto niente: vale il valore consueto; scrivere un numero, o togliere la chiave",
        "expected a year and month, write it as 2022-01": "servono anno e mese, scritti come 2022-01",
        "a year without its month; write the month too, as {month}": "un anno senza mese; scrivere anche il mese, come {month}",
        "a month counts from 0, the first of the run; no run reaches this one": "i mesi si contano da 0, il primo; nessuna simulazione arriva a questo",
        "a month counts from 0, the first of the run; for an earlier one change 'start'":
            "i mesi si contano da 0, il primo; per uno precedente cambiare 'start'",
        "expected a month, write months from the first (0, 12 ...) or a year and month as 2022-01":
            "serve un mese: i mesi dal primo (0, 12 ...) o anno e mese come 2022-01",
        "expected a month, write months from the first (0, 12 ...) or a year and month as 2022-01, or 'when_viable' to leave it to the operator":
            "serve un mese: i mesi dal primo (0, 12 ...) o anno e mese come 2022-01, o 'when_viable' per lasciarlo al gestore",
        "expected a short name of letters, digits, '_' and '-' that begins with a letter":
            "serve un nome breve di lettere, cifre, '_' e '-', che comincia con una lettera",
        "{size} bytes long, and the name of a file has {most} at most; write a shorter 'name'":
            "lungo {size} byte, e il nome di un file ne ha al più {most}; scrivere un 'name' più breve",
        "expected a short name that can be the name of a file": "serve un nome breve che possa essere il nome di un file",
        # --- territory and hubs ---
        "no town; write at least one, e.g. [sondrio]": "nessuna città; scriverne almeno una, per esempio [sondrio]",
        "'{town}' is the name of {number} municipalities; write {first} or {second}":
            "'{town}' è il nome di {number} comuni; scrivere {first} o {second}",
        "unknown town '{town}'{tail}": "comune sconosciuto '{town}'{tail}",
        "town '{town}' stands twice; keep one": "la città '{town}' c'è due volte; tenerne una",
        "more professionals and remote workers than the {residents} residents; write more residents, or fewer of them":
            "più professionisti e lavoratori da remoto dei {residents} residenti; scrivere più residenti, o meno di loro",
        "{people} professionals, remote workers and firms in all; at most {most} in one run":
            "{people} tra professionisti, lavoratori da remoto e imprese; al più {most} in una simulazione",
        "'{town}' is not among the towns of this scenario{tail}": "'{town}' non è tra le città di questo scenario{tail}",
        "no hub; write at least one, with name, town and desks": "nessun hub; scriverne almeno uno, con name, town e desks",
        "unknown hub '{hub}'{tail}": "hub sconosciuto '{hub}'{tail}",
        "{let} offices let, of {offered}; write at most {most}": "{let} uffici affittati, su {offered}; scrivere al più {most}",
        "{founders} founders for {desks} desks: each takes a desk; write at most {most}":
            "{founders} fondatori per {desks} postazioni: ognuno ne prende una; scrivere al più {most}",
        "before the first month of the run ({start}); open it then, or start the run earlier":
            "prima del primo mese simulato ({start}); aprirlo allora, o cominciare prima",
        "the run ends before month {month}: the hub never opens": "la simulazione finisce prima del mese {month}: l'hub non apre mai",
        "leaves {area} m² for each desk; plausible range {low}-{high} m²": "lascia {area} m² per postazione; valori plausibili {low}-{high} m²",
        "no price is written; write one, or leave the key out for the usual price; 'plans' says what is sold: {plans}":
            "non c'è scritto un prezzo; scriverlo, o togliere la chiave per quello consueto; 'plans' dice che cosa si vende: {plans}",
        "no price is written; write one, or leave the key out for the usual price":
            "non c'è scritto un prezzo; scriverlo, o togliere la chiave per quello consueto",
        "the plan is not on sale: its price does nothing; add it to 'plans', or take it out":
            "l'abbonamento non è in vendita: il suo prezzo non fa niente; aggiungerlo a 'plans', o toglierlo",
        "no rent is paid in a building of one's own: it does nothing; leave it out": "in un edificio proprio non si paga affitto: non fa niente; toglierlo",
        "no rent is paid in a building of one's own; leave it out": "in un edificio proprio non si paga affitto; toglierlo",
        "{people} people of an anchor, no employer runs the hub; write 'operator: employer_anchored', or 0":
            "{people} persone di un'azienda, ma nessuna azienda gestisce l'hub; scrivere 'operator: employer_anchored', o 0",
        "{founders} founders are a founding group; write 'starts_with: group', or leave 'founders' out":
            "{founders} fondatori sono un gruppo fondatore; scrivere 'starts_with: group', o togliere 'founders'",
        "a founding group of 0; write how many found it, or 'starts_with: door'":
            "un gruppo fondatore di 0; scrivere quanti lo fondano, o 'starts_with: door'",
        "a hub that is open already has its members; leave out 'founders' and 'starts_with'":
            "un hub già aperto ha i suoi iscritti; togliere 'founders' e 'starts_with'",
        "the hub is open when the run begins; leave 'opens' out, or 'already_open'":
            "l'hub è aperto quando la simulazione comincia; togliere 'opens', o 'already_open'",
        "{fixed} fixed and {flex} flex members take {taken} desks, of {desks}; write fewer, or more desks":
            "{fixed} iscritti fissi e {flex} flessibili occupano {taken} postazioni, su {desks}; scriverne meno, o più postazioni",
        "{members} {plan} members, and the plan is not on sale; add it to 'plans'":
            "{members} iscritti {plan}, ma l'abbonamento non è in vendita; aggiungerlo a 'plans'",
        "sells nothing; write at least one of {plans}, or give it offices": "non vende niente; scrivere almeno uno di {plans}, o dargli uffici",
        "founders need a desk by the month; add 'flex' or 'fixed' to 'plans'":
            "i fondatori vogliono una postazione al mese; aggiungere 'flex' o 'fixed' a 'plans'",
        "an operator reckons with desks by the month; add 'flex' or 'fixed' to 'plans'":
            "un gestore conta su postazioni al mese; aggiungere 'flex' o 'fixed' a 'plans'",
        "not after {after} (month {last}); write a later month": "non dopo {after} (mese {last}); scrivere un mese successivo",
        "the run ends before month {month}: the phase never begins": "la simulazione finisce prima del mese {month}: la fase non comincia mai",
        "changes nothing; write desks, offices, rent_eur_m2 or works_eur": "non cambia niente; scrivere desks, offices, rent_eur_m2 o works_eur",
        "the agreed period ends in month {until}, and the hub opens in month {opens}; write a later end":
            "il periodo concordato finisce nel mese {until}, e l'hub apre nel mese {opens}; scrivere una fine successiva",
        "the run ends before month {until}: the end of the agreed period is not seen":
            "la simulazione finisce prima del mese {until}: la fine del periodo concordato non si vede",
        # --- instruments, shocks and parameters ---
        "a rival stays as long as its books let it: 'end' does nothing; leave it out":
            "un concorrente resta finché i conti lo permettono: 'end' non fa niente; toglierlo",
        "a hub is called so already; give the rival a name of its own": "un hub si chiama già così; dare al concorrente un nome suo",
        "no hub: it does nothing; leave the key out for all hubs": "nessun hub: non fa niente; togliere la chiave per averli tutti",
        "nobody is named: it does nothing; leave the key out for all": "non è indicato nessuno: non fa niente; togliere la chiave per averli tutti",
        "ends before it starts; 'end' is the first month no longer in force": "finisce prima di cominciare; 'end' è il primo mese in cui non vale più",
        "outside the run (months 0-{last}): it does nothing": "fuori dalla simulazione (mesi 0-{last}): non fa niente",
        "days of one month: write 'end: {end}', the month after, or for a longer window 'start' and 'end' alone":
            "giorni di un solo mese: scrivere 'end: {end}', il mese dopo, o per un periodo più lungo solo 'start' e 'end'",
        "a share of a second payer, and none; write 'second_payer' too": "la quota di un secondo pagatore, che non c'è; scrivere anche 'second_payer'",
        "a second payer without a share; write 'second_share' too": "un secondo pagatore senza quota; scrivere anche 'second_share'",
        "'{payer}' pays already; name another, or take it out": "'{payer}' paga già; indicarne un altro, o toglierlo",
        "employees have no VAT number: nobody can have it": "i dipendenti non hanno partita IVA: nessuno può averlo",
        "firms rent offices, which it does not pay for: nobody can have it": "le imprese prendono uffici, che non paga: nessuno può averlo",
        "0: it does nothing; write a number above 0, or take the instrument out": "0: non fa niente; scrivere un numero sopra 0, o togliere lo strumento",
        "0: nothing is paid; write an amount, or leave the key out for no limit": "0: non si paga niente; scrivere un importo, o togliere la chiave per non avere limiti",
        "0: nobody can have it; write a number above 0, or leave the key out": "0: nessuno può averlo; scrivere un numero sopra 0, o togliere la chiave",
        "no hub it applies to opens with {asked} desks: nobody can have it; write at most {most}":
            "nessuno degli hub a cui si applica apre con {asked} postazioni: nessuno può averlo; scrivere al più {most}",
        "no hub it applies to has works of {asked} EUR: nobody can have it; write at most {most}":
            "nessuno degli hub a cui si applica ha lavori per {asked} euro: nessuno può averlo; scrivere al più {most}",
        "no hub it applies to is run so: nobody can have it; write {operators}":
            "nessuno degli hub a cui si applica è gestito così: nessuno può averlo; scrivere {operators}",
        "no hub it applies to sells them: nobody can have it; write {plans}":
            "nessuno degli hub a cui si applica li vende: nessuno può averlo; scrivere {plans}",
        "no hub it applies to sells them: nobody can have it; give the hub offices":
            "nessuno degli hub a cui si applica li vende: nessuno può averlo; dare uffici all'hub",
        "ends before any hub it applies to opens (month {first}): nobody can have it; write a later end":
            "finisce prima che apra uno degli hub a cui si applica (mese {first}): nessuno può averlo; scrivere una fine successiva",
        "an empty text; write what the report is to be called": "un testo vuoto; scrivere come lo chiamerà il rapporto",
        "an empty text; write what is to be decided": "un testo vuoto; scrivere che cosa c'è da decidere",
        "no plan: it does nothing; leave the key out for all but day passes":
            "nessun abbonamento: non fa niente; togliere la chiave per averli tutti tranne l'ingresso giornaliero",
        "unknown parameter; see docs/parameters.md; one of your own is known with its module: 'coworking --extension MODULE', or import it in "
        "Python":
            "parametro sconosciuto; si veda docs/it/parameters.md; uno proprio si conosce con il suo modulo: 'coworking --extension MODULO', o "
            "importarlo in Python",
        "unknown parameter{tail}": "parametro sconosciuto{tail}",
        # --- names and policies ---
        "{number} {things}; at most {most} in one run": "{number} {things}; al più {most} in una simulazione",
        "'{name}' is how results call all hubs together; give the hub another name":
            "'{name}' è il nome che i risultati danno agli hub tutti insieme; dare all'hub un altro nome",
        "'{name}' and '{other}' give the same key, so that their chances would be the same; rename one":
            "'{name}' e '{other}' danno la stessa chiave, e avrebbero la stessa sorte; cambiare un nome",
        "two {thing}s are called '{name}'; give this one a name of its own": "il nome '{name}' è usato due volte ({thing}); dare a questo un nome suo",
        "the baseline already has {thing} called '{name}'; give this one a name of its own":
            "la situazione di base ha già il nome '{name}' ({thing}); dare a questo un nome suo",
        "{number} policies; at most {most} in one file": "{number} misure; al più {most} in un file",
        "'baseline' is the scenario itself; give the policy another name": "'baseline' è lo scenario stesso; dare alla misura un altro nome",
        "unknown policy '{policy}'{tail}": "misura sconosciuta '{policy}'{tail}",
        "the baseline has no instrument or shock '{left}'{tail}": "la situazione di base non ha uno strumento o shock '{left}'{tail}",
        "'{one}' combines '{other}' in turn; a policy cannot contain itself": "'{one}' combina a sua volta '{other}'; una misura non può contenere se stessa",
        "'{one}' and '{other}' both have '{name}' in {list}, with different figures; rename one":
            "'{one}' e '{other}' hanno entrambe '{name}' in {list}, con cifre diverse; cambiare un nome",
        "'{one}' and '{other}' both set {key}, to {values}; keep one": "'{one}' e '{other}' fissano entrambe {key}, a {values}; tenerne uno",
        "does not fit the baseline: {place}: {message}": "non va d'accordo con la situazione di base: {place}: {message}",
        "no policy '{policy}' in scenario '{scenario}'{tail}": "nessuna misura '{policy}' nello scenario '{scenario}'{tail}",
        # --- changes made in Python ---
        "no longer makes sense and is left out: {named}": "non ha più senso ed è tolto: {named}",
        "is missing: there are several hubs; write {hubs}": "manca: ci sono più hub; scrivere {hubs}",
        "is missing: hubs stand in several towns; write {towns}": "manca: gli hub stanno in più città; scrivere {towns}",
        "no hub in '{town}'; write {towns}": "nessun hub a '{town}'; scrivere {towns}",
        "is a parameter of the catalogue; write parameters={'{name}': ...}": "è un parametro del catalogo; scrivere parameters={'{name}': ...}",
        "{name} is no name; write a short name first, such as with_policy('big', Voucher(...))":
            "{name} non è un nome; scrivere prima un nome breve, come with_policy('big', Voucher(...))",
        "{name} is no name; write names one by one, such as without('voucher', 'adda')":
            "{name} non è un nome; scrivere i nomi uno per uno, come without('voucher', 'adda')",
        "{name} is no name; write a municipality of Italy, such as in_town('Voghera')":
            "{name} non è un nome; scrivere un comune italiano, come in_town('Voghera')",
        "there is a policy '{name}' already; write replace=True to put this one in its place, or another name":
            "c'è già una misura '{name}'; scrivere replace=True per metterla al suo posto, o un altro nome",
        "is the name of {number} things; write {ways}": "è il nome di {number} cose; scrivere {ways}",
        "no policy, instrument, shock or hub of that name{tail}": "nessuna misura, strumento, shock o hub con questo nome{tail}",
        # --- expected facts and what decides ---
        "is missing; write why the runs need not keep it, or leave 'enforced' out":
            "manca; scrivere perché le simulazioni non devono rispettarlo, o togliere 'enforced'",
        "says why a fact is not enforced; write 'enforced: false' too, or leave it out":
            "dice perché un fatto non è imposto; scrivere anche 'enforced: false', o toglierlo",
        "no bound; write at_least, at_most or both": "nessuna soglia; scrivere at_least, at_most o entrambi",
        "{high} is less than at_least, {low}; write {least} or more": "{high} è meno di at_least, {low}; scrivere {least} o più",
        "'{policy}' against itself is always zero; name another policy, or write 'policy'":
            "'{policy}' contro se stessa è sempre zero; indicare un'altra misura, o scrivere 'policy'",
        "there is no '{hub}' under '{policy}'{tail}": "'{hub}' non c'è sotto '{policy}'{tail}",
        "is missing; write the two fields of work, e.g. [legal, marketing]": "manca; scrivere i due settori, per esempio [legal, marketing]",
        "goes with outcome '{outcome}' only; write that outcome, or leave it out": "va solo con il risultato '{outcome}'; scrivere quello, o toglierlo",
        "{number} listed; write two fields of work, e.g. [legal, marketing]": "elencati {number}; scrivere due settori, per esempio [legal, marketing]",
        "unknown outcome '{outcome}'{tail}": "risultato sconosciuto '{outcome}'{tail}",
        "'{outcome}' is an outcome of towns; leave the hub out": "'{outcome}' è un risultato delle città; togliere l'hub",
        "{number} outcomes; what is decided by many is decided by none: write one to three":
            "{number} risultati; ciò che decidono in molti non lo decide nessuno: scriverne da uno a tre",
        "{direction} of '{outcome}' is not better; write {other}": "{direction} di '{outcome}' non è meglio; scrivere {other}",
        "{value} is out of range: {outcome} is {what}; write a number from {low} to {high}":
            "{value} è fuori dai limiti: {outcome} è {what}; scrivere un numero da {low} a {high}",
        "too short for what this case is decided by, or for a fact that is expected of it: these are left out while it is":
            "troppo pochi per ciò su cui si decide questo caso, o per un fatto atteso: finché sono così pochi, si fa senza",
        "looks at a hub {age} months old, and none gets that old here: run more months or write another outcome":
            "guarda un hub di {age} mesi, e qui nessuno ci arriva: simulare più mesi o scrivere un altro risultato",
        "several hubs have no '{outcome}' together; write the hub too: {hubs}": "più hub non hanno '{outcome}' insieme; scrivere anche l'hub: {hubs}",
        "looks at a hub {age} months old; the run has {months} months{opening}: write another outcome":
            "guarda un hub di {age} mesi; la simulazione ne ha {months}{opening}: scrivere un altro risultato",
    },
}  # fmt: skip
