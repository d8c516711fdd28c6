"""The seven tests of whether a provision reaches an occurrence and an actor.

Each is true, false or unknown (``None``), with the claims that decide it, what is missing, and
one sentence that names who says so. Rules: design of the project, after Vienna Convention arts
24-36 (force, parties) and the ordinary reading of a provision's own words; contested questions of
law are data and make a test unknown while a reading leaves them open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from respondeat.evidence import Contested, Evidence, Said
from respondeat.period import OPEN_END, Period

__all__ = ["TESTS", "Case", "Outcome", "all_agree", "test"]

TESTS = ("time", "territory", "person", "matter", "context", "force", "exception")
"""The order in which the first false test is the reason."""


class Outcome(NamedTuple):
    """What one test gave, on whose word, and what is missing where it is unknown."""

    value: bool | None
    why: str
    claims: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    straddles: bool = False


class Case(NamedTuple):
    """One occurrence, provision and actor, with the evidence that bears on them."""

    evidence: Evidence
    occurrence: str
    said: list[Said]
    provision: str
    instrument: str
    actor: str
    positions: dict[str, str]

    def affirmed(self, name: str) -> list[Said]:
        """Return what is affirmed about the occurrence with one property."""
        return [one for one in self.said if one.property == f"resp:{name}" and one.stance == "affirms"]

    @property
    def days(self) -> list[Period]:
        """The candidate dates of the occurrence."""
        return list(dict.fromkeys(one.period for one in self.affirmed("occurredDuring")))


def all_agree(values: Iterable[bool | None]) -> bool | None:
    """Return what every candidate gives, else None: a result holds only if it holds for each.

    >>> all_agree([True, True]), all_agree([True, False]), all_agree([])
    (True, None, None)
    """
    found = set(values)
    return found.pop() if len(found) == 1 else None


def test(name: str, case: Case) -> Outcome:
    """Run one of `TESTS`, then let the contested questions that a reading leaves open decide."""
    outcome = _TESTS[name](case)
    for question in case.evidence.contested:
        if question.test == name and outcome.value is not False and _touched(question, case):
            position = case.positions.get(question.name)
            value = question.positions.get(position) if position else None
            if value is None and name == "exception":
                # the exception stays possible, it does not become likelier
                value = outcome.value if outcome.value is None else None
            if value is None:
                outcome = outcome._replace(
                    value=None, missing=(*outcome.missing, f"contested: {question.label} ({question.name})")
                )
            else:
                outcome = outcome._replace(value=value, why=f"{outcome.why}; position {position}")
    return outcome


def _touched(question: Contested, case: Case) -> bool:
    if not question.touches & {case.provision, case.instrument}:
        return False
    actors = {one for one in question.touches if one.startswith("actor:")}
    places = {one for one in question.touches if one.startswith(("place:", "zone:"))}
    return (
        (not actors or case.actor in actors)
        and (not places or any(place in _around(case) for place in places))
        and (not case.days or any(day.within(question.days) is not False for day in case.days))
    )


def _around(case: Case) -> set[str]:
    return set().union(*(case.evidence.above("resp:within", place.value) for place in case.affirmed("occurredAt")))


# time and force


def _time(case: Case) -> Outcome:
    operative = case.evidence.affirmed(case.provision, "operative")
    if operative:
        return _dated(case, operative, "operative")
    return _force(case)


def _force(case: Case) -> Outcome:
    evidence = case.evidence
    entered = evidence.affirmed(case.instrument, "inForce") or evidence.affirmed(
        case.instrument, "adopted"
    )
    if entered:
        prolonged = [_prolonged(case, said) for said in entered]
        return _dated(case, prolonged, "in force", _signature(case))
    signed = evidence.affirmed(case.instrument, "signed")
    if signed and case.days and all(
        day.within(Period(one.period.earliest_start, one.period.latest_start, OPEN_END, OPEN_END)) is False
        for one in signed for day in case.days
    ):
        return _dated(case, signed, "signed")
    return Outcome(None, "no source read says when it was in force", (), ("a claim of entry into force",))


def _prolonged(case: Case, said: Said) -> Said:
    """Return an entry into force with the end that a term or an extension gives it.

    After its term an instrument is neither surely in force nor surely ended: silence is no lapse.
    """
    term = case.evidence.affirmed(case.instrument, "term")
    months = _months(case, term)
    start = said.period.latest_start
    if not months or start is None or said.period.earliest_end not in (None, OPEN_END):
        return said
    end = _later(start, months)
    for extension in case.evidence.affirmed(case.instrument, "extended"):
        last = extension.period.earliest_end
        if last is not None and last > end:
            end = last
    return said._replace(period=said.period._replace(earliest_end=end, latest_end=None))


def _months(case: Case, term: list[Said]) -> int:
    lengths = [case.evidence.amount(one.value) for one in term]
    return int(min((length for length in lengths if length), default=0))


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


def _signature(case: Case) -> str:
    signed = case.evidence.affirmed(case.instrument, "signed")
    before = [
        one for one in signed
        if case.days and all(
            day.latest_end and one.period.earliest_start and day.latest_end < one.period.earliest_start
            for day in case.days
        )
    ]
    if signed and len(before) == len(signed):
        return f"; before signature on {_dates(signed)}"
    return ""


def _dated(case: Case, periods: list[Said], verb: str, more: str = "") -> Outcome:
    days = case.affirmed("occurredDuring")
    claims = tuple(dict.fromkeys(one.claim for one in (*periods, *days)))
    if not days:
        return Outcome(None, f"{verb} {_dates(periods)}", claims, ("a claim of the date of the occurrence",))
    values = [day.within(one.period) for one in periods for day in case.days]
    value = all_agree(values)
    why = f"{verb} {_dates(periods)}; occurred {_dates(days)}{more if value is False else ''}"
    missing: tuple[str, ...] = ()
    if value is None:
        missing = (f"which date holds: {verb} {_dates(periods)}; occurred {_dates(days)}",)
    straddles = any(day.straddles(one.period) for one in periods for day in case.days)
    return Outcome(value, why, claims, missing, straddles)


def _dates(said: list[Said]) -> str:
    by_period: dict[str, list[str]] = defaultdict(list)
    for one in said:
        start, _, end, last = one.period
        if last in (OPEN_END, None) and start is not None and one.property != "resp:occurredDuring":
            text = f"from {start}" if one.property != "resp:signed" else str(start)
        elif start == last:
            text = str(start)
        else:
            text = f"{start or '?'} to {last or end or '?'}"
        if one.asserter not in by_period[text]:
            by_period[text].append(one.asserter)
    return " or ".join(f"{text} ({', '.join(who)})" for text, who in sorted(by_period.items()))


# territory


def _territory(case: Case) -> Outcome:
    places = _most_specific(case, case.affirmed("occurredAt"))
    areas = case.evidence.affirmed(case.provision, "appliesIn")
    claims = tuple(one.claim for one in (*areas, *places))
    if not areas:
        return Outcome(None, "no source read says where it applies", claims, ("a claim of where the provision applies",))
    if any(area.value == "place:world" for area in areas):
        return Outcome(True, "applies everywhere", claims[: len(areas)])
    if not places:
        return Outcome(None, f"applies in {_values(areas)}", claims, ("a claim of the place of the occurrence",))
    values: list[bool | None] = []
    straddles = False
    lines: list[Said] = []
    for place in places:
        for candidate in _candidates(case, areas):
            covered, used, reaches = _covered(case, place.value, candidate)
            values.append(covered)
            straddles = straddles or reaches
            lines += [one for one in used if one not in lines]
    value = all_agree(values)
    who = f"{_values(lines or areas)}; occurred in {_values(places)}"
    missing = () if value is not None else (f"whether {_values(places)} lies inside: {_values(lines or areas)}",)
    claims += tuple(one.claim for one in lines if one.claim not in claims)
    return Outcome(value, who, claims, missing, straddles)


def _most_specific(case: Case, places: list[Said]) -> list[Said]:
    above = {one.value: case.evidence.above("resp:within", one.value) - {one.value} for one in places}
    wider = set().union(*above.values()) if above else set()
    return [one for one in places if one.value not in wider]


def _candidates(case: Case, areas: list[Said]) -> list[list[Said]]:
    """Return the competing delimitations: places as they are, and each zone's lines by their date."""
    plain = [area for area in areas if not case.evidence.is_a(area.value, "Zone")]
    zones = [area for area in areas if case.evidence.is_a(area.value, "Zone")]
    groups: dict[Period, list[Said]] = defaultdict(list)
    for zone in zones:
        for name in ("covers", "coversPartOf"):
            for said in case.evidence.affirmed(zone.value, name):
                dated = said.period == Period() or not case.days or any(
                    day.within(said.period) is not False for day in case.days
                )
                if dated:
                    groups[said.period].append(said)
    if not groups:
        return [plain] if plain else [[]]
    return [plain + lines for _, lines in sorted(groups.items(), key=lambda item: str(item[0]))]


