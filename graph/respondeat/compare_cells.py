"""Cells: what one column of a comparison says of each item, and the line above the columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from respondeat.aspect import Item, fact_item
from respondeat.crime import ListedCrime
from respondeat.fact import Fact
from respondeat.finding import Independence, Link, Track
from respondeat.saying import dated
from respondeat.trace import Trace
from respondeat.venue import VenueResult

__all__ = ["cells", "head", "result"]

_SENSES = {
    "denied-by-party": "denied by the party concerned",
    "contradicted": "contradicted by another source",
    "method-challenged": "the method of a source is challenged",
}
_FORCE = {True: "", False: "; not in force then", None: "; force then unknown"}


def cells(found: Trace | None) -> dict[Item, str]:
    """Return what one reading finds of each item, in the order in which counsel asks for it."""
    if found is None:
        return {}
    links = {link.id: link for track in found.tracks for link in track.links}
    invoked = {
        **{("accusation", one.accusation): one.claims for one in found.accusations},
        **{("demand", demand.demand): demand.claims for demand in found.demands},
        **{("proceeding", step.proceeding): step.claims for step in found.proceedings},
    }
    return {
        **{fact_item(found.evidence, one): _fact(one) for one in found.facts},
        **{("track", one.track, one.actor): _track(found, one) for one in found.tracks},
        **{("link", name): _link(found, one) for name, one in sorted(links.items())},
        **{item: f"on the word of {_voices(found, claims)}" for item, claims in invoked.items()},
        **{
            ("scope", one.provision, one.actor): result([one.result, one.reason])
            for one in found.scope
        },
        **{("crime", one.forum, one.crime): _crime(found, one) for one in found.crimes},
        **{
            ("venue", one.venue, one.crime or one.actor or one.track): _venue(one)
            for one in found.venues
        },
    }


def head(items: list[Item], traces: tuple[Trace | None, Trace | None]) -> str:
    """Return the line above the columns that some items share; a fact has none."""
    kind = items[0][0]
    if kind == "fact":
        return ""
    if kind == "track":
        return "; ".join(f"{actor}, {track} track" for _, track, actor in items)
    if kind in ("scope", "venue", "crime"):
        return _paired(items)
    if kind == "link":
        evidence = next(trace.evidence for trace in traces if trace)
        steps = {link.id: link for t in traces if t for track in t.tracks for link in track.links}
        ends = (steps[item[1]] for item in items)
        return "; ".join(
            f"{link.rule or link.kind}: {link.source} > {link.target}"
            + (f" ({evidence.label(link.rule)})" if link.rule else "")
            for link in ends
        )
    return ", ".join(item[1] for item in items)


def result(value: list[Any] | None) -> str:
    """Write a scope result: outside with the first false test."""
    if value is None:
        return "–"
    name, reason = value
    words = str(name).replace("-", " ")
    return f"{words}: {reason}" if name == "outside" and reason else words


def _fact(one: Fact) -> str:
    beside = [_origins(one.origins)] if one.claims_for else []
    if one.contested:
        beside.append(f"contested: {', '.join(_SENSES[sense] for sense in one.contested)}")
    return one.text + (f" [{'; '.join(beside)}]" if beside else "")


def _track(found: Trace, one: Track) -> str:
    claims = [c for link in one.links if link.kind == "perpetrator" for c in link.claims_for]
    roles = [
        f"{role}, by {_voices(found, claims)}" if "named in the" in role and claims else role
        for role in one.roles
    ]
    many = len(one.chains)
    chains = f"{many} chain{'' if many == 1 else 's'}" if many else "no chain"
    if one.corroboration:
        chains += f", least corroborated step: {_origins(one.corroboration)}"
    return f"{'; '.join(roles)}; {chains}"


def _link(found: Trace, one: Link) -> str:
    said = f"said by {_voices(found, one.claims_for)}" if one.claims_for else "by assumption"
    said += f"; against: {_voices(found, one.claims_against)}" if one.claims_against else ""
    counted = f" [{_origins(one.origins)}]" if one.claims_for else ""
    return f"{said}{counted}" + ("" if one.validity == "holds" else "; possible on the date")


def _crime(found: Trace, one: ListedCrime) -> str:
    return f"alleged by {_voices(found, one.basis)}{_FORCE[one.in_force]}"


def _venue(one: VenueResult) -> str:
    if one.result == "open":
        return "open"
    by = "closed by" if one.result == "closed" else "undetermined for want of"
    prefix = f"{one.venue}-"
    return f"{by} {', '.join(name.removeprefix(prefix) for name in one.deciding)}"


def _paired(items: list[Item]) -> str:
    """Name items of two ids: what shares the second ids stands together."""
    by_first: dict[str, list[str]] = {}
    for _, first, second in items:
        by_first.setdefault(first, []).append(second)
    by_second: dict[tuple[str, ...], list[str]] = {}
    for first, seconds in by_first.items():
        by_second.setdefault(tuple(seconds), []).append(first)
    of = " for " if items[0][0] == "scope" else ", "
    return "; ".join(
        f"{', '.join(firsts)}{of}{', '.join(seconds)}" for seconds, firsts in by_second.items()
    )


def _voices(found: Trace, claims: Iterable[str]) -> str:
    """Name who makes claims, together with when: the register has the rest."""
    said = [one for name in dict.fromkeys(claims) for one in found.evidence.claim(name)[:1]]
    days = sorted({dated(found.evidence, one) for one in said} - {"undated"}) or ["undated"]
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    return f"{', '.join(sorted({one.asserter for one in said}))} ({when})"


def _origins(found: Independence) -> str:
    many = f"{found.min}" if found.min == found.max else f"{found.min} to {found.max}"
    return f"{many} independent origin{'' if found.max == 1 else 's'}"
