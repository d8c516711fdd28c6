"""Resemblance: what speaks for and against two names being of one actor, place or conflict.

Each reason names whose word it is. Names alone are never sure, and what is told apart by a word,
an identifier, a kind or a source's denial stays below what is proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from respondeat.geometry import Point, distance, points
from respondeat.kindred import kindred
from respondeat.namesake import Names, candidates, shared
from respondeat.proposal import Proposal, pair
from respondeat.roster import Entity, Link, Roster

__all__ = ["resembling"]

_SHARED, _LABELS, _WORDS, _UNDATED = 0.95, 0.85, 0.8, 0.4
_DATED = {"resp:sameGroupAs": 0.75, "resp:listedAsAliasOf": 0.5}
"""A listing is an act of whoever lists: it says less than who says that two are one."""

_NEAR, _AROUND, _FAR = 5, 25, 50
"""Kilometres up to which points speak for one place, a little and wholly against it beyond."""

_GROUP = ("sameGroupAs", "listedAsAliasOf")


def resembling(roster: Roster, kind: str) -> Iterator[Proposal]:
    """Yield the pairs of actors, of places or of conflicts that something speaks for."""
    places = kind == "place"
    entities = roster.of("place", "zone") if places else roster.of(kind)
    by_id = {one.id: one for one in entities}
    names = Names(entities, places=places)
    said: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in roster.linked(*_GROUP):
        said[pair(link.about, link.value)].append(link)
    joined = [link for links in said.values() for link in links if link.stance == "affirms"]
    within = defaultdict(set)
    for link in roster.linked("within"):
        within[link.about].add(link.value)
    for a, b in sorted(candidates(entities, names, joined)):
        one, other = by_id[a], by_id[b]
        view = _View(kind, one, other)
        view.identifiers()
        view.names(names)
        view.claims(said[a, b])
        view.kinds(names)
        if places:
            view.ground()
            view.parents(names, within)
        if view.score > 0:
            yield view.proposal()


class _View:
    """What speaks for and against one pair, as it is gathered."""

    def __init__(self, kind: str, one: Entity, other: Entity) -> None:
        self.kind, self.one, self.other = kind, one, other
        self.score, self._most = 0.0, 1.0
        self._for: list[str] = []
        self._against: list[str] = []
        self._edtf: str | None = None

    def proposal(self) -> Proposal:
        score = round(max(0.0, min(self.score, self._most, 1.0)), 2)
        return Proposal(
            self.kind,
            self.one.id,
            "identicalTo",
            self.other.id,
            score,
            tuple(self._for),
            tuple(self._against),
            self._edtf,
        )

    def _speaks(self, base: float, text: str) -> None:
        self.score = max(self.score, base)
        self._for.append(text)

    def _opposes(self, text: str, *, most: float = 1.0, less: float = 0.0) -> None:
        self._most = min(self._most, most)
        self.score -= less
        self._against.append(text)

    def identifiers(self) -> None:
        same, differ = shared(self.one, self.other)
        for each in same:
            self._speaks(
                _SHARED,
                f"both carry the identifier {each.identifier}: {self.one.id} by {each.one},"
                f" {self.other.id} by {each.other}",
            )
        for each in differ:
            what = f"they carry different identifiers of one scheme: {each.identifier}"
            most = 0.9 if same else 0.3
            self._opposes(f"{what} (by {each.one} and {each.other})", most=most, less=0.1)

    def names(self, names: Names) -> None:
        alike = names.alike(self.one.id, self.other.id)
        labels = [each for each in alike if each.one.label and each.other.label]
        agreed = False
        for each in alike:
            called = (
                f'{each.one.whose} calls {self.one.id} "{each.one.text}", {each.other.whose} calls'
                f' {self.other.id} "{each.other.text}"'
            )
            (score, apart), both = each.likeness, each in labels
            if apart is None and score >= 0.5:
                sure = self.score >= _SHARED
                self._speaks(min(1.0, _SHARED + 0.05) if sure else 0, called)
                self.score = max(self.score, (_LABELS if both else _WORDS) * score)
                self.score += 0.05 if agreed and both else 0
                agreed = agreed or both
            elif apart and both:
                words = f'the words "{apart[0]}" and "{apart[1]}" tell them apart: {called}'
                less = 0.0 if self.score >= _SHARED else 0.15
                self._opposes(words, less=less)

    def claims(self, said: Iterable[Link]) -> None:
        for link in sorted(said, key=lambda one: (one.stance, one.claim)):  # denials come last
            verb = link.property.partition(":")[2]
            text = f"{link.whose}: {link.about} {verb} {link.value}"
            if link.stance == "denies":
                self._opposes(f"denied by {text}", most=0.3)
            elif link.stance == "affirms" and link.edtf:
                self._speaks(_DATED[link.property], f"said by {text}, dated {link.edtf}")
                self._most = max(self._most, 0.65)
                if self._edtf not in (None, link.edtf):
                    self._opposes(f"another date than {self._edtf} is given by {text}")
                self._edtf = max(self._edtf or "", link.edtf)
            elif link.stance == "affirms":
                self._speaks(_UNDATED, f"said by {text}")
                self._opposes(f"no date is given by {text}: one may follow the other")

    def kinds(self, names: Names) -> None:
        one, other = self.one.kinds, self.other.kinds
        if one == other or not one or not other:
            return
        text = (
            f"{self.one.id} is a {' or '.join(sorted(one))} ({_registries(self.one)}),"
            f" {self.other.id} a {' or '.join(sorted(other))} ({_registries(self.other)})"
        )
        if not kindred(one, other):
            self._opposes(text, most=0.4)
        elif self.kind == "place" and not names.levels(self.one.id) & names.levels(self.other.id):
            self._opposes(text, less=0.3)
        else:
            self._opposes(text, less=0.05)

    def ground(self) -> None:
        left, right = (
            points((each.text, each.whose) for each in one.coordinates)
            for one in (self.one, self.other)
        )
        if not left or not right:
            return
        far, a, b = min((distance(a, b), a, b) for a in left for b in right)
        text = f"{_at(a)} and {_at(b)} put them {far:,.0f} km apart"
        if far <= _NEAR:
            self._speaks(0, text)
            self.score += 0.15
        elif far > _FAR:
            self._opposes(text, most=0.3)
        elif far > _AROUND:
            self._opposes(text, less=0.1)

    def parents(self, names: Names, within: dict[str, set[str]]) -> None:
        left, right = within[self.one.id], within[self.other.id]
        if left & right:
            self._speaks(0, f"the registries put both within {', '.join(sorted(left & right))}")
            self.score += 0.05
            return
        for a in sorted(left):
            for b in sorted(right):
                found = names.alike(a, b)
                if found and found[0].likeness.apart is None and found[0].likeness.score >= 0.8:
                    self._speaks(0, f"the registries put them within {a} and {b}, named alike")
                    self.score += 0.05
                elif found and all(each.likeness.apart for each in found):
                    self._opposes(f"the registries put them within {a} and {b}", less=0.1)
        levels = names.levels(self.one.id), names.levels(self.other.id)
        if all(levels) and levels[0].isdisjoint(levels[1]):
            words = " and ".join("/".join(sorted(each)) for each in levels)
            self._opposes(f"their names give them different levels: {words}", most=0.4)


def _registries(one: Entity) -> str:
    return ", ".join(f"doc:{name}" for name in sorted(one.registries))


def _at(point: Point) -> str:
    return point.whose
