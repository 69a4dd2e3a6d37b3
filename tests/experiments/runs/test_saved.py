"""A study comes out of its file to the bit, whatever it holds; what is damaged, foreign or too large is refused in words."""

import copy
import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.runs import kept, saved
from experiments.runs.case import Case
from experiments.runs.contrasts import NotComparable
from experiments.runs.decided import Decided
from experiments.runs.machine import NotEnoughMemory
from experiments.runs.replicates import extend, run
from experiments.runs.results import Results, load_results
from experiments.runs.saved import MANIFEST, SCENARIO, NotAStudy
from experiments.storage import whole
from model.parameter_sets import ParameterSets
from model.scenario import Scenario
from tests.experiments.stand_ins import same_results

# What is asked here depends on the study, not on the engine behind it.
WITH_FIXTURES = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])


def same(one: Results, other: Results) -> None:
    """Fails unless two studies are the same to the bit: what they hold, and all that is told of it."""
    same_results(one, other)
    assert (one.scenario, one.seed, one.replicates, one.months) == (other.scenario, other.seed, other.replicates, other.months)
    assert (one.sets is None) == (other.sets is None)
    if one.sets is not None and other.sets is not None:
        assert one.sets.sha256 == other.sets.sha256 and one.sets.provenance == other.sets.provenance
    for policy in one.policies:
        first, second = one.stack(policy), other.stack(policy)
        for name, value in vars(first).items():
            if isinstance(value, np.ndarray):
                assert value.dtype == getattr(second, name).dtype and value.tobytes() == getattr(second, name).tobytes(), name
            else:
                assert value == getattr(second, name), name
    assert (one.helped.persons is None) == (other.helped.persons is None)
    for table in ("table", "contrast_table", "money_table", "survival_table"):
        assert getattr(one, table)().equals(getattr(other, table)()), table
        assert getattr(one, table)().attrs == getattr(other, table)().attrs
    assert one.monthly.equals(other.monthly) and one.public.equals(other.public)
    for policy in one.policies[1:]:
        assert one.contrast(policy).money == other.contrast(policy).money or "nan" in str(one.contrast(policy).money)
    if one.policies[1:]:
        one.contrast(one.policies[1], against=other)  # of the same worlds


@WITH_FIXTURES
@given(
    replicates=st.integers(1, 9), seed=st.integers(0, 2**64 - 1), months=st.integers(1, 40), point=st.booleans(),
    policies=st.sets(st.sampled_from(["voucher", "relief", "nothing", "second_hub"])),
)
def test_what_is_saved_is_loaded_to_the_bit(
    scenario: Scenario, fake_engine, tmp_path: Path, replicates: int, seed: int, months: int, point: bool, policies: set[str]
) -> None:
    study = run(scenario.over(months), replicates=replicates, seed=seed, policies=sorted(policies), point=point)
    same(load_results(study.save(tmp_path / "study.zip")), study)


def test_the_same_study_gives_the_same_bytes_and_is_no_code(results: Results, tmp_path: Path) -> None:
    one = results.save(tmp_path / "one.zip").read_bytes()
    _ = results.summary
    assert results.save(tmp_path / "other.zip").read_bytes() == one
    assert load_results(tmp_path / "one.zip").save(tmp_path / "again.zip").read_bytes() == one
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert all(name.endswith((".npy", ".json", ".yaml")) for name in archive.namelist())
        assert json.loads(archive.read(MANIFEST))["program"] == "coworking-viability"
    with np.load(tmp_path / "one.zip", allow_pickle=False) as arrays:  # as others open it
        np.testing.assert_array_equal(arrays["voucher/public"], results.stack("voucher").public)


def test_a_loaded_study_goes_on(scenario: Scenario, fake_engine, tmp_path: Path) -> None:
    study = load_results(run(scenario, replicates=3, seed=5, policies=["voucher"]).save(tmp_path / "study.zip"))
    same(extend(study, 9), run(scenario, replicates=9, seed=5, policies=["voucher"]))


def test_parameter_sets_of_ones_own_come_back(scenario: Scenario, fake_engine, tmp_path: Path) -> None:
    sets = ParameterSets(("alpha",), np.array([[0.1], [0.2]]) / 3, np.array([1.0, 2.0]), {"from": "nowhere", "list": [1, None]})
    study = run(scenario, replicates=5, sets=sets, policies=[])
    same(load_results(study.save(tmp_path / "study.zip")), study)


