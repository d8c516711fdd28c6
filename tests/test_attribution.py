"""Steps and chains over invented incidents: every hop on the date, every rule as the data say."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import invented

from respondeat.attribution import Hypotheses, hypotheses
from respondeat.case import Occasion
from respondeat.chains import ALWAYS, MOST, Edge, Ways, Window, meet
from respondeat.errors import PeriodError
from respondeat.evidence import Evidence
from respondeat.finding import Link, Track
from respondeat.index import MemoryIndex
from respondeat.period import Period
from respondeat.reading import Reading
from respondeat.rule import rules
from respondeat.step import held
from respondeat.terms import TERMS
from respondeat.trace import trace_incident

ADDED = """
rule:added a resp:Rule ; rdfs:label "Added"@en ; resp:ruleKind rulekind:attribution ;
  resp:track track:state ; resp:fromKind resp:Militia ; resp:toKind resp:State ;
  resp:overRelation resp:control ; resp:relationDirection "inverse" ;
  resp:underPosition position:added ; resp:legalBasis "a test" ;
  resp:requiresElement element:organised-group .
rule:added-derived a resp:Rule ; rdfs:label "Added and derived"@en ;
  resp:ruleKind rulekind:derived ; resp:track track:state ;
  resp:fromKind resp:NonStateArmedGroup ; resp:toKind resp:State ; resp:overRelation resp:aids ;
  resp:relationDirection "inverse" ; resp:legalBasis "a test" .
contested:added a resp:ContestedQuestion ; rdfs:label "Is the added rule law?"@en ;
  resp:affectsRule rule:added .
