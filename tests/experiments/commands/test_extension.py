"""`--extension MODULE`: instruments and rules of one's own on the command line, from a module that is named there and never in a file."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import model
from experiments.commands import main
from experiments.commands.typed import _parted

MODULE = '''
from typing import Literal

import model
from model.month.public_money import commit, pay_hub
from model.reading.fields import Name, quantity
from model.scenario.instrument_block import InstrumentBlock


class Prize(InstrumentBlock):
    values = ("eur_month",)
    type: Literal["prize"] = "prize"
    name: Name = "prize"
    eur_month: float = quantity("EUR/month", (0, 500), most=10_000)

    def pays(self):
        return f"{self.eur_month:g} EUR a month"


def prize(t, town, h, v, own):
    pay_hub(t, town, h, v, commit(town, v, own.values.eur_month))


model.register_instrument(Prize, prize)
'''
FILE = """
extends: sondrio_downsizing
policies:
  prize:
    title: A prize
    instruments:
      - {type: prize, payer: region, eur_month: 300}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a module and a scenario that needs it."""
    for name, text in (("my_prizes.py", MODULE), ("mine.yaml", FILE), ("idle_module.py", ""), ("broken_module.py", "1 / 0"),
                       ("needy_module.py", "import nothing_of_that_name")):  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    with model.extended():
        yield tmp_path
    for name in ("my_prizes", "idle_module"):
        sys.modules.pop(name, None)


def coworking(*arguments: str) -> Result:
    return CliRunner().invoke(main.app, arguments)


@pytest.mark.parametrize("arguments", [
    ("--extension", "my_prizes", "check", "mine.yaml"), ("check", "--extension", "my_prizes", "mine.yaml"),
    ("check", "mine.yaml", "--extension=my_prizes", "--lang", "en"),
])  # fmt: skip
def test_a_module_is_named_before_or_behind_the_command(arguments: tuple[str, ...]) -> None:
    done = coworking(*arguments)
    assert (done.exit_code, done.output) == (0, "mine.yaml: ready to run\n")


@pytest.mark.parametrize(("lang", "said"), [
    ("en", "unknown type 'prize'; write capex_grant, "),
    ("en", "known with its module: 'coworking --extension MODULE', or import it in Python"),
    ("it", "tipo sconosciuto 'prize'; scrivere capex_grant, "), ("it", "si conosce con il suo modulo: 'coworking --extension MODULO'"),
])  # fmt: skip
def test_without_it_the_file_is_refused_with_what_to_write(lang: str, said: str) -> None:
    done = coworking("check", "mine.yaml", "--lang", lang)
    assert done.exit_code == 2 and said in done.output
    assert "my_prizes" not in sys.modules, "a file names types, and no code"


def test_a_slip_of_a_shipped_type_speaks_of_no_module(folder: Path) -> None:
    (folder / "mine.yaml").write_text(FILE.replace("type: prize", "type: vuocher"), encoding="utf-8")
    done = coworking("check", "mine.yaml", "--lang", "en")
    assert "did you mean 'voucher'?" in done.output and "--extension" not in done.output


def test_a_parameter_that_only_an_extension_could_have_is_told_alike(folder: Path) -> None:
    (folder / "mine.yaml").write_text("extends: sondrio_downsizing\nparameters: {xyzzy: 1}\n", encoding="utf-8")
    for lang in ("en", "it"):
        assert "'coworking --extension MODUL" in coworking("check", "mine.yaml", "--lang", lang).output


@pytest.mark.parametrize(("module", "english", "italian"), [
    ("my_prizes.py", "write the name of a module, as Python imports it, such as my_prizes", "scrivere il nome di un modulo"),
    ("../my_prizes", "write the name of a module", "scrivere il nome di un modulo"),
    ("no_such_module", "there is no such module in this folder", "un modulo così non c'è"),
    ("idle_module", "registers no instrument and no submodel", "non registra alcuno strumento"),
    ("json", "registers no instrument and no submodel", "non registra alcuno strumento"),
    ("json.no_such_part", "there is no such module in this folder", "un modulo così non c'è"),
    ("broken_module", "it cannot be imported: ZeroDivisionError: division by zero", "non si può importare: ZeroDivisionError"),
    ("needy_module", "it needs 'nothing_of_that_name', which is not installed", "richiede 'nothing_of_that_name'"),
])  # fmt: skip
def test_a_module_that_will_not_do_is_refused_in_words(module: str, english: str, italian: str) -> None:
    for lang, said in (("en", english), ("it", italian)):
        done = coworking("check", "mine.yaml", "--extension", module, "--lang", lang)
        assert done.exit_code == 2 and f"--extension {module}: " in done.output and said in done.output
        assert "Traceback" not in done.output


def test_several_modules_keep_their_order_and_one_without_a_name_stays_where_it_is() -> None:
    assert _parted(["run", "--extension", "a", "x", "--extension=b", "--seed", "1"]) == (
        ["--extension", "a", "--extension=b"], ["run", "x", "--seed", "1"]
    )
    assert _parted(["run", "x", "--extension"]) == ([], ["run", "x", "--extension"])