def test_a_study_of_another_version_is_shown_and_not_mixed(results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results.save(tmp_path / "study.zip")
    edited(tmp_path / "study.zip", MANIFEST, lambda text: json.dumps({**json.loads(text), "code": "another"}))
    older = load_results(tmp_path / "study.zip")
    assert older.summary.equals(results.summary)
    with pytest.raises(ValueError, match="another version of the model"):
        extend(older, 13)
    with pytest.raises(NotComparable, match="program"):
        older.contrast("voucher", against=results)
    older.contrast("voucher")
    assert load_results(older.save(tmp_path / "again.zip")).code == "another"


def test_large_studies_are_read_onto_disk(results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results.save(tmp_path / "study.zip")
    monkeypatch.setattr(saved, "IN_MEMORY_UP_TO", 0)
    found = load_results(tmp_path / "study.zip")
    assert found.stack().hub.base is not None
    same(found, results)
    same(pickle.loads(pickle.dumps(found)), results)
    monkeypatch.setattr(saved.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 10})())
    with pytest.raises(NotEnoughMemory, match=r"study.zip: it holds \d+ MB, and 0 MB of disk are free"):
        load_results(tmp_path / "study.zip")
    monkeypatch.setattr(saved, "IN_MEMORY_UP_TO", 10**12)
    monkeypatch.setattr(saved, "free_bytes", lambda: 10)
    with pytest.raises(NotEnoughMemory, match="of memory are free"):
        load_results(tmp_path / "study.zip")


def test_whom_instruments_reach_comes_back(one_file: tuple[Results, Path]) -> None:
    study, path = one_file
    same(load_results(path), study)
    np.testing.assert_array_equal(load_results(path).helped.persons, study.helped.persons)
    assert study.helped.persons is not None and study.helped.persons.any()


# --- what is refused ---


def edited(path: Path, name: str, change) -> None:
    """The archive with one of its texts, or arrays, replaced."""
    with zipfile.ZipFile(path) as archive:
        contents = {entry: archive.read(entry) for entry in archive.namelist()}
    made = change(contents[name].decode()) if name.endswith((".json", ".yaml")) else change(contents[name])
    contents[name] = made.encode() if isinstance(made, str) else made
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in contents.items():
            archive.writestr(entry, content)


def of_array(values: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, values, allow_pickle=True)
    return stream.getvalue()


