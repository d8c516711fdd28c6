"""Weigh: corroboration, sole voices, what breaks every chain, what one claim would close."""

from __future__ import annotations

import itertools
import json
import re
import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest

from respondeat import balance, missing
from respondeat.balance import weigh_track
from respondeat.bearer import corroboration
from respondeat.errors import ReadingError
from respondeat.evidence import Evidence
from respondeat.feeding import Feeding
from respondeat.files import folder
from respondeat.finding import Independence, Link, Track
from respondeat.load import load
from respondeat.reading import Reading
from respondeat.retract import retract
from respondeat.scope import Scope, assess_scope
from respondeat.trace import Trace, trace_incident
from respondeat.weigh import Weight, weigh, weigh_trace
from respondeat.weigh_text import lines
from respondeat.withdrawal import withdrawals

IDLIB = "set:idlib-massacres-2017-2018"
KHAN_SHAYKHUN = "incident:khan-shaykhun-2017-04-04"
RUSSIA, SYRIA = "actor:russia", "actor:syria"
SNHR, EDITOR = "actor:snhr", "actor:editor"


@pytest.fixture(scope="module")
def evidence(workspace: Path) -> Evidence:
    return Evidence.opened(workspace)


@pytest.fixture(scope="module")
def idlib(evidence: Evidence) -> Trace:
    return trace_incident(evidence, IDLIB)


@pytest.fixture(scope="module")
def khan(evidence: Evidence) -> Trace:
    return trace_incident(evidence, KHAN_SHAYKHUN)


def test_idlib_stands_on_one_voice_and_the_organ_step_on_unverified_notes(idlib: Trace) -> None:
    tracks = {one.actor: one for one in weigh_trace(idlib).tracks}
    russia, syria = tracks[RUSSIA], tracks[SYRIA]
    joint = {one.link.target: one for one in russia.steps if one.link.kind == "perpetrator"}
    for group in ("syrian-government-and-russian-forces", "syrian-russian-alliance-forces"):
        assert joint[f"actor:{group}"].strict == (SNHR,)
        assert joint[f"actor:{group}"].corroboration == Independence(1, 1)
    # the headline is the Coalition's own word over what its item passes on
    headline = joint["actor:syrian-government-and-russia"]
    assert (headline.strict, headline.cautious) == ((SNHR,), (SNHR,))
    for track in (russia, syria):
        organ = [one for one in track.steps if one.link.kind == "attribution"]
        assert organ
        assert all(one.strict == (EDITOR,) for one in organ)
    assert russia.strict.sole == (SNHR,)
    assert russia.corroboration == Independence(1, 1)
    assert russia.cautious.sole == (SNHR,)
    assert syria.strict.sole == (EDITOR, SNHR)
    assert syria.cautious.sole == (EDITOR, SNHR)
    assert syria.corroboration == Independence(1, 1)


def test_a_step_to_a_member_is_an_assumption_and_never_the_least_corroborated(
    idlib: Trace,
) -> None:
    for track in weigh_trace(idlib).tracks:
        steps = {one.link.id: one for one in track.steps}
        for chain in track.chains:
            assert chain.least
            assert set(chain.assumptions) == {
                name for name in chain.links if steps[name].link.kind == "member"
            }
            assert not set(chain.least) & set(chain.assumptions)


def test_corroboration_is_that_of_the_trace(idlib: Trace, khan: Trace) -> None:
    for trace in (idlib, khan):
        weighed = {(one.track, one.actor): one for one in weigh_trace(trace).tracks}
        for track in trace.tracks:
            if track.chains:
                found = weighed[track.track, track.actor]
                assert found.corroboration == track.corroboration
                for chain in found.chains:
                    assert chain.corroboration == corroboration(track.links, [chain.links])


def test_khan_shaykhun_stands_on_several_voices_that_draw_on_one_mission(khan: Trace) -> None:
    syria = next(one for one in weigh_trace(khan).tracks if one.actor == SYRIA)
    assert not syria.strict.sole
    assert (EDITOR, "actor:jim") in syria.strict.sets
    assert (EDITOR, "actor:opcw") in syria.cautious.sets


