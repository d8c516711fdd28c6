"""Two readings of one incident: what differs, and which part of them makes the difference."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.invented import invented

from respondeat.aspect import aspects
from respondeat.compare import Comparison, compare, compare_evidence
from respondeat.compare_cells import cells
from respondeat.compare_text import lines
from respondeat.errors import UsageError
from respondeat.evidence import Evidence
from respondeat.index import Index
from respondeat.reading import Reading
from respondeat.refusal import refusal
from respondeat.swap import Bench
from respondeat.trace import trace_incident

KHAN_SHAYKHUN = "incident:khan-shaykhun-2017-04-04"
MASSACRES = "set:idlib-massacres-2017-2018"
FORBIDDEN = re.compile(
    r"\b(breach|guilty|verdict|proven|co-perpetrator|strength|blocked)", re.IGNORECASE
)

CLAIMS = """
who incident:one perpetrator actor:band by=actor:monitor
again incident:one perpetrator actor:band by=actor:army
kind incident:one incidentType type:shelling by=actor:monitor
when incident:one occurredDuring 2015-01-01 by=actor:monitor
control actor:arvenia overallControl actor:band on=2010/.. by=actor:scholar
"""
KINDS = """
actor:band NonStateArmedGroup
actor:arvenia State
actor:monitor DocumentationOrganisation
actor:army ArmedForce
actor:scholar DocumentationOrganisation
"""
VAGUE = """
quantity:vague a resp:Quantity ; resp:unit unit:person .
claim:t.vague a resp:Claim ; resp:inDocument doc:t ; resp:about incident:one ;
  resp:asserter actor:monitor ; resp:verification "read" ; resp:stated "Dozens" ;
  says:killed quantity:vague .
