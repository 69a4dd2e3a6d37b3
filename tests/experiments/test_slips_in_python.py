"""What somebody new writes in a notebook by mistake: refused in words that say what to write, or taken as it is meant."""

import copy
import pickle
from functools import partial
from inspect import isfunction, signature

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments import Case, KeptStudy, Results, at_equal_budget, extend, load_results, load_scenario, run, run_until_decided, town_map
from experiments.outcomes.survival import kaplan_meier
from experiments.runs.editable import Editable
from experiments.runs.until_decided import NotDecidable
from model import CoworkingModel, Scenario, ScenarioError, Voucher
from model import load_scenario as read_plain_scenario
from model.reading.wording import did_you_mean, nearest

WHOLE = load_scenario("sondrio_downsizing")
CASE = WHOLE.over(1)
NO_NUMBERS = ["10", None, 2.5, True, float("nan"), [2]]


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_numbers_that_must_be_whole_are(number):
    asked = [
        lambda: CASE.run(number, policies=[]), lambda: KeptStudy().run(CASE, number, policies=[]),
        lambda: at_equal_budget(CASE, 5_000, replicates=2, seed=number) if number is not None else CASE.run(number),
        lambda: CASE.run(2, seed=number, policies=[]), lambda: KeptStudy(seed=number),
    ]
    for ask in asked:
        with pytest.raises(ValueError, match=r"(replicates|seed): .*; write a whole number, as (replicates|seed)=\d+"):
            ask()


def test_numbers_of_numpy_and_one_policy_by_name_are_taken():
    results = CASE.run(np.int64(2), seed=np.uint64(3), policies="voucher")
    assert (results.replicates, results.seed, results.policies) == (2, 3, ["baseline", "voucher"])
    assert type(results.seed) is int
    with pytest.raises(ValueError, match="replicates: '3'; write a whole number"):
        extend(results, "3")


@pytest.mark.parametrize("other", [None, "sondrio_downsizing", 3, type(CASE)])
def test_what_is_no_scenario_is_refused_and_a_case_is_taken(other):
    asked = [run, town_map, KeptStudy().run, run_until_decided, CASE.differs_from, lambda given: at_equal_budget(given, 5_000)]
    for ask in asked:
        with pytest.raises(TypeError, match="write a scenario or a case"):
            ask(other)


def test_a_case_is_taken_wherever_a_scenario_is():
    assert town_map(CASE) == town_map(CASE.scenario)
    assert run(CASE, replicates=1, policies=[]).replicates == 1
    assert CASE.differs_from(CASE.scenario) == []


@pytest.mark.parametrize("word", [None, 3, 2.5, ["adda"], ("a",), object()])
def test_what_is_no_name_is_near_to_none(word):
    assert nearest(word, ["adda", "desks"]) in (None, "adda")  # a list of one name is near to it
    assert "adda" in did_you_mean(word, ["adda", "desks"])
    results = CASE.run(1, policies=[])
    for ask in (CASE.under, results.values, results.paths, results.contrast, results.plot_series, results.plot_outcome, CASE.without):
        with pytest.raises((KeyError, ValueError)):
            ask(word)
    with pytest.raises(ScenarioError):
        CASE.in_town(word)
    with pytest.raises(ScenarioError):
        CASE.with_policy(word, Voucher(share=0.5, payer="region"))


def test_policies_that_are_none_are_refused_by_every_table_and_picture():
    results = CASE.run(2, policies=["voucher"])
    methods = {name: getattr(Results, name) for name in names_of(Results)}
    takes = [name for name, method in methods.items() if isfunction(method) and "policies" in signature(method).parameters]
    assert len(takes) > 12
    for name in takes:
        ask = partial(getattr(results, name), *(["members_final"] if name in ("plot_contrasts", "plot_outcome") else []))
        ask = partial(ask, "members") if name == "plot_series" else ask
        with pytest.raises(ValueError, match="policies: none is named; write one or several of baseline, voucher, or leave it out for all"):
            ask(policies=[])
        with pytest.raises(TypeError, match="policies: 3; write a name in quotes, or a list of names"):
            ask(policies=3)
    with pytest.raises(TypeError, match="policies: 3; write a name"):
        CASE.run(2, policies=3)
    assert results.contrast_table([]).empty and results.contrast_table("members_final").outcome.tolist() == ["members_final"]
    with pytest.raises(TypeError, match=r"results: Case.*; write what a run gave"):
        extend(CASE, 2)


