"""Elements: what bears on each, for and against, on the corpus and on invented claims."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.invented import invented

from respondeat.element import elements_of, law, reads
from respondeat.evidence import Evidence
from respondeat.finding import Element
from respondeat.ontology import ontology

KHAN_SHAYKHUN = "incident:khan-shaykhun-2017-04-04"
MASSACRES = "set:idlib-massacres-2017-2018"
X = "incident:x"


@pytest.fixture(scope="module")
def corpus(workspace: Path) -> Evidence:
    return Evidence.opened(workspace)


def on(evidence: Evidence, name: str, **context: str) -> Element:
    said = evidence.occurrence(X)
    (found,) = elements_of(evidence, [name], incident=X, said=said, **context)
    return found


def keys(claims: tuple[str, ...]) -> list[str]:
    return [claim.removeprefix("claim:t.") for claim in claims]


def test_what_an_element_reads_is_in_the_ontology() -> None:
    known = ontology()
    every = reads(invented(""))
    assert len(every) > 90
    for name, one in every.items():
        assert one.kind in ("contextual", "material", "mental", "link", "performance"), name
        assert one.of in ("", "incident", "conflict", "actor", "bearer"), name
        assert bool(one.of) == bool(one.properties), name
        for each in one.properties:
            assert each.removeprefix("resp:") in known.properties, (name, each)
        assert all(known.kinds[value] == "Concept" for value in one.values | one.against), name


def test_of_the_mind_nothing_is_read() -> None:
    every = reads(invented(""))
    assert [name for name, one in every.items() if one.kind == "mental" and one.of] == []


def test_every_rule_and_crime_requires_elements_that_there_are() -> None:
    data = law(invented(""))
    required = {
        one
        for crime in data["resp:Crime"].values()
        for one in crime.get("resp:requiresElement", ())
    }
    assert required <= set(data["resp:Element"])


def test_khan_shaykhun_gas_has_claims_for_and_against(corpus: Evidence) -> None:
    said = corpus.occurrence(KHAN_SHAYKHUN)
    (found,) = elements_of(corpus, ["element:gas-employed"], incident=KHAN_SHAYKHUN, said=said)
    assert {
        "claim:s-2017-904.agent",
        "claim:a-hrc-36-55.agent",
        "claim:s-1510-2017.use",
        "claim:s-2017-904.cause",
    } <= set(found.claims_for)
    assert {
        "claim:russian-mod-2017-04.depot",
        "claim:russian-mod-2017-04.not-munition",
        "claim:syrian-command-2017-04-04.weapon",
    } <= set(found.claims_against)
    # the commission doubts the depot: that is no claim against the use of gas
    assert "claim:a-hrc-36-55.depot" not in found.claims_against
    assert not set(found.claims_for) & set(found.claims_against)


def test_a_conflict_that_nobody_links_is_a_gap(corpus: Evidence) -> None:
    said = corpus.occurrence(KHAN_SHAYKHUN)
    (found,) = elements_of(corpus, ["element:niac-exists"], incident=KHAN_SHAYKHUN, said=said)
    assert "claim:redcrosschat-2012-07-15.k1" in found.claims_for
    unlinked = [one for one in said if one.property != "resp:partOfConflict"]
    names = ["element:niac-exists", "element:niac-nexus"]
    for one in elements_of(corpus, names, incident=KHAN_SHAYKHUN, said=unlinked):
        assert one == Element(one.element, (), ())


def test_the_word_massacre_shows_no_mass_killing(corpus: Evidence) -> None:
    said = corpus.occurrence(MASSACRES)
    names = ["element:mass-killing", "element:cah-attack", "element:directed-attack"]
    for one in elements_of(corpus, names, incident=MASSACRES, said=said):
        assert one == Element(one.element, (), ())


def test_narrower_values_fit_and_broader_ones_do_not() -> None:
    evidence = invented(
        f"""
        a {X} weapon weapon:sarin
        b {X} weapon weapon:munition
        c {X} incidentType type:attack
        """
    )
    assert keys(on(evidence, "element:gas-employed").claims_for) == ["a"]
    assert keys(on(evidence, "element:directed-attack").claims_for) == ["c"]


def test_a_denial_of_the_same_the_narrower_or_the_broader_bears_against() -> None:
    evidence = invented(
        f"""
        same {X} weapon weapon:chemical-weapon denies
        narrower {X} weapon weapon:sarin denies
        broader {X} incidentType type:hostilities denies
        other {X} weapon weapon:rocket denies
        """
    )
    found = on(evidence, "element:gas-employed")
    assert found.claims_for == ()
    assert keys(found.claims_against) == ["broader", "narrower", "same"]


def test_what_is_left_open_bears_against_unless_it_doubts_a_contrary_claim() -> None:
    evidence = invented(
        f"""
        open {X} cause cause:depot-release questions
        said {X} cause cause:depot-release by=actor:other
        doubt {X} cause cause:depot-release questions answers=said
        unsure {X} weapon weapon:sarin questions
        """
    )
    assert keys(on(evidence, "element:gas-employed").claims_against) == ["open", "said", "unsure"]


def test_a_class_that_excludes_the_one_needed_bears_against() -> None:
    evidence = invented(
        f"""
        link {X} partOfConflict conflict:c
        niac conflict:c conflictClass class:non-international
        iac conflict:c conflictClass class:occupation by=actor:other
        elsewhere conflict:d conflictClass class:non-international
        """
    )
    found = on(evidence, "element:niac-exists")
    assert (keys(found.claims_for), keys(found.claims_against)) == (["niac"], ["iac"])
    other = on(evidence, "element:niac-exists", conflict="conflict:d")
    assert keys(other.claims_for) == ["elsewhere"]


def test_numbers_count_for_the_people_that_they_count() -> None:
    evidence = invented(
        f"""
        children {X} killed 3 counts=target:children
        fighters {X} killed 4 counts=target:fighters
        people {X} killed 7
        none {X} killed 0 by=actor:other
        """
    )
    killed = on(evidence, "element:person-killed")
    assert keys(killed.claims_for) == ["children", "fighters", "people"]
    assert keys(killed.claims_against) == ["none"]
    status = on(evidence, "element:no-active-part")
    assert keys(status.claims_for) == ["children"]
    assert keys(status.claims_against) == ["fighters", "none"]


RELATIONS = f"""
day {X} occurredDuring 2017-04-04
organ actor:force organOf actor:state
other actor:force organOf actor:third
past actor:force organOf actor:state on=2001/2005
not actor:force organOf actor:state denies by=actor:state
control actor:state effectiveControl actor:force
reverse actor:force effectiveControl actor:state
stranger actor:third effectiveControl actor:force
later actor:force governs actor:state on=2020/..
adopted actor:state adopts {X} on=2018
"""


def test_a_relation_is_read_between_these_two_and_on_the_day() -> None:
    evidence = invented(RELATIONS)
    pair = {"actor": "actor:force", "bearer": "actor:state"}
    found = on(evidence, "element:organ-status", **pair)
    assert (keys(found.claims_for), keys(found.claims_against)) == (["organ"], ["not"])
    assert keys(on(evidence, "element:organ-status", actor="actor:force").claims_for) == [
        "organ",
        "other",
    ]
    effective = on(evidence, "element:effective-control-operation", **pair)
    assert keys(effective.claims_for) == ["control"]
    anybody = on(evidence, "element:effective-control-operation", actor="actor:force")
    assert keys(anybody.claims_for) == ["control", "stranger"]
    assert on(evidence, "element:organ-status").claims_for == ()


def test_after_the_conduct_the_day_does_not_matter() -> None:
    evidence = invented(RELATIONS)
    pair = {"actor": "actor:force", "bearer": "actor:state"}
    assert keys(on(evidence, "element:became-government", **pair).claims_for) == ["later"]
    conduct = {"actor": X, "bearer": "actor:state"}
    assert keys(on(evidence, "element:acknowledged-and-adopted", **conduct).claims_for) == [
        "adopted"
    ]


def test_an_actor_must_be_the_one_concerned() -> None:
    evidence = invented(
        f"""
        by {X} perpetrator actor:someone
        link {X} partOfConflict conflict:c
        group conflict:c conflictParty actor:group
        """
    )
    direct = "element:rs-25-3-a-direct-joint-indirect"
    assert keys(on(evidence, direct, actor="actor:someone").claims_for) == ["by"]
    assert on(evidence, direct, actor="actor:other").claims_for == ()
    party = "element:group-organised-party"
    assert keys(on(evidence, party, actor="actor:group").claims_for) == ["group"]
    assert on(evidence, party, actor="actor:other").claims_for == ()


def test_an_unknown_element_is_a_gap_and_the_order_is_kept() -> None:
    evidence = invented(f"a {X} weapon weapon:sarin")
    names = ["element:gas-employed", "element:nobody-knows", "element:art-30"]
    found = elements_of(evidence, names, incident=X, said=evidence.occurrence(X))
    assert [one.element for one in found] == names
    assert found[1:] == (Element(names[1], (), ()), Element(names[2], (), ()))


def test_an_element_added_as_data_reads_at_once() -> None:
    evidence = invented(
        f"a {X} harm harm:injury",
        law="""
        element:test a resp:Element ; rdfs:label "test"@en ; resp:elementKind "material" ;
            resp:readsOf "incident" ; resp:readsProperty resp:harm ; resp:readsValue harm:injury .
        """,
    )
    assert keys(on(evidence, "element:test").claims_for) == ["a"]


def test_every_claim_named_is_a_claim(corpus: Evidence) -> None:
    for incident in (KHAN_SHAYKHUN, MASSACRES):
        said = corpus.occurrence(incident)
        for one in elements_of(corpus, sorted(reads(corpus)), incident=incident, said=said):
            for claim in (*one.claims_for, *one.claims_against):
                assert corpus.claim(claim), (one.element, claim)


def test_it_takes_little_time(corpus: Evidence) -> None:
    said = corpus.occurrence(KHAN_SHAYKHUN)
    names = sorted(reads(corpus))
    best = 1.0
    for _ in range(5):
        start = time.perf_counter()
        elements_of(corpus, names, incident=KHAN_SHAYKHUN, said=said, actor="actor:syria")
        best = min(best, time.perf_counter() - start)
    assert best < 0.02
