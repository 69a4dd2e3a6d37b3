import shutil
from pathlib import Path

import pytest

from model.reading import parsing
from model.reading.parsing import MAX_BYTES, MAX_LINE, parse
from model.reading.wording import one_of
from model.scenario import ScenarioError, ScenarioWarning, check, load_scenario, read_text, scenario_names
from tests.model.scenario.example import TEXT


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text(TEXT)
    return tmp_path


def write(path, text):
    Path(path).write_text(text, "utf-8")
    return path


def messages(path):
    return [str(problem) for problem in check(path)]


def test_a_valid_file_is_read_without_a_word(folder):
    assert check("base.yaml") == []
    scenario = load_scenario("base.yaml")
    assert scenario.name == "base"
    assert (scenario.hubs[0].name, scenario.hubs[0].desks, scenario.hubs[0].prices.flex) == ("adda", 14, 90)
    assert scenario.hubs[0].rent_eur_m2 is None, "left to the catalogue"
    assert scenario.territory.catchment_minutes == 30
    assert scenario.instruments[0].name == "rent_relief"
    assert scenario.instruments[0].window(scenario.start, scenario.horizon_months) == (0, 12)


def test_yaml_is_of_version_1_2(folder):
    write("plain.yaml", TEXT.replace("A hub\n", "no\n").replace("Will it live?", "2022-01-05"))
    scenario = load_scenario("plain.yaml")
    assert (scenario.title, scenario.question) == ("no", "2022-01-05"), "neither false nor a date"


def test_a_text_read_before_is_read_as_if_it_were_new():
    """What the parser found in it is kept; the tree is made anew, under the name of each file, and nobody's changes are in it."""
    broken = TEXT.replace("desks: 14", "desks: 14\n    host_ftee: 1")
    for text in (TEXT, broken):
        first, said = read_text(text, "one.yaml")
        again, repeated = read_text(text, "two.yaml")
        assert again == first
        assert [str(problem).replace("two.yaml", "one.yaml") for problem in repeated] == [str(problem) for problem in said]
        assert all(problem.file == "two.yaml" for problem in repeated)
    changed = parse(TEXT, "one.yaml")[0]
    changed.entries.clear()
    assert parse(TEXT, "one.yaml")[0].entries
    cut = TEXT + "\nhubs: ["
    assert [str(problem) for problem in parse(cut, "x")[1]] == [str(problem) for problem in parse(cut, "x")[1]] != []


def test_few_texts_are_kept_and_no_long_one():
    for number in range(100):
        parse(f"title: {number}", "x")
    assert parse("title:\n" + "  - x\n" * 10_000, "x")[0].size > 10_000
    assert 0 < len(parsing._KEPT) <= 32
    assert all(len(text) < 50_000 for text in parsing._KEPT)
    assert parse("title: 99", "x")[0].entries["title"][1].value == 99


def test_byte_order_mark_and_windows_line_ends_are_read(folder):
    Path("windows.yaml").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert load_scenario("windows.yaml").hubs == load_scenario("base.yaml").hubs


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("sondrio_downsiz", "sondrio_downsiz:1:1: file: no such scenario; did you mean 'sondrio_downsizing'?"),
        ("elsewhere.yaml", f"elsewhere.yaml:1:1: file: no such scenario; write {one_of(scenario_names())}"),
        (".", ".:1:1: file: is not a file; name a scenario file (.yaml)"),
    ],
)
def test_what_is_not_there(folder, name, message):
    assert messages(name) == [message]


@pytest.mark.parametrize("name", ["", " ", "a\0b", "x" * 5000, "/dev/null/x", "~", "../" * 400])
def test_no_name_ends_in_a_traceback(folder, name):
    assert len(check(name)) == 1


