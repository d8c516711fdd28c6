"""A SPARQL 1.1 endpoint over HTTP, the only address that this program ever sends a request to.

The user's name stands in the address (``http://name@host/...``), the password there or in
``RESPONDEAT_PASSWORD``; neither is ever shown.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlencode, urlsplit

from respondeat.errors import QuestionError, RemoteError, UsageError

if TYPE_CHECKING:
    from urllib.request import Request

__all__ = ["Endpoint"]

# what Virtuoso says with an answer that its own limits have cut off
_CUT = ("X-SPARQL-MaxRows", "X-SQL-State")


class Endpoint:
    """One address, and who asks there.

    >>> Endpoint("http://dba:secret@127.0.0.1:8890/sparql-auth").address
    'http://127.0.0.1:8890/sparql-auth'
    """

    def __init__(self, address: str, *, seconds: int = 60) -> None:
        """Name the address, and how many seconds it may be silent."""
        try:
            parts = urlsplit(address)
            known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            known = False
        if not known:
            shown = re.sub(r"//.*@", "//", address, flags=re.DOTALL)
            raise UsageError(f"{shown!r} is no endpoint: write http://... or https://...")
        self.address = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        self.seconds = seconds
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or os.environ.get("RESPONDEAT_PASSWORD", ""))

    def form(self, accept: str, **fields: str | None) -> bytes:
        """Send a form, as the SPARQL 1.1 protocol has it; return the answer."""
        body = urlencode({name: value for name, value in fields.items() if value is not None})
        return self.send("POST", body.encode(), "application/x-www-form-urlencoded", accept=accept)

    def send(
        self, method: str, body: bytes, kind: str, *, query: str = "", accept: str = "*/*"
    ) -> bytes:
        """Send one request and return the answer.

        Raise ``QuestionError`` where the endpoint refuses it as none, else ``RemoteError``.
        """
        from http.client import HTTPException
        from urllib.error import HTTPError, URLError
        from urllib.request import Request, urlopen

        address = self.address
        if query:
            address += ("&" if "?" in address else "?") + query
        headers = {"Accept": accept, "Content-Type": kind, "User-Agent": "respondeat"}
        request = Request(address, body, headers, method=method)  # noqa: S310  (http or https)
        try:
            if self._user:
                self._authorize(request)
            with urlopen(request, timeout=self.seconds) as response:  # noqa: S310
                if any(response.headers[name] for name in _CUT):
                    raise RemoteError(
                        "the endpoint cut its answer off: ask for less, or raise its limit",
                        path=self.address,
                    )
                return bytes(response.read())
        except HTTPError as error:
            with error:
                said = " ".join(error.read(500).decode(errors="replace").split())
            if error.code == 400:
                raise QuestionError(f"refused by the endpoint: {said}", path=self.address) from None
            if error.code == 401:
                said = (
                    "it wants a name in the address and RESPONDEAT_PASSWORD, or others than these"
                )
            raise RemoteError(
                f"the endpoint did not answer: {error.code} {said}", path=self.address
            ) from None
        except (URLError, HTTPException, OSError, ValueError) as error:
            raise RemoteError(f"the endpoint did not answer: {error}", path=self.address) from error

    def _authorize(self, request: Request) -> None:
        """Ask how to show who one is, and do.

        Asked first, since a server that refuses a large body closes while it is still being sent.
        """
        from base64 import b64encode
        from urllib.error import HTTPError
        from urllib.request import (
            AbstractDigestAuthHandler,
            HTTPPasswordMgrWithDefaultRealm,
            Request,
            parse_http_list,
            parse_keqv_list,
            urlopen,
        )

        try:
            urlopen(Request(request.full_url, method="HEAD"), timeout=self.seconds).close()  # noqa: S310
            return
        except HTTPError as error:
            with error:
                scheme, _, challenge = error.headers.get("WWW-Authenticate", "").partition(" ")
        if scheme.lower() == "digest":
            passwords = HTTPPasswordMgrWithDefaultRealm()
            passwords.add_password(None, request.full_url, self._user, self._password)
            fields = parse_keqv_list(parse_http_list(challenge))
            shown = AbstractDigestAuthHandler(passwords).get_authorization(request, fields)
        elif scheme.lower() == "basic":
            shown = b64encode(f"{self._user}:{self._password}".encode()).decode()
        else:
            return
        request.add_unredirected_header("Authorization", f"{scheme} {shown}")
