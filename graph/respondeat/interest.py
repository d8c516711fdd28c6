"""Interests: who shares one with whom, so that two voices are not two independent ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

__all__ = ["Interests"]


class Interests:
    """Who shares an interest with whom: an organ with its State, a government, a representative.

    ``pairs`` share an interest, and whoever they connect is one group. ``members`` pairs a
    collective with each of its members: a joint voice shares the interest of every member, and
    yet makes no group of them.

    >>> sides = Interests([("actor:army", "actor:state")], [("actor:both", "actor:state")])
    >>> sorted(sides.kin("actor:state"))
    ['actor:army', 'actor:both', 'actor:state']
    """

    def __init__(
        self, pairs: Iterable[tuple[str, str]] = (), members: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Connect the pairs."""
        sets = _Sets()
        for left, right in pairs:
            sets.join(left, right)
        self._groups: dict[str, frozenset[str]] = {}
        for group in sets.groups():
            self._groups.update(dict.fromkeys(group, frozenset({min(group)})))
        joint: dict[str, frozenset[str]] = defaultdict(frozenset)
        for collective, member in members:
            joint[collective] |= self.groups(member)
        for collective, groups in joint.items():
            self._groups[collective] = self.groups(collective) | groups
        self._kin: dict[str, set[str]] = defaultdict(set)
        for actor, groups in self._groups.items():
            for group_name in groups:
                self._kin[group_name].add(actor)

    def groups(self, actor: str) -> frozenset[str]:
        """Return the names of the groups whose interest an actor shares."""
        return self._groups.get(actor, frozenset({actor}))

    def kin(self, actor: str) -> frozenset[str]:
        """Return an actor and whoever shares an interest with it, joint voices included."""
        shared = (self._kin.get(group, ()) for group in self.groups(actor))
        return frozenset({actor}.union(*shared))


class _Sets:
    """Disjoint sets of names that are joined pair by pair."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, name: str) -> str:
        while (above := self._above.setdefault(name, name)) != name:
            self._above[name] = name = self._above[above]
        return name

    def join(self, left: str, right: str) -> None:
        self._above[self.root(left)] = self.root(right)

    def groups(self) -> list[list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in list(self._above):
            found[self.root(name)].append(name)
        return list(found.values())
