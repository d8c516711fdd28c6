"""One occurrence and provision, and what a test makes of the claims about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from respondeat.errors import UsageError
from respondeat.evidence import Evidence
from respondeat.period import OPEN_END, OPEN_START, Period
from respondeat.said import Said

__all__ = [
    "Occasion",
    "Outcome",
    "Setting",
    "all_agree",
    "dates",
    "finest",
    "refuse_stranger",
    "said_of",
    "unknown",
    "values",
    "voice",
    "who",
]


class Outcome(NamedTuple):
    """What one test gave, on whose word, and what is missing where it is unknown.

    ``straddles`` is for a set that reaches across a boundary; ``brief`` stands for ``why`` where
    what is alleged has been printed before.
    """

    value: bool | None
    why: str
    claims: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    straddles: bool = False
    brief: str = ""


def unknown(why: str, missing: str, claims: tuple[str, ...] = ()) -> Outcome:
    """Return an outcome that one missing thing leaves open."""
    return Outcome(None, why, claims, (missing,))


def said_of(evidence: Evidence, incident: str) -> list[Said]:
    """Return the claims about an incident or set that the reading accepts.

    Raise ``UsageError`` where it is none, or the reading accepts no claim about it.
    """
    said = evidence.occurrence(incident)
    if evidence.kinds(incident).isdisjoint(("Incident", "IncidentSet", "Occurrence")):
        raise UsageError(
            f"{incident!r} is no incident or set of incidents here: `respondeat ask incidents`"
            " lists them"
        )
    if not said:
        raise UsageError(
            f"the reading {evidence.reading.name!r} accepts no claim about {incident!r}:"
            f" `respondeat claims --about {incident}` lists what there is"
        )
    return said


def refuse_stranger(evidence: Evidence, actor: str | None) -> None:
    """Raise ``UsageError`` where somebody is asked for who is no actor of a registry.

    Nothing leads to what is no actor, and "nothing leads there" would be no answer.
    """
    if actor is None or (actor.startswith("actor:") and evidence.knows(actor)):
        return
    raise UsageError(
        f"{actor!r} is no actor of a registry: `respondeat ask actors` lists who speaks"
    )


class Occasion:
    """The claims about one incident or set, by property, for every case that it makes."""

    def __init__(self, name: str, said: list[Said]) -> None:
        """Sort the claims; the dates are the finest of those given."""
        self.name, self.said = name, said
        self._affirmed: dict[str, list[Said]] = defaultdict(list)
        for one in said:
            if one.stance == "affirms":
                self._affirmed[one.property].append(one)
        self.dated = finest(self.affirmed("occurredDuring"))
        self.days = list(dict.fromkeys(one.period for one in self.dated))

    @cached_property
    def when(self) -> str:
        """The dates in words, with who gives them."""
        return dates(self.dated)

    def affirmed(self, name: str) -> list[Said]:
        """Return what is affirmed about the occurrence with one property."""
        return self._affirmed.get(f"resp:{name}", [])


class Setting(NamedTuple):
    """One occurrence and one provision, with the evidence on both, whoever acted."""

    evidence: Evidence
    occasion: Occasion
    provision: str
    instrument: str


def all_agree(values: Iterable[bool | None]) -> bool | None:
    """Return what every candidate gives, else None: a result holds only if it holds for each.

    >>> all_agree([True, True]), all_agree([True, False]), all_agree([])
    (True, None, None)
    """
    found = set(values)
    return found.pop() if len(found) == 1 else None


def finest(said: list[Said]) -> list[Said]:
    """Leave out dates that only say more roughly what another claim says: they do not compete.

    "In 2017" is no third candidate beside 4 and 5 May 2017.
    """
    return [one for one in said if not any(_refines(other.period, one.period) for other in said)]


def _refines(fine: Period, rough: Period) -> bool:
    if fine == rough:
        return False
    starts = (rough.earliest_start, fine.earliest_start, fine.latest_start, rough.latest_start)
    ends = (rough.earliest_end, fine.earliest_end, fine.latest_end, rough.latest_end)
    return all(
        (None not in points and list(points) == sorted(points))  # type: ignore[type-var]
        or (points[0] == points[1] and points[2] == points[3])
        for points in (starts, ends)
    )


def dates(said: list[Said]) -> str:
    """Write dates with who gives each of them."""
    by_period: dict[str, list[str]] = defaultdict(list)
    for one in said:
        start, _, end, last = one.period
        if start == OPEN_START:
            text = "throughout"
        elif (
            last in (OPEN_END, None) and start is not None and one.property != "resp:occurredDuring"
        ):
            rough = "" if one.period.latest_start == start else f" to {one.period.latest_start}"
            text = f"from {start}{rough}"
        elif start == last or one.property in ("resp:signed", "resp:adopted"):
            text = str(start)
        else:
            text = f"{start or '?'} to {last or end or '?'}"
        if voice(one) not in by_period[text]:
            by_period[text].append(voice(one))
    return " or ".join(f"{text} ({', '.join(who)})" for text, who in sorted(by_period.items()))


def voice(one: Said) -> str:
    """Write who makes a claim, how it is hedged, and that nobody checked it against a source."""
    return _voice(one.asserter, one.hedge or "", one.verification)


@lru_cache(maxsize=4096)
def _voice(asserter: str, hedge: str, verification: str) -> str:
    unverified = "unverified" if verification == "unverified" else ""
    return " ".join(part for part in (asserter, hedge.partition(":")[2], unverified) if part)


def who(said: Iterable[Said]) -> str:
    """Write claims with who makes them, an unverified one marked."""
    return "; ".join(
        _voices((f"{one.property.partition(':')[2]} {one.value}", one) for one in said)
    )


def values(said: Iterable[Said]) -> str:
    """Write what claims say, with who says it."""
    return ", ".join(
        _voices(
            (f"part of {one.value}" if one.property.endswith("coversPartOf") else one.value, one)
            for one in said
        )
    )


def _voices(said: Iterable[tuple[str, Said]]) -> Iterator[str]:
    """Yield each of the contents with everybody who says it."""
    found: dict[str, dict[str, None]] = {}
    for content, one in said:
        found.setdefault(content, {})[voice(one)] = None
    for content, names in found.items():
        yield f"{content} ({', '.join(names)})"
