"""Real calls named in a scenario: what they become, what may be changed, and what is said of a wrong use."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.reading import documents
from model.reading.nodes import plain
from model.reading.parsing import parse
from model.scenario import ScenarioError, check, json_schema, load_scenario, read_text, scenario_names
from model.scenario.library import CALL, calls, read_call
from model.scenario.shipped import call_names, calls_folder
from tests.model.month.towns import run
from tests.model.scenario.example import TEXT
from tests.model.scenario.test_fuzz import survives
from tests.model.tiny_town import TEXT as TINY
from tests.model.tiny_town import tiny_town
from tests.repository import ROOT

LIBRARY = calls()
PAYING = [name for name, call in LIBRARY.items() if call.instrument is not None]
BEFORE, AFTER = TEXT[: TEXT.index("instruments:")], TEXT[TEXT.index("policies:") :]
CENT = 0.005
FIRST_LINE = BEFORE.count("\n") + 2  # of the first instrument


def with_items(items, more=""):
    return f"{BEFORE}instruments:\n{items}{more}{AFTER}"


def read(items, more=""):
    scenario, problems = read_text(with_items(items, more), "town.yaml")
    assert problems == [] and scenario is not None, [str(problem) for problem in problems]
    return scenario


def said(items, more=""):
    """What is said of some instruments, lines counted from the first of them."""
    text = with_items(items, more)
    lines = []
    for problem in read_text(text, "town.yaml")[1]:
        assert problem.file == "town.yaml"
        lines.append(f"{problem.line - FIRST_LINE + 1}:{problem.column}: {problem.key}: {problem.message}")
    return lines


# ------------------------------------------------------------------------------------------------------------- the library


def read_document(text):
    """What is said of the text of a call's file."""
    return [f"{problem.key}: {problem.message}" for problem in documents.read_text(CALL, text, "call.yaml")[1]]


@pytest.mark.parametrize("name", LIBRARY)
def test_every_file_of_a_call_is_read_without_a_word(name):
    assert read_document((calls_folder() / f"{name}.yaml").read_text("utf-8")) == []


def test_calls_are_not_scenarios():
    assert not set(call_names()) & set(scenario_names())
    assert call_names() == tuple(sorted(path.stem for path in calls_folder().iterdir())), "one call, one file of its name"


@pytest.mark.parametrize("name", LIBRARY)
def test_a_call_says_what_it_is_and_where_from(name):
    call = LIBRARY[name]
    assert call.title != call.title_it and call.measured and call.source
    assert call.not_represented, "no block is the whole of a call"
    assert call.name == name and re.fullmatch(r"[a-z][a-z0-9_]*", name)


@pytest.mark.parametrize("name", LIBRARY)
def test_the_sources_of_a_call_are_explained(name):
    explained = set(re.findall(r"^\| (\[\w+\]) \|", (ROOT / "docs" / "evidence.md").read_text("utf-8"), re.M))
    cited = set(re.findall(r"\[[A-Z][A-Za-z0-9]*\]", (calls_folder() / f"{name}.yaml").read_text("utf-8")))
    assert cited <= explained, "explain it in docs/evidence.md"


def test_every_scheme_of_the_evidence_is_there():
    places = ("milano", "toscana", "puglia", "friuli", "lombardia", "sondrio", "ireland", "cowocat", "como_lecco", "rent_free")
    assert [place for place in places if not any(name.startswith(place) for name in LIBRARY)] == []
    figures = {name: call.instrument for name, call in LIBRARY.items()}
    milan, tuscany = figures["milano_voucher_2013"], figures["toscana_voucher_2018"]
    assert (milan.share, milan.cap_eur_month * 12, milan.budget_eur) == (0.5, 1500, 198_240 + 100_000)
    assert (tuscany.cap_eur_month * 12, tuscany.budget_eur) == (3000, 400_987)
    assert figures["milano_new_hubs_2017"].cap_eur == 2 * figures["milano_existing_hubs_2017"].cap_eur == 20_000
    assert (figures["friuli_opening_2015"].share, figures["friuli_opening_2015"].cap_eur) == (0.5, 25_000)


@pytest.mark.parametrize("text", ["instrument: {type: rent_relief, payer: region, share: 1}\nwhy_none: none\n", ""])
def test_a_call_has_a_block_or_says_why_not(text):
    head = "title: A\ntitle_it: B\nyear: '2020'\nterritory: here\nsource: none\nmeasured: [nothing]\n"
    assert read_document(head + text) == ["instrument: write the block, or say in 'why_none' why there is none"]


