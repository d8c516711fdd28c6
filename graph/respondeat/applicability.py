"""The seven tests of whether a provision reaches an occurrence and an actor.

Each is true, false or unknown (``None``), with the claims that decide it, what is missing, and
one sentence that names who says so. A provision's own words come first (who is addressed, what
conduct, which conflict); contested questions of law are data, and make a test unknown while a
reading leaves them open.
"""

from __future__ import annotations

from respondeat.around import Way, around, names
from respondeat.bound import person
from respondeat.case import Occasion, Outcome, Setting, all_agree, unknown, values, voice, who
from respondeat.contested import Contested
from respondeat.evidence import Evidence
from respondeat.force import force, time
from respondeat.once import once
from respondeat.period import Period
from respondeat.said import Said
from respondeat.territory import territory

__all__ = [
    "TESTS",
    "context",
    "decide",
    "exception",
    "impersonal",
    "matter",
    "questions",
    "settled",
    "surroundings",
    "touched",
]

TESTS = ("time", "territory", "person", "matter", "context", "force", "exception")
"""The order in which the first false test is the reason."""

_CONDUCT = ("incidentType", "weapon", "target")


def impersonal(setting: Setting) -> dict[str, Outcome]:
    """Run the six tests that come out the same for every actor."""
    return {
        "time": time(setting),
        "territory": territory(setting),
        "matter": matter(setting),
        "context": context(setting),
        "force": force(setting),
        "exception": exception(setting),
    }


def decide(
    setting: Setting, six: dict[str, Outcome], actor: str, positions: dict[str, str]
) -> dict[str, Outcome]:
    """Add the test of an actor; let contested questions that a reading leaves open decide."""
    outcomes = {name: six[name] if name in six else person(setting, actor) for name in TESTS}
    for name, asked in questions(setting.evidence, setting.provision, setting.instrument):
        if outcomes[name].value is not False:
            touching = [one for one in asked if touched(one, setting, actor)]
            outcomes[name] = settled(outcomes[name], touching, positions)
    return outcomes


@once
def questions(
    evidence: Evidence, provision: str, instrument: str
) -> list[tuple[str, list[Contested]]]:
    """Return the tests of a provision that contested questions decide, with the questions."""
    touching = [one for one in evidence.contested if one.touches & {provision, instrument}]
    found = ((name, [one for one in touching if one.test == name]) for name in TESTS)
    return [(name, questions) for name, questions in found if questions]


def settled(outcome: Outcome, questions: list[Contested], positions: dict[str, str]) -> Outcome:
    """Return the outcome that is left when the questions on it are decided, or left open."""
    decided: list[bool | None] = []
    for question in questions:
        position = positions.get(question.name)
        value = question.positions.get(position) if position else None
        decided.append(value)
        if value is None:
            missing = f"contested: {question.label} ({question.name})"
            outcome = outcome._replace(missing=(*outcome.missing, missing))
        else:
            outcome = outcome._replace(why=f"{outcome.why}; position {position}")
    if not decided:
        return outcome
    if None in decided:  # one open question is enough
        return outcome._replace(value=None)
    return outcome._replace(value=all_agree(decided), missing=())


def touched(question: Contested, setting: Setting, actor: str) -> bool:
    """Say whether a question is about this actor, place and day."""
    occasion, days = setting.occasion, tuple(setting.occasion.days)
    actors = {one for one in question.touches if one.startswith("actor:")}
    places = {one for one in question.touches if one.startswith(("place:", "zone:"))}
    return (
        (not actors or not actors.isdisjoint(names(setting.evidence, actor, days)))
        and (not places or not places.isdisjoint(surroundings(occasion, setting.evidence)))
        and (
            not occasion.days
            or any(day.within(question.days) is not False for day in occasion.days)
        )
    )


@once
def surroundings(occasion: Occasion, evidence: Evidence) -> frozenset[str]:
    """Return the places of an occurrence, and those around them."""
    places, days = occasion.affirmed("occurredAt"), tuple(occasion.days)
    return frozenset().union(*(around(evidence, one.value, days) for one in places))


def matter(setting: Setting) -> Outcome:
    """Say whether what is alleged is conduct that the provision regulates; never that it is not."""
    evidence, occasion, provision, _ = setting
    matters = evidence.affirmed(provision, "matter")
    if not matters:
        return unknown(
            "no source read says what conduct it regulates",
            "a claim of what the provision regulates",
        )
    if owed := [one for one in matters if one.value == _OWN_CONDUCT]:
        # an obligation of conduct is continuing: the occurrence is no condition of it
        return Outcome(
            True,
            f"an obligation of conduct, owed whatever others do: {values(owed)}",
            tuple(one.claim for one in owed),
        )
    wanted = {one.value for one in matters}
    fitting = [one for one, kinds in _conduct(occasion, evidence) if not wanted.isdisjoint(kinds)]
    if not fitting:
        what = " or ".join(sorted(wanted))
        return unknown(
            f"regulates {values(matters)}",
            f"a claim that the occurrence involved {what}",
            tuple(one.claim for one in matters),
        )
    broader = set().union(*(evidence.above("skos:broader", one.value) for one in fitting))
    regulated = [one for one in matters if one.value in broader]
    denied = [
        one
        for one in occasion.said
        if one.stance == "denies"
        and one.property.removeprefix("resp:") in _CONDUCT
        and one.value in broader
    ]
    but = f"; denied: {who(denied)}" if denied else ""
    return Outcome(
        True,
        f"as alleged: {who(fitting)}{but}",
        tuple(one.claim for one in (*regulated, *fitting, *denied)),
        brief=f"as alleged: {', '.join(dict.fromkeys(one.value for one in fitting))}",
    )


