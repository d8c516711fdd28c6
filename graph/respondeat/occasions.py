"""Occasions: what a reading accepts of every incident, one row each, as texts that can be shared.

A row has one text for each part of an occasion that tests look at: its dates, its places, and so
on. Incidents of which the same is said share their texts, in whatever order it is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from respondeat.engine import Engine, Table
from respondeat.evidence import Evidence
from respondeat.ontology import ontology
from respondeat.period import POINTS, Period
from respondeat.said import Said

__all__ = ["PARTS", "Occasions", "occasions", "read"]

PARTS = {
    "dates": ("occurredDuring",),
    "places": ("occurredAt",),
    "conduct": ("incidentType", "weapon", "target"),
    "conflicts": ("partOfConflict",),
    "aims": ("targetedActor",),
    "actors": ("perpetrator", "involved"),
}
"""The parts of an occasion, and the properties whose claims each of them holds."""

_STANCES = {"aims": ("affirms", "denies")}
_LIKE = "prefix property asserter document stance verification standard passed".split()
_SUBJECTS = ("incident:", "set:")


class Occasions(NamedTuple):
    """The table ``incident, grouped, *PARTS``, and ``about``: those read one by one."""

    table: Table
    singly: Table


def occasions(engine: Engine, evidence: Evidence, rows: Table) -> Occasions:
    """Return what the reading of the evidence accepts of every incident and set of incidents.

    ``rows`` are the claims that stand, in the record that the evidence is of.

    Whether a claim is accepted is asked once for all claims that are alike for the reading.
    Incidents of which something was passed on from a claim, was replaced, or may need a second
    origin are read one by one, as ``scope`` reads them.
    """
    groups = rows.filter((rows.property == "rdf:type") & (rows.value == "resp:IncidentSet"))
    claimable = [f"resp:{name}" for name in sorted(ontology().properties)]
    said = rows.filter(rows.property.isin(claimable) & _begins(rows, *_SUBJECTS))
    said = said.mutate(prefix=said.about.split(":")[0], passed=said.relays.join(" ").fill_null(""))
    single = engine.stored(_single(evidence, said))
    names = sorted(name for (name,) in engine.rows(single))
    plain = said.anti_join(single, "about")
    if _limits(evidence):
        plain = _accepted(engine, evidence, plain)
    texts = {part: _text(plain, part) for part in PARTS}
    table = (
        plain.mutate(**texts)
        .group_by("about")
        .agg(
            **{part: lambda t, part=part: t[part].group_concat("|").fill_null("") for part in PARTS}
        )
    )
    if names:
        read_singly = ((name, *_texts(evidence.occurrence(name))) for name in names)
        schema = dict.fromkeys(("about", *PARTS), "string")
        kept = [row for row in read_singly if row[1] is not None]
        table = table.union(engine.small(schema, kept))
    grouped = groups.select(group="about").distinct()
    table = table.left_join(grouped, table.about == grouped.group)
    table = table.select(*PARTS, incident=table.about, grouped=table.group.notnull().cast("int64"))
    return Occasions(table, single)


def read(text: str) -> list[Said]:
    """Return the claims that a text of a part stands for; who makes them is left open.

    >>> read("weapon affirms weapon:sarin")[0].property
    'resp:weapon'
    """
    return [_said(*token.split(" ")) for token in sorted(set(text.split("|"))) if token]


def _said(name: str, stance: str, value: str) -> Said:
    when = Period()
    if name in PARTS["dates"]:
        when = Period(*(None if p == "?" else date.fromisoformat(p) for p in value.split("/")))
    return Said("", stance, "", "", f"resp:{name}", value, when)


def _texts(said: Iterable[Said]) -> list[str | None]:
    """Return the parts of accepted claims, or ``None`` for each where there is none."""
    said = list(said)
    return [_part(said, part) if said else None for part in PARTS]


def _part(said: Iterable[Said], part: str) -> str:
    found = []
    for one in said:
        name = one.property.removeprefix("resp:")
        if name in PARTS[part] and one.stance in _STANCES.get(part, ("affirms",)):
            days = "/".join("?" if day is None else day.isoformat() for day in one.period)
            found.append(f"{name} {one.stance} {days if part == 'dates' else one.value}")
    return "|".join(sorted(set(found)))


def _text(rows: Table, part: str) -> Any:
    """Return the token of each row that belongs to a part, as `_part` writes it; else null."""
    inside = rows.property.isin([f"resp:{name}" for name in PARTS[part]]) & rows.stance.isin(
        _STANCES.get(part, ("affirms",))
    )
    value = rows.value.coalesce(rows.place)
    if part == "dates":
        first, *others = (rows[point].cast("string").fill_null("?") for point in POINTS)
        value = first
        for other in others:
            value = value + "/" + other
    token = rows.property.substr(len("resp:")) + " " + rows.stance + " " + value
    return inside.ifelse(token, None)


def _limits(evidence: Evidence) -> bool:
    return bool(evidence.reading.policies or evidence.reading.without)


def _several(evidence: Evidence) -> bool:
    return any(policy.origins > 1 for policy in evidence.reading.policies)


def _single(evidence: Evidence, said: Table) -> Table:
    """Return the incidents that are read one by one.

    What is passed on from a document that nobody read begins there, with who passes it on; from a
    claim, where that does. So of one asserter alone there is no second origin.
    """
    reading = evidence.reading
    alone = said.supersedes.notnull()
    if _limits(evidence):
        alone = alone | said.passed.contains(".")
        named = [one for one in reading.without if one.startswith("claim:")]
        if named:
            alone = alone | ("claim:" + said.document + "." + said.key).isin(named)
    found = said.filter(alone).select("about")
    if _several(evidence):
        voices = said.group_by("about").agg(voices=said.asserter.nunique())
        found = found.union(voices.filter(voices.voices > 1).select("about"))
    return found.distinct()


def _accepted(engine: Engine, evidence: Evidence, said: Table) -> Table:
    """Return the rows that the reading accepts, of incidents that are not read one by one."""
    first = (said.document + "." + said.key).min()
    alike = said.group_by(_LIKE).agg(claim=first)
    kept = []
    for row in engine.rows(alike):
        *key, claim = row
        (one, *_) = (one for one in evidence.claim(f"claim:{claim}") if one.property == key[1])
        few = one.stance == "affirms" and evidence.acceptance.needed(one) > 1
        if not few and not evidence.acceptance.why(one):
            kept.append(tuple("" if cell is None else cell for cell in key))
    accepted = engine.small({f"is_{name}": "string" for name in _LIKE}, kept)
    matching = [said[name].fill_null("") == accepted[f"is_{name}"] for name in _LIKE]
    return said.semi_join(accepted, matching)


def _begins(rows: Table, *prefixes: str) -> Any:
    first, *others = (rows.about.startswith(prefix) for prefix in prefixes)
    for other in others:
        first = first | other
    return first
