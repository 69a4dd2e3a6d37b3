"""`coworking explain`: what is shown, what is kept, and what is refused."""

import json
from pathlib import Path

from typer.testing import CliRunner

from experiments.commands.main import app
from tests.model.tiny_town import TEXT

_RUN = CliRunner()


def _file(tmp_path: Path) -> str:
    path = tmp_path / "tiny_town.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_the_answer_is_shown_and_kept(tmp_path: Path) -> None:
    out = tmp_path / "why"
    asked = ["explain", _file(tmp_path), "--hub", "mera", "--replicates", "4", "--future", "2", "--out", str(out), "--lang", "it"]
    done = _RUN.invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert "futuro 2" in done.output and "Prove, ognuna senza una causa" in done.output
    kept = json.loads((out / "answer.json").read_text("utf-8"))
    assert kept["command"].endswith("--replicates 4 --seed 1 --hub mera --future 2")
    assert (kept["numbers"]["hub"], kept["numbers"]["future"]) == ("mera", 2)
    assert {"scenario.lock.yaml", "answer.html"} <= {path.name for path in out.iterdir()}


def test_what_cannot_be_asked_is_refused_in_sentences(tmp_path: Path) -> None:
    done = _RUN.invoke(app, ["explain", _file(tmp_path), "--hub", "mer", "--future", "100", "--replicates", "4", "--lang", "it"])
    assert done.exit_code == 2
    assert done.output.splitlines()[-2:] == [
        "--hub: non c'è un hub 'mer'; ci sono: adda, mera", "--future: non c'è un futuro 100 su 4; vanno da 0 a 3",
    ]  # fmt: skip