"""
OVERALL = '"contested:art-8-control-test" = "position:overall-control-attributes"'
STATE = ["state", "actor:arvenia"]


def reading(name: str, text: str = "") -> Reading:
    return Reading.from_text(name, f'summary = "{name}"\n{text}')


@pytest.fixture(scope="module")
def record() -> Evidence:
    return invented(CLAIMS, kinds=KINDS, triples=VAGUE)


def compared(record: Evidence, left: str, right: str) -> Comparison:
    one, other = record.under(reading("one", left)), record.under(reading("other", right))
    return compare_evidence(one, other, "incident:one")


def difference(found: Comparison, kind: str, *item: str, aspect: str | None = None) -> Any:
    """Return one difference as JSON; ``item`` may leave out what follows."""
    (one,) = (
        one
        for one in found.json()["differences"]
        if (one["kind"], one["aspect"]) == (kind, aspect) and one["item"][: len(item)] == list(item)
    )
    return one


@pytest.fixture(scope="module")
def corpus(index: Index) -> Evidence:
    return Evidence(index)


@pytest.fixture(scope="module")
def khan_shaykhun(corpus: Evidence) -> Comparison:
    left, right = (corpus.under(Reading.named(name)) for name in ("applicant", "respondent"))
    return compare_evidence(left, right, KHAN_SHAYKHUN)


@pytest.fixture(scope="module")
def massacres(corpus: Evidence) -> Comparison:
    left, right = (corpus.under(Reading.named(name)) for name in ("applicant", "respondent"))
    return compare_evidence(left, right, MASSACRES)


# One part makes the difference


def test_a_position_under_which_a_rule_is_walked(record: Evidence) -> None:
    found = compared(record, "", f"[positions]\n{OVERALL}")
    track = difference(found, "track", *STATE)
    assert track["left"] is None
    assert track["right"]["chains"] == 1
    assert track["from_left"] == track["from_right"] == [["contested:art-8-control-test"]]
    link = difference(found, "link", "rule:arsiwa-8-overall actor:band > actor:arvenia")
    assert link["from_left"] == [["contested:art-8-control-test"]]
    text = "\n".join(lines(found))
    assert "other: Overall control suffices (position:overall-control-attributes)" in text
    assert "one: left open" in text
    assert "rule:arsiwa-8-overall" in text


def test_a_policy_down_to_the_property_and_the_claims(record: Evidence) -> None:
    policy = '[[policy]]\nsubjects = ["incident"]\nproperties = ["perpetrator"]\n'
    found = compared(record, "", policy + 'exclude = ["actor:monitor", "actor:army"]')
    fact = difference(found, "fact", "resp:perpetrator", "actor:band")
    assert fact["claims"] == ["claim:t.again", "claim:t.who"]
    track = difference(found, "track", "non-state", "actor:band")
    assert track["from_left"] == track["from_right"] == [["policy:perpetrator"]]
    assert track["claims"] == ["claim:t.again", "claim:t.who"]
    assert {(one["claim"], one["policy"], one["why"]) for one in found.json()["refused"]["right"]}
    assert found.json()["refused"]["left"] == []
    assert [one.why for one in found.refused[1]] == ["excluded", "excluded"]
    assert "other, policy 1: perpetrator of incident: not actor:monitor, actor:army" in "\n".join(
        lines(found)
    )


def test_fewer_voices_change_what_a_statement_rests_on(record: Evidence) -> None:
    found = compared(
        record, "", '[[policy]]\nsubjects = ["incident"]\nkinds = ["DocumentationOrganisation"]'
    )
    fact = difference(found, "fact", "resp:perpetrator", "actor:band", aspect="origins")
    assert (fact["left"]["max"], fact["right"]["max"]) == (2, 1)
    assert fact["claims"] == ["claim:t.again"]


def test_a_convention_by_its_word(record: Evidence) -> None:
    words = '[conventions]\n"dozens" = [24, 99]\n"scores" = [40, 199]'
    found = compared(record, "", words)
    fact = difference(found, "fact", "resp:killed", aspect="bounds")
    assert (fact["left"], fact["right"]) == ([[None, None]], [[24, 99]])
    assert fact["from_left"] == fact["from_right"] == [["conventions:dozens"]]
    assert len(found.differences) == 1
    text = "\n".join(lines(found))
    assert "what dozens means (1 fact)" in text
    assert "other: 24 to 99" in text


def test_what_is_left_out_by_name(record: Evidence) -> None:
    found = compared(record, "", 'without = ["claim:t.again", "actor:scholar"]')
    fact = difference(found, "fact", "resp:perpetrator", "actor:band", aspect="claims")
    assert fact["from_left"] == fact["from_right"] == [["without"]]
    assert [(one.claim, one.why) for one in found.refused[1]] == [
        ("claim:t.again", "left out by name")
    ]


# Several parts


def test_two_parts_together_and_each_alone_on_the_way_back(record: Evidence) -> None:
    deaf = '[[policy]]\nsubjects = ["actor"]\nexclude = ["actor:scholar"]'
    found = compared(record, deaf, f"[positions]\n{OVERALL}")
    track = difference(found, "track", *STATE)
    assert track["from_left"] == [["contested:art-8-control-test", "policy"]]
    assert track["from_right"] == [["contested:art-8-control-test"], ["policy"]]
    text = "\n".join(lines(found))
    assert "[1] and [2]" in text
    assert "[1] or [2], either alone" in text


def test_a_position_that_changes_nothing_is_idle(record: Evidence) -> None:
    other = '[positions]\n"contested:art-16-knowledge-or-intent" = "position:art-16-intent"\n'
    found = compared(record, "", other + OVERALL)
    assert found.idle == ("contested:art-16-knowledge-or-intent",)


def test_what_positions_would_change_on_the_others_claims(record: Evidence) -> None:
    policy = '[[policy]]\nsubjects = ["incident"]\nexclude = ["actor:monitor", "actor:army"]'
    found = compared(record, "", policy.replace("excl", 'properties = ["perpetrator"]\nexcl'))
    assert found.law == ((), ())  # no position differs
    found = compared(record, "", f"{policy}\nproperties = ['perpetrator']\n[positions]\n{OVERALL}")
    (changed,) = (one for one in found.json()["law"]["left"] if one["kind"] == "track")
    assert changed["item"] == STATE
    assert changed["parts"] == [["contested:art-8-control-test"]]
    assert not any(one.what.item == ("track", *STATE) for one in found.differences)


# Whatever is compared


def test_a_reading_does_not_differ_from_itself(record: Evidence) -> None:
    found = compared(record, f"[positions]\n{OVERALL}", f"[positions]\n{OVERALL}")
    assert found.differences == ()
    assert found.parts == ()
    assert "  there is no difference" in list(lines(found))


def mirrored(found: dict[str, Any]) -> dict[str, Any]:
    def turned(one: Any) -> Any:
        if isinstance(one, list):
            return [turned(part) for part in one]
        if not isinstance(one, dict):
            return one
        pairs = (("left", "right"), ("from_left", "from_right"))
        names = {a: b for pair in pairs for a, b in (pair, pair[::-1])}
        return {names.get(name, name): turned(value) for name, value in one.items()}

    keep = ("claims", "entities")
    return {name: one if name in keep else turned(one) for name, one in found.items()} | {
        "left": found["right"],
        "right": found["left"],
    }


@pytest.mark.parametrize(
    "right",
    [
        f"[positions]\n{OVERALL}",
        '[[policy]]\nsubjects = ["incident"]\nexclude = ["actor:army"]\n[positions]\n' + OVERALL,
        'without = ["actor:scholar"]\n[conventions]\n"dozens" = [24, 99]\n[positions]\n' + OVERALL,
    ],
)
def test_exchanging_the_readings_mirrors_the_result(record: Evidence, right: str) -> None:
    left = '[[policy]]\nsubjects = ["incident"]\nstances = ["affirms"]'
    one, other = (
        compare_evidence(record.under(a), record.under(b), "incident:one").json()
        for a, b in (
            (reading("a", left), reading("b", right)),
            (reading("b", right), reading("a", left)),
        )
    )
    assert one["differences"]
    assert json.dumps(mirrored(one), sort_keys=True) == json.dumps(other, sort_keys=True)


def test_the_same_comparison_has_the_same_bytes(record: Evidence) -> None:
    texts = {
        json.dumps(compared(record, "", f"[positions]\n{OVERALL}").json(), sort_keys=False)
        for _ in range(2)
    }
    assert len(texts) == 1


def test_a_reading_that_accepts_nothing_about_the_incident(record: Evidence) -> None:
    nothing = '[[policy]]\nsubjects = ["incident"]\naccept = ["actor:scholar"]'
    found = compared(record, "", nothing)
    assert found.traces[1] is None
    assert {side for one in found.differences for side in [one.right]} == {None}
    with pytest.raises(UsageError, match="neither reading accepts a claim"):
        compared(record, nothing, nothing)


# Why a claim is left out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('exclude = ["actor:monitor"]', "excluded"),
        ('kinds = ["State"]', "not among those heard"),
        ('stances = ["denies"]', "its stance is not heard"),
        ("origins = 3", "fewer than 3 independent origins"),
    ],
)
def test_why_a_policy_leaves_a_claim_out(record: Evidence, text: str, why: str) -> None:
    under = record.under(reading("mine", f'[[policy]]\nsubjects = ["incident"]\n{text}'))
    (one,) = (one for one in under.refused("incident:one") if one.claim == "claim:t.who")
    assert (refusal(under, one).policy, refusal(under, one).why) == (1, why)


def test_every_refusal_of_the_bundled_readings_has_a_reason(
    khan_shaykhun: Comparison, massacres: Comparison
) -> None:
    found = [one for each in (khan_shaykhun, massacres) for side in each.refused for one in side]
    assert len(found) > 60
    assert {one.why for one in found} == {
        "not among those heard",
        "below standard:ffm-established",
    }
    assert all(one.policy for one in found)


# The corpus


def test_khan_shaykhun_turns_on_whose_word_and_on_three_questions(
    khan_shaykhun: Comparison,
) -> None:
    syria = difference(khan_shaykhun, "track", "state", "actor:syria", aspect="chains")
    assert syria["left"] > 0 == syria["right"]
    assert syria["from_left"] == syria["from_right"] == [["policy:perpetrator"]]
    assert "claim:s-2017-904.perpetrator" in syria["claims"]
    ceasefire = difference(
        khan_shaykhun,
        "scope",
        "provision:ceasefire-2016-cessation",
        "actor:syria",
        aspect="result",
    )
    assert (ceasefire["left"][0], ceasefire["right"][0]) == ("in-scope", "excepted")
    assert ceasefire["from_left"] == [["contested:hts-is-nusra-before-listing"]]
    poison = difference(khan_shaykhun, "venue", "venue:icc", "crime:rs-8-2-e-xiii", aspect="result")
    assert (poison["left"], poison["right"]) == ("undetermined", "closed")
    assert poison["from_right"] == [["contested:art-121-5-non-party"]]
    gas = next(
        one.json()
        for one in khan_shaykhun.law[0]
        if one.what.item[:2] == ("scope", "provision:gas-protocol-use")
    )
    assert (gas["own"][0], gas["other"]) == ("in-scope", ["outside", "context"])
    assert gas["parts"] == [["contested:gas-protocol-in-niac"]]


def test_the_massacres_turn_on_one_voice_and_on_the_area_and_the_term(
    massacres: Comparison,
) -> None:
    syria = difference(massacres, "track", "state", "actor:syria", aspect="chains")
    assert {one.voices for one in massacres.refused[1] if one.claim in syria["claims"]} == {
        ("actor:snhr",)
    }
    guarantee = difference(
        massacres, "scope", "provision:astana-memorandum-guarantee", "actor:russia", aspect="result"
    )
    assert guarantee["from_left"] == [["contested:idlib-area-before-2017-09-15"]]
    assert guarantee["from_right"] == [
        ["contested:extension-after-november-2017", "contested:idlib-area-before-2017-09-15"]
    ]


def test_exchanging_what_is_named_does_make_the_difference(
    corpus: Evidence, massacres: Comparison
) -> None:
    """With evidence of its own for each reading, unlike the search."""
    bench = Bench(MASSACRES, *massacres.evidence, corpus.under)
    wanted = {one.from_left[0]: one for one in massacres.differences if one.from_left}
    for parts, one in wanted.items():
        alone = corpus.under(bench.reading(frozenset(parts)))
        found = aspects(trace_incident(alone, MASSACRES)).get(one.what.item)
        assert (found.get(one.what.aspect) if found and one.what.aspect else found) == one.right
        assert one.left != one.right


def test_no_difference_is_left_without_a_cause(
    khan_shaykhun: Comparison, massacres: Comparison
) -> None:
    for found in (khan_shaykhun, massacres):
        assert all(one.from_left and one.from_right for one in found.differences)


@pytest.mark.parametrize("which", ["khan_shaykhun", "massacres"])
def test_it_reads_in_counsels_order_and_ends_with_the_readings(
    which: str, request: pytest.FixtureRequest
) -> None:
    found: Comparison = request.getfixturevalue(which)
    text = list(lines(found))
    order = ["FACTS", "TRACKS", "SCOPE", "CRIMES", "VENUES", "WHAT MAKES THE DIFFERENCE"]
    places = [next(n for n, line in enumerate(text) if line.startswith(word)) for word in order]
    assert places == sorted(places)
    assert text[-2].startswith("left reading: applicant (")
    assert text[-1].startswith("right reading: respondent (")
    assert not [line for line in text if FORBIDDEN.search(line)]
    assert max(map(len, text[:-2])) <= 101
    assert len(text) < 500
    dated = re.compile(r"actor:[a-z0-9-]+ \([^)]*(?:\d{4}|undated)")
    acts = [cell for one in found.traces for cell in cells(one).values() if "perpetrator" in cell]
    assert acts
    assert all(dated.search(cell) for cell in acts)


def test_a_workspace_is_compared_up_to_two_entries(workspace: Path) -> None:
    late = Reading.named("every-claim")
    early = late._replace(name="early", known=60)
    found = compare(workspace, MASSACRES, early, late)
    assert {part.id for part in found.parts} == {"known"}
    assert found.evidence[0].head != found.evidence[1].head
    assert found.differences
    assert {one.why for side in found.refused for one in side} <= {
        "not in the record by then",
        "replaced by a later claim",
    }
