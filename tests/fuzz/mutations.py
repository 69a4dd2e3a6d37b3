"""Inputs of the fuzzer: seeds cut from the shipped files, and changes that know what a scenario looks like."""

import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, Final

from experiments.outcomes.measures import MEASURES
from model.parameters import CATALOGUE
from model.scenario import json_schema
from model.scenario.shipped import call_names, calls_folder, shipped_folder
from tests.model.scenario.example import TEXT

GENTLE: Final = 0.5  # of the changes keep most files in order, so that what lies behind the reader is reached
LONGEST_SOUND: Final = 3_000  # bytes
MOST_SOUND: Final = 400
NUMBERS: Final = (
    "0", "1", "2", "0.001", "0.5", "0.999", "12", "24", "59", "60", "150", "360", "500", "2000", "29999", "30000", "32767", "32768",
    "65536", "1e5", "1000000", "1e8", "2147483647", "2147483648", "999999999999999999", "1e300", "-1", "-0.0", "-60", "1e-300",
)  # fmt: skip
VALUES: Final = (
    "", "null", "~", "true", "no", "[]", "{}", "[[]]", "{a: 1}", "-1", "0", "1", "0.5", "1e308", "-1e308", "1e-320", "1e400", ".nan",
    ".inf", "-.Inf", "999999999999999999", "9999999999999999999999", "1000000000", "100000000", "1e9", "1_000", "0x10", "0o17", "1:30:00",
    "2022-01", "2022-13", "0000-00", "9999-12", "2199-12", "2022-01-01", "2022-01-01T00:00:00Z", "when_viable", "'1'", "'\\0'", '"\\0"',
    '"\\ud800"', '"\\U0010ffff"', '"\\u202e"', '"\\n"', "|\n  text", ">-\n  text", "*x", "*a", "&a x", "&a [*a]", "!!str 1", "!!float 1",
    "!!python/name:os.system", "<<", "? x", "- x", "#", "%", "@", "`", "[null]", "[{}]", "[1, [2, [3]]]", "{<<: *a}", "{type: voucher}",
    "{combine: [smaller]}", "\u0661\u0662", "\uff11", "\u00b2", "e\u0301", "\u2028", "\x85", "x" * 70, "x" * 5_000, "9" * 400,
    "base.yaml", "loop.yaml", "broken.yaml", "any.yaml", ".", "..", "/dev/zero", "/proc/self/mem", "../../../../etc/passwd",
)  # fmt: skip
DESIGN: Final = """\
title: A sweep
scenarios: [base.yaml]
policies: [baseline, smaller]
factors:
  - parameter: alpha
  - path: hubs.adda.desks
    low: 4
    high: 20
  - path: hubs.adda.rent_eur_m2
    values: [4, 6.5]
sampler: {type: saltelli, n: 4, second_order: true}
replicates: 2
seed: 3
outcomes: [members_24, viable_36@adda]
decisions:
  members_24: {decides: how many desks}
conditions: ["members_24 < 5"]
"""
EXTENDING: Final = "extends: base.yaml\ntitle: Another\nhubs:\n  - {name: adda, town: sondrio, desks: 9}\npolicies: {both: null}\n"
CALLING: Final = "extends: base.yaml\ninstruments:\n  - call: milano_voucher_2013\n    start: 3\n  - {call: sondrio_suburbs, share: 0.5}\n"


def words() -> list[str]:
    """Every key and closed-list word of the schema, parameters, outcomes, calls."""
    found: set[str] = {*CATALOGUE, *MEASURES, *call_names(), *re.findall(r"\w+", DESIGN)} | {"extends", "call", "grid", "rows", "file"}

    def walk(schema: Any) -> None:
        if isinstance(schema, dict):
            found.update(schema.get("properties", ()))
            found.update(word for word in [*schema.get("enum", ()), schema.get("const")] if isinstance(word, str))
            for value in schema.values():
                walk(value)
        elif isinstance(schema, list):
            for value in schema:
                walk(value)

    walk(json_schema())
    return sorted(found)


