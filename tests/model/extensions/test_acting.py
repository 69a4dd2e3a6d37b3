"""What extensions do in a run: nothing where they are not used or at their null value, the same whoever runs it, euros in the ledger."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest

import model
from model.extensions import REGISTERED, ExtensionError, assumed, digests
from model.names import CLOSED
from model.parameters import Parameters
from model.scenario import read_text
from model.series import HUB_COLUMN, HUB_SERIES
from model.simulation import RunOutcome, Simulation, World, build_world, prepare
from tests.model.extensions.examples import POLICIES, registered
from tests.model.tiny_town import TEXT, tiny_town

SEED = 5
NUMBERS = ("town", "field_links", "member_months", "subsidised_months", "stays", "state", "reason", "changed")


@pytest.fixture(autouse=True)
def both() -> Iterator[None]:
    with registered():
        yield


@cache
def _world() -> World:
    return build_world(prepare(tiny_town()), SEED)


def _lived(policy: str, threads: int = 1, steps: int = 1) -> Simulation:
    run = Simulation(_world(), prepare(tiny_town(policy, TEXT + POLICIES)))
    for _ in range(steps):
        run.advance(run.prepared.months // steps, threads=threads)
    return run


def _same(one: RunOutcome, other: RunOutcome) -> None:
    columns = len(HUB_SERIES)
    np.testing.assert_array_equal(one.hub[:, :, :columns], other.hub[:, :, :columns])
    for name in NUMBERS:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


@pytest.fixture(scope="module")
def plain() -> RunOutcome:
    """A run made while nothing is registered."""
    run = Simulation(_world(), prepare(tiny_town()))
    run.advance()
    return run.outcome()


@pytest.mark.parametrize("policy", ["baseline", "no_guarantee", "late_guarantee", "silent"])
def test_what_is_not_used_or_at_its_null_value_changes_no_number(plain: RunOutcome, policy: str) -> None:
    run = _lived(policy)
    _same(run.outcome(), plain)
    assert not run.outcome().public.any()
    assert bool(run.prepared.extensions) == (policy != "baseline")  # at a null value it is called, in parts of the month


@pytest.mark.parametrize("policy", ["guarantee", "alumni", "both"])
def test_what_is_used_changes_something(plain: RunOutcome, policy: str) -> None:
    assert (_lived(policy).outcome().hub[:, :, : len(HUB_SERIES)] != plain.hub).any()


def test_threads_and_steps_change_nothing() -> None:
    whole = _lived("both").outcome()
    for threads, steps in ((1, 36), (3, 1), (2, 4)):
        other = _lived("both", threads, steps).outcome()
        np.testing.assert_array_equal(other.hub, whole.hub)
        np.testing.assert_array_equal(other.public, whole.public)


def test_a_run_that_ran_out_of_room_begins_anew_with_its_extensions(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _lived("both").outcome()
    run = Simulation(_world(), prepare(tiny_town("both", TEXT + POLICIES)))
    run._stays = 8
    run._start()
    run.advance()
    np.testing.assert_array_equal(run.outcome().hub, whole.hub)
    assert run._stays > 8


def test_using_an_extension_does_not_make_it_another() -> None:
    model.register_submodel("fresh", {"end": _fresh}, parameters=[assumed("freshness", "share", 0, 0, 1, "How much.")])
    before = digests()
    Simulation(_world(), prepare(tiny_town("both", TEXT + POLICIES).assuming({"freshness": 1}))).advance(1)
    model.register_submodel("fresh", {"end": _fresh}, parameters=REGISTERED["fresh"].parameters, replace=True)
    assert digests() == before


def _fresh(t: Any, town: Any, own: Any) -> None:
    """Has never been compiled before the test."""


def test_every_euro_is_in_the_ledger_and_inside_pot_and_cap() -> None:
    run = _lived("guarantee")
    paid = run.outcome().public[:, 0]
    loss = np.maximum(0, -run.outcome().hub[:-1, :, HUB_COLUMN["net_eur"]])
    np.testing.assert_allclose(paid, run.outcome().hub[:, :, HUB_COLUMN["subsidy_eur"]])
    assert (paid[1:] <= np.minimum(0.8 * loss, 900) + 1e-9).all()
    assert (paid[1:] > 0).any() and not paid[0].any()
    assert paid.sum() == pytest.approx(run.town.public.spent[0]) and paid.sum() <= 9000 + 1e-6
    assert not paid[1:][run.outcome().hub[:-1, :, HUB_COLUMN["state"]] == CLOSED].any()


def test_a_known_answer_of_the_submodel() -> None:
    run = _lived("alumni")
    own = run.own["alumni"]
    heard = run.outcome().hub[:, :, len(HUB_SERIES)]
    np.testing.assert_array_equal(heard, own.series.alumni)
    np.testing.assert_array_equal(heard[-1], np.bincount(own.agents.speaks_of, minlength=3)[1:3])
    assert heard[-1].sum() > 0
    everybody = Simulation(_world(), prepare(tiny_town("alumni", TEXT + POLICIES).model_copy(update={
        "parameters": {**tiny_town().parameters, "alumni_voice": 1e-12, "alumni_fond": 1.0}})))
    everybody.advance()
    few = Simulation(_world(), prepare(tiny_town().assuming({"alumni_voice": 1e-12, "alumni_fond": 0.25})))
    few.advance()
    total, part = (run.outcome().hub[:, :, len(HUB_SERIES)].sum() for run in (everybody, few))
    assert 0.05 < part / total < 0.5  # a draw of its own decides


def test_draws_of_an_extension_are_nobody_elses() -> None:
    from model import draws

    numbers = {value for name, value in vars(draws).items() if name.isupper() and isinstance(value, int)}
    processes = {one.process for one in REGISTERED.values()}
    assert len(processes) == 2
    assert all(max(numbers - {draws.FIRST_OF_EXTENSIONS, draws.GROUP}) < process < 2**32 for process in processes)


def test_two_of_one_kind_have_each_its_own() -> None:
    two = """
  two:
    title: Two guarantees
    instruments:
      - {type: loss_guarantee, name: small, payer: region, part: 0.1, hubs: [adda]}
      - {type: loss_guarantee, name: large, payer: municipality, part: 0.4, hubs: [mera]}