def test_what_stands_at_the_top_of_a_call_is_not_said_twice():
    text = (calls_folder() / "rent_free_building.yaml").read_text("utf-8") + "  title: Again\n"
    assert read_document(text) == ["instrument.title: stands at the top of the file; take it out here"]


def test_no_such_call_is_an_error_in_python():
    with pytest.raises(ScenarioError, match="no such call; did you mean 'milano_voucher_2013'"):
        read_call("milano_voucher_213")


# -------------------------------------------------------------------------------------------------------- what they become


@pytest.mark.parametrize("name", PAYING)
def test_a_call_is_an_ordinary_instrument(name):
    call = LIBRARY[name]
    (item,) = read(f"  - call: {name}\n").instruments
    assert (item.name, item.title, item.title_it, item.source) == (name, call.title, call.title_it, call.source)
    block = call.instrument.model_dump(exclude_unset=True)
    assert {key: value for key, value in item.model_dump().items() if key in block} == block


@pytest.mark.parametrize("case", ["sondrio_downsizing", "pavia_growth"])
@pytest.mark.parametrize("name", PAYING)
def test_a_call_stands_in_the_shipped_cases(case, name):
    scenario, problems = read_text(f"extends: {case}\npolicies:\n  tried:\n    title: Tried\n    instruments:\n      - call: {name}\n")
    assert problems == [] and scenario is not None
    assert scenario.with_policy("tried").instruments[-1].name == name


@pytest.mark.parametrize("name", PAYING)
def test_a_call_pays_something_and_never_more_than_its_pot(name):
    small = 3_500  # a pot that binds, as those of whole cities and regions do not in a tiny town; one voucher sets 3,000 EUR aside
    items = f"[{{call: {name}, budget_eur: {small}}}, {{call: {name}, name: whole}}]"
    text = f"{TINY}  tried:\n    title: Tried\n    instruments: {items}\n"
    finished = run(tiny_town("tried", text.replace("desks: 12, offices: 2", "desks: 12, offices: 4")), seed=3)
    pot = LIBRARY[name].instrument.budget_eur
    assert 0 < finished.paid(name).sum() <= small + CENT
    assert pot is None or finished.paid("whole").sum() <= pot + CENT


def test_keys_beside_a_call_replace_its_own():
    voucher = read(
        "  - call: toscana_voucher_2017\n    name: young\n    title: For the young\n    hubs: [adda]\n    start: 3\n    end: '2023-06'\n"
        "    budget_eur: null\n    payer: sponsor\n    ages: ['20-34', '35-54']\n"
    ).instruments[0]
    assert (voucher.name, voucher.title, voucher.hubs, voucher.payer) == ("young", "For the young", ("adda",), "sponsor")
    assert voucher.window("2022-01", 48) == (3, 17)
    assert voucher.budget_eur is None, "null takes a key away"
    assert voucher.ages == ("20-34", "35-54"), "a list is replaced as a whole"
    assert (voucher.cap_eur_month, voucher.title_it) == (250, LIBRARY["toscana_voucher_2017"].title_it)


def test_a_call_of_a_policy_and_of_the_baseline():
    text = with_items("  - call: rent_free_building\n")
    text += "  desk:\n    title: A desk\n    instruments: [{call: como_lecco_desk, end: 12}]\n"
    scenario, problems = read_text(text)
    assert problems == [] and scenario is not None
    assert [item.name for item in scenario.with_policy("desk").instruments] == ["rent_free_building", "como_lecco_desk"]


def test_the_written_scenario_shows_the_block_and_reads_back():
    scenario = read("  - call: milano_voucher_2013\n    hubs: [adda]\n", "shocks: [{type: lockdown, severity: 0.5, end: 3}]\n")
    text = scenario.to_yaml()
    assert "call" not in plain(parse(text, "lock")[0])["instruments"][0]
    assert "- name: milano_voucher_2013\n  type: voucher\n" in text and "cap_eur_month: 125\n" in text
    assert read_text(text)[0] == scenario


