"""What was published: the documents that hold the claims, and what they are derived from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

__all__ = ["Publication", "publications"]


class Publication(NamedTuple):
    """What was published, by whom and when, and what it is declared to derive from or draw on."""

    document: str
    title: str
    publisher: str
    published: str | None
    source: str | None
    address: str | None
    derived_from: tuple[str, ...]
    draws_on: tuple[str, ...]


def publications(rows: Iterable[tuple[Any, ...]]) -> dict[str, Publication]:
    """Return documents by id, from one row for each document and source declared."""
    found: dict[str, Publication] = {}
    for document, title, publisher, published, source, address, name, other in sorted(
        rows, key=str
    ):
        before = found.setdefault(
            document, Publication(document, title, publisher, published, source, address, (), ())
        )
        if name == "resp:derivedFrom":
            found[document] = before._replace(derived_from=(*before.derived_from, other))
        elif name == "resp:drawsOn":
            found[document] = before._replace(draws_on=(*before.draws_on, other))
    return found
