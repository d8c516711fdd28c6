"""Balance: what leads to one actor, step by step, and the voices without which it breaks."""

from __future__ import annotations

from typing import Any, NamedTuple

from respondeat.evidence import Evidence
from respondeat.feeding import Feeding
from respondeat.finding import Independence, Link, Track
from respondeat.withdrawal import Smallest, Step, Withdrawals, smallest, withdrawals

__all__ = ["ChainWeight", "StepWeight", "TrackWeight", "weigh_track"]


class StepWeight(NamedTuple):
    """One step with the voices behind it, and those whose withdrawal alone fells it."""

    link: Link
    voices: tuple[str, ...]
    strict: tuple[str, ...]
    cautious: tuple[str, ...]

    @property
    def corroboration(self) -> Independence | None:
        """How many independent origins the step has; ``None`` where it is an assumption."""
        return None if self.link.assumed else self.link.origins

    def json(self) -> dict[str, Any]:
        """Return the step as ``weigh --json`` prints it."""
        return {
            "id": self.link.id,
            "kind": self.link.kind,
            "corroboration": _pair(self.corroboration),
            "voices": list(self.voices),
            "sole": {"strict": list(self.strict), "cautious": list(self.cautious)},
        }


class ChainWeight(NamedTuple):
    """One chain: its least corroborated steps and their corroboration, and its assumptions."""

    links: tuple[str, ...]
    corroboration: Independence | None
    least: tuple[str, ...]
    assumptions: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the chain as ``weigh --json`` prints it."""
        return {
            "links": list(self.links),
            "corroboration": _pair(self.corroboration),
            "least": list(self.least),
            "assumptions": list(self.assumptions),
        }


class TrackWeight(NamedTuple):
    """Everything that leads to one actor on one track, weighed.

    ``best`` is the place of the best corroborated chain. ``strict`` and ``cautious`` are the
    withdrawals that break every chain; ``whole`` is false where the trace lists only some of the
    chains: then every path over the links is broken, which may take more than the chains do.
    """

    track: str
    actor: str
    steps: tuple[StepWeight, ...]
    chains: tuple[ChainWeight, ...]
    whole: bool
    best: int | None
    strict: Withdrawals
    cautious: Withdrawals
    smallest: Smallest | None

    @property
    def corroboration(self) -> Independence | None:
        """The corroboration of the least corroborated step of the best chain."""
        return None if self.best is None else self.chains[self.best].corroboration

    def fells(self, voice: str, *, cautious: bool) -> tuple[str, ...]:
        """Return the steps that fall with one voice alone."""
        return tuple(
            one.link.id for one in self.steps if voice in (one.cautious if cautious else one.strict)
        )

    def json(self) -> dict[str, Any]:
        """Return the track as ``weigh --json`` prints it."""
        counted = {"strict": self.strict, "cautious": self.cautious}
        return {
            "track": self.track,
            "actor": self.actor,
            "corroboration": _pair(self.corroboration),
            "steps": [one.json() for one in self.steps],
            "chains": [one.json() for one in self.chains],
            "whole": self.whole,
            "best": self.best,
            "sole": {
                name: [
                    {"voice": voice, "fells": list(self.fells(voice, cautious=name == "cautious"))}
                    for voice in found.sole
                ]
                for name, found in counted.items()
            },
            "withdrawals": {
                name: {
                    "sets": [list(one) for one in found.sets],
                    "whole_to": found.whole_to,
                    "at_least": found.at_least,
                }
                for name, found in counted.items()
            },
            "smallest": self.smallest._asdict() if self.smallest else None,
        }


def weigh_track(track: Track, evidence: Evidence, *, exact: bool = False) -> TrackWeight:
    """Weigh what leads to one actor."""
    feeding = Feeding(evidence, [link.claims_for for link in track.links])
    alone = {link.id: feeding.strict(link.claims_for) for link in track.links}
    fed = {link.id: feeding.cautious(link.claims_for) for link in track.links}
    steps = tuple(
        StepWeight(
            link,
            tuple(sorted({voice for ways in alone[link.id] for voice in ways})),
            _single(alone[link.id]),
            _single(fed[link.id]),
        )
        for link in track.links
    )
    weighed = {one.link.id: one for one in steps}
    chains = tuple(_chain(links, weighed) for links in track.chains)
    strict, cautious = (_ways(track, falls) for falls in (alone, fed))
    listed = withdrawals(strict, "", track.actor)
    beyond = exact and not listed.sets and listed.at_least is not None
    return TrackWeight(
        track.track,
        track.actor,
        steps,
        chains,
        track.whole,
        _best(chains, weighed),
        listed,
        listed if cautious == strict else withdrawals(cautious, "", track.actor),
        smallest(strict, "", track.actor) if beyond else None,
    )


def _chain(links: tuple[str, ...], weighed: dict[str, StepWeight]) -> ChainWeight:
    found = {name: weighed[name].corroboration for name in links}
    least = min((one for one in found.values() if one is not None), default=None)
    return ChainWeight(
        links,
        least,
        tuple(name for name in links if least is not None and found[name] == least),
        tuple(name for name in links if found[name] is None),
    )


def _best(chains: tuple[ChainWeight, ...], weighed: dict[str, StepWeight]) -> int | None:
    """Return the place of the best corroborated chain, with the fewest assumptions of several."""

    def rank(place: int) -> tuple[Any, ...]:
        one = chains[place]
        possible = sum(weighed[name].link.validity != "holds" for name in one.links)
        worth = one.corroboration or Independence(0, 0)
        return (-worth.min, -worth.max, len(one.assumptions), possible, len(one.links), one.links)

    return min(range(len(chains)), key=rank, default=None)


def _ways(track: Track, falls: dict[str, tuple[frozenset[str], ...]]) -> list[Step]:
    """Return the steps to break: each chain by itself, or where not all are listed the links.

    A step that falls in several ways stands as a row of steps, one for each way.
    """
    links = {link.id: link for link in track.links}
    if track.whole:
        rows = [
            ("", track.actor, f"{number}", [links[name] for name in chain])
            for number, chain in enumerate(track.chains)
        ]
    else:
        targets = {link.target for link in track.links}
        rows = [
            (link.source if link.source in targets else "", link.target, link.id, [link])
            for link in track.links
        ]
    found = []
    for start, goal, name, row in rows:
        every = (one for link in row for one in falls[link.id] or (frozenset[str](),))
        parts = list(dict.fromkeys(every))  # what falls with the same voices falls together
        nodes = [start, *(f"{name}/{place}" for place in range(1, len(parts))), goal]
        found += [
            Step(f"{name}/{place}", nodes[place], nodes[place + 1], one)
            for place, one in enumerate(parts)
        ]
    return found


def _single(ways: tuple[frozenset[str], ...]) -> tuple[str, ...]:
    return tuple(sorted(voice for one in ways if len(one) == 1 for voice in one))


def _pair(found: Independence | None) -> dict[str, int] | None:
    return found.json() if found else None
