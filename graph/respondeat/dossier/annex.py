"""The annex: the register of claims, what relays changed, the method, names, and hashes."""

from __future__ import annotations

from collections.abc import Iterator

from respondeat.dossier.block import (
    Block,
    Line,
    heading,
    joined,
    listing,
    paragraph,
    section,
    strong,
    table,
    text,
)
from respondeat.dossier.brief import Brief, Json, day
from respondeat.dossier.cover import withheld
from respondeat.dossier.sentence import content, marks, pinpoint

__all__ = ["annex"]

_SHORT = 120
"""Characters of original wording that are printed; offsets lead to more."""

_METHOD = (
    "A claim is what a source says, with who says it, where in which document, and whether"
    " somebody read that document. Claims are never merged, and nothing here is bare fact.",
    "An origin is where a claim's path of relays ends. The same voice and its relays are one"
    " origin always. The lower number is the most origins of which no two are joined by declared"
    " derivation, shared inputs or a common interest. Hence two numbers, at least and at most.",
    "A chain is a path of steps from the incident to an actor. A step over a relation holds only"
    " if the claims hold it to the incident's date; without a sure date it is possible. From a"
    " group to a member there is no claim: an assumption. “A or B” leads to neither.",
    "State, individual and non-State tracks are never joined.",
    "A provision is in scope if all its tests are met, in scope unless where only the exception is"
    " unknown, outside if any test fails for every date and position that the reading accepts,"
    " and otherwise undetermined.",
    "Lower bounds are never added or subtracted, and parts are no partition unless a source says"
    " so. Standards of proof of two bodies are never compared.",
    "Control characters in what a source wrote are printed visibly, and right-to-left text is"
    " isolated. The same record and reading give the same bytes.",
)


def annex(brief: Brief) -> list[Block]:
    """Return the sections of the annex."""
    used = frozenset(brief.used)  # in the sections before, and not only in the register
    return [
        _register(brief),
        _mutations(brief),
        _method(brief),
        _glossary(brief, used),
        _hashes(brief),
    ]


def _register(brief: Brief) -> Block:
    by_document: dict[str, list[str]] = {}
    for name, one in brief.claims.items():
        by_document.setdefault(one["document"], []).append(name)
    blocks: list[Block] = [
        paragraph(
            text(
                "Every claim named in this paper, by its document; the identifier of a claim is"
                " that of its document with its key. Original wording is printed where it is"
                " short; the place leads to the rest."
                + (f" {withheld(brief.count)}." if brief.count else "")
            )
        )
    ]
    rows: list[list[Line]] = []
    anchors: list[str] = []
    for document, claims in by_document.items():
        rows.append([_title(brief, document)])
        rows += (_row(brief, name) for name in claims)
        anchors += ["", *claims]
    columns = [("No.", 2), ("Who says what", 11), ("Place and wording", 7), ("Key", 4)]
    blocks.append(table(columns, rows, anchors=anchors, small=True))
    return section("register", "Claim register", blocks)


def _title(brief: Brief, document: str) -> Line:
    one: Json = brief.background.get("documents", {}).get(document, {})
    words = [brief.label(one[key]) for key in ("publisher", "sourceType") if one.get(key)]
    words += [day(one.get("published")) or "undated"]
    address = f"; {one['address']}" if one.get("address") else ""
    line = strong(one.get("title") or document)
    line += text(f" ({', '.join(words)}{address}) – ")
    return [*line, {"kind": "id", "text": document.replace("doc:", "claim:") + "."}]


def _row(brief: Brief, name: str) -> list[Line]:
    one = brief.claims[name]
    who = brief.label(one["asserter"])
    verb = {"denies": " denies", "questions": " leaves open"}.get(one["stance"], "")
    verb = " says that it was not so" if name in brief.negative else verb
    if one.get("relayed_by"):
        who += f", passed on by {brief.label(one['relayed_by'])}{',' if verb else ''}"
    about = brief.name(one["about"]) if one.get("about") else []
    said: Line = [*text(f"{who}{verb}: "), *about, " – ", *content(brief, one)]
    links = [("passes on", one.get("relays")), ("answers", [one.get("answers")])]
    for word, targets in [*links, ("replaces", [one.get("supersedes")])]:
        if targets and (led := brief.refs(filter(None, targets))):
            said += [*text(f"; {word} "), *led]
    checked = [*marks(brief, one), *(["read"] if one.get("verification") == "read" else [])]
    return [
        text(brief.numbers[name]),
        said,
        [*text(f"{pinpoint(one.get('fragment'))}; {', '.join(checked)}"), *_wording(one)],
        [{"kind": "id", "text": name.partition(".")[2]}],
    ]