position:added a resp:Position ; rdfs:label "Yes"@en ; resp:positionOn contested:added .
"""


@pytest.fixture(scope="module")
def index(turtle: list[bytes]) -> MemoryIndex:
    found = MemoryIndex()
    found.load([*turtle, (TERMS.turtle_prefixes() + ADDED).encode()])
    return found


@pytest.fixture(scope="module")
def evidence(index: MemoryIndex) -> Evidence:
    return Evidence(index)


def steps(evidence: Evidence, incident: str) -> Hypotheses:
    law = rules(evidence.index)
    return hypotheses(evidence, law, Occasion(incident, evidence.occurrence(incident)))


def led(evidence: Evidence, incident: str, actor: str, track: str = "state") -> dict[str, Link]:
    """Return the links on the chains to an actor, by their ids."""
    found, links = steps(evidence, incident).to(track, actor)
    assert bool(found.chains) == bool(links)
    return {link.id: link for link in links}


def test_four_units_lead_to_the_state_hop_by_hop(evidence: Evidence) -> None:
    links = led(evidence, "incident:whole-chain", "actor:arvenia")
    assert [link.rule for link in links.values()] == [
        None,
        *["rule:arsiwa-4-command"] * 3,
        "rule:arsiwa-4",
    ]
    assert {link.validity for link in links.values()} == {"holds"}
    command = links["rule:arsiwa-4-command actor:unit-c > actor:unit-d"]
    assert (command.from_date, command.until_date) == ("2029-01-01", "2031-01-01")
    assert command.claims_for == ("claim:incidents.command-d",)


def test_four_units_with_one_dead_link_lead_nowhere(evidence: Evidence) -> None:
    found = steps(evidence, "incident:dead-chain")
    assert found.reached("state") == []
    assert not led(evidence, "incident:dead-chain", "actor:arvenia")


def test_an_unknown_date_is_possible_and_a_gap(evidence: Evidence) -> None:
    links = led(evidence, "incident:open-chain", "actor:arvenia")
    undated = links["rule:arsiwa-4-command actor:open-a > actor:open-b"]
    assert (undated.validity, undated.from_date, undated.until_date) == ("possible", None, None)
    assert any("no claim read dates the relation “commands”" in gap for gap in undated.gaps)
    assert links["rule:arsiwa-4 actor:open-b > actor:arvenia"].validity == "holds"


def test_two_links_that_never_held_together_make_no_chain(evidence: Evidence) -> None:
    found = steps(evidence, "set:seasons")
    assert found.reached("state") == ["actor:arvenia"]  # each link by itself touches the year
    assert found.to("state", "actor:arvenia")[0].chains == ()


def test_a_ring_of_commands_ends(evidence: Evidence) -> None:
    found, links = steps(evidence, "incident:ring").to("state", "actor:arvenia")
    assert len(found.chains) == 2
    assert len(links) == 4  # the step back into the ring leads to nobody else


def test_members_are_assumptions_and_denials_stay_where_they_belong(evidence: Evidence) -> None:
    links = led(evidence, "incident:joint", "actor:borland")
    joint = links["perpetrator incident:joint > actor:both-armies"]
    assert joint.origins == (2, 2)  # two voices
    assert joint.claims_against == ()
    member = links["member actor:both-armies > actor:borland-army"]
    assert member.claims_for == ()
    assert member.assumed
    assert any("holds of actor:borland-army" in text for text in member.assumptions)
    assert any("names actor:borland-army alone" in text for text in member.gaps)
    assert member.claims_against == ("claim:incidents.joint-denied",)
    organ = links["rule:arsiwa-4 actor:borland-army > actor:borland"]
    assert organ.claims_for == ("claim:incidents.borland-organ",)
    assert organ.claims_against == ("claim:incidents.army-organ-denied",)


def test_one_or_the_other_leads_to_nobody(evidence: Evidence) -> None:
    found = steps(evidence, "incident:either")
    assert found.steps == {"state": {}, "non-state": {}}


def test_denials_for_a_state_and_its_army_stand_at_what_is_alleged(
    evidence: Evidence,
) -> None:
    links = led(evidence, "incident:denied", "actor:arvenia")
    state = links["perpetrator incident:denied > actor:arvenia"]
    assert set(state.claims_against) == {
        "claim:incidents.denial-by-answer",
        "claim:incidents.denial-of-army",
        "claim:incidents.denial-of-state",
    }
    army = links["perpetrator incident:denied > actor:arvenian-army"]
    assert army.claims_against == (
        "claim:incidents.denial-by-answer",
        "claim:incidents.denial-of-army",
        "claim:incidents.denial-of-state",
    )
    assert any("left open by actor:inquiry" in gap for gap in army.gaps)
    organ = links["rule:arsiwa-4 actor:arvenian-army > actor:arvenia"]
    assert organ.claims_against == ()  # that it is an organ is denied by nobody


def test_control_leads_from_a_group_and_instructions_of_a_later_year_do_not(
    evidence: Evidence,
) -> None:
    found = steps(evidence, "incident:by-group")
    assert found.reached("state") == ["actor:arvenia", "actor:borland", "actor:cestia"]
    borland = led(evidence, "incident:by-group", "actor:borland")
    assert list(borland) == [
        "perpetrator incident:by-group > actor:free-band",
        "rule:arsiwa-8-effective actor:free-band > actor:borland",
    ]


def test_derived_rules_lead_from_state_to_state_once(evidence: Evidence) -> None:
    cestia = led(evidence, "incident:by-group", "actor:cestia")
    assert list(cestia)[-1] == "rule:arsiwa-16 actor:borland > actor:cestia"
    assert cestia["rule:arsiwa-16 actor:borland > actor:cestia"].kind == "derived"
    assert not any("free-band > actor:cestia" in name for name in cestia)
    assert not led(evidence, "incident:by-group", "actor:donia")  # it aids the aider


def test_who_becomes_the_government_is_reached_by_what_came_after(evidence: Evidence) -> None:
    arvenia = led(evidence, "incident:by-group", "actor:arvenia")
    later = arvenia["rule:arsiwa-10-1 actor:free-band > actor:arvenia"]
    assert (later.validity, later.from_date) == ("holds", "2032-01-01")


def test_an_adopted_incident_leads_to_who_adopts_it(evidence: Evidence) -> None:
    donia = led(evidence, "incident:adopted", "actor:donia")
    assert list(donia) == ["rule:arsiwa-11 incident:adopted > actor:donia"]


def test_a_loan_that_surely_held_takes_the_place_of_the_organ_step(evidence: Evidence) -> None:
    arvenia = led(evidence, "incident:by-wing", "actor:arvenia")
    lent = arvenia["rule:arsiwa-6 actor:air-wing > actor:arvenia"]
    assert any("takes the place of rule:arsiwa-4" in text for text in lent.assumptions)
    assert not led(evidence, "incident:by-wing", "actor:borland")


def test_a_loan_that_may_not_have_held_leaves_both_steps(evidence: Evidence) -> None:
    assert led(evidence, "incident:by-wing-denied", "actor:arvenia")
    borland = led(evidence, "incident:by-wing-denied", "actor:borland")
    organ = borland["rule:arsiwa-4 actor:air-wing > actor:borland"]
    assert any("open: whether rule:arsiwa-6" in gap for gap in organ.gaps)


def test_where_two_exclude_each_other_both_stand(turtle: list[bytes]) -> None:
    index = MemoryIndex()
    mutual = "rule:arsiwa-4 resp:excludes rule:arsiwa-6 .\n"
    index.load([*turtle, (TERMS.turtle_prefixes() + mutual).encode()])
    evidence = Evidence(index)
    lent = led(evidence, "incident:by-wing", "actor:arvenia")[
        "rule:arsiwa-6 actor:air-wing > actor:arvenia"
    ]
    organ = led(evidence, "incident:by-wing", "actor:borland")[
        "rule:arsiwa-4 actor:air-wing > actor:borland"
    ]
    assert any("open: whether rule:arsiwa-4" in gap for gap in lent.gaps)
    assert any("open: whether rule:arsiwa-6" in gap for gap in organ.gaps)
    assert not any("takes the place" in text for one in (lent, organ) for text in one.assumptions)


def test_only_claims_that_cover_the_date_corroborate_a_link_that_holds() -> None:
    text = """
    day incident:x occurredDuring 2017-04-04
    by incident:x perpetrator actor:army
    one actor:army organOf actor:north on=2010/.. by=actor:a
    two actor:army organOf actor:north by=actor:b
    """
    kinds = "actor:army ArmedForce\nactor:north State"

    def organ(claims: str) -> Link:
        links = led(invented(claims, kinds=kinds), "incident:x", "actor:north")
        return links["rule:arsiwa-4 actor:army > actor:north"]

    one = organ(text)
    assert (one.validity, one.origins) == ("holds", (1, 1))
    assert one.claims_for == ("claim:t.one", "claim:t.two")
    assert "not surely on the date: 1 further claim for it: claim:t.two" in one.gaps
    both = organ(text.replace("north by=actor:b", "north on=2016/2018 by=actor:b"))
    assert (both.validity, both.origins) == ("holds", (2, 2))
    assert not any("not surely on the date" in gap for gap in both.gaps)
    neither = organ(text.replace("on=2010/.. ", ""))
    assert (neither.validity, neither.origins) == ("possible", (2, 2))


def layers(width: int, depth: int) -> str:
    """Return claims under which so many units command so many others, layer upon layer."""
    names = [["a"], *([f"u{n}x{m}" for m in range(width)] for n in range(depth)), ["z"]]
    return "\n".join(
        f"{one}{other} actor:{other} commands actor:{one} on=2000/.."
        for here, there in itertools.pairwise(names)
        for one in here
        for other in there
    )


LAYERED = """
day incident:x occurredDuring 2017-04-04
by incident:x perpetrator actor:a
organ actor:z organOf actor:north on=2000/..
who actor:colonel commands actor:z on=2000/..
"""


def tracks_of(width: int, depth: int) -> dict[str, Track]:
    units = "\n".join(
        f"actor:{name} MilitaryUnit"
        for name in ["a", "z", *(f"u{n}x{m}" for n in range(depth) for m in range(width))]
    )
    kinds = f"{units}\nactor:north State\nactor:colonel Person"
    evidence = invented(LAYERED + layers(width, depth), kinds=kinds)
    return {one.actor: one for one in trace_incident(evidence, "incident:x").tracks}


HOLDER = "holder of the command of actor:z on 2017-04-04"


def test_a_track_says_whether_its_chains_are_all() -> None:
    # two modes of liability lead to the holder, each over chains of its own
    for width, depth, listed, whole in ((2, 2, 4, True), (10, 2, MOST, True), (6, 3, MOST, False)):
        found = tracks_of(width, depth)
        for actor, modes in (("actor:north", 1), (HOLDER, 2)):
            track = found[actor]
            assert (len(track.chains), track.whole) == (listed * modes, whole)
            assert track.json()["whole"] is whole
            between = [one for one in track.links if one.target != actor][1:]
            assert len(between) == len(layers(width, depth).splitlines()) * modes
            said = any("more chains may" in gap for one in track.links for gap in one.gaps)
            assert said is not whole


def test_who_the_search_did_not_reach_in_time_is_no_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("respondeat.chains._TRIES", 1)
    found = tracks_of(2, 3)
    for actor in ("actor:north", HOLDER):
        track = found[actor]
        assert (track.chains, track.whole, track.corroboration) == ((), False, None)
        assert track.links
        assert any("the search for them ended" in gap for one in track.links for gap in one.gaps)
    assert found["actor:north"].roles == ("not found out whether a chain leads here",)


def test_elements_modifiers_and_questions_stand_on_the_link(evidence: Evidence) -> None:
    arvenia = led(evidence, "incident:whole-chain", "actor:arvenia")
    organ = arvenia["rule:arsiwa-4 actor:unit-d > actor:arvenia"]
    elements = {one.element: one for one in organ.elements}
    assert elements["element:organ-status"].claims_for == ("claim:incidents.organ-d",)
    assert elements["element:acting-in-capacity"].claims_for == ()
    assert "no claim read bears on element:acting-in-capacity" in organ.gaps
    assert any(text.startswith("rule:arsiwa-7") for text in organ.assumptions)
    control = led(evidence, "incident:by-group", "actor:borland")
    effective = control["rule:arsiwa-8-effective actor:free-band > actor:borland"]
    assert any("contested:art-8-control-test" in text for text in effective.assumptions)
    assert not any("rule:arsiwa-7" in text for text in effective.assumptions)


def test_parts_of_a_group_stay_on_the_track_of_groups(evidence: Evidence) -> None:
    links = led(evidence, "incident:by-part-of-group", "actor:free-band", "non-state")
    assert "rule:group-command actor:free-band-east > actor:free-band" in links
    found = steps(evidence, "incident:by-part-of-group")
    assert not any(
        one.rule and one.rule.id == "rule:group-command" for one in found.steps["state"].values()
    )
    # what controls the whole is not carried over to the part
    assert found.reached("state") == []


def test_a_position_opens_a_minority_rule(index: MemoryIndex, evidence: Evidence) -> None:
    assert not led(evidence, "incident:by-militia", "actor:borland")
    reading = Reading(
        "overall", "", {"contested:art-8-control-test": "position:overall-control-attributes"}
    )
    links = led(Evidence(index, reading=reading), "incident:by-militia", "actor:borland")
    overall = links["rule:arsiwa-8-overall actor:hill-militia > actor:borland"]
    assert any("minority position" in text for text in overall.assumptions)
    assert any("the reading takes position:overall" in text for text in overall.assumptions)


def test_a_rule_and_a_position_added_as_data_make_a_new_link(
    index: MemoryIndex, evidence: Evidence
) -> None:
    before = {name for one in steps(evidence, "incident:by-militia").steps.values() for name in one}
    reading = Reading("with the added rule", "", {"contested:added": "position:added"})
    found = steps(Evidence(index, reading=reading), "incident:by-militia")
    after = {name for one in found.steps.values() for name in one}
    assert after - before == {"rule:added actor:hill-militia > actor:borland"}
    assert before <= after
    (link,) = (one for one in found.to("state", "actor:borland")[1] if one.rule == "rule:added")
    assert link.claims_for == ("claim:incidents.militia-control",)
    assert [one.element for one in link.elements] == ["element:organised-group"]
    assert any("Is the added rule law?" in text for text in link.assumptions)


# Chains, against every path that there is

DAYS = st.integers(0, 9).map(lambda number: date(2030, 1, 1) + timedelta(days=number))
SPANS = st.tuples(DAYS, st.integers(0, 3)).map(lambda one: (one[0], one[0] + timedelta(one[1])))
WINDOWS = st.lists(SPANS, max_size=2)
NODES = st.sampled_from("abcg")


@st.composite
def edges(draw: st.DrawFn) -> list[Edge]:
    pairs = draw(st.lists(st.tuples(NODES, NODES, WINDOWS), min_size=5, max_size=12))
    return [
        Edge(f"{number:02}", source, target, tuple(windows) or ALWAYS)
        for number, (source, target, windows) in enumerate(pairs)
        if source != target
    ]


def every_path(
    steps: list[Edge], here: str, days: tuple[Window, ...], seen: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    for edge in steps:
        shared = meet(days, edge.windows)
        if edge.source == here and edge.target not in (*seen, here) and shared:
            if edge.target == "g":
                yield (edge.id,)
            else:
                for rest in every_path(steps, edge.target, shared, (*seen, here)):
                    yield (edge.id, *rest)


def every_walk(steps: list[Edge], days: tuple[Window, ...]) -> set[str]:
    """Return the steps that some walk takes, looked for on each first day that a window has."""
    found: set[str] = set()
    firsts = {first for windows in (days, *(one.windows for one in steps)) for first, _ in windows}
    for day in (one for one in firsts if meet(days, [(one, one)])):
        held = [edge for edge in steps if meet(edge.windows, [(day, day)])]
        ahead, behind = {"a"}, {"g"}
        for _ in held:
            ahead |= {edge.target for edge in held if edge.source in ahead}
            behind |= {edge.source for edge in held if edge.target in behind}
        found |= {edge.id for edge in held if edge.source in ahead and edge.target in behind}
    return found


@settings(max_examples=300)
@given(edges(), WINDOWS)
def test_chains_are_every_path_that_held_together(steps: list[Edge], days: list[Window]) -> None:
    when = tuple(days) or ALWAYS
    found = Ways(steps, "a", when).chains("g", most=10_000)
    assert found.whole
    assert sorted(found.chains) == sorted(every_path(steps, "a", when))
    assert {edge.id for edge in Ways(steps, "a", when).live("g")} == every_walk(steps, when)


@given(edges(), edges(), WINDOWS)
def test_a_further_step_or_a_wider_window_only_adds_chains(
    steps: list[Edge], more: list[Edge], days: list[Window]
) -> None:
    when = tuple(days) or ALWAYS
    before = set(Ways(steps, "a", when).chains("g", most=10_000).chains)
    added = [*steps, *(one._replace(id=f"new {one.id}") for one in more)]
    assert before <= set(Ways(added, "a", when).chains("g", most=10_000).chains)
    wider = [one._replace(windows=ALWAYS) for one in steps]
    assert before <= set(Ways(wider, "a", when).chains("g", most=10_000).chains)


def test_more_chains_than_are_listed_are_announced() -> None:
    layers = [[f"{layer}{number}" for number in range(4)] for layer in range(6)]
    layers = [["a"], *layers, ["g"]]
    steps = [
        Edge(f"{one} {other}", one, other, ALWAYS)
        for here, there in itertools.pairwise(layers)
        for one in here
        for other in there
    ]
    found = Ways(steps, "a", ALWAYS).chains("g")
    assert len(found.chains) == MOST
    assert not found.whole
    assert len(Ways(steps, "a", ALWAYS).live("g")) == len(steps)


def test_a_chain_longer_than_the_stack_is_walked() -> None:
    names = ["a", *(str(number) for number in range(5_000)), "g"]
    steps = [Edge(one, one, other, ALWAYS) for one, other in itertools.pairwise(names)]
    assert [len(chain) for chain in Ways(steps, "a", ALWAYS).chains("g").chains] == [5_001]


POINTS = st.none() | DAYS


def ordered(points: tuple[date | None, ...]) -> bool:
    """Say whether a period can have these points."""
    try:
        Period(*points).checked()
    except PeriodError:
        return False
    return True


@given(
    st.tuples(POINTS, POINTS, POINTS, POINTS).filter(ordered),
    st.lists(st.integers(0, 4), min_size=4, max_size=4),
    DAYS,
    DAYS,
    st.booleans(),
)
def test_widening_a_date_only_loses_certainty(
    points: tuple[date | None, ...], more: list[int], one: date, other: date, after: bool
) -> None:
    start, end = sorted((one, other))
    day = [Period(start, start, end, end)]
    signs = (-1, 1, -1, 1)
    period = Period(*points)
    wider = Period(
        *(
            point and point + timedelta(days=sign * many)
            for point, sign, many in zip(points, signs, more, strict=True)
        )
    )
    before, now = held(period, day, after=after), held(wider, day, after=after)
    assert now in (before, None)
    assert held(Period(), day, after=after) is None
