"""Lookup: every claim and every entity that an answer names, so that each can be looked up."""

from __future__ import annotations

import re
from typing import Any

from respondeat.evidence import Evidence
from respondeat.once import once
from respondeat.terms import OWN

__all__ = ["claims_named", "entities_named", "named_in"]

_ID = re.compile(r"\b([a-z]+):([A-Za-z0-9][A-Za-z0-9_.-]*)")
_NO_ENTITY = ("claim", "quantity", "period", "resp", "says", "denies", "questions")


def named_in(found: Any) -> set[str]:
    """Return every id that stands anywhere in an answer, in sentences too.

    >>> sorted(named_in({"a": ["claim:x.y", "said by actor:z."]}))
    ['actor:z', 'claim:x.y']
    """
    pairs = {pair for text in _texts(found) for pair in _ID.findall(text)}
    return {f"{prefix}:{local.rstrip('_.-')}" for prefix, local in pairs if prefix in OWN}


def _texts(found: Any) -> set[str]:
    """Return every text in an answer; what stands in it again and again is walked once."""
    texts, seen, waiting = set[str](), set[int](), [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            texts.add(one)
        elif isinstance(one, (dict, list, tuple)) and id(one) not in seen:
            seen.add(id(one))
            waiting += [*one, *one.values()] if isinstance(one, dict) else one
    return texts


def claims_named(evidence: Evidence, names: set[str]) -> dict[str, dict[str, Any]]:
    """Return the claims among some ids, and those that they relay or answer, by their ids."""
    waiting = sorted(name for name in names if name.startswith("claim:"))
    found: dict[str, dict[str, Any]] = {}
    while waiting:
        name = waiting.pop()
        if name not in found and (entry := _claim(evidence, name)):
            found[name] = entry
            ahead = (*entry["relays"], entry["answers"] or "")
            waiting += [one for one in ahead if one.startswith("claim:")]
    return {name: found[name] for name in sorted(found)}


def entities_named(evidence: Evidence, names: set[str]) -> dict[str, dict[str, str]]:
    """Return label, Arabic label and kind of each entity among some ids."""
    return {
        name: _entity(evidence, name)
        for name in sorted(names)
        if name.partition(":")[0] not in _NO_ENTITY
    }


@once  # most names recur from incident to incident
def _entity(evidence: Evidence, name: str) -> dict[str, str]:
    arabic = evidence.label(name, "ar")
    return {
        "label": evidence.label(name),
        "label_ar": "" if arabic == name else arabic,
        "kind": ", ".join(sorted(evidence.kinds(name))),
    }


def _claim(evidence: Evidence, name: str) -> dict[str, Any] | None:
    said = evidence.claim(name)
    if not said:
        return None
    first = said[0]
    publication = evidence.documents.get(first.document)
    publisher = publication.publisher if publication else None
    return {
        "asserter": first.asserter,
        "relayed_by": publisher if publisher != first.asserter else None,
        "document": first.document,
        "published": publication.published if publication else None,
        "fragment": first.fragment,
        "stance": first.stance,
        "about": first.about,
        "property": first.property,
        "value": "; ".join(one.value for one in said),
        "stated": first.stated,
        "edtf": first.edtf,
        "standard": first.standard,
        "hedge": first.hedge,
        "verification": first.verification,
        "relays": list(first.relays),
        "answers": first.answers,
    }