def test_a_variant_keeps_the_calls_of_what_it_extends(tmp_path):
    (tmp_path / "base.yaml").write_text(
        with_items("  - call: milano_voucher_2013\n") + "  desk: {title: A desk, instruments: [{call: como_lecco_desk}]}\n", "utf-8"
    )
    (tmp_path / "variant.yaml").write_text("extends: base.yaml\nhorizon_months: 36\n", "utf-8")
    (tmp_path / "other.yaml").write_text("extends: variant.yaml\ninstruments: [{call: rent_free_building}]\n", "utf-8")
    base, variant, other = (load_scenario(tmp_path / f"{name}.yaml") for name in ("base", "variant", "other"))
    assert variant.instruments == base.instruments and variant.policies == base.policies
    assert [item.name for item in other.instruments] == ["rent_free_building"], "lists are replaced"
    assert other.policies["desk"] == base.policies["desk"]


def test_one_list_in_two_places_is_written_out_in_both():
    text = TEXT.replace(
        "    instruments:\n      - {type: promotion, payer: region, intensity: 1, cost_eur_month: 500}\n",
        "    instruments: &same [{call: cowocat_rural}]\n  other:\n    title: Other\n    instruments: *same\n",
    )
    scenario, problems = read_text(text)
    assert problems == [] and scenario is not None
    assert scenario.policies["known"].instruments == scenario.policies["other"].instruments
    assert scenario.policies["known"].instruments[0].name == "cowocat_rural"


# ----------------------------------------------------------------------------------------------------------- what is wrong


def test_a_call_nobody_knows():
    assert said("  - call: milano_vouchr_2013\n    share: 0.5\n") == [
        "1:11: instruments[0].call: unknown call 'milano_vouchr_2013'; did you mean 'milano_voucher_2013'?",
    ]
    assert said("  - {call: bitcoin, hubs: [ada]}\n") == [
        "1:12: instruments[0].call: unknown call 'bitcoin'; `coworking instruments` lists the calls",
        "1:28: instruments[0].hubs[0]: unknown hub 'ada'; did you mean 'adda'?",
    ]


@pytest.mark.parametrize("value", ["12", "", "[milano_voucher_2013]", "{name: x}", "true"])
def test_a_call_that_is_no_text(value):
    (line,) = said(f"  - call: {value}\n    budget_eur: 100\n")
    assert line.endswith(": instruments[0].call: write the name of a call; `coworking instruments` lists the calls")


@pytest.mark.parametrize("kind", ["voucher", "rent_relief", "null"])
def test_a_call_with_a_type(kind):
    assert said(f"  - call: milano_voucher_2013\n    type: {kind}\n    share: 3\n") == [
        "2:5: instruments[0].type: the call says the type 'voucher'; take the key out, or write no call",
        "3:12: instruments[0].share: '3' is out of range; write a number from 0 to 1 (share of the price), or 0.03 if 3 % is meant",
    ]


def test_a_key_the_call_does_not_have():
    assert said("  - call: milano_voucher_2013\n    cap_eur_moth: 80\n") == [
        "2:5: instruments[0].cap_eur_moth: unknown key; did you mean 'cap_eur_month'?",
    ]
    assert said("  - {call: rent_free_building, seats: 3}\n") == [
        "1:32: instruments[0].seats: unknown key; the keys here are start, end, title, title_it, payer, second_payer, second_share, "
        "budget_eur, hubs, min_desks, operators, source, type, name, share, rent_cap_eur_m2",
    ]


def test_a_figure_that_is_not_plausible_is_asked_about_at_the_authors_line():
    scenario, problems = read_text(with_items("  - call: milano_voucher_2013\n    months: 1\n"), "town.yaml")
    assert scenario is not None
    assert [str(problem) for problem in problems] == [
        f"town.yaml:{FIRST_LINE + 1}:13: instruments[0].months: warning: "
        "1 is outside the plausible range 3-24 months; keep it if it is meant"
    ]


def test_a_scheme_that_is_no_instrument():
    (line,) = said("  - call: lombardia_smart_working_2020\n")
    assert line.startswith("1:11: instruments[0].call: 'lombardia_smart_working_2020' is no instrument: it paid employers")
    assert "a shock of type 'telework' can stand for that" in line


def test_a_call_among_the_shocks():
    shocks = "shocks:\n  - call: milano_voucher_2013\n  - {call: rent, type: lockdown, severity: 1}\n"
    assert said("  - call: rent_free_building\n", shocks) == [
        "3:5: shocks[0].call: a call is an instrument; write it under 'instruments'",
        "4:6: shocks[1].call: a call is an instrument; write it under 'instruments'",
    ]


