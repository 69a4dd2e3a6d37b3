"""Who takes part in a run: names, numbers and keys that the model can bear, so that what is accepted is prepared without an error."""

from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.outcomes.measures import ALL
from model.compile_scenario import every_hub, prepare
from model.memory import AGENTS_OF_A_KIND
from model.parameters import CATALOGUE
from model.population import slot_of
from model.reading.writing import to_yaml
from model.scenario import Scenario, read_text
from model.scenario.checks import references
from model.scenario.checks_of_identities import MAX_HUBS, MAX_MEASURES, TOGETHER
from model.scenario.hubs import hub_key
from model.territory import TOWNS
from model.territory.territory import PLACES_PER_TOWN
from tests.model.month.strategies import a_hub, some_blocks
from tests.model.scenario.example import TEXT

HEAD: dict[str, Any] = {"title": "A hub", "question": "Will it live?", "start": "2022-01", "territory": {"towns": ["sondrio"]}}
Plain = dict[str, Any]


def hubs(number: int, letter: str = "h") -> list[Plain]:
    return [{"name": f"{letter}{n}", "town": "sondrio", "desks": 14} for n in range(number)]


def errors(data: Plain) -> list[str]:
    return [f"{finding.key}: {finding.message}" for finding in references(data) if finding.severity == "error"]


def test_all_is_what_results_call_all_hubs() -> None:
    assert TOGETHER == ALL


def test_the_shipped_places_have_identities_of_their_own() -> None:
    last = max(town.code for town in TOWNS.values()) * PLACES_PER_TOWN + PLACES_PER_TOWN - 1
    assert slot_of(last, 2, AGENTS_OF_A_KIND - 1) < 2**32


def test_hubs_are_counted_where_they_come_together() -> None:
    rival = {"type": "rival_hub", "town": "sondrio", "desks": 9}
    added = {"title": "One more", "add_hubs": hubs(1, "more")}
    full: Plain = {**HEAD, "hubs": hubs(MAX_HUBS), "policies": {"same": {"title": "Nothing"}}}
    assert errors(full) == []
    assert errors({**full, "shocks": [rival]}) == [f"hubs: {MAX_HUBS + 1} hubs; at most {MAX_HUBS} in one run"]
    assert errors({**full, "policies": {"one": added, "both": {"title": "Both", "combine": ["one"]}}}) == [
        f"policies.{name}: {MAX_HUBS + 1} hubs; at most {MAX_HUBS} in one run" for name in ("one", "both")
    ]


def test_instruments_are_counted_too() -> None:
    blocks = [{"type": "rent_relief", "name": f"r{n}", "payer": "region", "share": 0.1} for n in range(MAX_MEASURES + 1)]
    assert errors({**HEAD, "hubs": hubs(1), "instruments": blocks[1:]}) == []
    said = f"{MAX_MEASURES + 1} instruments and shocks; at most {MAX_MEASURES} in one run"
    assert errors({**HEAD, "hubs": hubs(1), "instruments": blocks}) == [f"instruments: {said}"]
    assert errors({**HEAD, "hubs": hubs(1), "policies": {"p": {"title": "P", "instruments": blocks}}}) == [f"policies.p: {said}"]


@pytest.mark.parametrize("stem", ["è" * 101, "nul", "COM1.old", "ends with a point.", "half \udcff a letter", "control \x85 character"])
def test_a_file_whose_name_can_name_no_results_is_refused(stem: str, tmp_path) -> None:
    scenario, problems = read_text(TEXT, "file", tmp_path / f"{stem}.yaml")
    assert scenario is None
    assert [problem.key for problem in problems] == ["name"]


# --- whatever is accepted is prepared ---

free = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,59}", fullmatch=True)
names = st.one_of(*[free] * 9, st.sampled_from(["all", "h8bbfe", "hd40098", "hkptxg", "hcqlpwlpsr"]))
months = st.integers(0, 29_999) | st.sampled_from(["1900-01", "2022-06", "2199-12"])


def bounds(name: str) -> st.SearchStrategy[float]:
    """The ends of what is plausible and of what is possible."""
    entry = CATALOGUE[name]
    return st.sampled_from([max(entry.hard_low, -1e6), entry.low, entry.high, min(entry.hard_high, 1e6)])


some_parameters = st.lists(st.sampled_from(sorted(CATALOGUE)), unique=True, max_size=6).flatmap(
    lambda chosen: st.fixed_dictionaries({name: bounds(name) for name in chosen})
)
count = st.sampled_from([0, 1, 7, 20, 400, AGENTS_OF_A_KIND - 1, AGENTS_OF_A_KIND, AGENTS_OF_A_KIND + 1])
figures = st.fixed_dictionaries(
    {}, optional={"professionals": count, "remote_workers": count, "firms": count, "residents": st.sampled_from([1, 2e6]),
                  "mean_income_eur": st.sampled_from([1_000, 500_000])},
)  # fmt: skip
rivals = st.fixed_dictionaries({"type": st.just("rival_hub"), "name": names, "town": st.just("sondrio"), "desks": st.integers(1, 2_000)},
                               optional={"start": months})  # fmt: skip
named_hubs = st.lists(
    st.tuples(a_hub(), names, st.fixed_dictionaries({}, optional={"opens": months | st.just("when_viable"),
                                                                  "m2": st.sampled_from([1, 100_000])})).map(
        lambda given: {**given[0], **given[2], "name": given[1]}
    ),
    max_size=5, unique_by=lambda hub: hub["name"],
)  # fmt: skip


def split(blocks: list[Plain]) -> Plain:
    """Instruments are those that somebody pays."""
    return {"instruments": [one for one in blocks if "payer" in one], "shocks": [one for one in blocks if "payer" not in one]}


measures = st.tuples(some_blocks(), st.lists(rivals, max_size=2)).map(lambda given: split([*given[0], *given[1]]))
policies = st.dictionaries(names, st.tuples(measures, named_hubs, some_parameters).map(
    lambda given: {"title": "P", **given[0], "add_hubs": given[1], "parameters": given[2]}), max_size=3)  # fmt: skip
scenarios = st.fixed_dictionaries(
    {
        "title": st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20),
        "question": st.just("?"),
        "start": st.sampled_from(["1900-01", "2022-01", "2022-05", "2199-12"]),
        "horizon_months": st.sampled_from([1, 12, 360]),
        "territory": st.fixed_dictionaries({"towns": st.just(["sondrio"]), "overrides": st.fixed_dictionaries({"sondrio": figures})}),
        "hubs": named_hubs.filter(bool),
        "parameters": some_parameters,
        "policies": policies,
    }
)


@given(scenarios, measures)
@settings(max_examples=60, deadline=None)
def test_whatever_is_accepted_is_prepared(scenario: Plain, more: Plain) -> None:
    read, problems = read_text(to_yaml({**scenario, **more}))
    assert (read is None) == any(problem.severity == "error" for problem in problems)
    if read is not None:
        for name in read.policy_names:
            _is_prepared(read.with_policy(name))


def _is_prepared(under: Scenario) -> None:
    """Without an error, every hub by a key and at a month of its own columns."""
    prepared = prepare(under)
    assert prepared.specs.key.tolist() == [hub_key(hub.name) for hub in every_hub(under)]
    assert len({*prepared.specs.key}) == len(prepared.hub_names)
    blocks = chain(under.instruments, under.shocks)
    assert set(prepared.instrument_names) == {block.name for block in blocks if block.type != "rival_hub"}
    assert TOGETHER not in prepared.hub_names