def test_what_breaks_every_chain_does_so_when_it_is_left_out_and_nothing_less_does(
    idlib: Trace, khan: Trace
) -> None:
    def chains(trace: Trace, actor: str, without: tuple[str, ...]) -> bool:
        under = trace.evidence.under(trace.reading.without_also(without))
        if not under.occurrence(trace.incident):
            return False
        found = trace_incident(under, trace.incident, actor)
        return any(track.chains for track in found.tracks if track.actor == actor)

    for trace, actor in ((idlib, RUSSIA), (idlib, SYRIA), (khan, SYRIA)):
        track = next(one for one in weigh_trace(trace).tracks if one.actor == actor)
        assert track.strict.sets
        less = set()
        for one in track.strict.sets:
            assert not chains(trace, actor, one)
            less |= {some for some in itertools.combinations(one, len(one) - 1) if some}
        assert all(chains(trace, actor, one) for one in sorted(less))


def test_leaving_out_says_what_changes(workspace: Path) -> None:
    found = weigh(workspace, IDLIB, without=[SNHR])
    assert found.effect is not None
    changed = {one.one.actor: one for one in found.effect.tracks}
    gone, new, _ = changed[RUSSIA].links()
    assert len(gone) >= 2
    assert not new
    assert len(changed[RUSSIA].after.chains) < len(changed[RUSSIA].before.chains)  # type: ignore[union-attr]
    assert found.effect.claims
    assert found.effect.crimes
    assert found.reading.name == "every-claim, without actor:snhr"


def test_where_nothing_is_left_everything_is_gone(workspace: Path) -> None:
    evidence = Evidence.opened(workspace)
    everybody = {
        origin.asserter
        for one in evidence.occurrence(KHAN_SHAYKHUN)
        for origin in evidence.origins([one.claim])
    }
    found = weigh(workspace, KHAN_SHAYKHUN, without=sorted(everybody))
    assert found.tracks == ()
    assert found.effect is not None
    assert {one.change for one in found.effect.tracks} == {"gone"}
    assert "no chain leads to anybody" in "\n".join(lines(found))


def test_a_retraction_changes_the_same(workspace: Path, tmp_path: Path) -> None:
    claim = "claim:editor-notes.k193"
    without = weigh(workspace, IDLIB, without=[claim])
    copy = tmp_path / "copy"
    shutil.copytree(workspace, copy)
    retract(copy, claim, by="tests", why="a test")
    retracted = weigh(copy, IDLIB)
    assert without.tracks == retracted.tracks
    assert without.missing == retracted.missing
    assert without.tracks != weigh(workspace, IDLIB).tracks


def test_what_nobody_knows_cannot_be_left_out(workspace: Path) -> None:
    with pytest.raises(ReadingError, match="nothing here is called so"):
        weigh(workspace, IDLIB, without=["actor:nobody-at-all"])


def test_missing_claims_are_ranked_by_what_they_close(idlib: Trace, khan: Trace) -> None:
    for trace in (idlib, khan):
        weight = weigh_trace(trace)
        links = {link.id: link for track in trace.tracks for link in track.links}
        scopes = {(one.provision, one.actor): one for one in trace.scope}
        for one in (*weight.missing, *weight.questions):
            assert one.closes
            assert one.document
            assert set(one.settles) <= set(one.closes)
            for place in one.closes:
                if place.link:
                    assert links[place.link].gaps
                else:
                    outcome = scopes[place.provision, place.actor].outcomes[place.test]
                    assert outcome.value is None
                    assert scopes[place.provision, place.actor].result != "outside"
        order = [(-len(one.closes), -len(one.settles), one.claim) for one in weight.missing]
        assert order == sorted(order)
        assert len({one.claim for one in weight.missing}) == len(weight.missing)
        assert not [one for one in weight.missing if "contested:" in one.claim]
        assert all("contested:" in one.claim for one in weight.questions)
        closed = {place.link for one in weight.missing for place in one.closes}
        assert {name for name, link in links.items() if link.gaps} <= closed
    named = [one for one in weigh_trace(idlib).missing if "alone" in one.claim]
    assert any(RUSSIA in one.claim for one in named)


