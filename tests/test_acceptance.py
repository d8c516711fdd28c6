"""Acceptance: whose claims a reading takes, and what it makes of vague words."""

from __future__ import annotations

from collections import Counter
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from respondeat.acceptance import Acceptance, bounded, refuse_unknown
from respondeat.errors import ReadingError
from respondeat.evidence import Evidence
from respondeat.index import Index, MemoryIndex
from respondeat.origins import Head, Interests, Sources
from respondeat.reading import Reading, names
from respondeat.said import Said

KHAN_SHAYKHUN = "incident:khan-shaykhun-2017-04-04"
MASSACRES = "set:idlib-massacres-2017-2018"
KINDS = {"actor:jim": {"InvestigativeBody"}, "actor:state": {"State"}, "actor:army": {"ArmedForce"}}
STRONGER = {"standard:sure": ["standard:likely"], "standard:likely": ["standard:possible"]}


def said(name: str, asserter: str = "actor:jim", *relays: str, **more: object) -> Said:
    """Return a claim of the document that its name begins with."""
    fields = {
        "stance": "affirms",
        "asserter": asserter,
        "about": "incident:one",
        "property": "resp:perpetrator",
        "value": "actor:army",
        "verification": "read",
        "document": f"doc:{name.partition('.')[0]}",
        "relays": tuple(f"claim:{one}" for one in relays),
    }
    return Said(claim=f"claim:{name}", **{**fields, **more})  # type: ignore[arg-type]


def reading(text: str) -> Reading:
    return Reading.from_text("mine", f'summary = "mine"\n{text}')


def acceptance(text: str, *claims: Said, inputs: tuple[tuple[str, str], ...] = ()) -> Acceptance:
    """Return what a reading accepts of a record that holds these claims."""
    heads = {one.claim: Head(one.asserter, one.document, one.relays) for one in claims}
    sides = Interests(
        [("actor:army", "actor:state")],
        [("actor:both", "actor:state"), ("actor:both", "actor:other")],
    )
    return Acceptance(
        reading(text),
        lambda actor: frozenset(KINDS.get(actor, ())),
        sides.kin,
        Sources(heads.get, inputs),
        STRONGER,
    )


def accepted(text: str, *claims: Said, inputs: tuple[tuple[str, str], ...] = ()) -> set[str]:
    """Return the names of the claims that a reading accepts."""
    found = acceptance(text, *claims, inputs=inputs).accept(iter(claims))
    assert [one for one in claims if one in found] == found
    return {one.claim.removeprefix("claim:") for one in found}


def test_without_a_policy_everything_is_accepted() -> None:
    assert accepted("", said("a.k"), said("b.k", stance="denies", verification="unverified")) == {
        "a.k",
        "b.k",
    }


def test_many_claims_are_chosen_in_time_that_grows_with_them() -> None:
    def seconds(number: int) -> float:
        claims = [said(f"d{i}.k") for i in range(number)]
        everything = acceptance("", *claims)
        began = process_time()
        assert len(everything.accept(claims)) == number
        return process_time() - began

    # ten times as many: ten times as long, and a hundred where each is held against all
    assert seconds(10_000) < 40 * min(seconds(1_000) for _ in range(3))


def test_a_policy_limits_only_its_subjects() -> None:
    policy = "[[policy]]\nsubjects = ['incident']\nkinds = ['InvestigativeBody']"
    claims = said("a.k"), said("b.k", "actor:press"), said("c.k", "actor:press", about="actor:a")
    assert accepted(policy, *claims) == {"a.k", "c.k"}


def test_who_begins_a_claim_counts_and_not_who_passes_it_on() -> None:
    policy = "[[policy]]\nsubjects = ['incident']\nkinds = ['InvestigativeBody']"
    claims = said("a.k"), said("b.k", "actor:press", "a.k"), said("c.k", "actor:jim", "d.k")
    assert accepted(policy, *claims, said("d.k", "actor:press")) == {"a.k", "b.k"}


