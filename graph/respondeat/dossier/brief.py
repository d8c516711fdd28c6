"""The brief: what a dossier is written from, and how names, dates and voices are put in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from respondeat.dossier.block import Line, joined, plain, text
from respondeat.dossier.redaction import redacted
from respondeat.terms import OWN

__all__ = ["PUBLIC", "Brief", "Json", "day"]

Json = dict[str, Any]

PUBLIC = (None, "", "sensitivity:public")

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_ID = rf"\b(?:{'|'.join(OWN)}):[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?"
_CURIE = re.compile(_ID)
_TWICE = re.compile(r" \(contested:[^)]*\)")
"""A question's identifier after its label: one of them is enough."""

_POINT = r"\d{4}-\d\d(?:-\d\d)?[~?]?"
_TOKEN = re.compile(
    rf"(?P<id>{_ID})"
    rf"|(?P<day>(?<![\w/-])(?:{_POINT}/(?:\.\.|{_POINT})?|\d{{4}}-\d\d-\d\d"
    r"|\d{4}-(?:0[1-9]|1[0-2]))(?![\w/-]))"
    r"|(?P<word>\b[a-z]+[A-Z][A-Za-z]+\b)"
)


class Brief:
    """A trace with what weighing and comparing made of it, and the background of its claims.

    ``trace``, ``weigh`` and ``compare`` are the objects that those commands print with ``--json``;
    ``background`` is what `respondeat.background.background` gathers. Claims are numbered by their
    documents, oldest first; a claim that is not public has no number and is never named.
    """

    def __init__(
        self,
        trace: Json,
        weigh: Json | None = None,
        compare: Json | None = None,
        background: Json | None = None,
        withheld: int = 0,
    ) -> None:
        """Take the parts, and number the claims."""
        self.used: set[str] = set()
        self.background = background or {}
        merged = {
            name: {**trace.get("claims", {}).get(name, {}), **self._known(name)}
            for name in {*trace.get("claims", {}), *self.background.get("claims", {})}
        }
        self.withheld = frozenset(
            name for name, one in merged.items() if one.get("sensitivity") not in PUBLIC
        )
        self.count = max(withheld, len(self.withheld))
        self.claims: dict[str, Json] = {
            name: merged[name]
            for name in sorted(merged, key=lambda one: _order(one, merged[one]))
            if name not in self.withheld
        }
        self.numbers = {name: f"C{number}" for number, name in enumerate(self.claims, 1)}
        self.trace: Json = redacted(trace, self.withheld)
        self.weigh: Json = redacted(weigh or {}, self.withheld)
        self.compare: Json = redacted(compare or {}, self.withheld)

        self.negative = self._negative()

    def _negative(self) -> frozenset[str]:
        """Return the claims that say that something was not so, and deny nothing that is said.

        A denial stays one where the reading leaves it out.
        """
        facts = self.trace.get("facts", [])
        kept = {name for one in facts for name in one.get("negative", ())}
        denied = {name for one in facts for key in _DENIED for name in one.get(key, ())} - kept
        denied |= {*self.background.get("denials", ())}
        return frozenset(
            name
            for name, one in self.claims.items()
            if one["stance"] == "denies" and not one.get("answers") and name not in denied
        )

    def _known(self, name: str) -> Json:
        found: Json = self.background.get("claims", {}).get(name, {})
        return {key: value for key, value in found.items() if value not in (None, "", [])}

    def label(self, entity: str, language: str = "") -> str:
        """Return the neutral preferred label, else the identifier in plain words."""
        self.used.add(entity)
        if not _CURIE.fullmatch(entity):
            return "" if language else plain(self.prose(entity))
        for names in (self.trace.get("entities", {}), self.background.get("names", {})):
            found = names.get(entity, {}).get(f"label{language}")
            if found and found != entity:
                return str(found)
        return "" if language else entity.partition(":")[2].replace("-", " ")

    def kind(self, entity: str) -> str:
        """Return what sort of thing the registry says that it is, in words."""
        found = self.trace.get("entities", {}).get(entity, {}).get("kind", "")
        names = self.background.get("names", {})
        return ", ".join(
            names.get(f"resp:{kind}", {}).get("label")
            or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).lower()
            for kind in str(found).split(";")
        )

    def name(self, entity: str) -> Line:
        """Return the label as runs; what is no identifier is a sentence."""
        return text(self.label(entity)) if _CURIE.fullmatch(entity) else self.prose(entity)

    def both(self, entity: str) -> Line:
        """Return the label, and the Arabic one where there is one."""
        arabic = self.label(entity, "_ar")
        return [*self.name(entity), *([" (", *text(arabic), ")"] if arabic else [])]

    def prose(self, content: object) -> Line:
        """Return a sentence of the program's in words for people.

        Identifiers become labels, claims references, dates words, properties their labels.
        """
        runs: Line = []
        at = 0
        sentence = _TWICE.sub("", str(content))
        for match in _TOKEN.finditer(sentence):
            runs += text(sentence[at : match.start()])
            runs += self._token(match)
            at = match.end()
        return runs + text(sentence[at:])

    def _token(self, match: re.Match[str]) -> Line:
        token = match[0]
        if match["day"]:
            return text(day(token))
        if match["word"]:
            known = self.background.get("names", {}).get(f"resp:{token}", {})
            return text(str(known.get("label") or token).removeprefix("has "))
        return self.refs([token]) if token.startswith("claim:") else self.name(token)

    def refs(self, claims: Iterable[str]) -> Line:
        """Return the numbers of claims, each leading to its entry in the register.

        Three or more in a row are written as from the first to the last.
        """
        wanted = {int(self.numbers[one][1:]) for one in claims if one in self.numbers}
        stretches: list[list[int]] = []
        for one in sorted(wanted):
            if stretches and stretches[-1][-1] == one - 1:
                stretches[-1].append(one)
            else:
                stretches.append([one])
        return joined(map(self._stretch, stretches), ", ")

    def _stretch(self, numbers: list[int]) -> Line:
        ends = [numbers[0], numbers[-1]] if len(numbers) > 2 else numbers
        names = list(self.claims)
        return joined(
            ([{"kind": "claim", "text": f"C{n}", "to": names[n - 1]}] for n in ends),
            "–" if len(numbers) > 2 else ", ",
        )

    def voices(self, claims: Iterable[str]) -> Line:
        """Return who makes claims, in which document of which day, and what they rest on."""
        by_asserter: dict[str, dict[tuple[str, ...], list[str]]] = {}
        for name in sorted(
            {*claims} & self.claims.keys(), key=lambda one: int(self.numbers[one][1:])
        ):
            one = self.claims[name]
            how = (*(str(one.get(key) or "") for key in _HOW), self._resting(one))
            by_asserter.setdefault(one["asserter"], {}).setdefault(how, []).append(name)
        return joined(
            [
                *self.name(asserter),
                " (",
                *joined(map(self._saying, *zip(*said.items(), strict=True))),
                ")",
            ]
            for asserter, said in by_asserter.items()
        )

    def _saying(self, how: tuple[str, ...], names: list[str]) -> Line:
        relayed, published, standard, hedge, verification, resting = how
        words = []
        if relayed:
            words.append(f"as passed on by {self.label(relayed)}")
        words.append(day(published) or "undated")
        words += [resting] if resting else []
        words += [self.label(one) for one in (standard, hedge) if one]
        if verification == "unverified":
            words.append("unverified")
        return [*text(", ".join(words)), " [", *self.refs(names), "]"]

    def _resting(self, one: Json) -> str:
        """Return on whose word somebody says something again in its own voice."""
        if one.get("relayed_by"):
            return ""
        upstream = [self.claims[name] for name in one.get("relays") or () if name in self.claims]
        others = {self.label(other["asserter"]) for other in upstream} - {
            self.label(one["asserter"])
        }
        return f"on the word of {' and '.join(sorted(others))}" if others else ""

    def first(self, claims: Iterable[str]) -> str:
        """Return who says something and when, in as few words as a drawn label can hold."""
        said: dict[tuple[str, str], list[str]] = {}
        for name in sorted(
            {*claims} & self.claims.keys(), key=lambda one: int(self.numbers[one][1:])
        ):
            one = self.claims[name]
            who = self.label(one["asserter"]), self._resting(one)
            said.setdefault(who, []).append(str(one.get("published") or ""))
        return "; ".join(
            ", ".join(
                [who, day(min(filter(None, days), default="")) or "undated", *filter(None, [word])]
            )
            for (who, word), days in said.items()
        )


_DENIED = ("claims_against", "denied_beside")
_HOW = ("relayed_by", "published", "standard", "hedge", "verification")


def day(edtf: str | None) -> str:
    """Write an EDTF date in words, where it is one of the common kinds.

    >>> day("2017-04-04"), day("2017-05/2018-05"), day("2017-05-05/..")
    ('4 April 2017', 'May 2017 to May 2018', 'from 5 May 2017')
    """
    start, slash, end = (edtf or "").partition("/")
    if not slash:
        return _point(start)
    if start in ("", ".."):
        return f"until {_point(end)}" if end not in ("", "..") else "throughout"
    return f"from {_point(start)}" if end in ("", "..") else f"{_point(start)} to {_point(end)}"


def _point(edtf: str) -> str:
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(T[\d:]+)?([~?]?)", edtf)
    if not found or int(found[2] or 1) not in range(1, 13):
        return edtf
    words = [str(int(found[3]))] if found[3] else []
    words += [_MONTHS[int(found[2]) - 1]] if found[2] else []
    return ("about " if found[5] else "") + " ".join([*words, found[1]])


def _order(name: str, one: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(one.get("published") or "9999"), str(one.get("document") or ""), name
