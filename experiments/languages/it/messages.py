"""What the program says when it refuses or fails, in Italian: by the sentence in English, its blanks in braces."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {
    "message": {
        # --- what was typed ---
        "Missing {what} {name}.": "Manca {what} {name}.",
        "Missing command.": "Manca il comando.",
        "No such command {name}.": "Non c'è un comando {name}.",
        "No such command {name}. Did you mean {known}?": "Non c'è un comando {name}. Si intendeva {known}?",
        "No such option: {name}": "Non c'è un'opzione {name}",
        "No such option: {name} (Possible options: {known})": "Non c'è un'opzione {name} (forse: {known})",
        "Got unexpected extra argument(s) ({arguments})": "Di troppo: {arguments}",
        "Option {name} requires an argument.": "L'opzione {name} vuole un valore.",
        "Option {name} does not take a value.": "L'opzione {name} non vuole un valore.",
        "Invalid value for {name}: {message}": "Valore non valido per {name}: {message}",
        "Input should be a valid integer, unable to parse string as an integer": "serve un numero intero",
        "Input should be a valid number, unable to parse string as a number": "serve un numero; i decimali dopo un punto",
        "Input should be greater than or equal to {least}": "serve almeno {least}",
        "Input should be less than or equal to {most}": "serve al più {most}",
        "Aborted.": "Interrotto.",
        "{option}: '{value}' can mean two numbers; write {whole} or {part}":
            "{option}: '{value}' può voler dire due numeri; scrivere {whole} o {part}",
        "'{word}' holds characters that cannot be seen; give the file a name without them":
            "'{word}' contiene caratteri che non si vedono; dare al file un nome senza",
        "--lang {lang}: there are {languages}": "--lang {lang}: le lingue sono {languages}",
        "--extension {module}: write the name of a module, as Python imports it, such as {example}":
            "--extension {module}: scrivere il nome di un modulo, come lo importa Python, per esempio {example}",
        "--extension {module}: it needs '{needed}', which is not installed":
            "--extension {module}: richiede '{needed}', che non è installato",
        "--extension {module}: there is no such module in this folder or among what is installed":
            "--extension {module}: un modulo così non c'è, né in questa cartella né tra ciò che è installato",
        "--extension {module}: it cannot be imported: {text}": "--extension {module}: non si può importare: {text}",
        "--extension {module}: the module registers no instrument and no submodel when it is imported":
            "--extension {module}: il modulo, quando è importato, non registra alcuno strumento o regola",
        "--part {part}: write two whole numbers such as 3/20, the third of twenty parts":
            "--part {part}: scrivere due numeri interi come 3/20, la terza di venti parti",
        "a fixed number leaves nothing to --most; write one of the two": "un numero fisso non lascia niente a --most; scrivere uno dei due",
        "{place}: {message}": "{place}: {message}",
        # --- what is wrong with a question ---
        "scenario {name} has none beside the baseline here: there is nothing to compare":
            "lo scenario {name} qui non ne ha oltre la situazione di base: non c'è niente da confrontare",
        "several hubs have no {outcome} together: choose another outcome":
            "più hub non hanno {outcome} insieme: scegliere un altro risultato",
        "{outcome} is how a hub is at {age} months; in these {months} months none gets that old: run more months or choose "
        "another outcome":
            "{outcome} guarda un hub a {age} mesi; in questi {months} mesi nessuno ci arriva: simulare più mesi o scegliere un "
            "altro risultato",
        "whether more of {outcome} is better depends on who asks: say more or less":
            "se di {outcome} sia meglio averne di più dipende da chi chiede: dire more (di più) o less (di meno)",
        "{value}; {outcome} is a share: write 0.05 for five percentage points":
            "{value}; {outcome} è una quota: scrivere 0.05 per cinque punti percentuali",
        "{value}; write more or less": "{value}; scrivere more (di più) o less (di meno)",
        "{value}; write a number from 0.5 to less than 1, as {meant}": "{value}; scrivere un numero da 0.5 a meno di 1, come {meant}",
        "{value}; write a difference of zero or more, in the unit of the outcome":
            "{value}; scrivere una differenza di zero o più, nell'unità del risultato",
        "{value}; a difference needs 2 replicates at least": "{value}; per una differenza servono almeno 2 futuri",
        "{value}; it is less than the {first} replicates of the first look": "{value}; è meno dei {first} futuri del primo sguardo",
        # --- what is left after a failure ---
        "Interrupted": "Interrotto",
        "nothing was written": "non è stato scritto niente",
        "the page is no longer served": "la pagina non è più servita",
        "nothing new was written": "non è stato scritto niente di nuovo",
        "nothing new was written, and what {folder} held before is as it was":
            "non è stato scritto niente di nuovo, e ciò che c'era in {folder} è com'era",
        "every finished run is kept; go on with: {command}": "ogni simulazione finita resta; per riprendere: {command}",
        "what was found so far is in {folder}, and the same command goes on":
            "ciò che si è trovato finora è in {folder}, e lo stesso comando riprende",
        "records written so far stay, the others are as they were; the same command again goes on":
            "ciò che è stato scritto finora resta, il resto è com'era; lo stesso comando riprende",
        "Nothing was run.": "Non è stato simulato niente.",
        "Nothing was written.": "Non è stato scritto niente.",
        "Not enough memory": "La memoria non basta",
        "Try fewer replicates, months or policies.": "Provare con meno futuri, mesi o misure.",
        "Add --debug for the details.": "Con --debug si vedono i dettagli.",
        "The disk is full": "Il disco è pieno",
        "Cannot write: {reason}": "Non si può scrivere: {reason}",
        "Cannot write {path}: {reason}": "Non si può scrivere {path}: {reason}",
        "Runs are kept in {folder}": "Le simulazioni restano in {folder}",
        "mend the cause, or allow more with 'failures_allowed'": "rimediare alla causa, o ammetterne di più con 'failures_allowed'",
        "replicate {number} of scenario {name} (seed {seed}) failed: {error}":
            "il futuro {number} dello scenario {name} (seme {seed}) non è riuscito: {error}",
        "a worker died, or its executor broke down ({error})": "un processo si è interrotto, o chi li governa ({error})",
        "{failed} of {kept} runs failed, and the design allows {most}; the latest: {error}":
            "{failed} simulazioni su {kept} non sono riuscite, e il disegno ne ammette {most}; l'ultima: {error}",
        # --- memory and disk ---
        "{what} take about {memory} of memory, and {free} are free: {instead}":
            "{what} vogliono circa {memory} di memoria, e {free} sono liberi: {instead}",
        "{what} take {disk} of disk in {folder}, and {free} are free: {instead}, or set TMPDIR to a folder with more room":
            "{what} vogliono {disk} di disco in {folder}, e {free} sono liberi: {instead}, o indicare in TMPDIR una cartella con "
            "più posto",
        "the sweep needs about {megabytes} MB for {runs} runs of {outcomes} outcomes, and {free} MB are free in {folder}; take "
        "another disk, fewer points, replicates or outcomes":
            "servono circa {megabytes} MB per {runs} simulazioni di {outcomes} risultati, e in {folder} ne sono liberi {free}; "
            "prendere un altro disco, meno punti, futuri o risultati",
        # --- folders ---
        "another {writer} is writing into {folder}; wait for it, or take another folder":
            "un altro programma ({writer}) sta scrivendo in {folder}; aspettarlo, o prendere un'altra cartella",
        "{path} is in the way, which is not a lock of this program; take another folder, or move it away":
            "{path} è di ostacolo, e non è di questo programma; prendere un'altra cartella, o spostarlo",
        "{path} is in the way: this program did not write it, or it is damaged; take another folder, such as {other}, or move "
        "it away":
            "{path} è di ostacolo: non l'ha scritto questo programma, o è danneggiato; prendere un'altra cartella, come {other}, "
            "o spostarlo",
        "{folder} holds other results of this program ({kind}), by its {manifest}; take another folder, such as {other}":
            "{folder} contiene altri risultati di questo programma ({kind}), come dice {manifest}; prendere un'altra cartella, "
            "come {other}",
        "{folder} holds {files}, and no {manifest} there says that this program wrote it; take another folder, such as {other}, "
        "or move it away":
            "{folder} contiene {files}, e nessun {manifest} dice che l'ha scritto questo programma; prendere un'altra cartella, "
            "come {other}, o spostarlo",
        "{folder} holds {files}, and no {manifest} there says that this program wrote them; take another folder, such as "
        "{other}, or move them away":
            "{folder} contiene {files}, e nessun {manifest} dice che li ha scritti questo programma; prendere un'altra cartella, "
            "come {other}, o spostarli",
        "{path}: write the name of a .zip file": "{path}: scrivere il nome di un file .zip",
        "{path} is there already; take another name, or move it away": "{path} c'è già; prendere un altro nome, o spostarlo",
        "{folder}: {files} changed or went since they were written; run it again":
            "{folder}: {files} sono cambiati o scomparsi da quando furono scritti; simulare di nuovo",
        "{folder} holds a search with other settings, facts or rules; take another folder":
            "{folder} contiene una ricerca con altre impostazioni, altri fatti o altre regole; prendere un'altra cartella",
        # --- sweeps ---
        "{folder} holds no runs of a sweep": "{folder} non contiene simulazioni di un disegno",
        "{folder} holds other files; take an empty or new folder (in the way: {files})":
            "{folder} contiene altri file; prendere una cartella vuota o nuova (di ostacolo: {files})",
        "{folder} was written by another version of this program; take another folder":
            "{folder} è stata scritta da un'altra versione di questo programma; prendere un'altra cartella",
        "{folder} holds runs of another sweep: {differ} differ; take another folder":
            "{folder} contiene simulazioni di un altro disegno: differiscono {differ}; prendere un'altra cartella",
        "{folder} holds runs of another sweep: {differ} differ; take another folder, or go on with what began it: {program}":
            "{folder} contiene simulazioni di un altro disegno: differiscono {differ}; prendere un'altra cartella, o riprendere "
            "con ciò che le ha cominciate: {program}",
        "{folder} holds {replicates} replicates, and this design asks for {asked}; take another folder":
            "{folder} contiene {replicates} futuri per punto, e questo disegno ne chiede {asked}; prendere un'altra cartella",
        "{folder} holds runs at {points} points, and this design has {asked}; take another folder":
            "{folder} contiene simulazioni a {points} punti, e questo disegno ne ha {asked}; prendere un'altra cartella",
        "{folder} holds runs at other points than this design draws; take another folder":
            "{folder} contiene simulazioni a punti diversi da quelli di questo disegno; prendere un'altra cartella",
        "{folder} holds runs of this sweep already; add --resume to go on with it, or take another folder":
            "{folder} contiene già simulazioni di questo disegno; aggiungere --resume per riprendere, o prendere un'altra cartella",
        "{folder} holds runs of another sweep; take another folder":
            "{folder} contiene simulazioni di un altro disegno; prendere un'altra cartella",
        "{path} holds runs of another sweep; move it away, or take another folder":
            "{path} contiene simulazioni di un altro disegno; spostarlo, o prendere un'altra cartella",
        "{folder} holds runs that this design does not have; take another folder":
            "{folder} contiene simulazioni che questo disegno non ha; prendere un'altra cartella",
        "{path} is damaged or gone, and no file of runs beside it says of which sweep it is; put a copy of it back, or take "
        "another folder":
            "{path} è danneggiato o scomparso, e nessun file accanto dice di quale disegno è; rimetterne una copia, o prendere "
            "un'altra cartella",
        "{folder} holds no sweep; name the folder that `coworking sweep DESIGN --out FOLDER` wrote":
            "{folder} non contiene un disegno simulato; indicare la cartella che `coworking sweep DESIGN --out FOLDER` ha scritto",
        "{path} is not the design of the runs beside it: {differ} differ; put the file back":
            "{path} non è il disegno delle simulazioni accanto: differiscono {differ}; rimettere il file",
        "the points of {folder} cannot be drawn again with the libraries installed here; they were drawn with {libraries}":
            "i punti di {folder} non si possono estrarre di nuovo con le librerie installate qui; furono estratti con {libraries}",
        "{done} of {all} runs are there; finish the sweep first (--resume)": "ci sono {done} simulazioni su {all}; prima finire (--resume)",
        "say which {what}: {names}": "dire quale {what}: {names}",
        "no {what} {name} in this sweep; there are {names}": "{what} {name}: in questo disegno non c'è; ci sono {names}",
        "'{condition}' is no condition; write an outcome, <, <=, >, >= or ==, and a number, as in 'viable_36 < 1'":
            "'{condition}' non è una condizione; scrivere un risultato, <, <=, >, >= o ==, e un numero, come in 'viable_36 < 1'",
        "dask.distributed is not installed; install the extra: {command}":
            "dask.distributed non è installato; installare l'aggiunta: {command}",
        "the scheduler {address} does not answer: {error}; is it running, and is the address right?":
            "lo scheduler {address} non risponde: {error}; è acceso, e l'indirizzo è giusto?",
        "the certificate for {address} cannot be read: {error}; docs/cluster.md says how to make one":
            "il certificato per {address} non si può leggere: {error}; docs/cluster.md dice come farne uno",
        "{address} needs a certificate; name its files in {names} (docs/cluster.md)":
            "{address} vuole un certificato; indicarne i file in {names} (docs/cluster.md)",
        "the scheduler {address} has no workers; start some with {command}":
            "lo scheduler {address} non ha processi; avviarne con {command}",
        "{number} of {all} workers run another version of the model ({workers}); install this one there":
            "{number} processi su {all} hanno un'altra versione del modello ({workers}); installarvi questa",
        # --- what an analysis needs ---
        "{outcome} is undefined in every run: it does not exist in these runs, or all of them failed; choose an outcome that "
        "exists in every run, such as members_36 or closed_36":
            "{outcome} non è definito in nessuna simulazione: qui non esiste, o nessuna è riuscita; scegliere un risultato che "
            "esiste in tutte, come members_36 o closed_36",
        "no run is of interest: {condition} holds in none of {runs} runs; it goes from {low} to {high}, so take a threshold in "
        "between":
            "nessuna simulazione interessa: {condition} non si verifica in nessuna di {runs}; va da {low} a {high}: prendere una "
            "soglia in mezzo",
        "every run is of interest: {condition} holds in all {runs} runs; it goes from {low} to {high}, so take a threshold in "
        "between":
            "interessano tutte: {condition} si verifica in tutte le {runs} simulazioni; va da {low} a {high}: prendere una soglia "
            "in mezzo",
        "no factor varies: a sweep over at least one factor is needed": "non varia nessun fattore: ne serve almeno uno",
        "factor {name} has {number} categories, more than {most}: is it a number kept as text?":
            "il fattore {name} ha {number} categorie, più di {most}: è un numero scritto come testo?",
        "outcome {outcome}: {failed} of {runs} runs failed, which takes away {lost} of {all} {groups}, more than {share}; what "
        "is left may not stand for the whole. Look at the errors of these runs, narrow the ranges that cause them or run them "
        "again":
            "risultato {outcome}: {failed} simulazioni su {runs} non sono riuscite, e con esse si perdono {lost} su {all} "
            "({groups}), oltre {share}; il resto può non rappresentare l'insieme. Guardare i loro errori, restringere gli "
            "intervalli che li causano o simularle di nuovo",
        "outcome {outcome}: {left} {groups} are too few, at least {least} are needed":
            "risultato {outcome}: {left} sono pochi ({groups}), ne servono almeno {least}",
        "outcome {outcome} does not exist in {missing} of {runs} runs ({points} points), though these runs did not fail; an "
        "index needs it in every run. Choose an outcome that exists in every run, for instance whether something happens by a "
        "date instead of the month in which it does":
            "il risultato {outcome} non esiste in {missing} simulazioni su {runs} ({points} punti), benché siano riuscite; un "
            "indice lo vuole in tutte. Scegliere un risultato che esiste in tutte, per esempio se una cosa accade entro una data "
            "invece del mese in cui accade",
        "no set of the last step keeps all lines within one width of their bands: search on, or change the rules":
            "nessun insieme dell'ultimo passo tiene tutte le righe entro una larghezza dalle loro fasce: cercare ancora, o "
            "cambiare le regole",
        # --- what is being done ---
        "Replicates": "Futuri",
        "Runs": "Simulazioni",
        "Writing the report": "Scrittura del rapporto",
        "at most": "al più",
        "comparisons open": "confronti aperti",
        "left": "mancano",
        "failed": "non riuscite",
        "of": "su",
        "step {step}, tolerance {tolerance}": "passo {step}, tolleranza {tolerance}",
        "policies of {place}": "misure di {place}",
        "Real hubs": "Hub reali",
        "Sets of the prior": "Insiemi plausibili",
        "Sets that fit": "Insiemi che si accordano con i fatti",
        "Compiling the model for this machine: once only, a minute or two.":
            "Preparazione del modello per questa macchina: una volta sola, un minuto o due.",
        "The compiled kernels of this package cannot be used here: {reason}.":
            "Le parti compilate di questo pacchetto qui non servono: {reason}.",
        # --- the ministry's file ---
        "no column '{column}': it is not the ministry's file of incomes by municipality":
            "manca la colonna '{column}': non è il file del ministero con i redditi per comune",
        "line {number}: {error}": "riga {number}: {error}",
        # --- records of shipped scenarios ---
        "no shipped scenario '{name}'{tail}": "nessuno scenario fornito si chiama '{name}'{tail}",
        'give a reason: --reason "what changed in the model or in the scenario, and why"':
            'dare una ragione: --reason "che cosa è cambiato nel modello o nello scenario, e perché"',
    },
}  # fmt: skip