def _wording(one: Json) -> Line:
    wording = str(one.get("original") or "")
    if not wording:
        return []
    if len(wording) > _SHORT:
        return text("; wording too long to print")
    runs = text(wording)
    if len(runs) == 1 and isinstance(runs[0], dict):  # its own marks stand inside it
        return ["; ", {"kind": "rtl", "text": f"«{runs[0]['text']}»"}]
    return ["; “", *runs, "”"]


def _mutations(brief: Brief) -> Block:
    found = brief.trace.get("mutations", [])
    rows = (
        [
            brief.name(one["kind"]),
            brief.prose(one["why"]),
            joined((brief.refs([one[key]]) for key in ("relay", "upstream")), " against "),
        ]
        for one in found
    )
    columns = [("Kind", 3), ("What changed", 10), ("Relay, upstream", 3)]
    none = paragraph(text("No relay in this record changed what it passes on."))
    return section(
        "mutations", "What was changed on the way", [table(columns, rows) if found else none]
    )


def _method(brief: Brief) -> Block:
    blocks: list[Block] = [listing(map(text, _METHOD)), heading("Contested questions")]
    blocks.append(
        paragraph(
            text(
                "A reading takes one position on each, or leaves it open. The authorities are as"
                " the law data of this program names them; a lawyer is to check them."
            )
        )
    )
    taken = brief.trace.get("positions", {})
    rows = []
    for question, positions in brief.background.get("questions", {}).items():
        for one in positions:
            mark = " (taken by this reading)" if taken.get(question) == one["position"] else ""
            rows.append(
                [
                    brief.name(question),
                    text(f"{one['label']}{mark}"),
                    text("; ".join(one["for"]) or "none named"),
                    text("; ".join(one["against"]) or "none named"),
                ]
            )
    if rows:
        columns = [("Question", 4), ("Position", 4), ("Authorities for", 4), ("Against", 4)]
        blocks.append(table(columns, rows, small=True))
    return section("method", "Method", blocks)


def _glossary(brief: Brief, used: frozenset[str]) -> Block:
    held = brief.background.get("names", {})
    names = {name: one for name, one in held.items() if name in used}
    kinds = ("actor:", "place:", "instrument:", "set:", "incident:")
    listed = sorted(names.items(), key=lambda item: str(item[1]["label"]))
    return section(
        "glossary",
        "Glossary and names",
        [
            heading("Terms"),
            table([("Term", 4), ("Meaning", 12)], _terms(names), small=True),
            heading("Names"),
            table(
                [("Name", 6), ("Arabic", 5), ("Identifier", 6)],
                (
                    [
                        text(one["label"]),
                        text(one["label_ar"] or ""),
                        [{"kind": "id", "text": name}],
                    ]
                    for name, one in listed
                    if name.startswith(kinds)
                ),
                small=True,
            ),
        ],
    )


def _terms(names: Json) -> Iterator[list[Line]]:
    """Yield each term as it stands in the paper, properties without their verb."""
    found = {
        (str(one["label"]).removeprefix("has "), one["definition"])
        for name, one in names.items()
        if one["definition"] and one["label"] != name
    }
    for term, meaning in sorted(found, key=lambda one: (one[0].casefold(), one)):
        yield [text(term), text(meaning)]


def _hashes(brief: Brief) -> Block:
    held = brief.background.get("documents", {})
    used = {one["document"] for one in brief.claims.values()}
    return section(
        "hashes",
        "Hashes",
        [
            paragraph(
                text(
                    "SHA-256 of the record's head, of each sheet of claims as loaded, and of the"
                    " text that offsets point into where it was held. Each shows “unchanged since"
                    " loading” and no more."
                )
            ),
            paragraph("Record head: ", {"kind": "id", "text": str(brief.trace.get("record", ""))}),
            table(
                [("Document", 6), ("Sheet", 8), ("Text", 8)],
                (
                    [
                        [{"kind": "id", "text": name}],
                        _hash(one, "sheetSha256"),
                        _hash(one, "textSha256"),
                    ]
                    for name, one in sorted(held.items())
                    if name in used
                ),
                small=True,
            ),
        ],
    )


def _hash(one: Json, key: str) -> Line:
    return [{"kind": "id", "text": one[key]}] if one.get(key) else text("none held")
