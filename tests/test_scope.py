"""Scope over invented incidents that stand on the edges of the agreements, and over the corpus."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.invented import invented

from respondeat.applicability import TESTS
from respondeat.case import Outcome
from respondeat.errors import UsageError
from respondeat.evidence import Evidence
from respondeat.load import load
from respondeat.reading import Reading
from respondeat.scope import RESULTS, Scope, assess_scope, result_of
from respondeat.scope_text import lines
from respondeat.workspace import Workspace

KHAN_SHAYKHUN = "incident:khan-shaykhun-2017-04-04"
CESSATION = "provision:astana-memorandum-cessation"
GUARANTEE = "provision:astana-memorandum-guarantee"
GOVERNMENT_FORCES = "actor:syrian-armed-forces"
RUSSIAN_FORCES = "actor:russian-armed-forces"


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    here = Path(__file__).parent
    folder = tmp_path_factory.mktemp("scope") / "workspace"
    load(folder, [here.parent / "corpus", here / "scope" / "incidents"], by="tests")
    return Evidence(Workspace(folder).index())


def one(evidence: Evidence, about: str, provision: str, actor: str) -> dict[str, Any]:
    found = [
        scope.json("every-claim")
        for scope in assess_scope(evidence, about, actor=actor)
        if scope.provision == provision
    ]
    assert len(found) == 1
    return found[0]


def test_khan_shaykhun_is_outside_the_memorandum_under_every_candidate(evidence: Evidence) -> None:
    memorandum = [
        scope
        for scope in assess_scope(evidence, KHAN_SHAYKHUN)
        if scope.instrument == "instrument:astana-memorandum-2017-05-04"
    ]
    assert len(memorandum) > 5
    for scope in memorandum:
        assert scope.result == "outside"
        assert scope.reason == "time"
        force = scope.outcomes["force"]
        assert force.value is False
        assert "2017-05-04 (actor:tass)" in force.why
        assert "2017-05-05 (actor:interfax)" in force.why
        assert "before signature on 2017-05-04" in force.why


def test_what_bound_khan_shaykhun_that_day(evidence: Evidence) -> None:
    bound = {
        scope.provision
        for scope in assess_scope(evidence, KHAN_SHAYKHUN, actor="actor:syria")
        if scope.result == "in-scope"
    }
    assert {
        "provision:cwc-i-1",
        "provision:common-article-3",
        "provision:s-res-2118-use",
        "provision:ihl-rule-11",
        "provision:ihl-rule-74",
    } <= bound
    ceasefire = one(evidence, KHAN_SHAYKHUN, "provision:ceasefire-2016-cessation", "actor:syria")
    assert ceasefire["result"] == "in-scope-unless"
    gas = one(evidence, KHAN_SHAYKHUN, "provision:gas-protocol-use", "actor:syria")
    assert gas["result"] == "undetermined"
    assert any("contested:gas-protocol-in-niac" in text for text in gas["missing"])


def test_non_party_is_outside_and_nothing_more_is_said(evidence: Evidence) -> None:
    ccm = one(evidence, KHAN_SHAYKHUN, "provision:ccm-use", "actor:syria")
    assert (ccm["result"], ccm["reason"]) == ("outside", "person")


def test_on_4_may_force_is_unknown_and_names_the_candidates(evidence: Evidence) -> None:
    found = one(evidence, "incident:on-4-may", GUARANTEE, "actor:russia")
    assert found["force"] == "unknown"
    assert found["result"] == "undetermined"
    assert any("2017-05-04" in text and "2017-05-05" in text for text in found["missing"])


def test_on_5_may_force_is_true_and_the_cessation_not_yet_operative(evidence: Evidence) -> None:
    found = one(evidence, "incident:on-5-may", CESSATION, GOVERNMENT_FORCES)
    assert found["force"] == "true"
    assert (found["time"], found["result"], found["reason"]) == ("false", "outside", "time")
    assert "operative from 2017-05-06" in found["because"]["time"]


def test_competing_dates_of_the_incident_leave_time_open(evidence: Evidence) -> None:
    found = one(evidence, "incident:on-4-or-6-may", CESSATION, GOVERNMENT_FORCES)
    assert (found["time"], found["result"]) == ("unknown", "undetermined")


def test_in_idlib_province_is_not_inside_the_agreed_lines(evidence: Evidence) -> None:
    found = one(evidence, "incident:in-idlib", CESSATION, GOVERNMENT_FORCES)
    assert (found["territory"], found["result"]) == ("unknown", "undetermined")
    assert any(text.startswith("whether place:idlib-governorate") for text in found["missing"])


def test_another_governorate_is_outside_by_territory(evidence: Evidence) -> None:
    found = one(evidence, "incident:in-damascus", CESSATION, GOVERNMENT_FORCES)
    assert (found["result"], found["reason"]) == ("outside", "territory")


def test_inside_the_agreed_lines_is_in_scope_unless_the_carve_out(evidence: Evidence) -> None:
    found = one(evidence, "incident:inside-lines", CESSATION, GOVERNMENT_FORCES)
    assert [found[name] for name in TESTS[:-1]] == ["true"] * 6
    assert (found["exception"], found["result"]) == ("unknown", "in-scope-unless")
    assert any("actor:al-nusrah-front" in text for text in found["missing"])


def test_whether_the_cessation_binds_russian_forces_is_contested(evidence: Evidence) -> None:
    found = one(evidence, "incident:inside-lines-by-russia", CESSATION, RUSSIAN_FORCES)
    assert (found["person"], found["result"]) == ("unknown", "undetermined")
    assert any("contested:russian-forces-conflicting-party" in text for text in found["missing"])


def test_a_position_decides_a_contested_question(evidence: Evidence) -> None:
    question = "contested:russian-forces-conflicting-party"
    (contested,) = (one for one in evidence.contested if one.name == question)
    for position, value in contested.positions.items():
        reading = Reading("test", "", {question: position})
        found = [
            scope
            for scope in assess_scope(
                evidence.under(reading), "incident:inside-lines-by-russia", actor=RUSSIAN_FORCES
            )
            if scope.provision == CESSATION
        ]
        assert found[0].outcomes["person"].value is value
        assert found[0].result == ("in-scope-unless" if value else "outside")


def test_an_exception_lifts_only_where_it_surely_holds(evidence: Evidence) -> None:
    on_listed = one(evidence, "incident:inside-lines-on-nusrah", CESSATION, GOVERNMENT_FORCES)
    assert on_listed["exception"] == "unknown"  # by person or by place is contested
    on_none = one(evidence, "incident:inside-lines-not-on-listed", CESSATION, GOVERNMENT_FORCES)
    assert on_none["result"] == "in-scope"
    custom = one(
        evidence, "incident:inside-lines-on-nusrah", "provision:ihl-rule-1", GOVERNMENT_FORCES
    )
    assert custom["exception"] == "false"  # it lifts only its own provision


def test_after_its_term_force_is_unknown(evidence: Evidence) -> None:
    found = one(evidence, "incident:in-february-2018", CESSATION, GOVERNMENT_FORCES)
    assert (found["force"], found["result"]) == ("unknown", "undetermined")


def test_members_are_tested_for_themselves_and_alternatives_not_at_all(evidence: Evidence) -> None:
    both = {scope.actor for scope in assess_scope(evidence, "incident:by-both")}
    assert {"actor:syrian-government", RUSSIAN_FORCES} <= both
    assert "actor:syrian-government-and-russian-forces" not in both
    either = {scope.actor for scope in assess_scope(evidence, "incident:by-either")}
    assert not either & {GOVERNMENT_FORCES, RUSSIAN_FORCES, "actor:syrian-or-russian-forces"}


def test_person_is_outside_only_where_a_source_says_so(evidence: Evidence) -> None:
    closed = one(evidence, "incident:inside-lines", "provision:closed-pact-1", GOVERNMENT_FORCES)
    assert (closed["person"], closed["result"]) == ("false", "outside")
    still_open = one(evidence, "incident:inside-lines", "provision:open-pact-1", GOVERNMENT_FORCES)
    assert (still_open["person"], still_open["result"]) == ("unknown", "undetermined")


def test_before_signature_needs_no_entry_into_force(evidence: Evidence) -> None:
    found = one(evidence, "incident:inside-lines", "provision:unsigned-pact-1", "actor:iran")
    assert (found["force"], found["reason"]) == ("false", "time")


def test_a_set_across_a_boundary_is_not_decomposable(evidence: Evidence) -> None:
    found = one(evidence, "set:spring-2017", CESSATION, GOVERNMENT_FORCES)
    assert found["result"] == "not-decomposable"


def test_without_a_date_nothing_is_outside_by_time(evidence: Evidence) -> None:
    for scope in assess_scope(evidence, "incident:undated"):
        assert scope.outcomes["force"].value is not False


def test_every_result_names_claims_or_what_is_missing(evidence: Evidence) -> None:
    for about in (KHAN_SHAYKHUN, "set:idlib-massacres-2017-2018"):
        for scope in assess_scope(evidence, about):
            found = scope.json("every-claim")
            assert found["claims"], found
            if found["result"] in ("undetermined", "in-scope-unless"):
                assert found["missing"], found
            if found["result"] == "outside":
                assert found[found["reason"]] == "false"


def test_what_applied_is_printed_before_what_did_not(evidence: Evidence) -> None:
    text = "\n".join(lines(assess_scope(evidence, KHAN_SHAYKHUN)))
    assert text.index("IN SCOPE:") < text.index("UNDETERMINED") < text.index("OUTSIDE")
    for word in ("breach", "guilty", "violat", "proven"):
        assert word not in text.lower()


_VALUES = st.sampled_from([True, False, None])


@given(st.lists(_VALUES, min_size=7, max_size=7), st.integers(0, 6))
def test_losing_knowledge_moves_a_result_only_towards_undetermined(
    values: list[bool | None], lost: int
) -> None:
    known = dict(zip(TESTS, (Outcome(value, "") for value in values), strict=True))
    less = {**known, TESTS[lost]: Outcome(None, "")}
    before, after = result_of(known, straddles=False), result_of(less, straddles=False)
    assert after == before or after in ("undetermined", "in-scope-unless")
    assert (before, after) != ("outside", "in-scope-unless") or False not in [
        one.value for one in list(less.values())[:-1]
    ]


def test_every_vector_has_the_result_that_the_rule_gives() -> None:
    for values in itertools.product((True, False, None), repeat=7):
        outcomes = dict(zip(TESTS, (Outcome(value, "") for value in values), strict=True))
        result = result_of(outcomes, straddles=False)
        assert result in RESULTS
        assert (result == "outside") == (False in values[:-1])
        if all(value is True for value in values[:-1]):
            words = {True: "excepted", False: "in-scope", None: "in-scope-unless"}
            assert result == words[values[-1]]


def scoped(evidence: Evidence, about: str, provision: str) -> list[Scope]:
    found = [one for one in assess_scope(evidence, about) if one.provision == provision]
    assert found
    return found


def test_a_treaty_that_does_not_apply_in_a_state_is_outside_by_territory(
    evidence: Evidence,
) -> None:
    # additional protocol II: the Russian Federation is a party, the State of territory is not
    found = one(
        evidence, "set:idlib-massacres-2017-2018", "provision:additional-protocol-2-13",
        "actor:russia",
    )  # fmt: skip
    assert (found["result"], found["reason"]) == ("outside", "territory")
    assert "place:syria (actor:editor unverified)" in found["because"]["territory"]


def test_an_obligation_of_conduct_needs_no_conduct_of_others(evidence: Evidence) -> None:
    for scope in scoped(evidence, "set:idlib-massacres-2017-2018", GUARANTEE):
        assert scope.outcomes["matter"].value is True
        assert "owed whatever others do" in scope.outcomes["matter"].why


def test_the_reach_of_common_article_1_is_open(evidence: Evidence) -> None:
    article, question = "provision:common-article-1", "contested:common-article-1-in-niac"
    for scope in scoped(evidence, KHAN_SHAYKHUN, article):
        assert scope.outcomes["context"].value is None
    for name, value in (("reaches-niac", True), ("international-only", False)):
        reading = Reading("test", "", {question: f"position:common-article-1-{name}"})
        for scope in scoped(evidence.under(reading), KHAN_SHAYKHUN, article):
            assert scope.outcomes["context"].value is value


def test_scope_is_of_occurrences_with_claims_only(evidence: Evidence) -> None:
    with pytest.raises(UsageError, match="is no incident or set"):
        assess_scope(evidence, "actor:russia")
    with pytest.raises(UsageError, match="accepts no claim about"):
        assess_scope(evidence, "incident:daraa-2017")


def test_who_is_only_involved_is_tested_and_never_named_as_perpetrator() -> None:
    both = invented(
        """
        d incident:i occurredDuring 2017-07-01
        a incident:i perpetrator actor:syrian-armed-forces
        b incident:i involved actor:rebels
        c incident:i involved actor:syrian-armed-forces
        m provision:p matter type:attack
        """,
        triples="provision:p resp:provisionOf instrument:i . instrument:i a resp:Instrument .\n",
    )
    found = {one.actor: one.named for one in assess_scope(both, "incident:i")}
    assert found == {"actor:syrian-armed-forces": "perpetrator", "actor:rebels": "involved"}
    text = "\n".join(lines(assess_scope(both, "incident:i")))
    assert "actor:rebels (said to be involved, in a way left open)" in text


def test_a_group_that_is_involved_is_tested_member_by_member() -> None:
    group = invented(
        """
        a incident:i involved actor:either-side
        m provision:p matter type:attack
        """,
        triples="provision:p resp:provisionOf instrument:i . instrument:i a resp:Instrument .\n"
        "actor:either-side resp:member actor:one , actor:two .\n",
    )
    found = {one.actor: one.named for one in assess_scope(group, "incident:i")}
    assert found == {"actor:one": "involved", "actor:two": "involved"}


def test_who_owes_an_undertaking_owes_it_whoever_was_involved() -> None:
    owed = invented(
        """
        a incident:i involved actor:one
        k provision:p provisionKind kind:undertaking
        w provision:p addressee actor:guarantor
        m provision:p matter type:attack
        """,
        triples="provision:p resp:provisionOf instrument:i . instrument:i a resp:Instrument .\n",
    )
    assert [(o.actor, o.named) for o in assess_scope(owed, "incident:i")] == [
        ("actor:guarantor", "addressed")
    ]