def _covered(case: Case, place: str, lines: list[Said]) -> tuple[bool | None, list[Said], bool]:
    """Say whether lines cover a place, which of them bear on it, and whether it reaches beyond."""
    around = case.evidence.above("resp:within", place)
    part: list[Said] = []
    reaches = False
    for line in lines:
        whole = not line.property.endswith("coversPartOf")
        if line.value in around and whole:
            return True, [line], False
        if not _apart(case, place, line.value):
            part.append(line)
            reaches = reaches or (whole and place in case.evidence.above("resp:within", line.value))
    return (None, part, reaches) if part or not lines else (False, lines, False)


def _apart(case: Case, one: str, other: str) -> bool:
    """Say whether two places surely do not meet: they lie in different administrative areas."""
    above = [case.evidence.above("resp:within", place) for place in (one, other)]
    if one in above[1] or other in above[0]:
        return False
    left, right = (
        {place for place in here if case.evidence.is_a(place, "AdministrativeArea")} for here in above
    )
    return bool(left - right) and bool(right - left)


# person, matter, context, exception


def _person(case: Case) -> Outcome:
    evidence = case.evidence
    bearers = evidence.bearers(case.actor, case.days)
    sides = [(case.provision, "addressee")]
    if not evidence.said(case.provision, "addressee"):
        sides = [(case.instrument, "party"), (case.instrument, "bound")]
    bound, freed, dated = [], [], []
    for about, name in sides:
        for said in evidence.said(about, name):
            if said.value not in bearers or said.stance == "questions":
                continue
            held = [day.within(said.period) for day in case.days] if said.period != Period() else [True]
            if all_agree(held) is not True:
                dated.append(said)
            elif said.stance == "affirms":
                bound.append(said)
            else:
                freed.append(said)
    # a denial about the actor itself outweighs nothing that is said of it, and the other way round
    claims = tuple(one.claim for one in (*bound, *freed, *dated))
    if bound and freed:
        return Outcome(None, f"{_who(bound)}; but not bound: {_who(freed)}", claims, ("sources disagree whether this actor is bound",))
    if bound:
        links = [link for one in bound for link in bearers[one.value]]
        through = f", through {_who(links)}" if links else ""
        return Outcome(True, _who(bound) + through, claims + tuple(one.claim for one in links))
    if freed:
        return Outcome(False, f"not bound: {_who(freed)}", claims)
    complete = [one for one in evidence.affirmed(case.instrument, "partiesComplete") if one.value == "true"]
    if complete:
        return Outcome(False, f"not on a list of parties that is complete: {_who(complete)}", tuple(one.claim for one in complete))
    if dated:
        return Outcome(None, f"not surely bound on that day: {_who(dated)}", claims, ("whether this actor was bound on that day",))
    return Outcome(None, "no source read says whether this actor is bound", (), ("a claim that this actor is bound, or is not",))


