"""What relays change: the algebra on made claims, and the article with the other relays."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import sample

from respondeat.evidence import Evidence
from respondeat.index import Index, MemoryIndex
from respondeat.load import load
from respondeat.mutation import Mutation, differences, mutations
from respondeat.ontology import ontology
from respondeat.period import Period
from respondeat.said import Said
from respondeat.terms import TERMS
from respondeat.workspace import Workspace

ARTICLE = "syrian-coalition-2018-06-13"
EMPTY = Evidence(MemoryIndex())


@pytest.fixture(scope="module")
def evidence(index: Index) -> Evidence:
    return Evidence(index)


@pytest.fixture(scope="module")
def found(evidence: Evidence) -> list[Mutation]:
    """Return what changed in every set that the article or the report speaks of."""
    documents = (f"doc:{ARTICLE}", "doc:snhr-2018-06-13", "doc:al-hayat-2018-06-14")
    where = TERMS.expand("resp:inDocument")
    names = [
        TERMS.compact(triple.subject.value)
        for document in documents
        for triple in evidence.index.match(None, where, ox.NamedNode(TERMS.expand(document)))
        if isinstance(triple.subject, ox.NamedNode)
    ]
    abouts = sorted({one.about for name in names for one in evidence.claim(name)})
    return mutations(evidence, [one for about in abouts for one in evidence.occurrence(about)])


def claim(name: str, number: Number, **fields: Any) -> Said:
    lower, upper = number
    usual: dict[str, Any] = {
        "document": f"doc:{name}",
        "unit": "unit:person",
        "counts": "target:civilians",
        "stated": str(lower or upper),
    }
    return Said(
        f"claim:{name}.k",
        "affirms",
        "actor:a",
        "set:s",
        "resp:killed",
        f"quantity:{lower}-{upper}",
        lower=lower,
        upper=upper,
        **usual | fields,
    )


def kinds(relay: Said, upstream: Said, evidence: Evidence = EMPTY) -> list[str]:
    return [change.kind.partition(":")[2] for change in differences(evidence, relay, upstream)]


def changes(found: list[Mutation], kind: str, relay: str) -> dict[str, str]:
    """Return what a relay changed in one way, by the claim that it is compared with."""
    return {
        change.upstream.removeprefix("claim:"): change.why
        for change in found
        if change.kind == f"mutation:{kind}" and change.relay == f"claim:{relay}"
    }


# --- the algebra ---------------------------------------------------------------------------------

Number = tuple[float | None, float | None]


@st.composite
def numbers(draw: st.DrawFn) -> Number:
    low, high = sorted((draw(st.integers(0, 2000)), draw(st.integers(0, 2000))))
    return draw(st.sampled_from([(low, high), (low, None), (None, high), (None, None)]))


HEDGE = st.sampled_from([None, "hedge:at-least", "hedge:over", "hedge:about", "hedge:including"])


@given(numbers(), HEDGE)
def test_a_relay_that_says_the_same_is_no_mutation(number: Number, hedge: str | None) -> None:
    upstream = claim("up", number, hedge=hedge)
    relay = upstream._replace(claim="claim:relay.k", document="doc:relay", relays=("claim:up.k",))
    assert kinds(relay, upstream) == []
    sibling = relay._replace(claim="claim:other.k", document="doc:other", relays=("doc:up",))
    assert mutations(EMPTY, [upstream, relay, sibling]) == []


@given(numbers(), st.integers(0, 500), st.integers(0, 500), st.booleans(), st.booleans())
def test_widening_never_changes_a_number(
    number: Number, down: int, up: int, low: bool, high: bool
) -> None:
    lower, upper = number
    wider = (
        None if low or lower is None else lower - down,
        None if high or upper is None else upper + up,
    )
    relay = claim("relay", wider)
    assert kinds(relay, claim("up", number)) == (["rounding"] if wider != number else [])


@given(numbers(), numbers())
def test_two_numbers_differ_in_one_way_at_most(one: Number, other: Number) -> None:
    changed = kinds(claim("relay", one), claim("up", other))
    assert len(changed) == (one != other)
    assert set(changed) <= {"rounding", "omission", "number-change"}


def test_a_hedge_left_out_is_an_omission_and_another_figure_a_change() -> None:
    at_least = claim("up", (32, None), hedge="hedge:at-least")
    assert kinds(claim("relay", (32, 32)), at_least) == ["omission"]
    assert kinds(claim("relay", (33, 33)), at_least) == ["number-change"]
    about = claim("up", (None, None), hedge="hedge:about", best=100, stated="100")
    assert kinds(claim("relay", (100, 100), best=100, stated="one hundred"), about) == ["omission"]
    between = claim("up", (5, 9), hedge="hedge:between", stated="5 to 9")
    assert kinds(claim("relay", (9, 9)), between) == ["number-change"]


def test_an_included_number_is_compared_as_it_is_printed() -> None:
    upstream = claim("up", (255, None), hedge="hedge:including")
    assert kinds(claim("relay", (225, None), hedge="hedge:including"), upstream) == [
        "number-change"
    ]
    silent = claim("relay", (1, None), hedge="hedge:including", stated=None)
    assert kinds(silent, upstream) == ["omission"]


def test_scope_comes_before_numbers() -> None:
    upstream = claim("up", (10, 10))
    other_set = claim("relay", (90, 90))._replace(about="set:t")
    assert kinds(other_set, upstream) == ["scope-shift"]
    assert kinds(claim("relay", (90, 90), counts=None), upstream) == ["scope-shift"]


def test_sets_contain_each_other_or_are_incomparable(evidence: Evidence) -> None:
    def note(here: str, there: str) -> str:
        one, other = (claim("d", (1, 1))._replace(about=f"set:idlib-{s}") for s in (here, there))
        [change] = differences(evidence, one, other)
        return change.why.rpartition("; ")[2].replace("set:idlib-", "")

    massacres, killings = "massacres-2017-2018", "killings-2017-2018"
    assert note(massacres, killings) == f"{massacres} is contained in {killings}"
    assert note(killings, massacres) == f"{killings} contains {massacres}"
    assert "incomparable" in note(killings, "violations-2017-2018")


def test_relays_may_count_different_things_and_name_different_places() -> None:
    killed = claim("a", (90, 90), relays=("doc:up",))
    injured = claim("b", (20, 20), relays=("doc:up",))._replace(property="resp:injured")
    assert mutations(EMPTY, [killed, injured]) == []
    here = Said("claim:a.p", "affirms", "actor:a", "set:s", "resp:occurredAt", "place:p")
    here = here._replace(document="doc:a", relays=("doc:up",))
    there = here._replace(claim="claim:b.p", value="place:q", document="doc:b")
    assert mutations(EMPTY, [here, there]) == []
    assert kinds(here, there) == ["scope-shift"]


def test_one_of_several_values_passed_on_is_no_mutation(tmp_path: Path) -> None:
    folder = sample.corpus(tmp_path / "corpus")
    head = "key,about,property,value,relays\n"
    both = "".join(f"k1,incident:one,perpetrator,actor:{name},\n" for name in ("a", "press"))
    sample.write(folder / "several", head + both)
    for name, actor in (("same", "a"), ("other", "b")):
        row = f"k1,incident:one,perpetrator,actor:{actor},several.k1\n"
        sample.write(folder / name, head + row)
    load(tmp_path / "workspace", [folder], by="tests")
    evidence = Evidence(Workspace(tmp_path / "workspace").index())
    found = mutations(evidence, evidence.occurrence("incident:one"))
    assert {change[:3] for change in found} == {
        ("mutation:attribution-drop", "claim:other.k1", "claim:several.k1")
    }


def test_an_unread_upstream_says_nothing() -> None:
    assert mutations(EMPTY, [claim("relay", (1, 1), relays=("doc:up",))]) == []
    assert mutations(EMPTY, [claim("relay", (1, 1), relays=("claim:up.k",))]) == []


def test_of_two_relays_the_wider_number_was_changed() -> None:
    fine = claim("fine", (752, 752), relays=("doc:up",))
    wide = claim("wide", (701, None), hedge="hedge:over", stated="700", relays=("doc:up",))
    stranger = claim("stranger", (3, 3), relays=("doc:another",))
    [change] = mutations(EMPTY, [fine, wide, stranger])
    assert change[:3] == ("mutation:rounding", "claim:wide.k", "claim:fine.k")
    assert change.why == (
        "actor:a in doc:wide (undated) says of set:s: killed over 700 (unit:person, "
        "target:civilians); another relay of doc:up, actor:a in doc:fine (undated) says of set:s: "
        "killed 752 (unit:person, target:civilians)"
    )


def test_what_the_relayed_document_says_outranks_other_relays() -> None:
    upstream = claim("up", (752, 752))
    relay = claim("relay", (700, 700), relays=("doc:up",))
    sibling = claim("sibling", (800, 800), relays=("doc:up",))
    assert {change[1:3] for change in mutations(EMPTY, [upstream, relay, sibling])} == {
        ("claim:relay.k", "claim:up.k"),
        ("claim:sibling.k", "claim:up.k"),
    }


def test_a_lead_is_not_held_against_its_own_article() -> None:
    body = claim("relay", (32, 32), relays=("doc:up",))
    lead = claim("relay", (None, None), hedge="hedge:vague", stated="dozens", relays=("doc:up",))
    lead = lead._replace(claim="claim:relay.lead")
    assert mutations(EMPTY, [lead, body, claim("other", (32, 32), relays=("doc:up",))]) == []


def test_silence_is_an_omission_of_an_itemised_part_only() -> None:
    whole = [claim(name, (90, 90), relays=("doc:up",)) for name in ("full", "short")]
    part = claim("full", (9, None), hedge="hedge:including", relays=("doc:up",))
    part = part._replace(claim="claim:full.part", counts="target:medical-staff")
    [change] = mutations(EMPTY, [*whole, part])
    assert change[:3] == ("mutation:omission", "claim:short.k", "claim:full.part")
    injured = part._replace(property="resp:injured")
    assert mutations(EMPTY, [*whole, injured]) == []


@pytest.mark.parametrize(
    ("here", "there", "shifted"),
    [
        ("2017-06/2018-06-13", "2017-05/2018-05", True),
        ("2017-06/2018-06-13", "2017/2018", False),
        ("2017-04-04", "2017-04", False),
        ("2017-04-04", "2017-04-05", True),
        ("2017-04-04/..", "2017-04-04", True),
    ],
)
def test_a_date_is_shifted_where_it_surely_is_another(here: str, there: str, shifted: bool) -> None:
    upstream = Said("claim:up.k", "affirms", "actor:a", "set:s", "resp:occurredDuring", "period:up")
    upstream = upstream._replace(period=Period.from_edtf(there))
    relay = upstream._replace(claim="claim:r.k", period=Period.from_edtf(here), value="period:r")
    assert kinds(relay, upstream) == (["date-shift"] if shifted else [])
    assert kinds(upstream, relay) == (["date-shift"] if shifted else [])


def named(document: str, actor: str, role: str = "perpetrator") -> Said:
    return Said(
        f"claim:{document}.k",
        "affirms",
        "actor:snhr",
        "set:s",
        f"resp:{role}",
        f"actor:{actor}",
        document=f"doc:{document}",
    )


@pytest.mark.parametrize(
    ("relay", "upstream", "kind"),
    [
        ("syrian-government-and-russian-forces", "syrian-government", "actor-broadening"),
        ("syrian-forces-and-russia", "syrian-russian-alliance-forces", "actor-broadening"),
        ("syrian-russian-alliance-forces", "syrian-forces-and-russia", "attribution-drop"),
        ("syrian-government", "syrian-government-and-russian-forces", "attribution-drop"),
        ("syrian-armed-forces", "syrian-or-russian-forces", "role-swap"),
        ("syrian-or-russian-forces", "syrian-armed-forces", "actor-broadening"),
        ("russia", "russian-armed-forces", "actor-broadening"),
        ("hts", "syrian-armed-forces", "attribution-drop"),
        ("syrian-armed-forces", "syrian-armed-forces", None),
    ],
)
def test_who_is_named(evidence: Evidence, relay: str, upstream: str, kind: str | None) -> None:
    assert kinds(named("r", relay), named("up", upstream), evidence) == ([kind] if kind else [])


def test_the_role_and_the_voice(evidence: Evidence) -> None:
    upstream = named("up", "russian-armed-forces", "involved")
    assert kinds(named("r", "russia"), upstream, evidence) == ["role-swap"]
    relay = named(ARTICLE, "russia")
    own = relay._replace(asserter="actor:syrian-national-coalition")
    assert kinds(own, relay, evidence) == ["attribution-drop"]
    assert kinds(relay._replace(asserter="actor:sohr"), relay, evidence) == ["role-swap"]
    ministry = relay._replace(asserter="actor:russian-ministry-of-defence")
    assert kinds(relay._replace(asserter="actor:russian-government"), ministry, evidence) == []


def test_how_sure_upstream_is() -> None:
    sure = named("r", "x")
    hedged = sure._replace(hedge="hedge:most-likely")
    assert kinds(sure, hedged) == ["omission"]
    assert kinds(sure, sure._replace(stance="questions")) == ["omission"]
    assert kinds(hedged, sure) == []


def test_many_relays_of_one_source_are_compared_in_little_time() -> None:
    many = [claim(f"r{i}", (30 + i % 2, 30 + i % 2), relays=("doc:up",)) for i in range(20_000)]
    assert len(mutations(EMPTY, many)) == 20_000


# --- the article and the other relays ------------------------------------------------------------


def test_every_mutation_is_a_kind_of_the_vocabulary_and_names_both_sides(
    found: list[Mutation],
) -> None:
    declared = {name for name in ontology().kinds if name.startswith("mutation:")}
    counted = Counter(change.kind for change in found)
    assert set(counted) == declared
    for change in found:
        assert list(change.json()) == ["kind", "relay", "upstream", "why"]
        for side in (change.relay, change.upstream):
            assert f"doc:{side.removeprefix('claim:').partition('.')[0]} (" in change.why
        assert change.why.count(" in doc:") == 2


def test_barrel_bombs_over_700_for_752(found: list[Mutation]) -> None:
    [(against, why)] = changes(found, "rounding", f"{ARTICLE}.barrel-munitions").items()
    assert against == "al-araby-2018-06-13.barrel-bombs"
    assert "over 700" in why
    assert "another relay of doc:snhr-2018-06-13" in why
    assert "killed" not in why


def test_the_killed_of_the_year_become_the_killed_of_the_massacres(found: list[Mutation]) -> None:
    changed = changes(found, "scope-shift", f"{ARTICLE}.killed-1109")
    assert "contained in set:idlib-killings-2017-2018" in changed["snhr-2018-06-13.killed"]
    assert changes(found, "scope-shift", f"{ARTICLE}.killed-children-255")
    assert changes(found, "scope-shift", f"{ARTICLE}.killed-women-209")
    for kind in ("rounding", "number-change"):
        assert not changes(found, kind, f"{ARTICLE}.killed-1109")


def test_the_period_begins_and_ends_later(found: list[Mutation]) -> None:
    changed = changes(found, "date-shift", f"{ARTICLE}.massacres-period")
    why = changed["al-araby-2018-06-13.massacres-period"]
    assert "2017-06/2018-06-13" in why
    assert "2017-05/2018-05" in why
    # the page says "a year since", too roughly to tell which relay shifted the dates
    assert set(changes(found, "date-shift", "7al-2018-06-13.period")) == {
        "al-araby-2018-06-13.period"
    }


def test_who_repeats_what_was_read_changed_nothing(evidence: Evidence) -> None:
    said = evidence.occurrence("set:idlib-killings-2017-2018")
    [upstream] = evidence.claim("claim:snhr-2018-06-13.period")
    relay = upstream._replace(claim="claim:r.k", document="doc:r", relays=(upstream.claim,))
    assert [change for change in mutations(evidence, [*said, relay]) if "claim:r.k" in change] == []


def test_no_fewer_than_30_for_32(found: list[Mutation]) -> None:
    changed = changes(found, "rounding", f"{ARTICLE}.massacres-30")
    assert set(changed) == {"7al-2018-06-13.massacres", "al-araby-2018-06-13.massacres"}
    assert not changes(found, "rounding", f"{ARTICLE}.massacres-dozens")


def test_what_is_left_out(found: list[Mutation]) -> None:
    omitted = {
        (change.relay.removeprefix("claim:"), change.upstream.removeprefix("claim:"))
        for change in found
        if change.kind == "mutation:omission"
    }
    assert ("7al-2018-06-13.facility-attacks", "al-araby-2018-06-13.markets") in omitted
    assert ("al-hayat-2018-06-14.killed", "7al-2018-06-13.massacres") in omitted
    assert (f"{ARTICLE}.killed-1109", "al-hayat-2018-06-14.killed-medical-staff") in omitted
    assert not [pair for pair in omitted if pair[0].startswith("ramallah") and "markets" in pair[1]]
    assert not [pair for pair in omitted if pair[0] == f"{ARTICLE}.killed-over-1000"]


def test_225_children_for_255(found: list[Mutation]) -> None:
    changed = changes(found, "number-change", "snhr-2018-06-13-pdf.killed-children")
    assert set(changed) == {"snhr-2018-06-13.killed-children"}


def test_alliance_forces_are_broadened(found: list[Mutation]) -> None:
    changed = changes(found, "actor-broadening", f"{ARTICLE}.massacres-perpetrator")
    assert set(changed) == {"al-araby-2018-06-13.massacres-perpetrator"}
    assert "only the relay includes actor:syrian-government" in changed.popitem()[1]
    assert changes(found, "actor-broadening", f"{ARTICLE}.barrel-perpetrator")
    assert not changes(found, "actor-broadening", "al-araby-2018-06-13.barrel-perpetrator")


def test_support_in_one_relay_is_perpetration_in_another(found: list[Mutation]) -> None:
    changed = changes(found, "role-swap", "al-hayat-2018-06-14.chemical-perpetrator")
    assert set(changed) == {"ramallah-news-107920.chemical-involved"}


def test_khan_shaykhun(evidence: Evidence) -> None:
    said = evidence.occurrence("incident:khan-shaykhun-2017-04-04")
    assert {change[:3] for change in mutations(evidence, said)} == {
        ("mutation:omission", "claim:afp-2017-09-06.killed", "claim:a-hrc-36-55.killed-children"),
        (
            "mutation:omission",
            "claim:noon-presse-66443.killed",
            "claim:idlib-health-directorate-2017-04.killed",
        ),
        (
            "mutation:omission",
            "claim:rferl-28462260.killed",
            "claim:hrw-2017-05-01.killed-children",
        ),
        (
            "mutation:rounding",
            "claim:rferl-28462260.killed",
            "claim:hrw-2017-05-01.killed-other-version",
        ),
    }


def test_the_order_of_the_claims_does_not_matter(evidence: Evidence) -> None:
    said = evidence.occurrence("set:idlib-killings-2017-2018")
    assert mutations(evidence, said) == mutations(evidence, said[::-1]) != []
