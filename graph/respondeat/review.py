"""Reviews: proposals written as a claim sheet, for a person to strike rows, change and load.

Nothing is decided by writing it: a row becomes a claim only when the folder is loaded, and then it
is the reviewer's own.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from respondeat.errors import UsageError
from respondeat.proposal import Proposal
from respondeat.terms import is_id

__all__ = ["write_review"]

_COLUMNS = "key stance about property value edtf verification original".split()


def write_review(folder: Path, proposals: Iterable[Proposal], by: str) -> int:
    """Write document.yml, entities.csv and claims.csv into a new folder; return the rows written.

    What somebody has decided before is left out. Raise ``UsageError`` where the folder holds
    anything, or its name or the reviewer's makes no id.
    """
    slug = folder.resolve().name
    if not is_id(slug) or "." in slug or slug.endswith("-entities"):
        raise UsageError(
            f"the folder name {slug!r} becomes the document's id: write letters, digits, '_' or"
            " '-', beginning and ending with a letter or digit"
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already: a review that somebody began is kept")
    actor, label = _reviewer(by)
    rows = [_row(one) for one in proposals if not one.decided]
    today = datetime.now(UTC).date().isoformat()
    document = (
        f"title: {_quoted(f'Decisions of {label} on who is who, proposed {today}')}\n"
        f"publisher: {actor}\npublished: {today}\nsource-type: source:statement\n"
        "language: en\nverification: read\n"
        'note: "Strike the rows that are wrong before loading; stance denies keeps a pair apart."\n'
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "document.yml").write_text(document, "utf-8")
    _write(folder / "entities.csv", ["id", "kind", "label"], [[actor, "Person", label]])
    _write(folder / "claims.csv", _COLUMNS, rows)
    return len(rows)


def _reviewer(by: str) -> tuple[str, str]:
    """Return the id and the label of whoever reviews, given by name or by id.

    >>> _reviewer("Zoë Example"), _reviewer("actor:zoe")
    (('actor:zoe-example', 'Zoë Example'), ('actor:zoe', 'zoe'))
    """
    label = by.strip().removeprefix("actor:")
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    name = label if by.startswith("actor:") else re.sub(r"[^a-z0-9]+", "-", plain.lower())
    if not is_id(name := name.strip("-")):
        raise UsageError(f"--by {by!r} makes no id: give actor:NAME in letters, digits and '-'")
    return f"actor:{name}", label


def _row(one: Proposal) -> list[str]:
    why = "; ".join(one.reasons)
    if one.against:
        why += f". Against: {'; '.join(one.against)}"
    text = f"{one.about} {one.property} {one.value}"
    key = f"{one.kind}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    original = f"proposed with {one.score:.2f}: {why}"
    return [key, "", one.about, one.property, one.value, one.edtf or "", "", original]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    path.write_text(text.getvalue(), "utf-8")
