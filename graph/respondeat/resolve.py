"""Resolve: which actors, places and events of different sources may be one, and why.

It proposes and decides nothing: a decision is a claim of whoever makes it, loaded like any other
and reversed by retracting it. The record is only read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from respondeat.coincidence import coincidences
from respondeat.errors import UsageError
from respondeat.placing import placing
from respondeat.progress import Progress
from respondeat.proposal import KINDS, Proposal, pair
from respondeat.resemblance import resembling
from respondeat.roster import Roster
from respondeat.table import Table
from respondeat.workspace import Workspace

if TYPE_CHECKING:
    import polars

__all__ = ["LEAST", "as_table", "lines", "propose", "resolve"]

_COLUMNS = (
    "document key stance asserter about property value lower upper counts part_of edtf place"
    " earliest_start latest_start earliest_end latest_end"
).split()

LEAST = 0.6
"""The lowest score that is proposed where none is asked for."""


def resolve(folder: Path, kind: str | None = None, least: float = LEAST) -> list[Proposal]:
    """Return what is proposed over a workspace, the highest scores first.

    ``kind`` is actor, place, event or conflict; without it all of them. Pairs that
    somebody denies and nobody affirms are not proposed again. Raise ``UsageError`` without the
    extra ``resolve``.
    """
    if kind not in (None, *KINDS):
        raise UsageError(f"{kind!r} is no kind to resolve: {', '.join(KINDS)}")
    if not 0 <= least <= 1:
        raise UsageError(f"a score is from 0 to 1, and {least:g} is none")
    for library in ("rapidfuzz", "shapely"):
        if not find_spec(library):
            raise UsageError(f"resolve needs {library}: `pip install 'respondeat[resolve]'`")
    record = Workspace(folder).record
    published = {
        slug: str(document.metadata.get("published", ""))
        for slug, (document, _) in record.documents().items()
    }
    return propose(record.claims(columns=_COLUMNS), published, kind, least)


def propose(
    table: polars.DataFrame,
    published: Mapping[str, str],
    kind: str | None = None,
    least: float = LEAST,
) -> list[Proposal]:
    """Return what is proposed over a claims table; see `resolve`."""
    roster = Roster(table, published)
    found = []
    with Progress("pairs") as progress:
        for one in _found(table, roster, kind):
            found.append(one)
            progress.at(len(found))
    decided = (_decided(one, roster) for one in found if one.score >= least)
    kept = (one for one in decided if not one.decided or _affirmed(one))
    return sorted(kept, key=lambda one: (-one.score, one.kind, one.about, one.value))


def _found(table: polars.DataFrame, roster: Roster, kind: str | None) -> Iterator[Proposal]:
    if kind in (None, "actor", "event"):
        actors = list(resembling(roster, "actor"))
        if kind != "event":
            yield from actors
        if kind != "actor":
            alike = {pair(one.about, one.value) for one in actors if one.score >= LEAST}
            yield from coincidences(table, roster, alike)
    if kind in (None, "conflict"):
        yield from resembling(roster, "conflict")
    if kind in (None, "place"):
        yield from resembling(roster, "place")
        yield from placing(roster)


def _decided(one: Proposal, roster: Roster) -> Proposal:
    ends = (one.about, one.value)
    ends = pair(*ends) if one.property == "identicalTo" else ends
    made = roster.decisions.get((f"resp:{one.property}", *ends), [])
    return one._replace(decided=tuple(made))


def _affirmed(one: Proposal) -> bool:
    return any(made.stance == "affirms" for made in one.decided)


def as_table(proposals: Iterable[Proposal]) -> Table:
    """Return proposals as rows: the pair, the score, what speaks for and against, who decided."""
    columns = ("score", "kind", "one", "property", "other", "for", "against", "decided")
    rows = [
        (
            one.score,
            one.kind,
            one.about,
            one.property,
            one.value,
            "; ".join(one.reasons),
            "; ".join(one.against) or "nothing found",
            "; ".join(made.text for made in one.decided) or "by nobody",
        )
        for one in proposals
    ]
    return Table(columns, rows)


def lines(proposals: Iterable[Proposal]) -> Iterator[str]:
    """Yield proposals as a person reads them, one below the other, and at last how many."""
    kinds: Counter[str] = Counter()
    decided = 0
    for one in proposals:
        kinds[one.kind] += 1
        decided += bool(one.decided)
        yield f"{one.score:.2f} {one.kind}: {one.about} {one.property} {one.value}"
        yield from (f"  for: {reason}" for reason in one.reasons)
        yield from (f"  against: {reason}" for reason in one.against or ("nothing found",))
        yield f"  decided: {'; '.join(made.text for made in one.decided) or 'by nobody'}"
        yield ""
    count = kinds.total()
    each = ", ".join(f"{many:,} of {kind}s" for kind, many in sorted(kinds.items()))
    yield f"{count:,} proposal{'' if count == 1 else 's'}" + (
        f" ({each}), {decided:,} decided" if count else ""
    )
