"""Who is who, as a reading accepts it: a step of its own, on the word of whoever says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import invented
from tests.sample import write

from respondeat.around import around, names
from respondeat.evidence import Evidence
from respondeat.files import folder
from respondeat.finding import Link
from respondeat.kindred import FAMILIES, kindred
from respondeat.load import load
from respondeat.period import Period
from respondeat.reading import Reading
from respondeat.report import content
from respondeat.retract import retract
from respondeat.scope import Scope, assess_scope
from respondeat.scope_text import lines as scope_lines
from respondeat.trace import Trace, trace, trace_incident
from respondeat.trace_text import lines

DAY = Period.from_edtf("2017-06-01")
BASE = """
date incident:one occurredDuring 2017-06-01
who incident:one perpetrator actor:number by=actor:dataset
organ actor:forces organOf actor:state on=2010/..
"""
KINDS = """
actor:number ArmedForce
actor:forces ArmedForce
actor:state State
actor:government Regime
actor:group NonStateArmedGroup
actor:person Person
"""
SAME = "same actor:number identicalTo actor:forces by=actor:reviewer"
STEP = "rule:identity actor:number > actor:forces"


def traced(claims: str, **more: Any) -> Trace:
    return trace_incident(invented(BASE + claims, kinds=KINDS, **more), "incident:one")


def links(found: Trace, track: str, actor: str) -> dict[str, Link]:
    return {
        link.id: link
        for one in found.tracks
        if (one.track, one.actor) == (track, actor)
        for link in one.links
    }


def test_without_a_decision_nothing_leads_on() -> None:
    assert not links(traced(""), "state", "actor:state")


@pytest.mark.parametrize(
    "same", [SAME, "same actor:forces identicalTo actor:number by=actor:reviewer"]
)
def test_an_identity_is_a_step_of_its_own_both_ways(same: str) -> None:
    found = traced(same)
    step = links(found, "state", "actor:state")[STEP]
    assert (step.kind, step.rule, step.validity) == ("identity", "rule:identity", "holds")
    assert step.claims_for == ("claim:t.same",)
    assert step.origins == (1, 1)
    (state,) = [one for one in found.tracks if one.actor == "actor:state"]
    assert state.roles == (
        "named in the allegation through an organ",
        "named only under another name",
    )
    text = "\n".join(lines(found))
    assert "rule:identity leads from actor:number to actor:forces:" in text
    assert "actor:reviewer (2030-01-01) says" in text


def test_who_is_involved_under_another_name_only_is_so_on_a_reviewers_word() -> None:
    def roles(claims: str) -> str:
        base = BASE.replace("perpetrator", "involved")
        found = trace_incident(invented(base + claims, kinds=KINDS), "incident:one")
        (state,) = [one for one in found.tracks if one.actor == "actor:state"]
        return "; ".join(state.roles)

    said = "said to be involved, no incident-level link"
    assert roles(SAME) == (
        f"{said}; only under another name: identicalTo actor:forces (actor:reviewer);"
        " organOf actor:state (actor:source)"
    )
    own = "\nwho2 incident:one involved actor:forces by=actor:other"
    assert roles(SAME + own) == said


def test_the_reviewers_word_counts_for_corroboration() -> None:
    more = "who2 incident:one perpetrator actor:number by=actor:other\norgan2 actor:forces organOf actor:state on=2010/.. by=actor:other\n"  # noqa: E501
    (state,) = [one for one in traced(more + SAME).tracks if one.actor == "actor:state"]
    assert state.corroboration == (1, 1)  # two voices for the other steps, one for this one
    second = more + SAME + "\nsame2 actor:forces identicalTo actor:number by=actor:second"
    (state,) = [one for one in traced(second).tracks if one.actor == "actor:state"]
    assert state.corroboration == (2, 2)


def test_a_dated_identity_holds_only_on_its_dates() -> None:
    assert links(traced(SAME + " on=2016/2018"), "state", "actor:state")[STEP].validity == "holds"
    assert not links(traced(SAME + " on=2018/.."), "state", "actor:state")
    perhaps = links(traced(SAME + " on=2017-06-01/"), "state", "actor:state")
    assert perhaps[STEP].validity == "possible"


def test_a_denial_stands_against_the_step() -> None:
    denied = "no actor:forces identicalTo actor:number denies by=actor:second"
    assert links(traced(f"{SAME}\n{denied}"), "state", "actor:state")[STEP].claims_against == (
        "claim:t.no",
    )


@pytest.mark.parametrize("other", ["state", "government", "group", "person"])
def test_no_step_is_made_between_kinds(other: str) -> None:
    found = traced(f"same actor:number identicalTo actor:{other} by=actor:reviewer")
    assert all(link.kind != "identity" for track in found.tracks for link in track.links)
    assert {track.actor for track in found.tracks} <= {"actor:number", "holder of the command of"
        " actor:number on 2017-06-01"}  # fmt: skip
    bearers = found.evidence.bearers("actor:number", [DAY])
    assert set(bearers) == {"actor:number"}


def test_two_names_of_a_person_name_nobody() -> None:
    claims = """
