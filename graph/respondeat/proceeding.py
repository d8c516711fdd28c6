"""Proceedings that concern an incident, each with its kind, its status, and the date of that.

Kinds never compare: a fact-finding, a complaint, a warrant, a charge and a judgment are different
things, and a complaint is no charge. What ended comes before the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from respondeat.concern import LINKS, claims_about, concerned, ids, linked, listed, values
from respondeat.evidence import Evidence
from respondeat.said import Said

__all__ = ["Proceeding", "named_persons", "proceedings"]

_ENDING = {"procedure:annulment", "procedure:withdrawal", "procedure:acquittal"}
_ENDED = {f"status:{name}" for name in ("dismissed", "annulled", "withdrawn", "closed", "lapsed")}
_PUBLIC = {"procedure:charge", "procedure:judgment"}


class Proceeding(NamedTuple):
    """A proceeding, its kind, and where it stood last; more than one kind or forum is disputed.

    ``filed``, ``decided`` and ``status_date`` are dates as sources print them (EDTF).
    """

    proceeding: str
    kinds: tuple[str, ...]
    forums: tuple[str, ...]
    complainants: tuple[str, ...]
    defendants: tuple[str, ...]
    status: str | None
    status_date: str | None
    filed: str | None
    decided: str | None
    link: str
    claims: tuple[str, ...]

    @property
    def ended(self) -> bool:
        """Whether it ended without a result against anybody, or itself undoes another."""
        return self.status in _ENDED or bool(_ENDING & set(self.kinds))

    def json(self) -> dict[str, Any]:
        """Return the proceeding as ``trace --json`` prints it."""
        return listed(
            {
                "proceeding": self.proceeding,
                "kind": _one(self.kinds),
                "forum": _one(self.forums),
                "complainants": self.complainants,
                "defendants": self.defendants,
                "status": self.status,
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
        status = _last_status(evidence, claims)
        found.append(
            Proceeding(
                name,
                values(claims, "proceedingKind"),
                values(claims, "forum"),
                values(claims, "complainant"),
                values(claims, "defendant"),
                status.value if status else None,
                status.edtf if status else None,
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
    that was withdrawn, dismissed or annulled or that ended in an acquittal. Each with the claims
    that name the person.
    """
    said = evidence.occurrence(incident) if said is None else said
    found: dict[str, set[str]] = {}
    for one in said:
        concludes = "InvestigativeBody" in evidence.kinds(one.asserter)
        if one.property == "resp:perpetrator" and one.stance == "affirms" and concludes:
            found.setdefault(one.value, set()).add(one.claim)
    steps = [one for one in proceedings(evidence, incident, said) if one.link != "none"]
    for step in steps:
        if step.link == "incident" and _PUBLIC & set(step.kinds):
            for one in evidence.affirmed(step.proceeding, "defendant"):
                if not any(_undoes(other, step, one.value) for other in steps):
                    found.setdefault(one.value, set()).add(one.claim)
    return {
        name: tuple(sorted(found[name]))
        for name in sorted(found)
        if "Person" in evidence.kinds(name)
    }


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


def _last_status(evidence: Evidence, claims: list[Said]) -> Said | None:
    """Return the latest status on the reading's day of the world, an undated one before others."""
    at = evidence.reading.at
    found = [
        one
        for one in claims
        if one.property == "resp:proceedingStatus"
        and one.stance == "affirms"
        and not (at and one.period.earliest_start and one.period.earliest_start > at)
    ]
    return max(
        found, key=lambda one: (str(one.period.earliest_start or ""), one.claim), default=None
    )


def _one(found: tuple[str, ...]) -> str | list[str] | None:
    """Return the one there is, or all where sources differ."""
    return list(found) if len(found) > 1 else found[0] if found else None
