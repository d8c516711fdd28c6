"""Compare: one incident under two readings, what differs, and what makes the difference.

``compare --json`` prints one object; ids are those of ``trace --json``::

    {"incident", "left": {"reading", "summary", "record"}, "right": {...},
     "parts": [{"part", "kind", "left", "right"}],
     "differences": [{"kind", "item": [ids], "aspect": name | null, "left", "right",
                      "from_left": [[parts]], "from_right": [[parts]], "claims": [ids]}],
     "law": {"left": [{"kind", "item", "aspect", "own", "other", "parts": [[parts]]}], "right"},
     "idle": [parts], "refused": {"left": [{"claim", "property", "voices", "policy", "why"}],
     "right"}, "claims", "entities"}

``left`` and ``right`` of a difference are ``null`` where there is nothing. ``from_left`` are the
smallest sets of parts found that give the right's result when exchanged in the left reading, and
``from_right`` the other way round: several sets of one part are so many parts each of which is
enough; one set of several parts takes all of them; none is "not isolated". ``claims`` are those of
the difference that one reading accepts and the other leaves out, ``refused`` says why. ``law`` is
what the other's positions alone would change on the same claims. ``idle`` parts differ and change
nothing here. With left and right exchanged the object is the same, mirrored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from respondeat.cause import Difference, Sets, differences, minimal, narrowed
from respondeat.errors import UsageError
from respondeat.evidence import Evidence
from respondeat.lookup import claims_named, entities_named, named_in
from respondeat.reading import Policy, Reading
from respondeat.refusal import Refusal, clause, refusal
from respondeat.said import Said
from respondeat.swap import CONVENTIONS, POLICY, Bench, Part, State
from respondeat.trace import Trace

__all__ = ["Comparison", "Differing", "Law", "compare", "compare_evidence"]

_ORDER = (
    "perpetrator involved occurredDuring occurredAt incidentType weapon target harm partOfConflict"
    " cause"
).split()
"""Properties on which a policy is tried by itself, the likeliest to matter first."""

_REACHED = ("track", "link", "element", "scope", "venue")
"""Kinds of item that one reading may not come to at all."""

_NOTHING: State = frozenset()


class Differing(NamedTuple):
    """A difference with both values and its causes, as this module describes them."""

    what: Difference
    left: Any
    right: Any
    from_left: Sets
    from_right: Sets
    claims: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the difference as ``compare --json`` prints it."""
        found = _item(self.what) | {"left": self.left, "right": self.right}
        sets = {"from_left": _lists(self.from_left), "from_right": _lists(self.from_right)}
        return found | sets | {"claims": list(self.claims)}


class Law(NamedTuple):
    """What the other reading's positions would change on the same claims, and which do."""

    what: Difference
    own: Any
    other: Any
    parts: Sets

    def json(self) -> dict[str, Any]:
        """Return the change as ``compare --json`` prints it."""
        return _item(self.what) | {
            "own": self.own,
            "other": self.other,
            "parts": _lists(self.parts),
        }


class Comparison(NamedTuple):
    """One incident under two readings; pairs are of the left and the right one."""

    incident: str
    evidence: tuple[Evidence, Evidence]
    traces: tuple[Trace | None, Trace | None]
    parts: tuple[Part, ...]
    differences: tuple[Differing, ...]
    law: tuple[tuple[Law, ...], tuple[Law, ...]]
    idle: tuple[str, ...]
    refused: tuple[tuple[Refusal, ...], tuple[Refusal, ...]]

    def json(self) -> dict[str, Any]:
        """Return the object that this module describes."""
        sides = dict(zip(("left", "right"), self.evidence, strict=True))
        body = {
            "incident": self.incident,
            **{
                side: {
                    "reading": one.reading.name,
                    "summary": one.reading.summary,
                    "record": one.head,
                }
                for side, one in sides.items()
            },
            "parts": [_part(one) for one in self.parts],
            "differences": [one.json() for one in self.differences],
            "law": {
                side: [one.json() for one in found]
                for side, found in zip(sides, self.law, strict=True)
            },
            "idle": list(self.idle),
            "refused": {
                side: [one.json() for one in found]
                for side, found in zip(sides, self.refused, strict=True)
            },
        }
        named = named_in(body)
        claims: dict[str, Any] = {}
        for one in self.evidence:
            claims |= claims_named(one, named)
        entities = entities_named(self.evidence[0], named | named_in(claims))
        return {**body, "claims": dict(sorted(claims.items())), "entities": entities}


def compare(folder: Path, incident: str, left: Reading, right: Reading) -> Comparison:
    """Compare two readings of one incident in a workspace.

    Raise ``UsageError`` where neither accepts a claim about the incident.
    """

    def opened(reading: Reading) -> Evidence:
        return Evidence.opened(folder, reading)

    first = opened(left)
    second = first.under(right) if left.known == right.known else opened(right)
    return compare_evidence(first, second, incident, opened)