def test_accept_adds_actors_to_kinds_and_alone_hears_nobody_else() -> None:
    policy = "[[policy]]\nsubjects = ['incident']\naccept = ['actor:hrw']\n"
    claims = said("a.k"), said("b.k", "actor:hrw"), said("c.k", "actor:press")
    assert accepted(policy, *claims) == {"b.k"}
    assert accepted(policy + "kinds = ['InvestigativeBody']", *claims) == {"a.k", "b.k"}


def test_exclude_outranks_and_reaches_kin_where_it_says_so() -> None:
    policy = "[[policy]]\nsubjects = ['incident']\nexclude = ['actor:state']\n"
    claims = (
        said("a.k"),
        said("b.k", "actor:state"),
        said("c.k", "actor:army"),
        said("d.k", "actor:both"),
        said("e.k", "actor:other"),
    )
    assert accepted(policy, *claims) == {"a.k", "c.k", "d.k", "e.k"}
    assert accepted(policy + "exclude-kin = true", *claims) == {"a.k", "e.k"}
    both = policy + "exclude-kin = true\nkinds = ['ArmedForce', 'InvestigativeBody']"
    assert accepted(both, *claims) == {"a.k"}


def test_stances_and_unread_documents() -> None:
    policy = "[[policy]]\nsubjects = ['incident']\n"
    claims = (
        said("a.k", verification="unverified"),
        said("b.k", stance="denies"),
        said("c.k", stance="questions"),
    )
    assert accepted(policy + "stances = ['affirms', 'denies']", *claims) == {"a.k", "b.k"}
    assert accepted(policy + "unverified = false", *claims) == {"b.k", "c.k"}


def test_an_affirmed_statement_needs_its_origins_and_a_denial_none() -> None:
    policy = "[[policy]]\nsubjects = ['incident']\norigins = 2"
    one, relay = said("a.k"), said("b.k", "actor:jim", "a.k")
    denial = said("d.k", "actor:state", stance="denies")
    doubt = said("e.k", "actor:state", stance="questions")
    assert accepted(policy, one, relay, denial, doubt) == {"d.k", "e.k"}
    assert accepted(policy, one, relay, said("c.k", "actor:hrw")) == {"a.k", "b.k", "c.k"}
    other = said("c.k", "actor:hrw", value="actor:state")
    assert accepted(policy, one, other) == set()


def test_origins_are_counted_at_their_least() -> None:
    policy = "[[policy]]\nsubjects = ['incident']\norigins = 2"
    claims = said("a.k"), said("b.k", "actor:hrw")
    assert accepted(policy, *claims, inputs=(("doc:b", "doc:a"),)) == set()


def test_an_origin_that_is_not_accepted_does_not_count() -> None:
    policy = "[[policy]]\nsubjects = ['incident']\norigins = 2\nexclude = ['actor:hrw']"
    assert accepted(policy, said("a.k"), said("b.k", "actor:hrw")) == set()


def test_an_origin_that_is_shut_out_does_not_count_beside_one_that_is_heard() -> None:
    policy = "[[policy]]\nsubjects = ['incident']\norigins = 2\n"
    claims = said("a.k", "actor:snhr"), said("b.k", "actor:vdc")
    both = said("o.k", "actor:press", "a.k", "b.k")
    assert accepted(policy, *claims, both) == {"a.k", "b.k", "o.k"}
    assert accepted(policy + "exclude = ['actor:snhr']", *claims, both) == set()
    assert accepted("without = ['actor:snhr']\n" + policy, *claims, both) == set()
    assert accepted("without = ['actor:snhr']", *claims, both) == {"b.k", "o.k"}


def test_who_is_left_out_is_not_heard_for_another() -> None:
    policy = "without = ['actor:snhr']\n[[policy]]\nsubjects = ['incident']\n"
    claims = said("a.k", "actor:snhr"), said("b.k", "actor:vdc")
    both = said("o.k", "actor:press", "a.k", "b.k")
    assert accepted(policy + "accept = ['actor:snhr']", *claims, both) == set()
    assert accepted(policy + "accept = ['actor:vdc']", *claims, both) == {"b.k", "o.k"}


