"""Rules of responsibility as data: what each leads from, to what, over which relation, and when.

Only rules of the kinds attribution and derived make a link to a State; modes of liability belong
to natural persons, and every other kind annotates. Another rule is another node of the law data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from respondeat.ask import answer
from respondeat.evidence import Evidence
from respondeat.index import Index
from respondeat.once import once
from respondeat.question import Question
from respondeat.terms import TERMS, Terms

__all__ = ["Rule", "rules", "rules_of"]


class Rule(NamedTuple):
    """One rule; kinds and relations are names without prefix, with everything below them.

    ``from_kinds`` without a class fits every actor, and ``described`` says in words which are
    meant. ``forward`` leads from the relation's subject to its object; ``both`` is for a relation
    that means the same both ways, between actors of one kind. ``questions`` are the
    contested questions that touch the rule, with their labels.
    """

    id: str
    label: str
    definition: str
    kind: str
    track: str
    basis: str
    from_kinds: frozenset[str]
    described: tuple[str, ...]
    to_kinds: frozenset[str]
    relations: tuple[str, ...]
    forward: bool
    both: bool
    elements: tuple[str, ...]
    modifies: tuple[str, ...]
    excludes: tuple[str, ...]
    positions: tuple[str, ...]
    provisions: tuple[str, ...]
    forums: tuple[str, ...]
    after: bool
    minority: bool
    questions: tuple[tuple[str, str], ...]

    def leads_from(self, kinds: Collection[str]) -> bool:
        """Say whether the rule starts from something of these kinds."""
        return not self.from_kinds or not self.from_kinds.isdisjoint(kinds)

    def leads_to(self, kinds: Collection[str]) -> bool:
        """Say whether the rule ends at something of these kinds."""
        return not self.to_kinds or not self.to_kinds.isdisjoint(kinds)

    def taken(self, positions: Collection[str]) -> bool:
        """Say whether a reading that takes these positions follows the rule.

        A rule under a position is followed only where the reading takes it.
        """
        return set(self.positions) <= set(positions)


def rules(index: Index, terms: Terms = TERMS) -> list[Rule]:
    """Return every rule that an index holds, by its id.

    >>> from respondeat.index import MemoryIndex
    >>> rules(MemoryIndex())
    []
    """
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    rows = answer(index, Question.named("rules", "law"), terms=terms).rows
    for rule, name, value, label in sorted(rows, key=str):  # the store takes longer to sort them
        found[str(rule)][str(name)][str(value)] = str(label or value)
    return [_rule(name, found[name]) for name in sorted(found)]


@once
def rules_of(evidence: Evidence) -> list[Rule]:
    """Return every rule of the record that evidence comes from."""
    return rules(evidence.index, evidence.terms)


def _rule(name: str, terms: dict[str, dict[str, str]]) -> Rule:
    def every(term: str) -> tuple[str, ...]:
        return tuple(sorted(terms.get(f"resp:{term}", ())))

    def one(term: str) -> str:
        return min(terms.get(term, ()), default="")

    classes = _names(every("fromKind"))
    return Rule(
        id=name,
        label=one("rdfs:label") or name,
        definition=one("skos:definition"),
        kind=one("resp:ruleKind").removeprefix("rulekind:"),
        track=one("resp:track").removeprefix("track:"),
        basis=one("resp:legalBasis"),
        from_kinds=classes,
        described=tuple(text for text in every("fromKind") if not text.startswith("resp:")),
        to_kinds=_names(every("toKind")),
        relations=tuple(sorted(_names(every("overRelation")))),
        forward=one("resp:relationDirection") != "inverse",
        both=one("resp:relationDirection") == "both",
        elements=every("requiresElement"),
        modifies=every("modifies"),
        excludes=every("excludes"),
        positions=every("underPosition"),
        provisions=every("underProvision"),
        forums=every("forumOf"),
        after=one("resp:timing") == "after-conduct",
        minority=one("resp:minorityPosition") == "true",
        questions=tuple(sorted(terms.get("resp:affectsRule", {}).items())),
    )


def _names(values: Iterable[str]) -> frozenset[str]:
    return frozenset(value.removeprefix("resp:") for value in values if value.startswith("resp:"))
