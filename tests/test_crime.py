"""Crimes: which listed crimes the claims fit, in force or not, and the gaps of the lists."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.invented import invented

from respondeat.concern import around, perpetrators
from respondeat.crime import ListedCrime, crimes, gaps
from respondeat.evidence import Evidence

KHAN_SHAYKHUN = "incident:khan-shaykhun-2017-04-04"
MASSACRES = "set:idlib-massacres-2017-2018"
X = "incident:x"
ICC = "venue:icc"


@pytest.fixture(scope="module")
def corpus(workspace: Path) -> Evidence:
    return Evidence.opened(workspace)


def listed(evidence: Evidence, incident: str = X) -> dict[tuple[str, str], ListedCrime]:
    found = crimes(evidence, incident, evidence.occurrence(incident))
    return {(one.crime, one.forum): one for one in found}


def before(evidence: Evidence, forum: str = ICC, incident: str = X) -> set[str]:
    return {crime for crime, where in listed(evidence, incident) if where == forum}


def test_khan_shaykhun_fits_the_chemical_crimes_that_are_not_surely_in_force(
    corpus: Evidence,
) -> None:
    found = listed(corpus, KHAN_SHAYKHUN)
    for crime in ("crime:rs-8-2-e-xiii", "crime:rs-8-2-e-xiv"):
        one = found[crime, ICC]
        assert "claim:s-2017-904.agent" in one.basis
        assert one.in_force is None
        assert one.contested == {"contested:art-121-5-non-party": None}
        assert one.json()["in_force"] == "unknown"
    assert found["crime:rs-8-2-e-i", ICC].in_force is True
    assert "crime:rs-8-2-e-xix" not in before(corpus, ICC, KHAN_SHAYKHUN)


def test_a_characterisation_brings_the_umbrella(corpus: Evidence) -> None:
    umbrella = listed(corpus, KHAN_SHAYKHUN)["crime:war-crimes", ICC]
    assert umbrella.basis == ("claim:a-hrc-36-55.characterised",)
    assert "crime:crimes-against-humanity" not in before(corpus, ICC, KHAN_SHAYKHUN)


def test_before_national_courts_only_umbrellas_are_known(corpus: Evidence) -> None:
    for forum in ("venue:germany", "venue:sweden", "venue:france"):
        assert before(corpus, forum, KHAN_SHAYKHUN) <= {
            "crime:war-crimes",
            "crime:crimes-against-humanity",
        }
        assert "crime:war-crimes" in before(corpus, forum, KHAN_SHAYKHUN)
        assert listed(corpus, KHAN_SHAYKHUN)["crime:war-crimes", forum].in_force is None


def test_the_massacres_are_killings_and_no_crime_of_that_name(corpus: Evidence) -> None:
    found = listed(corpus, MASSACRES)
    assert {"crime:rs-8-2-e-i", "crime:rs-8-2-c-i", "crime:rs-7-1-a", "crime:rs-7-1-b"} <= before(
        corpus, ICC, MASSACRES
    )
    assert not any("massacre" in one.crime + one.label for one in found.values())
    assert "claim:syrian-coalition-2018-06-13.killed-1109" in found["crime:rs-7-1-a", ICC].basis
    # the accusation of 13 June 2018 concerns another set: it brings nothing here
    assert "crime:war-crimes" not in before(corpus, ICC, MASSACRES)
    assert "crime:rs-8-2-e-xiii" not in before(corpus, ICC, MASSACRES)
    contested = found["crime:rs-8-2-c-i", ICC].contested
    assert contested == {"contested:art-8-2-c-i-conduct-of-hostilities": None}


def test_the_readings_position_stands_beside_the_question() -> None:
    question, position = "contested:art-121-5-non-party", "position:art-121-5-parties-only"
    evidence = invented(f"a {X} weapon weapon:sarin", positions={question: position})
    assert listed(evidence)["crime:rs-8-2-e-xiv", ICC].contested == {question: position}


def test_every_element_is_there_with_its_kind_and_claims_or_none(corpus: Evidence) -> None:
    for incident in (KHAN_SHAYKHUN, MASSACRES):
        for one in listed(corpus, incident).values():
            assert one.elements
            assert {each.element for each in one.elements} == set(one.kinds)
            assert {"contextual", "mental"} <= set(one.kinds.values())
            assert one.basis
            named = [c for each in one.elements for c in each.claims_for + each.claims_against]
            for claim in [*one.basis, *named]:
                assert corpus.claim(claim), claim


def test_acts_fit_by_the_broader_concept_and_only_if_affirmed() -> None:
    evidence = invented(
        f"""
        a {X} weapon weapon:sarin
        b {X} target target:school denies
        c {X} incidentType type:shelling
        d {X} harm harm:destruction questions
        """
    )
    assert before(evidence) == {"crime:rs-8-2-e-xiii", "crime:rs-8-2-e-xiv", "crime:rs-8-2-e-i"}


def test_people_killed_bring_up_killing_and_nobody_killed_does_not() -> None:
    assert before(invented(f"a {X} killed 3")) == {"crime:rs-8-2-c-i", "crime:rs-7-1-a"}
    assert before(invented(f"a {X} killed 0")) == set()


def test_fighters_killed_bring_up_no_crime_against_the_protected() -> None:
    assert before(invented("k incident:x killed 3 counts=target:fighters")) == set()
    assert before(invented("k incident:x killed 3 counts=target:civilians"))


def test_nothing_claimed_brings_no_crime() -> None:
    assert listed(invented(f"a {X} occurredDuring 2017-04-04")) == {}


@pytest.mark.parametrize(
    ("date", "value"),
    [
        ("2019-12-05", False),
        ("2019-12-06", None),  # adopted that day; in force later, and party by party
        ("2021", None),
        ("2019-12", None),
        ("2017-04-04", False),
    ],
)
def test_the_date_of_an_amendment_is_a_lower_bound(date: str, value: bool | None) -> None:
    evidence = invented(
        f"""
        a {X} incidentType type:humanitarian-access-obstruction
        day {X} occurredDuring {date}
        """
    )
    assert listed(evidence)["crime:rs-8-2-e-xix", ICC].in_force is value


@pytest.mark.parametrize(
    ("date", "value"), [("2001", False), ("2002-07-01", True), ("2002", None), ("", None)]
)
def test_a_crime_of_the_statute_is_in_force_with_it(date: str, value: bool | None) -> None:
    evidence = invented(
        f"""
        a {X} target target:school
        force instrument:rome-statute inForce 2002-07-01/..
        {f"day {X} occurredDuring {date}" if date else ""}
        """
    )
    assert listed(evidence)["crime:rs-8-2-e-iv", ICC].in_force is value


def test_without_a_claim_of_its_force_it_is_unknown() -> None:
    evidence = invented(f"a {X} target target:school\nday {X} occurredDuring 2017")
    assert listed(evidence)["crime:rs-8-2-e-iv", ICC].in_force is None


def test_competing_dates_across_the_amendment_leave_it_open() -> None:
    evidence = invented(
        f"""
        a {X} incidentType type:humanitarian-access-obstruction
        one {X} occurredDuring 2019-12-01
        two {X} occurredDuring 2019-12-10
        """
    )
    assert listed(evidence)["crime:rs-8-2-e-xix", ICC].in_force is None


def test_what_is_alleged_of_a_set_around_it_counts_and_of_another_does_not() -> None:
    evidence = invented(
        f"""
        member set:s documentedMember {X}
        concerns accusation:a concerns set:wide
        crime accusation:a allegedCrime crime:crimes-against-humanity
        other accusation:b concerns set:elsewhere
        war accusation:b allegedCrime crime:war-crimes
        a {X} harm harm:injury
        """,
        triples="set:s resp:subsetOf set:wide . set:s a resp:IncidentSet .\n",
    )
    said = evidence.occurrence(X)
    member = ("claim:t.member",)  # the wider set contains it by structure, and by this claim
    assert around(evidence, X, said) == {"set:s": member, "set:wide": member}
    found = listed(evidence)
    assert found["crime:crimes-against-humanity", ICC].basis == ("claim:t.crime",)
    assert "crime:war-crimes" not in before(evidence)


def test_modes_stand_with_their_forum_and_customary_ones_apart(corpus: Evidence) -> None:
    found = listed(corpus, KHAN_SHAYKHUN)["crime:rs-8-2-e-xiv", ICC]
    forums = {mode.rule: mode.forum for mode in found.modes}
    assert forums["rule:rs-28-a"] == ICC
    assert forums["rule:jce"] is None
    national = listed(corpus, KHAN_SHAYKHUN)["crime:war-crimes", "venue:germany"]
    assert {mode.rule for mode in national.modes} == {"rule:jce", "rule:custom-superior"}


def test_only_claims_on_persons_bear_on_a_mode() -> None:
    evidence = invented(
        f"""
        a {X} weapon weapon:sarin
        by {X} perpetrator actor:force
        state actor:state commands actor:force
        general actor:general commands actor:force
        aid actor:state aids actor:force
        """,
        kinds="actor:general Person\nactor:state State\nactor:force ArmedForce",
    )
    modes = {mode.rule: mode for mode in listed(evidence)["crime:rs-8-2-e-xiv", ICC].modes}
    command = {one.element: one for one in modes["rule:rs-28-a"].elements}
    assert command["element:effective-command"].claims_for == ("claim:t.general",)
    assert [one.claims_for for one in modes["rule:rs-25-3-c"].elements] == [(), ()]
    assert [one.claims_for for one in modes["rule:rs-25-3-a"].elements] == [()]


def test_a_person_named_bears_on_commission() -> None:
    evidence = invented(
        f"""
        a {X} weapon weapon:sarin
        by {X} perpetrator actor:general
        not {X} perpetrator actor:general denies answers=by
        """,
        kinds="actor:general Person",
    )
    modes = {mode.rule: mode for mode in listed(evidence)["crime:rs-8-2-e-xiv", ICC].modes}
    (element,) = modes["rule:rs-25-3-a"].elements
    assert (element.claims_for, element.claims_against) == (("claim:t.by",), ("claim:t.not",))


def test_gaps_of_the_list_are_shown_with_what_they_can_be_evidence_for() -> None:
    evidence = invented(
        f"""
        a {X} target target:public-market
        b {X} weapon weapon:barrel-bomb
        c {X} incidentType type:indiscriminate-attack
        d {X} weapon weapon:cluster-munition denies
        """
    )
    found = {one.gap: one for one in gaps(evidence, evidence.occurrence(X))}
    assert {name: one.basis for name, one in found.items()} == {
        "venue:icc-gap-civilian-objects": ("claim:t.a",),
        "venue:icc-gap-indiscriminate-attack": ("claim:t.c",),
        "venue:icc-gap-weapons": ("claim:t.b",),
    }
    assert "crime:rs-8-2-e-i" in found["venue:icc-gap-weapons"].evidence_for
    assert "lawful" not in str([one.json() for one in found.values()])


def test_members_of_a_joint_expression_are_asked_about_and_alternatives_are_not() -> None:
    evidence = invented(
        f"""
        a {X} perpetrator actor:both
        b {X} perpetrator actor:either
        c {X} perpetrator actor:third denies
        """,
        triples="actor:both resp:member actor:one, actor:two ."
        " actor:either resp:alternative actor:four, actor:five .\n",
    )
    assert perpetrators(evidence, evidence.occurrence(X)) == ["actor:one", "actor:two"]


def test_a_set_reaches_its_subsets_and_members() -> None:
    evidence = invented(
        """
        a set:wide documentedMember incident:one
        b set:wide documentedMember incident:two denies
        """,
        triples="set:s resp:subsetOf set:wide . set:deep resp:subsetOf set:s .\n",
    )
    assert around(evidence, "set:wide", evidence.occurrence("set:wide")) == {
        "incident:one": ("claim:t.a",),
        "set:deep": (),
        "set:s": (),
    }


def test_the_answer_is_in_order_and_the_same_each_time(corpus: Evidence, workspace: Path) -> None:
    def once(evidence: Evidence) -> str:
        found = crimes(evidence, KHAN_SHAYKHUN, evidence.occurrence(KHAN_SHAYKHUN))
        assert [(one.forum, one.crime) for one in found] == sorted(
            (one.forum, one.crime) for one in found
        )
        return str([one.json() for one in found])

    assert once(corpus) == once(Evidence.opened(workspace))


def test_it_takes_little_time(corpus: Evidence) -> None:
    said = corpus.occurrence(KHAN_SHAYKHUN)
    best = 1.0
    for _ in range(5):
        start = time.perf_counter()
        crimes(corpus, KHAN_SHAYKHUN, said)
        best = min(best, time.perf_counter() - start)
    assert best < 0.02
