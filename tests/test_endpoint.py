"""Who asks an endpoint: shown where it is wanted, in no message, and before a body is sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from respondeat.endpoint import Endpoint
from respondeat.errors import QuestionError, RemoteError, UsageError


class _Guarded(BaseHTTPRequestHandler):
    """Refuses whoever does not show who it is, and closes without reading what is sent."""

    server: Any

    def do_HEAD(self) -> None:
        self._refuse(401)

    def do_POST(self) -> None:
        shown = self.headers.get("Authorization", "")
        self.server.seen.append(shown)
        if not shown.startswith(self.server.scheme.split()[0]) or self.path == "/wrong":
            self._refuse(401)
            return
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/cut":
            self.send_response(200)
            self.send_header("X-SPARQL-MaxRows", "10")
        else:
            self.send_response(400 if self.path == "/bad" else 200)
        self.end_headers()
        self.wfile.write(b"line 1:\n  not so" if self.path == "/bad" else b"done")

    def _refuse(self, code: int) -> None:
        self.send_response(code)
        if self.server.scheme:
            self.send_header("WWW-Authenticate", self.server.scheme)
        self.end_headers()
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


@pytest.fixture
def server() -> Iterator[Any]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Guarded) as found:
        found.scheme, found.seen = "", []  # type: ignore[attr-defined]
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


@pytest.mark.parametrize(
    "scheme",
    ['Basic realm="x"', 'Digest realm="SPARQL", nonce="a1", qop="auth", algorithm="MD5"'],
)
def test_a_large_body_is_sent_once_and_with_credentials(server: Any, scheme: str) -> None:
    server.scheme = scheme
    place = f"http://me:top%20secret@127.0.0.1:{server.server_port}/"
    Endpoint(place).send("POST", b"x" * 20_000_000, "text/turtle", "default")
    (shown,) = server.seen
    assert shown.startswith(scheme.split(maxsplit=1)[0])
    assert "secret" not in shown


def test_a_password_from_the_environment(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server.scheme = "Basic"
    monkeypatch.setenv("RESPONDEAT_PASSWORD", "p")
    Endpoint(f"http://me@127.0.0.1:{server.server_port}/").ask("ASK {}", "json")
    assert server.seen == ["Basic bWU6cA=="]


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("wrong", RemoteError, "RESPONDEAT_PASSWORD"),
        ("bad", QuestionError, "refused by the endpoint: line 1: not so"),
        ("cut", RemoteError, "cut its answer off"),
    ],
)
def test_a_refusal_names_no_secret(
    server: Any, path: str, error: type[Exception], words: str
) -> None:
    server.scheme = "Basic"
    with pytest.raises(error, match=words) as raised:
        Endpoint(f"http://me:secret@127.0.0.1:{server.server_port}/{path}").ask("ASK {}", "json")
    assert "secret" not in str(raised.value)
    assert "me@" not in str(raised.value)


@pytest.mark.parametrize(
    "address", ["ftp://me:secret@a/", "http://me:se/secret@a/", "http://", "http://me:secret@a:x/"]
)
def test_what_is_no_address_is_said_without_its_secret(address: str) -> None:
    with pytest.raises(UsageError, match="is no endpoint") as raised:
        Endpoint(address)
    assert "secret" not in str(raised.value)
