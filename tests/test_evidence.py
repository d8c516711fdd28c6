"""Evidence: what is hidden is not there, who is not heard is no origin, and little is kept."""

from __future__ import annotations

import gc
import weakref

import pytest
from tests.invented import invented

from respondeat import evidence as module
from respondeat.evidence import Evidence
from respondeat.finding import Independence
from respondeat.index import MemoryIndex
from respondeat.lookup import claims_named, entities_named
from respondeat.ontology import declarations
from respondeat.origins import UNREAD, Origin
from respondeat.reading import Reading
from respondeat.refusal import refusal
from respondeat.terms import TERMS

ONE = "incident:one"


def claim(
    name: str,
    asserter: str,
    *relays: str,
    value: str = "actor:army",
    face: str = "says",
    more: str = "",
) -> str:
    """Return a claim of the document that its name begins with, as Turtle."""
    document = name.partition(".")[0]
    passed = "".join(f" ; resp:relays {one}" for one in relays)
    return (
        f"doc:{document} a resp:Document ; resp:publisher actor:press-{document} .\n"
        f"claim:{name} a resp:Claim ; resp:inDocument doc:{document} ;"
        f" resp:asserter {asserter} ; resp:about {ONE} ; {face}:perpetrator {value}"
        f'{passed} ; resp:verification "read"{more} .\n'
    )


def index(*claims: str) -> MemoryIndex:
    found = MemoryIndex()
    kinds = "".join(
        f"actor:{one} a resp:State .\n" for one in ("army", "snhr", "vdc", "secret", "press")
    )
    text = f"{TERMS.turtle_prefixes()}{ONE} a resp:Incident .\n{kinds}{''.join(claims)}"
    found.load([declarations(), text.encode()])
    return found


def reading(text: str) -> Reading:
    return Reading.from_text("mine", f'summary = "mine"\n{text}')


HIDDEN = claim("sealed.k", "actor:secret")
RELAY = claim("open.k", "actor:press", "claim:sealed.k")
ANSWER = claim("open.answer", "actor:press", face="denies", more=" ; resp:answers claim:sealed.k")


@pytest.fixture
def closed() -> Evidence:
    return Evidence(index(HIDDEN, RELAY, ANSWER), hidden={"claim:sealed.k"})


def test_a_hidden_claim_is_not_there(closed: Evidence) -> None:
    names = {"claim:sealed.k", "claim:open.k"}
    assert closed.claim("claim:sealed.k") == []
    assert {one.claim for one in closed.occurrence(ONE)} == {"claim:open.k", "claim:open.answer"}
    assert closed.refused(ONE) == closed.replaced(ONE) == []
    assert {one.claim for one in closed.giving("perpetrator", "actor:army")} == {"claim:open.k"}
    assert closed.origins(["claim:sealed.k"]) == frozenset()
    assert set(claims_named(closed, names)) == {"claim:open.k"}
    assert set(closed.documents) == {"doc:open"}


def test_who_passes_on_what_is_hidden_has_an_unread_origin_of_its_own(closed: Evidence) -> None:
    assert closed.origins(["claim:open.k"]) == {Origin("actor:press", UNREAD)}
    assert closed.independence(["claim:open.k"]) == Independence(1, 1)
    register = str(claims_named(closed, {"claim:open.k", "claim:open.answer"}))
    assert "sealed" not in register
    assert "secret" not in register
    open_ = Evidence(index(HIDDEN, RELAY))
    assert open_.origins(["claim:open.k"]) == {Origin("actor:secret", "doc:sealed")}


def test_it_stays_hidden_under_every_reading(closed: Evidence) -> None:
    for text in ("", "without = ['actor:vdc']", "[[policy]]\nsubjects = ['incident']"):
        under = closed.under(reading(text))
        assert under.claim("claim:sealed.k") == []
        assert under.origins(["claim:open.k"]) == {Origin("actor:press", UNREAD)}


