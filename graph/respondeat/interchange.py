"""A network as a file for other programs: GEXF, GraphML, node-link JSON, CSV of its edges.

The same network gives the same bytes: no date of writing, no version of a library. Every edge
keeps its label, and with it its asserter and date.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import networkx as nx

from respondeat.errors import UsageError
from respondeat.table import FORMULA

__all__ = ["FORMATS", "to_csv", "to_gexf", "to_graphml", "to_json", "write"]

# what no XML 1.0 document may hold, and carriage returns, which readers turn into line feeds
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIRST = ("source", "target", "label")


def to_json(graph: nx.MultiDiGraph[str]) -> bytes:
    """Return node-link JSON, as ``networkx.node_link_graph(..., edges="edges")`` reads it."""
    data = nx.node_link_data(graph, edges="edges")
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def to_gexf(graph: nx.MultiDiGraph[str]) -> bytes:
    """Return GEXF 1.2, with what the network is and is not as its description."""
    text = "\n".join(nx.generate_gexf(_plain(graph)))
    meta = f"<creator>respondeat</creator>\n    <description>{_about(graph)}</description>"
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
    text = re.sub(r"<creator>[^<]*</creator>", lambda _: meta, text, count=1)
    return _DECLARATION + text.encode() + b"\n"


def to_graphml(graph: nx.MultiDiGraph[str]) -> bytes:
    """Return GraphML, the network's own attributes included."""
    text = "\n".join(nx.generate_graphml(_plain(graph)))
    return _DECLARATION + text.encode() + b"\n"


def to_csv(graph: nx.MultiDiGraph[str]) -> bytes:
    """Return the edges as CSV; a cell that a spreadsheet would run as a formula is neutralised."""
    found = {name for _, _, data in graph.edges(data=True) for name in data}
    columns = [*_FIRST, *sorted(found - set(_FIRST))]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for source, target, data in graph.edges(data=True):
        cells = {**data, "source": source, "target": target}
        writer.writerow([_cell(cells.get(name)) for name in columns])
    return text.getvalue().encode()


FORMATS = {".gexf": to_gexf, ".graphml": to_graphml, ".json": to_json, ".csv": to_csv}
"""Ending of a file's name to what makes its bytes."""


def write(graph: nx.MultiDiGraph[str], path: Path) -> int:
    """Write a network in the format that the file's name ends in; return the number of bytes.

    Raise ``UsageError`` on another ending, or where the file cannot be written.
    """
    made = FORMATS.get(path.suffix.lower())
    if made is None:
        raise UsageError(f"{path.name!r}: write a name that ends in {', '.join(FORMATS)}")
    data = made(graph)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)  # the file before it stays whole until then
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UsageError(f"cannot be written: {error.strerror}", path=path) from error
    return len(data)


_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def _plain(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return a copy that XML can hold: a character that it forbids is written out."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made.graph.update({name: _text(value) for name, value in graph.graph.items()})
    for node, data in graph.nodes(data=True):
        made.add_node(_text(node), **{name: _text(value) for name, value in data.items()})
    for source, target, key, data in graph.edges(keys=True, data=True):
        cells = {name: _text(value) for name, value in data.items()}
        made.add_edge(_text(source), _text(target), key=_text(key), **cells)
    return made


def _text(value: object) -> str:
    return _NO_XML.sub(lambda found: f"<U+{ord(found[0]):04X}>", str(value))


def _about(graph: nx.MultiDiGraph[str]) -> str:
    from xml.sax.saxutils import escape

    return escape("; ".join(f"{name}: {_text(graph.graph[name])}" for name in sorted(graph.graph)))


def _cell(cell: object) -> object:
    if isinstance(cell, str) and cell.lstrip()[:1] in FORMULA:
        return f"'{cell}"
    return cell