_OWN_CONDUCT = "type:non-assistance"
"""The conduct that an undertaking to ensure regulates: that of whoever owes it."""


@once
def _conduct(occasion: Occasion, evidence: Evidence) -> list[tuple[Said, frozenset[str]]]:
    """Return what is affirmed of the kind, weapons and targets, each with the broader concepts."""
    said = (one for name in _CONDUCT for one in occasion.affirmed(name))
    return [(one, evidence.above("skos:broader", one.value)) for one in said]


def context(setting: Setting) -> Outcome:
    """Say whether the conflict was, on that day, of a kind in which the provision applies."""
    evidence, occasion, provision, _ = setting
    needed = evidence.affirmed(provision, "requiresConflictClass")
    if not needed:
        return unknown(
            "no source read says in what kind of conflict it applies",
            "a claim of the kind of conflict it needs",
        )
    if any(one.value == "class:any" for one in needed):
        return Outcome(
            True,
            f"needs no class of conflict ({', '.join(sorted({voice(one) for one in needed}))})",
            tuple(one.claim for one in needed),
        )
    conflicts = occasion.affirmed("partOfConflict")
    days = tuple(occasion.days)
    ways = [
        (one, way)
        for link in conflicts
        for name, way in names(evidence, link.value, days).items()
        for one in evidence.affirmed(name, "conflictClass")
        if one.period == Period()
        or all_agree(day.within(one.period) for day in occasion.days) is True
    ]
    classed = [one for one, _ in ways]
    links = list(dict.fromkeys(link for _, way in ways for link in way.links))
    claims = tuple(one.claim for one in (*needed, *conflicts, *classed, *links))
    wanted = {one.value for one in needed}
    if not classed:
        return unknown(
            f"needs {values(needed)}",
            "a claim of the class of the conflict on that day",
            claims,
        )
    value = all_agree(one.value in wanted for one in classed)
    why = who(classed) + (f", through {who(links)}" if links else "")
    if not all(way.sure for _, way in ways):
        return unknown(why, "whether the conflict is surely the one of that name", claims)
    missing = () if value is not None else ("sources disagree on the class of the conflict",)
    return Outcome(value, why, claims, missing)


def exception(setting: Setting) -> Outcome:
    """Say whether the conduct was directed against whom the provision excepts."""
    evidence, occasion, provision, _ = setting
    exceptions = evidence.affirmed(provision, "exception")
    if not exceptions:
        return Outcome(False, "no source read gives it an exception")
    targets = {
        one.value for each in exceptions for one in evidence.affirmed(each.value, "exceptionTarget")
    }
    aimless = [one for one in exceptions if not evidence.affirmed(one.value, "exceptionTarget")]
    names = ", ".join(sorted(targets))
    against = [
        one
        for one in occasion.affirmed("targetedActor")
        if _aliases(occasion, evidence, one) & targets
    ]
    denials = [
        one
        for one in occasion.said
        if one.property == "resp:targetedActor" and one.stance == "denies" and one.value in targets
    ]
    links = [
        link
        for one in against
        for way in _surely(occasion, evidence, one.value).values()
        for link in way.links
    ]
    claims = tuple(one.claim for one in (*exceptions, *against, *denials, *links))
    if against and denials:
        why = f"directed against {names}: {who(against)}; denied: {who(denials)}"
        return unknown(why, "sources disagree against whom it was directed", claims)
    if against:
        return Outcome(True, f"directed against {names}: {who(against)}", claims)
    if targets and not aimless and targets <= {one.value for one in denials}:
        return Outcome(False, f"not directed against {names}: {who(denials)}", claims)
    return unknown(
        f"excepts action against {names}", f"whether it was directed against {names}", claims
    )


def _aliases(occasion: Occasion, evidence: Evidence, one: Said) -> set[str]:
    """Return a targeted actor and the names, listed ones too, that were surely its own then."""
    own = set(_surely(occasion, evidence, one.value))
    return own | {
        said.value
        for name in own
        for said in evidence.affirmed(name, "listedAsAliasOf")
        if all_agree(day.within(said.period) for day in occasion.days) is True
    }


def _surely(occasion: Occasion, evidence: Evidence, name: str) -> dict[str, Way]:
    found = names(evidence, name, tuple(occasion.days))
    return {other: way for other, way in found.items() if way.sure}