def test_a_claim_that_was_replaced_helps_no_statement_to_its_origins() -> None:
    policy = "[[policy]]\nsubjects = ['incident']\norigins = 2"
    old, other = said("a.k"), said("b.k", "actor:hrw")
    new = said("c.k", "actor:jim", value="actor:state", supersedes="claim:a.k")
    assert accepted(policy, old, other) == {"a.k", "b.k"}
    assert accepted(policy, old, other, new) == set()
    assert accepted("", old, other, new) == {"b.k", "c.k"}
    found = acceptance(policy, old, other, new).choose([old, other, new])
    assert (found.accepted, found.refused, found.replaced) == ([], [other, new], [old])


def test_a_claim_replaced_by_one_that_is_refused_stays() -> None:
    policy = "[[policy]]\nsubjects = ['incident']\nexclude = ['actor:hrw']"
    new = said("c.k", "actor:hrw", supersedes="claim:a.k")
    assert accepted(policy, said("a.k"), new) == {"a.k"}


def test_why_a_claim_is_refused() -> None:
    upstream = said("a.k", "actor:snhr"), said("b.k", "actor:state")
    both = said("o.k", "actor:press", "a.k", "b.k", verification="unverified")
    policy = "[[policy]]\nsubjects = ['incident']\n"

    def why(text: str) -> str:
        return acceptance(text, *upstream, both).why(both)

    assert why(policy) == ""
    assert why("without = ['claim:o.k']") == "left out by name"
    gone = "without = ['actor:snhr', 'actor:state@doc:b']"
    assert why(gone) == "all that it begins with is left out"
    assert why(policy + "stances = ['denies']") == "its stance is not heard"
    assert why(policy + "unverified = false") == "not read at its source"
    assert why(policy + "exclude = ['actor:snhr', 'actor:state']") == "excluded"
    assert why(policy + "kinds = ['InvestigativeBody']") == "not among those heard"
    assert why(policy + "kinds = ['State']\nexclude = ['actor:state']") == "not among those heard"
    assert why(policy + "kinds = ['State']") == ""
    lowest = "[policy.standards]\n'actor:snhr' = 'standard:x'\n'actor:state' = 'standard:w'"
    assert why(policy + lowest) == "below standard:w, standard:x"


def test_a_standard_is_the_lowest_of_its_own_body() -> None:
    policy = (
        "[[policy]]\nsubjects = ['incident']\n[policy.standards]\n'actor:jim' = 'standard:likely'"
    )
    claims = (
        said("a.k", standard="standard:sure"),
        said("b.k", standard="standard:likely"),
        said("c.k", standard="standard:possible"),
        said("d.k"),
        said("e.k", standard="standard:possible", stance="questions"),
        said("f.k", "actor:hrw"),
    )
    assert accepted(policy, *claims) == {"a.k", "b.k", "e.k", "f.k"}


def test_what_is_left_out_goes_by_claim_by_asserter_or_by_origin() -> None:
    claims = (
        said("a.k", "actor:snhr"),
        said("b.k", "actor:snhr", "a.k"),
        said("c.k", "actor:snhr"),
        said("d.k", "actor:hrw"),
        said("e.k", "actor:press", "a.k", "d.k"),
    )

    def without(one: str) -> set[str]:
        return {"a.k", "b.k", "c.k", "d.k", "e.k"} - accepted(f"without = ['{one}']", *claims)

    assert without("claim:a.k") == {"a.k"}
    assert without("actor:snhr") == {"a.k", "b.k", "c.k"}
    assert without("actor:snhr@doc:a") == {"a.k", "b.k"}
    assert without("actor:press") == {"e.k"}  # what it says in its own voice
    assert accepted("without = ['actor:snhr', 'actor:hrw']", *claims) == set()


def test_a_claim_passed_on_unread_is_left_out_by_its_unread_origin() -> None:
    relay = said("b.k", "actor:snhr")._replace(relays=("doc:report",))
    assert accepted("without = ['actor:snhr@unread']", relay, said("a.k")) == {"a.k"}
    assert accepted("without = ['actor:snhr@doc:b']", relay) == {"b.k"}