def test_a_file_too_large_or_a_line_too_long(folder):
    write("large.yaml", "# filler\n" * (MAX_BYTES // 9 + 1))
    assert messages("large.yaml") == ["large.yaml:1:1: file: larger than 1000 kB; a scenario is far smaller"]
    write("long.yaml", TEXT + "#" * (MAX_LINE + 1))
    last = TEXT.count("\n") + 1
    assert messages("long.yaml") == [f"long.yaml:{last}:1: file: the line is longer than {MAX_LINE} characters; break it"]


def test_thousands_of_mistakes_are_cut_short(folder):
    write("many.yaml", TEXT + "parameters:\n" + "".join(f"  nothing{number}: 1\n" for number in range(5000)))
    assert len(check("many.yaml")) == 201
    assert str(check("many.yaml")[0]) == "many.yaml:1:1: file: at least 200 problems; these are the first"


def test_a_region_has_hundreds_of_hubs_and_no_more(folder):
    hubs = "".join(f"  - {{name: h{number}, town: sondrio, desks: 8}}\n" for number in range(401))
    start = TEXT[: TEXT.index("hubs:\n")]
    write("region.yaml", f"{start}hubs:\n{hubs}")
    assert messages("region.yaml") == ["region.yaml:7:1: hubs: 401 hubs; at most 400 in one run"]
    write("region.yaml", f"{start}hubs:\n{hubs[: hubs.rindex('  -')]}")
    assert messages("region.yaml") == []


def test_policies_beyond_comparison(folder):
    write("policies.yaml", TEXT + "".join(f"  p{number}: {{title: x}}\n" for number in range(97)))
    assert messages("policies.yaml") == ["policies.yaml:19:1: policies: 101 policies; at most 100 in one file"]


def test_warnings_reach_who_loads_a_scenario(folder):
    write("dear.yaml", TEXT.replace("    offices: 6", "    rent_eur_m2: 30\n    offices: 6"))
    with pytest.warns(ScenarioWarning, match=r"dear.yaml:11:18: hubs\[0\].rent_eur_m2: warning: 30 is outside the plausible range 4-12"):
        load_scenario("dear.yaml")


def test_variant_merges_maps_and_named_items_of_lists(folder):
    write(
        "variant.yaml",
        "extends: base.yaml\ntitle: Variant\nterritory: {catchment_minutes: 20}\npolicies:\n  known: null\n  both: null\n"
        "  smaller: {title: Much smaller, hubs: {adda: {desks: 6}}}\n"
        "hubs:\n  - {name: adda, town: sondrio, desks: 20}\n",
    )
    base, variant = load_scenario("base.yaml"), load_scenario("variant.yaml")
    assert (variant.name, variant.title, variant.question) == ("variant", "Variant", base.question)
    assert (variant.territory.towns, variant.territory.catchment_minutes) == (("sondrio",), 20)
    assert len(variant.hubs) == 1 and variant.hubs[0].desks == 20
    assert variant.hubs[0].offices == base.hubs[0].offices, "a hub takes from its namesake what it does not say"
    assert variant.policy_names == ("baseline", "smaller", "rival"), "null takes a key away"
    assert variant.policies["smaller"].hubs["adda"].desks == 6
    assert variant.policies["smaller"].hubs["adda"].prices == base.policies["smaller"].hubs["adda"].prices


def test_variant_of_a_shipped_scenario_from_any_folder(folder):
    write("later.yaml", "extends: sondrio_downsizing\ntitle: Opened later\nstart: '2024-01'\n")
    shipped = load_scenario("sondrio_downsizing")
    assert load_scenario("later.yaml").hubs == shipped.hubs
    assert load_scenario("later.yaml").policies == shipped.policies
    assert load_scenario("later.yaml").start == "2024-01"


def test_a_mistake_in_what_is_extended_is_said_where_it_stands(folder):
    (folder / "sub").mkdir()
    write("base.yaml", TEXT.replace("desks: 14", "desks: many"))
    write("sub/variant.yaml", "extends: ../base.yaml\nhorizon_months: 0\n")
    assert messages("sub/variant.yaml") == [
        "sub/../base.yaml:10:12: hubs[0].desks: 'many' is not a whole number; write a whole number from 1 to 2000 (desks)",
        "sub/variant.yaml:2:17: horizon_months: '0' is out of range; write a whole number from 1 to 360 (months)",
    ]


def test_a_value_that_is_overridden_is_not_judged(folder):
    write("base.yaml", TEXT.replace("horizon_months: 48", "horizon_months: 0"))
    write("variant.yaml", "extends: base.yaml\nhorizon_months: 36\n")
    assert check("variant.yaml") == []


def test_files_that_extend_one_another(folder):
    write("one.yaml", "extends: two.yaml\n" + TEXT)
    write("two.yaml", "extends: one.yaml\n")
    assert messages("one.yaml") == ["two.yaml:1:10: extends: 'one.yaml' extends this file in turn; a scenario cannot extend itself"]


def test_long_chains_of_files(folder):
    shutil.copy("base.yaml", "v0.yaml")
    for number in range(1, 13):
        write(f"v{number}.yaml", f"extends: v{number - 1}.yaml\n")
    assert check("v9.yaml") == []
    assert [problem.message for problem in check("v12.yaml")] == ["more than 10 files extend one another; merge some"]


@pytest.mark.parametrize("link", ["[]", "12", "{a: b}", ".", '"\\0"', "''"])
def test_extends_that_is_no_file(folder, link):
    write("variant.yaml", f"extends: {link}\n" + TEXT)
    assert [problem.key for problem in check("variant.yaml")] == ["extends"]


def test_problems_come_in_the_order_of_the_file(folder):
    write("wrong.yaml", TEXT.replace("48", "0").replace("[sondrio]", "[sondri]").replace("0.5", "half"))
    lines = [problem.line for problem in check("wrong.yaml")]
    assert lines == [4, 6, 17]


def test_a_quoted_number_is_a_text():
    scenario, problems = read_text(TEXT.replace("A hub\n", '"12"\n'))
    assert problems == [] and scenario is not None and scenario.title == "12"


def test_errors_travel_between_processes():
    import pickle

    with pytest.raises(ScenarioError) as raised:
        load_scenario("nowhere.yaml")
    assert pickle.loads(pickle.dumps(raised.value)).problems == raised.value.problems
