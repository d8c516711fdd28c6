"""For notebooks: answers as data frames, claims as a network, a SPARQL server of one's own.

Needs the extra ``respondeat[notebook]``.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from respondeat.errors import RemoteError, UsageError
from respondeat.table import Table
from respondeat.workspace import Workspace

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["draw", "frame", "network", "serving"]

_STYLES = {"affirms": "solid", "denies": "dashed", "questions": "dotted"}


def frame(table: Table) -> pd.DataFrame:
    """Return an answer as a data frame; numbers that may be missing stay whole numbers.

    >>> frame(Table(("who", "killed"), [("actor:snhr", 1109), ("actor:hrw", None)])).killed.dtype
    Int64Dtype()
    """
    import pandas as pd

    return pd.DataFrame(table.rows, columns=list(table.columns)).convert_dtypes()


def network(table: Table) -> nx.MultiDiGraph[str]:
    """Return claims as a network, one edge a row, from the ``source`` to the ``target`` column.

    Every other column goes with the edge. A row without an ``asserter`` is refused: an accusation
    is never drawn as if nobody had made it.

    >>> columns = ("source", "target", "asserter", "property")
    >>> row = ("actor:hrw", "actor:x", "actor:hrw", "perpetrator")
    >>> list(network(Table(columns, [row])).edges(data="asserter"))
    [('actor:hrw', 'actor:x', 'actor:hrw')]
    """
    from respondeat.network import from_table

    return from_table(table)


def draw(graph: nx.MultiDiGraph[str], axes: Axes) -> None:
    """Draw who speaks on the left, whom they speak of on the right, and each claim between them.

    A denial is dashed, an open question dotted. Every claim names its asserter.
    """
    import networkx as nx

    claims = sorted(graph.edges(data=True), key=lambda edge: (edge[1], edge[0]))
    place = _columns([(source, target) for source, target, _ in claims])
    for row, (source, target, data) in enumerate(claims):
        path: nx.DiGraph[Any] = nx.DiGraph([((0, source), row), (row, (2, target))])
        here = {**place, row: (1.0, float(-row))}
        style = _STYLES[str(data.get("stance", "affirms"))]
        nx.draw_networkx_edges(path, here, ax=axes, node_size=0, style=style, edge_color="0.4")
        box = {"facecolor": "white", "edgecolor": "none", "pad": 2}
        nx.draw_networkx_labels(path, here, {row: _words(data)}, font_size=9, bbox=box, ax=axes)
    for (side, name), (x, y) in place.items():
        align, gap = ("right", -0.03) if side == 0 else ("left", 0.03)
        axes.text(x + gap, y, _short(name), ha=align, va="center", weight="bold")
    axes.set_xlim(-0.75, 2.75)
    axes.set_ylim(-len(claims) + 0.4, 0.6)
    axes.set_axis_off()


def _columns(edges: list[tuple[str, str]]) -> dict[Any, tuple[float, float]]:
    """Place speakers in one column and those spoken of in another, each near its claims."""
    rows: dict[tuple[int, str], list[int]] = {}
    for row, (source, target) in enumerate(edges):
        rows.setdefault((0, source), []).append(row)
        rows.setdefault((2, target), []).append(row)
    place: dict[Any, tuple[float, float]] = {}
    for side in (0, 2):
        column = sorted(
            (sum(found) / len(found), node) for node, found in rows.items() if node[0] == side
        )
        step = (len(edges) - 1) / max(len(column) - 1, 1)
        for i, (_, node) in enumerate(column):
            place[node] = (float(side), -i * step)
    return place


def _words(data: dict[str, Any]) -> str:
    stance = str(data.get("stance", "affirms"))
    says = f"{_short(data['asserter'])} {stance} {_short(data.get('property', ''))}"
    return f"{says}, {data['date']}" if data.get("date") else says


def _short(curie: Any) -> str:
    return str(curie).partition(":")[2] or str(curie)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a workspace's index on a free loopback port, read-only; yield its query endpoint.

    Raise ``UsageError`` where the server (the package ``oxigraph``) is not installed.
    """
    beside = str(Path(sys.executable).parent)
    program = shutil.which("oxigraph", path=beside) or shutil.which("oxigraph")
    if program is None:
        raise UsageError("the server is not installed: pip install 'respondeat[notebook]'")
    workspace = Workspace(folder)
    workspace.index()  # refuses an index that is not whole
    location = workspace.manifest.parent / str(workspace.read_manifest()["generation"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [program, "serve-read-only", "--location", str(location), "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(words, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait(server, port)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.terminate()
        server.wait(10)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
    raise RemoteError("the server did not start", path=f"127.0.0.1:{port}")