CLAIMS = st.lists(
    st.builds(
        lambda i, who, stance, what: said(f"d{i}.k", f"actor:{who}", stance=stance, value=what),
        st.integers(0, 99),
        st.sampled_from(["jim", "state", "army", "other"]),
        st.sampled_from(["affirms", "denies", "questions"]),
        st.sampled_from(["actor:army", "actor:state"]),
    ),
    max_size=8,
    unique_by=lambda one: one.claim,
)
POLICIES = st.sampled_from(
    [
        "origins = 2",
        "kinds = ['State']",
        "exclude = ['actor:state']\nexclude-kin = true",
        "exclude = ['actor:jim']\norigins = 2",
    ]
)


@given(CLAIMS, POLICIES, st.sampled_from(["jim", "state", "other"]))
def test_adding_a_denial_never_removes_a_claim(claims: list[Said], policy: str, who: str) -> None:
    text = f"[[policy]]\nsubjects = ['incident']\n{policy}"
    denial = said("denial.k", f"actor:{who}", stance="denies")
    assert accepted(text, *claims) <= accepted(text, *claims, denial)


@given(CLAIMS, POLICIES)
def test_a_relay_of_what_was_accepted_changes_nothing_else(claims: list[Said], policy: str) -> None:
    text = f"[[policy]]\nsubjects = ['incident']\n{policy}"
    before = accepted(text, *claims)
    relays = [
        one._replace(
            claim=one.claim.replace("claim:", "claim:r-"),
            document=one.document.replace("doc:", "doc:r-"),
            relays=(one.claim,),
        )
        for one in claims
    ]
    after = accepted(text, *claims, *relays)
    assert {one for one in after if not one.startswith("r-")} == before
    assert {one.removeprefix("r-") for one in after} == before


def test_a_vague_word_has_the_bounds_of_the_convention() -> None:
    mine = reading("[conventions]\ndozens = [24, 99]\n'hedge:about' = [0.9, 1.1]")
    vague = said("a.k", stated="Dozens", hedge="hedge:vague")
    assert (bounded(vague, mine).lower, bounded(vague, mine).upper) == (24, 99)
    assert bounded(vague, Reading.named("every-claim")) == vague
    about = said("a.k", stated="300", best=300.0, hedge="hedge:about")
    assert (bounded(about, mine).lower, bounded(about, mine).upper) == (270, 330)
    bound = said("a.k", stated="dozens", lower=30.0)
    assert bounded(bound, mine) == bound
    assert bounded(said("a.k", stated="many"), mine) == said("a.k", stated="many")
    assert bounded(said("a.k", hedge="hedge:about"), mine) == said("a.k", hedge="hedge:about")


@pytest.mark.parametrize("name", names())
def test_a_bundled_reading_names_what_there_is(name: str, index: Index) -> None:
    refuse_unknown(Reading.named(name), index)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[positions]\n'contested:none' = 'position:art-16-intent'", "contested:none, which is no"),
        (
            "[positions]\n'contested:art-8-control-test' = 'position:art-16-intent'",
            "position:art-16-intent, which is no position on contested:art-8-control-test",
        ),
        ("[[policy]]\nsubjects = ['set']\nproperties = ['kiled']", "kiled, which is no property"),
        ("[[policy]]\nsubjects = ['set']\naccept = ['actor:jimm']", "actor:jimm: nobody"),
        ("[[policy]]\nsubjects = ['set']\nexclude = ['actor:syriaa']", "actor:syriaa: nobody"),
        (
            "[[policy]]\nsubjects = ['set']\n"
            "[policy.standards]\n'actor:jim' = 'standard:icc-reasonable-grounds'",
            "standard:icc-reasonable-grounds, which is no standard of proof of actor:jim",
        ),
        ("without = ['claim:a.none']", "claim:a.none: nothing"),
        ("without = ['actor:snhr@doc:none']", "doc:none: nothing"),
    ],
)
def test_what_a_reading_names_and_nobody_knows_is_refused(
    text: str, what: str, index: Index
) -> None:
    with pytest.raises(ReadingError) as refused:
        refuse_unknown(reading(text), index)
    assert refused.value.message.startswith(f"the reading 'mine' names {what}")


