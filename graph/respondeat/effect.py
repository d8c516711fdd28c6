"""Effect: what changes in a trace when some claims or sources are left out.

Both traces are made afresh, so nothing is frozen: a step may appear, an exception may go. In
JSON: ``{"without": [ids], "claims": [left out of the incident], "tracks": [{"track", "actor",
"change": "gone" | "new" | "changed", "chains": [before, after], "corroboration": [before, after],
"roles": [before, after], "links_gone", "links_new", "links_changed": [ids]}], "scope":
[{"provision", "actor", "result": [before, after], "tests": [names]}], "crimes": [{"crime",
"forum", "change", "lost": [claims], "elements": [without a claim for them any longer]}],
"venues": [{"venue", "of", "result": [before, after]}]}``; what was or is not there is ``null``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from respondeat.crime import ListedCrime
from respondeat.finding import Track
from respondeat.scope import Scope
from respondeat.trace import Trace
from respondeat.venue import VenueResult

__all__ = ["Effect", "TrackEffect", "effect"]

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class TrackEffect(NamedTuple):
    """What changed of one track: ``before`` or ``after`` is ``None`` where it is not there."""

    before: Track | None
    after: Track | None

    @property
    def one(self) -> Track:
        """The track, as it is or was."""
        found = self.after or self.before
        assert found
        return found

    @property
    def change(self) -> str:
        """Whether it is gone, new or changed."""
        return "gone" if not self.after else "new" if not self.before else "changed"

    def links(self) -> tuple[list[str], list[str], list[str]]:
        """Return the links that are gone, new and changed."""
        old, new = (
            {link.id: link for link in (one.links if one else ())}
            for one in (self.before, self.after)
        )
        return (
            [name for name in old if name not in new],
            [name for name in new if name not in old],
            [name for name in new if name in old and old[name] != new[name]],
        )

    def json(self) -> dict[str, Any]:
        """Return the change as ``weigh --json`` prints it."""
        both = [one.json() if one else {} for one in (self.before, self.after)]
        gone, new, changed = self.links()
        return {
            "track": self.one.track,
            "actor": self.one.actor,
            "change": self.change,
            "chains": [len(one["chains"]) if one else None for one in both],
            "corroboration": [one.get("corroboration") for one in both],
            "roles": [one.get("roles") for one in both],
            "links_gone": gone,
            "links_new": new,
            "links_changed": changed,
        }


class Effect(NamedTuple):
    """What changes when ``without`` is left out; ``claims`` are those of the incident that go."""

    without: tuple[str, ...]
    claims: tuple[str, ...]
    tracks: tuple[TrackEffect, ...]
    scope: tuple[tuple[Scope | None, Scope | None], ...]
    crimes: tuple[tuple[ListedCrime | None, ListedCrime | None], ...]
    venues: tuple[tuple[VenueResult | None, VenueResult | None], ...]

    def json(self) -> dict[str, Any]:
        """Return the object that this module describes."""
        return {
            "without": list(self.without),
            "claims": list(self.claims),
            "tracks": [one.json() for one in self.tracks],
            "scope": [_scope(*pair) for pair in self.scope],
            "crimes": [_crime(*pair) for pair in self.crimes],
            "venues": [_venue(*pair) for pair in self.venues],
        }


def effect(before: Trace, after: Trace | None, without: Iterable[str]) -> Effect:
    """Return what changes from one trace to another of the same incident and record.

    ``after`` is ``None`` where no claim about the incident is left.
    """
    kept = {one.claim for one in after.evidence.occurrence(after.incident)} if after else set()
    said = {one.claim for one in before.evidence.occurrence(before.incident)}
    tracks = _changed(before.tracks, after.tracks if after else (), _track_key)
    scope = _changed(before.scope, after.scope if after else (), _scope_key)
    crimes = _changed(before.crimes, after.crimes if after else (), _crime_key)
    venues = _changed(before.venues, after.venues if after else (), _venue_key)
    return Effect(
        tuple(sorted(without)),
        tuple(sorted(said - kept)),
        tuple(TrackEffect(*pair) for pair in tracks),
        tuple(pair for pair in scope if _result(pair[0]) != _result(pair[1]) or _tests(*pair)),
        tuple(crimes),
        tuple(pair for pair in venues if _result(pair[0]) != _result(pair[1])),
    )


def _changed(
    before: Iterable[T], after: Iterable[T], key: Callable[[T], K]
) -> Iterator[tuple[T | None, T | None]]:
    old, new = ({key(one): one for one in found} for found in (before, after))
    for name in sorted({*old, *new}, key=str):
        if old.get(name) != new.get(name):
            yield old.get(name), new.get(name)


def _track_key(one: Track) -> tuple[str, str]:
    return one.track, one.actor


def _scope_key(one: Scope) -> tuple[str, str]:
    return one.provision, one.actor


def _result(one: Scope | VenueResult | None) -> str | None:
    return one.result if one else None


def _tests(before: Scope | None, after: Scope | None) -> list[str]:
    """Return the tests whose value changed."""
    if not before or not after:
        return []
    return [
        name
        for name, outcome in before.outcomes.items()
        if outcome.value is not after.outcomes[name].value
    ]


def _scope(before: Scope | None, after: Scope | None) -> dict[str, Any]:
    one = after or before
    assert one
    return {
        "provision": one.provision,
        "actor": one.actor,
        "result": [_result(before), _result(after)],
        "tests": _tests(before, after),
    }


def _crime_key(one: ListedCrime) -> tuple[str, str]:
    return one.crime, one.forum


def _crime(before: ListedCrime | None, after: ListedCrime | None) -> dict[str, Any]:
    one = after or before
    assert one
    left = {element.element for element in (after.elements if after else ()) if element.claims_for}
    return {
        "crime": one.crime,
        "forum": one.forum,
        "change": "gone" if not after else "new" if not before else "changed",
        "lost": sorted({*(before.basis if before else ())} - {*(after.basis if after else ())}),
        "elements": [
            element.element
            for element in (before.elements if before else ())
            if element.claims_for and element.element not in left
        ],
    }


def _venue_key(one: VenueResult) -> tuple[str, str, str, str]:
    return one.venue, one.crime or "", one.track, one.actor or ""


def _venue(before: VenueResult | None, after: VenueResult | None) -> dict[str, Any]:
    one = after or before
    assert one
    return {
        "venue": one.venue,
        "of": one.crime or one.actor or one.track,
        "result": [_result(before), _result(after)],
    }
