"""The ministry's file of incomes, as it is published, with a few municipalities."""

from pathlib import Path

CLASSES = ("minore o uguale a zero euro", "da 0 a 10000 euro", "da 10000 a 15000 euro", "da 15000 a 26000 euro", "oltre 120000 euro")
KINDS = {
    "employees": "Reddito da lavoro dipendente e assimilati",
    "self_employed": "Reddito da lavoro autonomo (comprensivo dei valori nulli)",
    "ordinary": "Reddito di spettanza dell'imprenditore in contabilita' ordinaria  (comprensivo dei valori nulli)",
    "simplified": "Reddito di spettanza dell'imprenditore in contabilita' semplificata (comprensivo dei valori nulli)",
    "partners": "Reddito da partecipazione  (comprensivo dei valori nulli)",
}
TITLES = [
    "Anno di imposta", "Codice catastale", "Codice Istat Comune", "Denominazione Comune", "Sigla Provincia", "Numero contribuenti",
    *(f"{kind} - {what}" for kind in KINDS.values() for what in ("Frequenza", "Ammontare in euro")),
    *(f"Reddito complessivo {group} - {what}" for group in CLASSES for what in ("Frequenza", "Ammontare in euro")),
]  # fmt: skip
# code, taxpayers, mean income, employees, self-employed, entrepreneurs in ordinary and simplified accounts, partners: IRPEF 2020
CREMA = (19035, 25_829, 25_987.4, 13_645, 482, 72, 532, 1_401)
VOGHERA = (18182, 28_769, 22_787.43, 15_268, 330, 62, 612, 933)
SMALL = (19005, 400, 20_000, 200, "", "", 12, 30)


def ministry_file(path: Path, *rows: tuple, year: int = 2020, factor: float = 1.0) -> Path:
    """A file with these municipalities; all figures of another year may be `factor` times as large."""
    lines = [";".join(TITLES) + ";"]
    for code, taxpayers, income, *counts in rows:
        total = taxpayers * income * factor
        numbers = [cell for count in counts for cell in (count if count == "" else round(count), 1)]
        amounts = ["", "-1000", "1", "0", "1", f"{total * 0.25:.0f}", "1", "", "1", f"{total * 0.75 + 1000:.0f}"]
        lines.append(";".join(map(str, [year, "A000", code, "NOME", "NA", round(taxpayers), *numbers, *amounts])) + ";")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