@pytest.mark.parametrize("given", ["voucher", 3, np.array([None, None])])
def test_what_is_no_axes_is_refused_by_every_picture(given):
    results = CASE.run(2, policies=["voucher"])
    takes = [name for name in names_of(Results) if name.startswith("plot_") and "ax" in signature(getattr(Results, name)).parameters]
    assert len(takes) > 8
    for name in takes:
        first = {"plot_contrasts": ["members_final"], "plot_outcome": ["members_final"], "plot_series": ["members"]}.get(name, [])
        with pytest.raises(TypeError, match=r"ax: .*; write one Axes of matplotlib, or nothing for new ones; policies go by name"):
            getattr(results, name)(*first, ax=given)


def test_a_closed_study_says_so_and_with_closes_one():
    with KeptStudy() as study:
        assert study.run(CASE, 2, policies=[]).replicates == 2
    with pytest.raises(ValueError, match=r"this study is closed; begin another, as KeptStudy\(\)"):
        study.run(CASE, 2, policies=[])


def names_of(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith(("_", "model_"))}


def test_a_plain_scenario_says_where_what_a_case_has_is_found():
    scenario = read_plain_scenario("sondrio_downsizing")
    case_alone = names_of(Case) - {"beginning", "scenario"} - {name for name in dir(Scenario) if name in names_of(Case)}
    for name in case_alone - set(Scenario.model_fields):
        with pytest.raises(AttributeError, match=rf"a plain scenario has no '{name}'; .*experiments.Case\(scenario\).{name}"):
            getattr(scenario, name)
    assert "__getattr__" not in vars(Case) | vars(Editable), "consoles look inside of no class that has one: no completion of case.scenario"
    for thing in (scenario, WHOLE):
        with pytest.raises(AttributeError, match="'rum'"):
            getattr(thing, "rum")  # noqa: B009
        assert not hasattr(thing, "_repr_nothing_") and pickle.loads(pickle.dumps(thing)) == copy.deepcopy(thing) == thing


def test_tables_are_grouped_by_cases_and_scenarios():
    larger = WHOLE.change(desks=20)
    for one, other in ((WHOLE, larger), (WHOLE.scenario, larger.scenario)):
        table = pd.DataFrame({"of": [other, one, other], "members": [1, 2, 4]})
        assert table.groupby("of")["members"].sum().to_dict() == {one: 2, other: 5}
        assert sorted([other, one]) == [one, other]


def test_a_scenario_shows_itself_in_a_line():
    shown = repr(WHOLE.scenario)
    assert shown == str(WHOLE.scenario) == repr(WHOLE).replace("Case", "Scenario")
    assert "adda (sondrio, 14 desks)" in shown and len(shown) < 250
    assert repr(WHOLE.scenario.with_policy("voucher")).endswith("policies: voucher alone)")


def test_edits_say_what_to_write():
    with pytest.raises(ScenarioError, match="write a short name first"):
        CASE.with_policy(Voucher(share=0.5, payer="region"))
    with pytest.raises(TypeError, match=r"Voucher is a class; .*Voucher\(\.\.\.\)"):
        CASE.with_policy("big", Voucher)
    with pytest.raises(ScenarioError, match="unknown hub '3'; write adda"):
        WHOLE.change(hub=3, desks=20)
    with pytest.raises(ScenarioError) as raised:
        WHOLE.in_town("Vogera")
    assert str(raised.value).splitlines()[0].startswith("territory.towns[0]: unknown town")  # and not first what would be left out
    assert WHOLE.change(rent_eur_m2=np.float32(9.1)).scenario.hubs[0].rent_eur_m2 == 9.1


def test_istat_codes_may_have_lost_their_zeros():
    with pytest.warns(UserWarning, match="left out"):
        assert {CASE.in_town(code).scenario.hubs[0].town for code in ("018182", "18182", 18182, np.int64(18182))} == {"voghera"}


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({}, "payer: is missing; write municipality"),
        ({"share": 80, "payer": "region"}, "or 0.8 if 80 % is meant"),
        ({"share": "0,8", "payer": "region"}, "write 0.8"),
        ({"shar": 0.8, "payer": "region"}, "shar: unknown key; did you mean 'share'?"),
        ({"share": 0.8, "payer": "comune"}, "did you mean 'municipality'?"),
    ],
)
def test_blocks_made_in_python_are_refused_in_the_words_of_files(keys, message):
    with pytest.raises(ScenarioError) as raised:
        Voucher(**keys)
    assert message in str(raised.value)
    assert "pydantic" not in str(raised.value)


