"""Competence: the tests on which a court takes up a case, each true, false or unknown.

What a test reads is law data. A test that no claim decides is unknown, and so is one that turns on
national law, which is not recorded. A contested question gives what every position would give, and
where they differ it leaves the test unknown unless the reading takes one.
"""

from __future__ import annotations

from typing import NamedTuple

from respondeat.around import around
from respondeat.case import all_agree, dates
from respondeat.element import law, reads
from respondeat.evidence import Evidence
from respondeat.matter import (
    Condition,
    Found,
    Matter,
    bound,
    claims_of,
    names,
    outcomes,
    persons,
    referral,
    taken,
    told,
    unrecorded,
)
from respondeat.once import once
from respondeat.said import Said, Values

__all__ = ["decide"]

_BY_CRIME = ("subject-matter", "time")
_STARTING = {f"procedure:{name}" for name in ("investigation", "warrant", "charge", "judgment")}


def decide(matter: Matter, test: str, terms: Values) -> Condition:
    """Return what one test gives; ``terms`` are those of the law data."""
    kind = terms["resp:testKind"][0]
    key = matter.venue, matter.state, test
    if key in matter.found and kind not in _BY_CRIME:
        before = matter.found[key]
    else:
        found = _KINDS[kind](matter, terms)
        claims = tuple(sorted({one.claim for one in found.claims} | set(found.others)))
        as_of = _as_of(matter, found, terms)
        before = Condition(test, kind, found.value, found.why, claims, as_of)
        matter.found[key] = before
    value, why = _contested(matter, test, kind, before)
    return before._replace(value=value, why=why)


def _subject(matter: Matter, terms: Values) -> Found:
    if not matter.crime:
        pleaded = matter.before("incident", "set")
        against = [one for one in pleaded if matter.state in one.defendants and not one.ended]
        others = [one.proceeding for one in matter.before("none") if matter.state in one.defendants]
        if against:
            return Found(True, f"pleaded in {names(against)}", (), claims_of(against))
        return Found(
            None,
            "no source read says that an application pleads this incident"
            + (f"; {', '.join(others)} names other occurrences" if others else ""),
            (),
            claims_of(one for one in matter.before("none") if matter.state in one.defendants),
        )
    basis = matter.crime.basis
    listed = law(matter.evidence)["resp:Crime"][matter.crime.crime]
    if "resp:allegedAct" not in listed:
        why = f"{matter.crime.crime} names no provision; which one is meant nobody says"
        return Found(None, why, (), basis)
    classes = [
        one
        for one in matter.crime.elements
        if "resp:conflictClass" in reads(matter.evidence)[one.element].properties
    ]
    pro = [claim for one in classes for claim in one.claims_for]
    contra = [claim for one in classes for claim in one.claims_against]
    said = [one for claim in (*pro, *contra) for one in matter.evidence.claim(claim)]
    acts = f"{matter.crime.crime} lists the act as alleged ({len(basis)} claims)"
    if classes and not said:
        return Found(None, f"{acts}; no claim gives the class of the conflict", (), basis)
    if classes and contra:
        value = None if pro else False
        return Found(value, f"{acts}; class of the conflict: {told(said)}", tuple(said), basis)
    return Found(True, f"{acts}" + (f"; {told(said)}" if said else ""), tuple(said), basis)


def _time(matter: Matter, terms: Values) -> Found:
    evidence = matter.evidence
    dated = matter.affirmed("occurredDuring")
    instruments = terms.get("resp:looksAt", ())
    if not instruments:
        return unrecorded(terms)
    if matter.crime:
        force = [one for each in instruments for one in evidence.affirmed(each, "inForce")]
        start = law(evidence)["resp:Crime"][matter.crime.crime].get("resp:inForceFrom")
        why = f"in force {dates(force)}" if force else "no claim says when the statute is in force"
        if start:
            why += f"; {matter.crime.crime} not before {start[0]}, and later party by party"
        return Found(matter.crime.in_force, why, (*force, *dated))
    sides = {matter.state or ""} | {one for step in matter.against() for one in step.complainants}
    found = {side: bound(matter, instruments, side) for side in sorted(sides)}
    claims = tuple(one for _, said in found.values() for one in said)
    values = [value for value, _ in found.values()]
    if False in values:
        return Found(False, f"not bound on that day: {told(claims)}", (*claims, *dated))
    missing = ", ".join(side for side, (value, _) in found.items() if value is None)
    if missing or len(sides) < 2:
        why = f"no claim binds {missing or 'an applicant'} on that day"
        return Found(None, f"{why}: {told(claims)}" if claims else why, (*claims, *dated))
    return Found(True, f"bound on that day: {told(claims)}", (*claims, *dated))