c1 actor:person commands actor:number on=2010/..
c2 actor:person identicalTo actor:namesake by=actor:reviewer
"""
    kinds = KINDS + "actor:namesake Person\n"
    found = trace_incident(invented(BASE + claims, kinds=kinds), "incident:one")
    named = json.dumps([track.json() for track in found.tracks])
    assert "actor:namesake" not in named
    assert "actor:person" not in named


def test_tracks_are_not_joined() -> None:
    claims = """
g1 incident:one perpetrator actor:faction
g2 actor:faction identicalTo actor:group by=actor:reviewer
g3 actor:group commands actor:forces on=2010/..
"""
    kinds = KINDS + "actor:faction NonStateArmedGroup\n"
    found = trace_incident(invented(BASE + claims, kinds=kinds), "incident:one")
    step = links(found, "non-state", "actor:group")
    assert "rule:identity-group actor:faction > actor:group" in step
    assert not links(found, "state", "actor:state")


def test_the_command_is_looked_for_under_every_name() -> None:
    commander = f"{SAME}\nc1 actor:person commands actor:forces on=2010/.."
    found = traced(commander)
    holders = {one.actor for one in found.tracks if one.track == "individual"}
    assert holders == {"holder of the command of actor:forces on 2017-06-01"}
    assert "actor:person" not in json.dumps([one.json() for one in found.tracks])


def test_one_who_speaks_under_two_names_is_one_origin() -> None:
    claims = BASE + "who2 incident:one perpetrator actor:number by=actor:network\n"
    kinds = KINDS + "actor:network DocumentationOrganisation\n"
    assert invented(claims, kinds=kinds).independence(["claim:t.who", "claim:t.who2"]) == (2, 2)
    same = claims + "s actor:network identicalTo actor:dataset by=actor:reviewer\n"
    assert invented(same, kinds=kinds).independence(["claim:t.who", "claim:t.who2"]) == (1, 2)


# scope

RULE = """
m provision:p matter type:attack
i1 instrument:i party actor:forces on=2000/..
t incident:one incidentType type:attack
w incident:one occurredAt place:town
a provision:p appliesIn place:area
"""
PROVISION = "provision:p a resp:Provision ; resp:provisionOf instrument:i .\n"
AREAS = """
place:area AdministrativeArea
place:elsewhere AdministrativeArea
place:number AdministrativeArea
"""


def scoped(claims: str, triples: str = "") -> Scope:
    evidence = invented(BASE + RULE + claims, kinds=KINDS + AREAS, triples=PROVISION + triples)
    (found,) = [o for o in assess_scope(evidence, "incident:one") if o.provision == "provision:p"]
    return found


def test_who_is_bound_follows_the_identity_and_shows_the_decision() -> None:
    assert scoped("").outcomes["person"].value is None
    bound = scoped(SAME).outcomes["person"]
    assert bound.value is True
    assert "claim:t.same" in bound.claims
    assert "identicalTo actor:forces (actor:reviewer)" in bound.why


@pytest.mark.parametrize(
    "loose",
    [
        SAME + " on=2017-06-01/",
        SAME + "\nno actor:number identicalTo actor:forces denies by=actor:second",
    ],
)
def test_an_identity_that_is_not_sure_binds_nobody(loose: str) -> None:
    for claims in (loose, loose + "\nfreed instrument:i party actor:forces denies"):
        found = scoped(claims).outcomes["person"]
        assert found.value is None
        assert "claim:t.same" in found.claims


def test_a_list_that_is_complete_frees_nobody_who_may_be_on_it() -> None:
    done = "\nall instrument:i partiesComplete true"
    assert scoped(done).outcomes["person"].value is False
    assert scoped(f"{SAME} on=2017-06-01/{done}").outcomes["person"].value is None


def test_places_follow_identities_and_where_they_are_said_to_lie() -> None:
    assert scoped("").outcomes["territory"].value is None
    lies = "lies place:town liesIn place:number by=actor:reviewer"
    same = "is place:number identicalTo place:area by=actor:reviewer"
    found = scoped(f"{lies}\n{same}").outcomes["territory"]
    assert found.value is True
    assert {"claim:t.lies", "claim:t.is"} <= set(found.claims)
    assert "identicalTo place:area (actor:reviewer)" in found.why
    dated = scoped(f"{lies}\n{same} on=2017-06-01/").outcomes["territory"]
    assert dated.value is None


def test_areas_of_two_registries_are_not_apart_until_somebody_says_which_they_are() -> None:
    registered = (
        "place:area resp:registeredIn doc:a-entities .\n"
        "place:elsewhere resp:registeredIn doc:a-entities .\n"
        "place:number resp:registeredIn doc:b-entities .\n"
    )
    lies = "lies place:town liesIn place:number by=actor:reviewer"
    assert scoped(lies, registered).outcomes["territory"].value is None
    same = f"{lies}\nis place:elsewhere identicalTo place:number by=actor:reviewer"
    found = scoped(same, registered).outcomes["territory"]
    assert found.value is False
    assert {"claim:t.lies", "claim:t.is"} <= set(found.claims)
    assert scoped(f"{same} on=2017-06-01/", registered).outcomes["territory"].value is None


def test_the_class_of_a_conflict_is_read_under_its_other_name() -> None:
    claims = """
