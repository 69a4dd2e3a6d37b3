"""What nobody sees in a text is refused where texts enter, and named so that it can be found; digits of any script are understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.reading.parsing import parse
from model.reading.wording import UNSEEN, visible
from model.scenario import read_text

SCENARIO = """
title: {title}
question: Q
start: 2022-01
horizon_months: 12
territory: {{towns: [sondrio], catchment_minutes: 0}}
hubs:
  - {{name: adda, town: sondrio, desks: {desks}}}
"""


def quoted(text: str) -> str:
    return '"' + "".join(letter if letter.isalnum() else f"\\U{ord(letter):08x}" for letter in text) + '"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\x9b2Jb", "character \\x9b is not allowed in a text; take it out"),
        ("a\rb\u202ec\r", "characters \\r, \\u202e are not allowed in a text; take them out"),
        (
            "\u2066\u2069\u200e\u200f\u061c\u200b",
            "characters \\u2066, \\u2069, \\u200e, \\u200f, \\u061c and others are not allowed in a text; take them out",
        ),
        ("x\u2028y\u2029", "characters \\u2028, \\u2029 are not allowed in a text; take them out"),
        ("vou\u200dcher", "character \\u200d is not allowed in a text; take it out"),
    ],
)
def test_they_are_refused_by_their_escapes(text: str, said: str) -> None:
    found, problems = read_text(SCENARIO.format(title=quoted(text), desks=14), "x.yaml")
    assert found is None
    assert [str(problem) for problem in problems] == [f"x.yaml:2:8: title: {said}"]


@pytest.mark.parametrize(
    "text", ["Così è\tqui", "two\nlines", "1\xa0000\u202f€", "中文 👨\u200d👩\u200d👧 \u2764\ufe0f", "می\u200cخواهم", "क्\u200dष"]
)
def test_what_languages_need_is_read(text: str) -> None:
    found, problems = read_text(SCENARIO.format(title=quoted(text), desks=14), "x.yaml")
    assert found is not None and found.title == text and not problems


@given(st.text(st.characters(categories=["Cc", "Cf", "Zl", "Zp", "L", "Nd", "So"]), max_size=30))
def test_no_text_that_was_read_holds_any(text: str) -> None:
    root, problems = parse(f"? {quoted(text)}\n: {quoted(text)}\n", "x.yaml")
    assert root is not None and root.entries is not None
    for key, (_, value) in root.entries.items():
        for read in (key, str(value.value)):
            assert not UNSEEN.search(read.replace("\n", "").replace("\t", ""))
    assert bool(problems) == bool(UNSEEN.search(text.replace("\n", "").replace("\t", "")))
    assert all(visible(str(problem)) == str(problem) for problem in problems)
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(("desks", "number"), [("١٤", "14"), ("१४", "14"), ("１４", "14"), ("'١٤,٠'", "14"), ("١٤ desks", "14")])
def test_advice_for_digits_of_another_script_can_be_followed(desks: str, number: str) -> None:
    found, problems = read_text(SCENARIO.format(title="T", desks=desks), "x.yaml")
    assert found is None
    assert f"write {number}, without" in str(problems[0])
