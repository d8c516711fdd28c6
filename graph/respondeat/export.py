"""Export the claims: the same record always gives the same bytes.

Exports come from the record, not from the index, so that lexical forms stay as they were
received. Text cells that a spreadsheet would run as formulas are neutralised in CSV alone.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from respondeat import __version__
from respondeat.claims import FIELDS, claims
from respondeat.errors import UsageError
from respondeat.ontology import fingerprint
from respondeat.project import claims_to_turtle, document_to_turtle
from respondeat.table import Table
from respondeat.terms import Terms
from respondeat.workspace import Workspace

__all__ = ["export"]

_FORMATS = {
    "claims.nq": ox.RdfFormat.N_QUADS,
    "claims.ttl": ox.RdfFormat.TURTLE,
    "claims.jsonld": ox.RdfFormat.JSON_LD,
}


def export(folder: Path, target: Path) -> Table:
    """Write claims, registry and documents into an empty folder, and return the manifest.

    Sorted N-Quads, Turtle, JSON-LD, CSV, JSON lines, and ``manifest.json`` with the SHA-256 of
    each. Raise ``UsageError`` where the folder holds anything.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError("the folder holds something: name a new or empty one", path=target)
    workspace = Workspace(folder)
    contents = _rdf(workspace)
    table = claims(folder)
    contents["claims.jsonl"] = "".join(f"{line}\n" for line in table.json_lines()).encode()
    contents["claims.csv"] = _csv(table)
    manifest = {
        "respondeat": __version__,
        "base": workspace.base,
        "record": workspace.record.head,
        "ontology": fingerprint(),
        "licence": "facts and figures only; each document names its publisher",
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in sorted(contents.items())
        },
    }
    contents["manifest.json"] = json.dumps(manifest, indent=1, sort_keys=True).encode() + b"\n"
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, data in contents.items():
            (target / name).write_bytes(data)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", path=target) from error
    rows = [(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in contents.items()]
    return Table(("file", "bytes", "sha256"), sorted(rows))


def _rdf(workspace: Workspace) -> dict[str, bytes]:
    terms = Terms(workspace.base)
    parts = [
        document_to_turtle(one, sha, terms) for one, sha in workspace.record.documents().values()
    ]
    parts += [claims_to_turtle(table, terms) for table in workspace.record.tables()]
    quads = {quad for part in parts for quad in ox.parse(part, ox.RdfFormat.TURTLE)}
    ordered = sorted(quads, key=str)
    return {name: _serialised(ordered, kind, terms) for name, kind in _FORMATS.items()}


def _serialised(quads: list[ox.Quad], kind: ox.RdfFormat, terms: Terms) -> bytes:
    prefixes = None if kind == ox.RdfFormat.N_QUADS else terms.prefixes
    written = ox.serialize(quads, format=kind, prefixes=prefixes)
    assert written is not None  # None is for a serialisation into a file
    return written


def _csv(table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FIELDS)
    for row in table.rows:
        writer.writerow([_cell(cell) for cell in row])
    return text.getvalue().encode()


def _cell(cell: Any) -> Any:
    if isinstance(cell, list):
        cell = ";".join(cell)
    if isinstance(cell, str) and cell.lstrip()[:1] in ("=", "+", "-", "@"):
        return f"'{cell}"
    return cell