def bare(text: str) -> str:
    """A shipped file without comments and long texts, which take the reader's time and hide nothing."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    kept, folded = [], -1
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if folded >= 0 and indent > folded:
            continue
        folded = -1
        if re.match(r"[\s-]*(question|description|why|title|because)(_it)?: *(>-|>|\|)", line):
            kept.append(f"{line.partition(':')[0]}: x")
            folded = indent
        else:
            kept.append(line.partition(" # ")[0])
    return "\n".join(kept) + "\n"


def seeds() -> list[bytes]:
    """Where the search begins."""
    shipped = [bare(path.read_text("utf-8")) for path in sorted([*shipped_folder().glob("*.yaml"), *calls_folder().glob("*.yaml")])]
    broken = sorted((Path(__file__).parents[1] / "model" / "scenario" / "broken").glob("*.yaml"))
    return [text.encode() for text in (TEXT, DESIGN, EXTENDING, CALLING, *shipped)] + [path.read_bytes() for path in broken]


class Mutator:
    """Changes a text as someone who edits it might, or would not dare to."""

    def __init__(self) -> None:
        self.sound = [text.encode() for text in (TEXT, DESIGN, EXTENDING, CALLING)]  # what was accepted
        self.words = words()
        self.lines = sorted({line for seed in seeds() for line in seed.decode("utf-8", "replace").splitlines() if line.strip()})

    def __call__(self, data: bytes, chance: Random) -> bytes:
        changes = self._changes
        if chance.random() < GENTLE:
            changes, data = self._gentle, chance.choice(self.sound)
        lines = data.decode("utf-8", "surrogateescape").split("\n")
        for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
            chance.choice(changes)(self, lines, chance.randrange(len(lines)), chance)
            lines = lines or [""]
        return "\n".join(lines).encode("utf-8", "surrogateescape")

    def accepted(self, content: bytes) -> None:
        """Takes note of a file that is in order; few are, and what lies behind the reader is reached from them."""
        if len(content) < LONGEST_SOUND and len(self.sound) < MOST_SOUND:
            self.sound.append(content)

    def _value(self, chance: Random) -> str:
        return chance.choice(VALUES) if chance.random() < 0.6 else chance.choice(self.words)

    def _other_value(self, lines: list[str], at: int, chance: Random) -> None:
        key, colon, _ = lines[at].partition(":")
        lines[at] = f"{key}: {self._value(chance)}" if colon else self._value(chance)

    def _other_word(self, lines: list[str], at: int, chance: Random) -> None:
        found = list(re.finditer(r"[\w.-]+", lines[at]))
        if found:
            word = chance.choice(found)
            lines[at] = lines[at][: word.start()] + self._value(chance) + lines[at][word.end() :]

    def _other_key(self, lines: list[str], at: int, chance: Random) -> None:
        lines[at] = re.sub(r"[\w-]+(?=:)", lambda _: chance.choice(self.words), lines[at], count=1)

    def _new_line(self, lines: list[str], at: int, chance: Random) -> None:
        lines.insert(at, chance.choice(self.lines))

    def _new_key(self, lines: list[str], at: int, chance: Random) -> None:
        indent = len(lines[at]) - len(lines[at].lstrip())
        lines.insert(at, f"{' ' * indent}{chance.choice(self.words)}: {self._value(chance)}")

    def _parameter(self, lines: list[str], at: int, chance: Random) -> None:
        lines.append(f"parameters: {{{chance.choice(list(CATALOGUE))}: {chance.choice(VALUES)}}}")

    def _again(self, lines: list[str], at: int, chance: Random) -> None:
        lines[at:at] = lines[at : at + chance.randint(1, 8)] * chance.choice((1, 1, 2, 20))

    def _away(self, lines: list[str], at: int, chance: Random) -> None:
        del lines[at : at + chance.randint(1, 8)]

    def _elsewhere(self, lines: list[str], at: int, chance: Random) -> None:
        part = lines[at : at + chance.randint(1, 4)]
        del lines[at : at + len(part)]
        position = chance.randint(0, len(lines))
        lines[position:position] = part

    def _indent(self, lines: list[str], at: int, chance: Random) -> None:
        by = chance.choice((-2, -1, 1, 2, 4))
        for number in range(at, min(at + chance.randint(1, 6), len(lines))):
            lines[number] = " " * by + lines[number] if by > 0 else lines[number].removeprefix(" " * -by)

    def _odd_character(self, lines: list[str], at: int, chance: Random) -> None:
        position = chance.randint(0, len(lines[at]))
        odd = chance.choice(("\ufeff", "\0", "\r", "\t", "\x07", "\x85", "\u2028", "\u00a0", "\u200b", "\u202e", "\udcff", "\U0001f600"))
        lines[at] = lines[at][:position] + odd + lines[at][position:]

    def _nested(self, lines: list[str], at: int, chance: Random) -> None:
        key, _, _ = lines[at].partition(":")
        depth = chance.choice((2, 18, 19, 20, 400))
        lines[at] = f"{key}: " + chance.choice(("[", "{a: ", "- ", "? ")) * depth

    def _other_number(self, lines: list[str], at: int, chance: Random) -> None:
        found = [(number, match) for number, line in enumerate(lines) for match in re.finditer(r"(?<![\w.\"-])[\d.]+(?![\w.-])", line)]
        if found:
            number, match = chance.choice(found)
            lines[number] = lines[number][: match.start()] + chance.choice(NUMBERS) + lines[number][match.end() :]

    def _known_key(self, lines: list[str], at: int, chance: Random) -> None:
        block = re.match(r"( *(?:- )?)[a-z_]+:", lines[at])
        if block:
            lines.insert(at + 1, f"{' ' * len(block[1])}{chance.choice(self.words)}: {chance.choice(NUMBERS)}")

    def _known_parameter(self, lines: list[str], at: int, chance: Random) -> None:
        lines[:] = [line for line in lines if not line.startswith("parameters:")]
        lines.append(f"parameters: {{{chance.choice(list(CATALOGUE))}: {chance.choice(NUMBERS)}}}")

    def _windows(self, lines: list[str], at: int, chance: Random) -> None:
        lines[:] = [line + "\r" for line in lines]

    _gentle: Final[tuple[Callable[..., None], ...]] = (_other_number, _other_number, _other_number, _known_parameter, _known_key)
    _changes: Final[tuple[Callable[..., None], ...]] = (
        _other_value, _other_value, _other_value, _other_word, _other_word, _other_word, _other_key, _new_line, _new_line, _new_key,
        _new_key, _parameter, _again, _away, _elsewhere, _indent, _odd_character, _nested, _windows,
    )  # fmt: skip
