"""A SPARQL 1.1 endpoint over HTTP, the only address that this program ever sends a request to.

The user's name stands in the address (``http://name@host/...``), the password there or in
``RESPONDEAT_PASSWORD``; neither is ever shown.
"""

from __future__ import annotations

import os
import re
from typing import Any
from urllib.parse import unquote, urlsplit

from respondeat.errors import QuestionError, RemoteError, UsageError

__all__ = ["Endpoint"]

# what Virtuoso says with an answer that its own limits have cut off
_CUT = ("X-SPARQL-MaxRows", "X-SQL-State")
_UNAUTHORIZED = 401
_ANSWERED = re.compile(r"Response:\n(b.*)", re.DOTALL)
_LONGEST = 500
_TYPES = {"json": "SELECT", "turtle": "CONSTRUCT", "": "INSERT"}


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

    def ask(self, text: str, form: str = "", **parameters: str) -> bytes:
        """Send a query, with the form of the answer (``json`` or ``turtle``), or an update.

        Raise ``QuestionError`` where the endpoint refuses it as none, else ``RemoteError``.
        """
        from http.client import HTTPException
        from urllib.error import URLError

        from SPARQLWrapper import POST, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

        wrapper = SPARQLWrapper(self.address, agent="respondeat")
        wrapper.setMethod(POST)
        wrapper.setTimeout(self.seconds)
        wrapper.setOnlyConneg(True)
        wrapper.setQuery(text)
        wrapper.queryType = _TYPES[form]  # its own guess is misled by comments
        for name, value in parameters.items():
            wrapper.addParameter(name, value)
        if form:
            wrapper.setReturnFormat(form)
        try:
            if shown := self._authorization("POST", self.address):
                wrapper.addCustomHttpHeader("Authorization", shown)
            with wrapper.query().response as response:
                return self._whole(response)
        except QueryBadFormed as error:
            what = f"refused by the endpoint: {_said(error)}"
            raise QuestionError(what, path=self.address) from None
        except (SPARQLWrapperException, URLError, HTTPException, OSError, ValueError) as error:
            raise self._silent(error) from error

    def send(self, method: str, body: bytes, kind: str, query: str) -> None:
        """Send a graph, by the Graph Store protocol."""
        from http.client import HTTPException
        from urllib.error import URLError
        from urllib.request import Request, urlopen

        address = f"{self.address}{'&' if '?' in self.address else '?'}{query}"
        headers = {"Content-Type": kind, "User-Agent": "respondeat"}
        request = Request(address, body, headers, method=method)  # noqa: S310  (http or https)
        try:
            if shown := self._authorization(method, address):
                request.add_unredirected_header("Authorization", shown)
            urlopen(request, timeout=self.seconds).close()  # noqa: S310
        except (URLError, HTTPException, OSError, ValueError) as error:
            raise self._silent(error) from error

    def _whole(self, response: Any) -> bytes:
        if any(response.headers[name] for name in _CUT):
            raise RemoteError(
                "the endpoint cut its answer off: ask for less, or raise its limit",
                path=self.address,
            )
        return bytes(response.read())

    def _silent(self, error: Exception) -> RemoteError:
        """Return the error that says why there was no answer, without what was sent."""
        said = _said(error)
        if getattr(error, "code", None) == _UNAUTHORIZED or type(error).__name__ == "Unauthorized":
            said = "it wants a name in the address and RESPONDEAT_PASSWORD, or others than these"
        return RemoteError(f"the endpoint did not answer: {said}", path=self.address)

    def _authorization(self, method: str, address: str) -> str:
        """Ask how to show who one is, and return it; nothing where nobody is asked for a name.

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

        if not self._user:
            return ""
        request = Request(address, method=method)  # noqa: S310  (http or https)
        try:
            urlopen(Request(address, method="HEAD"), timeout=self.seconds).close()  # noqa: S310
            return ""
        except HTTPError as error:
            with error:
                scheme, _, challenge = error.headers.get("WWW-Authenticate", "").partition(" ")
        if scheme.lower() == "digest":
            passwords = HTTPPasswordMgrWithDefaultRealm()
            passwords.add_password(None, address, self._user, self._password)
            fields = parse_keqv_list(parse_http_list(challenge))
            shown = AbstractDigestAuthHandler(passwords).get_authorization(request, fields)
        elif scheme.lower() == "basic":
            shown = b64encode(f"{self._user}:{self._password}".encode()).decode()
        else:
            return ""
        return f"{scheme} {shown}"


def _said(error: Exception) -> str:
    """Return what a server answered with an error; SPARQLWrapper hands it on as bytes in words."""
    from ast import literal_eval

    answered = _ANSWERED.search(str(error))
    text = literal_eval(answered[1]).decode(errors="replace") if answered else str(error)
    return " ".join(text.split())[:_LONGEST]
