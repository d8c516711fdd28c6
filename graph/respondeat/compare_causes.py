"""The parts that make differences between two readings, numbered, with what both readings hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any

from respondeat.cause import Sets
from respondeat.compare import Comparison, Differing
from respondeat.evidence import Evidence
from respondeat.refusal import Refusal, clause
from respondeat.swap import CONVENTIONS, POLICY

__all__ = ["KINDS", "Causes", "counted", "wrapped"]

_WIDTH, _NAMED = 100, 8
KINDS = {"scope": "scope result", "link": "step"}
"""Words for kinds of item whose name is not one."""

_PROPERTIES = 5
"""Properties that stand for the policy as a whole, where claims on so few make the difference."""


class Causes:
    """The parts that make differences, numbered as they come up."""

    def __init__(self, found: Comparison) -> None:
        """Take a comparison; nothing has come up yet."""
        self._found = found
        self._numbers: dict[str, int] = {}
        self._rests: dict[str, dict[str, int]] = {}
        self._policies: set[tuple[int, int]] = set()
        self._refused = [(n, one) for n in (0, 1) for one in found.refused[n]]

    def why(self, ones: Iterable[Differing]) -> str:
        """Return what makes one item differ, by the numbers of the parts."""
        ones = list(ones)
        ways = [self._ways(one) for one in ones]
        many = KINDS.get(ones[0].what.item[0], ones[0].what.item[0])
        for name in {name for pair in ways for sets in pair for one in sets for name in one}:
            kinds = self._rests.setdefault(name, {})
            kinds[many] = kinds.get(many, 0) + 1
        names = [one.reading.name for one in self._found.evidence]
        texts = dict.fromkeys(
            self.sets(left)
            if left == right
            else f"from {names[0]} to {names[1]} {self.sets(left)}; back {self.sets(right)}"
            for left, right in ways
        )
        return "; ".join(texts)

    def sets(self, sets: Sets) -> str:
        """Return sets of parts by their numbers."""
        if not sets:
            return "several parts together, not isolated"
        for name in (name for one in sets for name in one):
            self._numbers.setdefault(name, len(self._numbers) + 1)
        if len(sets) > 1:
            numbers = sorted(self._numbers[one[0]] for one in sets)
            return " or ".join(f"[{number}]" for number in numbers) + ", either alone"
        return " and ".join(
            f"[{number}]" for number in sorted(self._numbers[name] for name in sets[0])
        )

    def lines(self) -> Iterator[str]:
        """Yield each part with what both readings hold, and what rests on it."""
        for name, number in self._numbers.items():
            rests = counted(self._rests.get(name, {}))
            title = f"[{number}] {self._title(name)}"
            yield from wrapped(f"{title} ({rests})" if rests else title, "  ")
            for line in self._held(name):
                yield from wrapped(line, "      ")
        for line in self._clauses():
            yield from wrapped(line, "  ")
        if not self._found.differences:
            yield "  there is no difference"
        if self._found.idle:
            yield from wrapped(
                f"differ and change nothing here: {', '.join(self._found.idle)}", "  "
            )

    def _ways(self, one: Differing) -> tuple[Sets, Sets]:
        return self._on_properties(one, one.from_left), self._on_properties(one, one.from_right)

    def _on_properties(self, one: Differing, sets: Sets) -> Sets:
        """Return the policy by the properties of the claims that a difference names."""
        on = {r.property.partition(":")[2] for _, r in self._refused if r.claim in one.claims}
        if not on or len(on) > _PROPERTIES:
            return sets
        return tuple(
            tuple(
                new
                for name in parts
                for new in ([f"{POLICY}:{p}" for p in sorted(on)] if name == POLICY else [name])
            )
            for parts in sets
        )

    def _title(self, name: str) -> str:
        kind, _, on = name.partition(":")
        if kind == POLICY:
            return f"whose claims on {on} are taken" if on else "whose claims are taken"
        if kind == CONVENTIONS:
            return f"what {on} means" if on else "what vague words mean"
        return f"{self._found.evidence[0].label(name)} ({name})" if on else name

    def _held(self, name: str) -> Iterator[str]:
        """Yield what both readings hold, or for the policy which claims one leaves out, and why."""
        kind, _, on = name.partition(":")
        if kind == POLICY:
            yield from self._left_out(on)
            return
        (part,) = (one for one in self._found.parts if one.id in (name, kind))
        held = (part.left, part.right)
        if kind == CONVENTIONS and on:
            held = (part.left.get(on), part.right.get(on))
        for evidence, value in zip(self._found.evidence, held, strict=True):
            yield f"{evidence.reading.name}: {_holding(evidence, value)}"

    def _left_out(self, on: str) -> Iterator[str]:
        groups: dict[tuple[int, int, str], list[Refusal]] = {}
        for side, one in self._refused:
            if on in ("", one.property.partition(":")[2]):
                groups.setdefault((side, one.policy or 0, one.why), []).append(one)
        if not on:  # each of them stands by its property
            for side in (0, 1):
                many = sum(len(ones) for (of, _, _), ones in groups.items() if of == side)
                yield f"{self._found.evidence[side].reading.name} leaves out {many} claims in all"
            return
        for (side, number, why), ones in sorted(groups.items()):
            voices = sorted({voice for one in ones for voice in one.voices})
            claims = [one.claim for one in ones]
            more = [f"and {len(claims) - _NAMED} more"] if len(claims) > _NAMED else []
            by = f", policy {number}" if number else ""
            self._policies |= {(side, number)} if number else set()
            yield (
                f"{self._found.evidence[side].reading.name} leaves out{by} ({why}):"
                f" {', '.join(voices)} [{', '.join([*claims[:_NAMED], *more])}]"
            )

    def _clauses(self) -> Iterator[str]:
        for side, number in sorted(self._policies):
            reading = self._found.evidence[side].reading
            yield f"{reading.name}, policy {number}: {clause(reading.policies[number - 1])}"


def _holding(evidence: Evidence, value: Any) -> str:
    if value is None:
        return "left open"
    if isinstance(value, tuple):
        return " to ".join(f"{bound:g}" for bound in value)
    return f"{evidence.label(value)} ({value})" if isinstance(value, str) else str(value)


def counted(many: dict[str, int]) -> str:
    """Write how many of each kind.

    >>> counted({"fact": 1, "scope result": 2})
    '1 fact, 2 scope results'
    """
    return ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for name, n in many.items())


def wrapped(text: str, before: str) -> Iterator[str]:
    """Yield a text in lines that fit, indented."""
    yield from wrap(
        text,
        _WIDTH,
        initial_indent=before,
        subsequent_indent=before + "  ",
        break_on_hyphens=False,
    )