def _place(matter: Matter, terms: Values) -> Found:
    instruments = terms.get("resp:looksAt", ())
    if "resp:party" not in terms.get("resp:readsProperty", ()):
        return unrecorded(terms)
    if referred := referral(matter):
        return referred
    evidence = matter.evidence
    placed = matter.affirmed("occurredAt")
    ways = [around(evidence, one.value, tuple(matter.when)) for one in placed]
    areas = {area: way for here in ways for area, way in here.items() if way.sure}
    owned = [one for area in sorted(areas) for one in evidence.affirmed(area, "territoryOf")]
    linked = [link for one in owned for link in areas[one.about].links]
    if not owned:
        return Found(None, "no claim says of which State the place is territory", tuple(placed))
    values, claims = [], [*placed, *linked, *owned]
    for state in sorted({one.value for one in owned}):
        party, treaty = bound(matter, instruments, state)
        accepted, acceptance = bound(matter, instruments, state, ("declaredAcceptance",))
        values.append(
            True if True in (party, accepted) else None if None in (party, accepted) else False
        )
        claims += [*treaty, *acceptance]
    value = all_agree(values)
    gap = "" if value is not None else "; whether jurisdiction was accepted, no source read decides"
    return Found(value, told(one for one in claims if one not in placed) + gap, tuple(claims))


def _person(matter: Matter, terms: Values) -> Found:
    properties = terms.get("resp:readsProperty", ())
    if matter.state:
        value, claims = bound(matter, terms.get("resp:looksAt", ()), matter.state, ever=True)
        return Found(
            value, told(claims) or f"no claim says whether {matter.state} is a party", claims
        )
    if "resp:party" in properties:
        return referral(matter) or Found(
            None, "no claim gives the nationality of a person accused, and no referral is claimed"
        )
    if not properties:
        return unrecorded(terms)
    named = persons(matter)
    if named:
        return Found(True, "; ".join(sorted({_naming(matter, one) for one in named})), named)
    return Found(None, "no natural person is named; States, organs and groups are not reached")


def _naming(matter: Matter, one: Said) -> str:
    """Write who names a person, as what, and when: never the person alone."""
    document = matter.evidence.documents.get(one.document)
    when = (document.published if document else None) or "undated"
    return f"{one.asserter} names {one.value} as {one.property.partition(':')[2]} ({when})"


def _trigger(matter: Matter, terms: Values) -> Found:
    steps = matter.before("incident", "set")
    if matter.state:
        filed = matter.against()
        standing = [one for one in filed if not one.ended]
        if standing:
            return Found(True, f"filed: {names(standing)}", (), claims_of(standing))
        return Found(None, "no application against this State was read", (), claims_of(filed))
    if referred := referral(matter):
        return referred
    begun = [one for one in steps if _STARTING & set(one.kinds)]
    standing = [one for one in begun if not one.ended]
    if standing:
        return Found(True, f"taken up: {names(standing)}", (), claims_of(standing))
    other_routes = "resp:outcome" in terms.get("resp:readsProperty", ())
    if begun and not other_routes:
        return Found(False, f"ended: {names(begun)}", (), claims_of(begun))
    shut = [one for one in outcomes(matter) if one.value != "status:adopted"]
    why = [
        f"{about} {told([one for one in shut if one.about == about])}: that route only"
        for about in sorted({one.about for one in shut})
    ]
    why += [f"a complaint alone: {names([one])}" for one in steps if one not in begun]
    why.append("no claim of another step")
    return Found(None, "; ".join(why), tuple(shut), claims_of(steps))