def test_json_is_the_same_twice_and_its_ids_are_those_of_the_trace(
    workspace: Path, idlib: Trace
) -> None:
    texts = {json.dumps(weigh(workspace, IDLIB).json(), ensure_ascii=False) for _ in range(2)}
    assert len(texts) == 1
    found = json.loads(texts.pop())
    trace = idlib.json()
    links = {link["id"] for track in trace["tracks"] for link in track["links"]}
    for track in found["tracks"]:
        assert {one["id"] for one in track["steps"]} <= links
        assert {name for chain in track["chains"] for name in chain["links"]} <= links
        voices = {voice for one in track["steps"] for voice in one["voices"]}
        assert voices <= set(trace["entities"])
    assert found["tracks"][0]["withdrawals"]["strict"]["whole_to"] == 3
    assert "frozen" in found["frozen"]


def test_lines_carry_who_says_so_and_the_words_of_the_house(workspace: Path) -> None:
    for about, without in ((IDLIB, []), (KHAN_SHAYKHUN, ["actor:jim"])):
        text = list(lines(weigh(workspace, about, without=without)))
        for line in text:
            if "perpetrator" in line:
                assert "on the word of" in line
                assert re.search(r"\(.*\b(\d{4}-\d\d|undated)", line)  # when
        whole = "\n".join(text).lower()
        for word in ("breach", "guilty", "verdict", "proven", "strength", "blocked"):
            assert word not in whole
        assert "frozen" in whole
        assert whole.splitlines()[-1].startswith("reading: every-claim")


_OWN = {
    "first": ("actor:first", [], []),
    "drawing": ("actor:drawing", ["first"], []),
    "derived": ("actor:derived", [], ["drawing"]),
    "apart": ("actor:apart", [], []),
}