def _matter(case: Case) -> Outcome:
    evidence = case.evidence
    matters = evidence.affirmed(case.provision, "matter")
    if not matters:
        return Outcome(None, "no source read says what conduct it regulates", (), ("a claim of what the provision regulates",))
    names = ("incidentType", "weapon", "target")
    said = [one for name in names for one in case.affirmed(name)]
    wanted = {one.value for one in matters}
    fitting = [one for one in said if evidence.above("skos:broader", one.value) & wanted]
    regulated = [one for one in matters if any(one.value in evidence.above("skos:broader", f.value) for f in fitting)]
    if fitting:
        denied = [
            one for one in case.said if one.stance == "denies"
            and any(f"resp:{name}" == one.property for name in names)
            and any(one.value in evidence.above("skos:broader", f.value) for f in fitting)
        ]
        but = f"; denied: {_who(denied)}" if denied else ""
        return Outcome(True, f"as alleged: {_who(fitting)}{but}", tuple(one.claim for one in (*regulated, *fitting, *denied)))
    what = " or ".join(sorted(wanted))
    return Outcome(None, f"regulates {what}", tuple(one.claim for one in matters), (f"a claim that the occurrence involved {what}",))


def _context(case: Case) -> Outcome:
    evidence = case.evidence
    needed = evidence.affirmed(case.provision, "requiresConflictClass")
    if not needed:
        return Outcome(None, "no source read says in what kind of conflict it applies", (), ("a claim of the kind of conflict it needs",))
    if any(one.value == "class:any" for one in needed):
        return Outcome(True, f"needs no class of conflict ({', '.join(sorted({one.asserter for one in needed}))})", tuple(one.claim for one in needed))
    conflicts = case.affirmed("partOfConflict")
    classed = [
        one for link in conflicts for one in evidence.affirmed(link.value, "conflictClass")
        if one.period == Period() or all_agree(day.within(one.period) for day in case.days) is True
    ]
    claims = tuple(one.claim for one in (*needed, *conflicts, *classed))
    wanted = {one.value for one in needed}
    if not classed:
        return Outcome(None, f"needs {' or '.join(sorted(wanted))}", claims, ("a claim of the class of the conflict on that day",))
    value = all_agree(one.value in wanted for one in classed)
    missing = () if value is not None else ("sources disagree on the class of the conflict",)
    return Outcome(value, _who(classed), claims, missing)


