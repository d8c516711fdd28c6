"""Networks: stored queries as networkx graphs in which every edge is one claim.

A network is a file ``queries/network/NAME.rq`` whose rows have ``source``, ``target``,
``property``, ``stance``, ``asserter``, ``date`` (of publication), ``claim``, ``about``,
``document`` and, where they are known, ``publisher``, ``of`` (what the property is about),
``verb``, ``when`` (as printed), the four points of the claim's period, or ``since``: the day of an
act, which stands from then on; and the claim's ``standard``, ``original`` and ``sources``. Denials
and open questions are edges of their own.
Where the header's tags have ``membership``, edges lead from an actor to what it takes part in;
where they have ``hierarchy``, from who is said to stand above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx

from respondeat.ask import answer
from respondeat.caution import caution, empty
from respondeat.errors import UsageError
from respondeat.evidence import Evidence
from respondeat.index import Index
from respondeat.period import OPEN_END, OPEN_START, POINTS, Period
from respondeat.question import Question, names
from respondeat.reading import Reading
from respondeat.table import Table
from respondeat.terms import TERMS, Terms
from respondeat.withheld import sensitive
from respondeat.workspace import Workspace

__all__ = ["from_table", "network", "networks", "to_table"]

_VERBS = {"affirms": "stated by", "denies": "denied by", "questions": "left open by"}


def networks() -> Table:
    """Return every stored network and what it shows.

    >>> [row[0] for row in networks().rows][:2]
    ['accusation', 'agreement']
    """
    found = [Question.named(name, "network") for name in names("network")]
    return Table(("network", "asks"), [(one.name, one.summary) for one in found])


def network(
    place: Path | Index,
    name: str,
    at: str | None = None,
    reading: Reading | None = None,
    terms: Terms = TERMS,
) -> nx.MultiDiGraph[str]:
    """Return a stored network of a workspace or index, of the claims that a reading accepts.

    ``at`` is an ISO day (else that of the reading): an edge that surely did not hold on it is left
    out, any other has ``validity`` "holds" or "possible". Raise ``UsageError`` on an unknown
    network or another date.
    """
    if name not in names("network"):
        raise UsageError(f"there is no network {name!r}; there are {', '.join(names('network'))}")
    question = Question.named(name, "network")
    reading = reading or Reading.named("every-claim")
    day = _day(at) if at is not None else reading.at
    if isinstance(place, Path):
        workspace = Workspace(place)
        known = reading.known
        index = workspace.index() if known is None else workspace.index_as_of(known)
        terms = Terms(workspace.base)
    else:
        index = place
    hidden = sensitive(terms, index)
    evidence = Evidence(index, terms, reading, hidden=hidden)
    table = answer(index, question, terms=terms)
    rows = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    public, secret = _public(_merged(rows), evidence)
    kept, gone = _accepted(public, evidence)
    graph = _graph(kept, day)
    graph.graph |= {"name": name, "asks": question.summary, "reading": reading.name}
    why = "" if graph else empty(table.rows, public, kept, day)
    graph.graph |= {"caution": caution(gone, secret, why)}
    graph.graph |= {"at": day.isoformat()} if day else {}
    kind = re.search(r"^#\+ tags: \[.*\b(membership|hierarchy)\b", question.text, re.MULTILINE)
    if kind:
        graph.graph["kind"] = kind[1]
    for node, data in graph.nodes(data=True):
        data.update(_described(node, evidence))
    for _, _, data in graph.edges(data=True):
        if "sources" in data:
            data["sources"] = _titled(data["sources"], evidence)
    return graph


def from_table(table: Table) -> nx.MultiDiGraph[str]:
    """Return claims as a network, one edge a row, from the ``source`` to the ``target`` column.

    Every other column goes with the edge. A row without an ``asserter`` is refused: an accusation
    is never drawn as if nobody had made it.

    >>> columns = ("source", "target", "asserter", "property", "date")
    >>> row = ("actor:hrw", "actor:x", "actor:hrw", "perpetrator", "2017-05-01")
    >>> list(from_table(Table(columns, [row])).edges(data="label"))
    [('actor:hrw', 'actor:x', 'perpetrator, stated by actor:hrw, 2017-05-01')]
    """
    return _graph([dict(zip(table.columns, row, strict=True)) for row in table.rows], None)


def to_table(graph: nx.MultiDiGraph[str]) -> Table:
    """Return a network's edges for a screen: each with what is said, by whom and when."""
    rows = [(a, b, data["label"], data.get("claim")) for a, b, data in graph.edges(data=True)]
    return Table(("source", "target", "said", "claim"), rows)


def _graph(rows: Iterable[dict[str, Any]], day: date | None) -> nx.MultiDiGraph[str]:
    edges = []
    for cells in rows:
        if not all(cells.get(name) for name in ("source", "target", "asserter")):
            raise UsageError("a network needs source, target and asserter in every row")
        data = {name: cell for name, cell in cells.items() if cell is not None}
        if _dated(data, day):
            data["stance"] = str(data.get("stance", "affirms")).removeprefix("stance:")
            data["label"] = _label(data)
            data.pop("verb", None)
            edges.append((data.pop("source"), data.pop("target"), data))
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(sorted({node for edge in edges for node in edge[:2]}))
    drawn: dict[str, int] = {}
    for source, target, data in edges:
        # a claim with several values is several edges: their keys are told apart by a number
        claim = data.get("claim", "")
        drawn[claim] = number = drawn.get(claim, 0) + 1
        key = (claim if number == 1 else f"{claim}#{number}") if claim else None
        graph.add_edge(source, target, key=key, **data)
    return graph


