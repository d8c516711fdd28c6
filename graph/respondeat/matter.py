"""Matters: what is brought before a venue, and what claims say of treaties, steps and persons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from respondeat.case import who
from respondeat.crime import ListedCrime
from respondeat.element import holds, law
from respondeat.evidence import Evidence
from respondeat.period import OPEN_END, Period
from respondeat.proceeding import Proceeding
from respondeat.said import Said, Values

__all__ = [
    "Condition",
    "Found",
    "Matter",
    "bound",
    "claims_of",
    "names",
    "outcomes",
    "persons",
    "referral",
    "taken",
    "told",
    "unrecorded",
]

_WORDS = {True: "true", False: "false", None: "unknown"}
_TAKEN = {"procedure:charge", "procedure:judgment"}


class Condition(NamedTuple):
    """What one test of a venue gave, why, the claims that decide it, and as of which day."""

    test: str
    kind: str
    value: bool | None
    why: str
    claims: tuple[str, ...]
    as_of: str | None

    def json(self) -> dict[str, Any]:
        """Return the test as ``trace --json`` prints it."""
        return self._asdict() | {"value": _WORDS[self.value], "claims": list(self.claims)}


class Matter(NamedTuple):
    """What is brought before a venue: a crime, or on the track of States a State.

    ``found`` keeps what a test gave, where that is the same for every crime.
    """

    evidence: Evidence
    incident: str
    said: list[Said]
    when: tuple[Period, ...]
    steps: tuple[Proceeding, ...]
    found: dict[tuple[str, str | None, str], Condition]
    venue: str = ""
    crime: ListedCrime | None = None
    state: str | None = None

    def affirmed(self, name: str) -> list[Said]:
        """Return what is affirmed about the incident with one property."""
        return [
            one for one in self.said if one.property == f"resp:{name}" and one.stance == "affirms"
        ]

    def before(self, *links: str) -> list[Proceeding]:
        """Return the proceedings before the venue that are so linked to the incident."""
        return [one for one in self.steps if self.venue in one.forums and one.link in links]

    def against(self) -> list[Proceeding]:
        """Return the proceedings before the venue against the State, of whatever occurrence."""
        found = self.before("incident", "set", "none")
        return [one for one in found if self.state in one.defendants]


class Found(NamedTuple):
    """What claims make of a test, before questions of law."""

    value: bool | None
    why: str
    claims: tuple[Said, ...] = ()
    others: tuple[str, ...] = ()


def bound(
    matter: Matter,
    instruments: Iterable[str],
    state: str,
    names: tuple[str, ...] = ("party", "bound"),
    *,
    ever: bool = False,
) -> tuple[bool | None, tuple[Said, ...]]:
    """Say whether an instrument surely bound a State on the days, with the claims on it.

    A denial without a date, or for days that are not surely others, counts against; so does being
    bound from a later day on. ``ever`` asks without regard to the days.
    """
    when = [] if ever else list(matter.when)
    said = [
        one
        for instrument in instruments
        for name in names
        for one in matter.evidence.said(instrument, name)
        if one.value == state
    ]
    near = [one for one in said if holds(one, when) is not False]
    pro = [one for one in near if one.stance == "affirms"]
    contra = [one for one in near if one.stance == "denies"]
    later = [one for one in said if one.stance == "affirms" and _begins_later(one, when)]
    if not pro and (contra or later):
        return False, (*contra, *later)
    surely = [one for one in pro if ever or holds(one, when) or one.period == Period()]
    return (True if surely and not contra else None), (*pro, *contra)


def _begins_later(one: Said, when: list[Period]) -> bool:
    """Say whether a claim gives a state of affairs that surely begins after the days, and lasts."""
    start, _, end, _ = one.period
    return (
        end == OPEN_END
        and bool(when)
        and all(start and day.latest_end and day.latest_end < start for day in when)
    )


def outcomes(matter: Matter) -> list[Said]:
    """Return the claims of outcome of the instruments that the venue's triggers look at."""
    tests = law(matter.evidence).get("resp:VenueTest", {}).values()
    instruments = {
        instrument
        for test in tests
        if matter.venue in test["resp:testOf"] and "trigger" in test["resp:testKind"]
        for instrument in test.get("resp:looksAt", ())
    }
    return [
        one for each in sorted(instruments) for one in matter.evidence.affirmed(each, "outcome")
    ]


def referral(matter: Matter) -> Found | None:
    """Return that a referral was adopted, which dispenses with territory and nationality."""
    adopted = tuple(one for one in outcomes(matter) if one.value == "status:adopted")
    return Found(True, f"referral: {told(adopted)}", adopted) if adopted else None


def taken(steps: list[Proceeding]) -> Found | None:
    """Return that the venue itself went on to a charge or judgment."""
    found = [one for one in steps if _TAKEN & set(one.kinds) and not one.ended]
    return (
        Found(True, f"the venue went on: {names(found)}", (), claims_of(found)) if found else None
    )


def persons(matter: Matter) -> tuple[Said, ...]:
    """Return the claims that name a natural person as perpetrator, or as defendant."""
    named = matter.affirmed("perpetrator")
    for step in matter.steps:
        if step.link != "none":
            named += matter.evidence.affirmed(step.proceeding, "defendant")
    return tuple(one for one in named if "Person" in matter.evidence.kinds(one.value))


def told(said: Iterable[Said]) -> str:
    """Write claims with who makes them, what is denied or questioned never as if affirmed."""
    said = list(said)
    words = {"affirms": "", "denies": "not ", "questions": "left open: "}
    parts = (
        word + who(one for one in said if one.stance == stance)
        for stance, word in words.items()
        if any(one.stance == stance for one in said)
    )
    return "; ".join(parts)


def unrecorded(terms: Values) -> Found:
    """Return that no claim decides a test, and on what it opens."""
    what = terms.get("resp:opensWhen", terms["rdfs:label"])[0].rstrip(".")
    return Found(None, f"no claim decides it; it opens when: {what}")


def names(steps: Iterable[Proceeding]) -> str:
    """Write proceedings, each with its kind, its status and the date of that."""
    return ", ".join(
        f"{one.proceeding} ({' or '.join(one.kinds)}, {one.status or 'status not read'}"
        f"{f', {one.status_date}' if one.status_date else ''})"
        for one in steps
    )


def claims_of(steps: Iterable[Proceeding]) -> tuple[str, ...]:
    """Return the claims on proceedings."""
    return tuple(claim for one in steps for claim in one.claims)
