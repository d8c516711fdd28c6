"""Identifiers: prefixes, and the way between a CURIE and an IRI."""

from __future__ import annotations

import re
from functools import lru_cache

from respondeat.errors import TermError

__all__ = [
    "BASE",
    "ENTITIES",
    "EXTERNAL",
    "FACES",
    "OWN",
    "REGISTRABLE",
    "SCHEMES",
    "TERMS",
    "Terms",
    "foreign",
    "is_id",
]

BASE = "https://w3id.org/respondeat/"
"""The default base. The redirect is not registered yet."""

ENTITIES = tuple(
    "claim actor incident set place zone instrument provision exception conflict accusation"
    " demand proceeding craft quantity period reading".split()
)
REGISTRABLE = (
    "doc",
    *(name for name in ENTITIES if name not in ("claim", "quantity", "period", "reading")),
)
"""Prefixes of what a file may register."""

SCHEMES = tuple(
    "hedge stance type weapon target harm mutation standard source character sensitivity unit"
    " verb kind procedure status remedy cause challenge basis standing trend class".split()
)
LAW = tuple("rule contested position crime element venue rulekind track".split())

FACES = {"affirms": "says", "denies": "denies", "questions": "questions"}
"""Stance to the prefix of the properties that carry it: the stance is the face."""

OWN = {
    "resp": "ontology#",
    "says": "says#",
    "denies": "denies#",
    "questions": "questions#",
    "doc": "document/",
    **{name: f"{name}/" for name in (*ENTITIES, *SCHEMES, *LAW)},
}
"""Prefix to path below the base."""

EXTERNAL = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
}

_KEPT = 50_000
"""CURIEs that are kept: in any answer most of them recur."""

_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?\Z")
_BASE = re.compile(
    r"(https?://[A-Za-z0-9.-]+(:\d{1,5})?/([A-Za-z0-9_.~-]+/)*"
    r"|urn:([A-Za-z0-9_.-]+[:/])+)\Z"
)
_NO_LITERAL = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"


def is_id(text: str) -> bool:
    """Say whether a text can be the id of a claim, a document or an entity.

    >>> is_id("s-2017-904.k1"), is_id("a/b"), is_id("")
    (True, False, False)
    """
    return bool(_ID.match(text))


def foreign(text: str) -> str | None:
    r"""Return the first character that no literal may hold (a control or half a pair), or None.

    >>> foreign("a\x00b"), foreign("a\tb")
    ('U+0000', None)
    """
    found = re.search(_NO_LITERAL, text)
    return f"U+{ord(found[0]):04X}" if found else None


class Terms:
    """The identifiers of one workspace, on its base IRI.

    >>> TERMS.expand("actor:snhr")
    'https://w3id.org/respondeat/actor/snhr'
    >>> TERMS.compact("https://w3id.org/respondeat/says#perpetrator")
    'says:perpetrator'
    """

    def __init__(self, base: str = BASE) -> None:
        """Take the base, an IRI that ends in a slash; raise ``TermError`` on another."""
        if not _BASE.match(base):
            raise TermError(
                f"base {base!r} is no plain IRI that ends in a slash, as https://example.org/a/ is"
            )
        self.base = base
        self.prefixes = {name: base + path for name, path in OWN.items()} | EXTERNAL
        self._names = {iri: name for name, iri in self.prefixes.items()}
        self.compact = lru_cache(maxsize=_KEPT)(self._compact)
        """Return the CURIE of an IRI, or the IRI itself where no prefix fits."""

    def expand(self, curie: str) -> str:
        """Return the IRI of a CURIE; raise ``TermError`` on an unknown prefix or an ill-formed id.

        >>> TERMS.expand("actor:a/b")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        respondeat.errors.TermError: 'actor:a/b': write letters, digits, ...
        """
        prefix, colon, local = curie.partition(":")
        if not colon or prefix not in self.prefixes:
            raise TermError(
                f"{curie!r} has no known prefix; `respondeat claims --prefixes` lists them"
            )
        if not is_id(local):
            raise TermError(
                f"{curie!r}: write letters, digits, '_', '.' or '-' after the prefix, "
                "beginning and ending with a letter or digit"
            )
        return self.prefixes[prefix] + local

    def _compact(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        name = self._names.get(iri[:cut])
        return f"{name}:{iri[cut:]}" if name and is_id(iri[cut:]) else iri

    def rebase(self, text: str) -> str:
        """Return Turtle or SPARQL written on the default base as it reads on this one."""
        return text if self.base == BASE else text.replace(BASE, self.base)

    def turtle_prefixes(self) -> str:
        """Return the ``@prefix`` lines."""
        return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in self.prefixes.items())

    def sparql_prefixes(self) -> str:
        """Return the ``PREFIX`` lines."""
        return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in self.prefixes.items())


TERMS = Terms()