r provision:p requiresConflictClass class:non-international
p incident:one partOfConflict conflict:number
k conflict:known conflictClass class:non-international
"""
    same = "is conflict:number identicalTo conflict:known by=actor:reviewer"
    assert scoped(claims).outcomes["context"].value is None
    found = scoped(claims + same).outcomes["context"]
    assert found.value is True
    assert "claim:t.is" in found.claims
    assert scoped(f"{claims}{same} on=2017-06-01/").outcomes["context"].value is None


# the same event

EVENTS = """
d2 incident:two occurredDuring 2017-06-01
w2 incident:two perpetrator actor:state
s incident:two identicalTo incident:one by=actor:reviewer
n incident:one identicalTo incident:two denies by=actor:second
"""


def test_the_same_event_is_listed_and_not_pooled() -> None:
    found = traced(EVENTS)
    (other,) = found.related
    assert other.incident == "incident:two"
    assert (other.claims_for, other.claims_against) == (("claim:t.s",), ("claim:t.n",))
    assert "actor:state" not in {track.actor for track in found.tracks}
    assert [fact.property for fact in found.facts if "identical" in fact.property] == []
    body = found.json()
    assert body["related_incidents"][0]["claims_for"] == ["claim:t.s"]
    assert {"claim:t.s", "claim:t.n"} <= set(body["claims"])
    text = "\n".join(lines(found))
    assert "said to be the same event by actor:reviewer (2030-01-01)" in text
    assert "said not to be the same event by actor:second (2030-01-01)" in text
    back = trace_incident(found.evidence, "incident:two")
    assert back.related[0].incident == "incident:one"


def test_a_reading_that_leaves_the_reviewer_out_makes_no_step() -> None:
    evidence = invented(BASE + SAME, kinds=KINDS)
    assert evidence.bearers("actor:number", [DAY]).keys() == {
        "actor:number",
        "actor:forces",
        "actor:state",
    }
    deaf = evidence.under(Reading("deaf", "", {}, without=("claim:t.same",)))
    assert deaf.bearers("actor:number", [DAY]).keys() == {"actor:number"}
    assert not links(trace_incident(deaf, "incident:one"), "state", "actor:state")


# properties

PAIRS = st.lists(
    st.tuples(
        st.integers(0, 5), st.integers(0, 5), st.booleans(), st.sampled_from(["", "2018/.."])
    ),
    max_size=8,
)


def drawn(pairs: list[tuple[int, int, bool, str]], turned: bool = False) -> Evidence:
    rows = []
    for number, (a, b, denied, when) in enumerate(pairs):
        left, right = (b, a) if turned else (a, b)
        words = f"{'denies' if denied else ''} {f'on={when}' if when else ''}"
        rows.append(f"k{number} actor:n{left} identicalTo actor:n{right} {words}")
    return invented("\n".join(rows), kinds="\n".join(f"actor:n{i} ArmedForce" for i in range(6)))


@settings(max_examples=25, deadline=None)
@given(PAIRS)
def test_identity_means_the_same_both_ways(pairs: list[tuple[int, int, bool, str]]) -> None:
    one, other = drawn(pairs), drawn(pairs, turned=True)
    for number in range(6):
        found = names(one, f"actor:n{number}", (DAY,))
        assert {n: w.sure for n, w in found.items()} == {
            n: w.sure for n, w in names(other, f"actor:n{number}", (DAY,)).items()
        }
        for name in found:  # and back again
            assert f"actor:n{number}" in names(one, name, (DAY,))


@settings(max_examples=25, deadline=None)
@given(PAIRS)
def test_a_denial_makes_nothing_surer(pairs: list[tuple[int, int, bool, str]]) -> None:
    without = drawn([pair for pair in pairs if not pair[2]])
    with_denials = drawn(pairs)
    for number in range(6):
        before, after = (names(e, f"actor:n{number}", (DAY,)) for e in (without, with_denials))
        assert before.keys() == after.keys()
        assert all(before[name].sure or not after[name].sure for name in after)
        assert set(with_denials.bearers(f"actor:n{number}", [DAY], sure=True)) <= set(
            without.bearers(f"actor:n{number}", [DAY], sure=True)
        )


def test_kindred_is_what_the_check_has() -> None:
    text = (folder("queries") / "check" / "identity-across-kinds.rq").read_text()
    for variable in ("?one ?family", "?two ?same"):
        block = text.split(f"VALUES ({variable}) {{")[1].split("}")[0].split("(")[1:]
        pairs = (part.strip(" )\n").removeprefix("resp:").split() for part in block)
        assert {kind: family.strip('"') for kind, family in pairs} == FAMILIES
    assert kindred((), {"State"})
    assert not kindred({"Person"}, {"ArmedForce"})
    assert not kindred({"Place"}, {"Zone"})


# from a dataset to the provisions, and back

GED_ENTITIES = """\
id,kind,label,ucdp
actor:ucdp,DocumentationOrganisation,Example dataset,
actor:ucdp-118,Regime,Government of Syria,118
incident:ged-1,Incident,Event 1,
place:ged-town,Place,Khan Shaykhun town,
conflict:ucdp-299,Conflict,Syria: Government,299
"""
GED = """\
key,about,property,value,edtf
e1,incident:ged-1,perpetrator,actor:ucdp-118,
e2,incident:ged-1,occurredDuring,,2018-02-03
e3,incident:ged-1,occurredAt,place:ged-town,
e4,incident:ged-1,incidentType,type:indiscriminate-attack,
e5,incident:ged-1,partOfConflict,conflict:ucdp-299,
"""
REVIEW = """\
key,about,property,value,original
r1,actor:ucdp-118,identicalTo,actor:syrian-government,both carry the number 118
r2,place:ged-town,identicalTo,place:khan-shaykhun,one town
r3,conflict:ucdp-299,identicalTo,conflict:syria-government-opposition,both carry the number 299
r4,incident:khan-shaykhun-2017-04-04,identicalTo,incident:ged-1,one event
"""


def test_an_event_of_a_dataset_reaches_provisions_until_the_decision_is_retracted(
    tmp_path: Path,
) -> None:
    ged = write(tmp_path / "ged", GED, publisher="actor:ucdp", source_type="source:dataset")
    (ged / "entities.csv").write_text(GED_ENTITIES)
    review = write(tmp_path / "review", REVIEW, publisher="actor:reviewer", published="2026-11-01")
    (review / "entities.csv").write_text("id,kind,label\nactor:reviewer,Person,A reviewer\n")
    where = tmp_path / "w"
    load(where, [folder("corpus"), ged], by="tests")

    def answer() -> dict[str, Any]:
        body = trace(where, "incident:ged-1").json()
        return {name: value for name, value in body.items() if name != "record"}

    before = answer()
    assert not any(one["actor"] == "actor:syria" and one["chains"] for one in before["tracks"])
    load(where, [review], by="tests")
    found = trace(where, "incident:ged-1")
    (state,) = [one for one in found.tracks if one.actor == "actor:syria"]
    assert [link.kind for link in state.links] == ["perpetrator", "identity", "attribution"]
    cessation = [
        one
        for one in found.scope
        if (one.provision, one.actor) == ("provision:astana-memorandum-cessation", "actor:ucdp-118")
    ]
    decided = {claim for one in cessation for o in one.outcomes.values() for claim in o.claims}
    assert {"claim:review.r1", "claim:review.r2", "claim:review.r3"} & decided
    assert cessation[0].outcomes["territory"].value is not False
    ways = around(found.evidence, "place:ged-town", (DAY,))
    assert ways["place:idlib-governorate"].links[0].claim == "claim:review.r2"
    text = "\n".join(scope_lines(list(found.scope))).split("UNDETERMINED")[0]
    assert "occurred in place:ged-town (actor:ucdp unverified), through identicalTo" in text
    assert "through identicalTo conflict:syria-government-opposition (actor:reviewer" in text
    dossier = json.dumps(content(where, "incident:ged-1"), ensure_ascii=False)
    assert "Related incidents" in dossier
    assert "One actor under two names" in dossier
    retract(where, "doc:review", by="tests", why="looked at again")
    assert answer() == before
    assert "Related incidents" not in json.dumps(content(where, "incident:ged-1"))
