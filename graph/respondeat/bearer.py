"""Bearers: for each State and group its roles, the chains that lead to it, and what it owes itself.

Who owes an undertaking and is named in the allegation has both roles; neither follows from the
other. Who is only accused, or owes an undertaking and is named nowhere, is listed as just that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat.attribution import ENDS, Hypotheses
from respondeat.chains import MOST, Chains
from respondeat.evidence import Evidence
from respondeat.finding import Independence, Link, Track
from respondeat.invocation import Accusation, preclusions
from respondeat.said import Said
from respondeat.scope import Scope

__all__ = ["Duties", "corroboration", "tracks"]

_FORCES = ("Regime", "StateOrgan", "ArmedForce", "MilitaryUnit")
_ACCUSED = "accused, no incident-level link"
_INVOLVED = "said to be involved, no incident-level link"
_OWN = frozenset({"kind:undertaking", "kind:obligation"})


class Duties:
    """Which provisions an actor owes itself, by what scope says of them for the incident."""

    def __init__(self, found: Hypotheses, scopes: Iterable[Scope]) -> None:
        """Keep the provisions that are not outside, with the actors that they were tested for."""
        self._found = found
        self._tested: dict[str, set[str]] = {}
        for one in scopes:
            if one.result != "outside":
                self._tested.setdefault(one.provision, set()).add(one.actor)

    def undertakings(self, actor: str) -> list[str]:
        """Return the undertakings addressed to an actor by name."""
        return [one for one in self._addressed(actor) if "kind:undertaking" in self._kinds(one)]

    def owed(self, actor: str) -> tuple[str, ...]:
        """Return every obligation of its own: addressed to it, or under a rule of that kind."""
        evidence = self._found.evidence
        kinds = evidence.kinds(actor)
        by_rule = {
            provision
            for rule in self._found.rules
            if rule.kind == "own-obligation" and rule.leads_from(kinds)
            for provision in rule.provisions
            for tested in self._tested.get(provision, ())
            if actor in evidence.bearers(tested, self._found.occasion.days)
        }
        return tuple(sorted({*self._addressed(actor), *by_rule}))

    def holders(self) -> list[str]:
        """Return every actor to whom an undertaking is addressed."""
        found = {
            actor
            for provision, tested in self._tested.items()
            if "kind:undertaking" in self._kinds(provision)
            for actor in tested
        }
        return sorted(one for one in found if self.undertakings(one))

    def _addressed(self, actor: str) -> list[str]:
        return sorted(
            provision
            for provision, tested in self._tested.items()
            if actor in tested
            and self._kinds(provision) & _OWN
            and any(
                one.value == actor for one in self._found.evidence.affirmed(provision, "addressee")
            )
        )

    def _kinds(self, provision: str) -> set[str]:
        return {one.value for one in self._found.evidence.affirmed(provision, "provisionKind")}


def tracks(
    found: Hypotheses,
    duties: Duties,
    accusations: Iterable[Accusation],
    involved: Iterable[Said],
    to: str | None = None,
) -> list[Track]:
    """Return the tracks of States, then of groups, those with a chain first.

    ``involved`` are claims that somebody was involved in some way left open; ``to`` asks for one
    actor, who gets a track even where nothing leads to it.
    """
    evidence = found.evidence
    accused = (name for one in accusations if one.link != "none" for name in one.accused)
    roles = {
        _ACCUSED: _answering(found, accused),
        _INVOLVED: _answering(found, (one.value for one in involved)),
    }
    led = {
        (track, actor): way
        for track in ENDS
        for actor in found.reached(track)
        if (way := found.to(track, actor))[0].chains
    }
    leading = {link.source for _, links in led.values() for link in links}
    others = {*duties.holders(), *({to} if to else ()), *roles[_ACCUSED], *roles[_INVOLVED]}
    wanted = {*led}
    for track, kinds in ENDS.items():
        wanted |= {(track, one) for one in others if evidence.kinds(one).intersection(kinds)}
        wanted |= {(track, one) for one in _stranded(found, track, leading)}
    made = [
        _track(found, duties, key, led.get(key) or found.to(*key), roles)
        for key in wanted
        if to in (None, key[1])
    ]
    return sorted(made, key=lambda one: (list(ENDS).index(one.track), not one.chains, one.actor))


def corroboration(links: Iterable[Link], chains: Iterable[tuple[str, ...]]) -> Independence | None:
    """Return the corroboration of the least corroborated step of the best chain.

    A step to a member is an assumption and has no corroboration of its own.
    """
    by_id = {link.id: link for link in links}
    weakest = (
        min((by_id[name].origins for name in chain if not by_id[name].assumed), default=None)
        for chain in chains
    )
    return max((one for one in weakest if one), default=None)


def _track(
    found: Hypotheses,
    duties: Duties,
    key: tuple[str, str],
    way: tuple[Chains, list[Link]],
    roles: dict[str, set[str]],
) -> Track:
    (track, actor), (listed, links) = key, way
    gaps = []
    if not listed.whole:
        gaps.append(f"more than {MOST} chains lead to {actor}; the {MOST} found first are listed")
    if listed.chains and not found.evidence.kinds(actor).intersection(ENDS[track]):
        gaps.append(f"no claim read leads from {actor} to a State or group that would answer")
    links = [one._replace(gaps=(*one.gaps, *gaps)) if one.target == actor else one for one in links]
    invoked = preclusions(found.evidence, actor, found.occasion.said) if track == "state" else []
    return Track(
        track,
        actor,
        tuple(_roles(found, duties, key, links, listed.chains, roles)),
        tuple(links),
        listed.chains,
        corroboration(links, listed.chains),
        duties.owed(actor),
        tuple((one.circumstance, one.claims) for one in invoked),
    )


def _roles(
    found: Hypotheses,
    duties: Duties,
    key: tuple[str, str],
    links: list[Link],
    chains: Iterable[tuple[str, ...]],
    roles: dict[str, set[str]],
) -> Iterator[str]:
    track, actor = key
    holder = bool(duties.undertakings(actor))
    if holder:
        yield "holder of an undertaking"
    kinds = {link.id: link.kind for link in links}
    ways = [[kinds[name] for name in chain] for chain in chains]
    named = [way for way in ways if way[0] == "perpetrator"]
    if named:
        yield "also named in the allegation" if holder else "named in the allegation"
        if all("member" in way for way in named):
            yield "named only jointly"
        if not any({*way} <= {"perpetrator", "member"} for way in named):
            yield "named through another"
        if not found.evidence.kinds(actor).intersection(ENDS[track]):
            yield "no State reached"
        return
    if ways:
        yield "reached without being named"
    said = [role for role, actors in roles.items() if actor in actors]
    yield from said[:1]
    if not said and not ways:
        yield "no allegation"


def _stranded(found: Hypotheses, track: str, leading: set[str]) -> Iterator[str]:
    """Yield who is named, answers on neither track and leads to nobody who does."""
    ends = frozenset(kind for kinds in ENDS.values() for kind in kinds)
    for actor in found.named():
        kinds = found.evidence.kinds(actor)
        if not kinds & (ends | {"Person"}) and actor not in leading:
            if (track == "state") == bool(kinds.intersection(_FORCES)):
                yield actor


def _answering(found: Hypotheses, actors: Iterable[str]) -> set[str]:
    """Return the States and groups that actors are, or whose organs they are."""
    evidence = found.evidence
    ends = frozenset(kind for kinds in ENDS.values() for kind in kinds)
    return {
        one
        for actor in set(actors)
        for part in evidence.links("resp:member", actor) or [actor]
        for one in evidence.bearers(part, found.occasion.days)
        if evidence.kinds(one) & ends
    }
