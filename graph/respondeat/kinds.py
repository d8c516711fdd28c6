"""Kinds: every identifier that a sheet may use, and the class it was registered as."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from respondeat.errors import TermError
from respondeat.ontology import ontology
from respondeat.terms import TERMS

__all__ = ["Kinds"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Kinds(dict[str, str]):
    """Identifier to class: ``{"actor:snhr": "DocumentationOrganisation"}``.

    What is not here is looked up ``behind`` it, and at last in the vocabularies and the law.
    """

    def __init__(self, found: Mapping[str, str] = _NOTHING, behind: Kinds | None = None) -> None:
        """Take what is registered."""
        super().__init__(found)
        self._behind = behind

    def __missing__(self, item: str) -> str:
        """Look an identifier up elsewhere; raise ``KeyError`` where it is nowhere."""
        return ontology().kinds[item] if self._behind is None else self._behind[item]

    def find(self, item: str) -> str | None:
        """Return the class of an identifier, or None where it is registered nowhere."""
        try:
            return self[item]
        except KeyError:
            return None

    def misfit(self, item: str, kind: str) -> str | None:
        """Say why an identifier is no ``kind`` (a class, or ``Entity`` for any), or None.

        >>> Kinds({"actor:a": "State"}).misfit("actor:a", "Place")
        "'actor:a' is a State; a Place is expected"
        """
        try:
            TERMS.expand(item)
            found = self[item]
        except TermError as error:
            return error.message
        except KeyError:
            cure = "load that document too" if item.startswith("doc:") else "add it to entities.csv"
            return f"{item!r} is not registered; {cure}"
        if kind == "Entity" or ontology().is_a(found, kind):
            return None
        return f"{item!r} is a {found}; a {kind} is expected"

    def no_concept(self, item: str, schemes: tuple[str, ...]) -> str | None:
        """Say why an identifier is no concept of the schemes (of any, without one), or None.

        >>> Kinds().no_concept("hedge:at-least", ("hedge",))
        """
        prefix = item.partition(":")[0]
        known = ontology().kinds
        if known.get(item) == "Concept" and (not schemes or prefix in schemes):
            return None
        there = [name for name in sorted(known) if name.partition(":")[0] in schemes]
        return f"{item!r} is no concept of {' or '.join(schemes) or 'a vocabulary'}" + (
            f"; there are: {', '.join(there)}" if there else ""
        )
