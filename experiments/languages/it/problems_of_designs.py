"""What is said of the designs of sweeps, in Italian: by the sentence in English, its blanks in braces."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {
    "problem_of_design": {
        "{message} (scenario '{scenario}')": "{message} (scenario '{scenario}')",
        "{message} (scenarios {scenarios})": "{message} (scenari {scenarios})",
        # --- scenarios and policies ---
        "{number} {key}; at most {most} in one sweep": "{number} {key}; al più {most} in un disegno",
        "scenario '{scenario}' stands twice; keep one": "lo scenario '{scenario}' c'è due volte; tenerne uno",
        "a second scenario called '{scenario}'; give its file another name": "un secondo scenario di nome '{scenario}'; dare al file un altro nome",
        "no scenario; write at least one, e.g. [sondrio_downsizing]": "nessuno scenario; scriverne almeno uno, per esempio [sondrio_downsizing]",
        "no such scenario '{scenario}'; did you mean '{other}'?": "non c'è lo scenario '{scenario}'; si intendeva '{other}'?",
        "no such scenario '{scenario}'; write {expected}": "non c'è lo scenario '{scenario}'; scrivere {expected}",
        "the scenario cannot be read; mend its error: {place}: {key}: {message}":
            "lo scenario non si legge; correggerne l'errore: {place}: {key}: {message}",
        "the scenario cannot be read; mend its {number} errors, the first: {place}: {key}: {message}":
            "lo scenario non si legge; correggerne i {number} errori, il primo: {place}: {key}: {message}",
        "no policy; leave the key out for the baseline": "nessuna misura; togliere la chiave per la sola situazione di base",
        "policy '{policy}' stands twice; keep one": "la misura '{policy}' c'è due volte; tenerne una",
        "the policy is a factor too; leave this key out, or that factor": "la misura è anche un fattore; togliere questa chiave, o quel fattore",
        "the policy is a factor already; write all policies in that one": "la misura è già un fattore; scrivere tutte le misure in quello",
        "no policy '{policy}'{tail}": "non c'è la misura '{policy}'{tail}",
        # --- the sampler ---
        "{number} is not a power of two; write {expected}": "{number} non è una potenza di due; scrivere {expected}",
        "{number} is odd; write an even number, 4 is usual": "{number} è dispari; scrivere un numero pari, di solito 4",
        "{number} is not a power of two: the points are less even; better {expected}":
            "{number} non è una potenza di due: i punti sono meno regolari; meglio {expected}",
        "{number} runs; at most {most} in one sweep: write {fewer}": "{number} simulazioni; al più {most} in un disegno: scrivere {fewer}",
        "{number} points; at most {most} with so many factors: write fewer of either":
            "{number} punti; al più {most} con tanti fattori: scrivere meno degli uni o degli altri",
        # --- factors ---
        "no factor; write at least one, e.g. '- parameter: alpha'": "nessun fattore; scriverne almeno uno, per esempio '- parameter: alpha'",
        "{wrong}; write one of 'parameter', 'path' or 'policy'": "{wrong}; scrivere uno tra 'parameter', 'path' o 'policy'",
        "means nothing for a {target}; take it out": "non significa niente per '{target}'; toglierlo",
        "only a grid has levels of single factors: it does nothing": "solo una griglia ha livelli dei singoli fattori: non fa niente",
        "write at least two policies to choose from; 'baseline' is one": "scrivere almeno due misure tra cui scegliere; 'baseline' è una",
        "two factors are called '{name}'; give this one a 'name' of its own": "due fattori si chiamano '{name}'; dare a questo un 'name' suo",
        "results already have a column '{name}'; give this factor another 'name'":
            "i risultati hanno già una colonna '{name}'; dare a questo fattore un altro 'name'",
        "the sets of parameters have a column '{name}'; give this factor another name":
            "gli insiemi di parametri hanno una colonna '{name}'; dare a questo fattore un altro nome",
        "the sets of parameters hold '{name}' already; take this factor out": "gli insiemi di parametri contengono già '{name}'; togliere questo fattore",
        "this factor sets it already; keep one": "questo fattore lo fissa già; tenerne uno",
        "factor '{name}' sets the same figure; keep one": "il fattore '{name}' fissa la stessa cifra; tenerne uno",
        "policy {policies} sets this figure too: there the factor changes nothing":
            "anche la misura {policies} fissa questa cifra: lì il fattore non cambia niente",
        "policies {policies} set this figure too: there the factor changes nothing":
            "anche le misure {policies} fissano questa cifra: lì il fattore non cambia niente",
        # --- values ---
        "'weights' means nothing here; write 'scale: empirical' too, or take it out":
            "'weights' qui non significa niente; scrivere anche 'scale: empirical', o toglierlo",
        "'{key}' and 'values' together; keep one": "'{key}' e 'values' insieme; tenerne uno",
        "write 'values' too: the numbers that were observed, one as often as it was":
            "scrivere anche 'values': i numeri osservati, ognuno tante volte quante lo è stato",
        "write at least two values": "scrivere almeno due valori",
        "write at least two values that differ": "scrivere almeno due valori diversi",
        "write at least two values that differ and count": "scrivere almeno due valori diversi che contano",
        "{number} values; at most {most}: write a range with 'low' and 'high'": "{number} valori; al più {most}: scrivere un intervallo con 'low' e 'high'",
        "{number} values; at most {most}: write each that differs once, with 'weights', or their quantiles":
            "{number} valori; al più {most}: scrivere ognuno una volta, con 'weights', o i loro quantili",
        "{value} cannot be the value of a factor; write a number, a text, true or false":
            "{value} non può essere il valore di un fattore; scrivere un numero, un testo, true o false",
        "{value} stands twice; keep one": "{value} c'è due volte; tenerne uno",
        "{value} is not a number, and what is observed must be; of texts write 'values' without 'scale'":
            "{value} non è un numero, e ciò che si osserva deve esserlo; per testi scrivere 'values' senza 'scale'",
        "{number} weights for {values} values; write one for each": "{number} pesi per {values} valori; scriverne uno per ciascuno",
        "{value} is no weight; write 0 or more": "{value} non è un peso; scrivere 0 o più",
        "has no range; write 'low' and 'high'{usual}, or 'values'": "non ha intervallo; scrivere 'low' e 'high'{usual}, o 'values'",
        "half a range; write '{end}' too{usual}": "mezzo intervallo; scrivere anche '{end}'{usual}",
        "the catalogue gives a single value, {value}; write 'low' and 'high'": "il catalogo dà un solo valore, {value}; scrivere 'low' e 'high'",
        "empty range: {ends}; write '{other}' too": "intervallo vuoto: {ends}; scrivere anche '{other}'",
        "empty range: {ends}; exchange them": "intervallo vuoto: {ends}; scambiarli",
        "empty range: {ends}; write a higher 'high'": "intervallo vuoto: {ends}; scrivere un 'high' più alto",
        "the range is wider than numbers can say; write a narrower one": "l'intervallo è più largo di quanto i numeri possano dire; scriverne uno più stretto",
        "a range from {low} has no logarithm; write a 'low' above 0, or 'scale: uniform'":
            "un intervallo da {low} non ha logaritmo; scrivere un 'low' sopra 0, o 'scale: uniform'",
        "'{key}' means nothing here; write 'scale: {scale}' too, or take it out": "'{key}' qui non significa niente; scrivere anche 'scale: {scale}', o toglierlo",
        "write 'mode' too, the most likely value, from {low} to {high}": "scrivere anche 'mode', il valore più probabile, da {low} a {high}",
        "{what} lies outside {low} to {high}; write a 'mode' within the range": "{what} è fuori da {low}-{high}; scrivere un 'mode' dentro l'intervallo",
        "write 'sd' too, the standard deviation, for example {value}": "scrivere anche 'sd', la deviazione standard, per esempio {value}",
        "{value} is no standard deviation for a range of {range}; write {other}":
            "{value} non è una deviazione standard per un intervallo di {range}; scrivere {other}",
        "{value} is not a whole number; write {floor} or {ceiling}": "{value} non è un numero intero; scrivere {floor} o {ceiling}",
        # --- paths ---
        "'{path}' is a single value; nothing lies below it": "'{path}' è un valore solo; sotto non c'è niente",
        "no '{name}' in {where}{tail}": "non c'è '{name}' in {where}{tail}",
        "'{every}' is every item of a list, and {where} is none; write a name": "'{every}' è ogni voce di un elenco, e {where} non lo è; scrivere un nome",
        "'{every}' is every item of a list, and {where} has none": "'{every}' è ogni voce di un elenco, e {where} non ne ha",
        "{where} has no {what}": "{where} non ha {what}",
        "a path is words with '.' between them, such as hubs.NAME.desks": "un percorso è fatto di parole con '.' in mezzo, come hubs.NOME.desks",
        "a path of {number} words; no figure of a scenario lies so deep": "un percorso di {number} parole; nessuna cifra di uno scenario sta così in fondo",
        # --- outcomes and decisions ---
        "outcome '{outcome}' stands twice; keep one": "il risultato '{outcome}' c'è due volte; tenerne uno",
        "'{text}' is no difference of two policies; write 'rent_relief - baseline'":
            "'{text}' non è una differenza tra due misure; scrivere 'rent_relief - baseline'",
        "'{policy}' is not among the policies of this design{tail}": "'{policy}' non è tra le misure di questo disegno{tail}",
        "'{text}' is no condition; write an outcome, <, <=, >, >= or ==, and a number: 'viable_36 < 1'":
            "'{text}' non è una condizione; scrivere un risultato, <, <=, >, >= o ==, e un numero: 'viable_36 < 1'",
        "'{outcome}' is not among the outcomes of this design; add it to 'outcomes'":
            "'{outcome}' non è tra i risultati di questo disegno; aggiungerlo a 'outcomes'",
        "'{outcome}' is not among the outcomes of this design{tail}": "'{outcome}' non è tra i risultati di questo disegno{tail}",
        "'{outcome}' is an outcome of towns; write {plain}": "'{outcome}' è un risultato delle città; scrivere {plain}",
        "'{outcome}' names no hub after '@'; write {plain}": "'{outcome}' non indica un hub dopo '@'; scrivere {plain}",
        "no hub '{hub}' in scenario '{scenario}'{tail}": "non c'è l'hub '{hub}' nello scenario '{scenario}'{tail}",
        "several hubs have no '{outcome}' together; write {expected}": "più hub non hanno '{outcome}' insieme; scrivere {expected}",
        "looks at a hub {age} months old, and a run of '{scenario}' has {months} months{opening}; write 'horizon_months: {least}' or more, or another outcome":
            "guarda un hub di {age} mesi, e una simulazione di '{scenario}' ne ha {months}{opening}; scrivere 'horizon_months: {least}' o più, o un altro risultato",
        # --- rows of a file ---
        "'{file}' is not UTF-8 text; save the file as CSV in UTF-8": "'{file}' non è un testo UTF-8; salvare il file come CSV in UTF-8",
        "'{file}' cannot be read: {error}; write the path of a CSV file from the folder of the design":
            "'{file}' non si può leggere: {error}; scrivere il percorso di un file CSV dalla cartella del disegno",
        "'{file}' cannot be read: {error}; write the path of a CSV file": "'{file}' non si può leggere: {error}; scrivere il percorso di un file CSV",
        "'{file}' lies outside the folder of the design; who is given that folder cannot run it. Put a copy beside the design":
            "'{file}' è fuori dalla cartella del disegno; chi riceve quella cartella non può simularlo. Metterne una copia accanto al disegno",
        "'{file}' has no rows; write a line of names ({names}), then one line for each point":
            "'{file}' non ha righe; scrivere una riga di nomi ({names}), poi una riga per ogni punto",
        "'{file}' has ';' between its columns; save it with ',', and with '.' in numbers":
            "'{file}' ha ';' tra le colonne; salvarlo con ',', e con '.' nei numeri",
        "two columns of '{file}' are called '{name}'; keep one": "due colonne di '{file}' si chiamano '{name}'; tenerne una",
        "'{file}' has no column '{name}'{tail}": "'{file}' non ha la colonna '{name}'{tail}",
        "'{file}', column '{name}': {number} more like these": "'{file}', colonna '{name}': altri {number} come questi",
        "'{file}' has a column '{name}' that is no factor; it is not read{tail}": "'{file}' ha una colonna '{name}' che non è un fattore; non viene letta{tail}",
        "'{file}' line {line} is the point of line {before} again{tail}; a point counts as often as it stands":
            "'{file}' alla riga {line} ha di nuovo il punto della riga {before}{tail}; un punto conta tante volte quante c'è",
        "'{file}' line {line}, column {column} ('{name}'): nothing there; write a value":
            "'{file}' riga {line}, colonna {column} ('{name}'): non c'è niente; scrivere un valore",
        "'{file}' line {line}, column {column} ('{name}'): '{text}' is not among the factor's values; write {expected}":
            "'{file}' riga {line}, colonna {column} ('{name}'): '{text}' non è tra i valori del fattore; scrivere {expected}",
        "'{file}' line {line}, column {column} ('{name}'): {text} is outside the factor's range {low} to {high}":
            "'{file}' riga {line}, colonna {column} ('{name}'): {text} è fuori dall'intervallo del fattore, da {low} a {high}",
        "'{file}' line {line}, column {column} ('{name}'): {message}": "'{file}' riga {line}, colonna {column} ('{name}'): {message}",
        # --- what goes together ---
        "a grid has every combination; write 'sampler: {type: sobol, points: 1024}'":
            "una griglia ha ogni combinazione; scrivere 'sampler: {type: sobol, points: 1024}'",
        "the rows of a file are the points as they are; take it out, and draw the rows that way":
            "le righe di un file sono i punti come sono; toglierlo, ed estrarre le righe in quel modo",
        "the sets of parameters hang together as they are; take it out, or write 'sampler: {type: sobol, points: 1024}'":
            "gli insiemi di parametri stanno insieme come sono; toglierlo, o scrivere 'sampler: {type: sobol, points: 1024}'",
        "the indices of a {kind} design suppose that factors are independent; write 'sampler: {type: sobol, points: 1024}', "
        "which PAWN and delta read without supposing it":
            "gli indici di un disegno {kind} suppongono fattori indipendenti; scrivere 'sampler: {type: sobol, points: 1024}', "
            "che PAWN e delta leggono senza supporlo",
        "write the names of two factors, as in 'between: [alpha, beta_n]'": "scrivere i nomi di due fattori, come in 'between: [alpha, beta_n]'",
        "these two stand twice; keep one": "questi due ci sono due volte; tenerne uno",
        "these cannot all hold at once; bring them nearer to 0, for example {example}":
            "non possono valere tutte insieme; avvicinarle a 0, per esempio {example}",
        "no factor '{name}'{tail}": "non c'è il fattore '{name}'{tail}",
        "the policy has no order that could go along with another's": "la misura non ha un ordine che possa seguire quello di un altro fattore",
        "the values of '{name}' are choices without an order; of numbers write 'scale: empirical' too":
            "i valori di '{name}' sono scelte senza ordine; per numeri scrivere anche 'scale: empirical'",
        "'{text}' is no constraint; write a factor, <, <=, > or >=, and a factor or a number: 'adda_desks >= 8'":
            "'{text}' non è un vincolo; scrivere un fattore, <, <=, > o >=, e un fattore o un numero: 'adda_desks >= 8'",
        "compares nothing that varies; write two factors, or a factor and a number":
            "non confronta niente che vari; scrivere due fattori, o un fattore e un numero",
        "the values of '{name}' are no numbers, and cannot be compared": "i valori di '{name}' non sono numeri, e non si possono confrontare",
        "holds everywhere within the ranges: it does nothing": "vale ovunque negli intervalli: non fa niente",
        "holds at none of {number} points within the ranges; mend it, or the ranges":
            "non vale in nessuno di {number} punti negli intervalli; correggerlo, o correggere gli intervalli",
        "{number} of {tried} points within the ranges hold all of them, less than {least}; narrow the ranges to where they hold, or take one out":
            "{number} di {tried} punti negli intervalli li rispettano tutti, meno di {least}; restringere gli intervalli a dove valgono, o toglierne uno",
    },
}  # fmt: skip
