"""Trace over the corpus and over invented incidents: who, on whose word, and what is missing."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from respondeat.chains import Chains, chains
from respondeat.claim import Row, blank, to_table
from respondeat.dispute import NO_ANSWER
from respondeat.errors import UsageError
from respondeat.evidence import Evidence
from respondeat.finding import Track
from respondeat.index import Index, MemoryIndex
from respondeat.missing import UNREAD, of_link
from respondeat.project import claims_to_turtle
from respondeat.reading import Reading
from respondeat.scope import assess_scope
from respondeat.trace import Trace, trace, trace_incident
from respondeat.trace_text import lines, table
from respondeat.workspace import Workspace

KHAN_SHAYKHUN = "incident:khan-shaykhun-2017-04-04"
MASSACRES = "set:idlib-massacres-2017-2018"
KEYS = (
    "incident reading record positions facts tracks scope accusations demands proceedings crimes"
    " venues mutations left_out related_incidents crime_gaps mechanisms claims entities"
).split()
FORBIDDEN = re.compile(
    r"\b(breach|guilty|verdict|proven|co-perpetrator|strength|blocked)", re.IGNORECASE
)
NAMES = ("Kasimir Uncharged", "general-unnamed", "Nestor Unnamed", "minister-unnamed")


@pytest.fixture(scope="module")
def invented(turtle: list[bytes]) -> Evidence:
    index = MemoryIndex()
    index.load(turtle)
    return Evidence(index)


@pytest.fixture(scope="module")
def evidence(index: Index) -> Evidence:
    return Evidence(index)


@pytest.fixture(scope="module")
def massacres(evidence: Evidence) -> Trace:
    return trace_incident(evidence, MASSACRES)


@pytest.fixture(scope="module")
def khan_shaykhun(evidence: Evidence) -> Trace:
    return trace_incident(evidence, KHAN_SHAYKHUN)


def of(found: Trace, actor: str) -> Track:
    (track,) = (one for one in found.tracks if one.actor == actor)
    return track


# The massacres reported for Idlib


def test_the_joint_allegation_rests_on_one_origin_through_many_documents(
    massacres: Trace,
) -> None:
    links = {link.target: link for link in of(massacres, "actor:russia").links}
    forces = links["actor:syrian-russian-alliance-forces"]
    assert forces.origins == (1, 1)
    assert len({claim.partition(".")[0] for claim in forces.claims_for}) > 1
    assert links["actor:syrian-government-and-russian-forces"].origins == (1, 1)
    assert {
        one.asserter for claim in forces.claims_for for one in massacres.evidence.claim(claim)
    } == {"actor:snhr"}


def test_group_to_member_is_an_assumption_and_the_organ_step_has_its_claims(
    massacres: Trace,
) -> None:
    links = {link.id: link for link in of(massacres, "actor:russia").links}
    member = links["member actor:syrian-government-and-russian-forces > actor:russian-armed-forces"]
    assert member.claims_for == ()
    assert member.assumptions
    assert member.gaps
    organ = links["rule:arsiwa-4 actor:russian-armed-forces > actor:russia"]
    assert organ.claims_for
    assert organ.claims_against == ()
    assert organ.validity == "possible"  # nobody dates it
    assert organ.origins == (1, 1)
    assert {one.element for one in organ.elements} == {
        "element:acting-in-capacity",
        "element:organ-status",
    }


def test_each_guarantor_has_its_own_roles(massacres: Trace) -> None:
    russia, iran, turkiye = (
        of(massacres, f"actor:{name}") for name in ("russia", "iran", "turkiye")
    )
    assert russia.roles == (
        "holder of an undertaking",
        "also named in the allegation",
        "named only jointly",
    )
    assert iran.roles == ("holder of an undertaking", "accused, no incident-level link")
    assert turkiye.roles == ("holder of an undertaking", "no allegation")
    for one in (russia, iran, turkiye):
        assert "provision:astana-memorandum-guarantee" in one.obligations
    assert not iran.chains
    assert not turkiye.chains
    assert iran.corroboration is turkiye.corroboration is None


def test_syria_is_reached_through_members_and_organs(massacres: Trace) -> None:
    syria = of(massacres, "actor:syria")
    assert syria.corroboration == (1, 1)
    assert all(
        [link.kind for link in syria.links if link.id in chain]
        == ["perpetrator", "member", "attribution"]
        for chain in syria.chains
    )
    assert "named only jointly" in syria.roles


def test_whether_the_cessation_holds_russia_is_a_contested_question(massacres: Trace) -> None:
    (scope,) = (
        one
        for one in massacres.scope
        if (one.provision, one.actor) == ("provision:astana-memorandum-cessation", "actor:russia")
    )
    missing = " ".join(scope.json("every-claim")["missing"])
    assert "contested:russian-forces-conflicting-party" in missing


def test_the_court_is_looked_at_crime_by_crime(massacres: Trace) -> None:
    court = [one for one in massacres.venues if one.venue == "venue:icc"]
    assert len({one.crime for one in court}) > 2
    assert all(one.deciding for one in court)
    assert {crime.crime for crime in massacres.crimes} >= {"crime:rs-7-1-a", "crime:rs-8-2-e-i"}


def test_what_was_changed_in_passing_on_is_listed(massacres: Trace) -> None:
    kinds = {one.kind for one in massacres.mutations}
    assert kinds
    assert all(kind.startswith("mutation:") for kind in kinds)


# Khan Shaykhun, 4 April 2017


def test_two_bodies_with_their_own_standards_stay_apart(khan_shaykhun: Trace) -> None:
    links = {link.id: link for link in of(khan_shaykhun, "actor:syria").links}
    jim, coi = (
        links[f"perpetrator {KHAN_SHAYKHUN} > actor:{name}"]
        for name in ("syria", "syrian-armed-forces")
    )
    register = khan_shaykhun.json()["claims"]
    assert {register[name]["standard"] for name in jim.claims_for} == {
        "standard:jim-confident",
        None,
    }
    assert {register[name]["standard"] for name in coi.claims_for} == {
        "standard:coi-reasonable-grounds"
    }
    sarin = next(one for one in khan_shaykhun.facts if one.value == "weapon:sarin")
    assert sarin.origins.min < sarin.origins.max  # the mechanism starts from the mission's findings


def test_partial_denials_hit_their_own_statement(khan_shaykhun: Trace) -> None:
    links = {link.id: link for link in of(khan_shaykhun, "actor:syria").links}
    state = links[f"perpetrator {KHAN_SHAYKHUN} > actor:syria"]
    assert "claim:afp-2017-09-06.denied-involvement" in state.claims_against
    text = "\n".join(lines(khan_shaykhun))
    assert "denied for actor:syrian-armed-forces by actor:syrian-command" in text
    air_force = links["rule:arsiwa-4 actor:syrian-air-force > actor:syria"]
    assert air_force.claims_against == ()  # nobody denies that it is an organ
    army = links[f"perpetrator {KHAN_SHAYKHUN} > actor:syrian-armed-forces"]
    assert "claim:syrian-command-2017-04-04.perpetrator" in army.claims_against
    killed = [fact for fact in khan_shaykhun.facts if fact.property == "resp:killed"]
    assert killed
    assert not any("denies" in fact.text for fact in killed)
    assert not any(track.actor == "actor:russia" for track in khan_shaykhun.tracks)


def test_one_or_the_other_is_said_and_leads_to_nobody(khan_shaykhun: Trace) -> None:
    either = "actor:syrian-government-or-russian-aircraft"
    (fact,) = (one for one in khan_shaykhun.facts if one.value == either)
    assert "leads to nobody" in fact.text
    assert not any(link.target == either for track in khan_shaykhun.tracks for link in track.links)


def test_what_a_body_left_open_stands_on_the_individual_track(khan_shaykhun: Trace) -> None:
    persons = [one for one in khan_shaykhun.tracks if one.track == "individual"]
    assert [one.actor for one in persons] == [
        "holder of the command of actor:syrian-air-force on 2017-04-04",
        "holder of the command of actor:syrian-armed-forces on 2017-04-04",
    ]
    for track in persons:
        against = {name for link in track.links for name in link.claims_against}
        assert "claim:s-2017-904.improvised-device" in against
        assert "claim:russian-mod-2017-04.not-munition" in against
        assert "claim:afp-2017-09-06.denied-involvement" in against  # of the State of this force
        assert "claim:tgcom24-2017-04.perpetrator-others" in against  # said of another
        assert "claim:russian-mod-2017-04.no-russian-strike" not in against
        assert any(link.rule == "rule:rs-28-a" for link in track.links)


def test_who_is_left_unidentified_stays_so(khan_shaykhun: Trace) -> None:
    track = of(khan_shaykhun, "actor:groups-blamed-by-syrian-command")
    assert track.track == "non-state"
    assert any("identifies" in gap for gap in track.links[0].gaps)


# The shape of the answer


@pytest.mark.parametrize("incident", [KHAN_SHAYKHUN, MASSACRES])
def test_every_id_resolves_to_a_claim_in_a_document_or_to_an_entity(
    evidence: Evidence, incident: str
) -> None:
    found = trace_incident(evidence, incident).json()
    assert list(found) == KEYS
    body = json.dumps({name: found[name] for name in KEYS[:-2]}, ensure_ascii=False)
    named = set(re.findall(r"claim:[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9]", body))
    assert len(named) > 50
    assert named <= found["claims"].keys()
    for claim in found["claims"].values():
        assert claim["document"].startswith("doc:")
        assert claim["asserter"] in found["entities"]
        assert claim["document"] in found["entities"]
    actors = set(re.findall(r"(?:actor|provision|rule|element):[a-z0-9-]+", body))
    assert actors <= found["entities"].keys()
    assert not [name for name in actors if found["entities"][name]["label"] in ("", name)]


def elements(found: Any) -> list[dict[str, Any]]:
    """Return every object of an answer that could carry claims, however deep it stands."""
    if isinstance(found, dict):
        return [found, *(one for value in found.values() for one in elements(value))]
    return [one for value in found for one in elements(value)] if isinstance(found, list) else []


@pytest.mark.parametrize("incident", [KHAN_SHAYKHUN, MASSACRES])
def test_every_element_reaches_claims_or_is_an_assumption_or_a_gap(
    evidence: Evidence, incident: str
) -> None:
    found = trace_incident(evidence, incident).json()
    links = [link for track in found["tracks"] for link in track["links"]]
    assert links
    for link in links:
        assert link["claims_for"] or (link["assumptions"] and link["gaps"]), link["id"]
        for one in link["elements"]:
            if not one["claims_for"]:
                assert f"no claim read bears on {one['element']}" in link["gaps"]
    assert found["facts"]
    for one in elements(found["facts"]):
        assert (
            one.get("claims_for")
            or one.get("claims_against")
            or one.get("claims_questioning")
            or set(one) == {"min", "max"}
        )
    assert found["tracks"]
    for track in found["tracks"]:
        assert track["chains"] or track["obligations"] or track["roles"]
        for chain in track["chains"]:
            ids = {link["id"]: link for link in track["links"]}
            steps = [ids[name] for name in chain]
            assert steps[0]["from"] == incident
            assert steps[-1]["to"] == track["actor"]
            assert all(a["to"] == b["from"] for a, b in itertools.pairwise(steps))


@pytest.mark.parametrize("incident", [KHAN_SHAYKHUN, MASSACRES])
def test_the_same_record_and_reading_give_the_same_bytes(
    index: Index, evidence: Evidence, incident: str
) -> None:
    first = json.dumps(trace_incident(evidence, incident).json(), ensure_ascii=False)
    again = json.dumps(trace_incident(Evidence(index), incident).json(), ensure_ascii=False)
    assert first == again


def test_tracks_are_never_joined(evidence: Evidence, invented: Evidence) -> None:
    found = [trace_incident(evidence, one) for one in (KHAN_SHAYKHUN, MASSACRES)]
    found += [trace_incident(invented, one) for one in incidents(invented)]
    allowed = {
        "state": {"perpetrator", "member", "attribution", "derived"},
        "individual": {"perpetrator", "member", "liability-mode"},
        "non-state": {"perpetrator", "member", "group-command"},
    }
    for one in found:
        for track in one.tracks:
            assert {link.kind for link in track.links} <= allowed[track.track]
            states = [link for link in track.links if link.kind in ("attribution", "derived")]
            assert track.track == "state" or not states


def incidents(evidence: Evidence) -> list[str]:
    found = evidence.index.match(None, None, None)
    names = {evidence.terms.compact(str(triple.subject).strip("<>")) for triple in found}
    return sorted(name for name in names if name.startswith(("incident:", "set:")))


# Names


def test_no_person_is_named_without_a_charge(invented: Evidence) -> None:
    names = incidents(invented)
    assert names
    for incident in names:
        found = trace_incident(invented, incident)
        text = json.dumps(found.json(), ensure_ascii=False) + "\n".join(lines(found))
        for name in NAMES:
            assert name not in text, incident


def test_the_holder_of_a_command_stands_for_the_person(invented: Evidence) -> None:
    found = trace_incident(invented, "incident:joint")
    holder = of(found, "holder of the command of actor:arvenian-army on 2030-03-02")
    last = next(link for link in holder.links if link.rule == "rule:rs-28-a")
    assert last.validity == "holds"
    assert last.claims_for == ()
    assert last.origins == (1, 1)  # counted, and not shown
    assert any("the name is left out" in gap for gap in last.gaps)
    minister = of(found, "holder of the office Minister of war on 2030-03-02")
    assert any(link.rule == "rule:rs-25-3-b" for link in minister.links)


def test_a_charge_for_the_incident_names_the_person(invented: Evidence) -> None:
    found = trace_incident(invented, "incident:charged")
    charged = of(found, "actor:general-charged")
    assert charged.track == "individual"
    named = next(link for link in charged.links if link.id.startswith("named "))
    assert "claim:incidents.charge-defendant" in named.claims_for
    assert any(link.rule == "rule:rs-28-a" for link in charged.links)


@pytest.mark.parametrize("incident", ["incident:annulled", "incident:joint"])
def test_a_charge_annulled_or_for_another_incident_names_nobody(
    invented: Evidence, incident: str
) -> None:
    found = trace_incident(invented, incident)
    assert not any(track.actor == "actor:general-charged" for track in found.tracks)
    assert any("borland-army" in one.actor for one in found.tracks if one.track == "individual")


def test_what_a_monitor_says_of_a_person_is_a_fact_and_no_link(invented: Evidence) -> None:
    blamed = trace_incident(invented, "incident:blamed")
    assert blamed.tracks == ()
    (fact,) = (one for one in blamed.facts if one.property == "resp:perpetrator")
    assert "no step leads on to a person" in fact.text
    concluded = trace_incident(invented, "incident:concluded")
    assert [track.actor for track in concluded.tracks] == ["actor:colonel-blamed"]


def test_a_fact_has_its_denials_its_doubts_and_the_senses_in_which_it_is_contested(
    invented: Evidence,
) -> None:
    found = trace_incident(invented, "incident:denied")
    (army,) = (one for one in found.facts if one.value == "actor:arvenian-army")
    assert army.claims_for == ("claim:incidents.denied-army",)
    assert army.claims_against == (
        "claim:incidents.denial-by-answer",
        "claim:incidents.denial-of-army",
    )
    assert army.claims_questioning == ("claim:incidents.left-open",)
    assert army.contested == ("denied-by-party",)
    (alone,) = (one for one in found.facts if one.value == "actor:arvenian-government")
    assert (alone.claims_for, alone.origins) == ((), (0, 0))  # only denied


# Roles, and who is asked for


def test_roles_say_how_somebody_comes_into_it(invented: Evidence) -> None:
    def roles(incident: str, actor: str) -> tuple[str, ...]:
        return of(trace_incident(invented, incident), actor).roles

    assert roles("incident:denied", "actor:arvenia") == ("named in the allegation",)
    assert roles("incident:whole-chain", "actor:arvenia") == (
        "named in the allegation through an organ",
    )
    assert roles("incident:joint", "actor:arvenia")[1:] == ("named only jointly",)
    assert roles("incident:by-group", "actor:borland") == ("reached without being named",)
    assert roles("incident:by-stray", "actor:stray-unit")[1:] == ("no State reached",)
    assert roles("incident:dead-chain", "actor:dead-a")[1:] == ("no State reached",)
    assert roles("incident:whole-chain", "actor:donia") == ("accused, no incident-level link",)


def test_one_actor_can_be_asked_for(evidence: Evidence, invented: Evidence) -> None:
    russia = trace_incident(evidence, MASSACRES, to="actor:russia")
    assert [track.actor for track in russia.tracks] == ["actor:russia"]
    organ = trace_incident(evidence, MASSACRES, to="actor:russian-armed-forces").tracks
    assert [one.roles for one in organ] == [("named in the allegation", "named only jointly")]
    nobody = trace_incident(invented, "incident:joint", to="actor:donia")
    assert [(one.actor, one.roles) for one in nobody.tracks] == [
        ("actor:donia", ("no allegation",))
    ]


@pytest.mark.parametrize("to", ["actor:nobody-at-all", "", "place:idlib-governorate", MASSACRES])
def test_nobody_but_an_actor_of_a_registry_can_be_asked_for(evidence: Evidence, to: str) -> None:
    with pytest.raises(UsageError, match="is no actor of a registry"):
        trace_incident(evidence, MASSACRES, to=to)
    with pytest.raises(UsageError, match="is no actor of a registry"):
        assess_scope(evidence, MASSACRES, actor=to)


def test_who_is_not_asked_for_takes_no_search(
    invented: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []

    def counted(edges: Any, start: str, goal: str, days: Any) -> Chains:
        searched.append(goal)
        return chains(edges, start, goal, days)

    monkeypatch.setattr("respondeat.individual.chains", counted)
    trace_incident(invented, "incident:charged", to="actor:borland")
    assert not searched
    trace_incident(invented, "incident:charged", to="actor:general-charged")
    assert set(searched) == {"actor:general-charged"}


def test_an_incident_that_nobody_speaks_of_is_an_error(workspace: Path) -> None:
    with pytest.raises(UsageError, match="is no incident or set"):
        trace(workspace, "incident:unheard-of")


def test_a_workspace_is_traced_under_a_reading(workspace: Path) -> None:
    everything = trace(workspace, KHAN_SHAYKHUN)
    reading = Reading("without the mechanism", "", {}, without=("actor:jim",))
    less = trace(workspace, KHAN_SHAYKHUN, reading, to="actor:syria")
    assert less.json()["reading"] == "without the mechanism"
    links = {link.id for link in less.tracks[0].links}
    assert f"perpetrator {KHAN_SHAYKHUN} > actor:syria" not in links
    assert links < {link.id for link in of(everything, "actor:syria").links}
    assert everything.json()["record"] == Workspace(workspace).head()


# What a reading leaves out


def test_what_a_reading_leaves_out_is_said_and_its_denials_are_listed(evidence: Evidence) -> None:
    reading = Reading.named("investigative-bodies")
    found = trace_incident(evidence.under(reading), KHAN_SHAYKHUN)
    out = {one.claim: one for one in found.left_out}
    heard = {one.claim for one in found.evidence.occurrence(KHAN_SHAYKHUN)}
    assert out
    assert not heard & out.keys()
    denial = out["claim:afp-2017-09-06.denied-involvement"]
    assert (denial.stance, denial.why) == ("denies", "not among those heard")
    body = found.json()
    assert body["left_out"] == [one.json() for one in found.left_out]
    assert out.keys() <= body["claims"].keys()
    stances = [one.stance for one in found.left_out]
    denied, doubted = stances.count("denies"), stances.count("questions")
    assert stances == sorted(stances, key=["denies", "questions", "affirms"].index)
    text = list(lines(found))
    place = next(n for n, line in enumerate(text) if "left out by the reading" in line)
    head = f"left out by the reading: {len(out)} claims, of them {denied} denial"
    assert text[place].strip().startswith(head)
    listed = text[place + 1 : place + 1 + denied + doubted]
    for line, one in zip(listed, found.left_out, strict=False):
        assert one.asserter in line
        assert one.why in line
        assert re.search(r"\d{4}|undated", line)
    assert text[place + 1 + denied + doubted] == ""


def test_a_reading_that_accepts_everything_leaves_nothing_out(khan_shaykhun: Trace) -> None:
    assert khan_shaykhun.json()["left_out"] == []
    assert not any("left out by the reading" in line for line in lines(khan_shaykhun))


def test_no_answer_is_said_where_no_party_concerned_has_answered(
    massacres: Trace, khan_shaykhun: Trace, invented: Evidence
) -> None:
    assert any(NO_ANSWER in line and "perpetrator" in line for line in lines(massacres))
    assert not any(
        NO_ANSWER in line and "perpetrator actor:syria" in line for line in lines(khan_shaykhun)
    )
    denied = trace_incident(invented, "incident:denied")
    assert not any(NO_ANSWER in line for line in lines(denied))
    # an answer that the reading does not hear is an answer
    silent = Reading("silent", "", {}, without=("actor:arvenia", "actor:arvenian-government"))
    unheard = trace_incident(invented.under(silent), "incident:denied")
    assert unheard.left_out
    assert not any(NO_ANSWER in line for line in lines(unheard))


def test_every_gap_is_of_a_kind_that_weigh_knows(evidence: Evidence, invented: Evidence) -> None:
    found = {
        (gap, document)
        for one in (evidence, invented)
        for incident in incidents(one)
        if one.occurrence(incident)
        for track in trace_incident(one, incident).tracks
        for link in track.links
        for gap, document in of_link(link)
    }
    assert len(found) > 50
    assert not sorted(gap for gap, document in found if document == UNREAD)


# In words


@pytest.mark.parametrize("incident", [KHAN_SHAYKHUN, MASSACRES])
def test_sentences_say_who_and_when_and_end_with_the_reading(
    evidence: Evidence, incident: str
) -> None:
    found = trace_incident(evidence, incident)
    text = list(lines(found))
    assert text[-1].startswith("reading: every-claim (")
    assert not [line for line in text if FORBIDDEN.search(line)]
    acts = [line for line in text if re.search(r"\bperpetrator actor:", line)]
    assert len(acts) > 5
    dated = re.compile(r"actor:[a-z0-9-]+ (?:in doc:\S+ )?\([^)]*(?:\d{4}|undated)")
    assert not [line for line in acts if not dated.search(line)]
    order = ["WHAT IS SAID", "STATE TRACK", "INDIVIDUAL TRACK", "NON-STATE TRACK", "Scope of every"]
    order += ["ACCUSATIONS", "CRIMES", "VENUES", "CHANGED IN PASSING ON"]
    places = [next(n for n, line in enumerate(text) if line.startswith(word)) for word in order]
    assert places == sorted(places)


def test_a_role_is_on_the_word_of_whoever_names_the_actor_itself(evidence: Evidence) -> None:
    text = [*lines(trace_incident(evidence, KHAN_SHAYKHUN))]
    (syria,) = (line for line in text if line.startswith("  actor:syria (Syrian Arab"))
    assert "also named in the allegation, by actor:jim (" in syria
    assert "actor:hrw" not in syria  # it names the Government
    assert "actor:un-coi-syria" not in syria  # it names the forces
    attacks = [line for line in text if "crime:rs-8-2-e-i (" in line]
    assert attacks
    assert all("of this incident, the crime itself is named by nobody" in one for one in attacks)


@pytest.mark.parametrize("incident", [KHAN_SHAYKHUN, MASSACRES])
def test_the_table_has_a_voice_and_a_date_in_every_row(evidence: Evidence, incident: str) -> None:
    found = trace_incident(evidence, incident)
    rows = table(found).rows
    assert rows
    assert len(rows) == sum(len(track.links) for track in found.tracks)
    for row in rows:
        cells = dict(zip(table(found).columns, row, strict=True))
        if "perpetrator" in cells["step"]:
            assert re.search(r"actor:[a-z-]+ \(.*(\d{4}|undated)", cells["for"])
        else:
            assert cells["for"] in ("assumption", "none") or "actor:" in cells["for"]


# Whatever is added


CLAIMS = st.sampled_from(
    [
        ("incident:joint", "perpetrator", "actor:both-armies"),
        ("incident:joint", "perpetrator", "actor:borland-army"),
        ("incident:joint", "perpetrator", "actor:borland"),
        ("incident:by-group", "perpetrator", "actor:free-band"),
        ("incident:whole-chain", "perpetrator", "actor:arvenia"),
        ("actor:unit-b", "commands", "actor:unit-a"),
        ("actor:arvenian-army", "organOf", "actor:arvenia"),
        ("actor:borland", "effectiveControl", "actor:free-band"),
        ("actor:cestia", "aids", "actor:borland"),
        ("actor:air-wing", "atDisposalOf", "actor:arvenia"),
    ]
)
ANSWERED = st.sampled_from([None, "claim:incidents.joint-by", "claim:incidents.command-b"])


def denial(number: int, about: str, name: str, value: str, answers: str | None) -> Row:
    return {
        **blank(),
        "document": "denials",
        "key": f"k{number}",
        "asserter": "actor:donia",
        "stance": "denies",
        "about": about,
        "property": f"resp:{name}",
        "value": value,
        "answers": answers.removeprefix("claim:") if answers else None,
        "verification": "read",
    }


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(CLAIMS, ANSWERED), min_size=1, max_size=3))
def test_a_denial_never_takes_a_claim_or_a_link_away(
    turtle: list[bytes], invented: Evidence, denials: list[tuple[tuple[str, str, str], str | None]]
) -> None:
    index = MemoryIndex()
    rows = [denial(number, *what, answers) for number, (what, answers) in enumerate(denials)]
    index.load([*turtle, claims_to_turtle(to_table(rows))])
    denied = Evidence(index)
    for incident in (
        "incident:joint",
        "incident:by-group",
        "incident:whole-chain",
        "incident:by-wing",
    ):
        before, after = trace_incident(invented, incident), trace_incident(denied, incident)
        assert for_claims(before) <= for_claims(after)
        assert {link for link, _ in for_claims(before)} <= {link for link, _ in for_claims(after)}


def for_claims(found: Trace) -> set[tuple[str, str]]:
    return {
        (f"{track.track} {track.actor} {link.id}", claim)
        for track in found.tracks
        for link in track.links
        for claim in (*link.claims_for, "")
    }
