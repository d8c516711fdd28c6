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

    >>> frame(Table(("who", "killed"), [("actor:snhr", 1109), ("actor:sohr", None)])).dtypes["killed"]
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
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in table.rows:
        cells = dict(zip(table.columns, row, strict=True))
        if not all(cells.get(name) for name in ("source", "target", "asserter")):
            raise UsageError("a network needs source, target and asserter in every row")
        graph.add_edge(cells.pop("source"), cells.pop("target"), **cells)
    return graph


def draw(graph: nx.MultiDiGraph[str], axes: Axes) -> None:
    """Draw who speaks on the left, whom they speak of on the right, and each claim in words.

    A denial is dashed, an open question dotted. Every edge names its asserter.
    """
    edges = sorted(graph.edges(data=True), key=lambda edge: (edge[1], edge[0]))
    targets = list(dict.fromkeys(target for _, target, _ in edges))
    rows = {target: [i for i, edge in enumerate(edges) if edge[1] == target] for target in targets}
    for i, (source, target, data) in enumerate(edges):
        height, middle = -i, -sum(rows[target]) / len(rows[target])
        stance = str(data.get("stance", "affirms"))
        arrow = {"arrowstyle": "-|>", "linestyle": _STYLES[stance], "color": "0.35"}
        axes.annotate("", (2.0, middle), (0.0, height), arrowprops=arrow)
        axes.text(-0.05, height, _short(source), ha="right", va="center", weight="bold")
        axes.text(0.05, height + 0.1, _words(data), ha="left", va="bottom", size="small")
    for target in targets:
        middle = -sum(rows[target]) / len(rows[target])
        axes.text(2.05, middle, _short(target), ha="left", va="center", weight="bold")
    axes.set_xlim(-0.8, 2.9)
    axes.set_ylim(-len(edges) + 0.4, 0.9)
    axes.set_axis_off()


def _words(data: dict[str, Any]) -> str:
    stance = str(data.get("stance", "affirms"))
    says = [_short(data["asserter"]), stance, str(data.get("property", ""))]
    where = filter(None, (data.get("document"), data.get("date")))
    return f"{' '.join(says).strip()} ({', '.join(map(str, where))})"


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