def test_one_call_twice():
    assert said("  - call: rent_free_building\n  - call: rent_free_building\n") == [
        "2:11: instruments[1].name: two instruments are called 'rent_free_building'; give this one a name of its own",
    ]


def test_a_call_of_a_policy_is_complained_of_there():
    text = TEXT.replace("{type: promotion, payer: region, intensity: 1, cost_eur_month: 500}", "{call: cowocat}")
    assert [str(problem) for problem in read_text(text, "town.yaml")[1]] == [
        "town.yaml:28:16: policies.known.instruments[0].call: unknown call 'cowocat'; did you mean 'cowocat_rural'?"
    ]


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A library of one call, for mistakes that those that ship do not have."""
    monkeypatch.setattr("model.scenario.calls.call_names", lambda: ("ours",))
    monkeypatch.setattr("model.scenario.calls.calls_folder", lambda: tmp_path)
    return tmp_path / "ours.yaml"


_VOUCHER = "instrument:\n  type: voucher\n  payer: region\n"
_PAYERS = "municipality, chamber_of_commerce, region, other_public or sponsor"
_NONE = "town.yaml:{first}:11: instruments[0].call: 'ours' is no instrument: its file holds none"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            f"{_VOUCHER}  share: 3\n",
            "{file}:4:10: instruments[0].share: '3' is out of range; write a number from 0 to 1 (share of the price), "
            "or 0.03 if 3 % is meant",
        ),
        (f"{_VOUCHER}  share: 1\n  mounths: 3\n", "{file}:5:3: instruments[0].mounths: unknown key; did you mean 'months'?"),
        ("instrument: {type: voucher, share: 1}\n", "town.yaml:{first}:5: instruments[0].payer: is missing; write " + _PAYERS),
        ("instrument: [\n", "{file}:2:1: file: a bracket or brace that opens here is not closed, or a comma is missing"),
        ("title: x\n", _NONE),
        ("", _NONE),
    ],
)
def test_a_mistake_in_a_call_is_said_where_it_stands(library, text, line):
    library.write_text(text, "utf-8")
    problems = [str(problem) for problem in read_text(with_items("  - call: ours\n"), "town.yaml")[1]]
    assert line.format(file=library, first=FIRST_LINE) in problems


def test_what_is_written_beside_a_call_mends_it(library):
    library.write_text("instrument:\n  type: voucher\n  payer: region\n  share: 3\n", "utf-8")
    assert said("  - {call: ours, share: 1}\n") == []


def test_thousands_of_wrong_calls_are_cut_short():
    _, problems = read_text(with_items("  - {call: nothing}\n" * 8000))
    assert 200 <= len(problems) <= 401


parts = st.sampled_from(["call", "type", "share", "name", "milano_voucher_2013", ":", ": ", " ", "\n", "{", "}", "[", "]", "null", "1"])


@given(st.lists(parts, max_size=14), st.sampled_from(["instruments", "shocks", "policies"]))
@settings(max_examples=150)
def test_no_text_beside_a_call_makes_the_reader_raise(words, key):
    survives(f"{BEFORE}{key}:\n  - call: milano_voucher_2013\n    {''.join(words)}\n")
    survives(f"{BEFORE}{key}: {''.join(words)}\n")


# ---------------------------------------------------------------------------------------------------------------- editors


def test_editors_accept_calls():
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json_schema())

    def accepted(items):
        return not list(validator.iter_errors(plain(parse(with_items(items), "town.yaml")[0])))

    assert all(accepted(f"  - call: {name}\n    hubs: [adda]\n    payer: region\n") for name in PAYING)
    assert accepted("  - {type: rent_relief, payer: region, share: 1}\n  - {call: toscana_voucher_2018, cap_eur_month: null, share: 0.5}\n")
    rent_free = "call: rent_free_building"
    for wrong in ("call: nothing", "call: lombardia_smart_working_2020", f"{rent_free}, desks: 3", f"{rent_free}, share: 3", "share: 1"):
        assert not accepted(f"  - {{{wrong}}}\n"), wrong
    assert not accepted(f"  - {{{rent_free}, type: rent_relief}}\n")


def test_a_scenario_with_calls_passes_the_check(tmp_path: Path):
    path = tmp_path / "town.yaml"
    path.write_text(with_items("".join(f"  - call: {name}\n" for name in PAYING)), "utf-8")
    assert check(path) == []