def _exception(case: Case) -> Outcome:
    evidence = case.evidence
    exceptions = evidence.affirmed(case.provision, "exception")
    if not exceptions:
        return Outcome(False, "no source read gives it an exception")
    claims: tuple[str, ...] = tuple(one.claim for one in exceptions)
    targets = {
        one.value for each in exceptions for one in evidence.affirmed(each.value, "exceptionTarget")
    }
    against = case.affirmed("targetedActor")
    denied = {one.value for one in case.said if one.property == "resp:targetedActor" and one.stance == "denies"}
    names = ", ".join(sorted(targets))
    if targets and targets <= denied:
        return Outcome(False, f"not directed against {names}", claims)
    for one in against:
        aliases = {one.value} | {
            said.value for said in evidence.affirmed(one.value, "listedAsAliasOf")
            if all_agree(day.within(said.period) for day in case.days) is True
        }
        if aliases & targets:
            return Outcome(True, f"directed against {names}: {_who([one])}", (*claims, one.claim))
    return Outcome(
        None, f"excepts action against {names}", claims, (f"whether it was directed against {names}",)
    )


_TESTS = {
    "time": _time, "territory": _territory, "person": _person, "matter": _matter,
    "context": _context, "force": _force, "exception": _exception,
}


def _who(said: Iterable[Said]) -> str:
    """Write claims with their asserter, an unverified one marked."""
    by_value: dict[str, list[str]] = defaultdict(list)
    for one in said:
        mark = " unverified" if one.verification == "unverified" else ""
        name = f"{one.asserter}{mark}"
        if name not in by_value[f"{one.property.partition(':')[2]} {one.value}"]:
            by_value[f"{one.property.partition(':')[2]} {one.value}"].append(name)
    return "; ".join(f"{value} ({', '.join(who)})" for value, who in by_value.items())


def _values(said: Iterable[Said]) -> str:
    by_value: dict[str, list[str]] = defaultdict(list)
    for one in said:
        label = f"part of {one.value}" if one.property.endswith("coversPartOf") else one.value
        if one.asserter not in by_value[label]:
            by_value[label].append(one.asserter)
    return ", ".join(f"{value} ({', '.join(who)})" for value, who in by_value.items())
