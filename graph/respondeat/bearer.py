"""Bearers: for each State and group its roles, the chains that lead to it, and what it owes itself.

Who owes an undertaking and is named in the allegation has both roles; neither follows from the
other. Who is only accused, or owes an undertaking and is named nowhere, is listed as just that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat.attribution import ENDS, Hypotheses
from respondeat.case import who
from respondeat.chains import Chains
from respondeat.finding import Independence, Link, Track
from respondeat.invocation import Accusation, preclusions
from respondeat.said import Said
from respondeat.scope import Scope
from respondeat.walk import IDENTITY

__all__ = ["Duties", "corroboration", "tracks", "unlisted"]

_ORGANS = ("Regime", "StateOrgan", "ArmedForce", "MilitaryUnit")
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
        self._kinds = {
            provision: {one.value for one in found.evidence.affirmed(provision, "provisionKind")}
            for provision in self._tested
        }

    def undertakings(self, actor: str) -> list[str]:
        """Return the undertakings addressed to an actor by name, or to an organ of it."""
        return [one for one in self._addressed(actor) if "kind:undertaking" in self._kinds[one]]

    def owed(self, actor: str) -> tuple[str, ...]:
        """Return every obligation of its own: addressed to it, or under a rule of that kind."""
        kinds = self._found.evidence.kinds(actor)
        by_rule = {
            provision
            for rule in self._found.rules
            if rule.kind == "own-obligation" and rule.leads_from(kinds)
            for provision in rule.provisions
            if any(actor in self._found.side(one) for one in self._tested.get(provision, ()))
        }
        return tuple(sorted({*self._addressed(actor), *by_rule}))

    def holders(self) -> set[str]:
        """Return every actor to whom, or to whose organ, an undertaking is addressed."""
        return {
            bearer
            for provision in self._tested
            if "kind:undertaking" in self._kinds[provision]
            for addressee in self._addressees(provision)
            for bearer in self._found.side(addressee)
        }

    def _addressed(self, actor: str) -> list[str]:
        return sorted(
            provision
            for provision in self._tested
            if self._kinds[provision] & _OWN
            and any(actor in self._found.side(one) for one in self._addressees(provision))
        )

    def _addressees(self, provision: str) -> set[str]:
        """Return whom claims name as addressee, of those that the provision was tested for."""
        named = {one.value for one in self._found.evidence.affirmed(provision, "addressee")}
        return named & self._tested[provision]


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
    accused = [
        _answering(found, (name for one in accusations if link(one.link) for name in one.accused))
        for link in ("none".__ne__, "none".__eq__)
    ]
    taking_part = _answering(found, values := [one.value for one in involved])
    roles = {_ACCUSED: accused[0] | accused[1]}
    for actor in sorted(taking_part):
        roles.setdefault(_INVOLVED + _renamed(found, values, actor), set()).add(actor)
    led = {
        (track, actor): way
        for track in ENDS
        for actor in found.reached(track)
        if (way := found.to(track, actor))[0].chains or not way[0].whole
    }
    leading = {link.source for _, links in led.values() for link in links}
    others = {*duties.holders(), *({to} if to else ()), *accused[0], *taking_part}
    wanted = {*led}
    for track, kinds in ENDS.items():
        wanted |= {(track, one) for one in others if evidence.kinds(one).intersection(kinds)}
        wanted |= {(track, one) for one in _stranded(found, track, leading)}
    if to and evidence.kinds(to).intersection(_ORGANS):
        wanted.add(("state", to))
    made = [
        _track(found, duties, key, led.get(key) or found.to(*key), roles, key[1] not in leading)
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


def unlisted(actor: str, listed: int) -> str:
    """Write that not all the chains to an actor are listed, or that the search ended before one.

    >>> unlisted("actor:a", 0)
    'more chains may lead to actor:a: the search for them ended before it found one'
    """
    if not listed:
        return f"more chains may lead to {actor}: the search for them ended before it found one"
    return f"more chains may lead to {actor} than the {listed} that are listed"


def _track(
    found: Hypotheses,
    duties: Duties,
    key: tuple[str, str],
    way: tuple[Chains, list[Link]],
    roles: dict[str, set[str]],
    last: bool,
) -> Track:
    (track, actor), (listed, links) = key, way
    gaps = []
    if not listed.whole:
        gaps.append(unlisted(actor, len(listed.chains)))
    lost = last and not found.evidence.kinds(actor).intersection(ENDS[track])
    if listed.chains and lost:
        gaps.append(f"no claim read leads from {actor} to a State or group that would answer")
    links = [one._replace(gaps=(*one.gaps, *gaps)) if one.target == actor else one for one in links]
    invoked = preclusions(found.evidence, actor, found.occasion.said) if track == "state" else []
    return Track(
        track,
        actor,
        tuple(_roles(found, duties, key, links, listed, roles, lost)),
        tuple(links),
        listed.chains,
        corroboration(links, listed.chains),
        duties.owed(actor),
        tuple((one.circumstance, one.claims) for one in invoked),
        listed.whole,
    )


def _roles(
    found: Hypotheses,
    duties: Duties,
    key: tuple[str, str],
    links: list[Link],
    listed: Chains,
    roles: dict[str, set[str]],
    lost: bool,
) -> Iterator[str]:
    _, actor = key
    holder = bool(duties.undertakings(actor))
    if holder:
        yield "holder of an undertaking"
    by_id = {link.id: link for link in links}
    ways = [[by_id[name] for name in chain] for chain in listed.chains]
    own = [way for way in ways if {one.kind for one in way} <= {"perpetrator", "member", IDENTITY}]
    organs = [way for way in ways if way not in own and _by_organs(found, way)]
    if own or organs:
        also = "also named in the allegation" if holder else "named in the allegation"
        yield also if own else f"{also} through an organ"
        if all(any(one.assumed for one in way) for way in (*own, *organs)):
            yield "named only jointly"
        if all(any(one.kind == IDENTITY for one in way) for way in (*own, *organs)):
            yield "named only under another name"
        if lost:
            yield "no State reached"
    elif ways:
        yield "reached without being named"
    elif not listed.whole:
        yield "not found out whether a chain leads here"
    else:
        said = [role for role, actors in roles.items() if actor in actors]
        yield said[0] if said else "no allegation"


def _by_organs(found: Hypotheses, way: list[Link]) -> bool:
    """Say whether a chain begins with who is named and leads on from organs only."""
    onward = [one for one in way if one.kind not in ("perpetrator", "member")]
    return way[0].kind == "perpetrator" and all(
        one.kind == IDENTITY
        or (one.kind == "attribution" and found.evidence.kinds(one.source).intersection(_ORGANS))
        for one in onward
    )


def _stranded(found: Hypotheses, track: str, leading: set[str]) -> Iterator[str]:
    """Yield who is named, answers on neither track and leads to nobody who does."""
    ends = frozenset(kind for kinds in ENDS.values() for kind in kinds)
    for actor in found.named():
        kinds = found.evidence.kinds(actor)
        alone = not kinds & (ends | {"Person"}) and actor not in leading
        if alone and (track == "state") == bool(kinds.intersection(_ORGANS)):
            yield actor


def _answering(found: Hypotheses, actors: Iterable[str]) -> set[str]:
    """Return the States and groups that actors are, or whose organs they are."""
    evidence = found.evidence
    ends = frozenset(kind for kinds in ENDS.values() for kind in kinds)
    return {
        one
        for actor in set(actors)
        for part in evidence.links("resp:member", actor) or [actor]
        for one in found.side(part)
        if evidence.kinds(one) & ends
    }


def _renamed(found: Hypotheses, actors: Iterable[str], end: str) -> str:
    """Write on whose word one of the actors is, under another name, the one that answers."""
    evidence, days = found.evidence, found.occasion.days
    parts = {part for one in actors for part in evidence.links("resp:member", one) or [one]}
    ways = [ends[end] for part in sorted(parts) if end in (ends := evidence.bearers(part, days))]
    if not all(any(one.property == "resp:identicalTo" for one in way) for way in ways):
        return ""
    return f"; only under another name: {who(min(ways, key=lambda way: len([*way])))}"
