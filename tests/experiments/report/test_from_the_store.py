"""Every number of a report's first table, computed again from what a run leaves in its folder, without the code of the report.

Levels, differences and in how many futures a policy is better come from `monthly.parquet`, month by month; public money, bounds of
intervals, and the cost of a result from `tables/`. The bounds of the cost of a result hang on public money in each future, which no table
holds: they are only asked to lie around it.
"""

import csv
import math
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from experiments.report.folder import write_outputs
from tests.experiments.report.fakes import POLICIES, results

AGE = 36
PLANNED, LOST = "planned", ("downsized", "closed")


class Cells(HTMLParser):
    """The cells of the first table, each as its words and the small ones below, and the words above it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[list[str]]] = []
        self.lead = ""
        self._in: list[str] = []
        section = page.partition('<h2 id="ranking">')[2].partition("</section>")[0]
        self.feed("<h2>" + section)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in.append("lead" if ("class", "lead") in attrs else tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append(["", ""])

    def handle_endtag(self, tag: str) -> None:
        self._in.pop()

    def handle_data(self, data: str) -> None:
        if "lead" in self._in:
            self.lead += data
        elif "tr" in self._in and self._in[-1] in ("th", "td", "small"):
            self.rows[-1][-1][self._in[-1] == "small"] += data


def numbers(text: str) -> list[float]:
    found = re.findall(r"[−-]?\u2060?€?\d[\d,]*(?:\.\d+)?", text)
    return [float(re.sub(r"[\u2060€,]", "", one).replace("−", "-")) for one in found]


def printed(value: float, *, euro: bool = False) -> float:
    """How far a printed number may be from what it stands for: half a unit, or half of the last of three figures of large amounts."""
    return 0.5 * 10 ** (math.floor(math.log10(abs(value))) - 2) + 1e-6 if euro and abs(value) >= 10_000 else 0.5 + 1e-6


@pytest.mark.parametrize("asked", [{"strength": 1.0}, {"strength": 0.8, "worlds": 4}])
def test_every_number_of_the_first_table_comes_from_the_store(tmp_path: Path, asked: dict) -> None:
    write_outputs(results(replicates=80, **asked), tmp_path, "en")
    monthly = pd.read_parquet(tmp_path / "monthly.parquet", columns=["policy", "replicate", "month", "state"])
    with (tmp_path / "tables" / "differences.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["hub"] == "all"]
    differences = {(row["policy"], row["outcome"]): row for row in rows}
    page = Cells((tmp_path / "report.html").read_text(encoding="utf-8"))

    first = int(monthly[monthly["state"] != PLANNED]["month"].min())
    lived = monthly[monthly["month"] < first + AGE]
    lost = lived["state"].isin(LOST).groupby([lived["policy"].astype(str), lived["replicate"]]).any().unstack(level=0).astype(int)
    titles = {policy["title"]: name for name, policy in POLICIES.items()}
    with (tmp_path / "tables" / "accounts.csv").open(encoding="utf-8") as file:
        accounts = [row for row in csv.DictReader(file) if row["line"] == "public_eur"]
    paid = {policy: sum(float(row["value"]) for row in accounts if row["policy"] == policy) for policy in lost.columns}

    assert numbers(page.lead.replace(f"within {AGE} months", ""))[:2] == [lost["baseline"].sum(), len(lost)]  # '44 of 80'
    assert {row[0][0] for row in page.rows[1:]} == set(titles)
    for name, extra, level, each, sure in page.rows[1:]:
        policy = titles[name[0]]
        change = lost[policy] - lost["baseline"]
        told = differences[policy, f"shrunk_or_closed_{AGE}"]
        money = paid[policy] - paid["baseline"]
        assert abs(money - float(differences[policy, "public_eur"]["difference"])) <= 12  # accounts are in whole euros by year
        shown = numbers(extra[0])
        assert abs((shown[0] if shown else 0.0) - money) <= printed(money or 1.0, euro=True)
        assert numbers(level[0]) == [lost[policy].sum(), len(lost)]
        for written, value in zip(numbers(level[1]), (change.mean(), float(told["low"]), float(told["high"])), strict=True):
            assert abs(written - 100 * value) <= printed(1)
        better, worse = ((sign * change > 0).sum() for sign in (-1, 1))
        futures = numbers(sure[1])
        assert (futures[0], futures[-1]) == (better, worse)
        assert (told["clear"] == "true") == sure[0].startswith("clear") and (told["clear"] == "true") == (each[0] != "–")
        if amounts := numbers(each[0]):
            cost = money / -change.mean()
            assert abs(amounts[0] - cost) <= printed(cost, euro=True)
            low, high = numbers(each[1])
            assert low <= amounts[0] <= high
