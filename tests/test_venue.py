"""Venues: each test true, false or unknown, the result per crime and date, and why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.invented import invented

from respondeat.crime import crimes
from respondeat.element import law
from respondeat.evidence import Evidence
from respondeat.matter import Condition
from respondeat.venue import VenueResult, mechanisms, venues

KHAN_SHAYKHUN = "incident:khan-shaykhun-2017-04-04"
MASSACRES = "set:idlib-massacres-2017-2018"
X = "incident:x"
KINDS = {"subject-matter", "time", "place", "person", "trigger", "admissibility", "immunity"}
SARIN = "crime:rs-8-2-e-xiv"
SCHOOL = "crime:rs-8-2-e-iv"


@pytest.fixture(scope="module")
def corpus(workspace: Path) -> Evidence:
    return Evidence.opened(workspace)


def every(evidence: Evidence, incident: str = X) -> list[VenueResult]:
    said = evidence.occurrence(incident)
    return venues(evidence, incident, said, crimes(evidence, incident, said))


def icc(evidence: Evidence, crime: str = SCHOOL, incident: str = X) -> VenueResult:
    (found,) = (
        one for one in every(evidence, incident) if (one.venue, one.crime) == ("venue:icc", crime)
    )
    return found


def outcome(found: VenueResult, name: str) -> Condition:
    (one,) = (test for test in found.tests if test.test.endswith(f"-{name}"))
    return one


def test_khan_shaykhun_at_the_court_is_undetermined_per_crime(corpus: Evidence) -> None:
    found = icc(corpus, SARIN, KHAN_SHAYKHUN)
    assert found.result == "undetermined"
    assert outcome(found, "subject-matter").value is True
    place = outcome(found, "place")
    assert place.value is None
    assert "contested:art-121-5-non-party" in place.why
    trigger = outcome(found, "trigger")
    assert trigger.value is None
    assert "draft-s-2014-348" in trigger.why
    assert "that route only" in trigger.why
    assert "claim:sc-11407.referral-outcome" in trigger.claims
    assert trigger.as_of == "2025-01-17"
    assert "venue:icc-subject-matter" not in found.deciding
    assert {"venue:icc-place", "venue:icc-nationality", "venue:icc-trigger"} <= set(found.deciding)


def test_no_court_is_one_word_and_nothing_is_closed_by_silence(corpus: Evidence) -> None:
    for incident in (KHAN_SHAYKHUN, MASSACRES):
        found = every(corpus, incident)
        assert {one.venue for one in found} >= {"venue:icc", "venue:icj", "venue:germany"}
        for one in found:
            assert one.result == "undetermined"
            assert one.crime or one.actor
            assert {test.kind for test in one.tests} == KINDS
            assert one.deciding
            assert "blocked" not in str(one.json())
            for test in one.tests:
                assert test.why
                if test.value is False or test.value is True:
                    assert test.claims, test
                for claim in test.claims:
                    assert corpus.claim(claim), claim


def test_a_denied_party_is_never_written_as_a_party(corpus: Evidence) -> None:
    for incident in (KHAN_SHAYKHUN, MASSACRES):
        for one in every(corpus, incident):
            for test in one.tests:
                for claim in test.claims:
                    for said in corpus.claim(claim):
                        if said.property == "resp:party" and said.stance == "denies":
                            assert f"not party {said.value}" in test.why


def test_the_court_for_states_takes_states_alone(corpus: Evidence) -> None:
    found = {one.actor: one for one in every(corpus, KHAN_SHAYKHUN) if one.venue == "venue:icj"}
    assert set(found) == {"actor:syria"}
    assert found["actor:syria"].track == "state"
    assert found["actor:syria"].crime is None
    subject = outcome(found["actor:syria"], "subject-matter")
    assert subject.value is None
    assert "proceeding:icj-188" in subject.why
    assert outcome(found["actor:syria"], "trigger").value is True
    joint = {one.actor for one in every(corpus, MASSACRES) if one.venue == "venue:icj"}
    assert joint == {"actor:syria", "actor:russia"}


def test_a_complaint_alone_triggers_nothing(corpus: Evidence) -> None:
    (found,) = (
        one
        for one in every(corpus, KHAN_SHAYKHUN)
        if (one.venue, one.crime) == ("venue:germany", "crime:war-crimes")
    )
    trigger = outcome(found, "trigger")
    assert trigger.value is None
    assert "a complaint alone" in trigger.why
    assert "procedure:complaint" in trigger.why


def test_mechanisms_are_no_venues(corpus: Evidence) -> None:
    found = {one.mechanism: one.actor for one in mechanisms(corpus)}
    assert found["venue:jim"] == "actor:jim"
    assert found["venue:iiim"] == "actor:iiim"
    assert not {one.venue for one in every(corpus, KHAN_SHAYKHUN)} & set(found)


def test_every_test_of_the_data_is_decided_by_some_rule() -> None:
    tests = law(invented(""))["resp:VenueTest"]
    assert {kind for one in tests.values() for kind in one["resp:testKind"]} == KINDS


BASE = f"""
act {X} target target:school
day {X} occurredDuring 2017-04-04
where {X} occurredAt place:town
link {X} partOfConflict conflict:c
class conflict:c conflictClass class:non-international
force instrument:rome-statute inForce 2002-07-01/..
land place:country territoryOf actor:state
"""
WITHIN = "place:town resp:within place:country .\n"
STATES = "actor:state State\nactor:general Person\nactor:force ArmedForce"


def world(more: str = "", base: str = BASE, **options: object) -> Evidence:
    return invented(base + more, kinds=STATES, triples=WITHIN, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claims", "value"),
    [
        ("p instrument:rome-statute party actor:state on=2002/..", True),
        ("p instrument:rome-statute party actor:state", True),
        ("p instrument:rome-statute party actor:state on=2019/..", None),
        ("p instrument:rome-statute party actor:state on=2017-04/..", None),
        ("p instrument:rome-statute party actor:state denies", None),
        (
            "p instrument:rome-statute party actor:state denies\n"
            "a instrument:rome-statute declaredAcceptance actor:state on=2010/..",
            True,
        ),
        (
            "p instrument:rome-statute party actor:state denies\n"
            "a instrument:rome-statute declaredAcceptance actor:state denies",
            False,
        ),
        (
            "p instrument:rome-statute party actor:state denies\n"
            "a instrument:rome-statute declaredAcceptance actor:state denies on=2020",
            None,
        ),
        (
            "p instrument:rome-statute party actor:state denies\n"
            "q instrument:rome-statute party actor:state by=actor:other\n"
            "a instrument:rome-statute declaredAcceptance actor:state denies",
            None,
        ),
        ("p instrument:rome-statute party actor:elsewhere", None),
        ("r instrument:draft-s-2014-348 outcome status:adopted", True),
        ("r instrument:draft-s-2014-348 outcome status:not-adopted", None),
    ],
)
def test_territory(claims: str, value: bool | None) -> None:
    found = outcome(icc(world(claims)), "place")
    assert found.value is value
    if value is not None:
        assert found.claims


def test_what_is_denied_or_left_open_is_written_so() -> None:
    evidence = world(
        """
        p instrument:rome-statute party actor:state denies
        a instrument:rome-statute declaredAcceptance actor:state denies
        """
    )
    why = outcome(icc(evidence), "place").why
    assert "not party actor:state (actor:source)" in why
    assert "declaredAcceptance actor:state (actor:source)" in why.partition("not ")[2]
    assert "territoryOf actor:state (actor:source); not " in why


def test_an_ended_step_leaves_the_other_routes_to_the_court() -> None:
    text = before_a_court("warrant", "withdrawn").replace("venue:germany", "venue:icc")
    assert outcome(icc(world(text)), "trigger").value is None


def test_without_a_claim_of_territory_the_place_is_unknown() -> None:
    evidence = world(
        "p instrument:rome-statute party actor:state denies",
        BASE.replace("land place:country territoryOf actor:state", ""),
    )
    found = outcome(icc(evidence), "place")
    assert found.value is None
    assert "of which State" in found.why


def test_territory_or_nationality_is_enough() -> None:
    met = icc(world("p instrument:rome-statute party actor:state"))
    assert outcome(met, "nationality").value is None
    assert "venue:icc-nationality" not in met.deciding
    closed_by_place = icc(
        world(
            "p instrument:rome-statute party actor:state denies\n"
            "a instrument:rome-statute declaredAcceptance actor:state denies"
        )
    )
    assert outcome(closed_by_place, "place").value is False
    assert closed_by_place.result == "undetermined"  # nationality may still open it
    assert "venue:icc-nationality" in closed_by_place.deciding
    assert "venue:icc-place" not in closed_by_place.deciding


def test_a_referral_dispenses_with_territory_and_nationality() -> None:
    found = icc(world("r instrument:draft-s-2014-348 outcome status:adopted on=2014-05-22"))
    for name in ("place", "nationality", "trigger"):
        assert outcome(found, name).value is True
        assert outcome(found, name).claims == ("claim:t.r",)


OPEN = """
r instrument:draft-s-2014-348 outcome status:adopted on=2014-05-22
c1 proceeding:charge concerns incident:x
c2 proceeding:charge proceedingKind procedure:charge
c3 proceeding:charge defendant actor:general
c4 proceeding:charge forum venue:icc
c5 proceeding:charge proceedingStatus status:pending on=2020-01-01
"""


def test_where_every_test_is_met_it_is_open_by_all_of_them() -> None:
    found = icc(world(OPEN))
    assert {test.test: test.value for test in found.tests} == dict.fromkeys(
        (test.test for test in found.tests), True
    )
    assert found.result == "open"
    assert len(found.deciding) == 8
    assert found.json()["tests"][0]["value"] == "true"


def test_one_false_test_closes_it_and_is_named_alone() -> None:
    found = icc(world(OPEN, BASE.replace("2017-04-04", "2001-04-04")))
    assert (found.result, found.deciding) == ("closed", ("venue:icc-time",))
    other = BASE.replace("class:non-international", "class:international")
    closed = icc(world(OPEN, other))
    assert (closed.result, closed.deciding) == ("closed", ("venue:icc-subject-matter",))


def test_a_crime_added_later_closes_that_crime_and_no_other() -> None:
    evidence = world(OPEN + f"h {X} incidentType type:humanitarian-access-obstruction")
    starvation = icc(evidence, "crime:rs-8-2-e-xix")
    assert (starvation.result, starvation.deciding) == ("closed", ("venue:icc-time",))
    assert "2019-12-06" in outcome(starvation, "time").why
    assert icc(evidence, SCHOOL).result == "open"


def test_sources_that_differ_on_the_class_leave_the_subject_open() -> None:
    evidence = world("other conflict:c conflictClass class:international by=actor:other")
    assert outcome(icc(evidence), "subject-matter").value is None
    unclassed = world("", BASE.replace("link incident:x partOfConflict conflict:c", ""))
    found = outcome(icc(unclassed), "subject-matter")
    assert found.value is None
    assert "class of the conflict" in found.why


@pytest.mark.parametrize(
    ("position", "value"),
    [
        (None, None),
        ("position:art-8-2-c-i-covers-hostilities", True),
        ("position:art-8-2-c-i-power-of-party-only", False),
    ],
)
def test_a_position_decides_whether_a_crime_covers_the_act(
    position: str | None, value: bool | None
) -> None:
    question = "contested:art-8-2-c-i-conduct-of-hostilities"
    base = BASE.replace("target target:school", "incidentType type:killing")
    evidence = world("", base, positions={question: position} if position else {})
    found = outcome(icc(evidence, "crime:rs-8-2-c-i"), "subject-matter")
    assert found.value is value
    assert f"{question}), {position or 'open'}" in found.why
    international = base.replace("class:non-international", "class:international")
    for taken in (position, None):
        evidence = world("", international, positions={question: taken} if taken else {})
        # no position makes the claims on the class of the conflict undone
        assert outcome(icc(evidence, "crime:rs-8-2-c-i"), "subject-matter").value is False


NON_PARTY = """
p instrument:rome-statute party actor:state denies
a instrument:rome-statute declaredAcceptance actor:state {}
"""


@pytest.mark.parametrize(
    ("stance", "position", "value"),
    [
        ("affirms", None, None),
        ("affirms", "position:art-121-5-parties-only", True),
        ("affirms", "position:art-121-5-non-parties-too", False),
        ("denies", None, False),  # every position gives the same
        ("denies", "position:art-121-5-parties-only", False),
    ],
)
def test_an_open_question_leaves_open_only_what_its_positions_decide_differently(
    stance: str, position: str | None, value: bool | None
) -> None:
    question = "contested:art-121-5-non-party"
    base = BASE.replace("target target:school", "weapon weapon:sarin")
    evidence = world(
        NON_PARTY.format(stance), base, positions={question: position} if position else {}
    )
    assert outcome(icc(evidence, SARIN), "place").value is value
    # the question concerns amendments alone
    other = world(NON_PARTY.format(stance))
    assert outcome(icc(other), "place").value is (stance == "affirms")


@pytest.mark.parametrize(
    ("position", "value"),
    [
        (None, None),
        ("position:deportation-reached-through-jordan", True),
        ("position:deportation-not-reached-through-jordan", False),
    ],
)
def test_deportation_through_jordan(position: str | None, value: bool | None) -> None:
    question = "contested:deportation-jurisdiction-jordan"
    base = BASE.replace("target target:school", "incidentType type:forced-displacement")
    evidence = world(
        NON_PARTY.format("denies"), base, positions={question: position} if position else {}
    )
    assert outcome(icc(evidence, "crime:rs-7-1-d"), "place").value is value
    assert outcome(icc(evidence, "crime:rs-8-2-e-viii"), "place").value is False


def test_a_state_or_force_named_is_no_natural_person() -> None:
    evidence = world(f"by {X} perpetrator actor:force")
    assert outcome(icc(evidence), "person").value is None
    named = world(f"by {X} perpetrator actor:general")
    assert outcome(icc(named), "person").value is True
    assert outcome(icc(named), "person").claims == ("claim:t.by",)
    why = outcome(icc(named), "person").why
    assert why == "actor:source names actor:general as perpetrator (2030-01-01)"


def before_a_court(words: str, status: str = "pending") -> str:
    return f"""
    n1 proceeding:n concerns incident:x
    n2 proceeding:n proceedingKind procedure:{words}
    n3 proceeding:n forum venue:germany
    n4 proceeding:n proceedingStatus status:{status} on=2021-02-03
    """


@pytest.mark.parametrize(
    ("kind", "status", "trigger", "admissibility"),
    [
        ("complaint", "pending", None, None),
        ("complaint", "dismissed", None, False),
        ("investigation", "pending", True, None),
        ("warrant", "issued", True, None),
        ("warrant", "annulled", False, None),
        ("charge", "pending", True, True),
        ("charge", "withdrawn", False, None),
        ("judgment", "decided", True, True),
    ],
)
def test_before_a_national_court(
    kind: str, status: str, trigger: bool | None, admissibility: bool | None
) -> None:
    evidence = world(before_a_court(kind, status))
    found = {one.venue: one for one in every(evidence) if one.crime == "crime:war-crimes"}
    here = found["venue:germany"]
    assert outcome(here, "trigger").value is trigger
    assert outcome(here, "trigger").as_of == "2021-04-19"  # to which the data were kept
    assert outcome(here, "admissibility").value is admissibility
    assert outcome(here, "place").value is None
    other = found["venue:sweden"]
    assert outcome(other, "trigger").value is None
    assert outcome(other, "trigger").claims == ()
    if status == "pending":
        assert "proceeding:n" in outcome(other, "admissibility").why


def test_the_office_of_a_person_named_is_shown_and_decides_nothing() -> None:
    evidence = world(
        f"""
        by {X} perpetrator actor:general
        office actor:general holdsOffice minister on=2010/..
        """
    )
    immunity = outcome(icc(evidence), "immunity")
    assert immunity.value is None
    assert "claim:t.office" in immunity.claims
    national = [one for one in every(evidence) if one.venue == "venue:germany"]
    assert all("contested:functional-immunity" in outcome(one, "immunity").why for one in national)


CONVENTION = f"""
by {X} perpetrator actor:state
p instrument:cat party actor:state on=2004/..
q instrument:cat party actor:applicant on=1990/..
a1 proceeding:case proceedingKind procedure:application
a2 proceeding:case forum venue:icj
a3 proceeding:case defendant actor:state
a4 proceeding:case complainant actor:applicant
a5 proceeding:case concerns set:pleaded
"""


def for_states(evidence: Evidence) -> VenueResult:
    (found,) = (one for one in every(evidence) if one.venue == "venue:icj")
    return found


def test_an_application_pleads_this_incident_or_another() -> None:
    other = for_states(world(CONVENTION))
    assert {name: outcome(other, name).value for name in ("trigger", "time", "person")} == {
        "trigger": True,
        "time": True,
        "person": True,
    }
    assert outcome(other, "subject-matter").value is None
    this = for_states(world(CONVENTION + f"m set:pleaded documentedMember {X}"))
    assert outcome(this, "subject-matter").value is True
    assert this.actor == "actor:state"


def test_a_state_that_is_no_party_closes_the_court_for_it() -> None:
    text = CONVENTION.replace("party actor:state on=2004/..", "party actor:state denies")
    found = for_states(world(text))
    assert found.result == "closed"
    assert set(found.deciding) == {"venue:icj-immunity", "venue:icj-person", "venue:icj-time"}


def test_an_act_before_the_convention_bound_them_is_closed_by_time() -> None:
    found = for_states(world(CONVENTION.replace("on=2004/..", "on=2018/..")))
    assert (found.result, found.deciding) == ("closed", ("venue:icj-time",))
    at_a_day = for_states(world(CONVENTION.replace("on=2004/..", "on=2018-05-01")))
    assert outcome(at_a_day, "time").value is None
    unknown = for_states(
        world(CONVENTION.replace("q instrument:cat party", "q instrument:ccm party"))
    )
    assert outcome(unknown, "time").value is None
    assert "actor:applicant" in outcome(unknown, "time").why


def test_without_an_application_the_trigger_is_unknown() -> None:
    text = "\n".join(line for line in CONVENTION.split("\n") if not line.startswith("a"))
    found = for_states(world(text))
    assert outcome(found, "trigger").value is None
    assert outcome(found, "time").value is None


def test_a_venue_test_added_as_data_decides_at_once() -> None:
    test = """
    venue:icc-test a resp:VenueTest ; rdfs:label "test"@en ; resp:testOf venue:icc ;
        resp:testKind "person" ; resp:readsProperty resp:accused .
    """
    found = icc(world(f"by {X} perpetrator actor:force", law=test))
    assert "venue:icc-test" in found.deciding


def test_no_sentence_speaks_as_a_judge(corpus: Evidence) -> None:
    for incident in (KHAN_SHAYKHUN, MASSACRES):
        for one in every(corpus, incident):
            assert not re.search(r"\b(breach|guilty|verdict|proven|lawful)\b", str(one.json()))