def _admissibility(matter: Matter, terms: Values) -> Found:
    steps = matter.before("incident", "set")
    refused = [one for one in steps if one.statuses == ("status:dismissed",)]
    if refused:
        return Found(False, f"dismissed: {names(refused)}", (), claims_of(refused))
    if begun := taken(steps):
        return begun
    elsewhere = [
        one
        for one in matter.steps
        if one.link == "incident" and one.forums and matter.venue not in one.forums
    ]
    also = f"; also before other courts: {names(elsewhere)}" if elsewhere else ""
    return Found(None, f"nobody has decided on it{also}", (), claims_of(elsewhere))


def _immunity(matter: Matter, terms: Values) -> Found:
    if matter.state:
        value, claims = bound(matter, terms.get("resp:looksAt", ()), matter.state, ever=True)
        return Found(value, f"consent: {told(claims)}" if claims else "no claim of consent", claims)
    steps = matter.before("incident", "set")
    if begun := taken(steps):
        return begun
    named = persons(matter)
    offices = tuple(
        one for each in named for one in matter.evidence.affirmed(each.value, "holdsOffice")
    )
    why = f"offices: {told(offices)}" if offices else "no office of a person accused is claimed"
    return Found(None, f"{why}; it depends on the person and the date", (*named, *offices))


_KINDS = {
    "subject-matter": _subject,
    "time": _time,
    "place": _place,
    "person": _person,
    "trigger": _trigger,
    "admissibility": _admissibility,
    "immunity": _immunity,
}
_FACTS = {f"resp:{name}" for name in "party bound outcome filed decided proceedingStatus".split()}


class _Question(NamedTuple):
    """A contested question on a venue test; ``positions`` are the values that they give it."""

    name: str
    label: str
    crimes: frozenset[str]
    positions: dict[str, str]


@once
def _questions(evidence: Evidence) -> dict[str, list[_Question]]:
    """Return the contested questions by the venue test that they touch."""
    data = law(evidence)
    found: dict[str, list[_Question]] = {}
    for name, terms in sorted(data.get("resp:ContestedQuestion", {}).items()):
        positions = {
            position: about.get("resp:testValue", [""])[0]
            for position, about in data.get("resp:Position", {}).items()
            if name in about.get("resp:positionOn", ())
        }
        crimes = frozenset(terms.get("resp:affectsCrime", ()))
        for test in terms.get("resp:affectsVenueTest", ()):
            question = _Question(name, terms["rdfs:label"][0], crimes, positions)
            found.setdefault(test, []).append(question)
    return found


def _contested(matter: Matter, test: str, kind: str, found: Condition) -> tuple[bool | None, str]:
    """Return the value and why after the questions of law that touch the test for the crime."""
    value, why = found.value, found.why
    for one in _questions(matter.evidence).get(test, ()):
        if one.crimes and (not matter.crime or matter.crime.crime not in one.crimes):
            continue
        results = {name: _under(text, kind, value) for name, text in one.positions.items()}
        chosen = matter.evidence.reading.positions.get(one.name)
        value = results[chosen] if chosen in results else all_agree(results.values())
        why += f"; contested: {one.label} ({one.name}), {chosen or 'open'}"
    return value, why


def _under(position: str, kind: str, value: bool | None) -> bool | None:
    """Return what a position makes of a test; without a value of its own it follows the claims.

    That a provision covers such acts does not yet make it cover these: the claims must too.
    """
    if position == "true" and kind == "subject-matter":
        return value
    return {"true": True, "false": False}.get(position, value)


def _as_of(matter: Matter, found: Found, terms: Values) -> str | None:
    """Return the latest day that a deciding fact is given for, or to which the data were kept."""
    others = [one for claim in found.others for one in matter.evidence.claim(claim)]
    dates = [*terms.get("resp:asOf", ())]
    for one in (*found.claims, *others):
        start, _, end = (one.edtf or "").partition("/")
        dates += [start if start not in ("", "..") else end] if one.property in _FACTS else []
    return max((each for each in dates if each and each != ".."), default=None)
