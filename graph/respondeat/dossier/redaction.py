"""Redaction: a computed result without the claims that are not public, and what rests on them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

__all__ = ["redacted"]

_GONE = object()
_SENTENCES = ("why", "because", "says")
"""Where the program puts what claims say into words: a sentence may quote a claim."""


def redacted(node: Any, withheld: Collection[str]) -> Any:
    """Return a JSON value that no longer names the withheld claims.

    What rested on them alone is left out, and so is a sentence that may quote one; a chain goes
    with any of its links. Nothing is added.

    >>> redacted([{"claims_for": ["claim:d.a"]}, {"claims_for": ["claim:d.b"]}], {"claim:d.a"})
    [{'claims_for': ['claim:d.b']}]
    """
    if not withheld:
        return node
    found = _cut(node, frozenset(withheld))
    return None if found is _GONE else found


def _cut(node: Any, withheld: frozenset[str]) -> Any:
    if isinstance(node, str):
        return _GONE if node in withheld else node
    if isinstance(node, list):
        return [kept for one in node if (kept := _cut(one, withheld)) is not _GONE]
    if not isinstance(node, dict):
        return node
    before = _direct(node)
    if before & withheld and (not before - withheld or any(name in node for name in _SENTENCES)):
        return _GONE
    kept = {
        key: cut
        for key, value in node.items()
        if key not in withheld and (cut := _cut(value, withheld)) is not _GONE
    }
    return _unchained(kept)


def _direct(node: dict[str, Any]) -> set[str]:
    """Return the claims that a result names itself, not through what it contains."""
    values = (
        one for value in node.values() for one in (value if isinstance(value, list) else [value])
    )
    return {one for one in values if isinstance(one, str) and one.startswith("claim:")}


def _unchained(track: dict[str, Any]) -> dict[str, Any]:
    """Return a track without the chains that lost a link."""
    if not {"links", "chains"} <= track.keys():
        return track
    held = {link["id"] for link in track["links"]}
    chains = [chain for chain in track["chains"] if set(chain) <= held]
    return {**track, "chains": chains, "corroboration": track["corroboration"] if chains else None}
