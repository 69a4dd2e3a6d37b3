"""The server: on this machine alone, nothing from elsewhere, a word instead of a traceback."""

import re
import signal
import socket
import sys
import urllib.error
import urllib.request

import pytest
from typer.testing import CliRunner

from experiments.commands.main import app
from experiments.dashboard import serve
from experiments.dashboard.serve import NoPort, listening
from tests.experiments.dashboard.served import served


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_it_serves_a_whole_page_and_ends_when_asked() -> None:
    with served() as page:
        assert page.address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{page.address}?scenario=pavia_growth&lang=it") as answer:
            assert answer.status == 200
            text = answer.read().decode()
        assert '<html lang="it">' in text and re.search(r'<option value="pavia_growth" selected>', text)
        sources = re.findall(r'(?:src|href|action)="([^"]*)"', text) + re.findall(r"url\(([^)]*)\)", text)
        assert sources and not [source for source in sources if re.match(r"(https?:)?//", source)]
        for source in (source for source in sources if source.startswith("lib/")):
            with urllib.request.urlopen(page.address + source) as part:
                assert part.status == 200
        with urllib.request.urlopen(f"{page.address}?scenario=../secret&lang=%3Cscript%3E") as answer:
            assert "<script>%" not in answer.read().decode()
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{page.address}../../etc/passwd")
        code, errors = page.end(signal.SIGINT)
    assert code == 130 and "Traceback" not in errors
    assert errors.splitlines()[-1] == "Interrupted: the page is no longer served."


def test_a_port_that_is_taken_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(NoPort):
            listening("127.0.0.1", port)
        done = CliRunner().invoke(app, ["dashboard", "--port", str(port), "--lang", "en"])
    assert done.exit_code == 2
    assert f"Port {port} cannot be used" in done.output and "Traceback" not in done.output


def test_the_first_free_port_is_taken() -> None:
    with listening("127.0.0.1", None) as first, listening("127.0.0.1", None) as second:
        assert first.getsockname()[1] != second.getsockname()[1]


@pytest.mark.skipif(sys.platform == "win32", reason="a port is free at once there")
def test_the_port_of_a_program_that_has_ended_is_free_at_once() -> None:
    with listening("127.0.0.1", None) as found:
        address = found.getsockname()
        with socket.create_connection(address) as reader:
            found.accept()[0].close()  # the server ends first, and its end of the connection lingers
            assert reader.recv(1) == b""
    with listening("127.0.0.1", address[1]) as again:
        assert again.getsockname() == address


def test_who_opens_it_to_others_is_warned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.dashboard.serve.serve", lambda *_: None)
    warned = [CliRunner().invoke(app, ["dashboard", "--lang", "en", "--host", host]).output for host in ("0.0.0.0", "127.0.0.1")]
    assert "Warning: 0.0.0.0 can be reached from other machines" in warned[0]
    assert "Warning" not in warned[1]


@pytest.mark.parametrize(("lang", "words"), [("en", "needs a few more libraries"), ("it", "ha bisogno di qualche libreria")])
def test_without_its_libraries_it_says_what_to_install(lang: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.commands.dashboard.find_spec", lambda name: None)
    done = CliRunner().invoke(app, ["dashboard", "--lang", lang])
    assert done.exit_code == 1 and words in done.output and "make dashboard" in done.output


@pytest.mark.parametrize(("free", "kept"), [(None, 1_000_000_000), (2_000_000_000, 1_000_000_000), (24_000_000_000, 6_000_000_000)])
def test_a_quarter_of_the_free_memory_is_for_worlds_and_runs(monkeypatch: pytest.MonkeyPatch, free: int | None, kept: int) -> None:
    monkeypatch.setattr(serve, "free_bytes", lambda: free)
    assert serve.bytes_to_keep() == kept