@pytest.mark.parametrize("months", [0, -1, 361, "12", None, 2.5, True])
def test_months_are_refused_in_the_words_of_files(months):
    with pytest.raises(ScenarioError, match=r"horizon_months: .*write "):
        CASE.over(months)


def test_paths_that_are_none(tmp_path):
    results = CASE.run(1, policies=[])
    for ask in (CASE.save, results.save, load_results):
        with pytest.raises(TypeError, match="write a text or a path"):
            ask(None)
    for save in (CASE.save, results.save):
        with pytest.raises(IsADirectoryError, match="is a folder; write the name of a file in it"):
            save(tmp_path)
    with pytest.raises(ScenarioError, match="None is no name and no path"):
        load_scenario(None)


@pytest.mark.parametrize("width", [0, -5, "640", None])
def test_a_map_has_a_width(width):
    with pytest.raises(ValueError, match=r"width: .*; write the pixels"):
        town_map(CASE, width=width)


def test_questions_that_are_no_numbers():
    with pytest.raises(NotDecidable, match="confidence: '95%'; write a number"):
        run_until_decided(CASE, outcome="public_eur", confidence="95%")
    with pytest.raises(NotDecidable, match="unknown outcome 'None'"):
        run_until_decided(CASE, outcome=None)
    with pytest.raises(TypeError, match=r"eur: '30\.000'; write a number"):
        at_equal_budget(CASE, "30.000")


def test_the_face_of_mesa_says_what_to_write():
    for rng in ("a", 1.5):
        with pytest.raises(TypeError, match=r"rng: .*; write a whole number"):
            CoworkingModel(CASE, rng=rng)
    with pytest.raises(ValueError, match="parameter_set: 'a'; write a whole number"):
        CoworkingModel(CASE, rng=1, parameter_set="a")
    model = CoworkingModel(CASE, rng=1)
    for row in (-1, 10**9):
        with pytest.raises(IndexError, match=r"there are \d+ people"):
            model.person(row)
    with pytest.raises(TypeError, match="row: 'adda'; write a position"):
        model.hub_view("adda")


@given(st.integers(1, 40), st.integers(1, 6), st.sampled_from([1, 2, 4]), st.data())
def test_the_interval_of_a_share_holds_it(replicates, months, worlds, data):
    """However few the replicates and the sets of parameters."""
    lost = np.array(data.draw(st.lists(st.booleans(), min_size=replicates * months, max_size=replicates * months)))
    curve = kaplan_meier(lost.reshape(replicates, months, 1), np.array([0]), worlds)
    said = ~np.isnan(curve.low)
    assert (curve.low[said] <= curve.share[said] + 1e-9).all()
    assert (curve.share[said] <= curve.high[said] + 1e-9).all()


def test_a_study_is_held_against_a_study_only():
    with pytest.raises(TypeError, match="is no results; write what `run` has given"):
        CASE.run(1, policies=[]).contrast("baseline", against=CASE)


def test_a_hub_that_never_opens_is_drawn_without_a_warning():
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    scenario = WHOLE.scenario.model_copy(update={"decides_by": {}, "expected": ()}).over(60)
    hub = scenario.hubs[0].model_copy(update={"opens": 30})
    never = run(scenario.model_copy(update={"hubs": (hub,)}).over(6), replicates=1, policies="voucher")
    assert never.plot_survival().get_xlim() == (0, 1)
    plt.close("all")


def test_long_titles_leave_room_for_the_picture():
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    title = "A hub of which everything is said in its title, " * 6
    case = WHOLE.change(title=title).with_policy("long", Voucher(share=0.5, payer="region"), title=title)
    results = case.over(1).run(2, policies=["long"])
    figure = results.plot_survival().get_figure()
    figure.canvas.draw()
    axes, width = figure.axes[0], figure.bbox.width
    assert axes.get_window_extent().width > width / 2
    assert axes.get_legend().get_window_extent().x1 <= width
    assert figure._suptitle.get_window_extent().x1 <= width
    plt.close(figure)