def test_a_document_with_nothing_else_is_not_named_as_a_source_either() -> None:
    fed = "doc:open resp:derivedFrom doc:sealed . doc:other resp:drawsOn doc:sealed ."
    other = claim("other.k", "actor:vdc", "doc:sealed")
    found = Evidence(index(HIDDEN, RELAY, other, fed), hidden={"claim:sealed.k"})
    assert "sealed" not in str([found.documents, found.occurrence(ONE)])
    # and still the two have one source
    assert found.independence(["claim:open.k", "claim:other.k"]) == Independence(1, 2)
    more = claim("sealed.public", "actor:press")
    beside = Evidence(index(HIDDEN, RELAY, more, other, fed), hidden={"claim:sealed.k"})
    assert beside.documents["doc:open"].derived_from == ("doc:sealed",)


BOTH = (
    claim("a.k", "actor:snhr"),
    claim("b.k", "actor:vdc"),
    claim("o.k", "actor:press", "claim:a.k", "claim:b.k"),
)
POLICY = "[[policy]]\nsubjects = ['incident']\n"


@pytest.mark.parametrize(
    "text",
    [
        "without = ['actor:snhr']",
        "without = ['actor:snhr@doc:a']",
        POLICY + "exclude = ['actor:snhr']",
        POLICY + "accept = ['actor:vdc']",
    ],
)
def test_an_origin_that_is_not_heard_is_no_voice(text: str) -> None:
    evidence = Evidence(index(*BOTH), reading=reading(text))
    accepted = {one.claim for one in evidence.occurrence(ONE)}
    assert accepted == {"claim:b.k", "claim:o.k"}
    assert evidence.origins(["claim:o.k"]) == {Origin("actor:vdc", "doc:b")}
    assert evidence.independence(accepted) == Independence(1, 1)
    assert Evidence(index(*BOTH)).independence(["claim:o.k"]) == Independence(2, 2)


def test_why_a_claim_is_left_out_is_told_apart() -> None:
    claims = (
        claim("a.old", "actor:snhr"),
        claim("a.new", "actor:snhr", value="actor:vdc", more=" ; resp:supersedes claim:a.old"),
        claim("b.k", "actor:vdc"),
        claim("c.k", "actor:secret"),
    )
    text = POLICY + "exclude = ['actor:secret']\norigins = 2"
    evidence = Evidence(index(*claims), reading=reading(text))
    assert evidence.occurrence(ONE) == []
    assert [one.claim for one in evidence.replaced(ONE)] == ["claim:a.old"]
    refused = {one.claim: refusal(evidence, one) for one in evidence.refused(ONE)}
    assert {name: (one.policy, one.why) for name, one in refused.items()} == {
        "claim:a.new": (1, "fewer than 2 independent origins"),
        "claim:b.k": (1, "fewer than 2 independent origins"),
        "claim:c.k": (1, "excluded"),
    }
    (old,) = evidence.replaced(ONE)
    assert refusal(evidence, old)[2:] == (("actor:snhr",), None, "replaced by a later claim")
    every = Evidence(index(*claims))
    assert every.refused(ONE) == []
    assert [one.claim for one in every.replaced(ONE)] == ["claim:a.old"]


def test_what_is_kept_of_incidents_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", 10)
    lines = "\n".join(
        f"k{n} incident:i{n} killed {n} by=actor:a{n}\n"
        f"d{n} incident:i{n} occurredDuring 2017-01-{n % 28 + 1:02}"
        for n in range(60)
    )
    evidence = invented(lines)
    first = evidence.occurrence("incident:i0")
    for n in range(60):
        evidence.occurrence(f"incident:i{n}")
        evidence.kinds(f"actor:a{n}")
        evidence.above("resp:within", f"place:p{n}")
        entities_named(evidence, {f"actor:a{n}"})
    kept = {name: one for name, one in vars(evidence).items() if isinstance(one, dict)}
    assert {name for name, one in kept.items() if len(one) > 20} == set()
    assert max(len(made) for made in kept["_made_once"].values()) <= 20
    assert evidence.occurrence("incident:i0") == first


def test_names_that_were_looked_up_do_not_keep_the_index_open() -> None:
    evidence = Evidence(index(HIDDEN))
    assert entities_named(evidence, {"actor:secret"})["actor:secret"]["kind"] == "State"
    gone = weakref.ref(evidence)
    del evidence
    gc.collect()
    assert gone() is None
