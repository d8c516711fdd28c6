"""Missing: which one claim, if a document carried it, would close most gaps of a trace.

A claim closes a gap by saying the thing *or its contrary*: what it would say is not foreseen here.
Gaps are those of the links, and what leaves a test of the scope unknown where the result is not
*outside*. An open question of law is closed by a position of the reading and by no claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from respondeat.finding import Link
from respondeat.scope import Scope
from respondeat.trace import Trace

__all__ = ["UNREAD", "Missing", "Place", "missing", "of_link"]

_CONTESTED = "contested: "
_MANY = "more chains may lead"
UNREAD = "a document nobody has named: whatever bears on it"
"""What would fill a gap whose kind is not in the table."""

_LINKS = (
    ("no claim read in the statement about", "an account or finding that names one of them alone"),
    ("no claim read dates the relation", "a dated decree, appointment, order or order of battle"),
    ("the dates given for it", "a dated decree, appointment, order or order of battle"),
    ("no claim read dates the incident", "a dated record made at the time: log, message, film"),
    ("no claim read says who commanded", "an order of appointment, or an order of battle"),
    ("no claim read bears on", "law, orders or records of the body; for a person, of what it knew"),
    ("nobody has checked against a source", "the source itself, read, with its place pointed into"),
    ("no source read identifies", "an account or finding that names who it was"),
    ("no claim read leads from", "a decree or record of who stands behind it"),
    ("left open by", "a later finding of the same body, or of another"),
    ("not surely on the date", "a dated decree, appointment, order or order of battle"),
    ("the name is left out", "a public charge, judgment or investigative conclusion"),
    ("open: whether", "an agreement or order on who directed the operation"),
)
_TESTS = {
    "time": "the instrument's own clause of dates, or a dated record of the occurrence",
    "territory": "the annexed map or record of the delimitation, and where the occurrence was",
    "person": "the depositary's list, the signature page, or an act of acceptance",
    "matter": "a record of what was done; of a weapon or target, an examination",
    "context": "a determination of the conflict by a body with access, or the instrument's text",
    "force": "the final clauses, a notice of the depositary, or the text of an extension",
    "exception": "an account of whom it was directed against",
}


class Place(NamedTuple):
    """Where something is missing: a link, or a test of a provision for an actor."""

    link: str = ""
    provision: str = ""
    actor: str = ""
    test: str = ""

    def json(self) -> dict[str, str]:
        """Return the place as ``weigh --json`` prints it."""
        return {name: value for name, value in self._asdict().items() if value}


class Missing(NamedTuple):
    """Something that is missing, what kind of document would carry it, and where it would count.

    ``closes`` are the gaps that it closes, ``settles`` the tests among them that leave nothing
    else unknown of their result.
    """

    claim: str
    document: str
    closes: tuple[Place, ...]
    settles: tuple[Place, ...]

    def places(self, *, settled: bool = False) -> list[dict[str, str]]:
        """Return the places as ``weigh --json`` prints them."""
        return [one.json() for one in (self.settles if settled else self.closes)]

    def json(self) -> dict[str, Any]:
        """Return what is missing as ``weigh --json`` prints it."""
        return {
            "claim": self.claim,
            "document": self.document,
            "closes": self.places(),
            "settles": self.places(settled=True),
        }


def missing(trace: Trace) -> tuple[list[Missing], list[Missing]]:
    """Return the claims that are missing, and the open questions of law on which results wait.

    Of both the one that closes most gaps comes first.
    """
    claims: list[Missing] = []
    questions: list[Missing] = []
    for one in _ranked(trace):
        (questions if one.claim.startswith(_CONTESTED) else claims).append(one)
    return claims, questions


def _ranked(trace: Trace) -> list[Missing]:
    places: dict[str, set[Place]] = defaultdict(set)
    settled: dict[str, set[Place]] = defaultdict(set)
    documents: dict[str, str] = {}
    for link in {link.id: link for track in trace.tracks for link in track.links}.values():
        for text, document in of_link(link):
            documents[text] = document
            places[text].add(Place(link=link.id))
    for scope in trace.scope:
        found = list(_of_scope(scope)) if scope.result != "outside" else []
        for text, test in found:
            place = Place(provision=scope.provision, actor=scope.actor, test=test)
            documents.setdefault(text, _TESTS[test])
            places[text].add(place)
            if {other for other, _ in found} == {text}:
                settled[text].add(place)
    ranked = sorted(places, key=lambda one: (-len(places[one]), -len(settled[one]), one))
    return [
        Missing(one, documents[one], tuple(sorted(places[one])), tuple(sorted(settled[one])))
        for one in ranked
    ]


def of_link(link: Link) -> Iterator[tuple[str, str]]:
    """Yield the gaps of a link, each with what it is a gap of, and the document that fills it."""
    for gap in link.gaps:
        if gap.startswith(_MANY):
            continue  # a list cut short, and nothing that a source could say
        document = next((what for start, what in _LINKS if gap.startswith(start)), UNREAD)
        text = gap
        if gap.startswith("no claim read bears on"):
            text = f"{gap}, of {link.source} towards {link.target}"
        elif gap.startswith("nobody has checked"):
            text = f"{gap} ({', '.join(link.claims_for)})"
        yield text, document


def _of_scope(scope: Scope) -> Iterator[tuple[str, str]]:
    """Yield what is missing of a result, said of whom or of what, with the test that waits."""
    for test, outcome in scope.outcomes.items():
        for text in outcome.missing if outcome.value is None else ():
            yield _specific(text, test, scope), test


def _specific(text: str, test: str, scope: Scope) -> str:
    if text.startswith(_CONTESTED):
        return text
    if "this actor" in text:
        return f"{text.replace('this actor', scope.actor)} ({scope.instrument})"
    if "the provision" in text or text.endswith(" it needs"):
        return f"{text} ({scope.provision})"
    return f"{text} ({scope.instrument})" if test in ("time", "force") else text
