"""What must hold whatever is added, widened, left out or withheld: over corpora large and small."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from respondeat.aspect import fact_item
from respondeat.claim import Row, to_table
from respondeat.compare import compare_evidence
from respondeat.dossier.redaction import redacted
from respondeat.evidence import Evidence
from respondeat.finding import Independence
from respondeat.index import MemoryIndex
from respondeat.load import load
from respondeat.lookup import named_in
from respondeat.project import claims_to_turtle
from respondeat.reading import Reading
from respondeat.report import content
from respondeat.scope import assess_scope
from respondeat.terms import TERMS
from respondeat.trace import Trace, trace_incident
from respondeat.weigh import weigh_trace
from respondeat.workspace import Workspace

KHAN_SHAYKHUN = "incident:khan-shaykhun-2017-04-04"
MASSACRES = "set:idlib-massacres-2017-2018"
REAL = (KHAN_SHAYKHUN, MASSACRES)
INVENTED = tuple(
    f"incident:{name}"
    for name in "whole-chain open-chain ring joint by-group by-part-of-group by-wing denied".split()
)

few = settings(
    max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


class Corpus:
    """Claims in memory, to which more are added for a moment; evidence of it as it stands."""

    def __init__(self, folder: Path) -> None:
        workspace = Workspace(folder)
        self.rows = [row for row in workspace.record.rows() if row["property"][:5] == "resp:"]
        self.index = MemoryIndex()
        self.index.load(workspace.turtle())
        self.evidence = Evidence(self.index)
        self.by_claim = {f"claim:{row['document']}.{row['key']}": row for row in self.rows}
        self.traces: dict[str, Trace] = {}

    def trace(self, incident: str) -> Trace:
        """Return the trace of what was loaded, made once."""
        if incident not in self.traces:
            self.traces[incident] = trace_incident(self.evidence, incident)
        return self.traces[incident]

    @contextmanager
    def added(self, rows: Iterable[Row] = (), turtle: str = "") -> Iterator[Evidence]:
        """Yield evidence with more claims and triples, which are taken out again."""
        text = (TERMS.turtle_prefixes() + turtle).encode() + claims_to_turtle(to_table(rows))
        store = self.index._store
        new = {ox.Quad(*one) for one in ox.parse(text, ox.RdfFormat.TURTLE)}
        new = {quad for quad in new if quad not in store}
        store.extend(new)
        try:
            yield Evidence(self.index)
        finally:
            for quad in new:
                store.remove(quad)


@pytest.fixture(scope="module")
def real(workspace: Path) -> Corpus:
    return Corpus(workspace)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("properties") / "workspace"
    load(folder, [Path(__file__).parent / "trace" / "incidents"], by="tests")
    return Corpus(folder)


@pytest.fixture(scope="module", params=["real", "invented"])
def either(request: pytest.FixtureRequest) -> tuple[Corpus, tuple[str, ...]]:
    names = {"real": REAL, "invented": INVENTED}
    return request.getfixturevalue(request.param), names[request.param]


def named(corpus: Corpus, incidents: Iterable[str]) -> list[str]:
    """Return the claims that are about the incidents or that steps from them rest on."""
    traces = [corpus.trace(name) for name in incidents]
    found = {claim for one in traces for _, claim in steps(one)}
    found |= {one.claim for name in incidents for one in corpus.evidence.occurrence(name)}
    return sorted(found & corpus.by_claim.keys())


def steps(found: Trace) -> set[tuple[str, str]]:
    """Return every step of every track with each claim for it, and by itself."""
    return {
        (f"{track.track} {track.actor} {link.id}", claim)
        for track in found.tracks
        for link in track.links
        for claim in ("", *link.claims_for)
    }


def chains(found: Trace) -> set[tuple[str, ...]]:
    return {(one.track, one.actor, *chain) for one in found.tracks for chain in one.chains}


def numbers(found: Trace) -> dict[tuple[str, ...], Independence]:
    """Return how many origins each statement, step and best chain has."""
    facts = {fact_item(found.evidence, one): one.origins for one in found.facts}
    links = {("link", one.id): one.origins for track in found.tracks for one in track.links}
    tracks = {
        ("track", one.track, one.actor): one.corroboration
        for one in found.tracks
        if one.corroboration
    }
    return facts | links | tracks


def copied(row: Row, document: str, **more: Any) -> Row:
    """Return a row of another document that says the same."""
    gone = dict.fromkeys(
        "supersedes answers part_of fragment start end digest standard relays".split()
    )
    return {**row, **gone, "document": document, "key": row["key"], **more}


# What is added


@few
@given(data=st.data())
def test_a_relay_raises_no_independence(
    either: tuple[Corpus, tuple[str, ...]], data: st.DataObject
) -> None:
    corpus, incidents = either
    drawn = st.tuples(st.sampled_from(named(corpus, incidents)), st.booleans())
    rows = []
    for number, (claim, own) in enumerate(data.draw(st.lists(drawn, min_size=1, max_size=8))):
        row = corpus.by_claim[claim]
        voice = {"asserter": "actor:passer-on" if own else row["asserter"]}
        rows.append(copied(row, f"relay-{number}", relays=[claim.removeprefix("claim:")], **voice))
        again = f"relay-{number}.{row['key']}"  # and somebody passes that on
        rows.append(copied(row, f"relayed-again-{number}", relays=[again], **voice))
    with corpus.added(rows, "actor:passer-on a resp:MediaOutlet .") as evidence:
        for incident in incidents:
            before = numbers(corpus.trace(incident))
            after = numbers(trace_incident(evidence, incident))
            assert after.keys() == before.keys()
            assert all(after[key].min <= before[key].min for key in before)
            assert all(after[key].max <= before[key].max for key in before)


@few
@given(data=st.data())
def test_a_denial_takes_no_claim_step_or_fact_away(
    either: tuple[Corpus, tuple[str, ...]], data: st.DataObject
) -> None:
    corpus, incidents = either
    drawn = st.tuples(
        st.sampled_from(named(corpus, incidents)),
        st.sampled_from(["denies", "questions"]),
        st.booleans(),
        st.sampled_from(["actor:denier", "the same"]),
    )
    rows = []
    for number, (claim, stance, answers, who) in enumerate(
        data.draw(st.lists(drawn, min_size=1, max_size=6))
    ):
        row = corpus.by_claim[claim]
        more = {"asserter": row["asserter"] if who == "the same" else who}
        more |= {"stance": stance, "answers": claim.removeprefix("claim:") if answers else None}
        rows.append(copied(row, f"denial-{number}", **more))
    with corpus.added(rows, "actor:denier a resp:State .") as evidence:
        for incident in incidents:
            before, after = corpus.trace(incident), trace_incident(evidence, incident)
            assert steps(before) <= steps(after)
            assert chains(before) <= chains(after)
            statements = {
                fact_item(one.evidence, fact): {*fact.claims_for}
                for one in (after,)
                for fact in one.facts
            }
            for fact in before.facts:
                assert {*fact.claims_for} <= statements[fact_item(before.evidence, fact)]


TOWARDS = {
    "in-scope": {"in-scope", "in-scope-unless", "undetermined"},
    "excepted": {"excepted", "in-scope-unless", "undetermined"},
    "in-scope-unless": {"in-scope-unless", "undetermined"},
    "undetermined": {"undetermined"},
    "outside": {"outside", "undetermined"},
}
TURNS = [
    date(2016, 12, 30),
    date(2017, 5, 4),
    date(2017, 5, 6),
    date(2017, 9, 15),
    date(2017, 11, 4),
    date(2018, 2, 24),
    date(2020, 3, 6),
]
"""Days about which something begins or ends in the corpus."""


def dated(name: str, place: str, *points: date) -> str:
    """Return an incident of some days, as Turtle: the four points of its period."""
    names = ("earliestStart", "latestStart", "earliestEnd", "latestEnd")
    body = " ; ".join(
        f'resp:{point} "{day}"^^xsd:date' for point, day in zip(names, points, strict=True)
    )
    values = {
        "perpetrator": "actor:syrian-armed-forces",
        "incidentType": "type:airstrike",
        "occurredAt": place,
        "partOfConflict": "conflict:syria-government-opposition",
        "occurredDuring": f"period:{name}",
    }
    claims = "".join(
        f"claim:dated.{name}-{key} a resp:Claim ; resp:inDocument doc:dated ; says:{key} {value} ;"
        f' resp:about incident:{name} ; resp:asserter actor:snhr ; resp:verification "read" .\n'
        for key, value in values.items()
    )
    return f"incident:{name} a resp:Incident .\nperiod:{name} a resp:Period ; {body} .\n{claims}"


@few
@given(
    st.lists(
        st.tuples(
            st.sampled_from(TURNS),
            st.integers(-2, 2),
            st.sampled_from(["place:idlib-agreed-lines", "place:idlib-governorate"]),
            *[st.sampled_from([0, 1, 3, 40, 400])] * 4,
        ),
        min_size=4,
        max_size=4,
    )
)
def test_a_wider_date_moves_scope_only_towards_undetermined(
    real: Corpus, drawn: list[tuple[date, int, str, int, int, int, int]]
) -> None:
    text, seen = "", set[str]()
    for number, (turn, offset, place, *by) in enumerate(drawn):
        day = turn + timedelta(offset)
        first, later, earlier, last = (timedelta(days) for days in by)
        points = day - first, day + later, day - earlier, day + last
        ends = min(points), max(points)  # start before end, whatever was drawn
        text += dated(f"day-{number}", place, day, day, day, day)
        text += dated(f"wide-{number}", place, ends[0], points[1], points[2], ends[1])
    with real.added(turtle=text) as evidence:
        for number in range(len(drawn)):
            exact, wide = (
                {
                    (one.provision, one.actor): one.result
                    for one in assess_scope(evidence, f"incident:{name}-{number}")
                }
                for name in ("day", "wide")
            )
            assert exact.keys() == wide.keys()
            assert not [key for key in exact if wide[key] not in TOWARDS[exact[key]]]
            seen.update(exact.values())
    assert len(seen) > 2


KINDS = ["State", "MilitaryUnit", "ArmedForce", "NonStateArmedGroup", "Militia", "Regime"]
RELATIONS = "organOf commands effectiveControl overallControl aids atDisposalOf governs".split()


@few
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["state attribution", "state derived", "non-state group-command"]),
            st.lists(st.sampled_from(KINDS), max_size=2, unique=True),
            st.lists(st.sampled_from(KINDS), max_size=2, unique=True),
            st.sampled_from(RELATIONS),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_rule_that_takes_no_place_only_adds_steps(
    invented: Corpus, drawn: list[tuple[str, list[str], list[str], str, bool]]
) -> None:
    text = ""
    for number, (where, from_kinds, to_kinds, relation, inverse) in enumerate(drawn):
        track, kind = where.split()
        parts = [
            f"rule:drawn-{number} a resp:Rule",
            f'rdfs:label "Drawn {number}"@en',
            f"resp:ruleKind rulekind:{kind}",
            f"resp:track track:{track}",
            f"resp:overRelation resp:{relation}",
            'resp:legalBasis "a test"',
            *(f"resp:fromKind resp:{one}" for one in from_kinds),
            *(f"resp:toKind resp:{one}" for one in to_kinds),
            *(['resp:relationDirection "inverse"'] if inverse else []),
        ]
        text += " ; ".join(parts) + " .\n"
    with invented.added(turtle=text) as evidence:
        for incident in INVENTED:
            after = trace_incident(evidence, incident)
            assert steps(invented.trace(incident)) <= steps(after)
            assert chains(invented.trace(incident)) <= chains(after)


# What is left out


@settings(few, max_examples=16)
@given(data=st.data())
def test_to_leave_out_an_origin_adds_no_chain(
    either: tuple[Corpus, tuple[str, ...]], data: st.DataObject
) -> None:
    """Where no rule takes the place of another, and the dates stay: both are conditions.

    What is left of a chain may end at a unit from which no step leads on any longer.
    """
    corpus, incidents = either
    incident = data.draw(
        st.sampled_from([name for name in incidents if name != "incident:by-wing"])
    )
    claims = [
        claim
        for claim in named(corpus, [incident])
        if corpus.by_claim[claim]["property"] != "resp:occurredDuring"
    ]
    voices = sorted({origin.asserter for origin in corpus.evidence.origins(claims)})
    gone = data.draw(
        st.lists(st.sampled_from([*voices, *claims]), min_size=1, max_size=3, unique=True)
    )
    less = corpus.evidence.under(corpus.evidence.reading.without_also(gone))
    days = [
        {one.period for one in evidence.occurrence(incident) if one.value[:7] == "period:"}
        for evidence in (corpus.evidence, less)
    ]
    if days[0] != days[1]:
        return
    before = chains(corpus.trace(incident))
    begun = {one[2:end] for one in before for end in range(3, len(one) + 1)}
    after = trace_incident(less, incident)
    stopped = {one.actor for one in after.tracks if "no State reached" in one.roles}
    for chain in chains(after):
        assert chain in before or (chain[1] in stopped and chain[2:] in begun)


def leaves(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield what a JSON value says, wherever in a list it stands; null says nothing."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    elif isinstance(node, list):
        for value in node:
            yield from leaves(value, path)
    elif node is not None:
        yield (*path, node)


@few
@given(data=st.data())
def test_redaction_adds_nothing_and_leaves_no_withheld_claim(
    either: tuple[Corpus, tuple[str, ...]], data: st.DataObject
) -> None:
    corpus, incidents = either
    incident = data.draw(st.sampled_from(incidents))
    whole = corpus.trace(incident).json()
    hidden = set(
        data.draw(st.lists(st.sampled_from(named(corpus, [incident])), min_size=1, max_size=8))
    )
    less = redacted(whole, hidden)
    assert set(leaves(less)) <= set(leaves(whole))
    assert not hidden & named_in(less)


def test_what_is_withheld_is_nowhere_in_the_dossier(tmp_path: Path) -> None:
    source = tmp_path / "incidents"
    source.mkdir()
    for file in (Path(__file__).parent / "trace" / "incidents").glob("*.*"):
        text = file.read_text("utf-8")
        if file.name == "claims.csv":
            head, *rows = text.splitlines()
            hidden = ("joint-by-daily", "borland-organ")
            marked = [f"{row},{'sensitivity:restricted' * row.startswith(hidden)}" for row in rows]
            text = "\n".join([f"{head},sensitivity", *marked]) + "\n"
        (source / file.name).write_text(text, "utf-8")
    load(tmp_path / "workspace", [source], by="tests")
    made = json.dumps(content(tmp_path / "workspace", "incident:joint"))
    assert "joint-by" in made
    assert "The Daily" not in made
    assert not any(name in made for name in hidden)


# Whatever is asked


SCRIPT = """
import json, sys
from pathlib import Path
from respondeat.compare import compare
from respondeat.reading import Reading
from respondeat.trace import trace
folder, incident = Path(sys.argv[1]), sys.argv[2]
readings = [Reading.named("every-claim"), Reading.named("two-origins")]
found = [trace(folder, incident, one).json() for one in readings]
found.append(compare(folder, incident, *readings).json())
print(json.dumps(found, ensure_ascii=False))
"""


def test_the_same_record_and_reading_give_the_same_bytes(workspace: Path) -> None:
    words = [sys.executable, "-c", SCRIPT, str(workspace), KHAN_SHAYKHUN]
    started = [
        subprocess.Popen(words, stdout=subprocess.PIPE, env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    texts = {one.communicate(timeout=120)[0] for one in started}
    assert [one.returncode for one in started] == [0, 0]
    assert len(texts) == 1
    assert len(texts.pop()) > 100_000


@pytest.mark.parametrize("name", ["every-claim", "investigative-bodies", "respondent"])
@pytest.mark.parametrize("incident", REAL)
def test_every_part_reaches_claims_or_is_an_assumption_or_a_gap(
    real: Corpus, incident: str, name: str
) -> None:
    under = real.evidence.under(Reading.named(name))
    if not under.occurrence(incident):
        return
    grounded(trace_incident(under, incident))


@pytest.mark.parametrize("incident", INVENTED)
def test_every_part_of_an_invented_trace_does_too(invented: Corpus, incident: str) -> None:
    grounded(invented.trace(incident))


def grounded(trace: Trace) -> None:
    """Assert that nothing in a trace and in its weights stands on nothing."""
    found, weighed = trace.json(), weigh_trace(trace).json()
    sides = ("claims_for", "claims_against", "claims_questioning")
    assert all(any(fact[side] for side in sides) for fact in found["facts"])
    for track in found["tracks"]:
        assert track["chains"] or track["roles"]
        links = {link["id"]: link for link in track["links"]}
        assert {name for chain in track["chains"] for name in chain} <= links.keys()
        for link in links.values():
            assert link["claims_for"] or link["assumptions"] or link["gaps"], link
            assert link["kind"] != "perpetrator" or link["claims_for"], link
            for one in link["elements"]:
                bare = f"no claim read bears on {one['element']}"
                assert one["claims_for"] or bare in link["gaps"], one
    for scope in found["scope"]:
        assert scope["claims"] or scope["candidates"], scope
    for kind in ("accusations", "demands", "proceedings"):
        assert all(one["claims"] for one in found[kind])
    assert all(crime["basis"] for crime in found["crimes"])
    for venue in found["venues"]:
        for test in venue["tests"]:
            taken = named_in(test["why"]) & {*found["positions"].values()}
            assert test["claims"] or test["value"] == "unknown" or taken, test
    assert all(one["relay"] in found["claims"] for one in found["mutations"])
    ids = {link["id"] for track in found["tracks"] for link in track["links"]}
    assert {step["id"] for track in weighed["tracks"] for step in track["steps"]} <= ids
    resolved(found)


def resolved(found: dict[str, Any]) -> None:
    """Assert that every id leads to a claim with its place in a document, or to an entity."""
    names = {
        name for key in found if key not in ("claims", "entities") for name in named_in(found[key])
    }
    for name in names:
        kind = name.partition(":")[0]
        if kind == "claim":
            assert found["claims"][name]["document"], name
            assert "fragment" in found["claims"][name]
        elif kind not in ("quantity", "period", "resp"):
            assert name in found["entities"], name


def test_every_part_of_a_comparison_does_too(real: Corpus) -> None:
    left, right = (
        real.evidence.under(Reading.named(name)) for name in ("every-claim", "two-origins")
    )
    found = compare_evidence(left, right, MASSACRES).json()
    assert found["differences"]
    for one in found["differences"]:
        assert one["from_left"], one
        assert one["from_right"], one
        assert named_in(one["claims"]) <= found["claims"].keys()
    resolved(found)
