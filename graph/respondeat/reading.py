"""Readings: what an answer depends on besides the record.

A reading is a small TOML file: whose claims it accepts, which position it takes on each contested
question, what vague words mean to it, and as of which record entry and day it looks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from respondeat.errors import ReadingError
from respondeat.files import folder
from respondeat.ontology import ontology
from respondeat.terms import ENTITIES, FACES, is_id

__all__ = ["Policy", "Reading", "names"]

STANCES = tuple(FACES)


class Policy(NamedTuple):
    """Which claims about some subjects are accepted; what a policy does not limit is accepted.

    ``subjects`` are prefixes of what a claim is about, ``properties`` names without prefix (none:
    all). With ``kinds`` or ``accept``, only those kinds of actor or those actors are heard; the
    actor meant is the one with whom the claim begins, not who passed it on. ``exclude`` outranks
    both, and shuts out who says it again in its own voice too; with ``exclude_kin`` it reaches
    their organs, governments and representatives. ``origins`` is how many independent origins an
    affirmed statement needs at least, ``standards`` pairs a body with its lowest accepted standard:
    neither is ever asked of a denial or a doubt.
    """

    subjects: tuple[str, ...]
    properties: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    exclude_kin: bool = False
    stances: tuple[str, ...] = STANCES
    origins: int = 1
    unverified: bool = True
    standards: Mapping[str, str] = MappingProxyType({})

    def fits(self, about: str, name: str) -> bool:
        """Say whether a claim about something, with a property (``resp:killed``), is meant."""
        return about.partition(":")[0] in self.subjects and (
            not self.properties or name.rpartition(":")[2] in self.properties
        )


class Reading(NamedTuple):
    """A policy, positions on contested questions, and conventions, under a name.

    ``known`` counts the record's entries that are read, ``at`` is the day of the world; ``None``
    is all and no day. ``without`` are claims, asserters or origins (``actor:x@doc:y``) left out.

    >>> reading = Reading.named("every-claim")
    >>> reading.positions
    {}
    """

    name: str
    summary: str
    positions: dict[str, str]
    policies: tuple[Policy, ...] = ()
    conventions: Mapping[str, tuple[float, float]] = MappingProxyType({})
    known: int | None = None
    at: date | None = None
    without: tuple[str, ...] = ()

    @classmethod
    def named(cls, name: str) -> Reading:
        """Read a bundled reading, or the file that a path ending in ``.toml`` names.

        Raise ``ReadingError`` if there is none, or if anything in it is not understood.
        """
        if name.endswith(".toml"):
            path = Path(name)
            if path.stem in names() and path.resolve().parent != folder("readings").resolve():
                raise ReadingError("a bundled reading has this name: choose another", path=path)
        elif name in names():
            path = folder("readings") / f"{name}.toml"
        else:
            known = ", ".join(names())
            raise ReadingError(f"there is no reading {name!r}: write {known} or a path to a .toml")
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ReadingError(f"cannot be read: {error}", path=path) from error
        return cls.from_text(path.stem, text, path)

    @classmethod
    def from_text(cls, name: str, text: str, path: object = None) -> Reading:
        r"""Read TOML; raise ``ReadingError`` with file, line and key where it is not understood.

        >>> Reading.from_text("mine", 'summary = "all"\nat = 2018-06-13').at
        datetime.date(2018, 6, 13)
        """
        if not is_id(name):
            raise ReadingError(f"{name!r} is no name: letters, digits, '_', '.' or '-'", path=path)
        return cls(name, **_Source(text, path).reading())

    def without_also(self, ids: Iterable[str]) -> Reading:
        """Return the reading with more claims, asserters or origins left out, and named so.

        >>> Reading.named("every-claim").without_also(["actor:snhr"]).name
        'every-claim, without actor:snhr'
        """
        more = set(ids) - set(self.without)
        if wrong := sorted(one for one in more if not _withdrawable(one)):
            raise ReadingError(f"{wrong[0]!r}: write {_WITHDRAWAL}")
        if not more:
            return self
        stem, _, listed = self.name.partition(", without ")
        named = sorted(more.union(filter(None, listed.split(", "))))
        return self._replace(
            name=f"{stem}, without {', '.join(named)}", without=(*self.without, *sorted(more))
        )

    def policy(self, about: str, name: str) -> Policy | None:
        """Return the first policy that fits a claim, or None: then the claim is accepted."""
        return next((one for one in self.policies if one.fits(about, name)), None)

    @property
    def digest(self) -> str:
        """SHA-256 of all that the reading says: the same digest, the same answer."""
        import hashlib

        text = json.dumps(
            self,
            sort_keys=True,
            default=lambda one: str(one) if isinstance(one, date) else dict(one),
        )
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def graph(self) -> str:
        """The CURIE of the named graph that a view under this reading fills."""
        stem, changed, _ = self.name.partition(", without ")
        return f"reading:{stem}-without-{self.digest[:8]}" if changed else f"reading:{stem}"


def names() -> list[str]:
    """Return the names of the bundled readings."""
    return sorted(path.stem for path in folder("readings").glob("*.toml"))


class _Source(NamedTuple):
    """The text of a reading and where it stands, for errors that name the line."""

    text: str
    path: object

    def reading(self) -> dict[str, Any]:
        """Return the fields of the reading."""
        import tomllib

        try:
            data = tomllib.loads(self.text)
        except (ValueError, RecursionError) as error:  # numbers and nesting without end too
            at = re.search(r"at line (\d+), column (\d+)", str(error))
            place = {"line": int(at[1]), "column": int(at[2])} if at else {}
            raise ReadingError(f"not TOML: {error}", path=self.path, **place) from error
        policies = data.pop("policy", [])
        if not isinstance(policies, list) or not all(isinstance(one, dict) for one in policies):
            raise self.error(0, "policy", "write each policy under a line [[policy]]")
        found = {"positions": {}, **self.fields(data, _READING, 0)}
        if "summary" not in found:
            raise ReadingError('write summary = "...", what it accepts', path=self.path, line=1)
        return {**found, "policies": tuple(map(self.policy, policies, range(1, 1 + len(policies))))}

    def policy(self, data: dict[str, Any], number: int) -> Policy:
        """Return one policy; ``number`` counts from 1."""
        policy = {"subjects": (), **self.fields(data, _POLICY, number)}
        if not policy["subjects"]:
            raise self.error(number, "policy", f"write subjects = [...]: {_SUBJECTS}")
        if twice := set(policy.get("accept", ())) & set(policy.get("exclude", ())):
            raise self.error(number, "exclude", f"{min(twice)} is accepted too: choose")
        if policy.get("exclude_kin") and "exclude" not in policy:
            raise self.error(number, "exclude-kin", "write exclude = [...] too: it says whose kin")
        return Policy(**policy)

    def fields(self, data: dict[str, Any], known: dict[str, _Check], table: int) -> dict[str, Any]:
        """Return the values of a table, checked, under their names in Python."""
        found = {}
        for key, value in data.items():
            if key not in known:
                raise self.error(table, key, f"no such key; there are {', '.join(sorted(known))}")
            try:
                found[key.replace("-", "_")] = known[key](value)
            except ValueError as error:
                raise self.error(table, key, str(error)) from error
        return found

    def error(self, table: int, key: str, message: str) -> ReadingError:
        """Return the error about a key; ``table`` counts the policies from 1, 0 is the whole."""
        lines = self.text.splitlines()
        starts = [n for n, line in enumerate(lines) if re.match(r"\s*\[\[\s*policy\b", line)]
        first = [0, *starts, 0][min(table, len(starts) + 1)]
        wanted = re.compile(rf"\s*(\[+\s*(policy\s*\.\s*)?)?[\"']?{re.escape(key)}[\"']?\s*[=\].]")
        line = next((n for n in range(first, len(lines)) if wanted.match(lines[n])), first)
        return ReadingError(f"{key}: {message}", path=self.path, line=line + 1)


_Check = Callable[[Any], Any]
"""Takes a value of the file and returns what the reading holds, or raises ``ValueError``."""

_SUBJECTS = "prefixes of what claims are about, such as incident or set"


def _check(said: str, fits: Callable[[Any], object]) -> _Check:
    def check(value: Any) -> Any:
        if not fits(value):
            raise ValueError(f"{value!r}: write {said}")
        return tuple(value) if isinstance(value, list) else value

    return check


def _list(said: str, fits: Callable[[str], object]) -> _Check:
    def are(value: Any) -> bool:
        words = value if isinstance(value, list) and value else [None]
        return all(isinstance(one, str) and fits(one) for one in words)

    return _check(f"a list of {said}", are)


def _table(key: str, value: str) -> _Check:
    def are(found: Any) -> bool:
        pairs = found.items() if isinstance(found, dict) else [("", "")]
        return all(_id(key)(left) and _id(value)(str(right)) for left, right in pairs)

    return _check(f'a table of lines such as "{key}:x" = "{value}:y"', are)


def _number(said: str, least: int) -> _Check:
    # True is an int, and no number here
    return _check(f"{said}, {least} or more", lambda one: type(one) is int and one >= least)


def _id(prefix: str) -> Callable[[str], bool]:
    return lambda text: text.startswith(f"{prefix}:") and is_id(text.removeprefix(f"{prefix}:"))


def _withdrawable(text: str) -> bool:
    who, at, where = text.partition("@")
    if not at:
        return _id("claim")(text) or _id("actor")(text)
    return _id("actor")(who) and (where == "unread" or _id("doc")(where))


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"{value!r}: write a day such as 2018-06-13") from error


def _conventions(value: Any) -> dict[str, tuple[float, float]]:
    said = "write a word and its inclusive bounds, once, such as dozens = [24, 99]"
    found = {}
    for word, bounds in value.items() if isinstance(value, dict) else [("", value)]:
        numbers = isinstance(bounds, list) and all(type(one) in (int, float) for one in bounds)
        fits = numbers and len(bounds) == 2 and 0 <= bounds[0] <= bounds[1] <= 1e12
        if not fits or word.casefold() in found:
            raise ValueError(f"{word} = {bounds!r}: {said}")
        found[word.casefold()] = (bounds[0], bounds[1])
    return found


_WITHDRAWAL = "claim:document.key, actor:x, actor:x@doc:y or actor:x@unread"

_READING: dict[str, _Check] = {
    "summary": _check("one line of words", lambda one: isinstance(one, str) and len(one.split())),
    "known": _number("how many entries of the record are read", 0),
    "at": _day,
    "positions": _table("contested", "position"),
    "conventions": _conventions,
    "without": _list(_WITHDRAWAL, _withdrawable),
}

_POLICY: dict[str, _Check] = {
    "subjects": _list(_SUBJECTS, {*ENTITIES, "doc"}.__contains__),
    "properties": _list("names of properties without prefix, such as perpetrator", is_id),
    "kinds": _list("kinds of actor (see `ask kinds`)", lambda one: ontology().is_a(one, "Actor")),
    "accept": _list("actors, such as actor:jim", _id("actor")),
    "exclude": _list("actors, such as actor:jim", _id("actor")),
    "exclude-kin": _check("true or false", lambda one: isinstance(one, bool)),
    "stances": _list(", ".join(STANCES), STANCES.__contains__),
    "origins": _number("how many independent origins a statement needs", 1),
    "unverified": _check("true or false", lambda one: isinstance(one, bool)),
    "standards": _table("actor", "standard"),
}