"""
    run = _lived_text(TEXT + two, "two")
    assert {name: float(own.values.part) for name, own in run.own.items()} == {"small": 0.1, "large": 0.4}
    paid = run.outcome().public.sum(axis=0)
    assert paid[0, 0] > 0 and paid[1, 1] > 0 and paid[0, 1] == paid[1, 0] == 0


def _lived_text(text: str, policy: str) -> Simulation:
    run = Simulation(_world(), prepare(tiny_town(policy, text)))
    run.advance()
    return run


def test_a_function_that_cannot_be_compiled_is_told_of() -> None:
    def wrong(t, town, own):  # type: ignore[no-untyped-def]
        town.hubs[0].no_such_column = own.values.much

    model.register_submodel("wrong", {"end": wrong}, parameters=[assumed("much", "share", 0, 0, 1, "How much.")])
    with pytest.raises(ExtensionError, match=r"extension 'wrong': its function at 'end' cannot be compiled: .*no_such_column"):
        Simulation(_world(), prepare(tiny_town().assuming({"much": 1})))


def test_a_submodel_acts_at_each_of_its_places_in_order() -> None:
    def first(t, town, own):  # type: ignore[no-untyped-def]
        own.hubs[0].calls = own.hubs[0].calls * 10 + 1

    def second(t, town, own):  # type: ignore[no-untyped-def]
        own.hubs[0].calls = own.hubs[0].calls * 10 + 2

    def third(t, town, own):  # type: ignore[no-untyped-def]
        own.hubs[0].calls = own.hubs[0].calls * 10 + 3

    places = {"end": third, "offers": first, "choices": second}
    model.register_submodel("counts", places, parameters=[assumed("count", "share", 0, 0, 1, "Whether.")], hubs={"calls": np.int64})
    run = Simulation(_world(), prepare(tiny_town().assuming({"count": 1})))
    run.advance(2)
    assert run.own["counts"].hubs[0].calls == 123123


def test_an_instrument_of_a_class_that_is_gone_is_refused() -> None:
    scenario = tiny_town("guarantee", TEXT + POLICIES)
    model.unregister("loss_guarantee")
    with pytest.raises(ExtensionError, match="instrument 'loss_guarantee': its class is not registered"):
        prepare(scenario)


def test_parameters_of_the_catalogue_are_read_by_kernels_as_before() -> None:
    assert Parameters({"alumni_voice": 0.1}).record().dtype == Parameters().record().dtype
    assert "alumni_voice" not in (Parameters().record().dtype.names or ())


def test_the_mesa_face_runs_it_too() -> None:
    scenario, problems = read_text(TEXT + POLICIES, "tiny.yaml")
    assert scenario is not None, problems
    face = model.CoworkingModel(scenario, policy="guarantee", rng=SEED, alumni_voice=0.1)
    while face.running:
        face.step()
    np.testing.assert_array_equal(face.outcome().hub, _lived("both").outcome().hub)
    assert face.alumni_voice == 0.1
    history = face.hub_view(0).history("alumni")
    np.testing.assert_array_equal(history, face.outcome().hub[:, 0, len(HUB_SERIES)])
