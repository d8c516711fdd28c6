"""Proceedings that concern an incident, each with its kind, its status, and the date of that.

Kinds never compare: a fact-finding, a complaint, a warrant, a charge and a judgment are different
things, and a complaint is no charge. What ended comes before the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from respondeat.concern import LINKS, claims_about, concerned, ids, linked, listed, values
from respondeat.evidence import Evidence
from respondeat.said import Said

__all__ = ["Proceeding", "named_persons", "proceedings"]

_ENDING = {"procedure:annulment", "procedure:withdrawal", "procedure:acquittal"}
_ENDED = {f"status:{name}" for name in ("dismissed", "annulled", "withdrawn", "closed", "lapsed")}
_PUBLIC = {"procedure:charge", "procedure:judgment"}


class Proceeding(NamedTuple):
    """A proceeding, its kind, and where it stood last.

    More than one kind, forum or status is disputed: of the statuses, all are kept that may be the
    last. ``filed``, ``decided`` and ``status_date`` are dates as sources print them (EDTF).
    """

    proceeding: str
    kinds: tuple[str, ...]
    forums: tuple[str, ...]
    complainants: tuple[str, ...]
    defendants: tuple[str, ...]
    statuses: tuple[str, ...]
    status_date: str | None
    filed: str | None
    decided: str | None
    link: str
    claims: tuple[str, ...]

    @property
    def ended(self) -> bool:
        """Whether it is said to have ended without a result against anybody, or undoes another.

        Also where others say that it goes on.
        """
        return bool(_ENDED & set(self.statuses) or _ENDING & set(self.kinds))

    @property
    def status(self) -> str | None:
        """The last status in words; all that may be the last where sources differ."""
        return " or ".join(self.statuses) or None

    def json(self) -> dict[str, Any]:
        """Return the proceeding as ``trace --json`` prints it."""
        return listed(
            {
                "proceeding": self.proceeding,
                "kind": _one(self.kinds),
                "forum": _one(self.forums),
                "complainants": self.complainants,
                "defendants": self.defendants,
                "status": _one(self.statuses),
                "status_date": self.status_date,
                "filed": self.filed,
                "decided": self.decided,
                "link": self.link,
                "claims": self.claims,
            }
        )


def proceedings(
    evidence: Evidence, incident: str, said: list[Said], actors: Iterable[str] = ()
) -> list[Proceeding]:
    """Return the proceedings; those that reach the incident first, and of them what ended."""
    whom = concerned(evidence, said, actors)
    names = (
        "proceedingKind forum complainant defendant proceedingStatus filed decided concerns"
        " allegedCrime"
    ).split()
    found = []
    for name, (link, basis) in linked(
        evidence, incident, said, "proceeding", "defendant", whom
    ).items():
        claims = claims_about(evidence, name, names)
        last = _last_statuses(evidence, claims)
        found.append(
            Proceeding(
                name,
                values(claims, "proceedingKind"),
                values(claims, "forum"),
                values(claims, "complainant"),
                values(claims, "defendant"),
                values(last, "proceedingStatus"),
                " or ".join(sorted({one.edtf for one in last if one.edtf})) or None,
                _date(claims, "filed"),
                _date(claims, "decided"),
                link,
                ids(claims, basis),
            )
        )
    return sorted(
        found,
        key=lambda one: (
            one.link == "none",
            not one.ended,
            LINKS.index(one.link),
            one.filed or one.decided or "",
            one.proceeding,
        ),
    )


def named_persons(
    evidence: Evidence, incident: str, said: list[Said] | None = None
) -> dict[str, tuple[str, ...]]:
    """Return the persons whom a public charge, a judgment or an investigative body names for it.

    Only for that very incident: no set around it counts, nor a complaint, a warrant, or a charge
    that was withdrawn, dismissed or annulled or that ended in an acquittal. Nor does a charge
    count of which anybody denies or leaves open the kind, the defendant or the incident, or gives
    another kind; nor a conclusion that the body itself denies or leaves open, or that is only told
    by others, or passed on from where nobody read it. Each with the claims that name the person;
    what nobody read opens no name.
    """
    said = evidence.occurrence(incident) if said is None else said
    found: dict[str, set[str]] = {}
    for one in said:
        if one.property == "resp:perpetrator" and _opens(one) and _concludes(evidence, one, said):
            found.setdefault(one.value, set()).add(one.claim)
    steps = [one for one in proceedings(evidence, incident, said) if one.link != "none"]
    for step in steps:
        if step.link == "incident" and set(step.kinds) <= _PUBLIC:
            for one in evidence.affirmed(step.proceeding, "defendant"):
                undone = any(_undoes(other, step, one.value) for other in steps)
                if _opens(one) and not undone and _undisputed(evidence, step, incident, one.value):
                    found.setdefault(one.value, set()).add(one.claim)
    return {
        name: tuple(sorted(found[name]))
        for name in sorted(found)
        if "Person" in evidence.kinds(name)
    }


def _opens(one: Said) -> bool:
    return one.stance == "affirms" and one.verification == "read"


def _concludes(evidence: Evidence, one: Said, said: list[Said]) -> bool:
    """Say whether a claim is an investigative body's own conclusion, read in what it published.

    What another says that it concluded is hearsay; what the body itself denies or leaves open as
    well is no conclusion.
    """
    wavering = any(
        (other.asserter, other.property, other.value) == (one.asserter, one.property, one.value)
        and other.stance != "affirms"
        for other in said
    )
    body = "InvestigativeBody" in evidence.kinds(one.asserter)
    return (
        body
        and not wavering
        and any(
            end.asserter == one.asserter and _publishes(evidence, one.asserter, end.document)
            for end in evidence.origins([one.claim])
        )
    )


def _publishes(evidence: Evidence, body: str, document: str) -> bool:
    published = evidence.documents.get(document)
    return published is not None and published.publisher == body


def _undisputed(evidence: Evidence, step: Proceeding, incident: str, person: str) -> bool:
    """Say whether somebody read says what a charge is, of whom and for what, and nobody denies."""
    parts = {"proceedingKind": set(step.kinds), "concerns": {incident}, "defendant": {person}}
    for name, wanted in parts.items():
        said = evidence.said(step.proceeding, name)
        mine = {one.claim for one in said if one.stance == "affirms" and one.value in wanted}
        if not any(_opens(one) for one in said if one.claim in mine):
            return False
        against = (one for one in said if one.stance != "affirms")
        if any(one.value in wanted or one.answers in mine for one in against):
            return False
    return True


def _undoes(other: Proceeding, step: Proceeding, person: str) -> bool:
    """Say whether a step, this or another, cleared the person, and not surely before this one."""
    ended, began = (one.decided or one.filed or "" for one in (other, step))
    return other.ended and person in other.defendants and not "" < ended < began


def _date(claims: list[Said], name: str) -> str | None:
    found = {
        one.edtf
        for one in claims
        if one.property == f"resp:{name}" and one.stance == "affirms" and one.edtf
    }
    return " or ".join(sorted(found)) or None


def _last_statuses(evidence: Evidence, claims: list[Said]) -> list[Said]:
    """Return what may be the last status on the reading's day of the world: none surely later.

    An undated status may be the last one wherever it says of an end that a dated one does not.
    """
    at = evidence.reading.at
    found = [
        one
        for one in claims
        if one.property == "resp:proceedingStatus"
        and one.stance == "affirms"
        and not (at and one.period.earliest_start and one.period.earliest_start > at)
    ]
    dated = [one for one in found if one.period.earliest_start]
    latest = max((one.period.earliest_start or date.min for one in dated), default=date.min)
    return [
        one
        for one in found
        if not dated
        or (one.period.earliest_start and (one.period.latest_start or date.max) >= latest)
        or (not one.period.earliest_start and one.value in _ENDED)
    ]


def _one(found: tuple[str, ...]) -> str | list[str] | None:
    """Return the one there is, or all where sources differ."""
    return list(found) if len(found) > 1 else found[0] if found else None