def test_an_unread_origin_is_no_document_to_look_for(index: Index) -> None:
    refuse_unknown(reading("without = ['actor:snhr@unread']"), index)
    refuse_unknown(Reading.named("every-claim"), MemoryIndex())


def asserters(index: Index, name: str, about: str) -> Counter[str]:
    """Count who says what of an incident, the conflict it belongs to apart."""
    evidence = Evidence(index, reading=Reading.named(name))
    found = [one for one in evidence.occurrence(about) if one.property != "resp:partOfConflict"]
    return Counter(one.asserter for one in found)


def test_bodies_of_inquiry_alone(index: Index) -> None:
    assert set(asserters(index, "investigative-bodies", KHAN_SHAYKHUN)) == {
        "actor:jim",
        "actor:opcw-ffm",
        "actor:un-coi-syria",
    }
    assert not asserters(index, "investigative-bodies", MASSACRES)


def test_no_party_speaks_for_itself(index: Index) -> None:
    every = asserters(index, "every-claim", KHAN_SHAYKHUN)
    less = asserters(index, "without-the-parties", KHAN_SHAYKHUN)
    assert set(every) - set(less) >= {
        "actor:russian-ministry-of-defence",
        "actor:syrian-command",
        "actor:syrian-government",
        "actor:proposers-russia-bolivia",
    }
    assert less["actor:jim"] == every["actor:jim"]


def test_the_joint_allegation_has_no_second_origin(index: Index) -> None:
    evidence = Evidence(index, reading=Reading.named("two-origins"))
    assert not [one for one in evidence.occurrence(MASSACRES) if one.property == "resp:perpetrator"]
    denials = {one.claim for one in evidence.occurrence(KHAN_SHAYKHUN) if one.stance == "denies"}
    every = Evidence(index).occurrence(KHAN_SHAYKHUN)
    assert denials == {one.claim for one in every if one.stance == "denies"}


def test_the_two_sides_hear_different_voices(index: Index) -> None:
    one = Evidence(index, reading=Reading.named("applicant")).occurrence(KHAN_SHAYKHUN)
    other = Evidence(index, reading=Reading.named("respondent")).occurrence(KHAN_SHAYKHUN)

    def of(found: list[Said], name: str, stance: str) -> set[str]:
        return {
            said.asserter
            for said in found
            if said.property == f"resp:{name}" and said.stance == stance
        }

    assert of(one, "perpetrator", "affirms") >= {"actor:jim", "actor:un-coi-syria"}
    assert not of(one, "perpetrator", "denies")
    assert not of(other, "perpetrator", "affirms")
    assert of(other, "perpetrator", "denies") == {
        "actor:russian-ministry-of-defence",
        "actor:syrian-command",
        "actor:syrian-government",
    }
    for found in (one, other):
        assert of(found, "occurredDuring", "affirms")
        assert of(found, "occurredAt", "affirms")


def test_who_passes_on_in_its_own_voice_can_be_shut_out_itself() -> None:
    upstream = said("a.k", "actor:jim")
    own = said("b.k", "actor:army", "a.k")
    assert accepted("", upstream, own) == {"a.k", "b.k"}
    policy = '[[policy]]\nsubjects = ["incident"]\n'
    assert accepted(policy + 'exclude = ["actor:army"]', upstream, own) == {"a.k"}
    assert accepted('without = ["actor:army"]', upstream, own) == {"a.k"}
    # and what it has from another falls with that other
    assert accepted('without = ["actor:jim"]', upstream, own) == set()


def test_only_its_own_source_replaces_a_claim() -> None:
    old = said("a.old", "actor:jim")
    other = said("b.k", "actor:state", stance="denies", supersedes="claim:a.old")
    assert accepted("", old, other) == {"a.old", "b.k"}
    own = said("a.new", "actor:jim", supersedes="claim:a.old")
    assert accepted("", old, own) == {"a.new"}


def test_claims_that_replace_each_other_in_a_circle_stand() -> None:
    x = said("a.x", supersedes="claim:a.y")
    y = said("a.y", supersedes="claim:a.x")
    z = said("a.z", supersedes="claim:a.z")
    assert accepted("", x, y, z) == {"a.x", "a.y", "a.z"}