@pytest.fixture(scope="module")
def fed(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Four documents: one draws on the first, one derives from that, one stands apart."""
    place = tmp_path_factory.mktemp("fed")
    for name, (publisher, draws, derives) in _OWN.items():
        here = place / "in" / name
        here.mkdir(parents=True)
        (here / "document.yml").write_text(
            f"title: {name}\npublisher: {publisher}\nsource-type: source:ngo-report\n"
            f"draws-on: [{', '.join(f'doc:{one}' for one in draws)}]\n"
            f"derived-from: [{', '.join(f'doc:{one}' for one in derives)}]\n"
        )
        (here / "claims.csv").write_text(
            "key,about,property,value\nk,incident:one,perpetrator,actor:force\n"
        )
    rows = ["id,kind,label", "incident:one,Incident,One", "actor:force,ArmedForce,Force"]
    rows += [f"{one[0]},DocumentationOrganisation,{one[0][6:]}" for one in _OWN.values()]
    (place / "in" / "first" / "entities.csv").write_text("\n".join(rows) + "\n")
    load(place / "w", [place / "in"], by="tests")
    return Evidence.opened(place / "w")


def test_cautiously_what_draws_on_a_document_falls_with_its_voice(fed: Evidence) -> None:
    claims = [f"claim:{name}.k" for name in _OWN]
    feeding = Feeding(fed, [claims])
    assert feeding.strict(claims) == (frozenset(one[0] for one in _OWN.values()),)
    assert feeding.cautious(claims[:3]) == (frozenset({"actor:first"}),)
    assert feeding.cautious(claims) == (frozenset({"actor:apart", "actor:first"}),)
    assert feeding.cautious(["claim:derived.k"]) == (
        frozenset({"actor:derived"}),
        frozenset({"actor:drawing"}),
        frozenset({"actor:first"}),
    )
    assert feeding.cautious([]) == feeding.strict([]) == ()


def made(fed: Evidence, id_: str, source: str, target: str, *names: str) -> Link:
    claims = tuple(f"claim:{name}.k" for name in names)
    kind = "attribution" if names else "member"
    origins = fed.independence(claims)
    return Link(id_, kind, None, source, target, None, None, "holds", claims, (), origins)


def test_a_step_that_falls_in_several_ways_is_broken_by_each(fed: Evidence) -> None:
    links = (
        made(fed, "a", "incident:one", "actor:x", "derived"),
        made(fed, "b", "actor:x", "actor:state", "apart"),
        made(fed, "c", "incident:one", "actor:y", "drawing"),
        made(fed, "d", "actor:y", "actor:state"),
    )
    track = Track("state", "actor:state", (), links, (("a", "b"), ("c", "d")), None)
    found = weigh_track(track, fed)
    assert found.strict.sets == (
        ("actor:apart", "actor:drawing"),
        ("actor:derived", "actor:drawing"),
    )
    assert found.cautious.sets == (
        ("actor:drawing",),
        ("actor:first",),
    )
    assert found.best == 0  # of the same corroboration, but without an assumption


def test_where_not_every_chain_is_listed_the_links_are_broken(fed: Evidence) -> None:
    first = [made(fed, f"a{n}", "incident:one", f"actor:x{n}", "apart") for n in range(100)]
    then = [made(fed, f"b{n}", f"actor:x{n}", "actor:state", "first") for n in range(100)]
    chains = tuple((one.id, two.id) for one, two in zip(first, then, strict=True))
    links = (*first, *then)
    track = Track("state", "actor:state", (), links, chains, None)
    whole = weigh_track(track, fed)
    assert whole.whole  # a hundred chains may be all there are
    assert whole.strict.sole == ("actor:apart", "actor:first")
    found = weigh_track(track._replace(whole=False), fed)
    assert not found.whole
    assert found.strict.sole == ("actor:apart", "actor:first")


def test_what_is_not_listed_holds_too(fed: Evidence) -> None:
    links = (
        made(fed, "a", "incident:one", "actor:x", "apart"),
        made(fed, "b", "actor:x", "actor:state", "apart"),
        made(fed, "c", "incident:one", "actor:y", "first"),
        made(fed, "d", "actor:y", "actor:state", "first"),
    )
    listed = Track("state", "actor:state", (), links, (("a", "b"),), None, whole=False)
    found = weigh_track(listed, fed)
    assert found.strict.sole == ()
    assert found.strict.sets == (("actor:apart", "actor:first"),)
    none = weigh_track(listed._replace(chains=()), fed)
    assert none.strict.sets == found.strict.sets
    assert (none.best, none.corroboration) == (None, None)


def test_what_the_reading_leaves_out_is_counted(evidence: Evidence) -> None:
    reading = Reading.named("investigative-bodies")
    found = weigh_trace(trace_incident(evidence.under(reading), KHAN_SHAYKHUN))
    (line,) = (line for line in lines(found) if line.startswith("left out by the reading: "))
    assert f": {len(found.left_out)} claims" in line
    assert found.json()["left_out"] == [one.json() for one in found.left_out]


def test_a_chain_of_assumptions_cannot_be_broken(fed: Evidence) -> None:
    links = (made(fed, "a", "incident:one", "actor:state"),)
    found = weigh_track(Track("state", "actor:state", (), links, (("a",),), None), fed)
    assert (found.strict.at_least, found.strict.sets) == (None, ())
    assert found.corroboration is None


def test_beyond_three_the_solver_is_exact(fed: Evidence) -> None:
    pytest.importorskip("pysat", reason="python-sat (the extra 'solve') is missing")
    names = list(_OWN)
    links = tuple(made(fed, name, "incident:one", "actor:state", name) for name in names)
    track = Track("state", "actor:state", (), links, tuple((name,) for name in names), None)
    found = weigh_track(track, fed, exact=True)
    assert found.strict.at_least == 4
    assert found.smallest is not None
    assert found.smallest.size == 4
    weight = Weight("incident:one", fed.reading, "", (found,), (), (), None, fed)
    text = "\n".join(lines(weight))
    assert "strictly, it takes more than three voices to break every chain" in text
    assert "the solver finds 4" in text


FEBRUARY = "incident:in-february-2018"
CESSATION = "provision:astana-memorandum-cessation"
EXTENSION = "claim:invented-extension.extended"


def test_what_falls_alike_either_way_is_searched_once_and_what_is_missing_ranked_once(
    idlib: Trace, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched, ranked = Mock(wraps=withdrawals), Mock(wraps=missing._ranked)
    monkeypatch.setattr(balance, "withdrawals", searched)
    monkeypatch.setattr(missing, "_ranked", ranked)
    found = weigh_trace(idlib)
    assert all(step.strict == step.cautious for track in found.tracks for step in track.steps)
    assert searched.call_count == len(found.tracks)
    assert ranked.call_count == 1


def test_steps_in_a_row_that_fall_with_the_same_voices_are_one_to_break(fed: Evidence) -> None:
    links = [made(fed, f"k{n}", str(n), str(n + 1), "base.k") for n in range(4)]
    row = Track("state", "4", (), tuple(links), (tuple(one.id for one in links),), None)
    assert len(balance._ways(row, {one.id: (frozenset("x"),) for one in links})) == 1


@pytest.fixture(scope="module")
def february(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """The corpus, an invented attack of February 2018, and an invented claim of extension."""
    place = tmp_path_factory.mktemp("february")
    here = place / "invented-extension"
    here.mkdir()
    (here / "document.yml").write_text(
        "title: An invented notice of extension\npublisher: actor:invented-notary\n"
        "source-type: source:dataset\n"
    )
    (here / "entities.csv").write_text(
        "id,kind,label,provision_of\nactor:invented-notary,Actor,Invented notary,\n"
        "provision:astana-6-invented,Provision,Invented undertaking of the sixth meeting,"
        "instrument:astana-6-statement-2017-09-15\n"
    )
    (here / "claims.csv").write_text(
        "key,about,property,value,edtf\n"
        "extended,instrument:astana-memorandum-2017-05-04,extended,,2017-11-04/2018-05-04\n"
        "own-start,instrument:astana-6-statement-2017-09-15,inForce,,2017-09-15/..\n"
        "own-matter,provision:astana-6-invented,matter,type:hostilities,\n"
    )
    incidents = Path(__file__).parent / "scope" / "incidents"
    load(place / "w", [folder("corpus"), incidents, here], by="tests")
    return Evidence.opened(place / "w")


def scope_of(evidence: Evidence, provision: str) -> Scope:
    found = assess_scope(evidence, FEBRUARY, actor="actor:syrian-armed-forces")
    return next(one for one in found if one.provision == provision)


def test_without_the_claims_of_extension_force_in_february_2018_is_unknown(
    february: Evidence,
) -> None:
    extended = scope_of(february, CESSATION).outcomes["force"]
    # the clock runs on: only the contested question is left open
    assert [text.partition(":")[0] for text in extended.missing] == ["contested"]
    claims = [
        one.claim for one in february.said("instrument:astana-memorandum-2017-05-04", "extended")
    ]
    assert EXTENSION in claims
    without = february.under(february.reading.without_also(claims))
    bare = scope_of(without, CESSATION).outcomes["force"]
    assert bare.value is None
    assert any(text.startswith("which date holds: in force") for text in bare.missing)
    for evidence in (february, without):  # the other instrument keeps its own clock
        own = scope_of(evidence, "provision:astana-6-invented")
        assert own.outcomes["force"].value is True
        assert own.outcomes["time"].value is True


def test_a_position_on_the_extension_needs_no_claim_of_it(february: Evidence) -> None:
    reading = Reading(
        "extended",
        "",
        {"contested:extension-after-november-2017": "position:memorandum-extended"},
        without=(EXTENSION,),
    )
    assert scope_of(february.under(reading), CESSATION).outcomes["force"].value is True
