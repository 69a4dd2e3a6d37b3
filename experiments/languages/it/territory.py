"""Sources and notes of the figures of towns in Italian, by their English words."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {
    "figure_source": {
        "ISTAT, resident population on 1 January": "ISTAT, popolazione residente al 1º gennaio",
        "MEF Dipartimento delle Finanze, IRPEF by municipality": "MEF Dipartimento delle Finanze, IRPEF per comune",
        "estimate E1: provincial active firms shared out by entrepreneurs and arriving commuters": "stima E1: imprese attive della provincia ripartite per imprenditori e pendolari in arrivo",
        "estimate E2: IRPEF self-employed taxpayers scaled to the professionals counted by Confprofessioni": "stima E2: lavoratori autonomi IRPEF riportati ai professionisti contati da Confprofessioni",
        "estimate E3: provincial employed shared out by IRPEF workers": "stima E3: occupati della provincia ripartiti per lavoratori IRPEF",
        "estimate E6: road minutes from air distance": "stima E6: minuti di strada dalla distanza in linea d'aria",
        "estimate E8: the province's rate by the size of the municipality": "stima E8: tasso della provincia secondo la grandezza del comune",
        "AGCOM, households reached by fibre to the home, 30 June": "AGCOM, famiglie raggiunte dalla fibra fino a casa, 30 giugno",
        "estimate E4: remote share from mean income and residents, fitted to ISTAT's regions and cities": "stima E4: quota da remoto ricavata da reddito medio e residenti, stimata sulle regioni e città dell'ISTAT",
        "recalled door-to-door times": "tempi da porta a porta riferiti a memoria",
        "rail minutes plus 15 for both ends": "minuti di treno più 15 per i due estremi",
        "ISTAT, permanent census": "ISTAT, censimento permanente",
        "by definition": "per definizione",
        "estimate: 2,200-2,900 by jobs and residents": "stima: 2.200-2.900 per addetti e residenti",
        "estimate: the province's firms × 1.4 times the town's share of residents": "stima: imprese della provincia × 1,4 volte la quota di residenti",
        "estimate: 18 % of the province's active firms, by jobs": "stima: 18 % delle imprese attive della provincia, per addetti",
    },
    "figure_note": {
        "total income over taxpayers": "reddito totale sui contribuenti",
        "total income over taxpayers, at the level of 2020": "reddito totale sui contribuenti, al livello del 2020",
        "the metropolis itself": "la metropoli stessa",
        "±15 minutes": "±15 minuti",
        "1.4 as in Lombard capitals; low confidence, ±30 %": "1,4 come nei capoluoghi lombardi; poco certo, ±30 %",
    },
}