def _day(text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(f"{text!r} is no day: write it as 2018-06-13")


def _merged(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Make one row of those that differ only in what goes with a claim's edge, in fixed order."""
    found: dict[tuple[str, ...], dict[str, set[str]]] = {}
    for cells in rows:
        key = tuple(str(cells[name]) for name in ("source", "target", "property", "claim"))
        cell = found.setdefault(key, {name: set() for name in cells})
        for name, value in cells.items():
            if value is not None:
                cell[name].add(str(value))
    return [
        {name: "; ".join(sorted(values)) or None for name, values in found[key].items()}
        for key in sorted(found)
    ]


def _public(rows: list[dict[str, Any]], evidence: Evidence) -> tuple[list[dict[str, Any]], int]:
    """Return the rows that name no claim or document that is not public, and how many do."""
    held = evidence.withheld
    kept = [
        row
        for row in rows
        if not any(
            name in held
            for name in (
                row["claim"], row["source"], row["target"], *(row.get("of") or "").split("; ")
            )
        )
    ]  # fmt: skip
    for row in kept:
        shown = [one for one in (row.get("sources") or "").split("; ") if one not in held]
        if "sources" in row:
            row["sources"] = "; ".join(shown) or None
    return kept, len(rows) - len(kept)


def _accepted(
    rows: list[dict[str, Any]], evidence: Evidence
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows whose claims the reading accepts, and those that it leaves out.

    A row of a claim that an accepted one replaces is in neither, nor one that answers such a claim.
    """
    gone = _superseded(evidence)
    rows = [row for row in rows if not gone & {row["claim"], *(row.get("of") or "").split("; ")}]
    if not evidence.reading.policies and not evidence.reading.without:
        return rows, []
    accepted = {
        said.claim
        for about in sorted({row["about"] for row in rows})
        for said in evidence.occurrence(about)
    }
    sides: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for row in rows:
        sides[row["claim"] not in accepted].append(row)
    return sides


def _superseded(evidence: Evidence) -> set[str]:
    """Return the claims that a later one replaces which the reading accepts."""
    terms, found = evidence.terms, set()
    for triple in evidence.index.match(None, terms.expand("resp:supersedes"), None):
        nodes = (str(node).strip("<>") for node in (triple.subject, triple.object))
        later, earlier = (terms.compact(node) for node in nodes)
        about = {one.about for one in evidence.claim(later)}
        voices = {one.asserter for name in (later, earlier) for one in evidence.claim(name)}
        if len(voices) > 1:
            continue  # nobody takes back what another says
        if any(one.claim == later for name in about for one in evidence.occurrence(name)):
            found.add(earlier)
    return found


def _dated(data: dict[str, Any], day: date | None) -> bool:
    """Replace the points of a period by what is known of it; say whether the edge may hold."""
    points = [data.pop(name, None) for name in POINTS]
    since = data.pop("since", None)
    if since:
        period = Period.from_edtf(since)
        if "/" not in since:  # a single day: what was done or said then stands
            period = period._replace(earliest_end=OPEN_END, latest_end=OPEN_END)
    else:
        period = Period(*(date.fromisoformat(point) if point else None for point in points))
    if period.earliest_start not in (None, OPEN_START):
        data["from_date"] = str(period.earliest_start)
    if period.latest_end not in (None, OPEN_END):
        data["until_date"] = str(period.latest_end)
    if isinstance(period.latest_start, date) and period.latest_start != OPEN_START:
        data["begun_by"] = str(period.latest_start)
    if isinstance(period.earliest_end, date) and period.earliest_end != OPEN_END:
        data["held_until"] = str(period.earliest_end)
    if period.latest_end == OPEN_END:
        data["open_end"] = "said to go on"
    if day is None:
        return True
    held = Period(day, day, day, day).within(period)
    data["validity"] = "holds" if held else "possible"
    return held is not False


def _label(data: dict[str, Any]) -> str:
    """Write what is said, by whom and when: an act never stands without its asserter."""
    name = str(data.get("property", "")).rpartition(":")[2]
    about = "; ".join(str(data[one]) for one in ("of", "when") if one in data)
    stance = data["stance"]
    verb = data.get("verb", _VERBS["affirms"]) if stance == "affirms" else _VERBS[stance]
    parts = [f"{name} ({about})" if about else name]
    parts.append(f"{verb} {data['asserter']}, {data.get('date') or 'document undated'}")
    if data.get("publisher", data["asserter"]) != data["asserter"]:
        parts.append(f"passed on by {data['publisher']}")
    if data.get("verification") == "unverified":
        parts.append("unverified")
    if data.get("validity") == "possible":
        parts.append("possible")
    return ", ".join(part for part in parts if part)


def _titled(sources: str, evidence: Evidence) -> str:
    """Write what a claim passes on, documents with their titles."""
    found = ((one, evidence.documents.get(one)) for one in sources.split("; "))
    return " | ".join(f"{one} ({document.title})" if document else one for one, document in found)


def _described(node: str, evidence: Evidence) -> dict[str, str]:
    document = evidence.documents.get(node)
    found = {"label": document.title if document else evidence.label(node)}
    arabic = evidence.label(node, "ar")
    if arabic != node:
        found["label_ar"] = arabic
    kinds = "; ".join(sorted(evidence.kinds(node)))
    return found | ({"kind": kinds} if kinds else {})
