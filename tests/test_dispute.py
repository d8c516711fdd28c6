"""Three senses of contested, on made claims and on Khan Shaykhun; silence is none of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from respondeat.dispute import DIFFERENCES, SENSES, Dispute, disputes
from respondeat.evidence import Evidence
from respondeat.index import Index, MemoryIndex
from respondeat.period import Period
from respondeat.publication import Publication
from respondeat.said import Said

KHAN_SHAYKHUN = "incident:khan-shaykhun-2017-04-04"
EMPTY = Evidence(MemoryIndex())


@pytest.fixture(scope="module")
def evidence(index: Index) -> Evidence:
    return Evidence(index)


@pytest.fixture(scope="module")
def khan_shaykhun(evidence: Evidence) -> list[Said]:
    return evidence.occurrence(KHAN_SHAYKHUN)


@pytest.fixture(scope="module")
def found(evidence: Evidence, khan_shaykhun: list[Said]) -> dict[tuple[str, str, str], Dispute]:
    """Return the disputes about Khan Shaykhun by property, value and sense."""
    all_of_them = disputes(evidence, khan_shaykhun)
    by_key = {(d.statement[1][5:], d.statement[2], d.sense): d for d in all_of_them}
    assert len(by_key) == len(all_of_them)
    return by_key


def claim(name: str, asserter: str, value: str, stance: str = "affirms", **fields: Any) -> Said:
    usual = {"property": "resp:perpetrator", "document": f"doc:{name}", "about": "incident:i"}
    rest = usual | fields
    about, name_of = rest.pop("about"), rest.pop("property")
    return Said(f"claim:{name}.k", stance, f"actor:{asserter}", about, name_of, value, **rest)


def counted(name: str, lower: float, upper: float | None, **fields: Any) -> Said:
    return claim(
        name,
        name,
        f"quantity:{lower}-{upper}",
        property="resp:killed",
        lower=lower,
        upper=upper,
        **fields,
    )


def senses(said: list[Said], evidence: Evidence = EMPTY) -> list[str]:
    return [dispute.sense for dispute in disputes(evidence, said)]


# --- the algebra ---------------------------------------------------------------------------------

AFFIRMED = claim("a", "reporter", "actor:x")

CLAIMS = st.lists(
    st.builds(
        lambda i, who, value, stance, name: claim(
            f"d{i}", who, value, stance, property=f"resp:{name}"
        ),
        st.integers(0, 10**6),
        st.sampled_from(["reporter", "x", "y", "z"]),
        st.sampled_from(["actor:x", "actor:y"]),
        st.sampled_from(["affirms", "denies", "questions"]),
        st.sampled_from(["perpetrator", "involved", "weapon", "cause"]),
    ),
    max_size=12,
    unique_by=lambda one: one.claim,
)


@given(CLAIMS, st.sampled_from(["x", "y", "z"]), st.sampled_from(["actor:x", "actor:y"]))
def test_a_denial_removes_no_claim_and_adds_to_disputes_only(
    said: list[Said], who: str, value: str
) -> None:
    before = {(d.statement, d.sense): d for d in disputes(EMPTY, said)}
    denial = claim("denial", who, value, "denies")
    after = {(d.statement, d.sense): d for d in disputes(EMPTY, [*said, denial])}
    assert set(before) <= set(after)
    for key, dispute in before.items():
        assert set(dispute.claims_for) <= set(after[key].claims_for)
        assert set(dispute.claims_against) <= set(after[key].claims_against)


@given(CLAIMS)
def test_nobody_contests_what_nobody_else_affirms(said: list[Said]) -> None:
    asserters = {one.claim: one.asserter for one in said}
    stances = {one.claim: one.stance for one in said}
    for dispute in disputes(EMPTY, said):
        assert dispute.sense in SENSES | DIFFERENCES
        assert {stances[one] for one in dispute.claims_for} == {"affirms"}
        assert "questions" not in {stances[one] for one in dispute.claims_against}
        assert set(dispute.by) == {asserters[one] for one in dispute.claims_against}


def test_silence_and_doubt_are_no_denial() -> None:
    assert senses([AFFIRMED]) == []
    assert senses([AFFIRMED, claim("b", "x", "actor:x", "questions")]) == []


def test_who_denies_makes_the_sense() -> None:
    assert senses([AFFIRMED, claim("b", "x", "actor:x", "denies")]) == ["denied-by-party"]
    assert senses([AFFIRMED, claim("b", "y", "actor:x", "denies")]) == ["contradicted"]
    assert senses([AFFIRMED, claim("b", "reporter", "actor:x", "denies")]) == []
    assert senses([AFFIRMED, claim("b", "x", "actor:y", "denies")]) == []


def test_a_denial_that_answers_a_claim_need_not_repeat_it() -> None:
    answer = claim("b", "x", "weapon:sarin", "denies", property="resp:weapon")
    assert senses([AFFIRMED, answer]) == []
    assert senses([AFFIRMED, answer._replace(answers="claim:a.k")]) == ["denied-by-party"]


def test_the_party_named_may_deny_what_is_said_of_the_weapon(evidence: Evidence) -> None:
    weapon = claim("w", "reporter", "weapon:sarin", property="resp:weapon")
    denial = claim(
        "b", "syrian-command", "weapon:chemical-weapon", "denies", property="resp:weapon"
    )
    assert senses([weapon, denial], evidence) == ["contradicted"]
    by_organ = claim("a", "reporter", "actor:syrian-air-force")
    assert senses([by_organ, weapon, denial], evidence) == ["denied-by-party"]
    narrower = denial._replace(value="weapon:sarin")
    assert senses([by_organ, weapon._replace(value="weapon:chemical-weapon"), narrower]) == []


@pytest.mark.parametrize(
    ("actor", "sense"),
    [
        ("syrian-russian-alliance-forces", "denied-by-party"),
        ("russia", "denied-by-party"),
        ("syrian-or-russian-forces", "contradicted"),
        ("hts", "contradicted"),
    ],
)
def test_each_of_a_group_is_concerned_and_neither_of_two(
    evidence: Evidence, actor: str, sense: str
) -> None:
    said = [
        claim("a", "reporter", f"actor:{actor}"),
        claim("b", "russian-ministry-of-defence", f"actor:{actor}", "denies"),
    ]
    assert senses(said, evidence) == [sense]


def test_denying_one_of_two_does_not_deny_one_or_the_other(evidence: Evidence) -> None:
    either = claim("a", "sohr", "actor:syrian-government-or-russian-aircraft")
    denial = claim("b", "russian-ministry-of-defence", "actor:russian-armed-forces", "denies")
    assert senses([either, denial], evidence) == []


def test_another_time_or_place_is_another_statement() -> None:
    may, june = Period.from_edtf("2017-05"), Period.from_edtf("2017-06")
    denial = claim("b", "x", "actor:x", "denies", period=june)
    assert senses([AFFIRMED._replace(period=may), denial]) == []
    assert senses([AFFIRMED._replace(period=june), denial]) == ["denied-by-party"]
    assert senses([AFFIRMED, denial]) == ["denied-by-party"]
    here, there = AFFIRMED._replace(place="place:p"), denial._replace(place="place:q")
    assert senses([here, there]) == []


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((86, 86), (87, 87), True),
        ((90, None), (87, 87), True),
        ((35, None), (87, 87), False),
        ((80, 90), (87, 95), False),
    ],
)
def test_numbers_differ_where_none_fits_both(
    one: tuple[float, float | None], other: tuple[float, float | None], apart: bool
) -> None:
    pair = [counted("a", *one), counted("b", *other)]
    assert senses(pair) == ["differs"] * (2 * apart)
    assert senses([pair[0], pair[1]._replace(asserter="actor:a")]) == []
    assert senses([pair[0], pair[1]._replace(counts="target:children")]) == []
    assert senses([pair[0], pair[1]._replace(about="set:s")]) == []


@pytest.mark.parametrize(
    ("days", "sense"),
    [
        (("2017-04-04", "2017-04-04"), "contradicted"),
        (("2017-04-04", "2017-04-05"), None),
        (("2017-04-04", "2017-05"), None),
        (("2017-04-04", "2017-04"), "differs"),
        (("2017-04", "2017-04"), "differs"),
        (("2017-04-04", None), "differs"),
    ],
)
def test_counts_of_two_days_follow_each_other(
    days: tuple[str, str | None], sense: str | None
) -> None:
    evidence = Evidence(MemoryIndex())
    for name, day in zip("ab", days, strict=True):
        known = Publication(f"doc:{name}", "", f"actor:{name}", day, None, None, (), ())
        evidence.documents[known.document] = known
    pair = [counted("a", 86, 86), counted("b", 87, 87)]
    assert senses(pair, evidence) == [sense] * 2 * (sense is not None)


def test_relays_of_one_source_that_differ_contradict_nobody() -> None:
    def relay(name: str, lower: float, upper: float | None = None, **fields: Any) -> Said:
        usual = {"document": f"doc:{name}", "asserter": "actor:source", "relays": ("doc:report",)}
        return counted(name, lower, upper)._replace(**(usual | fields))

    pair = [relay("a", 30), relay("b", 32)]
    assert senses(pair) == ["differs-between-relays"] * 2
    assert senses([pair[0], relay("b", 30)]) == []
    assert senses([pair[0], relay("b", 32, relays=("doc:another",))]) == []
    # a lead beside the number that the other relay gives
    assert senses([*pair, relay("c", 32, document="doc:a")]) == []
    vague = relay("c", 1)._replace(lower=None, document="doc:a", stated="dozens")
    assert senses([*pair, vague]) == ["differs-between-relays"] * 2


def test_values_that_exclude_each_other(evidence: Evidence) -> None:
    def pair(name: str, one: str, other: str, about: str = "incident:i") -> list[str]:
        a = claim("a", "a", one, property=f"resp:{name}", about=about)
        return senses([a, a._replace(claim="claim:b.k", asserter="actor:b", value=other)], evidence)

    assert pair("cause", "cause:chemical-munition", "cause:depot-release")
    assert not pair("weapon", "weapon:sarin", "weapon:aerial-bomb")
    assert not pair("perpetrator", "actor:syria", "actor:hts")
    assert pair("occurredAt", "place:khan-shaykhun", "place:latakia-governorate")
    assert not pair("occurredAt", "place:khan-shaykhun", "place:idlib-governorate")
    assert not pair("occurredAt", "place:khan-shaykhun", "place:latakia-governorate", "set:s")
    # where the registry knows nothing around one of them, they may be one place
    assert not pair("occurredAt", "place:khan-shaykhun", "place:of-no-registry")


def test_days_of_one_incident_that_are_surely_apart() -> None:
    def on(name: str, day: str, about: str) -> Said:
        period = Period.from_edtf(day)
        key = f"period:{period.key()}"
        return claim(name, name, key, property="resp:occurredDuring", period=period, about=about)

    for about, expected in (("incident:i", ["contradicted"] * 2), ("set:s", [])):
        assert senses([on("a", "2017-04-04", about), on("b", "2017-04-05", about)]) == expected
        assert senses([on("a", "2017-04-04", about), on("b", "2017-04", about)]) == []


# --- Khan Shaykhun -------------------------------------------------------------------------------


def test_the_parties_deny_in_part(found: dict[tuple[str, str, str], Dispute]) -> None:
    denied = {key[:2]: dispute for key, dispute in found.items() if key[2] == "denied-by-party"}
    assert set(denied) == {
        ("perpetrator", "actor:syria"),
        ("perpetrator", "actor:syrian-armed-forces"),
        ("weapon", "weapon:nerve-agent"),
        ("weapon", "weapon:sarin"),
        ("weapon", "weapon:sarin-or-sarin-like"),
    }
    involvement = denied["perpetrator", "actor:syria"]
    assert involvement.claims_for == ("claim:s-2017-904.perpetrator", "claim:sc-13060.perpetrator")
    assert involvement.claims_against == ("claim:afp-2017-09-06.denied-involvement",)
    assert involvement.by == ("actor:syrian-government",)
    assert "actor:jim in doc:s-2017-904 (2017-10-26) says" in involvement.why
    assert "actor:syrian-government in doc:afp-2017-09-06 (2017-09-06) denies" in involvement.why


def test_two_accounts_of_the_cause(found: dict[tuple[str, str, str], Dispute]) -> None:
    munition = found["cause", "cause:chemical-munition", "contradicted"]
    assert munition.claims_for == ("claim:a-hrc-36-55.cause", "claim:s-2017-904.cause")
    assert "claim:russian-mod-2017-04.not-munition" in munition.claims_against
    assert "claim:russian-mod-2017-04.depot" in munition.claims_against
    depot = found["cause", "cause:depot-release", "contradicted"]
    # what the Commission of Inquiry leaves open contests nothing
    assert depot.claims_against == ("claim:a-hrc-36-55.cause", "claim:s-2017-904.cause")


def test_the_method_of_one_source_only(found: dict[tuple[str, str, str], Dispute]) -> None:
    challenged = [dispute for key, dispute in found.items() if key[2] == "method-challenged"]
    documents = {
        one.removeprefix("claim:").partition(".")[0] for d in challenged for one in d.claims_for
    }
    assert documents == {"s-2017-904", "sc-13060"}
    # what the head of the mechanism said rests on the report that is challenged
    assert [key for key in found if key[0] == "killed" and key[2] == "method-challenged"]
    weapon = found["weapon", "weapon:sarin", "method-challenged"]
    assert weapon.by == (
        "actor:proposers-russia-bolivia",
        "actor:russia",
        "actor:syrian-government",
    )


@pytest.mark.parametrize("source", ["claim:s-2017-904.agent", "doc:s-2017-904", "claim:d.k"])
def test_the_method_behind_a_relay(evidence: Evidence, source: str) -> None:
    relay = claim("r", "r", "weapon:sarin", property="resp:weapon", relays=(source,))
    assert senses([relay], evidence) == ["method-challenged"] * ("s-2017-904" in source)


def test_one_or_the_other_is_contested_by_nobody(
    found: dict[tuple[str, str, str], Dispute], khan_shaykhun: list[Said]
) -> None:
    either = "actor:syrian-government-or-russian-aircraft"
    assert either in {one.value for one in khan_shaykhun}
    assert not [key for key in found if key[1] == either]


def test_superseded_counts_contradict_nobody(
    found: dict[tuple[str, str, str], Dispute], evidence: Evidence
) -> None:
    counts = [dispute for key, dispute in found.items() if key[:1] == ("killed",)]
    named = {one for d in counts for one in (*d.claims_for, *d.claims_against)}
    assert "claim:alwasat-1227639.killed" in named
    for earlier in ("slaati-743395", "sohr-64063", "sohr-2017-04-04"):
        assert evidence.claim(f"claim:{earlier}.killed")
        assert f"claim:{earlier}.killed" not in named
    # "around 100" has no bounds, "at least 83" no upper one
    apart = {one for d in counts if d.sense == "differs" for one in d.claims_against}
    assert not {"claim:sc-13060.killed", "claim:a-hrc-36-55.killed"} & apart
    # counts of several days follow each other; one of no known day only differs
    assert not [d for d in counts if d.sense == "contradicted"]


def test_the_same_claims_give_the_same_disputes(
    evidence: Evidence, khan_shaykhun: list[Said]
) -> None:
    one, other = (disputes(evidence, said) for said in (khan_shaykhun, khan_shaykhun[::-1]))
    assert one == other != []


def test_the_massacres_differ_between_relays_and_are_contested_by_nobody(
    evidence: Evidence,
) -> None:
    found = disputes(evidence, evidence.occurrence("set:idlib-massacres-2017-2018"))
    assert {one.sense for one in found} == {"differs-between-relays"}
    assert {one.statement[1] for one in found} == {
        "resp:occurredDuring",
        "resp:perpetrator",
        "resp:size",
    }
    sizes = {one.claims_for for one in found if one.statement[1] == "resp:size"}
    assert len(sizes) == 3  # no fewer than 30, no fewer than 32, 32
