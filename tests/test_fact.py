"""Facts: denials of kin and of broader terms, negative facts, and what only differs."""

from __future__ import annotations

import pytest

from respondeat.denial import denials
from respondeat.evidence import Evidence
from respondeat.fact import Fact, facts
from respondeat.index import Index, MemoryIndex
from respondeat.said import Said
from respondeat.trace import trace_incident
from respondeat.track_text import track_lines

ATTACK = "incident:khan-shaykhun-2017-04-04"
DENIED_INVOLVEMENT = "claim:afp-2017-09-06.denied-involvement"
COMMAND = "claim:syrian-command-2017-04-04.perpetrator"


@pytest.fixture(scope="module")
def evidence(index: Index) -> Evidence:
    return Evidence(index)


@pytest.fixture(scope="module")
def found(evidence: Evidence) -> dict[tuple[str, str], Fact]:
    """Return the facts about Khan Shaykhun by property and value."""
    said = evidence.occurrence(ATTACK)
    return {(one.property[5:], one.value): one for one in facts(evidence, said)}


@pytest.mark.parametrize("actor", ["actor:syrian-air-force", "actor:syrian-government"])
def test_a_denial_for_kin_stands_beside_and_is_no_denial(
    found: dict[tuple[str, str], Fact], actor: str
) -> None:
    one = found["perpetrator", actor]
    assert one.claims_against == ()
    assert one.contested == ()
    assert {DENIED_INVOLVEMENT, COMMAND} <= set(one.denied_beside)
    assert "denied for actor:syria by actor:syrian-government (2017-09-06)" in one.text
    assert "denied for actor:syrian-armed-forces by actor:syrian-command" in one.text
    assert one.json()["denied_beside"] == list(one.denied_beside)


def test_a_denial_of_the_statement_itself_does_not_stand_beside_it(
    found: dict[tuple[str, str], Fact],
) -> None:
    one = found["perpetrator", "actor:syria"]
    assert one.claims_against == (DENIED_INVOLVEMENT,)
    assert DENIED_INVOLVEMENT not in one.denied_beside
    assert found["perpetrator", "actor:groups-blamed-by-syrian-command"].denied_beside == ()


@pytest.mark.parametrize("weapon", ["nerve-agent", "sarin", "sarin-or-sarin-like"])
def test_a_denial_of_the_broader_term_reaches_the_narrower(
    found: dict[tuple[str, str], Fact], weapon: str
) -> None:
    one = found["weapon", f"weapon:{weapon}"]
    assert dict(one.disputes)["denied-by-party"] == ("claim:syrian-command-2017-04-04.weapon",)
    said = "denied of the broader term weapon:chemical-weapon by actor:syrian-command (2017-04-04)"
    assert said in one.text
    assert one.claims_against == ()


def test_a_negative_fact_is_no_denial(found: dict[tuple[str, str], Fact]) -> None:
    visit = found["siteVisitedBy", "actor:hrw"]
    assert visit.negative == visit.claims_against == ("claim:rferl-28462260.no-visit",)
    assert visit.text == ("actor:rfe-rl (2017-05-01) says that it was not: siteVisitedBy actor:hrw")
    for one in found.values():
        assert one.property == "resp:siteVisitedBy" or one.negative == ()
    assert (
        " denies: weapon weapon:chemical-weapon" in found["weapon", "weapon:chemical-weapon"].text
    )


def test_a_negative_fact_is_no_denial_on_a_track_either(evidence: Evidence) -> None:
    traced = trace_incident(evidence, ATTACK)
    text = "\n".join(line for track in traced.tracks for line in track_lines(traced, track))
    assert "siteVisitedBy actor:hrw said not to be so by actor:rfe-rl (2017-05-01)" in text
    assert "siteVisitedBy actor:hrw denied" not in text
    assert "perpetrator actor:syria denied by actor:syrian-government" in text


def test_counts_of_several_days_follow_each_other(found: dict[tuple[str, str], Fact]) -> None:
    counts = [one for one in found.values() if one.property == "resp:killed"]
    assert not [one for one in counts if "contradicted" in one.contested]
    undated = next(one for one in counts if "actor:snhr (undated) says: killed 91" in one.text)
    assert [sense for sense, _ in undated.disputes] == ["differs"]
    assert "differs from another source: killed 87 (person, people), said by" in undated.text


def test_relays_that_differ_are_named_apart(evidence: Evidence) -> None:
    said = evidence.occurrence("set:idlib-massacres-2017-2018")
    differ = {one.property for one in facts(evidence, said) if one.disputes}
    assert differ == {"resp:occurredDuring", "resp:perpetrator", "resp:size"}


def test_only_a_party_or_an_answer_denies() -> None:
    index = Evidence(MemoryIndex())
    says = Said("claim:a.k", "affirms", "actor:a", "incident:i", "resp:perpetrator", "actor:x")
    weapon = says._replace(claim="claim:w.k", property="resp:weapon", value="weapon:w")
    by_party = says._replace(claim="claim:b.k", stance="denies", asserter="actor:x")
    by_other = by_party._replace(claim="claim:c.k", asserter="actor:y")
    unsaid = by_party._replace(claim="claim:d.k", value="actor:z")
    of_weapon = by_party._replace(claim="claim:e.k", property="resp:weapon", value="weapon:w")
    elsewhere = of_weapon._replace(claim="claim:f.k", about="incident:j")
    said = [says, weapon, by_party, by_other, unsaid, of_weapon, elsewhere]
    assert denials(index, said) == {"claim:b.k", "claim:e.k"}
    answers = by_other._replace(answers="claim:a.k")
    assert denials(index, [says, answers]) == {"claim:c.k"}