def compare_evidence(
    left: Evidence,
    right: Evidence,
    incident: str,
    opened: Callable[[Reading], Evidence] | None = None,
) -> Comparison:
    """Compare two readings with evidence that was fetched before, as `compare` does.

    ``opened`` gives the evidence of readings that end at different entries of the record.
    """
    bench = Bench(incident, left, right, opened or left.under)
    traces = bench.trace(_NOTHING), bench.trace(bench.whole)
    if traces == (None, None):
        raise UsageError(
            f"neither reading accepts a claim about {incident!r}: `respondeat ask incidents`"
            " lists what there is"
        )
    refused = _refused(left, right, incident), _refused(right, left, incident)
    found = [_differing(bench, what, refused) for what in differences(bench, _NOTHING, bench.whole)]
    law = _law(bench, _NOTHING), _law(bench, bench.whole)
    return Comparison(
        incident,
        (left, right),
        traces,
        bench.parts,
        tuple(found),
        law,
        tuple(_idle(bench, found, law)),
        refused,
    )


def _differing(
    bench: Bench, what: Difference, refused: tuple[Iterable[Refusal], Iterable[Refusal]]
) -> Differing:
    sides = []
    values = what.value(bench, _NOTHING), what.value(bench, bench.whole)
    only = {one.claim: one for side in refused for one in side}
    direct = sorted((_claims(values[0]) ^ _claims(values[1])) & only.keys())
    if what.aspect is None and what.item[0] in _REACHED:
        direct = []  # it is there or not by what leads to it, and not by its own claims
    for base in (_NOTHING, bench.whole):
        sets = minimal(bench, what, base, bench.whole, bench.whole)
        if what.item[0] == "fact":
            sets = narrowed(bench, what, base, sets, CONVENTIONS, _words(bench, what))
        elif not direct:
            properties = {one.property.partition(":")[2] for one in only.values()}
            names = [name for name in _ORDER if name in properties]
            sets = narrowed(bench, what, base, sets, POLICY, names)
        sides.append(sets)
    if not direct:
        direct = sorted(
            _bearing(what, (name for sets in sides for one in sets for name in one), only)
        )
    left, right = sides
    return Differing(what, *values, left, right, tuple(direct))


def _bearing(what: Difference, names: Iterable[str], only: Mapping[str, Refusal]) -> Iterable[str]:
    """Yield the claims that one reading leaves out, as far as these parts are about them."""
    on = set(names)
    fact = what.item[1] if what.item[0] == "fact" else None
    for one in only.values():
        whole = on & {POLICY, "without", "known"} and fact in (None, one.property)
        if whole or f"{POLICY}:{one.property.partition(':')[2]}" in on:
            yield one.claim


def _law(bench: Bench, base: State) -> tuple[Law, ...]:
    """Return what the other side's positions alone change; nothing where nothing else differs."""
    positions = frozenset(part.id for part in bench.parts if part.kind == "position")
    if positions == bench.whole:
        return ()
    return tuple(
        Law(
            what,
            what.value(bench, base),
            what.value(bench, base ^ positions),
            minimal(bench, what, base, positions, positions),
        )
        for what in differences(bench, base, base ^ positions)
    )


def _idle(bench: Bench, found: Iterable[Differing], law: Iterable[Iterable[Law]]) -> Iterable[str]:
    """Yield the parts whose exchange changes nothing from either side, alone or with others."""
    sets = [part for one in found for part in (*one.from_left, *one.from_right)]
    sets += [part for side in law for one in side for part in one.parts]
    used = {name.partition(":")[0] for part in sets for name in part if ":" in name}
    used |= {name for part in sets for name in part}
    for part in sorted(bench.whole - used):
        states = ((base, base ^ {part}) for base in (_NOTHING, bench.whole))
        if all(bench.items(one) == bench.items(other) for one, other in states):
            yield part


def _refused(by: Evidence, other: Evidence, incident: str) -> tuple[Refusal, ...]:
    """Return the claims about the incident that the other reading alone accepts."""
    accepted = {one.claim for one in by.occurrence(incident)}
    said = {one.claim: one for one in other.occurrence(incident) if one.claim not in accepted}
    return tuple(_refusal(by, said[name]) for name in sorted(said))


def _refusal(by: Evidence, one: Said) -> Refusal:
    if not by.claim(one.claim):
        return Refusal(one.claim, one.property, (one.asserter,), None, "not in the record by then")
    return refusal(by, one)


def _claims(value: Any) -> set[str]:
    return {name for name in named_in(value) if name.startswith("claim:")}


def _words(bench: Bench, what: Difference) -> list[str]:
    """Return the vague words and hedges of the claims of a fact that some convention is about."""
    known = {*bench.left.conventions, *bench.right.conventions}
    found = [bench.items(state).get(what.item) for state in (_NOTHING, bench.whole)]
    said = [
        one
        for evidence in bench.evidence
        for name in sorted(_claims(found))
        for one in evidence.claim(name)
    ]
    words = {(one.stated or "").casefold() for one in said} | {one.hedge for one in said}
    return sorted(word for word in words if word in known)


def _item(what: Difference) -> dict[str, Any]:
    kind, *about = what.item
    return {"kind": kind, "item": about, "aspect": what.aspect}


def _part(part: Part) -> dict[str, Any]:
    values = {"left": _value(part.left), "right": _value(part.right)}
    return {"part": part.id, "kind": part.kind, **values}


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [clause(one) if isinstance(one, Policy) else one for one in value]
    if isinstance(value, dict):
        return {word: list(bounds) for word, bounds in sorted(value.items())}
    return value if isinstance(value, (int, list)) or value is None else str(value)


def _lists(sets: Sets) -> list[list[str]]:
    return [list(one) for one in sets]
