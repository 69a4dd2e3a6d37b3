"""What a month cannot do without is counted from what happened, and priced."""

import pytest

from benchmarks.engine import measure_case
from benchmarks.limit import AGENT_SCANS, PAIR_SCANS, Work, needed
from benchmarks.scaling import town_of
from benchmarks.yardsticks import Prices
from model.simulation import build_world, prepare


def test_the_floor_is_draws_scans_lines_and_logarithms_at_their_prices() -> None:
    work = Work(draws=0.5, scanned=20.0, lines=0.25, logs=0.1)
    price = Prices(draw=15.0, draw_in_group=4.0, byte=0.05, line=16.0, log=5.0)
    assert work.floor(price) == pytest.approx(2.0 + 1.0 + 4.0 + 0.5)
    assert work.in_a_row(price) == pytest.approx(2.0 + (20.0 + 0.25 * 64) * 0.05)


def test_more_hubs_need_more() -> None:
    few, many = (_work(hubs) for hubs in (1, 4))
    assert few.scanned == pytest.approx(AGENT_SCANS + PAIR_SCANS) and many.scanned == pytest.approx(AGENT_SCANS + 4 * PAIR_SCANS)
    assert 0.0 < few.draws < many.draws and 0.0 < few.lines < many.lines and 0.0 < few.logs < many.logs


def test_counting_some_months_gives_about_what_counting_all_gives() -> None:
    every, third = _work(1), _work(1, every=3)
    assert third.logs == pytest.approx(every.logs, rel=0.3)  # the month of opening is not among them


def _work(hubs: int, every: int = 1) -> Work:
    prepared = prepare(town_of(2_000, hubs=hubs))
    return needed(build_world(prepared, 1), prepared, every)


def test_a_case_is_measured() -> None:
    case = measure_case("sondrio_downsizing", worlds=1, passes=1)
    done = case.passes[0]
    assert case.agents > 5_000 and set(done.by_policy) > {"baseline"} and done.months > case.work.floor(done.price) > 0.0