def with_(text: str, **keys: object) -> str:
    return json.dumps({**json.loads(text), **keys})


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        (MANIFEST, lambda text: with_(text, format=2, version="9.1"), "version 9.1 of this program"),
        (MANIFEST, lambda text: with_(text, program="other"), "this program did not write it"),
        (MANIFEST, lambda text: with_(text, replicates=10**6), "has not the shape|holds"),
        (MANIFEST, lambda text: with_(text, replicates=10**9), "study.json: replicates"),
        (MANIFEST, lambda text: with_(text, months=12), "do not belong together"),
        (MANIFEST, lambda text: with_(text, seed=str(2**64)), "do not belong together"),
        (MANIFEST, lambda text: with_(text, hub_series=["members"]), "other monthly series"),
        (MANIFEST, lambda text: with_(text, more=1), "study.json: more"),
        (MANIFEST, lambda text: "[" * 100_000, "damaged"),
        (MANIFEST, lambda text: " " * 9_000_000 + text, "longer than"),
        (SCENARIO, lambda text: text.replace("adda", "mera", 1), "do not belong together|cannot read its scenario"),
        (SCENARIO, lambda text: text + "\nnonsense: 1\n", "cannot read its scenario.*nonsense"),
        ("baseline/hub.npy", lambda _: of_array(np.zeros((3, 3))), "baseline/hub has not the shape"),
        ("baseline/hub.npy", lambda _: of_array(np.array([{}], dtype=object)), "damaged|has not the shape"),
        ("baseline/desks.npy", lambda _: of_array(np.array([8], dtype=int)), "has not the shape"),
        ("baseline/hub.npy", lambda content: content[:-8], "damaged"),
        ("baseline/hub.npy", lambda content: content + b"8", "damaged"),
    ],
)
def test_what_is_foreign_is_refused_in_words(results: Results, tmp_path: Path, name: str, change, message: str) -> None:
    path = results.save(tmp_path / "study.zip")
    edited(path, name, change)
    with pytest.raises((NotAStudy, NotEnoughMemory), match=message) as caught:
        load_results(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_no_pickle_in_it_is_ever_opened(results: Results, tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self):
            return (exec, ("raise AssertionError('code was carried out')",))

    path = results.save(tmp_path / "study.zip")
    edited(path, "baseline/hub.npy", lambda _: of_array(np.array([Trap()], dtype=object)))
    with pytest.raises(NotAStudy):
        load_results(path)


def test_other_files_are_no_studies(tmp_path: Path, results: Results) -> None:
    (tmp_path / "empty.zip").write_bytes(b"")
    (tmp_path / "text.zip").write_text("members: 3")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    for name in ("empty", "text", "other"):
        with pytest.raises(NotAStudy, match="did not write it"):
            load_results(tmp_path / f"{name}.zip")
    with pytest.raises(FileNotFoundError):
        load_results(tmp_path / "nowhere.zip")


@settings(max_examples=120)
@given(place=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
def test_a_damaged_byte_is_refused_or_of_no_meaning(one_file: tuple[Results, Path], place: float, mask: int) -> None:
    study, path = one_file
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= mask
    damaged = path.with_name("damaged.zip")
    damaged.write_bytes(content)
    try:
        found = load_results(damaged)
    except (NotAStudy, NotEnoughMemory):
        return
    same_results(found, study)


@settings(max_examples=20)
@given(share=st.floats(0, 1, exclude_max=True))
def test_half_a_file_is_refused(one_file: tuple[Results, Path], share: float) -> None:
    content = one_file[1].read_bytes()
    cut = one_file[1].with_name("cut.zip")
    cut.write_bytes(content[: int(share * len(content))])
    with pytest.raises(NotAStudy):
        load_results(cut)


@pytest.fixture(scope="module")
def one_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Path]:
    """A small study of the model itself, in a file."""
    from model.scenario import load_scenario

    study = run(load_scenario("sondrio_downsizing").over(6), replicates=2, policies=["voucher"], workers=1, by_group=True)
    return study, study.save(tmp_path_factory.mktemp("study") / "study.zip")


def test_a_study_is_written_whole_or_not_at_all(results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = results.save(tmp_path / "study.zip")
    before = path.read_bytes()

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole.os, "fsync", fails)
    with pytest.raises(OSError, match="No space"):
        results.save(path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["study.zip"]


# --- pickles and copies ---


def used(results: Results) -> Results:
    """Results of which everything has been asked before."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    _ = results.summary, results.outcomes, results.monthly, results.towns, results.public
    _ = results.table(), results.money_table(), results.survival_table(), results.contrast_table()
    _ = results.values("days_at_18"), results.contrast("voucher").text_table(), results.contrast("voucher")._repr_html_()
    results.plot_members()
    results.plot_contrasts("member_months")
    plt.close("all")
    return results


@pytest.mark.parametrize("copied", [lambda one: pickle.loads(pickle.dumps(one)), copy.deepcopy, copy.copy])
def test_results_and_contrasts_are_copied_whatever_was_asked_of_them(results: Results, copied) -> None:
    same(copied(used(results)), results)
    contrast = copied(results.contrast("voucher"))
    assert contrast.table.equals(results.contrast("voucher").table) and contrast.money == results.contrast("voucher").money


def test_results_on_disk_are_copied(scenario: Scenario, fake_engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "IN_MEMORY_UP_TO", 0)
    large = run(scenario, replicates=3, policies=["voucher"])
    assert large.stack().hub.base is not None
    same(pickle.loads(pickle.dumps(large)), large)
    same(copy.deepcopy(large), large)


def test_decisions_are_copied(scenario: Scenario, fake_engine) -> None:
    decided: Decided = Case(scenario).run_until_decided("members_24", policies=["voucher"], first=2, most=3)
    _ = decided.table, decided._repr_html_()
    for again in (pickle.loads(pickle.dumps(decided)), copy.deepcopy(decided)):
        assert again.ranking == decided.ranking and again.pairs == decided.pairs and again.measure is decided.measure
        assert again.table.equals(decided.table) and again.sentences("it") == decided.sentences("it")
