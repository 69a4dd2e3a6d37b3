"""The line on what to watch: a threshold with its rates, or the reason why there is none."""

import pytest

from experiments.languages import languages
from experiments.report import watching
from experiments.report.reader import Reader
from tests.experiments.report.fakes import results


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(("asked", "key"), [
    ({"months": 12}, "watch_short"), ({"hubs": 9}, "watch_many"), ({"replicates": 4}, "watch_few"), ({"strength": 3.0}, "watch_none_close"),
])
def test_where_it_cannot_be_told_the_reason_stands_there(lang: str, asked: dict, key: str) -> None:
    reader = Reader(results(**{"replicates": 40, "policies": 1, **asked}), lang)
    found = watching.section(reader)
    assert not found["told"]
    assert [line.split(":")[0] for line in found["lines"]] == [reader.t._sentences[key].split(":")[0]]


@pytest.mark.parametrize("lang", languages())
def test_a_line_a_hub_where_it_can_be_told(lang: str) -> None:
    reader = Reader(results(replicates=120, strength=1.0, worlds=4), lang)
    found = watching.section(reader)
    assert found["told"] and len(found["lines"]) == 1
    assert "36" in found["lines"][0] and "12" in found["lines"][0]
