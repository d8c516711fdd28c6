"""Scope: which provisions reached an incident and an actor, on whose word, and why not.

With P the six tests other than the exception and E the exception: P false is *outside*; P true
and E false *in scope*, E true *excepted*, E unknown *in scope unless*; else *undetermined*, or for
a set that reaches across a boundary *not decomposable*. Scope is never a finding of breach.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from respondeat.applicability import TESTS, decide, impersonal
from respondeat.case import (
    Occasion,
    Outcome,
    Setting,
    all_agree,
    refuse_stranger,
    said_of,
    voice,
)
from respondeat.evidence import Evidence
from respondeat.once import once
from respondeat.reading import Reading
from respondeat.saying import dated

__all__ = [
    "RESULTS",
    "Scope",
    "assess_scope",
    "capacity",
    "concerned",
    "owing",
    "regulating",
    "result_of",
    "scope",
]

RESULTS = ("in-scope", "in-scope-unless", "excepted", "undetermined", "not-decomposable", "outside")
"""In the order in which they are printed: what applied before what did not."""

_RANK = {result: rank for rank, result in enumerate(RESULTS)}

_ALLEGED = ("resp:perpetrator", "resp:involved", "resp:incidentType", "resp:weapon", "resp:target")
_WORDS = {True: "true", False: "false", None: "unknown"}


class Scope(NamedTuple):
    """What one provision is to one actor for one incident."""

    incident: str
    provision: str
    instrument: str
    actor: str
    outcomes: dict[str, Outcome]
    result: str
    character: tuple[str, ...]
    contested: tuple[str, ...]
    named: str
    occurred: str
    alleged: tuple[str, ...]

    @property
    def reason(self) -> str | None:
        """The first false test of the six, in the order of `TESTS`."""
        return next((n for n in TESTS[:-1] if self.outcomes[n].value is False), None)

    def json(self, reading: str) -> dict[str, Any]:
        """Return the object that ``scope --json`` prints."""
        missing = [text for name in TESTS for text in self.outcomes[name].missing]
        claims = [claim for name in TESTS for claim in self.outcomes[name].claims]
        return {
            "incident": self.incident,
            "provision": self.provision,
            "instrument": self.instrument,
            "actor": self.actor,
            **{name: _WORDS[self.outcomes[name].value] for name in TESTS},
            "result": self.result,
            "reason": self.reason,
            "missing": [] if self.result == "outside" else list(dict.fromkeys(missing)),
            "candidates": list(dict.fromkeys(missing)),
            "because": {name: self.outcomes[name].why for name in TESTS},
            "claims": list(dict.fromkeys(claims)),
            "contested": list(self.contested),
            "named": self.named,
            "legal_character": list(self.character),
            "reading": reading,
        }


def scope(
    folder: Path, incident: str, *, actor: str | None = None, reading: Reading | None = None
) -> list[Scope]:
    """Return the scope of every provision for every actor concerned, what applied first.

    Concerned are the actors that a source names as perpetrator or as involved (each member of a
    group for itself, nothing is inherited) and those whom the provision itself addresses;
    ``actor`` asks for one. Raise ``UsageError`` where no claim is about the incident.
    """
    return assess_scope(Evidence.opened(folder, reading), incident, actor=actor)


def assess_scope(evidence: Evidence, incident: str, *, actor: str | None = None) -> list[Scope]:
    """Return the scope from evidence that was fetched before."""
    positions = evidence.reading.positions
    said = said_of(evidence, incident)
    refuse_stranger(evidence, actor)
    occasion = Occasion(incident, said)
    found = []
    for provision in regulating(evidence):
        instrument = evidence.links("resp:provisionOf", provision)[0]
        setting = Setting(evidence, occasion, provision, instrument)
        six = impersonal(setting)
        for one in [actor] if actor else concerned(occasion, evidence, provision):
            found.append(_scope(setting, one, decide(setting, six, one, positions)))
    return sorted(found, key=lambda one: (_RANK[one.result], one.provision, one.actor))


@once
def regulating(evidence: Evidence) -> list[str]:
    """Return the provisions of which somebody says what conduct they regulate."""
    provisions = evidence.subjects("resp:provisionOf")
    return [one for one in provisions if evidence.said(one, "matter")]


def _scope(setting: Setting, actor: str, outcomes: dict[str, Outcome]) -> Scope:
    evidence, occasion, provision, instrument = setting
    straddles = evidence.is_a(occasion.name, "IncidentSet") and any(
        outcomes[name].straddles for name in ("time", "territory", "force")
    )
    return Scope(
        occasion.name,
        provision,
        instrument,
        actor,
        outcomes,
        result_of(outcomes, straddles),
        _character(evidence, instrument),
        _annotations(evidence, provision, instrument),
        capacity(setting, actor),
        occasion.when,
        _alleged(evidence, occasion),
    )


@once
def _character(evidence: Evidence, instrument: str) -> tuple[str, ...]:
    said = evidence.affirmed(instrument, "legalCharacter")
    return tuple(f"{one.value} ({voice(one)})" for one in said)


@once
def _annotations(evidence: Evidence, provision: str, instrument: str) -> tuple[str, ...]:
    """Return the contested questions that decide no test and yet belong beside the result."""
    return tuple(
        f"{one.label} ({one.name})"
        for one in evidence.contested
        if not one.test and one.touches & {provision, instrument}
    )


@once
def _alleged(evidence: Evidence, occasion: Occasion) -> tuple[str, ...]:
    """Return what is said of who did what, each with everybody who says so, and when."""
    words = {"affirms": "", "denies": "denied: ", "questions": "left open: "}
    found: dict[str, dict[str, None]] = {}
    for stance, word in words.items():
        for name in _ALLEGED:
            for one in occasion.said:
                if (one.stance, one.property) == (stance, name):
                    what = f"{word}{name.partition(':')[2]} {one.value}"
                    found.setdefault(what, {})[f"{voice(one)} {dated(evidence, one)}"] = None
    return tuple(f"{what} ({', '.join(voices)})" for what, voices in found.items())


def result_of(outcomes: dict[str, Outcome], straddles: bool) -> str:
    """Return the result that seven outcomes give; ``straddles`` is for sets across a boundary."""
    six = [outcomes[name].value for name in TESTS[:-1]]
    if False in six:
        return "outside"
    if straddles:
        return "not-decomposable"
    if all_agree(six) is True:
        return {False: "in-scope", True: "excepted", None: "in-scope-unless"}[
            outcomes["exception"].value
        ]
    return "undetermined"


def capacity(setting: Setting, actor: str) -> str:
    """Say in what capacity the actor is tested: nobody need have named it.

    To be involved, in a way that is left open, is no attribution and comes after all else.
    """
    evidence, occasion = setting.evidence, setting.occasion
    alone = _actors(occasion, "perpetrator")
    if actor in alone:
        return "perpetrator"
    if actor in _members(evidence, alone):
        return "jointly"
    if actor in owing(evidence, setting.provision):
        return "addressed"
    involved = _actors(occasion, "involved")
    return "involved" if actor in involved | _members(evidence, involved) else "nobody"


@once
def _actors(occasion: Occasion, name: str) -> frozenset[str]:
    return frozenset(one.value for one in occasion.affirmed(name))


def _members(evidence: Evidence, groups: Iterable[str]) -> set[str]:
    return {one for group in groups for one in evidence.links("resp:member", group)}


@once
def owing(evidence: Evidence, provision: str) -> frozenset[str]:
    """Return who owes an undertaking or obligation that names who owes it."""
    kinds = {one.value for one in evidence.affirmed(provision, "provisionKind")}
    if not kinds & {"kind:undertaking", "kind:obligation"}:
        return frozenset()
    return frozenset(one.value for one in evidence.affirmed(provision, "addressee"))


def concerned(occasion: Occasion, evidence: Evidence, provision: str) -> list[str]:
    """Return the actors that one provision is tested for.

    An undertaking or obligation that names who owes it is theirs alone: it is in scope by itself,
    whoever is named as perpetrator. Any other provision is tested for those who are so named, and
    for those who are said to be involved.
    """
    named = owing(evidence, provision) or (
        _actors(occasion, "perpetrator") | _actors(occasion, "involved")
    )
    members = _members(evidence, named)
    joint = {
        actor
        for actor in named
        if evidence.links("resp:member", actor) or evidence.links("resp:alternative", actor)
    }
    return sorted((named | members) - joint)
